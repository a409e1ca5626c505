"""Churn, retention, renewal, repeated purchases, promoters and scales of several items against pandas, over random rows.

The oracle is written from the words of the catalogue, with sets and masks rather than with aggregates and filters.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import scorecard
from scorecard import export

ROWS = 2_000
QUARTERS = {
    "2024-Q4": (date(2024, 10, 1), date(2025, 1, 1)),
    "2025-Q1": (date(2025, 1, 1), date(2025, 4, 1)),
    "2025-Q2": (date(2025, 4, 1), date(2025, 7, 1)),
    "2025-Q3": (date(2025, 7, 1), date(2025, 10, 1)),
}
BRANCHES = ("North", "South", "East", None)
SCALES = {
    "perceived_loyalty": ("customer_answers", ("loyalty_1", "loyalty_2", "loyalty_3"), ("loyalty_3",), 1, 7),
    "employee_conduct": ("customer_answers", ("conduct_1", "conduct_2", "conduct_3"), ("conduct_3",), 1, 7),
    "system_usability": ("employee_answers", tuple(f"usability_{n}" for n in (1, 2, 3, 4)), ("usability_4",), 1, 5),
}
Tables = dict[str, pd.DataFrame]
Answer = float | None


def drawn(seed: int) -> Tables:
    """Random records from September 2024 to October 2025, with gaps, answers outside their scales and rows without a branch."""
    random = np.random.default_rng(seed)

    def days(blank: float) -> list[date | None]:
        return [None if random.random() < blank else date(2024, 9, 1) + timedelta(int(n)) for n in random.integers(0, 425, ROWS)]

    def later(days: list[date | None], most: int, blank: float) -> list[date | None]:
        gaps = random.random(ROWS) < blank
        return [
            None if gap or day is None else day + timedelta(int(n))
            for day, n, gap in zip(days, random.integers(-2, most, ROWS), gaps, strict=True)
        ]

    def answers(low: int, high: int) -> list[int | None]:
        return [None if random.random() < 0.25 else int(n) for n in random.integers(low, high + 2, ROWS)]  # one too high, too

    def branches() -> list[str | None]:
        return [BRANCHES[n] for n in random.choice(4, ROWS, p=[0.4, 0.3, 0.25, 0.05])]

    def people(most: int) -> list[str | None]:
        return [None if n == 0 else f"c{n}" for n in random.integers(0, most, ROWS)]

    def asked(*items: tuple[str, int, int]) -> pd.DataFrame:
        told = {name: answers(low, high) for name, low, high in items}
        return pd.DataFrame({"respondent": [f"r{n}" for n in range(ROWS)], "answered_on": days(0), **told, "branch": branches()})

    joined, due, ordered = days(0.02), days(0.02), days(0)
    return {
        "customers": pd.DataFrame(
            {"customer_id": range(ROWS), "joined_on": joined, "left_on": later(joined, 300, 0.4), "branch": branches()}
        ),
        "contracts": pd.DataFrame({"due_on": due, "renewed_on": later(due, 40, 0.3), "branch": branches()}),
        "orders": pd.DataFrame(
            {
                "order_id": [f"o{n}" for n in random.integers(0, 1_500, ROWS)],
                "customer_id": people(600),
                "ordered_on": ordered,
                "branch": branches(),
            }
        ),
        "customer_answers": asked(
            ("recommend", 0, 10),
            ("satisfaction", 1, 5),
            *((item, 1, 7) for name in ("perceived_loyalty", "employee_conduct") for item in SCALES[name][1]),
        ),
        "employee_answers": asked(*((item, 1, 5) for item in SCALES["system_usability"][1])),
    }


def share(part: int, whole: int) -> Answer:
    return part / whole if whole else None


def within(frame: pd.DataFrame, column: str, begin: date, end: date) -> pd.DataFrame:
    return frame[[day is not None and begin <= day < end for day in frame[column]]]


def left(tables: Tables, begin: date, end: date) -> Answer:
    there = [
        (leave is not None and leave < end)
        for join, leave in zip(tables["customers"].joined_on, tables["customers"].left_on, strict=True)
        if join is not None and join < begin and (leave is None or leave >= begin)
    ]
    return share(sum(there), len(there))


def stayed(tables: Tables, begin: date, end: date) -> Answer:
    lost = left(tables, begin, end)
    return None if lost is None else 1 - lost


def renewed(tables: Tables, begin: date, end: date) -> Answer:
    due = within(tables["contracts"], "due_on", begin, end)
    return share(sum(day is not None and day < end for day in due.renewed_on), len(due))


def buyers(tables: Tables, begin: date, end: date) -> set[str]:
    return set(within(tables["orders"], "ordered_on", begin, end).customer_id.dropna())


def repeated(tables: Tables, begin: date, end: date) -> Answer:
    bought = within(tables["orders"], "ordered_on", begin, end)
    orders = bought.dropna(subset="customer_id").groupby("customer_id").order_id.agg(lambda ids: len(set(ids)))
    return share(int((orders > 1).sum()), len(orders))


def loyal(tables: Tables, begin: date, end: date) -> Answer:
    before, now = buyers(tables, date.min, begin), buyers(tables, begin, end)
    return share(len(before & now), len(now)) if before else None


def returned(tables: Tables, begin: date, end: date) -> Answer:
    before = next((quarter for quarter in QUARTERS.values() if quarter[1] == begin), None)
    if before is None:  # the file does not cover the quarter before
        return None
    return share(len(buyers(tables, *before) & buyers(tables, begin, end)), len(buyers(tables, *before)))


def promoters(tables: Tables, begin: date, end: date) -> Answer:
    given = within(tables["customer_answers"], "answered_on", begin, end).recommend.dropna()
    given = given[given <= 10]
    kinds = pd.cut(given, [-1, 6, 8, 10], labels=[-100.0, 0.0, 100.0]).astype(float)
    return None if given.empty else float(kinds.mean())


def satisfied(tables: Tables, begin: date, end: date) -> Answer:
    given = within(tables["customer_answers"], "answered_on", begin, end).satisfaction
    return share(int(given.isin([4, 5]).sum()), int(given.isin([1, 2, 3, 4, 5]).sum()))


def scale(name: str) -> Callable[[Tables, date, date], Answer]:
    dataset, items, reversed_, low, high = SCALES[name]

    def mean(tables: Tables, begin: date, end: date) -> Answer:
        persons = []
        for _, row in within(tables[dataset], "answered_on", begin, end).iterrows():
            given = [(low + high - row[item]) if item in reversed_ else row[item] for item in items if low <= row[item] <= high]
            persons += [sum(given) / len(given)] if len(given) >= 2 else []
        return sum(persons) / len(persons) if persons else None

    return mean


ORACLES: dict[str, Callable[[Tables, date, date], Answer]] = {
    "churn_rate": left,
    "retention_rate": stayed,
    "renewal_rate": renewed,
    "repeat_purchase_rate": repeated,
    "customer_loyalty_rate": loyal,
    "customer_return_rate": returned,
    "nps": promoters,
    "csat": satisfied,
    **{name: scale(name) for name in SCALES},
}


def cells(rows: list[export.Row]) -> Iterator[tuple[str, str, str | None, bool, Answer]]:
    for row in rows:
        if row.kind == "measure":
            yield row.path.split("/")[-1], str(row.period), row.entity.get("branch"), bool(row.entity), row.value


@pytest.mark.parametrize("seed", range(3))
def test_random_records_give_what_pandas_says_in_each_quarter_and_branch(seed: int, tmp_path: Path) -> None:
    tables = drawn(seed)
    for name, frame in tables.items():
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    text = ["scorecard: random", "periods: {baseline: 2024-Q4, target: 2025-Q3, history: 4}", "entities: [branch]", "datasets:"]
    text += [f"  {name}: {{file: {name}.csv, covers: [2024-10-01, 2025-09-30]}}" for name in tables]
    text += ["perspectives: {all: {measures: {" + ", ".join(ORACLES) + "}}}"]
    (tmp_path / "scorecard.yaml").write_text("\n".join(text), encoding="utf-8")
    found = {each[:4]: each[4] for each in cells(list(export.rows(scorecard.load(tmp_path / "scorecard.yaml").evaluate())))}
    assert len(found) == len(ORACLES) * len(QUARTERS) * (1 + len(BRANCHES))
    missing = {key[:2] for key, value in found.items() if value is None}
    assert missing == {("customer_return_rate", "2024-Q4")}  # no file covers the quarter before
    parts: dict[str | None, Tables] = {
        branch: {name: frame[frame.branch.isna() if branch is None else frame.branch == branch] for name, frame in tables.items()}
        for branch in BRANCHES
    }
    for (measure, period, branch, is_part), value in found.items():
        right = ORACLES[measure](parts[branch] if is_part else tables, *QUARTERS[period])
        assert (value is None) == (right is None), (measure, period, branch)
        if value is not None and right is not None:
            assert math.isclose(value, right, rel_tol=1e-9, abs_tol=1e-12), (measure, period, branch, value, right)
