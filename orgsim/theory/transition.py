"""A reorganisation gets worse before it gets better: the reduced form of the J-curve.

Output relative to before is ``y(t) = gain (1 - exp(-t/tau)) - dip exp(-t/tau)``.
"""

from __future__ import annotations

import math

from orgsim.theory import checks


def relative_output(time: float, gain: float, dip: float, tau: float) -> float:
    """Return output at ``time`` after the change, as a share above (or below) that of before."""
    checks.positive("tau", tau)
    return gain - (gain + dip) * math.exp(-time / tau)


def crossing_time(gain: float, dip: float, tau: float) -> float:
    """Return when output is back where it was, in the unit of ``tau``; all arguments above 0."""
    _check(gain, dip, tau)
    return tau * math.log((gain + dip) / gain)


def break_even_time(gain: float, dip: float, tau: float) -> float:
    """Return when what was lost has been made good: the total since the change is back at zero."""
    _check(gain, dip, tau)

    def total(time: float) -> float:
        return gain * time - (gain + dip) * tau * -math.expm1(-time / tau)

    return checks.root(total, crossing_time(gain, dip, tau), (gain + dip) / gain * tau)


def _check(gain: float, dip: float, tau: float) -> None:
    """Refuse what has no crossing."""
    for name, value in (("gain", gain), ("dip", dip), ("tau", tau)):
        checks.positive(name, value)


def mean_relearning(horizon: float, takes: float, lost: float, tau: float) -> float:
    """Return the mean of ``takes / (1 - lost e^(-t / tau))`` over t from 0 to ``horizon`` (in the unit of ``tau``).

    It is how long something takes people who begin with the share ``lost`` of what they know gone, and learn it again:
    the integral of 1 / (1 - lost e^(-u)) is u + ln(1 - lost e^(-u)).
    """
    checks.positive("horizon", horizon)
    checks.positive("tau", tau)
    checks.not_negative("takes", takes)
    if not 0 <= lost < 1:
        raise ValueError(f"lost must be at least 0 and below 1; it is {lost!r}")
    gained = math.log1p(-lost * math.exp(-horizon / tau)) - math.log1p(-lost)
    return takes * (1 + tau / horizon * gained)
