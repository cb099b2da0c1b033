"""Reads for those who write an assessment: how far it is, what is still missing, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Count, F, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext as _

from lero_hub.authz.actor import Actor
from organisations.models import Membership
from organisations.policies import is_team
from standards.models import Answer, Assessment, Criterion, EvidenceUse, Review
from standards.policies import own_assignments
from standards.states import UNSEALED, CriterionType

CHAPTER = ("domain__code", "domain__title", "domain__summary")


@dataclass(frozen=True)
class Standing:
    """Where one criterion stands in one assessment. `number` is 0 while nothing was saved for it."""

    criterion_id: UUID
    code: str
    title: str
    type: str
    chapter: str
    chapter_title: str
    chapter_summary: str
    number: int = 0
    level: int | None = None
    has_words: bool = False
    not_applicable: bool = False
    has_reason: bool = False
    pieces: int = 0

    @property
    def is_essential(self) -> bool:
        """Tell whether it is one of those without which it would not be a LERO."""
        return self.type == CriterionType.ESSENTIAL

    @property
    def is_answered(self) -> bool:
        """Tell whether it has a level and words, or a reason why it does not apply."""
        return self.has_reason if self.not_applicable else self.level is not None and self.has_words

    @property
    def is_begun(self) -> bool:
        """Tell whether something was said, and not enough yet."""
        return not self.is_answered and (
            self.level is not None or self.has_words or self.not_applicable or self.pieces > 0
        )

    @property
    def lacks_answer(self) -> str:
        """Say in words what is missing of an answer that was begun; nothing when it is whole or was left alone."""
        if self.is_answered:
            return ""
        if self.not_applicable:
            return _("a reason")
        if self.level is None:
            return _("a level") if self.has_words else ""
        return _("your own words")

    def lacks_evidence(self, met_at: int) -> bool:
        """Tell whether it is essential, said to be met, and nothing is offered to look at, hear or see."""
        return self.is_essential and self.level is not None and self.level >= met_at and not self.pieces

    @property
    def state(self) -> str:
        """Say in words where it stands."""
        if self.is_answered:
            return _("Does not apply") if self.not_applicable else _("Answered")
        return _("Begun") if self.is_begun else _("Not started")


def standings(assessments: Sequence[Assessment]) -> dict[UUID, list[Standing]]:
    """Read every criterion of every assessment given, in the order of the edition, in one query."""
    answer = Answer.objects.filter(assessment=OuterRef("of"), criterion=OuterRef("pk")).values(
        row=JSONObject(
            number="number",
            level="level",
            not_applicable="not_applicable",
            has_words=~Q(narrative=""),
            has_reason=~Q(not_applicable_reason=""),
        )
    )
    uses = EvidenceUse.objects.filter(criterion=OuterRef("pk"), evidence__assessment=OuterRef("of"))
    pieces = uses.order_by().values("criterion").annotate(n=Count("pk")).values("n")
    rows = (
        Criterion.objects.filter(version__assessments__in=[each.pk for each in assessments])
        .annotate(of=F("version__assessments__id"))
        .annotate(answer=Subquery(answer), pieces=Coalesce(Subquery(pieces), 0))
        .order_by("domain__position", "position", "id")
        .values_list("of", "pieces", "answer", "pk", "code", "title", "type", *CHAPTER)
    )
    found: dict[UUID, list[Standing]] = {each.pk: [] for each in assessments}
    for of, number, said, pk, code, title, kind, chapter, named, about in rows:
        line = Standing(pk, code, title, kind, chapter, named, about, pieces=number, **(said or {}))
        found[of].append(line)
    return found


@dataclass(frozen=True)
class Gap:
    """Something that an assessment needs before it can be sent in, and the criterion where it goes."""

    code: str
    title: str
    message: str


def gaps(lines: Sequence[Standing], met_at: int) -> list[Gap]:
    """List what is missing, in the order of the edition. Empty when it can be sent in."""
    return [Gap(line.code, line.title, words) for line in lines if (words := _gap(line, met_at))]


def _gap(line: Standing, met_at: int) -> str:
    if line.not_applicable:
        return "" if line.has_reason else _("say why it does not apply")
    if line.level is None and not line.has_words:
        return _("not answered yet")
    if line.level is None:
        return _("choose a level")
    if not line.has_words:
        return _("say in your own words what happens")
    return _("offer something to look at, hear or see") if line.lacks_evidence(met_at) else ""


@dataclass(frozen=True)
class Chapter:
    """One domain with its criteria."""

    code: str
    title: str
    summary: str
    lines: list[Standing]

    @property
    def answered(self) -> int:
        """Count what is answered."""
        return sum(line.is_answered for line in self.lines)

    @property
    def is_done(self) -> bool:
        """Tell whether all is answered."""
        return self.answered == len(self.lines)

    @property
    def is_begun(self) -> bool:
        """Tell whether anything was said."""
        return any(line.is_answered or line.is_begun for line in self.lines)

    @property
    def next(self) -> Standing:
        """Give the first criterion to answer, or the first of all."""
        return next((line for line in self.lines if not line.is_answered), self.lines[0])


@dataclass(frozen=True)
class Progress:
    """How far an assessment is."""

    chapters: list[Chapter]
    gaps: list[Gap]

    @property
    def lines(self) -> list[Standing]:
        """List all criteria in order."""
        return [line for chapter in self.chapters for line in chapter.lines]

    @property
    def answered(self) -> int:
        """Count what is answered."""
        return sum(chapter.answered for chapter in self.chapters)

    @property
    def essentials(self) -> list[Standing]:
        """List the essential criteria."""
        return [line for line in self.lines if line.is_essential]

    @property
    def essentials_answered(self) -> int:
        """Count the essential ones that are answered."""
        return sum(line.is_answered for line in self.essentials)

    @property
    def next(self) -> Standing | None:
        """Give what to answer next: the essentials first; None when all is answered."""
        waiting = [line for line in self.lines if not line.is_answered]
        return next((line for line in waiting if line.is_essential), waiting[0] if waiting else None)


def progress(assessment: Assessment) -> Progress:
    """Read how far an assessment is, in one query. Its edition comes with it."""
    return progress_of([assessment])[0][1]


def progress_of(assessments: Sequence[Assessment]) -> list[tuple[Assessment, Progress]]:
    """Read how far each assessment is, in one query for all. Their editions come with them."""
    found = standings(assessments)
    return [(each, _progress(found[each.pk], each.version.met_at)) for each in assessments]


def _progress(lines: list[Standing], met_at: int) -> Progress:
    chapters = [
        Chapter(*chapter, list(group))
        for chapter, group in groupby(lines, key=lambda line: (line.chapter, line.chapter_title, line.chapter_summary))
    ]
    return Progress(chapters, gaps(lines, met_at))


@dataclass(frozen=True)
class Writer:
    """Somebody of the team, and what they did here."""

    name: str
    is_me: bool
    answers: int
    last: datetime | None


def writers(assessment: Assessment, actor: Actor) -> list[Writer]:
    """List who may write, and when each did so last: the reader first."""
    mine = Answer.objects.filter(assessment=assessment, changed_by=OuterRef("user")).order_by().values("changed_by")
    team = Membership.objects.open().filter(organisation=assessment.organisation_id).order_by("since", "id")
    rows = team.annotate(
        answers=Coalesce(Subquery(mine.annotate(n=Count("pk")).values("n")), 0),
        last=Subquery(mine.annotate(at=Max("changed_at")).values("at")),
    ).values_list("user_id", "user__display_name", "answers", "last")
    found = [Writer(name or _("A member"), pk == actor.user_id, answers, last) for pk, name, answers, last in rows]
    return sorted(found, key=lambda writer: not writer.is_me)


def shows_own_level(actor: Actor, assessment: Assessment) -> bool:
    """Tell whether the actor may see the levels that the organisation chose for itself.

    Assessors see them once the levels of all assessors are in: what others chose pulls one's own choice along.
    """
    if is_team(actor, assessment.organisation):
        return True
    own = [each.review_id for each in own_assignments(actor) if each.assessment_id == assessment.pk and each.is_open]
    return not own or not Review.objects.filter(pk__in=own).exclude(state__in=sorted(UNSEALED)).exists()


def open_assessment_of(organisation_id: UUID) -> Assessment | None:
    """Give the assessment of an organisation that is not over, if there is one."""
    return Assessment.objects.open().filter(organisation_id=organisation_id).first()
