"""The outbox app."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """Register the outbox and the kinds of mail that are its own."""

    name = "lero_hub.outbox"
    label = "outbox"

    def ready(self) -> None:
        """Register the kinds."""
        from lero_hub.outbox import messages

        messages.register_kinds()
