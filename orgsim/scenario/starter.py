"""What ``orgsim new`` writes: a commented scenario to change, its schema and a short guide."""

from __future__ import annotations

import json
from pathlib import Path

from orgsim.scenario.blank import BLANK
from orgsim.scenario.chain import builtin_scenarios
from orgsim.scenario.json_schema import FILE_NAME, json_schema
from orgsim.scenario.problems import NotFoundError
from orgsim.scenario.words import listed, nearest

BLANK_NAME = "blank"
MODELINE = f"# yaml-language-server: $schema=./{FILE_NAME}"


def starters() -> tuple[str, ...]:
    """Return what a new scenario can start from: ``blank`` and the built-in scenarios."""
    return (BLANK_NAME, *builtin_scenarios())


def starter(source: str = BLANK_NAME) -> dict[str, bytes]:
    """Return the files of a new scenario by relative path, started from ``source``.

    Raises NotFoundError when there is no such built-in scenario.
    """
    files = {"scenario.yaml": _with_modeline(_text(source)).encode()}
    files |= _extended(source)
    schema = json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"
    return {**files, FILE_NAME: schema.encode(), "README.md": _readme(source).encode()}


def _text(source: str) -> str:
    if source == BLANK_NAME:
        return BLANK
    known = builtin_scenarios()
    if source not in known:
        close = nearest(source, (BLANK_NAME, *known))
        hint = f"Did you mean `{close}`?" if close else f"There is {listed((BLANK_NAME, *known))}."
        raise NotFoundError(f"no scenario to start from is called `{source}`. {hint}")
    return known[source].read_text(encoding="utf-8")


def _extended(source: str) -> dict[str, bytes]:
    """Return the other files that a built-in scenario extends, which lie in its folder."""
    if source == BLANK_NAME:
        return {}
    from orgsim.scenario.chain import read_files

    path = builtin_scenarios()[source]
    others = list(read_files(str(path)).sources.items())[1:]
    return {Path(label).relative_to(path.parent).as_posix(): content for label, content in others}


def _with_modeline(text: str) -> str:
    """Put the line that tells an editor where the schema is on top, in place of another such line."""
    lines = text.splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith("# yaml-language-server:")]
    return "".join([MODELINE + "\n", *kept])


def _readme(source: str) -> str:
    start = "an empty frame" if source == BLANK_NAME else f"the built-in scenario `{source}`"
    return f"""# A scenario for orgsim

This folder was started from {start}.

- `scenario.yaml` is the scenario: change it, every value carries its unit.
- `{FILE_NAME}` lets editors such as VS Code (with the YAML extension) complete and check while you type.

```
orgsim check scenario.yaml      all problems, with the load on every pool and position
orgsim draw scenario.yaml       the organisation and the pathway as pictures
orgsim run scenario.yaml        run it
orgsim compare scenario.yaml    what difference a variant makes to the same arrivals
```

`orgsim explain ORG204` says more about a code, `orgsim show scenario.yaml --why PATH` where a value comes from.
"""
