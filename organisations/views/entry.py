"""Adding an organisation and writing its entry in four short steps that save as they go."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import Refused, StaleVersion
from lero_hub.words import saved_at
from organisations.forms.entry import FORMS, AboutForm, SectionForm, WhereForm
from organisations.models import Area, Organisation, Term
from organisations.policies import can_add_organisation, can_edit_entry
from organisations.queries.entry import mark, section_values
from organisations.sections import SECTIONS, Section, SectionValues
from organisations.views.workspace import OrganisationView
from organisations.workflows.entries import create_entry, save_section

ORDER = list(SECTIONS)
PARTS_OF = {"what": "service", "where": "location"}
"""The parts that have pages of their own, by the step that lists them."""
NEW_PART = "new"


class AddView(HubView):
    """The first step of an entry that does not exist yet."""

    access = Access.policy(can_add_organisation)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the empty first step, with the id that the entry will have."""
        kept = self.parked()
        return self._show(AboutForm(kept), _uuid(kept.get("entry") if kept else None) or uuid4())

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Make the draft and go on to the second step."""
        form, entry_id = AboutForm(request.POST), _uuid(request.POST.get("entry")) or uuid4()
        if not form.is_valid():
            return self._show(form, entry_id, status=200)
        values = form.values(SectionValues())
        organisation = create_entry(organisation_id=entry_id, values=values, by=self.actor, now=timezone.now())
        messages.success(request, _("Saved as a draft. Only you can see it until you send it in."))
        return redirect("organisations:edit", organisation.slug, "what")

    def _show(self, form: AboutForm, entry_id: UUID, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "entry_id": entry_id,
            "step": 1,
            "section": SECTIONS["about"],
            "trail": [(_("My hub"), reverse("pages:hub")), (_("Add your organisation"), "")],
            "steps": [(section.title, "", False) for section in SECTIONS.values()],
        }
        return render(self.request, "organisations/add.html", context, status=status)


def _uuid(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None


class EditView(OrganisationView):
    """One step of an entry: shown, saved as you go, saved and left."""

    access = Access.on_object(can_edit_entry)

    def get_object(self) -> Organisation:
        """Fetch the organisation; an unknown step is an unknown page."""
        if self.kwargs["step"] not in SECTIONS:
            raise Http404
        return get_visible(Organisation.objects.visible_to(self.actor), slug=self.kwargs["slug"])

    @property
    def section(self) -> Section:
        """Give the step that the address names."""
        return SECTIONS[self.kwargs["step"]]

    def form(self, current: SectionValues, data: Any = None) -> SectionForm:
        """Make the step's form on top of what it holds now."""
        kind = FORMS[self.section.slug]
        initial = {**kind.initial_from(current), "mark": mark(current)}
        extra = {"chosen": current.areas} if kind is WhereForm else {}
        return kind(data, initial=initial, **extra)

    def get(self, request: HttpRequest, slug: str, step: str) -> HttpResponse:
        """Show the step."""
        current = section_values(self.object, self.section)
        return self._show(self.form(current, self.parked()))

    def post(self, request: HttpRequest, slug: str, step: str) -> HttpResponseBase:
        """Save the step: as you go (a part of the page answers), or to go on to the next one."""
        current = section_values(self.object, self.section)
        form = self.form(current, request.POST)
        is_good, as_you_go = form.is_valid(), request.headers.get("HX-Request") == "true"
        if not is_good and not as_you_go:
            return self._show(form)
        wanted = form.values(current)
        try:
            save_section(
                organisation_id=self.object.pk,
                section=self.section,
                values=wanted,
                expected=form.cleaned_data.get("mark", ""),
                by=self.actor,
                now=timezone.now(),
            )
        except StaleVersion:
            return self._conflict(form, wanted, as_you_go)
        except Refused as error:
            if as_you_go:
                return render(request, "organisations/_saved.html", {"refused": str(error)})
            form.add_error(None, str(error))
            return self._show(form, status=409)
        if as_you_go:
            return self._saved(form)
        return redirect(self._next())

    def _next(self) -> str:
        """Give the way on: the part whose button was pressed, or the next step. A part that is gone leads back here."""
        if asked := self.request.POST.get("next_part"):
            return self._part_page(asked) or self.request.path
        if "finish" in self.request.POST or self.section.slug == ORDER[-1]:
            return reverse("organisations:workspace", args=[self.object.slug])
        following = ORDER[ORDER.index(self.section.slug) + 1]
        return reverse("organisations:edit", args=[self.object.slug, following])

    def _part_page(self, asked: str) -> str:
        """Find the page of a new part or of one that the organisation has; empty when it has no such part."""
        kind, slug, organisation = PARTS_OF.get(self.section.slug, ""), self.object.slug, self.object
        if kind and asked == NEW_PART:
            return reverse(f"organisations:add_{kind}", args=[slug])
        rows: Any = {"service": organisation.services, "location": organisation.locations}.get(kind)
        part_id = _uuid(asked)
        known = rows is not None and part_id is not None and rows.filter(pk=part_id).exists()
        return reverse(f"organisations:{kind}", args=[slug, part_id]) if known else ""

    def _saved(self, form: SectionForm) -> HttpResponse:
        context = {
            "text": saved_at(timezone.now()),
            "mark": mark(section_values(self.object_again(), self.section)),
            "problems": len(form.errors),
        }
        return render(self.request, "organisations/_saved.html", context)

    def object_again(self) -> Organisation:
        """Read the row anew after a write."""
        self.object = self.get_object()
        return self.object

    def _conflict(self, form: SectionForm, wanted: SectionValues, as_you_go: bool) -> HttpResponse:
        """Say what somebody else changed, keep what this person wrote, and let them save on top of it."""
        organisation = self.object_again()
        current = section_values(organisation, self.section)
        if as_you_go:
            return render(self.request, "organisations/_saved.html", {"conflict": organisation.changed_by.shown_name})
        again = self.request.POST.copy()
        again["mark"] = mark(current)
        form.data = again
        differences = [
            (_label(form, name), _shown(current, name)) for name in wanted.differing(current) if name != "add"
        ]
        return self._show(form, differences=differences, status=409)

    def _show(self, form: SectionForm, *, differences: Any = None, status: int = 200) -> HttpResponse:
        organisation, number = self.object, ORDER.index(self.section.slug) + 1
        address = [
            (s.title, reverse("organisations:edit", args=[organisation.slug, s.slug])) for s in SECTIONS.values()
        ]
        context = {
            "organisation": organisation,
            "form": form,
            "section": self.section,
            "step": number,
            "steps": [(title, url, False) for title, url in address],
            "back_url": address[number - 2][1] if number > 1 else "",
            "trail": self.trail(str(self.section.title)),
            "differences": differences,
            "changed_by": organisation.changed_by.shown_name if differences else "",
            "locations": organisation.locations.select_related("area").order_by("position", "id"),
            "services": organisation.services.order_by("position", "id"),
            "area_names": _area_names() if self.section.has_areas else [],
        }
        return render(self.request, "organisations/edit.html", context, status=status)


def _area_names() -> list[str]:
    return list(Area.objects.current().order_by("name").values_list("name", flat=True).distinct())


def _label(form: SectionForm, name: str) -> str:
    field = form.fields.get(name)
    return str(field.label if field else _("Registers"))


def _shown(values: SectionValues, name: str) -> str:
    """Write what a field holds now in words."""
    if name in values.terms:
        return ", ".join(Term.objects.filter(slug__in=values.terms[name]).values_list("name", flat=True))
    if name == "areas":
        return ", ".join(Area.objects.filter(code__in=values.areas).values_list("name", flat=True))
    if name == "identifiers":
        return ", ".join(f"{scheme} {number}" for scheme, number in values.identifiers.items())
    return str(values.words.get(name) or "")
