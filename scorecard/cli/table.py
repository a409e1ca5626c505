"""Scores and changes as tables for people, in a terminal or a file.

Enters: an Evaluation. Leaves: text in the language spoken. A table that is too wide loses its least important columns, and says
which.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from math import isnan
from typing import IO, TYPE_CHECKING, Literal

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from scorecard.cli.output import summary
from scorecard.records.definition import Node, Period
from scorecard.records.evaluation import Evaluation
from scorecard.records.values import Entity, Reason
from scorecard.words import dates, numbers, terms
from scorecard.words import terminal as words
from scorecard.words.snippets import clean
from scorecard.words.tongue import say, spoken

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEAST_NAME = 24  # cells that names keep before columns go
MOST_PARTS = 10  # causes of a change that are told one by one
SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True, slots=True)
class Name:
    text: str
    depth: int = 0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """`drop`: 0 stays whatever the width; of the others the largest goes first."""

    header: str
    cells: list[Text]
    drop: int = 0
    left: bool = False

    @property
    def width(self) -> int:
        return max(Text(line).cell_len for line in [*self.header.split("\n"), *(cell.plain for cell in self.cells)])


class Cell:
    """A text that keeps its place among the cells beside it, whichever way its letters run: each of its lines is isolated, as
    far as it is not from the left anyway."""

    def __init__(self, text: Text):
        self.text = text

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self.text)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        overflow = self.text.overflow or options.overflow
        lines = self.text.wrap(console, options.max_width, overflow=overflow, no_wrap=bool(options.no_wrap))
        for line in lines:
            line.rstrip()
            before = " " * (options.max_width - line.cell_len) if options.justify == "right" else ""
            if terms.from_right(line.plain):
                line = Text("\u2068").append_text(line).append("\u2069")
            yield Text(before).append_text(line)


def draw(evaluation: Evaluation, what: Literal["evaluation", "comparison"], entities: bool, stream: IO[str] | None) -> str:
    """The tables as that stream can show them; without one as plain text, 100 cells wide."""
    terminal, width = (None, None) if stream else (False, 100)
    console = Console(
        file=stream or io.StringIO(), force_terminal=terminal, width=width, highlight=False, markup=False, emoji=False
    )
    evaluation = evaluation.in_language(spoken().language)
    reader = Reader(evaluation)
    with console.capture() as captured:
        console.print(Text(summary(evaluation), "bold"))
        names, columns = _scores(reader) if what == "evaluation" else _changes(reader)
        _print(console, names, columns)
        if what == "comparison":
            _print_parts(console, reader)
        if entities and len(reader.entities) > 1:
            for title, members in _hierarchies(reader):
                console.print(Text(f"\n{title}", "bold"))
                _print(console, *_entities(reader, members))
        elif entities:
            console.print(f"\n{say(words.NO_ENTITIES)}")
        if reader.marks:
            console.print()
        for reason, mark in reader.marks.items():
            told = words.footnote(numbers.MISSING + mark, terms.reason(reason), terms.reason_sentence(reason))
            console.print(Text(told, "dim"))
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


class Reader:
    """An evaluation as tables read it. `node` and `period` are indices of its scores, entity 0 is the total."""

    def __init__(self, evaluation: Evaluation):
        self.evaluation, self.definition = evaluation, evaluation.definition
        self.now, self.before = evaluation.now, evaluation.before
        self.nodes, self.entities = evaluation.scores.nodes, evaluation.scores.entities
        self.currency = clean(evaluation.definition.currency or "") or None
        self.shares: list[float] = evaluation.scores.leaf_coverage[:, self.now, 0].tolist()
        self.marks: dict[Reason, str] = {}  # reasons met so far -> their footnote's mark

    def title(self, node: Node) -> str:
        return clean(self.evaluation.title(node))

    def head(self, what: str, period: Period | None) -> str:
        return say(what) if period is None else f"{say(what)}\n{dates.period(period, self.definition.calendar)}"

    def score(self, node: int, period: int | None, entity: int = 0) -> Text:
        number = self.evaluation.score(node, period, entity)
        return self._missing(node, period, entity) if isnan(number) else Text(numbers.score(number))

    def points(self, node: int, entity: int = 0) -> Text:
        before, now = self.evaluation.score(node, self.before, entity), self.evaluation.score(node, self.now, entity)
        if isnan(before) or isnan(now):
            return self._missing(node, self.before if isnan(before) else self.now, entity)
        return _signed(numbers.points(now - before))

    def status(self, node: int, entity: int = 0) -> Text:
        """In colour: the scorecard's lowest band red, its highest green."""
        band = self.evaluation.status(node, self.now, entity)
        if band is None:
            return Text()
        lowest, highest = self.definition.status[0].id, self.definition.status[-1].id
        return Text(terms.status(clean(band.id)), {highest: "green", lowest: "red"}.get(band.id, "yellow"))

    def worth(self, node: int) -> tuple[Text, Text, Text]:
        """A measure's value before, now, and its change, all in one format; empty for other nodes."""
        measure = self.nodes[node].measure
        if measure is None:
            return Text(), Text(), Text()
        before, now = self.evaluation.value(node, self.before), self.evaluation.value(node, self.now)
        what = self.definition.measures[measure]
        form = numbers.format_for(what.unit, (before, now), self.currency, what.decimals)
        texts = [
            self._missing(node, period, 0) if isnan(value) else Text(form.value(value))
            for value, period in ((before, self.before), (now, self.now))
        ]
        change = Text(numbers.MISSING, "dim") if isnan(now - before) else Text(form.change(now - before))
        return texts[0], texts[1], change

    def data(self, node: int) -> Text:
        """The share of the measures' weight that a group's score rests on."""
        share = self.shares[node]
        return Text("" if self.nodes[node].measure else numbers.share(share), "" if share >= 1 - 1e-9 else "yellow")

    def kind(self, scores: NDArray[np.float64] | None) -> list[Text]:
        """The sub-scores of the nodes above measures; nothing where there is none."""
        if scores is None:
            return []
        cells = zip(self.nodes, scores[:, self.now, 0].tolist(), strict=True)
        return [Text("" if node.measure or isnan(score) else numbers.score(score)) for node, score in cells]

    def interval(self, node: int) -> Text:
        """Of a measure's value now, where it comes from a sample; of other nodes' score."""
        measure, scores = self.nodes[node].measure, self.evaluation.scores
        if measure is None:
            if scores.low is None or scores.high is None:
                return Text()
            low, high = (float(ends[node, self.now, 0]) for ends in (scores.low, scores.high))
            return Text() if isnan(low) else Text(f"{numbers.score(low)} – {numbers.score(high)}")
        low, high = self.evaluation.interval(node, self.now)
        what = self.definition.measures[measure]
        form = numbers.format_for(what.unit, (low, high), self.currency, what.decimals)
        return Text() if isnan(low) else Text(f"{form.value(low)} – {form.value(high)}")

    def sure(self, node: int) -> Text:
        """How likely the status is the right one."""
        sure = self.evaluation.scores.sure
        share = float("nan") if sure is None else float(sure[node, self.now, 0])
        return Text() if isnan(share) else Text(numbers.chance(share), "" if share >= 0.8 else "yellow")

    def beyond_noise(self, node: int) -> Text:
        """Whether a change that samples stand behind is more than noise."""
        noise = self.evaluation.comparison.noise if self.evaluation.comparison else None
        real = noise.real(node) if noise else None
        return Text() if real is None else Text(say(words.YES)) if real else Text(say(words.NO), "yellow")

    def _missing(self, node: int, period: int | None, entity: int) -> Text:
        if period is None:
            return Text()
        mark = self.marks.setdefault(
            self.evaluation.reason(node, period, entity), str(len(self.marks) + 1).translate(SUPERSCRIPT)
        )
        return Text(numbers.MISSING + mark, "dim")


