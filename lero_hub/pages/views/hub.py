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
from organisations.desk_places import PLACES
from peer_supervision.queries import cards as circle_cards
from standards.policies import is_assessor, is_panel_member


class HubPage(HubView):
    """The first page of everybody who is signed in."""

    access = Access.signed_in()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it. The needs are read once; the badge in the header shows their number."""
        now = timezone.now()
        today = timezone.localdate(now)
        needs = needs_of(self.actor, now=now)
        cards, circles = hub.cards_of(self.actor, now=now), circle_cards.cards_of(self.actor, now=now)
        coordinates = is_coordinator(self.actor, None)
        operator = hub.running(now=now) if is_superuser(self.actor, None) else None
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
            "circles": circles,
            "begins": any(card.is_near for card in circles),
            "cards": cards,
            "asked": hub.requests_of(self.actor),
            "settled": bool(cards or circles or coordinates or operator),
            "coordinates": coordinates,
            "desk": PLACES,
            "operator": operator,
            "assesses": is_assessor(self.actor, None),
            "on_panel": is_panel_member(self.actor, None),
            "curates": can_curate(self.actor, None),
        }
        return render(request, "pages/hub.html", context)
