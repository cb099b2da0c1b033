"""Pages about the public standards pages and the pledge, by the person who opens them."""

from __future__ import annotations

from django.urls import reverse

from organisations.models import Organisation
from standards.models import FrameworkVersion
from tests.accessibility.addresses import Found, of

CALDER, KILN = "calder-steps", "kiln-lane-recovery-collective"
EDITION = ("lero-seed-draft", "0.1")


def asking(name: str) -> Found:
    """Ask before an edition is pledged to, or retired."""

    def find() -> str:
        version = FrameworkVersion.objects.current().order_by("published_at")[0]
        words = [CALDER] if name == "standards:ask_pledge" else []
        return reverse(name, args=[*words, version.pk])

    return find


def withdrawing() -> str:
    """Ask before the pledge of Calder Steps is withdrawn; without one, its page of standards."""
    organisation = Organisation.objects.get(slug=CALDER)
    held = organisation.pledges.filter(withdrawn_at=None).first()
    if held is None:
        return reverse("standards:organisation", args=[CALDER])
    return reverse("standards:ask_withdraw_pledge", args=[CALDER, held.pk])


PAGES: dict[str, dict[str, Found]] = {
    "visitor": {
        "standards": of("standards:index"),
        "standards-how": of("standards:how_we_assess"),
        "standards-edition": of("standards:edition", *EDITION),
        "standards-domain": of("standards:domain", *EDITION, "LED"),
        "standards-criterion": of("standards:criterion", *EDITION, "SUP", "SUP-1"),
    },
    "lead": {
        "standards-organisation": of("standards:organisation", CALDER),
        "standards-ask-pledge": asking("standards:ask_pledge"),
        "standards-withdraw-pledge": withdrawing,
    },
    "coordinator": {
        "standards-editions": of("standards:frameworks"),
        "standards-retire": asking("standards:ask_retire_framework"),
    },
}
