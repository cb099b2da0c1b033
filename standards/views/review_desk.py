"""The coordinators' desk of reviews: assessments that wait, and reviews by where they stand."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.policies import is_coordinator
from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import WrongState
from lero_hub.lists import paged, searched
from standards.forms.forming import AskChangeForm
from standards.models import Assessment
from standards.policies import can_coordinate_assessment
from standards.queries import review_desk as queries
from standards.queries.answers import read_answers
from standards.queries.assessment import shows_own_level
from standards.queries.decision import ending_of
from standards.states import ASSESSMENT, AssessmentState
from standards.workflows.assessment import request_assessment_changes
from standards.workflows.reviews import open_review


def desk_trail(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """Say where a page of the desk is."""
    return [(_("Coordination"), reverse("organisations:coordination")), *more]


def chosen_tab(request: HttpRequest, tabs: Mapping[str, queries.Tab], first: str) -> queries.Tab:
    """Give the part of a list that the address asks for."""
    tab = tabs.get(request.GET.get("state", first))
    if tab is None:
        raise Http404
    return tab


class AssessmentsView(HubView):
    """Assessments in parts, what waits for a review first."""

    access = Access.policy(is_coordinator)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one part."""
        tab = chosen_tab(request, queries.ASSESSMENT_TABS, "waiting")
        text, counts = searched(request), queries.count_assessments(self.actor)
        page = paged(request, queries.assessments(self.actor, tab=tab, text=text))
        context = {
            "tab": tab,
            "tabs": [(each, counts[each.slug]) for each in queries.ASSESSMENT_TABS.values()],
            "text": text,
            "page": page,
            "rows": [(each, getattr(each, tab.since)) for each in page],
            "kept": [("state", tab.slug)],
            "trail": desk_trail((_("Self-assessments"), "")),
        }
        return render(request, "standards/desk_assessments.html", context)


class AssessmentView(HubView):
    """One assessment as a coordinator reads it before a review."""

    access = Access.on_object(can_coordinate_assessment)
    object: Assessment

    def get_object(self) -> Assessment:
        """Fetch the assessment by its address."""
        rows = Assessment.objects.visible_to(self.actor).select_related("organisation__base_area", "version")
        return get_visible(rows.select_related("submitted_by"), pk=self.kwargs["assessment_id"])

    def get(self, request: HttpRequest, assessment_id: UUID) -> HttpResponse:
        """Show it."""
        return self.show(AskChangeForm(self.parked()))

    def show(self, form: AskChangeForm, *, status: int = 200) -> HttpResponse:
        """Render it with what can be done now."""
        assessment = self.object
        lines = read_answers(assessment)
        may = {verb: ASSESSMENT.allows(verb, assessment.state) for verb in ("request_changes", "begin_review")}
        context: dict[str, Any] = {
            "assessment": assessment,
            "organisation": assessment.organisation,
            "chapters": [(domain, list(found)) for domain, found in groupby(lines, lambda line: line.criterion.domain)],
            "show_level": shows_own_level(self.actor, assessment),
            "reviews": queries.earlier_reviews(assessment),
            "ending": ending_of(assessment, self.actor),
            "may": may,
            "change_form": form,
            "form": form if form.is_bound else None,
            "here": reverse("standards:coordination_assessment", args=[assessment.pk]),
            "trail": desk_trail(
                (_("Self-assessments"), reverse("standards:coordination_assessments")),
                (assessment.organisation.name, ""),
            ),
        }
        return render(self.request, "standards/desk_assessment.html", context, status=status)


class AskChangeView(AssessmentView):
    """Send it back with a question."""

    http_method_names = ["post"]

    def get_object(self) -> Assessment:
        """Fetch it, one that was sent back too: whoever sends the question twice is told so, and reads nothing."""
        rows = Assessment.objects.at_desk(self.actor) | Assessment.objects.visible_to(self.actor)
        return get_visible(
            rows.select_related("organisation__base_area", "version", "submitted_by"), pk=self.kwargs["assessment_id"]
        )

    def post(self, request: HttpRequest, assessment_id: UUID) -> HttpResponseBase:
        """Ask once."""
        form = AskChangeForm(request.POST)
        if self.object.state == AssessmentState.CHANGES_REQUESTED:
            messages.info(request, _("It was sent back already."))
            return redirect("standards:coordination_assessments")
        if not form.is_valid():
            return self.show(form)
        reason = form.cleaned_data["reason"]
        try:
            request_assessment_changes(assessment_id=self.object.pk, reason=reason, by=self.actor, now=timezone.now())
        except WrongState as error:
            messages.warning(request, str(error))
            self.object = super().get_object()
            return self.show(form, status=409)
        messages.success(
            request, _("Sent back with your question. The team has been told, and it comes back when it is ready.")
        )
        return redirect("standards:coordination_assessments")


class OpenReviewView(AssessmentView):
    """Open a review."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, assessment_id: UUID) -> HttpResponseBase:
        """Open it, or lead to the one that is open."""
        review = open_review(assessment_id=self.object.pk, by=self.actor, now=timezone.now())
        messages.success(request, _("The review is open. Choose two assessors."))
        return redirect("standards:coordination_review", review.pk)


class ReviewsView(HubView):
    """Reviews in parts, those that lack assessors first."""

    access = Access.policy(is_coordinator)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one part."""
        tab = chosen_tab(request, queries.REVIEW_TABS, "forming")
        text, counts = searched(request), queries.count_reviews(self.actor)
        page = paged(request, queries.reviews(self.actor, tab=tab, text=text))
        context = {
            "tab": tab,
            "tabs": [(each, counts[each.slug]) for each in queries.REVIEW_TABS.values()],
            "text": text,
            "page": page,
            "rows": [(each, getattr(each, tab.since)) for each in page],
            "kept": [("state", tab.slug)],
            "trail": desk_trail((_("Reviews"), "")),
        }
        return render(request, "standards/desk_reviews.html", context)
