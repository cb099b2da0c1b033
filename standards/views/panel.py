"""The panel: what waits, deciding one review, or giving it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView
from lero_hub.errors import StaleVersion, WrongState
from standards.forms.deciding import DecideForm, GiveBackForm
from standards.models import Review
from standards.policies import can_decide, is_panel_member
from standards.queries.comparison import comparison_of
from standards.queries.decision import panel_queue, reckon
from standards.queries.shown import changes, digest_of, mark_of
from standards.states import ReviewState
from standards.views.scoring import ReviewView
from standards.workflows.decision import decide_review, require_decider, return_to_assessors


class PanelView(HubView):
    """What waits for the panel."""

    access = Access.policy(is_panel_member)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the queue."""
        now = timezone.now()
        page = panel_queue(self.actor, number=request.GET.get("page", ""), now=now)
        trail = [(_("My hub"), reverse("pages:hub")), (_("Panel"), "")]
        return render(request, "standards/panel.html", {"page": page, "trail": trail})


class PanelReviewView(ReviewView):
    """A page of one review for those who may decide it now; others are told why they may not."""

    access = Access.on_object(can_decide)

    def get_object(self) -> Review:
        """Fetch the review, and refuse whoever had a tie within 24 months."""
        review = super().get_object()
        if can_decide(self.actor, review):
            require_decider(review, by=self.actor, now=timezone.now())
        return review

    def trail(self, *here: tuple[str, str]) -> list[tuple[str, str]]:
        """Say where the page is."""
        return [(_("My hub"), reverse("pages:hub")), (_("Panel"), reverse("standards:panel")), *here]

    def is_over(self) -> bool:
        """Tell whether somebody else has taken it."""
        return bool(self.object.state != ReviewState.PANEL)

    def taken(self) -> HttpResponse:
        """Lead on from a review that is no longer with the panel."""
        messages.info(self.request, _("This review has been decided already, or is with the assessors again."))
        return redirect("standards:compare", self.object.pk)


class DecideView(PanelReviewView):
    """The agreed levels, the outcome that they give, and the decision."""

    def get(self, request: HttpRequest, review_id: str) -> HttpResponse:
        """Show what there is to decide."""
        if self.is_over():
            return self.taken()
        mark = mark_of(self.object)
        return self._show(DecideForm(self.parked(), mark=mark), mark)

    def post(self, request: HttpRequest, review_id: str) -> HttpResponseBase:
        """Decide."""
        form, mark = DecideForm(request.POST), mark_of(self.object)
        if self.is_over():
            return self.taken()
        if not form.is_valid():
            return self._show(form, mark)
        reasons, seen = form.cleaned_data["reasons"], form.shown
        try:
            decision = decide_review(
                review_id=self.object.pk, reasons=reasons, seen=seen, by=self.actor, now=timezone.now()
            )
        except WrongState:
            return self.taken()
        except StaleVersion:
            return self._changed(form)
        words = _("Decided: %(outcome)s. The organisation, the assessors and the coordinators are told.")
        messages.success(request, words % {"outcome": decision.get_outcome_display()})
        return redirect("standards:compare", self.object.pk)

    def _changed(self, form: DecideForm) -> HttpResponse:
        """Show what there is to decide now, say what is new, and keep the reasons."""
        self.object = self.get_object()
        mark, seen = mark_of(self.object), form.shown
        form.show_anew(mark)
        return self._show(form, mark, clash={"changes": changes(seen, mark)}, status=409)

    def _show(
        self, form: DecideForm, mark: str, *, clash: dict[str, list[str]] | None = None, status: int = 200
    ) -> HttpResponse:
        review = self.object
        context = {
            "review": review,
            "organisation": review.assessment.organisation,
            "comparison": comparison_of(review, self.actor),
            "reckoning": reckon(review),
            "form": form,
            "clash": clash,
            "digest": digest_of(mark),
            "trail": self.trail((review.assessment.organisation.name, "")),
        }
        return render(self.request, "standards/decide.html", context, status=status)


class ReturnView(PanelReviewView):
    """Giving a review back to its assessors with a question. The link here carries what the page before showed."""

    def get(self, request: HttpRequest, review_id: str) -> HttpResponse:
        """Ask what they should look at again."""
        if self.is_over():
            return self.taken()
        mark = digest_of(request.GET.get("seen", "")) or digest_of(mark_of(self.object))
        return self._show(GiveBackForm(self.parked(), mark=mark))

    def post(self, request: HttpRequest, review_id: str) -> HttpResponseBase:
        """Give it back."""
        form = GiveBackForm(request.POST)
        if self.is_over():
            return self.taken()
        if not form.is_valid():
            return self._show(form)
        try:
            return_to_assessors(
                review_id=self.object.pk,
                reason=form.cleaned_data["reason"],
                seen=form.shown,
                by=self.actor,
                now=timezone.now(),
            )
        except WrongState:
            return self.taken()
        except StaleVersion:
            form.show_anew(digest_of(mark_of(self.object)))
            return self._show(form, status=409)
        messages.success(request, _("Given back. The assessors are told, and it comes to the panel again."))
        return redirect("standards:panel")

    def _show(self, form: GiveBackForm, *, status: int = 200) -> HttpResponse:
        review = self.object
        decide = reverse("standards:decide", args=[review.pk])
        context = {
            "review": review,
            "form": form,
            "clash": {"read": decide} if status == 409 else None,
            "title": _("Give this review back to the assessors?"),
            "lede": _("The panel looks at whether it was done fairly. It does not score again."),
            "consequences": [
                _("The assessors can change the levels that they agreed on, and their reasons."),
                _("Once the lead assessor sends it anew, any member of the panel can decide."),
            ],
            "submit": _("Give it back"),
            "cancel_url": decide,
            "trail": self.trail((review.assessment.organisation.name, decide), (_("Give back"), "")),
        }
        return render(self.request, "standards/return.html", context, status=status)
