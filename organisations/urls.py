"""Addresses of the directory: the public's, a team's, the coordinators'."""

from organisations import urls_coordination, urls_entry, urls_public, urls_team

app_name = "organisations"

urlpatterns = [
    *urls_public.urlpatterns,
    *urls_entry.urlpatterns,
    *urls_team.urlpatterns,
    *urls_coordination.urlpatterns,
]
