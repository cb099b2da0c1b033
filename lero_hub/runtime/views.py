"""Two addresses for machines: does the process answer, and is the hub ready to serve?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse

from lero_hub.authz.views import Access, HubView
from lero_hub.runtime import health


class HealthzView(HubView):
    """Say that this process answers; nothing else is asked."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer 200."""
        response = HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
        response["Cache-Control"] = "no-store"
        return response


class ReadyzView(HubView):
    """Say which parts work; 503 when one does not."""

    access = Access.public()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Answer 200 or 503 with a line for each part."""
        now = health.recent()
        response = JsonResponse(now.as_json(), status=200 if now.is_ready else 503, json_dumps_params={"indent": 2})
        response["Cache-Control"] = "no-store"
        return response
