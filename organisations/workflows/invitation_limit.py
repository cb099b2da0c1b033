"""How many invitations one person may send in a day, whatever they invite to: an organisation, or a circle."""

from datetime import datetime, timedelta
from typing import Final

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from lero_hub.audit.models import AuditEvent
from lero_hub.authz.actor import Actor
from lero_hub.errors import Refused

MOST_A_DAY: Final = 30
# Each is one mail to an address that somebody typed; every app that invites records these verbs.
SENT: Final = Q(verb__endswith=".invite") | Q(verb__endswith=".send_invitation_again")


def require_invitations_left(*, by: Actor, now: datetime) -> None:
    """Raise Refused("too_many_today") when a person has sent as many in a day as anybody needs.

    Counted in the audit log, which outlives drafts and circles that are deleted to begin anew. Call it inside the
    transaction that records the next one, after the rows are locked: two at once would else both be the last one.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 25))", [str(by.user_id)])
    sent = AuditEvent.objects.filter(SENT, actor_id=by.user_id, at__gt=now - timedelta(days=1))
    if sent.count() >= MOST_A_DAY:
        raise Refused("too_many_today", _("That is many invitations for one day. Go on tomorrow."))
