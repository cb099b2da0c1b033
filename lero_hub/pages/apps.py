"""The pages app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Register the pages and their mail."""

    name = "lero_hub.pages"
    label = "pages"

    def ready(self) -> None:
        """Register the kinds of mail."""
        from lero_hub.pages import messages

        messages.register_kinds()
