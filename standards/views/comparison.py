"""The open levels side by side, what the assessors agree on, and handing it to the panel."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lero_hub.authz.views import Access
from lero_hub.errors import Refused, StaleVersion, WrongState
from lero_hub.words import saved_at
from standards.forms.deciding import SeenForm
from standards.forms.scoring import AgreedForm, AgreedRow
from standards.policies import can_compare, can_coordinate_review, can_decide, can_score, can_see_assessment
from standards.queries.comparison import comparison_of
from standards.queries.decision import ending_of
from standards.queries.scoring import own_assignment
from standards.queries.shown import changes, mark_of
from standards.states import REVIEW, ReviewState
from standards.views.scoring import ReviewView
from standards.workflows.consensus import agree_where_equal, record_consensus, send_to_panel


class CompareView(ReviewView):
    """Self, each assessor, agreed."""

    access = Access.on_object(can_compare)

    def get(self, request: HttpRequest, review_id: str) -> HttpResponse:
        """Show the comparison."""
        comparison, kept = comparison_of(self.object, self.actor), self.parked()
        form = AgreedForm.sent(comparison, kept) if kept is not None else AgreedForm.shown(comparison)
        return self._show(form)

    def post(self, request: HttpRequest, review_id: str) -> HttpResponseBase:
        """Save every row that can be saved, and say which cannot and why."""
        can_score.require(self.actor, self.object)
        if self.object.state != ReviewState.CONSENSUS:
            REVIEW.check("send_to_panel", self.object.state)
        form = AgreedForm.sent(comparison_of(self.object, self.actor), request.POST.dict())
        for row in form.check():
            self._save(row)
        again = AgreedForm.shown(comparison_of(self.object, self.actor))
        for row in form.wrong:
            current = again.rows[row.code]
            row.compared = current.compared
            # On top of what stands there now: the page shows both, and the next save is meant.
            row.seen = current.seen if row.stale else row.seen
            again.rows[row.code] = row
        if request.headers.get("HX-Request") == "true":
            return self._saved(again)
        if again.wrong:
            return self._show(again, status=409 if any(row.stale for row in again.wrong) else 200)
        messages.success(request, _("Saved. Nothing is final until the lead assessor sends it to the panel."))
        return redirect("standards:compare", self.object.pk)

    def _save(self, row: AgreedRow) -> None:
        try:
            record_consensus(
                review_id=self.object.pk,
                code=row.code,
                level=int(row.level),
                reason=row.reason,
                number=row.number,
                by=self.actor,
                now=timezone.now(),
            )
        except StaleVersion:
            row.stale = True
        except Refused as error:
            row.error = str(error)

    def _saved(self, form: AgreedForm) -> HttpResponse:
        context = {
            "text": saved_at(timezone.now()),
            "rows": [row for row in form.rows.values() if not row.stale],
            "stale": [row.code for row in form.wrong if row.stale],
            "waiting": [row.code for row in form.wrong if row.error],
            "comparison": form.comparison,
            "is_lead": own_assignment(self.object, self.actor).is_lead,
            "review_id": self.object.pk,
        }
        return render(self.request, "standards/_compare_saved.html", context)

    def _show(self, form: AgreedForm, *, status: int = 200) -> HttpResponse:
        review, comparison = self.object, form.comparison
        assesses = can_score(self.actor, review)
        context = {
            "review": review,
            "organisation": review.assessment.organisation,
            "comparison": comparison,
            "sheet": form,
            "parts": [(part.domain, [form.rows[row.criterion.code] for row in part.rows]) for part in comparison.parts],
            "reads_of": review.assessment_id if can_see_assessment(self.actor, review.assessment) else None,
            "differing": sum(row.differs for row in comparison.rows),
            "can_write": assesses and review.state == ReviewState.CONSENSUS,
            "is_lead": assesses and own_assignment(review, self.actor).is_lead,
            "ending": ending_of(review.assessment, self.actor),
            "can_decide": can_decide(self.actor, review) and review.state == ReviewState.PANEL,
            "trail": self.trail((_("Side by side"), "")) if assesses else self._outside(),
        }
        return render(self.request, "standards/review_compare.html", context, status=status)

    def _outside(self) -> list[tuple[str, str]]:
        """Say where the page is to those who do not assess: coordinators come from their desk."""
        name = self.object.assessment.organisation.name
        if can_coordinate_review(self.actor, self.object):
            desk = (name, reverse("standards:coordination_review", args=[self.object.pk]))
            return [(_("Coordination"), reverse("organisations:coordination")), desk, (_("Side by side"), "")]
        return [(_("My hub"), reverse("pages:hub")), (_("Review of %(name)s") % {"name": name}, "")]


class AgreeEqualView(ReviewView):
    """Agreeing at once wherever both chose the same level."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, review_id: str) -> HttpResponseBase:
        """Write these levels down."""
        number = agree_where_equal(review_id=self.object.pk, by=self.actor, now=timezone.now())
        words = ngettext(
            "Written down for %(n)s criterion where you chose the same. You can still change it.",
            "Written down for %(n)s criteria where you chose the same. You can still change each.",
            number,
        )
        messages.success(request, words % {"n": number})
        return redirect("standards:compare", self.object.pk)


class SendToPanelView(ReviewView):
    """Handing the agreed levels to the panel, asked first in words."""

    def get(self, request: HttpRequest, review_id: str) -> HttpResponse:
        """Ask, or say what is missing."""
        return self._show(mark_of(self.object))

    def _show(self, mark: str, *, clash: dict[str, list[str]] | None = None, status: int = 200) -> HttpResponse:
        comparison = comparison_of(self.object, self.actor)
        is_lead = own_assignment(self.object, self.actor).is_lead
        context: dict[str, Any] = {
            "review": self.object,
            "waiting": [row.criterion for row in comparison.waiting],
            "is_lead": is_lead,
            "rows": comparison.rows,
            "form": SeenForm(mark=mark),
            "clash": clash,
            "is_ready": is_lead and not comparison.waiting and self.object.state == ReviewState.CONSENSUS,
            "title": _("Send the agreed levels to the panel?"),
            "lede": "",
            "consequences": [
                _("The agreed levels and reasons are fixed, unless the panel gives them back to you with a question."),
                _("One panel member, who did not assess, looks at whether this was fair and decides."),
            ],
            "kept": [_("What each of you chose at first stays as it is.")],
            "submit": _("Send to the panel"),
            "cancel_url": reverse("standards:compare", args=[self.object.pk]),
            "trail": self.trail((_("Send to the panel"), "")),
        }
        return render(self.request, "standards/review_send.html", context, status=status)

    def post(self, request: HttpRequest, review_id: str) -> HttpResponseBase:
        """Send."""
        seen = SeenForm(request.POST).shown
        try:
            send_to_panel(review_id=self.object.pk, seen=seen, by=self.actor, now=timezone.now())
        except WrongState as error:
            if error.state != ReviewState.PANEL:
                raise
            messages.info(request, _("That was done already."))
        except StaleVersion:
            mark = mark_of(self.object)
            return self._show(mark, clash={"changes": changes(seen, mark)}, status=409)
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Sent to the panel. You will hear when it has decided."))
        return redirect("standards:compare", self.object.pk)
