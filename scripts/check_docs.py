#!/usr/bin/env python3
"""Check that the documents say what is so; prints FILE:LINE: MESSAGE for each fault and exits 1 if there is one.

Relative links lead somewhere; ``orgsim`` commands in shell blocks name verbs, options, scenarios, paths and measures
that exist; pages made from the code are up to date; Python blocks compile, and those marked ``python run`` run.
``--print-test-command`` prints the README's command that installs orgsim and passes its tests.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.documents.commands import check_commands
from scripts.documents.generated import check_generated
from scripts.documents.links import check_links
from scripts.documents.pages import ROOT, Page, Problem, all_pages
from scripts.documents.python_blocks import check_python
from scripts.documents.shell import command_lines

TESTS = "pytest"


def problems(pages: list[Page]) -> Iterator[Problem]:
    """Yield all that is wrong with ``pages`` and with what is generated."""
    for page in pages:
        yield from check_links(page)
        yield from check_commands(page)
        yield from check_python(page)
    yield from check_generated()


def readme_test_command(readme: Page) -> str:
    """Return the README's one command that runs the tests. Raises ValueError unless there is exactly one."""
    found = [line for _, line in command_lines(readme) if TESTS in line]
    if len(found) != 1:
        raise ValueError(f"{readme.file} has {len(found)} commands with {TESTS}, not one")
    return found[0]


def main() -> int:
    """Run the checks, or print the test command; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--print-test-command", action="store_true", help="print the README's test command")
    if parser.parse_args().print_test_command:
        print(readme_test_command(Page.read(ROOT / "README.md")))
        return 0
    pages = all_pages()
    found = list(problems(pages))
    print("\n".join([*map(str, found), f"{len(pages)} pages, {len(found)} faults"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
