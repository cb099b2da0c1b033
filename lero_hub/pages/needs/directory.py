"""What an organisation's entry and team need from their people."""

from datetime import date, datetime, timedelta

from allauth.account.models import EmailAddress
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lero_hub.authz.actor import Actor
from lero_hub.pages.needs.need import Need, Rows, Source, each
from organisations.invitation_links import path_to
from organisations.models import Invitation, JoinRequest, Membership, Organisation
from organisations.states import ASK_AFTER, OLD_AFTER, UNLIST_AFTER, MemberRole, State, Unlisting
from organisations.wording import ago

# --- Entries -----------------------------------------------------------------------------------------------------


def _my_role(actor: Actor) -> Subquery:
    mine = Membership.objects.open().filter(user=actor.user, organisation=OuterRef("pk"))
    return Subquery(mine.values("role")[:1])


def _entries(actor: Actor, now: datetime) -> QuerySet[Organisation]:
    unfinished = Q(state__in=[State.DRAFT, State.CHANGES_REQUESTED])
    stale = Q(state=State.LISTED, confirmed_at__lt=now - timedelta(days=ASK_AFTER))
    dropped = Q(state=State.UNLISTED, unlisted_why=Unlisting.NOT_CONFIRMED, my_role=MemberRole.LEAD)
    mine = Membership.objects.open().filter(user=actor.user).values("organisation_id")
    found = Organisation.objects.filter(pk__in=mine).annotate(my_role=_my_role(actor))
    return found.filter(unfinished | stale | dropped).order_by("name", "id")


def _entry_needs(actor: Actor, now: datetime) -> list[Need]:
    return [_entry_need(organisation, now) for organisation in _entries(actor, now)]


def _entry_need(organisation: Organisation, now: datetime) -> Need:
    name = {"name": organisation.name}
    workspace = reverse("organisations:workspace", args=[organisation.slug])
    if organisation.state == State.CHANGES_REQUESTED:
        label = _("Answer the coordinator’s question about %(name)s") % name
        return Need(label, workspace, _shortened(organisation.change_request), waits_for_others=True)
    if organisation.state == State.LISTED and organisation.confirmed_at is not None:  # the database sees to the latter
        note = _("Last confirmed %(when)s. It takes two minutes.") % {"when": ago(organisation.confirmed_at, now)}
        label = _("Confirm that the entry of %(name)s is still right") % name
        return Need(
            label, reverse("organisations:ask_confirm", args=[organisation.slug]), note, _due(organisation, now)
        )
    if organisation.state == State.UNLISTED:
        note = _("It was taken off the list, as nobody confirmed it for 18 months. Nothing is lost.")
        return Need(_("Look at %(name)s again and put it back on the list") % name, workspace, note)
    if organisation.my_role == MemberRole.LEAD:  # type: ignore[attr-defined]  # annotated above
        note = _("Your draft is saved. Only your team sees it.")
        return Need(_("Finish %(name)s and send it in") % name, workspace, note)
    return Need(_("Help to finish %(name)s") % name, workspace, _("When it is ready, a lead sends it in."))


def _shortened(text: str, length: int = 140) -> str:
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rsplit(" ", 1)[0] + "…"


def _due(organisation: Organisation, now: datetime) -> date:
    """Give the day from which the entry is shown as old; once that has passed, the day on which it leaves the list."""
    assert organisation.confirmed_at is not None  # the database asks it of a listed entry
    confirmed = localdate(organisation.confirmed_at)
    old = confirmed + timedelta(days=OLD_AFTER)
    return old if old > localdate(now) else confirmed + timedelta(days=UNLIST_AFTER)


# --- Invitations and requests ------------------------------------------------------------------------------------


def _invitations(actor: Actor, now: datetime) -> QuerySet[Invitation]:
    confirmed = EmailAddress.objects.filter(user=actor.user, verified=True, email__iexact=OuterRef("email"))
    waiting = Invitation.objects.open().filter(Exists(confirmed), expires_at__gt=now)
    return waiting.exclude(organisation__state=State.ARCHIVED).order_by("expires_at", "id")


def _invitation_needs(actor: Actor, now: datetime) -> list[Need]:
    return [
        Need(
            label=_("Answer the invitation from %(name)s") % {"name": invitation.organisation.name},
            url=path_to(invitation),
            note=_("They ask you to look after their entry with them."),
            due=localdate(invitation.expires_at),
            waits_for_others=True,
        )
        for invitation in _invitations(actor, now).select_related("organisation")
    ]


def _asked(actor: Actor) -> QuerySet[Organisation]:
    led = Membership.objects.open().leads().filter(user=actor.user).values("organisation_id")
    waiting = JoinRequest.objects.open().filter(organisation=OuterRef("pk"))
    return Organisation.objects.filter(Exists(waiting), pk__in=led).order_by("name", "id")


def _request_needs(actor: Actor, now: datetime) -> list[Need]:
    waiting = Count("join_requests", filter=Q(join_requests__answered_at__isnull=True))
    return [
        Need(
            label=ngettext("Answer %(n)s request to join %(name)s", "Answer %(n)s requests to join %(name)s", number)
            % {"n": number, "name": name},
            url=reverse("organisations:team", args=[slug]),
            note=_("Only a lead can say yes or no."),
            waits_for_others=True,
        )
        for slug, name, number in _asked(actor).annotate(n=waiting).values_list("slug", "name", F("n"))
    ]


def _entry_rows(actor: Actor, now: datetime) -> list[Rows]:
    return [each(_entries(actor, now))]


def _invitation_rows(actor: Actor, now: datetime) -> list[Rows]:
    return [each(_invitations(actor, now))]


def _request_rows(actor: Actor, now: datetime) -> list[Rows]:
    return [each(_asked(actor))]


SOURCES = (
    Source(_request_needs, _request_rows),
    Source(_invitation_needs, _invitation_rows),
    Source(_entry_needs, _entry_rows),
)
