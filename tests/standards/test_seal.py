"""The seal: what one assessor chose is found nowhere by anybody else until both have sent in.

Asks every address of the site, as everybody; no answer may hold the note. Those near the review, and one outsider, ask
twice whatever showed them something or is about the review: once with one set of levels and notes, once with another.
No answer may differ, so that not even a count or an order gives a level away.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

import pgtrigger
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import connection
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import NoReverseMatch, reverse
from time_machine import travel

from lero_hub.accounts.privacy import export_of
from lero_hub.authz.actor import ANONYMOUS
from lero_hub.authz.parking import FIELD
from standards.models import AssessorScore, Assignment, Review
from standards.workflows.scoring import save_score, submit_scores
from tests.factories import me
from tests.permissions.matrix import MATRIX
from tests.permissions.people import ASSESSOR, CLOCK, COORDINATOR, LEAD, PANEL, SUPERUSER, VISITOR, World, taken_back
from tests.permissions.test_matrix import ADMIN, address, admin_address, names
from tests.permissions.world import _tables
from tests.permissions.world_scoring import SECOND, SENTINEL

pytestmark = pytest.mark.django_db

OTHER_WORDS = "Marram of the third mole"
CODE = "LED-1"
SEARCHED = re.compile(r"/(library|coordination/\w+|admin/\w+/\w+)/$")
CHANGING = re.compile(
    r'name="(csrfmiddlewaretoken|form_owner|entry|key|part|new_id|evidence|report_id|request_id|id)" value="[^"]*"'
    r'|value="[^"]*" name="(csrfmiddlewaretoken|form_owner)"|[0-9a-f]{32}|req[-_]id[^<]*'
    r"|[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
)
"""What differs from one answer to the next whatever stands in the tables: tokens, and ids made for a new row."""


@pytest.fixture(scope="module")
def sealed(world: World) -> Review:
    """Give the review in which the assessor has sent in, with a note, and the other one has not."""
    return Review.objects.get(pk=world.things["review sealed"])


def addresses(world: World, review: Review) -> list[str]:
    """List every address: those of the matrix, of the admin site, and every name there is about the sealed review."""
    found = {address(world, row) for row in MATRIX} | {admin_address(world, name) for name in ADMIN}
    own = Assignment.objects.get(review=review, user=world.people[ASSESSOR])
    others = Assignment.objects.get(review=review, user=world.people[SECOND])
    score = AssessorScore.objects.get(assignment=own, criterion__code=CODE)
    organisation = review.assessment.organisation
    parts = [
        {"review_id": review.pk},
        {"review_id": review.pk, "code": CODE},
        {"review_id": review.pk, "assignment_id": own.pk},
        {"review_id": review.pk, "assignment_id": others.pk},
        {"assessment_id": review.assessment_id},
        {"assessment_id": review.assessment_id, "code": CODE},
        {"slug": organisation.slug},
        {"object_id": score.pk},
        {"object_id": own.pk},
        {"object_id": review.pk},
        {"person": world.people[ASSESSOR].pk},
    ]
    for name in names():
        for kwargs in parts:
            with suppress(NoReverseMatch):
                found.add(reverse(name, kwargs=kwargs))
    searches = [reverse("organisations:directory"), *(path for path in found if SEARCHED.match(path))]
    return sorted(found | {f"{path}?q={SENTINEL.replace(' ', '+')}" for path in searches if "?" not in path})


def body(answer: HttpResponseBase) -> str:
    """Give all that an answer says: its status, its headers and its words."""
    content = b"".join(answer) if answer.streaming else answer.content
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(answer.headers.items()))
    return f"{answer.status_code}\n{headers}\n{content.decode(errors='replace')}"


def alike(text: str) -> str:
    """Take out what always differs. An address that echoes a search is the reader's own word, and not ours."""
    return CHANGING.sub("", text)


