"""What the catalogue says about one code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Code:
    """A problem code: what it is called, why it matters, what triggers it, how to mend it."""

    code: str
    title: str
    why: str
    example: str
    mend: str
    severity: Literal["error", "warning"] = "error"

    def __str__(self) -> str:
        example = "\n".join(f"    {line}" for line in self.example.splitlines())
        return f"{self.code} {self.title}\n\n{self.why}\n\nFor example:\n\n{example}\n\nMend it: {self.mend}"
