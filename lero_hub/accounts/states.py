"""What a person can agree to, and the wording in force."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """A thing that a person agreed to."""

    TERMS = "terms", _("The house rules, and being 18 or over")
    MEMBERSHIP = "membership", _("Holding what membership may imply about your health")


# The wording in force. A change of words is a new version; the privacy page keeps the old ones readable.
WORDING = {Purpose.TERMS: "2026-11", Purpose.MEMBERSHIP: "2026-11"}
