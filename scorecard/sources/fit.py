"""Does the definition fit its files? Headers are read, lookups whole; no data are converted.

Enters: a Definition. Leaves: faults, all at once, each where the name stands in the definition.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from scorecard.problems import Place, Problem, fault, nearest
from scorecard.records.definition import Dataset, Definition, Entered, Lookup
from scorecard.sources.columns import ENTERED, PERIOD, Origin, Use, by_period, find_header, folds_letters, level_use, uses
from scorecard.sources.convert import forms, strptime
from scorecard.sources.files import Layout, layout, rows, whole
from scorecard.sources.unreadable import Unreadable
from scorecard.spelling import fold


@dataclass
class Headers:
    """What a dataset's files hold: where each name of the definition is found."""

    dataset: Dataset
    file: Layout
    lookups: dict[str, Layout]

    def find(self, name: str) -> list[Origin]:
        """Where a column stands: if mapped, in the file; else in a lookup; else under its own name. Several places: unclear."""
        for heading in self.dataset.columns.get(name, ()):
            if found := find_header(heading, self.file.headers):
                return [Origin(index) for index in found]
        if self.maps(name):
            return []
        for lookup in self.dataset.lookups.values():
            if name in lookup.columns and lookup.id in self.lookups:
                return [Origin(index, lookup.id) for index in find_header(name, self.lookups[lookup.id].headers)]
        return [Origin(index) for index in find_header(name, self.file.headers)]

    def maps(self, name: str) -> bool:
        """Whether `columns` says where it stands. A preset's mapping that does not fit the file is none."""
        headings = self.dataset.columns.get(name, ())
        return bool(headings) and (
            name not in self.dataset.optional or any(find_header(each, self.file.headers) for each in headings)
        )

    def names(self) -> tuple[str, ...]:
        """Everything that may be named: mapped names, lookups' columns, headers that nothing renames."""
        renamed = {heading for headings in self.dataset.columns.values() for heading in headings}
        mapped = [name for name in self.dataset.columns if self.maps(name)]
        given = [*mapped, *(column for lookup in self.dataset.lookups.values() for column in lookup.columns)]
        return tuple(dict.fromkeys([*given, *(header for header in self.file.headers if header and header not in renamed)]))


def check(definition: Definition) -> list[Problem]:
    """Every fault of the definition's fit to its files. Nothing is raised: a file that cannot be read is one more fault."""
    problems: list[Problem] = []
    known: dict[str, Headers] = {}
    for dataset in definition.datasets.values():
        headers = _open(definition, dataset, problems)
        if headers:
            known[dataset.id] = headers
            problems += _columns(definition, headers)
            for lookup in dataset.lookups.values():
                if lookup.id in headers.lookups:
                    problems += _lookup(definition, dataset, lookup, headers.lookups[lookup.id])
    if len(known) == len(definition.datasets):
        problems += _levels(definition, known)
    if ENTERED in known and any(isinstance(measure.how, Entered) for measure in definition.measures.values()):
        headers = known[ENTERED]
        if headers.find("value") and not headers.find("measure"):
            place = definition.places.key("datasets", ENTERED)
            problems.append(fault("entered-without-measure", place, file=headers.dataset.file, found=headers.names()))
    return problems


def open_headers(definition: Definition, dataset: Dataset) -> Headers:
    """The layouts of a dataset's files. Raises Unreadable, FileNotFoundError."""
    lookups = {lookup.id: layout_of(definition, lookup) for lookup in dataset.lookups.values()}
    return Headers(dataset, layout_of(definition, dataset), lookups)


def layout_of(definition: Definition, source: Dataset | Lookup) -> Layout:
    """Raises Unreadable, FileNotFoundError. Where an environment variable tells the address, nothing of it is told again."""
    if source.path is not None:
        if isinstance(source, Lookup):
            return layout(source.path, source.sheet)
        return layout(source.path, source.sheet, source.table, headings=source.layout)
    variable = source.file.removeprefix("env:")
    address = os.environ.get(variable)
    if not address:
        raise Unreadable("url-unset", variable=variable)
    if not address.startswith("sqlite:///"):
        raise Unreadable("url-unknown", variable=variable)
    try:
        path = (Path(definition.file).parent / address.removeprefix("sqlite:///")).resolve()
        return layout(path, table=source.table if isinstance(source, Dataset) else None, kind="sqlite")
    except (OSError, RuntimeError):  # no such file; a name that the system cannot hold; links in a circle
        raise Unreadable("url-nowhere", variable=variable) from None
    except Unreadable as error:
        if error.code in ("file-not-its-kind", "file-unreadable"):
            raise Unreadable("url-nowhere", variable=variable) from None
        raise


