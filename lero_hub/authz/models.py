"""Roles as rows: granted with a reason, ended with a reason, never deleted."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from lero_hub.authz.states import Role
from lero_hub.constraints import not_blank, one_of, paired
from lero_hub.personal_data import PersonalData


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Grants, narrowed."""

    def open(self) -> "RoleGrantQuerySet":
        """Keep the grants that have not ended."""
        return self.filter(ended_at__isnull=True)


class RoleGrant(models.Model):
    """One person holds one role from one day on, until it ends. Written by `grant_role` and `end_role`."""

    personal_data: ClassVar = PersonalData(
        person=("user",),
        export=("role", "reason", "granted_at", "ended_at", "end_reason"),
        on_erasure="blank",
        blank={"reason": "-", "end_reason": ""},
        why="Who held a duty when stays known by id, so that decisions taken then can be accounted for.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(max_length=20, choices=Role.choices)
    reason = models.CharField(max_length=300)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=300, blank=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        db_table = "authz_role_grant"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(ended_at__isnull=True),
                name="authz_role_grant_one_open",
                violation_error_message=_("This person holds this role already."),
            ),
            one_of("authz_role_grant", "role", Role.values),
            paired("authz_role_grant", "ended_at", "ended_by"),
            not_blank("authz_role_grant", "reason"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.user_id} since {self.granted_at:%Y-%m-%d} ({self.id})"
