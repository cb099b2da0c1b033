"""Evidence: added once, tied to many criteria, changed and taken away; its file is private and goes with it."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse

from lero_hub.audit.models import AuditEvent
from lero_hub.errors import NotAllowed, Refused, StaleVersion, WrongState
from standards.models import AssessmentEvidence, EvidenceUse
from standards.states import AssessmentState
from standards.uploads import TEXT, Checked
from standards.workflows import evidence as workflows
from standards.workflows.assessment import withdraw_assessment
from standards.workflows.evidence import (
    EvidenceValues,
    add_evidence,
    attach_evidence,
    change_evidence,
    detach_evidence,
    remove_evidence,
)
from tests.factories import NOW, browser_of, coordinator, me, person
from tests.standards.builders_assessment import assessment_in, begin, picture, piece

pytestmark = pytest.mark.django_db

PAPER = Checked("dates.txt", TEXT, b"ten Mondays")
PROMISES = ["names", "stories", "health", "records"]


@pytest.fixture(autouse=True)
def _own_storage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def files(tmp_path) -> list[str]:
    return [path.name for path in tmp_path.rglob("*") if path.is_file()]


def with_file(assessment, *codes):
    return piece(assessment, *codes, kind="document", title="Dates", file=PAPER)


def codes(evidence) -> list[str]:
    return sorted(evidence.uses.values_list("criterion__code", flat=True))


def call(assessment, **changes):
    given = {
        "assessment_id": assessment.pk,
        "evidence_id": uuid4(),
        "codes": ["LED-1"],
        "values": EvidenceValues("conversation", "A talk"),
        "file": None,
        "by": me(assessment.started_by),
        "now": NOW,
    }
    return given | changes


def test_one_piece_serves_many_criteria_and_sending_the_form_twice_makes_one():
    given = call(begin(), codes=["LED-1", "SUP-1"])
    assert add_evidence(**given) == add_evidence(**given)
    assert codes(AssessmentEvidence.objects.get()) == ["LED-1", "SUP-1"]


def test_an_id_of_somebody_elses_piece_opens_nothing():
    theirs = piece(begin(), "LED-1")
    with pytest.raises(NotAllowed):
        add_evidence(**call(begin(), evidence_id=theirs.pk))


LINK = "https://steps.example/dates"


def verbs() -> list[str]:
    return list(
        AuditEvent.objects.filter(verb__endswith="_evidence").order_by("at", "pk").values_list("verb", flat=True)
    )


def test_the_same_link_is_one_piece_that_joins_the_criterion():
    assessment = begin()
    first = add_evidence(**call(assessment, values=EvidenceValues("document", "Dates", link=LINK)))
    again = call(assessment, values=EvidenceValues("document", "The dates", link=LINK))
    assert add_evidence(**again) == first
    assert (codes(first), verbs().count("standards.attach_evidence")) == (["LED-1"], 0)
    assert add_evidence(**again | {"codes": ["LED-1", "SUP-1"]}) == first
    assert (codes(first), verbs().count("standards.attach_evidence")) == (["LED-1", "SUP-1"], 1)
    kept = AssessmentEvidence.objects.get()
    assert (kept.title, kept.number) == ("Dates", 1)


def test_the_same_file_is_kept_once_whatever_its_name(tmp_path):
    assessment = begin()
    first = with_file(assessment, "LED-1")
    values = EvidenceValues("document", "Dates again")
    again = call(assessment, values=values, file=Checked("other.txt", TEXT, PAPER.content), codes=["SUP-1"])
    assert add_evidence(**again) == first
    assert (codes(first), len(files(tmp_path))) == (["LED-1", "SUP-1"], 1)


def test_as_long_a_file_another_link_and_another_assessment_are_pieces_of_their_own(tmp_path):
    assessment = begin()
    with_file(assessment, "LED-1")
    values = EvidenceValues("document", "Dates")
    add_evidence(**call(assessment, values=values, file=Checked("dates.txt", TEXT, b"two Mondays")))
    for link in (LINK, f"{LINK}/2"):
        add_evidence(**call(assessment, values=EvidenceValues("document", "Dates", link=link)))
    other = begin()
    with_file(other, "LED-1")
    add_evidence(**call(other, values=EvidenceValues("document", "Dates", link=LINK)))
    assert (AssessmentEvidence.objects.count(), len(files(tmp_path))) == (6, 3)


def test_a_file_that_the_storage_lost_can_be_added_again():
    assessment = begin()
    lost = with_file(assessment, "LED-1")
    default_storage.delete(lost.file.name)
    assert with_file(assessment, "LED-1") != lost


def test_sending_a_link_again_says_that_it_is_there_already():
    assessment = begin()
    browser = browser_of(assessment.started_by)
    address = reverse("standards:evidence_add", args=[assessment.pk, "LED-1", "link"])
    for words in ("Added. Only your team", "You have added this already, as “Dates”."):
        shown = browser.post(address, posted(link=LINK), follow=True).content.decode()
        assert words in shown
    assert AssessmentEvidence.objects.count() == 1


@pytest.mark.parametrize("kind", ["document", "numbers"])
def test_paper_needs_a_link_or_a_file_and_never_both(kind):
    assessment = begin()
    with pytest.raises(Refused) as refused:
        add_evidence(**call(assessment, values=EvidenceValues(kind, "Dates")))
    assert refused.value.code == "nothing_to_see"
    both = EvidenceValues(kind, "Dates", link="https://steps.example/dates")
    with pytest.raises(Refused) as refused:
        add_evidence(**call(assessment, values=both, file=PAPER))
    assert refused.value.code == "link_or_file"


@pytest.mark.parametrize("kind", ["conversation", "visit", "observation"])
def test_what_is_heard_or_seen_on_the_day_needs_neither(kind):
    assert add_evidence(**call(begin(), values=EvidenceValues(kind, "Come and see"))).kind == kind


def test_there_is_an_end_to_how_much_is_kept(monkeypatch, tmp_path):
    assessment = begin()
    monkeypatch.setattr(workflows, "MOST_PIECES", 1)
    monkeypatch.setattr(workflows, "MOST_BYTES", 15)
    with_file(assessment)
    with pytest.raises(Refused) as refused:
        piece(assessment)
    assert refused.value.code == "too_many"
    monkeypatch.setattr(workflows, "MOST_PIECES", 9)
    with pytest.raises(Refused) as refused:
        piece(assessment, kind="document", file=Checked("more.txt", TEXT, b"two Mondays"))
    assert refused.value.code == "too_many"
    assert len(files(tmp_path)) == 1


def test_a_file_lies_under_a_name_made_by_chance_outside_what_is_published(settings, tmp_path):
    kept = with_file(begin(), "LED-1")
    assert "dates" not in kept.file.name
    assert kept.file.name.startswith(f"evidence/{kept.assessment_id}/")
    assert len(kept.file.name.rsplit("/", 1)[1]) == 32
    assert files(tmp_path) == [kept.file.name.rsplit("/", 1)[1]]
    assert not str(settings.MEDIA_ROOT).startswith(str(settings.STATIC_ROOT))
    assert browser_of(kept.added_by).get(f"/media/{kept.file.name}").status_code == 404


def test_no_file_stays_when_its_row_cannot_be_written(tmp_path):
    too_long = Checked("x" * 500, TEXT, b"words")
    with pytest.raises(Exception, match="too long"):
        add_evidence(**call(begin(), file=too_long))
    assert files(tmp_path) == []


def test_a_change_carries_a_number_and_the_second_to_change_is_told():
    made = piece(begin(), "LED-1")
    given = {"evidence_id": made.pk, "number": 1, "by": me(made.added_by), "now": NOW}
    new = EvidenceValues("visit", "Come on Thursday")
    changed = change_evidence(values=new, codes=["LED-2", "SUP-1"], **given)
    assert (changed.kind, changed.title, changed.number, codes(changed)) == (
        "visit",
        "Come on Thursday",
        2,
        ["LED-2", "SUP-1"],
    )
    with pytest.raises(StaleVersion):
        change_evidence(values=new, codes=[], **given)
    with pytest.raises(Refused):
        change_evidence(values=new, codes=["XYZ-9"], **given | {"number": 2})


def test_a_piece_is_tied_and_untied_and_twice_changes_nothing():
    made = piece(begin(), "LED-1")
    given = {"evidence_id": made.pk, "by": me(made.added_by), "now": NOW}
    for _ in range(2):
        attach_evidence(code="LED-2", **given)
    assert codes(made) == ["LED-1", "LED-2"]
    for _ in range(2):
        detach_evidence(code="LED-1", **given)
    assert codes(made) == ["LED-2"]


def test_a_removed_file_leaves_the_storage_once_the_change_stands(django_capture_on_commit_callbacks, tmp_path):
    made = with_file(begin(), "LED-1", "LED-2")
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(evidence_id=made.pk, by=me(made.added_by), now=NOW)
        assert len(files(tmp_path)) == 1
    assert files(tmp_path) == []
    assert EvidenceUse.objects.count() == 0
    remove_evidence(evidence_id=made.pk, by=me(made.added_by), now=NOW)


def test_a_talk_is_taken_away_with_its_ties_and_leaves_the_files_of_others_alone(
    django_capture_on_commit_callbacks, tmp_path
):
    assessment = begin()
    kept, made = with_file(assessment, "LED-1"), piece(assessment, "LED-1")
    with django_capture_on_commit_callbacks(execute=True):
        remove_evidence(evidence_id=made.pk, by=me(made.added_by), now=NOW)
    assert list(AssessmentEvidence.objects.all()) == [kept]
    assert list(EvidenceUse.objects.values_list("evidence", flat=True)) == [kept.pk]
    assert len(files(tmp_path)) == 1


def test_nothing_changes_once_it_is_over_and_nobody_else_changes_anything():
    made = piece(begin(), "LED-1")
    given = {"evidence_id": made.pk, "now": NOW}
    for outsider in (person(), coordinator()):
        with pytest.raises(NotAllowed):
            remove_evidence(by=me(outsider), **given)
    withdraw_assessment(assessment_id=made.assessment_id, by=me(made.added_by), now=NOW)
    with pytest.raises(WrongState):
        remove_evidence(by=me(made.added_by), **given)
    with pytest.raises(WrongState):
        attach_evidence(code="LED-2", by=me(made.added_by), **given)
    with pytest.raises(IntegrityError, match="only_while_written"):
        made.delete()


# --- Pages ---------------------------------------------------------------------------------------------------------


def add_page(assessment, what: str) -> str:
    return reverse("standards:evidence_add", args=[assessment.pk, "LED-1", what])


def posted(**more):
    return {"evidence": str(uuid4()), "kind": "document", "title": "Dates", "promises": PROMISES} | more


def test_the_form_warns_in_plain_words_and_asks_for_every_tick():
    assessment = begin()
    browser = browser_of(assessment.started_by)
    for what in ("file", "link", "talk"):
        shown = browser.get(add_page(assessment, what)).content.decode()
        assert "No names, stories, health details or records" in shown
    answer = browser.post(add_page(assessment, "talk"), posted(kind="visit", promises=PROMISES[:3]))
    assert "Tick all four" in answer.content.decode()
    assert AssessmentEvidence.objects.count() == 0


def test_a_picture_goes_up_and_comes_down_as_something_to_save():
    assessment = begin()
    browser = browser_of(assessment.started_by)
    upload = SimpleUploadedFile("C:\\My kitchen.PNG", picture(), content_type="text/html")
    answer = browser.post(add_page(assessment, "file"), posted(kind="observation", file=upload))
    assert answer.status_code == 302
    made = AssessmentEvidence.objects.get()
    assert (made.file_name, made.file_type) == ("My kitchen.webp", "image/webp")
    sent = browser.get(reverse("standards:evidence_file", args=[assessment.pk, made.pk]))
    assert sent.headers["Content-Disposition"] == 'attachment; filename="My kitchen.webp"'
    assert sent.headers["Content-Type"] == "image/webp"
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(sent.headers["Cache-Control"].split(", "))
    assert sent.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert len(b"".join(sent.streaming_content)) == made.file_size
    sent.close()


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://a.example/", "data:text/html,x", "//", "https://"])
def test_a_link_is_a_web_address(link):
    assessment = begin()
    answer = browser_of(assessment.started_by).post(add_page(assessment, "link"), posted(link=link))
    assert answer.status_code == 200
    assert AssessmentEvidence.objects.count() == 0


def test_a_web_address_in_capitals_is_taken():
    assessment = begin()
    page = add_page(assessment, "link")
    assert browser_of(assessment.started_by).post(page, posted(link="HTTPS://Steps.example/A")).status_code == 302
    assert AssessmentEvidence.objects.get().link == "https://Steps.example/A"


@pytest.mark.parametrize("name", ["page.html", "plan.docm", "x" * 250 + ".svg", "plan.pdf"])
def test_a_wrong_file_is_refused_in_words(name):
    assessment = begin()
    upload = SimpleUploadedFile(name, b"<script>alert(1)</script>")
    answer = browser_of(assessment.started_by).post(add_page(assessment, "file"), posted(file=upload))
    assert answer.status_code == 200
    assert "Choose a file" in answer.content.decode()
    assert AssessmentEvidence.objects.count() == 0


def test_markup_in_words_is_shown_as_words():
    assessment = begin()
    piece(assessment, "LED-1", title="<script>alert(1)</script>", link="")
    shown = browser_of(assessment.started_by).get(reverse("standards:criterion_answer", args=[assessment.pk, "LED-1"]))
    assert "<script>alert" not in shown.content.decode()
    assert "&lt;script&gt;alert" in shown.content.decode()


def test_a_clash_over_a_piece_shows_both_and_keeps_what_was_written():
    made = piece(begin(), "LED-1")
    browser = browser_of(made.added_by)
    page = reverse("standards:evidence", args=[made.assessment_id, made.pk])
    sent = {"kind": "visit", "title": "Mine", "criteria": ["LED-2"]}
    assert browser.post(page, {**sent, "title": "Theirs", "number": "1"}).status_code == 302
    clash = browser.post(page, {**sent, "number": "1"})
    shown = clash.content.decode()
    assert clash.status_code == 409
    assert "Theirs" in shown
    assert 'value="Mine"' in shown
    assert browser.post(page, {**sent, "number": "2"}).status_code == 302


def test_too_many_files_in_a_short_time_have_to_wait(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"evidence": "1/m/user"}
    assessment = begin()
    browser = browser_of(assessment.started_by)
    answers = [browser.post(add_page(assessment, "talk"), posted(kind="visit")).status_code for _ in range(2)]
    assert answers == [302, 429]


def test_a_file_that_is_gone_from_the_storage_is_a_missing_page():
    made = with_file(begin(), "LED-1")
    default_storage.delete(made.file.name)
    page = reverse("standards:evidence_file", args=[made.assessment_id, made.pk])
    assert browser_of(made.added_by).get(page).status_code == 404


def test_a_piece_of_another_assessment_is_a_missing_page():
    made, other = with_file(begin(), "LED-1"), assessment_in(AssessmentState.DRAFTING)
    page = reverse("standards:evidence_file", args=[other.pk, made.pk])
    assert browser_of(made.added_by).get(page).status_code == 404
