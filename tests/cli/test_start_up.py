"""What the command line imports, and when."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from orgsim.cli.main import VERBS, orgsim

ROOT = Path(__file__).parents[2]
HEAVY = ("numpy", "pydantic", "yaml", "scipy", "pandas", "networkx", "matplotlib", "simpy", "rich", "jinja2", "numba",
         "llvmlite")  # fmt: skip
LOADED = """
import sys
from orgsim.cli.boundary import guarded
from orgsim.cli.main import orgsim
code = guarded(orgsim, sys.argv[1:])
print(code, *sorted(name for name in sys.modules if "." not in name), file=sys.stderr)
"""


def loaded_by(*arguments: str) -> tuple[str, set[str]]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *arguments], capture_output=True, text=True, cwd=ROOT, check=True
    )
    code, *modules = done.stderr.strip().splitlines()[-1].split()
    assert code == "0"
    return done.stdout, set(modules)


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("-h",)])
def test_help_needs_click_and_nothing_heavy(arguments: tuple[str, ...]) -> None:
    said, modules = loaded_by(*arguments)
    assert said
    assert "click" in modules
    assert not modules & set(HEAVY)


def test_help_of_a_verb_needs_no_numbers() -> None:
    _, modules = loaded_by("run", "--help")
    assert not modules & set(HEAVY)


def test_import_of_the_package_is_light() -> None:
    code = "import sys, orgsim; print(*sys.modules)"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True).stdout
    assert not set(said.split()) & {*HEAVY, "click"}


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_a_module_and_a_line(verb: str) -> None:
    assert find_spec(VERBS[verb].module) is not None
    assert VERBS[verb].does.endswith(".")
    assert orgsim.get_command(orgsim.make_context("orgsim", ["version"]), verb) is not None


def test_python_m_is_the_same_command() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "orgsim", "--version"], capture_output=True, text=True, cwd=ROOT, check=True
    )
    from orgsim import __version__

    assert done.stdout == f"orgsim {__version__}\n"


def test_the_version_is_that_of_the_package() -> None:
    import tomllib

    from orgsim import __version__

    assert tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"] == __version__


def test_public_names_are_there() -> None:
    import orgsim as package

    for name in package.__all__:
        assert getattr(package, name) is not None
    assert set(package.__all__) <= set(dir(package))
    with pytest.raises(AttributeError, match="no attribute"):
        _ = package.nothing


@pytest.mark.parametrize("verb", VERBS)
def test_help_of_every_verb_reads_well(verb: str) -> None:
    said, _ = loaded_by(verb, "--help")
    assert said.startswith(f"Usage: orgsim {verb}")
    assert "\\" not in said
    assert "--quiet" in said
