"""Structures as data: what a structure file may say, what it becomes, and that no performance number is in its reach."""

# ruff: noqa: E501 (tables read better on one line)
from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from orgsim.scenario.chain import builtin_scenarios
from orgsim.scenario.file import Scenario, load
from orgsim.scenario.handbook import _fields, _models
from orgsim.scenario.layers import REMOVE
from orgsim.scenario.problems import Problem, ScenarioError, SetError
from orgsim.scenario.schema import Variant
from orgsim.scenario.schema.base import Block
from orgsim.scenario.structures.allowed import ALLOWED, part_of, refused, steps_of
from orgsim.scenario.structures.document import builtin_structures

FOUR = builtin_scenarios()["four-structures"]
NAMES = ("silo", "systemic", "partnership", "shared_service")
NO_LINKS = re.compile(r"  # How many know .*\n  informal: .*\n")
MINE = """
structure: 1
name: Mine
changes:
  - each: cells
    change: {organisation.positions.<front>.reports_to: <flow.lead>}
"""
MAY_NOT = [  # path, value, what is named
    ("organisation.positions.<front>.attention", "90%", "organisation.positions.<front>.attention"),
    ("organisation.positions.<front>.line", "{delay: 1 min}", "organisation.positions.<front>.line.delay"),
    ("organisation.line.delay", "1 min", "organisation.line.delay"),
    ("organisation.links.chat", "{between: [a, b], fidelity: 100%}", "organisation.links.chat.fidelity"),
    ("organisation.decisions.urgent_part.effort", "1 min", "organisation.decisions.urgent_part.effort"),
    ("organisation.decisions.urgent_part", "{asked_by: a, held_by: b, passing_on: 0 min}", "organisation.decisions.urgent_part.passing_on"),
    ("pathway.urgent_mend.takes", "10 min", "pathway.urgent_mend.takes"),
    ("pathway.urgent_mend.needs", "{urgent_menders: 2}", "pathway.urgent_mend.needs.urgent_menders"),
    ("pathway.urgent_mend", "remove", "pathway.urgent_mend"),
    ("arrivals.urgent.per_day", "10", "arrivals.urgent.per_day"),
    ("needs.more_work.share", "0%", "needs.more_work.share"),
    ("behaviours.ring_back.strength", "100%", "behaviours.ring_back.strength"),
    ("resources.<pool>.free_again.ready_after", "1 min", "resources.<pool>.free_again.ready_after"),
    ("resources.name.free_again", "{ready_after: 1 min}", "resources.name.free_again.ready_after"),
    ("<front>.attention", "90%", "<front>.attention"),
    # What a block leaves out would fall to a default: attention of 100%, always on duty, no effort.
    ("organisation.positions.star", "{unit: trades, layer: head, reports_to: director}", "organisation.positions.star"),
    ("organisation.positions", "{star: {unit: trades, layer: head}}", "organisation.positions.star"),
    ("organisation.decisions.free", "{asked_by: urgent_mender, held_by: urgent_mender}", "organisation.decisions.free"),
    ("organisation.links", "{chat: {between: [urgent_mender, director]}}", "organisation.links"),
    ("pathway.urgent_ask_part.asks", "urgent_access", "pathway.urgent_ask_part.asks"),
    ("pathway.urgent_ask_part.asks", "remove", "pathway.urgent_ask_part.asks"),
    ("organisation.positions.director.knowledge", "9", "organisation.positions.director.knowledge"),
    ("organisation.positions.director.weighs_others", "1", "organisation.positions.director.weighs_others"),
    ("organisation.meetings.board", "{members: [director], per_item: 1 min}", "organisation.meetings.board.per_item"),
    ("organisation.decisions.urgent_part.unclear.share", "0%", "organisation.decisions.urgent_part.unclear.share"),
    ("becomes.shocks.knowledge_lost", "0%", "becomes.shocks.knowledge_lost"),
    ("resources.<pool>.reviewed.gain", "50%", "resources.<pool>.reviewed.gain"),
    ("arrivals.urgent.wanders.spread", "0%", "arrivals.urgent.wanders.spread"),
    ("organisation.informal.fidelity", "100%", "organisation.informal.fidelity"),
]  # fmt: skip


