"""Who belongs to a circle: inviting, removing, handing over, leaving, and following an invitation."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import Refused
from peer_supervision.forms.circle import InviteForm
from peer_supervision.models import CircleInvitation, CircleMembership
from peer_supervision.policies import can_host
from peer_supervision.queries.circles import members_of
from peer_supervision.queries.invitations import letter
from peer_supervision.views.base import ActView, CircleView
from peer_supervision.workflows.invitations import (
    accept_invitation,
    invite_to_circle,
    revoke_invitation,
    send_invitation_again,
)
from peer_supervision.workflows.membership import hand_over_hosting, leave_circle, remove_from_circle


class MembersView(CircleView):
    """The page of members."""

    def get(self, request: HttpRequest, circle_id: UUID) -> HttpResponse:
        """Show who belongs, and to a host the form to invite somebody."""
        return show_members(self, InviteForm(self.parked()))


def show_members(view: CircleView, form: InviteForm) -> HttpResponse:
    """Answer with the page of members, and with what somebody wrote into its form."""
    context: dict[str, Any] = {
        "circle": view.object,
        "members": members_of(view.object, actor=view.actor, now=timezone.now()),
        "form": form,
        "here": view.url("members"),
        "trail": view.trail((_("Members"), "")),
    }
    return render(view.request, "peer_supervision/members.html", context)


class InviteView(CircleView):
    """Invite somebody."""

    access = Access.on_object(can_host)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, circle_id: UUID) -> HttpResponseBase:
        """Send the invitation, or show what is wrong with the form."""
        form = InviteForm(request.POST)
        if form.is_valid():
            email = form.cleaned_data["email"]
            try:
                invite_to_circle(circle_id=circle_id, email=email, by=self.actor, now=timezone.now())
            except Refused as error:
                form.add_error("email", str(error))
            else:
                messages.success(
                    request,
                    _("An invitation is on its way to %(email)s. It can be accepted for two weeks.") % {"email": email},
                )
                return redirect("peer_supervision:members", circle_id)
        return show_members(self, form)


class InvitationActView(ActView):
    """An act on one invitation of this circle."""

    access = Access.on_object(can_host)

    @property
    def invitation_id(self) -> UUID:
        """Fetch the invitation among those that the actor can see."""
        rows = CircleInvitation.objects.visible_to(self.actor).filter(circle=self.object)
        return get_visible(rows, pk=self.kwargs["invitation_id"]).pk

    def target(self) -> str:
        """Go back to the members."""
        return self.url("members")


class SendAgainView(InvitationActView):
    """Send an invitation once more, with a new link."""

    def act(self) -> str:
        """Send it."""
        send_invitation_again(invitation_id=self.invitation_id, by=self.actor, now=timezone.now())
        return _("Sent again, with a new link. The old link no longer works.")


class RevokeView(InvitationActView):
    """Take an invitation back."""

    def act(self) -> str:
        """Take it back."""
        revoke_invitation(invitation_id=self.invitation_id, by=self.actor, now=timezone.now())
        return _("The invitation is taken back and its link no longer works. You can invite the person again.")


class MemberView(CircleView):
    """An act of a host on one member, asked in words first."""

    access = Access.on_object(can_host)

    @cached_property
    def member(self) -> CircleMembership:
        """Fetch the membership."""
        rows = CircleMembership.objects.visible_to(self.actor).filter(circle=self.object).select_related("user")
        return get_visible(rows, pk=self.kwargs["membership_id"])

    def require_other(self) -> None:
        """Raise Http404 for oneself and for whoever has left."""
        if self.member.ended_at is not None or self.member.user_id == self.actor.user_id:
            raise Http404

    def done(self, workflow: Any, words: str) -> HttpResponseBase:
        """Call the workflow once, and say what happened."""
        try:
            workflow(membership_id=self.member.pk, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.warning(self.request, str(error))
        else:
            messages.success(self.request, words % {"name": self.member.user.shown_name})
        return redirect("peer_supervision:members", self.object.pk)


class RemoveView(MemberView):
    """Remove a member."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Ask first."""
        self.require_other()
        return self.ask(
            title=_("Remove %(name)s from the circle?") % {"name": self.member.user.shown_name},
            consequences=[
                _("They can no longer open anything of the circle, and their coming turns go to others."),
                _("Challenges that they wrote for the circle are deleted."),
                _("They get an e-mail that says so, without a reason. A word from you is kinder."),
            ],
            kept=[_("What they agreed to: what was said in the circle stays there.")],
            submit=_("Remove from the circle"),
            cancel_url=self.url("members"),
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Remove the person."""
        return self.done(remove_from_circle, _("%(name)s no longer belongs to the circle."))


class HandOverView(MemberView):
    """Make somebody else the host. A second click comes from a member: the workflow knows."""

    access = CircleView.access

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Ask first."""
        can_host.require(self.actor, self.object)
        self.require_other()
        name = {"name": self.member.user.shown_name}
        return self.ask(
            title=_("Hand the circle over to %(name)s?") % name,
            consequences=[
                _("%(name)s becomes the host: they invite, set the weekly time, and move or cancel sessions.") % name,
                _("You become a member, and only the new host can undo this."),
                _("Your invitations that nobody has accepted are taken back. The new host can send them anew."),
            ],
            kept=[_("Your place in the circle, and your turns.")],
            submit=_("Hand the circle over"),
            cancel_url=self.url("members"),
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Hand it over."""
        return self.done(hand_over_hosting, _("%(name)s hosts the circle now, and you are a member."))


class LeaveView(CircleView):
    """Leave the circle. It is open to whoever has not accepted the agreement, too."""

    needs_agreement = False

    def get(self, request: HttpRequest, circle_id: UUID) -> HttpResponse:
        """Ask first."""
        return self.ask(
            title=_("Leave %(name)s?") % {"name": self.object.name},
            consequences=[
                _("You can no longer open anything of the circle, and your coming turns go to others."),
                _("Challenges that you wrote for the circle are deleted."),
                _("Your invitations that nobody has accepted are taken back."),
                _("If you are the last one, the circle closes."),
            ],
            kept=[_("What you agreed to: what was said in the circle stays there.")],
            submit=_("Leave the circle"),
            cancel_url=self.url("members"),
        )

    def post(self, request: HttpRequest, circle_id: UUID) -> HttpResponseBase:
        """Leave."""
        try:
            leave_circle(circle_id=circle_id, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.warning(request, str(error))
            return redirect("peer_supervision:members", circle_id)
        messages.success(request, _("You have left the circle."))
        return redirect("peer_supervision:circles")


class InvitationView(HubView):
    """The page that an invitation's link opens. It changes nothing, so that a machine that opens links cannot either.

    The name of the circle shows to the person with the invited address alone.
    """

    access = Access.public()

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show what the link is good for, to whoever holds it."""
        found = letter(token, actor=self.actor, now=timezone.now())
        if found.already_in is not None:
            return redirect("peer_supervision:circle", found.already_in.circle_id)
        context = {"letter": found, "token": token, "next": request.path}
        return render(request, "peer_supervision/invitation.html", context, status=410 if found.closed else 200)


class AcceptView(HubView):
    """Accept an invitation."""

    access = Access.signed_in()
    http_method_names = ["post"]

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Accept it; the invitation's own page explains a refusal."""
        try:
            membership = accept_invitation(token=token, by=self.actor, now=timezone.now())
        except Refused:
            return redirect("peer_supervision:invitation", token)
        messages.success(request, _("Welcome. Read what everybody in the circle agrees to."))
        return redirect("peer_supervision:agreement", membership.circle_id)
