"""How allauth works here: its mail goes through the outbox, its links lead home, its secrets are sealed."""

from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.email_verification import handle_verification_email_rate_limit
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from lero_hub.accounts import queries
from lero_hub.accounts.confirming import is_known_here
from lero_hub.accounts.messages import send_security_mail
from lero_hub.accounts.models import User
from lero_hub.accounts.sealing import seal, unseal
from lero_hub.authz import parking


def shown_name(user: User) -> str:
    """Say who somebody is on allauth's pages, without the id that our own lists carry."""
    return user.shown_name


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """Accounts as allauth keeps them, with our mail, our addresses and our words."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The address or the password is not right. Check both, or set a new password."),
        "too_many_login_attempts": _("That was wrong too often. Wait five minutes, or set a new password."),
        "account_inactive": _("This account is closed."),
        "duplicate_email": _("This is your address already."),
        "incorrect_code": _("This code is not right, or it is too old."),
        "incorrect_password": _("This password is not right."),
        "enter_current_password": _("This is not your password of now."),
        "rate_limited": _("That was a bit fast. Wait a little and try again."),
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a mail of allauth's in the outbox, with our template of the same name."""
        name = template_prefix.rpartition("/")[2]
        if name == "unknown_account" and (waiting := queries.unconfirmed(email)) is not None:
            # Whoever asked for a code is sent the link instead, as often as the link may be sent.
            if handle_verification_email_rate_limit(self.request, email):
                waiting.send_confirmation(self.request, signup=True)
            return
        user = context.get("user")
        send_security_mail(
            name=name,
            to=email,
            user=user if isinstance(user, User) else None,
            context={**context, "reader": email},
            now=timezone.now(),
        )

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tell a person about a change to their account, with the time and without where it came from.

        A network address or the name of a browser says little to most people and much to whoever reads their mail.
        """
        assert isinstance(user, User)
        self.send_mail(template_prefix, email or user.email, {**(context or {}), "user": user})

    def is_safe_url(self, url: str | None) -> bool:
        """Accept only addresses of this site, under the name that the request came in by."""
        request: HttpRequest = self.request
        return url_has_allowed_host_and_scheme(
            url, allowed_hosts={request.get_host()}, require_https=request.is_secure()
        )

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Lead to the page with the button, under the site's own name."""
        return settings.BASE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Lead to the page for a new password, under the site's own name."""
        pattern = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.BASE_URL + pattern.replace("UID-KEY", quote(key))

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """Send the link, or tell an address that has an account of its own; the page looks the same."""
        address = emailconfirmation.email_address
        if queries.belongs_to_another(address.email, address.user_id):
            self.send_account_already_exists_mail(address.email)
        else:
            super().send_confirmation_mail(request, emailconfirmation, signup)

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """Confirm an address of the person who presses the button.

        Not when somebody has opened an account with it since the link was sent, and not for somebody who reads the
        mail of the address and does not know the account: see `confirming`.
        """
        if queries.belongs_to_another(email_address.email, email_address.user_id):
            self.add_message(
                request,
                messages.ERROR,
                "account/messages/email_confirmation_failed.txt",
                {"email": email_address.email},
            )
            return False
        if not is_known_here(request, email_address.user) and not self._password_is_right(request, email_address.user):
            return False
        return bool(super().confirm_email(request, email_address))

    def _password_is_right(self, request: HttpRequest, user: User) -> bool:
        try:
            right = self.reauthenticate(user, request.POST.get("password", ""))
            problem = self.error_messages["incorrect_password"]
        except ValidationError as limit:
            right, problem = False, limit.message
        if not right:
            messages.error(request, problem)
        return bool(right)

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Go on to signing in, or back to the page with the button when the password was not right."""
        if email_address.verified or queries.belongs_to_another(email_address.email, email_address.user_id):
            return str(super().get_email_verification_redirect_url(email_address))
        return str(self.request.path)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to the account."""
        return reverse("accounts:overview")

    def login(self, request: HttpRequest, user: AbstractBaseUser) -> None:
        """Sign in; text that somebody else had kept in this browser does not come along."""
        super().login(request, user)
        parking.keep_only_for(request, user.pk)


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """Two-step sign-in with sealed secrets."""

    def encrypt(self, text: str) -> str:
        """Seal a secret before it is stored."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open a secret that was stored."""
        return unseal(encrypted_text)
