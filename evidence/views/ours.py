"""What an organisation shares: its shelf, one practice with its steps, and every verb its team has."""

from collections.abc import Callable
from typing import Any, ClassVar

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.models import Item
from evidence.policies import can_edit_practice, can_share_practice
from evidence.queries.item_page import owner_is_listed
from evidence.queries.practice import TABS, missing_to_send, progress, shelf, step_of
from evidence.queries.versions import history
from evidence.states import EDITABLE, ITEM, State
from evidence.workflows import practice
from lero_hub.acts import do_once
from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.lists import paged, searched
from lero_hub.words import Words
from organisations.models import Organisation

PARTS = {
    "": gettext_lazy("All"),
    "open": gettext_lazy("Being written"),
    "waiting": gettext_lazy("Waiting for a curator"),
    "published": gettext_lazy("In the library"),
    "withdrawn": gettext_lazy("Taken out"),
}


def shelf_trail(organisation: Organisation, *here: tuple[str, str]) -> list[tuple[str, str]]:
    """Say where a page of an organisation's shelf is."""
    workspace = reverse("organisations:workspace", args=[organisation.slug])
    ours = (_("What we share"), reverse("evidence:ours", args=[organisation.slug]))
    return [(_("My hub"), reverse("pages:hub")), (organisation.name, workspace), ours, *here]


class OursView(HubView):
    """An organisation's shelf."""

    access = Access.on_object(can_share_practice)
    object: Organisation

    def get_object(self) -> Organisation:
        """Find the organisation by its address."""
        return get_visible(Organisation.objects.visible_to(self.actor), slug=self.kwargs["organisation"])

    def get(self, request: HttpRequest, organisation: str) -> HttpResponse:
        """Show what it shares and writes."""
        part = request.GET.get("part", "")
        if part not in TABS:
            raise Http404
        text = searched(request)
        page = paged(request, shelf(self.object, part=part, text=text))
        context = {
            "organisation": self.object,
            "is_listed": owner_is_listed(self.object),
            "parts": PARTS.items(),
            "part": part,
            "text": text,
            "page": page,
            "rows": [(item, next_step(item)) for item in page],
            "kept": [("part", part)] if part else [],
            "trail": [*shelf_trail(self.object)[:-1], (_("What we share"), "")],
        }
        return render(request, "practice/ours.html", context)


def next_step(item: Item) -> str:
    """Say in a few words what comes next."""
    return {
        State.DRAFT: _("Next: write on, then send it in"),
        State.SUBMITTED: _("Next: a curator reads it"),
        State.CHANGES_REQUESTED: _("Next: answer the curator’s question"),
        State.PUBLISHED: _("Everybody can read it"),
        State.WITHDRAWN: _("Only your team and the curators see it"),
    }[State(item.state)]


class PracticeView(HubView):
    """A page about one practice, for the team of its organisation."""

    access = Access.on_object(can_edit_practice)
    object: Item

    def get_object(self) -> Item:
        """Find the practice by its address."""
        visible = Item.objects.visible_to(self.actor).practice().select_related("organisation", "revises")
        lookup = {"slug": self.kwargs["slug"], "organisation__slug": self.kwargs["organisation"]}
        return get_visible(visible.defer("search_document"), **lookup)

    @property
    def organisation(self) -> Organisation:
        """Give the organisation that shares it."""
        assert self.object.organisation is not None  # the database asks it of a practice
        return self.object.organisation

    def address(self, name: str = "practice", *more: str) -> str:
        """Give the address of a page about this practice."""
        return reverse(f"evidence:{name}", args=[self.organisation.slug, self.object.slug, *more])

    def trail(self, here: str = "") -> list[tuple[str, str]]:
        """Say where the page is."""
        mine = (self.object.title, self.address() if here else "")
        return shelf_trail(self.organisation, mine, *([(here, "")] if here else []))


