"""A marker in a challenge is found nowhere: no table, page of outsiders, mail, log, export or audit row has it."""

from __future__ import annotations

import json
import logging

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session as KeptSession
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from lero_hub.accounts.models import User
from lero_hub.accounts.workflows import export_person
from lero_hub.audit.models import AuditEvent
from lero_hub.outbox.models import OutboxMessage
from lero_hub.pages.admin import operators
from tests.factories import browser_of, coordinator, draft, me, person
from tests.peer_supervision.builders import LINK, circle, host_of, members_of, picked, presenter, weekly

pytestmark = pytest.mark.django_db

MARK = "walnut-sentinel-4711"
NAME = "Circle of the hidden name"


def tables_with(text: str) -> set[str]:
    """List the tables in which a text stands in clear, or coded as sessions are."""
    with connection.cursor() as cursor:
        found = set()
        for table in connection.introspection.table_names():
            cursor.execute(f'select count(*) from "{table}" t where t::text ilike %s', [f"%{text}%"])
            if cursor.fetchone()[0]:
                found.add(table)
    if any(text in json.dumps(kept.get_decoded(), default=str) for kept in KeptSession.objects.all()):
        found.add(KeptSession._meta.db_table)
    return found


def operator() -> User:
    """Register somebody who runs the hub."""
    user = person("operator")
    user.is_superuser = True
    user.save(update_fields=["is_superuser"])
    return user


@pytest.fixture
def told(caplog):
    """A circle whose presenter has written the marker on the page, then moved, cancelled and swapped things around."""
    caplog.set_level(logging.DEBUG)
    now = timezone.now()
    opened = circle(members=4, name=NAME, now=now)
    dated = weekly(opened, now=now, starts_on=now.date(), weekday=(now.weekday() + 2) % 7)
    picked(opened, now=now)
    page = reverse("peer_supervision:challenge", args=[opened.pk, dated[0].pk])
    answer = browser_of(presenter(dated[0])).post(page, {"text": f"{MARK} said", "question": f"{MARK} asked"})
    assert answer.status_code == 302
    return opened, dated, caplog


def test_marker_is_there_for_the_circle(told):
    opened, dated, _log = told
    page = browser_of(members_of(opened)[2]).get(reverse("peer_supervision:session", args=[opened.pk, dated[0].pk]))
    assert page.content.decode().count(MARK) == 2


def test_marker_is_in_no_table_no_mail_no_log_and_no_export(told):
    opened, dated, log = told
    writer = presenter(dated[0])
    host = browser_of(host_of(opened))
    host.post(
        reverse("peer_supervision:move", args=[opened.pk, dated[0].pk]),
        {"day": dated[0].starts_at.date().isoformat(), "local_time": "09:00", "minutes": "60", "sequence": "0"},
    )
    host.post(reverse("peer_supervision:cancel", args=[opened.pk, dated[1].pk]))
    assert tables_with(MARK) == set()
    assert tables_with("video.example") == set()
    assert MARK not in log.text
    assert LINK not in log.text
    exported = export_person(user_id=writer.pk, by=me(writer), now=timezone.now())
    assert "When it is deleted" in json.dumps(exported, default=str)
    assert MARK not in json.dumps(exported, default=str)


def test_mails_name_neither_circle_nor_link(told):
    opened, dated, _log = told
    browser_of(host_of(opened)).post(reverse("peer_supervision:cancel", args=[opened.pk, dated[0].pk]))
    browser_of(host_of(opened)).post(reverse("peer_supervision:close", args=[opened.pk]))
    mails = list(OutboxMessage.objects.filter(kind__startswith="circles."))
    assert {mail.kind for mail in mails} == {"circles.invitation", "circles.session"}
    for mail in mails:
        words = f"{mail.subject} {mail.text} {mail.html}"
        for secret in (NAME, LINK, MARK, *(member.display_name for member in members_of(opened))):
            assert secret not in words


def test_marker_and_name_are_on_no_page_of_outsiders(told):
    opened, dated, _log = told
    addresses = [
        reverse(f"peer_supervision:{name}", args=[opened.pk, dated[0].pk])
        for name in ("session", "screen", "challenge")
    ]
    addresses += [reverse("peer_supervision:circle", args=[opened.pk]), reverse("peer_supervision:circles")]
    addresses += [reverse("pages:hub"), reverse("pages:privacy"), "/admin/"]
    for outsider in (operator(), coordinator(), person()):
        browser = browser_of(outsider)
        for address in addresses:
            words = browser.get(address, follow=True).content.decode()
            assert NAME not in words
            assert MARK not in words


def test_search_would_find_a_text_in_a_session_though_it_is_kept_in_code():
    kept = SessionStore()
    kept["parked"] = {"text": f"before {MARK} after"}
    kept.save()
    with connection.cursor() as cursor:
        cursor.execute("select session_data from django_session")
        assert MARK not in cursor.fetchone()[0]
    assert tables_with(MARK) == {"django_session"}


def test_admin_knows_nothing_of_circles(told):
    opened, dated, _log = told
    browser_of(host_of(opened)).post(reverse("peer_supervision:cancel", args=[opened.pk, dated[0].pk]))
    of_circles = AuditEvent.objects.filter(verb__startswith="circles.")
    verbs = set(of_circles.values_list("verb", flat=True))
    assert "circles.cancel_session" in verbs
    browser = browser_of(operator())
    everything = reverse("admin:audit_auditevent_changelist")
    for asked in ("", f"?q={dated[0].pk}", f"?q={host_of(opened).pk}"):
        words = browser.get(everything + asked).content.decode()
        assert "circles." not in words
        assert "peer_supervision" not in words
    for verb in verbs:
        assert list(browser.get(f"{everything}?verb={verb}").context["cl"].result_list) == []
    one = of_circles.get(verb="circles.cancel_session")
    assert browser.get(reverse("admin:audit_auditevent_change", args=[one.pk])).status_code == 302
    assert [model for model in operators._registry if model._meta.app_label == "peer_supervision"] == []


def test_admin_still_lists_what_operators_may_read():
    draft(person())
    words = browser_of(operator()).get(reverse("admin:audit_auditevent_changelist")).content.decode()
    assert "organisations." in words
