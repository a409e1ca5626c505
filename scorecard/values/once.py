"""Somebody who answers twice in a period counts once, with the later answer.

Enters: the Tables, the periods. Leaves: the same, in which a survey's table that holds somebody twice is replaced by one
without the earlier answers; a finding for each. Where nobody is there twice, one look at the respondents is all it costs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scorecard.problems import Problem, finding
from scorecard.records.definition import Dataset, Definition, FromRows, Period
from scorecard.records.tables import Table, Tables
from scorecard.values.engines.sql import name, on

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def once(definition: Definition, tables: Tables, periods: tuple[Period | None, ...]) -> tuple[Tables, tuple[Problem, ...]]:
    """Rows without a respondent, and with periods those outside of all, stay as they are."""
    found, problems = dict(tables.tables), list[Problem]()
    asked = {each.how.dataset for each in definition.measures.values() if isinstance(each.how, FromRows) and each.how.survey}
    for id, table in tables.tables.items():
        dataset = definition.datasets[id]
        if id in asked and dataset.respondent in table.columns and tables.connection is not None:
            time = _time(definition, dataset, table)
            when = _period(time, periods) if time else None
            if periods != (None,) and when is None:
                continue  # nothing says in which period somebody answered
            if problem := _doubled(tables.connection, definition, dataset, table, when):
                problems.append(problem)
                found[id] = _latest(tables.connection, dataset, table, time, when)
    return replace(tables, tables=found), tuple(problems)


def _time(definition: Definition, dataset: Dataset, table: Table) -> str | None:
    """The date column that places the answers: the dataset's, else that of its surveys."""
    hows = (each.how for each in definition.measures.values())
    own = (how.time for how in hows if isinstance(how, FromRows) and how.survey and how.dataset == dataset.id)
    return next((column for column in (dataset.time, *own) if column in table.columns), None)


def _period(time: str, periods: tuple[Period | None, ...]) -> str | None:
    """SQL of the number of a row's period; NULL outside of all. Of several it is the shortest. None in a snapshot."""
    day = f"CAST({name(time)} AS DATE)"
    short = sorted((each for each in periods if each), key=lambda each: (each.days, each.start))
    cases = [f"WHEN {day} >= {on(each.start)} AND {day} < {on(each.end)} THEN {number}" for number, each in enumerate(short)]
    return f"CASE {' '.join(cases)} END" if cases else None


def _counted(dataset: Dataset, when: str | None) -> str:
    """SQL of the condition under which a row is somebody's in a period."""
    return f"{name(str(dataset.respondent))} IS NOT NULL" + (f" AND ({when}) IS NOT NULL" if when else "")


def _doubled(
    connection: DuckDBPyConnection, definition: Definition, dataset: Dataset, table: Table, when: str | None
) -> Problem | None:
    keys = ", ".join((name(str(dataset.respondent)), *((when,) if when else ())))
    groups = f"SELECT count(*) AS n FROM {table.relation} WHERE {_counted(dataset, when)} GROUP BY {keys} HAVING count(*) > 1"
    row = connection.execute(f"SELECT count(*), coalesce(sum(n - 1), 0), max(n) FROM ({groups})").fetchone()
    if row is None or not row[0]:
        return None
    place = definition.places.at("datasets", dataset.id, "respondent")
    facts = {"dataset": dataset.id, "file": dataset.file, "column": dataset.respondent, "respondents": row[0]}
    return finding("respondent-twice", place, **facts, count=int(row[1]), most=row[2] if row[2] > 2 else None)


def _latest(connection: DuckDBPyConnection, dataset: Dataset, table: Table, time: str | None, when: str | None) -> Table:
    """A table without the earlier answers."""
    keys = ", ".join((name(str(dataset.respondent)), *((f"({when})",) if when else ())))
    order = ", ".join((*((f"{name(time)} DESC NULLS LAST",) if time else ()), '"#row" DESC'))
    last = f"NOT ({_counted(dataset, when)}) OR row_number() OVER (PARTITION BY {keys} ORDER BY {order}) = 1"
    relation = name(f"{dataset.id} once")
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {relation} AS SELECT * FROM {table.relation} QUALIFY {last}")
    rows = connection.execute(f"SELECT count(*) FROM {relation}").fetchone()
    return replace(table, relation=relation, rows=rows[0] if rows else table.rows)
