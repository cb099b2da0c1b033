"""Which version of an item a person had before them when they pressed a button."""

from django.http import HttpRequest

NO_VERSION = -1
"""Stands for a form that does not say it, so that it counts as out of date."""


def read_version(request: HttpRequest) -> int:
    """Read the version from the form; what is no number counts as out of date."""
    version = request.POST.get("version", "")
    return int(version) if version.isascii() and version.isdigit() and len(version) < 10 else NO_VERSION
