"""Which keys are too weak for a hub. The settings ask before Django is set up: import nothing of ours here."""

from collections.abc import Mapping, Sequence

SHORTEST, SHORTEST_FIELD_KEY = 40, 32
FEWEST_SIGNS = 10
"""How many different signs a key has at least: sixty times the same one is long, and no secret. Chance gives more."""


def is_weak(key: str, shortest: int = SHORTEST) -> bool:
    """Tell whether a key is missing, too short, or too plain to have been made by chance."""
    return len(key) < shortest or len(set(key)) < FEWEST_SIGNS


def weak_keys(keys: Mapping[str, str], field_keys: Sequence[str]) -> list[str]:
    """Name the variables that hold a weak key, never the key."""
    weak = [name for name, key in keys.items() if is_weak(key)]
    if not field_keys or any(is_weak(key, SHORTEST_FIELD_KEY) for key in field_keys):
        weak.append("FIELD_KEYS")
    return weak
