"""What people do with their account, one function for each verb."""

from lero_hub.accounts.workflows.consents import give_consent, renew_consent, withdraw_consent
from lero_hub.accounts.workflows.leaving import (
    erase_account,
    erase_unconfirmed,
    export_person,
    forget_expired_sessions,
)
from lero_hub.accounts.workflows.people import change_profile, register_person, set_notifications
from lero_hub.accounts.workflows.secrets import reseal_secrets

__all__ = [
    "change_profile",
    "erase_account",
    "erase_unconfirmed",
    "export_person",
    "forget_expired_sessions",
    "give_consent",
    "register_person",
    "renew_consent",
    "reseal_secrets",
    "set_notifications",
    "withdraw_consent",
]
