"""Addresses of the coordinators' desk."""

from django.urls import path

from organisations.views import answers, coordination, help_lines, reports

_ENTRY, _LINE = "coordination/entries/<slug:slug>/", "coordination/help-lines/<slug:slug>/"
_REPORT = "coordination/reports/<uuid:report_id>/"

urlpatterns = [
    path("coordination/", coordination.DeskView.as_view(), name="coordination"),
    path("coordination/entries/", coordination.QueueView.as_view(), name="coordination_entries"),
    path("coordination/many-entries/", coordination.BulkView.as_view(), name="coordination_bulk"),
    path(_ENTRY, answers.AnswerView.as_view(), name="coordination_entry"),
    path(f"{_ENTRY}list/", answers.ListView.as_view(), name="coordination_list"),
    path(f"{_ENTRY}list/undo/", answers.UndoListView.as_view(), name="coordination_undo_list"),
    path(f"{_ENTRY}ask/", answers.AskChangeView.as_view(), name="coordination_request_changes"),
    path(f"{_ENTRY}unlist/", answers.TakeOffView.as_view(), name="coordination_unlist"),
    path(f"{_ENTRY}relist/", answers.PutBackView.as_view(), name="coordination_relist"),
    path(f"{_ENTRY}archive/", answers.ShelveView.as_view(), name="coordination_archive"),
    path(f"{_ENTRY}restore/", answers.BringBackView.as_view(), name="coordination_restore"),
    path("coordination/reports/", reports.ReportsView.as_view(), name="coordination_reports"),
    path(_REPORT, reports.ReportView.as_view(), name="coordination_report"),
    path(f"{_REPORT}close/", reports.CloseReportView.as_view(), name="coordination_close_report"),
    path("coordination/help-lines/", help_lines.ListLinesView.as_view(), name="coordination_help_lines"),
    path("coordination/help-lines/add/", help_lines.AddLineView.as_view(), name="coordination_add_help_line"),
    path(_LINE, help_lines.EditLineView.as_view(), name="coordination_help_line"),
    path(f"{_LINE}confirm/", help_lines.ConfirmLineView.as_view(), name="coordination_confirm_help_line"),
    path(f"{_LINE}remove/", help_lines.RemoveLineView.as_view(), name="coordination_remove_help_line"),
]
