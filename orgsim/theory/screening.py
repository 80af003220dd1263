"""Screening by several people: series, parallel and voting; and how long committees take.

Sources: Sah and Stiglitz (1986, 1988) for screening; Flatto and Hahn (1984) for two parallel queues; Nelson
and Tantawi (1988) for the approximation beyond two.
"""

from __future__ import annotations

import math

from orgsim.theory import checks
from orgsim.theory.queues import erlang_c

_STILL, _NOTHING = 1e-9, 1e-15


def polyarchy(approval: float, screens: int) -> float:
    """Return the probability that at least one of ``screens`` independent people approves."""
    _check(approval, screens)
    return 1 - (1 - approval) ** screens


def hierarchy(approval: float, screens: int) -> float:
    """Return the probability that all of ``screens`` independent people approve."""
    _check(approval, screens)
    return approval**screens


def committee(approval: float, members: int, needed: int) -> float:
    """Return the probability that at least ``needed`` of ``members`` independent members approve."""
    _check(approval, members)
    return sum(
        math.comb(members, i) * approval**i * (1 - approval) ** (members - i)
        for i in range(max(needed, 0), members + 1)
    )


def hierarchy_evaluations(approval: float, screens: int) -> float:
    """Return the mean number of evaluations when the first refusal ends the matter."""
    _check(approval, screens)
    return float(sum(approval**i for i in range(screens)))


def polyarchy_evaluations(approval: float, screens: int) -> float:
    """Return the mean number of evaluations when the first approval ends the matter."""
    return hierarchy_evaluations(1 - approval, screens)


def screening_profit(good_share: float, gain: float, loss: float, good: float, bad: float) -> float:
    """Return the mean profit a project when good and bad ones are accepted with ``good`` and ``bad``.

    A share ``good_share`` of projects is good; accepting a good one earns ``gain``, a bad one costs ``loss``.
    """
    for name, value in (("good share", good_share), ("good", good), ("bad", bad)):
        checks.share(name, value)
    return good_share * gain * good - (1 - good_share) * loss * bad


def profit_difference(good_share: float, gain: float, loss: float, good: float, bad: float) -> float:
    """Return the profit of a polyarchy of two less a hierarchy of two (see ``screening_profit``)."""
    return 2 * screening_profit(good_share, gain, loss, good * (1 - good), bad * (1 - bad))


def indifference_ratio(good: float, bad: float) -> float:
    """Return ``good_share*gain / ((1-good_share)*loss)`` above which a polyarchy of two beats a hierarchy."""
    checks.inside("good", good)
    checks.inside("bad", bad)
    return bad * (1 - bad) / (good * (1 - good))


def best_majority(members: int, *, good_share: float, gain: float, loss: float, good: float, bad: float) -> int:
    """Return the number of approvals (1 to ``members``) that earns most; see ``screening_profit``.

    Raises ``ValueError`` unless 0 < bad < good < 1 and the shares and amounts are positive.
    """
    checks.whole("members", members)
    checks.inside("good share", good_share)
    checks.positive("gain", gain)
    checks.positive("loss", loss)
    if not 0 < bad < good < 1:
        raise ValueError(f"approvals must satisfy 0 < bad < good < 1; they are {bad!r} and {good!r}")
    odds = (1 - good_share) * loss / (good_share * gain)
    evidence = math.log(odds) + members * math.log((1 - bad) / (1 - good))
    needed = math.ceil(evidence / math.log(good * (1 - bad) / (bad * (1 - good))))
    return min(max(needed, 1), members)


def sign_off_time(arrival_rate: float, service_rate: float, signers: int) -> float:
    """Return the mean time until all ``signers`` parallel M/M/1 queues have signed (fork and join).

    Exact for one and two; beyond that Nelson and Tantawi's approximation, about 3 % below simulation at a
    load of 0.8. Raises ``UnstableError`` at a load of 1 or more.
    """
    checks.whole("signers", signers)
    single = erlang_c(arrival_rate, service_rate, 1)
    if signers == 1:
        return single.time
    pair = (12 - single.load) / 8 * single.time
    ratio = _harmonic(signers) / _harmonic(2)
    return (ratio + 4 / 11 * (1 - ratio) * single.load) * pair


