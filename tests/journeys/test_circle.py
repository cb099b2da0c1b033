"""A host, two leaders in browsers of their own, and a weekly hour; whoever stands outside finds nothing there."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from peer_supervision.models import Circle, Rsvp, Session, Turn
from peer_supervision.workflows.turns import pick_turns_of
from tests.browser import PHONE
from tests.factories import coordinator, draft, entry, person
from tests.journeys.conftest import link_in_mail_to
from tests.peer_supervision.builders import presenter

pytestmark = pytest.mark.usefixtures("world")

SECRET, QUESTION = "Two of us have stopped speaking.", "What would you say to them first?"


def test_three_people_and_their_weekly_hour(new_page, sign_in, live_server):
    host, abi, bea, outsider = person("hana"), person("abi"), person("bea"), person("olu")
    entry(lead=host, name="Aire Hearth", now=timezone.now())
    draft(abi, "Abi and Friends")
    draft(bea, "Bea and Friends")
    pages = {host: new_page(), abi: new_page(), bea: new_page(PHONE, scripts=False), outsider: new_page()}
    for user, page in pages.items():
        sign_in(page, user)
    circle = _open(pages[host])
    for user in (abi, bea):
        _join(pages[host], pages[user], circle, user.email, live_server.url)
    _set_the_rhythm(pages[host], circle)
    pick_turns_of(circle_id=circle.pk, now=timezone.now())  # as the job does
    here, later = Session.objects.filter(circle=circle).order_by("starts_at")[:2]
    at = f"/circles/{circle.pk}/sessions/{here.pk}/"

    first, second = presenter(here), presenter(later)
    (third,) = {host, abi, bea} - {first, second}
    for user, answer in ((first, "Yes"), (second, "Yes"), (third, "No")):
        pages[user].goto(at)
        pages[user].get_by_role("button", name=answer, exact=True).click()
        pages[user].get_by_text("Noted").first.wait_for()
    assert sorted(Rsvp.objects.filter(session=here).values_list("answer", flat=True)) == ["no", "yes", "yes"]

    pages[first].get_by_role("link", name="Swap with somebody").first.click()
    pages[first].get_by_text(re.compile(f"Swap with {second.shown_name}")).click()
    pages[first].get_by_role("button", name="Ask", exact=True).click()
    pages[first].get_by_text("The turn stays yours until they say yes").wait_for()
    pages[second].goto(at)
    pages[second].get_by_role("button", name="Yes, swap").click()
    pages[second].get_by_text("Swapped.").wait_for()
    assert (presenter(here), presenter(later)) == (second, first)

    _write_and_read(pages[second], pages[first], second.shown_name, at)

    office = coordinator("cora")
    pages[office] = new_page()
    sign_in(pages[office], office)
    for user in (outsider, office):
        for address in (at, f"{at}challenge/", f"{at}screen/", f"/circles/{circle.pk}/"):
            answer = pages[user].goto(address)
            assert (answer.status, SECRET in answer.text()) == (404, False), address
    pages[office].goto("/coordination/circles/")
    pages[office].get_by_text("Thursday kettle").wait_for()
    assert SECRET not in pages[office].content()
    assert new_page(scripts=False).goto(at).url.startswith(f"{live_server.url}/accounts/login/")
    assert Turn.objects.standing().presenters().filter(session=here).count() == 1


def _write_and_read(writes, reads, name, at) -> None:
    """Write the challenge in one browser, and read it in another."""
    writes.get_by_role("link", name="Write your challenge, if you like").click()
    writes.get_by_label("Your challenge").fill(SECRET)
    writes.get_by_label("Your question to the group").fill(QUESTION)
    writes.get_by_role("button", name="Seal and save").click()
    writes.get_by_text("Only this circle can read it").wait_for()
    reads.goto(at)
    reads.get_by_text(f"Read what {name} wrote").click()
    reads.get_by_text(SECRET).wait_for()
    assert reads.get_by_text(QUESTION).is_visible()


def _open(page) -> Circle:
    """Open a circle from the list, and agree to what everybody in it agrees to."""
    page.goto("/circles/")
    page.get_by_role("link", name="Open a circle").click()
    page.get_by_label("Name of the circle").fill("Thursday kettle")
    page.get_by_role("button", name="Open the circle").click()
    page.get_by_role("button", name="Yes, I agree to this").click()
    page.get_by_text("Two steps to your first session").wait_for()
    return Circle.objects.get(name="Thursday kettle")


def _join(hosts, theirs, circle, email, site) -> None:
    """Invite somebody, who follows the link in the mail, accepts, and agrees."""
    hosts.goto(f"/circles/{circle.pk}/members/")
    hosts.get_by_label("Their e-mail address").fill(email)
    hosts.get_by_role("button", name="Send the invitation").click()
    hosts.get_by_text(f"An invitation is on its way to {email}").wait_for()
    theirs.goto(link_in_mail_to(email, site))
    theirs.get_by_role("button", name="Yes, accept the invitation").click()
    theirs.get_by_role("button", name="Yes, I agree to this").click()
    theirs.get_by_text("No date yet").wait_for()


def _set_the_rhythm(page, circle) -> None:
    """Set a weekly time that begins in three days."""
    day = timezone.localdate() + timedelta(days=3)
    page.goto(f"/circles/{circle.pk}/")
    page.get_by_role("link", name="Set the weekly time").click()
    page.get_by_label("Day of the week").select_option(str(day.weekday()))
    page.get_by_label("Start", exact=True).fill("18:00")
    page.get_by_label("From this day on").fill(timezone.localdate().isoformat())
    page.get_by_label("Link to your video room").fill("https://video.example/kettle")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("heading", name="The weeks ahead").wait_for()
