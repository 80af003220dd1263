"""How often a span goes into a time: as ``//`` says, also a hair before and after each boundary."""

from __future__ import annotations

import numpy as np
import pytest

from orgsim.measures.statistics import whole_parts


@pytest.mark.parametrize("span", [360.0, 1440.0, 10080.0, 40320.0])
def test_whole_parts_are_those_of_floor_division(span: float) -> None:
    edges = np.arange(300_000) * span
    times = np.concatenate([edges, np.nextafter(edges[1:], 0.0), np.nextafter(edges, np.inf), edges + span / 3])
    assert np.array_equal(whole_parts(times, span), times // span)


def test_quarters_of_the_day_are_those_of_its_remainder() -> None:
    edges = np.arange(300_000) * 360.0
    times = np.concatenate([edges, np.nextafter(edges[1:], 0.0), np.nextafter(edges, np.inf)])
    assert np.array_equal(whole_parts(times, 360.0) % 4, np.floor(times % 1440.0 / 1440.0 * 4))
