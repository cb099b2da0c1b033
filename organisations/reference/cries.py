"""Words that nobody types who is only looking for a group: somebody may be about to die or to be hurt.

Data. Each is a search key (`organisations.placenames.search_key`: lower case, no accents, no apostrophes), found
anywhere among the words of a search as a whole phrase. The list is short on purpose. A word too many costs a reader
one panel above the list; a word too few costs more. Nothing of such a search is kept or counted.
"""

from typing import Final


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(each.split()) for each in text.split(","))


WANTING_TO_DIE: Final = _phrases(
    """suicide, suicidal, want to die, wanting to die, wanna die, want to be dead, wish i was dead, wish i were dead,
    better off dead, dont want to live, do not want to live, dont want to be alive, dont want to be here,
    dont want to wake up, no reason to live, nothing to live for, end it all, ending it all, end my life,
    ending my life, take my life, take my own life, taking my own life, kill myself, killing myself, unalive,
    cant go on, cannot go on, cant do this any more, cant do this anymore, cant take any more, cant take anymore"""
)
HARMING_ONESELF: Final = _phrases(
    """self harm, self harming, selfharm, self injury, harm myself, harming myself, hurt myself, hurting myself,
    cut myself, cutting myself"""
)
OVERDOSE: Final = _phrases(
    """overdose, overdosed, overdosing, over dose, over dosed, took too many, taken too many, took too much,
    taken too much, not breathing, stopped breathing, wont wake up, will not wake up, cant wake him, cant wake her,
    unconscious, passed out, turning blue, gone blue"""
)
DANGER: Final = _phrases(
    """in danger, going to kill me, trying to kill me, threatening to kill, going to hurt me, hitting me,
    beating me up, scared for my life"""
)

CRIES: Final = frozenset((*WANTING_TO_DIE, *HARMING_ONESELF, *OVERDOSE, *DANGER))
