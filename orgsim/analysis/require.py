"""Requirements such as ``four_hour_reported >= 90%``: passed, failed, or not certain yet."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from orgsim.analysis.compare import known_measure
from orgsim.analysis.statistics import Estimate, estimate
from orgsim.experiment import Run

Verdict = Literal["pass", "fail", "inconclusive"]
_FORM = re.compile(r"\s*(?:([a-z][a-z0-9_]*)\s*:\s*)?([a-z][a-z0-9_]*)\s*(>=|<=|≥|≤|>|<)\s*(\S.*?)\s*", re.ASCII)
_SIGNS = {">=": 1, ">": 1, "<=": -1, "<": -1}


class RequirementError(ValueError):
    """A requirement that cannot be read; the message says how to write one."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """``measure`` must be at least (``sign`` 1) or at most (-1) ``bound``; in ``variant``, or in all (None)."""

    text: str
    variant: str | None
    measure: str
    sign: int
    strict: bool
    bound: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a requirement in one variant, and the estimate it was judged by."""

    requirement: Requirement
    variant: str
    found: Estimate
    verdict: Verdict


def parse_requirement(text: str) -> Requirement:
    """Read ``[VARIANT:]MEASURE >= VALUE``; a value is ``90%``, ``4 h``, ``£120`` or a number.

    Raises RequirementError.
    """
    match = _FORM.fullmatch(text.replace("≥", ">=").replace("≤", "<="))
    if match is None:
        raise RequirementError(f"`{text}` is not a requirement: write e.g. `four_hour >= 90%`")
    variant, measure, comparison, value = match.groups()
    return Requirement(text, variant, measure, _SIGNS[comparison], comparison in "<>", read_value(value, text))


def read_value(value: str, text: str) -> float:
    """Read ``90%``, ``4 h``, ``£120`` or a number, of ``text``. Raises RequirementError."""
    from pydantic_core import PydanticCustomError

    from orgsim.scenario.schema.scalars import parse_duration

    try:
        if value.endswith("%"):
            return _finite(float(value[:-1]) / 100)
        if re.search(r"[a-z]", value):
            return parse_duration(value)
        return _finite(float(value.lstrip("£$€").replace(",", "")))
    except (ValueError, PydanticCustomError):
        said = f"`{value}` in `{text}` is not a value: write `90%`, `4 h` or a number"
        raise RequirementError(said) from None


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError
    return value


def check_known(requirement: Requirement, variants: Iterable[str], measures: Iterable[str]) -> None:
    """Raise UnknownMeasureError or RequirementError when it names what is not there."""
    known_measure(requirement.measure, measures)
    if requirement.variant is not None and requirement.variant not in set(variants):
        raise RequirementError(f"`{requirement.text}`: no variant `{requirement.variant}` is compared")


def judge(run: Run, requirement: Requirement, setting: str = "") -> list[Answer]:
    """Judge a requirement in its variant, or in every variant of the run that has the measure."""
    measure = known_measure(requirement.measure, [one.id for one in run.definitions])
    values = run.by_replication(measure, setting=setting)
    chosen = [one.id for one in run.variants if requirement.variant in (None, one.id)]
    found = [(variant, estimate(values[variant].values())) for variant in chosen]
    return [
        Answer(requirement, variant, one, _verdict(requirement, one))
        for variant, one in found
        if values[variant] or requirement.variant
    ]


def _verdict(requirement: Requirement, found: Estimate) -> Verdict:
    """Pass or fail when the whole 95% interval is on one side; one replication is never enough."""
    if math.isnan(found.low):
        return "inconclusive"
    sure, unsure = (found.low, found.high) if requirement.sign > 0 else (-found.high, -found.low)
    bound = requirement.sign * requirement.bound
    if sure > bound or (sure == bound and not requirement.strict):
        return "pass"
    return "fail" if unsure < bound or (unsure == bound and requirement.strict) else "inconclusive"
