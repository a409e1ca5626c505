"""The tree with everything about it now, and both periods beside each other.

Enters: a View and a Book. Leaves: the sheets of measures, of the comparison and of what moved the total.
"""

from __future__ import annotations

from math import isfinite, isnan, nan
from typing import Any

from scorecard.records.definition import FromRows
from scorecard.records.values import Reason
from scorecard.report.sheets.book import (
    ACCENT,
    CHANCE,
    COUNT,
    POINTS,
    SCORE,
    SHARE,
    WARM,
    Book,
    Cell,
    Sheet,
    number_format,
    written,
)
from scorecard.report.view import View, clean
from scorecard.words import terms
from scorecard.words import workbook as words
from scorecard.words.tongue import say

Column = tuple[str, float, str]
"""Heading, width, number format; the format `unit` is the measure's own, `change` that of its changes."""


def measures(view: View, book: Book) -> None:
    two_sided = any(len(side) > 1 for index in range(len(view.nodes)) for side in bounds(view, index))
    both = view.scores.objective is not None and view.scores.subjective is not None
    sampled = view.values.low is not None
    columns: list[Column] = [
        (say(words.NAME), 40, ""), (say(words.KIND), 12, ""), (say(words.UNIT), 10, ""), (say(words.VALUE), 14, "unit"),
        *([(say(words.LOW), 12, "unit"), (say(words.HIGH), 12, "unit")] * sampled)[:2], (say(words.NUMBER), 10, COUNT),
        (say(words.FLOOR), 12, "unit"), *([(say(words.FLOOR_TO), 12, "unit")] * two_sided),
        (say(words.GOAL), 12, "unit"), *([(say(words.GOAL_TO), 12, "unit")] * two_sided),
        (say(words.SCORE), 10, SCORE),
        *([(say(words.SCORE_LOW), 10, SCORE), (say(words.SCORE_HIGH), 10, SCORE), (say(words.SURE), 12, SHARE)] * sampled)[:3],
        (say(words.STATUS), 14, ""), (say(words.WEIGHT), 10, "0.0%"), (say(words.COVERAGE), 10, SHARE),
        *([(say(words.FACTS), 11, SCORE), (say(words.PERCEPTIONS), 11, SCORE)] * both)[:2],
        (say(words.WHY), 44, ""), (say(words.OWNER), 18, ""), (say(words.PATH), 40, ""),
    ]  # fmt: skip
    sheet = _sheet(view, book, say(words.MEASURES), columns)
    for index, node in enumerate(view.nodes):
        leaf = node.measure is not None
        value = view.evaluation.value(index, view.now)
        number = view.evaluation.number(index, view.now) if not isnan(value) and counted(view, index) else None
        reason = view.evaluation.reason(index, view.now)
        floor, goal = bounds(view, index)
        low, high = (nan, nan) if isnan(value) else view.evaluation.interval(index, view.now)
        cells: list[Cell] = [
            "", terms.kind(node.kind), say(words.UNITS[view.measure(index).unit]) if leaf else "", value,
            *([low, high] if sampled else []), number,
            *_sides(floor, two_sided), *_sides(goal, two_sided),
            view.evaluation.score(index, view.now),
            *([*view.score_interval(index, view.now), view.sure(index)] if sampled else []),
            view.status(index, view.now), float(view.scores.weight[index]), float(view.scores.leaf_coverage[index, view.now, 0]),
            *(_kinds(view, index) if both else []),
            terms.reason_sentence(reason) if reason != Reason.PRESENT and (leaf or node.children) else "",
            clean(node.owner(view.definition.language)) if node.owner else "", clean("/".join(node.path), 400),
        ]  # fmt: skip
        _row(view, sheet, index, cells, columns)
    last = len(view.nodes)
    sheet.table(0, last, len(columns))
    outlined(view, sheet, 1)
    at = {name: place for place, (name, _, _) in enumerate(columns)}
    sheet.banded(view, [index + 1 for index, node in enumerate(view.nodes) if not _own(view, index)], at[say(words.SCORE)])
    sheet.bars(1, last, at[say(words.COVERAGE)])
    sheet.bars(1, last, at[say(words.WEIGHT)], "#d9d7d2")


