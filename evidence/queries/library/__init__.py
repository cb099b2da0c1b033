"""Searching the library: what was asked, what is found, and how many each filter would leave."""

from evidence.queries.library.asked import Asked
from evidence.queries.library.found import Answer, Hit
from evidence.queries.library.search import PAGE_SIZE, found_order, search
from organisations.queries.searching import Unreadable

__all__ = ["PAGE_SIZE", "Answer", "Asked", "Hit", "Unreadable", "found_order", "search"]
