"""Who acts for an organisation, and how they came to."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check, one_of, paired
from lero_hub.personal_data import PersonalData
from organisations.models.organisation import Organisation
from organisations.querysets import InvitationQuerySet, JoinRequestQuerySet, MembershipQuerySet
from organisations.states import MemberRole, RequestOutcome

INVITATION, REQUEST, MEMBERSHIP = "organisations_invitation", "organisations_join_request", "organisations_membership"


class Membership(models.Model):
    """One person acts for one organisation, from one day until another. Ended, never deleted: reviews ask who was."""

    personal_data: ClassVar = PersonalData(
        person=("user",),
        export=("organisation", "role", "since", "ended_at"),
        on_erasure="keep",
        why="Who acted for an organisation stays known by an unnamed id; the erasure workflow ends open ones.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=MemberRole.choices)
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        db_table = MEMBERSHIP
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(ended_at__isnull=True),
                name=f"{MEMBERSHIP}_one_open",
                violation_error_message=_("This person belongs to the organisation already."),
            ),
            one_of(MEMBERSHIP, "role", MemberRole.values),
            paired(MEMBERSHIP, "ended_at", "ended_by"),
        ]
        indexes = [models.Index(fields=["organisation"], condition=Q(ended_at__isnull=True), name="membership_open")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id} ({self.id})"


class Invitation(models.Model):
    """A lead asks somebody, by e-mail, to act for the organisation. The link is signed, works once, and expires.

    `nonce` changes whenever the invitation is sent again, so that only the newest link works.
    """

    personal_data: ClassVar = PersonalData(
        person=("invited_by",),
        export=("organisation", "role", "created_at", "accepted_at", "revoked_at"),
        on_erasure="keep",
        why="The invited address is removed once the invitation has ended; the inviter is an id.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=10, choices=MemberRole.choices)
    nonce = models.CharField(max_length=32)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        db_table = INVITATION
        constraints = [
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name=f"{INVITATION}_one_open",
                violation_error_message=_("An invitation to this address is open already."),
            ),
            one_of(INVITATION, "role", MemberRole.values),
            paired(INVITATION, "accepted_at", "accepted_by"),
            check(
                INVITATION,
                "ends_once",
                Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                _("An invitation is accepted or revoked, not both."),
            ),
            check(
                INVITATION,
                "address_while_open",
                Q(accepted_at__isnull=False) | Q(revoked_at__isnull=False) | ~Q(email=""),
                _("An open invitation has an address."),
            ),
            check(
                INVITATION, "expires_later", Q(expires_at__gt=models.F("sent_at")), _("It expires after it was sent.")
            ),
        ]

    def __str__(self) -> str:
        return f"invitation {self.id}"


class JoinRequest(models.Model):
    """A person asks to act for an organisation that is on the hub already; a lead answers."""

    personal_data: ClassVar = PersonalData(
        person=("user",),
        export=("organisation", "note", "created_at", "outcome", "answered_at"),
        on_erasure="blank",
        blank={"note": ""},
        why="That a request was made and answered stays known by id; its words go.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="join_requests")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="join_requests")
    note = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=RequestOutcome.choices, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        db_table = REQUEST
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(answered_at__isnull=True),
                name=f"{REQUEST}_one_open",
                violation_error_message=_("You have asked already. A lead will answer."),
            ),
            one_of(REQUEST, "outcome", ["", *RequestOutcome.values]),
            paired(REQUEST, "answered_at", "answered_by"),
            check(
                REQUEST,
                "outcome_when_answered",
                Q(answered_at__isnull=True, outcome="") | (Q(answered_at__isnull=False) & ~Q(outcome="")),
                _("An answer says yes or no."),
            ),
        ]

    def __str__(self) -> str:
        return f"join request {self.id}"
