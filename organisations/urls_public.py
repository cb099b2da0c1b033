"""Addresses that everybody may open: the directory, areas, exports and feeds.

A profile shows what other apps know as well, so `lero_hub.pages` adds it (`lero_hub/urls.py`).
"""

from django.urls import path

from organisations.views import areas, directory, feeds, report_entry

urlpatterns = [
    path("directory/", directory.DirectoryView.as_view(), name="directory"),
    path("directory/export.csv", feeds.DirectoryExportView.as_view(), name="directory_export"),
    path("directory/feed.atom", feeds.DirectoryFeedView.as_view(), name="directory_feed"),
    path("directory/<slug:slug>/logo.webp", directory.LogoView.as_view(), name="logo"),
    path("directory/<slug:slug>/report/", report_entry.ReportEntryView.as_view(), name="report"),
    path("areas/", areas.AreasView.as_view(), name="areas"),
    path("areas/export.csv", feeds.AreasExportView.as_view(), name="areas_export"),
    path("areas/<slug:code>/", areas.AreaView.as_view(), name="area"),
]
