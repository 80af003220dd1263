"""Writing measurements into a page, between markers; the figures are kept beside it, so that no number is typed.

A page has ``<!-- benchmark NAME -->`` and ``<!-- end NAME -->`` around each table.
"""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from scripts.benchmarks.goals import judged
from scripts.benchmarks.section import Section


def write(page: Path, sections: Sequence[Section], command: str) -> None:
    """Put ``sections`` into ``page`` and judge the goals anew. Raises ValueError when it lacks a marker."""
    kept = page.with_suffix(".json")
    known: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8")) if kept.is_file() else {}
    text = page.read_text(encoding="utf-8")
    for section in sections:
        said = f"{section.markdown()}\n\nMeasured with `{command}` on {machine()}."
        text = between(text, section.name, said)
        known[section.name] = section.figures
    figures = {name: value for of in known.values() for name, value in of.items()}
    text = between(text, "goals", judged(figures))
    page.write_text(text, encoding="utf-8")
    kept.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def between(text: str, name: str, said: str) -> str:
    """Return ``text`` with ``said`` between the markers of ``name``. Raises ValueError without them."""
    first, last = f"<!-- benchmark {name} -->", f"<!-- end {name} -->"
    found = re.search(f"{re.escape(first)}.*?{re.escape(last)}", text, re.DOTALL)
    if not found:
        raise ValueError(f"the page has no {first} ... {last}")
    return f"{text[: found.start()]}{first}\n\n{said}\n\n{last}{text[found.end() :]}"


def machine() -> str:
    """Say what kind of machine this is, without its name."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {python}"
