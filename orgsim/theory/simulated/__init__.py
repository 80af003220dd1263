"""The closed forms against simulations that do not know them, behind ``orgsim verify --theory``.

``trials()`` gives all of it; ``table(...)`` runs it and judges every row. The tests run and judge the same rows. Wherever
the scenario format can say what a closed form assumes, the simulation is a scenario run by the engine; else it is a
short program that plays those assumptions out.
"""

from __future__ import annotations

from orgsim.theory.simulated.families import trials
from orgsim.theory.simulated.judging import FAMILY_ERROR, Row, Verdict, judge
from orgsim.theory.simulated.running import compared, table, values
from orgsim.theory.simulated.trial import By, Check, Trial

__all__ = ["FAMILY_ERROR", "By", "Check", "Row", "Trial", "Verdict", "compared", "judge", "table", "trials", "values"]
