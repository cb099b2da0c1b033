"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Register accounts, their mail, and the answers that lower apps ask for."""

    name = "lero_hub.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the kinds of mail, the preferences and what stands in the way of leaving."""
        from lero_hub.accounts import erasure, messages, queries
        from lero_hub.outbox import kinds

        messages.register_kinds()
        kinds.ask_preferences_of(queries.wants)
        kinds.ask_coordinators_of(queries.coordinators)
        erasure.register_obstacles(queries.last_coordinator)
