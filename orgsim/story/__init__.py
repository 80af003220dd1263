"""Two fates: one visit's story in each variant, told in plain words."""

from __future__ import annotations

from orgsim.story.choose import Choice, choose
from orgsim.story.difference import difference
from orgsim.story.fate import Fate, tell
from orgsim.story.page import as_data, as_text

__all__ = ["Choice", "Fate", "as_data", "as_text", "choose", "difference", "tell"]
