"""Survey methods as aggregates: net promoter score, top boxes, means of items and of scales.

Enters: a `Survey` and a filter. Leaves: the formula, and the moments of its sampling error. Sources: F. Reichheld, The One
Number You Need to Grow (2003), for promoters and detractors; a scale's value is the mean over persons of each person's mean
over the items answered (`min_items` of them at least), reversed items turned to low + high − x.

What a response says is worked out once for each row, in columns whose names begin with # (`prepared`): an item's answer, NULL
outside the scale and turned where it asks the opposite; of several items the person's mean. Aggregates are over these.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from scorecard.records.definition import Survey
from scorecard.records.formula import (
    Aggregate,
    Formula,
    Mention,
    Number,
    Operation,
    Sampling,
    Term,
    Written,
    identifier,
    together,
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Columns that a survey's aggregates are over, name -> SQL for each row: of the items, and of persons, made of these."""

    items: Mapping[str, str]
    persons: Mapping[str, str]


def prepared(survey: Survey, inside: Collection[str] = ()) -> Prepared:
    """`inside`: items whose answers are known to lie on the scale."""
    items = {_item(survey, item): _read(survey, item, item in inside) for item in survey.items}
    if len(items) == 1:
        return Prepared(items, {})
    names = [identifier(name) for name in items]
    count = " + ".join(f"({name} IS NOT NULL)::TINYINT" for name in names)
    total = " + ".join(f"COALESCE({name}, 0)" for name in names)
    least = min(survey.min_items, len(names))
    mean = f"CASE WHEN ({count}) >= {least} THEN ({total}) / ({count}) END"
    return Prepared(items, {_mean(survey): mean})


def compiled(survey: Survey, where: tuple[str, ...], mentions: tuple[Mention, ...], told: str) -> tuple[Formula, Sampling]:
    """The formula over a dataset's rows in which `where` holds; `told` is that filter as its author wrote it. With a weight
    column, Σwx / Σw; the interval then comes by linearisation (see `statistics.sampling.ratio_se`)."""
    counted = [valid(survey)] if survey.weight is None else [valid(survey), _weighed(survey.weight)]
    among = together(where, tuple(counted))
    rows = Aggregate("count", where=among)
    if survey.weight is not None:
        tree, sampling = _weighted(survey, among, rows)
    elif survey.method == "nps":
        tree, sampling = _nps(survey, among, rows)
    elif survey.method in ("csat", "share"):
        holds = Aggregate("count", where=together(among, (_top(survey),)))
        tree = Operation("/", (holds, rows))
        sampling = Sampling("share", (holds, rows), *_counted(among, f"CASE WHEN {_top(survey)} THEN 1e0 ELSE 0e0 END"))
    else:
        value = person(survey)  # NULL where a response does not count, so that sums need no filter for that
        total = Aggregate("sum", value, where, ends=(survey.low, survey.high))
        squares = Aggregate("sum", f"({value} * {value})", where, ends=_squared(survey))
        tree = Operation("/", (total, rows))
        sampling = Sampling("mean", (rows, total, squares), *_counted(among, value))
    text = describes(survey) + (f", of rows where {told}" if told else "")
    return Formula(text, tree, mentions, rows, Written("", where=told)), sampling


def person(survey: Survey) -> str:
    """SQL of one person's value; NULL where nothing was answered within the scale. Of NPS −100, 0 or 100; of csat and share
    1 or 0."""
    if survey.method == "nps":
        promoters, detractors = _promoters(survey), _detractors(survey)
        return f"CASE WHEN {promoters} THEN 100e0 WHEN {detractors} THEN -100e0 ELSE 0e0 END"
    if survey.method in ("csat", "share"):
        return f"CASE WHEN {_top(survey)} THEN 1e0 ELSE 0e0 END"
    return _answers(survey)[0] if len(survey.items) == 1 else identifier(_mean(survey))


def valid(survey: Survey) -> str:
    """SQL of the condition under which a response counts: enough answers that lie on the scale."""
    value = _answers(survey)[0] if len(survey.items) == 1 else identifier(_mean(survey))
    return f"({value} IS NOT NULL)"


def within(item: str, low: float, high: float) -> str:
    """SQL of the condition under which an item, as the file has it, is answered."""
    return f"({identifier(item)} BETWEEN {_number(low)} AND {_number(high)})"


