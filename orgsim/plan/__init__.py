"""A variant compiled to flat tables, and the one definition of what an operation means."""

from __future__ import annotations

from orgsim.plan.builder import PlanError
from orgsim.plan.compile import compile_plan, moment_number
from orgsim.plan.tables import Plan

__all__ = ["Plan", "PlanError", "compile_plan", "moment_number"]
