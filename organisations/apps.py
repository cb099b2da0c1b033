"""The app of the directory."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations, their services and places, and the geography that they are found by."""

    name = "organisations"
    label = "organisations"

    def ready(self) -> None:
        """Register the kinds of mail, and what has to be settled when somebody deletes their account."""
        from lero_hub.accounts import erasure
        from organisations.messages import entries, freshness, reports, team
        from organisations.workflows import farewell

        for messages in (entries, freshness, reports, team):
            messages.register()
        erasure.register_obstacles(farewell.obstacles)
        erasure.register_farewell(farewell.say_farewell)
