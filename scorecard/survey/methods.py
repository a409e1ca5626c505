"""Survey methods as aggregates: net promoter score, top boxes, means of items and of scales.

Enters: a `Survey` and a filter. Leaves: the formula, and the moments of its sampling error. Sources: F. Reichheld, The One
Number You Need to Grow (2003), for promoters and detractors; a scale's value is the mean over persons of each person's mean
over the items answered (`min_items` of them at least), reversed items turned to low + high − x.
"""

from __future__ import annotations

from scorecard.records.definition import Survey
from scorecard.records.formula import Aggregate, Formula, Mention, Number, Operation, Sampling, Term, identifier, together


def compiled(survey: Survey, where: tuple[str, ...], mentions: tuple[Mention, ...], text: str) -> tuple[Formula, Sampling]:
    """The formula over a dataset's rows in which `where` holds. With a weight column, Σwx / Σw; the interval then comes by
    linearisation (see `statistics.sampling.ratio_se`)."""
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
        value = person(survey)
        total = Aggregate("sum", value, among, ends=(survey.low, survey.high))
        most = max(abs(survey.low), abs(survey.high)) ** 2
        least = 0.0 if survey.low <= 0 <= survey.high else min(abs(survey.low), abs(survey.high)) ** 2
        squares = Aggregate("sum", f"({value} * {value})", among, ends=(least, most))
        tree = Operation("/", (total, rows))
        sampling = Sampling("mean", (rows, total, squares), *_counted(among, value))
    return Formula(text, tree, mentions, rows), sampling


def person(survey: Survey) -> str:
    """SQL of one person's value; NULL where nothing was answered within the scale. Of NPS −100, 0 or 100; of csat and share
    1 or 0."""
    if survey.method == "nps":
        promoters, detractors = _promoters(survey), _detractors(survey)
        return f"CASE WHEN {promoters} THEN 100e0 WHEN {detractors} THEN -100e0 ELSE 0e0 END"
    if survey.method in ("csat", "share"):
        return f"CASE WHEN {_top(survey)} THEN 1e0 ELSE 0e0 END"
    turned = [_turned(survey, item) for item in survey.items]
    if len(turned) == 1:
        return turned[0]
    total = " + ".join(
        f"CASE WHEN {_within(survey, item)} THEN {value} ELSE 0e0 END" for item, value in zip(survey.items, turned, strict=True)
    )
    return f"(({total}) / NULLIF({answered(survey)}, 0))"


def valid(survey: Survey) -> str:
    """SQL of the condition under which a response counts: enough answers that lie on the scale."""
    if len(survey.items) == 1:
        return _within(survey, survey.items[0])
    return f"({answered(survey)} >= {min(survey.min_items, len(survey.items))})"


def within(item: str, low: float, high: float) -> str:
    """SQL of the condition under which an item is answered."""
    return f"({identifier(item)} BETWEEN {_number(low)} AND {_number(high)})"


def answered(survey: Survey) -> str:
    """SQL of how many items a person answered within the scale."""
    return "(" + " + ".join(f"CASE WHEN {_within(survey, item)} THEN 1 ELSE 0 END" for item in survey.items) + ")"


def pairs(
    survey: Survey, where: tuple[str, ...], *, alike: bool
) -> dict[tuple[int, int], tuple[Aggregate, Aggregate, Aggregate, Aggregate]]:
    """For each pair of items i ≤ j the aggregates of its covariance over the rows that hold both: rows, Σx_i, Σx_j, Σx_i x_j.
    `alike`: `where` lets in only rows that hold all items, so that many aggregates are the same."""
    ends = (survey.low, survey.high)
    corners = [survey.low * survey.low, survey.low * survey.high, survey.high * survey.high]
    found = {}
    for i, one in enumerate(survey.items):
        for j, other in enumerate(survey.items[i:], start=i):
            both = where if alike else together(where, (_within(survey, one),), (_within(survey, other),))
            x, y = _turned(survey, one), _turned(survey, other)
            product = Aggregate("sum", f"({x} * {y})", both, ends=(min(corners), max(corners)))
            first, second = Aggregate("sum", x, both, ends=ends), Aggregate("sum", y, both, ends=ends)
            found[i, j] = (Aggregate("count", where=both), first, second, product)
    return found


def person_items(survey: Survey) -> tuple[str, ...]:
    """SQL of the condition under which each item is answered within the scale."""
    return tuple(_within(survey, item) for item in survey.items)


def complete(survey: Survey) -> str:
    """SQL of the condition under which every item is."""
    return f"({answered(survey)} = {len(survey.items)})"


def level(survey: Survey, item: str, value: float) -> str:
    """SQL of the condition under which an assessor chose this level."""
    return f"({_turned(survey, item)} = {_number(value)})"


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


def _within(survey: Survey, item: str) -> str:
    return within(item, survey.low, survey.high)


def _turned(survey: Survey, item: str) -> str:
    """An answer, NULL outside the scale: a filter does not keep the engine from working out what it lets nobody see."""
    name = identifier(item)
    value = f"({_number(survey.low + survey.high)} - {name})" if item in survey.reversed else name
    return f"CASE WHEN {_within(survey, item)} THEN {value} END"


def _top(survey: Survey) -> str:
    return f"({_turned(survey, survey.items[0])} IN ({', '.join(map(_number, survey.top))}))"


def _promoters(survey: Survey) -> str:
    """9 and 10 of 0 to 10; of answers coded 1 to 11 the two highest, too."""
    return f"({_turned(survey, survey.items[0])} >= {_number(survey.high - 1)})"


def _detractors(survey: Survey) -> str:
    return f"({_turned(survey, survey.items[0])} <= {_number(survey.high - 4)})"


def _number(value: float) -> str:
    """A DOUBLE literal."""
    return repr(value) if "e" in repr(value) else f"{value!r}e0"


def _weighed(weight: str) -> str:
    return f"({identifier(weight)} > 0e0)"
