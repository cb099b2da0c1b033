"""What a curator says about each reference that comes with the hub.

Written from titles and publishers' details alone: what was studied, in what way, and what a study of that kind cannot
tell. It reports no findings, since the papers themselves were not read for it. Confidence is that of the kind of study,
and every text says so. Criteria are of the draft framework that comes with the hub.
"""

from dataclasses import dataclass
from typing import Final

from evidence.states import Confidence, EvidenceKind

FRAMEWORK: Final = "lero-seed-draft"
NOT_READ: Final = (
    "This entry was made from the title and the publisher’s details, not from the paper itself, so how sure we are "
    "follows from the kind of study alone. Read the study before you build on it."
)


@dataclass(frozen=True)
class Curated:
    """Words and labels for one reference."""

    summary: str
    evidence_kind: EvidenceKind
    confidence: Confidence
    limits: str
    criteria: tuple[str, ...]

    @property
    def cannot_tell(self) -> str:
        """Say what the study cannot tell, and what its curator does not know."""
        return f"{self.limits}\n\n{NOT_READ}"


_REVIEW, _SURVEY, _ACCOUNT = EvidenceKind.REVIEW, EvidenceKind.SURVEY, EvidenceKind.ACCOUNT
_MODERATE, _LOW, _VERY_LOW = Confidence.MODERATE, Confidence.LOW, Confidence.VERY_LOW

