"""The addresses of this app. Editions come last: their addresses start with a name that a file gives."""

from django.urls import URLPattern, URLResolver

from standards import urls_assessment, urls_framework, urls_review, urls_scoring

app_name = "standards"

urlpatterns: list[URLPattern | URLResolver] = [
    *urls_assessment.urlpatterns,
    *urls_review.urlpatterns,
    *urls_scoring.urlpatterns,
    *urls_framework.urlpatterns,
]