def with_mine(folder: Path, structure: str, *, roles: tuple[str, str] = ("", "")) -> str:
    """Write the four structures with a structure file of one's own, and the variant `mine` that names it."""
    (folder / "mine.yaml").write_text(structure, encoding="utf-8")
    text = FOUR.read_text(encoding="utf-8").replace("variants:\n", "variants:\n  mine: {structure: mine.yaml}\n")
    assert roles[0] in text
    (folder / "scenario.yaml").write_text(text.replace(*roles, 1) if roles[0] else text, encoding="utf-8")
    return str(folder / "scenario.yaml")


def wrong(path: str) -> tuple[Problem, ...]:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return caught.value.problems


@pytest.fixture(scope="module")
def four() -> Scenario:
    return load("four-structures")


def test_what_the_built_in_structures_say_arrives(four: Scenario) -> None:
    bosses = {one: four.variant(one).organisation.positions["urgent_mender"].reports_to for one in NAMES}
    assert bosses == {
        "silo": "trades_head", "systemic": "urgent_planner", "partnership": "trades_head", "shared_service": "trades_head",
    }  # fmt: skip
    holders = {one: four.variant(one).organisation.decisions["urgent_part"].held_by for one in NAMES}
    assert holders == {
        "silo": "director", "systemic": "urgent_keeper", "partnership": "stores_head", "shared_service": "support_head",
    }  # fmt: skip
    assert four.variant("silo").resources["urgent_menders"].serves == ["works_menders"]
    assert four.variant("systemic").resources["urgent_keepers"].serves == ["urgent_agents"]
    assert four.variant("systemic").organisation.meetings["huddle_works"].members == [
        "works_planner", "works_agent", "works_surveyor", "works_mender", "works_keeper",
    ]  # fmt: skip
    assert four.variant("shared_service").organisation.positions["works_keeper"].reports_to == "support_head"
    assert four.variant("silo").targets["mended_in_time"].pressure == 0.8
    assert four.variant("systemic").targets["mended_in_time"].pressure == 0


# Front line, who heads them where they work, and the top; links for each position, and their law.
SAID = {
    "silo": (0.5, {"trades_head": 2}, (0.05, "local_team")),
    "systemic": (1.5, {"urgent_planner": 3, "works_planner": 3}, (1, "multiscale")),
    "partnership": (0.75, {"trades_head": 2}, (0.5, "multiscale")),
    "shared_service": (0.5, {"trades_head": 2}, (0.25, "core_periphery")),
}


@pytest.mark.parametrize("name", NAMES)
def test_authority_and_informal_links_are_those_of_the_table(four: Scenario, name: str) -> None:
    organisation = four.variant(name).organisation
    front, middle, links = SAID[name]
    authority = {key: one.authority for key, one in organisation.positions.items() if one.authority is not None}
    assert authority == {"urgent_mender": front, "works_mender": front, **middle}
    assert organisation.informal is not None
    assert (organisation.informal.per_position, organisation.informal.law) == links
    own, cross = organisation.decisions["urgent_more_work"], organisation.decisions["urgent_part"]
    assert (own.held_by, own.route, cross.complexity) == ("director", "reporting_lines", None)
    assert {one.weighs_others for one in organisation.positions.values()} == {None, 1}


def test_where_nothing_is_hard_authority_is_not_spoken_of(tmp_path: Path) -> None:
    """Then the head, or whoever raises it, decides, as no share of it could climb."""
    text = re.sub(r"\n      complexity: .*\n", "\n", FOUR.read_text("utf-8"))
    text = re.sub(r"  hardness: .*\n", "", text)
    (tmp_path / "scenario.yaml").write_text(text, "utf-8")
    scenario = load(str(tmp_path / "scenario.yaml"))
    assert scenario.warnings == ()
    holders = {one: scenario.variant(one).organisation.decisions["urgent_more_work"].held_by for one in NAMES}
    assert holders == {
        "silo": "trades_head", "systemic": "urgent_mender", "partnership": "trades_head", "shared_service": "trades_head",
    }  # fmt: skip
    assert all(
        one.authority is None for name in NAMES for one in scenario.variant(name).organisation.positions.values()
    )


