"""Becoming a member, and what members say about themselves."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from lero_hub.accounts.models import NotificationSetting, User
from lero_hub.accounts.policies import is_own_account
from lero_hub.accounts.states import Purpose
from lero_hub.accounts.workflows.consents import give_consent, refuse_unless_agreed
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor, actor_for
from lero_hub.errors import Refused
from lero_hub.outbox import kinds


@transaction.atomic
def register_person(
    *,
    email: str,
    password: str | None,
    display_name: str,
    accepts_terms: bool,
    consents: bool,
    now: datetime,
    address_verified: bool = False,
) -> User:
    """Make an account with its address and both consents.

    `address_verified` is for an address that the person has proved to be theirs already, such as by an invitation.
    Raises Refused without acceptance of the house rules and consent, and for an address that has an account.
    """
    refuse_unless_agreed(accepts_terms=accepts_terms, consents=consents)
    address = email.strip().lower()
    try:
        # Two people, or one double click, may sign up with one address at once: the database lets one through.
        with transaction.atomic():
            user = User.objects.create_user(address, password, display_name=display_name, joined_at=now)
    except IntegrityError as error:
        raise Refused("address_taken", _("There is an account with this address.")) from error
    EmailAddress.objects.create(user=user, email=address, primary=True, verified=address_verified)
    by = actor_for(user)
    record(actor=by, verb="accounts.register", subject=user, now=now)
    give_consent(user_id=user.pk, purpose=Purpose.TERMS, by=by, now=now)
    give_consent(user_id=user.pk, purpose=Purpose.MEMBERSHIP, by=by, now=now)
    user.refresh_from_db()
    return user


@transaction.atomic
def change_profile(*, user_id: UUID, display_name: str, by: Actor, now: datetime) -> User:
    """Change the name under which others see a person; raise NotAllowed for anybody else's account."""
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    is_own_account.require(by, user)
    if user.display_name != display_name:
        user.display_name = display_name
        user.save(update_fields=["display_name"])
        record(actor=by, verb="accounts.change_profile", subject=user, now=now)
    return user


@transaction.atomic
def set_notifications(*, user_id: UUID, wanted: Mapping[str, bool], by: Actor, now: datetime) -> None:
    """Switch kinds of mail on and off; a kind that is not named stays as it is.

    Raises NotAllowed for anybody else's account, Refused for a kind that nobody can switch off.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    is_own_account.require(by, user)
    known = {kind.switch for kind in kinds.optional()}
    if not wanted.keys() <= known:
        raise Refused("always_on", _("This kind of message cannot be switched off."))
    settings = {setting.kind: setting for setting in user.notification_settings.all()}
    for switch, on in wanted.items():
        setting = settings.get(switch)
        if on == (setting.wanted if setting else True):
            continue
        if setting is None:
            NotificationSetting.objects.create(user=user, kind=switch, wanted=on)
        else:
            setting.wanted = on
            setting.save(update_fields=["wanted"])
        record(actor=by, verb="accounts.set_notification", subject=user, now=now, kind=switch, wanted=on)
