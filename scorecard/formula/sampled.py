"""A formula over rows that are a sample -> where its standard error comes from.

Enters: a formula's tree. Leaves: `Sampling` for what is a ratio of two totals over rows: a share, an average, a sum over a
count or over another sum, each times a number; None for anything else, which then has no interval.
"""

from __future__ import annotations

from dataclasses import replace

from scorecard.records.formula import Aggregate, Number, Operation, Sampling, Term, seen, together


def sampled(term: Term) -> Sampling | None:
    """By linearisation (Taylor), for shares and averages by their own variance."""
    if isinstance(term, Aggregate) and term.function == "avg":
        count, total = seen(term), replace(term, function="sum")
        squares = replace(total, argument=f"({term.argument} * {term.argument})")
        return Sampling("mean", (count, total, squares), _per_row(total), _per_row(count))
    if not isinstance(term, Operation):
        return None
    if term.operator == "*":
        for number, other in (term.operands, term.operands[::-1]):
            if isinstance(number, Number) and number.value and (found := sampled(other)):
                return replace(found, scale=found.scale * number.value)
    if term.operator != "/":
        return None
    over, under = term.operands
    if isinstance(under, Number) and under.value and (found := sampled(over)):
        return replace(found, scale=found.scale / under.value)
    if isinstance(over, Operation) and over.operator == "*":
        for number, other in (over.operands, over.operands[::-1]):
            if isinstance(number, Number) and number.value and (found := sampled(Operation("/", (other, under)))):
                return replace(found, scale=found.scale * number.value)
    if not (isinstance(over, Aggregate) and isinstance(under, Aggregate)):
        return None
    if {over.function, under.function} - {"count", "sum"}:
        return None
    if over.function == under.function == "count" and set(under.where) <= set(over.where):
        return Sampling("share", (over, under), _per_row(over), _per_row(under))
    return _ratio(over, under)


def _ratio(over: Aggregate, under: Aggregate) -> Sampling:
    rows = Aggregate("count", where=under.where)
    x, y = _value(under), _value(over)
    inside = together(over.where, under.where)
    moments = (
        rows, under, Aggregate("sum", y, inside), Aggregate("sum", f"({x} * {x})", under.where),
        Aggregate("sum", f"({y} * {y})", inside), Aggregate("sum", f"({x} * {y})", inside),
    )  # fmt: skip
    return Sampling("ratio", moments, _per_row(replace(over, where=inside)), _per_row(under))


def _value(aggregate: Aggregate) -> str:
    return "1e0" if aggregate.function == "count" else f"COALESCE({aggregate.argument}, 0e0)"


def _per_row(aggregate: Aggregate) -> str:
    """What a row adds to the aggregate."""
    value = _value(aggregate)
    return f"CASE WHEN {' AND '.join(aggregate.where)} THEN {value} ELSE 0e0 END" if aggregate.where else value
