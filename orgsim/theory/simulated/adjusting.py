"""Adjusting to noise: Deming's funnel, orders that grow on their way, failure demand that tips (B15, B17, B19)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from orgsim.theory import bistability, funnel, supply
from orgsim.theory.simulated.trial import Check, Trial, drawn

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DROPS, MARBLES = 10, 20_000
DAYS = 40_000


def dropped(rule: int, rng: np.random.Generator) -> Mapping[str, float]:
    """Drop many marbles ten times each under one of Deming's rules; the variance of the last drop."""
    import numpy as np

    noise = rng.standard_normal((DROPS, MARBLES))
    aim, drop = np.zeros(MARBLES), np.zeros(MARBLES)
    for shake in noise:
        drop = aim + shake
        aim = (np.zeros(MARBLES), aim - drop, -drop, drop)[rule - 1]
    return {"variance": float(drop.var())}


def corrected(gain: float, rng: np.random.Generator) -> Mapping[str, float]:
    """Correct a share ``gain`` of every miss of a stable process, for long."""
    import numpy as np

    landed = funnel.drops(2, rng.standard_normal(DAYS).tolist(), gain)
    return {"variance": float(np.var(landed[200:]))}


def ordered(leads: tuple[int, ...], periods: int, rng: np.random.Generator) -> Mapping[str, float]:
    """Let every stage forecast by a moving average and order up to a level; the variance of the last orders to demand's."""
    import numpy as np

    demand = rng.standard_normal(DAYS)
    orders = demand
    for lead in leads:
        orders = _orders(orders, lead, periods)
    return {"ratio": float(np.var(orders) / np.var(demand))}


def _orders(demand: NDArray[np.float64], lead: int, periods: int) -> NDArray[np.float64]:
    """Return demand plus the change of the stock aimed at, which is the lead time's forecast."""
    import numpy as np

    total = np.concatenate(([0.0], demand.cumsum()))
    aimed = lead * (total[periods:] - total[:-periods]) / periods
    placed: NDArray[np.float64] = demand[periods:] + np.diff(aimed)
    return placed


def tipped(shock: float, rng: np.random.Generator) -> Mapping[str, float]:
    """Follow work and failures of an office that does 20,000 jobs a week, two days at a time, for 8 weeks and 150 more.

    First-time work and failures are drawn; the load moves towards the work over capacity in four weeks. The load that the
    theory has at rest is the mean of the last 50 weeks.
    """
    design, curve, capacity, step = 0.8, bistability.FailureCurve(), 20_000.0, 2 / 7
    load, late = bistability.fixed_points(design)[0], []
    for number in range(int(158 / step)):
        first = design * (1 - curve.base) * (1 + (shock if number * step < 8 else 0.0))
        # Every job, first or repeated, fails with the same chance: the jobs done for one that comes are geometric.
        came = int(rng.poisson(first * capacity * step))
        again = int(rng.negative_binomial(max(came, 1), 1 - curve.at(load)))
        load += step / 4 * ((came + again) / (capacity * step) - load)
        if number * step >= 108:
            late.append(load)
    mean = sum(late) / len(late)
    return {"load": mean, "failing": curve.at(mean)}


def marbles() -> Iterator[Trial]:
    """Yield B15."""
    for rule in (1, 2, 3, 4):
        name = f"funnel, rule {rule}, drop {DROPS}"
        theory = funnel.drop_variance(rule, DROPS)
        yield drawn(name, partial(dropped, rule), Check("B15", f"{name}: variance", theory, "variance"))
    for gain in (0.25, 0.5, 1.5):
        name = f"{gain:.0%} of each miss corrected"
        theory = funnel.adjusted_variance(gain)
        yield drawn(name, partial(corrected, gain), Check("B15", f"{name}: variance", theory, "variance"))


def whips() -> Iterator[Trial]:
    """Yield B17: nothing that orgsim simulates orders stock, so the theory's own rule is played out."""
    for name, leads, played, theory in (
        ("one stage, lead time 2", (2,), (2,), supply.bullwhip((2,), 5)),
        ("one stage, lead time 4", (4,), (4,), supply.bullwhip((4,), 5)),
        ("two stages", (2, 2), (2, 2), supply.bullwhip_exact((2, 2), 5)),
        ("two stages that share demand", (2, 2), (4,), supply.bullwhip((2, 2), 5, shared=True)),
    ):
        check = Check("B17", f"{name}: variance of orders to demand's", theory, "ratio")
        yield drawn(f"bullwhip, {name}, {leads}", partial(ordered, played, 5), check)


def tipping() -> Iterator[Trial]:
    """Yield B19: the same office after a small shock and after a larger one."""
    good, _, bad = bistability.fixed_points(0.8)
    for shock, load in ((0.10, good), (0.25, bad)):
        name = f"{shock:.0%} more work for eight weeks"
        # Chance in a curved response moves the mean a little: 0.5% is allowed.
        check = Check("B19", f"{name}: load for ever after", load, "load", allowance=0.005)
        yield drawn(name, partial(tipped, shock), check)


FAMILIES = (marbles, whips, tipping)
