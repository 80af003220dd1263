from __future__ import annotations

from pathlib import Path

import pytest

import orgsim
from orgsim.experiment import Run

SHOP = Path(__file__).parents[1] / "experiment" / "scenarios" / "shop.yaml"
SHORT = ("calendar.length=2 days", "calendar.warm_up=6 h", "calendar.follow_up=6 h")


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A finished run of a shop: two variants, two replications."""
    return orgsim.run(orgsim.load(str(SHOP), SHORT), replications=2, seed=5, output=tmp_path_factory.mktemp("results"))


@pytest.fixture(scope="session")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The same shop with a script in every name that a person gives."""
    bad = "<script>alert(1)</script> \\\"'&amp;]]> {{ 7*7 }}"
    text = SHOP.read_text()
    for name in (
        "A repair shop in two structures",
        "Each to their own",
        "Out within an hour",
        "Served at the desk",
        "Workshop",
    ):
        text = text.replace(name, f'"{bad}"')
    text = text.replace("{entity: customer,", f'{{entity: "{bad}",')
    source = f'one: {{text: "{bad}", url: "javascript:alert(1)"}}'
    text += f'about: {{question: "{bad}", things_to_try: ["{bad}"], sources: {{{source}}}}}\n'
    path = tmp_path_factory.mktemp("hostile") / "bad.yaml"
    path.write_text(text)
    return orgsim.run(orgsim.load(str(path), SHORT), replications=2, seed=5, output=path.parent)
