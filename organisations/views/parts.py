"""Places, things that happen, and the logo: each with a page of its own."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lero_hub.accounts.limits import too_often
from lero_hub.authz.views import Access
from lero_hub.errors import Refused, StaleVersion
from lero_hub.words import Words
from organisations.forms.parts import LocationForm, LogoForm, PartForm, ServiceForm
from organisations.models import Location, Service
from organisations.policies import can_edit_entry
from organisations.views.workspace import OrganisationView
from organisations.workflows.entries import save_logo
from organisations.workflows.offer import remove_location, remove_service, save_location, save_service


class PartView(OrganisationView):
    """Add or change one part of an entry. Without an id in the address it is a new one."""

    access = Access.on_object(can_edit_entry)
    step: ClassVar[str]
    new_title: ClassVar[Words]
    template: ClassVar = "organisations/part.html"

    def part(self) -> Any:
        """Fetch the part that the address names; None for a new one."""
        raise NotImplementedError

    def form(self, part: Any, data: Any = None) -> PartForm:
        """Make the form."""
        raise NotImplementedError

    def save(self, form: PartForm) -> None:
        """Call the workflow."""
        raise NotImplementedError

    def _rows(self, rows: Any) -> Any:
        if "part_id" not in self.kwargs:
            return None
        part = rows.filter(pk=self.kwargs["part_id"]).first()
        if part is None:
            raise Http404
        return part

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Show the form."""
        part = self.part()
        return self._show(part, self.form(part, self.parked()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        """Save, and go back to the step; a clash shows both and keeps what was written."""
        part = self.part()
        form = self.form(part, request.POST)
        if not form.is_valid():
            return self._show(part, form)
        try:
            self.save(form)
        except StaleVersion as error:
            part = self.part()
            again = request.POST.copy()
            again["version"] = str(error.current)
            form.data = again
            return self._show(part, form, theirs=self._theirs(part, form), status=409)
        except Refused as error:
            form.add_error(None, str(error))
            return self._show(part, form, status=409)
        messages.success(request, _("Saved."))
        return redirect("organisations:edit", self.object.slug, self.step)

    def _theirs(self, part: Any, form: PartForm) -> list[tuple[str, str]]:
        """List what the part holds now, where that differs from what the person wrote."""
        now_held = type(form).initial_from(part)  # type: ignore[attr-defined]  # both kinds of part form have it
        unshown = {"part", "version", "happens"}
        pairs = [(name, str(field.label)) for name, field in form.fields.items() if name not in unshown]
        return [(label, str(now_held[n] or "")) for n, label in pairs if str(now_held[n] or "") != form.data.get(n, "")]

    def _show(self, part: Any, form: PartForm, *, theirs: Any = None, status: int = 200) -> HttpResponse:
        title = str(part.label if isinstance(part, Location) else part.name) if part else str(self.new_title)
        context = {
            "organisation": self.object,
            "form": form,
            "title": title,
            "part": part,
            "theirs": theirs,
            "back_url": reverse("organisations:edit", args=[self.object.slug, self.step]),
            "remove_url": reverse(f"{self.request.resolver_match.view_name}_remove", args=[self.object.slug, part.pk])  # type: ignore[union-attr]
            if part
            else "",
            "trail": self.trail(title),
        }
        return render(self.request, self.template, context, status=status)


class LocationView(PartView):
    """A place, and what happens there of all that has no place yet."""

    step = "where"
    new_title = gettext_lazy("Add a place")

    def part(self) -> Location | None:
        """Fetch the place."""
        place: Location | None = self._rows(self.object.locations)
        return place

    def form(self, part: Location | None, data: Any = None) -> LocationForm:
        """Make the form of a place."""
        untied = list(self.object.services.filter(location=None).order_by("position", "id"))
        initial = LocationForm.initial_from(part) if part else {"kind": "place", "is_confidential": "no"}
        return LocationForm(data, untied=untied, initial=initial)

    def save(self, form: PartForm) -> None:
        """Save the place."""
        assert isinstance(form, LocationForm)
        save_location(
            organisation_id=self.object.pk,
            location_id=form.cleaned_data["part"],
            version=form.expected,
            values=form.values(),
            happens=form.happens_here,
            by=self.actor,
            now=timezone.now(),
        )


class ServiceView(PartView):
    """Something that happens."""

    step = "what"
    new_title = gettext_lazy("Add something that happens")

    def part(self) -> Service | None:
        """Fetch the service."""
        service: Service | None = self._rows(self.object.services)
        return service

    def form(self, part: Service | None, data: Any = None) -> ServiceForm:
        """Make the form of a service."""
        places = list(self.object.locations.order_by("position", "id"))
        return ServiceForm(data, places=places, initial=ServiceForm.initial_from(part) if part else {})

    def save(self, form: PartForm) -> None:
        """Save the service."""
        assert isinstance(form, ServiceForm)
        save_service(
            organisation_id=self.object.pk,
            service_id=form.cleaned_data["part"],
            version=form.expected,
            values=form.values(),
            by=self.actor,
            now=timezone.now(),
        )


class RemovePartView(OrganisationView):
    """Take one part of an entry away, and go back to its step."""

    access = Access.on_object(can_edit_entry)
    http_method_names = ["post"]
    step: ClassVar[str]
    done: ClassVar[Words]

    def remove(self, part_id: UUID) -> None:
        """Call the workflow."""
        raise NotImplementedError(f"{type(self).__name__} has no remove")

    def post(self, request: HttpRequest, slug: str, part_id: UUID) -> HttpResponseBase:
        """Remove it."""
        self.remove(part_id)
        messages.success(request, str(self.done))
        return redirect("organisations:edit", slug, self.step)


class RemoveLocationView(RemovePartView):
    """Take a place away."""

    step = "where"
    done = gettext_lazy("The place is taken away.")

    def remove(self, part_id: UUID) -> None:
        """Remove the place."""
        remove_location(organisation_id=self.object.pk, location_id=part_id, by=self.actor, now=timezone.now())


class RemoveServiceView(RemovePartView):
    """Take something away that no longer happens."""

    step = "what"
    done = gettext_lazy("It is taken away.")

    def remove(self, part_id: UUID) -> None:
        """Remove it."""
        remove_service(organisation_id=self.object.pk, service_id=part_id, by=self.actor, now=timezone.now())


class LogoView(OrganisationView):
    """The logo."""

    access = Access.on_object(can_edit_entry)

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the logo and the form."""
        return self._show(LogoForm())

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Put a new logo in place of the old one."""
        if (later := too_often(request, "logo")) is not None:
            return later
        form = LogoForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._show(form)
        save_logo(organisation_id=self.object.pk, image=form.drawn, by=self.actor, now=timezone.now())
        messages.success(request, _("The picture is saved."))
        return redirect("organisations:workspace", slug)

    def _show(self, form: LogoForm) -> HttpResponse:
        context = {"organisation": self.object, "form": form, "trail": self.trail(_("Picture"))}
        return render(self.request, "organisations/logo.html", context)


class RemoveLogoView(OrganisationView):
    """Take the logo away."""

    access = Access.on_object(can_edit_entry)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Remove it."""
        save_logo(organisation_id=self.object.pk, image=None, by=self.actor, now=timezone.now())
        messages.success(request, _("The picture is taken away."))
        return redirect("organisations:workspace", slug)
