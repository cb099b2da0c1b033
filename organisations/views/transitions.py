"""Every verb of an entry's life as an address of its own that takes POST alone, and the pages that ask first."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from lero_hub.acts import do_once
from lero_hub.authz.views import Access
from lero_hub.words import Words
from organisations.models import Organisation
from organisations.policies import can_open_workspace, can_relist_entry, can_send_entry, can_unlist_entry
from organisations.states import ENTRY
from organisations.views.workspace import OrganisationView
from organisations.workflows import entries, freshness, listing


class TransitionView(OrganisationView):
    """One verb. A second click finds the work done and says so; where an undo exists, the message offers it."""

    http_method_names = ["post"]
    verb: ClassVar[str]
    done: ClassVar[Words]
    undo: ClassVar[str] = ""

    workflow: ClassVar[Callable[..., Any]]

    def act(self, request: HttpRequest) -> None:
        """Call the workflow."""
        type(self).workflow(organisation_id=self.object.pk, by=self.actor, now=timezone.now())

    def target(self) -> str:
        """Say where to go afterwards."""
        return reverse("organisations:workspace", args=[self.object.slug])

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Do it once."""
        undo = reverse(self.undo, args=[slug]) if self.undo else ""
        do_once(request, ENTRY, lambda: self.act(request), said=self.done, undo=undo)
        return redirect(self.target())


class SubmitView(TransitionView):
    """Send the entry in."""

    access = Access.on_object(can_send_entry)
    done = gettext_lazy("Sent to the network. A coordinator will look within five working days. You can still edit.")
    undo = "organisations:take_back"
    workflow = staticmethod(listing.submit_entry)


class TakeBackView(TransitionView):
    """Take the entry back from the queue."""

    access = Access.on_object(can_send_entry)
    done = gettext_lazy("Taken back. It is a draft again, and only your team sees it.")
    workflow = staticmethod(listing.take_back_entry)


class UnlistView(TransitionView):
    """Take the entry off the list."""

    access = Access.on_object(can_unlist_entry)
    done = gettext_lazy("Taken off the list. Visitors no longer see it; your team still does.")
    undo = "organisations:relist"

    def act(self, request: HttpRequest) -> None:
        """Pass the reason on."""
        reason = request.POST.get("reason", "")[:500].replace("\0", "")
        listing.unlist_entry(organisation_id=self.object.pk, by=self.actor, reason=reason, now=timezone.now())


class RelistView(TransitionView):
    """Put the entry back on the list."""

    access = Access.on_object(can_relist_entry)
    done = gettext_lazy("Back on the list.")
    undo = "organisations:unlist"
    workflow = staticmethod(listing.relist_entry)


class ArchiveView(TransitionView):
    """Archive the entry."""

    access = Access.on_object(can_unlist_entry)
    done = gettext_lazy("Archived. You can bring it back as a draft.")
    undo = "organisations:restore"
    workflow = staticmethod(listing.archive_entry)


class RestoreView(TransitionView):
    """Bring an archived entry back as a draft."""

    access = Access.on_object(can_unlist_entry)
    done = gettext_lazy("Brought back as a draft. Check it, then send it in.")
    workflow = staticmethod(listing.restore_entry)


class ConfirmEntryView(TransitionView):
    """Say that the entry is still true."""

    access = Access.on_object(can_open_workspace)
    done = gettext_lazy("Thank you. Your page now says that you confirmed it today.")
    workflow = staticmethod(freshness.confirm_entry)


class DeleteDraftView(TransitionView):
    """Delete a draft that was never sent in."""

    access = Access.on_object(can_send_entry)
    done = gettext_lazy("The draft is deleted.")
    workflow = staticmethod(entries.delete_draft)

    def target(self) -> str:
        """Go home: the page is gone, unless the draft had to be kept."""
        if Organisation.objects.filter(pk=self.object.pk).exists():
            return super().target()
        return reverse("pages:hub")


class AskFirstView(OrganisationView):
    """Ask in words before an act; the button posts to the act's own address."""

    act_name: ClassVar[str]
    title: ClassVar[Words]
    submit: ClassVar[Words]
    consequences: ClassVar[list[Words]]
    kept: ClassVar[list[Words]] = []

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Ask."""
        context = {
            "organisation": self.object,
            "title": str(self.title) % {"name": self.object.name},
            "consequences": self.consequences,
            "kept": self.kept,
            "submit": self.submit,
            "action": reverse(self.act_name, args=[slug]),
            "cancel_url": reverse("organisations:workspace", args=[slug]),
            "trail": self.trail(str(self.submit)),
        }
        return render(request, "layouts/ask_first.html", context)


class AskUnlistView(AskFirstView):
    """Ask before taking the entry off the list."""

    access = Access.on_object(can_unlist_entry)
    act_name = "organisations:unlist"
    title = gettext_lazy("Take %(name)s off the list?")
    submit = gettext_lazy("Take it off the list")
    consequences: ClassVar[list[Words]] = [
        gettext_lazy("Visitors and commissioners no longer find the page."),
        gettext_lazy("Links to it say that there is no such page."),
    ]
    kept: ClassVar[list[Words]] = [gettext_lazy("All that you wrote. You can put it back with one click.")]


class AskArchiveView(AskFirstView):
    """Ask before archiving."""

    access = Access.on_object(can_unlist_entry)
    act_name = "organisations:archive"
    title = gettext_lazy("Archive %(name)s?")
    submit = gettext_lazy("Archive it")
    consequences: ClassVar[list[Words]] = [
        gettext_lazy("The entry is closed, and nobody can change it."),
        gettext_lazy("To be listed again it has to be sent in anew."),
    ]
    kept: ClassVar[list[Words]] = [gettext_lazy("What you wrote, and who acted for it and when.")]


class AskDeleteView(AskFirstView):
    """Ask before deleting a draft."""

    access = Access.on_object(can_send_entry)
    act_name = "organisations:delete"
    title = gettext_lazy("Delete the draft of %(name)s?")
    submit = gettext_lazy("Delete the draft")
    consequences: ClassVar[list[Words]] = [
        gettext_lazy("Everything written so far is gone for good."),
        gettext_lazy("Open invitations to it no longer work."),
    ]
