"""One criterion a page: what it asks, and the answer, saved as you go, with and without scripts."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _

from lero_hub.authz.views import get_visible
from lero_hub.errors import StaleVersion, WrongState
from lero_hub.words import saved_at
from organisations.models import Organisation
from standards.forms.assessment import AnswerForm
from standards.forms.evidence import KINDS
from standards.models import Answer, AssessmentEvidence, Criterion, ScaleLevel
from standards.queries.answers import answer_to, evidence_of, read_answers
from standards.queries.assessment import Standing, shows_own_level, standings
from standards.views.assessment import AssessmentPage
from standards.workflows.assessment import FIELDS, save_answer
from standards.workflows.evidence import attach_evidence, detach_evidence

Difference = tuple[str, str, str]
"""The label of a field, what stands there now, and what this person wrote."""


Beside = Callable[[Criterion, Organisation], dict[str, Any]]
"""What stands beside the form for whoever answers a criterion: a context with the name of its `template`."""


class CriterionAnswerView(AssessmentPage):
    """The page of one criterion: a form for those who write, words for those who read.

    `beside` is passed in where the address is given, by an app that may read what this one may not.
    """

    beside: Beside | None = None

    @property
    def criterion(self) -> Criterion:
        """Fetch the criterion that the address names, once."""
        if not hasattr(self, "_criterion"):
            rows = Criterion.objects.filter(version=self.object.version_id).select_related(
                "domain", "version__framework"
            )
            self._criterion = rows.prefetch_related("levels").filter(code=self.kwargs["code"]).first()
        if self._criterion is None:
            raise Http404
        return self._criterion

    @property
    def scale(self) -> list[ScaleLevel]:
        """Read the scale, once."""
        if not hasattr(self, "_scale"):
            self._scale = list(self.object.version.scale.order_by("level"))
        return self._scale

    def form(self, answer: Answer, data: Any = None) -> AnswerForm:
        """Make the form on top of what stands there."""
        return AnswerForm(data, criterion=self.criterion, scale=self.scale, initial=AnswerForm.initial_from(answer))

    def get(self, request: HttpRequest, assessment_id: str, code: str) -> HttpResponse:
        """Show the criterion."""
        answer = answer_to(self.object, self.criterion)
        if not self.may_write:
            return self._read()
        return self._write(self.form(answer, self.parked()), answer)

    def post(self, request: HttpRequest, assessment_id: str, code: str) -> HttpResponseBase:
        """Save: as you go (a part of the page answers), to stay, or to go on."""
        answer = answer_to(self.object, self.criterion)
        form = self.form(answer, request.POST)
        is_good, as_you_go = form.is_valid(), request.headers.get("HX-Request") == "true"
        if not is_good and not as_you_go and self.may_write:
            return self._write(form, answer)
        try:
            saved = save_answer(
                assessment_id=self.object.pk,
                code=code,
                values=form.values(answer),
                number=self._chosen(form),
                by=self.actor,
                now=timezone.now(),
            )
        except StaleVersion:
            return self._clash(form, as_you_go)
        except WrongState as error:
            return self._too_late(form, error, as_you_go)
        if as_you_go:
            return self._part({"text": saved_at(timezone.now()), "number": saved.number, "problems": len(form.errors)})
        return self._onward()

    def _chosen(self, form: AnswerForm) -> int:
        """Give what the answer builds on: somebody who has seen both may choose their own over a newer one."""
        over = self.request.POST.get("over", "")
        return int(over) if over.isdecimal() and len(over) < 9 else form.built_on

    # --- What comes after a save ---------------------------------------------------------------------------------

    def _onward(self) -> HttpResponse:
        posted, here = self.request.POST, self._address(self.criterion.code)
        call: dict[str, Any] = {"code": self.criterion.code, "by": self.actor, "now": timezone.now()}
        if posted.get("add") in KINDS:
            return redirect("standards:evidence_add", self.object.pk, self.criterion.code, posted["add"])
        if "detach" in posted:
            detach_evidence(evidence_id=self._piece(posted["detach"]).pk, **call)
            messages.success(self.request, _("Taken off here. It waits in your list, to be used again."))
            return redirect(f"{here}#evidence")
        if "attach" in posted:
            if posted.get("piece"):
                attach_evidence(evidence_id=self._piece(posted["piece"]).pk, **call)
                messages.success(self.request, _("Used here too."))
            return redirect(f"{here}#evidence")
        if "go" in posted:
            lines = self._lines()
            self._remind(next(line for line in lines if line.code == self.criterion.code))
            _before, after = self._neighbours(lines)
            return redirect(
                self._address(after.code) if after else reverse("standards:assessment", args=[self.object.pk])
            )
        messages.success(self.request, saved_at(timezone.now()))
        return redirect(here)

    def _remind(self, line: Standing) -> None:
        """Say on the next page what the answer that was just left still needs, with the way back to it."""
        if not line.lacks_answer:
            return
        words = _("Saved. {code} still needs {what}.").format(code=line.code, what=line.lacks_answer)
        back = _("Go back to {code}").format(code=line.code)
        note = format_html('{} <a href="{}">{}</a>', words, self._address(line.code), back)
        messages.warning(self.request, note)

    def _piece(self, pk: str) -> AssessmentEvidence:
        return get_visible(AssessmentEvidence.objects.visible_to(self.actor).filter(assessment=self.object), pk=pk)

    def _address(self, code: str) -> str:
        return reverse("standards:criterion_answer", args=[self.object.pk, code])

    def _part(self, context: dict[str, Any]) -> HttpResponse:
        return render(self.request, "standards/_answer_saved.html", context)

    def _clash(self, form: AnswerForm, as_you_go: bool) -> HttpResponse:
        """Say what somebody else changed, keep what this person wrote, and let them choose."""
        answer = answer_to(self.object, self.criterion)
        clash = {
            "who": answer.changed_by.shown_name,
            "number": answer.number,
            "differences": self._differences(form, answer),
            "theirs_url": self._address(self.criterion.code),
        }
        if as_you_go:
            return self._part({"clash": clash})
        return self._write(form, answer, clash=clash, status=409)

    def _differences(self, form: AnswerForm, answer: Answer) -> list[Difference]:
        wanted = form.values(answer).settled()
        pairs = [(name, getattr(answer, name), getattr(wanted, name)) for name in FIELDS if name in form.fields]
        return [
            (str(form.fields[name].label), self._shown(theirs), self._shown(mine))
            for name, theirs, mine in pairs
            if theirs != mine
        ]

    def _shown(self, value: Any) -> str:
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, int):
            return next((f"{each.level} {each.name}" for each in self.scale if each.level == value), str(value))
        return str(value or "")

    def _too_late(self, form: AnswerForm, error: WrongState, as_you_go: bool) -> HttpResponse:
        """Give back what was typed after the assessment was sent in, to copy."""
        if as_you_go:
            return self._part({"refused": str(error)})
        self.object = self.get_object()
        typed = [(str(form[name].label), form.data.get(name, "")) for name in ("narrative", "not_applicable_reason")
                 if name in form.fields]  # fmt: skip
        return self._read(kept=[each for each in typed if each[1]], refused=str(error), status=409)

    # --- Pages ---------------------------------------------------------------------------------------------------

    def _lines(self) -> list[Standing]:
        return standings([self.object])[self.object.pk]

    def _neighbours(self, lines: list[Standing]) -> tuple[Standing | None, Standing | None]:
        place = next(n for n, line in enumerate(lines) if line.code == self.criterion.code)
        return (lines[place - 1] if place else None), (lines[place + 1] if place + 1 < len(lines) else None)

    def _around(self) -> dict[str, Any]:
        """Give what both kinds of page say around the answer."""
        lines = self._lines()
        before, after = self._neighbours(lines)
        chapter = [line for line in lines if line.chapter == self.criterion.domain.code]
        return {
            "assessment": self.object,
            "organisation": self.object.organisation,
            "criterion": self.criterion,
            "before": before,
            "after": after,
            "chapter": chapter,
            "place": 1 + next(n for n, line in enumerate(chapter) if line.code == self.criterion.code),
            "is_team": self.is_team,
            "trail": self.trail_below((self.criterion.code, "")),
        }

    def _write(self, form: AnswerForm, answer: Answer, *, clash: Any = None, status: int = 200) -> HttpResponse:
        here = list(evidence_of(self.object).filter(uses__criterion=self.criterion))
        described = {each.level: each.text for each in self.criterion.levels.all()}
        chosen = str(form["level"].value())
        context = {
            **self._around(),
            "form": form,
            "answer": answer,
            "levels": [(each, described.get(each.level, ""), str(each.level) == chosen) for each in self.scale],
            "evidence": here,
            "others": [each for each in evidence_of(self.object) if each not in here],
            "met_at": self.object.version.met_at,
            "clash": clash,
            "beside": self.beside(self.criterion, self.object.organisation) if self.beside else None,
        }
        return render(self.request, "standards/criterion_write.html", context, status=status)

    def _read(self, *, kept: Any = None, refused: str = "", status: int = 200) -> HttpResponse:
        context = {
            **self._around(),
            "answers": read_answers(self.object, code=self.criterion.code),
            "show_level": shows_own_level(self.actor, self.object),
            "kept": kept,
            "refused": refused,
        }
        return render(self.request, "standards/criterion_read.html", context, status=status)
