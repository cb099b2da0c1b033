"""Pledges, assessments in every state, and reviews: each step through the workflows, by those whose step it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid5

from lero_hub.demonstration.answers import EVIDENCE, NARRATIVES, NOT_APPLICABLE
from lero_hub.demonstration.notes import DIFFERING, note_for
from lero_hub.demonstration.world import World
from organisations.models import Organisation
from organisations.states import MemberRole, State
from standards.models import Assessment, Criterion, FrameworkVersion, Review
from standards.queries.shown import mark_of
from standards.reference.shipped import shipped_text
from standards.states import CriterionType, Interest, VersionState
from standards.workflows.agreement import accept_assessor_agreement
from standards.workflows.assessment import (
    AnswerValues,
    request_assessment_changes,
    save_answer,
    start_assessment,
    submit_assessment,
    withdraw_assessment,
)
from standards.workflows.assigning import assign_assessor
from standards.workflows.consensus import agree_where_equal, record_consensus, send_to_panel
from standards.workflows.decision import decide_review
from standards.workflows.declaring import declare_interests
from standards.workflows.evidence import EvidenceValues, add_evidence
from standards.workflows.frameworks import load_framework, publish_framework
from standards.workflows.pledges import pledge
from standards.workflows.reviews import open_review
from standards.workflows.scoring import save_score, submit_scores

CALDER, KILN = "Calder Steps", "Kiln Lane Recovery Collective"
HALF_WAY = 19
"""How many criteria `lead@` has answered."""


@dataclass(frozen=True)
class Story:
    """How far an organisation has come: the days since it began, its assessors, and the last step that was taken."""

    name: str
    began: int
    last: str
    assessors: tuple[str, str] = ("assessor1", "assessor2")
    weak: tuple[str, ...] = ()


STORIES = (
    Story(KILN, 300, "decided", weak=("STR-2", "CON-4")),
    Story("Lace Yard", 240, "decided", ("assessor2", "assessor3"), weak=("RGT-2", "SUP-3", "EVI-1", "CON-4", "SUP-4")),
    Story("Menai Kin", 120, "panel", ("assessor2", "assessor3"), weak=("COM-4",)),
    Story("Wear Anchor", 100, "consensus", ("assessor1", "assessor3"), weak=("PEE-1", "SUP-2")),
    Story("Humber Lights", 60, "scoring", weak=("RGT-4",)),
    Story("Govan Plot and Pot", 40, "forming"),
    Story("Teifi Cwtch", 25, "submitted", weak=("PAR-2",)),
    Story("Firth Kettle", 35, "changes_requested"),
    Story("Torridge Boats", 200, "withdrawn"),
)


@dataclass
class Edition:
    """The edition that everybody here works with."""

    version: FrameworkVersion
    criteria: list[Criterion]


def build_standards(world: World) -> None:
    """Let organisations pledge, look at themselves, and be looked at, by the edition that ships with the hub."""
    version = load_framework(text=shipped_text(), now=world.ago(320)).version
    if version.state == VersionState.DRAFT:
        publish_framework(version_id=version.pk, by=None, now=world.ago(315))
    criteria = list(version.criteria.order_by("domain__position", "position"))
    edition = Edition(version, criteria)
    for local in ("assessor1", "assessor2", "assessor3"):
        accept_assessor_agreement(by=world.actor(local), lived_experience=True, now=world.ago(310))
    _pledges(world, edition)
    for story in STORIES:
        _tell(world, edition, story)
    _half_way(world, edition)


def _lead(organisation: Organisation) -> str:
    """Name the account of the organisation's first lead, by the part of the address before the @."""
    lead = organisation.memberships.filter(role=MemberRole.LEAD, ended_at__isnull=True).order_by("since", "id")[0]
    return str(lead.user.email).partition("@")[0]


