"""What assessors of the demonstration wrote beside their levels, and how they settled where they differed. Made up."""

from typing import Final

SEEN: Final[dict[str, str]] = {
    "LED-1": "Sat in on a committee night. Members spoke first, and a vote went against the chair.",
    "LED-2": "The letter that turned down the contract is on file, dated, with the reason.",
    "LED-3": "Read the agreement with the host. Page 3 is the part that matters, and both sides knew it.",
    "LED-4": "Asked five people how they were greeted. Nobody had been asked why they came.",
    "RGT-2": "Rang the outside number myself. Somebody answered, and knew what to do.",
    "RGT-3": "Drawer locked, list short. Two people told me how they had taken a photograph back.",
    "RGT-4": "Came by bus in the rain. Ramp, light and sign as they say; Saturday was full.",
    "STR-1": "The sheet for newcomers starts with what they can do. I saw four filled in, without names.",
    "STR-2": "Three people opened their phone books for me and said who they would ring on Sunday.",
    "STR-3": "Asked about medicine and about faith. Both times I got an open answer and a name to ring.",
    "STR-4": "A bus fare and a call to the housing office, both within the hour that I was there.",
    "COM-1": "The tenants’ chair came by and knew everybody. The plan for spring is in her handwriting.",
    "COM-3": "Wednesday was full of families, and a neighbour was bringing the tables back.",
    "COM-4": "All three groups said that the room is free and that nobody tells them how to meet.",
    "PEE-1": "Heard two short stories, and both ended with a question to the other person.",
    "PEE-2": "Held a role page against what its volunteer told me. They matched.",
    "PEE-3": "Could not tell who was in charge until somebody told me.",
    "PEE-4": "The rule by the kettle is worn, and three people quoted it before I asked.",
    "CON-1": "Met somebody in their seventh year who was still welcome as a guest.",
    "CON-2": "Saw two of the cards. The words are the ones they say, and the dates fit.",
    "CON-4": "The flood rota is kept, and they showed what they changed after it.",
    "SUP-1": "The diary shows an hour a month for eleven of twelve helpers. The twelfth had just begun.",
    "SUP-2": "Went through the folder with a helper who wrote part of it.",
    "SUP-3": "Asked on the spot what to do about a worry for a child. Right answer, right number.",
    "SUP-4": "Two keyholders told me how the talk before they began had gone. It was fair.",
    "SUP-5": "Both said what they had learned in their circle, and neither said whose trouble it was.",
    "PAR-1": "The worker from the service spoke well of them, and said that nobody had missed a dose.",
    "PAR-2": "Read the page on what they will not do, and the e-mail that used it.",
    "PAR-4": "Listened to one call being made together. The person chose who was on the line.",
    "PAR-5": "The other group confirmed the minibus, and told the story of the meal in the same way.",
    "EVI-1": "This quarter’s beer mats hang up, with two changes below them.",
    "EVI-2": "The counts add up. The book by the door says more than they do.",
    "EVI-3": "Their leaflet says what they do not know. I have seen few that do.",
    "EVI-4": "Found the soup rota in the library, and the tale of the café with it.",
    "EVI-5": "Spoke with the university: two members shaped the questions.",
}
"""What somebody wrote where both saw the thing in place."""

WEAK: Final[dict[str, tuple[str, str]]] = {
    "RGT-2": ("There is a box, but nobody could say when it was last opened.", "Two people did not know whom to tell."),
    "RGT-4": ("The side door is locked in the evening, and the front has three steps.", ""),
    "STR-2": ("Good plans for phone books; I found one in use.", "Members spoke of staff first, of friends second."),
    "PEE-1": ("One story ran to forty minutes, and nobody stepped in.", "They know it, and will practise from May on."),
    "CON-4": ("When the hall closed they stopped for nine weeks.", "No plan for the next time yet. They said so."),
    "COM-4": ("One mutual aid group left over the rent. They are talking again.", "Leaflets of one group alone."),
    "SUP-2": ("The first evening is held; the second has not been since last year.", "Folder begun, six pages."),
    "SUP-3": ("One of two phone holders has moved away.", "The number by the desk is the council’s old one."),
    "SUP-4": ("They ask for a certificate before they talk.", "A good rule on paper that nobody here had read."),
    "EVI-1": ("The last questions on the wall are from two summers ago.", "People were asked, and heard nothing back."),
}
"""What the first and the second assessor wrote where a thing was begun and no more."""

DIFFERING: Final[dict[str, tuple[str, str, str]]] = {
    "RGT-1": (
        "The card was on all nine tables, and four people could say what is on it.",
        "Came on a Thursday: no cards out, and the newcomer beside me had not had one.",
        (
            "The cards are kept in a box between open days. It is done well on Tuesdays and not yet on every day, "
            "so we settled on the lower level."
        ),
    ),
    "COM-2": (
        "Was there for the long-night supper: thirty at table, and three who had come for the first time.",
        "The calendar shows six days. On the two that I tried, one had been called off without a word.",
        (
            "What happens is warm, and not all of it happens when the calendar says so. Both of us would sign the "
            "lower level today."
        ),
    ),
    "CON-3": (
        "Met two who started work this year, and the tutor who comes on Mondays.",
        "Could trace the courses. For the jobs there was nobody to speak with on my day.",
        (
            "One of us met the people in work and the other did not. We rang one together afterwards; the doors are "
            "open, and they hang on one volunteer."
        ),
    ),
    "PAR-3": (
        "All three leaflets say plainly what they are and are not, and so does the answerphone.",
        "The leaflets do. The web page still says “help in a crisis, day and night”.",
        (
            "We looked at the page together: it does say so. They have asked for it to be changed, and until then the "
            "lower level is right."
        ),
    ),
}
"""Where the two differed: who saw more wrote the first, who saw less the second, and the third is how they settled."""


def note_for(code: str, *, level: int, other: int, place: int, number: int, turn: int) -> str:
    """Give what an assessor wrote at a criterion; nothing at most of them, and never the words of the other one.

    `place` is 0 for the first assessor and 1 for the second; `turn` lets each review have its notes at other criteria.
    """
    if level != other:
        return DIFFERING[code][0 if level > other else 1]
    if level == 1 and code in WEAK:
        return WEAK[code][place]
    return SEEN.get(code, "") if level > 1 and number % 5 == (turn + 2 * place) % 5 else ""
