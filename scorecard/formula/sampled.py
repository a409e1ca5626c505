"""A formula over rows that are a sample -> where its standard error comes from.

Enters: a formula's tree. Leaves: `Sampling` for what is a ratio of two totals over rows: a share, an average, counts and sums
added up over others, each times a number, and such a ratio more or less a number; None for anything else, which then has no
interval.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scorecard.records.formula import Aggregate, Number, Operation, Sampling, Term, seen, together

Total = Mapping[Aggregate, float]
"""Counts and sums, each times a number: a total over rows."""


def sampled(term: Term) -> Sampling | None:
    """By linearisation (Taylor); shares and averages by their own variance."""
    found = _ratio(term)
    if not found or not found[0]:
        return None
    (y, over), (x, under) = (_single(total) for total in found)
    if over and under:
        scale = y / x
        if over.function == "sum" and under == seen(replace(over, function="avg")):
            squares = replace(over, argument=f"({over.argument} * {over.argument})")
            return Sampling("mean", (under, over, squares), _row(over), _row(under), scale)
        if over.function == under.function == "count" and set(under.where) <= set(over.where):
            return Sampling("share", (over, under), _row(over), _row(under), scale)
        return _linearised({over: 1.0}, {under: 1.0}, scale)
    if under and (part := _left_over(found[0], under)):
        coefficient, rest = part
        return Sampling("share", (rest, under), _row(rest), _row(under), coefficient / x)
    return _linearised(*found, 1.0)


def _ratio(term: Term) -> tuple[Total, Total] | None:
    """What is divided by what."""
    if isinstance(term, Aggregate) and term.function == "avg":
        return {replace(term, function="sum"): 1.0}, {seen(term): 1.0}
    if not isinstance(term, Operation):
        return None
    if term.operator == "/" and (over := _total(term.operands[0])) and (under := _total(_bare(term.operands[1]))):
        return over, under
    if term.operator == "negative" and (found := _ratio(term.operands[0])):
        return _times(found[0], -1.0), found[1]
    for at, number in enumerate(term.operands[:2]):
        other = term.operands[1 - at] if len(term.operands) == 2 else None
        if not isinstance(number, Number) or number.value is None or other is None or not (found := _ratio(other)):
            continue
        over, under = found
        match term.operator:
            case "*" if number.value:
                return _times(over, number.value), under
            case "/" if number.value and at == 1:
                return _times(over, 1 / number.value), under
            case "+":
                return _plus(over, _times(under, number.value)), under
            case "-" if at == 1:
                return _plus(over, _times(under, -number.value)), under
            case "-":
                return _plus(_times(under, number.value), _times(over, -1.0)), under
    return None


def _total(term: Term) -> Total | None:
    if isinstance(term, Aggregate):
        return {term: 1.0} if term.function in ("count", "sum") else None
    if not isinstance(term, Operation):
        return None
    told = [_total(operand) for operand in term.operands]
    if term.operator == "negative" and told[0]:
        return _times(told[0], -1.0)
    if term.operator in ("+", "-") and told[0] and told[1]:
        return _plus(told[0], _times(told[1], 1.0 if term.operator == "+" else -1.0)) or None
    if term.operator in ("*", "/"):
        for at, number in enumerate(term.operands):
            other = told[1 - at]
            if isinstance(number, Number) and number.value and other and (term.operator == "*" or at == 1):
                return _times(other, number.value if term.operator == "*" else 1 / number.value)
    return None


def _bare(term: Term) -> Term:
    """A denominator without its guard against zero."""
    if isinstance(term, Operation) and term.operator == "nullif" and term.operands[1] == Number(0.0):
        return term.operands[0]
    return term


def _times(total: Total, factor: float) -> dict[Aggregate, float]:
    return {aggregate: number * factor for aggregate, number in total.items()}


def _plus(one: Total, other: Total) -> dict[Aggregate, float]:
    found = {each: one.get(each, 0.0) + other.get(each, 0.0) for each in (*one, *other)}
    return {aggregate: number for aggregate, number in found.items() if number}


def _single(total: Total) -> tuple[float, Aggregate | None]:
    """Of a total that is one aggregate times a number, the two."""
    aggregate, number = next(iter(total.items()), (None, 1.0))
    return (number, aggregate) if len(total) == 1 else (1.0, None)


def _left_over(total: Total, under: Aggregate) -> tuple[float, Aggregate] | None:
    """Of c · (count of all − count of some of them), as 1 − a share is: c, and the count of the others."""
    if len(total) == 2 and under in total and under.function == "count":
        some = next(each for each in total if each != under)
        if some.function == "count" and total[some] == -total[under] and set(under.where) <= set(some.where):
            more = [condition for condition in some.where if condition not in under.where]
            return total[under], Aggregate("count", where=together(under.where, (f"(({' AND '.join(more)}) IS NOT TRUE)",)))
    return None


def _linearised(over: Total, under: Total, scale: float) -> Sampling:
    filters = dict.fromkeys(aggregate.where for aggregate in (*over, *under))
    if () in filters or len(filters) == 1:
        where = () if () in filters else next(iter(filters))
    else:
        where = (f"({' OR '.join(f'({_joined(each)})' for each in sorted(filters))})",)
    y, x = _sum(over), _sum(under)
    moments = (Aggregate("count", where=where), x, y, _product(x, x), _product(y, y), _product(x, y))
    return Sampling("ratio", moments, _row(y), _row(x), scale)


def _sum(total: Total) -> Aggregate:
    number, aggregate = _single(total)
    if aggregate and number == 1.0:
        return aggregate
    return Aggregate("sum", "(" + " + ".join(f"{number!r}::DOUBLE * {_row(each)}" for each, number in total.items()) + ")")


def _product(one: Aggregate, other: Aggregate) -> Aggregate:
    """The sum of the products of what rows add to each."""
    inside = together(one.where, other.where)
    values = [each.argument for each in (one, other) if each.function == "sum"]
    if not values:
        return Aggregate("count", where=inside)
    return Aggregate("sum", f"({' * '.join(map(str, values))})" if len(values) > 1 else values[0], inside)


def _row(aggregate: Aggregate) -> str:
    """What a row adds to the aggregate."""
    value = "1e0" if aggregate.function == "count" else f"COALESCE({aggregate.argument}, 0e0)"
    return f"CASE WHEN {_joined(aggregate.where)} THEN {value} ELSE 0e0 END" if aggregate.where else value


def _joined(where: tuple[str, ...]) -> str:
    return " AND ".join(where)
