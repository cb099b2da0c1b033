"""Numbers to ring now: the page that must always work."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from lero_hub.authz.views import Access, HubView
from lero_hub.pages import help_lines


class HelpNowView(HubView):
    """Emergency and crisis lines: no cookie, no script, two small queries."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the lines, in the order in which somebody needs them."""
        context = {"groups": help_lines.grouped(), "canonical": f"{settings.BASE_URL}{request.path}"}
        return render(request, "pages/help_now.html", context)
