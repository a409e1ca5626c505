"""Files -> tables in the engine, typed and joined, with an account of what was spoiled.

Enters: a Definition. Leaves: `Tables` behind a locked door, and Problems. `without` and `check` look at headers only and import
no engine.

    columns   which columns are named, by whom, as what
    files     what a file is, its headers, its rows one by one (`xlsx` for workbooks)
    lacking   what the library would measure and the files lack
    fit       the author's mistakes: what the definition names and the files lack
    convert   text of cells -> numbers, dates, … as SQL
    tables    files -> tables in one scan each, counted; then the door is locked
    entered   values typed in
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from scorecard.sources.fit import check
from scorecard.sources.lacking import without

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scorecard.problems import Problem
    from scorecard.records.definition import Definition
    from scorecard.records.tables import Tables

__all__ = ["check", "load", "steady", "without"]


def load(
    definition: Definition,
    memory_limit: str | None = None,
    threads: int | None = None,
    watch: Callable[[str], None] = lambda _: None,
) -> tuple[Tables, tuple[Problem, ...]]:
    """Read every dataset that a measure in use needs. The definition must be free of `check`'s faults; raises Faults
    where a file has become unreadable since.

    memory_limit: for the engine, e.g. `2GB` (its own default is 80% of the machine's). threads: at most; None for all cores.
    watch: is told the id of each dataset before it is read."""
    from scorecard.sources.tables import load

    return load(definition, memory_limit, threads, watch)


@contextmanager
def steady(definition: Definition, tables: Tables) -> Iterator[None]:
    """Files that are looked through while they are asked (Parquet) must stay as they were. Raises Faults, also where one
    proves to be damaged within."""
    from scorecard.sources.tables import steady

    with steady(definition, tables):
        yield
