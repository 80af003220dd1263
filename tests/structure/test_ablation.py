"""Every mechanism that can be switched: it acts where it is on, and off it is as if it had never been written.

Each row of ``MECHANISMS`` says where it is on, the settings that switch it off, and what takes every trace of it out of
the scenario. Traces are compared to the last bit. To add a mechanism, append a row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

import numpy as np
import pytest

from orgsim.cohort import draw_cohort
from orgsim.engine import simulate
from orgsim.plan import compile_plan
from orgsim.scenario import load
from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.targets import ACTIONS
from tests.structure.runs import SEED, variant_of

FLAGSHIP, SHOP, CONFLICT, FOUR = "nhs-four-hours", "shop-returns", "targets-in-conflict", "four-structures"


@dataclass(frozen=True)
class Mechanism:
    """One row. ``on``: what is set in all three (say, to let it act); ``absent`` () where ``off`` takes it out itself.

    ``left_out``: the path of what is on, where off is to leave that out.
    """

    name: str
    scenario: str
    variant: str
    off: tuple[str, ...]
    absent: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    left_out: str = ""


def behaviour(do: str, scenario: str, variant: str, name: str, *on: str) -> Mechanism:
    """Return the row of a behaviour: off is `switched: off`, absent is removed."""
    switched = f"behaviours.{name}.switched=on"
    return Mechanism(
        do, scenario, variant, (f"behaviours.{name}.switched=off",), (f"behaviours.{name}=remove",), (switched, *on)
    )


def pressure(scenario: str, variant: str, target: str) -> Mechanism:
    """Return the row of a target's pressure: without any, its behaviours do as if nobody had thought of them."""
    moved = [name for name, one in load(scenario).variant(variant).behaviours.items() if one.because_of == target]
    gone = tuple(f"behaviours.{name}=remove" for name in moved)
    return Mechanism("pressure", scenario, variant, (f"targets.{target}.pressure=0%",), gone)


def set_to(name: str, path: str, on: str, off: str, *beside: str, scenario: str = SHOP) -> Mechanism:
    """Return the row of a mechanism that no built-in scenario has; without an ``off`` value it is off by being left out."""
    switched = (*beside, f"{path}={on}")
    if not off:
        return Mechanism(name, scenario, "silo", (), (), switched, left_out=path)
    return Mechanism(name, scenario, "silo", (f"{path}={off}",), (f"{path}=remove",), switched)


BUSY = ("arrivals.walk_in.level=115%", "arrivals.ambulance.level=115%")

RIGHT = "organisation.decisions.large_refund"
MIDDLE, HOLDER = "organisation.positions.shop_manager", "organisation.positions.refund_clerk"
HARD = f"{RIGHT}.complexity={{exponential: {{mean: 1}}}}"
JUDGED = f"{RIGHT}.judged={{best: 80%}}"
STAKES = "{stakes: {benefit_sd: 1, externality_sd: 2, noise_own: 0.5, noise_others: 0.5}}"
MEETING = "organisation.meetings.sales_meeting"
SETTLED = (
    f"{MEETING}.settles=[large_refund]", f"{MEETING}.members=[desk_assistant, refund_clerk, shop_manager]",
    f"{MEETING}.happens=every day at 09:30, 14:00",
)  # fmt: skip
FAULTY = "pathway.desk.defects={base: 30%}"
FAILING = "{{share: {}, after: 1 day, at: desk}}"
PEOPLE = {
    "load": "above: 5%", "fatigue": "above: 5%", "standard": "full_at: 40%", "motivation": "falls: 1 day",
    "leaving": "quits: 500%, absent: 20%", "effort": "speeds: 0.2",
}  # fmt: skip
"""Parts of what happens to people from day to day, strong enough to be seen in a week."""

