"""Rows as columns: for spreadsheets, databases and data frames.

Enters: an `Evaluation`. Leaves: `Column`s, all of one length, and from them CSV, Parquet or a pandas data frame.

They are the JSON's rows. An entity's key stands in a column for each level; `grouping` names the levels that tell the row's
entity apart (`region/branch`, or `total`), so that a blank under one of them is what the data leave unassigned. `floor` and
`goal` are single numbers; where a target has two sides they hold the lower, and `floor_high` and `goal_high` the upper.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from scorecard import files
from scorecard.export.rows import FIELDS, Bounds, change_rows, rows
from scorecard.records.evaluation import Evaluation

if TYPE_CHECKING:
    import pandas as pd  # type: ignore[import-untyped]  # its types are a package of their own

Kind = Literal["text", "number", "count"]

TEXTS = {"path", "kind", "period", "unit", "reason", "status"}
COUNTS = {"n"}
TWO_SIDED = ("floor", "goal")
FORMULA_STARTS, LINE_STARTS = set("=+-@＝＋－＠"), set("\t\r\n")


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    kind: Kind
    cells: Sequence[Any]  # str, float or int by kind; None where there is nothing


def scores(evaluation: Evaluation) -> tuple[Column, ...]:
    """The rows of `evaluate`."""
    found = list(rows(evaluation))
    columns: list[Column] = []
    for name in FIELDS:
        cells = [getattr(row, name) for row in found]
        if name == "entity":
            columns += _entity(evaluation.definition.levels, cells, {*FIELDS, *(f"{bound}_high" for bound in TWO_SIDED)})
        elif name in TWO_SIDED:
            columns += [Column(name, "number", [*map(_low, cells)]), Column(f"{name}_high", "number", [*map(_high, cells)])]
        else:
            columns.append(Column(name, "text" if name in TEXTS else "count" if name in COUNTS else "number", cells))
    return tuple(columns)


def changes(evaluation: Evaluation) -> tuple[Column, ...]:
    """The rows of `compare`, without the parts of each change. ValueError without a baseline and a target."""
    found = list(change_rows(evaluation))
    nodes = [Column(name, "text", [getattr(row, name) for row in found]) for name in ("path", "kind")]
    numbers = [
        Column(f"{side}_{what}", "number", [getattr(getattr(row, side), what) for row in found])
        for side in ("baseline", "target", "change")
        for what in ("value", "score")
    ]
    numbers += [Column(name, "number", [getattr(row, name) for row in found]) for name in ("low", "high", "p", "p_adjusted")]
    numbers.append(Column("real", "text", [None if row.real is None else str(row.real).lower() for row in found]))
    taken = {column.name for column in (*nodes, *numbers)}
    return (*nodes, *_entity(evaluation.definition.levels, [row.entity for row in found], taken), *numbers)


def as_csv(columns: Sequence[Column]) -> bytes:
    """UTF-8 with a byte order mark, by which Excel knows it; numbers in full precision; nothing where a number is missing.
    A text that a spreadsheet would take for a formula begins with an apostrophe, which keeps it a text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")  # with which a line end inside a text is quoted
    writer.writerow(column.name for column in columns)
    writer.writerows(zip(*(_defused(column.cells) if column.kind == "text" else column.cells for column in columns), strict=True))
    return text.getvalue().encode("utf-8-sig", "backslashreplace")


def as_parquet(columns: Sequence[Column]) -> bytes:
    """A Parquet file: texts as VARCHAR, numbers as DOUBLE, counts as BIGINT. Raises OSError where there is no room to make it."""
    import errno
    import tempfile
    from pathlib import Path

    import duckdb
    import numpy as np

    types = {"text": "VARCHAR", "number": "DOUBLE", "count": "BIGINT"}
    arrays = {
        f"c{n}": np.array(each.cells, dtype=object if each.kind == "text" else np.float64) for n, each in enumerate(columns)
    }
    listed = ", ".join(f'CAST(c{n} AS {types[each.kind]}) AS "{each.name}"' for n, each in enumerate(columns))
    settings: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,  # so that the file's bytes do not hang on how many there are
        "autoload_known_extensions": False,
        "autoinstall_known_extensions": False,
        "python_enable_replacements": False,
    }
    with (
        tempfile.TemporaryDirectory(prefix=files.temporary()) as folder,
        duckdb.connect(":memory:", config=settings) as connection,
    ):
        path = Path(folder) / "rows.parquet"
        home, file = (str(each).replace("'", "''") for each in (folder, path))
        connection.execute(f"SET allowed_directories = ['{home}']")
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
        connection.register("rows", arrays)
        try:
            connection.execute(f"COPY (SELECT {listed} FROM rows) TO '{file}' (FORMAT parquet, COMPRESSION zstd)")
        except duckdb.IOException as error:
            raise OSError(errno.EIO, str(error).partition("\n")[0], tempfile.gettempdir()) from None
        return path.read_bytes()


def as_frame(columns: Sequence[Column]) -> pd.DataFrame:
    """A pandas data frame: texts as `string`, numbers as float64 with NaN, counts as Int64. ImportError without pandas."""
    try:
        import pandas as pd
    except ImportError:
        raise ImportError("a data frame needs pandas, which is not installed: pip install 'balanced-scorecard[pandas]'") from None
    types = {"text": "string", "number": "float64", "count": "Int64"}
    return pd.DataFrame({column.name: pd.array(column.cells, dtype=types[column.kind]) for column in columns})


def _entity(levels: tuple[str, ...], entities: Sequence[Mapping[str, str | None]], taken: Iterable[str]) -> Iterator[Column]:
    """A level called as another column is (`status`, `Value`) gets an underscore behind it: databases heed no capitals."""
    yield Column("grouping", "text", ["/".join(entity) or "total" for entity in entities])
    names = {"grouping", *taken}
    for level in levels:
        name = level
        while name.lower() in names:
            name += "_"
        names.add(name.lower())
        yield Column(name, "text", [entity.get(level) for entity in entities])


def _low(bounds: Bounds) -> float | None:
    return bounds[0] if isinstance(bounds, list) else bounds


def _high(bounds: Bounds) -> float | None:
    return bounds[1] if isinstance(bounds, list) else None


def _defused(texts: Iterable[str | None]) -> Iterator[str | None]:
    """https://owasp.org/www-community/attacks/CSV_Injection."""
    known: dict[str | None, str | None] = {None: None}
    for text in texts:
        if text is not None and text not in known:
            known[text] = f"'{text}" if text[:1] in LINE_STARTS or text.lstrip()[:1] in FORMULA_STARTS else text
        yield known[text]
