"""Two runs, one answer: every number bit for bit, whatever the order of rows, the threads and how the rows are stored."""

import math
import random
import sys
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

import duckdb
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scorecard import values
from scorecard.records.definition import Per
from scorecard.records.values import Reason

from .build import COLUMNS, Q1, Q2, SQL_TYPES, WHOLE, define, over, row, tables

KINDS = {
    "money": lambda dice: round(dice.lognormvariate(6, 2), 2),
    "signs": lambda dice: dice.gauss(0, 1e6),
    "rates": lambda dice: dice.random() ** 9,
    "wide": lambda dice: math.ldexp(dice.random() - 0.5, dice.randrange(-40, 40)),
    "whole": lambda dice: float(dice.randrange(1, 8)),
}
FORMULAS = (
    "sum(amount)",
    "avg(amount)",
    "stddev(amount)",
    "median(amount)",
    "min(amount)",
    "sum(amount) filter (where stage = 'won')",
)


def stored(rows, threads, group):
    """The rows in a Parquet file of row groups of that size, and a connection with so many threads."""
    found = tables([])
    found.connection.execute(f"SET threads = {threads}")
    frame = {name: [each.get(name) for each in rows] for name in COLUMNS}
    casts = ", ".join(f"CAST({name} AS {SQL_TYPES[type]}) AS {name}" for name, type in COLUMNS.items())
    lists = ", ".join(f"UNNEST(?::{SQL_TYPES[type]}[]) AS {name}" for name, type in COLUMNS.items())
    target = f"{threads}-{group}.parquet"
    found.connection.execute(
        f"COPY (SELECT {casts} FROM (SELECT {lists})) TO '{target}' (FORMAT parquet, ROW_GROUP_SIZE {group})", [*frame.values()]
    )
    found.connection.execute(f"DROP TABLE deals; CREATE VIEW deals AS SELECT * FROM read_parquet('{target}')")
    table = replace(found.tables["deals"], rows=len(rows), spans={"closed": (Q1.start, Q2.end)})
    return replace(found, tables={"deals": table})


def bits(definition, read):
    found, _, _ = values.compute(definition, read, (Q1, Q2))
    return found.entities, found.value.tobytes(), found.n.tobytes(), found.reason.tobytes()


