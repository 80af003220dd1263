"""A run that was stored: what other rooms read results through."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from orgsim.experiment.errors import StoreError
from orgsim.experiment.folder import read_manifest
from orgsim.experiment.lock import is_locked
from orgsim.experiment.records import Definition, Json, Key, Replication, Row, VariantInfo
from orgsim.experiment.store import Store

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from orgsim.scenario.schema import Variant
    from orgsim.scenario.schema.variant import Words

RESOLVED = "resolved"


def open_run(path: Path | str) -> Run:
    """Open the run folder at ``path`` to read it. Raises StoreError when it is not one or is damaged."""
    return Run(Path(path))


class Run:
    """The results in a run folder, read-only. Close it, or use it as a context manager."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.manifest: Json = read_manifest(path)
        self._store = Store.read(path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Run({self.path.name!r}, {self.status}, {', '.join(one.id for one in self.variants)})"

    def close(self) -> None:
        """Close the store; safe to call twice."""
        self._store.close()

    # ------------------------------------------------------------- what was run
    @property
    def name(self) -> str:
        """Name of the scenario, for people."""
        return str(self.manifest["scenario"]["name"])

    @property
    def seed(self) -> int:
        """Seed of the run."""
        return int(self.manifest["seed"])

    @property
    def wanted(self) -> int:
        """Replications wanted of each variant (and setting)."""
        return int(self.manifest["replications"]["wanted"])

    @property
    def status(self) -> str:
        """``running``, ``complete``, ``partial``, ``guarded`` or ``failed``.

        A run that was killed says ``running`` in its manifest but nobody holds its lock: ``partial``.
        """
        said = str(self.manifest["status"])
        return "partial" if said == "running" and not is_locked(self.path) else said

    @property
    def variants(self) -> tuple[VariantInfo, ...]:
        """The variants in the order of the experiment (which gives them their colours)."""
        found = self.manifest["variants"]
        return tuple(VariantInfo(one["id"], one["name"], one["sha256"]) for one in found)

    @property
    def settings(self) -> tuple[str, ...]:
        """The points of the sweep in order; ``("",)`` for a run without one."""
        return tuple(self.manifest["settings"])

    @property
    def points(self) -> tuple[dict[str, Any], ...]:
        """What each setting lays over the variants, dotted path to value, in the order of ``settings``."""
        return tuple(self.manifest.get("points") or [{} for _ in self.settings])

    @property
    def against(self) -> str:
        """Id of the variant that the others are compared with."""
        return str(self.manifest["against"])

    @cached_property
    def definitions(self) -> tuple[Definition, ...]:
        """What the measures mean, in the order they are shown in."""
        return self._store.definitions()

    def definition(self, measure: str) -> Definition:
        """Say what one measure means. Raises KeyError."""
        return {one.id: one for one in self.definitions}[measure]

    def variant(self, variant: str, setting: str = "") -> Variant:
        """Read back a variant as it was run, with everything filled in. Raises StoreError."""
        from orgsim.experiment.resolved import read_resolved

        if (variant, setting) not in self._order:
            at = f" at {setting}" if setting else ""
            raise StoreError(f"{self.path} holds no variant `{variant}`{at}")

        return read_resolved(self.path / RESOLVED / resolved_name(variant, setting, self.settings))

    @cached_property
    def words(self) -> Words:
        """The nouns of the scenario. Raises StoreError."""
        return self.variant(self.variants[0].id, self.settings[0]).words

    # ------------------------------------------------------------------ results
    def replications(self) -> list[Replication]:
        """Every replication, finished or not, in the order of variants, settings and numbers."""
        return sorted(self._store.replications(), key=lambda one: self._place(one.key))

    def done(self, variant: str, setting: str = "") -> list[int]:
        """Numbers of the replications of ``variant`` that are safely stored, ascending."""
        found = self._store.done()
        return sorted(key.replication for key in found if (key.variant, key.setting) == (variant, setting))

    def values(self, measure: str | None = None) -> Iterator[tuple[Key, Row]]:
        """Every value (or those of one measure) in display order: variant, setting, replication, measure."""
        places = {one.id: place for place, one in enumerate(self.definitions)}
        found = self._store.measures(measure=measure)
        last = len(places)
        yield from sorted(found, key=lambda row: (*self._place(row[0]), places.get(row[1].measure, last), row[1][:2]))

    def by_replication(self, measure: str, group: str = "", setting: str = "") -> dict[str, dict[int, float]]:
        """Values of one measure: variant id to replication number to value (NaN: could not be measured)."""
        found: dict[str, dict[int, float]] = {one.id: {} for one in self.variants}
        for key, value in self.values(measure):
            if value.group == group and key.setting == setting:
                found[key.variant][key.replication] = value.value
        return found

    def overall(self, measures: Iterable[str]) -> Iterator[tuple[Key, str, float]]:
        """Values of some measures over all visits, read in one go: key, measure, value, in the order of the key."""
        yield from self._store.overall(measures)

    def measures_frame(self) -> pd.DataFrame:
        """All values: columns variant, setting, replication, measure, group, value, unit."""
        import pandas as pd

        units = {one.id: one.unit for one in self.definitions}
        rows = [(*key, *value, units.get(value.measure, "")) for key, value in self.values()]
        columns = ["variant", "setting", "replication", "measure", "group", "value", "unit"]
        return pd.DataFrame(rows, columns=columns)

    def series_names(self, variant: str, replication: int = 1, setting: str = "") -> list[str]:
        """Names of the arrays kept for one replication."""
        return self._store.series_names(Key(variant, setting, replication))

    def series(self, variant: str, replication: int, name: str, setting: str = "") -> NDArray[Any]:
        """One array of one replication (read-only). Raises KeyError when there is none of that name."""
        return self._store.series(Key(variant, setting, replication), name)

    def series_of_all(self, variant: str, name: str, setting: str = "") -> list[NDArray[Any]]:
        """Return the array ``name`` of each finished replication, in order. Raises KeyError."""
        return [self.series(variant, number, name, setting) for number in self.done(variant, setting)]

    def series_total(self, variant: str, name: str, setting: str = "") -> NDArray[np.float64]:
        """Add up the array ``name`` over the finished replications. Raises KeyError; StoreError if none."""
        import numpy as np

        found = self.series_of_all(variant, name, setting)
        if not found:
            raise StoreError(f"{self.path} holds no finished replication of {variant}")
        return np.sum(np.stack(found).astype(np.float64), axis=0)  # type: ignore[no-any-return,unused-ignore]

    def _place(self, key: Key) -> tuple[int, int, int]:
        return (*self._order[key.variant, key.setting], key.replication)

    @cached_property
    def _order(self) -> dict[tuple[str, str], tuple[int, int]]:
        return {
            (variant.id, setting): (row, column)
            for row, variant in enumerate(self.variants)
            for column, setting in enumerate(self.settings)
        }


def resolved_name(variant: str, setting: str, settings: Iterable[str]) -> str:
    """File name of a resolved variant: ``silo.yaml``, or ``silo-03.yaml`` for the third point of a sweep."""
    place = list(settings).index(setting)
    return f"{variant}.yaml" if setting == "" else f"{variant}-{place + 1:02d}.yaml"