def test_links_that_a_structure_draws_are_the_channel_of_the_roles(tmp_path: Path) -> None:
    """Where the scenario says nothing of informal links, not even what they are like; by default they would be perfect."""
    text, gone = NO_LINKS.subn("", FOUR.read_text("utf-8"))
    assert gone == 1
    text = re.sub(r"  who_knows_whom: .*\n", "", text)
    (tmp_path / "scenario.yaml").write_text(text, "utf-8")
    scenario = load(str(tmp_path / "scenario.yaml"))
    for name in NAMES:
        drawn = scenario.variant(name).organisation.informal
        assert drawn is not None
        assert (drawn.delay.family, drawn.delay.parameters, drawn.fidelity) == ("lognormal", (10.0, 10.0), 0.95)
    assert all("_weighing" in one.message for one in scenario.beyond_structure)


def test_the_four_have_the_same_people_work_and_money(four: Scenario) -> None:
    """Nothing differs but what the list of allowed paths names, and nobody is hired or paid otherwise."""
    assert all("_weighing" in one.message for one in four.beyond_structure)
    models = [four.variant(one) for one in NAMES]
    assert len(models) == len(builtin_structures()) == 4
    for part in ("pathway", "arrivals", "needs", "budget", "behaviours", "exits"):
        assert len({getattr(one, part).__repr__() for one in models}) == 1
    people = [
        {
            name: (one.number, one.on_duty, one.attention, one.pay_band)
            for name, one in model.organisation.positions.items()
        }
        for model in models
    ]
    assert people.count(people[0]) == 4
    staff = [{name: (one.number, one.hours, one.pay_band) for name, one in model.resources.items()} for model in models]
    assert staff.count(staff[0]) == 4


def test_every_link_that_a_structure_makes_is_the_channel_of_the_roles(four: Scenario) -> None:
    informal = load("four-structures", ["organisation.informal.per_position=0"])
    made = [link for one in NAMES for link in informal.variant(one).organisation.links.values()]
    assert len(made) == 6  # four colleagues who talk, two ticket queues
    roles = four.variant("base")
    assert roles.roles is None  # read when the file is, and by nothing that runs
    assert {(link.delay.family, link.delay.parameters, link.fidelity) for link in made} == {
        ("lognormal", (10.0, 10.0), 0.95)
    }


@pytest.mark.parametrize(("path", "value", "named"), MAY_NOT, ids=[row[0] for row in MAY_NOT])
def test_a_structure_may_not_set(tmp_path: Path, path: str, value: str, named: str) -> None:
    found = wrong(with_mine(tmp_path, f"{MINE}  - change:\n      {path}: {value}\n"))
    assert [one.code for one in found] == ["ORG336"]
    assert named in found[0].message
    assert (Path(found[0].file).name, found[0].line) == ("mine.yaml", 8)
    assert found[0].col >= 7


@pytest.mark.parametrize(
    "change",
    [
        "targets.urgent_done: {owner: director, pressure: 50%}",
        "organisation.links.chat: {between: [urgent_mender, director]}",
    ],
)
def test_a_structure_may_not_replace_what_the_scenario_has(tmp_path: Path, change: str) -> None:
    """A link of the scenario would lose its own delay to that of the roles."""
    path = with_mine(tmp_path, f"{MINE}  - change:\n      {change}\n")
    link = "  links: {chat: {between: [urgent_mender, director], delay: 2 h, fidelity: 70%}}\n"
    text = (
        Path(path)
        .read_text("utf-8")
        .replace("  decisions:\n    urgent_more_work:\n", f"{link}  decisions:\n    urgent_more_work:\n", 1)
    )
    assert link in text
    Path(path).write_text(text, "utf-8")
    (found,) = (one for one in wrong(path) if one.code == "ORG336")
    assert (Path(found.file).name, found.line) == ("mine.yaml", 8)
    assert change.split(":", maxsplit=1)[0] in found.message
    assert "set its parts" in found.hint


