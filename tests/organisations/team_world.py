"""A team for the tests of its pages: a lead, an editor, an open invitation and a request."""

from __future__ import annotations

from django.test import Client
from django.utils import timezone

from organisations.models import Membership
from organisations.workflows.invitations import invite
from organisations.workflows.joining import ask_to_join
from tests.factories import DAY, entry, join, me, person


def page(browser: Client, address: str, status: int = 200) -> str:
    """Open a page and give its text."""
    answer = browser.get(address)
    assert answer.status_code == status
    return answer.content.decode()


class World:
    """An organisation with a lead, an editor, an open invitation and a request."""

    def setup_method(self):
        self.now = timezone.now()
        self.lead, self.editor, self.asker = person("lee"), person("ed"), person("asha")
        self.organisation = entry(lead=self.lead, now=self.now - 5 * DAY)
        self.team = f"/organisations/{self.organisation.slug}/team/"
        self.membership = join(self.organisation, self.editor, now=self.now - 4 * DAY)
        self.invitation = self.invite("new@people.example")
        self.request = ask_to_join(
            organisation_id=self.organisation.pk, note="I am Asha from the cafe.", by=me(self.asker), now=self.now
        )

    def invite(self, email, role="editor"):
        """Invite an address, two days ago."""
        return invite(
            organisation_id=self.organisation.pk, email=email, role=role, by=me(self.lead), now=self.now - 2 * DAY
        )

    def own(self, user):
        """Read somebody's newest membership here."""
        return Membership.objects.filter(user=user, organisation=self.organisation).order_by("-since").first()
