"""The same people for every variant: named random streams and visits drawn before anything happens to them."""

from __future__ import annotations

from orgsim.cohort.cohort import Cohort
from orgsim.cohort.draw import draw_cohort

__all__ = ["Cohort", "draw_cohort"]
