"""The type of every text that a person may read: plain, or translated when shown."""

from typing import TypeAlias

from django.utils.functional import Promise

Words: TypeAlias = str | Promise
