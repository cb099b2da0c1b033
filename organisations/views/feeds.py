"""The directory to take away: spreadsheets and a feed."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView
from lero_hub.feed import TextFeed
from lero_hub.typed_text import plain
from organisations.models import Organisation
from organisations.queries.areas import coverage
from organisations.queries.directory import Asked, listed_order
from organisations.queries.directory.export import area_rows, lines, organisation_rows
from organisations.queries.directory.words import title
from organisations.queries.news import changed_first

FEED_LENGTH = 50


def _asked(request: HttpRequest) -> Asked:
    """Read a search; a page number has no meaning here."""
    query = request.GET.copy()
    query.pop("page", None)
    return Asked.read(query)


def _spreadsheet(name: str, rows: object) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")  # type: ignore[arg-type]  # text lines
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


class DirectoryExportView(HubView):
    """Any search of the directory as a spreadsheet, streamed."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Send the spreadsheet."""
        now = timezone.now()
        _meaning, found = listed_order(_asked(request), now=now)
        rows = organisation_rows(found, now=now, base_url=settings.BASE_URL)
        return _spreadsheet(f"lero-directory-{now.date().isoformat()}.csv", lines(rows))


class AreasExportView(HubView):
    """The numbers of all areas as a spreadsheet."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Send the spreadsheet."""
        day = timezone.localdate()
        return _spreadsheet(f"lero-areas-{day.isoformat()}.csv", lines(area_rows(coverage(today=day).values())))


class DirectoryFeedView(HubView):
    """What is new or changed in the directory, or in a search of it, as Atom."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send the feed."""
        asked = _asked(request)
        home, here = (f"{settings.BASE_URL}{reverse(name)}" for name in _ADDRESSES)
        heading, ids = _("LERO Hub: new and changed organisations"), None
        if not asked.is_plain:
            meaning, found = listed_order(asked, now=timezone.now())
            heading, ids = title(meaning), [organisation_id for organisation_id, _miles in found]
        query = f"?{asked.querystring}" if asked.querystring else ""
        feed = TextFeed(
            title=heading,
            link=f"{home}{query}",
            description=_("Organisations led by lived experience, as they are listed and as their pages change."),
            feed_url=f"{here}{query}",
            language=settings.LANGUAGE_CODE,
        )
        for entry in changed_first(ids)[:FEED_LENGTH]:
            _add(feed, entry)
        answer = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer


_ADDRESSES = ("organisations:directory", "organisations:directory_feed")


def _add(feed: TextFeed, entry: Organisation) -> None:
    feed.add_item(
        title=plain(entry.name),
        link=f"{settings.BASE_URL}{reverse('organisations:profile', args=[entry.slug])}",
        description=plain(entry.summary),
        unique_id=f"urn:uuid:{entry.pk}",
        pubdate=entry.listed_at,
        updateddate=max(filter(None, (entry.listed_at, entry.changed_at))),
        author_name=entry.name,
    )
