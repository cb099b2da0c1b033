"""The standards for everybody: what they are, how an assessment goes, and every edition. No cookie, no script."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView, get_visible
from standards.queries.framework import address, current_editions, describe, editions_for, read_edition
from standards.states import RECOGNITION_YEARS, Outcome


def _canonical(request: HttpRequest) -> str:
    return f"{settings.BASE_URL}{request.path}"


class StandardsView(HubView):
    """What the standards are, and the way from a pledge to a recognition."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the first page of the standards."""
        editions = [read_edition(version) for version in current_editions()]
        context = {"editions": editions, "years": RECOGNITION_YEARS, "canonical": _canonical(request)}
        return render(request, "standards/index.html", context)


class HowWeAssessView(HubView):
    """How two people with lived experience assess, and what each outcome asks."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Explain; the thresholds are read from each open edition."""
        context = {
            "editions": [read_edition(version) for version in current_editions()],
            "not_yet": Outcome.NOT_YET.label,
            "years": RECOGNITION_YEARS,
            "trail": [(_("Standards"), reverse("standards:index")), (_("How we assess"), "")],
            "canonical": _canonical(request),
        }
        return render(request, "standards/how_we_assess.html", context)


class EditionView(HubView):
    """A whole edition on one page, made to be printed."""

    access = Access.public()

    def get(self, request: HttpRequest, framework: str, number: str) -> HttpResponse:
        """Show all domains and criteria."""
        version = get_visible(editions_for(self.actor), framework__slug=framework, number=number)
        context = {
            "edition": read_edition(version),
            "trail": [(_("Standards"), reverse("standards:index")), (edition_name(version.number), "")],
            "canonical": _canonical(request),
        }
        return render(request, "standards/edition.html", context)


class DomainView(HubView):
    """One domain with its criteria and their levels in full."""

    access = Access.public()

    def get(self, request: HttpRequest, framework: str, number: str, domain: str) -> HttpResponse:
        """Show the domain."""
        version = get_visible(editions_for(self.actor), framework__slug=framework, number=number)
        edition = read_edition(version)
        chapter = edition.chapter(domain)
        if chapter is None:
            raise Http404
        context = {
            "edition": edition,
            "domain": chapter.domain,
            "described": describe(edition, chapter.criteria),
            "trail": [
                (_("Standards"), reverse("standards:index")),
                (edition_name(version.number), address(version)),
                (chapter.domain.title, ""),
            ],
            "canonical": _canonical(request),
        }
        return render(request, "standards/domain.html", context)


def edition_name(number: str) -> str:
    """Name an edition in the trail."""
    return _("Edition %(number)s") % {"number": number}
