"""Targets whose effects on each other are known to the minute, because nobody waits for anything.

Two stages of an hour each. `first` halves stage a and passes 20 minutes of its work on to stage b; `second` halves stage
b; `whole`, on the time from door to door, halves stage b as well.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

import orgsim
from orgsim.analysis.compare import UnknownMeasureError
from orgsim.analysis.conflict import Conflicts, conflicts
from orgsim.analysis.conflict_words import channel_words, pair_words
from orgsim.experiment import Run, StoreError
from orgsim.experiment.factorial import NOBODY, described, factorial, targets_of

SCENARIO = """
orgsim: 1
name: Two desks
calendar: {warm_up: 1 day, length: 10 days, follow_up: 1 day}
organisation:
  layers: [front_line]
  units: {office: {}}
  positions: {boss: {unit: office, layer: front_line, on_duty: always, attention: 50%}}
classes: {any: {}}
arrivals: {people: {at: a, per_day: 20, classes: {any: 100%}}}
pathway:
  a: {unit: office, takes: 60 min, next: b}
  b: {unit: office, takes: 60 min, next: out}
exits: {out: {}}
targets:
  first:
    {owner: boss, pressure: 100%, clock: {starts: arrival, stops: {reaches: [b]}}, mean_below: 1 h}
  second:
    {owner: boss, pressure: 100%, clock: {starts: {reaches: [b]}, stops: departure}, mean_below: 1 h}
  whole:
    {owner: boss, pressure: 100%, clock: {starts: arrival, stops: departure}, mean_below: 1 h}
behaviours:
  half_a: {who: boss, because_of: first, do: shorten, at: [a], share: 50%, switched: "on"}
  pass_on: {who: boss, because_of: first, do: delay, at: [b], by: 20 min, switched: "on"}
  half_b: {who: boss, because_of: second, do: shorten, at: [b], share: 50%, switched: "on"}
  also_b: {who: boss, because_of: whole, do: shorten, at: [b], share: 50%, switched: "on"}
measures: {time: {time: {from: arrival, to: departure, show: [mean]}}}
variants:
  pressed: {}
  calm: {change: {behaviours: remove}}