def _scores(reader: Reader) -> tuple[list[Name], list[Column]]:
    every = range(len(reader.nodes))
    before, now, _ = _transposed(reader)
    evaluation = reader.evaluation
    columns = [
        Column(reader.head(words.VALUE, evaluation.target), now),
        Column(say(words.SCORE), [reader.score(node, reader.now) for node in every]),
        Column(say(words.STATUS), [reader.status(node) for node in every], drop=3, left=True),
        Column(say(words.WEIGHT), [Text(numbers.share(float(weight))) for weight in reader.evaluation.scores.weight], drop=4),
    ]
    if evaluation.baseline:
        columns.insert(0, Column(reader.head(words.VALUE, evaluation.baseline), before, drop=2))
        columns.insert(3, Column(say(words.CHANGE), [reader.points(node) for node in every], drop=1))
    if evaluation.scores.subjective is not None:
        columns.append(Column(say(words.FACTS), reader.kind(evaluation.scores.objective), drop=5))
        columns.append(Column(say(words.PERCEPTION), reader.kind(evaluation.scores.subjective), drop=5))
    if evaluation.scores.sd is not None:
        columns.append(Column(say(words.INTERVAL), [reader.interval(node) for node in every], drop=4))
        columns.append(Column(say(words.SURE), [reader.sure(node) for node in every], drop=6))
    data = [reader.data(node) for node in every]
    if any(share < 1 - 1e-9 for node, share in zip(reader.nodes, reader.shares, strict=True) if not node.measure):
        columns.append(Column(say(words.DATA), data, drop=3))
    return _names(reader), columns


