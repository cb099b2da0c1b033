"""Show the HTML of an e-mail on a page of ours: a few plain elements, no pictures, nothing fetched from anywhere."""

from html import escape
from html.parser import HTMLParser

from django.utils.safestring import SafeString, mark_safe

# What a mail may keep, and as what: its headings would disturb those of the page around it.
KEPT = {
    **{
        tag: tag for tag in ("p", "strong", "b", "em", "i", "small", "blockquote", "ul", "ol", "li", "code", "br", "hr")
    },
    **dict.fromkeys(("h1", "h2", "h3", "h4"), "p"),
}
HEADINGS = frozenset({"h1", "h2", "h3", "h4"})
VOID = frozenset({"br", "hr"})
SILENT = frozenset({"head", "style", "script", "title"})


class _Plain(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.open: list[tuple[str, str]] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT:
            self.silent += 1
        elif tag == "a":
            href = dict(attrs).get("href") or ""
            if href.startswith(("https://", "http://")):
                self._begin("a", f'<a href="{escape(href)}" rel="noreferrer">', "</a>")
        elif tag in VOID:
            self.parts.append(f"<{tag}>")
        elif tag in HEADINGS:
            self._begin(tag, "<p><b>", "</b></p>")
        elif tag in KEPT:
            self._begin(tag, f"<{tag}>", f"</{tag}>")

    def _begin(self, tag: str, start: str, end: str) -> None:
        self.parts.append(start)
        self.open.append((tag, end))

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
            return
        standing = [place for place, (name, _end) in enumerate(self.open) if name == tag]
        if standing:  # whatever was left open inside ends with it
            self.parts += [end for _name, end in reversed(self.open[standing[-1] :])]
            del self.open[standing[-1] :]

    def handle_data(self, data: str) -> None:
        if not self.silent:
            self.parts.append(escape(data))

    def finish(self) -> str:
        self.close()
        self.parts += [end for _name, end in reversed(self.open)]
        return "".join(self.parts)


def plain_html(html: str) -> SafeString:
    """Keep paragraphs, lists, emphasis and links of an HTML mail; drop all else, its pictures and styles too."""
    parser = _Plain()
    parser.feed(html)
    return mark_safe(parser.finish())  # noqa: S308  # every text and address above is escaped, every element listed
