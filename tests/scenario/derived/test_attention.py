"""Attention eaten by metrics and reports: by hand, and the same in the plan, the load and a run."""

from __future__ import annotations

import io
from typing import Any

import networkx as nx
import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import simulate
from orgsim.measures import measure
from orgsim.organisation import build_graph
from orgsim.organisation.demand import requests_a_day
from orgsim.organisation.export import as_graphml
from orgsim.organisation.load import position_loads
from orgsim.plan import compile_plan
from orgsim.plots.organisation_chart import chart
from orgsim.plots.organisation_words import sentence
from orgsim.scenario.derived import derived
from orgsim.scenario.derived.attention import attention_accounts, effective_attention
from orgsim.scenario.offered_load import offered_load
from orgsim.scenario.schema import Variant
from tests.organisation.builder import tree, variant

BLOCK = {"per_report": "2%", "per_metric": "5%", "floor": "20%"}


def target(owner: str) -> dict[str, Any]:
    return {"owner": owner, "clock": {}, "within": "1 h", "goal": "90%"}


def test_a_target_that_is_not_imposed_takes_none():
    known, unknown = made(one="left"), made(one="left")
    hidden = unknown.as_written.model_copy(
        update={"targets": {"one": unknown.targets["one"].model_copy(update={"imposed": "off", "pressure": 0.0})}}
    )
    assert [attention_accounts(one)["left"].metrics for one in (known, derived(hidden))] == [1, 0]
    assert derived(hidden).organisation.positions["left"].attention == pytest.approx(1 - 0.04)


def made(block: dict[str, str] | None = None, **targets: str) -> Variant:
    """The tree with requests from ``a`` to ``d``, and targets by name and owner."""
    decisions = {
        "far": {"asked_by": "a", "held_by": "d", "effort": {"exponential": {"mean": "12 min"}}, "passing_on": "4 min"}
    }
    organisation = tree(decisions=decisions, attention=BLOCK if block is None else block)
    organisation["positions"]["top"]["attention"] = "40%"
    return variant(
        organisation,
        calendar={"length": "12 weeks", "warm_up": "1 day", "follow_up": "1 day"},
        arrivals={"door": {"at": "ask", "per_day": 30, "classes": {"all": "100%"}}},
        pathway={"ask": {"unit": "shop", "asks": "far", "next": "out"}},
        targets={name: target(owner) for name, owner in targets.items()},
    )  # fmt: skip


def test_the_account_by_hand():
    found = attention_accounts(made(one="left", two="left", three="a", four="top"))
    top, left, a = found["top"], found["left"], found["a"]
    assert (top.reports, top.metrics, top.below) == (2, 4, 2)
    assert top.left == pytest.approx(0.2)  # 40% - 2 x 2% - 4 x 2 x 5% is below the floor
    assert top.at_floor
    assert (left.reports, left.metrics, left.below, left.at_floor) == (2, 3, 1, False)
    assert left.left == pytest.approx(1 - 0.04 - 0.15)
    assert (a.reports, a.metrics, a.below, a.left) == (
        0,
        1,
        0,
        1.0,
    )  # nobody is below, so there is nobody to hand it to


def test_attention_is_never_raised_to_the_floor():
    assert effective_attention(0.1, 0.05, 0.2) == 0.1
    assert effective_attention(0.5, 0.2, 0.1) == pytest.approx(0.3)
    assert effective_attention(0.5, 0.7, 0.1) == 0.1


def test_everything_reads_what_is_left():
    eaten = made(one="right")
    left = attention_accounts(eaten)["right"].left
    assert left == pytest.approx(1 - 0.04 - 0.05)
    plan = compile_plan(eaten)
    assert plan.positions[plan.names.positions.index("right")].attention == left
    assert build_graph(eaten).nodes["right"]["attention"] == left
    assert eaten.as_written.organisation.positions["right"].attention == 1.0
    loads = {row.id: row.ratio for row in offered_load(eaten) if row.kind == "position"}
    assert loads["right"] == pytest.approx(30 * 4 / left / 1440)


def test_a_run_shows_the_load_that_the_attention_left_gives():
    """Managers' utilisation within 5% of the offered load: some 2500 requests, whose times have a spread of at most 1."""
    eaten = made(one="left", two="right", three="right")
    worked_out = position_loads(build_graph(eaten), eaten, requests_a_day(eaten))
    plan = compile_plan(eaten)
    cohort = draw_cohort(plan, 1, 1)
    rows = measure(eaten, plan, cohort, simulate(plan, cohort))
    shown = {row.group: row.value for row in rows if row.measure == "position_utilisation"}
    for key in ("left", "top", "right", "d"):
        assert shown[key] == pytest.approx(worked_out[key].utilisation, rel=0.05), key
    assert worked_out["top"].utilisation == pytest.approx(30 * 4 / 0.2 / 1440)


def test_without_the_block_nothing_is_eaten():
    plain = variant(tree())
    assert attention_accounts(plain) == {}
    assert plain.as_written is plain


def test_a_block_that_takes_nothing_changes_nothing():
    free = made({"per_report": "0%", "per_metric": "0%"}, one="top")
    plain = variant({**tree(decisions={}), "attention": None})
    assert [one.left for one in attention_accounts(free).values()] == [0.4, 1, 1, 1, 1, 1, 1]
    assert plain.organisation.positions["top"].attention == 1.0


def test_pictures_and_exports_say_where_it_went():
    eaten = made(one="left", two="right")
    read = nx.read_graphml(io.BytesIO(as_graphml(eaten).encode()), force_multigraph=True)
    left = read.nodes["left"]
    assert left["attention"] == pytest.approx(1 - 0.04 - 0.05)
    assert (left["attention_own"], left["attention_to_reports"], left["attention_to_metrics"]) == (1.0, 0.04, 0.05)
    said = sentence(chart(eaten, {}))
    assert "Metrics and reports leave least of the day to Top (20%), Left (91%) and Right (91%)." in said
    assert "Metrics" not in sentence(chart(variant(tree()), {}))
