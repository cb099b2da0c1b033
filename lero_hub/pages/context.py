"""What every template knows: where it is, and what needs the person who looks. No query unless a page shows it."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from lero_hub.accounts.queries import outdated_consents
from lero_hub.authz.actor import ANONYMOUS
from lero_hub.pages.needs import count_of


def site(request: HttpRequest) -> dict[str, Any]:
    """Give `site_name`, `demo`, `actor`, and two that templates call, at a query each when a page shows them.

    `hub_count` is how many things need the person; `words_changed` whether they agreed to words that are older now.
    """
    actor = getattr(request, "actor", ANONYMOUS)
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DEMO,
        "actor": actor,
        "words_changed": cache(lambda: outdated_consents(actor.user_id).exists()),
        "hub_count": cache(lambda: count_of(actor, now=timezone.now())),
    }
