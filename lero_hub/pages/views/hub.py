"""My hub: what needs you now, and what is yours."""

from django.contrib.humanize.templatetags.humanize import apnumber
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst

from evidence.policies import can_curate
from lero_hub.authz.policies import is_coordinator, is_superuser
from lero_hub.authz.views import Access, HubView
from lero_hub.pages import hub
from lero_hub.pages.needs import needs_of
from standards.policies import is_assessor, is_panel_member


class HubPage(HubView):
    """The first page of everybody who is signed in."""

    access = Access.signed_in()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it. The needs are read once; the badge in the header shows their number."""
        now = timezone.now()
        today = timezone.localdate(now)
        needs = needs_of(self.actor, now=now)
        context = {
            "tasks": [
                {
                    "label": need.label,
                    "url": need.url,
                    "note": need.note,
                    "state": need.state(today),
                    "state_kind": need.state_kind(today),
                }
                for need in needs
            ],
            "number": capfirst(str(apnumber(len(needs)))),
            "first_waits": bool(needs) and needs[0].waits_for_others,
            "hub_count": len(needs),
            "cards": hub.cards_of(self.actor, now=now),
            "asked": hub.requests_of(self.actor),
            "coordinates": is_coordinator(self.actor, None),
            "assesses": is_assessor(self.actor, None),
            "on_panel": is_panel_member(self.actor, None),
            "curates": can_curate(self.actor, None),
            "operates": is_superuser(self.actor, None),
        }
        return render(request, "pages/hub.html", context)
