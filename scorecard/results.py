"""An Evaluation as Python users hold it: with a data frame, and a table in a notebook.

Enters: what `pipeline` found out. Leaves: to the user. pandas is loaded only for a data frame.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from html import escape
from math import isnan
from typing import TYPE_CHECKING, Literal

from scorecard.records.definition import Period
from scorecard.records.evaluation import Evaluation

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]  # its types are a package of their own

MOST_ROWS = 200  # of a table in a notebook


@dataclass(frozen=True, repr=False)
class Scored(Evaluation):
    """What `Scorecard.evaluate` gives."""

    def to_frame(self) -> pd.DataFrame:
        """A row for every node, period and entity, as in `evaluate --csv`. ImportError without pandas."""
        from scorecard import export

        return export.as_frame(export.scores(self))

    def __repr__(self) -> str:
        what = " to ".join(period.id for period in (self.baseline, self.target) if period) or "a snapshot"
        return f"<{type(self).__name__} {self.definition.id}: {what}, total {self._score(0, self.now)}>"

    def _repr_html_(self) -> str:
        """The total's scores, in the scorecard's language. Small, escaped, and it loads nothing."""
        from scorecard.words.tongue import speaking

        with speaking(self.definition.language, self.definition.digits) as tongue:
            return self._table(tongue.direction)

    def _table(self, direction: Literal["ltr", "rtl"]) -> str:
        from scorecard.words import terminal

        heads, rows = self._cells()
        shown = rows[:MOST_ROWS]
        start = "left" if direction == "ltr" else "right"
        body = ""
        for index, cells in enumerate(shown):
            indent = 0.5 + 1.2 * max(0, len(self.scores.nodes[index].path) - 1)
            name = f'<td dir="auto" style="text-align:{start};padding-{start}:{indent}em">{escape(self._name(index))}</td>'
            body += f"<tr>{name}{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
        more, code = "", ".to_frame()"
        if len(rows) > len(shown):
            said = escape(terminal.more_rows(len(rows) - len(shown), code))
            more = f"<p>{said.replace(code, f'<code>{code}</code>')}</p>"
        head = "".join(f"<th>{escape(text)}</th>" for text in ("", *heads))
        turned = "" if direction == "ltr" else ' dir="rtl"'
        table = f"<table{turned}><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        return f"<div{turned}>{table}{more}</div>" if more else table

    def _cells(self) -> tuple[list[str], list[list[str]]]:
        """The heads of all columns but the first, and the cells under them."""
        from scorecard.words import terminal, workbook
        from scorecard.words.tongue import say

        every = range(len(self.scores.nodes))
        heads = [
            *self._heads(terminal.VALUE, workbook.value_in, self.target),
            *self._heads(terminal.SCORE, workbook.score_in, self.target),
            say(terminal.STATUS),
        ]
        rows = [[self._values(node)[1], self._score(node, self.now), self._status(node)] for node in every]
        if self.before is not None:
            heads.insert(2, say(terminal.CHANGE))
            for node, cells in zip(every, rows, strict=True):
                cells.insert(2, self._points(node))
        return heads, rows

    def _heads(self, bare: str, said: Callable[[str], str], *periods: Period | None) -> list[str]:
        from scorecard.words import dates
        from scorecard.words.tongue import say

        return [said(dates.period(period, self.definition.calendar)) if period else say(bare) for period in periods]

    def _name(self, node: int) -> str:
        from scorecard.words.snippets import clean

        return clean(self.title(self.scores.nodes[node]))

    def _status(self, node: int) -> str:
        from scorecard.words import terms

        band = self.status(node, self.now)
        return terms.status(band.id) if band else ""

    def _score(self, node: int, period: int | None) -> str:
        from scorecard.words import numbers

        score = self.score(node, period)
        return numbers.MISSING if isnan(score) else numbers.score(score)

    def _points(self, node: int) -> str:
        from scorecard.words import numbers

        return numbers.points(self.score(node, self.now) - self.score(node, self.before))

    def _values(self, node: int) -> tuple[str, str]:
        """A measure's values before and now, in one format; empty for other nodes."""
        from scorecard.words import numbers

        measure = self.scores.nodes[node].measure
        if measure is None:
            return "", ""
        what, values = self.definition.measures[measure], (self.value(node, self.before), self.value(node, self.now))
        form = numbers.format_for(what.unit, values, self.definition.currency, what.decimals)
        before, now = (numbers.MISSING if isnan(value) else form.value(value) for value in values)
        return before, now


@dataclass(frozen=True, repr=False)
class Compared(Scored):
    """What `Scorecard.compare` gives: the same, shown as a comparison."""

    @classmethod
    def of(cls, evaluation: Evaluation) -> Compared:
        return cls(**{field.name: getattr(evaluation, field.name) for field in fields(Evaluation)})

    def to_frame(self) -> pd.DataFrame:
        """A row for every node and entity: both periods and the change, as in `compare --csv`. ImportError without pandas."""
        from scorecard import export

        return export.as_frame(export.changes(self))

    def _cells(self) -> tuple[list[str], list[list[str]]]:
        from scorecard.words import terminal, workbook
        from scorecard.words.tongue import say

        both = self.baseline, self.target
        rows = [
            [*self._values(node), self._score(node, self.before), self._score(node, self.now), self._points(node)]
            for node in range(len(self.scores.nodes))
        ]
        heads = self._heads(terminal.VALUE, workbook.value_in, *both) + self._heads(terminal.SCORE, workbook.score_in, *both)
        return [*heads, say(terminal.CHANGE)], rows
