"""The plain values of YAML 1.2's core schema, less its traps.

``12:30``, ``010``, ``0x1F``, ``NO``, ``on`` and dates stay text; numbers are decimal; NaN, infinities and
numbers too large to hold are refused.
"""

from __future__ import annotations

import math
import re

Scalar = str | int | float | bool | None

_WORDS: dict[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True,
    "false": False, "False": False, "FALSE": False,
}  # fmt: skip
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]*)", re.ASCII)
_DECIMAL = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", re.ASCII)
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)", re.ASCII)
_MOST_DIGITS = 15


class NumberError(ValueError):
    """A number that cannot be held; the message is for the reader of the file."""


def resolve(text: str) -> Scalar:
    """Return what an unquoted value means. Raises NumberError for NaN, infinities and numbers too large."""
    if text in _WORDS:
        return _WORDS[text]
    if _NOT_FINITE.fullmatch(text):
        raise NumberError(f"`{text}` is not a number orgsim can use")
    if _WHOLE.fullmatch(text):
        if len(text.lstrip("+-")) > _MOST_DIGITS:
            raise NumberError(f"a number of {len(text)} digits is too large")
        return int(text)
    if _DECIMAL.fullmatch(text):
        return _decimal(text)
    return text


def _decimal(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise NumberError("this number is too large")
    return number
