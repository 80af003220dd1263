"""The people of a small shop from day to day, in both engines. The shop opens at minute 0, a Monday."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest
import yaml

from orgsim.engine import rules_defects, rules_people
from orgsim.engine.trace import UnitDay
from orgsim.plan import compile_plan
from orgsim.scenario.schema.people import People
from tests.conftest import PlainLoader
from tests.engine.equality import assert_same_trace

DAY = 1440.0
LONG = 'calendar: {length: 30 days}\narrivals: {people: {at_times: {times: "every day at 09:00", number: 12}}}\n'
BUSY = LONG + "pathway: {till: {takes: 110 min}}\nresources: {clerk: {number: 1}}\n"
OFF = {
    "load": "{speed_up: 0}",
    "fatigue": "{slows: 0, errs: 0}",
    "standard": "{pressure_effect: 0}",
    "motivation": "{productivity: 0}",
    "leaving": "{quits: 0%, absent: 0%}",
    "effort": "{speeds: 0}",
}


def people(said: str) -> str:
    return f"organisation: {{people: {{{said}}}}}"


def column(trace, which: UnitDay) -> np.ndarray:
    return trace.people[:, 0, which]


@pytest.mark.parametrize("name", list(OFF))
def test_what_is_switched_off_gives_the_same_bits(shop, run, name):
    """But for the events of its beginning and its midnights."""
    bare, _ = run(shop(BUSY))
    still, _ = run(shop(BUSY, people(f"{name}: {OFF[name]}")))
    assert still.events == bare.events + 1 + len(still.people)
    assert len(still.people) == 29
    assert_same_trace(bare, dataclasses.replace(still, events=bare.events, people=bare.people))


def test_nobody_changes_unless_the_scenario_says_so(shop, run):
    bare, _ = run(shop(BUSY))
    same, _ = run(shop(BUSY, people("")))
    assert bare.people.shape == (0, 0, len(UnitDay))
    assert_same_trace(bare, same)


def test_times_of_work_follow_yesterday(shop, run):
    """From the second day on 12 claims of 110 minutes fill 0.917 of a day: the pace of the third is 1.035."""
    trace, _ = run(shop(BUSY, people("load: {}")))
    assert column(trace, UnitDay.LOAD)[:2] == pytest.approx([900 / 1440, 1320 / 1440])  # the first begins at 09:00
    factors = column(trace, UnitDay.TIME_FACTOR)
    assert factors[:2] == pytest.approx([1.0, 1 / 1.035])
    gaps = [np.diff(np.sort(trace.departed[trace.departed // DAY == day])) for day in (1, 2)]
    assert gaps[0][5:] == pytest.approx(110)
    assert gaps[1][5:] == pytest.approx(110 / 1.035)


def test_what_waits_at_midnight_is_pressure(shop, run):
    trace, _ = run(shop(BUSY, people("standard: {full_at: 100%, pressure_effect: 0.64}")))
    waiting = 12 - 9  # the ninth is served over midnight
    pressure = (900 + waiting * 110) / 1440 - 1
    assert column(trace, UnitDay.WORK_PRESSURE)[0] == pytest.approx(pressure)
    assert (column(trace, UnitDay.GIVEN) < 1)[1:].all()
    assert (np.diff(column(trace, UnitDay.STANDARD))[1:] < 0).all()


@pytest.mark.parametrize(("holder", "steps"), [("boss", 0.0), ("clerk", 1.0)])
def test_autonomy_is_the_share_decided_by_whoever_asks(shop, run, holder, steps):
    asks = """
organisation:
  layers: [front, top]
  positions: {boss: {unit: shop, layer: top}, clerk: {unit: shop, layer: front, reports_to: boss}}
  decisions: {sell: {held_by: HOLDER, asked_by: clerk}}
  people: {motivation: {falls: 1 day, recovers: 1 day}}
pathway: {till: {asks: sell}}
"""
    trace, _ = run(shop(LONG, asks.replace("HOLDER", holder)))
    assert (column(trace, UnitDay.AUTONOMY) == steps).all()
    tends_to = 0.5 + 0.17 * (steps - 0.5) - 0.15 * 0.5  # no informal links
    assert column(trace, UnitDay.MOTIVATION)[-1] == pytest.approx(tends_to, abs=1e-6)


def test_competence_is_the_share_of_work_that_was_right(shop, run):
    """Half of the passes go wrong whatever else happens; within 4 standard errors of all days."""
    faulty = "pathway: {till: {defects: {base: 50%}}}\n"
    motive = "people: {motivation: {falls: 1 day, recovers: 1 day, autonomy: 0, belonging: 0, errors: 0}}"
    trace, _ = run(shop(LONG, f"organisation: {{{motive}}}", faulty))
    right = column(trace, UnitDay.RIGHT)
    done = int((trace.departed < len(right) * DAY).sum())
    wrong = int(((trace.faults >> rules_defects.COUNT_AT) * (trace.departed < len(right) * DAY)).sum())
    per_day = [(trace.departed // DAY == day).sum() for day in range(len(right))]
    assert float(np.dot(right, per_day)) == pytest.approx(done - wrong)
    assert abs(wrong / done - 0.5) <= 4 * 0.5 / done**0.5
    assert column(trace, UnitDay.MOTIVATION)[-1] != 0.5


def test_where_nothing_may_go_wrong_competence_rests(shop, run):
    trace, _ = run(shop(LONG, "organisation: {people: {motivation: {}}}"))
    assert set(column(trace, UnitDay.RIGHT).tolist()) == {0.5}


def test_pressure_and_informal_links_come_from_the_structure(shop):
    said = """
