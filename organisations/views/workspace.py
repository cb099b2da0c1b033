"""An organisation's own page: where its entry stands, what is missing, what comes next."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView, get_visible
from organisations.models import Organisation
from organisations.policies import can_open_workspace, can_send_entry, can_unlist_entry, is_lead
from organisations.queries.entry import Missing, missing
from organisations.sections import SECTIONS
from organisations.states import ENTRY, State


class OrganisationView(HubView):
    """A page of one organisation's team. Others who can see the entry are told that it is not theirs (403)."""

    access = Access.on_object(can_open_workspace)
    object: Organisation

    def get_object(self) -> Organisation:
        """Fetch the organisation by its address."""
        return get_visible(Organisation.objects.visible_to(self.actor), slug=self.kwargs["slug"])

    def trail(self, here: str) -> list[tuple[str, str]]:
        """Say where the page is."""
        from django.urls import reverse

        organisation = self.object
        return [
            (_("My hub"), reverse("pages:hub")),
            (organisation.name, reverse("organisations:workspace", args=[organisation.slug])),
            (here, ""),
        ]


class WorkspaceView(OrganisationView):
    """The workspace."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Show the workspace."""
        organisation = self.object
        gaps = missing(organisation)
        context = {
            "organisation": organisation,
            "steps": steps(gaps),
            "gaps": gaps,
            "is_lead": is_lead(self.actor, organisation),
            "verbs": verbs(self, organisation),
            "locations": organisation.locations.select_related("area").order_by("position", "id"),
            "services": organisation.services.order_by("position", "id"),
            "team": organisation.memberships.open().select_related("user").order_by("since", "id"),
            "logo_shown": bool(organisation.logo),
        }
        return render(request, "organisations/workspace.html", context)


def steps(gaps: list[Missing]) -> list[dict[str, Any]]:
    """List the four steps, each with what is missing in it."""
    return [
        {
            "slug": section.slug,
            "title": section.title,
            "missing": [gap.message for gap in gaps if gap.section == section.slug],
        }
        for section in SECTIONS.values()
    ]


LEADS: frozenset[str] = frozenset({"submit", "take_back"})


def verbs(view: HubView, organisation: Organisation) -> dict[str, bool]:
    """Tell which transitions the page may offer."""
    open_verbs = {transition.verb for transition in ENTRY.verbs_from(organisation.state)}
    may_send, may_unlist = can_send_entry(view.actor, organisation), can_unlist_entry(view.actor, organisation)
    return {verb: verb in open_verbs and (may_send if verb in LEADS else may_unlist) for verb in ENTRY.transitions}


class SendView(OrganisationView):
    """The page before sending in: what is there, what is missing, one button."""

    access = Access.on_object(can_send_entry)
    template: ClassVar = "organisations/send.html"

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show what will be sent, or what is missing."""
        gaps = missing(self.object)
        waits = self.object.state in {State.DRAFT, State.CHANGES_REQUESTED}
        context = {
            "organisation": self.object,
            "gaps": gaps,
            "steps": steps(gaps),
            "can_send": waits and not gaps,
            "waits": waits,
            "trail": self.trail(_("Send in")),
        }
        return render(request, self.template, context)
