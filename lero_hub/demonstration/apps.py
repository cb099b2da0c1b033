"""The app of the demonstration."""

from django.apps import AppConfig


class DemonstrationConfig(AppConfig):
    """Register the demonstration; it does nothing unless DEMO is set."""

    name = "lero_hub.demonstration"
    label = "demonstration"
