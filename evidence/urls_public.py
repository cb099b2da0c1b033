"""Addresses of the library that everybody may open."""

from django.urls import URLPattern, path, re_path

from evidence.views import library, take_away

urlpatterns: list[URLPattern] = [
    path("library/", library.LibraryView.as_view(), name="library"),
    path("library/feed.atom", take_away.LibraryFeedView.as_view(), name="library_feed"),
    re_path(r"^library/export\.(?P<form>ris|bib|json)$", take_away.LibraryExportView.as_view(), name="library_export"),
    path("library/<slug:slug>/", library.ItemView.as_view(), name="item"),
    re_path(
        r"^library/(?P<slug>[-a-zA-Z0-9_]+)/cite\.(?P<form>ris|bib|json)$", take_away.CiteView.as_view(), name="cite"
    ),
]
