"""The roles that a coordinator grants. Being a lead, an editor or a circle member is a membership, not a role."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """A duty in the network, held by grant."""

    COORDINATOR = "coordinator", _("Coordinator")
    ASSESSOR = "assessor", _("Assessor")
    PANEL_MEMBER = "panel_member", _("Panel member")
    CURATOR = "curator", _("Curator")


MEANING = {
    Role.COORDINATOR: _("Looks after the directory, the roles and the queues."),
    Role.ASSESSOR: _("Reviews organisations against the standards, after declaring interests."),
    Role.PANEL_MEMBER: _("Decides on reviews that they did not assess."),
    Role.CURATOR: _("Looks after the library."),
}
