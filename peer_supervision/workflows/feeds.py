"""A person's calendar feed: made, renewed and revoked by themselves."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from lero_hub.audit.workflows import record
from lero_hub.authz.actor import Actor
from lero_hub.errors import NotAllowed
from peer_supervision import feed_secrets
from peer_supervision.models import CalendarFeed


@transaction.atomic
def make_feed(*, by: Actor, now: datetime) -> str:
    """Make the actor's feed, or give it a new secret, and the old address opens nothing. Returns the secret, once.

    Raises NotAllowed without an account or consent.
    """
    if not by.has_consented:
        raise NotAllowed(_("This needs your consent first."))
    secret = feed_secrets.fresh()
    feed, made = CalendarFeed.objects.update_or_create(
        user=by.person, defaults={"digest": feed_secrets.digest(secret), "made_at": now}
    )
    record(actor=by, verb="circles.make_feed" if made else "circles.renew_feed", subject=feed, now=now)
    return secret


@transaction.atomic
def revoke_feed(*, by: Actor, now: datetime) -> None:
    """Revoke the actor's feed: its address opens nothing from now on. Twice does no harm."""
    for feed in CalendarFeed.objects.select_for_update().filter(user=by.person):
        record(actor=by, verb="circles.revoke_feed", subject=feed, now=now)
        feed.delete()
