"""The words that organisations describe themselves with, and the other words that people use for the same.

Data. A network may load its own list instead (`organisations.workflows.terms.load_terms`). A slug is permanent: it
stands in addresses and in saved searches. Names and descriptions are neutral about roads to recovery and name people as
they name themselves; they hold no word for a substance, a diagnosis or a conviction. Synonyms are people's own words
for what brings them here. They are searched and never shown, so they may hold such words, but none that puts a person
down.
"""

from dataclasses import dataclass
from typing import Final

from organisations.states import TaxonomyKind


@dataclass(frozen=True, slots=True)
class TermRow:
    """One word of one list; `synonyms` is what people type when they mean it."""

    slug: str
    name: str
    description: str
    synonyms: tuple[str, ...] = ()


def _said(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split(","))


KINDS: Final = (
    TermRow(
        "recovery-community-organisation",
        "Recovery community organisation",
        "Led by people in recovery, for all roads to recovery, rooted in one community.",
        _said("RCO, LERO, recovery community, recovery charity"),
    ),
    TermRow(
        "mutual-aid-group",
        "Mutual aid group",
        "People meet as equals and help each other, without staff.",
        _said(
            "self-help group, mutual support, fellowship, meetings, drinking, drink, stop drinking, alcohol, "
            "drugs, drug use, addiction, cannabis, weed, cocaine, heroin, gambling, betting, relapse, relapsed, "
            "craving, giving up, quit, sober, AA, NA, CA, GA, narcotics anonymous, cocaine anonymous, gamblers "
            "anonymous, SMART"
        ),
    ),
    TermRow(
        "recovery-community-centre",
        "Recovery community centre",
        "A building with an open door, run by people with lived experience.",
        _said("recovery centre, recovery hub, drop-in centre"),
    ),
    TermRow(
        "recovery-social-club",
        "Recovery social club",
        "Somewhere to spend an evening or a Saturday among people in recovery.",
        _said("sober club, sober socials, clubhouse, alcohol-free venue"),
    ),
    TermRow(
        "recovery-home",
        "Recovery home",
        "A shared house run with the people who live in it.",
        _said("recovery housing, sober living, shared house, supported house"),
    ),
    TermRow(
        "family-support",
        "Family support organisation",
        "By and for people who love somebody with an addiction or in recovery.",
        _said(
            "family group, carers group, affected by someone else, concerned other, wife, husband, partner, mum, "
            "mam, mother, dad, father, parents, son, daughter, brother, sister, Al-Anon, drinking, alcohol, drugs, "
            "gambling"
        ),
    ),
    TermRow(
        "online-community",
        "Online community",
        "Meets on a screen or by phone, wherever you are.",
        _said("online group, Zoom group, virtual, forum, app"),
    ),
    TermRow(
        "recovery-enterprise",
        "Recovery enterprise",
        "A business that makes work and belonging for people in recovery.",
        _said("social enterprise, business, recovery cafe, jobs"),
    ),
    TermRow(
        "lived-experience-forum",
        "Lived experience forum",
        "Brings what people have lived to those who plan and pay for support.",
        _said("recovery forum, involvement group, co-production, having a say"),
    ),
    TermRow(
        "faith-based-community",
        "Faith-based recovery community",
        "Recovery within a community of faith; it says who is welcome.",
        _said("church, mosque, gurdwara, temple, religious, Christian, Muslim"),
    ),
)

