from __future__ import annotations

from collections.abc import Iterator

import pytest

from orgsim.experiment import Run
from orgsim.experiment.errors import StoreError
from orgsim.experiment.runner import run_experiment
from orgsim.exports.replications import again, write_event_logs
from tests.exports.hospital import SEED, replication, scenario


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    output = tmp_path_factory.mktemp("results")
    with run_experiment(scenario(), replications=2, seed=SEED, output=output) as done:
        yield done


def test_a_replication_comes_out_as_it_was_run(run: Run) -> None:
    from orgsim.measures import measure

    for number in (1, 2):
        for variant in ("silo", "systemic"):
            one = again(run, variant, number)
            rows = {
                (row.measure, row.group): row.value for row in measure(one.variant, one.plan, one.cohort, one.trace)
            }
            stored = {
                (value.measure, value.group): value.value
                for key, value in run.values()
                if (key.variant, key.replication) == (variant, number)
            }
            assert stored
            for name, value in stored.items():
                assert rows[name] == pytest.approx(value, rel=0, abs=0, nan_ok=True), name


def test_the_logs_of_a_run_are_written_into_it(run: Run) -> None:
    written = write_event_logs(run.path, [1])
    names = ["silo-1.csv", "silo-1-decisions.csv", "systemic-1.csv", "systemic-1-decisions.csv"]
    assert [path.relative_to(run.path).as_posix() for path in written] == [f"events/{name}" for name in names]
    before = [path.read_bytes() for path in written]
    assert [path.read_bytes() for path in write_event_logs(run, [1])] == before


def test_the_name_of_the_variant_is_the_one_people_gave(run: Run) -> None:
    assert again(run, "systemic", 1).name == replication("systemic").name == "One team"


@pytest.mark.parametrize(
    ("variant", "number", "setting", "said"),
    [
        ("sylo", 1, "", "no variant `sylo`"),
        ("silo", 0, "", "no replication 0"),
        ("silo", 1, "beds=3", "no setting `beds=3`"),
    ],
)
def test_what_a_run_does_not_have_is_said(run: Run, variant: str, number: int, setting: str, said: str) -> None:
    with pytest.raises(StoreError, match=said):
        again(run, variant, number, setting)