def unreadable(error: Unreadable | OSError | csv.Error, place: Place, file: str) -> Problem:
    """The fault of a file that stopped being readable half way."""
    if isinstance(error, Unreadable):
        return fault(error.code, place, **{"file": file, **error.facts})
    if isinstance(error, FileNotFoundError):
        return fault("file-missing", place, file=file, nearest=())
    if isinstance(error, csv.Error):
        return fault("line-too-long", place, file=file)
    return fault("file-unreadable", place, file=file, reason=error.strerror or "an error of the disk")


def key_of(source: Dataset | Lookup, problem: str = "") -> str:
    """The setting that a problem of a file is about."""
    if problem in ("sheet-unknown", "sheet-without-workbook", "table-unknown", "table-without-database"):
        return problem.partition("-")[0]
    return "url" if source.path is None else "file"


def _open(definition: Definition, dataset: Dataset, problems: list[Problem]) -> Headers | None:
    lookups = {}
    for lookup in dataset.lookups.values():
        found = _layout(definition, lookup, ("datasets", dataset.id, "lookups", lookup.id), problems)
        if found:
            lookups[lookup.id] = found
    file = _layout(definition, dataset, ("datasets", dataset.id), problems)
    return Headers(dataset, file, lookups) if file else None


def _layout(definition: Definition, source: Dataset | Lookup, keys: tuple[str, ...], problems: list[Problem]) -> Layout | None:
    try:
        return layout_of(definition, source)
    except FileNotFoundError:
        folder = source.path.parent if source.path else Path()
        beside = [each.name for each in islice(folder.iterdir(), 1000)] if folder.is_dir() else []
        near = nearest(source.path.name, beside) if source.path else ()
        problems.append(fault("file-missing", definition.places.at(*keys, "file"), file=source.file, nearest=near))
    except Unreadable as error:
        place = definition.places.at(*keys, key_of(source, error.code))
        problems.append(fault(error.code, place, **{"file": source.file, **error.facts}))
    return None


def _columns(definition: Definition, headers: Headers) -> Iterator[Problem]:
    dataset, named = headers.dataset, uses(definition, headers.dataset)
    here = ("datasets", dataset.id)
    for name, headings in dataset.columns.items():
        header = next((heading for heading in headings if find_header(heading, headers.file.headers)), headings[0])
        if not headers.maps(name):
            continue
        if dataset.id == ENTERED and PERIOD in header:
            if not by_period(header, headers.file.headers, definition.calendar)[0]:
                place, found = definition.places.at(*here, "columns", name), _few(headers.names())
                yield fault("entered-periods-nowhere", place, column=name, header=header, file=dataset.file, found=found)
            continue
        yield from _one(headers, Use(name), definition.places.at(*here, "columns", name), header)
    for use in named.values():
        if not headers.maps(use.name):
            yield from (problem for mention in _once(use) for problem in _one(headers, use, mention, use.name))
        if pair := use.contradiction():
            yield fault(
                "column-types-differ",
                pair[1].place,
                column=use.name,
                type=pair[1].type,
                other=pair[0].type,
                where=_where(pair[0].place),
            )
    for column, form in dataset.dates.items():
        for each in (each for each in forms(form) if each not in ("iso", "jalali", "hijri")):
            try:
                strptime(each)
            except ValueError as error:
                yield fault("date-pattern-unknown", definition.places.at(*here, "dates", column), pattern=each, part=str(error))
    seen: dict[str, str] = dict.fromkeys(filter(headers.maps, dataset.columns), "columns")
    for lookup in dataset.lookups.values():
        for index, column in enumerate(lookup.columns):
            place = definition.places.at(*here, "lookups", lookup.id, "columns", str(index))
            if column in seen:
                yield fault("column-given-twice", place, column=column, dataset=dataset.id, other=seen[column])
            elif lookup.id in headers.lookups:
                seen[column] = lookup.id
                yield from _header(headers.lookups[lookup.id].headers, column, place, lookup.file)


