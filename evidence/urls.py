"""The addresses of this app: the public's, and the curators'."""

from django.urls import URLPattern, URLResolver

from evidence import urls_public, urls_research

app_name = "evidence"

urlpatterns: list[URLPattern | URLResolver] = [*urls_public.urlpatterns, *urls_research.urlpatterns]
