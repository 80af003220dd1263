#!/usr/bin/env python3
"""Make the README's picture anew: run ``orgsim demo``, keep its first picture, write what it shows as alternative text.

Run it after a change that alters results: ``python scripts/draw_readme.py``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
NAME = "time-on-the-clock"
PICTURE = Path("docs/pictures") / f"{NAME}.svg"


def drawn(folder: Path) -> tuple[bytes, str]:
    """Run the demo in ``folder``; return the picture (SVG) and the sentence that says what it shows."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "orgsim", "-q", "demo"], cwd=folder, env=environment, check=True)
    (picture,) = folder.glob(f"orgsim-demo/plots/*{NAME}.svg")
    return picture.read_bytes(), " ".join(picture.with_suffix(".txt").read_text(encoding="utf-8").split())


def with_picture(text: str, said: str) -> str:
    """Return the README with ``said`` as the alternative text of its picture. Raises ValueError if it has none."""
    found, count = re.subn(rf"!\[[^\]]*\]\({re.escape(PICTURE.as_posix())}\)", f"![{said}]({PICTURE.as_posix()})", text)
    if count != 1:
        raise ValueError(f"{README.name} shows {PICTURE} {count} times, not once")
    return found


def main() -> None:
    """Write the picture and the README."""
    scratch = Path(tempfile.mkdtemp())
    try:
        picture, said = drawn(scratch)
    finally:
        shutil.rmtree(scratch)
    text = with_picture(README.read_text(encoding="utf-8"), said)
    (ROOT / PICTURE).parent.mkdir(parents=True, exist_ok=True)
    (ROOT / PICTURE).write_bytes(picture)
    README.write_text(text, encoding="utf-8")
    print(said)


if __name__ == "__main__":
    main()
