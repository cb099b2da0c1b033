"""Searching the directory: what was asked, what it means on the map, and what is found."""

from organisations.queries.directory.asked import Asked
from organisations.queries.directory.found import Answer, Chip, Facet, FacetGroup, Hit, Note
from organisations.queries.directory.search import PAGE_SIZE, listed_order, search
from organisations.queries.searching import Unreadable

__all__ = [
    "PAGE_SIZE",
    "Answer",
    "Asked",
    "Chip",
    "Facet",
    "FacetGroup",
    "Hit",
    "Note",
    "Unreadable",
    "listed_order",
    "search",
]
