"""The library for everybody: the list and an item. No cookie, no script, no form that posts."""

from typing import Any

from django.conf import settings
from django.core.paginator import EmptyPage
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from evidence.models import Item
from evidence.policies import can_read_versions
from evidence.queries.item_page import owner_is_listed, read_item
from evidence.queries.library import Answer, Asked, Unreadable, search
from evidence.queries.library.asked import GROUPS
from evidence.queries.versions import history
from evidence.states import Kind, State
from lero_hub.authz.views import Access, HubView, get_visible


class LibraryView(HubView):
    """Search the library."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what was found."""
        try:
            asked = Asked.read(request.GET)
            answer = search(asked)
        except (Unreadable, EmptyPage):
            first = request.GET.copy()
            first.pop("page", None)
            context = {"first_page": f"?{first.urlencode()}"}
            return render(request, "library/no_page.html", context, status=404)
        return render(request, "library/library.html", self._context(answer))

    def _context(self, answer: Answer) -> dict[str, Any]:
        return {
            "answer": answer,
            "asked": answer.asked,
            "orders": [(_order_label(order), answer.asked.link(sort=order), order) for order in answer.orders],
            "carried": answer.asked.pairs_without(("q", "sort")),
            "kept": answer.asked.pairs_without(tuple(group for group in GROUPS if group != "criterion")),
            "is_search": bool(self.request.GET),
            "canonical": f"{settings.BASE_URL}{reverse('evidence:library')}",
        }


def _order_label(order: str) -> str:
    return {
        "relevance": _("best match first"),
        "recent": _("newest here first"),
        "year": _("by year"),
        "title": _("by title"),
    }[order]


class ItemView(HubView):
    """One item, as visitors read it; its team and curators may look before it is published."""

    access = Access.public()

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the item."""
        visible = Item.objects.visible_to(self.actor).select_related("organisation").defer("search_document")
        page = read_item(get_visible(visible, slug=slug), base_url=settings.BASE_URL)
        is_practice = page.item.kind == Kind.PRACTICE
        kind = (str(Kind(page.item.kind).label), f"{reverse('evidence:library')}?kind={page.item.kind}")
        context = {
            "page": page,
            "item": page.item,
            "is_practice": is_practice,
            "is_preview": page.item.state != State.PUBLISHED,
            "owner_is_listed": owner_is_listed(page.owner),
            "versions": history(page.item),
            "may_read_versions": can_read_versions(self.actor, page.item),
            "trail": [(_("Library"), reverse("evidence:library")), kind, (Truncator(page.item.title).chars(60), "")],
            "canonical": page.canonical,
        }
        return render(request, "library/item.html", context)
