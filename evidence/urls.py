"""The addresses of this app."""

from django.urls import URLPattern, URLResolver

app_name = "evidence"

urlpatterns: list[URLPattern | URLResolver] = []
