"""Research, as its curators look after it."""

from typing import Any, ClassVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from evidence.citations.words import in_full
from evidence.forms.research import LabelForm, NoticeForm, WithdrawForm
from evidence.models import Item
from evidence.policies import acts_for_owner, can_curate, can_curate_research, can_mark_item, can_withdraw_item
from evidence.queries import curation
from evidence.queries.criteria import known_criteria
from evidence.queries.gaps import missing_for_library
from evidence.queries.versions import history
from evidence.states import ITEM, Kind, State
from evidence.views.read_version import read_version
from evidence.workflows.research import add_research, delete_research, label_research
from evidence.workflows.shelf import mark_item, restore_item, withdraw_item
from lero_hub.acts import do_once
from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import Refused, StaleVersion, WrongState
from lero_hub.lists import paged, searched
from lero_hub.words import Words


def trail(*here: tuple[str, str]) -> list[tuple[str, str]]:
    """Say where a curator is."""
    return [(_("My hub"), reverse("pages:hub")), (_("Research"), reverse("evidence:research")), *here]


class ResearchView(HubView):
    """The shelves of research: drafts, in the library, taken out."""

    access = Access.policy(can_curate)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one shelf."""
        state = request.GET.get("state", State.DRAFT)
        if state not in curation.TABS:
            raise Http404
        text = searched(request)
        found = curation.research(self.actor, state=state, text=text)
        page = paged(request, found)
        counts = curation.counts(self.actor)
        context = {
            "state": state,
            "label": str(State(state).label),
            "tabs": [(each.value, str(each.label), counts.get(each, 0)) for each in curation.TABS],
            "text": text,
            "page": page,
            "kept": [("state", state)],
            "trail": [*trail()[:-1], (_("Research"), "")],
        }
        return render(request, "curation/research.html", context)


class ItemCurationView(HubView):
    """A page about one item, seen by people who look after it."""

    object: Item

    def get_object(self) -> Item:
        """Find the item by its address."""
        visible = Item.objects.visible_to(self.actor).select_related("organisation").defer("search_document")
        return get_visible(visible, slug=self.kwargs["slug"])

    def home(self) -> str:
        """Say where the item is looked after: research by curators, practice by its team or on the curators' desk."""
        item = self.object
        if item.organisation is not None and acts_for_owner(self.actor, item):
            return reverse("evidence:practice", args=[item.organisation.slug, item.slug])
        name = "research_item" if item.kind == Kind.RESEARCH else "curation_item"
        return reverse(f"evidence:{name}", args=[item.slug])

    def trail(self, here: str) -> list[tuple[str, str]]:
        """Say where the page is."""
        if self.object.kind == Kind.RESEARCH:
            return trail((Truncator(self.object.title).chars(60), self.home()), (here, ""))
        return [(_("Library"), reverse("evidence:library")), (self.object.title, self.home()), (here, "")]


class LabelView(ItemCurationView):
    """The labels of a study."""

    access = Access.on_object(can_curate_research)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the form."""
        return self._page(self._form(self.parked()))

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Save, then add it if the button says so; whatever stands in the way, the words stay in the form."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        version: int = form.cleaned_data["version"]
        said = _("Saved.")
        act: dict[str, Any] = {"item_id": self.object.pk, "by": self.actor, "now": timezone.now()}
        try:
            item = label_research(labels=form.labels, version=version, **act)
            version = item.version
            if request.POST.get("then") == "add" and item.state == State.DRAFT:
                add_research(version=version, **act)
                said = str(AddView.done)
        except StaleVersion as error:
            data = request.POST.copy()
            data["version"] = str(error.current)
            form = self._form(data)
            form.add_error(None, _("Somebody changed it meanwhile. Your words stand here: compare, then save again."))
            return self._page(form, status=409)
        except Refused as error:
            data = request.POST.copy()
            data["version"] = str(version)
            form = self._form(data)
            form.add_error(None, str(error))
            return self._page(form)
        messages.success(request, said)
        return redirect(self.home())

    def _form(self, data: Any) -> LabelForm:
        item, known = self.object, known_criteria()
        spoken_of = item.organisation_links.order_by("organisation__slug")
        initial = {
            **{name: getattr(item, name) for name in ("version", "summary", "evidence_kind", "confidence")},
            "cannot_tell": item.cannot_tell,
            "review_on": item.review_on,
            "criteria": item.criteria,
            "organisations": "\n".join(spoken_of.values_list("organisation__slug", flat=True)),
        }
        return LabelForm(data or None, initial=initial, known=known, standing=item.criteria)

    def _page(self, form: LabelForm, *, status: int = 200) -> HttpResponse:
        item = self.object
        context = {
            "item": item,
            "form": form,
            "reference": in_full(item.citation or {"title": item.title}),
            "gaps": missing_for_library(item),
            "can_add": ITEM.allows("add", item.state),
            "can_withdraw": ITEM.allows("withdraw", item.state),
            "can_restore": ITEM.allows("restore", item.state),
            "can_label": item.state in {State.DRAFT, State.PUBLISHED},
            "can_delete": item.state == State.DRAFT and item.published_at is None,
            "versions": history(item),
            "trail": trail((Truncator(item.title).chars(60), "")),
        }
        return render(self.request, "curation/research_item.html", context, status=status)


class ItemActView(ItemCurationView):
    """One verb. A second click finds the work done and says so."""

    http_method_names = ["post"]
    done: ClassVar[Words]
    undo: ClassVar[str] = ""

    def act(self, request: HttpRequest) -> None:
        """Call the workflow."""
        raise NotImplementedError

    def target(self) -> str:
        """Say where to go afterwards."""
        return self.home()

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Do it once."""
        undo = reverse(self.undo, args=[slug]) if self.undo else ""
        do_once(request, ITEM, lambda: self.act(request), said=self.done, undo=undo)
        return redirect(self.target())


