"""A report for every unit of a level, all from one evaluation, and the page that leads to them.

Enters: an Evaluation, a level, formats and a folder. Leaves: files; what is there already and says the same stays as it is.
Each report goes to the disk as soon as it is made, together with the record of it: nothing piles up, and a run that was
interrupted goes on where it stopped.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scorecard import files
from scorecard.records.evaluation import Evaluation
from scorecard.report import crew, done, filenames
from scorecard.report.index import index
from scorecard.report.overrides import Templates
from scorecard.report.unit import Unit, units

INDEX = "index"
PROCESSES = 2


@dataclass(frozen=True, slots=True)
class Reports:
    """What was written."""

    index: Path
    paths: tuple[Path, ...]  # of the reports, in the units' order, each in all its formats
    made: int  # reports that were made
    kept: int  # reports that were there already
    unassigned: bool  # whether there are rows that belong to no unit, and so to no report


Told = Callable[[int, int], None]
"""Is told how many reports are done, and how many there are."""


def write(
    evaluation: Evaluation,
    level: str,
    formats: tuple[str, ...],
    folder: Path,
    dated: date | None,
    templates: Templates | None,
    *,
    fresh: bool,
    processes: int | None,
    told: Told,
) -> Reports:
    """Into a folder of the level's own below `folder`, as units of two levels may share a name. ValueError for a level that no
    hierarchy has, LookupError where the data hold no unit of it."""
    found, unassigned = units(evaluation, level)
    if not found:
        raise LookupError(level)
    folder = folder / filenames.safe(level)
    stems = filenames.stems((unit.name for unit in found), taken=(INDEX,))
    setting = done.setting(evaluation.version, templates)
    before = {} if fresh else done.read(folder)
    kept = {stem: before[stem] for stem in stems if stem in before}
    lines = {stem: done.line(stem, made) for stem, made in kept.items()}
    order = crew.Order(evaluation, formats, dated, setting, templates)
    count = min(len(found), processes or PROCESSES, processes or _cpus())
    told(0, len(found))
    made = 0
    for finished, answer in enumerate(crew.answers(order, _jobs(found, stems, kept, folder, formats), count), start=1):
        stem = stems[answer.number]
        if answer.files:
            made += 1
            contents = dict(zip(formats, answer.files, strict=True))
            digests = {format: done.digest(content) for format, content in contents.items()}
            earlier = kept.get(stem)
            others = earlier.files if earlier and earlier.content == answer.content else {}
            lines[stem] = done.line(stem, done.Made(answer.content, {**others, **digests}))
            reports = [(folder / f"{stem}.{format}", content) for format, content in contents.items()]
            files.write_all([*reports, (folder / done.RECORD, "".join(lines.values()).encode())])
        told(finished, len(found))
    page = index(evaluation, level, found, stems, formats, unassigned)
    record = "".join(lines[stem] for stem in stems)
    target = folder / f"{INDEX}.html"
    files.write_all([(folder / done.RECORD, record.encode()), (target, page.encode())])
    paths = tuple(folder / f"{stem}.{format}" for stem in stems for format in formats)
    return Reports(target, paths, made, len(found) - made, unassigned)


def _jobs(
    found: list[Unit], stems: tuple[str, ...], kept: dict[str, done.Made], folder: Path, formats: tuple[str, ...]
) -> Iterator[crew.Job]:
    for number, (unit, stem) in enumerate(zip(found, stems, strict=True)):
        earlier = kept.get(stem)
        known = earlier.content if earlier and earlier.holds(folder, stem, formats) else ""
        yield crew.Job(number, unit, known)


def _cpus() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
