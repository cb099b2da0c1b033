"""Practice that organisations of the demonstration share. Everything in it is made up, and nobody is named."""

from evidence.states import Confidence, EvidenceKind, HowFar, Stories
from lero_hub.demonstration.recipes_more import MORE
from lero_hub.demonstration.told import Told

SHARED = (
    Told(
        "Kiln Lane Recovery Collective",
        "Walk in together",
        260,
        "The hardest step is the one over the doorstep. Somebody who knows the room meets a newcomer outside, walks "
        "in "
        "beside them and stays for the first half hour.",
        "Most of us came twice before we came in. A face at the bus stop takes the door away.",
        "People who remember their own first visit|One shared phone, switched off at eight|Bus fares and tea "
        "money|A coat with "
        "a patch, so they can be found|Supervision every fortnight",
        "A person, a friend or a worker texts a first name and a place to meet. Nothing else is asked.|A companion "
        "answers "
        "within one working day and says what they will be wearing.|They meet at the stop, the car park or the "
        "front door. "
        "If nobody comes, the companion waits twenty minutes and sends one kind message.|They walk in together, put "
        "the "
        "kettle on together, and sit near the door.|After half an hour the companion asks: stay, go, or step "
        "outside? Any "
        "answer is right.",
        "4 companions",
        "3 hours a week, all told",
        "About £20 a month",
        "People who would rather nobody knew that they were coming. They are told about the quiet half hour before "
        "opening.",
        "Second visits rose from about half to about two thirds in the fourteen months after it began.",
        "Two companions carried nearly all of it in the first winter and were worn out by March. There is now a "
        "limit of "
        "two meetings a week each. Newcomers choose the place since one stop turned out to be a hard one for "
        "somebody.",
        "A new kitchen opened in the same month. We never asked those who stayed away. Nobody else has tried it yet.",
        "the welcome lead",
        EvidenceKind.ROUTINE,
        HowFar.CHANGE_SEEN,
        ("COM-2", "COM-4", "RGT-4"),
        Confidence.LOW,
        "Second visits rose after it began, and a new kitchen opened in the same month. People who ask for a "
        "companion may "
        "be those who would have come back anyway. Nobody was asked who stayed away.",
        where="Bus stops, car parks and our front door",
        tailoring="The newcomer chooses place, hour and whether to be met by a man or a woman.",
        changes="After dark companions go in pairs.",
        planned_check="The phone keeps a tally of meetings, without names.",
        real_check="The tally was kept in 49 of 60 weeks.",
    ),
    Told(
        "Second Kettle",
        "The call in week two",
        230,
        "A short, friendly call ten days after a first visit: we were glad you came, and there is a chair on Thursday.",
        "Many people think that nobody noticed whether they came. A call says that somebody did.",
        "A phone with hours written on it|A list of first names and numbers, thrown away after a month|Six people "
        "who like the phone",
        "Ask at the first visit: may we ring you once? No is a good answer.|Ring between the eighth and the twelfth "
        "day.|Say "
        "who you are and where from only once the person says that it is a good time.|Talk for five minutes. Ask "
        "nothing "
        "about the past.|Cross the number out.",
        "6 callers, in turn",
        "One evening every other week, an hour",
        "A phone contract, £9 a month",
        "People who share a phone with somebody whom they do not want to know. Ask first, and write it down.",
        "For a year we had callers every other week. Of 158 people who first came in a week with calls, 92 came again "
        "within two months, those who said no to a call among them. Of 151 who came in a week without, 66 did.",
        "We once rang somebody at work on loudspeaker. Now we ask for a good hour and never leave a message.",
        "Whoever was at the door knew which week it was, and may have been warmer in one of them.",
        "the phone rota",
        EvidenceKind.COMPARISON,
        HowFar.COMPARED,
        ("CON-1", "COM-2", "RGT-3"),
        Confidence.MODERATE,
        "Weeks took turns; people were not drawn by lot, and those at the door knew which week it was. One room, one "
        "year: it says nothing about other places, about what came after two months, or about how people were.",
        how="By phone",
        where="From our back office",
        planned_check="A tick for each call on a paper that is burned each month.",
        real_check="Nine of ten promised calls were made.",
    ),
    Told(
        "Govan Plot and Pot",
        "A row of your own",
        210,
        "Each newcomer to the plot gets one row, a label with any word they like, and a say in what the pot cooks "
        "on Friday.",
        "Looking after something that is yours is a small promise that one can keep.",
        "Ground, or deep crates in a yard|Seeds that come up fast: radish, cress, peas|A pot for ten|Gloves in all "
        "sizes",
        "Show the plot, and let people choose a row.|Sow something that shows within a week.|Water each other’s "
        "rows when "
        "somebody is away.|On Friday cook what there is, and eat at one table.",
        "2 growers and whoever is there",
        "Two mornings a week, March to October",
        "About £400 a year for seeds, compost and gas",
        "People for whom kneeling hurts, until we built two high beds. Some do not like soil, and they run the pot.",
        "Fourteen of twenty people told us that the row was why they came on a bad day.",
        "The first spring we sowed parsnips, and nothing showed for a month. People thought that they had failed.",
        "We asked those who were there. Those who had left might say something else.",
        "the Friday table",
        EvidenceKind.QUALITATIVE,
        HowFar.REASONED,
        ("STR-1", "STR-2", "COM-1"),
        Confidence.LOW,
        "Twenty people who still come spoke with a volunteer whom they know. It cannot tell what those think who "
        "left, "
        "whether a kitchen or a choir would do the same, or what happens in winter.",
        where="An allotment and the hall beside it",
        tailoring="High beds, a stool, or the pot in place of the soil.",
    ),
    Told(
        "Tyne Lantern Choir",
        "Sing first, talk after",
        190,
        "Forty minutes of easy songs before any sharing. Nobody has to sing well, and nobody has to talk.",
        "Singing makes a room breathe together. It is easier to talk when one has been heard already.",
        "A room with a high ceiling|Somebody who can start a song|Words on paper, in large letters",
        "Open the doors and hand out the words.|Sing songs that most know, twice each.|Tea.|Those who like to talk "
        "stay, and "
        "those who do not go home with a tune.",
        "1 who starts the songs, 2 at the door",
        "Mondays, 90 minutes",
        "Rent of the hall, £25 a week",
        "People whose hearing makes a loud room hard. A table near the door and a loop help a little.",
        "In a short survey 41 of 48 said that they talked to somebody new that month.",
        "We made it a concert once. Half of those who came for the company stayed away that term.",
        "The paper was handed out on a good evening.",
        "the song table",
        EvidenceKind.SURVEY,
        HowFar.REASONED,
        ("COM-2", "CON-3"),
        Confidence.VERY_LOW,
        "One evening, one paper, no question about how things were before. Those who were not there were not asked, "
        "and "
        "saying something kind to one’s own choir is easy.",
    ),
    Told(
        "Clyde Family Fireside",
        "A chair for the family",
        170,
        "One evening a month for partners, parents and grown children, run by families for families, in the same "
        "house on "
        "another day.",
        "Families carry a lot in silence, and need their own people, not a seat at the back of ours.",
        "A room on an evening when nobody else is in|Two family members who have had time for themselves|A list of "
        "other "
        "places that help families",
        "Say at the door that this is about you, not about the person you worry for.|Go round once: what was good "
        "this "
        "month?|Talk about one thing that somebody brings.|End on time, and walk out together.",
        "2 family members",
        "First Wednesday of the month, two hours",
        "Tea and the heating, £15",
        "People in danger at home. They need somebody trained, today, and we keep the number by the door.",
        "Families who came for half a year say that they sleep better and shout less.",
        "We began with families and members in one room. Both sides held back, so we parted the evenings.",
        "Only those who stayed for half a year were asked.",
        "the fireside team",
        EvidenceKind.ACCOUNT,
        HowFar.REASONED,
        ("COM-3", "PAR-4"),
        Confidence.VERY_LOW,
        "These are people’s own accounts: evidence of what it is like, not of what it changes. Those who came once "
        "and not "
        "again were not asked.",
        stories=Stories.AGREED,
    ),
    Told(
        "Aire Side Kitchen",
        "Everybody washes up",
        150,
        "No one is served. Whoever eats also cooks, lays the table or washes up, on a rota that people draw from a "
        "hat.",
        "Being needed is better than being helped. A tea towel makes two people equal.",
        "A hat with slips|Aprons|A dishwasher that stays switched off on Wednesdays",
        "Draw a slip as you come in.|Swap if the job does not suit you.|Cook for an hour, eat for an hour.|Those "
        "who washed up "
        "choose what is cooked next week.",
        "Everybody",
        "Wednesdays, three hours",
        "About £2 a plate",
        "People who have come from a long shift and want to sit down. There is a slip that says: rest.",
        "It has run for six years. We counted that nine of ten jobs are done by people in their first year.",
        "The hat gave one newcomer the onions three weeks running. Now one may put a slip back.",
        "We describe what we do. We never looked at what it changes.",
        "the kitchen table",
        EvidenceKind.DESCRIPTION,
        HowFar.REASONED,
        ("PEE-3", "STR-1"),
        Confidence.VERY_LOW,
        "It tells how the kitchen runs, and not what comes of it. A kitchen of thirty that eats together every week "
        "may not "
        "be like one that begins.",
    ),
    *MORE,
)
