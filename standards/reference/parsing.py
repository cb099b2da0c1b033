"""Turn the text of a file into nodes that know their lines. Nothing of it is ever run or built into objects.

The parser of PyYAML gives events one by one; they are counted as they come, so that a file made to fill memory is
refused early. Anchors, aliases, merge keys and tags of one's own are refused: no framework needs them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

import yaml
from django.utils.translation import gettext as _

from standards.reference.mistakes import BrokenFramework, Mistake

MOST_BYTES = 1_000_000
MOST_NODES = 50_000
DEEPEST = 10

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the same parser in C, where the wheel brings it
_RESOLVER = yaml.resolver.Resolver()
TEXT = "tag:yaml.org,2002:str"
NUMBER = "tag:yaml.org,2002:int"


@dataclass(frozen=True)
class Scalar:
    """One value as it is written. `tag` says what YAML takes it for."""

    line: int
    value: str
    tag: str


@dataclass(frozen=True)
class Listed:
    """A list of nodes."""

    line: int
    items: tuple["Node", ...]


@dataclass(frozen=True)
class Mapped:
    """Pairs of a key and a node, in the order of the file; a key may come twice until it is checked."""

    line: int
    pairs: tuple[tuple["Node", "Node"], ...]


Node: TypeAlias = Scalar | Listed | Mapped


def parse(text: str) -> Node:
    """Read one document. Raises BrokenFramework for what is no YAML, too large, or too clever."""
    if len(text.encode(errors="surrogatepass")) > MOST_BYTES:
        raise _broken(1, _("The file is larger than 1 MB."))
    try:
        events = _Events(text)
        node = _node(events, events.next(), depth=0)
        events.expect_end()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _broken(mark.line + 1 if mark else 1, _("This is not YAML: %(why)s.") % {"why": error.problem}) from error
    except (yaml.YAMLError, UnicodeEncodeError) as error:
        raise _broken(1, _("The file holds characters that do not belong in a text.")) from error
    return node


def _broken(line: int, words: str) -> BrokenFramework:
    return BrokenFramework([Mistake(line, "", words)])


class _Events:
    """The events of one document, counted, without its wrapping."""

    def __init__(self, text: str) -> None:
        self._events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=_LOADER))
        self._count = 0
        while isinstance(event := self._read(), yaml.StreamStartEvent | yaml.DocumentStartEvent):
            pass
        self._first: yaml.Event | None = event

    def next(self) -> yaml.Event:
        """Give the next event; refuse what is too much or not plain."""
        event = self._first or self._read()
        self._first = None
        self._count += 1
        if self._count > MOST_NODES:
            raise _broken(_line(event), _("The file holds more parts than a framework can have."))
        if getattr(event, "anchor", None):
            raise _broken(_line(event), _("Anchors and aliases (& and *) are not used here. Write it out."))
        if getattr(event, "tag", None):
            raise _broken(_line(event), _("Tags (such as !name) are not used here."))
        return event

    def expect_end(self) -> None:
        """Refuse a second document behind the first."""
        rest = [event for event in self._events if not isinstance(event, yaml.DocumentEndEvent | yaml.StreamEndEvent)]
        if rest:
            raise _broken(_line(rest[0]), _("One file holds one framework."))

    def _read(self) -> yaml.Event:
        return next(self._events)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _inside(events: _Events, depth: int) -> Iterator[Node]:
    """Read nodes up to the end of the list or mapping that has begun."""
    while not isinstance(event := events.next(), yaml.CollectionEndEvent):
        yield _node(events, event, depth=depth + 1)


def _node(events: _Events, event: yaml.Event, *, depth: int) -> Node:
    if depth > DEEPEST:
        raise _broken(_line(event), _("This is nested deeper than a framework can be."))
    if isinstance(event, yaml.ScalarEvent):
        tag = _RESOLVER.resolve(yaml.ScalarNode, event.value, event.implicit)  # type: ignore[no-untyped-call]
        return Scalar(_line(event), event.value, str(tag))
    if isinstance(event, yaml.SequenceStartEvent):
        return Listed(_line(event), tuple(_inside(events, depth)))
    if isinstance(event, yaml.MappingStartEvent):
        nodes = list(_inside(events, depth))
        return Mapped(_line(event), tuple(zip(nodes[::2], nodes[1::2], strict=True)))
    return Scalar(_line(event), "", "")  # an empty file
