"""What a lead does about one member, and what a member does about themselves; each is confirmed in words first."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import Refused
from organisations.models import Membership
from organisations.policies import can_manage_team, can_open_workspace
from organisations.states import MemberRole
from organisations.views.workspace import OrganisationView
from organisations.workflows.team import change_role, hand_over, leave, remove_member


class MemberView(OrganisationView):
    """An act of a lead on one member of this organisation."""

    access = Access.on_object(can_manage_team)

    @cached_property
    def membership(self) -> Membership:
        """Fetch the membership among those that the actor can see."""
        rows = Membership.objects.visible_to(self.actor).filter(organisation=self.object).select_related("user")
        return get_visible(rows, pk=self.kwargs["membership_id"])

    @property
    def name(self) -> str:
        """Give the name under which the person is known."""
        return self.membership.user.shown_name

    def back(self) -> HttpResponseBase:
        """Lead back to the team."""
        return redirect("organisations:team", self.object.slug)

    def ask(self, **context: Any) -> HttpResponse:
        """Ask in words before the act."""
        context["cancel_url"] = reverse("organisations:team", args=[self.object.slug])
        context["trail"] = [*self.trail("")[:-1], (_("People who act for it"), context["cancel_url"])]
        context["trail"].append((context["submit"], ""))
        return render(self.request, "layouts/ask_first.html", {"organisation": self.object, **context})


class ChangeRoleView(MemberView):
    """Make a member a lead or an editor. It can be undone, so nothing is asked first."""

    access = Access.on_object(can_open_workspace)  # a lead who has just become an editor may click twice
    http_method_names = ["post"]
    role: str = MemberRole.EDITOR

    def post(self, request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        """Change the role, and offer to undo it."""
        try:
            change_role(membership_id=self.membership.pk, role=self.role, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.warning(request, str(error))
            return self.back()
        undo = ""
        if self.role == MemberRole.LEAD:
            text, other = _("%(name)s is a lead now."), "organisations:make_editor"
        else:
            text, other = _("%(name)s is an editor now."), "organisations:make_lead"
        if can_manage_team(self.actor, self.object):
            undo = f"undo:{reverse(other, args=[slug, self.membership.pk])}"
        messages.success(request, text % {"name": self.name}, extra_tags=undo)
        return self.back()


class RemoveView(MemberView):
    """Remove a member."""

    def get(self, request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        """Ask first."""
        if self.membership.ended_at is not None:
            raise Http404
        return self.ask(
            title=_("Remove %(name)s from the team?") % {"name": self.name},
            consequences=[
                _("They can no longer change the entry or see this page."),
                _("Invitations that they sent and that nobody has accepted are taken back."),
                _("They get an e-mail that says so, without a reason. A word from you is kinder."),
            ],
            kept=[_("What they wrote stays. You can invite them again at any time.")],
            submit=_("Remove from the team"),
        )

    def post(self, request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        """Remove the person."""
        try:
            remove_member(membership_id=self.membership.pk, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("%(name)s no longer acts for the organisation.") % {"name": self.name})
        return self.back()


class HandOverView(MemberView):
    """Give the lead to somebody else."""

    access = Access.on_object(can_open_workspace)  # a second click comes from an editor: the workflow knows

    def get(self, request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        """Ask first."""
        can_manage_team.require(self.actor, self.object)
        if self.membership.ended_at is not None or self.membership.user_id == self.actor.user_id:
            raise Http404
        return self.ask(
            title=_("Hand the lead over to %(name)s?") % {"name": self.name},
            consequences=[
                _("%(name)s becomes a lead: they send the entry in, invite people and look after the team.")
                % {"name": self.name},
                _("You become an editor. You can no longer invite or remove people, and only a lead can undo this."),
                _("Invitations that you sent and that nobody has accepted are taken back."),
            ],
            kept=[_("You can still change the entry and confirm it. Other leads stay leads.")],
            submit=_("Hand the lead over"),
        )

    def post(self, request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponseBase:
        """Hand it over."""
        try:
            hand_over(
                organisation_id=self.object.pk,
                membership_id=self.membership.pk,
                by=self.actor,
                now=timezone.now(),
            )
        except Refused as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("%(name)s leads now, and you are an editor.") % {"name": self.name})
        return self.back()


class LeaveView(HubView):
    """Stop acting for an organisation. A second click finds it done."""

    access = Access.signed_in()

    @cached_property
    def membership(self) -> Membership:
        """Fetch one's own newest membership, which may have ended a moment ago."""
        own = Membership.objects.filter(user=self.actor.user, organisation__slug=self.kwargs["slug"])
        newest = own.order_by("-since", "-id").values("pk")[:1]
        return get_visible(own.select_related("organisation"), pk__in=newest)

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Ask first."""
        organisation = self.membership.organisation
        if self.membership.ended_at is not None:
            return self._home()
        team = reverse("organisations:team", args=[slug])
        context = {
            "title": _("Leave %(name)s?") % {"name": organisation.name},
            "consequences": [
                _("You can no longer change its entry or see its team."),
                _("Invitations that you sent and that nobody has accepted are taken back."),
                _("The leads get an e-mail that somebody has left."),
            ],
            "kept": [_("What you wrote stays. A lead can invite you again.")],
            "submit": _("Leave"),
            "cancel_url": team,
            "trail": [(_("My hub"), reverse("pages:hub")), (organisation.name, team), (_("Leave"), "")],
        }
        return render(request, "layouts/ask_first.html", context)

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Leave."""
        try:
            leave(organisation_id=self.membership.organisation_id, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.warning(request, str(error))
            return redirect("organisations:team", slug)
        return self._home()

    def _home(self) -> HttpResponseBase:
        messages.success(
            self.request,
            _("You no longer act for %(name)s. Thank you for what you did.")
            % {"name": self.membership.organisation.name},
        )
        return redirect("pages:hub")
