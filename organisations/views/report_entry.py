"""The page where anybody tells the network that an entry is wrong."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.accounts.limits import too_often
from lero_hub.authz.views import Access, HubView, get_visible
from organisations.forms.report import ReportForm
from organisations.models import Organisation
from organisations.workflows.reports import report_entry


class ReportEntryView(HubView):
    """Report a listed entry, with or without an account."""

    access = Access.public()

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        """Show the form, or after it was sent what comes next."""
        organisation = get_visible(Organisation.objects.listed(), slug=slug)
        if "sent" in request.GET:
            return render(request, "organisations/report_sent.html", {"organisation": organisation})
        return self._form(organisation, ReportForm(initial={"report_id": uuid4()}))

    def post(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        """Keep the report and say thank you."""
        organisation = get_visible(Organisation.objects.listed(), slug=slug)
        form = ReportForm(request.POST)
        if not form.is_valid():
            return self._form(organisation, form)
        if later := too_often(request, "report"):
            return later
        report_entry(organisation_id=organisation.pk, by=self.actor, now=timezone.now(), **form.cleaned_data)
        return redirect(f"{reverse('organisations:report', args=[slug])}?sent")

    def _form(self, organisation: Organisation, form: ReportForm) -> HttpResponse:
        profile = reverse("organisations:profile", args=[organisation.slug])
        trail = [
            (_("Directory"), reverse("organisations:directory")),
            (organisation.name, profile),
            (_("Tell us what is wrong"), ""),
        ]
        context = {"organisation": organisation, "form": form, "trail": trail, "profile": profile}
        return render(self.request, "organisations/report.html", context)
