"""Where the other side wins: in each scenario under ``regimes`` the winner flips, where the closed form says it does.

Every experiment is run as its file says, on both sides of the predicted crossover, on the same people and with the file's
seed. At each point the interval of the paired difference leaves out 0 on the side of the predicted winner. The intervals of
all points have the level 1 - 5%/k, k being their number (Bonferroni): were no structure any better than the other, this
file would find a winner anywhere in it for at most 5% of all choices of seeds. The intervals of all means against
their closed forms are a second family, again at 5%.
"""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from orgsim.analysis.statistics import estimate, paired
from orgsim.experiment.design import grid
from orgsim.scenario import load
from orgsim.scenario.chain import builtin_scenarios
from orgsim.theory.regimes import REGIMES
from scripts.regimes_overview import OVERVIEW
from tests.structure.regime_runs import FOLDER, Run, finder, run

TARGET, IN_DEPARTMENT, WHOLE_STAY = "helpful-target", "in_department_mean", "time_inside"
EXPECTED = {name: [regime.winner(point) for point in regime.points] for name, regime in REGIMES.items()}
EXPECTED[TARGET] = ["left_alone", "left_alone", "acted_on"]
"""The winner at each point of the experiment: by closed form, and for the target by what its scenario says."""

POINTS = [(name, place) for name, winners in EXPECTED.items() for place in range(len(winners))]
MEANS = [
    (name, place, variant) for name, place in POINTS if name in REGIMES for variant in REGIMES[name].structures
]  # fmt: skip
OF_REGIONS = "national-standard"
"""Run by `orgsim regions` and tested in a file of its own."""
FAMILY_ERROR = 0.05
GAP = "review_gap_squared"


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return finder(tmp_path_factory)


def _measure(name: str) -> str:
    return IN_DEPARTMENT if name == TARGET else REGIMES[name].measure


def _worse_then_better(name: str, loser: str, winner: str) -> tuple[str, str]:
    """Order two variants so that the first less the second is above 0 where the second is better."""
    higher = name in REGIMES and REGIMES[name].better == "higher"
    return (winner, loser) if higher else (loser, winner)


def _rivals(name: str) -> tuple[str, ...]:
    """The variants that change places."""
    return tuple(REGIMES[name].structures)[:2] if name in REGIMES else ("left_alone", "acted_on")


def test_every_regime_is_tested() -> None:
    known = {name.removeprefix(FOLDER) for name in builtin_scenarios() if name.startswith(FOLDER)}
    assert known == {*EXPECTED, OF_REGIONS}


@pytest.mark.parametrize("name", EXPECTED)
def test_the_scenario_is_good_and_varies_what_the_theory_does(name: str) -> None:
    scenario = load(FOLDER + name)
    assert list(scenario.warnings) == []
    main = scenario.experiments["main"]
    assert len(grid(main.vary)) == len(EXPECTED[name])
    assert main.replications == 20


@pytest.mark.parametrize("name", REGIMES)
def test_the_crossover_lies_between_points_and_is_the_one_the_file_names(name: str) -> None:
    regime = REGIMES[name]
    first, second = _rivals(name)
    assert min(regime.points) < regime.crossover < max(regime.points)
    for point in regime.points:
        assert regime.winner(point) == (first if point < regime.crossover else second)
    said = builtin_scenarios()[FOLDER + name].read_text("utf-8")
    assert any(form in said for form in _said(regime.crossover))


def _said(crossover: float) -> tuple[str, ...]:
    return (
        f"{crossover * 100:.1f}%",
        f"{crossover:.2f} times",
        f"{crossover:.1f} questions",
        f"{crossover:.3f} requests",
        f"{crossover:.1f} weeks",
        f"£{crossover:,.0f}",
        f"standard deviation of {crossover:.2f}:",
        f"drift of {crossover:.4f} an hour",
        f"{crossover:.1f} minutes",
        f"master {crossover:.2f}:",
    )


@pytest.mark.parametrize(("name", "place"), POINTS)
def test_the_winner_is_the_predicted_one(found: Run, name: str, place: int) -> None:
    winner = EXPECTED[name][place]
    loser = next(one for one in _rivals(name) if one != winner)
    more, less = _worse_then_better(name, loser, winner)
    found_here = found(name).difference(place, more, less, _measure(name), 1 - FAMILY_ERROR / len(POINTS))
    assert found_here.low > 0, f"{more} - {less}: {found_here.mean:.4g} [{found_here.low:.4g}, {found_here.high:.4g}]"


