"""A lock of its own for every challenge: a random key seals the text, FIELD_KEYS wrap the key."""

from cryptography.fernet import Fernet

from lero_hub.accounts.sealing import seal, unseal


def new_key() -> str:
    """Make a key for one challenge."""
    return Fernet.generate_key().decode()


def wrap(key: str) -> str:
    """Wrap a key for the table of keys."""
    return seal(key)


def lock(text: str, key: str) -> str:
    """Seal a text; nothing stays nothing."""
    return Fernet(key.encode()).encrypt(text.encode()).decode() if text else ""


def unlock(sealed: str, wrapped: str) -> str:
    """Open a text with its wrapped key. Raises CannotOpen when FIELD_KEYS have lost the one that wrapped it."""
    return Fernet(unseal(wrapped).encode()).decrypt(sealed.encode()).decode() if sealed else ""
