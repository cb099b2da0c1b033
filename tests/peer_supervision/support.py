"""What tests of circles share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from lero_hub.errors import Refused


def refused(code: str, call: Callable[..., Any], **given: Any) -> None:
    """Check that a workflow refuses with a code."""
    with pytest.raises(Refused) as found, transaction.atomic():
        call(**given)
    assert found.value.code == code
