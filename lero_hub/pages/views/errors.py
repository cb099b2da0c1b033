"""What people see when something is wrong: plain functions, as Django asks for, that need neither session nor query.

Whatever may be broken is not touched: the pages for a request that makes no sense and for a fault of ours are drawn
without the request.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from lero_hub.authz.actor import ANONYMOUS
from lero_hub.authz.parking import FIELD, SECRET
from lero_hub.pages import refusals

NOT_WORDS = frozenset({"csrfmiddlewaretoken", FIELD})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that the request made no sense (400)."""
    return HttpResponse(render_to_string("400.html"), status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say why this person may not do this, in the words of the policy that refused, and whom to ask (403)."""
    advice = refusals.advice(request.path_info, getattr(request, "actor", ANONYMOUS))
    return render(request, "403.html", {"refusal": str(exception), "advice": advice}, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, and where to go instead (404)."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours (500)."""
    return HttpResponse(render_to_string("500.html"), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form came without a good token (403), and give back what was typed so that nothing is lost."""
    return render(request, "403_csrf.html", {"kept": typed(request)}, status=403)


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """List what a person typed into a form, under the names of its fields; never a password, code or token."""
    return [
        (name.replace("_", " ").capitalize(), value)
        for name, values in request.POST.lists()
        for value in values
        if value.strip() and name not in NOT_WORDS and not SECRET.search(name)
    ]
