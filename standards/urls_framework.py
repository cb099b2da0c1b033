"""Addresses of frameworks, pledges and an organisation's page of standards."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
