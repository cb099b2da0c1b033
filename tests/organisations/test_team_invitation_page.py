"""The page that the link of an invitation opens, and the way there for somebody without an account."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from lero_hub.outbox.models import OutboxMessage
from organisations.invitation_links import path_to
from organisations.workflows.invitations import invite, revoke, send_again
from organisations.workflows.team import remove_member
from tests.factories import DAY, PASSWORD, browser_of, me, person
from tests.organisations.team_world import World, page

pytestmark = pytest.mark.django_db


class TestInvitationPage(World):
    def address(self):
        """Give the address of the newest link."""
        self.invitation.refresh_from_db()
        return path_to(self.invitation)

    def test_a_visitor_sees_what_it_is_and_gets_no_cookie_and_no_form(self):
        answer = Client().get(self.address())
        text = answer.content.decode()
        assert self.organisation.name in text
        assert "new@people.example" in text
        assert f"?next={self.address()}" in text
        assert not answer.cookies
        assert 'method="post"' not in text

    def test_opening_it_does_nothing_and_the_button_accepts_it_once(self):
        browser = browser_of(person("new"))
        assert "Yes, accept the invitation" in page(browser, self.address())
        assert not self.organisation.memberships.filter(user__display_name="New").exists()
        address = f"{self.address()}accept/"
        for _click in range(2):
            assert browser.post(address).url == f"/organisations/{self.organisation.slug}/"
        assert self.organisation.memberships.filter(user__display_name="New").count() == 1
        assert browser.get(address.removesuffix("accept/")).url == f"/organisations/{self.organisation.slug}/"

    def test_with_another_address_it_is_explained_and_refused(self):
        browser = browser_of(self.asker)
        text = page(browser, self.address())
        assert "You are signed in with another e-mail address" in text
        assert browser.post(f"{self.address()}accept/").url == self.address()
        assert not self.own(self.asker)

    def test_a_visitor_who_posts_is_asked_to_sign_in(self):
        assert Client().post(f"{self.address()}accept/").url.startswith("/accounts/login/")

    def test_links_that_no_longer_work_say_why_and_name_nobody(self):
        old = self.address()
        send_again(invitation_id=self.invitation.pk, by=me(self.lead), now=self.now)
        newest = self.address()
        expired = invite(
            organisation_id=self.organisation.pk,
            email="old@people.example",
            role="editor",
            by=me(self.lead),
            now=self.now - 20 * DAY,
        )
        said = {old: "A newer link was sent", path_to(expired): "more than two weeks old"}
        said[old[:-2] + "/"] = "not one of ours"
        for address, words in said.items():
            text = page(Client(), address, 410)
            assert words in text
            assert self.organisation.name not in text
        browser_of(person("new")).post(f"{newest}accept/")
        assert "Each invitation works once" in page(Client(), newest, 410)
        taken_back = self.invite("gone@people.example")
        link = path_to(taken_back)
        revoke(invitation_id=taken_back.pk, by=me(self.lead), now=self.now)
        assert "has taken it back" in page(Client(), link, 410)

    def test_somebody_who_was_removed_finds_their_old_link_used(self):
        user, link = person("new"), self.address()
        browser_of(user).post(f"{link}accept/")
        remove_member(membership_id=self.own(user).pk, by=me(self.lead), now=self.now)
        assert "Each invitation works once" in page(browser_of(user), link, 410)

    def test_a_lead_is_told_what_a_lead_does(self):
        as_lead = self.invite("boss@people.example", role="lead")
        assert "to be a lead" in page(Client(), path_to(as_lead))


class TestFromInvitationToAccount(World):
    def test_somebody_without_an_account_signs_up_comes_back_and_accepts(self):
        browser = Client()
        link = path_to(self.invitation)
        form = {
            "display_name": "New",
            "email": "new@people.example",
            "password1": PASSWORD,
            "terms": "on",
            "consent": "on",
            "next": link,
        }
        browser.get(f"/accounts/signup/?next={link}")
        browser.post("/accounts/signup/", form)
        letter = OutboxMessage.objects.get(to="new@people.example", kind="account.security")
        confirm = re.search(r"/accounts/confirm-email/\S+", letter.text)
        assert browser.post(confirm.group()).url == link
        assert "Yes, accept the invitation" in page(browser, link)
        browser.post(f"{link}accept/")
        assert self.organisation.memberships.open().filter(user__email="new@people.example").exists()

    def test_somebody_with_an_account_signs_in_and_comes_back(self):
        person("new")
        browser, link = Client(), path_to(self.invitation)
        answer = browser.post("/accounts/login/", {"login": "new@people.example", "password": PASSWORD, "next": link})
        assert answer.url == link
