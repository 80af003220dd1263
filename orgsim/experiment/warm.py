"""What every worker needs, imported once before workers are made from it."""

from __future__ import annotations

import orgsim.cohort
import orgsim.engine
import orgsim.measures
import orgsim.plan
import orgsim.scenario.schema  # noqa: F401
