"""A circle, who belongs to it, who is invited, and who agreed to what."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from lero_hub.constraints import check, not_blank, one_of, paired
from lero_hub.personal_data import PersonalData
from peer_supervision.querysets import CircleInvitationQuerySet, CircleMembershipQuerySet, CircleQuerySet
from peer_supervision.states import CircleRole

CIRCLE, MEMBERSHIP = "peer_supervision_circle", "peer_supervision_membership"
INVITATION, ACCEPTANCE = "peer_supervision_invitation", "peer_supervision_acceptance"


class Circle(models.Model):
    """A small group of leaders who meet weekly. Closed to newcomers: a host invites, and only members see anything.

    Written by its hosts. `agenda` holds the steps of the challenge part as the host changed them, each a pair of title
    and minutes; empty means the usual one.
    """

    personal_data: ClassVar = PersonalData(
        person=("opened_by",),
        export=("opened_at", "closed_at"),
        on_erasure="keep",
        why="The circle belongs to all its members; who opened it is an id.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=80)
    purpose = models.CharField(max_length=300, blank=True)
    agenda = models.JSONField(default=list, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = CircleQuerySet.as_manager()

    class Meta:
        db_table = CIRCLE
        constraints = [not_blank(CIRCLE, "name"), paired(CIRCLE, "closed_at", "closed_by")]

    def __str__(self) -> str:
        return f"circle {self.id}"


class CircleMembership(models.Model):
    """One person belongs to one circle, from one day until another. Ended, never deleted.

    `agreed_at` and `agreed_version` repeat the newest acceptance, so that one read of the row tells whether the circle
    is open to the person.
    """

    personal_data: ClassVar = PersonalData(
        person=("user",),
        export=("role", "joined_at", "ended_at", "agreed_at"),
        on_erasure="keep",
        why="Turns are shared fairly by who was there when; the farewell ends the membership, an id remains.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="circle_memberships")
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=10, choices=CircleRole.choices)
    joined_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    agreed_version = models.CharField(max_length=20, blank=True)

    objects = CircleMembershipQuerySet.as_manager()

    class Meta:
        db_table = MEMBERSHIP
        constraints = [
            models.UniqueConstraint(
                fields=["user", "circle"],
                condition=Q(ended_at__isnull=True),
                name=f"{MEMBERSHIP}_one_open",
                violation_error_message=_("This person belongs to the circle already."),
            ),
            one_of(MEMBERSHIP, "role", CircleRole.values),
            paired(MEMBERSHIP, "ended_at", "ended_by"),
            check(
                MEMBERSHIP,
                "agreed_to_a_version",
                Q(agreed_at__isnull=True, agreed_version="") | (Q(agreed_at__isnull=False) & ~Q(agreed_version="")),
                _("Who agreed, agreed to a version."),
            ),
        ]
        indexes = [
            models.Index(fields=["circle"], condition=Q(ended_at__isnull=True), name="circle_membership_open"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.circle_id} ({self.id})"


class CircleInvitation(models.Model):
    """A host asks somebody, by e-mail, to join the circle. The link is signed, works once, and expires.

    `nonce` changes whenever the invitation is sent again, so that only the newest link works. `email` is emptied when
    the invitation is accepted or taken back; a task takes back what ran out 30 days ago.
    """

    personal_data: ClassVar = PersonalData(
        person=("invited_by",),
        export=("created_at", "accepted_at", "revoked_at"),
        on_erasure="keep",
        why="The invited address is removed once the invitation is accepted, taken back, or over for 30 days; "
        "the inviter is an id.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    circle = models.ForeignKey(Circle, on_delete=models.PROTECT, related_name="invitations")
    email = models.EmailField(blank=True)
    nonce = models.CharField(max_length=32)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)

    objects = CircleInvitationQuerySet.as_manager()

    class Meta:
        db_table = INVITATION
        constraints = [
            models.UniqueConstraint(
                "circle",
                Lower("email"),
                condition=Q(accepted_at__isnull=True, revoked_at__isnull=True),
                name=f"{INVITATION}_one_open",
                violation_error_message=_("An invitation to this address is open already."),
            ),
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
            check(INVITATION, "expires_later", Q(expires_at__gt=F("sent_at")), _("It expires after it was sent.")),
        ]

    def __str__(self) -> str:
        return f"circle invitation {self.id}"


class AgreementAcceptance(models.Model):
    """One member accepted one version of the agreement on one day. Written by `accept_agreement`; never changed."""

    personal_data: ClassVar = PersonalData(
        person=("membership__user",),
        export=("version", "accepted_at"),
        on_erasure="keep",
        why="That what is said stays in the circle was agreed remains known by an unnamed id.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    membership = models.ForeignKey(CircleMembership, on_delete=models.PROTECT, related_name="acceptances")
    version = models.CharField(max_length=20)
    accepted_at = models.DateTimeField()

    class Meta:
        db_table = ACCEPTANCE
        constraints = [
            not_blank(ACCEPTANCE, "version"),
            models.UniqueConstraint(
                fields=["membership", "accepted_at"],
                name=f"{ACCEPTANCE}_once_at_a_time",
                violation_error_message=_("This was accepted already."),
            ),
        ]

    def __str__(self) -> str:
        return f"agreement {self.version} ({self.id})"
