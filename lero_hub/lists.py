"""What lists of ours do: pages of 25, and words to search for, all in the address. Nothing that is about one list."""

from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest

A_PAGE = 25


def paged(request: HttpRequest, rows: Any) -> Any:
    """Give the page of a list that the address asks for; one that does not exist is an unknown page."""
    try:
        return Paginator(rows, A_PAGE).page(request.GET.get("page", 1))
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404 from error


def searched(request: HttpRequest) -> str:
    """Give the words that the address searches for."""
    return request.GET.get("q", "")[:200].replace("\0", "").strip()
