"""allauth's forms in our words: hints under labels, nothing inside the boxes, and our workflow behind sign-up."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as of_allauth
from allauth.account.adapter import get_adapter
from allauth.account.utils import user_email
from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lero_hub.accounts.forms.names import DisplayNameField
from lero_hub.accounts.models import User
from lero_hub.accounts.queries import belongs_to_another, unconfirmed
from lero_hub.accounts.states import Purpose, text_of
from lero_hub.accounts.workflows import register_person
from lero_hub.errors import Refused
from lero_hub.words import Words

ADDRESS = _("E-mail address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
AGAIN = _("New password again")
LONG_ENOUGH = _("12 characters or more. Three or four words that only you would put together work well.")


def _house_rules() -> str:
    return format_html('<a href="{}">{}</a>', reverse("pages:terms"), gettext("Read the house rules"))


def _privacy() -> str:
    return format_html('<a href="{}">{}</a>', reverse("pages:privacy"), gettext("Read how we keep what we know"))


class InOurWords:
    """Give the fields of an allauth form our labels and hints, and take the words out of the boxes."""

    labels: ClassVar[Mapping[str, Words]] = {}
    hints: ClassVar[Mapping[str, Words]] = {}
    fields: dict[str, forms.Field]
    cleaned_data: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = str(self.labels.get(name, field.label or ""))
            field.help_text = str(self.hints.get(name, ""))


class LoginForm(InOurWords, of_allauth.LoginForm):  # type: ignore[misc]  # allauth has no types
    """Sign in with address and password."""

    labels = {"login": ADDRESS, "password": PASSWORD, "remember": _("Keep me signed in here for two weeks")}
    hints = {"remember": _("Not on a device that others use.")}


class SignupForm(InOurWords, of_allauth.SignupForm):  # type: ignore[misc]  # allauth has no types
    """Become a member: a name, an address, a password, the house rules, and consent on its own."""

    field_order = ("display_name", "email", "password1", "terms", "consent")
    labels = {"email": ADDRESS, "password1": PASSWORD}
    hints = {
        "display_name": DisplayNameField().help_text,
        "email": _("We send a link to it. Other members do not see it."),
        "password1": LONG_ENOUGH,
        "terms": lazy(_house_rules, str)(),
        "consent": lazy(_privacy, str)(),
    }

    account_already_exists: bool

    display_name = DisplayNameField()
    terms = forms.BooleanField(
        label=text_of(Purpose.TERMS),
        error_messages={"required": _("You need to be 18 or over and to accept the house rules.")},
    )
    consent = forms.BooleanField(
        label=text_of(Purpose.MEMBERSHIP),
        error_messages={"required": _("We can only keep an account for you if you agree to this.")},
    )

    def validate_unique_email(self, value: str) -> str:
        """Notice that the address has an account. One that somebody else wants to change to is still free."""
        self.account_already_exists = belongs_to_another(value, None)
        return value

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account; for an address that has one, answer in the same way and write to that address instead."""
        if self.account_already_exists:
            # As slow as a new account, so that the time tells nothing either.
            User().set_password(self.cleaned_data["password1"])
        else:
            try:
                return self.save(request), None
            except Refused:
                # The same address signed up between our look and our write: a double click, or a second device.
                self.account_already_exists = True
        user, answer = super().try_save(request)
        return user, answer

    def save(self, request: HttpRequest) -> User:
        """Make the account with its address and both consents, all or nothing."""
        adapter = get_adapter()
        email = self.cleaned_data["email"]
        proved = adapter.is_email_verified(request, email)
        user = register_person(
            email=email,
            password=self.cleaned_data["password1"],
            display_name=self.cleaned_data["display_name"],
            accepts_terms=self.cleaned_data["terms"],
            consents=self.cleaned_data["consent"],
            now=timezone.now(),
            address_verified=proved,
        )
        adapter.unstash_verified_email(request)
        return user


class OnlyTheirOwnAddress:
    """Let an address open an account only if it is the address of that account.

    Allauth also accepts one that somebody has asked to change to and not confirmed. After a typing mistake that would
    hand the account to a stranger.
    """

    @staticmethod
    def of(users: list[User], email: str) -> list[User]:
        """Keep the users whose own address it is."""
        return [user for user in users if user_email(user) == email.lower()]


class ResetPasswordForm(InOurWords, OnlyTheirOwnAddress, of_allauth.ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Ask for a link to set a new password."""

    labels = {"email": ADDRESS}
    users: list[User]

    def clean_email(self) -> str:
        """Find the account of the address."""
        email: str = super().clean_email()
        self.users = self.of(self.users, email)
        return email


class RequestLoginCodeForm(InOurWords, OnlyTheirOwnAddress, of_allauth.RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """Ask for a code to sign in with.

    It goes to confirmed addresses alone: typing it would confirm the address too, and hand the account to whoever
    signed up with somebody else's. To any other the adapter sends the link once more; the page is the same.
    """

    labels = {"email": ADDRESS}
    _user: User | None

    def clean_email(self) -> str:
        """Find the account of the address."""
        email: str = super().clean_email()
        found = self.of([self._user] if self._user else [], email)
        self._user = found[0] if found and unconfirmed(email) is None else None
        return email


class ConfirmLoginCodeForm(InOurWords, of_allauth.ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """Sign in with a code."""

    labels = {"code": _("Code from the e-mail")}


class ConfirmAddressForm(forms.Form):
    """Show that an account is yours, in a browser that does not know you."""

    password = forms.CharField(
        label=_("The password of this account"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class ReauthenticateForm(InOurWords, of_allauth.ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """Show once more that it is you."""

    labels = {"password": _("Your password")}


class ChangePasswordForm(InOurWords, of_allauth.ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """Change the password."""

    labels = {"oldpassword": _("Password of now"), "password1": NEW_PASSWORD, "password2": AGAIN}
    hints = {"password1": LONG_ENOUGH}


class SetPasswordForm(InOurWords, of_allauth.SetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Set a first password."""

    labels = {"password1": NEW_PASSWORD, "password2": AGAIN}
    hints = {"password1": LONG_ENOUGH}


class ResetPasswordKeyForm(InOurWords, of_allauth.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth has no types
    """Set a new password after following a link."""

    labels = {"password1": NEW_PASSWORD, "password2": AGAIN}
    hints = {"password1": LONG_ENOUGH}


class ChangeEmailForm(InOurWords, of_allauth.AddEmailForm):  # type: ignore[misc]  # allauth has no types
    """Ask to change the address."""

    labels = {"email": _("New e-mail address")}
    hints = {"email": _("We send a link to it. Your address changes when you follow that link.")}
