"""The comparison of traces itself: it sees every field, and every bit of it."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import Any

import numpy as np
import pytest

from orgsim.engine.trace import Requests, Trace, Use
from tests.engine.equality import assert_same_trace

PARTS = {"requests": Requests, "pools": Use, "positions": Use}
NAMES = [
    *(field.name for field in fields(Trace) if field.name not in PARTS),
    *(f"{part}.{field.name}" for part, kind in PARTS.items() for field in fields(kind)),
]


@pytest.fixture
def trace(shop, run) -> Trace:
    """A run with requests, a target, people who change at a midnight and a review, so that no field is empty."""
    variant = shop("""
calendar: {length: 2 days}
organisation:
  layers: [front]
  people: {load: {}}
  positions: {boss: {unit: shop, layer: front}}
  decisions: {yes: {held_by: boss, asked_by: boss, effort: 1 min}}
pathway: {till: {asks: yes}}
resources: {clerk: {reviewed: {happens: "every day at 12:00", gain: 0%}}}
targets: {quick: {owner: boss, clock: {stops: {begins: [till]}}, within: 10 min, goal: 90%}}
""")
    return run(variant)[0]


def _get(trace: Any, name: str) -> Any:
    for part in name.split("."):
        trace = getattr(trace, part)
    return trace


def _with(trace: Any, name: str, value: Any) -> Any:
    part, _, rest = name.partition(".")
    return replace(trace, **{part: _with(getattr(trace, part), rest, value) if rest else value})


def test_a_trace_is_the_same_as_itself(trace):
    assert_same_trace(trace, _with(trace, "arrived", trace.arrived.copy()))
    assert not any(is_dataclass(_get(trace, name)) for name in NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_change_of_any_field_is_seen_and_named(trace, name):
    value = _get(trace, name)
    changed = value + 1 if not isinstance(value, np.ndarray) else value.copy()
    if isinstance(value, np.ndarray):
        assert value.size, name
        changed.flat[-1] = 7
    with pytest.raises(AssertionError, match=name.replace(".", r"\.")):
        assert_same_trace(trace, _with(trace, name, changed))


@pytest.mark.parametrize(
    "change",
    [
        lambda array: np.where(array == 0, -0.0, array),  # the sign of a zero
        lambda array: np.nextafter(array, np.inf),  # the last bit
        lambda array: array.astype(np.float32),
        lambda array: array[:-1],
        lambda array: np.where(np.isnan(array), 0.0, array),
    ],
)
def test_a_difference_of_one_bit_a_type_or_a_shape_is_seen(trace, change):
    array = np.array([0.0, np.nan, 540.0])
    with pytest.raises(AssertionError, match="departed"):
        assert_same_trace(_with(trace, "departed", array), _with(trace, "departed", change(array)))


def test_the_first_difference_in_time_is_told_first(trace):
    later, sooner = trace.departed.copy(), trace.requests.answered.copy()
    later[-1], sooner[0] = 900.0, 541.5
    other = _with(_with(trace, "departed", later), "requests.answered", sooner)
    with pytest.raises(AssertionError) as caught:
        assert_same_trace(trace, other)
    lines = str(caught.value).splitlines()
    assert lines[2].strip().startswith("requests.answered[0]: 541.0 (0x1.0e80000000000p+9) and 541.5")
