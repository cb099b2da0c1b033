"""Addresses of sealed levels, agreeing, the panel and recognitions."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