@pytest.mark.parametrize("kind", KINDS)
def test_order_threads_and_storage_change_no_bit(kind, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    dice = random.Random(kind)
    rows = [
        row(
            date(2025, 1, 1) + timedelta(dice.randrange(180)), dice.choice(["won", "lost"]), KINDS[kind](dice),
            dice.choice("EW"), dice.choice("abc"),
        ) | {"customer": dice.choice("xyz")}
        for _ in range(6000)
    ]  # fmt: skip
    made = {f"m{number}": over(text, window, last=2) for number, text in enumerate(FORMULAS) for window in ("during",)}
    made |= {f"{window}{number}": over("sum(amount)", window, last=2) for number, window in enumerate(("year_to_date", "all"))}
    made["per"] = over("sum(spent)", per=Per("customer", {"spent": 'MAX("amount")'}))
    definition = define(made)
    expected = bits(definition, stored(rows, 1, 2048))
    for threads, group in ((2, 2048), (2, 4096), (1, 100_000)):
        dice.shuffle(rows)
        assert bits(definition, stored(rows, threads, group)) == expected, (threads, group)


NUMBERS = st.lists(
    st.one_of(
        st.floats(allow_nan=False, allow_infinity=False),
        st.floats(-1e9, 1e9),
        st.integers(-(10**15), 10**15).map(lambda n: n / 100),
        st.floats(0.1, 10),
        st.floats(-1e-300, 1e-300),
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=150, deadline=None)
@given(NUMBERS, NUMBERS)
@example([1e308, 1e308, -1e308], [1.0])
@example([5e-324, 5e-324], [1.0])
@example([-1e16, 1.0, 1e16, 1.0], [1.0])
@example([0.07], [3e8])  # a small one in a table of large ones
@example([0.07], [3e6])
@example([1 + 2**-52], [1025.0])  # the last bit of 64 that the smallest needs
@example([1.0, 2**-53, 2**-90], [2.0**20, -1.0])  # half way between two numbers, and a little more
@example([1.0, 2**-53, 2**-90], [1.0, -1.0])
def test_a_sum_is_the_exact_one_rounded_once(numbers, others):
    """To the last digit, but for what is smaller than 2^-119 of the table's largest number: that may be lost."""
    found, exact = summed(numbers, others), sum(map(Fraction, numbers))
    every = numbers + others
    lost = len(every) * max(abs(Fraction(each)) for each in every) / 2**119
    try:
        least, most = float(exact - lost), float(exact + lost)
    except OverflowError:
        assert math.isnan(found) or abs(found) == sys.float_info.max
        return
    assert least <= found <= most


CONNECTION = duckdb.connect()


def summed(numbers, others):
    """The sum of a group of a table's numbers as the engine finds it, NaN where it is no number."""
    from scorecard.values.engines.exact import joined, scales, split, summed

    CONNECTION.execute(
        "CREATE OR REPLACE TABLE t AS SELECT UNNEST(?::DOUBLE[]) AS x, UNNEST(?::BOOLEAN[]) AS here",
        [numbers + others, [True] * len(numbers) + [False] * len(others)],
    )
    scale = scales(CONNECTION, {"FROM t": ['"x"']}, len(numbers + others))['"x"']
    columns = ", ".join(summed('"x"', " FILTER (WHERE here)", scale, "s"))
    result = CONNECTION.execute(f"SELECT {columns} FROM t").fetchnumpy()
    number = float(joined(split(np.asarray(result["s"]), np.asarray(result["slow"])), np.array(scale.power))[0])
    return number if math.isfinite(number) else math.nan


def lapse(end, start, unit="86400e0"):
    return f'((EPOCH("{end}") - EPOCH("{start}")) / {unit})'


@pytest.mark.parametrize(
    ("value", "whole", "exact"),
    [
        ('"small"', True, -2.0),
        ('"large"', False, 2.0**60),
        (lapse("last", "first"), True, 29.0),
        (lapse("last", "first", "3600e0"), True, 29 * 24.0),
        (lapse("moment", "first"), False, 0.5),
        (lapse("last", "first", "7000000e0"), False, 29 * 86400 / 7e6),
    ],
)
def test_whole_numbers_are_summed_as_they_are(value, whole, exact):
    """By the types of the columns: a time of day or a number beyond 53 bits may not be cut."""
    from scorecard.values.engines.exact import joined, scales, split, summed

    CONNECTION.execute(
        "CREATE OR REPLACE TABLE w AS SELECT (-1)::TINYINT AS small, (2::BIGINT ** 59)::BIGINT AS large, "
        "DATE '2024-02-01' AS first, DATE '2024-03-01' AS last, TIMESTAMP '2024-02-01 12:00' AS moment "
        "UNION ALL SELECT -1, (2::BIGINT ** 59)::BIGINT, NULL, NULL, NULL"
    )
    scale = scales(CONNECTION, {"FROM w": [value]}, 2)[value]
    assert ((scale.power, scale.type) == (0, "BIGINT")) == whole
    result = CONNECTION.execute(f"SELECT {', '.join(summed(value, '', scale, 's'))} FROM w").fetchnumpy()
    assert float(joined(split(np.asarray(result["s"]), np.asarray(result["slow"])), np.array(scale.power))[0]) == exact


def test_numbers_at_the_end_of_the_range_are_summed_or_missing_for_a_reason():
    rows = [row(date(2025, 1, 1), amount=a) for a in (1e308, 1e308)] + [
        row(date(2025, 4, 1), amount=a) for a in (1e308, -1e308, 2.5)
    ]
    made = {"total": over("sum(amount)"), "mean": over("avg(amount)"), "square": over("sum(amount * amount)")}
    definition = define(made)
    definition = replace(definition, datasets={"deals": replace(definition.datasets["deals"], covers=WHOLE)})
    found, _, _ = values.compute(definition, tables(rows), (Q1, Q2))
    assert found.reason[:, :, 0].tolist() == [
        [Reason.NOT_FINITE, 0],
        [Reason.NOT_FINITE, 0],
        [Reason.NOT_FINITE, Reason.NOT_FINITE],
    ]
    assert found.value[0, 1, 0] == 0  # 2.5 is less than the last bit kept beside 1e308


@pytest.mark.parametrize("spoiled", [math.nan, math.inf])
def test_what_is_no_number_in_a_parquet_file_spoils_its_own_sums_only(spoiled, tmp_path, monkeypatch):
    """Whatever the file says of its least and greatest value: other programs leave NaN out of that."""
    monkeypatch.chdir(tmp_path)
    rows = [row(date(2025, 1, 1), amount=spoiled, branch="a"), row(date(2025, 1, 1), amount=2.5, branch="b")]
    read = stored(rows, 1, 2048)
    told = values.engines.duckdb.scales
    monkeypatch.setattr(
        values.engines.duckdb, "scales", lambda *_: told(tables(rows[1:]).connection, {"FROM deals": ['"amount"']}, 2)
    )
    found, _, _ = values.compute(define({"total": over("sum(amount)")}), read, (Q1,))
    reason = {entity.key: Reason(code) for entity, code in zip(found.entities, found.reason[0, 0], strict=True)}
    assert reason[("East", "a")] == reason[("East",)] == reason[()] == Reason.NOT_FINITE
    assert found.value[0, 0, [entity.key for entity in found.entities].index(("East", "b"))] == 2.5


def test_there_is_one_zero():
    """Which of 0 and -0 is the least hangs on which comes first."""
    for zeros in ((0.0, -0.0), (-0.0, 0.0), (-0.0,)):
        rows = [row(date(2025, 1, 1), amount=zero) for zero in zeros]
        made = {text: over(text) for text in ("min(amount)", "max(amount)", "sum(amount)", "median(amount)")}
        found, _, _ = values.compute(define(made), tables(rows), (Q1,))
        assert [math.copysign(1, each) for each in found.value[:, 0, 0]] == [1, 1, 1, 1]
