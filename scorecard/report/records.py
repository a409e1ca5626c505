"""What is printed: text that is already formatted, and the numbers that charts are drawn from.

Enters: from `report.page`. Leaves: to the templates, which lay it out and decide nothing. Chart numbers are per cent of the
drawing's width or height; None is a gap. Named tuples, since to make so many dataclasses costs a small run 2% of its time.
"""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from scorecard.records.comparison import Cause
from scorecard.records.definition import Digits, Language, NodeKind
from scorecard.records.presentation import Face, Paper, Section


class Status(NamedTuple):
    """A band's name and its look: `level` 0 (worst) to 4 (best) chooses shape and colour from a fixed set."""

    name: str
    level: int


class BandLine(NamedTuple):
    """A line of the legend."""

    status: Status
    range: str


class Bullet(NamedTuple):
    """A score on the scale of 0 to 100: `bar` now, `tick` at baseline."""

    bar: float | None
    tick: float | None
    low: str = ""  # the value that scores 0
    high: str = ""  # the value that scores 100
    whisker: tuple[float, float] | None = None  # the 95% interval of the score
    within: str = ""  # the same, said


class Spark(NamedTuple):
    """A line through the periods, in stretches between gaps, and the place of its last point."""

    stretches: tuple[tuple[tuple[float, float], ...], ...]  # x, y; y downwards
    end: tuple[float, float] | None


class Row(NamedTuple):
    """A node in the tables of scores. Values and their change are empty for all but measures."""

    name: str
    kind: NodeKind
    depth: int
    weight: str  # share of the total
    baseline: str
    target: str
    change: str
    baseline_score: str
    score: str
    points: str  # change of the score
    status: Status | None
    coverage: str
    is_partial: bool  # there is a score, and not all of the weight stands behind it
    bullet: Bullet
    spark: Spark | None
    notes: tuple[str, ...]  # why something is missing; how many answered
    within: str  # the 95% interval of the value now; empty where it is no sample's
    sure: str  # how sure the status is, where that is not very
    change_noise: bool  # samples stand behind the change of the value, and it is no more than noise
    points_noise: bool  # the same of the score's
    node: int  # its place in the tree
    raw: tuple[str, ...]  # what columns are sorted by: the measure's value at baseline, now, and the change; plain numbers


class Cover(NamedTuple):
    title: str
    description: str  # what is compared, in a line
    score: Row
    dates: tuple[tuple[str, str], ...]  # label, text


class Summary(NamedTuple):
    sentences: tuple[str, ...]
    rows: tuple[Row, ...]  # the total, then the perspectives


class Perspective(NamedTuple):
    id: str  # an anchor
    title: str
    rows: tuple[Row, ...]  # the perspective itself first
    commentary: tuple[tuple[str, tuple[Block, ...]], ...]  # what the author says, of it and of what is below: name, text


class Effect(NamedTuple):
    """A part of the change: a bar from `start`, `width` wide, on an axis that crosses zero at `Changes.zero`."""

    name: str
    above: str  # the nodes it stands under
    why: str
    points: str
    sign: int
    cause: Cause | Literal["rest"]
    start: float
    width: float
    noise: bool  # samples stand behind it, and it is no more than noise
    node: int | None = None  # its place in the tree


class Changes(NamedTuple):
    by_perspective: tuple[Effect, ...]
    by_cause: tuple[Effect, ...]
    total: str
    one_sided: str  # how much of the total is owed to scores on one side only
    zero: float
    missing: str  # why there is no split; empty where there is one
    within: str  # the 95% interval of the total's change; empty where no sample stands behind it
    noise: bool  # the total's change is no more than noise
    marked: bool  # something here bears the mark of noise


class Sides(NamedTuple):
    """What facts alone and perceptions alone say of a node, both as text and as their places on 0 to 100."""

    name: str
    above: str  # the nodes it stands under
    is_group: bool  # the total or a perspective
    facts: str
    perceptions: str
    distance: str
    is_far: bool  # so far apart that one should ask why
    facts_at: float
    perceptions_at: float


