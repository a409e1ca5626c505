"""What the rows themselves make doubtful: filters that nothing passes, rows without the date that would place them.

Enters: a Definition, its Tables and each scan's atoms. Leaves: findings and notes. A filter that matches nothing is the
usual sign of a status spelled otherwise in the data, and would else be a silent 0%.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from scorecard.problems import Problem, finding, nearest, note
from scorecard.records.definition import Definition, FromRows, Measure
from scorecard.records.formula import Aggregate, leaves
from scorecard.records.tables import Tables
from scorecard.values.plan import ScanKey, key

if TYPE_CHECKING:
    from scorecard.records.definition import Period
    from scorecard.values.engines.duckdb import Atoms
    from scorecard.values.plan import Scan


def doubts(
    definition: Definition, tables: Tables, periods: tuple[Period | None, ...], scanned: Mapping[ScanKey, tuple[Scan, Atoms]]
) -> Iterator[Problem]:
    """In the order of the measures, each once."""
    for measure in definition.measures.values():
        if isinstance(measure.how, FromRows):
            yield from _never_met(definition, tables, measure, measure.how, scanned[key(measure.how, periods)][1])
    unstarted: set[str] = set()  # datasets told of
    for scan, _ in scanned.values():
        place = definition.places.at("datasets", scan.table.dataset)
        facts = {"dataset": scan.table.dataset, "of": scan.table.rows}
        if scan.time and (rows := scan.table.null_dates.get(scan.time, 0)):
            yield note("undated-rows", place, column=scan.time, rows=rows, **facts)
        lives = scan.valid if scan.window in ("open_at_start", "open_at_end") and scan.table.dataset not in unstarted else None
        if lives and (rows := scan.table.null_dates.get(lives[0], 0)):
            unstarted.add(scan.table.dataset)
            yield finding("unstarted-rows", place, column=lives[0], rows=rows, **facts)


def _never_met(definition: Definition, tables: Tables, measure: Measure, how: FromRows, atoms: Atoms) -> Iterator[Problem]:
    """A filter of the formula that no row passes, though the periods have rows."""
    if not atoms.values[Aggregate("count")].any():
        return
    for leaf in leaves(how.formula.tree):
        if isinstance(leaf, Aggregate) and leaf.function == "count" and leaf.where and not atoms.values[leaf].any():
            where = " AND ".join(leaf.where)
            texts = [m for m in how.formula.mentions if m.type == "text" and f'"{m.column}"' in where]
            place = texts[0].place if texts else definition.places.at("measures", measure.id)
            column = texts[0].column if texts else ""
            known = _examples(tables, how.dataset, column) if column else ()
            wanted = next((text for text in _literals(where) if text not in known), "")
            yield finding(
                "nothing-matches", place, measure=measure.id, column=column, known=known, nearest=nearest(wanted, known, 1)
            )
            return


def _examples(tables: Tables, dataset: str, column: str) -> tuple[str, ...]:
    """The commonest values of a text column."""
    assert tables.connection is not None
    name = '"' + column.replace('"', '""') + '"'
    relation = tables.tables[dataset].relation
    sql = f"SELECT {name} FROM {relation} WHERE {name} IS NOT NULL GROUP BY {name} ORDER BY COUNT(*) DESC, {name} LIMIT 8"
    return tuple(str(row[0]) for row in tables.connection.execute(sql).fetchall())


def _literals(sql: str) -> Iterable[str]:
    """The text literals of SQL that `formula` wrote."""
    return (text.replace("''", "'") for text in re.findall(r"'((?:[^']|'')*)'", sql))
