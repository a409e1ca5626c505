"""The stages of reading a definition, in order.

Enters: a file's name. Leaves: the `Definition` and all problems, sorted as they stand in the file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from scorecard import periods
from scorecard.definition import bands, extends, library
from scorecard.definition.datasets import DatasetReader
from scorecard.definition.document import BROKEN, MOST_BYTES, Document, sound
from scorecard.definition.goals import GoalReader
from scorecard.definition.measures import MeasureReader, derives_from, without_time
from scorecard.definition.notes import NotesReader
from scorecard.definition.schema import check
from scorecard.definition.texts import text_of
from scorecard.definition.tree import TreeReader, used
from scorecard.problems import Place, Problem, fault, finding, note
from scorecard.records.definition import Answers, Band, Calendar, Dataset, Definition, Hierarchy, Measure, Period, Periods, Text
from scorecard.records.formula import PERIOD_NAMES
from scorecard.records.presentation import Brand, Choice

MOST_PROBLEMS = 500  # that are shown
RESERVED_LEVELS = ("measure", "period", "value", "total", *PERIOD_NAMES)


def build(file: str, allow_paths: tuple[Path, ...]) -> tuple[Definition | None, tuple[Problem, ...]]:
    try:
        with Path(file).open("rb") as stream:
            raw = stream.read(MOST_BYTES + 1)
    except OSError as error:
        return None, (fault("definition-unreadable", Place(file), file=file, said=error.strerror or str(error)),)
    whole = extends.read(file, raw, allow_paths)
    document, definition = whole.document, None
    _hide_addresses(document)
    if whole.complete and document.data is not None:
        if isinstance(document.data, dict):
            models = library.stack(document)
        document.problems += check(document)
        if isinstance(document.data, dict):
            definition = _definition(document, file, whole.sha256, allow_paths, models)
        document.problems[:] = extends.retold(whole)
    elif document.complete and isinstance(document.data, dict):
        document.problems += [problem for problem in check(document) if not extends.may_be_mended(problem)]
    order = {name: index for index, name in enumerate(whole.files)}
    problems = sorted(document.problems, key=lambda problem: _standing(problem.place, order))
    if len(problems) > MOST_PROBLEMS:
        more = fault("more-problems", Place(file), count=len(problems) - MOST_PROBLEMS)
        problems[MOST_PROBLEMS:] = [more]
    return definition, tuple(problems)


def _hide_addresses(document: Document) -> None:
    """Where a file or the name of an environment variable should stand may be an address with a password: never show it."""
    for path, spec in _maps(document.data, "datasets"):
        for at, one in [(path, spec), *_maps(spec, "lookups", path)]:
            for key in ("file", "url"):
                text = one.get(key)
                if isinstance(text, str) and ("://" in text or (key == "url" and not text.startswith("env:"))):
                    document.places.hide(*at, key)


def _maps(spec: Any, key: str, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """The maps in the map under a key, as far as there are any."""
    found = spec.get(key) if isinstance(spec, dict) else None
    for id, below in found.items() if isinstance(found, dict) else ():
        if isinstance(below, dict):
            yield (*path, key, id), below


def _standing(place: Place | None, order: dict[str, int]) -> tuple[int, int, int]:
    return (order.get(place.file, len(order)), place.line, place.column) if place else (0, 0, 0)


def _definition(
    document: Document, file: str, sha256: str, allow_paths: tuple[Path, ...], models: Mapping[str, library.Model]
) -> Definition:
    spec: dict[str, Any] = sound(document.data)
    calendar = _calendar(spec.get("calendar", "gregorian"))
    hierarchies = _hierarchies(document, spec)
    compared = _periods(document, spec.get("periods", {}), calendar)
    reader = DatasetReader(document, calendar, allow_paths, models)
    read = {id: reader.read(id, one) for id, one in spec.get("datasets", {}).items()}
    datasets = {id: dataset for id, dataset in read.items() if dataset}
    status = bands.of_scores(document)
    measures, answers = _measures(document, spec, datasets, status, calendar)
    datasets = {id: replace(one, answers=answers[id]) if id in answers else one for id, one in datasets.items()}
    if spec.get("periods", {}).keys() & {"baseline", "target"}:
        document.problems += without_time(measures.values(), document.places)
    levels = tuple(dict.fromkeys(level for hierarchy in hierarchies for level in hierarchy.levels))
    tree = TreeReader(document, measures, spec.get("measures", {}), calendar, levels, NotesReader(document, allow_paths))
    root = tree.read(spec, spec.get("scorecard", "scorecard"))
    compiled = needed(used(root), measures)
    links = tuple(tree.links(spec.get("links", {})))
    reading = GoalReader(document, tree, root, calendar)
    goals, initiatives = reading.goals(spec), reading.initiatives(spec)
    brand = _brand(document, spec, allow_paths)
    if not any(problem.is_fault for problem in document.problems):
        document.problems += library.replaced(document)
        for id in measures.keys() - compiled.keys():
            if document.places.origin("measures", id) is not document.places.source:
                continue  # what is extended may hold more than is wanted here
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
        language=spec.get("language", "en"),
        digits=spec.get("digits", "native"),
        calendar=calendar,
        periods=compared,
        hierarchies=hierarchies,
        members=_members(document, spec.get("members", {}), levels),
        level_titles=_level_titles(document, spec.get("level_titles", {}), (*levels, *(each.name for each in hierarchies))),
        currency=spec.get("currency"),
        links=links,
        goals=goals,
        initiatives=initiatives,
        status=status,
        report=_report(spec),
        brand=brand,
    )


def _brand(document: Document, spec: dict[str, Any], allow_paths: tuple[Path, ...]) -> Brand:
    if "brand" not in spec:
        return Brand()
    from scorecard.definition.brand import brand

    return brand(document, spec["brand"], allow_paths)


def _report(spec: dict[str, Any]) -> Choice:
    written = sound(spec.get("report", {}))
    sections = tuple(name for name in written.get("sections", ()) if name is not BROKEN)
    return Choice(written.get("edition", "full"), sections, written.get("paper", "a4"))


def _calendar(written: Any) -> Calendar:
    """A word, or a map with the financial year."""
    if not isinstance(written, dict):
        return Calendar(written)
    spec = sound(written)
    return Calendar(spec.get("type", "gregorian"), int(spec.get("year_starts", 1)), spec.get("year_named", "start"))


def _hierarchies(document: Document, spec: dict[str, Any]) -> tuple[Hierarchy, ...]:
    """The short form is one hierarchy, called entity."""
    written = spec.get("entities", [])
    named = sound(written) if isinstance(written, dict) else {"entity": written}
    found: dict[tuple[str, ...], Hierarchy] = {}
    for name, columns in named.items():
        levels: list[str] = []
        path = ("entities", name) if isinstance(written, dict) else ("entities",)
        for index, column in enumerate(columns):
            place = document.places.at(*path, str(index))
            if column in levels:
                document.problems.append(fault("level-twice", place, level=column))
            elif column in RESERVED_LEVELS:
                document.problems.append(fault("reserved-name", place, name=column))
            elif column is not BROKEN:
                levels.append(column)
        key = tuple(levels)
        if key in found:
            facts = {"name": name, "other": found[key].name}
            document.problems.append(fault("hierarchy-twice", document.places.key(*path), **facts))
        elif levels:
            found[key] = Hierarchy(name, key)
    return tuple(found.values())


def _level_titles(document: Document, spec: dict[str, Any], known: tuple[str, ...]) -> dict[str, Text]:
    found = {level: text_of(text) for level, text in sound(spec).items()}
    for level in found.keys() - {*known}:
        if "entities" not in document.data or document.data["entities"] is not BROKEN:
            facts = {"level": level, "nearest": document.nearest(level, known), "known": known}
            document.problems.append(fault("unknown-level", document.places.key("level_titles", level), **facts))
    return found


def _members(document: Document, spec: dict[str, Any], levels: tuple[str, ...]) -> dict[str, dict[str, Text]]:
    """Level -> name in the data -> names for people."""
    found: dict[str, dict[str, Text]] = {}
    for level, names in sound(spec).items():
        if level in levels:
            found[level] = {name: text_of(text) for name, text in sound(names).items()}
        elif "entities" not in document.data or document.data["entities"] is not BROKEN:
            facts = {"level": level, "nearest": document.nearest(level, levels), "known": levels}
            document.problems.append(fault("unknown-level", document.places.key("members", level), **facts))
    return found


def _periods(document: Document, spec: dict[str, Any], calendar: Calendar) -> Periods:
    found: dict[str, Period] = {}
    for key in ("baseline", "target"):
        if spec.get(key, BROKEN) is not BROKEN:
            text = document.text("periods", key)
            try:
                found[key] = periods.parse(text, calendar)
            except ValueError as error:
                place = document.places.at("periods", key)
                document.problems.append(fault("bad-period", place, text=text, said=error.args[0]))
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


def _measures(
    document: Document, spec: dict[str, Any], datasets: dict[str, Dataset], status: tuple[Band, ...], calendar: Calendar
) -> tuple[dict[str, Measure], dict[str, dict[str, Answers]]]:
    """All that could be read, and by dataset how the items of surveys are read."""
    written = spec.get("measures", {})
    reader = MeasureReader(document, datasets, spec.get("datasets", {}), status, calendar)
    found = {id: reader.read(id, one) for id, one in written.items()}
    measures = {id: measure for id, measure in found.items() if measure}
    reader.references(written)
    return reader.sampled(measures), reader.answers


def needed(wanted: Iterable[str], measures: Mapping[str, Measure]) -> dict[str, Measure]:
    """The measures wanted and all that they derive from, in the order of the definition."""
    found: set[str] = set()
    following = [id for id in wanted if id in measures]
    while following:
        id = following.pop()
        if id not in found:
            found.add(id)
            following += [other for other in derives_from(measures[id]) if other in measures]
    return {id: measure for id, measure in measures.items() if id in found}
