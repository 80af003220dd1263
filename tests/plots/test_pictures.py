"""What every picture must be: readable, described, safe with any name, and the same bytes each time."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from orgsim.plots.catalogue import CATALOGUE, UnknownPictureError, pictures, write_pictures
from orgsim.plots.picture import Picture
from orgsim.plots.source import Results
from orgsim.plots.style import SMALL, settings
from tests.plots import made_up

OURS = [entry.module for entry in CATALOGUE if entry.module != "organisation_compared"]
HOSTILE = "$\\frac{x$ <script>alert(1)</script> \u202e]]>&\"' \x1b[0m \U0001f600 " + "long " * 200


def drawn(module: str, results: Results) -> Picture:
    made = import_module(f"orgsim.plots.{module}")
    return made.draw(made.extract(made_up.suited(module, results)))


@pytest.fixture(scope="module", params=OURS)
def picture(request: pytest.FixtureRequest, results: Results) -> Picture:
    return drawn(request.param, results)


def texts(picture: Picture) -> list:
    from matplotlib.text import Text

    found = picture.figure.findobj(Text)
    return [text for text in found if text.get_text().strip() and text.get_visible()]


def outside(picture: Picture) -> list[str]:
    """Texts that are drawn and reach over the edge of the slide. (Ticks beyond an axis exist, but are not drawn.)"""
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    seen = "".join(re.findall(r"<!-- (.*?) -->", picture.svg(), re.DOTALL))
    with settings():
        canvas = FigureCanvasAgg(picture.figure)
        canvas.draw()
        page, renderer = picture.figure.bbox, canvas.get_renderer()
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts(picture)]
    over = [
        words
        for words, box in boxes
        if min(box.x0 - page.x0, page.x1 - box.x1, box.y0 - page.y0, page.y1 - box.y1) < -1
    ]
    return [words for words in over if words in seen]


def test_type_is_readable_from_the_back_row(picture: Picture) -> None:
    assert tuple(picture.figure.get_size_inches()) == (13.0, 7.3)
    assert min(text.get_fontsize() for text in texts(picture)) >= SMALL >= 14


def test_no_words_leave_the_slide(picture: Picture) -> None:
    assert outside(picture) == []


def test_the_title_asks_a_question(picture: Picture) -> None:
    assert picture.title.endswith("?")
    assert picture.title in " ".join(text.get_text().replace("\n", " ") for text in texts(picture))


def test_svg_is_described_and_safe(picture: Picture) -> None:
    root = ET.fromstring(picture.svg())  # noqa: S314 (we made it)
    space = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.get("aria-label") == picture.sentence
    assert root.findtext(f"{space}title") == picture.title
    assert root.findtext(f"{space}desc") == picture.sentence
    assert root.find(f".//{space}script") is None
    assert "<dc:date>" not in picture.svg()


@pytest.mark.parametrize("module", OURS)
def test_the_same_results_give_the_same_bytes(module: str) -> None:
    one, other = (drawn(module, made_up.results(2)) for _ in range(2))
    assert one.svg() == other.svg()
    assert one.table.csv() == other.table.csv()
    assert one.sentence == other.sentence


def test_png_carries_the_sentence(picture: Picture) -> None:
    image = Image.open(io.BytesIO(picture.png(50)))
    assert image.text["Description"] == picture.sentence
    assert image.size == (650, 365)


def test_csv_is_a_table_of_numbers_and_ids(picture: Picture) -> None:
    rows = list(csv.reader(io.StringIO(picture.table.csv())))
    assert len(rows) == len(picture.table.rows) + 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not any(cell[:1] in "=+@\t\r" for row in rows for cell in row if cell)
    assert "nan" not in picture.table.csv()


@pytest.mark.parametrize("sides", [1, 3, 4])
@pytest.mark.parametrize("module", OURS)
def test_other_numbers_of_variants(module: str, sides: int) -> None:
    made = import_module(f"orgsim.plots.{module}")
    results = made_up.results(sides)
    results = replace(
        results, comparison=results.comparison if sides > 1 else None, fates=results.fates if sides > 1 else None
    )
    data = made.extract(made_up.suited(module, results))
    if data is None:
        assert sides == 1
        assert module in ("paired_differences", "fates", "sign_robustness", "j_curve", "who_pays")
        return
    picture = made.draw(data)
    assert outside(picture) == []
    assert min(text.get_fontsize() for text in texts(picture)) >= 14


@pytest.mark.parametrize("module", OURS)
def test_hostile_names_are_drawn_as_text(module: str) -> None:
    results = made_up.results(2)
    sides = []
    for side in results.sides:
        words = side.variant.words.model_copy(
            update=dict.fromkeys(("entity", "entities", "visit", "visits", "organisation"), HOSTILE)
        )
        renamed = {
            part: {
                key: thing.model_copy(update={"name": HOSTILE}) for key, thing in getattr(side.variant, part).items()
            }
            for part in ("pathway", "exits", "resources", "targets", "groups", "measures")
        }
        sides.append(replace(side, label=HOSTILE, variant=side.variant.model_copy(update={"words": words, **renamed})))
    picture = drawn(module, replace(results, sides=tuple(sides)))
    root = ET.fromstring(picture.svg())  # noqa: S314 (we made it)
    assert not [element for element in root.iter() if element.tag.endswith("script")]
    assert picture.png(30)
    assert outside(picture) == []


def test_a_run_without_data_draws_nothing(results: Results) -> None:
    bare = [replace(side, series={}, values={}) for side in results.sides]
    assert [
        one.name
        for one in pictures(
            replace(
                results, sides=tuple(bare), comparison=None, fates=None, sensitivity=None, conflicts=None, regions=None
            ),
            OURS_BY_NAME,
        )
    ] == []


OURS_BY_NAME = [entry.name for entry in CATALOGUE if entry.module != "organisation_compared"]


def test_pictures_are_written_whole(results: Results, tmp_path: Path) -> None:
    made = write_pictures(results, tmp_path / "plots", ["two-fates"], dpi=30)
    assert [one.name for one in made] == ["13-two-fates"]
    assert sorted(path.name for path in (tmp_path / "plots").iterdir()) == [
        f"13-two-fates.{end}" for end in ("csv", "png", "svg", "txt")
    ]
    assert (tmp_path / "plots" / "13-two-fates.txt").read_text() == made[0].sentence + "\n"


def test_an_unknown_picture_is_refused_with_those_there_are(results: Results, tmp_path: Path) -> None:
    with pytest.raises(UnknownPictureError, match="two-fates"):
        write_pictures(results, tmp_path / "plots", ["three-fates"])
    assert not (tmp_path / "plots").exists()


def test_the_readers_own_settings_are_left_alone(results: Results) -> None:
    import matplotlib as mpl

    mine = {"font.size": 3.0, "text.usetex": False, "axes.facecolor": "black", "svg.hashsalt": "mine"}
    plain = drawn("fates", results).svg()
    with mpl.rc_context(mine):
        assert drawn("fates", results).svg() == plain
        assert mpl.rcParams["font.size"] == 3.0
