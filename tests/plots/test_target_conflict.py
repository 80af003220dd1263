"""The matrix of targets: what is drawn, in which colours, and what it says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.patches import Rectangle

from orgsim.plots import target_conflict
from orgsim.plots.colours import contrast, ink_on
from orgsim.plots.picture import Picture
from orgsim.plots.source import Results
from orgsim.plots.target_conflict import MOST_COLUMNS, MOST_ROWS, draw, extract
from tests.plots import made_up
from tests.plots.test_pictures import HOSTILE, outside, texts


def picture(results: Results) -> Picture:
    data = extract(results)
    assert data is not None
    drawn = draw(data)
    assert isinstance(drawn, Picture)
    return drawn


def with_targets(names: list[str]) -> Results:
    results = made_up.results(2)
    assert results.comparison is not None
    infos = results.comparison.variants
    return replace(results, conflicts=made_up.conflicts(infos[:1], results.comparison, names))


def cells(one: Picture) -> list[Rectangle]:
    (axes,) = one.figure.axes
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]


def test_a_cell_for_each_row_and_measure(results: Results) -> None:
    one = picture(results)
    assert len(cells(one)) == (3 + 3) * MOST_COLUMNS
    assert {row[1] for row in one.table.rows} == {"alone", "beyond_the_sum"}


def test_hatched_where_it_is_not_told_apart_from_nothing(results: Results) -> None:
    data = extract(results)
    assert data is not None
    drawn = cells(picture(results))
    effects = [effect for row in data[0].rows for effect in row.effects]
    assert [bool(cell.get_hatch()) for cell in drawn] == [
        effect is not None and effect.sign == 0 and effect.found.sd != 0 for effect in effects
    ]
    assert 0 < sum(bool(cell.get_hatch()) for cell in drawn) < len(drawn)


def test_colours_say_better_or_worse_and_can_be_read(results: Results) -> None:
    data = extract(results)
    assert data is not None
    effect, measure = data[0].rows[0].effects[0], data[0].measures[0]
    assert effect is not None
    assert (effect.size, measure.better) == (2.0, "higher")
    colour = target_conflict._colour
    assert colour(effect, measure) == "#28A197"
    assert colour(effect, replace(measure, better="lower")) == "#801650"
    assert colour(effect, replace(measure, better="neither")) == "#8A8F94"
    assert colour(replace(effect, spread=0.02), measure) != colour(effect, measure)
    assert colour(replace(effect, spread=0.0), measure) == colour(effect, measure)  # never varies: as large as can be
    for spread in (0.01, 0.02, 0.05, 1.0):
        for better in ("lower", "higher"):
            shade = colour(replace(effect, spread=spread), replace(measure, better=better))
            assert contrast(shade, ink_on(shade)) >= 4.5


def test_it_says_who_fights_and_through_what(results: Results) -> None:
    said = picture(results).sentence
    assert "Four hours and Planned operations not cancelled" in said
    assert "through act_" in said


def test_one_target_has_no_pair() -> None:
    one = picture(with_targets(["Four hours"]))
    assert "there is no pair that could fight" in one.sentence
    assert len(cells(one)) == MOST_COLUMNS


@pytest.mark.parametrize(
    "names", [["T" * 60] * 4, [HOSTILE] * 3, [f"A rather long name of target {i}" for i in range(7)]]
)
def test_many_targets_and_long_names_stay_on_the_slide(names: list[str]) -> None:
    one = picture(with_targets(names))
    assert outside(one) == []
    assert min(text.get_fontsize() for text in texts(one)) >= 14
    assert len(cells(one)) <= MOST_ROWS * MOST_COLUMNS
    rows = len(names) + len(names) * (len(names) - 1) // 2
    assert ("more rows are left out" in one.sentence) == (rows > MOST_ROWS)


def test_a_picture_for_each_variant() -> None:
    results = made_up.results(2)
    assert results.comparison is not None
    infos = results.comparison.variants
    data = extract(replace(results, conflicts=made_up.conflicts(infos, results.comparison)))
    assert data is not None
    drawn = draw(data)
    assert isinstance(drawn, tuple)
    assert [one.name for one in drawn] == ["19-target-conflict", f"19-target-conflict-{infos[1].id}"]


def test_nothing_to_draw_without_a_run_of_conflicts(results: Results) -> None:
    assert extract(replace(results, conflicts=None)) is None