MECHANISMS: tuple[Mechanism, ...] = (
    behaviour("jump_queue", FLAGSHIP, "silo", "rush"),
    behaviour("divert", FLAGSHIP, "silo", "decant"),
    behaviour("hold", FLAGSHIP, "silo", "hold_ambulances", *BUSY),
    behaviour("delay", FLAGSHIP, "silo", "delay_accepting"),
    behaviour("shorten", FLAGSHIP, "silo", "early_discharge", *BUSY),
    behaviour("relabel", FLAGSHIP, "silo", "relabel"),
    behaviour("lend", FLAGSHIP, "silo", "borrow_staff"),
    behaviour("pull", FLAGSHIP, "systemic", "pull_medical"),
    behaviour("reserve", FLAGSHIP, "silo", "ring_fence"),
    pressure(SHOP, "silo", "thirty_minutes"),
    Mechanism(
        "a behaviour's classes",
        FLAGSHIP,
        "silo",
        (),
        (),
        ("behaviours.rush.classes=[blue]",),
        left_out="behaviours.rush.classes",
    ),
    Mechanism("meeting", FLAGSHIP, "systemic", ("organisation.meetings.huddle=remove",)),
    Mechanism("link", FLAGSHIP, "systemic", ("organisation.links.ae_wards_phone=remove",)),
    Mechanism("link that a structure makes", FOUR, "systemic", ("organisation.links.talk_works_part=remove",)),
    Mechanism("asks_again", SHOP, "silo", ("organisation.decisions.take_repair.asks_again=remove",)),
    Mechanism("stands in for", FOUR, "silo", ("resources.urgent_menders.serves=remove",)),
    Mechanism("free_again", FLAGSHIP, "silo", ("resources.medical_bed.free_again=remove",)),
    Mechanism("patience", SHOP, "silo", ("pathway.desk.leaves=remove",)),
    Mechanism("returns", SHOP, "silo", ("exits.refunded.returns=remove",)),
    Mechanism(
        "lost messages", SHOP, "silo", ("organisation.line.fidelity=100%",), ("organisation.line.fidelity=remove",)
    ),
    Mechanism(
        "standing check", FLAGSHIP, "silo", ("organisation.decisions.open_escalation_beds.asked_when=remove",), (), BUSY
    ),
    set_to(
        "attention", "organisation.attention", "{per_report: 3%, per_metric: 1%}", "{per_report: 0%, per_metric: 0%}"
    ),
    set_to("informal", "organisation.informal", "{per_position: 2}", "{per_position: 0}", f"{RIGHT}.route=nearest"),
    set_to("complexity", f"{RIGHT}.complexity", "{exponential: {mean: 1}}", "", f"{MIDDLE}.authority=2"),
    set_to("authority", f"{MIDDLE}.authority", "2", "", HARD),
    set_to("knowledge", f"{HOLDER}.knowledge", "0.2", "1000", HARD, JUDGED),
    set_to("concerns", f"{RIGHT}.concerns", "{technician_lead: 40%}", "{technician_lead: 0%}"),
    set_to("unclear", f"{RIGHT}.unclear", "{share: 40%, goes_to: area_manager}", "{share: 0%, goes_to: area_manager}"),
    set_to("judged", f"{RIGHT}.judged", "{best: 80%}", ""),
    set_to("drift", f"{RIGHT}.judged.drift", "0.5", "0", JUDGED),
    set_to("weighs_others", f"{HOLDER}.weighs_others", "0", "", f"{RIGHT}.judged={STAKES}"),
    set_to("refused", "pathway.ask_refund.refused", "gave_up", "", JUDGED),
    set_to("agenda", f"{MEETING}.agenda", "1", "", *SETTLED),
    set_to("per_item", f"{MEETING}.per_item", "30 min", "0 min", *SETTLED),
    set_to("passes_with", f"{MEETING}.passes_with", "3", "", JUDGED, *SETTLED),
    set_to("defects", "pathway.desk.defects", "{base: 30%}", "{base: 0%}"),
    set_to("failure", "exits.refunded.failure", FAILING.format("60%"), "", FAULTY),
    set_to("hand_off", "pathway.repair.hand_off", "{delay: 1 h}", ""),
    *(set_to(name, "organisation.people", f"{{{name}: {{{said}}}}}", "") for name, said in PEOPLE.items()),
    Mechanism("becomes", "regimes/short-horizon", "moved", ("becomes=remove",)),
    Mechanism(
        "reviewed",
        "regimes/drifting-demand",
        "followed",
        ("resources.clerks.reviewed=remove",),
        (),
        ("calendar.length=4 weeks",),
    ),
    Mechanism(
        "wanders",
        "regimes/drifting-demand",
        "followed",
        ("arrivals.claims.wanders.spread=0%",),
        ("arrivals.claims.wanders=remove",),
    ),
)
"""The table. A mechanism that is new goes at its end, with the settings that its section of docs/model.md says."""


def trace_of(variant: Variant) -> dict[str, bytes]:
    """Return all arrays of the trace of one replication, requests and use of pools and positions among them."""
    plan = compile_plan(variant)
    return dict(arrays(simulate(plan, draw_cohort(plan, SEED, 1)), ""))


def arrays(found: object, place: str) -> Iterator[tuple[str, bytes]]:
    """Yield every array of a record, and of the records in it, as bytes."""
    for one in fields(found):  # type: ignore[arg-type]
        value = getattr(found, one.name)
        if isinstance(value, np.ndarray):
            yield f"{place}{one.name}", value.tobytes()
        elif is_dataclass(value):
            yield from arrays(value, f"{place}{one.name}.")


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Return the names of the arrays that differ in any bit."""
    return [name for name in one if one[name] != other[name]]


def path_of(setting: str) -> str:
    return setting.partition("=")[0]


IDS = [f"{row.name}-{row.scenario}" for row in MECHANISMS]


@pytest.mark.parametrize("row", MECHANISMS, ids=IDS)
def test_it_acts_where_it_is_on_and_off_is_as_if_it_were_not_there(row: Mechanism) -> None:
    on = trace_of(variant_of(row.scenario, row.variant, *row.on))
    without = [one for one in row.on if path_of(one) != row.left_out]
    off = trace_of(variant_of(row.scenario, row.variant, *without, *row.off))
    assert differing(on, off) != []
    if row.absent:
        gone = {one.partition("=")[0] for one in row.absent}
        kept = [one for one in row.on if not {path_of(one), path_of(one).rpartition(".")[0]} & gone]
        never = {path_of(one) for one in row.on}
        absent = trace_of(
            variant_of(row.scenario, row.variant, *kept, *(one for one in row.absent if path_of(one) not in never))
        )
        assert differing(off, absent) == []


def test_every_kind_of_behaviour_has_a_row() -> None:
    assert set(ACTIONS) <= {row.name for row in MECHANISMS}