class OverviewView(PracticeView):
    """One practice: its steps, where it stands, what can be done."""

    def get(self, request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
        """Show it."""
        item = self.object
        gaps = missing_to_send(item)
        verbs = {transition.verb for transition in ITEM.verbs_from(item.state)}
        steps = progress(item)
        context = {
            "item": item,
            "organisation": self.organisation,
            "steps": [(each, self.address("practice_edit", each.step.slug)) for each in steps],
            "gaps": gaps,
            "done": sum(not each.missing and each.is_begun for each in steps),
            "verbs": {verb: verb in verbs for verb in ITEM.transitions},
            "can_write": item.state in EDITABLE,
            "can_delete": item.state in EDITABLE and not item.versions.exists(),
            "following": Item.objects.filter(revises=item).only("slug", "title", "state").first(),
            "versions": history(item),
            "trail": self.trail(),
        }
        return render(request, "practice/overview.html", context)


class SendView(PracticeView):
    """The page before sending in: what is missing, or one button."""

    def get(self, request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
        """Show what is missing, each with the step where it goes."""
        gaps = missing_to_send(self.object)
        context = {
            "item": self.object,
            "organisation": self.organisation,
            "gaps": [(gap.message, f"{self.step_address(gap.field)}#id_{_field(gap.field)}") for gap in gaps],
            "waits": self.object.state in EDITABLE,
            "trail": self.trail(_("Send in")),
        }
        return render(request, "practice/send.html", context)

    def step_address(self, field: str) -> str:
        """Give the address of the step that holds a field."""
        return self.address("practice_edit", step_of(field).slug)


def _field(name: str) -> str:
    """Give the end of the id that a field has on its page; of several boxes the first."""
    return {"stories": "told_0", "evidence_kind": "evidence_kind_0", "how_far": "how_far_0"}.get(name, name)


class VerbView(PracticeView):
    """One verb. A second click finds the work done and says so."""

    http_method_names = ["post"]
    done: ClassVar[Words]
    undo: ClassVar[str] = ""
    workflow: ClassVar[Callable[..., Any]]

    def post(self, request: HttpRequest, organisation: str, slug: str) -> HttpResponseBase:
        """Do it once."""
        undo = self.address(self.undo) if self.undo else ""
        did = do_once(request, ITEM, self.act, said=self.done, undo=undo)
        return redirect(self.target(did.result) if did.is_now else self.address())

    def act(self) -> Any:
        """Call the workflow, which gives what it acted on."""
        return type(self).workflow(item_id=self.object.pk, by=self.actor, now=timezone.now())

    def target(self, result: Any) -> str:
        """Say where to go afterwards."""
        return self.address()


class SubmitView(VerbView):
    """Send it in."""

    done = gettext_lazy("Sent in. A curator reads it and puts it in the library, or asks you a question.")
    undo = "practice_take_back"
    workflow = staticmethod(practice.submit_practice)


class TakeBackView(VerbView):
    """Take it back."""

    done = gettext_lazy("Taken back. It is a draft again, and you can write on.")
    workflow = staticmethod(practice.take_back_practice)


class ReviseView(VerbView):
    """Begin its next version."""

    done = gettext_lazy("Write the next version here. The one in the library stays until a curator has read this.")
    workflow = staticmethod(practice.revise_practice)

    def target(self, result: Item) -> str:
        """Go to the next version."""
        return reverse("evidence:practice", args=[self.organisation.slug, result.slug])


class DeleteView(VerbView):
    """Throw a draft away."""

    done = gettext_lazy("The draft is deleted.")
    workflow = staticmethod(practice.delete_practice)

    def target(self, result: Any) -> str:
        """Go to the shelf: the page is gone."""
        return reverse("evidence:ours", args=[self.organisation.slug])


class AskDeleteView(PracticeView):
    """Ask before a draft is thrown away."""

    def get(self, request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
        """Ask."""
        is_next = self.object.revises_id is not None
        context = {
            "title": _("Delete the draft “%(title)s”?") % {"title": self.object.title},
            "consequences": [_("Everything written in it is gone for good.")],
            "kept": [_("The version that is in the library stays as it is.")] if is_next else [],
            "submit": _("Delete the draft"),
            "action": self.address("practice_delete"),
            "cancel_url": self.address(),
            "trail": self.trail(_("Delete")),
        }
        return render(request, "layouts/ask_first.html", context)
