"""What is known of each key of `per`, e.g. `invoices: count(distinct order_id)` -> SQL over the rows of one key.

Enters: names and their formulas. Leaves: `PerColumns`. Unlike a measure's own formula, which numpy computes from aggregates,
these are computed by the engine, for there are as many as there are keys. They may be conditions, texts and dates, too.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlglot import exp

from scorecard.formula.aggregates import NAMES
from scorecard.formula.parse import PlaceOf, parse
from scorecard.formula.rows import Rows
from scorecard.problems import Faults, Problem, fault
from scorecard.records.formula import PERIOD_NAMES, ColumnType, Mention


@dataclass(frozen=True, slots=True)
class PerColumns:
    sql: Mapping[str, str]  # name -> an aggregate over the dataset's rows (DuckDB's dialect)
    types: Mapping[str, ColumnType]  # name -> what it holds
    mentions: tuple[Mention, ...]  # the dataset's columns


def per_columns(columns: Mapping[str, str], place_of: Callable[[str], PlaceOf]) -> PerColumns:
    """Columns of a measure with `per`. Raises Faults of all their texts; `place_of` tells where the text of a name stands.

    A sum over nothing is 0, as everywhere in the house; other aggregates over nothing, and x/0, are NULL."""
    sql: dict[str, str] = {}
    types: dict[str, ColumnType] = {}
    mentions: list[Mention] = []
    problems: list[Problem] = []
    named: set[str] = set()
    for name, text in columns.items():
        where = place_of(name)
        if code := _refused(name, named):
            problems.append(fault(code, where(0, max(1, len(text))), name=name))
        named.add(name.casefold())
        try:
            tree = parse(text, where)
            groups = _Groups(text, where)
            found = groups.kind(tree)
            types[name] = "number" if found == "any" else found
            sql[name] = groups.sql(tree, types[name])
            if not groups.problems and not any(type(node) in NAMES for node in tree.walk()):
                groups.fault("formula-no-aggregate", tree)
            problems += groups.problems
            mentions += groups.mentions
        except Faults as faults:
            problems += faults.problems
    if problems:
        raise Faults(problems)
    return PerColumns(sql, types, tuple(mentions))


def _refused(name: str, named: set[str]) -> str | None:
    """What is wrong with a column's name. The engine does not tell capital letters from small ones."""
    if name.casefold() in PERIOD_NAMES or name.startswith("@") or "\0" in name or '"@' in name:
        return "reserved-name"
    return "per-column-twice" if name.casefold() in named else None


class _Groups(Rows):
    """Rows' SQL inside aggregates, and around them what may be around them in a measure's formula, dates and texts included."""

    inside = False

    def column(self, node: exp.Column, wanted: ColumnType) -> str:
        if self.inside or node.name in PERIOD_NAMES:
            return super().column(node, wanted)
        return self.fault("formula-bare-column", node, column=node.name)

    def aggregate(self, node: exp.Expression, wanted: ColumnType) -> str:
        if self.inside:
            return super().aggregate(node, wanted)
        self.inside = True
        condition = None
        if isinstance(node, exp.Filter):
            node, condition = node.this, node.expression.this
        sql = self.call(node, "number" if wanted == "any" else wanted, condition)
        self.inside = False
        return sql

    def call(self, node: exp.Expression, wanted: ColumnType, condition: exp.Expression | None) -> str:
        filtered = "" if condition is None else f" FILTER (WHERE {' AND '.join(self.conditions(condition))})"
        if type(node) not in NAMES:
            return self.fault("formula-not-allowed", node, what="filter")
        name, argument = NAMES[type(node)], node.this
        of_dates = name in ("min", "max") and wanted == "date"
        if wanted != "number" and not of_dates:
            return self.fault("formula-types", node, wanted=wanted, found="number")
        if name == "count":
            return f"CAST(COUNT({self.counted(node)}){filtered} AS DOUBLE)"
        if isinstance(argument, exp.Distinct | exp.Star):
            return self.fault("formula-distinct", node, name=name)
        value = self.sql(argument, wanted)
        if of_dates:
            return f"{name.upper()}({value}){filtered}"
        if isinstance(node, exp.Quantile):
            return f"CAST(QUANTILE_CONT({value}, {self.fraction(node)!r}){filtered} AS DOUBLE)"
        if name in ("sum", "avg", "stddev"):  # in one order, for the last digits hang on it
            called = "STDDEV_SAMP" if name == "stddev" else name.upper()
            sql = f"CAST({called}({value} ORDER BY {value}){filtered} AS DOUBLE)"
            return f"COALESCE({sql}, 0e0)" if name == "sum" else sql
        return f"CAST({name.upper()}({value}){filtered} AS DOUBLE)"

    def counted(self, node: exp.Expression) -> str:
        argument = node.this
        if isinstance(argument, exp.Star):
            return "*"
        if isinstance(argument, exp.Distinct) and len(argument.expressions) == 1:
            return f"DISTINCT {self.sql(argument.expressions[0], 'any')}"
        if argument is None or isinstance(argument, exp.Distinct):
            return self.fault("formula-count", node)
        return self.sql(argument, "any")
