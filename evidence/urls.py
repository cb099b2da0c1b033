"""The addresses of this app: the public's, those of organisations, and the curators'."""

from django.urls import URLPattern, URLResolver

from evidence import urls_practice, urls_public, urls_research

app_name = "evidence"

urlpatterns: list[URLPattern | URLResolver] = [
    *urls_practice.urlpatterns,
    *urls_public.urlpatterns,
    *urls_research.urlpatterns,
]
