"""One organisation, as visitors see it: its entry, where it stands on the standards, what it shares."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.queries.shown import items_for_organisation
from lero_hub.authz.states import Role
from lero_hub.authz.views import Access, HubView, get_visible
from organisations import maps
from organisations.models import Organisation
from organisations.policies import can_open_workspace
from organisations.queries.profile import Profile, read_profile
from organisations.states import State
from standards.queries.organisation import standing_of


class ProfileView(HubView):
    """One organisation, as visitors see it; its team and coordinators may look before it is listed."""

    access = Access.public()

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the profile."""
        visible = Organisation.objects.visible_to(self.actor).select_related("base_area")
        profile = read_profile(get_visible(visible, slug=slug), now=timezone.now(), base_url=settings.BASE_URL)
        organisation = profile.organisation
        context = {
            "standing": standing_of(organisation, profile.today),
            "shared": items_for_organisation(organisation.pk),
            "profile": profile,
            "organisation": organisation,
            "trail": _trail(profile),
            "map": maps.local_map(profile.marks),
            "is_preview": organisation.state != State.LISTED,
            "is_team": can_open_workspace(self.actor, organisation),
            "may_answer": self.actor.has(Role.COORDINATOR) and organisation.state == State.SUBMITTED,
            "canonical": profile.address,
        }
        return render(request, "pages/profile.html", context)


def _trail(profile: Profile) -> list[tuple[str, str]]:
    trail = [(_("Directory"), reverse("organisations:directory"))]
    if profile.organisation.base_area:
        area = profile.organisation.base_area
        trail.append((area.name, reverse("organisations:area", args=[area.code])))
    return [*trail, (profile.organisation.name, "")]
