"""The panel: what waits, deciding one review, or giving it back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView
from lero_hub.errors import WrongState
from standards.forms.scoring import ReasonsForm, ReturnForm
from standards.models import Review
from standards.policies import can_decide, is_panel_member
from standards.queries.comparison import comparison_of
from standards.queries.decision import panel_queue, reckon
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
        return self.taken() if self.is_over() else self._show(ReasonsForm(self.parked()))

    def post(self, request: HttpRequest, review_id: str) -> HttpResponseBase:
        """Decide."""
        form = ReasonsForm(request.POST)
        if self.is_over():
            return self.taken()
        if not form.is_valid():
            return self._show(form)
        reasons = form.cleaned_data["reasons"]
        try:
            decision = decide_review(review_id=self.object.pk, reasons=reasons, by=self.actor, now=timezone.now())
        except WrongState:
            return self.taken()
        words = _("Decided: %(outcome)s. The organisation, the assessors and the coordinators are told.")
        messages.success(request, words % {"outcome": decision.get_outcome_display()})
        return redirect("standards:compare", self.object.pk)

    def _show(self, form: ReasonsForm) -> HttpResponse:
        review = self.object
        context = {
            "review": review,
            "organisation": review.assessment.organisation,
            "comparison": comparison_of(review, self.actor),
            "reckoning": reckon(review),
            "form": form,
            "trail": self.trail((review.assessment.organisation.name, "")),
        }
        return render(self.request, "standards/decide.html", context)


class ReturnView(PanelReviewView):
    """Giving a review back to its assessors with a question."""

    def get(self, request: HttpRequest, review_id: str) -> HttpResponse:
        """Ask what they should look at again."""
        return self.taken() if self.is_over() else self._show(ReturnForm(self.parked()))

    def post(self, request: HttpRequest, review_id: str) -> HttpResponseBase:
        """Give it back."""
        form = ReturnForm(request.POST)
        if self.is_over():
            return self.taken()
        if not form.is_valid():
            return self._show(form)
        try:
            return_to_assessors(
                review_id=self.object.pk, reason=form.cleaned_data["reason"], by=self.actor, now=timezone.now()
            )
        except WrongState:
            return self.taken()
        messages.success(request, _("Given back. The assessors are told, and it comes to the panel again."))
        return redirect("standards:panel")

    def _show(self, form: ReturnForm) -> HttpResponse:
        review = self.object
        decide = reverse("standards:decide", args=[review.pk])
        context = {
            "review": review,
            "form": form,
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
        return render(self.request, "standards/return.html", context)