def comparison(view: View, book: Book) -> None:
    found = view.evaluation.comparison
    if found is None or view.before is None:
        return
    noise = found.noise
    before, now = view.period(view.before), view.period(view.now)
    columns: list[Column] = [
        (say(words.NAME), 40, ""), (say(words.KIND), 12, ""), (say(words.UNIT), 10, ""),
        (words.value_in(before), 14, "unit"), (words.value_in(now), 14, "unit"), (say(words.VALUE_CHANGE), 14, "change"),
        (words.score_in(before), 12, SCORE), (words.score_in(now), 12, SCORE), (say(words.SCORE_CHANGE), 12, POINTS),
    ]  # fmt: skip
    if noise is not None:
        columns += [(say(words.CHANGE_LOW), 12, "sure"), (say(words.CHANGE_HIGH), 12, "sure"), (say(words.P), 8, CHANCE)]
        columns += [(say(words.ADJUSTED), 10, CHANCE), (say(words.REAL), 12, "")]
    columns += [(say(words.STATUS), 14, ""), (say(words.WHY), 50, ""), (say(words.PATH), 40, "")]
    sheet = _sheet(view, book, say(words.COMPARISON), columns)
    for index, node in enumerate(view.nodes):
        leaf = node.measure is not None
        values = [view.evaluation.value(index, period) for period in (view.before, view.now)]
        scores = [view.evaluation.score(index, period) for period in (view.before, view.now)]
        cells: list[Cell] = [
            "", terms.kind(node.kind), say(words.UNITS[view.measure(index).unit]) if leaf else "",
            *values, values[1] - values[0], *scores, scores[1] - scores[0],
        ]  # fmt: skip
        if noise is not None:
            real = noise.real(index)
            cells += [float(array[index, 0]) for array in (noise.low, noise.high, noise.p, noise.adjusted)]
            cells.append("" if real is None else say(words.YES) if real else say(words.NO))
        cells += [view.status(index, view.now), _why(view, index), clean("/".join(node.path), 400)]
        _row(view, sheet, index, cells, columns)
    sheet.table(0, len(view.nodes), len(columns))
    outlined(view, sheet, 1)
    for column in (5, 8):  # the changes of value and of score
        assert columns[column][2] in ("change", POINTS)
        _signs(sheet, 1, len(view.nodes), column)
    sheet.line(len(view.nodes) + 2, say(words.CHANGES), len(columns) - 2, 2)


def moved(view: View, book: Book) -> None:
    """The parts of the total's change, the largest first, all of them, and the first of them drawn."""
    found = view.evaluation.comparison
    parts = () if found is None else found.parts(0)
    if found is None or not parts:
        return
    sheet = book.sheet(say(words.MOVED), [40, 52, 26, 16, 16])
    sheet.heads(0, [say(words.PART), say(words.UNDER), say(words.CAUSE), say(words.POINTS), say(words.REAL)], [3])
    ordered = sorted(parts, key=lambda part: -abs(part.effect))
    for row, part in enumerate(ordered, start=1):
        index = view.index[part.path]
        real = found.noise.real(index) if found.noise is not None and part.cause == "value" else None
        sheet.put(row, 0, view.title(view.nodes[index]))
        sheet.put(row, 1, view.above(view.nodes[index]))
        sheet.put(row, 2, terms.cause(part.cause))
        sheet.put(row, 3, part.effect, num_format="+0.00;-0.00;0.00")
        sheet.put(row, 4, "" if real is None else say(words.YES) if real else say(words.NO), indent=1)
    last = len(ordered)
    sheet.table(0, last, 5)
    total = last + 1
    sheet.put(total, 0, terms.kind("root"), bold=True, top=1)
    for column in (1, 2, 4):
        sheet.put(total, column, None, top=1)
    change = float(found.target_score[0, 0] - found.baseline_score[0, 0])
    sheet.put(total, 3, change, bold=True, top=1, num_format="+0.00;-0.00;0.00")
    _signs(sheet, 1, total, 3)
    sheet.line(total + 1, say(words.PARTS), 4)
    drawn = min(last, 15)
    chart = book.chart("bar")
    chart.add_series({
        "name": [sheet.name, 0, 3],
        "categories": [sheet.name, 1, 0, drawn, 0],
        "values": [sheet.name, 1, 3, drawn, 3],
        "points": [{"fill": {"color": ACCENT if part.effect > 0 else WARM}} for part in ordered[:drawn]], "gap": 40,
    })  # fmt: skip
    chart.set_title({"name": say(words.MOVED), "name_font": book.font(12)})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "label_position": "low", "num_font": book.font(9)})
    chart.set_x_axis(
        {
            "reverse": book.mirrored,
            "num_format": "+0.0;-0.0;0",
            "major_gridlines": {"visible": True, "line": {"color": "#d9d7d2"}},
        }
    )
    sheet.place(chart, 1, 6, width=720, height=120 + 26 * drawn, about=say(words.PARTS))


