"""LERO Hub: the project, and the kernel that every app stands on."""

from lero_hub.celery import app as celery_app

__all__ = ["celery_app"]
