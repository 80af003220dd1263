"""Reading back a resolved variant from a run folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from orgsim.experiment.errors import StoreError

if TYPE_CHECKING:
    from orgsim.scenario.schema import Variant


def read_resolved(path: Path) -> Variant:
    """Read one resolved variant. Raises StoreError when it is missing or is not one any more."""
    from pydantic import ValidationError

    from orgsim.scenario.problems import ScenarioError
    from orgsim.scenario.schema import Variant
    from orgsim.scenario.tree import read

    try:
        return Variant.model_validate(read(path.read_bytes(), path.name).tree)
    except OSError:
        raise StoreError(f"{path} is missing: the run folder is not whole") from None
    except (ScenarioError, ValidationError):
        raise StoreError(f"{path} was changed or is damaged") from None