def _changes(reader: Reader) -> tuple[list[Name], list[Column]]:
    every = range(len(reader.nodes))
    before, now, change = _transposed(reader)
    baseline, target = reader.evaluation.baseline, reader.evaluation.target
    return _names(reader), [
        Column(reader.head(words.VALUE, baseline), before, drop=2),
        Column(reader.head(words.VALUE, target), now, drop=1),
        Column(say(words.VALUE_CHANGE), change, drop=3),
        Column(reader.head(words.SCORE, baseline), [reader.score(node, reader.before) for node in every]),
        Column(reader.head(words.SCORE, target), [reader.score(node, reader.now) for node in every]),
        Column(say(words.SCORE_CHANGE), [reader.points(node) for node in every]),
        Column(say(words.BEYOND), [reader.beyond_noise(node) for node in every], drop=1),
    ]


def _hierarchies(reader: Reader) -> Iterator[tuple[str, list[int]]]:
    """The entities of each hierarchy under the total, an entity under the one that it belongs to. Where one hierarchy begins
    with all the levels of another, the shorter one is in it."""
    everyone, all_levels = reader.entities, [hierarchy.levels for hierarchy in reader.definition.hierarchies]
    for hierarchy in reader.definition.hierarchies:
        levels = hierarchy.levels
        if any(other[: len(levels)] == levels and len(other) > len(levels) for other in all_levels):
            continue
        members = [index for index, each in enumerate(everyone) if each.columns == levels[: each.level]]
        members.sort(key=lambda index: [(part is None, part or "") for part in everyone[index].key])
        title = reader.definition.level_titles.get(hierarchy.name)
        name = hierarchy.name if title is None else title(reader.definition.language) or hierarchy.name
        yield say(words.ENTITIES) if len(all_levels) == 1 else words.entities_by(clean(name)), members


def _entities(reader: Reader, members: list[int]) -> tuple[list[Name], list[Column]]:
    """Their scores in total and by perspective."""
    columns = [
        Column(say(words.SCORE), [reader.score(0, reader.now, entity) for entity in members]),
        Column(say(words.STATUS), [reader.status(0, entity) for entity in members], drop=2, left=True),
    ]
    if reader.before is not None:
        columns.insert(1, Column(say(words.CHANGE), [reader.points(0, entity) for entity in members], drop=1))
    for index, node in enumerate(reader.nodes):
        if node.kind == "perspective":
            cells = [reader.score(index, reader.now, entity) for entity in members]
            columns.append(Column(reader.title(node).replace(" ", "\n"), cells, drop=2 + index))
    return [_member(reader, reader.entities[entity]) for entity in members], columns


