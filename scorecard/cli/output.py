"""What the commands say: problems in their formats, results to stdout or a file, a last word on stderr.

Enters: problems and evaluations. Leaves: text in the language spoken.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections import Counter
from collections.abc import Iterable
from math import isnan
from typing import IO

import click

from scorecard.problems import Problem
from scorecard.records.evaluation import Evaluation
from scorecard.words import dates, numbers, snippets, terms
from scorecard.words import terminal as words
from scorecard.words.problems import wording
from scorecard.words.tongue import spoken

COLORS = {"fault": "red", "finding": "yellow", "note": "cyan"}


def draw(problems: Iterable[Problem], stream: IO[str] | None) -> str:
    """Every problem with its line and caret, as that stream can show them."""
    return snippets.draw(problems, color=_colored(stream), width=min(shutil.get_terminal_size().columns, 120))


def listed(problems: tuple[Problem, ...], format: str) -> str:
    """All problems in one of the formats of `check`."""
    if format == "full":
        return draw(problems, sys.stdout)
    if format == "json":
        from scorecard import export

        return export.problems_json(problems)
    line = snippets.one_line if format == "concise" else _github
    return "".join(line(problem) + "\n" for problem in problems)


def _github(problem: Problem) -> str:
    """A workflow command: https://docs.github.com/actions/reference/workflow-commands-for-github-actions."""

    def escaped(text: object, more: str = "") -> str:
        return "".join(f"%{ord(letter):02X}" if letter in "%\r\n" + more else letter for letter in str(text))

    place = problem.place
    where = {"file": place.file, "line": place.line, "col": place.column} if place else {}
    facts = {**{key: value for key, value in where.items() if value}, "title": problem.code}
    kind = {"fault": "error", "finding": "warning", "note": "notice"}[problem.level]
    properties = ",".join(f"{key}={escaped(value, ':,')}" for key, value in facts.items())
    return f"::{kind} {properties}::{escaped(snippets.message(problem))}"


def extent(evaluation: Evaluation, problems: tuple[Problem, ...]) -> str:
    """The last line of `check` where nothing stops: what was looked at."""
    files = evaluation.files
    found = _count(problems, "finding"), _count(problems, "note")
    return words.checked(len(evaluation.definition.measures), len(files), sum(file.rows for file in files), *found)


def tell(problems: tuple[Problem, ...], file: str) -> None:
    """A line per kind of finding and note on stderr, findings first, and how to see them all."""
    kinds = Counter((problem.level, problem.code) for problem in problems)
    for (level, code), count in sorted(kinds.items(), key=lambda kind: [*COLORS].index(kind[0][0])):
        kind, _, rest = snippets.head(level, code).partition("[")
        head = click.style(kind, fg=COLORS[level], bold=True) if _colored(sys.stderr) else kind
        click.echo(f"{head}[{rest}: {words.told(terms.capital(wording(code).title), count)}", err=True, color=True)
    if kinds:
        click.echo(words.see_all(f"scorecard check {snippets.clean(shlex.quote(file))}"), err=True)


def summary(evaluation: Evaluation) -> str:
    """The scorecard's title and its total, in one line."""
    evaluation = evaluation.in_language(spoken().language)
    definition = evaluation.definition
    title, when = snippets.clean(evaluation.title(definition.root)), dates.period(evaluation.target, definition.calendar)
    now, before = evaluation.score(0, evaluation.now), evaluation.score(0, evaluation.before)
    if isnan(now):
        return words.no_score(title, when, terms.reason(evaluation.reason(0, evaluation.now)))
    band = evaluation.status(0, evaluation.now)
    found = words.summary(title, numbers.score(now), terms.status(band.id) if band else "", when)
    if isnan(before):
        return found
    return words.since(found, numbers.points(now - before), dates.period(evaluation.baseline, definition.calendar))


def bulk(made: int, kept: int, blank: str) -> str:
    """What `report --each` did. `blank`: the level that some rows leave blank."""
    return " ".join([words.reports_made(made, kept), *([words.unassigned(snippets.clean(blank))] if blank else [])])


def heading(text: str) -> str:
    """A line that stands out on stdout, where it may."""
    return click.style(text, bold=True) if _colored(sys.stdout) else text


def _colored(stream: IO[str] | None) -> bool:
    """https://no-color.org, https://force-color.org."""
    if os.environ.get("NO_COLOR"):
        return False
    return bool(os.environ.get("FORCE_COLOR") or (stream and stream.isatty() and os.environ.get("TERM") != "dumb"))


def _count(problems: tuple[Problem, ...], level: str) -> int:
    return sum(problem.level == level for problem in problems)
