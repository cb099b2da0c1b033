"""The mail of accounts. All of it is about security, and nobody can switch it off."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lero_hub.accounts.models import User
from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.workflows import enqueue
from lero_hub.words import Words

SECURITY = "account.security"

CONFIRMING = timedelta(days=settings.ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS)
LASTS = timedelta(days=7)

# What allauth asks for, by the last part of its name: our template, and how long the mail is of use to its reader.
LETTERS: dict[str, tuple[str, timedelta]] = {
    "account_already_exists": ("account_already_exists", LASTS),
    "email_confirmation": ("account_confirm_address", CONFIRMING),
    "email_confirmation_signup": ("account_confirm_sign_up", CONFIRMING),
    "login_code": ("account_code", timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)),
    "password_reset_key": ("account_new_password", timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)),
    "unknown_account": ("account_unknown", LASTS),
}

# What allauth tells a person about after the fact: one letter for all, with a sentence for each.
NOTICES: dict[str, Words] = {
    "email_changed": _("The e-mail address of your account was changed. Mail goes to the new address from now on."),
    "email_deleted": _("An e-mail address was removed from your account."),
    "password_changed": _("The password of your account was changed."),
    "password_reset": _("A new password was set for your account, through a link that we had sent you."),
    "password_set": _("A password was set for your account."),
    "recovery_codes_generated": _("New spare codes were made for your account. The old ones no longer work."),
    "totp_activated": _("Sign-in in two steps was switched on: a code from an app is asked for as well."),
    "totp_deactivated": _("Sign-in in two steps was switched off: the password alone is enough now."),
}


def register_kinds() -> None:
    """Make the one kind of mail of accounts known."""
    kinds.register(kinds.Kind(SECURITY, _("Your account and how you sign in"), security=True))


@transaction.atomic
def send_security_mail(
    *, name: str, to: str, user: User | None, context: dict[str, Any], now: datetime
) -> OutboxMessage | None:
    """Queue one mail about an account; `name` is allauth's name for it.

    Every call is an event of its own that allauth has already limited, so the key is new each time: asking for a
    second link must bring a second mail. Raises KeyError for a mail that we have no words for.
    """
    template, lasts = ("account_notice", LASTS) if name in NOTICES else LETTERS[name]
    everywhere = {
        "login_url": _here("account_login"),
        "signup_url": _here("account_signup"),
        "password_url": _here("account_reset_password"),
        "what": NOTICES.get(name, ""),
        "at": now,
    }
    return enqueue(
        kind=SECURITY,
        recipient=user,
        to=to,
        template=template,
        context={**context, **everywhere},
        dedupe_key=f"{template}:{uuid4()}",
        now=now,
        expires_at=now + lasts,
    )


def _here(name: str) -> str:
    """Give a full address under the site's own name, whatever host the request claimed."""
    return f"{settings.BASE_URL}{reverse(name)}"