def asked(world: World, role: str, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Ask addresses as somebody."""
    for path in paths:
        with taken_back(), override_settings(DEMO=path.startswith(("/demo", "/styleguide"))), travel(CLOCK, tick=False):
            yield path, body(world.browser(role).get(path))


def telling(answers: dict[str, str], review: Review) -> list[str]:
    """List the addresses whose answer could differ by a level: it shows something, or is about the review."""
    own = Assignment.objects.filter(review=review).values_list("pk", flat=True)
    about = [str(name) for name in (review.pk, review.assessment_id, review.assessment.organisation.slug, *own)]
    return [path for path, text in answers.items() if text.startswith("200") or any(name in path for name in about)]


def change(review: Review, *, level: int, note: str) -> None:
    """Change what the assessor sent in, behind the back of the trigger: a second world beside the first."""
    with pgtrigger.ignore("standards.AssessorScore:fixed_once_submitted"):
        AssessorScore.objects.filter(assignment__review=review, assignment__submitted_at__isnull=False).update(
            level=level, note=note
        )


EVERYBODY = [
    VISITOR, "member", LEAD, "editor", "lead of another", COORDINATOR, SECOND, PANEL, "curator", SUPERUSER,
    "consent withdrawn", "asker",
]  # fmt: skip


NEAR = {LEAD, COORDINATOR, SECOND, PANEL, SUPERUSER, "asker"}


def test_everybody_but_the_author_is_asked(world: World) -> None:
    assert set(EVERYBODY) == {*world.people, VISITOR} - {ASSESSOR}


@pytest.mark.parametrize("role", EVERYBODY)
def test_nobody_else_finds_a_level_or_a_word_anywhere(
    role: str, world: World, sealed: Review, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        first = dict(asked(world, role, addresses(world, sealed)))
        second: dict[str, str] = {}
        if role in NEAR:
            with taken_back():
                change(sealed, level=0, note=OTHER_WORDS)
                second = dict(asked(world, role, telling(first, sealed)))
    found = [path for path, text in first.items() if SENTINEL in text and SENTINEL.split()[0] not in path]
    assert found == []
    assert [path for path, text in second.items() if OTHER_WORDS in text] == []
    assert [path for path, text in second.items() if alike(text) != alike(first[path])] == []
    assert SENTINEL not in caplog.text.replace("+", " ").replace("%20", " ")
    # Django's "view on site" breaks on an id of another kind of table; that says nothing of a level.
    broken = [path for path, text in first.items() if text.startswith("500") and not path.startswith("/admin/r/")]
    assert broken == []


def test_the_author_finds_it_so_there_is_something_to_leak(world: World, sealed: Review) -> None:
    with taken_back():
        page = reverse("standards:score", args=[sealed.pk, CODE])
        text = body(world.browser(ASSESSOR).get(page))
        assert SENTINEL in text
        change(sealed, level=0, note=OTHER_WORDS)
        assert alike(text) != alike(body(world.browser(ASSESSOR).get(page)))


def kept_in_sessions() -> list[str]:
    """Say which sessions hold the sentence. They are packed, so that a search of the table alone finds nothing."""
    rows = Session.objects.values_list("session_key", "session_data")
    return [f"session {key}" for key, data in rows if SENTINEL in json.dumps(SessionStore().decode(data))]


def test_a_sentence_in_a_session_would_be_found(world: World) -> None:
    with taken_back():
        session = SessionStore()
        session["parked_forms"] = [{"fields": {"note": [f"{SENTINEL} parked"]}}]
        session.create()
        assert kept_in_sessions() == [f"session {session.session_key}"]


def test_a_level_sent_after_signing_out_is_kept_nowhere(world: World, sealed: Review) -> None:
    page = reverse("standards:score", args=[world.things["review ready"], CODE])
    with taken_back():
        form = body(world.browser(ASSESSOR).get(page))
        sent = {"level": "0", "note": f"{SENTINEL} too late", "number": "1"}
        marks = re.findall(rf'name="{FIELD}" value="([^"]*)"', form.split('<form class="mt-4"')[1].split("</form>")[0])
        answer = Client().post(page, {**sent, **({FIELD: marks[0]} if marks else {})})
        assert answer.status_code == 302
        assert (marks, kept_in_sessions()) == ([], [])


def test_no_other_table_holds_a_word(world: World, sealed: Review) -> None:
    """Audit, outbox, sessions and caches too; the sentence is written by a request here, as people write it."""
    page = reverse("standards:score", args=[world.things["review ready"], CODE])
    with taken_back():
        number = AssessorScore.objects.get(
            assignment__review=world.things["review ready"], assignment__user=world.people[ASSESSOR],
            criterion__code=CODE,
        ).number  # fmt: skip
        sent = {"level": "0", "note": f"{SENTINEL} once more", "number": number}
        assert world.browser(ASSESSOR).post(page, sent).status_code == 302
        holding = []
        for table in [*_tables(), "django_session"]:
            with connection.cursor() as cursor:
                cursor.execute(f"select count(*) from {table} t where t::text like %s", [f"%{SENTINEL}%"])
                if cursor.fetchone()[0]:
                    holding.append(table)
        holding += kept_in_sessions()
        assert holding == ["standards_assessor_score"]


@pytest.mark.parametrize("role", [role for role in EVERYBODY if role != VISITOR])
def test_no_export_of_personal_data_holds_it(role: str, world: World, sealed: Review) -> None:
    assert SENTINEL not in _exported(world, role)


def test_ones_own_export_says_that_one_scored_and_not_how(world: World, sealed: Review) -> None:
    text = _exported(world, ASSESSOR)
    assert SENTINEL not in text
    assert "Levels that you chose as an assessor" in text


def _exported(world: World, role: str) -> str:
    return json.dumps(export_of(world.people[role].pk), default=str)


@pytest.mark.parametrize("role", EVERYBODY)
def test_no_query_for_anybody_else_gives_a_row(role: str, world: World, sealed: Review) -> None:
    rows = AssessorScore.objects.visible_to(world.actor(role) if role != VISITOR else ANONYMOUS)
    mine = rows.filter(assignment__review=sealed).exclude(assignment__user=world.people.get(role))
    assert not mine.exists()


def test_after_opening_the_entitled_find_it_and_the_others_do_not(world: World, sealed: Review) -> None:
    with taken_back():
        open_it(world, sealed)
        compare = reverse("standards:compare", args=[sealed.pk])
        found = {role for role in EVERYBODY if SENTINEL in body(world.browser(role).get(compare))}
        assert found == {COORDINATOR, SECOND}
        assert SENTINEL in body(world.browser(ASSESSOR).get(compare))
        for path, text in asked(world, LEAD, addresses(world, sealed)):
            assert SENTINEL not in text or SENTINEL.split()[0] in path, path


def open_it(world: World, review: Review) -> None:
    """Let the other assessor finish and send in."""
    by = me(world.people[SECOND])
    save_score(review_id=review.pk, code=CODE, level=2, note="", number=1, by=by, now=CLOCK)
    submit_scores(review_id=review.pk, by=by, now=CLOCK)
