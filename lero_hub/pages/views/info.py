"""Pages that tell: the same for everybody, open to everybody."""

from typing import Any, ClassVar

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from lero_hub.accounts.states import WORDING, Purpose
from lero_hub.authz.views import Access, HubView
from lero_hub.pages import queries
from lero_hub.pages.help import GUIDES


class InfoPage(HubView):
    """A page that only tells something."""

    access = Access.public()
    template_name: ClassVar[str]

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        """Show the page, under its one address."""
        return render(
            request, self.template_name, {"canonical": f"{settings.BASE_URL}{request.path}", **self.context()}
        )

    def context(self) -> dict[str, Any]:
        """Give what the page tells beyond its own words."""
        return {}


class AboutView(InfoPage):
    """What a LERO is, and what this hub is."""

    template_name = "pages/about.html"


class HelpView(InfoPage):
    """The ways into the help pages."""

    template_name = "pages/help.html"

    def context(self) -> dict[str, Any]:
        """List the guides."""
        return {"guides": GUIDES}


class GuideView(InfoPage):
    """Help for one kind of person."""

    def get(self, request: HttpRequest, **kwargs: str) -> HttpResponse:
        """Show the guide for this role; a role without one has no page."""
        guide = next((guide for guide in GUIDES if guide.role == kwargs["role"]), None)
        if guide is None:
            raise Http404
        context = {"canonical": f"{settings.BASE_URL}{request.path}", "guide": guide, "guides": GUIDES}
        return render(request, guide.template_name, context)


class TermsView(InfoPage):
    """The house rules."""

    template_name = "pages/terms.html"

    def context(self) -> dict[str, Any]:
        """Say which version is in force."""
        return {"version": WORDING[Purpose.TERMS]}


class PrivacyView(InfoPage):
    """What the hub holds about people, read from the register itself so that it is always true."""

    template_name = "pages/privacy.html"

    def context(self) -> dict[str, Any]:
        """Read the register."""
        return queries.privacy()


class AccessibilityView(InfoPage):
    """How far everybody can use the hub."""

    template_name = "pages/accessibility.html"


class AttributionsView(InfoPage):
    """Whose data, fonts and code the hub stands on."""

    template_name = "pages/attributions.html"

    def context(self) -> dict[str, Any]:
        """List the works."""
        return queries.attributions()
