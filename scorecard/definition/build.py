"""The stages of reading a definition, in order.

Enters: a file's name. Leaves: the `Definition` and all problems, sorted as they stand in the file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from scorecard import periods
from scorecard.definition.datasets import DatasetReader
from scorecard.definition.document import BROKEN, MOST_BYTES, Document, sound
from scorecard.definition.measures import MeasureReader, derives_from, without_time
from scorecard.definition.schema import check
from scorecard.definition.tree import STATUS, TreeReader, used
from scorecard.problems import Place, Problem, fault, finding, note
from scorecard.records.definition import Calendar, Dataset, Definition, Hierarchy, Measure, Period, Periods

MOST_PROBLEMS = 500
_COLUMNS_OF_ENTERED = ("measure", "period", "value")


def build(file: str, allow_paths: tuple[Path, ...]) -> tuple[Definition | None, tuple[Problem, ...]]:
    try:
        with Path(file).open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as error:
        return None, (fault("definition-unreadable", Place(file), file=file, said=error.strerror or str(error)),)
    document = Document(file, raw)
    definition = None
    if document.complete and document.data is not None:
        document.problems += check(document)
        if isinstance(document.data, dict):
            definition = _definition(document, file, hashlib.sha256(raw).hexdigest(), allow_paths)
    problems = sorted(
        document.problems, key=lambda problem: (problem.place.line, problem.place.column) if problem.place else (0, 0)
    )
    if len(problems) > MOST_PROBLEMS:
        more = fault("more-problems", Place(file), count=len(problems) - MOST_PROBLEMS)
        problems[MOST_PROBLEMS:] = [more]
    return definition, tuple(problems)


def _definition(document: Document, file: str, sha256: str, allow_paths: tuple[Path, ...]) -> Definition:
    spec: dict[str, Any] = sound(document.data)
    calendar = _calendar(spec.get("calendar", "gregorian"))
    hierarchies = _hierarchies(document, spec)
    compared = _periods(document, spec.get("periods", {}), calendar)
    datasets = _datasets(document, spec, calendar, allow_paths)
    measures = _measures(document, spec, datasets)
    if spec.get("periods", {}).keys() & {"baseline", "target"}:
        document.problems += without_time(measures.values(), document.places)
    tree = TreeReader(document, measures, spec.get("measures", {}))
    root = tree.read(spec, spec.get("scorecard", "scorecard"))
    compiled = _compiled(used(root), measures)
    links, bands = tuple(tree.links(spec.get("links", {}))), tree.bands(spec.get("status", STATUS))
    if not any(problem.is_fault for problem in document.problems):
        for id in measures.keys() - compiled.keys():
            document.problems.append(note("unused-measure", document.places.key("measures", id), measure=id))
    return Definition(
        id=spec.get("scorecard", Path(file).stem),
        title=root.title,
        file=file,
        sha256=sha256,
        places=document.places,
        root=root,
        measures=compiled,
        datasets=datasets,
        calendar=calendar,
        periods=compared,
        hierarchies=hierarchies,
        currency=spec.get("currency"),
        links=links,
        status=bands,
    )


def _calendar(written: Any) -> Calendar:
    if not isinstance(written, dict):
        return Calendar(written)
    spec = sound(written)
    return Calendar(spec.get("type", "gregorian"), spec.get("year_starts", 1), spec.get("year_named", "start"))


def _calendar(spec: str | dict[str, Any]) -> Calendar:
    """A word, or a map with the financial year."""
    return Calendar(spec) if isinstance(spec, str) else Calendar(**sound(spec))  # type: ignore[arg-type]  # the schema names them


def _hierarchies(document: Document, spec: dict[str, Any]) -> tuple[Hierarchy, ...]:
    """The short form is one hierarchy, called entity."""
    written = spec.get("entities", [])
    named = sound(written) if isinstance(written, dict) else {"entity": written}
    found = []
    for name, columns in named.items():
        levels: list[str] = []
        for index, column in enumerate(columns):
            place = document.places.at("entities", *((name,) if isinstance(written, dict) else ()), str(index))
            if column in levels:
                document.problems.append(fault("level-twice", place, level=column))
            elif column in _COLUMNS_OF_ENTERED:
                document.problems.append(fault("reserved-name", place, name=column))
            elif column is not BROKEN:
                levels.append(column)
        if levels:
            found.append(Hierarchy(name, tuple(levels)))
    return tuple(found)


def _periods(document: Document, spec: dict[str, Any], calendar: Calendar) -> Periods:
    found: dict[str, Period] = {}
    for key in ("baseline", "target"):
        if key in spec and spec[key] is not BROKEN:
            text = document.text("periods", key)
            try:
                found[key] = periods.parse(text, calendar)
            except ValueError as error:
                place = document.places.at("periods", key)
                document.problems.append(fault("bad-period", place, text=text, said=str(error)))
    baseline, target = found.get("baseline"), found.get("target")
    if baseline and target:
        facts = {"baseline": baseline.id, "target": target.id}
        place = document.places.at("periods", "baseline")
        if baseline.kind != target.kind:
            facts |= {"baseline_kind": baseline.kind, "target_kind": target.kind}
            document.problems.append(finding("period-kinds-differ", place, **facts))
        if baseline.start >= target.start:
            document.problems.append(finding("baseline-not-before-target", place, **facts))
    history = spec.get("history", 0)
    return Periods(baseline, target, 0 if history is BROKEN else int(history))


def _datasets(document: Document, spec: dict[str, Any], calendar: Calendar, allow_paths: tuple[Path, ...]) -> dict[str, Dataset]:
    reader = DatasetReader(document, calendar, allow_paths)
    found = {id: reader.read(id, one) for id, one in spec.get("datasets", {}).items()}
    return {id: dataset for id, dataset in found.items() if dataset}


def _measures(document: Document, spec: dict[str, Any], datasets: dict[str, Dataset]) -> dict[str, Measure]:
    written = spec.get("measures", {})
    reader = MeasureReader(document, datasets, spec.get("datasets", {}))
    found = {id: reader.read(id, one) for id, one in written.items()}
    measures = {id: measure for id, measure in found.items() if measure}
    reader.references(written)
    return measures


def _compiled(wanted: Iterable[str], measures: dict[str, Measure]) -> dict[str, Measure]:
    """The measures wanted and all that they derive from, in the order of the definition."""
    needed: set[str] = set()
    following = [id for id in wanted if id in measures]
    while following:
        id = following.pop()
        if id not in needed:
            needed.add(id)
            following += [other for other in derives_from(measures[id]) if other in measures]
    return {id: measure for id, measure in measures.items() if id in needed}
