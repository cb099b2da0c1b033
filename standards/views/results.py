"""What a review ended with: for the organisation, and for everybody the page that proves a recognition."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView, get_visible
from standards.models import PanelDecision, Recognition, Review
from standards.policies import can_see_result
from standards.queries.decision import reckon
from standards.queries.result import findings_of
from standards.wording import what_comes_next


class ResultView(HubView):
    """The result for the organisation: agreed levels and reasons, never what a single assessor chose, nor who."""

    access = Access.on_object(can_see_result)
    object: Review

    def get_object(self) -> Review:
        """Fetch the decided review of an assessment of one's own organisation."""
        rows = Review.objects.with_result_for(self.actor)
        rows = rows.select_related("assessment__organisation", "assessment__version")
        return get_visible(rows, assessment_id=self.kwargs["assessment_id"])

    def get(self, request: HttpRequest, assessment_id: str) -> HttpResponse:
        """Show the result."""
        review = self.object
        organisation = review.assessment.organisation
        decision = PanelDecision.objects.visible_to(self.actor).get(review=review)
        context = {
            "review": review,
            "organisation": organisation,
            "decision": decision,
            "findings": findings_of(review, self.actor),
            "reckoning": reckon(review),
            "recognition": review.recognitions.first(),
            "next_steps": what_comes_next(decision.outcome),
            "trail": [
                (_("My hub"), reverse("pages:hub")),
                (organisation.name, reverse("organisations:workspace", args=[organisation.slug])),
                (_("Result of the review"), ""),
            ],
        }
        return render(request, "standards/result.html", context)


class RecognitionView(HubView):
    """The public page that proves a recognition: its address is the proof."""

    access = Access.public()

    def get(self, request: HttpRequest, recognition_id: str) -> HttpResponse:
        """Show what the recognition says, and whether it holds today."""
        rows = Recognition.objects.select_related("organisation", "version__framework", "review")
        recognition = get_visible(rows, pk=recognition_id)
        today = timezone.localdate()
        context = {
            "recognition": recognition,
            "organisation": recognition.organisation,
            "version": recognition.version,
            "is_current": recognition.valid_from <= today <= recognition.valid_until,
            "today": today,
            "address": f"{settings.BASE_URL}{request.path}",
        }
        return render(request, "standards/recognition.html", context)
