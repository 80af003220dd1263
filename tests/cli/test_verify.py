from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from tests.cli.shop import SHORT, Command

RUN = "results/shop-main-0001"


@pytest.fixture
def made(command: Command, tmp_path: Path) -> Path:
    assert command("compare", "shop.yaml", *SHORT, "-n", "2").code == 0
    return tmp_path / RUN


def change(run: Path, statement: str) -> None:
    connection = sqlite3.connect(run / "results.sqlite")
    connection.execute(statement)
    connection.commit()
    connection.close()


def test_a_run_gives_the_same_again(command: Command, made: Path) -> None:
    ended = command("verify", RUN)
    assert ended.code == 0
    assert ended.out.count("the same") == 3 + 3
    assert "replication 1 of " in ended.out
    assert json.loads(command("verify", RUN, "--sample", "99", "--json").out)["same"] is True


def test_a_changed_value_is_found(command: Command, made: Path) -> None:
    change(made, "UPDATE measures SET value = value + 1 WHERE measure = 'time_in_shop_mean'")
    ended = command("verify", RUN, "--sample", "1")
    assert ended.code == 1
    assert "the store was changed" in ended.out


def test_a_changed_array_is_found(command: Command, made: Path) -> None:
    change(made, "UPDATE series SET data = substr(data, 2)")
    ended = command("verify", RUN, "--sample", "1")
    assert ended.code == 1
    assert "the store was changed or is damaged" in ended.out


def test_other_results_are_found_and_named(command: Command, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from orgsim import measures

    measure_all = measures.measure_all

    def another(*given: object) -> tuple[list[object], object]:
        rows, series = measure_all(*given)  # type: ignore[arg-type]
        return [row._replace(value=0.25) if row.measure == "repaired_share" else row for row in rows], series

    monkeypatch.setattr(measures, "measure_all", another)
    ended = command("verify", RUN, "--sample", "1", "-j", "1")
    assert ended.code == 1
    assert "values differ: repaired_share was 0." in ended.out
    assert "is 0.25" in ended.out
    assert json.loads(command("verify", RUN, "-j", "1", "--json").out)["same"] is False


def test_a_changed_or_missing_table_is_found(command: Command, made: Path) -> None:
    (made / "tables" / "summary.csv").write_text("mine\n")
    (made / "tables" / "comparison.csv").unlink()
    ended = command("verify", RUN, "--sample", "1")
    assert ended.code == 1
    assert "summary.csv: it was changed after the run" in ended.out
    assert "comparison.csv: it is missing" in ended.out


def test_what_is_not_a_run_is_said(command: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert command("verify", "empty").code == 5
