"""What every block of a scenario shares: strictness, ids and the way a value says what is wrong with it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]
"""A short name that other places of the scenario refer to; also safe as a file name on every system."""

Text = Annotated[str, Field(min_length=1, max_length=4000)]
Count = Annotated[int, Field(strict=True, ge=0, le=100_000)]
Whole = Annotated[int, Field(strict=True, ge=1, le=100_000)]


class Block(BaseModel):
    """A mapping of the scenario: unknown keys are errors, values never change after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, arbitrary_types_allowed=True)


class Named(Block):
    """A block that people may give a readable name and a note."""

    name: Text | None = None
    note: Text | None = None


Code = Literal["ORG201", "ORG202", "ORG203", "ORG204"]


def problem(message: str, *at: str | int, hint: str = "", code: Code = "ORG204") -> PydanticCustomError:
    """Make the error a value raises about itself.

    ``at`` is the path from the value to the part at fault (keys and list positions), ``hint`` what to write
    instead, ``code`` the permanent code of the problem.
    """
    context: dict[str, Any] = {"message": message, "at": at, "hint": hint}
    return PydanticCustomError(code, "{message}", context)
