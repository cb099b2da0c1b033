"""Turns: saying yes, passing, swapping, something urgent; and writing the challenge."""

from functools import cached_property
from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import get_visible
from lero_hub.errors import Refused
from peer_supervision import wording
from peer_supervision.forms.session import ChallengeForm, SureForm, SwapForm
from peer_supervision.models import Swap, Turn
from peer_supervision.queries.circles import swap_choices
from peer_supervision.queries.session import session_page, wrote
from peer_supervision.states import Answer, TurnRole
from peer_supervision.views.base import ActView, CircleView
from peer_supervision.workflows.challenges import delete_challenge, write_challenge
from peer_supervision.workflows.sessions import answer_session
from peer_supervision.workflows.swaps import accept_swap, ask_to_swap, decline_swap, withdraw_swap
from peer_supervision.workflows.turns import accept_turn, decline_turn, take_urgent_turn


class TurnActView(ActView):
    """An act on one's own turn, leading back to its session."""

    @cached_property
    def turn(self) -> Turn:
        """Fetch the turn in this circle."""
        rows = Turn.objects.visible_to(self.actor).filter(session__circle=self.object)
        return get_visible(rows.select_related("session", "user"), pk=self.kwargs["turn_id"])

    def target(self) -> str:
        """Go back to the session."""
        return self.url("session", self.turn.session_id)


class AcceptTurnView(TurnActView):
    """Say yes to a turn."""

    def act(self) -> str:
        """Say yes."""
        accept_turn(turn_id=self.turn.pk, by=self.actor, now=timezone.now())
        return _("Thank you. Everybody sees that you are ready.")


