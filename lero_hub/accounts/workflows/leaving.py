"""Taking a copy of one's data, and deleting the account for good."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.accounts import erasure, privacy
from lero_hub.accounts.models import User
from lero_hub.accounts.policies import is_own_account
from lero_hub.accounts.queries import UNCONFIRMED_FOR, never_confirmed
from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor, actor_for
from lero_hub.authz.models import RoleGrant
from lero_hub.authz.workflows import end_role
from lero_hub.errors import Refused
from lero_hub.outbox.workflows import enqueue, forget

FAREWELL_MAIL_LASTS = timedelta(days=7)


@transaction.atomic
def export_person(*, user_id: UUID, by: Actor, now: datetime) -> dict[str, object]:
    """Give a person a copy of all that the hub holds about them, and record that they took it.

    The copy holds rows about this person alone. Raises NotAllowed for anybody else's account.
    """
    user = User.objects.get(pk=user_id)
    is_own_account.require(by, user)
    record(actor=by, verb="accounts.export", subject=user, now=now)
    return {
        "about": _("Everything that %(site)s holds about you.") % {"site": settings.SITE_NAME},
        "made_at": now.isoformat(),
        "your_id": str(user.pk),
        "parts": privacy.export_of(user.pk),
    }


@transaction.atomic
def erase_account(*, user_id: UUID, by: Actor, now: datetime) -> None:
    """Delete a person's account for good: only an unnamed id stays, and the log of verbs that it did.

    Ends memberships and roles, drops mail that was not sent, deletes and blanks every row as its table declares,
    signs out every device, and tells the old address. Doing it twice does no harm. Raises NotAllowed for anybody
    else's account, and Refused, with the way out, while others depend on this person.
    """
    # Not the key of the row: two coordinators who leave at once point at each other (`granted_by`), and the check of
    # that at commit would wait for the other, who waits for the roles.
    user = User.objects.select_for_update(no_key=True).get(pk=user_id)
    if user.erased_at is not None:
        return
    is_own_account.require(by, user)
    for obstacle in erasure.obstacles(user.pk):
        raise Refused(obstacle.code, obstacle.message)
    _leave(user, by, now)
    address = user.email
    _blank(user, now)
    record(actor=by, verb="accounts.erase", subject=user, now=now)
    _say_goodbye(address, user, now)


@transaction.atomic
def erase_unconfirmed(*, now: datetime) -> int:
    """Remove accounts whose address nobody ever confirmed, so that a typing mistake holds no address for ever.

    Returns how many went. Nobody is written to: the address may belong to somebody else.
    """
    users = list(never_confirmed(now - UNCONFIRMED_FOR).select_for_update(of=("self",), no_key=True, skip_locked=True))
    for user in users:
        _leave(user, actor_for(user), now)
        _blank(user, now)
        record(actor=None, verb="accounts.erase_unconfirmed", subject=user, now=now)
    return len(users)


def forget_expired_sessions(*, now: datetime) -> int:
    """Delete sessions that have run out, and with them text that was kept there for an hour. Returns how many."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]


def _leave(user: User, by: Actor, now: datetime) -> None:
    for farewell in erasure.farewells():
        farewell(user_id=user.pk, by=by, now=now)
    for grant in RoleGrant.objects.open().filter(user=user).order_by("id"):
        end_role(grant_id=grant.pk, by=by, reason="-", now=now)
    user.consents.standing().update(withdrawn_at=now)


def _blank(user: User, now: datetime) -> None:
    address = user.email
    forget(user_id=user.pk, addresses=[address])
    _end_sessions(user.pk, address)
    user.email = f"{user.pk}@erased.invalid"
    user.set_unusable_password()
    user.is_active, user.display_name, user.erased_at = False, "", now
    user.save(update_fields=["email", "password", "is_active", "display_name", "erased_at"])
    privacy.erase(user.pk)
    user.refresh_from_db()


def _end_sessions(user_id: UUID, address: str) -> None:
    """Delete every session that knows this person.

    A new password alone would sign them out, but the rows would keep their id and address until they expire.
    """
    traces = (str(user_id), user_id.hex, address.lower())
    for session in Session.objects.iterator():
        inside = str(session.get_decoded()).lower()
        if any(trace in inside for trace in traces):
            session.delete()


def _say_goodbye(address: str, user: User, now: datetime) -> None:
    # No recipient: the message must not lead back to the account, and its address is blanked once it is sent.
    enqueue(
        kind="account.security",
        recipient=None,
        to=address,
        template="account_erased",
        context={},
        dedupe_key=f"account_erased:{user.pk}",
        now=now,
        expires_at=now + FAREWELL_MAIL_LASTS,
    )
