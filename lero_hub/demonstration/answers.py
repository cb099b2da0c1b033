"""What organisations of the demonstration say about themselves, criterion by criterion. Made up; it names nobody."""

from typing import Final

from standards.states import EvidenceKind

NARRATIVES: Final[dict[str, str]] = {
    "LED-1": (
        "Nine of us decide, eight with lived experience. In March we turned down a bigger room because "
        "members wanted to stay near the bus station."
    ),
    "LED-2": (
        "Recovery is the first line of our rules. We read it out when somebody offers us work that would "
        "take us somewhere else, and last year we said no twice."
    ),
    "LED-3": (
        "A housing charity holds our money. The agreement says that plans, name and voice are ours, and "
        "it was tested when they asked us to share sign-in sheets. We did not."
    ),
    "LED-4": (
        "Nobody is asked why they came. The sign on the door says “if life has been hard, come in”, and "
        "people do for many reasons."
    ),
    "RGT-1": (
        "A card on every table says what anyone can expect here and whom to tell when it goes wrong. "
        "Newcomers get it with their first cup of tea."
    ),
    "RGT-2": (
        "There is a box, a phone number, and somebody from a neighbouring group who is not one of us. "
        "What came of each worry is read out at the monthly meeting, without names."
    ),
    "RGT-3": (
        "We keep first names and a phone number, on paper, in a locked drawer. Photographs and stories "
        "need a yes for each use, and a no later takes them down."
    ),
    "RGT-4": (
        "Free, step-free, by two bus routes, with an evening and a Saturday. Two of us speak Urdu. "
        "Mornings are hard for parents, and we are looking for a crèche."
    ),
    "STR-1": (
        "The first thing we ask is what you would like to show us. The repair bench, the choir and the "
        "Friday soup all began with an answer."
    ),
    "STR-2": (
        "People leave with a phone book of their own: somebody to walk with, somebody to ring, somewhere "
        "to be on a Sunday."
    ),
    "STR-3": (
        "On the wall are six doors, from mutual aid to faith to medicine to none of these. Whoever is on "
        "the rota knows where each leads and praises none above another."
    ),
    "STR-4": (
        "We have a phone with credit, bus fares, a washing machine and somebody who knows the housing "
        "office. Most things are sorted the same day or the next."
    ),
    "COM-1": (
        "Half of our committee lives within a mile. The allotment came from a tenants’ meeting, and the "
        "tenants still choose what is grown."
    ),
    "COM-2": ("Something happens on six days of the week, two of them online. On the longest nights we eat together."),
    "COM-3": "Families have a Wednesday of their own. The street borrows our tables, our gazebo and our hands.",
    "COM-4": (
        "Three mutual aid groups use our room for nothing. We keep their leaflets straight and stay out "
        "of how they run."
    ),
    "PEE-1": (
        "We practise telling a short story that ends with a question. Whoever feels it turning into their "
        "own hour rings somebody else."
    ),
    "PEE-2": (
        "Each role fits on half a page: what it is, what it is not, and whom to ring at any hour. We go "
        "through the pages together twice a year."
    ),
    "PEE-3": "Everybody washes up. Titles stay on the letters that need them.",
    "PEE-4": (
        "Nobody lends, sells or takes money here. Gifts go to the kitchen, and the rule stands next to the kettle."
    ),
    "CON-1": "Nobody is ever finished with. Some came seven years ago and open up on Mondays now.",
    "CON-2": (
        "When somebody is not seen for two weeks, whoever knows them best sends a card. The words on it "
        "are always “the kettle is on”."
    ),
    "CON-3": (
        "A college tutor, a choir and two employers come by. Four people started work this year, and eleven a course."
    ),
    "CON-4": "In the floods we moved to phones and doorsteps within two days, and kept the doorsteps.",
    "SUP-1": (
        "Everybody who helps has an hour a month with somebody who is not their organiser. It is in the "
        "diary before anything else."
    ),
    "SUP-2": ("Two evenings before you start, one after three months, and a folder that people wrote for each other."),
    "SUP-3": ("Two of us hold the safeguarding phone. We know the council’s number by heart, and we have used it."),
    "SUP-4": (
        "We ask what the role needs and what has happened since. Three of our keyholders would have been "
        "turned down elsewhere."
    ),
    "SUP-5": (
        "Two of us sit in a circle of leaders each week and bring back what they learned, and nothing that was said."
    ),
    "PAR-1": (
        "The local service sends people over and we walk people back. Nobody here tells anyone to stop a "
        "medicine or miss an appointment."
    ),
    "PAR-2": (
        "Our agreement with the council has a page on what we will not do. We used it when they asked for names."
    ),
    "PAR-3": ("Every leaflet says that we are people with experience, and neither a treatment nor a crisis service."),
    "PAR-4": "We ask “who would you like next to you for this?” and make the call together.",
    "PAR-5": (
        "We lend our minibus to two other groups. When we fell out with one of them, we ate together before we talked."
    ),
    "EVI-1": "Every third month we ask three questions on beer mats, and hang up what will change.",
    "EVI-2": (
        "We count who comes back, who brings somebody and what people started. What cannot be counted, "
        "members wrote into a book that lies by the door."
    ),
    "EVI-3": ("We say that people are glad they came, and that we do not know what would have happened without us."),
    "EVI-4": "Our soup rota and the story of the café that failed are both on the network for anyone to copy.",
    "EVI-5": "One of us assesses for the network, and two helped a university to ask better questions.",
}

EVIDENCE: Final[tuple[tuple[str, str, str, str, str], ...]] = (
    (EvidenceKind.CONVERSATION, "Sit with six members over soup", "Any Friday; we will not choose who.", "",
     "LED-1 LED-2 RGT-1 RGT-2 STR-1 STR-3"),
    (EvidenceKind.DOCUMENT, "Our rules, four pages", "", "https://example.org/rules", "LED-1 LED-2 LED-3 PEE-4 PAR-3"),
    (EvidenceKind.VISIT, "Come on an open morning", "Tuesdays from ten.", "", "RGT-1 RGT-4 COM-1 COM-2 CON-1 CON-2"),
    (EvidenceKind.OBSERVATION, "The wall by the door", "What changed after members were asked.", "",
     "RGT-2 EVI-1 EVI-3"),
    (EvidenceKind.NUMBERS, "One year in counts, no names", "", "https://example.org/year", "EVI-1 EVI-2 COM-2"),
    (EvidenceKind.DOCUMENT, "Role pages and the folder for helpers", "With names removed.",
     "https://example.org/roles", "PEE-2 SUP-1 SUP-2 SUP-3 RGT-3 PAR-1"),
)  # fmt: skip
"""Kind, title, note, link, and the criteria that it speaks to."""

NOT_APPLICABLE: Final = {"PAR-2": "We have no contract, grant condition, host or formal partner yet."}
"""What one of them leaves out, and why."""
