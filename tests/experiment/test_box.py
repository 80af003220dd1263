"""The settings of a sensitivity analysis."""

from __future__ import annotations

from pathlib import Path

import pytest

from orgsim.experiment.box import box_of, described, hypercube, one_at_a_time
from orgsim.experiment.design import Setting, design
from orgsim.experiment.vary import VaryError
from orgsim.scenario import Scenario, load

SHOP = Path(__file__).parent / "scenarios" / "shop.yaml"
BOX = """
plausible:
  orders: {path: arrivals.door.per_day, from: 40, to: 80}
  staff: {path: resources.staff.number, from: 1, to: 3}
  line: {name: A step, path: organisation.line.delay, from: 1 min, to: 1 h, why: a guess}
  back: {path: exits.mended.returns.share, from: 5%, to: 15%}
"""


@pytest.fixture
def shop(tmp_path: Path) -> Scenario:
    (tmp_path / "shop.yaml").write_text(SHOP.read_text(encoding="utf-8") + BOX, encoding="utf-8")
    return load(str(tmp_path / "shop.yaml"))


def test_one_at_a_time_is_each_end_of_each_range(shop: Scenario) -> None:
    box = box_of(shop, shop.variant_ids, ["staff", "line"])
    assert one_at_a_time(box) == (
        Setting("staff=1", (("resources.staff.number", 1),), under=True),
        Setting("staff=3", (("resources.staff.number", 3),), under=True),
        Setting("line=1 min", (("organisation.line.delay", "1 min"),), under=True),
        Setting("line=1 h", (("organisation.line.delay", "1 h"),), under=True),
    )


def test_every_part_of_every_range_is_used_once(shop: Scenario) -> None:
    box = box_of(shop, shop.variant_ids)
    points = hypercube(box, 20, seed=4)
    numbers = described(shop, box, (), points)["points"]
    for name, low, high in (("orders", 40, 80), ("line", 1, 60), ("back", 5, 15)):
        parts = sorted(int((one[name] - low) / (high - low) * 20 - 1e-9) for one in numbers.values())
        close = [place for place, part in enumerate(parts) if abs(part - place) <= (name == "orders")]
        assert len(close) == 20, name
    assert sorted({one["staff"] for one in numbers.values()}) == [1, 2, 3]
    assert hypercube(box, 20, seed=4) == points
    assert hypercube(box, 20, seed=5) != points


def test_a_variant_keeps_what_it_sets_itself(shop: Scenario) -> None:
    box = box_of(shop, shop.variant_ids, ["staff"])
    found = design(shop, replications=1, seed=1, settings=(Setting(), *one_at_a_time(box)))
    numbers = {(one.id, one.setting): one.model.resources["staff"].number for one in found.entries}
    assert numbers == {
        ("apart", ""): 1, ("apart", "staff=1"): 1, ("apart", "staff=3"): 3,
        ("together", ""): 2, ("together", "staff=1"): 2, ("together", "staff=3"): 2,
    }  # fmt: skip
    digests = {(one.id, one.setting): one.digest for one in found.entries}
    assert digests["together", "staff=3"] == digests["together", ""]


def test_what_is_varied_is_described(shop: Scenario) -> None:
    box = box_of(shop, shop.variant_ids, ["line"])
    told = described(shop, box, one_at_a_time(box), ())
    assert told["parameters"][0] == {
        "id": "line", "name": "A step", "paths": ["organisation.line.delay"], "low": 1.0, "base": 5.0, "high": 60.0,
        "low_said": "1 min", "high_said": "1 h", "unit": "min", "source": None, "why": "a guess",
    }  # fmt: skip
    assert told["ends"] == {"line": ["line=1 min", "line=1 h"]}
    assert told["points"] == {}


def test_what_cannot_be_varied_is_said(shop: Scenario) -> None:
    with pytest.raises(VaryError, match=r"no range is called `staf`. Did you mean `staff`"):
        box_of(shop, shop.variant_ids, ["staf"])
    with pytest.raises(VaryError, match="every variant sets"):
        box_of(shop, ["together"], ["staff"])
    with pytest.raises(VaryError, match="calls nothing plausible"):
        box_of(load(str(SHOP)), ["apart"])
    with pytest.raises(VaryError, match="take 10 or more"):
        hypercube(box_of(shop, shop.variant_ids), 9, 1)


def test_a_value_that_is_set_is_not_varied(shop: Scenario) -> None:
    again = load(shop.path, ("resources.staff.number=2",))
    with pytest.raises(VaryError, match="both --set and varied by `staff`"):
        box_of(again, again.variant_ids)
    assert list(box_of(again, again.variant_ids, ["orders"])) == ["orders"]