organisation:
  positions: {boss: {unit: shop, layer: front_line}, mate: {unit: shop, layer: front_line}}
  links: {chat: {between: [boss, mate], informal: true}, post: {between: [boss, mate]}}
  people: {motivation: {}}
targets:
  quick: {owner: boss, pressure: 80%, clock: {starts: arrival, stops: departure}, within: 4 h, goal: 95%}
"""
    figures = compile_plan(shop(said)).people[0].figures
    assert (figures.belonging, figures.pressure) == (0.5, 0.8)


LATER = """
organisation:
  layers: [front_line]
  units: {shop: {}}
  positions: {boss: {unit: shop, layer: front_line}, mate: {unit: shop, layer: front_line, reports_to: boss}}
  links: {chat: {between: [boss, mate], informal: true}}
  people: {motivation: {falls: 1 day, recovers: 1 day, productivity: 0, errors: 0}, effort: {speeds: 0.5, errs: 0, care: 0}}
"""
TARGET = "{quick: {owner: boss, pressure: PRESSED, clock: {starts: arrival, stops: departure}, within: 4 h, goal: 95%}}"


def read(said: str) -> dict[str, Any]:
    return yaml.load(said, PlainLoader)  # noqa: S506  (a safe loader without booleans)


def test_a_change_of_structure_presses_and_joins_people_at_once(shop, run):
    """From the fourth midnight on: factors follow the pressure at once, motivation from the next midnight."""
    structure = read(LATER)["organisation"]
    later = {"organisation": {**structure, "links": {}}, "targets": read(TARGET.replace("PRESSED", "60%"))}
    before = read(TARGET.replace("PRESSED", "0%"))
    said = yaml.safe_dump(
        {"organisation": structure, "targets": before, "becomes": {"at": "3 days", **later}}, sort_keys=False
    )
    trace, _ = run(shop(LONG, said))
    factor, motivation = column(trace, UnitDay.TIME_FACTOR), column(trace, UnitDay.MOTIVATION)
    # effort on speed is 0.6 / (1 - 0.5^2) with care for nothing; each of it makes times shorter by exp(-0.5)
    pressed = np.exp(-0.5 * 0.6 / 0.75)
    assert factor[:2].tolist() == [1.0, 1.0]
    np.testing.assert_allclose(factor[3:], pressed)
    rest = 0.5 + 0.15 * (0.0 - 0.5) - 0.04 * 0.6
    going = 1 - np.exp(-1)
    assert motivation[:2].tolist() == [0.5, 0.5]
    assert motivation[-1] == pytest.approx(rest)
    step = motivation[4] - motivation[3]
    assert step == pytest.approx((rest - motivation[3]) * going)


def test_the_nearest_unit_that_says_so_counts(shop):
    said = """
organisation:
  people: {load: {}}
  units: {shop: {part_of: PARENT}, chain: {people: {fatigue: {}}}, rival: {external: true}}
resources: {clerk: {unit: shop}, helper: {unit: rival, number: 1}, shelf: {unit: chain, kind: place, number: 1}}
"""
    inherits = compile_plan(shop(said.replace("PARENT", "chain"))).people
    assert [(row.unit, row.figures.speed_up, row.figures.slows) for row in inherits] == [(0, 0.0, 0.5)]
    of_all = compile_plan(shop(said.replace("part_of: PARENT", ""))).people
    assert [(row.unit, row.figures.speed_up) for row in of_all] == [(0, 0.3)]
    exempt = compile_plan(shop(said.replace("part_of: PARENT", "people: {}"))).people
    assert exempt == ()
    assert People() == shop(said.replace("part_of: PARENT", "people: {}")).organisation.units["shop"].people


TEAM = (
    LONG
    + """
resources:
  clerk:
    number: null
    shifts: {day: {hours: "08:00-20:00", number: 40}, all: {hours: always, number: 20}}