class DeclineTurnView(TurnActView):
    """Pass a turn: with one press, or asked in words first when a challenge would be deleted with it.

    With `?answer=no` it is the whole session that the person says no to.
    """

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, circle_id: UUID, turn_id: UUID) -> HttpResponseBase:
        """Ask first; where nothing is written there is nothing to ask, and the session has the button."""
        if not self._is_written():
            return redirect(self.target())
        is_no = request.GET.get("answer") == Answer.NO
        return self.ask(
            title=_("Say no, and delete your challenge?") if is_no else _("Pass, and delete your challenge?"),
            consequences=[
                _("The challenge that you wrote is deleted for good, with its key. Nobody can bring it back."),
                _("The next in line is asked to bring one. Nobody asks you why."),
            ],
            form=SureForm(initial={"sure": "yes", "answer": Answer.NO if is_no else ""}),
            submit=_("Say no and delete it") if is_no else _("Pass and delete it"),
            cancel_label=_("No, keep my turn"),
            cancel_url=self.target(),
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Pass; somebody who wrote in the meantime, in another tab, is asked first."""
        if "sure" not in request.POST and self._is_written():
            return redirect(self.url("turn_decline", self.turn.pk))
        return super().post(request, **kwargs)

    def _is_written(self) -> bool:
        turn = self.turn
        is_own = turn.user_id == self.actor.user_id and turn.role == TurnRole.PRESENTER and turn.ended_at is None
        return is_own and wrote(turn.session, actor=self.actor, now=timezone.now())

    def act(self) -> str:
        """Pass, or say no to the whole session."""
        if self.request.POST.get("answer") == Answer.NO and self.turn.user_id == self.actor.user_id:
            answer_session(session_id=self.turn.session_id, answer=Answer.NO, by=self.actor, now=timezone.now())
            return _("Noted: you cannot come. The next in line has your turn now.")
        decline_turn(turn_id=self.turn.pk, by=self.actor, now=timezone.now())
        return _("You passed, and that is fine. The next in line is asked.")


class UrgentView(ActView):
    """Jump the queue with something urgent."""

    def act(self) -> str:
        """Take the next session."""
        turn = take_urgent_turn(circle_id=self.object.pk, by=self.actor, now=timezone.now())
        self.taken = turn
        day = wording.day_words(turn.session.starts_at, turn.session.zone)
        return _("You bring the challenge on %(day)s. If it was somebody’s turn, they stay first in line.") % {
            "day": day
        }

    def target(self) -> str:
        """Go to the session that was taken."""
        return self.url("session", self.taken.session_id) if hasattr(self, "taken") else self.url("circle")


class SwapView(CircleView):
    """Ask somebody about one's own turn."""

    @cached_property
    def turn(self) -> Turn:
        """Fetch one's own standing turn."""
        rows = Turn.objects.visible_to(self.actor).standing().filter(user=self.actor.person)
        rows = rows.filter(session__circle=self.object)
        return get_visible(rows.select_related("session"), pk=self.kwargs["turn_id"])

    def get(self, request: HttpRequest, circle_id: UUID, turn_id: UUID) -> HttpResponse:
        """Show whom to ask."""
        return self._show(SwapForm(self.parked(), choices=swap_choices(self.turn, now=timezone.now())))

    def post(self, request: HttpRequest, circle_id: UUID, turn_id: UUID) -> HttpResponseBase:
        """Ask."""
        form = SwapForm(request.POST, choices=swap_choices(self.turn, now=timezone.now()))
        if form.is_valid():
            kind, _colon, found = form.cleaned_data["whom"].partition(":")
            try:
                ask_to_swap(
                    turn_id=self.turn.pk,
                    asked_id=UUID(found) if kind == "person" else None,
                    in_exchange_id=UUID(found) if kind == "turn" else None,
                    by=self.actor,
                    now=timezone.now(),
                )
            except Refused as error:
                form.add_error("whom", str(error))
            else:
                messages.success(request, _("Asked. The turn stays yours until they say yes."))
                return redirect("peer_supervision:session", circle_id, self.turn.session_id)
        return self._show(form)

    def _show(self, form: SwapForm) -> HttpResponse:
        session = self.turn.session
        context = {
            "circle": self.object,
            "form": form,
            "title": _("Swap your turn"),
            "lede": _("Your turn is on %(day)s. Nothing changes until the other person says yes.")
            % {"day": wording.day_words(session.starts_at, session.zone)},
            "submit": _("Ask"),
            "nobody": not form.fields["whom"].choices,  # type: ignore[attr-defined]  # a field with choices
            "cancel_url": self.url("session", session.pk),
            "trail": self.trail((_("Swap your turn"), "")),
        }
        return render(self.request, "peer_supervision/form.html", context)


class SwapActView(ActView):
    """An answer to an offer to swap."""

    workflow: ClassVar[Any]
    words: ClassVar[str] = ""

    @cached_property
    def swap(self) -> Swap:
        """Fetch the offer in this circle."""
        rows = Swap.objects.visible_to(self.actor).filter(turn__session__circle=self.object)
        return get_visible(rows.select_related("turn"), pk=self.kwargs["swap_id"])

    def act(self) -> str:
        """Answer it."""
        type(self).workflow(swap_id=self.swap.pk, by=self.actor, now=timezone.now())
        return self.said()

    def said(self) -> str:
        """Say what happened."""
        raise NotImplementedError

    def target(self) -> str:
        """Go back to the session."""
        return self.url("session", self.swap.turn.session_id)


class AcceptSwapView(SwapActView):
    """Say yes to a swap."""

    workflow = staticmethod(accept_swap)

    def said(self) -> str:
        """Say what happened."""
        return _("Swapped. The rota shows who has which turn now.")


class DeclineSwapView(SwapActView):
    """Say no to a swap."""

    workflow = staticmethod(decline_swap)

    def said(self) -> str:
        """Say what happened."""
        return _("Your no is passed on, without a reason.")


class WithdrawSwapView(SwapActView):
    """Take one's own question back."""

    workflow = staticmethod(withdraw_swap)

    def said(self) -> str:
        """Say what happened."""
        return _("Taken back. The turn is still yours.")


class ChallengeView(CircleView):
    """Write the challenge. Its form is never kept for after a session that ended: it would lie there unsealed."""

    def get(self, request: HttpRequest, circle_id: UUID, session_id: UUID) -> HttpResponse:
        """Show the form to the presenter."""
        page = session_page(self.session, self.object, actor=self.actor, now=timezone.now())
        if not page.can_write:
            raise Http404
        self.say_lost()
        own = page.challenge
        return self._show(ChallengeForm(initial={"text": own.text, "question": own.question} if own else None))

    def post(self, request: HttpRequest, circle_id: UUID, session_id: UUID) -> HttpResponseBase:
        """Seal it."""
        form = ChallengeForm(request.POST)
        if form.is_valid():
            try:
                write_challenge(session_id=self.session.pk, by=self.actor, now=timezone.now(), **form.cleaned_data)
            except Refused as error:
                form.add_error("text" if error.code in {"empty", "too_long"} else None, str(error))
            else:
                messages.success(request, _("Sealed. Only this circle can read it, and you can delete it at any time."))
                return redirect("peer_supervision:session", circle_id, session_id)
        return self._show(form)

    def _show(self, form: ChallengeForm) -> HttpResponse:
        context = {
            "circle": self.object,
            "form": form,
            "day": wording.day_words(self.session.starts_at, self.session.zone),
            "cancel_url": self.url("session", self.session.pk),
            "trail": self.trail((_("Your challenge"), "")),
        }
        return render(self.request, "peer_supervision/challenge.html", context)


class DeleteChallengeView(ActView):
    """Delete one's own challenge, asked in words first."""

    http_method_names = ["get", "post"]

    def get(self, request: HttpRequest, circle_id: UUID, session_id: UUID) -> HttpResponseBase:
        """Ask first, whoever has something to delete."""
        if not wrote(self.session, actor=self.actor, now=timezone.now()):
            return redirect(self.target())
        return self.ask(
            title=_("Delete your challenge?"),
            consequences=[_("What you wrote is deleted for good, with its key. Nobody can bring it back.")],
            kept=[_("Your turn. You can write it anew, or just say it.")],
            submit=_("Delete it for good"),
            cancel_label=_("No, keep it"),
            cancel_url=self.target(),
        )

    def act(self) -> str:
        """Delete it, with its key."""
        delete_challenge(session_id=self.session.pk, by=self.actor, now=timezone.now())
        return _("Deleted, with its key. Nobody can read it any more.")

    def target(self) -> str:
        """Go back to the session."""
        return self.url("session", self.session.pk)