def _pledges(world: World, edition: Edition) -> None:
    """Let some pledge: after they were listed, and before they began to look at themselves."""
    began = {CALDER: 0} | {story.name: story.began for story in STORIES}
    listed = list(Organisation.objects.filter(state=State.LISTED).order_by("name"))
    for number, organisation in enumerate(listed):
        if organisation.name in began or number % 4 == 0:
            days = max(310 - number % 7 * 20, began.get(organisation.name, 0) + 5)
            made = max(_listed_at(organisation), world.ago(days))
            by = world.actor(_lead(organisation))
            pledge(organisation_id=organisation.pk, version_id=edition.version.pk, by=by, now=made)


def _listed_at(organisation: Organisation) -> datetime:
    assert organisation.listed_at is not None
    return organisation.listed_at


def own_level(story: Story, number: int, criterion: Criterion) -> int:
    """Say what level an organisation sees in itself; the same one every time."""
    if criterion.code in story.weak:
        return 1
    if criterion.type == CriterionType.ASPIRATIONAL:
        return (number + len(story.name)) % 4
    return 3 if (number + len(story.name)) % 3 == 0 else 2


def _tell(world: World, edition: Edition, story: Story) -> None:
    organisation = Organisation.objects.get(name=story.name)
    by, began = world.actor(_lead(organisation)), world.ago(story.began)
    assessment = start_assessment(organisation_id=organisation.pk, version_id=edition.version.pk, by=by, now=began)
    few = story.last == "withdrawn"
    _answer(world, story, assessment, edition.criteria[:7] if few else edition.criteria, _lead(organisation), began)
    sent = began + timedelta(days=14)
    if few:
        withdraw_assessment(assessment_id=assessment.pk, by=by, now=sent)
        return
    submit_assessment(assessment_id=assessment.pk, by=by, now=sent)
    if story.last == "submitted":
        return
    desk, seen = world.actor("coordinator"), sent + timedelta(days=3)
    if story.last == "changes_requested":
        reason = "Your answer to RGT-3 names two members. Please take the names out before anybody else reads it."
        request_assessment_changes(assessment_id=assessment.pk, reason=reason, by=desk, now=seen)
        return
    review = open_review(assessment_id=assessment.pk, by=desk, now=seen)
    _review(world, edition, story, review, seen)


def _answer(
    world: World, story: Story, assessment: Assessment, criteria: Iterable[Criterion], local: str, now: datetime
) -> None:
    by = world.actor(local)
    done = []
    for number, criterion in enumerate(criteria):
        if story.name == "Lace Yard" and criterion.code in NOT_APPLICABLE:
            reason = NOT_APPLICABLE[criterion.code]
            values = AnswerValues(not_applicable=True, not_applicable_reason=reason)
        else:
            values = AnswerValues(own_level(story, number, criterion), NARRATIVES[criterion.code])
        at = now + timedelta(hours=5 * number)
        save_answer(assessment_id=assessment.pk, code=criterion.code, values=values, number=0, by=by, now=at)
        done.append(criterion.code)
    for kind, title, note, link, codes in EVIDENCE:
        known = [code for code in codes.split() if code in done]
        if known:
            add_evidence(
                assessment_id=assessment.pk,
                evidence_id=uuid5(assessment.pk, title),
                codes=known,
                values=EvidenceValues(kind, title, note, link),
                file=None,
                by=by,
                now=now + timedelta(days=9),
            )
    lacking = [
        criterion.code
        for criterion in criteria
        if criterion.type == CriterionType.ESSENTIAL and not any(criterion.code in row[4].split() for row in EVIDENCE)
    ]
    if lacking:
        add_evidence(
            assessment_id=assessment.pk,
            evidence_id=uuid5(assessment.pk, "the rest"),
            codes=lacking,
            values=EvidenceValues("visit", "Spend a day with us", "We will show you how each of these is done."),
            file=None,
            by=by,
            now=now + timedelta(days=10),
        )


