"""The addresses of this app."""

from django.urls import URLPattern, URLResolver

app_name = "peer_supervision"

urlpatterns: list[URLPattern | URLResolver] = []
