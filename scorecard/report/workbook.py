"""The report as a workbook to go on with: every number in full precision, under the format of its unit.

Enters: an Evaluation, the day that the report bears. Leaves: the bytes of an XLSX file in the language spoken, the same for the
same input. No cell holds a formula, whatever a text begins with.
"""

from __future__ import annotations

from datetime import date

from scorecard.records.evaluation import Evaluation
from scorecard.report.changes import changes
from scorecard.report.rows import row
from scorecard.report.sheets.book import Book
from scorecard.report.sheets.entities import entities, trend
from scorecard.report.sheets.measures import comparison, measures, moved
from scorecard.report.sheets.notes import goals, initiatives, method, notes
from scorecard.report.sheets.summary import summary
from scorecard.report.summary import cover
from scorecard.report.summary import summary as told
from scorecard.report.view import View


def workbook(evaluation: Evaluation, dated: date | None = None) -> bytes:
    """All sheets that have something to say."""
    view = View(evaluation)
    book = Book(title=view.title(view.nodes[0]), version=evaluation.version, dated=dated)
    total = row(view, 0)
    first = cover(view, total, dated)
    rows = (total, *(row(view, view.index[top.path]) for top in view.nodes[0].children))
    summary(view, book, first.description, first.dates, told(view, rows, changes(view)).sentences)
    for sheet in (measures, comparison, moved, entities, trend, goals, initiatives, notes, method):
        sheet(view, book)
    return book.close()
