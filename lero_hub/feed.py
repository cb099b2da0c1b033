"""News for feed readers. What stands in a feed was typed by people: it is text there, never the code of a page."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed
from django.utils.xmlutils import SimplerXMLGenerator


class TextFeed(Atom1Feed):
    """Atom whose summaries are plain text: Django's says that they are HTML, and readers would draw what is in them."""

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        """Write an entry, its summary as text."""
        super().add_item_elements(handler, {**item, "description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"type": "text"})
