"""The search columns are never written on their own. A module of its own: the test ends with empty tables."""

from __future__ import annotations

import pytest

from organisations.workflows.search_document import refresh_many


@pytest.mark.django_db(transaction=True)
def test_a_refresh_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError, match="belong to the transaction"):
        refresh_many([])
