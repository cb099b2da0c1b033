"""An earlier version of an item, for those who look after it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from evidence.models import Item, ItemVersion
from evidence.policies import can_read_versions
from evidence.queries.versions import history, read_version
from evidence.states import Kind, State
from evidence.views.research import ItemCurationView
from lero_hub.authz.views import Access


class VersionView(ItemCurationView):
    """What an item said when it was put in the library."""

    access = Access.on_object(can_read_versions)
    version: ItemVersion

    def get_object(self) -> Item:
        """Find the item, and what was kept of it under this number."""
        item = super().get_object()
        self.version = get_object_or_404(item.versions, number=self.kwargs["number"])
        return item

    def get(self, request: HttpRequest, slug: str, number: int) -> HttpResponse:
        """Show it."""
        version = self.version
        page = read_version(self.object, version, base_url=settings.BASE_URL)
        day = date_format(localtime(version.published_at), "j F Y")
        context = {
            "page": page,
            "item": page.item,
            "day": day,
            "is_practice": self.object.kind == Kind.PRACTICE,
            "now": self.object,
            "is_public": self.object.state == State.PUBLISHED,
            "versions": history(self.object),
            "number": version.number,
            "home": self.home(),
            "trail": self.trail(_("Version of %(day)s") % {"day": day}),
        }
        return render(request, "curation/version.html", context)
