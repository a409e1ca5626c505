"""Goals and initiatives, what the numbers rest on, and how they came about.

Enters: a View and a Book. Leaves: the sheets of goals, of initiatives, of data notes and of the method.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from scorecard.records.definition import Text
from scorecard.records.goals import Goal, Initiative, Strategy
from scorecard.report.method import method as explained
from scorecard.report.notes import notes as noted
from scorecard.report.records import Status
from scorecard.report.sheets.book import COUNT, POINTS, SCORE, Book, Cell, Sheet, number_format
from scorecard.report.summary import coverage
from scorecard.report.targets import target
from scorecard.report.view import View, clean
from scorecard.words import dates, numbers, report, terms
from scorecard.words import workbook as words
from scorecard.words.tongue import say

LONG = 2000
"""Characters of a description."""


def goals(view: View, book: Book) -> None:
    if not view.definition.goals:
        return
    heads = [
        say(words.GOAL_NAME),
        say(words.OWNER),
        say(words.BY),
        say(words.STRATEGY),
        *_scored(view, say(words.MEASURE)),
        say(words.DESCRIPTION),
    ]
    sheet = book.sheet(say(words.GOALS), [36, 18, 18, 36, 40, *[14] * (len(heads) - 6), 60])
    sheet.heads(0, heads)
    row = 0
    for goal in view.definition.goals.values():
        for strategy in goal.strategies.values() or (None,):
            for path in (strategy.measures if strategy else ()) or (None,):
                row += 1
                cells: list[Cell] = [_title(view, goal), _said(view, goal.owner), _day(view, goal.by)]
                cells.append(_title(view, strategy) if strategy else "")
                _cells(sheet, row, 0, cells)
                _standing(view, sheet, row, 4, path)
                sheet.put(row, len(heads) - 1, _long(view, strategy.description if strategy else goal.description))
    sheet.table(0, row, len(heads))


def initiatives(view: View, book: Book) -> None:
    if not view.definition.initiatives:
        return
    heads = [say(words.INITIATIVE), say(words.OWNER), say(words.START), say(words.DUE), say(words.STATUS), say(words.OVERDUE)]
    heads += [say(words.BUDGET), say(words.SERVES), *_scored(view, say(words.MOVES)), say(words.DESCRIPTION)]
    sheet = book.sheet(say(words.INITIATIVES), [36, 18, 18, 18, 12, 12, 16, 36, 40, *[14] * (len(heads) - 10), 60])
    sheet.heads(0, heads)
    row = 0
    for initiative in view.definition.initiatives.values():
        late = Status(report.OVERDUE, 0) if initiative.is_overdue(view.evaluation.target) else None
        for path in initiative.moves or (None,):
            row += 1
            cells: list[Cell] = [_title(view, initiative), _said(view, initiative.owner), _day(view, initiative.start)]
            cells += [_day(view, initiative.due), report.initiative_status(initiative.status), late]
            _cells(sheet, row, 0, cells)
            money = numbers.format_for("currency", [initiative.budget or 0.0], view.definition.currency)
            budget = None if initiative.budget is None else initiative.budget / money.worth
            sheet.put(row, 6, budget, num_format=number_format(money))
            if initiative.strategy is not None:
                goal = view.definition.goals[initiative.strategy[0]]
                sheet.put(row, 7, _title(view, goal.strategies[initiative.strategy[1]]))
            _standing(view, sheet, row, 8, path)
            sheet.put(row, len(heads) - 1, _long(view, initiative.description))
    sheet.table(0, row, len(heads))


def notes(view: View, book: Book) -> None:
    found = noted(view, coverage(view))
    sheet = book.sheet(say(words.NOTES), [48, 40, 68, 14, 14, 14, 70])
    sheet.title(say(words.NOTES))
    sheet.put(1, 0, found.coverage)
    row = _list(sheet, 3, say(words.GAPS), [say(words.MEASURE), say(words.WHERE), say(words.WHY)], found.gaps)
    row = _list(sheet, row, say(words.FINDINGS), [say(words.LEVEL_OF), say(words.PLACE), say(words.MESSAGE)], [
        (remark.level, remark.place, remark.message) for remark in found.remarks
    ])  # fmt: skip
    if not view.evaluation.files:
        return
    sheet.title(say(words.SOURCES), row)
    sheet.heads(
        row + 1,
        [
            say(words.DATASET),
            say(words.FILE),
            say(words.DIGEST),
            say(words.ROWS),
            say(words.BAD),
            say(words.EXCLUDED),
            say(words.EXAMPLES),
        ],
        [3, 4, 5],
    )
    for line, (file, source) in enumerate(zip(view.evaluation.files, found.sources, strict=True), start=row + 2):
        _cells(sheet, line, 0, [source.dataset, source.file, file.sha256])
        for column, count in enumerate((file.rows, file.bad_rows, file.excluded_rows), start=3):
            sheet.put(line, column, count, num_format=COUNT)
        sheet.wrapped(line, 6, terms.clauses(source.examples))


def method(view: View, book: Book) -> None:
    found = explained(view)
    sheet = book.sheet(say(words.METHOD), [44, 14, 12, 88, 70])
    sheet.title(say(words.METHOD))
    row = _list(sheet, 2, say(words.ORIGIN), [], [(label, "", "", said) for label, said in found.facts])
    sheet.title(say(words.SCORES_RULES), row)
    for line in found.lines:
        row += 1
        sheet.line(row, line, 4, 1 + len(line) // 210)
    row += 2
    sheet.title(say(words.TREE), row)
    row += 1
    sheet.heads(row, [say(words.NAME), say(words.KIND), say(words.WEIGHT), say(words.TARGET_SAID)], [2])
    for index, node in enumerate(view.nodes):
        row += 1
        sheet.name_cell(row, 0, view.title(node), node.kind, max(0, len(node.path) - 1))
        sheet.put(row, 1, terms.kind(node.kind))
        sheet.put(row, 2, float(view.scores.weight[index]), num_format="0.0%")
        sheet.wrapped(row, 3, target(view, index) if node.measure is not None else "")
    row += 2
    computed = [(each.name, "", "", each.how, terms.clauses(each.notes)) for each in found.measures]
    row = _list(sheet, row, say(words.HOW), [say(words.MEASURE), "", "", say(words.COMPUTED), say(words.REMARKS)], computed)
    levels = [(rubric.name, level, "", meaning) for rubric in found.rubrics for level, meaning in rubric.levels]
    _list(sheet, row, say(words.LEVELS), [say(words.MEASURE), say(words.LEVEL), "", say(words.MEANING)], levels)


def _list(sheet: Sheet, row: int, title: str, heads: Sequence[str], lines: Sequence[Sequence[str]]) -> int:
    """A title, headings and lines of text; the row where the next one may begin. Nothing where there are no lines."""
    if not lines:
        return row
    sheet.title(title, row)
    if heads:
        row += 1
        sheet.heads(row, heads)
    for line in lines:
        row += 1
        for column, said in enumerate(line):
            sheet.wrapped(row, column, said)
    return row + 2


def _scored(view: View, name: str) -> list[str]:
    """Headings of `_standing`."""
    now = view.period(view.now)
    if view.before is None:
        return [name, words.value_in(now), words.score_in(now), say(words.STATUS)]
    before = view.period(view.before)
    sides = [words.value_in(before), words.value_in(now), words.score_in(before), words.score_in(now)]
    return [name, *sides, say(words.SCORE_CHANGE), say(words.STATUS)]


def _standing(view: View, sheet: Sheet, row: int, column: int, path: tuple[str, ...] | None) -> None:
    """A node of the tree: its name, value and score in both periods, and its status."""
    if path is None:
        return
    index = view.index[path]
    measured = view.format(index) if view.nodes[index].measure is not None else None
    form, worth = (SCORE, 1) if measured is None else (number_format(measured), measured.worth)
    sheet.put(row, column, " · ".join(filter(None, (view.above(view.nodes[index]), view.title(view.nodes[index])))))
    periods = [view.now] if view.before is None else [view.before, view.now]
    scores = [view.evaluation.score(index, period) for period in periods]
    cells = [(view.evaluation.value(index, period) / worth, form) for period in periods] + [(score, SCORE) for score in scores]
    if len(scores) > 1:
        cells.append((scores[1] - scores[0], POINTS))
    for place, (number, how) in enumerate(cells, start=column + 1):
        sheet.put(row, place, number, num_format=how)
    sheet.put(row, column + 1 + len(cells), view.status(index, view.now))


def _cells(sheet: Sheet, row: int, column: int, cells: Sequence[Cell]) -> None:
    for place, cell in enumerate(cells, start=column):
        sheet.put(row, place, cell)


def _title(view: View, what: Goal | Strategy | Initiative) -> str:
    return clean(what.title(view.definition.language) or what.id)


def _said(view: View, said: Text | None) -> str:
    return "" if said is None else clean(said(view.definition.language))


def _long(view: View, said: Text | None) -> str:
    return "" if said is None else clean(said(view.definition.language), LONG)


def _day(view: View, day: date | None) -> Cell:
    """A date with which a spreadsheet can reckon; in another calendar than its own, the day's name."""
    return day if day is None or view.definition.calendar.type == "gregorian" else dates.day(day, view.definition.calendar)
