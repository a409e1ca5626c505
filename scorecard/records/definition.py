"""The author's scorecard, read, checked and resolved: what to compute, where it counts, and how it is judged.

Enters: from `definition/`, which alone knows YAML. Leaves: to every later stage. All inheritance is done: a node's
`combine`, `missing`, `coverage` and `target` are its own or its ancestors'; a measure's `time` its own or its dataset's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from scorecard.problems import Place
from scorecard.records.formula import Aggregate, ColumnType, Formula, RowExpression, Sampling, leaves
from scorecard.records.goals import Goal, Initiative
from scorecard.records.presentation import Brand, Choice

CalendarType = Literal["gregorian", "jalali", "hijri"]
PeriodKind = Literal["week", "month", "quarter", "half", "year"]
Better = Literal["higher", "lower", "inside"]
Unit = Literal[
    "number", "percent", "currency", "count", "ratio", "points", "seconds", "minutes", "hours", "days", "months", "years"
]  # fmt: skip
Window = Literal["during", "open_at_start", "open_at_end", "to_date", "year_to_date", "last", "all"]
Combine = Literal["mean", "geometric", "weakest"]
Missing = Literal["skip", "zero"]
NodeKind = Literal["root", "perspective", "factor", "measure"]
Language = Literal["en", "fa", "ar"]
Digits = Literal["native", "latin"]


class Places(Protocol):
    """Where the keys of the document stand. `path` is the keys that lead there, list indices as text."""

    def at(self, *path: str) -> Place:
        """The key's value (a scalar underlined whole, a map at its first key); the nearest ancestor if unknown."""

    def key(self, *path: str) -> Place:
        """The key itself."""

    def inside(self, path: tuple[str, ...], start: int, length: int) -> Place:
        """`length` characters from `start` of the scalar's text: a place inside a formula."""


@dataclass(frozen=True, slots=True)
class Text:
    """A title or description by language; `""` is the key of text given without a language."""

    by_language: Mapping[str, str]

    def __call__(self, language: str = "en") -> str:
        """In that language, else without language, else English, else whichever comes first."""
        texts = self.by_language
        for key in (language, "", "en"):
            if key in texts:
                return texts[key]
        return next(iter(texts.values()), "")


@dataclass(frozen=True, slots=True)
class Calendar:
    """How periods and days are named. Years, halves and quarters are financial ones, months and weeks the calendar's own."""

    type: CalendarType = "gregorian"
    year_starts: int = 1  # the month, 1..12, in which the financial year starts
    year_named: Literal["start", "end"] = "start"  # after the calendar year in which it starts, or in which it ends


@dataclass(frozen=True, slots=True)
class Period:
    """[start, end): `end` is the day after the last."""

    id: str
    start: date
    end: date
    kind: PeriodKind

    @property
    def days(self) -> int:
        return (self.end - self.start).days


@dataclass(frozen=True, slots=True)
class Periods:
    """What is compared. Both None: one snapshot of all rows. `history`: how many periods up to the target are scored."""

    baseline: Period | None = None
    target: Period | None = None
    history: int = 0


@dataclass(frozen=True, slots=True)
class Lookup:
    """A second file whose columns are joined to the rows by a unique key."""

    id: str
    file: str
    path: Path
    sheet: str | None
    key: Mapping[str, str]  # the dataset's column -> the lookup file's column
    columns: tuple[str, ...]  # taken over under their own names


Layout = Literal["plain", "surveymonkey", "qualtrics", "limesurvey"]
"""How headings stand in a survey tool's file: in one row; in two; in three; as `Question [Sub]`."""


@dataclass(frozen=True, slots=True)
class Answers:
    """How the cells of a survey's item become numbers from `low` to `high`."""

    low: float
    high: float
    labels: Mapping[str, float]  # as it is written, and folded as `survey.labels.key` does -> what it is worth
    place: Place  # of the item in the definition
    nps: bool = False  # asked on 0 to 10, which some tools code as 1 to 11
    own: frozenset[str] = frozenset()  # the author's labels, folded


