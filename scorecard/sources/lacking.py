"""What the library would measure and this client's data do not hold: missing, and no fault.

Enters: a Definition. Leaves: the same, in which measures of the library that lack a column are `Absent` and surveys of the
library ask the items that are there, without those settings of what ships that name columns which are not there; and findings
that say which data would be needed. What the author wrote stays as it is: where that does not fit, `fit` finds the fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from scorecard.problems import Problem, finding, nearest, note
from scorecard.records.definition import Absent, Dataset, Definition, Derived, Entered, FromRows, Measure, Node
from scorecard.records.formula import MeasureTerm, Number, Operation, Term, identifier
from scorecard.sources.columns import ENTERED, uses
from scorecard.sources.fit import Headers, open_headers
from scorecard.sources.unreadable import Unreadable

OPEN = ("open_at_start", "open_at_end")
"""The windows that look at when a row's life begins and ends."""
MOST, MOST_MAPPED = 20, 6
"""Measures that are named; columns in the example of a mapping."""


def without(definition: Definition) -> tuple[Definition, tuple[Problem, ...]]:
    """The definition over the data that there are. A file that cannot be opened is left to `check`."""
    measures, datasets, problems = dict(definition.measures), dict(definition.datasets), list[Problem]()
    for dataset in definition.datasets.values():
        users = [each for each in measures.values() if isinstance(each.how, FromRows) and each.how.dataset == dataset.id]
        if not dataset.assumed and not any(each.shipped for each in users):
            continue
        try:
            headers = open_headers(definition, dataset)
        except (Unreadable, OSError):
            continue
        lacking = _Lacking(headers)
        measures |= {measure.id: lacking.told(measure) for measure in users if measure.shipped}
        problems += lacking.findings(definition)
        datasets[dataset.id] = _pruned(headers, [each for each in users if isinstance(measures[each.id].how, FromRows)])
        if datasets[dataset.id].time is None and dataset.time is not None:
            measures |= {each.id: _undated(definition, each, dataset.time) for each in users if not each.shipped}
        problems += _left_out(definition, dataset, datasets[dataset.id])
    found = replace(definition, measures=measures, datasets=datasets)
    return found, (*_datasets(found), *problems)


@dataclass
class _Lacking:
    """What one dataset's file lacks, and which measures of the library feel it."""

    headers: Headers
    columns: dict[str, None] = field(default_factory=dict)
    measures: list[str] = field(default_factory=list)  # missing for lack of them
    items: dict[str, tuple[str, ...]] = field(default_factory=dict)  # survey -> the items that are not asked

    def told(self, measure: Measure) -> Measure:
        """The measure, or what is left of it."""
        assert isinstance(measure.how, FromRows)
        items, needed = _needs(measure.how, self.headers.dataset)
        unasked = tuple(item for item in items if not self.headers.find(item))
        lost = tuple(name for name in needed if not self.headers.find(name))
        if items and len(unasked) == len(items):
            lost = (*lost, *unasked)
        if lost:
            self.columns |= dict.fromkeys(lost)
            self.measures.append(measure.id)
            return replace(measure, how=Absent(self.headers.dataset.id, lost))
        if unasked:
            self.items[measure.id] = unasked
            return replace(measure, how=_shortened(measure.how, unasked))
        return measure

    def findings(self, definition: Definition) -> Iterator[Problem]:
        dataset = self.headers.dataset
        place = definition.places.key("datasets", dataset.id)
        facts: dict[str, Any] = {"dataset": dataset.id, "file": dataset.file}
        if self.columns:
            near = tuple(self._near(definition))
            example = ", ".join(near[:MOST_MAPPED]) or f"{next(iter(self.columns))}: its heading in the file"
            yield finding(
                "columns-lacking", place, **facts, columns=tuple(self.columns), near=near, example=example,
                count=len(self.measures), measures=_few(self.measures),
            )  # fmt: skip
        if self.items:
            told = [f"{measure} (without {', '.join(items)})" for measure, items in self.items.items()]
            yield finding("survey-items-lacking", place, **facts, count=len(self.items), measures=_few(told))

    def _near(self, definition: Definition) -> Iterator[str]:
        """The headings that look like what is lacking and that nothing else has taken, as one writes a mapping."""
        dataset = self.headers.dataset
        mapped = {heading for name in dataset.columns if self.headers.maps(name) for heading in dataset.columns[name]}
        taken = {*mapped, *dataset.types, *uses(definition, dataset), *definition.levels}
        free = [header for header in self.headers.file.headers if header and header not in taken]
        for name in self.columns:
            wanted = (name, name.replace("_", " "), *dataset.columns.get(name, ()))
            alike = next(filter(None, (nearest(each, free, 1) for each in wanted)), ())
            begun = [header for header in free if _letters(header).startswith(_letters(name))]
            named = [header for header in free if len(name) > 3 and {*name.split("_")} <= {*map(_letters, header.split())}]
            if near := alike or begun or named:
                yield f"{name}: {near[0]}"


