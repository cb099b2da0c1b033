"""The world that a story begins in: words, councils, and the postcodes of one city."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from lero_hub.outbox.models import OutboxMessage
from organisations import maps
from organisations.reference.loader import load_reference
from organisations.workflows.terms import load_terms
from tests.factories import PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from lero_hub.accounts.models import User

LEEDS, BRADFORD = "E08000035", "E08000032"


@pytest.fixture
def world(transactional_db: None) -> None:
    """Load the words and the places of two cities."""
    maps.forget()
    load_terms()
    load_reference(now=timezone.now(), within=(LEEDS, BRADFORD))


def link_in_mail_to(address: str, site: str) -> str:
    """Give the path of the newest link that was mailed to an address."""
    message = OutboxMessage.objects.filter(to=address).order_by("-created_at")[0]
    found = re.findall(rf"{re.escape(site)}(/\S+)", message.text)
    assert found, message.text
    return str(found[0])


@pytest.fixture
def sign_in() -> Callable[[Page, User], None]:
    """Sign somebody in as people do."""

    def do(page: Page, user: User) -> None:
        page.goto("/accounts/login/")
        page.get_by_label("E-mail address").fill(user.email)
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Sign in", exact=True).click()
        page.wait_for_url("**/hub/")

    return do
