"""The assessor's side of a review: what is theirs to do, declaring interests, saying no."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import Refused
from lero_hub.lists import paged
from standards.forms.forming import DeclareForm
from standards.models import Assignment
from standards.policies import can_see_assignment, is_assessor
from standards.queries import my_reviews as queries
from standards.queries.agreements import is_ready_to_assess, open_agreement
from standards.queries.scoring import criteria_of
from standards.states import OPEN_REVIEW, Interest
from standards.workflows.declaring import declare_interests, decline_assignment


class MyReviewsView(HubView):
    """My reviews: what goes on first, then what is over, 25 a page."""

    access = Access.policy(is_assessor)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show them."""
        now = timezone.now()
        page = paged(request, queries.done(self.actor))
        context = {
            "tasks": queries.open_tasks(self.actor),
            "page": page,
            "over": [(assignment, queries.done_words(assignment)) for assignment in page],
            "is_ready": is_ready_to_assess(self.actor.person, now),
            "standing": open_agreement(self.actor.person),
            "trail": [(_("My hub"), reverse("pages:hub")), (_("My reviews"), "")],
        }
        return render(request, "standards/my_reviews.html", context)


class AssignmentView(HubView):
    """A page about the actor's own assignment to a review."""

    access = Access.on_object(can_see_assignment)
    object: Assignment

    def get_object(self) -> Assignment:
        """Fetch the open one, or the one that ended last."""
        own = queries.latest(self.actor, self.kwargs["review_id"])
        if own is None:
            raise Http404
        return get_visible(
            Assignment.objects.visible_to(self.actor).select_related("review__assessment__organisation__base_area"),
            pk=own.pk,
        )

    @property
    def is_over(self) -> bool:
        """Tell whether nothing is left to answer."""
        return self.object.ended_at is not None or self.object.review.state not in OPEN_REVIEW


class DeclareView(AssignmentView):
    """Declare interests before anything opens."""

    def get(self, request: HttpRequest, review_id: UUID) -> HttpResponseBase:
        """Say what it is about, and ask; lead on whoever has nothing left to declare here."""
        return self.lead_on() or self.show(DeclareForm(self.parked()))

    def post(self, request: HttpRequest, review_id: UUID) -> HttpResponseBase:
        """Declare."""
        form = DeclareForm(request.POST)
        if not form.is_valid():
            return self.lead_on() or self.show(form)
        interest = form.cleaned_data["interest"]
        try:
            declare_interests(assignment_id=self.object.pk, interest=interest, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.warning(request, str(error))
            return redirect("standards:assessor_agreement" if error.code == "agreement" else "standards:my_reviews")
        if interest == Interest.NONE:
            messages.success(request, _("Thank you. The self-assessment is open to you now."))
            return redirect("standards:review", review_id)
        messages.success(
            request,
            _("Thank you for saying so. You are off this review, and a coordinator asks somebody else. That is all."),
        )
        return redirect("standards:my_reviews")

    def lead_on(self) -> HttpResponseBase | None:
        """Redirect when it is over, declared already, or the agreement has to come first."""
        if self.is_over:
            messages.info(self.request, _("You are no longer asked to look at this one. There is nothing left to do."))
            return redirect("standards:my_reviews")
        if self.object.declarations.exists():
            return redirect("standards:review", self.object.review_id)
        if not is_ready_to_assess(self.actor.person, timezone.now()):
            messages.info(self.request, _("First accept the assessor agreement. It holds for one year."))
            return redirect("standards:assessor_agreement")
        return None

    def show(self, form: DeclareForm) -> HttpResponse:
        """Render what an assessor may know before they declare: who it is about, and how much there is to do."""
        assessment = self.object.review.assessment
        context = {
            "assignment": self.object,
            "organisation": assessment.organisation,
            "criteria": len(criteria_of(assessment)),
            "form": form,
            "trail": [
                (_("My reviews"), reverse("standards:my_reviews")),
                (_("Can you look at %(name)s?") % {"name": assessment.organisation.name}, ""),
            ],
        }
        return render(self.request, "standards/declare.html", context)


class DeclineView(AssignmentView):
    """Say no, or step down, in one click."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, review_id: UUID) -> HttpResponseBase:
        """Leave the review; nobody asks why."""
        try:
            decline_assignment(assignment_id=self.object.pk, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("That is fine. You are off this review, and a coordinator asks somebody else."))
        return redirect("standards:my_reviews")