class Kinds(NamedTuple):
    sentence: str
    groups: tuple[Sides, ...]  # the total and the perspectives, in their order
    factors: tuple[Sides, ...]  # the widest apart first


Point = tuple[float, float]
"""x, y; y downwards."""


class Course(NamedTuple):
    """A measure through the periods shown and those to come."""

    name: str
    above: str  # the nodes it stands under
    now: str
    ahead: str
    expected_text: str  # what a dated target expects; empty without one
    is_behind: bool  # the forecast misses it
    past: tuple[tuple[Point, ...], ...]  # stretches between gaps
    coming: tuple[Point, ...]  # from the last value on
    band: tuple[Point, ...]  # around the interval of the forecast
    expected: tuple[Point, ...]


class Heading(NamedTuple):
    sentences: tuple[str, ...]
    courses: tuple[Course, ...]
    has_expected: bool
    methods: tuple[str, ...]  # how the forecasts are made


class PlannedStep(NamedTuple):
    """A strategy with its measures; or, without a name, what an initiative should move."""

    name: str
    notes: tuple[str, ...]
    rows: tuple[Row, ...]
    nothing: str  # what is said where there are no rows


class Plan(NamedTuple):
    """A goal or an initiative."""

    name: str
    notes: tuple[str, ...]
    owner: str
    day: str  # by which it is to be reached, or done
    start: str
    status: str  # of an initiative
    late: Status | None  # the mark of one that is overdue
    steps: tuple[PlannedStep, ...]


class Plans(NamedTuple):
    sentences: tuple[str, ...]
    goals: tuple[Plan, ...]
    initiatives: tuple[Plan, ...]


class Insights(NamedTuple):
    """Sentences, the weightiest first."""

    strengths: tuple[str, ...]
    gaps: tuple[str, ...]
    steps: tuple[str, ...]


class Arrow(NamedTuple):
    """Between two rows of the map, from below to above: the places of its ends."""

    source: float
    target: float


class Box(NamedTuple):
    name: str
    score: str
    status: Status | None


class MapRow(NamedTuple):
    name: str  # the perspective's
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]  # that lead into it from the row below


class Map(NamedTuple):
    rows: tuple[MapRow, ...]
    others: tuple[str, ...]  # arrows between rows that are no neighbours, in words


class Dumbbell(NamedTuple):
    """A measure's score at baseline and now, as text and as places on 0 to 100."""

    name: str
    above: str
    before: str
    after: str
    points: str
    before_at: float
    after_at: float
    noise: bool
    node: int  # its place in the tree


class Step(NamedTuple):
    """A bar of the waterfall from `start`, `width` wide; the first and last stand for the totals."""

    name: str
    text: str
    start: float
    width: float
    sign: int  # 0: a total
    noise: bool


class Ranked(NamedTuple):
    """A unit among those of its level."""

    name: str
    rank: str
    score: str
    bullet: Bullet
    status: Status | None
    unit: int  # its place among the entities


class Ranking(NamedTuple):
    level: str
    rows: tuple[Ranked, ...]
    note: str  # where only some are shown


class Sheet(NamedTuple):
    """A measure on a page of its own."""

    id: str  # an anchor
    row: Row
    above: str
    facts: tuple[tuple[str, str], ...]  # label, text
    periods: tuple[tuple[str, str, str], ...]  # period, value, score
    commentary: tuple[Block, ...]
    course: Course | None  # with its forecast, where there is one


class Run(NamedTuple):
    """A stretch of an author's text."""

    text: str
    look: Literal["", "strong", "em", "code"]
    link: str  # https, mailto or empty


class Block(NamedTuple):
    """A paragraph, or an item of a list."""

    kind: Literal["p", "ul", "ol"]
    items: tuple[tuple[Run, ...], ...]  # of a paragraph one


class HeatCell(NamedTuple):
    text: str
    level: int | None  # the status's; None: no colour
    title: str  # what is said on hovering


