"""The coordinators' desk and its queue of entries."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lero_hub.authz.policies import is_coordinator
from lero_hub.authz.views import Access, HubView
from lero_hub.errors import HubError, StaleVersion
from lero_hub.lists import paged, searched
from organisations.forms.bulk import BulkForm, read_marks
from organisations.models import Organisation
from organisations.queries import coordination as queries
from organisations.queries.desk import first_steps, other_queues, queues_of
from organisations.states import State
from organisations.workflows.freshness import ask_for_confirmation
from organisations.workflows.listing import list_entry

LATE_AFTER_DAYS, SOON_AFTER_DAYS = 7, 5  # five working days are promised, a week at most


class DeskView(HubView):
    """What waits for coordinators, and on an empty network what to do first."""

    access = Access.policy(is_coordinator)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the desk."""
        desk = queries.desk(self.actor, now=timezone.now())
        others = other_queues()
        context = {
            "desk": desk,
            "queues": queues_of(self.actor, desk, others),
            "steps": first_steps(desk, others) if desk.is_empty else [],
            "trail": [(_("My hub"), reverse("pages:hub")), (_("Coordination"), "")],
        }
        return render(request, "coordination/desk.html", context)


class QueueView(HubView):
    """The queue of entries: in parts, searched, sorted, paged."""

    access = Access.policy(is_coordinator)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one part of the queue."""
        now = timezone.now()
        tabs = queries.tabs_at(now)
        tab = tabs.get(request.GET.get("state", "waiting"))
        if tab is None:
            raise Http404
        sort = request.GET.get("sort", "")
        sort = sort if sort in queries.SORTS else "longest"
        text = searched(request)
        page = paged(request, queries.entries(self.actor, tab=tab, text=text, sort=sort))
        counts = queries.counts(self.actor, now=now)
        rows = [
            (entry, getattr(entry, tab.since), _urgency(tab.slug, getattr(entry, tab.since), now)) for entry in page
        ]
        context = {
            "tab": tab,
            "tabs": [(each, counts[each.slug]) for each in tabs.values()],
            "sort": sort,
            "sorts": queries.SORTS.items(),
            "text": text,
            "page": page,
            "rows": rows,
            "choose_all": request.GET.get("choose") == "all",
            "can_choose": bool(tab.bulk) and any(not entry.is_own for entry in page),
            "kept": [(name, value) for name, value in (("state", tab.slug), ("sort", sort)) if value],
            "trail": _trail(_("Entries")),
        }
        return render(request, "coordination/entries.html", context)


def _urgency(part: str, since: Any, now: Any) -> str:
    """Tell how pressing a row is: only what waits for a coordinator ever is."""
    if part != "waiting":
        return "line"
    days = (now - since).days
    return "bad" if days >= LATE_AFTER_DAYS else "heed" if days >= SOON_AFTER_DAYS else "line"


def _trail(*here: str) -> list[tuple[str, str]]:
    """Say where a page of the desk is; each word but the last leads to the queue."""
    above = [(_("Coordination"), reverse("organisations:coordination"))]
    queue = [(word, reverse("organisations:coordination_entries")) for word in here[:-1]]
    return [*above, *queue, (here[-1], "")]


class BulkView(HubView):
    """One act on many entries: asked first, then done to each, with one answer for all."""

    access = Access.policy(is_coordinator)

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Name the chosen entries and ask."""
        form, chosen = self._chosen(request.GET)
        if form is None:
            messages.info(request, _("Choose one entry or more first."))
            return redirect("organisations:coordination_entries")
        listing = form.cleaned_data["do"] == "list"
        changed = [entry.name for entry, read in chosen if listing and _has_changed(entry, read)]
        names = [entry.name for entry, read in chosen if not (listing and _has_changed(entry, read))]
        if not names:
            messages.warning(request, _not_listed(changed))
            return redirect(_queue_of(form))
        context = {
            "form": form,
            "title": _title(listing, len(names)),
            "lede": _("Only go on if you have read each of them.") if listing else "",
            "consequences": [_what_happens(listing)],
            "names": names,
            "changed": changed,
            "submit": _("List them") if listing else _("Ask their leads"),
            "cancel_url": _queue_of(form),
            "trail": _trail(_("Entries"), _("Many at once")),
        }
        return render(request, "coordination/bulk.html", context)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Do it to each; those that cannot be are named, with the reason."""
        form, chosen = self._chosen(request.POST)
        if form is None:
            return redirect("organisations:coordination_entries")
        listing, now, done = form.cleaned_data["do"] == "list", timezone.now(), 0
        changed: list[str] = []
        for entry, read in chosen:
            try:
                if listing:
                    list_entry(organisation_id=entry.pk, by=self.actor, now=now, version=read)
                else:
                    ask_for_confirmation(organisation_id=entry.pk, by=self.actor, now=now)
                done += 1
            except StaleVersion:
                changed.append(entry.name)
            except HubError as error:
                messages.warning(request, f"{entry.name}: {error.message}")
        if changed:
            messages.warning(request, _not_listed(changed))
        if done:
            messages.success(request, _done(listing, done))
        return redirect(_queue_of(form))

    def _chosen(self, data: Any) -> tuple[BulkForm | None, list[tuple[Organisation, int]]]:
        """Read the choice among what the actor can see: each entry with the version that the queue showed."""
        read = read_marks(data.getlist("entry")[:100])
        found = Organisation.objects.visible_to(self.actor).filter(slug__in=read, submitted_at__isnull=False)
        chosen = [(entry, read[entry.slug]) for entry in found.order_by("submitted_at", "id")]
        form = BulkForm(data, marks=[f"{entry.slug}:{version}" for entry, version in chosen])
        return (form, chosen) if form.is_valid() else (None, [])


def _has_changed(entry: Organisation, read: int) -> bool:
    """Tell whether an entry that waits is no longer the one that was read."""
    return entry.state == State.SUBMITTED and entry.version != read


def _not_listed(names: list[str]) -> str:
    """Say which entries the team has changed since they were read."""
    words = ngettext(
        "%(names)s has changed since you read it, so it is not listed. Read it again.",
        "These have changed since you read them, so they are not listed: %(names)s. Read them again.",
        len(names),
    )
    return words % {"names": ", ".join(names)}


def _queue_of(form: BulkForm) -> str:
    part = "waiting" if form.cleaned_data["do"] == "list" else "old"
    return f"{reverse('organisations:coordination_entries')}?state={part}"


def _title(listing: bool, count: int) -> str:
    if listing:
        return ngettext("List this entry?", "List these %(count)s entries?", count) % {"count": count}
    return ngettext("Ask about this entry?", "Ask about these %(count)s entries?", count) % {"count": count}


def _what_happens(listing: bool) -> str:
    if listing:
        return _("Everybody can find them in the directory from now on. Each team is told by e-mail.")
    return _("The leads of each get an e-mail that asks whether the entry is still true, once a day at most.")


def _done(listing: bool, count: int) -> str:
    if listing:
        return ngettext("One entry is listed.", "%(count)s entries are listed.", count) % {"count": count}
    return ngettext("The leads of one entry are asked.", "The leads of %(count)s entries are asked.", count) % {
        "count": count
    }
