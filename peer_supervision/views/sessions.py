"""One session: its page and its shared screen, answering, moving, cancelling, who was there."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access
from lero_hub.errors import Refused, WrongState
from peer_supervision import agreement, wording
from peer_supervision.forms.session import HeldForm, MoveForm
from peer_supervision.local_times import instant, local
from peer_supervision.models import CircleMembership, Rsvp
from peer_supervision.policies import can_host
from peer_supervision.queries.session import SessionPage, session_page, wrote
from peer_supervision.states import Answer
from peer_supervision.views.base import ActView, CircleView
from peer_supervision.workflows.sessions import (
    answer_session,
    cancel_session,
    mark_held,
    move_session,
    note_attendance,
)


class SessionView(CircleView):
    """The page of one session."""

    template = "peer_supervision/circle.html"

    def page(self) -> SessionPage:
        """Read it."""
        return session_page(self.session, self.object, actor=self.actor, now=timezone.now())

    def get(self, request: HttpRequest, circle_id: UUID, session_id: UUID) -> HttpResponse:
        """Show it."""
        page = self.page()
        context: dict[str, Any] = {
            "circle": self.object,
            "page": page,
            "is_host": page.is_host,
            "agreed": agreement.IN_SHORT,
            "agreed_at": self.membership.agreed_at,
            "trail": self.trail((page.day, "")),
            "challenge_opened": request.GET.get("challenge") == "1" and page.presenter and page.presenter.is_mine,
        }
        return render(request, self.template, context)


class ScreenView(SessionView):
    """The same session large, for a shared screen: no answers, and no challenge unless its presenter opens it."""

    template = "peer_supervision/screen.html"


class SessionActView(ActView):
    """An act on one session, leading back to it."""

    def target(self) -> str:
        """Go back to the session."""
        return self.url("session", self.session.pk)


class AnswerView(SessionActView):
    """Say yes, maybe or no. A no that would delete a written challenge is asked in words first, on another page."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Answer, or ask first."""
        now = timezone.now()
        if request.POST.get("answer") == Answer.NO and wrote(self.session, actor=self.actor, now=now):
            page = session_page(self.session, self.object, actor=self.actor, now=now)
            if page.can_answer and page.presenter and page.presenter.is_mine:
                return redirect(f"{self.url('turn_decline', page.presenter.turn.pk)}?answer={Answer.NO}")
        return super().post(request, **kwargs)

    def act(self) -> str:
        """Answer."""
        answer = self.request.POST.get("answer", "")[:10]
        answer_session(session_id=self.session.pk, answer=answer, by=self.actor, now=timezone.now())
        if answer == Answer.NO:
            return _("Noted: you cannot come. If you had a turn, the next in line has it now.")
        return _("Noted. You can change it until the session starts.")


class AttendedView(SessionActView):
    """Say oneself whether one was there."""

    def act(self) -> str:
        """Note it."""
        attended = self.request.POST.get("attended") == "yes"
        note_attendance(session_id=self.session.pk, attended=attended, by=self.actor, now=timezone.now())
        return _("Noted. Only the circle sees it.")


class MoveView(CircleView):
    """Move one session."""

    access = Access.on_object(can_host)

    def get(self, request: HttpRequest, circle_id: UUID, session_id: UUID) -> HttpResponse:
        """Show the form."""
        session = self.session
        start = local(session.starts_at, session.zone)
        initial = {
            "day": start.date(),
            "local_time": start.time(),
            "minutes": int((session.ends_at - session.starts_at).total_seconds() // 60),
            "sequence": session.sequence,
        }
        return self._show(MoveForm(self.parked(), initial=initial))

    def post(self, request: HttpRequest, circle_id: UUID, session_id: UUID) -> HttpResponseBase:
        """Move it."""
        form = MoveForm(request.POST)
        if form.is_valid():
            try:
                move_session(
                    session_id=self.session.pk,
                    starts_at=self._starts(form),
                    minutes=form.cleaned_data["minutes"],
                    sequence=form.cleaned_data["sequence"],
                    by=self.actor,
                    now=timezone.now(),
                )
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, _("Moved. Everybody has been told, and is asked again."))
                return redirect("peer_supervision:session", circle_id, session_id)
        return self._show(form)

    def _starts(self, form: MoveForm) -> datetime:
        return instant(form.cleaned_data["day"], form.cleaned_data["local_time"], self.session.zone)

    def _show(self, form: MoveForm) -> HttpResponse:
        url = self.url("session", self.session.pk)
        told = _("It is on %(when)s. Everybody gets one e-mail with the new time, and is asked again.")
        context = {
            "circle": self.object,
            "form": form,
            "title": _("Move this session"),
            "lede": told % {"when": wording.when_words(self.session)},
            "submit": _("Move it"),
            "cancel_url": url,
            "trail": self.trail((_("Move this session"), "")),
        }
        return render(self.request, "peer_supervision/form.html", context)


