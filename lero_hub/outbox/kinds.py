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
    """

    name: str
    label: Words
    security: bool = False
    still_wanted: Callable[["OutboxMessage"], bool] = always
    preference: str = ""
    role: str = ""

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


def label_of(name: str) -> Words:
    """Give the words for a kind, or its name when it is not known here."""
    kind = _kinds.get(name)
    return kind.label if kind else name


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
