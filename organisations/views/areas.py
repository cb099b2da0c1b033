"""Coverage by area, for everybody and above all for councils and commissioners."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lero_hub.authz.views import Access, HubView
from organisations.models import Area
from organisations.models.geography import AreaKind
from organisations.queries.areas import Row, coverage, named, read_area, tree
from organisations.queries.directory.asked import PLEDGED, RECOGNISED
from organisations.queries.searching import clean
from organisations.wording import confirmed, is_old


class AreasView(HubView):
    """Nations, regions and councils, each with its numbers."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show all areas, or those with a name that was asked for."""
        text = clean(request.GET.get("q", ""))
        rows = coverage(today=timezone.localdate())
        councils = [row for row in rows.values() if row.kind == AreaKind.AUTHORITY]
        context = {
            "text": text,
            "found": named(rows, text) if text else [],
            "nations": [] if text else tree(rows),
            "councils": len(councils),
            "own": sum(row.has_own for row in councils),
            "national": sum(row.serving > 0 and not row.has_own for row in councils),
            "nobody": sum(not (row.serving or row.has_own) for row in councils),
            "is_search": bool(request.GET),
            "canonical": f"{settings.BASE_URL}{reverse('organisations:areas')}",
        }
        return render(request, "organisations/areas.html", context)


class AreaView(HubView):
    """One area. A code that it had before leads to the one that it has now."""

    access = Access.public()

    def get(self, request: HttpRequest, code: str) -> HttpResponseBase:
        """Show the area."""
        found = Area.objects.coded(code.upper()).order_by("-is_current", "code").first()
        if found is None or not found.is_current:
            raise Http404
        if found.code != code:
            return redirect("organisations:area", found.code, permanent=True)
        now = timezone.now()
        page = read_area(found, today=timezone.localdate(now))
        home = reverse("organisations:areas")
        above = [(row.name, reverse("organisations:area", args=[row.code])) for row in page.above]
        context = {
            "page": page,
            "area": found,
            "description": _in_a_sentence(page.row),
            "standings": [
                (_("of all these are recognised today"), RECOGNISED, page.row.recognised),
                (_("of all these have pledged to the standards"), PLEDGED, page.row.pledged),
            ],
            "trail": [(_("By area"), home), *above, (found.name, "")],
            "groups": [
                (
                    heading,
                    [(entry, confirmed(entry.confirmed_at, now), is_old(entry.confirmed_at, now)) for entry in entries],
                )
                for heading, entries in (
                    (_("Based here"), page.based),
                    (_("Based elsewhere, and serving it"), page.serving),
                )
            ],
            "canonical": f"{settings.BASE_URL}{reverse('organisations:area', args=[found.code])}",
            "now": now,
        }
        return render(request, "organisations/area.html", context)


def _in_a_sentence(row: Row) -> str:
    """Say the numbers of an area as a card on another site shows them."""
    based = ngettext(
        "%(n)s Lived Experience Recovery Organisation is listed in %(name)s",
        "%(n)s Lived Experience Recovery Organisations are listed in %(name)s",
        row.based,
    ) % {"n": row.based, "name": row.name}
    serving = ngettext("%(n)s serves it", "%(n)s serve it", row.serving) % {"n": row.serving}
    return _("%(based)s, and %(serving)s.") % {"based": based, "serving": serving}
