"""Scoring: an assessor's overview, one criterion a page that saves as you go, and sending in."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import HubError, Refused, StaleVersion, WrongState
from lero_hub.words import saved_at
from standards.forms.scoring import ScoreForm
from standards.models import Review
from standards.policies import can_coordinate_review, can_score, can_see_review
from standards.queries.answers import read_answers
from standards.queries.assessment import shows_own_level
from standards.queries.decision import ending_of
from standards.queries.scoring import Line, Sheet, others_of, sheet_of
from standards.states import SCORABLE, UNSEALED, ReviewState
from standards.workflows.scoring import save_score, submit_scores


class ReviewView(HubView):
    """A page of one review."""

    access = Access.on_object(can_score)
    object: Review

    def get_object(self) -> Review:
        """Fetch the review by its address."""
        rows = Review.objects.visible_to(self.actor).select_related("assessment__organisation", "assessment__version")
        return get_visible(rows, pk=self.kwargs["review_id"])

    def trail(self, *here: tuple[str, str]) -> list[tuple[str, str]]:
        """Say where the page is."""
        name = self.object.assessment.organisation.name
        own = (_("Review of %(name)s") % {"name": name}, reverse("standards:review", args=[self.object.pk]))
        return [(_("My hub"), reverse("pages:hub")), own, *here]


class OverviewView(ReviewView):
    """The assessor's overview: their own progress, and of the other one only whether they have sent in."""

    access = Access.on_object(can_see_review)

    def get(self, request: HttpRequest, review_id: str) -> HttpResponseBase:
        """Show the overview; whoever does not score here is led to what there is for them."""
        review = self.object
        if not can_score(self.actor, review):
            return self._elsewhere()
        sheet = sheet_of(review, self.actor)
        context = {
            "review": review,
            "organisation": review.assessment.organisation,
            "sheet": sheet,
            "others": others_of(review, self.actor),
            "next_line": next(iter(sheet.open_lines), None),
            "can_write": review.state in SCORABLE and sheet.assignment.submitted_at is None,
            "can_send": review.state == ReviewState.SCORING and sheet.assignment.submitted_at is None,
            "is_open": review.state in UNSEALED,
            "ending": ending_of(review.assessment, self.actor),
            "trail": [*self.trail()[:-1], (self.trail()[-1][0], "")],
        }
        return render(request, "standards/review_overview.html", context)

    def _elsewhere(self) -> HttpResponse:
        """Lead coordinators to their desk, assessors to their declaration, others to the open levels."""
        if can_coordinate_review(self.actor, self.object):
            return redirect("standards:coordination_review", self.object.pk)
        if self.object.state in UNSEALED:
            return redirect("standards:compare", self.object.pk)
        return redirect("standards:declare", self.object.pk)


