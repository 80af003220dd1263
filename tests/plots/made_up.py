"""Made-up results in the shape of real ones, to draw pictures from without running anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import numpy as np
import yaml

from orgsim.analysis.compare import Comparison, MeasureComparison
from orgsim.analysis.conflict import Channel, Conflicts, TargetInfo
from orgsim.analysis.conflict_reader import Effect
from orgsim.analysis.fates import Cell, Fates
from orgsim.analysis.pairs import pairs_of
from orgsim.analysis.rank import Correlation
from orgsim.analysis.rank import share as share_of
from orgsim.analysis.regions import Counted, Regions, Variation
from orgsim.analysis.sensitivity import Sensitivity
from orgsim.analysis.statistics import Difference, Estimate, estimate, paired, t_p_value, t_quantile
from orgsim.analysis.sweep import Line, Sweep
from orgsim.analysis.swings import Parameter, Ranked, Robust, Swing
from orgsim.engine.trace import UnitDay
from orgsim.experiment import Definition, VariantInfo
from orgsim.measures import definitions
from orgsim.measures.groups import TIMES_OF_DAY
from orgsim.plots.source import Results, Side
from orgsim.plots.sweep_points import Swept, axes_of, is_grid
from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.becomes import Becomes

SCENARIO = """
orgsim: 1
name: {name}
words: {{entity: patient, entities: patients, visit: patient, visits: patients, organisation: hospital}}
calendar: {{warm_up: 7 d, length: 28 d, follow_up: 14 d}}
organisation:
  layers: [front, middle, top]
  units: {{ae: {{name: the emergency department}}, ward: {{}}}}
  positions:
    doctor: {{unit: ae, layer: front, reports_to: boss}}
    bed_manager: {{unit: ward, layer: front, reports_to: boss}}
    boss: {{unit: ae, layer: top}}
  decisions:
    admit: {{name: Admission, held_by: boss, asked_by: doctor}}
    open_beds: {{held_by: boss, asked_by: bed_manager}}
classes: {{urgent: {{}}, other: {{}}}}
needs: {{admission: {{share: 25%}}}}
arrivals: {{walk_in: {{at: triage, per_day: 200, classes: {{urgent: 40%, other: 60%}}}}}}
pathway:
  triage: {{unit: ae, needs: {{nurse: 1}}, takes: 5 min, next: treatment}}
  treatment: {{unit: ae, asks: admit, needs: {{cubicle: 1, doctor: 1}}, takes: 40 min, next: ward_stay}}
  wait_for_bed: {{name: Wait for a bed, unit: ward, where: ae, waits_in: [cubicle], needs: {{bed: 1}}, next: ward_stay}}
  ward_stay: {{unit: ward, takes: 4 d, next: home}}
exits: {{home: {{}}, gone: {{name: Left before being seen}}}}
resources:
  nurse: {{unit: ae, number: 4}}
  doctor: {{unit: ae, number: 6}}
  cubicle: {{name: Cubicles, unit: ae, kind: place, number: 30}}
  bed: {{name: Ward beds, unit: ward, kind: place, number: 200}}
targets:
  four_hour: {{name: Four-hour standard, owner: boss, within: 4 h, goal: 95%, clock: {{starts: arrival, stops: {{leaves: ae}}}}}}
groups:
  admitted: {{exits: [home], reaches: [ward_stay]}}
  discharged: {{name: Sent home, exits: [home]}}
  left: {{name: Left before being seen, exits: [gone]}}
  no_need: {{reaches: [ward_stay], without_need: admission}}
dispositions: [admitted, discharged, left]
measures:
  whole_journey: {{time: {{from: arrival, to: departure, show: [mean]}}}}
  needless: {{of: admitted, are: no_need}}
