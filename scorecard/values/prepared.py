"""What each response says, worked out once for all measures of a survey.

Enters: the Tables. Leaves: the same, in which each table of a survey is a view with its prepared columns (`survey.prepared`); the
engine works out those that a query names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from scorecard.records.definition import Definition, FromRows
from scorecard.records.formula import identifier
from scorecard.records.tables import Tables
from scorecard.survey import prepared


def with_prepared(definition: Definition, tables: Tables) -> Tables:
    items: dict[str, dict[str, str]] = {}
    persons: dict[str, dict[str, str]] = {}
    for measure in definition.measures.values():
        if isinstance(measure.how, FromRows) and measure.how.survey:
            made = prepared(measure.how.survey, tables.tables[measure.how.dataset].inside)
            items.setdefault(measure.how.dataset, {}).update(made.items)
            persons.setdefault(measure.how.dataset, {}).update(made.persons)
    found = dict(tables.tables)
    for dataset, columns in items.items():
        assert tables.connection is not None
        table, view = found[dataset], identifier(f"{dataset} prepared")
        source = f"(SELECT *, {_listed(columns)} FROM {table.relation})"
        more = f", {_listed(persons[dataset])}" if persons[dataset] else ""
        tables.connection.execute(f"CREATE OR REPLACE TEMP VIEW {view} AS SELECT *{more} FROM {source}")
        found[dataset] = replace(table, relation=view)
    return replace(tables, tables=found)


def _listed(columns: Mapping[str, str]) -> str:
    return ", ".join(f"{sql} AS {identifier(name)}" for name, sql in columns.items())
