"""Addresses for machines."""

from django.urls import path

from lero_hub.runtime import views

app_name = "runtime"

urlpatterns = [
    path("healthz", views.HealthzView.as_view(), name="healthz"),
    path("readyz", views.ReadyzView.as_view(), name="readyz"),
]
