"""The pages of a person's own account. All stay open when consent is withdrawn: these are the ways back, and out."""

import json
from typing import Any, ClassVar

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.accounts import further, privacy, queries, workflows
from lero_hub.accounts.forms.account import ConsentForm, DeletionForm, NotificationsForm, ProfileForm
from lero_hub.accounts.models import User
from lero_hub.accounts.states import WORDING, Purpose, text_of
from lero_hub.authz.views import Access, HubView
from lero_hub.errors import Refused
from lero_hub.words import Words

Trail = list[tuple[Words, str]]


class AccountView(HubView):
    """A page about the person who is signed in."""

    access: ClassVar[Access] = Access.account()

    @property
    def person(self) -> User:
        """Give the person whose account this is."""
        return self.actor.person

    def page(self, template: str, title: Words, status: int = 200, **context: Any) -> HttpResponse:
        """Render a page below the overview."""
        trail: Trail = [(_("Your account"), reverse("accounts:overview")), (title, "")]
        everything = {"trail": trail, "title": title, "person": self.person, **context}
        return render(self.request, f"accounts/{template}.html", everything, status=status)

    def done(self, text: str, to: str = "accounts:overview") -> HttpResponse:
        """Say that it is done and go on."""
        messages.success(self.request, text)
        return redirect(to)


class OverviewView(AccountView):
    """All that there is to an account, as one list."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the overview."""
        context = {
            "person": self.person,
            "overview": queries.overview(self.person),
            "further": further.rows_of(self.actor),
        }
        return render(request, "accounts/overview.html", context)


class ProfileView(AccountView):
    """The name that others see."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self._show(ProfileForm(self.parked(), initial={"display_name": self.person.display_name}))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save the name."""
        form = ProfileForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        workflows.change_profile(
            user_id=self.person.pk, display_name=form.cleaned_data["display_name"], by=self.actor, now=timezone.now()
        )
        return self.done(_("Saved. Others see your new name from now on."))

    def _show(self, form: ProfileForm) -> HttpResponse:
        return self.page("profile", _("Your name"), form=form)


class NotificationsView(AccountView):
    """What the hub writes about."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show every kind of mail."""
        return self._show(NotificationsForm(queries.switches(self.person), self.parked()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save all switches at once."""
        form = NotificationsForm(queries.switches(self.person), request.POST)
        if not form.is_valid():
            return self._show(form)
        workflows.set_notifications(user_id=self.person.pk, wanted=form.chosen(), by=self.actor, now=timezone.now())
        return self.done(_("Saved. You can change this at any time."))

    def _show(self, form: NotificationsForm) -> HttpResponse:
        return self.page("notifications", _("What we write to you about"), form=form, always=queries.always_on())


class ConsentView(AccountView):
    """The consent to hold what membership may imply: as it stands, and what to do about it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show whether it stands."""
        return self._show(ConsentForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Give consent."""
        form = ConsentForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        workflows.give_consent(user_id=self.person.pk, purpose=Purpose.MEMBERSHIP, by=self.actor, now=timezone.now())
        return self.done(_("Thank you. Everything is open to you again."))

    def _show(self, form: ConsentForm) -> HttpResponse:
        history = [
            (consent, text_of(consent.purpose, consent.wording)) for consent in queries.consent_history(self.person)
        ]
        changed = [
            (
                consent,
                text_of(consent.purpose, consent.wording),
                text_of(consent.purpose),
                WORDING[Purpose(consent.purpose)],
            )
            for consent in queries.outdated_consents(self.person.pk)
        ]
        stands = self.actor.has_consented
        return self.page("consent", _("Your consent"), form=form, stands=stands, history=history, changed=changed)


class RenewConsentView(AccountView):
    """Agree to words that have changed."""

    def post(self, request: HttpRequest, purpose: str) -> HttpResponse:
        """Record it, if the words are those that the person read."""
        if purpose not in Purpose.values:
            raise Http404
        read, now = request.POST.get("wording", ""), timezone.now()
        try:
            workflows.renew_consent(user_id=self.person.pk, purpose=purpose, wording=read, by=self.actor, now=now)
        except Refused as error:
            messages.warning(request, str(error))
            return redirect("accounts:consent")
        return self.done(_("Thank you. It is on record that you agree to the new words."), to="accounts:consent")


class WithdrawConsentView(AccountView):
    """Take consent back."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Withdraw, and show what can be done now."""
        workflows.withdraw_consent(user_id=self.person.pk, by=self.actor, now=timezone.now())
        return self.done(
            _("Done. Your consent no longer stands, and only these pages are open to you."), to="accounts:consent"
        )


class DataView(AccountView):
    """What the hub holds about a person."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what there is, and what becomes of it when the account is deleted."""
        return self.page("data", _("Your data"), parts=privacy.parts_of(self.person.pk))


class DownloadView(AccountView):
    """A copy of it all, to keep."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hand over the copy, once the person has shown again that it is them."""
        raise_if_reauthentication_required(request, app="allauth.account")
        now = timezone.now()
        copy = workflows.export_person(user_id=self.person.pk, by=self.actor, now=now)
        return HttpResponse(
            json.dumps(copy, ensure_ascii=False, indent=2),
            content_type="application/json; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="lero-hub-my-data-{now:%Y-%m-%d}.json"'},
        )


class DeletionView(AccountView):
    """The end of an account."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say what will happen and what stands in the way."""
        return self._show(DeletionForm(self.person))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Delete the account, once the person has typed the words and shown again that it is them."""
        form = DeletionForm(self.person, request.POST)
        if not form.is_valid():
            return self._show(form)
        raise_if_reauthentication_required(request, app="allauth.account")
        try:
            workflows.erase_account(user_id=self.person.pk, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.error(request, str(error))
            return self._show(DeletionForm(self.person), status=409)
        logout(request)
        return redirect("accounts:gone")

    def _show(self, form: DeletionForm, status: int = 200) -> HttpResponse:
        obstacles = queries.obstacles_to_leaving(self.person.pk)
        return self.page("delete", _("Delete your account"), status=status, form=form, obstacles=obstacles)


class GoneView(HubView):
    """What a person reads when their account is gone. Nobody is signed in here."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Say that it is done."""
        return render(request, "accounts/gone.html")
