"""Reports that an entry is wrong: the queue, one report, and closing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lero_hub.authz.policies import is_coordinator
from lero_hub.authz.views import Access, HubView, get_visible
from lero_hub.lists import paged, searched
from organisations.forms.coordination import CloseReportForm
from organisations.models import EntryReport
from organisations.queries import coordination as queries
from organisations.workflows.reports import close_report


class ReportsView(HubView):
    """The queue of reports: open ones oldest first, or closed ones newest first."""

    access = Access.policy(is_coordinator)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the queue."""
        closed, text = request.GET.get("state") == "closed", searched(request)
        context = {
            "page": paged(request, queries.reports(self.actor, closed=closed, text=text)),
            "closed": closed,
            "text": text,
            "kept": [("state", "closed")] if closed else [],
            "trail": [(_("Coordination"), reverse("organisations:coordination")), (_("Reports"), "")],
        }
        return render(request, "coordination/reports.html", context)


class ReportView(HubView):
    """One report: what somebody says is wrong, and the answer."""

    access = Access.on_object(is_coordinator)
    object: EntryReport

    def get_object(self) -> EntryReport:
        """Fetch the report by its address."""
        rows = EntryReport.objects.visible_to(self.actor).select_related("organisation", "closed_by")
        return get_visible(rows, pk=self.kwargs["report_id"])

    def get(self, request: HttpRequest, report_id: UUID) -> HttpResponse:
        """Show it."""
        return self.show(CloseReportForm(self.parked()))

    def show(self, form: CloseReportForm) -> HttpResponse:
        """Show the report, with what was written into the form."""
        context = {
            "report": self.object,
            "form": form if self.object.closed_at is None else None,
            "here": reverse("organisations:coordination_report", args=[self.object.pk]),
            "trail": [
                (_("Coordination"), reverse("organisations:coordination")),
                (_("Reports"), reverse("organisations:coordination_reports")),
                (self.object.organisation.name, ""),
            ],
        }
        return render(self.request, "coordination/report.html", context)


class CloseReportView(ReportView):
    """Close a report."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, report_id: UUID) -> HttpResponseBase:
        """Close it once."""
        if self.object.closed_at is not None:
            messages.info(request, _("This report is closed already."))
            return redirect("organisations:coordination_report", self.object.pk)
        form = CloseReportForm(request.POST)
        if not form.is_valid():
            return self.show(form)
        answer = form.cleaned_data["what_was_done"]
        close_report(report_id=self.object.pk, what_was_done=answer, by=self.actor, now=timezone.now())
        told = _("Closed. The person who told us gets your words by e-mail.")
        messages.success(request, told if self.object.reply_to else _("Closed. Nobody left an address for an answer."))
        return redirect("organisations:coordination_reports")
