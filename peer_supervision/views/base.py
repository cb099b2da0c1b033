"""What every page of a circle shares: who may come in, and the agreement at the door."""

from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import Refused, WrongState
from lero_hub.words import Words
from peer_supervision.agreement import stands
from peer_supervision.models import Circle, CircleMembership, Session
from peer_supervision.policies import can_open_circle


class CircleView(HubView):
    """A page of one circle, for its members who have accepted the agreement."""

    access = Access.on_object(can_open_circle)
    needs_agreement: ClassVar[bool] = True
    object: Circle

    def get_object(self) -> Circle:
        """Fetch the circle among the actor's own."""
        return get_visible(Circle.objects.visible_to(self.actor), pk=self.kwargs["circle_id"])

    @cached_property
    def membership(self) -> CircleMembership:
        """Read the actor's own membership."""
        return CircleMembership.objects.open().get(circle=self.object, user=self.actor.person)

    def _admit(self, request: HttpRequest) -> HttpResponse | None:
        answer = super()._admit(request)
        if answer is None and self.needs_agreement and not stands(self.membership, timezone.now()):
            return redirect("peer_supervision:agreement", self.object.pk)
        return answer

    @cached_property
    def session(self) -> Session:
        """Fetch the session of the address, in this circle."""
        rows = Session.objects.visible_to(self.actor).filter(circle=self.object).select_related("series")
        return get_visible(rows, pk=self.kwargs["session_id"])

    def url(self, name: str, *args: Any) -> str:
        """Give an address in this circle."""
        return reverse(f"peer_supervision:{name}", args=[self.object.pk, *args])

    def trail(self, *steps: tuple[Words, str]) -> list[tuple[Words, str]]:
        """Say where the page is."""
        return [
            (_("Circles"), reverse("peer_supervision:circles")),
            (self.object.name, self.url("circle")),
            *steps,
        ]

    def ask(self, **context: Any) -> HttpResponse:
        """Ask in words before an act."""
        context.setdefault("cancel_url", self.url("circle"))
        context["trail"] = self.trail((context["submit"], ""))
        return render(self.request, "layouts/ask_first.html", context)


class ActView(CircleView):
    """One act: an address that takes POST alone, does it once, and leads on."""

    http_method_names = ["post"]

    def act(self) -> str:
        """Call the workflow; give the words for what happened."""
        raise NotImplementedError

    def target(self) -> str:
        """Say where to go afterwards."""
        return self.url("circle")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Do it, and say what happened."""
        try:
            messages.success(request, self.act())
        except WrongState as error:
            messages.info(request, str(error))
        except Refused as error:
            messages.warning(request, str(error))
        return redirect(self.target())
