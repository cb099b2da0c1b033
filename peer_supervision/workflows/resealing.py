"""Changing the key that wraps the keys of challenges and seals the links to video rooms."""

from lero_hub.accounts.sealing import seal, unseal
from peer_supervision.models import ChallengeKey, Series


def reseal_circles() -> int:
    """Seal anew with the newest key, in the transaction of `reseal_secrets`; return how many secrets there are.

    The challenges themselves stay as they are: only the wrapping of their own keys changes. Raises CannotOpen.
    """
    keys = list(ChallengeKey.objects.select_for_update().order_by("pk"))
    for key in keys:
        key.wrapped = seal(unseal(key.wrapped))
        key.save(update_fields=["wrapped"])
    linked = list(Series.objects.select_for_update(no_key=True).exclude(video_link="").order_by("pk"))
    for series in linked:
        series.video_link = seal(unseal(series.video_link))
        series.save(update_fields=["video_link"])
    return len(keys) + len(linked)
