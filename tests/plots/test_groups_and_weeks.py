"""Who pays, the control chart and the hours of the day: what is drawn is what the results say."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import yaml
from matplotlib.backends.backend_agg import FigureCanvasAgg

from orgsim.plots import group_changes, hour_of_day, who_pays, xmr
from orgsim.plots.picture import Picture
from orgsim.plots.source import Results, Side
from orgsim.plots.style import settings
from orgsim.plots.week import WEEKDAYS, WEEKEND, WHOLE, parts
from orgsim.scenario.schema import Variant
from tests.plots import made_up
from tests.plots.test_pictures import outside, texts


def with_series(results: Results, name: str, array: np.ndarray) -> Results:
    sides = tuple(
        replace(side, series={**side.series, name: (array,) * results.replications}) for side in results.sides
    )
    return replace(results, sides=sides)


# ------------------------------------------------------------------ who pays
def test_a_change_is_paired_over_replications(results: Results) -> None:
    who = who_pays.extract(results)
    assert [one.words for one in who.panels] == ["Four-hour standard: time on the clock", "Needless"]
    row = next(one for one in who.panels[0].rows if one.group == "urgent")
    mine, theirs = (np.array(side.of("four_hour_time_by_class", "urgent")) for side in results.sides[::-1])
    assert row.difference.mean == pytest.approx(np.mean(mine - theirs))
    assert row.base == pytest.approx(theirs.mean())
    assert row.difference.n == 6


def test_every_group_that_is_measured_has_a_row(results: Results) -> None:
    rows = group_changes.drawn_groups(who_pays.extract(results).panels)
    assert rows[:4] == [
        ("class", "urgent"),
        ("class", "other"),
        ("need", "with_admission"),
        ("need", "without_admission"),
    ]
    assert [grouping for grouping, _ in rows[4:]] == ["mode", *["time_of_day"] * 4, *["disposition"] * 3]


def test_the_longest_grouping_is_cut() -> None:
    row = who_pays.extract(made_up.results(2)).panels[0].rows[0]
    many = [replace(row, grouping="need", group=f"n{place}") for place in range(30)]
    few = [replace(row, grouping="class", group=f"c{place}") for place in range(3)]
    drawn = group_changes.drawn_groups([group_changes.Panel("Time", "min", (*few, *many))])
    assert len(drawn) == group_changes.MOST_LINES
    assert [grouping for grouping, _ in drawn].count("class") == 3


def who_of(rows: list[tuple[str, str, str]], clear: str = "") -> who_pays.WhoPays:
    """Who pays, of these groupings, groups and names; clear is the change of that one group alone."""
    who = who_pays.extract(made_up.results(2))
    row = who.panels[0].rows[0]
    sure = [replace(row.difference, holm_low=low, holm_high=1.0) for low in (-1.0, 0.5)]
    made = tuple(
        replace(row, grouping=grouping, group=group, name=name, difference=sure[group == clear])
        for grouping, group, name in rows
    )
    return replace(who, panels=(replace(who.panels[0], rows=made),))


def words_on(picture: Picture) -> str:
    return " ".join(text.get_text().replace("\n", " ") for text in texts(picture))


MANY = [
    *(("class", f"c{place}", f"Colour {place}") for place in range(3)),
    *((("need", f"{kind}_n{place}", f"{said} thing {place}"))
      for place in range(9) for kind, said in (("with", "Needs"), ("without", "Does not need"))),
]  # fmt: skip


def test_what_is_left_out_is_said_on_the_picture() -> None:
    picture = who_pays.draw(who_of(MANY))
    said = "5 of 21 groups are in the table alone: does not need thing 6; needs and does not need thing 7; thing 8"
    assert said in words_on(picture)
    assert said in picture.sentence
    assert len(picture.table.rows) == 21
    assert outside(picture) == []
    assert "in the table alone" not in words_on(who_pays.draw(who_of(MANY[:16])))


def test_a_clear_change_is_never_left_out_for_one_that_is_not() -> None:
    drawn = group_changes.drawn_groups(who_of(MANY, clear="without_n8").panels)
    assert ("need", "without_n8") in drawn
    assert ("need", "with_n8") not in drawn


def test_so_many_are_left_out_that_only_some_are_named() -> None:
    long = [("need", f"with_n{place}", f"Needs a rather long thing to have, number {place}") for place in range(40)]
    picture = who_pays.draw(who_of(long))
    said = words_on(picture)
    assert "32 of 40 groups are in the table alone: needs a rather long thing to have, number 8;" in said
    assert "; and others" in said
    assert outside(picture) == []


def test_the_name_of_a_group_is_written_whole() -> None:
    name = "Does not need a stay of hours, not days, would do"
    picture = who_pays.draw(who_of([("need", "without_short", name), *MANY]))
    assert name in [text.get_text().replace("\n", " ") for text in texts(picture)]
    assert "\u2026" not in words_on(picture)


def test_no_two_names_of_groups_overlap() -> None:
    names = [("need", f"with_n{place}", f"Needs a rather long thing to have, number {place}") for place in range(9)]
    picture = who_pays.draw(who_of(names))
    with settings():
        canvas = FigureCanvasAgg(picture.figure)
        canvas.draw()
        boxes = [
            text.get_window_extent(canvas.get_renderer())
            for text in texts(picture)
            if text.get_text().startswith("Needs")
        ]
    assert len(boxes) == 8
    assert all(above.y0 >= below.y1 - 2 for above, below in pairwise(boxes))


def test_who_pays_is_said(results: Results) -> None:
    said = who_pays.draw(who_pays.extract(results)).sentence
    assert "clearly better for" in said
    assert "morning, 06\u201312 (\u221220.0 pts)" in said


def test_the_time_inside_is_taken_where_no_target_is_timed() -> None:
    variant = made_up.variant().model_copy(update={"targets": {}})
    assert group_changes.main_quantities(variant) == ["time_inside", "needless"]


# ------------------------------------------------------------------ control chart
def weekly(shares: list[float]) -> np.ndarray:
    return np.array([[1000, 1000 * share, 900 * share] for share in shares])


STEADY = [0.96, 0.97] * 8


@pytest.mark.parametrize(
    ("shares", "kind", "words"),
    [(STEADY, "common", "no week is a signal; now: chance alone. As it is, it will hit and miss 95%"),
     ([*STEADY, 0.8], "concern", "17 of 17 weeks signal; now: a signal, worse. As it is, it will hit and miss 95%")],
)  # fmt: skip
def test_the_chart_says_signal_and_assurance(results: Results, shares: list[float], kind: str, words: str) -> None:
    data = xmr.extract(with_series(results, "weekly:four_hour", weekly(shares)))
    assert data.charts[0].chart.points[-1].kind("higher") == kind
    assert words in xmr.draw(data).sentence
    assert data.charts[0].truth[0] == pytest.approx(0.9 * data.charts[0].chart.points[0].value)


def test_weeks_without_a_visit_are_left_out_and_too_few_draw_nothing(results: Results) -> None:
    gap = weekly(STEADY)
    gap[3] = 0
    data = xmr.extract(with_series(results, "weekly:four_hour", gap))
    assert data.charts[0].weeks == (1, 2, 3, *range(5, 17))
    assert xmr.extract(with_series(results, "weekly:four_hour", weekly([0.9, 0.8]))) is None


def test_one_simulation_is_drawn_and_named(results: Results) -> None:
    picture = xmr.draw(xmr.extract(results, simulation=2))
    assert "simulation 2" in picture.sentence
    assert {row[1] for row in picture.table.rows} == {2}


def test_few_weeks_foretell_nothing_and_the_words_fit(results: Results) -> None:
    few, many = (xmr.extract(with_series(results, "weekly:four_hour", weekly([0.95, 0.91, 0.97] * n))) for n in (1, 4))
    assert "Too few weeks to foresee 95%." in xmr.draw(few).sentence
    assert "As it is, it" not in xmr.draw(few).sentence
    assert "As it is, it" in xmr.draw(many).sentence
    assert [words for words in outside(xmr.draw(few)) if " " in words] == []


# ------------------------------------------------------------------ hours of the day
def test_arrivals_an_hour_are_divided_by_the_hours_measured(results: Results) -> None:
    counts = np.arange(168) * 4
    data = hour_of_day.extract(with_series(results, "hours:arrivals", counts))
    assert data.hours[0].arrivals.tolist() == pytest.approx((counts / 4).tolist()), "four weeks were measured"
    assert data.hours[0].by_day("arrivals")[5] == pytest.approx(5 + 24 * 3)


def test_staff_and_queue_are_those_of_people_not_places(results: Results) -> None:
    data = hour_of_day.extract(results)
    assert data.pools == ("nurse", "doctor")
    hours = made_up.LENGTH_HOURS
    census = np.array([np.zeros(hours), np.arange(hours) % 24, np.full(hours, 3)])
    made = with_series(with_series(results, "census:nurse", census), "census:doctor", census)
    one = hour_of_day.extract(made).hours[0]
    assert set(one.on_duty) == {6.0}
    assert one.by_day("waiting").tolist() == [2.0 * hour for hour in range(24)]


def test_a_late_start_moves_the_hours(results: Results) -> None:
    variant = results.sides[0].variant
    noon = variant.model_copy(update={"calendar": variant.calendar.model_copy(update={"starts": 720.0})})
    hours = made_up.LENGTH_HOURS
    census = np.array([np.zeros(hours), np.arange(hours) % 24, np.full(hours, 3)])
    made = with_series(with_series(results, "census:nurse", census), "census:doctor", census)
    one = hour_of_day.extract(replace(made, sides=(replace(made.sides[0], variant=noon),))).hours[0]
    assert one.by_day("waiting")[12] == 0.0


def of_variant(results: Results, **changed: object) -> Results:
    """The results with other settings of their variants."""
    sides = (replace(side, variant=Variant.model_validate({**_written(side), **changed})) for side in results.sides)
    return replace(results, sides=tuple(sides))


def _written(side: Side) -> dict:
    return yaml.safe_load(made_up.SCENARIO.format(name=side.label))


def resources(**changed: dict) -> dict:
    return {**yaml.safe_load(made_up.SCENARIO.format(name="x"))["resources"], **changed}


def test_places_are_called_places_where_there_are_no_people(results: Results) -> None:
    pools = {key: {"unit": "ae", "kind": "place", "number": 4} for key in resources()}
    data = hour_of_day.extract(of_variant(results, resources=pools))
    picture = hour_of_day.draw(data)
    assert "people" not in words_on(picture) + picture.sentence
    assert "Open: places in all pools" in words_on(picture)
    assert "places_open" in picture.table.columns


def test_places_that_are_left_out_are_said(results: Results) -> None:
    assert "Places are not counted" in words_on(hour_of_day.draw(hour_of_day.extract(results)))
    people = {key: {"unit": "ae", "number": 4} for key in resources()}
    without = hour_of_day.draw(hour_of_day.extract(of_variant(results, resources=people)))
    assert "not counted" not in words_on(without)


SATURDAY = 5


def calm_weekends(results: Results) -> Results:
    """Nobody comes at the weekend; on weekdays ten an hour."""
    days = dict.fromkeys(("sat", "sun"), "0%")
    arrivals = {"walk_in": {"at": "triage", "per_day": 240, "by_weekday": days, "classes": {"urgent": "100%"}}}
    counts = np.repeat([40] * SATURDAY + [0, 0], 24)
    return with_series(of_variant(results, arrivals=arrivals), "hours:arrivals", counts)


def test_weekdays_and_weekend_are_drawn_apart_where_they_differ(results: Results) -> None:
    picture = hour_of_day.draw(hour_of_day.extract(calm_weekends(results)))
    coming = picture.figure.axes[0].lines[0], picture.figure.axes[0].lines[2]
    assert [set(line.get_ydata()) for line in coming] == [{10.0}, {0.0}]
    assert [line.get_xdata()[0] for line in coming] == [0, 24]
    assert {"Weekdays", "Weekend"} <= {text.get_text() for text in texts(picture)}
    assert "Weekdays: most patients come at 00:00, 10 an hour" in picture.sentence
    assert outside(picture) == []


def test_days_that_are_alike_are_drawn_as_one(results: Results) -> None:
    picture = hour_of_day.draw(hour_of_day.extract(results))
    assert "Weekend" not in {text.get_text() for text in texts(picture)}
    assert picture.figure.axes[0].get_xlim() == (0, 24)


@pytest.mark.parametrize(
    ("changed", "apart"),
    [({"resources": {"number": 4, "hours": "weekdays 08:00-18:00"}}, True),
     ({"resources": {"number": 4, "hours": "22:00-06:00"}}, False),
     ({"resources": {"shifts": {"day": {"hours": "08:00-20:00", "number": 4},
                                "late": {"hours": "mon-fri 20:00-08:00", "number": 1}}}}, True),
     ({"resources": {"number": 4, "hours": "weekdays 08:00-18:00", "kind": "place"}}, False),
     ({"by_weekday": {"mon": "110%"}}, True),
     ({"by_weekday": dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "90%")}, False),
     ({"until": "weekdays at 10:30; sat at 11:30"}, True),
     ({"until": "every day at 10:30"}, False)],
)  # fmt: skip
def test_days_differ_by_arrivals_peoples_hours_and_awaited_times(changed: dict, apart: bool) -> None:
    written = yaml.safe_load(made_up.SCENARIO.format(name="x"))
    if "resources" in changed:
        written["resources"]["nurse"] = {"unit": "ae", **changed["resources"]}
    if "by_weekday" in changed:
        written["arrivals"]["walk_in"]["by_weekday"] = changed["by_weekday"]
    if "until" in changed:
        written["schedules"] = {"round": changed["until"]}
        written["pathway"]["triage"]["until"] = "round"
    assert parts([Variant.model_validate(written)]) == ((WEEKDAYS, WEEKEND) if apart else (WHOLE,))
