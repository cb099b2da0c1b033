"""The tables of the directory."""

from organisations.models.geography import Area, Place, PostcodePoint
from organisations.models.network import EntryReport, HelpLine
from organisations.models.offer import Location, Service, ServiceArea
from organisations.models.organisation import Identifier, Organisation, OrganisationTerm
from organisations.models.people import Invitation, JoinRequest, Membership
from organisations.models.taxonomy import Term

__all__ = [
    "Area",
    "EntryReport",
    "HelpLine",
    "Identifier",
    "Invitation",
    "JoinRequest",
    "Location",
    "Membership",
    "Organisation",
    "OrganisationTerm",
    "Place",
    "PostcodePoint",
    "Service",
    "ServiceArea",
    "Term",
]
