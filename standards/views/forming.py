"""One review as a coordinator looks after it: who assesses, who could, and calling it off."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import Refused, WrongState
from lero_hub.lists import paged, searched
from standards.forms.forming import AssignForm, CancelForm
from standards.models import Assignment, Review
from standards.policies import can_coordinate_review
from standards.queries import review_desk as queries
from standards.queries.assessors import candidates
from standards.queries.decision import ending_of
from standards.states import REVIEW, UNSEALED, ReviewState
from standards.views.review_desk import desk_trail
from standards.workflows.assigning import assign_assessor, choose_lead_assessor, release_assessor
from standards.workflows.reviews import cancel_review


class ReviewDeskView(HubView):
    """What every page about one review does."""

    access = Access.on_object(can_coordinate_review)
    object: Review

    def get_object(self) -> Review:
        """Fetch the review by its address."""
        rows = Review.objects.visible_to(self.actor).select_related(
            "assessment__organisation__base_area", "assessment__version", "opened_by", "cancelled_by"
        )
        return get_visible(rows, pk=self.kwargs["review_id"])

    @property
    def here(self) -> str:
        """Give the address of the review's page."""
        return reverse("standards:coordination_review", args=[self.object.pk])

    def trail(self, *more: str) -> list[tuple[str, str]]:
        """Say where the page is."""
        name = self.object.assessment.organisation.name
        reviews = (_("Reviews"), reverse("standards:coordination_reviews"))
        return desk_trail(reviews, (name, self.here if more else ""), *((word, "") for word in more))

    def assignment(self) -> Assignment:
        """Fetch the assignment that the address names, among those of this review."""
        rows = Assignment.objects.visible_to(self.actor).filter(review=self.object).select_related("user")
        return get_visible(rows, pk=self.kwargs["assignment_id"])


class ReviewView(ReviewDeskView):
    """The page of one review."""

    def get(self, request: HttpRequest, review_id: UUID) -> HttpResponse:
        """Show who is on it, and while somebody is lacking, who could be asked."""
        review, folder, text = self.object, queries.folder(self.object), searched(request)
        page = paged(request, candidates(review, text, now=timezone.now()) if folder.lacking else [])
        context = {
            "review": review,
            "organisation": review.assessment.organisation,
            "folder": folder,
            "ending": ending_of(review.assessment, self.actor) if review.state == ReviewState.DECIDED else None,
            "page": page,
            "text": text,
            "is_open": REVIEW.allows("cancel", review.state),
            "is_unsealed": review.state in UNSEALED,
            "can_lead": review.state in {ReviewState.FORMING, ReviewState.SCORING, ReviewState.CONSENSUS},
            "here": self.here,
            "trail": self.trail(),
        }
        return render(request, "standards/desk_review.html", context)


class AssignView(ReviewDeskView):
    """Ask somebody to assess."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, review_id: UUID) -> HttpResponseBase:
        """Ask them, or say why not."""
        form = AssignForm(request.POST)
        if not form.is_valid():
            messages.warning(request, _("Choose somebody from the list."))
            return redirect(self.here)
        try:
            assignment = assign_assessor(
                review_id=self.object.pk,
                user_id=form.cleaned_data["user"],
                is_lead=form.cleaned_data["is_lead"],
                by=self.actor,
                now=timezone.now(),
            )
        except (Refused, WrongState) as error:
            messages.warning(request, str(error))
        else:
            told = {"name": assignment.user.shown_name}
            messages.success(
                request, _("%(name)s is asked by e-mail. They declare interests before they start.") % told
            )
        return redirect(self.here)


class LeadView(ReviewDeskView):
    """Make one of the assessors the lead."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, review_id: UUID, assignment_id: UUID) -> HttpResponseBase:
        """Do it once."""
        assignment = self.assignment()
        try:
            choose_lead_assessor(assignment_id=assignment.pk, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.warning(request, str(error))
        else:
            told = {"name": assignment.user.shown_name}
            messages.success(request, _("%(name)s leads, and sends what both agree on to the panel.") % told)
        return redirect(self.here)


class AskFirstView(ReviewDeskView):
    """Ask in words, then act."""

    template: ClassVar[str] = "standards/desk_ask.html"

    def render_question(self, question: dict[str, Any], *, status: int = 200) -> HttpResponse:
        """Render the question."""
        context = {"cancel_url": self.here, "trail": self.trail(question["submit"]), **question}
        return render(self.request, self.template, context, status=status)


class ReleaseView(AskFirstView):
    """Let an assessor go."""

    def get(self, request: HttpRequest, review_id: UUID, assignment_id: UUID) -> HttpResponse:
        """Ask."""
        name = {"name": self.assignment().user.shown_name}
        return self.render_question(
            {
                "title": _("Release %(name)s from this review?") % name,
                "consequences": [
                    _("They no longer see the self-assessment, and are told by e-mail that nothing is left to do."),
                    _("Levels that they have chosen and not sent in are deleted."),
                    _("The review looks for somebody else."),
                ],
                "kept": [_("That they were asked, and when. You can ask them again.")],
                "submit": _("Release them"),
            }
        )

    def post(self, request: HttpRequest, review_id: UUID, assignment_id: UUID) -> HttpResponseBase:
        """Release them once."""
        assignment = self.assignment()
        try:
            release_assessor(assignment_id=assignment.pk, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.warning(request, str(error))
        else:
            told = {"name": assignment.user.shown_name}
            messages.success(request, _("%(name)s is released. Choose somebody else.") % told)
        return redirect(self.here)


class CancelView(AskFirstView):
    """Call the review off, with a reason."""

    def get(self, request: HttpRequest, review_id: UUID) -> HttpResponseBase:
        """Ask, while there is something to call off."""
        if not REVIEW.allows("cancel", self.object.state):
            messages.info(request, _("This review is over already."))
            return redirect(self.here)
        return self.question(CancelForm(self.parked()))

    def question(self, form: CancelForm, *, status: int = 200) -> HttpResponse:
        """Say what will happen."""
        name = {"name": self.object.assessment.organisation.name}
        return self.render_question(
            {
                "title": _("Call off the review of %(name)s?") % name,
                "consequences": [
                    _("The review ends for good. Assessors and the leads of the organisation are told by e-mail."),
                    _("Levels that were not sent in are deleted."),
                    _("The self-assessment waits again, and you can open another review."),
                ],
                "kept": [_("What the organisation wrote. Who assessed, and levels that were sent in.")],
                "submit": _("Call it off"),
                "form": form,
            },
            status=status,
        )

    def post(self, request: HttpRequest, review_id: UUID) -> HttpResponseBase:
        """Call it off once."""
        if self.object.state == ReviewState.CANCELLED:
            messages.info(request, _("This review was called off already."))
            return redirect(self.here)
        form = CancelForm(request.POST)
        if not form.is_valid():
            return self.question(form)
        reason = form.cleaned_data["reason"]
        cancel_review(review_id=self.object.pk, reason=reason, by=self.actor, now=timezone.now())
        messages.success(request, _("Called off. Everybody in it is told, and the self-assessment waits again."))
        return redirect("standards:coordination_assessment", self.object.assessment_id)
