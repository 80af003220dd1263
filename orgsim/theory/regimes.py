"""Which of two structures is better, and where that turns: the closed forms behind the scenarios ``regimes/...``.

Every regime has the figures of its scenario: a change of either must be made in both, and a test holds them together.
Times are minutes. Sources are those of the modules that are used.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from orgsim.theory import checks, funnel, graphs, pooling, transition
from orgsim.theory import regime_decisions as good
from orgsim.theory.queues import erlang_c

DAY = 1440.0
WEEK = 7 * DAY


@dataclass(frozen=True, slots=True)
class Regime:
    """``structures``: variant to the mean of ``measure`` as a function of the parameter, the first two those that change places.

    ``parameter`` says what is varied, ``points`` where the experiment of the scenario does. ``bounds`` hold the crossover.
    """

    parameter: str
    structures: Mapping[str, Callable[[float], float]]
    points: tuple[float, ...]
    bounds: tuple[float, float]
    measure: str = "time_inside"
    better: Literal["lower", "higher"] = "lower"

    @property
    def crossover(self) -> float:
        """The value of the parameter at which the first two structures are equally good."""
        first, second = list(self.structures.values())[:2]
        return checks.root(lambda x: first(x) - second(x), *self.bounds)

    def winner(self, point: float) -> str:
        """Return the variant whose mean is best. Raises ``UnstableError`` where one has none."""
        best = min if self.better == "lower" else max
        return best(self.structures, key=lambda variant: self.structures[variant](point))


def _mean_time(every: float, takes: float, servers: int) -> float:
    """Return the mean time at M/M/c: one comes each ``every`` minutes on average, and it ``takes`` as long."""
    return erlang_c(1 / every, 1 / takes, servers).time


def _star(per_day: float) -> float:
    import networkx as nx

    return 6 * graphs.message_delay(nx.star_graph(6), per_day * 6 / DAY / 7)


def _tree(per_day: float) -> float:
    import networkx as nx

    return 6 * graphs.message_delay(nx.balanced_tree(2, 2), per_day * 6 / DAY / 7)


def _ten_desks(_again: float) -> float:
    return _mean_time(7.5, 6, 1)


def _one_centre(again: float) -> float:
    return _mean_time(0.75 * (1 - again), 6, 10) / (1 - again)


def _own_clerks(times: float) -> float:
    return 10 * (pooling.separate_wait(0.8, 1, times) + _mean_work(times))


def _shared_clerks(times: float) -> float:
    return 10 * (pooling.mixed_pool_wait(0.8, 1, times) + _mean_work(times))


def _mean_work(times: float) -> float:
    """Return the mean length of a job when each kind brings the same work and the first takes 1."""
    return 2 / (1 + 1 / times)


def _manager(per_day: float) -> float:
    return _mean_time(DAY / per_day, 4 * 60 / 0.25, 1)


def _committee(_per_day: float) -> float:
    return WEEK / 2


def _specialists(share: float) -> float:
    asking = _mean_time(10 / share, 30 / 0.5, 1) + _mean_time(10 / share, 10, 1)
    return 2 * _mean_time(10, 20, 3) + 6 + share * asking


def _generalists(share: float) -> float:
    return 2 * _mean_time(5, 25, 6) + share * _mean_time(10 / share, 10, 1)


def _managed(managers: int, workers: int) -> Callable[[float], float]:
    """A manager costs two workers; a share of the jobs asks before the work is done."""

    def time(share: float) -> float:
        return share * _mean_time(10 / share, 25, managers) + _mean_time(10, 70, workers)

    return time


def _apart(_weeks: float) -> float:
    return 60 + 6


def _moved(weeks: float) -> float:
    return transition.mean_relearning(weeks, 60, 0.2, 26)


_CHANCE = 0.10**2 + (1 + 0.5**2) / (7 * 245)
"""Variance of a week's work by itself: its level, and as many claims of such lengths (a compound Poisson sum)."""


def _reviewed(gain: float) -> Callable[[float], float]:
    """52 weeks after the first four; the number is corrected by the share ``gain`` of each gap."""
    return lambda step: funnel.mean_square_gap(gain, step**2, _CHANCE, range(4, 56), math.exp(-1 / 8))


REGIMES: dict[str, Regime] = {
    "costly-yes": Regime(
        "£ lost by a wrong yes",
        {"parallel": good.screened(series=False), "series": good.screened(series=True)},
        (500, 1000, 3000),
        (1, 10_000),
        "cost_per_visit",
    ),
    "outside-effects": Regime(
        "sd of effects on others",
        {"local": good.local, "central": good.central},
        (0.3, 0.8, 2),
        (0, 5),
        "decision_value_mean",
        "higher",
    ),
    "expert-centre": Regime(
        "drift an hour",
        {"centre": good.far_centre, "spot": good.near},
        (0, 0.01, 0.05),
        (0, 1),
        "decision_accuracy",
        "higher",
    ),
    "cheap-information": Regime(
        "minutes that a problem takes",
        {"expert": good.expert, "spot": good.spot},
        (10, 20, 28),
        (1, 29.9),
        "decision_accuracy",
        "higher",
    ),
    "empowerment": Regime(
        "hardest problem mastered in front",
        {"narrow": good.authority(0.5), "wide": good.authority(1.5)},
        (0.3, 0.7, 1.5),
        (0.1, 3),
        "decision_accuracy",
        "higher",
    ),
    "low-traffic": Regime("questions a day", {"star": _star, "tree": _tree}, (84, 168, 252), (1, 279)),
    "pooling": Regime(
        "share that comes back", {"pooled": _one_centre, "separate": _ten_desks}, (0.10, 0.15, 0.19), (0, 0.199)
    ),
    "specialists": Regime(
        "share that needs a word",
        {"specialists": _specialists, "generalists": _generalists},
        (0.02, 0.06, 0.14),
        (0.001, 0.166),
    ),
    "under-managed": Regime(
        "share that needs a decision",
        {"one": _managed(1, 12), "two": _managed(2, 10), "three": _managed(3, 8)},
        (0.10, 0.15, 0.30),
        (0.01, 0.399),
    ),
    "short-horizon": Regime("weeks after the change", {"apart": _apart, "moved": _moved}, (13, 26, 104), (1, 1000)),
    "urgent-decision": Regime(
        "requests a day", {"manager": _manager, "committee": _committee}, (0.6, 1.0, 1.35), (0.01, 1.499)
    ),
    "drifting-demand": Regime(
        "share by which demand drifts in a week",
        {"left_alone": _reviewed(0), "followed": _reviewed(1)},
        (0, 0.03, 0.12),
        (0.001, 0.5),
        "review_gap_squared",
    ),
    "work-types": Regime("times as long", {"shared": _shared_clerks, "each_kind": _own_clerks}, (1, 4, 12), (1, 100)),
}
"""By the name of the scenario in the folder ``regimes``."""
