"""The authorisation app."""

from django.apps import AppConfig


class AuthzConfig(AppConfig):
    """Register roles and the checks that hold default deny."""

    name = "lero_hub.authz"
    label = "authz"

    def ready(self) -> None:
        """Load the system checks."""
        from lero_hub import checks  # noqa: F401  # importing registers them, and needs every app to be loaded