@dataclass(frozen=True, slots=True)
class Dataset:
    """A file of records and how its columns are to be read. Column names here are the definition's, not the file's."""

    id: str
    file: str  # as written; `env:NAME` where an environment variable tells
    path: Path | None  # None: where the environment variable leads
    sheet: str | None = None
    table: str | None = None  # of a database
    columns: Mapping[str, tuple[str, ...]] = field(
        default_factory=dict
    )  # name -> headers of which the file has one ({period}: typed-in)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # column -> the file's text -> our value
    blank: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # column -> texts that mean "no answer"
    dates: Mapping[str, str] = field(default_factory=dict)  # column -> iso | jalali | hijri | a pattern such as d-MMM-yy
    durations: tuple[str, ...] = ()  # columns of h:mm:ss, read as seconds
    lookups: Mapping[str, Lookup] = field(default_factory=dict)
    where: RowExpression | None = None  # rows that belong
    only_where: Mapping[str, RowExpression] = field(default_factory=dict)  # column -> rows in which its cells count
    time: str | None = None
    valid: tuple[str, str] | None = None  # start and end column of a row's life
    covers: tuple[date, date] | None = None  # first day and the day after the last
    inherit: bool = False  # entities of levels that it lacks take the value of the one above them
    respondent: str | None = None  # the column that tells who answered
    sampled: bool | None = None  # whether its rows are a sample; None: survey measures' are, others' are not
    answers: Mapping[str, Answers] = field(default_factory=dict)  # item of a survey -> how its cells are read
    optional: frozenset[str] = frozenset()  # columns that only a shipped preset names: the file need not have them
    assumed: frozenset[tuple[str, ...]] = frozenset()  # settings that what ships says: (time,), (values, column): likewise
    types: Mapping[str, ColumnType] = field(default_factory=dict)  # of a standard dataset: its columns, and what they hold
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # likewise: column -> the texts that measures look for
    layout: Layout = "plain"


@dataclass(frozen=True, slots=True)
class Per:
    """Rows made one for each value of `key`, within a period and an entity, before the measure's formula is computed over them.

    A row without a key belongs to nobody and is left out."""

    key: str  # a column of the dataset
    columns: Mapping[str, str]  # name -> SQL of an aggregate over the dataset's rows (DuckDB's dialect)
    where: tuple[str, ...] = ()  # SQL of conditions for the dataset's rows, sorted, as in `Aggregate.where`
    written: Mapping[str, str] = field(default_factory=dict, compare=False)  # name -> the aggregate as the author wrote it
    condition: str = field(default="", compare=False)  # the conditions as the author wrote them


@dataclass(frozen=True, slots=True)
class Survey:
    """What a measure asks of its respondents. A person's value: one item, or the mean of those answered, reversed ones turned."""

    method: Literal["nps", "csat", "ces", "mean", "share"]
    items: tuple[str, ...]  # columns that the file may have
    low: float  # of the scale
    high: float
    reversed: frozenset[str] = frozenset()
    top: tuple[float, ...] = ()  # answers that count, of csat and share
    weight: str | None = None  # column
    min_items: int = 1
    rubric: Mapping[float, Text] = field(default_factory=dict)  # levels that assessors choose from
    where: tuple[str, ...] = ()  # SQL of the measure's conditions, as in `Aggregate.where`


@dataclass(frozen=True, slots=True)
class FromRows:
    """Computed from a dataset's rows in a window. With `per`, the formula's aggregates are over the columns of `per` and its
    key; `formula.mentions` name the dataset's columns all the same."""

    dataset: str
    formula: Formula
    time: str | None = None  # the date column that places a row; needed for all windows but `open_…` and `all` with periods
    window: Window = "during"
    last: int = 1  # periods that the window `last` reaches back, the one at hand included
    per: Per | None = None
    survey: Survey | None = None
    sampling: Sampling | None = None  # where its standard error comes from; None: no sample, or no formula for it
    population: float | str | None = None  # how many there are in all: a number, or a measure's id
    least: int = 1  # fewer rows behind a value than this: it is withheld
    guards: tuple[Aggregate, ...] = ()  # the counts that must not be fewer, where the formula's rows do not tell

    @property
    def aggregates(self) -> tuple[Aggregate, ...]:
        """All that must be asked for: the formula's, its rows', its standard error's."""
        rows = (self.formula.rows,) if self.formula.rows else ()
        sampled = self.sampling.moments if self.sampling else ()
        own = (leaf for leaf in leaves(self.formula.tree) if isinstance(leaf, Aggregate))
        return tuple(dict.fromkeys((*own, *rows, *sampled, *self.guards)))


