"""What the rows themselves make doubtful: filters that nothing passes, rows without the date that would place them.

Enters: a Definition, its Tables and each scan's atoms. Leaves: findings and notes. A filter that matches nothing is the
usual sign of a status spelled otherwise in the data, and would else be a silent 0%.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from scorecard.problems import Problem, finding, nearest, note
from scorecard.records.definition import Definition, FromRows, Measure
from scorecard.records.formula import Aggregate, leaves
from scorecard.records.tables import Tables
from scorecard.values.engines.sql import name
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
    told: set[tuple[str, str, str]] = set()  # dataset, what is doubtful, column
    for scan, _ in scanned.values():
        dataset = scan.table.dataset
        place = definition.places.at("datasets", dataset)
        facts = {"dataset": dataset, "of": scan.table.rows}

        def first(what: str, column: str, dataset: str = dataset) -> bool:
            new = (dataset, what, column) not in told
            told.add((dataset, what, column))
            return new

        if scan.time and (rows := scan.table.null_dates.get(scan.time, 0)) and first("undated", scan.time):
            yield note("undated-rows", place, column=scan.time, rows=rows, **facts)
        start = scan.valid[0] if scan.valid and scan.window in ("open_at_start", "open_at_end") else None
        if start and (rows := scan.table.null_dates.get(start, 0)) and first("unstarted", start):
            yield finding("unstarted-rows", place, column=start, rows=rows, **facts)
        if scan.per and first("unkeyed", scan.per.key) and (rows := _count(tables, dataset, f"{name(scan.per.key)} IS NULL")):
            yield note("unkeyed-rows", place, column=scan.per.key, rows=rows, **facts)


def _never_met(definition: Definition, tables: Tables, measure: Measure, how: FromRows, atoms: Atoms) -> Iterator[Problem]:
    """A filter that no row passes, though there are rows: of the formula, in any period; of `per`, at all."""
    if not atoms.values[Aggregate("count")].any():
        filtered = how.per and how.per.where and tables.tables[how.dataset].rows
        if how.per and filtered and not _count(tables, how.dataset, " AND ".join(how.per.where)):
            yield _unmet(definition, tables, measure, how, how.per.where)
        return
    if how.survey:  # that nobody is a detractor is no mistake; that the measure's own filter lets nobody through may be one
        if how.survey.where and how.formula.rows and not atoms.values[how.formula.rows].any():
            yield _unmet(definition, tables, measure, how, how.survey.where)
        return
    for leaf in leaves(how.formula.tree):
        if isinstance(leaf, Aggregate) and leaf.function == "count" and leaf.where and not atoms.values[leaf].any():
            yield _unmet(definition, tables, measure, how, leaf.where)
            return


def _unmet(definition: Definition, tables: Tables, measure: Measure, how: FromRows, conditions: Sequence[str]) -> Problem:
    where = " AND ".join(conditions)
    own = how.per.columns if how.per else ()  # no columns of the dataset, even if they are called like one
    texts = [m for m in how.formula.mentions if m.type == "text" and m.column not in own and name(m.column) in where]
    place = texts[0].place if texts else definition.places.at("measures", measure.id)
    column = texts[0].column if texts else ""
    known = _examples(tables, how.dataset, column) if column else ()
    wanted = next((text for text in _literals(where) if text not in known), "")
    return finding("nothing-matches", place, measure=measure.id, column=column, known=known, nearest=nearest(wanted, known, 1))


def _examples(tables: Tables, dataset: str, column: str) -> tuple[str, ...]:
    """The commonest values of a text column."""
    assert tables.connection is not None
    relation, called = tables.tables[dataset].relation, name(column)
    sql = f"SELECT {called} FROM {relation} WHERE {called} IS NOT NULL GROUP BY {called} ORDER BY COUNT(*) DESC, {called} LIMIT 8"
    return tuple(str(row[0]) for row in tables.connection.execute(sql).fetchall())


def _count(tables: Tables, dataset: str, condition: str) -> int:
    """How many rows of a dataset pass a condition; one that names a period's dates, which there are none of here, passes some."""
    if '"@' in condition:
        return 1
    assert tables.connection is not None
    row = tables.connection.execute(f"SELECT COUNT(*) FROM {tables.tables[dataset].relation} WHERE {condition}").fetchone()
    return int(row[0]) if row else 0


def _literals(sql: str) -> Iterable[str]:
    """The text literals of SQL that `formula` wrote."""
    return (text.replace("''", "'") for text in re.findall(r"'((?:[^']|'')*)'", sql))
