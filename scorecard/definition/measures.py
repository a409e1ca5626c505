"""The `measures:` of a definition -> `Measure` records.

Enters: a `Document` held to the schema, and the datasets. Leaves: the measures that could be read, and problems: formulas,
datasets and measures that are not there, windows that lack their columns, measures that go round in circles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from scorecard.definition import bands, library
from scorecard.definition.days import day
from scorecard.definition.document import BROKEN, Document, sound
from scorecard.definition.formulas import collect, condition, places
from scorecard.definition.surveys import LEAST, UNITS, SurveyReader, both
from scorecard.definition.texts import text_of, title_of
from scorecard.problems import Place, Problem, fault
from scorecard.records.definition import (
    Absent,
    Answers,
    Band,
    Calendar,
    Dataset,
    Derived,
    Entered,
    FromRows,
    Measure,
    Per,
    Places,
    Survey,
    Window,
)
from scorecard.records.formula import (
    PERIOD_NAMES,
    ColumnType,
    Formula,
    MeasureTerm,
    Mention,
    RowExpression,
    Sampling,
    leaves,
    together,
)
from scorecard.survey import compiled, guards

MOST_KNOWN = 20  # datasets that are listed where one is not there
ENTERED = "entered"  # the dataset that holds typed-in values
PERCEPTION = "perception"  # the value of the tag `success` by which a typed-in measure is a rating by people
TIMELESS = ("open_at_start", "open_at_end", "all")  # windows that need no date column


class MeasureReader:
    """Reads the measures of one document; problems gather there.

    `datasets`: those that could be read; `known`: all as they are written;
    `status`: the scorecard's own bands, ascending."""

    def __init__(
        self,
        document: Document,
        datasets: Mapping[str, Dataset],
        known: Mapping[str, Any],
        status: tuple[Band, ...],
        calendar: Calendar,
    ):
        self.document = document
        self.places = document.places
        self.datasets = datasets
        self.known = known
        self.names = tuple(band.id for band in status)
        self.calendar = calendar
        self.derived: dict[str, Formula] = {}  # also of measures of which something else could not be read
        self.answers: dict[str, dict[str, Answers]] = {}  # dataset -> item of a survey -> how its cells are read
        self.populations: dict[str, str] = {}  # measure -> the one that tells how many there are in all

    def read(self, id: str, spec: Any) -> Measure | None:
        """None where a part without which there is no value could not be read; that has been said."""
        if spec is BROKEN:
            return None
        path = ("measures", id)
        lost = {key for key, value in spec.items() if value is BROKEN}
        spec = sound(spec)
        shipped = self.places.origin(*path).shipped
        how = self._how(spec, lost, path)
        usual = not shipped or set(spec.get("status", ())) <= set(self.names)  # else the scorecard has bands of its own names
        status = bands.of_values(self.document, spec, self.names, (*path, "status")) if "status" in spec and usual else ()
        if how is None or "better" in lost:
            return None
        description, decimals = spec.get("description"), spec.get("decimals")
        tags = {kind: self.document.text(*path, "tags", kind) for kind in sound(spec.get("tags", {}))}
        return Measure(
            id,
            title_of(spec, id),
            spec["better"],
            spec.get(
                "unit",
                UNITS.get(how.survey.method, "number")
                if isinstance(how, FromRows) and how.survey
                else "percent"
                if "share" in spec
                else "number",
            ),
            how,
            None if description is None else text_of(description),
            tags,
            None if decimals is None else int(decimals),
            status,
            shipped,
            "survey" in spec or ("entered" in spec and tags.get("success") == PERCEPTION),
            owner=text_of(spec["owner"]) if "owner" in spec else None,
            review_by=day(self.document, self.calendar, spec, *path, "review_by"),
        )

    def _how(self, spec: dict[str, Any], lost: set[str], path: tuple[str, ...]) -> FromRows | Derived | Entered | Absent | None:
        if "entered" in spec:
            if "dataset" in spec:
                self._fault("entered-with-dataset", path, "dataset")
            if ENTERED not in self.known and not self.places.origin(*path).shipped:
                self._fault("no-entered-dataset", path, "entered")
            return Entered()
        if "dataset" in spec:
            return self._from_rows(spec, lost, path)
        if "formula" not in spec or "dataset" in lost:
            return None
        from scorecard.formula import over_measures

        at = (*path, "formula")
        formula = collect(self.document, lambda: over_measures(spec["formula"], places(self.document, at)))
        if formula is None:
            return None
        self.derived[path[-1]] = formula
        return Derived(formula)

    def _from_rows(self, spec: dict[str, Any], lost: set[str], path: tuple[str, ...]) -> FromRows | Absent | None:
        if spec["dataset"] not in self.known and self.places.origin(*path).shipped:
            return Absent(spec["dataset"])
        dataset = self.datasets.get(spec["dataset"])
        survey, sampling = None, None
        if "survey" in spec:
            per, (formula, survey, sampling) = None, self._survey(spec, path)
        else:
            per, formula = self._formula(spec, path)
        if spec["dataset"] not in self.known:
            facts = {
                "dataset": spec["dataset"],
                "nearest": self.document.nearest(spec["dataset"], self.known)[:1],
                "known": tuple(islice(self.known, MOST_KNOWN)),
            }
            self._fault("unknown-dataset", path, "dataset", **facts)
        elif spec["dataset"] == ENTERED:
            self._fault("entered-holds-no-rows", path, "dataset")
        window, last = _window(spec.get("rows", "during"))
        if (
            dataset is None
            or formula is None
            or last is None
            or lost & {"share", "of", "formula", "survey", "where", "rows", "time", "per", "columns"}
        ):
            return None
        time, written = spec.get("time", dataset.time), self.known[dataset.id]
        if window in ("open_at_start", "open_at_end") and "valid" not in written:
            self._fault("window-without-valid", path, "rows", window=window, dataset=dataset.id)
        if window not in TIMELESS and time is None and "time" in written:
            return None  # it is there, and could not be read
        asked = spec.get("survey", {})
        least, population = int(asked.get("min_answers", LEAST)) if survey else 1, asked.get("population")
        if isinstance(population, str):
            self.populations[path[-1]] = population
        return FromRows(
            dataset.id, formula, time, window, last, per, survey, None if dataset.sampled is False else sampling,
            population if isinstance(population, str | None) else float(population), least,
        )  # fmt: skip

    def _survey(self, spec: dict[str, Any], path: tuple[str, ...]) -> tuple[Formula | None, Survey | None, Sampling | None]:
        """What a survey compiles to, itself, and where its standard error comes from; how its items are read is kept."""
        where = condition(self.document, spec, (*path, "where"))
        if spec["survey"] is BROKEN or ("where" in spec and where is None):
            return None, None, None
        reader = SurveyReader(self.document, path)
        survey = reader.read(spec["survey"], spec.get("better"), together(where.conditions) if where else ())
        if survey is None:
            return None, None, None
        mentions = (*reader.mentions(survey), *(where.mentions if where else ()))
        formula, sampling = compiled(survey, survey.where, mentions, where.text if where else "")
        known = self.answers.setdefault(spec["dataset"], {})
        for item, answers in reader.answers(spec["survey"], survey).items():
            first = known.setdefault(item, answers)
            if (first.low, first.high) != (answers.low, answers.high):
                facts = {"item": item, "one": f"{first.low:g}..{first.high:g}", "other": f"{answers.low:g}..{answers.high:g}"}
                self.document.problems.append(fault("survey-two-scales", answers.place, **facts))
            known[item], differ = both(first, answers)
            if differ:
                facts = {"item": item, "label": differ[0], "one": f"{first.labels[differ[0]]:g}"}
                facts |= {"other": f"{answers.labels[differ[0]]:g}", "where": _where(first.place)}
                self.document.problems.append(fault("survey-two-labels", answers.place, **facts))
        return formula, survey, sampling

    def _formula(self, spec: dict[str, Any], path: tuple[str, ...]) -> tuple[Per | None, Formula | None]:
        """The formula, and how rows are first made one for each key; no formula where a part could not be read."""
        from scorecard.formula import over_rows, share

        document = self.document
        where = condition(document, spec, (*path, "where"))
        per, types, mentions = self._per(spec, path, where) if "per" in spec else (None, None, ())
        at, of = (*path, "share" if "share" in spec else "formula"), spec.get("of")
        text = spec.get(at[-1])
        if text is None or ("per" in spec and per is None):
            return None, None
        among = None if per else where

        def read() -> Formula:
            if at[-1] == "formula":
                return over_rows(text, places(document, at), among, types)
            return share(text, places(document, at), of, places(document, (*path, "of")), among, types)

        formula = collect(document, read)
        return per, replace(formula, mentions=mentions) if formula and per else formula

    def _per(
        self, spec: dict[str, Any], path: tuple[str, ...], where: RowExpression | None
    ) -> tuple[Per | None, dict[str, ColumnType] | None, tuple[Mention, ...]]:
        """How rows are made one for each key, the columns that a formula over them may name, and those of the dataset that it
        takes. None for what could not be read."""
        from scorecard.formula import per_columns

        key, at = spec["per"], (*path, "columns")
        if "columns" not in spec:
            return None, None, ()
        if key in PERIOD_NAMES:
            self._fault("reserved-name", path, "per", name=key)
        same = [name for name in spec["columns"] if name.casefold() == key.casefold()]  # which the engine does not tell apart
        for name in same:
            self.document.problems.append(fault("per-column-is-key", self.places.key(*at, name), name=name))
        columns = sound(spec["columns"])
        made = collect(self.document, lambda: per_columns(columns, lambda name: places(self.document, (*at, name))))
        if made is None or len(columns) < len(spec["columns"]) or same:
            return None, None, ()
        mentions = (Mention(key, "any", self.places.at(*path, "per")), *made.mentions, *(where.mentions if where else ()))
        types: dict[str, ColumnType] = {key: "any", **made.types}
        if where is None:
            return Per(key, made.sql, written=columns), types, mentions
        return Per(key, made.sql, together(where.conditions), columns, where.text), types, mentions

    def sampled(self, measures: Mapping[str, Measure]) -> dict[str, Measure]:
        """The measures, those over rows that are a sample with where their standard error comes from. Answers to a survey are one
        unless the dataset says otherwise; whatever is computed from them is withheld where they are few."""
        least: dict[tuple[str, str], int] = {}  # dataset and item -> the most that a survey asks for
        for measure in measures.values():
            if isinstance(measure.how, FromRows) and measure.how.survey:
                for item in measure.how.survey.items:
                    least[measure.how.dataset, item] = max(least.get((measure.how.dataset, item), 1), measure.how.least)
        found = {}
        for id, measure in measures.items():
            how = measure.how
            if isinstance(how, FromRows) and how.survey is None:
                dataset, items = self.datasets[how.dataset], self.answers.get(how.dataset, {})
                if dataset.sampled or (items and dataset.sampled is None):
                    from scorecard.formula import sampled

                    how = replace(how, sampling=sampled(how.formula.tree))
                if named := {mention.column for mention in how.formula.mentions} & items.keys():
                    most = max(least.get((how.dataset, item), LEAST) for item in named)
                    how = replace(how, least=most, guards=guards(how, items))
                measure = replace(measure, how=how)
            found[id] = measure
        return found

    def _fault(self, code: str, path: tuple[str, ...], key: str, **facts: object) -> None:
        self.document.problems.append(fault(code, self.places.at(*path, key), **facts))

    def references(self, known: Collection[str]) -> None:
        """Say which derived measures use a measure that is not there (`known`: ids of all written), or themselves."""
        for formula in self.derived.values():
            for mention in formula.mentions:
                if mention.column not in known:
                    facts = {"measure": mention.column, "nearest": library.near(self.document, mention.column, known)}
                    self.document.problems.append(fault("unknown-measure", mention.place, **facts))
        for id, other in self.populations.items():
            if other not in known:
                place = self.places.at("measures", id, "survey", "population")
                facts = {"measure": other, "nearest": self.document.nearest(other, known)}
                self.document.problems.append(fault("unknown-measure", place, **facts))
        for circle in _circles({id: terms(formula) for id, formula in self.derived.items()}):
            self._fault("measure-cycle", ("measures", circle[0]), "formula", cycle=" → ".join(circle))


