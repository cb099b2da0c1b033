"""The coordinators' desk, as its tests walk about it."""

from __future__ import annotations

from django.test import Client

from organisations.models import Organisation

QUEUE = "/coordination/entries/"


def at(organisation: Organisation, verb: str = "") -> str:
    """Give the address of an entry's page, or of an answer to it."""
    return f"{QUEUE}{organisation.slug}/{verb}"


def state(organisation: Organisation) -> str:
    """Read where an entry stands now."""
    return Organisation.objects.values_list("state", flat=True).get(pk=organisation.pk)


def page(browser: Client, address: str) -> str:
    """Open a page and give its text."""
    answer = browser.get(address)
    assert answer.status_code == 200
    return answer.content.decode()