def test_a_structure_of_ones_own_is_read_and_kept_with_the_run(tmp_path: Path) -> None:
    scenario = load(with_mine(tmp_path, MINE))
    assert scenario.variant("mine").organisation.positions["works_mender"].reports_to == "works_planner"
    assert MINE.encode() in scenario.sources.values()
    why = scenario.why("mine", "organisation.positions.works_mender.reports_to")
    assert (Path(why.file).name, why.line) == ("mine.yaml", 6)


def test_what_the_variant_says_itself_comes_after_its_structure(tmp_path: Path) -> None:
    path = with_mine(tmp_path, MINE)
    own = "  mine: {structure: mine.yaml, change: {organisation.positions.works_mender.reports_to: director}}"
    text = Path(path).read_text("utf-8").replace("  mine: {structure: mine.yaml}", own)
    Path(path).write_text(text, "utf-8")
    positions = load(path).variant("mine").organisation.positions
    assert (positions["works_mender"].reports_to, positions["works_keeper"].reports_to) == ("director", "works_planner")


NOT_READ = [
    ("silos", "ORG335", "did you mean `silo`?"),
    ("../mine.yaml", "ORG112", "move it there"),
    ("/etc/passwd.yaml", "ORG112", "move it there"),
    ("nowhere.yaml", "ORG112", "give a path"),
    ("mine.yaml", "ORG112", "give a path"),
]


@pytest.mark.parametrize(("name", "code", "hint"), NOT_READ)
def test_a_structure_that_cannot_be_read(tmp_path: Path, name: str, code: str, hint: str) -> None:
    text = FOUR.read_text(encoding="utf-8").replace("structure: silo}", f"structure: {name}}}")
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
    (found,) = wrong(str(tmp_path / "scenario.yaml"))
    assert (found.code, hint in found.hint) == (code, True)
    assert text.splitlines()[found.line - 1].startswith("  silo:")


ROLES = [  # part of the roles, what stands there instead, code, words of the hint
    ("top: director", "top: diretor", "ORG302", "did you mean `director`?"),
    ("pool: urgent_agents", "pool: urgent_agent", "ORG303", "did you mean `urgent_agents`?"),
    ("target: urgent_done", "target: urgent_don", "ORG309", "did you mean `urgent_done`?"),
    ("    works_more_work: {kind", "    more_works: {kind", "ORG307", "did you mean"),
    ("function: contact, flow: urgent", "function: contacts, flow: urgent", "ORG337", "did you mean `contact`?"),
    ("concerns: urgent_stores", "concerns: urgent_store", "ORG337", "did you mean `urgent_stores`?"),
    (", concerns: urgent_stores}", "}", "ORG337", "add `concerns:`"),
    ("lead: urgent_planner, target", "leads: urgent_planner, target", "ORG201", "did you mean `lead`?"),
]


@pytest.mark.parametrize(("old", "new", "code", "hint"), ROLES)
def test_roles_must_name_what_there_is(tmp_path: Path, old: str, new: str, code: str, hint: str) -> None:
    found = wrong(with_mine(tmp_path, MINE, roles=(old, new)))
    assert any(one.code == code and hint in one.hint and one.file.endswith("scenario.yaml") for one in found), found


def test_a_structure_needs_roles(tmp_path: Path) -> None:
    text = re.sub(r"\nroles:\n(?:  .*\n)+", "\n", FOUR.read_text(encoding="utf-8"))
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
    found = [one for one in wrong(str(tmp_path / "scenario.yaml")) if one.severity == "error"]
    assert [one.code for one in found] == ["ORG337"] * len(NAMES)


def test_neither_a_variant_nor_a_setting_changes_roles() -> None:
    with pytest.raises(SetError, match="roles"):
        load("four-structures", ["roles.top=support_head"])


FILLING = [
    ("<functoin.lead>", "ORG337", "known here: id, function"),
    ("<function.head>", "ORG337", "they have lead"),
    ("<front.name>", "ORG337", "nothing is below"),
    ("<cells.front>", "ORG337", "put it in a list"),
]


