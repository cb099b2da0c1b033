"""The app of standards: frameworks, pledges, assessments, reviews, recognitions."""

from django.apps import AppConfig


class StandardsConfig(AppConfig):
    """Frameworks, pledges, self-assessment, review by people with lived experience, and recognition."""

    name = "standards"
    label = "standards"
