"""An organisation's page of standards for its team, and the pledge: made and withdrawn in words."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import Refused
from lero_hub.lists import paged
from organisations.models import Organisation
from organisations.policies import is_lead
from organisations.states import State
from standards.models import FrameworkVersion, Pledge
from standards.policies import can_open_standards, can_pledge, can_start_assessment, can_withdraw_pledge
from standards.queries.framework import current_editions
from standards.queries.organisation import (
    assessments_of,
    has_open_assessment,
    open_pledge,
    past_pledges,
    recognitions_of,
    step_of,
)
from standards.workflows.pledges import pledge, withdraw_pledge


class StandardsOfView(HubView):
    """A page about one organisation and the standards, for its team."""

    access = Access.on_object(can_open_standards)
    object: Organisation

    def get_object(self) -> Organisation:
        """Fetch the organisation by its address."""
        return get_visible(Organisation.objects.visible_to(self.actor), slug=self.kwargs["slug"])

    def home(self) -> str:
        """Give the address of the organisation's page of standards."""
        return reverse("standards:organisation", args=[self.object.slug])

    def trail(self, here: str = "") -> list[tuple[str, str]]:
        """Say where the page is."""
        organisation = self.object
        trail = [
            (_("My hub"), reverse("pages:hub")),
            (organisation.name, reverse("organisations:workspace", args=[organisation.slug])),
            (_("Standards"), self.home() if here else ""),
        ]
        return [*trail, (here, "")] if here else trail


class OrganisationStandardsView(StandardsOfView):
    """Pledge, assessments and recognition, and what comes next."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the page."""
        organisation, held = self.object, open_pledge(self.actor, self.object)
        page = paged(request, assessments_of(self.actor, organisation))
        context = {
            "organisation": organisation,
            "pledge": held,
            "past": past_pledges(self.actor, organisation),
            "editions": current_editions(),
            "is_listed": organisation.state == State.LISTED,
            "is_lead": is_lead(self.actor, organisation),
            "page": page,
            "steps": [step_of(assessment) for assessment in page],
            "may_start": can_start_assessment(self.actor, organisation) and not has_open_assessment(organisation),
            "recognitions": recognitions_of(organisation, timezone.localdate()),
            "trail": self.trail(),
        }
        return render(request, "standards/organisation.html", context)


class AskPledgeView(StandardsOfView):
    """Say what a pledge is before it is made."""

    access = Access.on_object(can_pledge)

    def get(self, request: HttpRequest, slug: str, version_id: str) -> HttpResponse:
        """Ask."""
        version = edition_of(self, version_id)
        context: dict[str, Any] = {
            "title": _("Pledge for %(name)s?") % {"name": self.object.name},
            "lede": _(
                "A pledge is a promise that your organisation makes: to work towards %(title)s, edition %(number)s."
            )
            % {"title": version.title, "number": version.number},
            "consequences": [
                _("Your page and the directory say that you pledged, and since when."),
                _("When you ask for it, people with lived experience from other organisations look with you."),
                _("A pledge is not a recognition. Nobody checks it, and it never looks like one."),
            ],
            "kept": [_("You can withdraw it on any day, without a reason.")],
            "submit": _("We pledge"),
            "reversible": True,
            "action": reverse("standards:pledge", args=[slug, version.pk]),
            "cancel_url": self.home(),
            "trail": self.trail(_("Pledge")),
        }
        return render(request, "layouts/ask_first.html", context)


def edition_of(view: HubView, version_id: str) -> FrameworkVersion:
    """Fetch an edition by its id."""
    return get_visible(FrameworkVersion.objects.visible_to(view.actor).select_related("framework"), pk=version_id)


class PledgeView(StandardsOfView):
    """Make the pledge."""

    access = Access.on_object(can_pledge)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, version_id: str) -> HttpResponseBase:
        """Do it once; a second click is told that it is done."""
        version = edition_of(self, version_id)
        try:
            pledge(organisation_id=self.object.pk, version_id=version.pk, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.info(request, str(error))
        else:
            messages.success(request, _("You have pledged. Your page says so from now on. Next: look at yourselves."))
        return redirect(self.home())


class PledgeOfView(StandardsOfView):
    """A page about one pledge of the organisation."""

    def held(self, pledge_id: str) -> Pledge:
        """Fetch the pledge; whoever may not withdraw it is refused."""
        rows = Pledge.objects.visible_to(self.actor).filter(organisation=self.object)
        found = get_visible(rows.select_related("organisation", "version"), pk=pledge_id)
        can_withdraw_pledge.require(self.actor, found)
        return found


class AskWithdrawPledgeView(PledgeOfView):
    """Ask before a pledge is withdrawn."""

    def get(self, request: HttpRequest, slug: str, pledge_id: str) -> HttpResponse:
        """Ask."""
        held = self.held(pledge_id)
        context = {
            "title": _("Withdraw the pledge of %(name)s?") % {"name": self.object.name},
            "consequences": [
                _("Your page and the directory no longer show a pledge."),
                _("If you pledge again, the new day counts."),
            ],
            "kept": [_("Your assessments, and a recognition if you have one.")],
            "submit": _("Withdraw the pledge"),
            "action": reverse("standards:withdraw_pledge", args=[slug, held.pk]),
            "cancel_url": self.home(),
            "trail": self.trail(_("Withdraw the pledge")),
        }
        return render(request, "layouts/ask_first.html", context)


class WithdrawPledgeView(PledgeOfView):
    """Withdraw the pledge."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, pledge_id: str) -> HttpResponseBase:
        """Do it once."""
        held = self.held(pledge_id)
        try:
            withdraw_pledge(pledge_id=held.pk, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.info(request, str(error))
        else:
            messages.success(request, _("The pledge is withdrawn. Your page no longer shows it."))
        return redirect(self.home())
