"""What the numbers rest on: what is missing and why, which rows could not be read, what was doubtful, what was assumed.

Enters: a View. Leaves: `DataNotes`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from scorecard.problems import Problem
from scorecard.records.tables import SourceFile
from scorecard.records.values import Reason
from scorecard.report.records import DataNotes, Gap, Remark, Source
from scorecard.report.view import View, clean
from scorecard.words import numbers, report, snippets, terms
from scorecard.words.problems import wording

NAMED = 10
"""Measures told one by one where many are missing for the same reason."""

LONGEST = 600
"""Characters of a finding."""

OFTEN = 5
"""Findings of one kind from which on they are told together."""

SUBJECTS = ("node", "measure", "goal", "initiative", "dataset")
"""Facts that tell what a finding is about, the telling ones first."""


def notes(view: View, coverage: str) -> DataNotes:
    """What is doubtful about the report's look is told to its author, and here to nobody."""
    problems = [each for each in view.evaluation.problems if not (each.is_fault or each.code.startswith("brand-"))]
    return DataNotes(
        coverage=coverage,
        gaps=(*_in_total(view), *_in_units(view)),
        sources=tuple(map(_source, view.evaluation.files)),
        remarks=tuple(_remarks(sorted(problems, key=lambda problem: problem.level))),
    )


def _in_total(view: View) -> Iterator[Gap]:
    """Measures without a value or score, now or at baseline."""
    periods = [period for period in (view.before, view.now) if period is not None]
    for index, node in enumerate(view.nodes):
        if node.measure is None:
            continue
        missing: dict[Reason, list[str]] = defaultdict(list)
        for period in periods:
            if (reason := view.evaluation.reason(index, period)) != Reason.PRESENT:
                missing[reason].append(view.period(period))
        for reason, where in missing.items():
            yield Gap(view.title(node), terms.listed(where), terms.reason_sentence(reason))


def _in_units(view: View) -> Iterator[Gap]:
    """Measures that are missing now in some units, though the total has them; a line per grouping and reason."""
    for columns in view.definition.groupings[1:]:
        peers = [place for place, entity in enumerate(view.scores.entities) if entity.columns == columns]
        missing: dict[Reason, list[str]] = defaultdict(list)
        for index, node in enumerate(view.nodes):
            if node.measure is None or not peers or view.evaluation.reason(index, view.now) != Reason.PRESENT:
                continue
            counts: dict[Reason, int] = defaultdict(int)
            for place in peers:
                if (reason := view.evaluation.reason(index, view.now, place)) != Reason.PRESENT:
                    counts[reason] += 1
            for reason, count in counts.items():
                missing[reason].append(f"{terms.isolated(view.title(node))} ({numbers.count(count)})")
        for reason, named in missing.items():
            more = [report.more(len(named) - NAMED)] if len(named) > NAMED else []
            where = report.units(len(peers), view.grouping(columns))
            yield Gap(terms.listed(named[:NAMED] + more), where, terms.reason_sentence(reason))


def _source(file: SourceFile) -> Source:
    return Source(
        dataset=clean(file.dataset),
        file=clean(file.file),
        rows=numbers.count(file.rows),
        bad=numbers.count(file.bad_rows),
        excluded=numbers.count(file.excluded_rows),
        examples=tuple(report.example(cell.row, clean(cell.column, 60), clean(cell.text, 60)) for cell in file.examples),
    )


def _remarks(problems: list[Problem]) -> Iterator[Remark]:
    """One for each; of many of a kind one that names what they are about, where that is known."""
    kinds: dict[tuple[str, str], list[Problem]] = defaultdict(list)
    for problem in problems:
        kinds[problem.level, problem.code].append(problem)
    for (_, code), peers in kinds.items():
        about = list(dict.fromkeys(filter(None, map(_subject, peers))))
        if len(peers) < OFTEN or not all(map(_subject, peers)):
            yield from map(_remark, peers)
            continue
        more = [report.more(len(about) - NAMED)] if len(about) > NAMED else []
        names = [terms.isolated(name) for name in about[:NAMED]] + more
        title = terms.capital(wording(code).title)
        yield Remark(report.remark(peers[0].level), report.often(title, len(peers), names), "")


def _subject(problem: Problem) -> str:
    """What it is about: a part of the scorecard, else a data set."""
    found = next((problem.facts[key] for key in SUBJECTS if key in problem.facts), "")
    return clean(found) if isinstance(found, str) else ""


def _remark(problem: Problem) -> Remark:
    place = problem.place
    where = "" if place is None else report.place(clean(Path(place.file).name), place.line)
    said = snippets.message(problem)  # in which strangers' text is clean, and keeps to itself
    return Remark(report.remark(problem.level), said if len(said) <= LONGEST else said[: LONGEST - 1] + "…", where)
