"""Experiments: variants x replications, run side by side and kept in a run folder.

``run_experiment`` (in ``runner``) runs one; ``open_run`` reads one back.
"""

from __future__ import annotations

from orgsim.experiment.errors import StoreError
from orgsim.experiment.records import Definition, Key, Row, VariantInfo
from orgsim.experiment.run import Run, open_run

__all__ = ["Definition", "Key", "Row", "Run", "StoreError", "VariantInfo", "open_run"]