"""
)


def _team(shop, said: str, *more):
    return shop(TEAM, people(said), *more)


def test_absence_takes_its_share_of_every_shift(shop, run):
    """60 people by day, 20 by night; on each day the share that is absent is missing from both shifts."""
    trace, _ = run(_team(shop, "leaving: {quits: 0%, absent: 20%}"))
    absent = column(trace, UnitDay.ABSENT)
    assert column(trace, UnitDay.STAFF)[0] == 60
    assert absent.mean() == pytest.approx(12, abs=4 * (60 * 0.2 * 0.8 / len(absent)) ** 0.5)  # wrong once in 16,000
    census = trace.pools.census_capacity[0]
    for day, away in enumerate(absent.astype(int), start=1):
        assert census[24 * day + 2] == 20 - rules_people.missing(20, away, 60, 20)
        assert census[24 * day + 12] == 60 - away
    assert census[12] == 60


def test_people_quit_and_vacancies_are_filled(shop, run):
    """Who is there quits by a rate of 20 a year, who is not is replaced within 5 days on average: 13.6 of 60 posts are vacant.

    Posts are alike and each forgets its past by the share that neither leaves nor is filled, so the mean over D days has a
    standard error of sqrt(60 p (1 - p) / D x (1 + r) / (1 - r)), r = 1 - leave - fill; four of them, wrong once in 16,000.
    """
    trace, _ = run(_team(shop, "leaving: {quits: 2000%, absent: 0%, vacancy: 5 days}", "calendar: {length: 400 days}"))
    vacant, quits = column(trace, UnitDay.VACANT)[20:], column(trace, UnitDay.QUITS)
    assert (np.diff(quits) >= 0).all()
    leave, fill = -np.expm1(-20 / 365), -np.expm1(-1 / 5)
    share, left = leave / (leave + fill), 1 - leave - fill
    error = (60 * share * (1 - share) / len(vacant) * (1 + left) / (1 - left)) ** 0.5
    assert error < 0.5
    assert vacant.mean() == pytest.approx(60 * share, abs=4 * error)
    assert trace.pools.census_capacity[0].min() >= 0


TURNED = """
becomes:
  at: 100 days
  resources:
    clerk: {unit: shop, shifts: {day: {hours: "06:00-18:00", number: DAY}, night: {hours: "18:00-06:00", number: NIGHT}}}
"""


@pytest.mark.parametrize(("by_day", "by_night"), [(20, 10), (90, 30)])
def test_posts_are_those_of_the_structure_in_force(shop, run, by_day, by_night):
    """Of 60 posts about a quarter are vacant when they become fewer or more; those there are fill and empty on."""
    later = TURNED.replace("DAY", str(by_day)).replace("NIGHT", str(by_night))
    said = "leaving: {quits: 2000%, absent: 10%, vacancy: 5 days}"
    trace, _ = run(_team(shop, said, "calendar: {length: 300 days}", later))
    posts, vacant, absent = (column(trace, one) for one in (UnitDay.STAFF, UnitDay.VACANT, UnitDay.ABSENT))
    assert posts[:99].tolist() == [60] * 99
    assert posts[100:].tolist() == [by_day] * (len(posts) - 100)
    assert (vacant + absent <= posts).all()
    assert vacant[120:].mean() / by_day == pytest.approx(vacant[20:99].mean() / 60, abs=0.1)
    census = trace.pools.census_capacity[0]
    for day in range(101, len(posts)):
        away = int(vacant[day - 1] + absent[day - 1])
        assert census[24 * day + 12] == by_day - away
        assert census[24 * day + 2] == by_night - rules_people.missing(by_night, away, by_day, by_night)


def test_vacancies_stay_when_posts_are_added_and_lapse_with_the_posts(shop, run):
    """Nobody quits after the change and nothing is filled: what was vacant stays so, at most as many as there are posts."""
    said = "leaving: {quits: 2000%, absent: 0%, vacancy: 900 days}"
    found = {}
    for by_day in (10, 90):
        later = TURNED.replace("DAY", str(by_day)).replace("NIGHT", "5")
        trace, _ = run(_team(shop, said, "calendar: {length: 102 days}", later))
        found[by_day] = column(trace, UnitDay.VACANT)
    assert found[10][98] == found[90][98] > 10
    assert found[10][100] <= 10
    assert found[90][100] >= found[90][98]


def test_people_who_are_lent_and_absent_never_leave_less_than_nobody(shop, run):
    lends = """
organisation: {layers: [front], positions: {boss: {unit: shop, layer: front}}, people: {leaving: {absent: 90%}}}
behaviours:
  lend:
    {who: boss, do: lend, from_pool: clerk, to_pool: other, number: 2, lasts: 30 h, checked: "every day at 20:00", switched: on}
resources: {clerk: {number: 2}, other: {unit: shop, number: 0}}
"""
    trace, _ = run(shop(LONG, lends))
    assert trace.pools.census_capacity.min() == 0
    assert trace.pools.census_capacity[1].max() == 2


def test_the_same_people_quit_whatever_else_happens(shop, run):
    said = "leaving: {quits: 500%, absent: 10%}"
    one, _ = run(_team(shop, said))
    other, _ = run(shop(TEAM, people(said), "pathway: {till: {takes: 3 min}}"))
    assert (one.people[..., UnitDay.QUITS] == other.people[..., UnitDay.QUITS]).all()
