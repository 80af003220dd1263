"""Blocking at a boundary: the throughput of stations in a line with little or no room between them.

Source: Hunt (1956) for exponential stations; a station whose next place is full keeps its finished job.
"""

from __future__ import annotations

from orgsim.theory import checks
from orgsim.theory.linear import solve

State = tuple[int, ...]
IDLE, BUSY, BLOCKED = 0, 1, 2


def pair_throughput(first_rate: float, second_rate: float, buffer: int) -> float:
    """Return jobs a unit of time through two exponential stations, the first never short of work.

    ``buffer`` places lie between them. Rates are in jobs a unit of time. Raises ``ValueError``.
    """
    checks.positive("first rate", first_rate)
    checks.positive("second rate", second_rate)
    checks.whole("buffer", buffer, 0)
    ratio = first_rate / second_rate
    # Jobs past the first service: 0 to buffer + 2, the last of them blocking the first station.
    weights = [ratio**n for n in range(buffer + 3)]
    return second_rate * (1 - weights[0] / sum(weights))


def line_throughput(rates: tuple[float, ...]) -> float:
    """Return jobs a unit of time through exponential stations in a line with no room between them.

    The first station is never short of work. Exact, by solving the Markov chain: for up to about six
    stations.
    """
    checks.whole("number of stations", len(rates))
    for rate in rates:
        checks.positive("rate", rate)
    start = (BUSY,) + (IDLE,) * (len(rates) - 1)
    states, position = [start], {start: 0}
    moves: list[tuple[int, int, float]] = []
    for state in states:
        for station in (i for i, mode in enumerate(state) if mode == BUSY):
            after = _finish(state, station)
            if after not in position:
                position[after] = len(states)
                states.append(after)
            moves.append((position[state], position[after], rates[station]))
    chances = _steady(len(states), moves)
    return rates[-1] * sum(p for p, state in zip(chances, states, strict=True) if state[-1] == BUSY)


def _finish(state: State, station: int) -> State:
    """Return the state after ``station`` finishes its job, with everything this lets move on."""
    modes = list(state)
    modes[station] = BLOCKED
    for i in range(station, -1, -1):
        if modes[i] != BLOCKED or (i + 1 < len(modes) and modes[i + 1] != IDLE):
            break
        if i + 1 < len(modes):
            modes[i + 1] = BUSY
        modes[i] = BUSY if i == 0 else IDLE
    return tuple(modes)


def _steady(size: int, moves: list[tuple[int, int, float]]) -> list[float]:
    """Return the steady state of a chain given as (from, to, rate), the total of 1 replacing one balance."""
    balance = [[0.0] * size for _ in range(size)]
    for source, target, rate in moves:
        balance[target][source] += rate
        balance[source][source] -= rate
    balance[0] = [1.0] * size
    return solve(balance, [1.0] + [0.0] * (size - 1))
