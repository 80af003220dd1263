"""Each exit code, and that nothing ends in a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from orgsim.cli.codes import Exit
from orgsim.engine.guards import GuardError
from orgsim.experiment.records import Result, Task
from orgsim.experiment.task import run_replication
from tests.cli.shop import SHORT, Command


def test_done(command: Command) -> None:
    ended = command("version")
    assert ended.code == Exit.DONE
    assert ended.out.startswith("orgsim ")


def test_no(command: Command) -> None:
    ended = command("run", "shop.yaml", "-n", "2", *SHORT, "-q", "--require", "time_in_shop_mean <= 1 min")
    assert ended.code == Exit.NO
    assert "does not hold" in ended.out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("cmpare",), "`compare`"),
        (("run", "shp.yaml"), "neither a file nor a built-in"),
        (("run", "shop.yaml", "--jbs", "2"), "--jobs"),
        (("run", "shop.yaml", "-n", "0"), "1<=x"),
        (("run", "shop.yaml", "--variant", "aprt"), "`apart`"),
        (("run", "shop.yaml", "--set", "resources.stff.number=2"), "`resources.staff`"),
        (("run", "shop.yaml", "--set", "resources.staff.number"), "PATH=VALUE"),
        (("run", "shop.yaml", "--experiment", "man"), "`main`"),
        (("run", "shop.yaml", "--measure", "time_in_shop_men"), "`time_in_shop_mean`"),
        (("run", "shop.yaml", "--require", "one_hour"), "not a requirement"),
        (("compare", "shop.yaml", "--against", "nobody"), "nobody"),
        (("compare", "shop.yaml", "--variant", "apart"), "nothing to compare"),
        (("explain", "ORG2001"), "Did you mean `ORG20"),
        (("new",), "orgsim new DIR"),
        (("list", "scenaros"), "scenarios"),
    ],
)
def test_usage(command: Command, tmp_path: Path, arguments: tuple[str, ...], hint: str) -> None:
    ended = command(*arguments)
    assert ended.code == Exit.USAGE
    assert hint in ended.err
    assert not (tmp_path / "results").exists()


def test_scenario(command: Command, tmp_path: Path) -> None:
    bad = (tmp_path / "shop.yaml").read_text().replace("goal: 80%", "gaol: 80%")
    (tmp_path / "bad.yaml").write_text(bad)
    line = bad.splitlines().index("    gaol: 80%") + 1
    for verb in ("check", "run", "compare", "show"):
        ended = command(verb, "bad.yaml")
        assert ended.code == Exit.SCENARIO
        assert f"bad.yaml:{line}:5: ORG201" in ended.out + ended.err
        assert "did you mean `goal`?" in ended.out + ended.err
        assert "orgsim explain ORG20" in ended.err
    document = json.loads(command("run", "bad.yaml", "--json").out)
    assert document["problems"][0]["line"] == line
    assert not (tmp_path / "results").exists()


def test_guard_names_the_stage_and_its_line(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(task: Task) -> Result:
        if task.key.replication == 2:
            return Result(task.key, "guarded", error="too many events", code="ORG402", stage="haggle")
        return run_replication(task)

    monkeypatch.setattr("orgsim.experiment.backends.run_replication", stopped)
    ended = command("run", "shop.yaml", "-n", "3", "-j", "1", *SHORT)
    line = (tmp_path / "shop.yaml").read_text().splitlines().index("  haggle:") + 1
    assert ended.code == Exit.GUARD
    assert f"`haggle`, shop.yaml:{line}" in ended.err
    assert "too many events" in ended.err
    assert "safely stored" in ended.err
    assert "orgsim explain ORG402" in ended.err


def test_a_guard_outside_a_run(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object, **__: object) -> None:
        raise GuardError("ORG401", "the clock stands still", 0.0, "haggle")

    monkeypatch.setattr("orgsim.cli.version.json.dumps", stop)
    assert command("version", "--json").code == Exit.GUARD


def test_store(command: Command, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "run.json").write_text("{}")
    for folder in ("empty", "foreign"):
        ended = command("compare", folder)
        assert ended.code == Exit.STORE
        assert folder in ended.err
    (tmp_path / "file").write_text("")
    assert command("run", "shop.yaml", "-n", "1", *SHORT, "-o", "file/below").code in (Exit.STORE, Exit.USAGE)


def test_a_locked_or_cut_run(command: Command, tmp_path: Path) -> None:
    from orgsim.experiment.lock import writer_lock

    assert command("run", "shop.yaml", "-n", "1", *SHORT).code == Exit.DONE
    (folder,) = (tmp_path / "results").iterdir()
    with writer_lock(folder):
        ended = command("resume", str(folder))
        assert ended.code == Exit.STORE
        assert "in use" in ended.err
    store = folder / "results.sqlite"
    store.write_bytes(store.read_bytes()[:5000])
    ended = command("compare", str(folder))
    assert ended.code == Exit.STORE
    assert "results.sqlite is damaged" in ended.err


def test_disk_full(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("orgsim.experiment.folder.os.fsync", full)
    ended = command("run", "shop.yaml", "-n", "1", *SHORT)
    assert ended.code == Exit.STORE
    assert "No space left" in ended.err


@pytest.mark.parametrize("verb", ["run", "compare", "check", "show", "list", "explain"])
def test_a_bug_is_owned_up_to(command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verb: str) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError(f"at {tmp_path}")

    monkeypatch.setattr("orgsim.scenario.file.load", broken)
    monkeypatch.setattr("orgsim.scenario.load", broken, raising=False)
    what = {"list": ("variants", "shop.yaml"), "explain": ("one_hour_true", "shop.yaml")}.get(verb, ("shop.yaml",))
    ended = command(verb, *what)
    assert ended.code == Exit.BUG
    assert len(ended.err.strip().splitlines()) == 3
    (crash,) = tmp_path.glob("orgsim-crash-*.txt")
    account = crash.read_text()
    assert "ZeroDivisionError" in account
    assert f"orgsim {verb}" in account
    assert str(tmp_path) not in account
    assert str(Path.home()) not in account
    assert "test_endings.py:" in account


def test_ctrl_c_before_anything_ran(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("orgsim.scenario.load", interrupted, raising=False)
    assert command("check", "shop.yaml").code == Exit.INTERRUPTED


def test_absurd_arrivals_are_refused_before_anything_is_written(command: Command, tmp_path: Path) -> None:
    stream = next(line.split(":")[0].strip() for line in _after((tmp_path / "shop.yaml").read_text(), "arrivals:"))
    ended = command(
        "run", "shop.yaml", "--set", f"arrivals.{stream}.per_day=1000000", "--set", "calendar.length=5 years"
    )
    assert ended.code == Exit.GUARD
    assert "check the arrivals" in ended.err
    assert not (tmp_path / "results").exists()


def _after(text: str, heading: str) -> list[str]:
    lines = text.splitlines()
    return lines[lines.index(heading) + 1 :]
