"""Results are stored together where they are little work, at once where they are much, and whatever happens."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from orgsim.experiment.errors import StoreError
from orgsim.experiment.keeper import Keeper
from orgsim.experiment.records import Key, Result, Row
from orgsim.experiment.store import Store


def result(number: int, seconds: float) -> Result:
    return Result(Key("one", "", number), "done", (Row("wait", "", float(number)),), seconds=seconds)


class Counting(Store):
    """Counts the transactions; breaks one where it is told to."""

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]
        self.sizes: list[int] = []
        self.trouble: BaseException | None = None

    def add_all(self, results: Iterable[Result]) -> None:
        results = list(results)
        if self.trouble and len(results) > 1:
            raise self.trouble
        super().add_all(results)
        self.sizes += [len(results)] if results else []


@pytest.fixture
def store(tmp_path: Path) -> Counting:
    found = Counting.create(tmp_path)
    assert isinstance(found, Counting)
    return found


def kept(store: Store) -> list[int]:
    return sorted(key.replication for key in store.done())


def test_much_work_is_safe_at_once(store: Counting) -> None:
    told: list[Result] = []
    with Keeper(store, told.append) as keeper:
        for number in range(3):
            keeper.take(result(number, 1.0))
            assert kept(store) == list(range(number + 1))
            assert len(told) == number + 1


def test_little_work_is_stored_together_and_told_when_it_is_safe(store: Counting) -> None:
    told: list[Result] = []

    def tell(one: Result) -> None:
        assert one.key in store.done()
        told.append(one)

    with Keeper(store, tell) as keeper:
        for number in range(200):
            keeper.take(result(number, 0.01))
    assert kept(store) == [one.key.replication for one in told] == list(range(200))
    assert sum(store.sizes) == 200
    assert len(store.sizes) < 50
    assert max(store.sizes) <= 26  # never more than a quarter of a second of work


@pytest.mark.parametrize("error", [KeyboardInterrupt(), RuntimeError("a bug")])
def test_whatever_ends_the_work_what_came_is_stored(store: Counting, error: BaseException) -> None:
    with pytest.raises(type(error)), Keeper(store, lambda _: None) as keeper:
        for number in range(5):
            keeper.take(result(number, 0.0))
        raise error
    assert kept(store) == [0, 1, 2, 3, 4]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), StoreError("the disk is full")])
def test_where_all_cannot_be_stored_as_many_are_as_can(store: Counting, error: BaseException) -> None:
    with pytest.raises(type(error)), Keeper(store, lambda _: None) as keeper:
        keeper.take(result(0, 0.0))
        store.trouble = error
        for number in (1, 2, 3):
            keeper.take(result(number, 0.0))
    assert kept(store) == [0, 1, 2, 3]