class CancelView(CircleView):
    """Cancel one session."""

    access = Access.on_object(can_host)

    def get(self, request: HttpRequest, circle_id: UUID, session_id: UUID) -> HttpResponse:
        """Ask first."""
        return self.ask(
            title=_("Cancel this session?"),
            consequences=[
                _("Everybody gets one e-mail that it is off. It cannot be put back; you can move another one."),
                _("A challenge that was written for it is deleted. Whoever had a turn stays first in line."),
            ],
            submit=_("Cancel the session"),
            cancel_label=_("No, keep it"),
            cancel_url=self.url("session", self.session.pk),
        )

    def post(self, request: HttpRequest, circle_id: UUID, session_id: UUID) -> HttpResponseBase:
        """Cancel it; a second click finds it done."""
        try:
            cancel_session(session_id=self.session.pk, by=self.actor, now=timezone.now())
        except (WrongState, Refused) as error:
            messages.info(request, str(error))
        else:
            messages.success(request, _("Cancelled. Everybody has been told."))
        return redirect("peer_supervision:session", circle_id, session_id)


class HeldView(CircleView):
    """Say that a session was held."""

    def get(self, request: HttpRequest, circle_id: UUID, session_id: UUID) -> HttpResponse:
        """Show the form, with those ticked who said that they come."""
        page = session_page(self.session, self.object, actor=self.actor, now=timezone.now())
        if not page.can_mark_held:
            raise Http404
        yes = Rsvp.objects.visible_to(self.actor).filter(session=self.session, answer=Answer.YES)
        initial = {"attended": [str(user_id) for user_id in yes.values_list("user_id", flat=True)]}
        return self._show(HeldForm(self.parked(), people=self._people(), initial=initial))

    def post(self, request: HttpRequest, circle_id: UUID, session_id: UUID) -> HttpResponseBase:
        """Write it down."""
        form = HeldForm(request.POST, people=self._people())
        if not form.is_valid():
            return self._show(form)
        try:
            mark_held(
                session_id=self.session.pk,
                attended=[UUID(user_id) for user_id in form.cleaned_data["attended"]],
                theme=form.cleaned_data["theme"],
                by=self.actor,
                now=timezone.now(),
            )
        except (WrongState, Refused) as error:
            messages.info(request, str(error))
        else:
            messages.success(request, _("Noted. Nothing of what was said is kept."))
        return redirect("peer_supervision:session", circle_id, session_id)

    def _people(self) -> list[tuple[str, str]]:
        rows = CircleMembership.objects.open().visible_to(self.actor).filter(circle=self.object)
        return [(str(row.user_id), row.user.shown_name) for row in rows.select_related("user").order_by("joined_at")]

    def _show(self, form: HeldForm) -> HttpResponse:
        context = {
            "circle": self.object,
            "form": form,
            "title": _("How was it?"),
            "lede": _("The date, its length, who was there and one theme: the hub keeps nothing else."),
            "submit": _("Save"),
            "cancel_url": self.url("session", self.session.pk),
            "trail": self.trail((_("How was it?"), "")),
        }
        return render(self.request, "peer_supervision/form.html", context)