class HeatRow(NamedTuple):
    name: str
    depth: int
    rank: str
    points: str
    noise: bool  # the change is no more than noise
    cells: tuple[HeatCell, ...]  # the total, then the perspectives
    unit: int  # its place among the entities


class Entities(NamedTuple):
    """The units of one hierarchy."""

    id: str  # an anchor
    name: str  # the hierarchy's, where there are several
    by: str  # the levels, as said in a sentence
    depth: int  # the finest level shown
    columns: tuple[str, ...]
    nodes: tuple[int, ...]  # of the columns: their places in the tree
    rows: tuple[HeatRow, ...]  # all of them
    some: tuple[HeatRow, ...]  # where there are many: those in the section; the appendix holds all
    remarks: tuple[str, ...]  # on all
    note: str  # on those


class Gap(NamedTuple):
    measure: str
    where: str
    why: str


class Source(NamedTuple):
    dataset: str
    file: str
    rows: str
    bad: str
    excluded: str
    examples: tuple[str, ...]


class Remark(NamedTuple):
    level: str
    message: str
    place: str


class DataNotes(NamedTuple):
    coverage: str
    gaps: tuple[Gap, ...]
    sources: tuple[Source, ...]
    remarks: tuple[Remark, ...]


class Weight(NamedTuple):
    name: str
    kind: NodeKind
    depth: int
    weight: str  # share of the total
    target: str  # of a leaf; of the others, how their score comes about


class Computed(NamedTuple):
    name: str
    how: str
    notes: tuple[str, ...]


class Rubric(NamedTuple):
    """What assessors chose from."""

    name: str  # the measure's
    levels: tuple[tuple[str, str], ...]  # number, meaning


class Method(NamedTuple):
    lines: tuple[str, ...]
    weights: tuple[Weight, ...]
    measures: tuple[Computed, ...]
    rubrics: tuple[Rubric, ...]
    facts: tuple[tuple[str, str], ...]  # provenance: label, text


class Palette(NamedTuple):
    """Colours as `#rrggbb`."""

    accent: str  # of headings, links and rules
    bar: str  # of bars and lines in drawings
    tint: str  # of areas, light
    second: str  # of what stands beside them


class Look(NamedTuple):
    """The client's, or the house's own where there is none. Colours are those on white, as in `Palette`."""

    logo: str  # as data:, for <img>; empty without one
    ratio: float  # of the logo: width / height
    accent: str
    bar: str
    tint: str
    second: str
    night: Palette | None  # on a dark screen; None: the house's
    faces: tuple[Face, ...]  # the client's fonts
    footer: str  # a line; empty without one


class Page(NamedTuple):
    """The whole report. Sections that have nothing to say are None or empty."""

    language: Language
    digits: Digits
    direction: Literal["ltr", "rtl"]
    title: str
    running: str  # the title, short enough for the head of every page
    version: str
    baseline: str  # the period's name; empty where nothing is compared
    target: str  # the period's name
    snapshot: bool  # no periods: all data at once
    has_history: bool
    has_samples: bool  # some score has an interval
    noise: str  # what the mark of noise means; empty where no change bears it
    bands: tuple[BandLine, ...]
    shades: tuple[tuple[float, float, int], ...]  # of the bands, from 0 to 100: start, width, level
    cover: Cover
    summary: Summary
    perspectives: tuple[Perspective, ...]
    changes: Changes | None
    kinds: Kinds | None  # facts and perceptions
    heading: Heading | None  # forecasts
    plans: Plans | None  # goals and initiatives
    entities: tuple[Entities, ...]
    notes: DataNotes
    method: Method
    sections: tuple[Section, ...]  # what is printed, in its order
    paper: Paper
    contents: tuple[tuple[str, str], ...]  # anchor, title
    insights: Insights
    waterfall: tuple[Step, ...]
    dumbbells: tuple[Dumbbell, ...]
    dumbbells_said: str
    map: Map | None
    rankings: tuple[Ranking, ...]
    sheets: tuple[Sheet, ...]
    glossary: tuple[tuple[str, str], ...]
    brand: Look
    explorer: dict[str, Any]  # what the script of the screen's page works with
