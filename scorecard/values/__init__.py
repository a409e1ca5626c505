"""Values: a number, or the reason why there is none, for every measure, period and entity.

Enters: a Definition and its Tables. Leaves: `Values`. `windows` knows the days and periods that formulas look to, `plan` says
which atoms to ask for, an engine (`engines/`) works them out, `assemble` does the arithmetic, `doubts` tells what to look at.
"""

from __future__ import annotations

from scorecard.problems import Faults, Problem, fault
from scorecard.records.definition import Definition, Period
from scorecard.records.tables import Tables
from scorecard.records.values import Query, Values
from scorecard.values.plan import scans
from scorecard.values.windows import with_previous

__all__ = ["compute", "with_previous"]


def compute(
    definition: Definition,
    tables: Tables,
    periods: tuple[Period | None, ...],
    baseline: Period | None = None,
    target: Period | None = None,
) -> tuple[Values, tuple[Query, ...], tuple[Problem, ...]]:
    """All measures over `periods`, which must hold those that formulas look to (`with_previous`); `baseline` is the one that
    `baseline(x)` means, and is compared with `target`. Raises Faults where there are more entities than a computer holds."""
    from scorecard.values.assemble import assemble
    from scorecard.values.doubts import doubts
    from scorecard.values.engines import duckdb
    from scorecard.values.once import once
    from scorecard.values.prepared import with_prepared
    from scorecard.values.sampled import sampled

    tables, twice = once(definition, tables, periods)
    tables = with_prepared(definition, tables)
    scanned = {}
    for key, scan in scans(definition, tables.tables, periods).items():
        assert tables.connection is not None
        try:
            scanned[key] = scan, duckdb.run(tables.connection, scan)
        except duckdb.TooManyEntities as error:
            place = definition.places.at("entities")
            facts = {"count": error.args[0], "levels": definition.levels, "dataset": scan.table.dataset, "periods": len(periods)}
            raise Faults([fault("too-many-entities", place, **facts)]) from None
    values, problems = assemble(definition, tables, periods, scanned, baseline)
    queries = tuple(Query(scan.table.dataset, sql) for scan, atoms in scanned.values() for sql in atoms.queries)
    values, more, unsure = sampled(definition, tables, scanned, values, baseline, target)
    return values, (*queries, *more), (*twice, *problems, *unsure, *doubts(definition, tables, periods, scanned))
