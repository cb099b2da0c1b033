"""The team of an organisation: who acts for it, who is invited, who asks to join."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, get_visible
from lero_hub.errors import Refused
from organisations.forms.team import InviteForm
from organisations.models import Invitation, JoinRequest
from organisations.policies import can_manage_team, can_open_workspace
from organisations.queries.team import team_of
from organisations.states import State
from organisations.views.workspace import OrganisationView
from organisations.workflows.invitations import invite, revoke, send_again
from organisations.workflows.joining import answer_join_request


class TeamView(OrganisationView):
    """The page of the team: leads act on it, editors see it."""

    access = Access.on_object(can_open_workspace)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the team, and to leads the form to invite somebody."""
        return show_team(self, InviteForm(self.parked()))


def show_team(view: OrganisationView, form: InviteForm) -> HttpResponse:
    """Answer with the page of the team, and with what somebody wrote into its form."""
    organisation = view.object
    context: dict[str, Any] = {
        "organisation": organisation,
        "team": team_of(organisation, actor=view.actor, now=timezone.now()),
        "form": form,
        "can_invite": organisation.state != State.ARCHIVED,
        "here": reverse("organisations:team", args=[organisation.slug]),
        "trail": view.trail(_("People who act for it")),
    }
    return render(view.request, "organisations/team.html", context)


class TeamActView(OrganisationView):
    """One act of a lead: an address that takes POST alone, and leads back to the team."""

    access = Access.on_object(can_manage_team)
    http_method_names = ["post"]

    def act(self) -> str:
        """Call the workflow; give the words for what happened."""
        raise NotImplementedError

    def post(self, request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        """Do it once, and say what happened."""
        try:
            messages.success(request, self.act())
        except Refused as error:
            messages.warning(request, str(error))
        return redirect("organisations:team", slug)


class InviteView(OrganisationView):
    """Invite somebody."""

    access = Access.on_object(can_manage_team)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Send the invitation, or show what is wrong with the form."""
        form = InviteForm(request.POST)
        if form.is_valid():
            email, role = form.cleaned_data["email"], form.cleaned_data["role"]
            try:
                invite(organisation_id=self.object.pk, email=email, role=role, by=self.actor, now=timezone.now())
            except Refused as error:
                form.add_error("email" if error.code != "archived" else None, str(error))
            else:
                messages.success(
                    request,
                    _("An invitation is on its way to %(email)s. It can be accepted for two weeks.") % {"email": email},
                )
                return redirect("organisations:team", slug)
        return show_team(self, form)


class InvitationActView(TeamActView):
    """An act on one open or ended invitation of this organisation."""

    @property
    def invitation_id(self) -> UUID:
        """Fetch the invitation among those that the actor can see."""
        rows = Invitation.objects.visible_to(self.actor).filter(organisation=self.object)
        return get_visible(rows, pk=self.kwargs["invitation_id"]).pk


class SendAgainView(InvitationActView):
    """Send an invitation once more, with a new link."""

    def act(self) -> str:
        """Send it."""
        send_again(invitation_id=self.invitation_id, by=self.actor, now=timezone.now())
        return _("Sent again, with a new link. The old link no longer works.")


class RevokeView(InvitationActView):
    """Take an invitation back."""

    def act(self) -> str:
        """Take it back."""
        revoke(invitation_id=self.invitation_id, by=self.actor, now=timezone.now())
        return _("The invitation is taken back and its link no longer works. You can invite the person again.")


class AnswerRequestView(TeamActView):
    """Say yes or no to somebody who asks to join."""

    accepted = False

    @property
    def join_request(self) -> JoinRequest:
        """Fetch the request among those that the actor can see."""
        rows = JoinRequest.objects.visible_to(self.actor).filter(organisation=self.object)
        return get_visible(rows.select_related("user"), pk=self.kwargs["request_id"])

    def act(self) -> str:
        """Answer it."""
        request = self.join_request
        answer_join_request(request_id=request.pk, accepted=self.accepted, by=self.actor, now=timezone.now())
        if self.accepted:
            return _("%(name)s can edit the entry now. We have told them.") % {"name": request.user.shown_name}
        return _("We have told the person that the answer is no, in friendly words.")
