"""A client's words in a column in which the library looks for a few certain ones.

Enters: a column of a standard dataset as it was read. Leaves: a finding where a word that measures look for is not there or is
probably written otherwise; a note where there are but others beside them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from scorecard.problems import Problem, finding, nearest, note
from scorecard.records.definition import Dataset, Definition, FromRows
from scorecard.records.formula import identifier
from scorecard.sources.convert import name, quote
from scorecard.sources.files import shown

if TYPE_CHECKING:
    import duckdb

MOST_TEXTS = 1000
"""Different texts that are looked at, the frequent ones first."""
SHOWN = 8


def words(
    definition: Definition, dataset: Dataset, column: str, engine: duckdb.DuckDBPyConnection, table: str
) -> Iterator[Problem]:
    """What is to be said of the texts in one column. Rows that do not belong to the dataset are left aside."""
    standard = dataset.words[column]
    looked_for = [word for word in standard if word in set(_literals(definition, dataset, column))]
    belongs = f" AND {dataset.where.sql}" if dataset.where else ""
    at = name(column)
    counted = engine.execute(
        f"SELECT {at}, count(*) FROM {table} WHERE {at} IS NOT NULL{belongs} GROUP BY {at} ORDER BY count(*) DESC, {at}"
    ).fetchmany(MOST_TEXTS)
    others = [(text, count) for text, count in counted if text not in standard]
    if not others or not looked_for:
        return
    missing = tuple(word for word in looked_for if word not in {text for text, _ in counted})
    meant = {text: word for text, _ in others if (word := _meant(text, looked_for))}
    example = _mapping(meant) if meant else f"{(missing or looked_for)[0]}: [{_scalar(others[0][0])}]"
    own = column in dataset.values and ("values", column) not in dataset.assumed
    place = definition.places.key("datasets", dataset.id, *(("values", column) if own else ()))
    texts = tuple(f"{shown(text)} ({count})" for text, count in others[:SHOWN]) + (("…",) if len(others) > SHOWN else ())
    facts = {"dataset": dataset.id, "file": dataset.file, "column": column, "texts": texts, "words": tuple(looked_for)}
    if missing or meant:
        yield finding("standard-values", place, **facts, missing=missing, example=example)
    else:
        yield note("standard-values-other", place, **facts, example=example)


def _literals(definition: Definition, dataset: Dataset, column: str) -> Iterator[str]:
    """The texts that measures in use name beside the column."""
    for measure in definition.measures.values():
        how = measure.how
        if isinstance(how, FromRows) and how.dataset == dataset.id:
            parts = [part for each in how.aggregates for part in (*each.where, each.argument or "")]
            parts += [*how.per.columns.values(), *how.per.where] if how.per else []
            for part in parts:
                if identifier(column) in part:
                    yield from (text.replace("''", "'") for text in re.findall(r"'((?:[^']|'')*)'", part))


def _meant(text: str, looked_for: Collection[str]) -> str | None:
    """The word of which a text is probably another spelling: it looks like it, or holds it."""
    near = nearest(text.strip(), looked_for, 1)
    if near:
        return near[0]
    parts = set(re.split(r"[\W_]+", text.casefold()))
    held = [word for word in looked_for if word.casefold() in parts]
    return held[0] if len(held) == 1 else None


def _mapping(meant: dict[str, str]) -> str:
    """As one writes it under `values`."""
    by_word: dict[str, list[str]] = {}
    for text, word in meant.items():
        by_word.setdefault(word, []).append(_scalar(text))
    return ", ".join(f"{word}: [{', '.join(texts[:3])}]" for word, texts in by_word.items())


def _scalar(text: str) -> str:
    """A text as YAML reads it back inside of brackets."""
    plain = re.fullmatch(r"[^\W\d_][\w .()/+-]*", text) and text.casefold() not in (
        "yes",
        "no",
        "on",
        "off",
        "true",
        "false",
        "null",
    )
    return shown(text) if plain else quote(shown(text))
