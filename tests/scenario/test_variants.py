"""Variants, changes, settings and where values come from."""

from __future__ import annotations

import pytest

from orgsim.scenario.file import load
from orgsim.scenario.problems import NotFoundError, ScenarioError, SetError


@pytest.fixture
def scenario(tmp_path, sample):
    path = tmp_path / "s.yaml"
    path.write_text(sample, encoding="utf-8")
    return load(str(path))


def write(folder, name, text):
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def test_a_scenario_knows_its_variants_and_experiments(scenario):
    assert scenario.name == "Small surgery"
    assert scenario.variant_ids == ("silo", "flow")
    assert scenario.variant_entries["flow"].describe == "One team."
    assert scenario.experiments["main"].compare == ["silo", "flow"]


def test_changes_are_laid_over_and_leave_the_rest(scenario):
    silo, flow, base = (scenario.variant(name) for name in ("silo", "flow", "base"))
    assert silo == base
    assert (silo.resources["bed"].number, flow.resources["bed"].number) == (20, 24)
    assert "rush" in silo.behaviours
    assert "rush" not in flow.behaviours
    assert (silo.targets["four_hour"].pressure, flow.targets["four_hour"].pressure) == (0.5, 0.1)
    assert flow.pathway == silo.pathway


def test_a_variant_is_made_once(scenario):
    assert scenario.variant("flow") is scenario.variant("flow")
    assert scenario.variant() is scenario.variant("silo")


def test_changes_of_the_extended_variant_come_first(tmp_path, sample):
    text = sample.replace(
        "experiments:\n",
        "  more:\n    extends: flow\n    change:\n      resources.bed.number: 30\n"
        "      behaviours.rush: {who: boss, do: pull, pool: bed}\nexperiments:\n",
    )
    scenario = load(write(tmp_path, "s.yaml", text))
    more = scenario.variant("more")
    assert more.resources["bed"].number == 30
    assert more.targets["four_hour"].pressure == 0.1
    assert more.behaviours["rush"].who == "boss"
    assert scenario.variant("flow").resources["bed"].number == 24


def test_six_variants_on_top_of_each_other_are_too_many(tmp_path, sample):
    tower = "".join(f"  v{n}: {{extends: {'silo' if n == 0 else f'v{n - 1}'}}}\n" for n in range(6))
    with pytest.raises(ScenarioError, match="ORG328 more than 5 variants"):
        load(write(tmp_path, "s.yaml", sample.replace("experiments:\n", tower + "experiments:\n")))


def test_settings_beat_variants_and_sets_beat_settings(scenario, tmp_path, sample):
    assert scenario.variant("flow", {"resources.bed.number": 40}).resources["bed"].number == 40
    again = load(write(tmp_path, "t.yaml", sample), sets=["resources.bed.number=50", "targets.four_hour.goal=80%"])
    assert again.variant("flow", {"resources.bed.number": 40}).resources["bed"].number == 50
    assert again.variant("silo").targets["four_hour"].goal == 0.8
    assert again.variant("flow", {"behaviours.rush": "remove"} if "rush" in again.variant("flow").behaviours else {})


def test_a_setting_may_fill_a_block_left_at_its_defaults(scenario):
    assert scenario.variant("silo", {"organisation.line.delay": "10 min"}).organisation.line.delay.mean == 10
    assert scenario.variant("silo", {"about.question": "Why?"}).about.question == "Why?"


def test_a_setting_may_add_and_remove_entries(scenario):
    more = scenario.variant("silo", {"schedules.noon": "every day at 12:00", "groups.home": {"exits": ["home"]}})
    assert set(more.schedules) == {"rounds", "noon"}
    assert "rush" not in scenario.variant("silo", {"behaviours.rush": "remove"}).behaviours


def test_a_setting_reaches_into_lists(scenario):
    changed = scenario.variant("silo", {"organisation.layers.2": "top", "organisation.positions.boss.layer": "top"})
    assert changed.organisation.layers == ["front_line", "manager", "top"]


BAD_SETTINGS = [
    ("resources.ward_beds.number", 3, "there is no `resources.ward_beds`"),
    ("resources.beds.number", 3, "Did you mean `resources.bed`?"),
    ("resource.bed", 3, "Did you mean `resources`?"),
    ("resources.bed.nmber", 3, "Did you mean `number`?"),
    ("resources.bed.number", "many", "`number` needs a whole number, not `many`"),
    ("resources.bed.number.more", 3, "there is no `resources.bed.number.more`"),
    ("targets.four_hour.goal", 0.8, "`0.8` is not a percentage. Write it like `80%`"),
    ("targets.four_hour.owner", "nobody", "no position is called `nobody`"),
    ("behaviours.rsh", "remove", "Did you mean `behaviours.rush`?"),
    ("organisation.layers.9", "x", "there is no `organisation.layers.9`"),
    ("variants.flow", "remove", "`variants` cannot be set"),
    ("", 1, "is not a known setting"),
    ("a..b", 1, "there is no `a`"),
]


