"""The `datasets:` of a definition -> `Dataset` records.

Enters: a `Document` held to the schema. Leaves: the datasets that could be read, and problems. Files are named here, not
opened; they must lie below the opened definition's folder, or below one that the caller allows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from scorecard.definition import paths
from scorecard.definition.days import day
from scorecard.definition.document import BROKEN, Document, sound
from scorecard.definition.formulas import condition
from scorecard.definition.library import Model
from scorecard.problems import fault
from scorecard.records.definition import Calendar, Dataset, Lookup
from scorecard.records.formula import PERIOD_NAMES, RowExpression

ENTERED = "entered"  # the dataset that holds typed-in values
PERIOD = "{period}"  # in a heading of its file: the period's id
DATABASES, WORKBOOKS = (".sqlite", ".sqlite3", ".db"), (".xlsx",)
PLAIN = (".csv", ".gz", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".parquet")  # one table, without a name


class DatasetReader:
    """Reads the datasets of one document; problems gather there. `models`: of those that are standard datasets."""

    def __init__(self, document: Document, calendar: Calendar, allowed: tuple[Path, ...], models: Mapping[str, Model]):
        self.document = document
        self.models = models
        self.places = document.places
        self.problems = document.problems
        self.calendar = calendar
        self.allowed = paths.allowed(document, allowed)

    def read(self, id: str, spec: Any) -> Dataset | None:
        """None where the file is not known; other parts that could not be read are left out."""
        path = ("datasets", id)
        if spec is BROKEN:
            return None
        spec = {key: value for key, value in spec.items() if value is not BROKEN}
        file = self._path(spec.get("file"), (*path, "file"))
        self._table(spec, path)
        columns = self._columns(sound(spec.get("columns", {})), (*path, "columns"))
        lookups = {key: self._lookup(key, one, (*path, "lookups", key)) for key, one in spec.get("lookups", {}).items()}
        found = {key: one for key, one in lookups.items() if one is not None}
        added = {name for lookup in found.values() for name in lookup.columns}
        columns = {name: given for name, given in columns.items() if name not in added or not self._ships(*path, "columns", name)}
        self._names(columns, found, path)
        self._headings(id, columns, path)
        valid = spec.get("valid", ())
        if file is None and "url" not in spec:
            return None
        return Dataset(
            id=id,
            file=spec.get("url") or spec["file"],
            path=file,
            sheet=spec.get("sheet"),
            table=spec.get("table"),
            columns=columns,
            values={name: self._values(texts, (*path, "values", name)) for name, texts in sound(spec.get("values", {})).items()},
            blank={name: self._texts(texts, (*path, "blank", name)) for name, texts in sound(spec.get("blank", {})).items()},
            dates=sound(spec.get("dates", {})),
            durations=tuple(name for name in spec.get("durations", ()) if name is not BROKEN),
            lookups=found,
            where=self._condition(spec, (*path, "where")),
            only_where=self._only_where(sound(spec.get("only_where", {})), (*path, "only_where")),
            time=spec.get("time"),
            valid=(valid[0], valid[1]) if valid and BROKEN not in valid else None,
            covers=self._covers(spec.get("covers"), (*path, "covers")),
            inherit=spec.get("inherit", False),
            respondent=spec.get("respondent"),
            sampled=spec.get("sampled"),
            optional=frozenset(name for name in columns if self._ships(*path, "columns", name)),
            assumed=frozenset(self._assumed(spec, path)),
            types=self.models[id].types if id in self.models else {},
            words=self.models[id].words if id in self.models else {},
            layout=spec.get("layout", "plain"),
        )

    def _ships(self, *path: str) -> bool:
        return self.places.origin(*path).shipped

    def _assumed(self, spec: dict[str, Any], path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        """The settings that the author did not write, but a preset or the standard dataset of this name."""
        for key in ("time", "valid", "respondent", "durations"):
            if key in spec and self._ships(*path, key):
                yield (key,)
        for key in ("values", "blank", "dates", "only_where"):
            for column in spec.get(key, {}):
                if self._ships(*path, key, column):
                    yield key, column

    def _table(self, spec: dict[str, Any], path: tuple[str, ...]) -> None:
        """`table` belongs to databases, `sheet` to workbooks."""
        file, is_url = spec.get("file", ""), "url" in spec
        ending = "" if file is BROKEN else Path(file).suffix.lower()
        if "table" in spec and not is_url and ending in PLAIN + WORKBOOKS:
            self.problems.append(fault("table-of-no-database", self.places.at(*path, "table"), file=file, databases=DATABASES))
        if "sheet" in spec and (is_url or ending in PLAIN + DATABASES):
            facts = {"file": spec["url"] if is_url else file, "table": "table" if is_url or ending in DATABASES else None}
            self.problems.append(fault("sheet-of-no-workbook", self.places.at(*path, "sheet"), **facts))

    def _columns(self, spec: dict[str, Any], path: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        """Name -> the headings under which it may stand."""
        found = {name: tuple(one for one in ([given] if isinstance(given, str) else given) if one is not BROKEN)
                 for name, given in spec.items()}  # fmt: skip
        return {name: headings for name, headings in found.items() if headings}

    def _headings(self, id: str, columns: dict[str, tuple[str, ...]], path: tuple[str, ...]) -> None:
        """Only typed-in values have headings with a period in them."""
        for name, heading in ((name, each) for name, headings in columns.items() for each in headings):
            if PERIOD in heading and (id != ENTERED or heading.count(PERIOD) > 1):
                code = "period-in-heading" if id != ENTERED else "period-twice"
                self.problems.append(fault(code, self.places.at(*path, "columns", name), heading=heading))

    def _path(self, file: str | None, where: tuple[str, ...]) -> Path | None:
        """The file's path; None (and a fault) when it leads out of the folders that may be read."""
        if file is None:
            return None
        if "://" in file:
            self.problems.append(fault("url-in-definition", self.places.at(*where)))
            return None
        return paths.inside(self.document, file, where, self.allowed)

    def _lookup(self, id: str, spec: Any, path: tuple[str, ...]) -> Lookup | None:
        if spec is BROKEN:
            return None
        file = self._path(spec["file"] if spec["file"] is not BROKEN else None, (*path, "file"))
        if file is None or spec["key"] is BROKEN or spec["columns"] is BROKEN:
            return None
        self._table(spec, path)
        columns = tuple(name for name in spec["columns"] if name is not BROKEN)
        sheet = spec.get("sheet")
        return Lookup(id, spec["file"], file, None if sheet is BROKEN else sheet, sound(spec["key"]), columns)

    def _names(self, columns: dict[str, tuple[str, ...]], lookups: dict[str, Lookup], path: tuple[str, ...]) -> None:
        """Every column comes from one place, and none is called like a name that formulas have already."""
        origins: dict[str, str] = dict.fromkeys(columns, "columns")
        named = [(name, self.places.key(*path, "columns", name)) for name in columns]
        for lookup in lookups.values():
            for index, name in enumerate(lookup.columns):
                place = self.places.at(*path, "lookups", lookup.id, "columns", str(index))
                named.append((name, place))
                if name in origins:
                    self.problems.append(fault("column-twice", place, column=name, origin=origins[name]))
                origins[name] = lookup.id
        for name, place in named:
            if name in PERIOD_NAMES:
                self.problems.append(fault("reserved-name", place, name=name))

    def _only_where(self, spec: dict[str, Any], path: tuple[str, ...]) -> dict[str, RowExpression]:
        found = {column: self._condition(spec, (*path, column)) for column in spec}
        return {column: one for column, one in found.items() if one is not None}

    def _condition(self, spec: dict[str, Any], path: tuple[str, ...]) -> RowExpression | None:
        """A condition on rows as they are read, before there is a period."""
        found = condition(self.document, spec, path)
        names = tuple(name for name in PERIOD_NAMES if found and f'"@{name}"' in found.sql)
        if names:
            self.problems.append(fault("period-in-dataset", self.places.at(*path), names=names))
        return None if names else found

    def _texts(self, spec: list[Any], path: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self.document.text(*path, str(index)) for index, one in enumerate(spec) if one is not BROKEN)

    def _values(self, spec: dict[str, Any], path: tuple[str, ...]) -> dict[str, str]:
        """{won: [a, b]} -> {a: won, b: won}: by the file's texts."""
        by_text: dict[str, str] = {}
        for value, texts in sound(spec).items():
            for index, text in enumerate(self._texts(texts, (*path, value))):
                if text in by_text:
                    place = self.places.at(*path, value, str(index))
                    self.problems.append(fault("text-mapped-twice", place, text=text, first=by_text[text], second=value))
                by_text.setdefault(text, value)
        return by_text

    def _covers(self, spec: list[Any] | None, path: tuple[str, ...]) -> tuple[date, date] | None:
        """First day and the day after the last."""
        written = {str(index): text for index, text in enumerate(spec or ()) if text is not BROKEN}
        days = [found for index in written if (found := day(self.document, self.calendar, written, *path, index))]
        if len(days) < 2:
            return None
        if days[1] < days[0]:
            self.problems.append(fault("covers-reversed", self.places.at(*path, "1")))
            return None
        return days[0], days[1] + timedelta(days=1)
