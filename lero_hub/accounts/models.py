"""The person, what they consented to, and what they want to hear of."""

import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lero_hub.accounts.querysets import ConsentQuerySet, UserQuerySet
from lero_hub.accounts.states import Purpose
from lero_hub.constraints import check, not_blank, one_of
from lero_hub.personal_data import PersonalData

BaseManager = BaseUserManager.from_queryset(UserQuerySet)


class UserManager(BaseManager["User"]):
    """Make users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an open account; without a password it can only be opened by a reset."""
        if not email:
            raise ValueError("An account needs an e-mail address")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make an operator's account."""
        return self.create_user(email, password, **{"is_superuser": True, **fields})

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account whatever the case of the address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser, PermissionsMixin):
    """One person with an account, known to others by the display name that they chose.

    `consented_at` is empty while the consent to hold what membership may imply does not stand. An erased account
    keeps its id alone, so that decisions taken then still point at one and the same unnamed person.
    """

    personal_data: ClassVar = PersonalData(
        person=("pk",),
        export=("email", "display_name", "language", "joined_at", "last_login", "consented_at"),
        on_erasure="blank",
        blank={"display_name": "", "is_active": False, "is_superuser": False, "consented_at": None, "last_login": None},
        why="The row stays as an unnamed id; address and password are replaced by the erasure workflow.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), max_length=254)
    display_name = models.CharField(_("name you like to be called"), max_length=60, blank=True)
    language = models.CharField(max_length=10, default="en-gb")
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    consented_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        db_table = "accounts_user"
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="accounts_user_email_once", violation_error_message=_("This address is taken.")
            ),
            check(
                "accounts_user",
                "erased_is_closed",
                models.Q(erased_at__isnull=True) | models.Q(is_active=False, display_name=""),
                _("An erased account is closed and has no name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.shown_name} ({self.pk})"

    @property
    def shown_name(self) -> str:
        """Give the name that others see."""
        return self.display_name or str(_("A former member") if self.erased_at else _("A member"))

    @property
    def is_staff(self) -> bool:
        """Tell Django's admin who may open it."""
        return self.is_superuser

    def get_full_name(self) -> str:
        """Give the shown name, under the name that Django looks for."""
        return self.shown_name


class Consent(models.Model):
    """One person agreed to one purpose in one wording on one day. Written by `give_consent` and `withdraw_consent`."""

    personal_data: ClassVar = PersonalData(
        person=("user",),
        export=("purpose", "wording", "given_at", "withdrawn_at"),
        on_erasure="keep",
        why="Proof that consent stood while data was held; it points at an unnamed id after erasure.",
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="consents")
    purpose = models.CharField(max_length=30, choices=Purpose.choices)
    wording = models.CharField(max_length=30)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        db_table = "accounts_consent"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="accounts_consent_one_standing",
                violation_error_message=_("This consent stands already."),
            ),
            one_of("accounts_consent", "purpose", Purpose.values),
            not_blank("accounts_consent", "wording"),
            check(
                "accounts_consent",
                "withdrawn_after_given",
                models.Q(withdrawn_at__isnull=True) | models.Q(withdrawn_at__gte=models.F("given_at")),
                _("A consent is withdrawn after it was given."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.wording} {self.user_id} ({self.id})"


class NotificationSetting(models.Model):
    """One person switched one kind of message off (or on again). No row means on. Written by `set_notifications`."""

    personal_data: ClassVar = PersonalData(
        person=("user",), export=("kind", "wanted"), on_erasure="delete", why="Of use only with an account."
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notification_settings")
    kind = models.CharField(max_length=60)
    wanted = models.BooleanField()

    class Meta:
        db_table = "accounts_notification_setting"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "kind"],
                name="accounts_notification_setting_once",
                violation_error_message=_("This setting exists already."),
            ),
            not_blank("accounts_notification_setting", "kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.wanted} {self.user_id}"
