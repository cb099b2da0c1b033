"""The tables of the standards."""

from standards.models.assessment import Answer, Assessment, AssessmentEvidence, EvidenceUse
from standards.models.framework import (
    Criterion,
    Domain,
    Framework,
    FrameworkVersion,
    LevelDescriptor,
    ScaleLevel,
    Threshold,
)
from standards.models.pledge import Pledge
from standards.models.recognition import PanelDecision, Recognition
from standards.models.review import AssessorAgreement, Assignment, InterestDeclaration, Review
from standards.models.scoring import AssessorScore, ConsensusScore

__all__ = [
    "Answer",
    "Assessment",
    "AssessmentEvidence",
    "AssessorAgreement",
    "AssessorScore",
    "Assignment",
    "ConsensusScore",
    "Criterion",
    "Domain",
    "EvidenceUse",
    "Framework",
    "FrameworkVersion",
    "InterestDeclaration",
    "LevelDescriptor",
    "PanelDecision",
    "Pledge",
    "Recognition",
    "Review",
    "ScaleLevel",
    "Threshold",
]
