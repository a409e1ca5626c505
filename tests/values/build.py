"""Small definitions and tables for the tests of values."""

from datetime import date

import duckdb

from scorecard import formula, periods
from scorecard.problems import Place
from scorecard.records.definition import Calendar, Dataset, Definition, Derived, FromRows, Hierarchy, Measure, Node, Text
from scorecard.records.tables import Table, Tables
from scorecard.records.values import Reason

PLACED = ("during", "to_date", "year_to_date", "last")


class Places:
    def at(self, *path):
        return Place("d.yaml", path=path)

    key = at

    def inside(self, path, start, length):
        return Place("d.yaml", path=path)


def place_of(start, length):
    return Place("d.yaml", 1, start + 1, length)


def measure(id, how):
    return Measure(id, Text({"": id}), "higher", "number", how)


def over(text, window="during", where=None, dataset="deals", last=1, per=None):
    made = formula.over_rows(text, place_of, formula.row_condition(where, place_of) if where else None)
    return FromRows(dataset, made, "closed" if window in PLACED else None, window, last, per)


def derived(text):
    return Derived(formula.over_measures(text, place_of))


def define(measures, levels=("region", "branch"), **more):
    several = levels if levels and isinstance(levels[0], tuple) else (levels,) if levels else ()
    named = {name: measure(name, how) for name, how in measures.items()}
    leaves = tuple(Node((name,), "measure", Text({"": name}), ("perspectives", name), measure=name) for name in named)
    datasets = {"deals": Dataset("deals", "deals.csv", "deals.csv", time="closed", valid=("opened", "closed")), **more}
    root = Node((), "root", Text({"": "All"}), (), children=leaves)
    return Definition(
        "t",
        Text({"": "T"}),
        "d.yaml",
        "",
        Places(),
        root,
        named,
        datasets,
        hierarchies=tuple(Hierarchy(str(number), each) for number, each in enumerate(several)),
    )


COLUMNS = {
    "region": "text",
    "branch": "text",
    "channel": "text",
    "opened": "date",
    "closed": "date",
    "amount": "number",
    "stage": "text",
    "customer": "text",
}
SQL_TYPES = {"text": "VARCHAR", "date": "DATE", "number": "DOUBLE"}


def tables(rows, columns=COLUMNS, entered=(), spans=True):
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE deals ({', '.join(f'{name} {SQL_TYPES[type]}' for name, type in columns.items())})")
    if rows:
        connection.executemany(
            f"INSERT INTO deals VALUES ({', '.join('?' * len(columns))})", [[row.get(name) for name in columns] for row in rows]
        )
    days = {name: [row[name] for row in rows if row[name]] for name, type in columns.items() if type == "date"}
    found = {name: (min(seen), max(seen)) if seen and spans else None for name, seen in days.items()}
    return Tables(connection, {"deals": Table("deals", '"deals"', columns, len(rows), found)}, tuple(entered))


def quarters(*ids):
    return tuple(periods.parse(id, Calendar()) for id in ids)


Q1, Q2 = quarters("2025-Q1", "2025-Q2")
H1 = quarters("2025-H1")[0]
CROSSED = (("region", "branch"), ("channel",), ("channel", "branch"))
WHOLE = (date(2025, 1, 1), date(2025, 7, 1))


def row(closed, stage="won", amount=1.0, region="East", branch="a", opened=None):
    return {"region": region, "branch": branch, "opened": opened, "closed": closed, "amount": amount, "stage": stage}


def reasons(found, name):
    return [[Reason(code) for code in line] for line in found.reason[found.measures.index(name)]]
