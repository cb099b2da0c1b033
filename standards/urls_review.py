"""Addresses of forming a review: assignments and declarations of interest."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
