"""Pages of circles: what members see and do, and that nobody else finds anything."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from lero_hub.authz.states import Role
from peer_supervision.models import Challenge, CircleInvitation, Session, Swap, Turn
from peer_supervision.workflows.challenges import write_challenge
from peer_supervision.workflows.membership import accept_agreement
from tests.factories import DAY, HOUR, browser_of, coordinator, entry, holder, me, person, queries
from tests.peer_supervision.builders import (
    LINK,
    circle,
    host_of,
    invited,
    join_circle,
    leader,
    members_of,
    picked,
    presenter,
    weekly,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def group(now):
    """A circle of five that meets weekly, with turns picked."""
    opened = circle(members=4, now=now - 3 * DAY)
    sessions = weekly(opened, now=now, starts_on=now.date(), weekday=(now + 2 * DAY).weekday())
    picked(opened, now=now)
    return opened, sessions


def at(name, opened, *args):
    return reverse(f"peer_supervision:{name}", args=[opened.pk, *args])


def test_circle_page_shows_the_next_session_and_the_weeks(group):
    opened, sessions = group
    page = browser_of(members_of(opened)[1]).get(at("circle", opened))
    words = page.content.decode()
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert "next session" in words
    assert "Why " in words
    assert f'href="{at("screen", opened, sessions[0].pk)}"' in words
    assert words.count("<time datetime=") >= 12


@pytest.mark.parametrize("name", ["agreement", "past", "members", "leave"])
def test_other_pages_open_to_members(group, name):
    assert browser_of(members_of(group[0])[1]).get(at(name, group[0])).status_code == 200


@pytest.mark.parametrize("name", ["change", "agenda", "rhythm", "rhythm_end", "close"])
def test_pages_of_hosting_open_to_the_host_alone(group, name):
    opened, _sessions = group
    assert browser_of(host_of(opened)).get(at(name, opened)).status_code == 200
    assert browser_of(members_of(opened)[1]).get(at(name, opened)).status_code == 403


@pytest.mark.parametrize("name", ["circle", "agreement", "past", "members", "leave", "change", "rhythm"])
def test_nobody_outside_finds_a_circle(group, name, now):
    opened, _sessions = group
    operator = person("operator")
    operator.is_superuser = True
    operator.save(update_fields=["is_superuser"])
    invited_one = leader()
    invited(opened, invited_one, now=now)
    other = circle(now=now)
    for outsider in (operator, invited_one, host_of(other), coordinator(), holder(Role.ASSESSOR)):
        assert browser_of(outsider).get(at(name, opened)).status_code == 404


def test_agreement_stands_at_the_door(group, now):
    opened, sessions = group
    newcomer = join_circle(opened, agreed=False, now=now).user
    browser = browser_of(newcomer)
    for address in (at("circle", opened), at("session", opened, sessions[0].pk), at("members", opened)):
        assert browser.get(address).headers["Location"] == at("agreement", opened)
    answered = browser.post(at("answer", opened, sessions[0].pk), {"answer": "yes"})
    assert answered.headers["Location"] == at("agreement", opened)
    assert not sessions[0].rsvps.exists()
    browser.post(at("agreement", opened), {"version": browser.get(at("agreement", opened)).context["version"]})
    assert browser.get(at("circle", opened)).status_code == 200


def test_answering_can_be_changed(group):
    opened, sessions = group
    browser = browser_of(members_of(opened)[1])
    for answer in ("yes", "maybe", "yes"):
        browser.post(at("answer", opened, sessions[0].pk), {"answer": answer})
    assert list(sessions[0].rsvps.values_list("answer", flat=True)) == ["yes"]
    assert "You said yes." in browser.get(at("circle", opened)).content.decode()
    refused = browser.post(at("answer", opened, sessions[0].pk), {"answer": "perhaps"}, follow=True)
    assert "Choose yes, maybe or no." in refused.content.decode()


def test_video_link_shows_near_the_time_alone(group, now):
    opened, sessions = group
    browser = browser_of(members_of(opened)[1])
    page = at("session", opened, sessions[0].pk)
    assert LINK not in browser.get(page).content.decode()
    for starts, is_shown in ((now + 23 * HOUR, True), (now - HOUR, True), (now - 2 * HOUR, False)):
        Session.objects.filter(pk=sessions[0].pk).update(starts_at=starts, ends_at=starts + 1.5 * HOUR)
        assert (LINK in browser.get(page).content.decode()) is is_shown
        assert LINK not in browser.get(at("screen", opened, sessions[0].pk)).content.decode()


def test_host_opens_a_circle_and_sets_the_time(now):
    lead = person()
    entry(lead=lead)
    browser = browser_of(lead)
    assert "Open a circle" in browser.get(reverse("peer_supervision:circles")).content.decode()
    form = browser.get(reverse("peer_supervision:open"))
    given = {"name": "Pennine", "purpose": "", "circle_id": form.context["circle_id"]}
    for _click in range(2):
        opened = browser.post(reverse("peer_supervision:open"), given)
    address = opened.headers["Location"]
    browser.post(address, {"version": browser.get(address).context["version"]})
    circle_page = address.replace("agreement/", "")
    assert "Two steps to your first session" in browser.get(circle_page).content.decode()
    rhythm = {
        "weekday": "3",
        "local_time": "18:00",
        "zone": "Europe/London",
        "minutes": "90",
        "challenge_minutes": "30",
        "starts_on": now.date().isoformat(),
        "video_link": LINK,
    }
    wrong = browser.post(f"{circle_page}rhythm/", rhythm | {"zone": "Mars/Olympus"})
    assert "There is no such time zone" in wrong.content.decode()
    wrong = browser.post(f"{circle_page}rhythm/", rhythm | {"video_link": "javascript:alert(1)"})
    assert "It starts with https://" in wrong.content.decode()
    assert browser.post(f"{circle_page}rhythm/", rhythm).status_code == 302
    assert Session.objects.count() in {11, 12, 13}
    assert LINK in browser.get(f"{circle_page}rhythm/").content.decode()
    again = browser.post(f"{circle_page}rhythm/", rhythm | {"local_time": "19:00"}, follow=True)
    assert "follow the new time" in again.content.decode()


def test_only_leads_of_listed_organisations_open_one():
    browser = browser_of(leader())
    assert browser.get(reverse("peer_supervision:open")).status_code == 403
    assert browser.post(reverse("peer_supervision:open"), {"name": "x"}).status_code == 403
    assert "Add your organisation" in browser.get(reverse("peer_supervision:circles")).content.decode()


def test_invitation_page_names_the_circle_to_the_invited_person_alone(group, now, client):
    opened, _sessions = group
    guest, stranger = leader(), leader()
    address = reverse("peer_supervision:invitation", args=[invited(opened, guest, now=now)])
    for browser in (client, browser_of(stranger)):
        assert opened.name not in browser.get(address).content.decode()
    assert opened.name in browser_of(guest).get(address).content.decode()
    refused = browser_of(stranger).post(f"{address}accept/", follow=True)
    assert "signed in with another e-mail address" in refused.content.decode()
    joined = browser_of(guest).post(f"{address}accept/")
    assert joined.headers["Location"] == at("agreement", opened)
    assert browser_of(guest).get(address).headers["Location"] == at("circle", opened)
    assert client.get(address).status_code == 410


def test_invited_person_without_an_organisation_is_told_so(group, now):
    opened, _sessions = group
    guest = person()
    address = reverse("peer_supervision:invitation", args=[invited(opened, guest, now=now)])
    assert "First, act for an organisation here" in browser_of(guest).get(address).content.decode()
    browser_of(guest).post(f"{address}accept/")
    assert CircleInvitation.objects.open().filter(circle=opened).exists()


def test_turns_are_taken_passed_and_swapped_on_the_page(group, now):
    opened, sessions = group
    first = presenter(sessions[0])
    turn = Turn.objects.standing().presenters().get(session=sessions[0])
    browser = browser_of(first)
    assert "You bring the challenge" in browser.get(at("session", opened, sessions[0].pk)).content.decode()
    browser.post(at("turn_accept", opened, turn.pk))
    again = browser.post(at("turn_accept", opened, turn.pk), follow=True)
    assert "no longer possible" in again.content.decode()
    second = Turn.objects.standing().presenters().get(session=sessions[1])
    assert browser.get(at("turn_swap", opened, turn.pk)).status_code == 200
    wrong = browser.post(at("turn_swap", opened, turn.pk), {"whom": "person:nobody"})
    assert wrong.status_code == 200
    browser.post(at("turn_swap", opened, turn.pk), {"whom": f"turn:{second.pk}"})
    swap = Swap.objects.open().get()
    assert "asks you for a swap" in browser_of(second.user).get(at("circle", opened)).content.decode()
    assert browser_of(second.user).post(at("swap_withdraw", opened, swap.pk)).status_code == 403
    browser_of(second.user).post(at("swap_accept", opened, swap.pk))
    assert (presenter(sessions[0]), presenter(sessions[1])) == (second.user, first)
    other = Turn.objects.standing().presenters().get(session=sessions[0])
    browser_of(second.user).post(at("turn_decline", opened, other.pk))
    assert presenter(sessions[0]) != second.user


def test_moving_cancelling_and_holding_on_the_page(group, now):
    opened, sessions = group
    browser = browser_of(host_of(opened))
    page = at("move", opened, sessions[0].pk)
    form = browser.get(page).context["form"]
    given = {"day": form.initial["day"].isoformat(), "minutes": 90, "sequence": 0}
    browser.post(page, given | {"local_time": "09:30"})
    moved = Session.objects.get(pk=sessions[0].pk)
    assert (moved.sequence, moved.moved_at is not None) == (1, True)
    wrong = browser.post(page, given | {"local_time": "09:45"})
    assert "Somebody moved this session in the meantime" in wrong.content.decode()
    assert browser.get(at("cancel", opened, sessions[1].pk)).status_code == 200
    for _click in range(2):
        browser.post(at("cancel", opened, sessions[1].pk))
    assert Session.objects.get(pk=sessions[1].pk).state == "cancelled"
    assert "This session is off" in browser.get(at("session", opened, sessions[1].pk)).content.decode()
    held = at("held", opened, sessions[0].pk)
    assert browser.get(held).status_code == 404
    Session.objects.filter(pk=sessions[0].pk).update(starts_at=now - 2 * HOUR, ends_at=now - HOUR)
    assert browser.get(held).status_code == 200
    browser.post(held, {"attended": [str(host_of(opened).pk)], "theme": "funding"})
    assert "Theme: Money and contracts." in browser.get(at("session", opened, sessions[0].pk)).content.decode()
    past = browser.get(at("past", opened)).content.decode()
    assert "You were there." in past
    browser.post(at("attended", opened, sessions[0].pk), {"attended": "no"})
    assert "You were not there." in browser.get(at("past", opened)).content.decode()


def test_challenge_is_written_read_and_deleted_on_the_page(group):
    opened, sessions = group
    first = presenter(sessions[0])
    browser, page = browser_of(first), at("challenge", opened, sessions[0].pk)
    others = [member for member in members_of(opened) if member != first]
    assert browser.get(page).status_code == 200
    assert browser_of(others[0]).get(page).status_code == 404
    assert browser_of(others[0]).post(page, {"text": "Mine"}).status_code == 403
    assert browser.post(page, {"text": " ... "}).status_code == 200
    browser.post(page, {"text": "Walnut sentinel", "question": "What now?"})
    session_page = at("session", opened, sessions[0].pk)
    for member in members_of(opened):
        assert "Walnut sentinel" in browser_of(member).get(session_page).content.decode()
    screen = at("screen", opened, sessions[0].pk)
    for reader, address, is_there in (
        (others[0], screen, False),
        (others[0], f"{screen}?challenge=1", False),
        (first, screen, False),
        (first, f"{screen}?challenge=1", True),
    ):
        assert ("Walnut sentinel" in browser_of(reader).get(address).content.decode()) is is_there
    assert "Walnut sentinel" in browser.get(page).content.decode()
    browser_of(others[0]).post(at("challenge_delete", opened, sessions[0].pk))
    assert Challenge.objects.count() == 1
    browser.post(at("challenge_delete", opened, sessions[0].pk))
    assert Challenge.objects.count() == 0


def test_agenda_is_edited(group):
    opened, _sessions = group
    browser, page = browser_of(host_of(opened)), at("agenda", opened)
    for wrong in ("Check in", "0 Nothing", "99 Too long", "\n".join(["2 Step"] * 13)):
        assert browser.post(page, {"steps": wrong}).status_code == 200
    browser.post(page, {"steps": "10 Check in\n\n20 The <b>rest</b>"})
    words = browser.get(at("circle", opened)).content.decode()
    assert "1. Check in" in words
    assert "2. The &lt;b&gt;rest&lt;/b&gt;" in words
    browser.post(page, {"steps": ""})
    assert "1. Check the agreement" in browser.get(at("circle", opened)).content.decode()


def test_members_are_invited_removed_and_hosting_handed_over(group):
    opened, _sessions = group
    host = host_of(opened)
    browser = browser_of(host)
    browser.post(at("invite", opened), {"email": "new@people.example"})
    invitation = CircleInvitation.objects.open().get(circle=opened)
    assert "new@people.example" in browser.get(at("members", opened)).content.decode()
    assert browser.post(at("invite", opened), {"email": "nonsense"}).status_code == 200
    assert browser.post(at("invite", opened), {"email": host.email}).status_code == 200
    browser.post(at("invite_again", opened, invitation.pk))
    browser.post(at("invite_revoke", opened, invitation.pk))
    rows = opened.memberships.open().exclude(user=host).order_by("joined_at")
    gone, heir = rows[0], rows[1]
    assert browser.get(at("member_remove", opened, gone.pk)).status_code == 200
    browser.post(at("member_remove", opened, gone.pk))
    assert browser.get(at("member_remove", opened, gone.pk)).status_code == 404
    assert browser_of(gone.user).get(at("circle", opened)).status_code == 404
    assert "You are the only host" in browser.post(at("leave", opened), follow=True).content.decode()
    assert browser.get(at("hand_over", opened, heir.pk)).status_code == 200
    for _click in range(2):
        browser.post(at("hand_over", opened, heir.pk))
    assert host_of(opened) == heir.user
    browser.post(at("leave", opened))
    assert browser.get(at("circle", opened)).status_code == 404


def test_urgent_and_change_and_close(group):
    opened, sessions = group
    volunteer = next(member for member in members_of(opened) if member != presenter(sessions[0]))
    browser_of(volunteer).post(at("urgent", opened))
    assert presenter(sessions[0]) == volunteer
    browser = browser_of(host_of(opened))
    assert browser.post(at("change", opened), {"name": "", "purpose": ""}).status_code == 200
    assert browser.post(at("change", opened), {"name": "...", "purpose": ""}).status_code == 200
    browser.post(at("change", opened), {"name": "Calder", "purpose": "Us"})
    assert "Calder" in browser.get(at("members", opened)).content.decode()
    browser.post(at("rhythm_end", opened))
    assert "Two steps" in browser.get(at("circle", opened)).content.decode()
    browser.post(at("close", opened))
    assert "This circle was closed" in browser.get(at("circle", opened)).content.decode()
    assert "Closed" in browser.get(reverse("peer_supervision:circles")).content.decode()


def test_coordinators_see_name_size_and_rhythm_alone(group):
    opened, sessions = group
    browser = browser_of(coordinator())
    page = browser.get(reverse("peer_supervision:coordination_circles"))
    words = page.content.decode()
    assert [(row.name, row.members) for row in page.context["rows"]] == [(opened.name, 5)]
    assert "6 pm, UK time, 90 minutes" in words
    for secret in (str(opened.pk), "To think aloud", presenter(sessions[0]).display_name, host_of(opened).display_name):
        assert secret not in words
    assert "No circle of that name" in browser.get(page.request["PATH_INFO"], {"q": "zzz"}).content.decode()
    assert browser.get(page.request["PATH_INFO"], {"page": 9}).status_code == 404


def test_queries_do_not_grow(group, now):
    opened, sessions = group
    member, desk = members_of(opened)[1], coordinator()
    session_page = at("session", opened, sessions[0].pk)
    before = [
        queries(browser_of(member), session_page),
        queries(browser_of(member), at("members", opened)),
        queries(browser_of(member), reverse("peer_supervision:circles")),
        queries(browser_of(desk), reverse("peer_supervision:coordination_circles")),
    ]
    for _number in range(2):
        join_circle(opened, now=now)
        another = circle(now=now)
        weekly(another, now=now, starts_on=now.date())
        join_circle(another, member, now=now)
    after = [
        queries(browser_of(member), session_page),
        queries(browser_of(member), at("members", opened)),
        queries(browser_of(member), reverse("peer_supervision:circles")),
        queries(browser_of(desk), reverse("peer_supervision:coordination_circles")),
    ]
    assert after == before


def test_agreement_is_asked_again_after_a_year(group, now):
    opened, _sessions = group
    member = members_of(opened)[1]
    row = opened.memberships.open().get(user=member)
    row.agreed_at = now - 366 * DAY
    row.save(update_fields=["agreed_at"])
    browser = browser_of(member)
    assert "A year has passed" in browser.get(at("circle", opened), follow=True).content.decode()
    wrong = browser.post(at("agreement", opened), {"version": "1999"}, follow=True)
    assert "The words have changed since you opened the page" in wrong.content.decode()
    accept_agreement(circle_id=opened.pk, version="2026-11", by=me(member), now=now)
    assert browser.get(at("circle", opened)).status_code == 200


def test_challenge_expired_is_no_longer_shown(group, now):
    opened, sessions = group
    first = presenter(sessions[0])
    write_challenge(session_id=sessions[0].pk, text="Walnut sentinel", question="", by=me(first), now=now)
    Challenge.objects.update(expires_at=now - DAY)
    page = browser_of(first).get(at("session", opened, sessions[0].pk))
    assert "Walnut sentinel" not in page.content.decode()


def test_shared_screen_shows_nothing_of_who_shares_it():
    opened = circle(members=4, now=timezone.now())
    dated = weekly(opened, now=timezone.now(), starts_on=timezone.now().date())
    host = host_of(opened)
    words = browser_of(host).get(at("screen", opened, dated[0].pk)).content.decode()
    assert '<main id="main"' in words
    assert "LERO Hub" in words
    for private in ("Signed in as", host.display_name, "My hub", 'class="count"', "site-footer", "site-nav"):
        assert private not in words