"""
WARM_UP_HOURS, LENGTH_HOURS = 7 * 24, 28 * 24


def variant(name: str = "Silo") -> Variant:
    """A small scenario."""
    return Variant.model_validate(yaml.safe_load(SCENARIO.format(name=name)))


def side(key: str, label: str, *, spike: float, seed: int, replications: int = 6, visits: int = 5600) -> Side:
    """Results of one variant; ``spike`` is the share of those over the limit that are moved to just before it."""
    series: dict[str, list[np.ndarray]] = {}
    values: dict[tuple[str, str], list[float]] = {}
    for replication in range(replications):
        # The same visits in every variant: their needs come from the replication alone.
        same = np.random.default_rng(replication)
        rng = np.random.default_rng([seed, replication])
        minutes = same.gamma(3.2, 55.0, visits) * rng.normal(1.0, 0.05, visits).clip(0.8, 1.2)
        need = same.random(visits) < 0.25
        moved = (minutes > 235) & (minutes < 420) & (rng.random(visits) < spike)
        minutes = np.where(moved, rng.uniform(221, 240, visits), minutes)
        admitted = need | (moved & ~need & (same.random(visits) < 0.5))
        where = np.where(admitted, 0, np.where(same.random(visits) < 0.03, 2, 1))
        inside = minutes + np.where(admitted, same.gamma(2.0, 3000.0, visits), 0.0)
        inside = np.where(admitted & ~need, minutes + 1100, inside)
        for name, array in _series(minutes, where, inside, rng, spike).items():
            series.setdefault(name, []).append(array)
        for group, value in _by_group(minutes, need, admitted, where, replication).items():
            values.setdefault(group, []).append(value)
        within = float((minutes < 240).mean())
        for measure, value in {
            "four_hour_reported": within,
            "four_hour_true": within,
            "whole_journey_mean": float(inside.mean()),
        }.items():
            values.setdefault((measure, ""), []).append(value)
        for group, value in _of_decisions(spike, replication).items():
            values.setdefault(group, []).append(value)
    return Side(key, label, variant(label), series, values)


def _of_decisions(spike, replication):
    """How busy people are, and how decisions are made by route and layer; nobody of the middle layer is ever asked."""
    slow = 1 + 2 * spike + 0.05 * replication
    return {
        ("position_utilisation", "doctor"): 0.1, ("position_utilisation", "bed_manager"): 0.0,
        ("position_utilisation", "boss"): 0.2 * slow,
        ("decision_latency_by_route", "reporting_lines"): 30 * slow,
        ("decision_latency_by_layer", "top"): 30 * slow, ("decision_latency_by_layer", "middle"): float("nan"),
        ("decision_accuracy_by_layer", "top"): 0.9 - 0.1 * spike,
    }  # fmt: skip


def _by_group(minutes, need, admitted, where, replication):
    """The clock and the needless admissions by group; nobody of one class ever comes."""
    same = np.random.default_rng([replication, 7])
    kind, hour = same.integers(0, 2, len(minutes)), same.integers(0, 4, len(minutes))
    groups = {
        ("class", "urgent"): kind == 0, ("class", "other"): kind == 1,
        ("need", "with_admission"): need, ("need", "without_admission"): ~need, ("mode", "walk_in"): kind >= 0,
        **{("time_of_day", one): hour == place for place, one in enumerate(TIMES_OF_DAY)},
        **{("disposition", one): where == place for place, one in enumerate(("admitted", "discharged", "left"))},
    }  # fmt: skip
    needless = np.where(admitted, ~need, np.nan)
    found = {}
    for (grouping, group), mask in groups.items():
        found[f"four_hour_time_by_{grouping}", group] = float(minutes[mask].mean())
        chosen = needless[mask & admitted]
        found[f"needless_by_{grouping}", group] = float(chosen.mean()) if len(chosen) else float("nan")
    return found


def _series(minutes, where, inside, rng, spike):
    edges = np.append(np.arange(0, 721, 10.0), np.inf)
    out = {"bins:four_hour:all": np.histogram(minutes, edges)[0]}
    for number, name in enumerate(("admitted", "discharged", "left")):
        out[f"bins:four_hour:{name}"] = np.histogram(minutes[where == number], edges)[0]
    weeks = np.array_split(rng.permutation(minutes), 20)
    out["weekly:four_hour"] = np.array([[len(one), (one < 240).sum(), (one < 239).sum()] for one in weeks])
    rhythm = 40 + 30 * np.sin(2 * np.pi * (np.arange(168) - 8) / 24)
    out["hours:arrivals"] = rng.poisson(rhythm)
    out["hours:departures"] = rng.poisson(np.roll(rhythm, 3))
    slow = 1 + 2 * spike
    out["stage_minutes"] = 5600 * np.array(
        [
            [12, 0, 0, 5, 0, 0],
            [35 * slow, 22 * slow, 0, 40, 25, 0],
            [0, 9, 70 * slow, 0, 0, 0],
            [0, 0, 0, 0, 4000, 700 * slow],
        ]
    )
    out["stage_visits"] = 5600 * np.ones(4)
    hours = np.arange(LENGTH_HOURS)
    wave = np.sin(2 * np.pi * hours / 24)
    for pool, number in (("cubicle", 30), ("bed", 200), ("nurse", 4), ("doctor", 6)):
        level = np.clip(number * (0.8 + 0.1 * spike + 0.08 * wave + rng.normal(0, 0.03, LENGTH_HOURS)), 0, number)
        queue = np.maximum(0, 6 * spike + 4 * wave + rng.normal(0, 1, LENGTH_HOURS))
        out[f"census:{pool}"] = np.array([level.round(), queue.round(), np.full(LENGTH_HOURS, number)])
        filling = number * (1 - np.exp(-np.arange(WARM_UP_HOURS) / 20))
        before = np.array([filling.round(), np.zeros(WARM_UP_HOURS), np.full(WARM_UP_HOURS, number)])
        out[f"census_before:{pool}"] = before.astype("i4")
    days = np.arange(28)
    for unit, posts in (("ae", 10), ("ward", 20)):
        states = np.ones((len(UnitDay), len(days)))
        states[UnitDay.MOTIVATION] = 0.5 - 0.002 * (1 + spike) * days + rng.normal(0, 0.005, len(days))
        states[UnitDay.STANDARD] = 1 - 0.003 * spike * days
        states[UnitDay.STAFF] = posts
        states[UnitDay.VACANT] = (days > 10 + 10 * spike).astype(float)
        states[UnitDay.ABSENT] = rng.binomial(posts, 0.05, len(days))
        out[f"people:{unit}"] = states
    beds, before = out["census:bed"], out["census_before:bed"]
    out["inside"] = np.concatenate([before[0], beds[0] + beds[1]]).astype("i4")
    latency = rng.lognormal(np.log(12 * slow), 1.0, 900)
    bins = np.array([0, 1, 2, 5, 10, 20, 30, 60, 120, 240, 480, 960, 1440, 2880, np.inf])
    out["latency:admit"] = np.histogram(latency, bins)[0]
    out["latency:open_beds"] = np.histogram(latency * 15, bins)[0]
    fates = np.zeros(
        len(minutes),
        dtype=[
            ("row", "i4"),
            ("disposition", "i1"),
            ("exit", "i1"),
            ("inside", "f8"),
            ("clock", "f8"),
            ("touched", "i8"),
        ],
    )
    fates["row"], fates["disposition"], fates["inside"], fates["clock"] = (
        np.arange(len(minutes)),
        where,
        inside,
        minutes,
    )
    out["fates"] = fates
    return out


def results(sides: int = 2) -> Results:
    """A comparison of up to four variants with differences of every kind of unit and certainty."""
    made = tuple(
        side(key, label, spike=spike, seed=seed)
        for key, label, spike, seed in (
            ("silo", "Silo", 0.75, 1), ("systemic", "Systemic", 0.0, 2),
            ("beds", "Silo, more beds", 0.5, 3), ("calm", "Silo without target", 0.1, 4),
        )[:sides]
    )  # fmt: skip
    infos = tuple(VariantInfo(one.key, one.label, "") for one in made)
    comparison = Comparison("An invented hospital", "run", 1, 6, infos, "silo", compared(infos), SHOWN)
    defined = tuple(Definition(*row[:4], f"What {row[1]} means.", "made up", "declared") for row in DIFFERENCES)
    defined += tuple(one for one in definitions(made[0].variant) if one.family == "groups")
    return Results("An invented hospital", made, 6, comparison, fates(), sensitivity(infos, comparison), defined,
                   conflicts=conflicts(infos[:1], comparison), regions=regions(infos))  # fmt: skip


def regions(infos, count: str = "admitted") -> Regions:
    """Twelve regions, of which the first variant has two far out; one where nothing is ever expected is left out."""
    rng = np.random.default_rng(3)
    expected = tuple(tuple(rng.uniform(80, 400, 12)) for _ in range(3))
    variations = []
    for place, info in enumerate(infos):
        far = np.array([1.7, 0.5, *[1.0] * 10]) if place == 0 else np.ones(12)
        seen = tuple(tuple(int(one) for one in rng.poisson(np.array(year) * far)) for year in expected)
        counted = Counted(info.id, "per visit", seen, expected)
        variations.append(Variation(counted, estimate(counted.components), None))
    each = {f"region {number:02d}": dict.fromkeys(("demand", "staff", "need"), 1.0) for number in range(1, 13)}
    return Regions("run", 1, 3, infos, infos[0].id, count, each, tuple(variations), (), ())


DIFFERENCES = (
    ("four_hour_reported", "Within 4 hours, on the record", "share", "higher", 0.953, -0.008, 0.003),
    ("needless_admission_share", "Admissions without need", "share", "lower", 0.081, -0.07, 0.01),
    ("whole_journey_mean", "Whole journey", "min", "lower", 1840.0, -420.0, 60.0),
    ("boarding_hours_per_day", "Waiting for a bed, a day", "hours per day", "lower", 62.0, -48.0, 9.0),
    ("electives_cancelled", "Operations cancelled a week", "count", "lower", 4.0, 0.4, 1.2),
    ("cost_per_visit", "Cost", "£", "lower", 340.0, -12.0, 3.0),
    ("decision_latency_mean", "Wait for a decision", "min", "lower", 48.0, -39.0, 4.0),
    ("hops_per_decision", "Steps a request travels", "count", "neither", 3.4, -2.2, 0.1),
    ("left_before_seen", "Left before being seen", "share", "lower", 0.0, 0.002, 0.001),
)
"""Id, name, unit, better, mean of the reference, difference, half its interval: every case there is."""
SHOWN = tuple(row[0] for row in DIFFERENCES)


def compared(infos: tuple[VariantInfo, ...]) -> tuple[MeasureComparison, ...]:
    """The differences above, the same for every variant but the first."""
    return tuple(measure(infos, *row) for row in DIFFERENCES)


def measure(infos, key, name, unit, better, base, mean, half) -> MeasureComparison:
    """One measure over all variants, six replications each."""
    definition = Definition(key, name, unit, better, f"What {name} means.", "made up", "declared")
    sd = half * 6**0.5 / t_quantile(0.975, 5)
    p = t_p_value(mean / (sd / 6**0.5), 5)
    better_in = None if better == "neither" else 6 if (mean > 0) == (better == "higher") else 0
    difference = Difference(6, mean, sd, mean - half, mean + half, p, better_in)
    estimates = {
        info.id: Estimate(6, base + mean * (place > 0), half, base - half, base + half)
        for place, info in enumerate(infos)
    }
    return MeasureComparison(definition, "", estimates, {info.id: difference for info in infos[1:]})


UNKNOWNS = (
    ("line_delay", "Minutes that a message waits on each step of a reporting line", 5.0, 60.0, "min", 300.0, 0.81),
    ("strength", "How many of those about to breach are moved on", 20.0, 100.0, "%", 520.0, -0.3),
    ("beds", "Beds", 180.0, 220.0, "", 60.0, float("nan")),
    ("pay", "Pay", 1000.0, 2000.0, "£ a day", 0.0, 1.0),
)
"""Id, name, ends, unit, what the high end adds to the difference in the journey, partial rank correlation."""


def sensitivity(infos, comparison: Comparison) -> Sensitivity:
    """An analysis in which one unknown turns a sign, one does nothing, and one could not be measured."""
    parameters = tuple(
        Parameter(key, name, low, low, high, f"{low:g} {unit}".strip(), f"{high:g} {unit}".strip(), unit)
        for key, name, low, high, unit, _, _ in UNKNOWNS
    )
    swings, ranks, robust = [], [], []
    pairs = [*((one.id, "") for one in infos), *((one.id, infos[0].id) for one in infos[1:])]
    for one in comparison.measures:
        base = next(iter(one.differences.values()), Difference(6, 0.0, 1.0, -1.0, 1.0, 1.0, 3))
        for variant, against in pairs:
            for key, *_, moves, rank in UNKNOWNS:
                share = moves / 420 if moves else float("nan")
                high = base.mean - base.mean * share
                ends = [Difference(6, mean, 1.0, mean - abs(base.mean) / 9, mean + abs(base.mean) / 9, 0.01, 3)
                        for mean in (base.mean * 1.1, high)]  # fmt: skip
                found = Correlation(
                    40, rank, *((rank - 0.2, min(1.0, rank + 0.2)) if abs(rank) < 1 else [float("nan")] * 2)
                )
                swings.append(
                    Swing(key, one.definition.id, variant, against, ends[0], base if against else None, ends[1])
                )
                ranks.append(Ranked(key, one.definition.id, variant, against, found, found))
            if against and one.definition.better != "neither":
                place = len(robust) % 4
                robust.append(Robust(one.definition.id, variant, against, base,
                                     *(share_of(count, 40) for count in SIGNS[place])))  # fmt: skip
    points = {f"point {number:02d}": {one.id: 1.0 for one in parameters} for number in range(1, 41)}
    measures = tuple(one.definition for one in comparison.measures)
    return Sensitivity("run", 1, 6, infos[0].id, infos, parameters, measures, points, tuple(swings), tuple(ranks),
                       tuple(robust))  # fmt: skip


SIGNS = ((40, 0, 38, 0), (20, 19, 3, 12), (0, 40, 0, 40), (0, 0, 0, 0))
"""Points of 40 at which it is better, worse, better for sure, worse for sure."""


NAMES = ("Four hours", "Planned operations not cancelled", "Length of stay on the medical wards")


def conflicts(infos, comparison: Comparison, names: Sequence[str] = NAMES) -> Conflicts:
    """Targets in every pair, with effects that are better, worse, unsure, exactly nothing and not measured."""
    measures = tuple(one.definition for one in comparison.measures)
    keys = [f"target_{place}" for place in range(len(names))]
    targets = tuple(
        TargetInfo(
            key, name, 0.9, measures[place % len(measures)].id, (Channel(f"act_{place}", "divert", 3.2 * place),)
        )
        for place, (key, name) in enumerate(zip(keys, names, strict=True))
    )
    rows = [("alone", (key,)) for key in keys] + [("beyond_the_sum", pair) for pair in combinations(keys, 2)]
    effects = [
        Effect(info.id, kind, of, measure.id, MADE_EFFECTS[(row + 2 * column) % len(MADE_EFFECTS)], 0.01)
        for info in infos
        for row, (kind, of) in enumerate(rows)
        for column, measure in enumerate(measures)
    ]
    figures = {info.id: {one.id: one.measure for one in targets} for info in infos}
    pairs = pairs_of(effects, figures, {one.id: one.better for one in measures})
    own = {info.id: targets for info in infos}
    return Conflicts("run", 1, 6, infos, "full factorial", measures, own, tuple(effects), pairs)


MADE_EFFECTS = (
    Difference(6, 0.02, 0.01, 0.01, 0.03, 0.001, 6, 0.005, 0.035, 0.01),
    Difference(6, -0.04, 0.01, -0.05, -0.03, 0.001, 0, -0.055, -0.025, 0.01),
    Difference(6, 0.004, 0.01, -0.001, 0.009, 0.1, 4, -0.003, 0.011, 0.4),
    Difference(6, 0.0, 0.0, 0.0, 0.0, 1.0, 0, 0.0, 0.0, 1.0),
    Difference(0, float("nan"), float("nan"), float("nan"), float("nan"), float("nan"), 0),
)


def fates() -> Fates:
    """Ends of 4,000 visits: most the same in both, eighty a week admitted in the first alone."""

    def cell(before: str, after: str, count: float, extra: float) -> Cell:
        return Cell(before, after, *(Estimate(6, value, 0.0, value, value) for value in (count, count / 4000, extra)))

    cells = (
        cell("admitted", "admitted", 1400.0, -10.0), cell("admitted", "discharged", 320.0, 1032.0),
        cell("discharged", "discharged", 2160.0, -6.0), cell("left", "discharged", 40.0, -95.0),
        cell("left", "left", 80.0, 0.0), cell("", "", 200.0, 3.0),
    )  # fmt: skip
    names = {"admitted": "admitted", "discharged": "Sent home", "left": "Left before being seen"}
    return Fates("silo", "systemic", Estimate(6, 4200.0, 0.0, 4200.0, 4200.0), names, cells)


BEDS, SHARE, LIMIT = "resources.bed.number", "needs.admission.share", "targets.four_hour.within"
POINTS = {
    "sweep_lines": [{BEDS: beds} for beds in (180, 190, 200, 210, 220)],
    "hockey_stick": [{BEDS: beds} for beds in (220, 180, 200)],
    "sweep_map": [{BEDS: beds, SHARE: share} for beds in (180, 200, 220, 240) for share in ("20%", "25%", "30%")],
    "sweep_scatter": [
        {BEDS: 180 + 7 * place, SHARE: f"{20 + place * 5 % 11}%", LIMIT: ("4 h", "1 day")[place % 2]}
        for place in range(11)
    ],
}
"""For the module of each picture of a sweep, settings that it can draw."""


def suited(module: str, made: Results) -> Results:
    """The results with the sweep, or the change of structure, that a picture needs; as they are for other pictures."""
    if module == "j_curve":
        return replace(made, sides=tuple(turning(side, number) for number, side in enumerate(made.sides)))
    return replace(made, swept=swept(POINTS[module], made.sides)) if module in POINTS else made


def swept(points, sides) -> Swept:
    """A sweep in which more beds help, each variant by its own amount, and not everywhere clearly."""
    values, full = {}, {}
    for place, point in enumerate(points):
        for number, one in enumerate(sides):
            rng = np.random.default_rng(place)  # the same luck in every variant
            beds = point.get(BEDS, 200)
            luck, own = rng.normal(0, 30, 6), np.random.default_rng([place, number]).normal(0, 30, 6)
            values[place, one.key] = (
                0.7 + (beds - 180) / 200 + 0.05 * number + (luck + own) / 3000,
                1200 + 60 * (220 - beds) - number * (beds - 185) * 4 + luck + own,
            )
            full[str(place), one.key] = estimate(0.6 + (220 - beds) / 110 + luck / 3000)
    defined = tuple(
        Definition(*row[:4], "What it means.", "made up", "declared") for row in DIFFERENCES if row[0] in SWEPT
    )
    lines = tuple(
        _line(values, place, point, one.key, sides[0].key) for place, point in enumerate(points) for one in sides
    )
    axes = axes_of(points, sides[0].variant)
    found = Sweep("run", 1, sides[0].key, tuple(axis.path for axis in axes), defined, lines)
    return Swept(found, axes, is_grid(points, axes), "bed", "Ward beds", full)


def turning(side: Side, number: int) -> Side:
    """The side with 30 weeks of arrivals; all but the first change in the sixth, lose 40 minutes and gain 60."""
    weeks = np.arange(30) + 0.5 - 5
    series = []
    for replication in range(6):
        rng = np.random.default_rng([replication, number])
        saved = np.where(weeks > 0, 60 - 100 * np.exp(-weeks / (3 + number)), 0.0) if number else np.zeros(30)
        series.append(np.stack([np.full(30, 1400.0), 1400 * (900 - saved + rng.normal(0, 6, 30))], axis=1))
    becomes = Becomes.model_validate({"at": "6 weeks"}) if number else None
    changed = side.variant.model_copy(update={"becomes": becomes})
    return replace(side, variant=changed, series={**side.series, "weeks": series})


SWEPT = ("four_hour_reported", "whole_journey_mean")


def _line(values, place: int, point, key: str, against: str) -> Line:
    mine, theirs = (dict(zip(SWEPT, values[place, one], strict=True)) for one in (key, against))
    apart = {
        id_: paired(dict(enumerate(mine[id_])), dict(enumerate(theirs[id_])), better)
        for id_, better in zip(SWEPT, ("higher", "lower"), strict=True)
    }
    estimates = {id_: estimate(of) for id_, of in mine.items()}
    return Line(str(place), point, key, 6, estimates, {} if key == against else apart)
