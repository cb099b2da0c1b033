"""What needs a person now. Each app's part is a Source; a new app adds its own to SOURCES and nothing else.

The badge in the header counts the rows of all sources in one query. The page counts them too, and then reads those
sources alone that hold something.
"""

from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from lero_hub.authz.actor import Actor
from lero_hub.pages.needs import account, assessment, circles, coordination, directory, library, review, scoring
from lero_hub.pages.needs.need import Need, Source
from lero_hub.pages.needs.tally import tally

SOURCES: Final[tuple[Source, ...]] = (
    *directory.SOURCES,
    *circles.SOURCES,
    coordination.source_of(*coordination.PILES, *review.PILES),
    *assessment.SOURCES,
    *review.SOURCES,
    *scoring.SOURCES,
    *library.SOURCES,
)


def needs_of(actor: Actor, *, now: datetime) -> list[Need]:
    """List what needs this person: first what others wait for, then what is due soonest.

    Without their consent there is one thing only, as nothing else is open to them.
    """
    if not actor.is_authenticated:
        return []
    if not actor.has_consented:
        return [_consent()]
    counts = tally(_concerning(actor), actor, now=now)
    needs = [need for source, count in counts.items() if count for need in source.needs(actor, now)]
    needs += account.needs(actor)
    return sorted(needs, key=lambda need: (not need.waits_for_others, need.due is None, need.due or now.date()))


def count_of(actor: Actor, *, now: datetime) -> int:
    """Count what `needs_of` lists: one query beside the roles, and one more once words have changed.

    None for visitors and those without consent.
    """
    if not actor.is_authenticated:
        return 0
    if not actor.has_consented:
        return 1
    return sum(tally(_concerning(actor), actor, now=now).values()) + len(account.needs(actor))


def _concerning(actor: Actor) -> tuple[Source, ...]:
    return tuple(source for source in SOURCES if source.concerns(actor))


def _consent() -> Need:
    return Need(
        label=_("Say whether we may keep your account as it is"),
        url=reverse("accounts:consent"),
        note=_("You took back your consent, or never gave it. Until you decide, the rest of the hub is closed."),
    )
