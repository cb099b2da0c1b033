"""The columns that items are found by belong to the transaction that made them stale."""

from __future__ import annotations

import pytest

from evidence.workflows.search_document import refresh_many


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_the_columns_are_not_written() -> None:
    with pytest.raises(RuntimeError, match="belong to the transaction"):
        refresh_many([])
