"""Whether what was simulated is what the theory says.

A t-interval over the replications stands behind every row. With k rows that have one, each has level 1 - 5%/k
(Bonferroni), so a right simulator fails somewhere in the table for at most 5% of all choices of seeds. The seeds are
fixed, so the outcome is too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from orgsim.theory.simulated.trial import SAME, By, Check

Verdict = Literal["pass", "fail", "inconclusive"]
FAMILY_ERROR = 0.05


@dataclass(frozen=True, slots=True)
class Row:
    """A check with what was found: the mean of the replications and the half-width of its interval."""

    check: Check
    by: By
    mean: float
    half_width: float
    verdict: Verdict


def judge(check: Check, by: By, values: Sequence[float], compared: int) -> Row:
    """Judge ``check`` by one value a replication, in a table where ``compared`` rows have an interval."""
    if by == "exact":
        mean, half = values[0], 0.0
        slack = SAME * (abs(check.theory) or 1.0)
    else:
        mean, half = interval(values, FAMILY_ERROR / max(compared, 1))
        slack = check.allowance * abs(check.theory)
    return Row(check, by, mean, half, _verdict(check, mean, half, slack))


def interval(values: Sequence[float], error: float) -> tuple[float, float]:
    """Return the mean and the half-width of its t-interval of level ``1 - error``; NaN where a value is missing."""
    import numpy as np
    from scipy.special import stdtrit

    spread = float(np.std(values, ddof=1)) / math.sqrt(len(values))
    return float(np.mean(values)), spread * float(stdtrit(len(values) - 1, 1 - error / 2))


def _verdict(check: Check, mean: float, half: float, slack: float) -> Verdict:
    if not (math.isfinite(mean) and math.isfinite(half)):
        return "fail"
    if check.relation != "=":
        sign = 1 if check.relation == ">" else -1
        room = sign * (mean - check.theory)
        return "pass" if room > half else "fail" if room < -half else "inconclusive"
    if abs(mean - check.theory) > half + slack:
        return "fail"
    return "inconclusive" if half > check.tolerance * (abs(check.theory) or 1.0) else "pass"
