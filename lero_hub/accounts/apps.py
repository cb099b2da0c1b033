"""The accounts app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Register accounts."""

    name = "lero_hub.accounts"
    label = "accounts"
