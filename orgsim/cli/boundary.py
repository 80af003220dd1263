"""The edge of the program: every way a command can end becomes a sentence and an exit code, never a traceback."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import click

from orgsim.cli.codes import Exit
from orgsim.cli.talk import Talk, complain


def guarded(group: click.Group, arguments: Sequence[str] | None = None) -> int:
    """Run ``group`` with ``arguments`` (default: the command line's) and return the exit code."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        return _code(group.main(args=given, prog_name="orgsim", standalone_mode=False, obj=Talk(given=tuple(given))))
    except click.ClickException as error:
        error.show()
        return Exit.USAGE if isinstance(error, (click.UsageError, click.FileError)) else error.exit_code
    except (click.Abort, KeyboardInterrupt):
        complain("stopped")
        return Exit.INTERRUPTED
    except SystemExit:  # click's answer to a reader of our output that has gone: it has what it wanted
        return Exit.DONE
    except Exception as error:
        return _say(error, given)


def _code(result: object) -> int:
    return result if isinstance(result, int) and not isinstance(result, bool) else Exit.DONE


def _say(error: Exception, arguments: Sequence[str]) -> int:
    """Say what is wrong in words fit for its kind; what has no kind is a bug."""
    from orgsim.cli.endings import ending

    quiet = bool({"-q", "--quiet"} & set(arguments))
    code = ending(error, Talk(quiet=quiet), as_json="--json" in arguments)
    if code is not None:
        return code
    from orgsim.cli.crash import report_crash

    report_crash(error, arguments)
    return Exit.BUG