def quorum_time(members: int, needed: int, rate: float = 1.0) -> float:
    """Return the mean time until ``needed`` of ``members`` idle people answer, each at ``rate``."""
    checks.whole("members", members)
    checks.whole("needed", needed)
    checks.positive("rate", rate)
    if needed > members:
        raise ValueError(f"needed must be at most members ({members}); it is {needed}")
    return sum(1 / (members - i) for i in range(needed)) / rate


def meeting_wait(period: float) -> tuple[float, float]:
    """Return mean and variance of the wait for a meeting every ``period``, from a random moment."""
    checks.positive("period", period)
    return period / 2, period**2 / 12


def agenda_wait(rate: float, period: float, agenda: int) -> float:
    """Return the mean wait for a meeting every ``period`` that settles at most ``agenda`` of the Poisson requests at ``rate``.

    What a sitting leaves over follows ``left' = max(left + Poisson(rate period) - agenda, 0)``; by Little's law the wait is
    ``period / 2 + E[left] / rate`` (a queue with bulk service: Bailey 1954). Raises ``UnstableError`` unless
    ``rate period < agenda``.
    """
    checks.positive("rate", rate)
    checks.positive("period", period)
    coming = rate * period
    if coming >= agenda:
        raise checks.UnstableError(
            f"{coming:g} come between sittings that settle {agenda}: what is left grows for ever"
        )
    most = int(coming + 12 * math.sqrt(coming) + 12)
    chance = [_poisson(coming, number) for number in range(most)]
    size = int(agenda + 40 * coming / (agenda - coming)) + most
    left = [1.0] + [0.0] * (size - 1)
    mean, before = 0.0, -1.0
    while abs(mean - before) > _STILL * (1 + mean):
        left, before = _after_sitting(left, chance, agenda), mean
        mean = sum(number * share for number, share in enumerate(left))
    return period / 2 + mean / rate


def _poisson(mean: float, number: int) -> float:
    return math.exp(number * math.log(mean) - mean - math.lgamma(number + 1))


def _after_sitting(left: list[float], chance: list[float], agenda: int) -> list[float]:
    """Return the distribution of what the next sitting leaves over; beyond the end of the list nothing is counted."""
    found = [0.0] * len(left)
    for waiting, share in enumerate(left):
        if share > _NOTHING:
            for come, likely in enumerate(chance):
                found[min(max(waiting + come - agenda, 0), len(left) - 1)] += share * likely
    return found


def decision_value(correct: float, wait: float, drift: float) -> float:
    """Return ``(2 correct - 1) exp(-drift wait)``: 1 for right at once, fading as the world drifts."""
    checks.share("correct", correct)
    return (2 * correct - 1) * math.exp(-drift * wait)


def indifference_drift(slow: tuple[float, float], fast: tuple[float, float]) -> float:
    """Return the drift above which the fast decider is worth more than the slow, better one.

    Each decider is (probability correct above 1/2, mean wait); the drift is per unit of the wait. Raises
    ``ValueError`` unless the slow decider waits longer.
    """
    (slow_correct, slow_wait), (fast_correct, fast_wait) = slow, fast
    if not slow_wait > fast_wait:
        raise ValueError("the slow decider must wait longer than the fast one")
    if min(slow_correct, fast_correct) <= 0.5:
        raise ValueError("both deciders must be right more than half the time")
    return math.log((2 * slow_correct - 1) / (2 * fast_correct - 1)) / (slow_wait - fast_wait)


def _harmonic(n: int) -> float:
    """Return 1 + 1/2 + ... + 1/n."""
    return sum(1 / i for i in range(1, n + 1))


def _check(approval: float, screens: int) -> None:
    """Refuse a probability outside 0 to 1 and fewer than one screen."""
    checks.share("approval", approval)
    checks.whole("screens", screens)