CURATED: Final[dict[str, Curated]] = {
    "eddie2019": Curated(
        "A systematic review of two kinds of help that lean on lived experience: peer recovery support services and "
        "recovery coaching, for people with a substance use disorder.",
        _REVIEW,
        _MODERATE,
        "A review is no stronger than the studies in it. What was tried in paid services in other countries may work "
        "otherwise in a member-led group in the UK. A review of services says little about people who never came.",
        ("PEE-1", "PEE-2", "EVI-3"),
    ),
    "bassuk2016": Curated(
        "A systematic review of recovery support services that peers deliver to people with addictions in the United "
        "States.",
        _REVIEW,
        _MODERATE,
        "It looks at the United States alone, where services are paid for and run in other ways. It cannot tell "
        "whether peer support caused a change in studies that had nobody to compare with.",
        ("PEE-1", "STR-2", "EVI-3"),
    ),
    "tracy2016": Curated(
        "A review of what has been written about the benefits of peer support groups as a part of treatment for "
        "addiction.",
        _REVIEW,
        _LOW,
        "Its title speaks of benefits and of treatment: it is not a search for harm, and not about groups that stand "
        "on their own. The title does not say how studies were found and chosen.",
        ("COM-4", "PAR-1"),
    ),
    "best2016": Curated(
        "Sets out a way of thinking about recovery: people move from one group that they belong to, and see themselves "
        "by, to another (the social identity model of recovery, SIMOR).",
        EvidenceKind.QUALITATIVE,
        _VERY_LOW,
        "A model orders ideas; it does not test them. It cannot tell how many people’s recovery went this way, for "
        "whom it went otherwise, or what a group should do on Monday.",
        ("COM-2", "COM-4", "CON-3"),
    ),
    "groshkova2013": Curated(
        "Describes the Assessment of Recovery Capital, a set of questions about a person’s strengths in recovery, and "
        "tests how well the questions measure.",
        _SURVEY,
        _LOW,
        "Whether questions hold together is one thing; whether the answers matter in people’s lives is another. A "
        "number from such a form says nothing about what brought it about.",
        ("STR-1", "STR-2", "EVI-2"),
    ),
    "laudet2008": Curated(
        "Asks whether recovery capital helps to foretell lasting recovery, satisfaction with life and stress, among "
        "people who used several substances before.",
        _SURVEY,
        _LOW,
        "That one thing comes before another does not make it the cause. People who stay in touch with researchers "
        "may differ from those who do not. It was published in 2008.",
        ("STR-2", "CON-1"),
    ),
    "reif2014": Curated(
        "An assessment of the evidence on peer recovery support for people with substance use disorders, in a journal "
        "of psychiatry.",
        _REVIEW,
        _LOW,
        "It is from 2014, so everything since is missing. It speaks of support that services offer, and less of what "
        "members do for each other.",
        ("PEE-1", "EVI-3"),
    ),
    "kelly2020": Curated(
        "A Cochrane review of Alcoholics Anonymous and other 12-step programmes for people with an alcohol use "
        "disorder.",
        _REVIEW,
        _MODERATE,
        "It is about alcohol and about 12-step programmes: it does not speak of other drugs or other roads to "
        "recovery. Programmes led by professionals inside a study may differ from a meeting round the corner.",
        ("COM-4", "STR-3"),
    ),
    "kelly2018": Curated(
        "Looks at how quality of life differs with the time that people have been in recovery, in a sample that stands "
        "for adults in the United States.",
        _SURVEY,
        _LOW,
        "It compares people with shorter and longer recovery, so it cannot tell whether one person’s life changes in "
        "that way. Those who did not stay in recovery are not among the long ones. It asks adults in one country.",
        ("CON-1", "CON-3", "EVI-2"),
    ),
    "dawson2012": Curated(
        "Follows people over three years, and asks what goes together with recovery from alcohol dependence.",
        _SURVEY,
        _LOW,
        "What goes together need not be cause and effect. It is about alcohol alone, and three years are a short part "
        "of a life. It does not tell what an organisation can do.",
        ("CON-1", "STR-2"),
    ),
    "finch2020": Curated(
        "An integrative review of what is known about recovery among young people.",
        _REVIEW,
        _LOW,
        "A review of this kind joins studies of many sorts, which are hard to weigh against each other. What holds for "
        "young people in a school or a programme may not hold for those outside.",
        ("STR-3", "CON-4", "COM-3"),
    ),
    "davidson2012": Curated(
        "A review of evidence and experience of peer support among people with severe mental illness.",
        _REVIEW,
        _LOW,
        "It is about mental health services, which are near to recovery communities but not the same. Experience and "
        "evidence stand side by side in it: the title does not say how each was weighed.",
        ("PEE-1", "PEE-3", "SUP-2"),
    ),
    "chinman2014": Curated(
        "An assessment of the evidence on peer support services for people with serious mental illness.",
        _REVIEW,
        _LOW,
        "It is about mental health services and from 2014. It does not speak of groups that members run by "
        "themselves. The list of authors here is cut short, as it was where the reference came from.",
        ("PEE-2", "PAR-1"),
    ),
    "white2012": Curated(
        "Gathers what 415 scientific reports between 1868 and 2011 said about how many people recover from substance "
        "use disorders.",
        _REVIEW,
        _LOW,
        "The reports span 143 years and mean different things by recovery, so a figure from all of them hides much. "
        "How many recover says nothing about what helped.",
        ("LED-2", "EVI-3"),
    ),
    "whitekurtz2006": Curated(
        "A primer, for people who work in treatment and for recovery advocates, on how varied the experience of "
        "recovery is.",
        EvidenceKind.DESCRIPTION,
        _VERY_LOW,
        "A primer explains and sorts; it does not count or compare. It cannot tell how common each way is, or which "
        "would suit one person.",
        ("STR-3", "LED-4"),
    ),
    "aa1939": Curated(
        "The first edition of the basic text of Alcoholics Anonymous: how its early members told their own recovery, "
        "for others like them.",
        _ACCOUNT,
        _VERY_LOW,
        "These are the words of people for whom it worked. It cannot tell about those who left, or who never came. "
        "Much of its language and its view of women and families is of 1939.",
        ("COM-4", "PEE-1"),
    ),
    "bettyford2007": Curated(
        "A panel called together by the Betty Ford Institute offers a working definition of recovery.",
        EvidenceKind.DESCRIPTION,
        _VERY_LOW,
        "A definition is an agreement among those in the room, not a finding. It cannot tell what recovery means to "
        "people who were not asked, or to those who would not use the word.",
        ("LED-2", "STR-3"),
    ),
    "best2008": Curated(
        "Looks back with people who used heroin in the past, and asks what helped them to stop.",
        _SURVEY,
        _LOW,
        "People remember the past through what came later. Only those who stopped were asked, so nothing can be said "
        "about those for whom the same things were not enough.",
        ("CON-1", "COM-2"),
    ),
    "best2012": Curated(
        "Looks at well-being and everyday life among people who take part in recovery support groups after treatment.",
        _SURVEY,
        _LOW,
        "Those who take part chose to, and may have done well without. It is about people who have had treatment; "
        "many members of recovery communities never have.",
        ("CON-1", "COM-4", "STR-2"),
    ),
    "bestlubman2012": Curated(
        "An article for family doctors in Australia that sets out recovery as a hopeful way to think about alcohol and "
        "drug problems.",
        EvidenceKind.DESCRIPTION,
        _VERY_LOW,
        "It makes a case to doctors; it does not test one. It cannot tell what follows when doctors do think in this "
        "way.",
        ("PAR-1", "LED-2"),
    ),
    "best2011": Curated(
        "Maps the recovery stories of people in Glasgow who had problems with alcohol or other drugs, and how quality "
        "of life and recovery capital go together.",
        _SURVEY,
        _LOW,
        "It is of one city, and of people who came forward to tell. That two measures go together does not say which "
        "one comes first.",
        ("STR-2", "EVI-2"),
    ),
    "govuk2022": Curated(
        "Guidance of the UK government for local partners on how to carry out its ten-year drugs plan, “From harm to "
        "hope”.",
        EvidenceKind.DESCRIPTION,
        _VERY_LOW,
        "Guidance says what a government asks for; it is no evidence that it helps. It is about England unless it says "
        "otherwise, and may have been replaced since June 2022.",
        ("PAR-1", "PAR-2"),
    ),
}
