"""Pick values out of nodes, and note what is wrong on the way instead of stopping at it."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from django.utils.translation import gettext as _

from standards.reference.mistakes import BrokenFramework, Mistake
from standards.reference.parsing import NUMBER, TEXT, Listed, Mapped, Node, Scalar


class Notes:
    """The mistakes found so far. `types_known` is False once a type could not be read: nothing is counted then."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self.types_known = True

    def add(self, line: int, where: str, words: str) -> None:
        """Note one mistake."""
        self.mistakes.append(Mistake(line, where, words))

    def raise_if_any(self) -> None:
        """Raise BrokenFramework with everything noted."""
        if self.mistakes:
            raise BrokenFramework(self.mistakes)


class Part:
    """A mapping whose keys are known. Each getter gives a value that fits its type, empty where the file's did not."""

    def __init__(
        self, node: Node | None, notes: Notes, where: str, *, needs: str, may: str = "", line: int = 1
    ) -> None:
        self.notes, self.where, self.line = notes, where, node.line if node else line
        self._held: dict[str, Node] = {}
        if not isinstance(node, Mapped):
            if node is not None:
                self.note(_("Here a group of named values is meant."))
            return
        known = [*needs.split(), *may.split()]
        for key, value in node.pairs:
            self._hold(key, value, known)
        for name in needs.split():
            if name not in self._held:
                self.note(_("“%(name)s” is missing.") % {"name": name})

    def _hold(self, key: Node, value: Node, known: list[str]) -> None:
        name = key.value if isinstance(key, Scalar) else ""
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = " " + _("Is “%(near)s” meant?") % {"near": near[0]} if near else ""
            self.note(_("“%(name)s” is not known here.") % {"name": name[:60]} + hint, key)
        elif name in self._held:
            self.note(_("“%(name)s” comes twice.") % {"name": name}, key)
        else:
            self._held[name] = value

    def note(self, words: str, node: Node | None = None) -> None:
        """Note a mistake at a node, or at the start of this part."""
        self.notes.add(node.line if node else self.line, self.where, words)

    def has(self, name: str) -> bool:
        """Tell whether a key is there."""
        return name in self._held

    def line_of(self, name: str) -> int:
        """Give the line of a value, or of the whole part."""
        return self._held[name].line if name in self._held else self.line

    def node(self, name: str) -> Node | None:
        """Give a value as it stands."""
        return self._held.get(name)

    def text(self, name: str, most: int) -> str:
        """Give a text that is not blank and not longer than `most` signs."""
        node = self._held.get(name)
        return self.as_text(node, name, most) if node else ""

    def as_text(self, node: Node, name: str, most: int) -> str:
        """Check one text."""
        if not isinstance(node, Scalar) or (node.tag != TEXT and node.value):
            self.note(_("“%(name)s” must be a text. Put it in quotation marks.") % {"name": name}, node)
            return ""
        text = node.value.strip()
        if not text:
            self.note(_("“%(name)s” is blank.") % {"name": name}, node)
        if len(text) > most:
            words = _("“%(name)s” has %(long)s signs; %(most)s is the most.")
            self.note(words % {"name": name, "long": len(text), "most": most}, node)
            return ""
        return text

    def written(self, name: str, most: int) -> str:
        """Give a name that may look like a number, such as an edition 0.1."""
        node = self._held.get(name)
        if isinstance(node, Scalar) and node.value:
            return self.as_text(Scalar(node.line, node.value, TEXT), name, most)
        return self.text(name, most)

    def number(self, name: str, lowest: int, highest: int) -> int | None:
        """Give a whole number within bounds, or None."""
        node = self._held.get(name)
        return self.as_number(node, name, lowest, highest) if node else None

    def as_number(self, node: Node, name: str, lowest: int, highest: int) -> int | None:
        """Check one whole number."""
        plain = isinstance(node, Scalar) and node.tag == NUMBER and node.value.isdecimal() and len(node.value) < 7
        value = int(node.value) if isinstance(node, Scalar) and plain else None
        if value is None or not lowest <= value <= highest:
            words = _("“%(name)s” must be a whole number from %(low)s to %(high)s.")
            self.note(words % {"name": name, "low": lowest, "high": highest}, node)
            return None
        return value

    def choice(self, name: str, choices: Collection[str]) -> str:
        """Give one of these words, or nothing."""
        node = self._held.get(name)
        if node is None:
            return ""
        if not isinstance(node, Scalar) or node.value not in choices:
            words = _("“%(name)s” must be one of: %(choices)s.")
            self.note(words % {"name": name, "choices": ", ".join(choices)}, node)
            return ""
        return node.value

    def items(self, name: str, *, most: int, may_be_empty: bool = False) -> Iterator[Node]:
        """Give the nodes of a list."""
        node = self._held.get(name)
        if node is None:
            return
        if not isinstance(node, Listed) or (not node.items and not may_be_empty):
            self.note(_("“%(name)s” must be a list with something in it.") % {"name": name}, node)
            return
        if len(node.items) > most:
            words = _("“%(name)s” has %(n)s entries; %(most)s is the most.")
            self.note(words % {"name": name, "n": len(node.items), "most": most}, node)
            return
        yield from node.items

    def texts(self, name: str, *, each: int, most: int = 30) -> tuple[str, ...]:
        """Give a list of texts."""
        return tuple(self.as_text(node, name, each) for node in self.items(name, most=most))

    def pairs(self, name: str) -> Iterator[tuple[Node, Node]]:
        """Give the pairs of a mapping whose keys are data; a key that comes twice is noted."""
        node = self._held.get(name)
        if node is None:
            return
        if not isinstance(node, Mapped) or not node.pairs:
            self.note(_("“%(name)s” must be a group of named values.") % {"name": name}, node)
            return
        seen: set[str] = set()
        for key, value in node.pairs:
            word = key.value if isinstance(key, Scalar) else ""
            if word in seen:
                self.note(_("“%(name)s” comes twice.") % {"name": word[:60]}, key)
                continue
            seen.add(word)
            yield key, value
