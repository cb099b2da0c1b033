"""The app of the directory."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations, their services and places, and the geography that they are found by."""

    name = "organisations"
    label = "organisations"
