"""The guides of the help pages: one for each kind of person for whom the hub has pages."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lero_hub.words import Words


@dataclass(frozen=True)
class Guide:
    """One help page: for whom, and what it answers."""

    role: str
    title: Words
    for_whom: Words
    icon: str

    @property
    def template_name(self) -> str:
        """Give the page's template."""
        return f"pages/help_{self.role}.html"

    @property
    def url(self) -> str:
        """Give the page's address."""
        return reverse("pages:guide", args=[self.role])


GUIDES: Final = (
    Guide("visitor", _("Finding an organisation"), _("You look for support, for yourself or somebody else."), "search"),
    Guide("commissioner", _("For councils and funders"), _("You plan or pay for recovery support."), "doc"),
    Guide("member", _("Your account"), _("You have an account, or think about making one."), "person"),
    Guide("organisation", _("Your organisation’s entry"), _("You lead an organisation or edit its entry."), "people"),
    Guide(
        "standards",
        _("Pledge, look at yourselves, be recognised"),
        _("Your organisation works with the standards."),
        "seal",
    ),
    Guide("practice", _("Sharing what you tried"), _("Your organisation has something for the library."), "pen"),
    Guide("circle", _("Circles of leaders"), _("You host or join a weekly circle, or think about it."), "talk"),
    Guide("assessor", _("Assessing another organisation"), _("You are an assessor, or are asked to be one."), "people"),
    Guide("panel", _("Deciding for the panel"), _("You decide about reviews that others made."), "check"),
    Guide("curator", _("Curating the library"), _("You answer practice and bring in research."), "doc"),
    Guide("coordinator", _("Coordinating the network"), _("You look after the directory and its people."), "flag"),
)
