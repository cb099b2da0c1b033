"""One criterion of the standards, with what the library holds about it: for readers, and for whoever answers it."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from evidence.queries.shown import items_for_criterion, items_of_others, shelf_of_criterion
from lero_hub.authz.views import Access, HubView, get_visible
from organisations.models import Organisation
from standards.models import Criterion
from standards.queries.framework import Edition, address, describe, editions_for, read_edition


class CriterionView(HubView):
    """What a criterion asks, how its levels look, what could show it, who has written about it."""

    access = Access.public()

    def get(self, request: HttpRequest, framework: str, number: str, domain: str, code: str) -> HttpResponse:
        """Show the criterion."""
        version = get_visible(editions_for(self.actor), framework__slug=framework, number=number)
        edition = read_edition(version)
        chapter = edition.chapter(domain)
        criterion = chapter.criterion(code) if chapter else None
        if chapter is None or criterion is None:
            raise Http404
        at = chapter.criteria.index(criterion)
        context = {
            "edition": edition,
            "domain": chapter.domain,
            "chapter": chapter,
            "described": describe(edition, [criterion])[0],
            "before": chapter.criteria[at - 1] if at else None,
            "after": chapter.criteria[at + 1] if at + 1 < len(chapter.criteria) else None,
            "items": items_for_criterion(framework, code),
            "all_items": shelf_of_criterion(framework, code),
            "trail": _trail(edition, domain, chapter.domain.title, code),
            "canonical": f"{settings.BASE_URL}{request.path}",
        }
        return render(request, "pages/criterion.html", context)


def _trail(edition: Edition, domain: str, title: str, code: str) -> list[tuple[str, str]]:
    version = edition.version
    return [
        (_("Standards"), reverse("standards:index")),
        (_("Edition %(number)s") % {"number": version.number}, address(version)),
        (title, reverse("standards:domain", args=[version.framework.slug, version.number, domain])),
        (code, ""),
    ]


def how_others_do_it(criterion: Criterion, organisation: Organisation) -> dict[str, Any]:
    """Give what the library holds of others, for an organisation that answers a criterion: one query."""
    framework, code = criterion.version.framework.slug, criterion.code
    return {
        "template": "pages/_how_others_do_it.html",
        "items": items_of_others(framework, code, organisation_id=organisation.pk),
        "all": shelf_of_criterion(framework, code),
    }
