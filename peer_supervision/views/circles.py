"""My circles, one circle, its agreement, name, agenda, past, and closing it."""

from typing import Any
from uuid import UUID, uuid4, uuid5

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.policies import is_coordinator
from lero_hub.authz.views import Access, HubView
from lero_hub.errors import NotAllowed, Refused
from lero_hub.lists import paged, searched
from peer_supervision import agreement
from peer_supervision.agenda import steps_of
from peer_supervision.forms.circle import AgendaForm, CircleForm
from peer_supervision.policies import can_host
from peer_supervision.queries.circles import (
    is_alone,
    my_circles,
    open_series,
    outlined,
    outlines,
    past_sessions,
    rhythm_words,
    told,
)
from peer_supervision.queries.session import next_session, session_page
from peer_supervision.views.base import CircleView
from peer_supervision.workflows.circles import change_circle, close_circle, may_open, open_circle, set_agenda
from peer_supervision.workflows.membership import accept_agreement


class MyCirclesView(HubView):
    """The list of my circles."""

    access = Access.signed_in()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show it, or how to begin."""
        now = timezone.now()
        context = {
            "circles": my_circles(self.actor, now=now),
            "may_open": may_open(self.actor),
            "trail": [(_("My hub"), reverse("pages:hub")), (_("Circles"), "")],
        }
        return render(request, "peer_supervision/circles.html", context)


class OpenView(HubView):
    """Open a circle."""

    access = Access.signed_in()

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        self._require()
        return self._show(CircleForm(self.parked()), uuid4())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Open it; what the page was marked with gives the id, so that a second click finds it open.

        One mark gives each person another id. Nobody can so much as ask for the id of a circle of others.
        """
        self._require()
        try:
            mark = UUID(request.POST.get("circle_id", ""))
        except ValueError:
            mark = uuid4()
        form = CircleForm(request.POST)
        if form.is_valid():
            try:
                own_id = uuid5(self.actor.person.pk, str(mark))
                circle = open_circle(circle_id=own_id, by=self.actor, now=timezone.now(), **form.cleaned_data)
            except Refused as error:
                form.add_error("name" if error.code == "bad_name" else None, str(error))
            else:
                messages.success(request, _("Your circle is open. Read what everybody in it agrees to."))
                return redirect("peer_supervision:agreement", circle.pk)
        return self._show(form, mark)

    def _require(self) -> None:
        if not may_open(self.actor):
            raise NotAllowed(_("A lead of an organisation in the directory can open a circle."))

    def _show(self, form: CircleForm, mark: UUID) -> HttpResponse:
        trail = [(_("Circles"), reverse("peer_supervision:circles")), (_("Open a circle"), "")]
        context = {"form": form, "circle_id": mark, "trail": trail}
        return render(self.request, "peer_supervision/open.html", context)


class OneCircleView(CircleView):
    """A circle's own page: its next session, or how to begin."""

    def get(self, request: HttpRequest, circle_id: UUID) -> HttpResponse:
        """Show the next session."""
        now, circle = timezone.now(), self.object
        session = next_session(circle, now=now)
        context: dict[str, Any] = {
            "circle": circle,
            "page": session_page(session, circle, actor=self.actor, now=now) if session else None,
            "is_host": can_host(self.actor, circle),
            "is_alone": session is None and is_alone(circle),
            "rhythm": rhythm_words(open_series(circle)) if not circle.closed_at else "",
            "agreed": agreement.IN_SHORT,
            "agreed_at": self.membership.agreed_at,
            "is_next": True,
            "trail": [*self.trail()[:-1], (circle.name, "")],
        }
        return render(request, "peer_supervision/circle.html", context)


