"""Addresses of curators: research and its import."""

from django.urls import URLPattern, path

from evidence.views import importing, research, versions

_ITEM = "curation/research/<slug:slug>/"
_ANY = "curation/items/<slug:slug>/"
_RUN = "curation/import/<uuid:run_id>/"

urlpatterns: list[URLPattern] = [
    path("curation/research/", research.ResearchView.as_view(), name="research"),
    path(_ITEM, research.LabelView.as_view(), name="research_item"),
    path(f"{_ITEM}add/", research.AddView.as_view(), name="research_add"),
    path(f"{_ITEM}ask-delete/", research.AskDeleteView.as_view(), name="research_ask_delete"),
    path(f"{_ITEM}delete/", research.DeleteView.as_view(), name="research_delete"),
    path(f"{_ANY}withdraw/", research.WithdrawView.as_view(), name="withdraw"),
    path(f"{_ANY}restore/", research.RestoreView.as_view(), name="restore"),
    path(f"{_ANY}versions/<int:number>/", versions.VersionView.as_view(), name="version"),
    path(f"{_ANY}notice/", research.NoticeView.as_view(), name="notice"),
    path("curation/import/", importing.ImportView.as_view(), name="import"),
    path(_RUN, importing.ImportPreviewView.as_view(), name="import_preview"),
    path(f"{_RUN}confirm/", importing.ImportConfirmView.as_view(), name="import_confirm"),
]
