"""The audit app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Register the audit log."""

    name = "lero_hub.audit"
    label = "audit"
