"""The accounts of the demonstration. Each is at `demo.example`, and all share one password that production refuses."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from lero_hub.accounts.passwords import DEMO_PASSWORD
from lero_hub.authz.states import Role
from lero_hub.words import Words

PASSWORD = DEMO_PASSWORD
DOMAIN = "demo.example"


@dataclass(frozen=True)
class SignIn:
    """One account: who they are and what they can do, in words; `role` is granted by the coordinator."""

    local: str
    name: str
    who: Words
    can: Words
    role: str = ""

    @property
    def email(self) -> str:
        """Give the address."""
        return f"{self.local}@{DOMAIN}"


SIGN_INS: tuple[SignIn, ...] = (
    SignIn("coordinator", "Rowan", _("Coordinator"), _("answers entries, and forms reviews"), Role.COORDINATOR),
    SignIn(
        "lead",
        "Jo",
        _("Lead of Calder Steps"),
        _("is half way through an assessment, and presents next in a circle"),
        "",
    ),
    SignIn("editor", "Marlon", _("Editor of Calder Steps"), _("edits and drafts, and cannot send in"), ""),
    SignIn(
        "otherlead",
        "Nasreen",
        _("Lead of Kiln Lane Recovery Collective"),
        _("is recognised, and hosts another circle"),
        "",
    ),
    SignIn("assessor1", "Anwen", _("Assessor"), _("has sent in levels that are sealed"), Role.ASSESSOR),
    SignIn("assessor2", "Callum", _("Assessor"), _("has a review half scored"), Role.ASSESSOR),
    SignIn(
        "assessor3",
        "Bronagh",
        _("Assessor, and editor of Calder Steps"),
        _("is refused for Calder Steps"),
        Role.ASSESSOR,
    ),
    SignIn("panel1", "Ade", _("Panel member"), _("has one review to decide"), Role.PANEL_MEMBER),
    SignIn("panel2", "Siân", _("Panel member"), _("holds the role of panel member"), Role.PANEL_MEMBER),
    SignIn("panel3", "Hamish", _("Panel member"), _("holds the role of panel member"), Role.PANEL_MEMBER),
    SignIn("curator", "Precious", _("Curator"), _("has three items waiting"), Role.CURATOR),
    SignIn(
        "host", "Dermot", _("Lead of Aire Side Kitchen"), _("hosts a circle, and is asked to confirm their entry"), ""
    ),
    SignIn("member", "Sam", _("Member without an organisation"), _("can add one, or ask to join"), ""),
    SignIn("superuser", "Operator", _("Operator of the site"), _("reads the admin site"), ""),
)
