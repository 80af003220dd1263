"""When to pool queues and when not to.

Source of the comparison of mixed jobs: van Dijk and van der Sluis (2008); the value of the pooled queue is
computed here exactly from its Markov chain.
"""

from __future__ import annotations

from orgsim.theory import checks
from orgsim.theory.linear import solve
from orgsim.theory.queues import erlang_c, pollaczek_khinchine

Square = list[list[float]]


def break_even_failure(servers: int, load: float) -> float:
    """Return the extra failure demand at which one pooled queue is no faster than ``servers`` separate ones.

    Separate queues are M/M/1 at ``load`` (strictly between 0 and 1) without failure demand; the pooled M/M/c
    repeats each job with the probability returned. Times are to finish a job for good. Raises ``ValueError``.
    """
    checks.whole("servers", servers, 2)
    checks.inside("load", load)
    separate = 1 / (1 - load)

    def gap(failure: float) -> float:
        return erlang_c(servers * load / (1 - failure), 1.0, servers).time / (1 - failure) - separate

    return checks.root(gap, 0.0, (1 - load) * (1 - 1e-12))


def separate_wait(load: float, first_mean: float, second_mean: float) -> float:
    """Return the mean wait over all jobs when two kinds have one M/M/1 server each at ``load``.

    Weighted by the numbers of jobs, which are inverse to the means. Raises ``ValueError``, ``UnstableError``.
    """
    rates = [load / first_mean, load / second_mean]
    waits = [pollaczek_khinchine(rate, load / rate, 1.0).queue_wait for rate in rates]
    return sum(r * w for r, w in zip(rates, waits, strict=True)) / sum(rates)


def mixed_pool_wait(load: float, first_mean: float, second_mean: float) -> float:
    """Return the mean wait when two servers share both kinds of job, first come first served (M/H2/2).

    Each kind brings the work of ``load`` servers. Exact: levels of the chain are numbers in the system,
    phases are how many of the two jobs in service are of the first kind. Raises ``ValueError``,
    ``UnstableError``.
    """
    checks.positive("first mean", first_mean)
    checks.positive("second mean", second_mean)
    checks.stable(load)
    rates, mu = (load / first_mean, load / second_mean), (1 / first_mean, 1 / second_mean)
    arrival = sum(rates)
    mix = (rates[0] / arrival, rates[1] / arrival)
    up, local, down = _levels(arrival, mix, mu)
    ratio = _ratio_matrix(up, local, down)
    start = _boundary(arrival, mix, mu, ratio, down)
    # Waiting jobs at level n >= 2 number n - 2, and level n has probability start @ ratio^(n-2).
    gap = [[float(i == j) - ratio[i][j] for j in range(3)] for i in range(3)]
    once = solve(_transpose(gap), start)
    twice = solve(_transpose(gap), once)
    waiting = sum(t - o for t, o in zip(twice, once, strict=True))
    return waiting / arrival


def _levels(arrival: float, mix: tuple[float, float], mu: tuple[float, float]) -> tuple[Square, Square, Square]:
    """Return rates up a level, out of a phase and down a level; phase: jobs of kind 1 in service."""
    down = [[0.0] * 3 for _ in range(3)]
    for ones in range(3):
        # A finished job is replaced from the queue by a job of either kind.
        for kind, busy in ((0, ones), (1, 2 - ones)):
            left = ones - (kind == 0)
            if busy:
                down[ones][left + 1] += busy * mu[kind] * mix[0]
                down[ones][left] += busy * mu[kind] * mix[1]
    up = [[arrival * (i == j) for j in range(3)] for i in range(3)]
    local = [[-(arrival + sum(down[i])) * (i == j) for j in range(3)] for i in range(3)]
    return up, local, down


def _ratio_matrix(up: Square, local: Square, down: Square) -> Square:
    """Return the least solution R of ``up + R local + R^2 down = 0`` by repeated substitution (Neuts)."""
    ratio = [[0.0] * 3 for _ in range(3)]
    for _ in range(200_000):
        square = _times(_times(ratio, ratio), down)
        new = [[(up[i][j] + square[i][j]) / -local[j][j] for j in range(3)] for i in range(3)]
        change = max(abs(new[i][j] - ratio[i][j]) for i in range(3) for j in range(3))
        ratio = new
        if change < 1e-16:
            break
    return ratio


def _boundary(
    arrival: float, mix: tuple[float, float], mu: tuple[float, float], ratio: Square, down: Square
) -> list[float]:
    """Return the probabilities of the three phases with exactly two jobs present, everything normalised."""
    balance = _boundary_rates(arrival, mix, mu)
    for i in range(6):
        balance[i][i] -= sum(balance[i]) + (arrival if i > 2 else 0.0)
    # Level 3 sends back to level 2 what R says it holds.
    for i, row in enumerate(_times(ratio, down)):
        for j in range(3):
            balance[3 + i][3 + j] += row[j]
    # One balance equation is redundant: the total of 1 takes its place.
    gap = [[float(i == j) - ratio[i][j] for j in range(3)] for i in range(3)]
    equations = _transpose(balance)
    equations[0] = [1.0, 1.0, 1.0, *solve(gap, [1.0, 1.0, 1.0])]
    return solve(equations, [1.0, 0.0, 0.0, 0.0, 0.0, 0.0])[3:]


def _boundary_rates(arrival: float, mix: tuple[float, float], mu: tuple[float, float]) -> Square:
    """Return rates between: empty; one job of kind 1; one of kind 2; two jobs with 0, 1, 2 of kind 1."""
    rate = [[0.0] * 6 for _ in range(6)]
    for kind in (0, 1):
        rate[0][1 + kind] = arrival * mix[kind]
        rate[1 + kind][0] = mu[kind]
        for new in (0, 1):
            rate[1 + kind][3 + (kind == 0) + (new == 0)] += arrival * mix[new]
    rate[3][2] = 2 * mu[1]
    rate[4][1], rate[4][2] = mu[1], mu[0]
    rate[5][1] = 2 * mu[0]
    return rate


def _times(a: Square, b: Square) -> Square:
    """Return the matrix product."""
    return [[sum(x * y for x, y in zip(row, column, strict=True)) for column in zip(*b, strict=True)] for row in a]


def _transpose(a: Square) -> Square:
    """Return the transpose."""
    return [list(column) for column in zip(*a, strict=True)]
