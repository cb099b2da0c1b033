"""The app of the library: research, and practice that others can use."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The library: research by others, and practice that organisations share."""

    name = "evidence"
    label = "evidence"

    def ready(self) -> None:
        """Register the kinds of mail, and what is written again when an organisation has a new name."""
        from evidence.messages import practice
        from evidence.workflows.search_document import follow_name
        from organisations.workflows.renames import register_renamed

        practice.register()
        register_renamed(follow_name)