def without_time(measures: Iterable[Measure], places: Places) -> Iterator[Problem]:
    """Measures whose rows nothing puts into a period: faults wherever there are periods."""
    for measure in measures:
        how = measure.how
        if isinstance(how, FromRows) and how.window not in TIMELESS and how.time is None:
            place = places.at("measures", measure.id, "dataset")
            yield fault("no-time", place, measure=measure.id, dataset=how.dataset)


def _window(written: Any) -> tuple[Window, int | None]:
    """A window and how many periods it reaches back; None where that could not be read."""
    if isinstance(written, dict):
        return "last", None if written["last"] is BROKEN else int(written["last"])
    return written, 1


def derives_from(measure: Measure) -> tuple[str, ...]:
    """The measures in a derived measure's formula, or the one that tells a survey's population."""
    if isinstance(measure.how, FromRows) and isinstance(measure.how.population, str):
        return (measure.how.population,)
    return terms(measure.how.formula) if isinstance(measure.how, Derived) else ()


def terms(formula: Formula) -> tuple[str, ...]:
    """The measures that a formula over measures uses, each once."""
    return tuple(dict.fromkeys(leaf.measure for leaf in leaves(formula.tree) if isinstance(leaf, MeasureTerm)))


def _circles(uses: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Ways that lead back to where they began, (a, b, a): at least one of every knot of measures that use each other.

    Without recursion, for chains may be long."""
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for start in uses:
        way: dict[str, Any] = {}  # measure on the way -> those that it uses and that are still to be followed
        if start not in done:
            way[start] = iter(uses[start])
        while way:
            last = next(reversed(way))
            following = next(way[last], None)
            if following is None:
                done.add(last)
                del way[last]
            elif following in way:
                names = list(way)
                found.append((*names[names.index(following) :], following))
            elif following in uses and following not in done:
                way[following] = iter(uses[following])
    return found


def _where(place: Place) -> str:
    return f"{place.file}:{place.line}:{place.column}"
