"""The few errors that a workflow may raise, each with words fit for the person who caused it.

Nothing else belongs here: a new error needs a new way for a page to answer.
"""

from django.utils.translation import gettext_lazy as _

from lero_hub.words import Words


class HubError(Exception):
    """Carry a message for the person; the base of every error of ours."""

    def __init__(self, message: Words) -> None:
        self.message = message
        super().__init__(message)

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(HubError):
    """Say that this person may see the thing but not do this with it (403)."""


class WrongState(HubError):
    """Say that the thing has moved on, so that the verb no longer fits (409)."""

    def __init__(self, message: Words, *, verb: str, state: str) -> None:
        self.verb, self.state = verb, state
        super().__init__(message)


class StaleVersion(HubError):
    """Say that somebody else saved first (409); `current` is the version to build on."""

    def __init__(self, current: int) -> None:
        self.current = current
        super().__init__(_("Somebody else saved this while you were writing. Nothing of yours is lost."))


class Refused(HubError):
    """Say that a rule of the network stands in the way (409); `code` names the rule for tests and forms."""

    def __init__(self, code: str, message: Words) -> None:
        self.code = code
        super().__init__(message)
