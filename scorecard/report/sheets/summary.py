"""The first sheet: where total and perspectives stand in both periods, in numbers, sentences and two charts.

Enters: a View, a Book, the sentences and dates of the printed report. Leaves: the sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scorecard.report.sheets.book import ACCENT, POINTS, SCORE, SHARE, Book, Cell, Sheet
from scorecard.report.view import View
from scorecard.words import report, terms
from scorecard.words import workbook as words
from scorecard.words.tongue import say

LIGHT = "#a9b4b8"


def summary(view: View, book: Book, about: str, dates: Sequence[tuple[str, str]], sentences: Sequence[str]) -> None:
    sheet = book.sheet(say(words.SUMMARY), [38, 16, 16, 14, 16, 16, 12, 12, 12, 12])
    sheet.paper.set_portrait()
    sheet.title(view.title(view.nodes[0]))
    sheet.put(1, 0, about, font_color="#5b6368")
    row = 2
    for label, said in dates:
        sheet.put(row, 0, label, font_color="#5b6368")
        sheet.put(row, 1, said)
        row += 1
    row += 1
    for sentence in sentences:
        sheet.line(row, sentence, 7, 1 + len(sentence) // 150)
        row += 1
    head = row + 1
    last = _table(view, sheet, head)
    row = last + 2
    row = _perspectives(view, book, sheet, head, last, row)
    _history(view, book, sheet, row)


def _table(view: View, sheet: Sheet, head: int) -> int:
    compared, sampled = view.before is not None, view.scores.low is not None
    now = view.period(view.now)
    scores = [now] if view.before is None else [view.period(view.before), now, say(words.SCORE_CHANGE)]
    statuses = [say(words.STATUS)]
    if view.before is not None:
        statuses.insert(0, words.status_in(view.period(view.before)))
    names = ["", *scores, *statuses]
    numeric = [*range(1, len(scores) + 1), *range(len(names), len(names) + 4)]
    names += [say(words.WEIGHT), say(words.COVERAGE), *([say(words.SCORE_LOW), say(words.SCORE_HIGH)] if sampled else [])]
    sheet.heads(head, names, numeric)
    nodes = [view.nodes[0], *view.nodes[0].children]
    scored = []
    for row, node in enumerate(nodes, start=head + 1):
        index = view.index[node.path]
        before, score = view.evaluation.score(index, view.before), view.evaluation.score(index, view.now)
        cells: list[tuple[Cell, str]] = (
            [(before, SCORE), (score, SCORE), (score - before, POINTS)] if compared else [(score, SCORE)]
        )
        cells += [(view.status(index, view.before), "")] if compared else []
        cells += [
            (view.status(index, view.now), ""),
            (float(view.scores.weight[index]), "0.0%"),
            (float(view.scores.leaf_coverage[index, view.now, 0]), SHARE),
        ]
        cells += [(end, SCORE) for end in view.score_interval(index, view.now)] if sampled else []
        bold: dict[str, Any] = {"bold": True} if not node.path else {}
        sheet.put(row, 0, terms.kind("root") if not node.path else view.title(node), **bold)
        for column, (cell, form) in enumerate(cells, start=1):
            sheet.put(row, column, cell, **bold, **({"num_format": form} if form else {}))
        scored.append(row)
    for column in (1, 2) if compared else (1,):
        sheet.banded(view, scored, column)
    return head + len(nodes)


def _perspectives(view: View, book: Book, sheet: Sheet, head: int, last: int, row: int) -> int:
    """Columns side by side, the baseline paler. The next free row."""
    if last <= head + 1:
        return row
    chart = book.chart("column")
    sides = [(1, LIGHT), (2, ACCENT)] if view.before is not None else [(1, ACCENT)]
    for column, color in sides:
        chart.add_series({
            "name": [sheet.name, head, column],
            "categories": [sheet.name, head + 2, 0, last, 0],
            "values": [sheet.name, head + 2, column, last, column],
            "fill": {"color": color}, "gap": 80,
            "data_labels": {"value": True, "num_format": "0", "font": book.font(9)},
        })  # fmt: skip
    _dress(chart, book, say(words.PERSPECTIVES) if len(sides) > 1 else say(words.PERSPECTIVES_NOW))
    chart.set_legend({"position": "bottom", "font": book.font(9)} if len(sides) > 1 else {"none": True})
    sheet.place(chart, row, 0, width=880, height=300, about=say(words.PERSPECTIVES))
    return row + 16


def _history(view: View, book: Book, sheet: Sheet, row: int) -> None:
    """The total, and as numbers the perspectives too, through three periods or more."""
    count = len(view.scores.periods)
    if count < 3:
        return
    tops = [0, *(view.index[top.path] for top in view.nodes[0].children)]
    head = row + 16
    sheet.title(say(words.HISTORY), head - 1)
    names = [terms.kind("root"), *(view.title(view.nodes[index]) for index in tops[1:])]
    sheet.heads(head, [say(words.PERIOD), *names], range(1, len(tops) + 1))
    for period in range(count):
        sheet.put(head + 1 + period, 0, view.period(period))
        for column, index in enumerate(tops, start=1):
            sheet.put(head + 1 + period, column, view.evaluation.score(index, period), num_format=SCORE)
    chart = book.chart("line")
    chart.add_series({
        "name": [sheet.name, head, 1],
        "categories": [sheet.name, head + 1, 0, head + count, 0],
        "values": [sheet.name, head + 1, 1, head + count, 1],
        "line": {"color": ACCENT, "width": 2.25},
        "marker": {"type": "circle", "size": 5, "fill": {"color": ACCENT}, "border": {"color": ACCENT}},
    })  # fmt: skip
    _dress(chart, book, say(words.HISTORY))
    chart.set_legend({"none": True})
    sheet.place(chart, row, 0, width=880, height=280, about=report.HISTORY)


def _dress(chart: Any, book: Book, title: str) -> None:
    """The scale of scores, thin lines, from the right where the sheet reads so."""
    chart.set_title({"name": title, "name_font": book.font(12)})
    chart.set_x_axis({"reverse": book.mirrored, "num_font": book.font(9)})
    lines = {"visible": True, "line": {"color": "#d9d7d2"}}
    chart.set_y_axis({"min": 0, "max": 100, "num_format": "0", "major_gridlines": lines, "num_font": book.font(9)})
