"""The scenario format, version 1, as pydantic models; ``Variant`` is the root."""

from __future__ import annotations

from orgsim.scenario.schema.plausible import Plausible
from orgsim.scenario.schema.variant import Experiment, Variant, VariantEntry

__all__ = ["Experiment", "Plausible", "Variant", "VariantEntry"]
