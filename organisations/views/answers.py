"""A coordinator reads an entry as a whole and answers it; each answer is an address that takes POST alone."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lero_hub.authz.policies import is_coordinator
from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import NotAllowed, Refused, StaleVersion, WrongState
from lero_hub.words import Words
from organisations.forms.coordination import ChangeRequestForm, UnlistForm
from organisations.models import Organisation
from organisations.policies import can_answer_entry, is_team
from organisations.queries import coordination as queries
from organisations.queries.history import changed_since_answer, history
from organisations.queries.whole_entry import whole_entry
from organisations.states import ENTRY, State
from organisations.workflows import listing


class AnswerView(HubView):
    """The page of one entry: all of it, what is new, its history, and the answers that fit."""

    access = Access.on_object(is_coordinator)
    object: Organisation

    def get_object(self) -> Organisation:
        """Fetch an entry that was sent in once."""
        rows = Organisation.objects.visible_to(self.actor).filter(submitted_at__isnull=False)
        return get_visible(rows.select_related("submitted_by", "confirmed_by", "base_area"), slug=self.kwargs["slug"])

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the entry, with the reason that somebody was writing when their session ended."""
        kept = self.parked()
        if kept is None:
            return self.show()
        name, kind = ("change", ChangeRequestForm) if self.object.state == State.SUBMITTED else ("unlist", UnlistForm)
        return self.show({name: kind(kept, auto_id=f"{name}_%s")})

    def show(self, bound: Mapping[str, forms.Form] | None = None, *, status: int = 200) -> HttpResponse:
        """Show the entry, with the form that came back if one did (`change` or `unlist`)."""
        entry, lines = self.object, history(self.object)
        open_verbs = {transition.verb for transition in ENTRY.verbs_from(entry.state)}
        context: dict[str, Any] = {
            "entry": entry,
            "whole": whole_entry(entry),
            "history": lines,
            "changed": changed_since_answer(lines),
            "reports": queries.open_reports_about(self.actor, entry),
            "is_own": is_team(self.actor, entry),
            "may": {verb: verb in open_verbs for verb in ENTRY.transitions},
            "change_form": ChangeRequestForm(auto_id="change_%s"),
            "unlist_form": UnlistForm(auto_id="unlist_%s"),
            "form": next(iter((bound or {}).values()), None),
            "here": reverse("organisations:coordination_entry", args=[entry.slug]),
            "trail": [
                (_("Coordination"), reverse("organisations:coordination")),
                (_("Entries"), reverse("organisations:coordination_entries")),
                (entry.name, ""),
            ],
        }
        context |= {f"{name}_form": form for name, form in (bound or {}).items()}
        return render(self.request, "coordination/entry.html", context, status=status)


class ActView(AnswerView):
    """One answer. A second click finds it given and says so; where it can be undone, the message offers it."""

    http_method_names = ["post"]
    verb: ClassVar[str]
    done: ClassVar[Words]
    undo: ClassVar[str] = ""
    asks: ClassVar[tuple[str, type[forms.Form]] | None] = None
    call: ClassVar[Callable[..., object]]

    def reason(self, form: forms.Form | None) -> dict[str, Any]:
        """Give the reason, if the answer has one; none for a second click, which changes nothing."""
        if self.asks is None:
            return {}
        return {"reason": form.cleaned_data["reason"] if form else ""}

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Answer once, or show what the answer lacks."""
        if is_team(self.actor, self.object):
            raise NotAllowed(can_answer_entry.refusal)
        form = None
        fits = self.object.state in ENTRY.transitions[self.verb].source
        if self.asks is not None and (fits or self.object.state != ENTRY.transitions[self.verb].target):
            name, kind = self.asks
            form = kind(request.POST, auto_id=f"{name}_%s")
            if not fits:
                messages.warning(request, _("Somebody else answered first. Your words are still in the form below."))
                return self.show({name: form}, status=409)
            if not form.is_valid():
                return self.show({name: form})
        try:
            self._answer(request, self.reason(form))
        except StaleVersion:
            messages.warning(request, _("The team has changed the entry since you opened it. Read it again."))
            self.object = self.get_object()
            return self.show(status=409)
        return redirect("organisations:coordination_entry", slug)

    def _answer(self, request: HttpRequest, reason: dict[str, Any]) -> None:
        try:
            self.call(organisation_id=self.object.pk, by=self.actor, now=timezone.now(), **reason)
        except WrongState as error:
            if error.state == ENTRY.transitions[self.verb].target:
                messages.info(request, _("That was done already."))
            else:
                messages.warning(request, str(error))
        except Refused as error:
            messages.warning(request, str(error))
        else:
            undo = f"undo:{reverse(self.undo, args=[self.object.slug])}" if self.undo else ""
            messages.success(request, str(self.done), extra_tags=undo)


class ListView(ActView):
    """List the entry."""

    verb = "list"
    done = gettext_lazy("Listed. Everybody can find it now, and the team has been told.")
    undo = "organisations:coordination_undo_list"
    call = staticmethod(listing.list_entry)

    def reason(self, form: forms.Form | None) -> dict[str, Any]:
        """Give the version that the coordinator has read."""
        read = self.request.POST.get("version", "")
        return {"version": int(read) if read.isdecimal() and len(read) < 10 else None}


class UndoListView(ActView):
    """Take off what was listed by a slip of the hand."""

    verb = "unlist"
    done = gettext_lazy("Off the list again. You find it under “Off the list”.")
    call = staticmethod(listing.unlist_entry)

    def reason(self, form: forms.Form | None) -> dict[str, Any]:
        """Give words that the team understands."""
        words = _("It was put on the list too early. A coordinator looks at it again; you need not do anything.")
        return {"reason": words}


class AskChangeView(ActView):
    """Ask the team for a change."""

    verb = "request_changes"
    done = gettext_lazy(
        "Sent back with your question. The team has been told, and the entry comes back when it is ready."
    )
    asks = ("change", ChangeRequestForm)
    call = staticmethod(listing.request_changes)


class TakeOffView(ActView):
    """Take the entry off the list."""

    verb = "unlist"
    done = gettext_lazy("Off the list. Visitors no longer see it, and the team has been told why.")
    undo = "organisations:coordination_relist"
    asks = ("unlist", UnlistForm)
    call = staticmethod(listing.unlist_entry)


class PutBackView(ActView):
    """Put the entry back on the list."""

    verb = "relist"
    done = gettext_lazy("Back on the list. The team has been told.")
    undo = "organisations:coordination_undo_list"
    call = staticmethod(listing.relist_entry)


class ShelveView(ActView):
    """Archive the entry."""

    verb = "archive"
    done = gettext_lazy("Archived. If that was a mistake, it comes back as a draft that its team sends in again.")
    undo = "organisations:coordination_restore"
    call = staticmethod(listing.archive_entry)


class BringBackView(ActView):
    """Bring an archived entry back as a draft."""

    verb = "restore"
    done = gettext_lazy("Brought back as a draft. Its team can change it and send it in.")
    call = staticmethod(listing.restore_entry)
