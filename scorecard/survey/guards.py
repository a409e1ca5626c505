"""Whose answers a formula over a survey's items would tell of: the counts that say whether they are few.

Enters: a measure over rows, and how the items of its dataset are answered. Leaves: counts of rows. A formula's own n does not do:
`sum(q1)` stands on all rows, though one person may have answered q1.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scorecard.records.definition import Answers, FromRows
from scorecard.records.formula import Aggregate, identifier, leaves, together
from scorecard.survey.methods import within


def guards(how: FromRows, items: Mapping[str, Answers]) -> tuple[Aggregate, ...]:
    """For each aggregate that names items: how many answered each of them among those that its other conditions let in; and of a
    value over those chosen by their answers, how many these are. A mere count of the chosen is like a net promoter score's: it
    hides among those who answered."""
    answered = {item: within(item, each.low, each.high) for item, each in items.items()}
    found: dict[Aggregate, None] = {}
    if how.per:
        if _named(how.per.where, answered) and how.formula.rows:
            found[how.formula.rows] = None
        made = (name for name, sql in how.per.columns.items() if _named((sql,), answered))
        answered = {name: f"({identifier(name)} IS NOT NULL)" for name in made}
    for leaf in leaves(how.formula.tree):
        if isinstance(leaf, Aggregate):
            chosen = tuple(condition for condition in leaf.where if _named((condition,), answered))
            others = tuple(condition for condition in leaf.where if condition not in chosen)
            for item in _named((leaf.argument or "", *chosen), answered):
                found[Aggregate("count", where=together(others, (answered[item],)))] = None
            if chosen and leaf.argument is not None:
                found[Aggregate("count", where=together(leaf.where, (f"({leaf.argument} IS NOT NULL)",)))] = None
    return tuple(found)


def _named(sql: Iterable[str], columns: Mapping[str, str]) -> list[str]:
    told = list(sql)
    return [column for column in columns if any(identifier(column) in each for each in told)]
