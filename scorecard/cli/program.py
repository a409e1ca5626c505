"""All commands as one, and how it ends.

Enters: the words typed. Leaves: an exit code. Commands import what is heavy when they run.
"""

from __future__ import annotations

import gc
import os
import sys

import click

from scorecard import cli
from scorecard.cli import speech
from scorecard.cli.check import check
from scorecard.cli.compare import compare
from scorecard.cli.evaluate import evaluate
from scorecard.cli.measures import measures
from scorecard.cli.report import report
from scorecard.cli.schema import schema
from scorecard.cli.weights import weights

USAGE, BUG = 2, 101


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="balanced-scorecard", prog_name="scorecard")
def commands() -> None:
    """Balanced scorecards from YAML and CRM records: computed, compared, explained, printed.

    A scorecard is one YAML file. It says what to measure, in which data, against which targets and with which weights; the
    commands do the rest. Begin with

    \b
        scorecard check acme.yaml      # is the file right, and do the data fit it?
        scorecard evaluate acme.yaml   # the scores, as a table
        scorecard report acme.yaml     # the report for the board, in HTML and PDF

    Each command says more under --help. Results go to stdout, everything else to stderr. Exit codes: 0 fine, 1 findings (check),
    2 usage or input, 101 a fault of scorecard's own, 130 interrupted.
    """


for command in (check, evaluate, compare, report, measures, weights, schema):
    commands.add_command(command)


def main() -> int:
    """Run the command that was typed and return its exit code."""
    speech.stopped_in.clear()
    gc.set_threshold(50_000, 20, 100)  # a command lives for a second: looking for garbage while it imports costs 7% of it
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a terminal without Unicode gets escapes, not a crash
    try:
        code = commands.main(standalone_mode=False, prog_name="scorecard")
        if sys.stdout:
            sys.stdout.flush()
        return code or 0
    except click.ClickException as wrong:
        wrong.show()
        return USAGE
    except SystemExit as stopped:  # click's way after completion, and with 1 when a reader has seen enough: here 1 means findings
        return int(stopped.code or 0) if "_SCORECARD_COMPLETE" in os.environ else 0
    except BrokenPipeError:  # such a reader, met by the last flush
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what is still unwritten goes nowhere, and without complaint
        return 0
    except OSError as wrong:
        if cli.caught:
            return _interrupted()
        from scorecard.words import snippets

        about = f": {snippets.clean(str(wrong.filename))}" if wrong.filename else ""
        click.echo(f"Error: {wrong.strerror or wrong}{about}", err=True)
        return USAGE
    except (KeyboardInterrupt, click.Abort):
        return _interrupted()
    except Exception as error:
        # The engine has its own word for Ctrl-C; some libraries, interrupted while they load, make an error of it.
        if cli.caught or (isinstance(error, RuntimeError) and str(error) == "Query interrupted"):
            return _interrupted()
        return _stopped(error)


def _interrupted() -> int:
    if not cli.caught:  # else that is told where the process ends
        click.echo("Interrupted.", err=True)
    return cli.INTERRUPTED


def _stopped(error: Exception) -> int:
    """By faults of the author's, or by one of ours. A traceback only on demand: it means nothing to most who would see it."""
    import scorecard

    if isinstance(error, scorecard.Faults):
        from scorecard.cli.output import draw
        from scorecard.words.tongue import Tongue, speaking

        tongue = speech.stopped_in[-1] if speech.stopped_in else Tongue()
        with speaking(tongue.language, tongue.digits):
            click.echo(draw(error.problems, sys.stderr), nl=False, err=True, color=True)
        return USAGE
    if os.environ.get("SCORECARD_DEBUG"):
        sys.excepthook(type(error), error, error.__traceback__)
    click.echo(
        f"Error: this is a fault of scorecard {scorecard.__version__}, not of your files: {type(error).__name__}: {error}\n"
        "Please report it, with what the same command prints when SCORECARD_DEBUG=1 is set before it.",
        err=True,
    )
    return BUG