def describes(survey: Survey) -> str:
    """The method in words, for the method page and for `scorecard measures`."""
    scale = f"{survey.low:g} to {survey.high:g}"
    items = ", ".join(f"{item} (reversed)" if item in survey.reversed else item for item in survey.items)
    if survey.method == "nps":
        told = f"net promoter score of {items} ({scale}): promoters less detractors, of 100 answers"
    elif survey.method in ("csat", "share"):
        told = f"share of answers {', '.join(f'{each:g}' for each in survey.top)} among the answers to {items} ({scale})"
    elif len(survey.items) > 1:
        least = f", of those who answered at least {survey.min_items}" if survey.min_items > 1 else ""
        told = f"mean over persons of their mean over {items} ({scale}){least}"
    else:
        told = f"mean of {items} ({scale})"
    return told + (f", weighted by {survey.weight}" if survey.weight else "")


def _nps(survey: Survey, among: tuple[str, ...], rows: Aggregate) -> tuple[Term, Sampling]:
    promoters = Aggregate("count", where=together(among, (_promoters(survey),)))
    detractors = Aggregate("count", where=together(among, (_detractors(survey),)))
    tree = Operation("/", (Operation("*", (Number(100.0), Operation("-", (promoters, detractors)))), rows))
    return tree, Sampling("nps", (promoters, detractors, rows), *_counted(among, person(survey)))


def _weighted(survey: Survey, among: tuple[str, ...], rows: Aggregate) -> tuple[Term, Sampling]:
    weight, value = identifier(str(survey.weight)), person(survey)
    y = f"({weight} * {value})"
    total, weights = Aggregate("sum", y, among), Aggregate("sum", weight, among)
    products = [Aggregate("sum", f"({a} * {b})", among) for a, b in ((weight, weight), (y, y), (weight, y))]
    moments = (rows, weights, total, *products)
    per_row = tuple(f"CASE WHEN {' AND '.join(among)} THEN {each} ELSE 0e0 END" for each in (y, weight))
    return Operation("/", (total, weights)), Sampling("ratio", moments, per_row[0], per_row[1])


def _counted(among: tuple[str, ...], value: str) -> tuple[str, str]:
    """The value per row and 1, both 0 in rows that do not count."""
    where = " AND ".join(among)
    return f"CASE WHEN {where} THEN {value} ELSE 0e0 END", f"CASE WHEN {where} THEN 1e0 ELSE 0e0 END"


def _item(survey: Survey, item: str) -> str:
    """The prepared column of an item. One dataset reads it on one scale, but measures may differ in turning it round."""
    return f"#{item} turned" if item in survey.reversed else f"#{item}"


def _read(survey: Survey, item: str, inside: bool) -> str:
    name = identifier(item)
    value = f"({_number(survey.low + survey.high)} - {name})" if item in survey.reversed else name
    return value if inside else f"CASE WHEN {within(item, survey.low, survey.high)} THEN {value} END"


def _answers(survey: Survey) -> tuple[str, ...]:
    return tuple(identifier(_item(survey, item)) for item in survey.items)


def _mean(survey: Survey) -> str:
    """The column of persons' means; the same survey has the same."""
    told = (*(_item(survey, item) for item in survey.items), survey.low, survey.high, survey.min_items)
    return f"#mean {blake2b(repr(told).encode(), digest_size=6).hexdigest()}"


def _squared(survey: Survey) -> tuple[float, float]:
    """Between which the square of a value on the scale lies."""
    low, high = sorted((survey.low**2, survey.high**2))
    return (0.0 if survey.low <= 0 <= survey.high else low), high


def _top(survey: Survey) -> str:
    return f"({_answers(survey)[0]} IN ({', '.join(map(_number, survey.top))}))"


def _promoters(survey: Survey) -> str:
    """9 and 10 of 0 to 10; of answers coded 1 to 11 the two highest, too."""
    return f"({_answers(survey)[0]} >= {_number(survey.high - 1)})"


def _detractors(survey: Survey) -> str:
    return f"({_answers(survey)[0]} <= {_number(survey.high - 4)})"


def _number(value: float) -> str:
    """A whole number as one, which leaves the column's type as it is; else a DOUBLE."""
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return repr(value) if "e" in repr(value) else f"{value!r}e0"


def _weighed(weight: str) -> str:
    return f"({identifier(weight)} > 0e0)"
