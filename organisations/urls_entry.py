"""Addresses of those who write an entry."""

from django.urls import path

from organisations.views import entry, parts, transitions, workspace

urlpatterns = [
    path("organisations/add/", entry.AddView.as_view(), name="add"),
    path("organisations/<slug:slug>/", workspace.WorkspaceView.as_view(), name="workspace"),
    path("organisations/<slug:slug>/edit/<slug:step>/", entry.EditView.as_view(), name="edit"),
    path("organisations/<slug:slug>/places/add/", parts.LocationView.as_view(), name="add_location"),
    path("organisations/<slug:slug>/places/<uuid:part_id>/", parts.LocationView.as_view(), name="location"),
    path(
        "organisations/<slug:slug>/places/<uuid:part_id>/remove/",
        parts.RemoveLocationView.as_view(),
        name="location_remove",
    ),
    path("organisations/<slug:slug>/services/add/", parts.ServiceView.as_view(), name="add_service"),
    path("organisations/<slug:slug>/services/<uuid:part_id>/", parts.ServiceView.as_view(), name="service"),
    path(
        "organisations/<slug:slug>/services/<uuid:part_id>/remove/",
        parts.RemoveServiceView.as_view(),
        name="service_remove",
    ),
    path("organisations/<slug:slug>/logo/", parts.LogoView.as_view(), name="logo_edit"),
    path("organisations/<slug:slug>/logo/remove/", parts.RemoveLogoView.as_view(), name="logo_remove"),
    path("organisations/<slug:slug>/send/", workspace.SendView.as_view(), name="send"),
    path("organisations/<slug:slug>/submit/", transitions.SubmitView.as_view(), name="submit"),
    path("organisations/<slug:slug>/take-back/", transitions.TakeBackView.as_view(), name="take_back"),
    path("organisations/<slug:slug>/confirm/", transitions.ConfirmEntryView.as_view(), name="confirm"),
    path("organisations/<slug:slug>/unlist/ask/", transitions.AskUnlistView.as_view(), name="ask_unlist"),
    path("organisations/<slug:slug>/unlist/", transitions.UnlistView.as_view(), name="unlist"),
    path("organisations/<slug:slug>/relist/", transitions.RelistView.as_view(), name="relist"),
    path("organisations/<slug:slug>/archive/ask/", transitions.AskArchiveView.as_view(), name="ask_archive"),
    path("organisations/<slug:slug>/archive/", transitions.ArchiveView.as_view(), name="archive"),
    path("organisations/<slug:slug>/restore/", transitions.RestoreView.as_view(), name="restore"),
    path("organisations/<slug:slug>/delete/ask/", transitions.AskDeleteView.as_view(), name="ask_delete"),
    path("organisations/<slug:slug>/delete/", transitions.DeleteDraftView.as_view(), name="delete"),
]
