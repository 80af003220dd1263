#!/usr/bin/env python3
"""How fast is orgsim beside every tool that simulates the same thing? See docs/performance.md and ``--help``."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts.benchmarks.options import main

if __name__ == "__main__":
    sys.exit(main())
