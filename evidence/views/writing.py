"""Writing down a practice: one step a page, saved as you go with scripts and with each button without."""

from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from evidence.forms.practice import FORMS, StepForm, WhatForm
from evidence.models import Item
from evidence.policies import can_share_practice
from evidence.queries.criteria import known_criteria
from evidence.queries.item_page import read_item
from evidence.queries.practice import step_values
from evidence.steps import STEPS, Step, StepValues
from evidence.views.ours import PracticeView, shelf_trail
from evidence.workflows.practice import create_practice, save_step
from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import Refused, StaleVersion, WrongState
from lero_hub.words import saved_at
from organisations.models import Organisation

ORDER = list(STEPS)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


class ShareView(HubView):
    """The first step of a practice that does not exist yet."""

    access = Access.on_object(can_share_practice)
    object: Organisation

    def get_object(self) -> Organisation:
        """Find the organisation by its address."""
        return get_visible(Organisation.objects.visible_to(self.actor), slug=self.kwargs["organisation"])

    def get(self, request: HttpRequest, organisation: str) -> HttpResponse:
        """Show the empty first step, with the id that the practice will have."""
        kept = self.parked()
        return self._show(self._form(kept), _uuid(kept.get("entry") if kept else None) or uuid4())

    def post(self, request: HttpRequest, organisation: str) -> HttpResponseBase:
        """Make the draft and go on to the second step."""
        form, item_id = self._form(request.POST), _uuid(request.POST.get("entry")) or uuid4()
        if not form.is_valid():
            return self._show(form, item_id)
        try:
            item = create_practice(
                item_id=item_id,
                organisation_id=self.object.pk,
                values=form.values(StepValues()),
                by=self.actor,
                now=timezone.now(),
            )
        except Refused as error:
            form.add_error(None, str(error))
            return self._show(form, item_id, status=409)
        messages.success(request, _("Saved as a draft. Only your team sees it until you send it in."))
        return redirect("evidence:practice_edit", self.object.slug, item.slug, ORDER[1])

    def _form(self, data: Any) -> WhatForm:
        return WhatForm(data or None, known={}, current=StepValues())

    def _show(self, form: WhatForm, item_id: UUID, *, status: int = 200) -> HttpResponse:
        context = {
            "organisation": self.object,
            "form": form,
            "item_id": item_id,
            "steps": [(step.title, "", False) for step in STEPS.values()],
            "following": STEPS[ORDER[1]].title,
            "back": reverse("evidence:ours", args=[self.object.slug]),
            "trail": shelf_trail(self.object, (_("Share a practice"), "")),
        }
        return render(self.request, "practice/share.html", context, status=status)


class EditView(PracticeView):
    """One step of a practice: shown, saved as you go, saved and left."""

    @property
    def step(self) -> Step:
        """Give the step that the address names."""
        return STEPS[self.kwargs["step"]]

    def get_object(self) -> Item:
        """Find the practice; an unknown step is an unknown page."""
        if self.kwargs["step"] not in STEPS:
            raise Http404
        return super().get_object()

    def form(self, current: StepValues, data: Any = None) -> StepForm:
        """Make the step's form on top of what it holds now."""
        kind = FORMS[self.step.slug]
        known = known_criteria() if self.step.has_criteria else {}
        initial = {**kind.initial_from(current), "mark": current.mark}
        return kind(data or None, initial=initial, known=known, current=current)

    def get(self, request: HttpRequest, organisation: str, slug: str, step: str) -> HttpResponse:
        """Show the step."""
        return self._show(self.form(step_values(self.object, self.step), self.parked()))

    def post(self, request: HttpRequest, organisation: str, slug: str, step: str) -> HttpResponseBase:
        """Save the step: as you go (a part of the page answers), or to go on to the next one."""
        current = step_values(self.object, self.step)
        form = self.form(current, request.POST)
        is_good, as_you_go = form.is_valid(), request.headers.get("HX-Request") == "true"
        if not is_good and not as_you_go:
            return self._show(form)
        wanted = form.values(current)
        try:
            save_step(
                item_id=self.object.pk,
                step=self.step,
                values=wanted,
                expected=form.cleaned_data.get("mark", ""),
                by=self.actor,
                now=timezone.now(),
            )
        except StaleVersion:
            return self._conflict(form, wanted, as_you_go)
        except (Refused, WrongState) as error:  # sent in meanwhile: their words stay in the form
            if as_you_go:
                return render(request, "organisations/_saved.html", {"refused": str(error)})
            form.add_error(None, str(error))
            return self._show(form, status=409)
        return self._saved(form) if as_you_go else redirect(self._next())

    def _next(self) -> str:
        if "finish" in self.request.POST or self.step.slug == ORDER[-1]:
            return self.address()
        return self.address("practice_edit", ORDER[ORDER.index(self.step.slug) + 1])

    def _saved(self, form: StepForm) -> HttpResponse:
        context = {
            "text": saved_at(timezone.now()),
            "mark": step_values(self.get_object(), self.step).mark,
            "problems": len(form.errors),
        }
        return render(self.request, "organisations/_saved.html", context)

    def _conflict(self, form: StepForm, wanted: StepValues, as_you_go: bool) -> HttpResponse:
        """Say what somebody else changed, keep what this person wrote, and let them save on top of it."""
        self.object = item = self.get_object()
        current = step_values(item, self.step)
        who = item.changed_by.shown_name if item.changed_by else _("Somebody")
        if as_you_go:
            return render(self.request, "organisations/_saved.html", {"conflict": who})
        again = self.request.POST.copy()
        again["mark"] = current.mark
        form.data = again
        differences = [_shown(form, current, name) for name in wanted.differing(current)]
        return self._show(form, differences=differences, changed_by=who, status=409)

    def _show(
        self, form: StepForm, *, differences: Any = None, changed_by: str = "", status: int = 200
    ) -> HttpResponse:
        number = ORDER.index(self.step.slug) + 1
        places = [(step.title, self.address("practice_edit", step.slug), False) for step in STEPS.values()]
        context = {
            "item": self.object,
            "organisation": self.organisation,
            "form": form,
            "step": self.step,
            "number": number,
            "of": len(ORDER),
            "steps": places,
            "back_url": places[number - 2][1] if number > 1 else "",
            "following": places[number][0] if number < len(places) else "",
            "overview": self.address(),
            "differences": differences,
            "changed_by": changed_by,
            "trail": self.trail(str(self.step.title)),
        }
        return render(self.request, "practice/edit.html", context, status=status)


def _shown(form: StepForm, current: StepValues, name: str) -> tuple[str, str]:
    """Give a field's label and what it holds now, in words."""
    if name == "criteria":
        return str(form.fields["criteria"].label), ", ".join(current.criteria)
    field = form.fields["told" if name == "stories" else name]
    value = current.words[name]
    words = getattr(Item(), f"get_{name}_display", None)
    if words is not None:
        value = getattr(Item(**{name: value}), f"get_{name}_display")()
    return str(field.label), str(value or "")


class PreviewView(PracticeView):
    """A practice as readers will see it."""

    def get(self, request: HttpRequest, organisation: str, slug: str) -> HttpResponse:
        """Show it."""
        context = {
            "page": read_item(self.object, base_url=settings.BASE_URL),
            "item": self.object,
            "organisation": self.organisation,
            "back": self.address(),
            "trail": self.trail(_("How it will look")),
        }
        return render(request, "practice/preview.html", context)
