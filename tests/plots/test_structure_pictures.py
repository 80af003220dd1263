"""What the pictures of decisions by layer, of lost managers and of old news say, on made-up results."""

from __future__ import annotations

from dataclasses import replace

import pytest

from orgsim.plots import connectivity, decisions_by_layer
from orgsim.plots.organisation import draw
from orgsim.plots.organisation_chart import OLD, chart
from orgsim.plots.source import Results
from tests.organisation.builder import tree, variant


def test_by_layer_leaves_out_who_is_never_asked(results: Results) -> None:
    found = decisions_by_layer.extract(results)
    assert [[key for key, *_ in panel.rows] for panel in found.panels] == [["reporting_lines"], ["top"], ["top"]]
    assert [panel.measure for panel in found.panels][1] == "decision_latency_by_layer"
    made = decisions_by_layer.draw(found)
    assert "right answers, by layer: top Silo 82.5%, Systemic 90.0%" in made.sentence.replace("Right", "right")
    assert made.title == "Which routes and layers decide late, and which decide wrongly?"


def test_without_judged_answers_nothing_is_said_about_right_ones(results: Results) -> None:
    unjudged = [
        replace(side, values={key: of for key, of in side.values.items() if "accuracy" not in key[0]})
        for side in results.sides
    ]
    made = decisions_by_layer.draw(decisions_by_layer.extract(replace(results, sides=tuple(unjudged))))
    assert made.title == "Which routes and layers decide late?"
    assert "ight answers" not in made.sentence


def test_who_decided_comes_before_who_may(results: Results) -> None:
    sides = [
        replace(side, values={**side.values, ("decision_latency_by_decider", "middle"): [7.0, 9.0]})
        for side in results.sides
    ]
    found = decisions_by_layer.extract(replace(results, sides=tuple(sides)))
    assert found.panels[1].measure == "decision_latency_by_decider"
    assert [key for key, *_ in found.panels[1].rows] == ["middle"]
    assert found.panels[1].rows[0][2][0].found.mean == 8


def test_lost_managers(results: Results) -> None:
    curves = connectivity.extract(results)
    assert [curve.order for curve in curves] == [("boss",), ("boss",)]
    assert [(one.removed, one.targeted) for one in curves[0].losses] == [(0, 1.0), (1, 0.0)]
    assert "1 manager among 3 positions: without boss, the most loaded, 0%" in connectivity.draw(curves).sentence


def test_the_line_at_half_is_explained_on_the_picture(results: Results) -> None:
    figure = connectivity.draw(connectivity.extract(results)).figure
    (axes,) = figure.axes
    halves = [line for line in axes.lines if list(line.get_ydata()) == [50, 50]]
    assert halves
    ticks = dict(zip(axes.get_yticks(), [one.get_text() for one in axes.get_yticklabels()], strict=True))
    assert ticks[50] == "half"
    assert "Grey line: half of the pairs" in " ".join(text.get_text() for text in figure.texts)


@pytest.mark.parametrize(("delay", "old"), [(f"{OLD} min", False), (f"{OLD + 1} min", True)])
def test_old_news_is_dashed_and_said(delay: str, old: bool) -> None:
    made = chart(variant(tree(links={"slow": {"between": ["a", "d"], "delay": delay}})), {})
    assert [tie.old for tie in made.of("link")] == [old]
    assert ("1 channel brings news over 30 min old, the oldest between A and D" in draw(made).sentence) is old


def test_set_times_make_news_old_by_half_their_gap() -> None:
    hourly = "every day at " + ", ".join(f"{hour:02d}:00" for hour in range(24))
    links = {
        "hourly": {"between": ["a", "d"], "happens": hourly},
        "daily": {"between": ["b", "c"], "happens": "every day at 09:00"},
    }
    ages = {tie.key: tie.age for tie in chart(variant(tree(links=links)), {}).of("link")}
    assert ages == pytest.approx({"hourly": 30, "daily": 720})
