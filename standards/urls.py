"""The addresses of this app: our own words before codes and names that a file gives.

Two pages of a criterion, the public one and the one where it is answered, show the library too, so `lero_hub.pages`
adds them (`lero_hub/urls.py`).
"""

from django.urls import URLPattern, URLResolver

from standards import urls_assessment, urls_framework, urls_review, urls_scoring

app_name = "standards"

urlpatterns: list[URLPattern | URLResolver] = [
    *urls_review.urlpatterns,
    *urls_scoring.urlpatterns,
    *urls_assessment.urlpatterns,
    *urls_framework.urlpatterns,
]