class AgreementView(CircleView):
    """What the circle agreed, and accepting it."""

    needs_agreement = False

    def get(self, request: HttpRequest, circle_id: UUID) -> HttpResponse:
        """Show it."""
        own = self.membership
        context = {
            "circle": self.object,
            "points": agreement.POINTS,
            "version": agreement.VERSION,
            "stands": agreement.stands(own, timezone.now()),
            "agreed_at": own.agreed_at,
            "is_again": own.agreed_at is not None,
            "is_new_wording": bool(own.agreed_version) and own.agreed_version != agreement.VERSION,
            "trail": [(_("Circles"), reverse("peer_supervision:circles")), (_("What we agreed"), "")],
        }
        return render(request, "peer_supervision/agreement.html", context)

    def post(self, request: HttpRequest, circle_id: UUID) -> HttpResponseBase:
        """Accept it."""
        try:
            version = request.POST.get("version", "")[:20]
            accept_agreement(circle_id=self.object.pk, version=version, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.warning(request, str(error))
            return redirect("peer_supervision:agreement", circle_id)
        messages.success(request, _("Thank you. The circle is open to you."))
        return redirect("peer_supervision:circle", circle_id)


class ChangeView(CircleView):
    """Change the name and what the circle is for."""

    access = Access.on_object(can_host)

    def get(self, request: HttpRequest, circle_id: UUID) -> HttpResponse:
        """Show the form."""
        return self._show(CircleForm(self.parked(), initial={"name": self.object.name, "purpose": self.object.purpose}))

    def post(self, request: HttpRequest, circle_id: UUID) -> HttpResponseBase:
        """Save it."""
        form = CircleForm(request.POST)
        if form.is_valid():
            try:
                change_circle(circle_id=circle_id, by=self.actor, now=timezone.now(), **form.cleaned_data)
            except Refused as error:
                form.add_error("name", str(error))
            else:
                messages.success(request, _("Saved."))
                return redirect("peer_supervision:circle", circle_id)
        return self._show(form)

    def _show(self, form: CircleForm) -> HttpResponse:
        context = {"circle": self.object, "form": form, "title": _("Name and purpose"), "submit": _("Save")}
        context |= {"cancel_url": self.url("circle"), "trail": self.trail((_("Name and purpose"), ""))}
        return render(self.request, "peer_supervision/form.html", context)


class AgendaView(CircleView):
    """Change the steps of the challenge part."""

    access = Access.on_object(can_host)

    def get(self, request: HttpRequest, circle_id: UUID) -> HttpResponse:
        """Show them."""
        lines = "\n".join(f"{minutes} {title}" for title, minutes in steps_of(self.object))
        return self._show(AgendaForm(self.parked(), initial={"steps": lines}))

    def post(self, request: HttpRequest, circle_id: UUID) -> HttpResponseBase:
        """Save them."""
        form = AgendaForm(request.POST)
        if form.is_valid():
            try:
                steps = form.cleaned_data["steps"]
                set_agenda(circle_id=circle_id, steps=steps, by=self.actor, now=timezone.now())
            except Refused as error:
                form.add_error("steps", str(error))
            else:
                messages.success(request, _("Saved. The clock of every session shows the new steps."))
                return redirect("peer_supervision:circle", circle_id)
        return self._show(form)

    def _show(self, form: AgendaForm) -> HttpResponse:
        context = {"circle": self.object, "form": form, "title": _("Steps of the challenge"), "submit": _("Save")}
        context |= {"cancel_url": self.url("circle"), "trail": self.trail((_("Steps of the challenge"), ""))}
        return render(self.request, "peer_supervision/form.html", context)


class PastView(CircleView):
    """What is kept of the sessions that are over."""

    def get(self, request: HttpRequest, circle_id: UUID) -> HttpResponse:
        """Show one page of them."""
        page = paged(request, past_sessions(self.object, now=timezone.now()))
        context = {
            "circle": self.object,
            "page": page,
            "rows": told(list(page.object_list), actor=self.actor),
            "trail": self.trail((_("Past sessions"), "")),
        }
        return render(request, "peer_supervision/past.html", context)


class CloseView(CircleView):
    """Close the circle for good."""

    access = Access.on_object(can_host)

    def get(self, request: HttpRequest, circle_id: UUID) -> HttpResponse:
        """Ask first."""
        return self.ask(
            title=_("Close %(name)s?") % {"name": self.object.name},
            consequences=[
                _("All coming sessions are cancelled, and everybody gets an e-mail that says so."),
                _("Challenges that were written for them are deleted."),
                _("Invitations that nobody has accepted are taken back. A closed circle cannot be opened again."),
            ],
            kept=[_("The dates of past sessions and who had which turn, for its members alone.")],
            submit=_("Close the circle"),
        )

    def post(self, request: HttpRequest, circle_id: UUID) -> HttpResponseBase:
        """Close it."""
        close_circle(circle_id=circle_id, by=self.actor, now=timezone.now())
        messages.success(request, _("The circle is closed. Its members have been told that the sessions are off."))
        return redirect("peer_supervision:circles")


class OutlinesView(HubView):
    """What coordinators see: name, size and rhythm of each circle, and nothing else."""

    access = Access.policy(is_coordinator)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of them."""
        text = searched(request)
        page = paged(request, outlines(text))
        context = {
            "page": page,
            "rows": outlined(list(page.object_list)),
            "text": text,
            "trail": [(_("Coordination"), reverse("organisations:coordination")), (_("Circles"), "")],
        }
        return render(request, "coordination/circles.html", context)
