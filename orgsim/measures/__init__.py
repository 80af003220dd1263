"""Measures: from what happened in a replication to tidy numbers with a documented meaning."""

from __future__ import annotations

from orgsim.measures.listing import Definition, definitions
from orgsim.measures.tidy import Measured, Row, measure, measure_all, series

__all__ = ["Definition", "Measured", "Row", "definitions", "measure", "measure_all", "series"]