@pytest.mark.parametrize("name", EXPECTED)
def test_the_winner_flips(name: str) -> None:
    assert set(EXPECTED[name]) == set(_rivals(name))


@pytest.mark.parametrize(("name", "place", "variant"), MEANS)
def test_the_mean_is_that_of_the_closed_form(found: Run, name: str, place: int, variant: str) -> None:
    regime, results = REGIMES[name], found(name)
    seen = estimate(
        results.values[results.settings[place], variant, regime.measure].values(), 1 - FAMILY_ERROR / len(MEANS)
    )
    expected = regime.structures[variant](regime.points[place])
    assert seen.low <= expected <= seen.high, f"{seen.mean:.5g} [{seen.low:.5g}, {seen.high:.5g}], not {expected:.5g}"
    assert math.isfinite(seen.sd)


# What each regime rests on: without it the same two structures do not change places.

LEVEL = 0.99


def test_without_the_slowdown_generalists_win_everywhere(found: Run) -> None:
    sets = tuple(f"pathway.{step}_by_generalist.takes.exponential.mean=20 min" for step in ("first", "second"))
    for place in range(3):
        here = found("specialists", sets).difference(place, "specialists", "generalists", WHOLE_STAY, LEVEL)
        assert here.low > 0


def test_too_many_managers_never_pay_and_the_bill_is_the_same(found: Run) -> None:
    for place in range(3):
        assert found("under-managed").difference(place, "three", "two", WHOLE_STAY, LEVEL).low > 0
        bill = found("under-managed").difference(place, "two", "one", "cost_per_day", LEVEL)
        assert bill.mean == pytest.approx(0, abs=0.01)


def test_a_target_that_helps_in_the_department_lengthens_the_whole_stay(found: Run) -> None:
    for place in range(3):
        assert found(TARGET).difference(place, "acted_on", "left_alone", WHOLE_STAY, LEVEL).low > 0


def test_without_anything_to_learn_again_the_change_pays_at_once(tmp_path: Path) -> None:
    """The same file without the shock; a setting would not fit the variant that stays."""
    text = builtin_scenarios()[FOLDER + "short-horizon"].read_text("utf-8")
    (tmp_path / "painless.yaml").write_text(text.replace("knowledge_lost: 20%", "knowledge_lost: 0%"), encoding="utf-8")
    scenario = load(tmp_path / "painless.yaml")
    main = scenario.experiments["main"]
    results = run(scenario, main, grid(main.vary)[:1], tmp_path / "run")
    assert results.difference(0, "apart", "moved", WHOLE_STAY, LEVEL).low > 0


def test_where_demand_drifts_people_wait_less_if_it_is_followed_and_else_more(found: Run) -> None:
    """What the gap does to those who wait; both have as many people on average as long as nothing drifts."""
    for place, better in ((0, "left_alone"), (2, "followed")):
        worse = "followed" if better == "left_alone" else "left_alone"
        assert found("drifting-demand").difference(place, worse, better, WHOLE_STAY, LEVEL).low > 0
    paid = found("drifting-demand").difference(0, "followed", "left_alone", "review_scale", LEVEL)
    assert abs(paid.mean) < 0.02


def test_a_part_of_the_gap_is_better_than_all_or_nothing_where_demand_drifts(found: Run) -> None:
    """At a drift of 12% a week the best share to make up is about 60%, as the closed form says."""
    some = ("resources.clerks.reviewed.gain=60%",)
    best = found("drifting-demand", some, 2).values[found("drifting-demand", some, 2).settings[0], "followed", GAP]
    for variant in ("left_alone", "followed"):
        other = found("drifting-demand").values[found("drifting-demand").settings[2], variant, GAP]
        assert paired(other, best, "lower", LEVEL).low > 0


def test_a_target_without_pressure_changes_nothing(found: Run) -> None:
    here = found(TARGET, ("targets.four_hours.pressure=0%",), 0)
    difference = here.difference(0, "acted_on", "left_alone", IN_DEPARTMENT, LEVEL)
    assert (difference.mean, difference.sd) == (0, 0)


def test_the_table_of_all_on_the_page_has_each_scenario_once() -> None:
    listed = [name for name in OVERVIEW.values() if name]
    assert sorted(listed) == sorted(
        name.removeprefix(FOLDER) for name in builtin_scenarios() if name.startswith(FOLDER)
    )
    assert sum(not title.startswith("The same") for title in OVERVIEW) == 14