def bounds(view: View, index: int) -> tuple[list[float], list[float]]:
    """The values that score least and most now, in total: one each, or two where a target has two sides. None without a target
    that holds."""
    curve = view.scores.curves.get(index)
    if curve is None or view.scores.reason[index, view.now, 0] == Reason.NO_TARGET:
        return [], []
    knots = view.knots(curve)
    if not all(isfinite(value) for value, _ in knots):
        return [], []
    better = view.measure(index).better

    def at(edge: float, inner: str) -> list[float]:
        values = sorted(value for value, score in knots if score == edge)
        if better == "inside":
            return [values[0], values[-1]]
        return [values[0] if better == inner else values[-1]]

    goal = at(max(score for _, score in knots), "higher")
    return (at(min(score for _, score in knots), "lower") if curve.shape == "line" else []), goal


def counted(view: View, index: int) -> bool:
    """Whether a number of rows stands behind it; of typed-in and derived values there is none to tell."""
    return view.nodes[index].measure is not None and isinstance(view.measure(index).how, FromRows)


def outlined(view: View, sheet: Sheet, first: int) -> None:
    """Rows fold up under what they belong to, which stands above them."""
    sheet.paper.outline_settings(True, False, True, False)
    for index, node in enumerate(view.nodes):
        if len(node.path) > 1:
            sheet.paper.set_row(first + index, None, None, {"level": min(len(node.path) - 1, 7)})


def _sheet(view: View, book: Book, name: str, columns: list[Column]) -> Sheet:
    """With its headings, and columns wide enough for the longest value."""
    longest = 0
    for index, node in enumerate(view.nodes):
        if node.measure is not None:
            floor, goal = bounds(view, index)
            values = [view.evaluation.value(index, period) for period in (view.before, view.now)]
            longest = max(longest, *(written(view.format(index), value) for value in (*values, *floor, *goal)))
    room = min(longest + 3, 40)
    widths = [max(width, room) if form in ("unit", "change") else width for _, width, form in columns]
    sheet = book.sheet(name, widths)
    sheet.heads(0, [head for head, _, _ in columns], [place for place, (_, _, form) in enumerate(columns) if form])
    return sheet


def _row(view: View, sheet: Sheet, index: int, cells: list[Cell], columns: list[Column]) -> None:
    node, row = view.nodes[index], index + 1
    formats: dict[str, str] = {"sure": POINTS}
    worth = 1
    if node.measure is not None:
        form = view.format(index)
        formats = {"unit": number_format(form), "change": number_format(form, change=True)}
        formats["sure"] = formats["change"]
        worth = form.worth
    top = {"bold": True} if node.kind in ("root", "perspective") else {}
    sheet.name_cell(row, 0, view.title(node), node.kind, max(0, len(node.path) - 1))
    for column, (cell, (_, _, form_)) in enumerate(zip(cells[1:], columns[1:], strict=True), start=1):
        if worth != 1 and form_ in formats and isinstance(cell, float):
            cell /= worth
        looks: dict[str, Any] = {"num_format": formats.get(form_, form_)} if formats.get(form_, form_) else {}
        if isinstance(cell, str) and columns[column - 1][2]:
            looks["indent"] = 1  # away from the number before it
        sheet.put(row, column, cell, **({} if isinstance(cell, str) else top), **looks)


def _signs(sheet: Sheet, first: int, last: int, column: int) -> None:
    """What fell, in another colour; its sign tells it too."""
    look = sheet.book.look(font_color=WARM)
    sheet.paper.conditional_format(first, column, last, column, {"type": "cell", "criteria": "<", "value": 0, "format": look})


def _own(view: View, index: int) -> bool:
    """Whether a measure's status hangs on its value, and not on its score."""
    return view.nodes[index].measure is not None and bool(view.measure(index).status)


def _kinds(view: View, index: int) -> list[Cell]:
    sides = (view.scores.objective, view.scores.subjective)
    return [None if side is None else float(side[index, view.now, 0]) for side in sides]


def _sides(found: list[float], two: bool) -> list[Cell]:
    first = found[0] if found else None
    return [first, found[1] if len(found) > 1 else None] if two else [first]


def _why(view: View, index: int) -> str:
    """Why a side is missing."""
    periods = [period for period in (view.before, view.now) if period is not None]
    reasons = [(period, view.evaluation.reason(index, period)) for period in periods]
    return terms.clauses(words.why(view.period(period), terms.reason(why)) for period, why in reasons if why != Reason.PRESENT)
