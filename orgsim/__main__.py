"""``python -m orgsim``: the same as the command ``orgsim``."""

from __future__ import annotations

from orgsim.cli.main import main

if __name__ == "__main__":
    main()