ACTIVITIES: Final = (
    TermRow(
        "open-door",
        "Open door or cafe",
        "Walk in, sit down, have something warm.",
        _said("cafe, coffee, tea, drop-in, drop in, open kitchen, breakfast, lunch, warm space, somewhere to go"),
    ),
    TermRow(
        "peer-group",
        "Peer group",
        "People who have been there talk and listen.",
        _said(
            "support group, peer support, meeting, check-in, sharing circle, talking, listening, someone to talk "
            "to, drinking, drink, stop drinking, alcohol, drugs, drug use, addiction, cannabis, weed, cocaine, "
            "heroin, gambling, betting, relapse, relapsed, craving, giving up, quit, sober, lonely"
        ),
    ),
    TermRow(
        "walks-and-outdoors",
        "Walks and outdoors",
        "Out in the fresh air, at the pace of the slowest.",
        _said("walking, hiking, hike, ramble, cycling, fishing, camping, nature, fresh air, dog walk"),
    ),
    TermRow(
        "recovery-house",
        "Recovery house",
        "A room in a house shared with others in recovery.",
        _said("somewhere to live, housing, accommodation, a room, sober living, shared house"),
    ),
    TermRow(
        "walk-in-with",
        "Someone to walk in with",
        "Somebody meets you before your first visit and stays beside you.",
        _said("companion, buddy, befriending, first visit, nervous, meet me there, lift"),
    ),
    TermRow(
        "family-and-friends-group",
        "Family and friends group",
        "For people who love somebody in recovery, or not in recovery yet.",
        _said(
            "family group, family support, wife, husband, partner, boyfriend, girlfriend, mum, mam, mother, dad, "
            "father, parents, son, daughter, child, brother, sister, nan, grandparents, loved one, carers, "
            "drinking, alcohol, drugs, gambling, Al-Anon"
        ),
    ),
    TermRow(
        "creative-workshops",
        "Creative workshops",
        "Making things with hands and words.",
        _said("art, painting, craft, writing, poetry, drama, theatre, photography, pottery, knitting, sewing"),
    ),
    TermRow(
        "music",
        "Music",
        "Singing and playing, no audition.",
        _said("choir, singing, sing, band, guitar, drumming, DJ"),
    ),
    TermRow(
        "sport",
        "Sport and movement",
        "Teams, gyms and gentle stretching.",
        _said("football, gym, boxing, running, parkrun, yoga, swimming, fitness, exercise, dance"),
    ),
    TermRow(
        "growing-and-cooking",
        "Growing and cooking",
        "Plots, kitchens and shared meals.",
        _said("allotment, garden, gardening, food, community garden, baking, meals, cook, eat together"),
    ),
    TermRow(
        "sober-socials",
        "Sober socials",
        "A good night out, or in, without a drink.",
        _said("night out, party, games, quiz, film, dancing, bingo, alcohol-free, friends, meet people"),
    ),
    TermRow(
        "volunteering-and-training",
        "Volunteering and training",
        "Give time, learn, help the next person in.",
        _said("volunteer, course, courses, peer mentor, mentoring, learn, qualification, give back"),
    ),
    TermRow(
        "work-and-skills",
        "Work and skills",
        "Towards a job, or a better one.",
        _said("job, jobs, employment, CV, computers, apprenticeship, workshop, trade, repair"),
    ),
    TermRow(
        "advocacy",
        "Advocacy and rights",
        "Somebody on your side, and a say in what is planned.",
        _said("speak up, benefits, complaint, rights, someone on my side, appointments, forms, having a say"),
    ),
    TermRow(
        "faith-or-spirituality",
        "Faith or spirituality",
        "Prayer, meditation or quiet, for those who want it.",
        _said("church, prayer, meditation, mindfulness, mosque, chaplain, spiritual, Bible, Quran"),
    ),
    TermRow(
        "womens-group",
        "Women’s group",
        "A space for women alone.",
        _said("women only, woman, female, ladies, sisters, mums, mams, girls"),
    ),
    TermRow(
        "mens-group",
        "Men’s group",
        "A space for men alone.",
        _said("men only, dads, lads, brothers, shed"),
    ),
    TermRow(
        "things-for-children",
        "Things for children",
        "Children are welcome, and there is something for them to do.",
        _said("kids, creche, childcare, play, toddlers, baby, family day"),
    ),
    TermRow(
        "online-meetings",
        "Online meetings",
        "Join from home by video or phone.",
        _said("Zoom, Teams, video call, virtual, from home, phone group"),
    ),
)

