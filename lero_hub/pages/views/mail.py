"""For coordinators: the mail that could not be delivered, to try again or to set aside."""

from collections.abc import Iterable
from typing import ClassVar
from uuid import UUID

from django.contrib import messages
from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lero_hub.authz.policies import is_coordinator
from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.outbox import queries, workflows
from lero_hub.outbox.models import OutboxMessage
from organisations.desk_places import MAIL

PAGE_SIZE = 25


class FailuresView(HubView):
    """What could not be delivered, and why."""

    access = Access.policy(is_coordinator)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one page of the failures, of one kind if asked for."""
        kind, order = request.GET.get("kind", "").replace("\x00", ""), request.GET.get("sort", "")
        try:
            page = Paginator(queries.failures(kind=kind, order=order), PAGE_SIZE).page(request.GET.get("page") or 1)
        except (EmptyPage, PageNotAnInteger) as error:
            raise Http404(_("This list has fewer pages.")) from error
        context = {
            "page": page,
            "trail": [(_("Coordination"), reverse("organisations:coordination")), (MAIL.label, "")],
            "failures": [queries.describe(message) for message in page.object_list],
            "kind": kind,
            "kinds": queries.failed_kinds(),
            "sort": order if order in queries.ORDERS else "newest",
            "sorts": [("newest", _("Newest first")), ("oldest", _("Oldest first"))],
        }
        return render(request, "outbox/failures.html", context)


class TryAgainView(HubView):
    """Queue one failed message anew."""

    access = Access.policy(is_coordinator)

    def post(self, request: HttpRequest, message: UUID) -> HttpResponse:
        """Queue it, and say so."""
        found = get_visible(OutboxMessage.objects.all(), pk=message)
        workflows.try_again(message_id=found.pk, by=self.actor, now=timezone.now())
        messages.success(request, _("The message is on its way again. If it fails once more, it comes back here."))
        return redirect("outbox:failures")


class SetAsideView(HubView):
    """Take one failed message off the list."""

    access = Access.policy(is_coordinator)

    def post(self, request: HttpRequest, message: UUID) -> HttpResponse:
        """Ask first, as the words of the message go; then set it aside."""
        found = get_visible(OutboxMessage.objects.all(), pk=message)
        if "confirmed" not in request.POST:
            return ask(request, [found.pk], aside=True)
        workflows.set_aside(message_id=found.pk, by=self.actor, now=timezone.now())
        messages.success(request, _("The message is set aside. It will not be sent."))
        return redirect("outbox:failures")


class SelectedView(HubView):
    """Do one thing to several failed messages, asked first."""

    access = Access.policy(is_coordinator)
    aside: ClassVar[bool]

    def act(self, ids: list[UUID]) -> tuple[int, str]:
        """Call the workflow; give back how many messages it reached, and the words for that many."""
        raise NotImplementedError(f"{type(self).__name__} has no act")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask first; then act and say how many."""
        ids = selected(request)
        if not ids:
            return nothing_selected(request)
        if "confirmed" not in request.POST:
            return ask(request, ids, aside=self.aside)
        done, told = self.act(ids)
        return report(request, told % {"n": done}, done, len(ids))


class TrySelectedAgainView(SelectedView):
    """Queue several failed messages anew."""

    aside = False

    def act(self, ids: list[UUID]) -> tuple[int, str]:
        """Queue them."""
        done = workflows.try_all_again(message_ids=ids, by=self.actor, now=timezone.now())
        return done, ngettext("%(n)d message is on its way again.", "%(n)d messages are on their way again.", done)


class SetSelectedAsideView(SelectedView):
    """Take several failed messages off the list."""

    aside = True

    def act(self, ids: list[UUID]) -> tuple[int, str]:
        """Set them aside."""
        done = workflows.set_all_aside(message_ids=ids, by=self.actor, now=timezone.now())
        return done, ngettext("%(n)d message is set aside.", "%(n)d messages are set aside.", done)


def selected(request: HttpRequest) -> list[UUID]:
    """Read the ids of the ticked messages, at most one page of them; what is no id is passed over."""
    ids: dict[UUID, None] = {}
    for text in request.POST.getlist("message")[:PAGE_SIZE]:
        try:
            ids[UUID(text)] = None
        except ValueError:
            continue
    return list(ids)


def nothing_selected(request: HttpRequest) -> HttpResponse:
    """Say that no message was ticked."""
    messages.info(request, _("Tick one message or more first."))
    return redirect("outbox:failures")


def ask(request: HttpRequest, ids: Iterable[UUID], *, aside: bool) -> HttpResponse:
    """Show what will happen to these messages, with one button that does it."""
    found = [queries.describe(message) for message in queries.failures_among(ids)]
    context = {
        "failures": found,
        "aside": aside,
        "trail": [
            (_("Coordination"), reverse("organisations:coordination")),
            (MAIL.label, MAIL.url),
            (_("Are you sure?"), ""),
        ],
        "back": reverse("outbox:failures"),
    }
    return render(request, "outbox/ask_first.html", context)


def report(request: HttpRequest, told: str, done: int, asked: int) -> HttpResponse:
    """Say how many messages were dealt with, and how many were not."""
    if done < asked:
        left = ngettext(
            "%(n)d was left as it is: somebody else dealt with it, or it is too late.",
            "%(n)d were left as they are: somebody else dealt with them, or it is too late.",
            asked - done,
        )
        told = f"{told} {left % {'n': asked - done}}"
    messages.success(request, told)
    return redirect("outbox:failures")
