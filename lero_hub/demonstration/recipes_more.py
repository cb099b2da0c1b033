"""More practice of the demonstration that is in the library."""

from evidence.states import Confidence, EvidenceKind, HowFar, Stories
from lero_hub.demonstration.told import Told

MORE = (
    Told(
        "Nine Chairs",
        "An empty chair at the front",
        140,
        "One chair near the door stays free all evening, so that whoever comes late never has to cross the room.",
        "Coming late is hard. Crossing a quiet room is harder.",
        "A chair|A card that says: this one is for you",
        "Put the chair where it can be seen from the door.|Fill it again when somebody has sat down.|Do not stop "
        "talking when "
        "the door opens.",
        "Whoever is nearest to the door",
        "Every evening",
        "Nothing",
        "People who would rather sit at the back. There is a second chair there.",
        "In ten weeks before 6 people came late and stayed; in ten weeks after, 19 did.",
        "Somebody put coats on it. The card helped.",
        "The ten weeks after were in spring.",
        "the door",
        EvidenceKind.BEFORE_AFTER,
        HowFar.CHANGE_SEEN,
        ("RGT-4", "COM-2"),
        Confidence.VERY_LOW,
        "Small numbers in one room, before and after, with another season in between. Perhaps the same people "
        "simply came "
        "later.",
    ),
    Told(
        "Menai Kin",
        "Two languages at one table",
        130,
        "Each table has a Welsh speaker and an English speaker, and people may change language in the middle of a "
        "sentence.",
        "What hurts is said best in the language that it happened in.",
        "Two hosts for each table|Cards in both languages|A patient ear",
        "Say both greetings.|Let whoever talks choose.|Say in one sentence what was said, if somebody asks.|Never "
        "correct "
        "anybody.",
        "2 hosts for each table",
        "Thursdays, two hours",
        "About £30 a week for a second host’s travel",
        "People who know neither well. We are looking for hosts with other languages.",
        "Eleven people told us in talks that they said something for the first time.",
        "At first everything was said twice, and evenings were long. Now only what is asked for is said again.",
        "All eleven speak Welsh at home.",
        "the table hosts",
        EvidenceKind.QUALITATIVE,
        HowFar.REASONED,
        ("COM-1", "RGT-2", "LED-4"),
        Confidence.LOW,
        "Eleven talks in one county, all with people who speak Welsh at home. It does not tell what it is like for "
        "those "
        "who speak English alone, nor whether it would hold where few people share a second language.",
    ),
    Told(
        "Lace Yard",
        "Supervision over soup",
        120,
        "Everybody who opens the door, cooks or listens has an hour a fortnight with a peer from another town, over "
        "soup.",
        "People who hold others need somebody who holds them, and who is not their friend.",
        "A peer in another town who does the same for you|Soup|An agreement of one page",
        "Agree what stays in the room, and what cannot.|Begin with what went well.|Bring one thing that is "
        "heavy.|End with what "
        "you will do for yourself this week.",
        "Pairs from two organisations",
        "An hour every fortnight",
        "Two train fares a month, about £28",
        "People who share a town with their peer: it was too near. We look further away now.",
        "Before it, five of twelve volunteers stopped within a year; since then two of fourteen have.",
        "Two pairs met for a year and had become friends who no longer asked hard questions. Pairs change each year.",
        "We also began to pay fares at that time.",
        "the volunteers’ desk",
        EvidenceKind.BEFORE_AFTER,
        HowFar.CHANGE_SEEN,
        ("SUP-1", "SUP-5", "PAR-5"),
        Confidence.LOW,
        "Twelve and fourteen people are few. Fares were paid from the same month, and that alone may have kept "
        "people. "
        "Nobody asked why those left who left.",
        changes="Pairs change once a year.",
    ),
    Told(
        "Mersey Doorstep",
        "Naloxone beside the plasters",
        110,
        "A kit in the first-aid box, four people on every shift who have been shown how to use it, and no talk "
        "about who "
        "might need it.",
        "Nobody recovers who is not alive. A kit beside the plasters is first aid, and no opinion.",
        "Two kits|Training by the local drug service, two hours|A sign on the box",
        "Ask the local service to train four people for each shift.|Put the kit in the first-aid box and say so at "
        "the "
        "door.|Check dates on the first of each month.|After it was used: rest, talk, and a day off.",
        "4 trained people on each shift",
        "Two hours of training, five minutes a month",
        "Nothing: the service gives kits and training",
        "Houses where people feel that it invites use. Talk first; ours took three evenings.",
        "It was used twice in two years, and both people came back to say thank you.",
        "The first kit was past its date when we looked. Now it has its own line in the diary.",
        "Twice is not a number to reckon with.",
        "the shift leads",
        EvidenceKind.ROUTINE,
        HowFar.REASONED,
        ("SUP-2", "SUP-3", "PAR-1"),
        Confidence.LOW,
        "That naloxone can turn back an opioid overdose is known from research elsewhere, and this label is not about "
        "that. It is about the way that one house keeps it, and two uses cannot tell whether this way is better than "
        "another, how often it would be needed, or what it does to the people who had to use it.",
        stories=Stories.AGREED,
    ),
    Told(
        "Exe Commons",
        "Minutes on one page",
        95,
        "Every meeting of the members ends with one page on the wall: what was decided, who does it, by when, and "
        "what was "
        "left open.",
        "Power sits where the paper sits. A wall belongs to everybody.",
        "A wall|A thick pen|Somebody who writes clearly, in turn",
        "Write while people talk, so that they can put it right.|Read it aloud at the end.|Hang it up for a month, "
        "and keep a "
        "photograph.",
        "1 writer, in turn",
        "Ten minutes at the end of each meeting",
        "A pad of paper",
        "People who cannot read the wall. It is read aloud at the next meeting.",
        "In a survey of members 33 of 40 could name one thing that was decided last month; a year before 12 of 38 "
        "could.",
        "Somebody’s name stood beside a job that they had not agreed to. Now one signs for oneself.",
        "Members knew that we would ask.",
        "the members’ meeting",
        EvidenceKind.SURVEY,
        HowFar.CHANGE_SEEN,
        ("LED-1", "RGT-2"),
        Confidence.LOW,
        "Knowing what was decided is not the same as having decided it. Not the same people answered in both years, "
        "and "
        "they knew that they would be asked.",
    ),
    Told(
        "Ness Bothy",
        "The long drive home",
        80,
        "In the Highlands the way home is an hour. Two people who live the same way go together, and talk or do not.",
        "What opens up in a group can hurt on a dark road alone.",
        "A map on the wall with first names|Fuel money|Drivers with papers that are in order",
        "Ask who goes which way.|Fill cars so that nobody goes alone.|The driver says when everybody is home.",
        "Drivers, about 5",
        "After each meeting",
        "Fuel, about £45 a week",
        "People who do not want their house to be known. They are set down at a place that they choose.",
        "People drive further to us than before: the middle journey grew from 14 to 23 miles.",
        "One winter a car did not start. Two drivers now carry blankets and a flask.",
        "A bus line was closed in the same year.",
        "the drivers",
        EvidenceKind.ROUTINE,
        HowFar.CHANGE_SEEN,
        ("RGT-4", "CON-1"),
        Confidence.VERY_LOW,
        "Journeys grew in the year when a bus line was closed, so people may have had no choice. It does not tell who "
        "could not come at all.",
        how="In cars, two to four people",
    ),
)