AUDIENCES: Final = (
    TermRow(
        "anyone-in-recovery",
        "Anyone in recovery",
        "Wherever you are on the way, and if you are only thinking about it.",
        _said("everyone, everybody, all welcome, new to recovery, thinking about it"),
    ),
    TermRow(
        "family-and-friends",
        "Family and friends",
        "People who love somebody with an addiction or in recovery.",
        _said(
            "wife, husband, partner, boyfriend, girlfriend, mum, mam, mother, dad, father, son, daughter, child, "
            "brother, sister, nan, grandparents, grandson, granddaughter, relative, loved one, carers, families, "
            "family support, drinking, alcohol, drugs, gambling"
        ),
    ),
    TermRow("women", "Women", "", _said("woman, female, ladies, women only, mums, mams")),
    TermRow("men", "Men", "", _said("man, male, lads, men only, dads")),
    TermRow(
        "young-adults",
        "Young adults",
        "From 16 or 18 to about 25.",
        _said("young people, youth, students, teenagers, university, under 25"),
    ),
    TermRow(
        "older-people", "Older people", "From about 50.", _said("over 50, over 60, older adults, retired, pensioner")
    ),
    TermRow(
        "parents",
        "Parents and carers with children",
        "",
        _said("mum, mums, mam, mams, mother, dad, dads, father, kids, children, pregnant, single parent, baby"),
    ),
    TermRow(
        "lgbtq",
        "LGBTQ+ people",
        "",
        _said("LGBT, LGBTQIA, gay, lesbian, bisexual, trans, transgender, queer, non-binary, pride"),
    ),
    TermRow(
        "global-majority",
        "Black, Asian and other minority ethnic communities",
        "Led with and for people of these communities.",
        _said("global majority, people of colour, African, Caribbean, South Asian, BAME, ethnic minority"),
    ),
    TermRow(
        "gypsy-roma-traveller",
        "Gypsy, Roma and Traveller communities",
        "",
        _said("Romany, Irish Traveller, Travellers, showmen, boaters"),
    ),
    TermRow(
        "people-seeking-refuge",
        "People who came to the UK for safety",
        "",
        _said("refugees, asylum, migrants, new to the UK, sanctuary"),
    ),
    TermRow(
        "leaving-prison",
        "People leaving prison",
        "And people on licence or probation.",
        _said("released, probation, on licence, through the gate, just got out, inside, prison leavers"),
    ),
    TermRow(
        "veterans",
        "Veterans and their families",
        "People who served in the armed forces.",
        _said("ex-forces, forces, armed forces, army, navy, RAF, soldier, military, ex-service"),
    ),
    TermRow(
        "deaf-people",
        "Deaf people",
        "In British or Irish Sign Language, or with an interpreter.",
        _said("BSL, ISL, sign language, signing, hard of hearing"),
    ),
    TermRow(
        "disabled-people",
        "Disabled people",
        "",
        _said(
            "disability, wheelchair, wheelchair access, step-free, learning disability, autistic, autism, "
            "neurodivergent, ADHD, blind"
        ),
    ),
    TermRow(
        "without-a-home",
        "People without a settled home",
        "",
        _said("homeless, rough sleeping, sofa surfing, hostel, temporary accommodation, on the street"),
    ),
    TermRow(
        "health-workers",
        "People in demanding jobs",
        "Health, emergency and other workers who need a private space.",
        _said("nurses, doctors, NHS staff, police, paramedics, professionals, farmers, seafarers"),
    ),
)

PATHWAYS: Final = (
    TermRow(
        "any-route",
        "Any route you choose",
        "No road is asked for, and none is refused.",
        _said("all pathways, many pathways, your own way"),
    ),
    TermRow(
        "abstinence",
        "Living without alcohol or other drugs",
        "",
        _said("abstinence, sober, sobriety, alcohol-free, drug-free, stopping, quit"),
    ),
    TermRow(
        "twelve-steps",
        "Twelve steps",
        "",
        _said("12 step, 12 steps, twelve step, AA, NA, CA, GA, Al-Anon, sponsor"),
    ),
    TermRow(
        "self-management",
        "Tools to manage change yourself",
        "Practical exercises, done together.",
        _said("SMART, self-management, CBT, tools, workbook"),
    ),
    TermRow(
        "reducing-harm",
        "Reducing harm",
        "Staying safer, whatever you decide to do.",
        _said("harm reduction, cutting down, moderation, safer use, naloxone"),
    ),
    TermRow(
        "with-medication",
        "Recovery with medication",
        "People who take prescribed medication are welcome as they are.",
        _said("methadone, buprenorphine, Buvidal, script, prescription, medication-assisted"),
    ),
    TermRow(
        "through-faith", "Through faith", "", _said("Christian, Muslim, Jewish, Sikh, Hindu, Buddhist, faith-based")
    ),
    TermRow(
        "mindfulness",
        "Mindfulness and meditation",
        "",
        _said("meditation, Buddhist, breathing, yoga, calm"),
    ),
    TermRow(
        "community-and-purpose",
        "Belonging and purpose",
        "Recovery by being part of something.",
        _said("connection, community, strengths, ABCD, hope"),
    ),
)

TERMS: Final[dict[TaxonomyKind, tuple[TermRow, ...]]] = {
    TaxonomyKind.KIND: KINDS,
    TaxonomyKind.ACTIVITY: ACTIVITIES,
    TaxonomyKind.AUDIENCE: AUDIENCES,
    TaxonomyKind.PATHWAY: PATHWAYS,
}
