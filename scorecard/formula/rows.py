"""A checked tree -> SQL for one row: a condition or a value, with every column it mentions and as what.

Enters: sqlglot's tree after `parse`. Leaves: `RowExpression`, whose SQL is written here word by word (DuckDB's dialect).
Division by zero is NULL, as everywhere in the house. A column is read as what it is compared with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from sqlglot import exp

from scorecard.formula.parse import (
    AGGREGATE_FUNCTIONS,
    COMPARISONS,
    OPERATORS,
    ROW_FUNCTIONS,
    SECONDS,
    PlaceOf,
    construct,
    parse,
    place,
    unknown_function,
)
from scorecard.problems import Faults, Problem, fault, nearest
from scorecard.records.formula import PERIOD_NAMES, ColumnType, Mention, RowExpression, identifier
from scorecard.spelling import DIGITS, fold

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
NOT_GREGORIAN = re.compile(r"1([34]\d\d|500)[-/]", re.ASCII)  # years of the Jalali and Hijri calendars
AGGREGATES = (exp.Count, exp.Sum, exp.Avg, exp.Min, exp.Max, exp.Median, exp.Quantile, exp.Stddev, exp.Filter)


def row_condition(text: str, place_of: PlaceOf, columns: Mapping[str, ColumnType] | None = None) -> RowExpression:
    """A condition per row, e.g. `stage = 'won'`. Raises Faults. `columns`: the only ones that there are, where they are known."""
    tree = parse(text, place_of)
    rows = Rows(text, place_of, columns)
    conditions = rows.conditions(tree)
    if rows.problems:
        raise Faults(rows.problems)
    return RowExpression(conditions, tuple(rows.mentions), text)


@dataclass
class Rows:
    """Writes row SQL and gathers mentions and faults while it goes; one per text.

    `known`: the columns that there are and what they hold; None: any column may be named and is read as what it is used as."""

    text: str
    place_of: PlaceOf
    known: Mapping[str, ColumnType] | None = None
    mentions: list[Mention] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def fault(self, code: str, node: exp.Expression, **facts: object) -> str:
        self.problems.append(fault(code, place(node, self.text, self.place_of), **facts))
        return "NULL"

    def conditions(self, node: exp.Expression) -> tuple[str, ...]:
        """A condition as the parts of its outermost `and`, so that equal filters meet however they are put together."""
        if isinstance(node, exp.Paren):
            return self.conditions(node.this)
        if isinstance(node, exp.And):
            return (*self.conditions(node.this), *self.conditions(node.expression))
        return (self.sql(node, "boolean"),)

    def sql(self, node: exp.Expression, wanted: ColumnType) -> str:
        """SQL of `node`, which must be what is wanted; a bare column becomes that."""
        if isinstance(node, exp.Paren):
            return f"({self.sql(node.this, wanted)})"
        if isinstance(node, AGGREGATES):
            return self.aggregate(node, wanted)
        if isinstance(node, exp.Column):
            return self.column(node, wanted)
        found = self.kind(node)
        as_date = wanted == "date" and isinstance(node, exp.Literal) and node.is_string
        if "any" not in (found, wanted) and found != wanted and not as_date:
            return self.fault("formula-types", node, wanted=wanted, found=found)
        if isinstance(node, exp.Literal):
            return self.texts(node)[0] if node.is_string and wanted != "date" else self.literal(node)
        if isinstance(node, exp.Cast):
            return self.literal(node.this)
        if isinstance(node, exp.Boolean):
            return "TRUE" if node.this else "FALSE"
        if isinstance(node, exp.Null):
            return "NULL"
        if type(node) in OPERATORS:
            return self.binary(node)
        if isinstance(node, exp.Not) and isinstance(node.this, exp.Is) and isinstance(node.this.expression, exp.Null):
            return f"({self.sql(node.this.this, 'any')} IS NOT NULL)"
        if isinstance(node, exp.Not):
            return f"(NOT {self.sql(node.this, 'boolean')})"
        if isinstance(node, exp.Neg):
            return f"(-{self.sql(node.this, 'number')})"
        if isinstance(node, exp.Is):
            to = node.expression
            if isinstance(to, exp.Null):
                return f"({self.sql(node.this, 'any')} IS NULL)"
            return f"({self.sql(node.this, 'boolean')} IS {self.sql(to, 'boolean')})"
        if isinstance(node, exp.Between):
            parts = (node.this, node.args["low"], node.args["high"])
            shared = self.agreed(*parts)
            value, low, high = (self.sql(part, shared) for part in parts)
            return f"({value} BETWEEN {low} AND {high})"
        if isinstance(node, exp.In):
            if not all(literal(option) for option in node.expressions):
                return self.fault("formula-in-list", node)
            shared = self.agreed(node.this, *node.expressions)
            options = [sql for option in node.expressions for sql in self.options(option, shared)]
            return f"({self.sql(node.this, shared)} IN ({', '.join(options)}))"
        return self.function(node, wanted)

    def column(self, node: exp.Column, wanted: ColumnType) -> str:
        name = node.name
        if name in PERIOD_NAMES:
            is_number = name == "period_days"
            if wanted not in ("any", "number" if is_number else "date"):
                return self.fault("formula-types", node, wanted=wanted, found="number" if is_number else "date")
            return f'"@{name}"'
        if name.startswith("@") or "\0" in name:
            return self.fault("formula-not-allowed", node, what=name[:20])
        if self.known is not None:
            return self.known_column(node, wanted, self.known)
        self.mentions.append(Mention(name, wanted, place(node.this, self.text, self.place_of)))
        return identifier(name)

    def known_column(self, node: exp.Column, wanted: ColumnType, known: Mapping[str, ColumnType]) -> str:
        name = node.name
        if name not in known:
            return self.fault("per-column-unknown", node, column=name, nearest=nearest(name, known), known=tuple(known))
        if wanted not in ("any", known[name]):
            found = "key" if known[name] == "any" else known[name]
            return self.fault("per-column-type", node, column=name, wanted=wanted, found=found)
        return identifier(name)

    def aggregate(self, node: exp.Expression, wanted: ColumnType) -> str:
        return self.fault("formula-aggregate-in-row", node)

    def fraction(self, node: exp.Quantile) -> float:
        """The second value of quantile."""
        given = node.args["quantile"]
        fraction = float(given.this) if isinstance(given, exp.Literal) and not given.is_string else -1.0
        if not 0 <= fraction <= 1:
            percent = f"{fraction / 100:g}" if 1 < fraction <= 100 else ""
            self.fault("formula-quantile", given, fraction=percent)
        return fraction

    def texts(self, node: exp.Literal) -> list[str]:
        """A text in each spelling under which the data may hold it: as written, and as cells are cleaned."""
        text = str(node.this)
        spellings = [text] if text.isascii() and text == text.strip() else [text, fold(text, False), fold(text, True)]
        if any('"@' in each for each in spellings):  # the engine's own names: no text may look like one
            return [self.fault("formula-not-allowed", node, what='"@')]
        return [quote(each) for each in dict.fromkeys(spellings)]

    def options(self, node: exp.Expression, wanted: ColumnType) -> list[str]:
        """What a value may equal in order to be `node`."""
        if isinstance(node, exp.Literal) and node.is_string and wanted == "text":
            return self.texts(node)
        return [self.sql(node, wanted)]

    def literal(self, node: exp.Literal) -> str:
        if not node.is_string:
            return number_sql(str(node.this))
        from datetime import date

        text = str(node.this).translate(str.maketrans(*DIGITS))
        if NOT_GREGORIAN.match(text):
            return self.fault("formula-date-calendar", node, text=text, **gregorian(text))
        try:
            if not ISO_DATE.fullmatch(text):
                raise ValueError  # Python knows other forms, the engine does not
            return f"DATE {quote(date.fromisoformat(text).isoformat())}"
        except ValueError:
            return self.fault("formula-date", node, text=text)

    def binary(self, node: exp.Expression) -> str:
        operator, left, right = OPERATORS[type(node)], node.this, node.expression
        if operator in ("and", "or"):
            return f"({self.sql(left, 'boolean')} {operator.upper()} {self.sql(right, 'boolean')})"
        if operator in COMPARISONS:
            if isinstance(left, exp.Null) or isinstance(right, exp.Null):
                return self.fault("formula-null-comparison", node)
            shared = self.agreed(left, right)
            if operator in ("=", "<>"):
                if isinstance(left, exp.Literal):
                    left, right = right, left
                value, options = self.sql(left, shared), self.options(right, shared)
                if len(options) > 1:
                    return f"({value} {'IN' if operator == '=' else 'NOT IN'} ({', '.join(options)}))"
                return f"({value} {operator} {options[0]})"
            return f"({self.sql(left, shared)} {operator} {self.sql(right, shared)})"
        first, second = self.sql(left, "number"), self.sql(right, "number")
        return f"({first} / NULLIF({second}, 0))" if operator == "/" else f"({first} {operator} {second})"

    def function(self, node: exp.Expression, wanted: ColumnType) -> str:
        if isinstance(node, exp.Case):
            results = [branch.args["true"] for branch in node.args["ifs"]]
            default = node.args.get("default")
            shared = wanted if wanted != "any" else self.agreed(*results, *([default] if default is not None else []))
            whens = " ".join(
                f"WHEN {self.sql(branch.this, 'boolean')} THEN {self.sql(branch.args['true'], shared)}"
                for branch in node.args["ifs"]
            )
            return f"CASE {whens} ELSE {'NULL' if default is None else self.sql(default, shared)} END"
        if isinstance(node, exp.Coalesce):
            parts = [node.this, *node.expressions]
            shared = wanted if wanted != "any" else self.agreed(*parts)
            return f"COALESCE({', '.join(self.sql(part, shared) for part in parts)})"
        if isinstance(node, exp.Nullif):
            shared = self.agreed(node.this, node.expression)
            value = self.sql(node.this, shared)
            for option in self.options(node.expression, shared):
                value = f"NULLIF({value}, {option})"
            return value
        if isinstance(node, exp.Abs):
            return f"ABS({self.sql(node.this, 'number')})"
        if isinstance(node, exp.Round):
            digits = node.args.get("decimals")
            if digits is not None and not (
                isinstance(digits, exp.Literal) and str(digits.this).isdigit() and int(digits.this) < 16
            ):
                return self.fault("formula-round", digits)
            return f"ROUND({self.sql(node.this, 'number')}, {0 if digits is None else int(digits.this)})"
        if isinstance(node, exp.Lower | exp.Upper | exp.Trim):
            return f"{node.sql_name()}({self.sql(node.this, 'text')})"
        if isinstance(node, exp.Anonymous):
            name = node.name.lower()
            if name not in SECONDS:
                where = place(node, self.text, self.place_of)
                self.problems.append(unknown_function(node.name, where, (*ROW_FUNCTIONS, *AGGREGATE_FUNCTIONS)))
                return "NULL"
            if len(node.expressions) != 2:
                return self.fault("formula-arguments", node, name=name, wanted=2, found=len(node.expressions))
            start, end = (self.sql(part, "date") for part in node.expressions)
            return f"((EPOCH({end}) - EPOCH({start})) / {SECONDS[name]}e0)"
        return self.fault("formula-not-allowed", node, what=construct(node))

    def agreed(self, *nodes: exp.Expression) -> ColumnType:
        """What several nodes must be together. Columns among which none tells are noted to be alike."""
        shared = self.common(*nodes)
        if shared == "any" and self.known is None:
            columns = [column for node in nodes for column in values(node)]
            for first, second in pairwise(columns):
                where = place(second.this, self.text, self.place_of)
                self.mentions.append(Mention(second.name, "any", where, first.name))
        return shared

    def kind(self, node: exp.Expression) -> ColumnType:
        """What a node is by itself; `any` where only its surroundings can tell (a bare column, NULL)."""
        if isinstance(node, exp.Paren):
            return self.kind(node.this)
        if isinstance(node, exp.Literal):
            return "text" if node.is_string else "number"
        if isinstance(node, exp.Cast):
            return "date"
        if isinstance(node, exp.Column) and node.name in PERIOD_NAMES:
            return "number" if node.name == "period_days" else "date"
        if isinstance(node, exp.Column) and self.known:
            return self.known.get(node.name, "any")
        if isinstance(node, exp.Filter):
            return self.kind(node.this)
        if isinstance(node, AGGREGATES) and not isinstance(node, exp.Min | exp.Max):  # these are what they are taken of
            return "number"
        if isinstance(node, exp.Boolean | exp.Not | exp.Is | exp.Between | exp.In):
            return "boolean"
        if type(node) in OPERATORS:
            return "number" if OPERATORS[type(node)] in "+-*/" else "boolean"
        if isinstance(node, exp.Anonymous):  # an unknown function is fault enough by itself
            return "number" if node.name.lower() in SECONDS else "any"
        if isinstance(node, exp.Neg | exp.Abs | exp.Round):
            return "number"
        if isinstance(node, exp.Lower | exp.Upper | exp.Trim):
            return "text"
        if isinstance(node, exp.Coalesce):
            return self.common(node.this, *node.expressions)
        if isinstance(node, exp.Nullif):
            return self.common(node.this, node.expression)
        if isinstance(node, exp.Case):
            return self.common(*(branch.args["true"] for branch in node.args["ifs"]), *filter(None, [node.args.get("default")]))
        return "any"

    def common(self, *nodes: exp.Expression) -> ColumnType:
        """What several nodes are together. Text that looks like a date is one beside a date, or beside a bare column."""
        kinds = [self.kind(node) for node in nodes]
        told = {found for found in kinds if found != "any"}
        if "text" in told and told <= {"text", "date"}:
            texts = [node for node, found in zip(nodes, kinds, strict=True) if found == "text"]
            if all(isinstance(node, exp.Literal) and ISO_DATE.fullmatch(str(node.this)) for node in texts):
                return "date"
        return next((found for found in kinds if found != "any"), "any")


def values(node: exp.Expression) -> Iterator[exp.Column]:
    """The columns that a node may take its value from."""
    if isinstance(node, exp.Column):
        yield node
    parts: list[exp.Expression] = []
    if isinstance(node, exp.Paren):
        parts = [node.this]
    elif isinstance(node, exp.Coalesce | exp.Nullif):
        parts = [node.this, *node.expressions, *filter(None, [node.args.get("expression")])]
    elif isinstance(node, exp.Case):
        parts = [*(branch.args["true"] for branch in node.args["ifs"]), *filter(None, [node.args.get("default")])]
    for part in parts:
        yield from values(part)


def literal(node: exp.Expression) -> bool:
    return isinstance(node.this if isinstance(node, exp.Neg) else node, exp.Literal)


def number_sql(text: str) -> str:
    """A number as a DOUBLE literal: DuckDB reads 0.1 as a decimal and 7 as a 32-bit integer, which overflow."""
    return text if "e" in text.lower() else f"{text}e0"


def quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def gregorian(text: str) -> dict[str, str]:
    """The Gregorian day that a date of the Jalali and of the Hijri calendar is, where it is one."""
    from scorecard import periods
    from scorecard.records.definition import Calendar

    found = {"jalali": "", "hijri": ""}
    for calendar in (Calendar("jalali"), Calendar("hijri")):
        try:
            found[calendar.type] = periods.parse_date(text, calendar).isoformat()
        except ValueError:
            continue
    return found
