"""An organisation looks at itself: beginning, how far it is, and all of it on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import Refused
from organisations.models import Organisation
from organisations.policies import is_team
from standards.forms.assessment import StartForm
from standards.models import Assessment, FrameworkVersion
from standards.policies import (
    can_see_assessment,
    can_send_assessment,
    can_start_assessment,
    can_write_assessment,
    is_writable,
)
from standards.queries.answers import read_answers
from standards.queries.assessment import open_assessment_of, progress, shows_own_level, writers
from standards.queries.decision import ending_of
from standards.states import ASSESSMENT
from standards.workflows.assessment import start_assessment


class StartView(HubView):
    """Say what lies ahead, then begin. Whoever has begun already is led there."""

    access = Access.on_object(can_start_assessment)
    object: Organisation

    def get_object(self) -> Organisation:
        """Fetch the organisation."""
        return get_visible(Organisation.objects.visible_to(self.actor), slug=self.kwargs["slug"])

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Say what lies ahead."""
        standing = open_assessment_of(self.object.pk)
        if standing is not None:
            return redirect("standards:assessment", standing.pk)
        return self._show(StartForm())

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Begin."""
        form = StartForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        chosen: FrameworkVersion = form.cleaned_data["version"]
        try:
            assessment = start_assessment(
                organisation_id=self.object.pk, version_id=chosen.pk, by=self.actor, now=timezone.now()
            )
        except Refused as error:
            standing = open_assessment_of(self.object.pk)
            if standing is None:
                raise
            messages.info(request, str(error))
            return redirect("standards:assessment", standing.pk)
        messages.success(request, _("Begun. Only your team sees it until you send it in."))
        return redirect("standards:assessment", assessment.pk)

    def _show(self, form: StartForm) -> HttpResponse:
        context = {
            "organisation": self.object,
            "form": form,
            "can_begin": form.fields["version"].queryset.exists(),  # type: ignore[attr-defined]  # a model choice
            "trail": [
                (_("My hub"), reverse("pages:hub")),
                (self.object.name, reverse("organisations:workspace", args=[self.object.slug])),
                (_("Look at ourselves"), ""),
            ],
        }
        return render(self.request, "standards/assessment_start.html", context)


class AssessmentPage(HubView):
    """A page of one assessment, for whoever may see it."""

    access = Access.on_object(can_see_assessment)
    object: Assessment

    def get_object(self) -> Assessment:
        """Fetch the assessment with its organisation and edition."""
        rows = Assessment.objects.visible_to(self.actor).select_related("organisation", "version", "submitted_by")
        return get_visible(rows, pk=self.kwargs["assessment_id"])

    @property
    def is_team(self) -> bool:
        """Tell whether the reader acts for the organisation."""
        return is_team(self.actor, self.object.organisation)

    @property
    def may_write(self) -> bool:
        """Tell whether the page offers forms."""
        return can_write_assessment(self.actor, self.object) and is_writable(self.object)

    def trail(self, *here: tuple[str, str]) -> list[tuple[str, str]]:
        """Say where the page is."""
        organisation = self.object.organisation
        way = "organisations:workspace" if self.is_team else "organisations:profile"
        start = (organisation.name, reverse(way, args=[organisation.slug]))
        return [(_("My hub"), reverse("pages:hub")), start, *here]

    def trail_below(self, *here: tuple[str, str]) -> list[tuple[str, str]]:
        """Say where a page below the overview is."""
        return self.trail((_("Self-assessment"), reverse("standards:assessment", args=[self.object.pk])), *here)


class OverviewView(AssessmentPage):
    """How far it is, what comes next, what is missing, who may send it in."""

    def get(self, request: HttpRequest, assessment_id: str) -> HttpResponse:
        """Show the overview."""
        assessment = self.object
        context: dict[str, Any] = {
            "assessment": assessment,
            "organisation": assessment.organisation,
            "version": assessment.version,
            "progress": progress(assessment),
            "scale": list(assessment.version.scale.order_by("level")) if self.may_write else [],
            "is_team": self.is_team,
            "may_write": self.may_write,
            "is_lead": can_send_assessment(self.actor, assessment),
            "may": {verb.verb: True for verb in ASSESSMENT.verbs_from(assessment.state)},
            "ending": ending_of(assessment, self.actor),
            "writers": writers(assessment, self.actor) if self.may_write else [],
            "trail": self.trail((_("Self-assessment"), "")),
        }
        return render(request, "standards/assessment.html", context)


class PaperView(AssessmentPage):
    """All questions, with what has been answered, to print for a meeting around a table."""

    def get(self, request: HttpRequest, assessment_id: str) -> HttpResponse:
        """Show it all."""
        context = {
            "assessment": self.object,
            "organisation": self.object.organisation,
            "version": self.object.version,
            "answers": read_answers(self.object),
            "scale": {each.level: each for each in self.object.version.scale.all()},
            "show_level": shows_own_level(self.actor, self.object),
            "may_write": self.may_write,
            "trail": self.trail_below((_("On paper"), "")),
        }
        return render(request, "standards/assessment_paper.html", context)
