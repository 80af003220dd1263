"""The command ``orgsim``."""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence
from typing import NoReturn

import click

from orgsim.cli.boundary import guarded
from orgsim.cli.lazy import LazyGroup, Verb, common_options

_DAILY = "Everyday"
_LOOK = "Look closer"
_HELP = "Help"

VERBS = {
    "demo": Verb("orgsim.cli.demo", "Run the built-in hospital, silo against systemic, and draw it.", _DAILY),
    "new": Verb("orgsim.cli.new", "Write a scenario of your own to start from.", _DAILY),
    "check": Verb("orgsim.cli.check", "Say all that is wrong with a scenario; run nothing.", _DAILY),
    "draw": Verb("orgsim.cli.draw", "Draw the organisation of a scenario.", _DAILY),
    "run": Verb("orgsim.cli.run", "Run the variants of a scenario.", _DAILY),
    "compare": Verb("orgsim.cli.compare", "Run variants on the same people and show the differences.", _DAILY),
    "sweep": Verb("orgsim.cli.sweep", "Run the variants of a scenario at many settings.", _DAILY),
    "sensitivity": Verb("orgsim.cli.sensitivity", "Say in what share of the plausible box a verdict holds.", _DAILY),
    "verdict": Verb("orgsim.cli.verdict", "Say which structure is better, with the doubt about it.", _DAILY),
    "conflicts": Verb("orgsim.cli.conflicts", "Say which targets fight each other, and which help.", _DAILY),
    "regions": Verb("orgsim.cli.regions", "Say how much regions differ beyond chance: the postcode lottery.", _DAILY),
    "report": Verb("orgsim.cli.report", "Write one HTML file about a run.", _DAILY),
    "plot": Verb("orgsim.cli.plot", "Draw pictures of a run.", _LOOK),
    "trace": Verb("orgsim.cli.trace", "Tell one visit's story in each variant of a run.", _LOOK),
    "show": Verb("orgsim.cli.show", "Show a scenario with everything filled in, and where values come from.", _LOOK),
    "list": Verb("orgsim.cli.list", "List scenarios, variants, measures, plots or experiments.", _LOOK),
    "export": Verb("orgsim.cli.export", "Write event logs and other files of a run.", _LOOK),
    "resume": Verb("orgsim.cli.resume", "Go on with a run that was stopped.", _LOOK),
    "diagnose": Verb("orgsim.cli.diagnose", "Say whether the warm-up and the replications are enough.", _LOOK),
    "verify": Verb("orgsim.cli.verify", "Run a sample of a run again; or hold the simulator to theory.", _LOOK),
    "prune": Verb("orgsim.cli.prune", "Take away run folders that are no longer wanted.", _LOOK),
    "explain": Verb("orgsim.cli.explain", "Explain a problem's code, a measure or a behaviour.", _HELP),
    "schema": Verb("orgsim.cli.schema", "Write the JSON Schema of scenario files, for editors.", _HELP),
    "doctor": Verb("orgsim.cli.doctor", "Say whether this machine has what orgsim needs.", _HELP),
    "version": Verb("orgsim.cli.version", "Say the version.", _HELP),
}

EPILOG = "Start with `orgsim demo`. Results go to results/; nothing is sent anywhere."


def _version(context: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        from orgsim import __version__

        click.echo(f"orgsim {__version__}")
        context.exit()


orgsim = LazyGroup(
    "orgsim",
    verbs=VERBS,
    params=[
        click.Option(
            ["--version"], is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Say the version."
        ),
        *common_options(),
    ],
    help="See what an organisation's structure does to the people it serves.",
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
)


def _interrupted(_number: int, _frame: object) -> NoReturn:
    """Be asked to end once, and from then on heed no signal: the exit code and the last words must not change."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


_interrupted.once = True  # type: ignore[attr-defined]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit code."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _interrupted)
    sys.exit(guarded(orgsim, arguments))
