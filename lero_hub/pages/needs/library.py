"""What the library needs from its curators, and from the teams that share practice."""

from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.models import Item
from evidence.states import EDITABLE, State
from lero_hub.authz.actor import Actor
from lero_hub.authz.states import Role
from lero_hub.pages.needs.need import Need, Rows, Source, each, together
from organisations.models import Membership


def _waiting(actor: Actor) -> QuerySet[Item]:
    """Find what waits for a curator, without that of their own organisations: somebody else answers it."""
    own = Membership.objects.open().filter(user=actor.user).values("organisation_id")
    return Item.objects.submitted().exclude(organisation_id__in=own)


def _curator_needs(actor: Actor, now: datetime) -> list[Need]:
    height = _waiting(actor).aggregate(n=Count("pk"), first=Min("submitted_at"))
    number = height["n"]
    if not number:
        return []
    label = ngettext("Read %(n)s practice that waits", "Read %(n)s practices that wait", number) % {"n": number}
    note = _("The oldest was sent in on %(day)s.") % {"day": date_format(localdate(height["first"]), "j F")}
    return [Need(label, reverse("evidence:curation"), note, waits_for_others=True)]


def _being_written(actor: Actor) -> QuerySet[Item]:
    mine = Membership.objects.open().filter(user=actor.user, organisation=OuterRef("organisation"))
    found = Item.objects.practice().filter(Exists(mine), state__in=sorted(EDITABLE))
    return found.select_related("organisation").order_by("title", "id")


def _team_needs(actor: Actor, now: datetime) -> list[Need]:
    return [_team_need(item) for item in _being_written(actor).defer("search_document", "search_words")]


def _team_need(item: Item) -> Need:
    assert item.organisation is not None  # the database asks it of a practice
    page = reverse("evidence:practice", args=[item.organisation.slug, item.slug])
    if item.state == State.CHANGES_REQUESTED:
        label = _("Answer the curator’s question about “%(title)s”") % {"title": item.title}
        return Need(label, page, _("Change what you want, then send it in again."), waits_for_others=True)
    label = _("Go on with “%(title)s”") % {"title": item.title}
    return Need(label, page, _("A practice that %(name)s wants to share.") % {"name": item.organisation.name})


def _curator_rows(actor: Actor, now: datetime) -> list[Rows]:
    return [together(_waiting(actor))]


def _team_rows(actor: Actor, now: datetime) -> list[Rows]:
    return [each(_being_written(actor))]


SOURCES = (Source(_curator_needs, _curator_rows, Role.CURATOR), Source(_team_needs, _team_rows))