@pytest.mark.parametrize(("name", "code", "hint"), FILLING)
def test_a_name_that_leads_nowhere(tmp_path: Path, name: str, code: str, hint: str) -> None:
    (found,) = wrong(with_mine(tmp_path, MINE.replace("<flow.lead>", name)))
    assert (found.code, hint in found.hint, Path(found.file).name) == (code, True, "mine.yaml")


def test_what_a_row_has_nothing_for_is_left_out(tmp_path: Path) -> None:
    """Surveying has no target of its own, and the menders help nobody."""
    more = "  - each: functions\n    change: {targets.<target>.pressure: 11%}\n"
    pressures = {
        name: one.pressure for name, one in load(with_mine(tmp_path, MINE + more)).variant("mine").targets.items()
    }
    assert pressures == {"call_answered": 0.11, "mended_in_time": 0.11, "urgent_done": 0.5, "works_done": 0.5}
    assert load("four-structures").variant("systemic").resources["urgent_menders"].serves == []


VARIANTS = [  # change of a variant, the path that is said to be beyond a structure ("" for none)
    ("resources.urgent_menders.number: 9", ""),
    ("organisation.links.chat: {between: [urgent_mender, urgent_keeper], delay: {lognormal: {mean: 10 min, sd: 10 min}}, fidelity: 95%}", ""),
    ("organisation.links.chat: {between: [urgent_mender, urgent_keeper], fidelity: 95%}", "organisation.links.chat.fidelity"),
    ("organisation.links.chat: {between: [urgent_mender, urgent_keeper]}", "organisation.links.chat"),  # at once, and never lost
    ("organisation.positions.star: {unit: trades, layer: head, reports_to: director}", "organisation.positions.star"),
    ("organisation.decisions.free: {asked_by: urgent_mender, held_by: urgent_mender}", "organisation.decisions.free"),
    ("pathway.urgent_ask_part.asks: urgent_access", "pathway.urgent_ask_part.asks"),
    ("organisation.informal.law: random", ""),
    ("organisation.informal.fidelity: 100%", "organisation.informal.fidelity"),
    ("behaviours.ring_back: remove", ""),
    ("behaviours.ring_back.strength: 10%", "behaviours.ring_back.strength"),
    ("pathway.urgent_look.takes: 5 min", "pathway.urgent_look.takes"),
    ("pathway.urgent_look.takes.lognormal.mean: 34 min", "pathway.urgent_look.takes.lognormal.mean"),
    ("pathway.urgent_look.takes: {lognormal: {mean: 35 min, sd: 20 min}}", ""),  # as it was
    ("pathway.urgent_look.needs: {works_surveyors: 1}", ""),
    ("pathway.urgent_look.needs: {works_surveyors: 2}", "pathway.urgent_look.needs"),
    ("organisation.positions.director.attention: 90%", "organisation.positions.director.attention"),
    ("arrivals.urgent.per_day: 20", "arrivals.urgent.per_day"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "beyond"), VARIANTS, ids=[row[0] for row in VARIANTS])
def test_a_variant_that_is_more_than_a_structure_is_said(tmp_path: Path, change: str, beyond: str) -> None:
    text = FOUR.read_text(encoding="utf-8").replace("variants:\n", f"variants:\n  mine: {{change: {{{change}}}}}\n")
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
    scenario = load(str(tmp_path / "scenario.yaml"))
    found = tuple(one for one in scenario.beyond_structure if "`mine`" in one.message)
    assert not any(one.code == "ORG354" for one in scenario.warnings)
    if not beyond:
        assert found == ()
        return
    assert {one.code for one in found} == {"ORG354"}
    assert any(f"`{beyond}" in one.message for one in found)
    assert all(text.splitlines()[one.line - 1].startswith("  mine:") for one in found)


LIKE_ANY = "{law: random, delay: {lognormal: {mean: 10 min, sd: 10 min}}, fidelity: 95%}"


