"""The weekly rhythm: setting, changing, ending it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.accounts.sealing import CannotOpen, unseal
from lero_hub.authz.views import Access
from lero_hub.errors import Refused
from peer_supervision.forms.circle import RhythmForm
from peer_supervision.models import Series
from peer_supervision.policies import can_host
from peer_supervision.queries.circles import open_series
from peer_supervision.views.base import CircleView
from peer_supervision.workflows.rhythm import Rhythm, end_rhythm, set_rhythm

FIELD_OF = {"unknown_zone": "zone", "bad_link": "video_link", "bad_end": "ends_on", "bad_length": "minutes"}
FIELDS = ("weekday", "local_time", "zone", "minutes", "challenge_minutes", "starts_on", "ends_on")


class RhythmView(CircleView):
    """Set the weekly time, or change it."""

    access = Access.on_object(can_host)

    def get(self, request: HttpRequest, circle_id: UUID) -> HttpResponse:
        """Show the form."""
        series = open_series(self.object)
        return self._show(RhythmForm(self.parked(), initial=self._initial(series)), series)

    def post(self, request: HttpRequest, circle_id: UUID) -> HttpResponseBase:
        """Save it, and make the sessions."""
        series, form = open_series(self.object), RhythmForm(request.POST)
        if form.is_valid():
            try:
                set_rhythm(circle_id=circle_id, rhythm=Rhythm(**form.cleaned_data), by=self.actor, now=timezone.now())
            except Refused as error:
                form.add_error(FIELD_OF.get(error.code), str(error))
            else:
                words = _("Saved. Sessions that nobody had moved follow the new time, and everybody has been told.")
                first = _("Saved. The sessions of the next twelve weeks are there.")
                messages.success(request, words if series else first)
                return redirect("peer_supervision:circle", circle_id)
        return self._show(form, series)

    def _initial(self, series: Series | None) -> dict[str, Any]:
        if series is None:
            return {"starts_on": timezone.localdate() + timedelta(days=1)}
        initial = {field: getattr(series, field) for field in FIELDS}
        try:
            initial["video_link"] = unseal(series.video_link) if series.video_link else ""
        except CannotOpen:
            initial["video_link"] = ""
        return initial

    def _show(self, form: RhythmForm, series: Series | None) -> HttpResponse:
        context = {
            "circle": self.object,
            "form": form,
            "title": _("The weekly time"),
            "submit": _("Save"),
            "end_url": self.url("rhythm_end") if series else "",
            "cancel_url": self.url("circle"),
            "trail": self.trail((_("The weekly time"), "")),
        }
        return render(self.request, "peer_supervision/form.html", context)


class EndRhythmView(CircleView):
    """End the weekly series."""

    access = Access.on_object(can_host)

    def get(self, request: HttpRequest, circle_id: UUID) -> HttpResponse:
        """Ask first."""
        return self.ask(
            title=_("End the weekly sessions?"),
            consequences=[
                _("All coming sessions are cancelled, and everybody gets one e-mail that says so."),
                _("Challenges that were written for them are deleted, and the link to the video room is forgotten."),
            ],
            kept=[_("The circle and its members. You can set a new weekly time.")],
            submit=_("End the weekly sessions"),
            cancel_url=self.url("rhythm"),
        )

    def post(self, request: HttpRequest, circle_id: UUID) -> HttpResponseBase:
        """End it."""
        end_rhythm(circle_id=circle_id, by=self.actor, now=timezone.now())
        messages.success(request, _("The weekly sessions have ended. Everybody has been told."))
        return redirect("peer_supervision:circle", circle_id)
