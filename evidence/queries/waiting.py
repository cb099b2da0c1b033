"""What curators see of practice: the queue, and who stands behind an item."""

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from evidence.citations.csl import title_key
from evidence.models import Item
from evidence.states import EvidenceKind, State
from lero_hub.authz.actor import Actor
from organisations.models import Membership

PARTS = (State.SUBMITTED, State.CHANGES_REQUESTED, State.PUBLISHED, State.WITHDRAWN)
SINCE = {
    State.SUBMITTED: "submitted_at",
    State.CHANGES_REQUESTED: "changed_at",
    State.PUBLISHED: "published_at",
    State.WITHDRAWN: "withdrawn_at",
}


def _practice(actor: Actor) -> QuerySet[Item]:
    return Item.objects.visible_to(actor).practice().filter(submitted_at__isnull=False)


def counts(actor: Actor) -> dict[str, int]:
    """Count practice that was sent in, by state: one query."""
    return dict(_practice(actor).order_by().values_list("state").annotate(n=Count("pk")))


def queue(actor: Actor, *, state: str, text: str, kind: str) -> QuerySet[Item]:
    """List practice in one state, what has waited longest first, or the newest where nothing waits.

    Each row says by `is_own` whether the curator acts for its organisation.
    """
    own = Membership.objects.open().filter(user=actor.user, organisation=OuterRef("organisation"))
    rows = _practice(actor).filter(state=state).select_related("organisation").annotate(is_own=Exists(own))
    if kind in EvidenceKind.values:
        rows = rows.filter(evidence_kind=kind)
    for word in title_key(text).split():
        rows = rows.filter(Q(title_key__contains=word) | Q(organisation__search_name__contains=word))
    since = SINCE[State(state)]
    order = since if state == State.SUBMITTED else f"-{since}"
    return rows.defer("search_document", "search_words").order_by(order, "id")
