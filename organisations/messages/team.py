"""Mails about who acts for an organisation. They name the organisation, never a person."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lero_hub.outbox import kinds
from lero_hub.outbox.models import OutboxMessage
from lero_hub.outbox.workflows import enqueue
from lero_hub.sent_links import is_newest
from organisations.invitation_links import path_to
from organisations.models import Invitation, JoinRequest, Membership, Organisation
from organisations.states import MemberRole, RequestOutcome, State

if TYPE_CHECKING:
    from lero_hub.accounts.models import User

INVITATION, TEAM = "organisations.invitation", "organisations.team"
REQUEST, REQUEST_ANSWERED = "organisations.join_request", "organisations.join_request_answered"


def _link_still_works(message: OutboxMessage) -> bool:
    """An invitation is sent while it is open and no newer link was made."""
    _name, invitation_id, nonce = message.dedupe_key.split(":")
    invitation = Invitation.objects.open().filter(pk=invitation_id).first()
    return invitation is not None and is_newest(invitation, nonce)


def _lead_has_to_answer(message: OutboxMessage) -> bool:
    """A lead hears of a request while it is open and while they lead."""
    request = JoinRequest.objects.open().filter(pk=message.dedupe_key.split(":")[1]).first()
    leads = Membership.objects.open().leads().filter(user=message.recipient)
    return request is not None and leads.filter(organisation_id=request.organisation_id).exists()


def register() -> None:
    """Make the kinds known to the outbox."""
    kinds.register(
        kinds.Kind(INVITATION, _("Somebody asks you to act for an organisation"), still_wanted=_link_still_works)
    )
    kinds.register(kinds.Kind(TEAM, _("Who acts for your organisation changes")))
    kinds.register(kinds.Kind(REQUEST, _("Somebody asks to join your organisation"), still_wanted=_lead_has_to_answer))
    kinds.register(kinds.Kind(REQUEST_ANSWERED, _("Your request to join was answered"), preference=TEAM))


def send_invitation(invitation: Invitation, *, now: datetime) -> None:
    """Send the newest link to the invited address. Its person may have an account, or none yet.

    A name that is not public stays out: anybody may begin an entry and call it what they like, and the hub would carry
    that text to an address that they typed.
    """
    known = EmailAddress.objects.filter(email__iexact=invitation.email, verified=True).select_related("user").first()
    enqueue(
        kind=INVITATION,
        recipient=known.user if known else None,
        to=invitation.email,
        template="organisations_invitation",
        context={
            "name": invitation.organisation.name if invitation.organisation.state == State.LISTED else "",
            "role": invitation.role,
            "path": path_to(invitation),
            "expires_at": invitation.expires_at,
        },
        dedupe_key=f"invitation:{invitation.pk}:{invitation.nonce}",
        now=now,
        expires_at=invitation.expires_at,
    )


def tell_member(membership: Membership, what: str, *, now: datetime) -> None:
    """Tell one person what changed for them: `made_lead`, `made_editor` or `removed`."""
    organisation = membership.organisation
    stays = what != "removed"
    _tell(
        [membership.user],
        organisation,
        what,
        path=reverse("organisations:team", args=[organisation.slug]) if stays else "",
        key=f"{membership.pk}:{what}:{now.timestamp()}",
        now=now,
    )


def tell_leads(organisation: Organisation, what: str, *, but: "User | None", key: str, now: datetime) -> None:
    """Tell the leads, all but the one who did it: `joined` or `left`."""
    leads = Membership.objects.open().leads().filter(organisation=organisation).select_related("user")
    people = [lead.user for lead in leads if lead.user != but]
    path = reverse("organisations:team", args=[organisation.slug])
    _tell(people, organisation, what, path=path, key=f"{key}:{what}", now=now)


def _tell(
    people: "Iterable[User]", organisation: Organisation, what: str, *, path: str, key: str, now: datetime
) -> None:
    for person in people:
        enqueue(
            kind=TEAM,
            recipient=person,
            to=person.email,
            template="organisations_team",
            context={"organisation": organisation, "what": what, "path": path},
            dedupe_key=f"team:{key}:{person.pk}",
            now=now,
        )


def ask_leads(request: JoinRequest, *, now: datetime) -> None:
    """Tell the leads that somebody asks to join; who it is stands on the page."""
    leads = Membership.objects.open().leads().filter(organisation_id=request.organisation_id).select_related("user")
    for lead in leads:
        enqueue(
            kind=REQUEST,
            recipient=lead.user,
            to=lead.user.email,
            template="organisations_join_request",
            context={
                "organisation": request.organisation,
                "path": reverse("organisations:team", args=[request.organisation.slug]),
            },
            dedupe_key=f"join_request:{request.pk}:{lead.user_id}",
            now=now,
        )


def tell_asker(request: JoinRequest, *, now: datetime) -> None:
    """Tell the person who asked what the answer is."""
    accepted = request.outcome == RequestOutcome.ACCEPTED
    name = "organisations:workspace" if accepted else "organisations:profile"
    enqueue(
        kind=REQUEST_ANSWERED,
        recipient=request.user,
        to=request.user.email,
        template="organisations_join_answer",
        context={
            "organisation": request.organisation,
            "accepted": accepted,
            "path": reverse(name, args=[request.organisation.slug]),
        },
        dedupe_key=f"join_answer:{request.pk}",
        now=now,
    )


def role_word(role: str) -> str:
    """Name what a mail says about a new role: `made_lead` or `made_editor`."""
    return "made_lead" if role == MemberRole.LEAD else "made_editor"
