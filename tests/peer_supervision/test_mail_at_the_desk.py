"""What coordinators and operators learn from the mail of circles: that there is some, and neither whose nor what."""

from __future__ import annotations

import pytest
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.states import FAILED
from peer_supervision.workflows import membership, swaps
from peer_supervision.workflows.reminders import write_due
from peer_supervision.workflows.sessions import cancel_session
from tests.factories import DAY, HOUR, browser_of, coordinator, me, person
from tests.peer_supervision.builders import circle, host_of, invited, leader, members_of, picked, weekly

pytestmark = pytest.mark.django_db

NAME = "Circle of the hidden name"
LIST = "/coordination/mail/"


@pytest.fixture
def undelivered() -> QuerySet[OutboxMessage]:
    """Mail of every kind that a circle writes, none of which could be delivered."""
    now = timezone.now()
    opened = circle(members=4, name=NAME, now=now)
    dated = weekly(opened, now=now, starts_on=now.date(), weekday=(now.weekday() + 2) % 7)
    first, second = (picked(opened, now=now)[each.pk, "presenter"] for each in dated[:2])
    write_due(now=dated[0].starts_at - 71 * HOUR)
    write_due(now=dated[0].starts_at - HOUR)
    write_due(now=dated[1].starts_at - 6 * DAY)
    ask = swaps.ask_to_swap(turn_id=first.pk, asked_id=None, in_exchange_id=second.pk, by=me(first.user), now=now)
    swaps.decline_swap(swap_id=ask.pk, by=me(second.user), now=now)
    cancel_session(session_id=dated[0].pk, by=me(host_of(opened)), now=now)
    invited(opened, leader(), now=now)
    heir = opened.memberships.open().get(user=members_of(opened)[1])
    membership.hand_over_hosting(membership_id=heir.pk, by=me(host_of(opened)), now=now)
    mails = OutboxMessage.objects.filter(kind__startswith="circles.")
    mails.update(state=FAILED, failed_at=now, next_attempt_at=None, attempts=1, last_error="smtp_550")
    return mails


def test_the_circle_wrote_mail_of_every_kind(undelivered: QuerySet[OutboxMessage]) -> None:
    written = set(undelivered.values_list("kind", flat=True))
    assert written == {kind.name for kind in kinds.every() if kind.name.startswith("circles.")}
    assert all("/circles/" in mail.text for mail in undelivered)


def test_coordinators_learn_neither_whose_mail_it_is_nor_what_it_is_about(
    undelivered: QuerySet[OutboxMessage],
) -> None:
    browser = browser_of(coordinator())
    labels = {str(kinds.get(name).label) for name in undelivered.values_list("kind", flat=True)}
    people = {mail.recipient for mail in undelivered}
    asked = browser.post("/coordination/mail/set-aside/", {"message": [mail.pk for mail in undelivered]})
    pages = [browser.get(LIST).text, browser.get(LIST, {"page": "2"}).text, asked.text]
    for page in pages[:1] + pages[2:]:
        assert "Mail about a circle" in page
        assert "somebody who is not named here" in page
    for page in pages:
        hidden = {NAME, *labels, *(each.shown_name for each in people if each), *(mail.to for mail in undelivered)}
        assert [secret for secret in hidden if secret in page] == []
        assert "/circles/" not in page.partition("<main")[2].partition("</main")[0]


def test_coordinators_narrow_the_list_to_all_mail_of_circles_and_to_no_kind_of_it(
    undelivered: QuerySet[OutboxMessage],
) -> None:
    browser = browser_of(coordinator())
    assert browser.get(LIST, {"kind": "circles"}).context["page"].paginator.count == undelivered.count()
    assert browser.get(LIST).context["kinds"] == [("circles", "Mail about a circle")]
    for name in undelivered.values_list("kind", flat=True).distinct():
        assert browser.get(LIST, {"kind": name}).context["page"].paginator.count == 0


def test_operators_find_no_mail_of_circles(undelivered: QuerySet[OutboxMessage]) -> None:
    operator = person("operator")
    operator.is_superuser = True
    operator.save(update_fields=["is_superuser"])
    browser = browser_of(operator)
    page = browser.get(reverse("admin:outbox_outboxmessage_changelist"))
    assert {mail.kind for mail in page.context["cl"].result_list} == {"organisations.entry_answered"}
    assert "circles." not in page.text
    for mail in undelivered:
        narrowed = browser.get(reverse("admin:outbox_outboxmessage_changelist"), {"kind": mail.kind})
        assert list(narrowed.context["cl"].result_list) == []
        assert browser.get(reverse("admin:outbox_outboxmessage_change", args=[mail.pk])).status_code == 302
    assert browser.get(LIST).status_code == 403
