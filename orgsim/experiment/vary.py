"""The points of a sweep, from texts such as ``resources.ward_bed.number=190:240:10`` to settings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from math import floor, log10, prod
from typing import Any

from orgsim.experiment.design import Setting, grid, label
from orgsim.scenario.problems import UsageError

MOST_POINTS = 10_000
_NUMBER = r"([+-]?\d+(?:\.\d+)?)"
_RANGE = re.compile(rf"{_NUMBER}\s*:\s*{_NUMBER}(?:\s*:\s*{_NUMBER})?\s*([^\d:,\s][^:,]*)?", re.ASCII)
_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_DIGITS = 4


class VaryError(UsageError):
    """A ``--vary`` that cannot be read or laid out; the message says how to write one."""


@dataclass(frozen=True, slots=True)
class Span:
    """From ``low`` to ``high``, both included, in steps of ``step`` (None: not given); ``unit`` follows a number."""

    low: Decimal
    high: Decimal
    step: Decimal | None
    unit: str

    def steps(self, step: Decimal) -> int:
        """Return how many values there are from ``low`` on, ``step`` apart."""
        return int((self.high - self.low) / step) + 1

    def at(self, share: float) -> str:
        """Return the value that far (0 to 1) between the ends: a step of the span, a whole number, or 4 digits."""
        step = self.step or (Decimal(1) if self._whole else None)
        if step:
            return self._said(self.low + step * min(int(share * self.steps(step)), self.steps(step) - 1))
        width = self.high - self.low
        fine = Decimal(1).scaleb(floor(log10(width)) - _DIGITS + 1)
        return self._said((self.low + width * Decimal(share)).quantize(fine, ROUND_HALF_EVEN))

    def values(self) -> list[str]:
        """Return every value. The step must be given."""
        step = self.step or Decimal(1)
        return [self._said(self.low + step * place) for place in range(self.steps(step))]

    @property
    def _whole(self) -> bool:
        return all(one == one.to_integral_value() for one in (self.low, self.high))

    def _said(self, value: Decimal) -> str:
        return f"{value:f}{self.unit if self.unit == '%' else ' ' + self.unit if self.unit else ''}"


Axis = Span | tuple[Any, ...]
"""What one path takes: a span of numbers, or values as the scenario holds them."""


def read_vary(texts: Iterable[str]) -> dict[str, Axis]:
    """Read ``PATH=a:b:step``, ``PATH=a:b`` (Latin hypercube only) and ``PATH=x,y,z`` texts, in order.

    A span may bear a unit (``2:6:1 h``). Raises VaryError, and SetError for a value that cannot be read.
    """
    found: dict[str, Axis] = {}
    for text in texts:
        path, equals, values = (part.strip() for part in text.partition("="))
        if not equals or not path or not values:
            raise VaryError(f"`{text[:60]}` is not PATH=VALUES. Write e.g. `resources.ward_bed.number=190:240:10`")
        if path in found:
            raise VaryError(f"`{path}` is varied twice: give all its values in one --vary")
        found[path] = _span(text, values) or _listed(path, values)
    return found


def _span(text: str, values: str) -> Span | None:
    match = _RANGE.fullmatch(values)
    if match is None:
        return None
    low, high, step = (Decimal(part) if part is not None else None for part in match.groups()[:3])
    if low is None or high is None or low >= high or (step is not None and step <= 0):
        raise VaryError(f"`{text[:60]}` goes nowhere: write `low:high:step`, the low end first and a step above 0")
    if step is not None and (high - low) / step >= MOST_POINTS:
        raise VaryError(f"`{text[:60]}` is more than {MOST_POINTS} values: take a larger step")
    return Span(low, high, step, (match[4] or "").strip())


def _listed(path: str, values: str) -> tuple[Any, ...]:
    parts = [part.strip() for part in _split(values)]
    if not all(parts):
        raise VaryError(f"`{path}={values[:60]}` has an empty value between its commas")
    if len(set(parts)) < len(parts):
        raise VaryError(f"`{path}={values[:60]}` names a value twice")
    return tuple(_typed(path, part) for part in parts)


def _split(values: str) -> Iterator[str]:
    """Split at the commas that are inside no bracket."""
    depth, begun = 0, 0
    for place, letter in enumerate(values):
        depth += _BRACKETS.get(letter, 0)
        if letter == "," and depth == 0:
            yield values[begun:place]
            begun = place + 1
    yield values[begun:]


def _typed(path: str, value: str) -> Any:
    from orgsim.scenario.variants import parse_settings

    return parse_settings((f"{path}={value}",))[path]


def grid_of(axes: Mapping[str, Axis]) -> tuple[Setting, ...]:
    """Return every combination, the first path slowest. Raises VaryError for a span without a step or too many."""
    for path, axis in axes.items():
        if isinstance(axis, Span) and axis.step is None:
            raise VaryError(f"`{path}={axis.low}:{axis.high}` has no step: write `{path}={axis.low}:{axis.high}:STEP`")
    lists = {path: _values(path, axis) for path, axis in axes.items()}
    _few_enough(prod(len(values) for values in lists.values()))
    return grid(lists)


def _values(path: str, axis: Axis) -> Sequence[Any]:
    return [_typed(path, value) for value in axis.values()] if isinstance(axis, Span) else axis


def latin_hypercube(axes: Mapping[str, Axis], points: int, seed: int) -> tuple[Setting, ...]:
    """Return ``points`` settings, each axis cut into that many equal parts and each part used once.

    McKay, Beckman and Conover (1979). The same seed gives the same points; settings that come out equal (short
    lists) stand once. Raises VaryError.
    """
    _few_enough(points)
    rows = [
        tuple((path, _at(path, axis, share)) for (path, axis), share in zip(axes.items(), row, strict=True))
        for row in shares(len(axes), points, seed)
    ]
    return tuple({label(row): Setting(label(row), row) for row in rows}.values())


def shares(axes: int, points: int, seed: int) -> list[list[float]]:
    """Return ``points`` rows of a Latin hypercube, each a share from 0 to 1 for every axis."""
    import numpy as np

    random = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(0x73776565,))))
    columns = [(random.permutation(points) + random.random(points)) / points for _ in range(axes)]
    return [[float(column[row]) for column in columns] for row in range(points)]


def _at(path: str, axis: Axis, share: float) -> Any:
    if isinstance(axis, Span):
        return _typed(path, axis.at(share))
    return axis[min(int(share * len(axis)), len(axis) - 1)]


def _few_enough(points: int) -> None:
    if points > MOST_POINTS:
        raise VaryError(f"that is {points} settings; the most is {MOST_POINTS}. Take larger steps or --design lhs")
