"""Recorded values for variation, supply and change: B15, B17 to B19, B22 and B25."""

from __future__ import annotations

from collections.abc import Iterator

from orgsim.theory import bistability, blocking, funnel, supply, transition
from orgsim.theory.cases.case import Case


def adjusting() -> Iterator[Case]:
    """Yield B15: the variance of adjusting to noise, and the best gain when the process drifts."""
    for rule, drop, variance in (
        (1, 9, "1.000000"),
        (2, 1, "1.000000"),
        (2, 9, "2.000000"),
        (3, 9, "9.000000"),
        (4, 9, "9.000000"),
    ):
        got = funnel.drop_variance(rule, drop)
        yield Case("B15", f"funnel rule {rule}, drop {drop}: variance", got, variance, "Deming (1986)")
    for gain, spread in ((0.25, "1.142857"), (0.5, "1.333333"), (1.0, "2.000000"), (1.5, "4.000000")):
        yield Case("B15", f"gain {gain:g}: variance", funnel.adjusted_variance(gain), spread, "geometric series")
    for drift, best in ((0.01, "0.095125"), (0.1, "0.270156"), (1.0, "0.618034"), (10.0, "0.916080")):
        yield Case("B15", f"drift {drift:g}: best gain", funnel.best_gain(drift), best, "Kalman, steady state")
    for gain, gap in ((0.1, "1.578947"), (0.270156, "1.370156"), (1.0, "2.100000")):
        got = funnel.mean_square_gap(gain, 0.1, 1.0, range(999, 1000))
        yield Case("B15", f"drift 0.1, gain {gain:g}: squared gap", got, gap, "geometric series")


def ordering() -> Iterator[Case]:
    """Yield B17: the bullwhip of one and two stages."""
    chen = "Chen and others (2000)"
    for lead, ratio in ((1, "1.480000"), (2, "2.120000"), (4, "3.880000")):
        yield Case("B17", f"one stage, lead time {lead}", supply.bullwhip((lead,), 5), ratio, chen)
    yield Case("B17", "two stages, bound", supply.bullwhip((2, 2), 5), "4.494400", chen)
    yield Case("B17", "two stages, demand shared", supply.bullwhip((2, 2), 5, shared=True), "3.880000", chen)
    # A simulation once gave 5.125; the convolution of the two filters gives the exact 5.1216.
    yield Case("B17", "two stages, exact", supply.bullwhip_exact((2, 2), 5), "5.121600", "linear filters convolved")


def blocked() -> Iterator[Case]:
    """Yield B18: the throughput of lines with little room between stations."""
    for buffer, rate in ((0, "0.666667"), (1, "0.750000"), (2, "0.800000"), (5, "0.875000")):
        yield Case(
            "B18",
            f"two equal stations, room for {buffer}",
            blocking.pair_throughput(1.0, 1.0, buffer),
            rate,
            "Hunt (1956)",
        )
    for first, second, rate in ((1.0, 0.8, "0.590164"), (2.0, 1.0, "0.857143")):
        got = blocking.pair_throughput(first, second, 0)
        yield Case("B18", f"stations at {first:g} and {second:g}, no room", got, rate, "Hunt (1956)")
    yield Case(
        "B18",
        "three equal stations, no room",
        blocking.line_throughput((1.0, 1.0, 1.0)),
        "0.564103",
        "Hunt (1956)",
    )


def two_states() -> Iterator[Case]:
    """Yield B19: loads that sustain themselves, and the load long after a shock of eight weeks."""
    for design, loads in (
        (0.70, ("0.701", "1.084", "1.575")),
        (0.80, ("0.808", "1.024", "1.800")),
        (0.86, ("0.895", "0.966", "1.935")),
    ):
        kinds = ("good", "unstable", "bad")
        for kind, got, load in zip(kinds, bistability.fixed_points(design), loads, strict=True):
            yield Case("B19", f"design load {design:g}: {kind} fixed point", got, load, "roots found")
    yield Case(
        "B19",
        "design load 0.88: number of fixed points",
        len(bistability.fixed_points(0.88)),
        "1",
        "roots found",
    )
    curve = bistability.FailureCurve()
    for shock, failing in ((0.25, "0.600"), (0.10, "0.109")):
        got = curve.at(bistability.load_after_shock(0.8, shock, 8.0))
        yield Case("B19", f"shock of {shock:.0%}: share failing for ever after", got, failing, "integrated")


def shelf() -> Iterator[Case]:
    """Yield B22: the least waste at a chance of not running out."""
    for variation, wastes in (
        (0.1, ("0.1178", "0.1430", "0.1710")),
        (0.2, ("0.2116", "0.2507", "0.2922")),
        (0.3, ("0.2880", "0.3346", "0.3826")),
    ):
        for availability, waste in zip((0.90, 0.95, 0.98), wastes, strict=True):
            name = f"demand varies by {variation:g}, available {availability:.0%}: waste"
            yield Case("B22", name, supply.waste_share(availability, variation), waste, "newsvendor")


def reorganising() -> Iterator[Case]:
    """Yield B25: weeks until output is back, and until the loss is made good."""
    for gain, dip, tau, crossing, even in (
        (0.10, 0.15, 26.0, "23.824", "58.022"),
        (0.10, 0.15, 52.0, "47.647", "116.044"),
        (0.15, 0.20, 40.0, "33.892", "81.020"),
        (0.05, 0.15, 52.0, "72.087", "203.876"),
    ):
        name = f"gain {gain:g}, dip {dip:g}, tau {tau:g} weeks:"
        yield Case(
            "B25",
            f"{name} back where it was",
            transition.crossing_time(gain, dip, tau),
            crossing,
            "reduced form",
        )
        yield Case("B25", f"{name} made good", transition.break_even_time(gain, dip, tau), even, "reduced form")


FAMILIES = (adjusting, ordering, blocked, two_states, shelf, reorganising)
