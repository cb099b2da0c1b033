"""Coordinators look after the lines of “Help now”."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.policies import is_coordinator
from lero_hub.authz.views import Access, HubView
from lero_hub.errors import Refused, StaleVersion
from organisations.forms.coordination import HelpLineForm
from organisations.models import HelpLine
from organisations.queries.help_lines import all_lines, nation_names
from organisations.workflows.help_lines import (
    add_help_line,
    confirm_help_line,
    remove_help_line,
    save_help_line,
)


class LinesView(HubView):
    """A page about the lines. Every line is public, so every coordinator sees every one."""

    access = Access.policy(is_coordinator)

    def line(self, slug: str) -> HelpLine:
        """Fetch a line by its address."""
        line = HelpLine.objects.select_related("checked_by").filter(pk=slug).first()
        if line is None:
            raise Http404
        return line

    def trail(self, here: str) -> list[tuple[str, str]]:
        """Say where the page is."""
        return [
            (_("Coordination"), reverse("organisations:coordination")),
            (_("Numbers to ring now"), reverse("organisations:coordination_help_lines")),
            (here, ""),
        ]

    def back(self, text: str) -> HttpResponseBase:
        """Say what happened, and lead back to the list."""
        messages.success(self.request, text)
        return redirect("organisations:coordination_help_lines")


class ListLinesView(LinesView):
    """All lines."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """List them."""
        names = nation_names()
        context = {
            "rows": [(line, [names.get(code, code) for code in line.nations]) for line in all_lines()],
            "trail": [*self.trail("")[:1], (_("Numbers to ring now"), "")],
        }
        return render(request, "coordination/help_lines.html", context)


class AddLineView(LinesView):
    """A new line."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the empty form."""
        return self._show(HelpLineForm(self.parked()))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Add the line."""
        form = HelpLineForm(request.POST)
        if not form.is_valid():
            return self._show(form)
        values = form.values()
        add_help_line(values=values, by=self.actor, now=timezone.now())
        return self.back(_("%(name)s is on the page now.") % {"name": values.name})

    def _show(self, form: HelpLineForm) -> HttpResponse:
        context = {"form": form, "line": None, "differences": None, "trail": self.trail(_("Add a line"))}
        return render(self.request, "coordination/help_line.html", context)


class EditLineView(LinesView):
    """Change a line."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the form with what the line says now."""
        line = self.line(slug)
        return self._show(line, HelpLineForm(self.parked(), initial=HelpLineForm.initial_from(line)))

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Save the line, or tell what somebody else changed first and keep what was written."""
        line, form = self.line(slug), HelpLineForm(request.POST)
        if not form.is_valid():
            return self._show(line, form)
        values, version = form.values(), form.cleaned_data["version"] or 0
        try:
            save_help_line(slug=slug, version=version, values=values, by=self.actor, now=timezone.now())
        except StaleVersion as error:
            return self._conflict(slug, error.current)
        return self.back(_("%(name)s is changed.") % {"name": values.name})

    def _conflict(self, slug: str, current: int) -> HttpResponse:
        line, data = self.line(slug), self.request.POST.copy()
        data["version"] = str(current)
        form = HelpLineForm(data)
        form.is_valid()
        words = form.values().words()
        differences = [
            (form.fields[name].label, _shown(getattr(line, name)))
            for name, value in words.items()
            if getattr(line, name) != value
        ]
        return self._show(line, form, differences=differences, status=409)

    def _show(self, line: HelpLine, form: HelpLineForm, *, differences: Any = None, status: int = 200) -> HttpResponse:
        context = {"form": form, "line": line, "differences": differences, "trail": self.trail(line.name)}
        return render(self.request, "coordination/help_line.html", context, status=status)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        names = nation_names()
        return ", ".join(names.get(str(code), str(code)) for code in value)
    return str(value)


class ConfirmLineView(LinesView):
    """Say that a line is right."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Confirm it."""
        try:
            line = confirm_help_line(slug=slug, by=self.actor, now=timezone.now())
        except Refused as error:
            messages.warning(request, str(error))
            return redirect("organisations:coordination_help_lines")
        return self.back(_("%(name)s is confirmed. The page says that it was checked today.") % {"name": line.name})


class RemoveLineView(LinesView):
    """Remove a line."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Ask first."""
        line = self.line(slug)
        context = {
            "title": _("Remove %(name)s from “Help now”?") % {"name": line.name},
            "consequences": [
                _("People who look for help no longer see this number. It cannot be brought back by a click.")
            ],
            "submit": _("Remove the line"),
            "cancel_url": reverse("organisations:coordination_help_lines"),
            "trail": self.trail(_("Remove")),
        }
        return render(request, "layouts/ask_first.html", context)

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Remove it; a second click finds it gone."""
        remove_help_line(slug=slug, by=self.actor, now=timezone.now())
        return self.back(_("The line is removed."))
