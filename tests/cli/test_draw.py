from __future__ import annotations

import io
import json
from pathlib import Path

import networkx as nx
import pytest

from tests.cli.shop import SHORT, Command


def test_draws_the_first_variant_with_its_table_and_says_what_is_to_be_seen(command: Command, tmp_path: Path) -> None:
    ended = command("draw", "shop.yaml")
    assert ended.code == 0
    assert ended.out.split() == [
        f"results/shop-apart-{part}.{ending}" for part in ("organisation", "pathway") for ending in ("svg", "csv")
    ]
    assert "positions in" in ended.err
    assert 'role="img"' in (tmp_path / "results" / "shop-apart-organisation.svg").read_text()


def test_the_same_bytes_every_time(command: Command, tmp_path: Path) -> None:
    found = []
    for folder in ("one", "two"):
        assert command("draw", "shop.yaml", "-o", folder, "-q").err == ""
        found.append({path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()})
    assert found[0] == found[1]
    assert len(found[0]) == 4


def test_a_png(command: Command, tmp_path: Path) -> None:
    assert command("draw", "shop.yaml", "--format", "png", "--what", "org", "--variant", "together").code == 0
    assert (tmp_path / "results" / "shop-together-organisation.png").read_bytes().startswith(b"\x89PNG")


def test_a_graph_for_other_programs(command: Command, tmp_path: Path) -> None:
    for form, read in (("graphml", nx.read_graphml), ("gexf", nx.read_gexf)):
        assert command("draw", "shop.yaml", "--format", form).code == 0
        content = (tmp_path / "results" / f"shop-apart-organisation.{form}").read_bytes()
        assert read(io.BytesIO(content)).number_of_nodes() > 1


def test_mermaid(command: Command, tmp_path: Path) -> None:
    ended = command("draw", "shop.yaml", "--format", "mermaid")
    assert ended.out.split() == ["results/shop-apart-organisation.mmd", "results/shop-apart-pathway.mmd"]
    assert (tmp_path / "results" / "shop-apart-pathway.mmd").read_text().startswith("flowchart LR")


def test_what_differs(command: Command) -> None:
    ended = command("draw", "shop.yaml", "--diff", "apart,together")
    assert ended.out.split()[0] == "results/shop-apart-to-together-organisation.svg"
    assert "Compared with" in ended.err


def test_json_has_files_descriptions_and_measures(command: Command) -> None:
    document = json.loads(command("draw", "shop.yaml", "--json").out)
    assert document["variant"] == "apart"
    assert set(document["descriptions"]) == {"shop-apart-organisation", "shop-apart-pathway"}
    measures = {row["measure"]: row["value"] for row in document["measures"]}
    assert measures["positions"] >= 2
    assert 0 <= measures["efficiency"] <= 1


def test_a_run_is_drawn_with_the_load_it_had(command: Command, tmp_path: Path) -> None:
    command("run", "shop.yaml", *SHORT, "-n", "1")
    ended = command("draw", "results/shop-main-0001", "--variant", "together", "--what", "org", "-o", "drawn")
    assert ended.code == 0
    assert "as simulated" not in ended.out
    assert (tmp_path / "drawn" / "shop-main-0001-together-organisation.svg").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--variant", "nobody"], "nobody"),
        (["--diff", "apart"], "names two variants"),
        (["--diff", "apart,nobody"], "nobody"),
        (["--diff", "apart,together", "--variant", "apart"], "leave out --variant"),
        (["--format", "graphml", "--what", "pathway"], "--format svg or png"),
    ],
)
def test_wrong_use_is_said(command: Command, tmp_path: Path, arguments: list[str], said: str) -> None:
    ended = command("draw", "shop.yaml", *arguments)
    assert ended.code == 2
    assert said in ended.err
    assert not (tmp_path / "results").exists()


def test_a_folder_that_cannot_be_written(command: Command, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    assert command("draw", "shop.yaml", "-o", "taken/in").code == 5


HORIZON = ("draw", "regimes/short-horizon", "--what", "org")


def test_what_a_variant_turns_into_is_drawn_too(command: Command, tmp_path: Path) -> None:
    ended = command(*HORIZON, "--variant", "moved")
    assert ended.out.split()[::2] == [
        f"results/short-horizon-{one}-organisation.svg" for one in ("moved", "moved-to-moved-after")
    ]
    assert "(after):" in ended.err
    assert "1 link is new" in ended.err
    assert len(command(*HORIZON, "--variant", "apart").out.split()) == 2


def test_a_difference_shows_what_both_turn_into(command: Command) -> None:
    ended = command("draw", "regimes/short-horizon", "--diff", "apart,moved")
    assert ended.out.split()[::2] == [
        f"results/short-horizon-{one}-organisation.svg" for one in ("apart-to-moved", "moved-to-moved-after")
    ]
    found = json.loads(command("draw", "regimes/short-horizon", "--diff", "apart,moved", "--json").out)
    assert found["measures_after"] != found["measures"]


def test_a_graph_of_what_it_turns_into(command: Command) -> None:
    ended = command(*HORIZON, "--variant", "moved", "--format", "graphml")
    assert ended.out.split()[-1] == "results/short-horizon-moved-after-organisation.graphml"
