"""Addresses of practice: where organisations write it down, and where curators answer it."""

from django.urls import URLPattern, path

from evidence.views import curation, ours, writing

_OURS = "library/ours/<slug:organisation>/"
_ITEM = f"{_OURS}<slug:slug>/"
_DESK = "coordination/library/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path(_OURS, ours.OursView.as_view(), name="ours"),
    path(f"{_OURS}share/", writing.ShareView.as_view(), name="practice_share"),
    path(_ITEM, ours.OverviewView.as_view(), name="practice"),
    path(f"{_ITEM}edit/<slug:step>/", writing.EditView.as_view(), name="practice_edit"),
    path(f"{_ITEM}preview/", writing.PreviewView.as_view(), name="practice_preview"),
    path(f"{_ITEM}send/", ours.SendView.as_view(), name="practice_send"),
    path(f"{_ITEM}submit/", ours.SubmitView.as_view(), name="practice_submit"),
    path(f"{_ITEM}take-back/", ours.TakeBackView.as_view(), name="practice_take_back"),
    path(f"{_ITEM}revise/", ours.ReviseView.as_view(), name="practice_revise"),
    path(f"{_ITEM}ask-delete/", ours.AskDeleteView.as_view(), name="practice_ask_delete"),
    path(f"{_ITEM}delete/", ours.DeleteView.as_view(), name="practice_delete"),
    path("coordination/library/", curation.QueueView.as_view(), name="curation"),
    path(_DESK, curation.CurationItemView.as_view(), name="curation_item"),
    path(f"{_DESK}ask-change/", curation.AskChangeView.as_view(), name="curation_ask"),
    path(f"{_DESK}publish/", curation.PublishView.as_view(), name="curation_publish"),
]