def _needs(how: FromRows, dataset: Dataset) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The items of a survey, of which some suffice, and the columns that a measure cannot do without."""
    items = how.survey.items if how.survey else ()
    where = how.survey.where if how.survey else ()
    asked = [item for item in items if not any(identifier(item) in condition for condition in where)]
    columns = [mention.column for mention in how.formula.mentions if mention.column not in asked]
    columns += [how.per.key] if how.per else []
    columns += [how.time] if how.time else []
    columns += dataset.valid or () if how.window in OPEN else ()
    return tuple(asked), tuple(dict.fromkeys(columns))


def _shortened(how: FromRows, unasked: Iterable[str]) -> FromRows:
    """A survey over the items that were asked."""
    from scorecard.survey import compiled

    survey = how.survey
    assert survey is not None
    items = tuple(item for item in survey.items if item not in unasked)
    short = replace(survey, items=items, reversed=survey.reversed & frozenset(items), min_items=min(survey.min_items, len(items)))
    mentions = tuple(mention for mention in how.formula.mentions if mention.column not in unasked)
    formula, sampling = compiled(short, short.where, mentions, how.formula.written.where if how.formula.written else "")
    return replace(how, formula=formula, survey=short, sampling=sampling if how.sampling else None)


def _pruned(headers: Headers, users: list[Measure]) -> Dataset:
    """The dataset without those settings of what ships that name columns that are not there, and that `users` can do without."""
    dataset = headers.dataset
    lives = any(isinstance(each.how, FromRows) and each.how.window in OPEN for each in users)

    def kept(part: str, names: Mapping[str, Any]) -> dict[str, Any]:
        return {name: one for name, one in names.items() if (part, name) not in dataset.assumed or headers.find(name)}

    gone: dict[str, Any] = {}
    for key, columns in (("time", (dataset.time,)), ("valid", dataset.valid or ()), ("respondent", (dataset.respondent,))):
        lacks = any(name and not headers.find(name) for name in columns)
        if (key,) in dataset.assumed and lacks and not (key == "valid" and lives):
            gone[key] = None
    gone["only_where"] = {
        column: condition
        for column, condition in kept("only_where", dataset.only_where).items()
        if ("only_where", column) not in dataset.assumed or all(headers.find(mention.column) for mention in condition.mentions)
    }
    if ("durations",) in dataset.assumed:
        gone["durations"] = tuple(name for name in dataset.durations if headers.find(name))
    return replace(
        dataset, values=kept("values", dataset.values), blank=kept("blank", dataset.blank), dates=kept("dates", dataset.dates),
        answers={item: how for item, how in dataset.answers.items() if headers.find(item)}, **gone,
    )  # fmt: skip


def _undated(definition: Definition, measure: Measure, time: str) -> Measure:
    """The author's measure without the date that only its dataset's preset gave it."""
    own = definition.places.at("measures", measure.id, "time").path[-1:] == ("time",)
    undated = isinstance(measure.how, FromRows) and measure.how.time == time and not own
    return replace(measure, how=replace(measure.how, time=None)) if undated else measure  # type: ignore[arg-type]  # FromRows


def _left_out(definition: Definition, before: Dataset, after: Dataset) -> Iterator[Problem]:
    """A note of what a preset would have told of columns that are not there."""
    gone = [str(getattr(before, key)) for key in ("time", "respondent") if getattr(before, key) and not getattr(after, key)]
    if gone and before.optional:
        place = definition.places.key("datasets", before.id, "preset")
        yield note("preset-columns-lacking", place, dataset=before.id, file=before.file, columns=tuple(gone), example=gone[0])


def _datasets(definition: Definition) -> Iterator[Problem]:
    """One finding for all that the library would compute from datasets that there are not."""
    measures = definition.measures
    lacking: dict[str, int] = {}
    for measure in measures.values():
        if isinstance(measure.how, Absent) and not measure.how.columns:
            lacking[measure.how.dataset] = lacking.get(measure.how.dataset, 0) + 1
        elif isinstance(measure.how, Entered) and measure.shipped and ENTERED not in definition.datasets:
            lacking[ENTERED] = lacking.get(ENTERED, 0) + 1
    if not lacking:
        return
    lost = _lost(measures, lacking)
    weights = [(str(node.measure), weight) for node, weight in _weights(definition.root, 1.0) if node.measure]
    used = {measure for measure, _ in weights}
    asked = {measure.how.dataset for measure in measures.values() if isinstance(measure.how, FromRows)}
    other = [id for id in definition.datasets if id not in asked and id != ENTERED]
    yield finding(
        "datasets-lacking", definition.places.key("datasets"),
        datasets=tuple(f"{id} ({count})" for id, count in sorted(lacking.items(), key=lambda each: -each[1])),
        count=len(lost & used), of=len(used), share=sum(weight for measure, weight in weights if measure in lost),
        near=tuple(f"{near[0]} for {id}" for id in lacking if (near := nearest(id, other, 1))),
    )  # fmt: skip


def _lost(measures: Mapping[str, Measure], lacking: Mapping[str, int]) -> set[str]:
    """The measures of these datasets, and those that derive from them without a way around."""

    def gone(term: Term) -> bool:
        if isinstance(term, Operation):
            some = all if term.operator == "coalesce" else any
            return term.operator != "case" and some(map(gone, term.operands))
        return term.measure in lost if isinstance(term, MeasureTerm) else isinstance(term, Number) and term.value is None

    lost = {id for id, one in measures.items() if isinstance(one.how, Absent) and one.how.dataset in lacking}
    if ENTERED in lacking:
        lost |= {id for id, one in measures.items() if isinstance(one.how, Entered)}
    derived = {id: one.how.formula.tree for id, one in measures.items() if isinstance(one.how, Derived)}
    while more := {id for id, tree in derived.items() if id not in lost and gone(tree)}:
        lost |= more
    return lost


def _weights(node: Node, share: float) -> Iterator[tuple[Node, float]]:
    """Each node with its share of the whole."""
    yield node, share
    total = sum(child.weight for child in node.children)
    for child in node.children:
        yield from _weights(child, share * child.weight / total if total else 0.0)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text)).casefold()


def _few(names: list[str]) -> tuple[str, ...]:
    return tuple(names) if len(names) <= MOST else (*names[:MOST], "…")
