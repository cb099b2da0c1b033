"""The first page, and what helps machines to find the others."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _

from evidence.queries.shown import published_pages
from lero_hub.authz.views import Access, HubView
from lero_hub.pages.help import GUIDES
from organisations import maps
from organisations.queries import news
from organisations.queries.sitemap import area_codes, listed_pages
from standards.queries import framework

ROOM_PAGES = ("home", "about", "help", "help_now", "contact", "terms", "accessibility", "privacy", "attributions")
CLOSED = (
    "/account/",
    "/accounts/",
    "/admin/",
    "/coordination/",
    "/curation/",
    "/hub/",
    "/organisations/",
    *(f"/standards/{part}/" for part in ("assessments", "assessors", "organisations", "panel", "reviews")),
    "/demo/",
    "/styleguide/",
)


class HomeView(HubView):
    """What a LERO is, the search, the map, four doors, figures and three recent things: three queries."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the first page."""
        directory = reverse("organisations:directory")
        now = timezone.now()
        context = {
            "map": maps.national_map(news.listed_marks(), search=directory),
            "figures": news.figures(now),
            "newest": news.newest(),
            "directory": directory,
            "quick": [
                (_("Groups online"), f"{directory}?online=yes"),
                (_("For families"), f"{directory}?for=family-and-friends"),
                (_("Someone to walk in with"), f"{directory}?activity=walk-in-with"),
                (_("Recovery houses"), f"{directory}?activity=recovery-house"),
            ],
            "now": now,
            "canonical": f"{settings.BASE_URL}/",
        }
        return render(request, "pages/home.html", context)


class SitemapView(HubView):
    """Every page that search engines may show."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """List the pages: three queries, and four for each open edition of the standards."""
        pages = [(reverse(f"pages:{name}"), None) for name in ROOM_PAGES]
        pages += [(guide.url, None) for guide in GUIDES]
        pages += [(reverse(f"organisations:{name}"), None) for name in ("directory", "areas")]
        pages.append((reverse("evidence:library"), None))
        pages += [(reverse("organisations:area", args=[code]), None) for code in area_codes()]
        pages += [(reverse(f"standards:{name}"), None) for name in ("index", "how_we_assess")]
        pages += [(each, None) for each in framework.sitemap()]
        profile = news.profile_addresses()
        rows = [(profile(slug), changed) for slug, changed in listed_pages()]
        rows += [(reverse("evidence:item", args=[slug]), changed) for slug, changed in published_pages()]
        context = {"pages": [*pages, *rows], "base_url": settings.BASE_URL}
        return render(request, "pages/sitemap.xml", context, content_type="application/xml")


class RobotsView(HubView):
    """What search engines need not read. A demonstration asks them for nothing at all."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send the rules."""
        closed = ("/",) if settings.DEMO else CLOSED
        rules = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
        text = "\n".join([*rules, "", f"Sitemap: {settings.BASE_URL}{reverse('pages:sitemap')}", ""])
        return HttpResponse(text, content_type="text/plain; charset=utf-8")


class FaviconView(HubView):
    """The mark, for browsers and programs that look for it where it used to stand before pages could name one."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Lead to the drawing, whose name changes with it: for a day at a time."""
        answer = redirect(static("img/mark.svg"))
        patch_cache_control(answer, public=True, max_age=24 * 3600)
        return answer
