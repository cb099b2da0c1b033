"""The library to take away: references in three forms, of one item or of a search, and a feed."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from evidence.citations import bibtex, ris
from evidence.citations.csl import Citation
from evidence.models import Item
from evidence.queries.item_page import citation_of, citations
from evidence.queries.library import Asked, found_order
from evidence.queries.library.words import title
from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.feed import TextFeed
from lero_hub.typed_text import plain

MOST_EXPORTED, FEED_LENGTH = 10_000, 50


def _ris(found: Iterable[Citation]) -> Iterator[str]:
    return (f"{ris.write([citation])}\n" for citation in found)


def _bib(found: Iterable[Citation]) -> Iterator[str]:
    return (f"{entry}\n" for entry in bibtex.entries(found))


def _json(found: Iterable[Citation]) -> Iterator[str]:
    before = "["
    for citation in found:
        yield f"{before}\n{json.dumps(citation, ensure_ascii=False)}"
        before = ","
    yield "[]\n" if before == "[" else "\n]\n"


FORMS: dict[str, tuple[str, Callable[[Iterable[Citation]], Iterator[str]]]] = {
    "ris": ("application/x-research-info-systems", _ris),
    "bib": ("application/x-bibtex", _bib),
    "json": ("application/vnd.citationstyles.csl+json", _json),
}


def _file(name: str, form: str, found: Iterable[Citation]) -> StreamingHttpResponse:
    kind, write = FORMS[form]
    answer = StreamingHttpResponse(write(found), content_type=f"{kind}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _asked(request: HttpRequest) -> Asked:
    """Read a search; a page number has no meaning here."""
    query = request.GET.copy()
    query.pop("page", None)
    return Asked.read(query)


class CiteView(HubView):
    """The reference of one published item, as RIS, BibTeX or CSL-JSON."""

    access = Access.public()

    def get(self, request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
        """Send the file."""
        visible = Item.objects.visible_to(self.actor).select_related("organisation")
        item = get_visible(visible, slug=slug)
        return _file(item.slug, form, [citation_of(item, base_url=settings.BASE_URL)])


class LibraryExportView(HubView):
    """The references of any search, as RIS, BibTeX or CSL-JSON, streamed."""

    access = Access.public()

    def get(self, request: HttpRequest, form: str) -> HttpResponseBase:
        """Send the file."""
        _asked_for, ids = found_order(_asked(request), most=MOST_EXPORTED)
        return _file("lero-library", form, citations(ids, base_url=settings.BASE_URL))


class LibraryFeedView(HubView):
    """What is new in the library, or in a search of it, as Atom."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send the feed."""
        home, here = (f"{settings.BASE_URL}{reverse(f'evidence:{name}')}" for name in ("library", "library_feed"))
        asked, ids = found_order(replace(_asked(request), sort="recent"), most=FEED_LENGTH)
        asked = replace(asked, sort="")
        query = f"?{asked.querystring}" if asked.querystring else ""
        feed = TextFeed(
            title=_("LERO Hub: new in the library") if asked.is_plain else plain(title(asked)),
            link=f"{home}{query}",
            description=_("Practice shared by recovery organisations, and research in plain words."),
            feed_url=f"{here}{query}",
            language=settings.LANGUAGE_CODE,
        )
        rows = Item.objects.published().filter(pk__in=ids).select_related("organisation")
        found = {item.pk: item for item in rows.defer("search_document", "search_words")}
        for item in (found[pk] for pk in ids if pk in found):
            _add(feed, item)
        answer = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
        answer.headers["X-Robots-Tag"] = "noindex"
        return answer


def _add(feed: TextFeed, item: Item) -> None:
    limits = _("What this cannot tell us: %(limits)s") % {"limits": item.cannot_tell}
    owner = item.organisation
    feed.add_item(
        title=plain(item.title),
        link=f"{settings.BASE_URL}{reverse('evidence:item', args=[item.slug])}",
        description=plain(f"{item.summary} {limits}"),
        unique_id=f"urn:uuid:{item.pk}",
        pubdate=item.published_at,
        updateddate=max(filter(None, (item.published_at, item.changed_at))),
        author_name=plain(owner.name) if owner else "LERO Hub",
    )
