"""Monotone: more fidelity, attention or staff never makes the mean time longer, on the same people."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from tests.structure.runs import times_inside, variant_of

TOLERANCE = 0.01
"""A longer mean by this share of it is let pass: who comes first may change, and a few replications scatter."""
REPLICATIONS = 6

SHOP = (("shop-returns", "base"), ("shop-returns", "systemic"))
BETTER: list[tuple[str, str, str, Sequence[str]]] = [
    *((*one, "organisation.line.fidelity", ("50%", "70%", "90%", "100%")) for one in SHOP),
    *((*one, f"organisation.positions.{who}.attention", ("20%", "40%", "80%", "100%")) for one in SHOP
      for who in ("refund_clerk", "desk_supervisor", "technician_lead", "shop_manager")),
    # Not the assistants: with more of them fewer give up, and whoever gives up has the shortest stay.
    *((*one, "resources.technician.number", ("1", "2", "4")) for one in SHOP),
    *(("regimes/low-traffic", one, "organisation.positions.boss.attention", ("50%", "70%", "100%")) for one in ("star", "tree")),
    *(("regimes/low-traffic", one, "organisation.positions.boss.number", ("1", "2", "3")) for one in ("star", "tree")),
    ("regimes/specialists", "specialists", "organisation.positions.director.attention", ("20%", "50%", "100%")),
    ("regimes/specialists", "specialists", "resources.first_specialist.number", ("3", "4", "6")),
    ("regimes/specialists", "generalists", "resources.generalist.number", ("6", "7", "9")),
    ("regimes/under-managed", "one", "organisation.positions.manager.number", ("1", "2", "3")),
    ("regimes/under-managed", "one", "resources.worker.number", ("8", "10", "12")),
]  # fmt: skip


@cache
def mean_time(name: str, variant: str, setting: str) -> float:
    times = [times_inside(variant_of(name, variant, setting), number) for number in range(REPLICATIONS)]
    return float(np.nanmean(np.concatenate(times)))


@pytest.mark.parametrize(("name", "variant", "path", "values"), BETTER)
def test_more_of_what_helps_never_makes_it_longer(name: str, variant: str, path: str, values: Sequence[str]) -> None:
    means = [mean_time(name, variant, f"{path}={value}") for value in values]
    for less, more in pairwise(means):
        assert more <= less * (1 + TOLERANCE), f"{path}: {means}"


def test_the_levers_do_something() -> None:
    """Most of them shorten the mean; those that nobody waits for may leave it as it is."""
    ends = [
        (mean_time(*one, f"{path}={values[0]}"), mean_time(*one, f"{path}={values[-1]}"))
        for *one, path, values in BETTER
    ]
    assert sum(last < 0.99 * first for first, last in ends) >= len(BETTER) * 2 / 3
