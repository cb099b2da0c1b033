"""Coverage by area, for everybody and above all for councils and commissioners."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView
from organisations.models import Area
from organisations.models.geography import AreaKind
from organisations.queries.areas import coverage, named, read_area, tree
from organisations.queries.searching import clean
from organisations.wording import confirmed, is_old


class AreasView(HubView):
    """Nations, regions and councils, each with its numbers."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show all areas, or those with a name that was asked for."""
        text = clean(request.GET.get("q", ""))
        rows = coverage()
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
        page, now = read_area(found), timezone.now()
        home = reverse("organisations:areas")
        above = [(row.name, reverse("organisations:area", args=[row.code])) for row in page.above]
        context = {
            "page": page,
            "area": found,
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
