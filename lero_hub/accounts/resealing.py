"""What other apps keep sealed: they register here how to seal it anew when the key changes (`AppConfig.ready`)."""

from collections.abc import Callable

Reseal = Callable[[], int]

_reseals: list[Reseal] = []


def register_resealing(reseal: Reseal) -> Reseal:
    """Let an app seal its own secrets with the newest key; it returns how many there are, or raises CannotOpen."""
    if reseal not in _reseals:
        _reseals.append(reseal)
    return reseal


def reseal_others() -> int:
    """Seal what the other apps keep, inside the caller's transaction; return how many secrets that is."""
    return sum(reseal() for reseal in _reseals)
