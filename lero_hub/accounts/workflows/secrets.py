"""Changing the key under which secrets are kept: those of two-step sign-in, and what other apps have sealed."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from lero_hub.accounts.resealing import reseal_others
from lero_hub.accounts.sealing import seal, unseal

# The parts of an authenticator's data that allauth has sealed, by its own names.
SEALED = ("secret", "seed")


@transaction.atomic
def reseal_secrets() -> int:
    """Seal every secret anew with the newest key, so that the older ones can be taken out of FIELD_KEYS.

    All or nothing: raises CannotOpen when a secret fits none of the keys, and then nothing has changed. Doing it twice
    does no harm. Returns how many secrets there are.
    """
    count = 0
    for authenticator in Authenticator.objects.select_for_update().order_by("pk"):
        resealed = {
            name: seal(unseal(value)) if name in SEALED else value for name, value in authenticator.data.items()
        }
        count += sum(name in SEALED for name in resealed)
        authenticator.data = resealed
        authenticator.save(update_fields=["data"])
    return count + reseal_others()
