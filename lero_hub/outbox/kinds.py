"""The kinds of mail that exist, and the two questions that the outbox cannot answer itself.

Apps register their kinds when they are loaded (`AppConfig.ready`). The outbox stands below accounts and roles, so
those apps give it the answers: what a person wants to hear of, and who the coordinators are.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol
from uuid import UUID

from lero_hub.words import Words

if TYPE_CHECKING:
    from lero_hub.outbox.models import OutboxMessage


class Recipient(Protocol):
    """A person with an account, as far as the outbox needs to know them."""

    @property
    def pk(self) -> UUID: ...
    @property
    def email(self) -> str: ...
    @property
    def language(self) -> str: ...


def always(message: "OutboxMessage") -> bool:
    """Answer that a message is wanted whatever has happened since."""
    return True


@dataclass(frozen=True)
class Kind:
    """One kind of mail.

    Security mail is always sent. Any other kind is sent if its person left it switched on and `still_wanted` says at
    the moment of sending that they are still entitled to it and the thing is still on. Kinds that share a
    `preference` are switched together; it is the name of the kind unless given. A kind that only the holders of a
    role are ever sent names it in `role`, so that nobody else is asked about it.

    Who gets some mail is nobody else's business. Such a kind gives in `closed` the words that coordinators read
    instead of its label and its recipient; kinds of one app (the name up to the dot) share them.
    """

    name: str
    label: Words
    security: bool = False
    still_wanted: Callable[["OutboxMessage"], bool] = always
    preference: str = ""
    role: str = ""
    closed: Words = ""

    @property
    def switch(self) -> str:
        """Give the key under which a person's choice is kept."""
        return self.preference or self.name


# The outbox's own kinds; `messages` describes them.
UNDELIVERED = "outbox.undelivered"
FROM_DJANGO = "outbox.from_django"


class UnknownKind(LookupError):
    """Say that no app registered this kind: this process runs older code than the one that wrote the row."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Make a kind known. Registering another one under the same name raises ValueError."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"There is another kind of mail named {kind.name!r}")
    return kind


def get(name: str) -> Kind:
    """Find a kind; raise UnknownKind."""
    try:
        return _kinds[name]
    except KeyError as error:
        raise UnknownKind(name) from error


def every() -> list[Kind]:
    """List all kinds in the order of their names."""
    return sorted(_kinds.values(), key=lambda kind: kind.name)


def optional() -> list[Kind]:
    """List what a person can switch off, one kind for each switch."""
    return list({kind.switch: kind for kind in reversed(every()) if not kind.security}.values())[::-1]


@dataclass(frozen=True)
class AtDesk:
    """A kind as coordinators know it: one name and one label for all closed kinds of an app, and whom they are for."""

    key: str
    label: Words
    names_people: bool


def at_desk(name: str) -> AtDesk:
    """Give what coordinators are told of a kind. One that this process does not know could be a closed one."""
    kind = _kinds.get(name)
    if kind is None:
        return AtDesk(name, name, names_people=False)
    if kind.closed:
        return AtDesk(name.partition(".")[0], kind.closed, names_people=False)
    return AtDesk(name, kind.label, names_people=True)


def named_at_desk(key: str) -> list[str]:
    """List the kinds for which coordinators have one name; the name of a closed kind is none of theirs."""
    names = [kind.name for kind in every() if at_desk(kind.name).key == key]
    return names or ([] if key in _kinds else [key])


Wants = Callable[[UUID, str], bool]
Coordinators = Callable[[], Iterable[Recipient]]


def _wants_everything(user_id: UUID, switch: str) -> bool:
    return True


def _nobody() -> Iterable[Recipient]:
    return ()


_wants: Wants = _wants_everything
_coordinators: Coordinators = _nobody


def ask_preferences_of(wants: Wants) -> None:
    """Let the accounts app answer whether a person left a switch on."""
    global _wants
    _wants = wants


def ask_coordinators_of(coordinators: Coordinators) -> None:
    """Let the roles app answer who the coordinators are now."""
    global _coordinators
    _coordinators = coordinators


def wants(user_id: UUID, kind: Kind) -> bool:
    """Tell whether a person is to get this kind: security mail always, the rest as they chose."""
    return kind.security or _wants(user_id, kind.switch)


def coordinators() -> list[Recipient]:
    """List those who are told when a mail could not be delivered."""
    return list(_coordinators())
