"""What every template knows: where it is, and what needs the person who looks. No query unless a page shows it."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from lero_hub.authz.actor import ANONYMOUS
from lero_hub.pages.needs import count_of


def site(request: HttpRequest) -> dict[str, Any]:
    """Give `site_name`, `demo`, `actor`, and `hub_count`, which templates call: one query, when a page shows it."""
    actor = getattr(request, "actor", ANONYMOUS)
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DEMO,
        "actor": actor,
        "hub_count": cache(lambda: count_of(actor, now=timezone.now())),
    }
