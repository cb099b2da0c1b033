"""Giving and withdrawing consent. Each wording that somebody agreed to stays on record, also after it was withdrawn."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.accounts.models import Consent, User
from lero_hub.accounts.policies import is_own_account
from lero_hub.accounts.states import WORDING, Purpose
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused


@transaction.atomic
def give_consent(*, user_id: UUID, purpose: str, by: Actor, now: datetime) -> Consent:
    """Record that a person agrees to one purpose in the wording of today.

    Giving it twice gives back the first; agreeing to a newer wording ends the older one. Raises NotAllowed for
    anybody else's account.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    is_own_account.require(by, user)
    wording = WORDING[Purpose(purpose)]
    standing = user.consents.standing().filter(purpose=purpose).first()
    if standing is not None and standing.wording == wording:
        return standing
    if standing is not None:
        standing.withdrawn_at = now
        standing.save(update_fields=["withdrawn_at"])
    consent = Consent.objects.create(user=user, purpose=purpose, wording=wording, given_at=now)
    if purpose == Purpose.MEMBERSHIP:
        user.consented_at = now
        user.save(update_fields=["consented_at"])
    record(actor=by, verb="accounts.give_consent", subject=consent, now=now, purpose=purpose, wording=wording)
    return consent


@transaction.atomic
def renew_consent(*, user_id: UUID, purpose: str, wording: str, by: Actor, now: datetime) -> Consent:
    """Record that a person who agreed to older words agrees to those of today too; twice does no harm.

    `wording` is the version that they read. Raises Refused("words_changed") when it is not the one of today any
    more, Refused("nothing_stands") when there is nothing to renew, NotAllowed for anybody else's account.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    is_own_account.require(by, user)
    if wording != WORDING[Purpose(purpose)]:
        raise Refused(
            "words_changed", _("The words have changed again since you opened the page. Read them once more.")
        )
    if not user.consents.standing().filter(purpose=purpose).exists():
        raise Refused("nothing_stands", _("You took this back before. If you changed your mind, start from here."))
    return give_consent(user_id=user_id, purpose=purpose, by=by, now=now)


@transaction.atomic
def withdraw_consent(*, user_id: UUID, by: Actor, now: datetime) -> None:
    """Withdraw the consent to hold what membership may imply. It is always possible, and twice does no harm.

    From then on only the pages of the account are open, until the person consents again or deletes the account.
    Raises NotAllowed for anybody else's account.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    is_own_account.require(by, user)
    for consent in user.consents.standing().filter(purpose=Purpose.MEMBERSHIP):
        consent.withdrawn_at = now
        consent.save(update_fields=["withdrawn_at"])
        record(actor=by, verb="accounts.withdraw_consent", subject=consent, now=now, purpose=consent.purpose)
    user.consented_at = None
    user.save(update_fields=["consented_at"])


def refuse_unless_agreed(*, accepts_terms: bool, consents: bool) -> None:
    """Raise Refused when somebody would get an account without having agreed to both."""
    if not accepts_terms:
        raise Refused("terms", _("Accept the house rules to have an account."))
    if not consents:
        raise Refused("consent", _("We cannot make an account without your consent."))
