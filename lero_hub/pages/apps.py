"""The pages app."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Register the pages."""

    name = "lero_hub.pages"
    label = "pages"