"""
FIRST, SECOND, WHOLE = "first_mean_value", "second_mean_value", "whole_mean_value"


def run_of(folder: Path, text: str = SCENARIO, variants: tuple[str, ...] = ("pressed",), replications: int = 3) -> Run:
    (folder / "desks.yaml").write_text(text, encoding="utf-8")
    scenario = orgsim.load(str(folder / "desks.yaml"))
    return orgsim.run(
        scenario, variants, replications=replications, seed=3, jobs=1, output=folder, engine="simpy",
        settings=factorial(scenario, variants), conflicts=described(targets_of(scenario, variants)),
    )  # fmt: skip


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return run_of(tmp_path_factory.mktemp("desks"))


@pytest.fixture(scope="module")
def found(run: Run) -> Conflicts:
    return conflicts(run)


def minutes(found: Conflicts, kind: str, *targets: str) -> list[float]:
    """Return what these targets do to the three figures."""
    effects = {(one.targets, one.measure): one.found.mean for one in found.of("pressed", kind)}
    return [effects[targets, one] for one in (FIRST, SECOND, WHOLE)]


@pytest.mark.parametrize(
    ("kind", "targets", "known"),
    [
        ("alone", ("first",), [-30, 20, -10]),
        ("alone", ("second",), [0, -30, -30]),
        ("alone", ("whole",), [0, -30, -30]),
        ("both", ("first", "second"), [-30, -10, -40]),
        ("both", ("second", "whole"), [0, -45, -45]),
        ("beyond_the_sum", ("first", "second"), [0, 0, 0]),
        ("beyond_the_sum", ("first", "whole"), [0, 0, 0]),
        ("beyond_the_sum", ("second", "whole"), [0, 15, 15]),
        ("others_on", ("second",), [0, -15, -15]),
        ("all", ("first", "second", "whole"), [-30, -25, -55]),
    ],
)
def test_effects_are_those_that_are_known(
    found: Conflicts, kind: str, targets: tuple[str, ...], known: list[float]
) -> None:
    assert minutes(found, kind, *targets) == pytest.approx(known, abs=1e-6)


def test_pairs_fight_or_help_as_they_must(found: Conflicts) -> None:
    assert {one.targets: one.verdict for one in found.pairs} == {
        ("first", "second"): "fight", ("first", "whole"): "help", ("second", "whole"): "help",
    }  # fmt: skip
    signs = {(one.effect.kind, one.of): one for one in found.pairs[2].signs}
    assert signs["beyond_the_sum", "second"].better is False  # halving twice is not halving by the sum
    assert signs["beyond_the_sum", "second"].overlap


def test_words_name_the_channel_and_the_fight(found: Conflicts) -> None:
    first = found.targets["pressed"][0]
    assert channel_words(first).startswith("First acts through half_a (shorten, ")
    assert [one.behaviour for one in first.channels] == ["half_a", "pass_on"]
    assert 15 < first.channels[0].acts < 25
    verdict, *why = pair_words(found, found.pairs[0])
    assert verdict == "First and Second fight"
    said = "First alone worsens Second: mean time on the clock: +20 min (+20 to +20), lower is better"
    assert why == [f"{said}, through half_a, pass_on"]
    assert any(one.startswith("they overlap") for one in pair_words(found, found.pairs[2]))


def test_a_target_nobody_acts_on_does_exactly_nothing(tmp_path: Path) -> None:
    off = SCENARIO.replace('half_b: {who: boss, because_of: second, do: shorten, at: [b], share: 50%, switched: "on"}',
                           "half_b: {who: boss, because_of: second, do: shorten, at: [b], share: 50%}")  # fmt: skip
    assert off != SCENARIO
    done = run_of(tmp_path, off, replications=2)
    found = conflicts(done, everything=True)
    nothing = [one for one in found.effects if one.targets == ("second",)]
    assert {one.kind for one in nothing} == {"alone", "others_on"}
    assert {(one.found.mean, one.found.sd) for one in nothing if one.found.n} == {(0.0, 0.0)}
    same = {
        setting: [(key.replication, *row) for key, row in done.values() if key.setting == setting and row.value == row.value]
        for setting in (NOBODY, "second")
    }  # fmt: skip
    assert len(same[NOBODY]) > 20
    assert same[NOBODY] == same["second"]  # the same bits
    arrays = [done.series("pressed", 1, "fates", setting).tobytes() for setting in (NOBODY, "second")]
    assert arrays[0] == arrays[1]
    assert "can have no effect" in channel_words(found.targets["pressed"][1])


def test_a_variant_that_has_no_behaviours_has_no_conflict(tmp_path: Path) -> None:
    found = conflicts(run_of(tmp_path, variants=("pressed", "calm"), replications=2))
    verdicts = {(one.variant, one.targets): one.verdict for one in found.pairs}
    assert verdicts["pressed", ("first", "second")] == "fight"
    assert {verdict for (variant, _), verdict in verdicts.items() if variant == "calm"} == {"unclear"}
    assert {one.found.mean for one in found.effects if one.variant == "calm"} == {0.0}


def test_more_than_four_targets_alone_and_in_pairs(tmp_path: Path) -> None:
    more = "\n".join(
        f"  more_{one}: {{owner: boss, clock: {{starts: arrival, stops: departure}}, mean_below: 1 h}}" for one in "xy"
    )
    found = conflicts(run_of(tmp_path, SCENARIO.replace("\nbehaviours:", f"\n{more}\nbehaviours:"), replications=2))
    assert found.design == "each alone and each pair"
    assert len(found.pairs) == 10
    assert found.of("pressed", "others_on") == ()
    assert minutes(found, "beyond_the_sum", "second", "whole") == pytest.approx([0, 15, 15], abs=1e-6)
    assert minutes(found, "all", "first", "second", "whole", "more_x", "more_y") == pytest.approx(
        [-30, -25, -55], abs=1e-6
    )


def test_tables_say_the_same(run: Run, found: Conflicts) -> None:
    def rows(name: str) -> list[dict[str, str]]:
        with (run.path / "tables" / name).open(encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    row = next(
        one
        for one in rows("conflicts.csv")
        if (one["kind"], one["targets"], one["measure"]) == ("alone", "first", SECOND)
    )
    assert float(row["effect"]) == pytest.approx(20)
    assert row["holm_p"] != ""
    assert "visits_per_day" in {one["measure"] for one in rows("conflicts.csv")} - {one.id for one in found.measures}
    assert next(one for one in rows("conflicts.csv") if one["kind"] == "both")["holm_p"] == ""
    assert {(one["pair"], one["verdict"]) for one in rows("pairs.csv")} >= {("first+second", "fight")}
    document = json.loads(json.dumps(found.to_json(), allow_nan=False))
    assert document["schema"] == "orgsim.conflicts/1"
    assert document["pairs"][0]["verdict"] == "fight"
    assert document["targets"]["pressed"][0]["channels"][0]["behaviour"] == "half_a"


def test_only_measures_asked_for_beside_the_targets_own(run: Run) -> None:
    found = conflicts(run, measures=["visits_per_day"])
    assert [one.id for one in found.measures] == [FIRST, SECOND, WHOLE, "visits_per_day"]
    with pytest.raises(UnknownMeasureError):
        conflicts(run, measures=["visits_per_dya"])


def test_another_run_is_refused(tmp_path: Path) -> None:
    (tmp_path / "desks.yaml").write_text(SCENARIO, encoding="utf-8")
    plain = orgsim.run(str(tmp_path / "desks.yaml"), ["calm"], replications=1, seed=1, jobs=1, output=tmp_path)
    with pytest.raises(StoreError, match="not a run of conflicts"):
        conflicts(plain)


def test_targets_that_share_a_ward_fight_over_its_beds(tmp_path: Path) -> None:
    """The built-in scenario: no behaviour holds the conflict, the beds do."""
    scenario = orgsim.load("targets-in-conflict", ["calendar.length=4 weeks", "calendar.warm_up=2 weeks"])
    done = orgsim.run(
        scenario, ["one_ward"], replications=4, seed=11, jobs=1, output=tmp_path, engine="simpy",
        settings=factorial(scenario, ["one_ward"]), conflicts=described(targets_of(scenario, ["one_ward"])),
    )  # fmt: skip
    alone = {(one.targets, one.measure): one.found for one in conflicts(done).of("one_ward", "alone")}
    assert alone[("planned_in_bed",), "four_hour_true"].better_in == 0
    assert alone[("planned_in_bed",), "planned_in_bed_true"].better_in == 4
    assert alone[("home_in_time",), "four_hour_true"].better_in == 4
    assert alone[("home_in_time",), "planned_in_bed_true"].better_in == 4
