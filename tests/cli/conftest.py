from __future__ import annotations

from pathlib import Path

import pytest

from orgsim.cli.boundary import guarded
from orgsim.cli.main import orgsim
from tests.cli.shop import SHOP, Command, Ended


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run a command line in an empty folder, with the shop's file in it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "shop.yaml").write_bytes(SHOP.read_bytes())

    def call(*arguments: str) -> Ended:
        code = guarded(orgsim, list(arguments))
        said = capsys.readouterr()
        assert "Traceback" not in said.err + said.out
        return Ended(int(code), said.out, said.err)

    return call
