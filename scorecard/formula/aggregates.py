"""Formulas over a dataset's rows -> arithmetic over aggregates.

Enters: `formula:`, or `share:` with `of:`, as text. Leaves: `Formula` whose leaves are `Aggregate`s, each with its filter
(the measure's `where` included), and `rows`, the aggregate that counts the measure's n.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlglot import exp

from scorecard.formula.parse import (
    AGGREGATE_FUNCTIONS,
    OPERATORS,
    ROW_FUNCTIONS,
    SECONDS,
    PlaceOf,
    construct,
    parse,
    place,
    unknown_function,
)
from scorecard.formula.rows import Rows, row_condition
from scorecard.problems import Faults, Problem
from scorecard.records.formula import (
    Aggregate,
    AggregateFunction,
    ColumnType,
    Formula,
    Number,
    Operation,
    Operator,
    RowExpression,
    Term,
    Written,
    leaves,
    seen,
    together,
)

NAMES: dict[type[exp.Expression], AggregateFunction] = {node: name for name, node in AGGREGATE_FUNCTIONS.items()}


def over_rows(
    text: str, place_of: PlaceOf, where: RowExpression | None = None, columns: Mapping[str, ColumnType] | None = None
) -> Formula:
    """A formula such as `sum(amount) / count(*)`; `where` filters every aggregate in it. Raises Faults.

    `columns`: the only ones that there are, those of `per` and its key. The formula then mentions none of them: they are not
    the dataset's."""
    tree = parse(text, place_of)
    compiler = _Aggregates(text, place_of, where.conditions if where else (), columns)
    term = compiler.term(tree)
    if not compiler.rows.problems and not leaves(term):
        compiler.rows.fault("formula-no-aggregate", tree)
    if compiler.rows.problems:
        raise Faults(compiler.rows.problems)
    mentions = (*compiler.rows.mentions, *(where.mentions if where else ()))
    written = Written(text, where=where.text if where else "")
    return Formula(_told(text, where), term, mentions, Aggregate("count", where=_counted(term)), written)


def share(
    share: str,
    place_of: PlaceOf,
    of: str | None = None,
    of_place: PlaceOf | None = None,
    where: RowExpression | None = None,
    columns: Mapping[str, ColumnType] | None = None,
) -> Formula:
    """The rows for which `share` holds, among those for which `of` does; `columns` as for `over_rows`. Raises Faults of both."""
    problems: list[Problem] = []
    parts: list[RowExpression] = [where] if where else []
    for text, placed in ((of, of_place), (share, place_of)):
        try:
            if text is not None and placed is not None:
                parts.append(row_condition(text, placed, columns))
        except Faults as faults:
            problems.extend(faults.problems)
    if problems:
        raise Faults(problems)
    among = Aggregate("count", where=together(*(part.conditions for part in parts[:-1])))
    holds = Aggregate("count", where=together(*(part.conditions for part in parts)))
    text = f"share of rows where {share}" + (f", among rows where {of}" if of else "")
    mentions = tuple(mention for part in parts for mention in part.mentions)
    written = Written(share, True, of or "", where.text if where else "")
    return Formula(_told(text, where), Operation("/", (holds, among)), mentions, among, written)


def _told(text: str, where: RowExpression | None) -> str:
    """The formula for people, with the filter that the measure puts around it."""
    return f"{text}, of rows where {where.text}" if where and where.text else text


def _counted(term: Term) -> tuple[str, ...]:
    """The filter of the rows that a formula stands on: its denominator's, or the widest of all its aggregates'."""
    below = term
    while isinstance(below, Operation) and below.operator in ("*", "negative", "round", "-", "+") and below.operands:
        numberless = [operand for operand in below.operands if not isinstance(operand, Number)]
        if len(numberless) != 1:
            break
        below = numberless[0]  # 100 * a / b and a / b - 1 stand on b, too
    if isinstance(below, Operation) and below.operator == "/" and leaves(below.operands[1]):
        below = below.operands[1]
    filters = {seen(leaf).where for leaf in leaves(below) if isinstance(leaf, Aggregate)}
    if () in filters or len(filters) < 2:
        return next(iter(filters), ()) if len(filters) == 1 else ()
    either = " OR ".join(f"({' AND '.join(where)})" for where in sorted(filters))
    return (f"({either})",)


