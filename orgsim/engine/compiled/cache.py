"""Where the machine code of the kernel is kept, and whether it is there.

A folder for each installation, version of the sources, of numba and of Python: what lies in it is what would be compiled
now, unless the processor has changed.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path

from orgsim.engine.cache_folder import cache_folder

_BESIDE = (
    "keys.py", "engine/rules.py", "engine/rules_change.py", "engine/rules_decisions.py", "engine/rules_defects.py",
    "engine/rules_people.py", "engine/rules_review.py", "engine/clocks.py", "engine/visit.py", "engine/trace.py",
    "plan/tables.py", "plan/change_tables.py", "cohort/families.py",
)  # fmt: skip
"""What the kernel takes constants or rules from, besides its own folder."""

_loaded = False


@lru_cache(maxsize=1)
def folder() -> Path | None:
    """Return the folder for this very kernel (made when first written), None where nothing can be kept."""
    base = cache_folder()
    return base / "machine-code" / _name() if base is not None else None


def _name() -> str:
    package = Path(__file__).parent.parent.parent
    sources = sorted(Path(__file__).parent.glob("*.py")) + [package / one for one in _BESIDE]
    digest = blake2b(digest_size=12)
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    entry = Path(__file__).with_name("entry.py")  # numba keeps code for a file of this place and age only
    installed = (str(entry), str(entry.stat().st_mtime_ns))
    for part in (version("numba"), version("llvmlite"), sys.version, sys.platform, *installed):
        digest.update(part.encode() + b"\0")
    return digest.hexdigest()


def is_warm() -> bool:
    """Whether the machine code is loaded or lies in the folder."""
    if _loaded:
        return True
    here = folder()
    return here is not None and len(list(here.glob("**/*.nbc"))) >= 3


def note_loaded() -> None:
    """From now on it is loaded."""
    global _loaded  # noqa: PLW0603  (true of the process)
    _loaded = True
