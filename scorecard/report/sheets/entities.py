"""The units side by side, and the measures through time.

Enters: a View and a Book. Leaves: a sheet for each hierarchy of units, and the trend.
"""

from __future__ import annotations

from math import isnan
from typing import Any

from scorecard.records.definition import Hierarchy, Period
from scorecard.records.outlook import Outlook
from scorecard.records.values import Reason
from scorecard.report.entities import MOST, chosen, hierarchies
from scorecard.report.sheets.book import ACCENT, FILLS, POINTS, SCORE, WARM, Book, number_format, written
from scorecard.report.view import View
from scorecard.words import dates, terms
from scorecard.words import workbook as words
from scorecard.words.tongue import say


def entities(view: View, book: Book) -> None:
    known = hierarchies(view)
    for hierarchy, units in known:
        _hierarchy(view, book, hierarchy, units, len(known))


def _hierarchy(view: View, book: Book, hierarchy: Hierarchy, units: list[int], of: int) -> None:
    everyone = view.scores.entities
    shown, _, left, ranks = chosen(view, hierarchy, units, of)
    columns = [0, *(view.index[top.path] for top in view.nodes[0].children)]
    heads = [
        say(words.UNIT_NAME),
        say(words.LEVEL),
        say(words.RANK),
        terms.kind("root"),
        *(view.title(view.nodes[at]) for at in columns[1:]),
    ]
    heads += [say(words.TOTAL_BEFORE), say(words.TOTAL_CHANGE)] if view.before is not None else []
    name = say(words.ENTITIES) if of == 1 else words.hierarchy(terms.capital(view.level(hierarchy.name)))
    sheet = book.sheet(name, [36, 16, 8, *[14] * (len(heads) - 3)])
    sheet.heads(0, heads, range(2, len(heads)))
    for row, place in enumerate(shown, start=1):
        unit = everyone[place]
        bold: dict[str, Any] = {"bold": True} if not place else {}
        sheet.put(row, 0, view.entity(unit), **bold, **({"indent": unit.level - 1} if unit.level > 1 else {}))
        sheet.put(row, 1, view.level(unit.columns[-1]) if unit.columns else "")
        sheet.put(row, 2, ranks.get(place), num_format="0")
        for column, index in enumerate(columns, start=3):
            score = view.evaluation.score(index, view.now, place)
            sheet.put(row, column, score, num_format=SCORE, **bold)
            if isnan(score) and (reason := view.evaluation.reason(index, view.now, place)) != Reason.NOT_AT_LEVEL:
                sheet.put(row, column, terms.reason(reason), font_color="#5b6368")
        if view.before is not None:
            before = view.evaluation.score(0, view.before, place)
            sheet.put(row, 3 + len(columns), before, num_format=SCORE)
            sheet.put(row, 4 + len(columns), view.evaluation.score(0, view.now, place) - before, num_format=POINTS)
    last = len(shown)
    sheet.table(0, last, len(heads), names=1)
    scale: dict[str, Any] = {"type": "3_color_scale", "min_type": "num", "mid_type": "num", "max_type": "num"}
    colors = {"min_color": FILLS[0], "mid_color": FILLS[2], "max_color": FILLS[4]}
    scale |= colors | {"min_value": 0, "mid_value": 50, "max_value": 100}
    sheet.paper.conditional_format(1, 3, last, 2 + len(columns), scale)
    if left:
        sheet.line(last + 2, words.left_out(left, MOST // of), min(len(heads) - 1, 7))


def trend(view: View, book: Book) -> None:
    """Every measure's values period by period, what is forecast, the interval and what a dated target expects, a row each."""
    shown = [period for period in view.scores.periods if period is not None]
    found = {outlook.path: outlook for outlook in view.evaluation.outlook}
    if not shown:
        return
    coming: dict[str, Period] = {}
    for outlook in found.values():
        coming |= {step.period.id: step.period for step in outlook.steps if step.ahead}
    ahead = sorted(coming.values(), key=lambda period: period.start)
    name = [say(words.NAME), say(words.UNDER), say(words.WHAT), say(words.COURSE)]
    heads = [*name, *(view.period(period) for period in range(len(shown)))]
    heads += [words.forecast(dates.period(period, view.definition.calendar)) for period in ahead]
    heads.append(say(words.METHOD_OF))
    leaves = [index for index, node in enumerate(view.nodes) if node.measure is not None]
    longest = max((written(view.format(at), view.evaluation.value(at, view.now)) for at in leaves), default=0)
    sheet = book.sheet(say(words.TREND), [40, 52, 20, 18, *[min(max(13, longest + 4), 40)] * (len(shown) + len(ahead)), 18])
    sheet.heads(0, heads, range(len(name), len(heads) - 1))
    for column in range(len(name) + len(shown), len(heads) - 1):
        sheet.put(
            0, column, heads[column], bold=True, bg_color="#d7e8ee", text_wrap=True, bottom=1, font_color=ACCENT, align="right"
        )
    row = 0
    for index, node in enumerate(view.nodes):
        if node.measure is None:
            continue
        measured = view.format(index)
        form = number_format(measured)
        for what, line in _lines(view, index, shown, ahead, found.get(node.path)):
            row += 1
            first = what == say(words.VALUE)
            soft = {} if first else {"font_color": "#5b6368"}
            sheet.put(row, 0, view.title(node), **soft)
            sheet.put(row, 1, view.above(node), **soft)
            sheet.put(row, 2, what, **soft)
            for place, number in enumerate(line):
                late = {"font_color": ACCENT} if place >= len(shown) else soft
                sheet.put(row, len(name) + place, number / measured.worth, num_format=form, **late)
            if first:
                area = f"{_letters(len(name))}{row + 1}:{_letters(len(name) + len(line) - 1)}{row + 1}"
                line_ = {"series_color": ACCENT, "last_point": True, "last_color": WARM, "weight": 1.5}
                place_ = {"range": f"'{sheet.name}'!{area}", "reverse": book.mirrored}
                if sum(not isnan(number) for number in line) > 1:
                    sheet.paper.add_sparkline(row, 3, {**place_, **line_})
                method = found[node.path].method if node.path in found else None
                sheet.put(row, len(heads) - 1, say(words.METHODS[method]) if method else "", indent=1)
    sheet.table(0, row, len(heads), names=3)
    if ahead:
        sheet.line(row + 2, say(words.FORECASTS), 7)


def _lines(
    view: View, index: int, shown: list[Period], ahead: list[Period], outlook: Outlook | None
) -> list[tuple[str, list[float]]]:
    """Only those that hold a number, but the values always."""
    steps = {} if outlook is None else {(step.period.id, step.ahead): step for step in outlook.steps}
    coming = [steps.get((period.id, True)) for period in ahead]
    intervals = [view.evaluation.interval(index, period) for period in range(len(shown))]
    past = [steps.get((period.id, False)) for period in shown]
    nan = float("nan")
    value = [view.evaluation.value(index, period) for period in range(len(shown))]
    lines = [
        (say(words.VALUE), [*value, *(nan if step is None else step.value for step in coming)]),
        (say(words.LOW), [*(low for low, _ in intervals), *(nan if step is None else step.low for step in coming)]),
        (say(words.HIGH), [*(high for _, high in intervals), *(nan if step is None else step.high for step in coming)]),
        (say(words.EXPECTED), [nan if step is None else step.expected for step in (*past, *coming)]),
    ]
    return [(what, line) for what, line in lines if what == say(words.VALUE) or not all(map(isnan, line))]


def _letters(column: int) -> str:
    """0 is A, 26 is AA."""
    said = ""
    while column >= 0:
        said = chr(65 + column % 26) + said
        column = column // 26 - 1
    return said
