"""The page that the mail about an old entry opens: the entry in short, and one button."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access
from organisations.policies import can_confirm_entry
from organisations.states import State, Unlisting
from organisations.views.workspace import OrganisationView


class AskConfirmView(OrganisationView):
    """Ask whether the entry is still true. The button posts to the address of the verb."""

    access = Access.on_object(can_confirm_entry)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show what the entry says, in short."""
        organisation = self.object
        by_time = organisation.unlisted_why == Unlisting.NOT_CONFIRMED
        context = {
            "organisation": organisation,
            "can_confirm": organisation.state == State.LISTED or (organisation.state == State.UNLISTED and by_time),
            "was_taken_off": organisation.state == State.UNLISTED and by_time,
            "facts": [
                (_("What you do"), organisation.summary),
                (_("Where"), organisation.base_place or (_("Online") if organisation.meets_online else "")),
                (_("How to join"), organisation.how_to_join),
                (_("Website"), organisation.website),
                (_("E-mail"), organisation.email),
                (_("Phone"), organisation.phone),
            ],
            "services": organisation.services.order_by("position", "id"),
            "trail": self.trail(_("Is it still true?")),
        }
        return render(request, "organisations/ask_confirm.html", context)
