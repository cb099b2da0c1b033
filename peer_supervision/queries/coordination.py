"""What coordinators see of circles on the first page of their desk: that there are some, and no more."""

from django.utils.translation import ngettext

from lero_hub.authz.actor import Actor
from organisations.desk_places import CIRCLES
from organisations.queries.desk import Queue
from peer_supervision.models import Circle


def queues(actor: Actor) -> list[Queue]:
    """Lead to the names, sizes and rhythms of circles, in one query. Nothing in them waits for a coordinator."""
    number = Circle.objects.filter(closed_at__isnull=True).count()
    return [
        Queue(CIRCLES, ngettext("%(n)s circle", "%(n)s circles", number) % {"n": number}),
    ]
