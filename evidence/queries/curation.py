"""What curators see of research: the shelves and one study."""

from django.db.models import Count, QuerySet

from evidence.citations.csl import title_key
from evidence.models import Item
from evidence.states import State
from lero_hub.authz.actor import Actor

TABS = (State.DRAFT, State.PUBLISHED, State.WITHDRAWN)


def counts(actor: Actor) -> dict[str, int]:
    """Count research by state: one query."""
    rows = Item.objects.visible_to(actor).research().order_by().values_list("state").annotate(n=Count("pk"))
    return dict(rows)


def research(actor: Actor, *, state: str, text: str) -> QuerySet[Item]:
    """List research in one state, the newest first, or those whose title has the words."""
    rows = Item.objects.visible_to(actor).research().filter(state=state).defer("search_document", "search_words")
    for word in title_key(text).split():
        rows = rows.filter(title_key__contains=word)
    return rows.order_by("-changed_at", "title_key", "id")