class _Aggregates:
    def __init__(self, text: str, place_of: PlaceOf, where: tuple[str, ...], columns: Mapping[str, ColumnType] | None):
        self.rows = Rows(text, place_of, columns)
        self.where = where

    def term(self, node: exp.Expression) -> Term:
        rows = self.rows
        if isinstance(node, exp.Filter):
            function, condition = node.this, node.expression.this
            if type(function) not in NAMES:
                rows.fault("formula-not-allowed", node, what="filter")
                return Number(None)
            return self.aggregate(function, rows.conditions(condition))
        if type(node) in NAMES:
            return self.aggregate(node, ())
        if isinstance(node, exp.Column):
            rows.fault("formula-bare-column", node, column=node.name)
            return Number(None)
        if isinstance(node, exp.Anonymous) and node.name.lower() in SECONDS:
            rows.fault("formula-row-function", node, name=node.name.lower())
            return Number(None)
        if isinstance(node, exp.Anonymous):
            where = place(node, rows.text, rows.place_of)
            rows.problems.append(unknown_function(node.name, where, (*AGGREGATE_FUNCTIONS, *ROW_FUNCTIONS)))
            return Number(None)
        term = arithmetic(node, self.term)
        if term is None:
            rows.fault("formula-not-allowed", node, what=construct(node))
            return Number(None)
        return term

    def aggregate(self, node: exp.Expression, condition: tuple[str, ...]) -> Term:
        rows, name, argument = self.rows, NAMES[type(node)], node.this
        where = together(self.where, condition)
        if name == "count":
            if isinstance(argument, exp.Star):
                return Aggregate("count", where=where)
            if isinstance(argument, exp.Distinct) and len(argument.expressions) == 1:
                return Aggregate("count_distinct", rows.sql(argument.expressions[0], "any"), where)
            if argument is None or isinstance(argument, exp.Distinct):
                rows.fault("formula-count", node)
                return Number(None)
            return Aggregate("count", where=together(where, (f"({rows.sql(argument, 'any')} IS NOT NULL)",)))
        if isinstance(argument, exp.Distinct | exp.Star):
            rows.fault("formula-distinct", node, name=name)
            return Number(None)
        fraction = rows.fraction(node) if isinstance(node, exp.Quantile) else None
        return Aggregate(name, rows.sql(argument, "number"), where, fraction)


def arithmetic(node: exp.Expression, term: Callable[[exp.Expression], Term]) -> Term | None:
    """What both kinds of formula allow above their leaves, which `term` compiles; None for anything else."""
    if isinstance(node, exp.Paren):
        return term(node.this)
    if isinstance(node, exp.Literal) and not node.is_string:
        return Number(float(node.this))
    if isinstance(node, exp.Null):
        return Number(None)
    operands: list[exp.Expression]
    operator: Operator
    if type(node) in OPERATORS:
        operator, operands = OPERATORS[type(node)], [node.this, node.expression]
    elif isinstance(node, exp.Neg):
        operator, operands = "negative", [node.this]
    elif isinstance(node, exp.Not):
        operator, operands = "not", [node.this]
    elif isinstance(node, exp.Is) and isinstance(node.expression, exp.Null):
        operator, operands = "is_null", [node.this]
    elif isinstance(node, exp.Coalesce):
        operator, operands = "coalesce", [node.this, *node.expressions]
    elif isinstance(node, exp.Nullif):
        operator, operands = "nullif", [node.this, node.expression]
    elif isinstance(node, exp.Abs):
        operator, operands = "abs", [node.this]
    elif isinstance(node, exp.Round):
        operator, operands = "round", [node.this, node.args.get("decimals") or exp.Literal.number(0)]
    elif isinstance(node, exp.Case):
        branches = [part for branch in node.args["ifs"] for part in (branch.this, branch.args["true"])]
        operator, operands = "case", [*branches, node.args.get("default") or exp.Null()]
    elif isinstance(node, exp.Between):
        low, high = node.args["low"], node.args["high"]
        return Operation("and", (term(exp.GTE(this=node.this, expression=low)), term(exp.LTE(this=node.this, expression=high))))
    else:
        return None
    return Operation(operator, tuple(term(operand) for operand in operands))
