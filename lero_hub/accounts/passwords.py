"""The password that everybody knows is refused everywhere but in a demonstration."""

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# It is no secret: a demonstration prints it, and this module refuses it everywhere else.
DEMO_PASSWORD = "lero-hub-demo"  # noqa: S105  # it is no secret: the demonstration prints it


class NotTheDemonstrationPassword:
    """Refuse the password of the demonstration accounts, in any case, on a real site."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raise ValidationError for the demonstration password outside DEMO."""
        if not settings.DEMO and password.strip().casefold() == DEMO_PASSWORD:
            raise ValidationError(
                _("This is the password of the demonstration, which everybody knows. Choose another one."),
                code="demonstration_password",
            )

    def get_help_text(self) -> str:
        """Say the rule in a sentence."""
        return _("It cannot be the password that our demonstration uses.")