@dataclass(frozen=True, slots=True)
class Derived:
    """Computed from other measures' values."""

    formula: Formula


@dataclass(frozen=True, slots=True)
class Entered:
    """Typed in: looked up in the dataset named `entered`."""


@dataclass(frozen=True, slots=True)
class Absent:
    """Of the library, over data that this client does not have: a dataset, or columns of it (none named: all of it)."""

    dataset: str
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    id: str
    title: Text
    better: Better
    unit: Unit
    how: FromRows | Derived | Entered | Absent
    description: Text | None = None
    tags: Mapping[str, str] = field(default_factory=dict)
    decimals: int | None = None  # places that are printed; None: as the unit has it
    status: tuple[Band, ...] = ()  # bands on the value instead of the score, ascending; the first reaches down without end
    shipped: bool = False  # of the library: what its data lack makes it missing, and is no fault
    subjective: bool = False  # what people think, not what the records say
    owner: Text | None = None  # who answers for it
    review_by: date | None = None  # the day by which it is to be looked at anew


Reference = Literal["baseline", "previous", "measure", "lowest", "highest", "mean", "percentile"]
"""baseline, previous: the same measure and entity in that period. measure: another measure, same entity and period. The others:
over the finest entities of the first hierarchy (or of the level that the target is limited to), baseline and target pooled."""


@dataclass(frozen=True, slots=True)
class Bound:
    """A number that may hang on the data: factor × reference + shift; without reference just `shift`."""

    shift: float
    reference: Reference | None = None
    factor: float = 1.0
    measure: str | None = None  # of reference `measure`
    spread: float = 0.0  # of reference `mean`: standard deviations (n - 1) added to it
    percentile: float | None = None  # of reference `percentile`: 0..100, linear between values as numpy.percentile does


@dataclass(frozen=True, slots=True)
class Dated:
    """A bound that moves: straight between the days, flat outside. A period takes what holds on its last day."""

    points: tuple[tuple[date, Bound], ...]  # ascending


@dataclass(frozen=True, slots=True)
class Knot:
    value: Bound | Dated
    score: float  # 0..100


@dataclass(frozen=True, slots=True)
class Target:
    """What every form of target compiles to. Knots stand in the order of the axis as the author means it.

    line: straight between knots, ends extended for the unclamped score. floor/goal is two knots (floor 0, goal 100),
    whichever of the two values is larger; `within` with `floor` four (lo 0, a 100, b 100, hi 0); points as given.
    at_least, at_most: one knot of score 100; that edge passes (100), beyond is 0. inside: two knots of 100, both edges pass."""

    shape: Literal["line", "at_least", "at_most", "inside"]
    knots: tuple[Knot, ...]
    scale: Literal["linear", "log"] = "linear"  # log: lines straight in the logarithm of the value; for `line` only
    levels: tuple[str, ...] = ()  # entity levels where it holds (`total` among them); (): everywhere


