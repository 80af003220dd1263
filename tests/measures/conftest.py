"""Fixtures of the measures' tests."""

from __future__ import annotations

import pytest

from orgsim.measures.view import View
from tests.measures.shop import shop, view_of


@pytest.fixture
def view() -> View:
    """The hand-made replication of the shop."""
    return view_of(shop())
