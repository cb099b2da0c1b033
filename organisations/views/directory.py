"""The directory for everybody: the list, and the pictures of profiles. No cookie, no script, no form that posts."""

from typing import Any, cast

from django.conf import settings
from django.core.paginator import EmptyPage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lero_hub.authz.views import Access, HubView, get_visible
from organisations import maps
from organisations.models import Organisation
from organisations.queries.directory import Answer, Asked, Unreadable, search
from organisations.queries.directory.asked import DISTANCES, GROUPS
from organisations.queries.help_lines import at_once
from organisations.states import State

LOGO_KEPT = 3600
"""Seconds that a browser may keep a picture; the address changes with the picture."""


class DirectoryView(HubView):
    """Search the directory."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what was found."""
        try:
            asked = Asked.read(request.GET)
            answer = search(asked, now=timezone.now())
        except (Unreadable, EmptyPage):
            first = request.GET.copy()
            first.pop("page", None)
            context = {"first_page": f"?{first.urlencode()}"}
            return render(request, "organisations/directory_no_page.html", context, status=404)
        return render(request, "organisations/directory.html", self._context(asked, answer))

    def _context(self, asked: Asked, answer: Answer) -> dict[str, Any]:
        return {
            "typed": asked,
            "answer": answer,
            "asked": answer.asked,
            "map": maps.local_map(answer.marks, centre=answer.point),
            "distances": _distances(asked),
            "orders": [(_order_label(order), answer.asked.link(sort=order), order) for order in answer.orders],
            "carried": answer.asked.pairs_without(("q", "near", "within", "area", "sort")),
            "kept": answer.asked.pairs_without((*GROUPS, "area")),
            "ring_now": at_once() if answer.is_cry else [],
            "is_search": bool(self.request.GET),
            "canonical": f"{settings.BASE_URL}{reverse('organisations:directory')}",
        }


def _distances(asked: Asked) -> list[tuple[int | str, str]]:
    miles = sorted({*DISTANCES, asked.within} if asked.within else DISTANCES)
    return [("", _("Any distance")), *((n, ngettext("%(n)s mile", "%(n)s miles", n) % {"n": n}) for n in miles)]


def _order_label(order: str) -> str:
    return {
        "nearest": _("nearest first"),
        "relevance": _("best match first"),
        "name": _("by name"),
        "recent": _("most recently confirmed first"),
    }[order]


class LogoView(HubView):
    """The picture of an organisation, from wherever files are kept; whoever may see the entry may see it."""

    access = Access.public()

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Send the picture."""
        organisation = get_visible(Organisation.objects.visible_to(self.actor), slug=slug)
        if not organisation.logo:
            raise Http404
        try:
            image = organisation.logo.open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        answer = FileResponse(cast("Any", image), content_type="image/webp")
        if organisation.state == State.LISTED and not self.actor.is_authenticated:
            answer.headers["Cache-Control"] = f"public, max-age={LOGO_KEPT}"
        return answer
