"""CSV tables, rebuilt from the store in a fixed order so that equal results are equal bytes."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Sequence
from pathlib import Path

from orgsim.experiment.folder import write_whole
from orgsim.experiment.run import Run

TABLES = "tables"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

README = """What the tables in this folder hold. UTF-8, comma, one header row; numbers have all their digits.
They are rebuilt from results.sqlite, which is the one truth of this run.

replications.csv   one row for each value of each replication
  variant          id of the variant (structure), as in the scenario
  setting          the point of a sweep; empty otherwise
  replication      number from 1; the same number is the same people in every variant
  seed             seed of the run
  measure          id of the measure; `orgsim list measures` says what each means
  group            the group of visits it is over; empty: all
  value            the value; empty: could not be measured in this replication
  unit             unit of the value (shares are fractions from 0 to 1, times are minutes)

summary.csv        one row for each variant and measure, over its replications
  n                replications with a value
  mean, sd         over replications
  low, high        95% interval of the mean (Student's t)
  median, p90      over replications

comparison.csv     one row for each measure and variant: variant less `against`, on the same people
  n                pairs of replications
  variant_mean, against_mean
  difference       mean of the paired differences
  low, high        95% interval of the difference (paired Student's t)
  p                two-sided p value of the paired t test
  better_in        replications in which the variant is better (empty: neither direction is good)

In a sensitivity run also (`against` empty: the variant by itself; else variant less `against`, same people):

points.csv         the value of each parameter at each point of the box
tornado.csv        each parameter at its low end, as the file has it, and at its high end
  n_at_low ...     pairs, paired difference and 95% interval; without `against`: to the same variant at the base
rank_correlation.csv  how each parameter goes with each measure over the points
  spearman         rank correlation, with 95% interval
  partial          partial rank correlation: the other parameters held, with 95% interval
sign_robustness.csv   at how many points the variant is better
  better, worse    points at which the mean paired difference says so; their share and its 95% interval
  ..._for_sure     points at which the paired 95% interval leaves out zero

In a run of `orgsim conflicts` also (each `variant` by itself, with some of its targets pressing and others not):

conflicts.csv      one row for each effect on each measure
  kind             alone: the target against none; others_on: all targets against all but this one; both: the pair
                   against none; beyond_the_sum: both, less the sum of each alone; all: all targets against none
  targets          the target, or the targets with + between them
  n, effect, low, high, p  pairs of replications, mean, its 95% interval (paired Student's t), two-sided p value
  holm_low, holm_high, holm_p  the same so that all rows of `alone` and `beyond_the_sum` on the measures shown first
                   hold at once (Holm 1979); empty in other rows
  size             the effect in standard deviations of the measure over replications with no target pressing
pairs.csv          what each pair does to the figures that its two targets are about
  verdict          fight, help, fight and help, or unclear
  measure, of      the measure and the target that is about it; kind and targets as above
  better           yes: for the better; no: for the worse; empty: not told apart from nothing
  overlap          yes: less than the sum, but no less than either alone; the verdict does not rest on it

In a run of `orgsim regions` also:

regions.csv        one row for each variant, region, basis and year (each region simulated once, no two with the same luck)
  count, basis     what is counted; expected per head (all regions alike) or per visit (the mean rate over regions)
  demand ...       what the region multiplies; misjudged, optimum: of the threshold, in sd of the evidence

failures.csv       replications that did not finish, and why (only if there are any)
"""


def number(value: float | None) -> str:
    """Write a number with all its digits (17 at most, the fewest that read back the same); NaN as nothing."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return repr(value)


def text(value: str) -> str:
    """Guard a text cell against being taken for a formula by a spreadsheet."""
    return "'" + value if value.startswith(_FORMULA) else value


def write_table(folder: Path, name: str, header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> str:
    """Write ``tables/<name>`` whole; returns its SHA-256. Raises StoreError."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return write_whole(folder / TABLES / name, buffer.getvalue())


def write_replications(run: Run) -> dict[str, str]:
    """Write ``replications.csv``, ``failures.csv`` if any and ``README.txt``. Returns the SHA-256 of each."""
    header = ("variant", "setting", "replication", "seed", "measure", "group", "value", "unit")
    found = {"replications.csv": write_table(run.path, "replications.csv", header, _value_rows(run))}
    failed = [one for one in run.replications() if one.status != "done"]
    if failed:
        rows = [(one.key.variant, one.key.setting, one.key.replication, text(one.error)) for one in failed]
        columns = ("variant", "setting", "replication", "error")
        found["failures.csv"] = write_table(run.path, "failures.csv", columns, rows)
    write_whole(run.path / TABLES / "README.txt", README)
    return found


def _value_rows(run: Run) -> Iterable[tuple[str | int, ...]]:
    units = {one.id: one.unit for one in run.definitions}
    for key, value in run.values():
        yield (key.variant, key.setting, key.replication, run.seed, value.measure, value.group,
               number(value.value), units.get(value.measure, ""))  # fmt: skip
