"""The app of the library: research, and practice that others can use."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """The library: research by others, and practice that organisations share."""

    name = "evidence"
    label = "evidence"

    def ready(self) -> None:
        """Register the kinds of mail."""
        from evidence.messages import practice

        practice.register()
