"""The runtime app."""

from django.apps import AppConfig


class RuntimeConfig(AppConfig):
    """Register the heartbeats and the health pages."""

    name = "lero_hub.runtime"
    label = "runtime"