@pytest.mark.parametrize(
    ("links", "beyond"),
    [("{law: random}", True), ("{law: random, fidelity: 95%}", True), (LIKE_ANY, False)],
    ids=["perfect", "at once", "like any other"],
)
def test_a_variant_that_draws_better_links_than_there_are_is_said(tmp_path: Path, links: str, beyond: bool) -> None:
    mine = f"variants:\n  mine: {{change: {{organisation.informal: {links}}}}}\n"
    text = re.sub(r"  who_knows_whom: .*\n", "", NO_LINKS.sub("", FOUR.read_text("utf-8")).replace("variants:\n", mine))
    (tmp_path / "scenario.yaml").write_text(text, "utf-8")
    found = [one for one in load(str(tmp_path / "scenario.yaml")).beyond_structure if "`mine`" in one.message]
    assert any("`organisation.informal" in one.message for one in found) is beyond


@pytest.mark.parametrize("name", ["nhs-four-hours", "shop-returns"])
def test_the_scenarios_of_structures_keep_to_the_law(name: str) -> None:
    """What a change costs while it is made is no structure's to set, and belongs to the variant in which it is made."""
    beyond = {one.path for one in load(name).beyond_structure}
    assert {path for path in beyond if path != ("becomes", "shocks")} == set()


def leaves(model: type[Block], place: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the pattern and the annotation of every value of the format."""
    for _, hint, pattern, _ in _fields(model, place):
        inner = list(_models(hint, pattern))
        for block, where in inner:
            yield from leaves(block, where)
        if not inner:
            yield pattern, hint


FREE = ("targets.", "organisation.meetings.", "budget.")
"""What people are judged on, when they meet and what is paid has limits, goals and times of its own; it is no work."""
NUMBERS = ("organisation.informal.per_position", "organisation.positions.*.authority")
"""Numbers that are the density of the graph and a right: how many links there are, how hard a thing somebody may decide."""
PERFORMANCE = """
takes delay fidelity effort passing_on attention share by_class given_share given_by_class per_day level by_hour strength
lasts after missed needless by ready_after clock_over above again_every over_by at_most next until asks_again
"""


def test_no_allowed_path_reaches_a_performance_number() -> None:
    found = [(pattern, repr(hint)) for pattern, hint in leaves(Variant)]
    reached = [(pattern, hint) for pattern, hint in found if part_of(tuple(pattern.split(".")))]
    assert len(reached) > 30
    worked = [(pattern, hint) for pattern, hint in reached if not pattern.startswith(FREE)]
    assert [one for one, _ in worked if one.rsplit(".", 1)[-1] in PERFORMANCE.split()] == []
    numbers = [one for one, hint in worked if "Distribution" in hint or "ByClass" in hint or "float" in hint]
    assert sorted(numbers) == sorted(NUMBERS)
    kept = [one for one, _ in found if one.rsplit(".", 1)[-1] in PERFORMANCE.split() and not one.startswith(FREE)]
    assert len(kept) > 25  # the list above is not of words that nothing is called by


def test_every_allowed_path_is_one_of_the_format() -> None:
    patterns = [pattern.split(".") for pattern, _ in leaves(Variant)]
    for path in ALLOWED:
        steps = path.split(".")
        assert any(one[: len(steps)] == steps for one in patterns), path


def test_a_whole_thing_is_removed_only_where_that_is_allowed() -> None:
    assert list(refused(steps_of("organisation.links.<id>"), REMOVE)) == []
    assert list(refused(steps_of("targets.<target>"), REMOVE)) == []
    assert list(refused(steps_of("pathway.desk"), REMOVE)) == [()]
    assert list(refused(steps_of("organisation.line"), REMOVE)) == [()]


def test_a_role_that_names_nothing_is_said_alone(tmp_path: Path) -> None:
    text = FOUR.read_text(encoding="utf-8").replace("lead: contact_head,", "lead: contact_heead,")
    (tmp_path / "scenario.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        load(str(tmp_path / "scenario.yaml"))
    assert [(one.code, one.path) for one in caught.value.problems] == [
        ("ORG302", ("roles", "functions", "contact", "lead"))
    ]


def test_of_what_a_variant_becomes_only_what_differs_is_beyond_structure() -> None:
    found = load("regimes/short-horizon").beyond_structure
    assert [one.path for one in found] == [("becomes", "shocks")]