@pytest.mark.parametrize(("path", "value", "said"), BAD_SETTINGS)
def test_a_bad_setting_says_what_is_wrong(scenario, path, value, said):
    with pytest.raises(SetError) as caught:
        scenario.variant("silo", {path: value})
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("resources.bed.number", "is not PATH=VALUE"),
        ("=3", "is not PATH=VALUE"),
        ("resources.bed.number=", "is not PATH=VALUE"),
        ("resources.bed.number=[1", "a comma or a closing bracket is missing"),
        ("resources.bed.number=*x", "aliases (`*x`) are not supported"),
        ("resources.bed.number=1e999", "too large"),
        ("resources.bed.number=2 beds", "needs a whole number"),
        ("nowhere.at.all=1", "there is no `nowhere`"),
    ],
)
def test_a_bad_set_is_refused_when_loading(tmp_path, sample, text, said):
    path = write(tmp_path, "s.yaml", sample)
    with pytest.raises(SetError) as caught:
        load(path, sets=[text])
    assert said in str(caught.value)


def test_a_set_may_fit_some_variants_only(tmp_path, sample):
    scenario = load(write(tmp_path, "s.yaml", sample), sets=["behaviours.rush.strength=10%"])
    assert scenario.variant("silo").behaviours["rush"].strength == 0.1
    assert isinstance(scenario.warnings, tuple)
    with pytest.raises(SetError, match="rush"):
        scenario.variant("flow")


def test_unknown_variants_are_named_with_what_there_is(scenario):
    with pytest.raises(NotFoundError, match=r"no variant is called `flw`\. Did you mean `flow`\?"):
        scenario.variant("flw")
    with pytest.raises(NotFoundError, match="There is `silo` and `flow`"):
        scenario.variant("x")


def test_a_mistake_in_a_change_is_shown_in_the_change(tmp_path, sample):
    with pytest.raises(ScenarioError) as caught:
        load(write(tmp_path, "s.yaml", sample.replace("pressure: 10%", "pressure: 0.1")))
    (problem,) = caught.value.problems
    line = sample.split("four_hour.pressure")[0].count("\n") + 1
    assert (problem.code, problem.line, problem.path) == ("ORG204", line, ("targets", "four_hour", "pressure"))


def test_a_change_that_breaks_another_part_names_the_variant(tmp_path, sample):
    text = sample.replace("      resources.bed.number: 24", "      classes.routine: remove")
    with pytest.raises(ScenarioError) as caught:
        load(write(tmp_path, "s.yaml", text))
    assert {problem.code for problem in caught.value.problems} >= {"ORG305"}
    assert all("(in variant `flow`)" in problem.hint for problem in caught.value.problems)


def test_a_stage_that_one_variant_uses_is_no_mistake(tmp_path, sample):
    spare = "  scan: {unit: desk, takes: 5 min, next: home}\nexits:\n"
    text = sample.replace("exits:\n", spare)
    with pytest.raises(ScenarioError, match="ORG323"):
        load(write(tmp_path, "s.yaml", text))
    text = text.replace("      resources.bed.number: 24", "      pathway.triage.next: scan")
    scenario = load(write(tmp_path, "t.yaml", text))  # and nobody comes to `exam` in `flow`, which `silo` uses
    assert "ORG323" not in {problem.code for problem in scenario.warnings}
    assert (
        scenario.variant("silo", {"resources.doctor.number": 2}).resources["doctor"].number == 2
    )  # nor with a setting


def test_a_behaviour_switched_off_may_lose_its_target_in_a_variant(tmp_path, sample):
    text = sample.replace("switched: on", "switched: off").replace(
        "behaviours.rush: remove", "targets.four_hour: remove"
    )
    text = text.replace("      targets.four_hour.pressure: 10%\n", "")
    assert load(write(tmp_path, "s.yaml", text)).variant("flow").targets == {}
    with pytest.raises(ScenarioError, match="ORG309"):
        load(write(tmp_path, "t.yaml", text.replace("because_of: four_hour", "because_of: four_hours")))


def test_values_to_vary_are_checked_where_they_are_written(mutant):
    changed = mutant("[18, 20, 22]", "[18, ⟦many⟧, 22]")
    (problem,) = changed.problems()
    assert (problem.code, problem.line, problem.col, problem.length) == ("ORG204", *changed.place)


def test_why_names_the_layer_and_the_line(scenario, sample):
    def line(text):
        return sample.split(text)[0].count("\n") + 1

    why = scenario.why("flow", "resources.bed.number")
    assert (why.layer, why.line, why.value) == ("variant flow", line("resources.bed.number: 24"), 24)
    why = scenario.why("silo", "resources.bed.number")
    assert (why.layer, why.line, why.value) == ("this file", line("  bed: {unit: ward"), 20)
    assert scenario.why("flow", "resources.bed.number", {"resources.bed.number": 9}).layer == "setting"
    assert str(scenario.why("flow", "calendar.follow_up")) == "built-in default"
    with pytest.raises(NotFoundError, match=r"there is no `calendar\.nothing`"):
        scenario.why("flow", "calendar.nothing")


def test_the_resolved_file_is_a_scenario_of_its_own(scenario, tmp_path):
    for variant in scenario.variant_ids:
        path = write(tmp_path, f"{variant}.yaml", scenario.resolved_yaml(variant))
        again = load(path)
        assert again.variant_ids == ("base",)
        assert again.variant() == scenario.variant(variant)
    assert str(tmp_path) not in scenario.resolved_yaml("silo")


def test_one_scenario_does_not_change_under_another(scenario):
    before = scenario.resolved_yaml("silo")
    scenario.variant("silo", {"resources.bed.number": 7, "organisation.line.delay": "1 min"})
    scenario.variant("flow", {"pathway.exam.leaves": "remove"})
    assert scenario.resolved_yaml("silo") == before