def _member(reader: Reader, entity: Entity) -> Name:
    if not entity.key:
        return Name(say(words.TOTAL), bold=True)
    name = reader.evaluation.name(entity)
    return Name(say(words.UNASSIGNED) if name is None else clean(name) or say(words.BLANK), entity.level - 1)


def _print_parts(console: Console, reader: Reader) -> None:
    """What the change of the total is made of: the largest parts, the others together, and their sum as it is shown above."""
    comparison = reader.evaluation.comparison
    change = reader.evaluation.score(0, reader.now) - reader.evaluation.score(0, reader.before)
    parts = sorted(comparison.parts(0) if comparison else (), key=lambda part: -abs(part.effect))
    if isnan(change):
        console.print(f"\n{say(words.NO_PARTS)}")
    if not parts:
        return
    titles = {node.path: reader.title(node) for node in reader.nodes}
    most = MOST_PARTS if len(parts) > MOST_PARTS + 1 else len(parts)
    told, others = parts[:most], parts[most:]
    effects = [part.effect for part in told] + [sum(part.effect for part in others)] * bool(others)
    names = [Name(titles[part.path]) for part in told] + [Name(words.smaller(len(others)))] * bool(others)
    blank = [Text()] * (len(names) - len(told) + 1)
    points = [_signed(numbers.points(effect)) for effect in numbers.rounded_parts(effects, change)]
    above = [Text(" · ".join(titles[part.path[:end]] for end in range(1, len(part.path)))) for part in told]
    console.print(Text(f"\n{say(words.PARTS)}", "bold"))
    _print(
        console,
        [*names, Name(say(words.TOTAL), bold=True)],
        [
            Column(say(words.POINTS), [*points, _signed(numbers.points(change))]),
            Column(say(words.BECAUSE), [*(Text(terms.cause(part.cause)) for part in told), *blank], left=True),
            Column(say(words.PART_OF), [*above, *blank], drop=1, left=True),
        ],
    )


def _names(reader: Reader) -> list[Name]:
    return [
        Name(
            say(words.TOTAL) if node.kind == "root" else reader.title(node),
            max(0, len(node.path) - 1),
            node.kind in ("root", "perspective"),
        )
        for node in reader.nodes
    ]


def _transposed(reader: Reader) -> tuple[list[Text], list[Text], list[Text]]:
    before, now, change = zip(*(reader.worth(node) for node in range(len(reader.nodes))), strict=True)
    return [*before], [*now], [*change]


def _signed(text: str) -> Text:
    sign = text.lstrip("\u2066\u2068\u200e")[:1]  # whatever keeps it before its digits
    return Text(text, {"+": "green", numbers.MINUS: "red"}.get(sign, ""))


def _print(console: Console, names: list[Name], columns: list[Column]) -> None:
    """The names, and beside them as many of the columns as there is room for."""
    widest = max(Text(name.text).cell_len + 2 * name.depth for name in names)
    room = console.width - min(widest, LEAST_NAME)
    columns = [column for column in columns if any(column.cells)]
    kept = list(columns)
    while sum(column.width + 2 for column in kept) > room and any(column.drop for column in kept):
        kept.remove(max(kept, key=lambda column: column.drop))
    table = Table(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold", collapse_padding=True
    )
    table.add_column("", overflow="fold")
    for column in kept:
        side: Literal["left", "right"] = "left" if column.left else "right"
        table.add_column(Cell(Text(column.header)), justify=side, no_wrap=True, vertical="bottom")
    for index, name in enumerate(names):
        text = Padding(Cell(Text(name.text, "bold" if name.bold else "", overflow="fold")), (0, 0, 0, 2 * name.depth))
        table.add_row(text, *(Cell(column.cells[index]) for column in kept))
    console.print(table)
    if left_out := [" ".join(column.header.split()) for column in columns if column not in kept]:
        console.print(Text(words.no_room(left_out), "dim"))
