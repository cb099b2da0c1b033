"""Practice that was sent in, as curators read and answer it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.forms.practice import ChangeForm, JudgeForm
from evidence.models import Item
from evidence.policies import can_answer_practice, can_curate
from evidence.queries import waiting
from evidence.queries.gaps import missing_for_library
from evidence.queries.item_page import read_item
from evidence.queries.versions import history, new_in
from evidence.states import EvidenceKind, State
from evidence.workflows.curation import judge_practice, publish_practice, request_practice_changes
from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import Refused, StaleVersion, WrongState
from lero_hub.lists import paged, searched


def trail(*here: tuple[str, str]) -> list[tuple[str, str]]:
    """Say where a curator is."""
    return [(_("My hub"), reverse("pages:hub")), (_("Practice"), reverse("evidence:curation")), *here]


class QueueView(HubView):
    """What was sent in: in parts, searched, filtered, paged."""

    access = Access.policy(can_curate)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show one part of the queue."""
        state = request.GET.get("state", State.SUBMITTED)
        if state not in waiting.PARTS:
            raise Http404
        text = searched(request)
        kind = request.GET.get("rests_on", "")
        found = waiting.queue(self.actor, state=state, text=text, kind=kind)
        page = paged(request, found)
        counts = waiting.counts(self.actor)
        context = {
            "state": state,
            "label": str(State(state).label),
            "tabs": [(each.value, str(each.label), counts.get(each, 0)) for each in waiting.PARTS],
            "kinds": EvidenceKind.choices,
            "kind": kind if kind in EvidenceKind.values else "",
            "text": text,
            "page": page,
            "rows": [(item, getattr(item, waiting.SINCE[State(state)])) for item in page],
            "trail": [*trail()[:-1], (_("Practice"), "")],
        }
        return render(request, "curation/practice_queue.html", context)


class AnswerView(HubView):
    """A page about one practice that was sent in."""

    access = Access.on_object(can_answer_practice)
    object: Item

    def get_object(self) -> Item:
        """Find the practice by its address."""
        visible = Item.objects.visible_to(self.actor).practice().select_related("organisation", "revises")
        return get_visible(visible.defer("search_document"), slug=self.kwargs["slug"])

    def home(self) -> str:
        """Give the address of the page where it is read and labelled."""
        return reverse("evidence:curation_item", args=[self.object.slug])

    def done_already(self, error: WrongState, target: str) -> HttpResponseBase:
        """Say of a second click that the work is done; any other state has a page of its own."""
        if error.state != target:
            raise error
        return self.say_done()

    def say_done(self) -> HttpResponseBase:
        """Say that the work is done, and go to where it shows."""
        messages.info(self.request, _("That was done already."))
        return redirect(self.home())


class CurationItemView(AnswerView):
    """The whole text, the organisation's own words about its limits, and the curator's labels."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show it."""
        return self._page(self._form(self.parked()))

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Save the labels, then do what the button says; whatever stands in the way, the words stay in the form."""
        form = self._form(request.POST)
        if not form.is_valid():
            return self._page(form)
        version = form.cleaned_data["version"]
        try:
            kept = judge_practice(item_id=self.object.pk, by=self.actor, now=timezone.now(), **form.cleaned_data)
            version = kept.version
            return self.go_on(kept)
        except StaleVersion as error:
            self.object = self.get_object()
            if self.is_done(form):
                return self.say_done()
            words = _("Somebody changed it meanwhile. Your words stand here: compare, then save again.")
            return self._again(error.current, words, status=409)
        except Refused as error:
            self.object = self.get_object()
            return self._again(version, str(error))

    def go_on(self, kept: Item) -> HttpResponseBase:
        """Go to the question for the team, or back to the page."""
        if self.request.POST.get("then") == "ask":
            return redirect("evidence:curation_ask", kept.slug)
        messages.success(self.request, _("Saved."))
        return redirect(self.home())

    def is_done(self, form: JudgeForm) -> bool:
        """Tell whether what the button asks for was done already, with these very words."""
        return False

    def _again(self, version: int, problem: str, *, status: int = 200) -> HttpResponse:
        data = self.request.POST.copy()
        data["version"] = str(version)
        form = self._form(data)
        form.add_error(None, problem)
        return self._page(form, status=status)

    def _form(self, data: Any) -> JudgeForm:
        item = self.object
        initial = {"version": item.version, "confidence": item.confidence, "cannot_tell": item.cannot_tell}
        return JudgeForm(data or None, initial=initial)

    def _page(self, form: JudgeForm, *, status: int = 200) -> HttpResponse:
        item = self.object
        context = {
            "item": item,
            "page": read_item(item, base_url=settings.BASE_URL),
            "form": form,
            "gaps": missing_for_library(item),
            "waits": item.state == State.SUBMITTED,
            "here": self.home(),
            "is_published": item.state == State.PUBLISHED,
            "versions": history(item),
            "new": new_in(item) if item.revises_id else (),
            "trail": trail((item.title, "")),
        }
        return render(self.request, "curation/practice_item.html", context, status=status)


class AskChangeView(AnswerView):
    """Ask the team for a change."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the form."""
        return self._page(ChangeForm(self.parked() or None))

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Send it back."""
        form = ChangeForm(request.POST)
        if not form.is_valid():
            return self._page(form)
        reason = form.cleaned_data["reason"]
        try:
            request_practice_changes(item_id=self.object.pk, reason=reason, by=self.actor, now=timezone.now())
        except WrongState as error:
            return self.done_already(error, State.CHANGES_REQUESTED)
        messages.success(request, _("Sent back. The team gets an e-mail, and your words are on their page."))
        return redirect("evidence:curation")

    def _page(self, form: ChangeForm) -> HttpResponse:
        context = {
            "item": self.object,
            "form": form,
            "back": self.home(),
            "trail": trail((self.object.title, self.home()), (_("Ask for a change"), "")),
        }
        return render(self.request, "curation/practice_change.html", context)


class PublishView(CurationItemView):
    """Put a practice in the library: the labels are saved first, so that nobody publishes words they cannot see."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Publish the version that the curator read, with the labels that they typed."""
        if self.is_done(self._form(request.POST)):
            return self.say_done()
        try:
            return super().post(request, slug)
        except WrongState as error:
            return self.done_already(error, State.PUBLISHED)

    def go_on(self, kept: Item) -> HttpResponseBase:
        """Publish what was just saved."""
        item = publish_practice(item_id=kept.pk, version=kept.version, by=self.actor, now=timezone.now())
        messages.success(
            self.request, _("It is in the library. Everybody can read it now, and the team gets an e-mail.")
        )
        return redirect("evidence:item", item.slug)

    def is_done(self, form: JudgeForm) -> bool:
        """Tell whether it is in the library with these words."""
        item = self.object
        said = (form.cleaned_data["confidence"], form.cleaned_data["cannot_tell"].strip()) if form.is_valid() else None
        is_same = said == (item.confidence, item.cannot_tell) or not form.is_bound
        return item.state == State.PUBLISHED and is_same
