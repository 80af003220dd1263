from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

WRITE = """
from pathlib import Path
from orgsim.exports.replications import WRITERS
from orgsim.story import as_text, tell
from tests.exports.hospital import replication
folder = Path(r"{folder}")
for form in ("events", "decisions", "xes"):
    WRITERS[form](replication(), folder)
story = as_text([tell(replication(), visit) for visit in (5, 50, 150)], "patient", 60)
(folder / "story.txt").write_text(story, encoding="utf-8")
"""


def digests(folder: Path, **environment: str) -> dict[str, str]:
    folder.mkdir()
    code = WRITE.format(folder=folder)
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], check=True, cwd=root, env={**os.environ, **environment})
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}


def test_files_do_not_depend_on_hash_seed_time_zone_or_locale(tmp_path: Path) -> None:
    one = digests(tmp_path / "one", PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C")
    other = digests(tmp_path / "other", PYTHONHASHSEED="77", TZ="Asia/Kathmandu", LC_ALL="tr_TR.UTF-8")
    assert one == other
    assert list(one) == ["silo-1-decisions.csv", "silo-1.csv", "silo-1.xes", "story.txt"]