@dataclass(frozen=True, slots=True)
class Judged:
    """How consistent the pairwise judgements are that gave a node's children their weights (Saaty 2005)."""

    method: Literal["eigenvector", "geometric"]
    consistency: float  # ratio of the judgements, of several judges of their geometric means; 0 for fewer than three children
    judges: tuple[float, ...]  # each judge's own
    views: tuple[Mapping[str, float], ...] = ()  # each judge's own weights, by child's id, with sum 1


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the tree: the root, a perspective, a factor, or one use of a measure."""

    path: tuple[str, ...]  # ids from below the root; () is the root
    kind: NodeKind
    title: Text
    source: tuple[str, ...]  # keys that lead to it in the YAML document
    weight: float = 1.0  # relative to its siblings; 0: shown, outside the roll-up
    combine: Combine = "mean"
    missing: Missing = "skip"
    coverage: float = 0.0  # least share of direct children's weight, 0..1
    children: tuple[Node, ...] = ()
    measure: str | None = None
    target: Target | None = None
    judged: Judged | None = None  # the children's weights come from judgements
    owner: Text | None = None  # of a measure's use: its own, else the measure's
    review_by: date | None = None  # the same
    notes: Text | None = None  # what the author says about it: Markdown, as written

    @property
    def can_score(self) -> bool:
        """Whether a target stands on it, or on something below it that weighs."""
        if not self.children:
            return self.target is not None
        return any(child.weight > 0 and child.can_score for child in self.children)

    def walk(self) -> Iterator[Node]:
        """This node and all below it, parents first, siblings in their order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Link:
    """An arrow of the strategy map, from a node to a node it helps; both by path."""

    source: tuple[str, ...]
    target: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A status: from this score (included) to the next band's."""

    id: str
    start: float


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Levels of entities, coarse to fine; each is a column. Several may share levels; a cross is one too (channel, branch)."""

    name: str
    levels: tuple[str, ...]


MOST_SUFFIX = 80  # characters that a view adds to a file's name


@dataclass(frozen=True, slots=True)
class View:
    """How a scorecard is looked at: its measures regrouped by a kind of tag, or only those with certain tags."""

    by: str | None = None
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # kind -> tags of which a measure has one

    @property
    def suffix(self) -> str:
        """What is added to a file's name: `-sales`, `-by-department`."""
        parts = [tag for tags in self.only.values() for tag in tags] + ([f"by-{self.by}"] if self.by else [])
        return "".join("-" + re.sub(r"[^\w-]+", "_", part) for part in parts)[:MOST_SUFFIX]


@dataclass(frozen=True, slots=True)
class Definition:
    id: str
    title: Text
    file: str  # as the user named it
    sha256: str  # of the file's bytes; where it extends others, of the lines "digest\n" of all files, the opened one first
    places: Places
    root: Node
    measures: Mapping[str, Measure]  # those a perspective uses, and those they derive from
    datasets: Mapping[str, Dataset]
    language: Language = "en"
    digits: Digits = "native"  # those of the language, or 0 to 9 in all
    calendar: Calendar = Calendar()
    periods: Periods = Periods()
    hierarchies: tuple[Hierarchy, ...] = ()  # of entities
    members: Mapping[str, Mapping[str, Text]] = field(default_factory=dict)  # level -> name in the data -> names for people
    level_titles: Mapping[str, Text] = field(default_factory=dict)  # levels, and hierarchies where there are several
    currency: str | None = None
    links: tuple[Link, ...] = ()
    goals: Mapping[str, Goal] = field(default_factory=dict)
    initiatives: Mapping[str, Initiative] = field(default_factory=dict)
    status: tuple[Band, ...] = ()  # ascending by start
    view: View | None = None  # None: as it is written
    report: Choice = field(default_factory=Choice)
    brand: Brand = field(default_factory=Brand)

    @property
    def levels(self) -> tuple[str, ...]:
        """The columns of all hierarchies, each once."""
        return tuple(dict.fromkeys(level for hierarchy in self.hierarchies for level in hierarchy.levels))

    @property
    def groupings(self) -> tuple[tuple[str, ...], ...]:
        """The columns that tell entities apart: () for the total, then hierarchy by hierarchy from coarse to fine, each once."""
        found = {hierarchy.levels[:depth]: None for hierarchy in self.hierarchies for depth in range(len(hierarchy.levels) + 1)}
        return tuple({(): None} | found)

    def band(self, score: float) -> Band | None:
        """The status of a score; the edge belongs to the upper band, give or take what floats lose. None for NaN."""
        return next((band for band in reversed(self.status) if band.start <= score + 1e-9), None)
