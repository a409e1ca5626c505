"""A formula after checking: arithmetic over aggregates of rows, or over other measures.

Enters: what `formula/` made of the author's text. Leaves: to `definition` (stored), `sources` (which columns, as what),
`values` (what to ask the engine, what to compute after).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from scorecard.problems import Place

ColumnType = Literal["number", "text", "date", "boolean", "any"]
"""What a mention of a column asks it to be; `any`: the mention does not tell (`count(distinct x)`, `x is null`)."""

AggregateFunction = Literal["count", "count_distinct", "sum", "avg", "min", "max", "median", "quantile", "stddev"]

PERIOD_NAMES = ("period_start", "period_end", "period_days", "year_start")
"""Names that a row expression may use for the window at hand. In SQL they stand as columns quoted `"@period_start"`."""

Operator = Literal[
    "+", "-", "*", "/", "negative",
    "=", "<>", "<", "<=", ">", ">=", "and", "or", "not", "is_null",
    "coalesce", "nullif", "abs", "round", "case",
]  # fmt: skip
"""`case` takes its operands flat: condition, result, condition, result, …, else (a `Number(None)` where absent)."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A column's name in a row expression: where it stands and what it is used as."""

    column: str
    type: ColumnType
    place: Place
    beside: str | None = None  # another column that it is compared or mixed with, where that does not tell a type either


@dataclass(frozen=True, slots=True)
class RowExpression:
    """Conditions per row, all of which must hold, as SQL made anew from the checked tree (DuckDB's dialect, columns quoted)."""

    conditions: tuple[str, ...]
    mentions: tuple[Mention, ...]
    text: str = field(default="", compare=False)  # as the author wrote it, for people

    @property
    def sql(self) -> str:
        return " AND ".join(self.conditions)


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One aggregate over the rows of a window, filter included: with window and interval it becomes an atom.

    Equal records mean equal numbers, so formulas share them."""

    function: AggregateFunction
    argument: str | None = None  # SQL of the value per row; None for count(*)
    where: tuple[str, ...] = ()  # SQL of conditions that must all hold, sorted, each once; none: every row
    parameter: float | None = None  # the quantile's fraction
    ends: tuple[float, float] | None = field(default=None, compare=False)  # the argument lies between these, where that is known


@dataclass(frozen=True, slots=True)
class Number:
    """A literal; None is SQL's NULL (a missing number)."""

    value: float | None


@dataclass(frozen=True, slots=True)
class MeasureTerm:
    """Another measure's value, in the same entity, in this period or one related to it."""

    measure: str
    shift: Literal["same", "previous", "year_ago", "baseline"] = "same"


@dataclass(frozen=True, slots=True)
class Operation:
    operator: Operator
    operands: tuple[Term, ...]


Term = Number | Aggregate | MeasureTerm | Operation


@dataclass(frozen=True, slots=True)
class Written:
    """The author's own words for a formula over rows, apart, so that they can be told in any language."""

    text: str  # the formula; of a share the condition; empty for a survey, which has none
    is_share: bool = False
    among: str = ""  # of a share: the rows that it is a share of
    where: str = ""  # the filter that the measure puts around it


@dataclass(frozen=True, slots=True)
class Formula:
    """Checked arithmetic. Over rows the leaves are Aggregates, in a derived measure MeasureTerms."""

    text: str  # as the author wrote it, for people
    tree: Term
    mentions: tuple[Mention, ...] = ()  # columns, for formulas over rows
    rows: Aggregate | None = None  # count(*) under the denominator's filter, or the widest: the measure's n; None if derived
    written: Written | None = field(default=None, compare=False)  # None if derived


@dataclass(frozen=True, slots=True)
class Sampling:
    """What the standard error of a value is made of. Every value here is `scale` × Σy / Σx over rows, x and y being 0 in rows
    that do not count.

    moments, by kind - share: rows that hold, rows among; nps: promoters, detractors, answers; mean: answers, Σy, Σy²;
    ratio: rows that count, Σx, Σy, Σx², Σy², Σxy."""

    kind: Literal["share", "nps", "mean", "ratio"]
    moments: tuple[Aggregate, ...]
    y: str  # SQL of the numerator per row
    x: str  # SQL of the denominator per row
    scale: float = 1.0


def identifier(name: str) -> str:
    """A column's name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def leaves(term: Term) -> tuple[Aggregate | MeasureTerm, ...]:
    """The aggregates or measures of a tree, each once, in order of appearance."""
    found: dict[Aggregate | MeasureTerm, None] = {}

    def walk(term: Term) -> None:
        if isinstance(term, Operation):
            for operand in term.operands:
                walk(operand)
        elif not isinstance(term, Number):
            found[term] = None

    walk(term)
    return tuple(found)


def together(*conditions: tuple[str, ...]) -> tuple[str, ...]:
    """The filter in which all of these hold, in the one form that `Aggregate.where` has."""
    return tuple(sorted({condition for part in conditions for condition in part}))


def seen(aggregate: Aggregate) -> Aggregate:
    """The count of the rows that an aggregate rests on: a sum on all that its filter lets in (a blank adds nothing), an average
    or an extreme on those that hold a value."""
    if aggregate.argument is None or aggregate.function in ("sum", "count_distinct"):
        return Aggregate("count", where=aggregate.where)
    return Aggregate("count", where=together(aggregate.where, (f"({aggregate.argument} IS NOT NULL)",)))
