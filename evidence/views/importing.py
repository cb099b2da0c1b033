"""Importing references: choose, look, import."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from evidence.forms.research import ImportForm
from evidence.models import ImportRun
from evidence.policies import can_curate, can_see_import
from evidence.queries.importing import preview
from evidence.views.research import trail
from evidence.workflows.importing import import_run, prepare_import
from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.errors import Refused


class ImportView(HubView):
    """Choose a file or paste references."""

    access = Access.policy(can_curate)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form."""
        return self._page(ImportForm(self.parked() or None))

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Keep the references, and go to the preview."""
        form = ImportForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        data = form.cleaned_data
        try:
            run = prepare_import(name=data["name"], text=data["text"], by=self.actor, now=timezone.now())
        except Refused as error:
            form.add_error("file" if data["file"] else "text", str(error))
            return self._page(form)
        return redirect("evidence:import_preview", run_id=run.pk)

    def _page(self, form: ImportForm) -> HttpResponse:
        return render(self.request, "curation/import.html", {"form": form, "trail": trail((_("Import"), ""))})


class ImportRunView(HubView):
    """A page about one import, for whoever started it."""

    object: ImportRun

    def get_object(self) -> ImportRun:
        """Find the import."""
        return get_visible(ImportRun.objects.visible_to(self.actor), pk=self.kwargs["run_id"])


class ImportPreviewView(ImportRunView):
    """What the import would do, record by record; afterwards what it did."""

    access = Access.on_object(can_see_import)

    def get(self, request: HttpRequest, run_id: str) -> HttpResponse:
        """Show it."""
        run = self.object
        seen = preview(run.text) if run.imported_at is None else None
        context = {
            "run": run,
            "rows": seen.rows if seen else (),
            "new": seen.counts["new"] if seen else 0,
            "here": seen.counts["here"] if seen else 0,
            "damaged": seen.counts["damaged"] if seen else 0,
            "trail": trail((_("Import"), reverse("evidence:import")), (_("Look first"), "")),
        }
        return render(request, "curation/import_preview.html", context)


class ImportConfirmView(ImportRunView):
    """Import what is new."""

    access = Access.on_object(can_see_import)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, run_id: str) -> HttpResponseBase:
        """Import once; a second click adds nothing."""
        run = import_run(run_id=self.object.pk, by=self.actor, now=timezone.now())
        text = ngettext(
            "%(n)s reference added as a draft. Say what it is and what it cannot tell us, then put it in the library.",
            "%(n)s references added as drafts. Say what each is and what it cannot tell us, then put them in the "
            "library.",
            run.added,
        )
        messages.success(request, text % {"n": run.added})
        return redirect("evidence:research")
