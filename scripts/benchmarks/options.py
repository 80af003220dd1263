"""The command: what is measured, with how much, and where it goes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts.benchmarks import agree, commands, jobs, mechanisms, page, rounds, scale, where
from scripts.benchmarks.department import PER_DAY, Shape
from scripts.benchmarks.goals import judged
from scripts.benchmarks.peers import PEERS, Peer
from scripts.benchmarks.section import Section

DESCRIPTION = """How fast is orgsim? One A&E simulated by orgsim and by every tool that simulates the same thing.

Without a choice all peers are measured round by round. Peers that are not installed are named as missing; get them
with: pip install "orgsim[benchmark]". Times are processor time unless said otherwise."""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command."""
    made = argparse.ArgumentParser(description=DESCRIPTION, formatter_class=argparse.RawDescriptionHelpFormatter)
    made.add_argument("--weeks", type=int, default=10, help="weeks measured (two more are simulated); default 10")
    made.add_argument("--rounds", type=int, default=7, help="interleaved rounds; default 7")
    made.add_argument("--seed", type=int, default=1, help="seed of the first round; default 1")
    made.add_argument("--only", nargs="+", choices=[one.key for one in PEERS], metavar="PEER",
                      help=f"only these peers: {', '.join(one.key for one in PEERS)}")  # fmt: skip
    made.add_argument("--peers", action="store_true", help="all peers round by round, beside what else is chosen")
    made.add_argument("--agree", action="store_true", help="check that the peers simulate the same A&E")
    made.add_argument("--growth", action="store_true", help="time and memory a visit as visits grow")
    made.add_argument("--overload", action="store_true", help="time a visit with more patients than there is room for")
    made.add_argument("--jobs", action="store_true", help="whole runs with two jobs and with one")
    made.add_argument("--commands", action="store_true", help="whole commands, as a person runs them")
    made.add_argument("--mechanisms", action="store_true", help="what every mechanism costs, beside the plain flow")
    made.add_argument("--where", action="store_true", help="where the time of a replication goes")
    made.add_argument("--everything", action="store_true", help="all of these")
    made.add_argument("--replications", type=int, default=0,
                      help="replications of --agree (default 20), --jobs (40), compare (30)")  # fmt: skip
    made.add_argument("--sizes", type=float, nargs="+", default=scale.SIZES, metavar="M",
                      help="millions of visits of --growth; default 0.2 1 10")  # fmt: skip
    made.add_argument("--write", type=Path, metavar="PAGE", help="put the tables into this page")
    return made


def measured(given: argparse.Namespace) -> Iterator[Section]:
    """Yield a section for each measurement asked for."""
    peers: list[Peer] = [one for one in PEERS if not given.only or one.key in given.only]
    shape, times, seed, many = Shape(given.weeks, PER_DAY), given.rounds, given.seed, given.replications
    chosen = {
        "agree": lambda: agree.measure(peers, Shape(min(shape.weeks, 3)), many or 20, seed),
        "peers": lambda: rounds.measure(peers, shape, times, seed),
        "growth": lambda: scale.growth(peers, tuple(given.sizes), min(times, 3), seed),
        "overload": lambda: scale.overload(peers, shape, times, seed),
        "jobs": lambda: jobs.measure(shape, many or 40, min(times, 5), seed),
        "commands": lambda: commands.measure(times, many or 30),
        "mechanisms": lambda: mechanisms.measure(shape, times, seed, many or 30),
        "where": lambda: where.measure(shape, times, seed),
    }
    asked = [name for name in chosen if given.everything or getattr(given, name)]
    for name in asked or ["peers"]:
        yield chosen[name]()


def main() -> int:
    """Measure, print and perhaps write; returns 1 when peers disagree."""
    given = parser().parse_args()
    command = "python scripts/benchmark.py " + " ".join(_said(sys.argv[1:]))
    sections = []
    for section in measured(given):
        print(section.markdown(), end="\n\n", flush=True)
        sections.append(section)
        if given.write:
            page.write(given.write, [section], command.strip())
    figures = {name: value for section in sections for name, value in section.figures.items()}
    print(judged(figures))
    return 1 if figures.get("disagreeing") else 0


def _said(arguments: list[str]) -> Iterator[str]:
    """Yield the arguments without where they write."""
    skipped = False
    for argument in arguments:
        if skipped or argument == "--write":
            skipped = not skipped
        else:
            yield argument
