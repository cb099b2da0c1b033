"""Addresses of the coordinators' pages about people, included by `pages.urls`."""

from django.urls import path

from lero_hub.pages.views import people

urlpatterns = [
    path("coordination/people/", people.PeopleView.as_view(), name="people"),
    path("coordination/people/<uuid:person>/", people.PersonView.as_view(), name="person"),
    path("coordination/people/<uuid:person>/grant/", people.GrantView.as_view(), name="person_grant"),
    path("coordination/people/<uuid:person>/roles/<uuid:grant>/end/", people.EndView.as_view(), name="person_end_role"),
]
