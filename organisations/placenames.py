"""The search key of a name: how two spellings of one place come to be the same text. Pure."""

import re
import unicodedata

MAX_NAME = 100
"""The longest text that can be a place's name; anything longer is something else."""

_APOSTROPHES = re.compile("['\u2018\u2019`\u00b4]")
_WORD = re.compile(r"[^\W_]+")
_NOT_DECOMPOSED = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


def search_key(name: str) -> str:
    """Fold case, accents, punctuation and the two spellings of Saint: "Saint-Hélier's" gives "st heliers"."""
    decomposed = unicodedata.normalize("NFKD", name).casefold().translate(_NOT_DECOMPOSED)
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = _WORD.findall(_APOSTROPHES.sub("", bare).replace("&", " and "))
    return " ".join("st" if word == "saint" else word for word in words)