class ScoreView(ReviewView):
    """One criterion."""

    def get(self, request: HttpRequest, review_id: str, code: str) -> HttpResponse:
        """Show the criterion."""
        sheet, line = self._find(code)
        return self._show(sheet, line, self._form(line, None))

    def post(self, request: HttpRequest, review_id: str, code: str) -> HttpResponseBase:
        """Save: as you go (a part of the page answers), or to go on to the next criterion."""
        sheet, line = self._find(code)
        form, as_you_go = self._form(line, request.POST), request.headers.get("HX-Request") == "true"
        if not form.is_valid():
            if as_you_go:
                return self._saved(refused=_("What is marked wrong is not saved yet."))
            return self._show(sheet, line, form)
        try:
            score = save_score(
                review_id=self.object.pk,
                code=code,
                level=form.cleaned_data["level"],
                note=form.cleaned_data["note"],
                number=form.built_on,
                by=self.actor,
                now=timezone.now(),
            )
        except (StaleVersion, Refused, WrongState) as error:
            return self._not_saved(code, form, error, as_you_go)
        if as_you_go:
            return self._saved(text=saved_at(timezone.now()), number=score.number)
        return redirect(self._next(sheet, line))

    def _find(self, code: str) -> tuple[Sheet, Line]:
        sheet = sheet_of(self.object, self.actor)
        line = next((line for line in sheet.lines if line.criterion.code == code), None)
        if line is None:
            raise Http404
        return sheet, line

    def _form(self, line: Line, data: Any) -> ScoreForm:
        levels = [each.level for each in line.criterion.levels.order_by("level")]
        return ScoreForm(data, levels=levels, standing=line.score)

    def _next(self, sheet: Sheet, line: Line) -> str:
        following = _after(sheet, line)
        if following is None:
            return reverse("standards:review", args=[self.object.pk])
        return reverse("standards:score", args=[self.object.pk, following.criterion.code])

    def _saved(self, **context: Any) -> HttpResponse:
        return render(self.request, "standards/_score_saved.html", context)

    def _not_saved(self, code: str, form: ScoreForm, error: HubError, as_you_go: bool) -> HttpResponse:
        """Keep what the person wrote, say what stands in the way, and let them save on top of it where they may."""
        if as_you_go:
            return self._saved(refused=str(error))
        if isinstance(error, WrongState):
            raise error
        sheet, line = self._find(code)
        again = self.request.POST.copy()
        again["number"] = str(line.score.number if line.score else 0)
        form.data = again
        standing = line.score if isinstance(error, StaleVersion) else None
        if standing is None:
            form.add_error(None, str(error))
        return self._show(sheet, line, form, standing=standing, status=409)

    def _show(
        self, sheet: Sheet, line: Line, form: ScoreForm, *, standing: Any = None, status: int = 200
    ) -> HttpResponse:
        review, criterion = self.object, line.criterion
        part = next(part for part in sheet.parts if line in part.lines)
        scored = sheet.scored
        place = next((n for n, each in enumerate(scored) if each is line), None)
        context = {
            "review": review,
            "organisation": review.assessment.organisation,
            "line": line,
            "part": part,
            "criterion": criterion,
            "place": part.lines.index(line) + 1,
            "scale": {each.level: each for each in review.assessment.version.scale.all()},
            "levels": criterion.levels.order_by("level"),
            "form": form,
            "standing": standing,
            "answers": read_answers(review.assessment, code=criterion.code),
            "show_level": shows_own_level(self.actor, review.assessment),
            "can_write": line.applies and review.state in SCORABLE and sheet.assignment.submitted_at is None,
            "previous": scored[place - 1].criterion.code if place else "",
            "following": _after(sheet, line),
            "trail": self.trail((criterion.code, "")),
        }
        return render(self.request, "standards/review_score.html", context, status=status)


def _after(sheet: Sheet, line: Line) -> Line | None:
    """Find the next criterion that is scored."""
    rest = sheet.lines[sheet.lines.index(line) + 1 :]
    return next((each for each in rest if each.applies), None)


class SubmitScoresView(ReviewView):
    """Sending in one's own levels, asked first in words: from then they are fixed."""

    def get(self, request: HttpRequest, review_id: str) -> HttpResponse:
        """Ask, or say what is missing."""
        sheet = sheet_of(self.object, self.actor)
        if sheet.assignment.submitted_at is not None:
            return redirect("standards:review", self.object.pk)
        context = {
            "review": self.object,
            "sheet": sheet,
            "is_ready": not sheet.open_lines and self.object.state == ReviewState.SCORING,
            "title": _("Send in your levels?"),
            "lede": _("You have chosen a level for %(n)s criteria.") % {"n": len(sheet.scored)},
            "consequences": [
                _("Your levels and notes are fixed. Nobody can change them any more, you included."),
                _("They stay sealed until the other assessor has sent in theirs. Then you both see all of them."),
            ],
            "submit": _("Send in my levels"),
            "cancel_url": reverse("standards:review", args=[self.object.pk]),
            "trail": self.trail((_("Send in"), "")),
        }
        return render(request, "standards/review_submit.html", context)

    def post(self, request: HttpRequest, review_id: str) -> HttpResponseBase:
        """Send in."""
        try:
            review = submit_scores(review_id=self.object.pk, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.error(request, str(error))
            return redirect("standards:submit_scores", self.object.pk)
        if review.state in UNSEALED:
            messages.success(
                request, _("Both of you have sent in. The levels are open: talk, and write down what you agree.")
            )
            return redirect("standards:compare", review.pk)
        messages.success(request, _("Sent in. Your levels stay sealed until the other assessor has sent in theirs."))
        return redirect("standards:review", review.pk)
