"""One verb behind an address that takes POST alone: done once, and said in words."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from lero_hub.errors import Refused, WrongState
from lero_hub.transitions import Machine
from lero_hub.words import Words

T = TypeVar("T")


@dataclass(frozen=True)
class Done(Generic[T]):
    """How it went. `result` is what the workflow gave if it was done just now, and not by an earlier click."""

    result: T | None = None
    is_now: bool = False
    is_refused: bool = False


def do_once(request: HttpRequest, machine: Machine, act: Callable[[], T], *, said: Words, undo: str = "") -> Done[T]:
    """Act, and say what happened. A second click finds the work done and says so; `undo` is offered as an address.

    What was refused is said in its own words. Raises WrongState when the verb fits neither before nor after.
    """
    try:
        result = act()
    except WrongState as error:
        verb = machine.transitions.get(error.verb)
        if verb is None or error.state != verb.target:
            raise
        messages.info(request, _("That was done already."))
    except Refused as error:
        messages.error(request, str(error))
        return Done(is_refused=True)
    else:
        messages.success(request, str(said), extra_tags=f"undo:{undo}" if undo else "")
        return Done(result, is_now=True)
    return Done()