def _one(headers: Headers, use: Use, place: Place, header: str) -> Iterator[Problem]:
    """Faults of a column that should stand somewhere: it does not, or twice."""
    dataset = headers.dataset
    if not headers.maps(use.name) and any(use.name in lookup.columns for lookup in dataset.lookups.values()):
        return  # a lookup's list says where it is; it is checked there
    known = headers.file.headers if headers.maps(use.name) else headers.names()
    yield from _header(headers.file.headers, header, place, dataset.file, known)


def _header(
    found: tuple[str, ...], header: str, place: Place, file: str, known: tuple[str, ...] | None = None
) -> Iterator[Problem]:
    places = find_header(header, found)
    if not places:
        names = tuple(dict.fromkeys(name for name in (known or found) if name))
        yield fault("column-missing", place, column=header, file=file, nearest=nearest(header, names), found=_few(names))
    elif len(places) > 1:
        yield fault("column-ambiguous", place, column=header, file=file, count=len(places))


def _lookup(definition: Definition, dataset: Dataset, lookup: Lookup, file: Layout) -> Iterator[Problem]:
    """Its key columns are there and tell its rows apart. Rows with a blank in the key match nothing and are left alone."""
    here = ("datasets", dataset.id, "lookups", lookup.id)
    missing = [
        problem
        for column, header in lookup.key.items()
        for problem in _header(file.headers, header, definition.places.at(*here, "key", column), lookup.file)
    ]
    yield from missing
    if missing:
        return
    letters = folds_letters(definition)
    columns = [find_header(header, file.headers)[0] for header in lookup.key.values()]
    seen: dict[tuple[str, ...], int] = {}
    try:
        for _, row in rows(file):
            if not whole(row, file):
                continue
            key = tuple(fold(row[index], letters) if index < len(row) else "" for index in columns)
            if all(key):
                seen[key] = seen.get(key, 0) + 1
    except (Unreadable, OSError, csv.Error) as error:
        yield unreadable(error, definition.places.at(*here, "file"), lookup.file)
    twice = [" · ".join(key) for key, count in seen.items() if count > 1]
    if twice:
        yield fault(
            "lookup-key-not-unique", definition.places.at(*here, "key"),
            lookup=lookup.id, file=lookup.file, key=tuple(lookup.key.values()), count=len(twice), examples=tuple(twice[:5]),
        )  # fmt: skip


def _levels(definition: Definition, known: dict[str, Headers]) -> Iterator[Problem]:
    """A level may be missing from some datasets, not from all."""
    for level in definition.levels:
        holders = [headers for headers in known.values() if headers.find(level)]
        place = _level_place(definition, level)
        if known and not holders:
            names = tuple(dict.fromkeys(name for headers in known.values() for name in headers.names()))
            yield fault("level-nowhere", place, level=level, nearest=nearest(level, names), found=_few(names))
        for headers in holders:
            origins = headers.find(level)
            if len(origins) > 1:
                yield fault("column-ambiguous", place, column=level, file=headers.dataset.file, count=len(origins))
            use = uses(definition, headers.dataset).get(level)
            if use and use.type != "any" and (pair := level_use(definition, level, use).contradiction()):
                at = pair[0].place
                yield fault("column-types-differ", at, column=level, type=pair[0].type, other="text", where=_where(pair[1].place))


def _level_place(definition: Definition, level: str) -> Place:
    """In its hierarchy; the short form of `entities` is a list without a name."""
    hierarchy = next(each for each in definition.hierarchies if level in each.levels)
    place = definition.places.at("entities", hierarchy.name, str(hierarchy.levels.index(level)))
    return place if hierarchy.name in place.path else definition.places.at("entities", str(hierarchy.levels.index(level)))


def _once(use: Use) -> list[Place]:
    """Its places, each told once."""
    return list(dict.fromkeys(mention.place for mention in use.mentions))


def _where(place: Place) -> str:
    return f"{place.file}:{place.line}:{place.column}"


def _few(names: tuple[str, ...], limit: int = 40) -> tuple[str, ...]:
    return names if len(names) <= limit else (*names[:limit], "…")