class AddView(ItemActView):
    """Put a study in the library."""

    access = Access.on_object(can_curate_research)
    done = gettext_lazy("It is in the library. Everybody can read it now.")

    def act(self, request: HttpRequest) -> None:
        """Publish the version that the curator read."""
        add_research(item_id=self.object.pk, version=read_version(request), by=self.actor, now=timezone.now())


class DeleteView(ItemActView):
    """Throw a draft away."""

    access = Access.on_object(can_curate_research)
    done = gettext_lazy("The draft is deleted.")

    def act(self, request: HttpRequest) -> None:
        """Delete it."""
        delete_research(item_id=self.object.pk, by=self.actor, now=timezone.now())

    def target(self) -> str:
        """Go to the shelf: the page is gone, unless it had to be kept."""
        return self.home() if Item.objects.filter(pk=self.object.pk).exists() else reverse("evidence:research")


class RestoreView(ItemActView):
    """Bring an item back as a draft."""

    access = Access.on_object(can_withdraw_item)
    done = gettext_lazy("It is a draft again. Visitors do not see it until it is put in the library anew.")

    def act(self, request: HttpRequest) -> None:
        """Restore it."""
        restore_item(item_id=self.object.pk, by=self.actor, now=timezone.now())

    def target(self) -> str:
        """Go to where it is looked after; a practice is its team's again, and no curator's to read."""
        is_mine = Item.objects.visible_to(self.actor).filter(pk=self.object.pk).exists()
        return self.home() if is_mine else reverse("evidence:curation")


class AskDeleteView(ItemCurationView):
    """Ask before a draft is thrown away."""

    access = Access.on_object(can_curate_research)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Ask."""
        context = {
            "title": _("Delete the draft “%(title)s”?") % {"title": self.object.title},
            "consequences": [_("The reference and what was written about it are gone for good.")],
            "kept": [_("You can import the reference again.")],
            "submit": _("Delete the draft"),
            "action": reverse("evidence:research_delete", args=[slug]),
            "cancel_url": self.home(),
            "trail": self.trail(_("Delete")),
        }
        return render(request, "layouts/ask_first.html", context)


class WithdrawView(ItemCurationView):
    """Take an item out of the library, with a reason."""

    access = Access.on_object(can_withdraw_item)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Ask why."""
        return self._page(WithdrawForm())

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Take it out."""
        form = WithdrawForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        reason = form.cleaned_data["reason"]
        try:
            withdraw_item(item_id=self.object.pk, reason=reason, by=self.actor, now=timezone.now())
        except WrongState as error:
            if error.state != State.WITHDRAWN:
                raise
            messages.info(request, _("That was done already."))
        else:
            undo = f"undo:{reverse('evidence:restore', args=[slug])}"
            messages.success(request, _("Taken out of the library. Visitors no longer see it."), extra_tags=undo)
        return redirect(self.home())

    def _page(self, form: WithdrawForm) -> HttpResponse:
        context = {
            "title": _("Take “%(title)s” out of the library?") % {"title": self.object.title},
            "consequences": [
                _("Visitors no longer find it, and links to it say that there is no such page."),
                _("To be in the library again it is looked at anew."),
            ],
            "kept": [_("All that was written, and each version that was published.")],
            "submit": _("Take it out"),
            "form": form,
            "cancel_url": self.home(),
            "trail": self.trail(_("Take out")),
        }
        return render(self.request, "layouts/ask_first.html", context)


class NoticeView(ItemCurationView):
    """Say that an item was retracted, corrected or overtaken."""

    access = Access.on_object(can_mark_item)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the form."""
        item = self.object
        initial = {"notice": item.notice, "text": item.notice_text, "url": item.notice_url}
        return self._page(NoticeForm(self.parked() or None, initial=initial))

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Save it."""
        form = NoticeForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        mark_item(item_id=self.object.pk, by=self.actor, now=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Saved. Readers see it at the top of the page."))
        return redirect(self.home())

    def _page(self, form: NoticeForm) -> HttpResponse:
        context = {"item": self.object, "form": form, "back": self.home(), "trail": self.trail(_("Notice"))}
        return render(self.request, "curation/notice.html", context)
