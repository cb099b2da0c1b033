"""What the words of a search say: which of them tell anything, which mean the same, and whether help is needed now.

Pure.
"""

import re

from organisations.placenames import search_key
from organisations.reference.cries import CRIES
from organisations.reference.own_words import FAINT, GLUE, SAME

SHORTEST, MOST = 2, 8
_CRY = re.compile(rf"\b(?:{'|'.join(sorted(CRIES, key=len, reverse=True))})\b")
_SAME = [(re.compile(rf"\b(?:{'|'.join(sorted(row, key=len, reverse=True))})\b", re.IGNORECASE), row) for row in SAME]


def is_cry(text: str) -> bool:
    """Tell whether somebody may be in danger now."""
    return bool(_CRY.search(search_key(text)))


def telling(text: str) -> tuple[str, ...]:
    """Give the words that say what is looked for, `MOST` at most, once each; none of a cry for help.

    Words that nearly every entry has come in only when there are no others.
    """
    said = [word for word in _CRY.sub(" ", search_key(text)).split() if len(word) >= SHORTEST and word not in GLUE]
    rare = [word for word in said if word not in FAINT]
    return tuple(dict.fromkeys(rare or said))[:MOST]


def says_nothing(text: str) -> bool:
    """Tell whether no word of a text says what is looked for: "help me"."""
    return not is_cry(text) and not telling(text)


def name_words(text: str) -> tuple[str, ...]:
    """Give the words that an organisation's name may hold, without what follows an apostrophe; none of a single one."""
    found = [search_key(word) for word in re.findall(r"[^\W_]{2,}", text)][:MOST]
    return tuple(found) if len(found) > 1 and all(found) else ()


def spelt_out(words: str) -> str:
    """Write a search for PostgreSQL's `websearch_to_tsquery`, with all that means the same as one of its phrases.

    A hyphen would ask for a phrase ("drop-in"), which means reading every document, or for the absence of a word.
    """
    text = words.replace("-", " ")
    for phrases, row in _SAME:
        if phrases.search(text):
            return " or ".join(phrases.sub(same, text) for same in row)
    return text