def _review(world: World, edition: Edition, story: Story, review: Review, now: datetime) -> None:
    desk = world.actor("coordinator")
    asked = story.assessors[1:] if story.last == "forming" else story.assessors
    for local in asked:
        is_lead = local == story.assessors[0]
        assignment = assign_assessor(
            review_id=review.pk, user_id=world.people[local].pk, is_lead=is_lead, by=desk, now=now
        )
        if story.last != "forming":
            declare_interests(
                assignment_id=assignment.pk, interest=Interest.NONE, by=world.actor(local), now=now + timedelta(days=2)
            )
    if story.last == "forming":
        return
    scored = now + timedelta(days=12)
    for place, local in enumerate(story.assessors):
        is_open = story.last == "scoring" and place == 1
        _score(world, edition, story, review, local, place, scored, half=is_open)
    if story.last == "scoring":
        return
    _agree(world, edition, story, review, scored + timedelta(days=5))
    if story.last == "decided":
        reasons = (
            "The review was fair: both assessors visited, neither has a tie, and each difference is explained. The "
            "outcome follows from the levels that they agreed on."
        )
        decided = scored + timedelta(days=20)
        seen = mark_of(Review.objects.get(pk=review.pk))
        decide_review(review_id=review.pk, reasons=reasons, seen=seen, by=world.actor("panel1"), now=decided)


def seen_level(story: Story, number: int, criterion: Criterion, place: int) -> int:
    """Say what level an assessor sees. The second one differs by one step in a few places."""
    level = own_level(story, number, criterion)
    if place and number % 9 == 4 and criterion.code not in story.weak:
        return level - 1 if level == 3 else level + 1
    return level


def _applicable(story: Story, edition: Edition) -> list[tuple[int, Criterion]]:
    left_out = set(NOT_APPLICABLE) if story.name == "Lace Yard" else set()
    return [(n, criterion) for n, criterion in enumerate(edition.criteria) if criterion.code not in left_out]


def _score(
    world: World, edition: Edition, story: Story, review: Review, local: str, place: int, now: datetime, *, half: bool
) -> None:
    by = world.actor(local)
    chosen = _applicable(story, edition)
    for number, criterion in chosen[:17] if half else chosen:
        level, other = (seen_level(story, number, criterion, each) for each in (place, 1 - place))
        turn = len(story.name)
        note = note_for(criterion.code, level=level, other=other, place=place, number=number, turn=turn)
        at = now + timedelta(minutes=20 * number)
        save_score(review_id=review.pk, code=criterion.code, level=level, note=note, number=0, by=by, now=at)
    if not half:
        submit_scores(review_id=review.pk, by=by, now=now + timedelta(days=1, hours=place))


def _agree(world: World, edition: Edition, story: Story, review: Review, now: datetime) -> None:
    first = world.actor(story.assessors[0])
    agree_where_equal(review_id=review.pk, by=first, now=now)
    differing = [
        (number, criterion)
        for number, criterion in _applicable(story, edition)
        if seen_level(story, number, criterion, 0) != seen_level(story, number, criterion, 1)
    ]
    for number, criterion in differing[:1] if story.last == "consensus" else differing:
        record_consensus(
            review_id=review.pk,
            code=criterion.code,
            level=min(seen_level(story, number, criterion, place) for place in (0, 1)),
            reason=DIFFERING[criterion.code][2],
            number=0,
            by=first,
            now=now,
        )
    if story.last != "consensus":
        send_to_panel(review_id=review.pk, seen=mark_of(review), by=first, now=now + timedelta(hours=1))


def _half_way(world: World, edition: Edition) -> None:
    """Leave `lead@` and the editor in the middle of an assessment."""
    organisation = Organisation.objects.get(name=CALDER)
    now = world.ago(9)
    assessment = start_assessment(
        organisation_id=organisation.pk, version_id=edition.version.pk, by=world.actor("lead"), now=now
    )
    story = Story(CALDER, 9, "drafting", weak=("RGT-4",))
    essentials = [each for each in edition.criteria if each.type == CriterionType.ESSENTIAL]
    rest = [each for each in edition.criteria if each.type != CriterionType.ESSENTIAL]
    chosen = [*essentials[:15], *rest[: HALF_WAY - 15]]
    _answer(world, story, assessment, chosen, "lead", now)
