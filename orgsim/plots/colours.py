"""Colours of variants and of kinds of time, and the arithmetic that shows they can be told apart.

The palette is the UK Government Analysis Function's for charts. Two variants always get its pair of dark blue and
orange; the third and fourth come with a line style and a marker of their own, since colour alone fails some readers.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

PAIR = ("#12436D", "#F46A25")
FOUR = (*PAIR, "#28A197", "#801650")
INK = "#1A1A1A"
QUIET = "#595959"
FAINT = "#D0D3D6"
PAPER = "#FFFFFF"


class Look(NamedTuple):
    """How one variant is drawn in every picture."""

    colour: str
    line: Literal["-", "--", ":", ""]
    marker: str
    hatch: str


LOOKS = (
    Look(FOUR[0], "-", "o", ""),
    Look(FOUR[1], "-", "s", ""),
    Look(FOUR[2], "--", "^", "//"),
    Look(FOUR[3], ":", "D", ".."),
)


def luminance(colour: str) -> float:
    """Relative luminance (0-1) of ``#rrggbb`` as WCAG 2.2 defines it."""
    red, green, blue = (_linear(int(colour[place : place + 2], 16) / 255) for place in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (1-21) of two colours as WCAG 2.2 defines it."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """The text colour, dark or white, that reads better on ``colour``."""
    return INK if contrast(INK, colour) >= contrast(PAPER, colour) else PAPER


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
