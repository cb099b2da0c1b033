"""Following an invitation, and asking to join."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import Refused
from organisations.forms.team import AskForm
from organisations.models import JoinRequest, Organisation
from organisations.policies import can_ask_to_join, is_team
from organisations.queries.invitations import letter
from organisations.queries.team import own_request
from organisations.workflows.invitations import CLOSED, accept
from organisations.workflows.joining import ask_to_join, withdraw_request


class InvitationView(HubView):
    """The page that the link of an invitation opens. It does nothing by itself: link scanners open it too.

    Visitors see what it is about and where to sign in; the button shows to the person with the invited address.
    """

    access = Access.public()

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show what the link is good for, to whoever holds it."""
        found = letter(token, actor=self.actor, now=timezone.now())
        if found.already_in:
            return redirect("organisations:workspace", found.slug)
        context = {"letter": found, "token": token, "next": request.path}
        return render(request, "organisations/invitation.html", context, status=410 if found.closed else 200)


class AcceptView(HubView):
    """Accept an invitation."""

    access = Access.signed_in()
    http_method_names = ["post"]

    def post(self, request: HttpRequest, token: str) -> HttpResponseBase:
        """Accept it; the invitation's own page explains why it is closed, a message what else stands in the way."""
        try:
            membership = accept(token=token, by=self.actor, now=timezone.now())
        except Refused as error:
            if error.code not in {*CLOSED, "forged", "other_address"}:
                messages.warning(request, str(error))
            return redirect("organisations:invitation", token)
        organisation = membership.organisation
        messages.success(
            request,
            _("Welcome. You act for %(name)s now. This is its own place on the hub.") % {"name": organisation.name},
        )
        return redirect("organisations:workspace", organisation.slug)


class AskView(HubView):
    """Ask the leads of a listed organisation to be let in."""

    access = Access.signed_in()

    @cached_property
    def organisation(self) -> Organisation:
        """Fetch the organisation by its address."""
        return get_visible(Organisation.objects.visible_to(self.actor), slug=self.kwargs["slug"])

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Show the form, or the request that waits already; people of the team go to their own page."""
        if is_team(self.actor, self.organisation):
            return redirect("organisations:workspace", slug)
        can_ask_to_join.require(self.actor, self.organisation)
        return self._show(AskForm(self.parked()))

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Ask."""
        form = AskForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        try:
            ask_to_join(
                organisation_id=self.organisation.pk,
                note=form.cleaned_data["note"],
                by=self.actor,
                now=timezone.now(),
            )
        except Refused as error:
            form.add_error(None, str(error))
            return self._show(form)
        messages.success(request, _("Sent. The leads have been told, and you get an e-mail with their answer."))
        return redirect("organisations:ask_to_join", slug)

    def _show(self, form: AskForm) -> HttpResponse:
        profile = reverse("organisations:profile", args=[self.organisation.slug])
        context: dict[str, Any] = {
            "organisation": self.organisation,
            "form": form,
            "waiting": own_request(self.actor, self.organisation),
            "profile_url": profile,
            "trail": [
                (_("Directory"), reverse("organisations:directory")),
                (self.organisation.name, profile),
                (_("Ask to join"), ""),
            ],
        }
        return render(self.request, "organisations/ask_to_join.html", context)


class WithdrawView(HubView):
    """Take one's own request back."""

    access = Access.signed_in()
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str, request_id: Any) -> HttpResponseBase:
        """Take it back."""
        rows = JoinRequest.objects.visible_to(self.actor).filter(organisation__slug=slug, user=self.actor.user)
        asked = get_visible(rows, pk=request_id)
        try:
            withdraw_request(request_id=asked.pk, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, _("Your request is taken back."))
        return redirect("organisations:ask_to_join", slug)
