"""Colours can be told apart: on white, in grey, and with the three kinds of colour blindness."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from orgsim.plots.colours import FAINT, FOUR, INK, LOOKS, PAIR, PAPER, QUIET, contrast, ink_on
from orgsim.plots.organisation_key import OVERLOAD, STEPS
from orgsim.plots.where_time_goes import KINDS

# Machado, Oliveira and Fernandes (2009), severity 1.0, on linear RGB.
MACHADO = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


def lab(colour: str, sight: str) -> np.ndarray:
    rgb = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    seen = np.clip(MACHADO[sight] @ linear, 0, 1)
    x, y, z = (XYZ @ seen) / np.array([0.95047, 1.0, 1.08883])
    f = [value ** (1 / 3) if value > 216 / 24389 else (841 / 108) * value + 4 / 29 for value in (x, y, z)]
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def closest(colours: tuple[str, ...], sight: str) -> float:
    """The smallest CIE76 distance between any two."""
    pairs = itertools.combinations(colours, 2)
    return min(float(np.linalg.norm(lab(one, sight) - lab(other, sight))) for one, other in pairs)


def test_every_variant_stands_out_from_white() -> None:
    assert min(contrast(colour, PAPER) for colour in FOUR) >= 3.0


@pytest.mark.parametrize("sight", MACHADO)
def test_the_pair_is_far_apart_for_everyone(sight: str) -> None:
    assert closest(PAIR, sight) >= 80


def test_the_pair_is_apart_in_grey() -> None:
    assert abs(lab(PAIR[0], "normal")[0] - lab(PAIR[1], "normal")[0]) >= 30


@pytest.mark.parametrize(("sight", "least"), [("normal", 50), ("protan", 10), ("deutan", 25), ("tritan", 35)])
def test_four_colours_keep_the_distances_known_for_them(sight: str, least: float) -> None:
    assert closest(FOUR, sight) >= least


def test_where_colour_may_fail_line_marker_and_hatch_do_not() -> None:
    assert LOOKS[0].colour == "#12436D"
    assert LOOKS[1].colour == "#F46A25"
    assert len({look.marker for look in LOOKS}) == 4
    assert len({look.line for look in LOOKS[1:]}) == 3


def test_text_reads_on_every_colour_it_stands_on() -> None:
    for colour in (*FOUR, *(colour for _, colour, _ in KINDS)):
        assert contrast(ink_on(colour), colour) >= 4.5
    assert contrast(INK, PAPER) >= 7
    assert contrast(QUIET, PAPER) >= 4.5
    assert contrast(FAINT, PAPER) < 2, "the grid must stay behind the data"


def test_contrast_is_that_of_the_published_definition() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("sight", MACHADO)
def test_loads_of_positions_are_told_apart_from_each_other_and_from_none(sight: str) -> None:
    """Neighbours on the scale, as patches: nothing, each step, more than there is."""
    scale = (PAPER, *(shade for _, shade in STEPS))
    for one, other in itertools.pairwise(scale):
        assert np.linalg.norm(lab(one, sight) - lab(other, sight)) >= 15
    assert np.linalg.norm(lab(scale[-1], sight) - lab(OVERLOAD, sight)) >= 15


def test_names_are_read_on_every_load() -> None:
    assert min(contrast(ink_on(shade), shade) for shade in (PAPER, *(shade for _, shade in STEPS), OVERLOAD)) >= 4.5
