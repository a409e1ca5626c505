"""Standard errors of formulas over rows that are a sample, against a linearisation written out row by row and the jackknife."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import scipy.stats

import scorecard
from scorecard.formula import over_rows, sampled
from scorecard.problems import Place
from scorecard.records.evaluation import Evaluation

from .people import Z, wilson

Row = dict[str, Any]


def orders(seed: int) -> list[Row]:
    rng = np.random.default_rng(seed)
    return [
        {
            "region": str(rng.choice(["north", "south", ""])),
            "paid": float(rng.integers(1, 200)) / 4 if rng.random() < 0.9 else None,
            "cost": float(rng.integers(-5, 100)) if rng.random() < 0.9 else None,
            "kind": str(rng.choice(["new", "old", ""])),
            "late": str(rng.choice(["yes", "no"])),
        }
        for _ in range(140)
    ]


def n(row: Row, column: str) -> float:
    return row[column] or 0.0


def is_new(row: Row) -> float:
    return float(row["kind"] == "new")


def is_late(row: Row) -> float:
    return float(row["late"] == "yes")


RATIOS: dict[str, tuple[str, Callable[[Row], float], Callable[[Row], float]]] = {
    "per_cost": ("sum(paid) / sum(cost)", lambda r: n(r, "paid"), lambda r: n(r, "cost")),
    "per_row": ("100 * sum(paid) / count(*)", lambda r: 100 * n(r, "paid"), lambda r: 1.0),
    "per_row_too": ("sum(paid) / count(*) * 100", lambda r: 100 * n(r, "paid"), lambda r: 1.0),
    "of_new": (
        "sum(paid) filter (where kind = 'new') / count(*) filter (where kind = 'new')",
        lambda r: n(r, "paid") * is_new(r), is_new,
    ),
    "new_of_all": (
        "sum(paid) filter (where kind = 'new') / sum(paid)",
        lambda r: n(r, "paid") * is_new(r), lambda r: n(r, "paid"),
    ),
    "unlike": (
        "sum(paid) filter (where late = 'yes') / count(*) filter (where kind = 'new')",
        lambda r: n(r, "paid") * is_late(r), is_new,
    ),
    "counts_unlike": (
        "count(*) filter (where late = 'yes') / count(*) filter (where kind = 'new')", is_late, is_new,
    ),
    "margin": ("(sum(paid) - sum(cost)) / nullif(sum(paid), 0)", lambda r: n(r, "paid") - n(r, "cost"), lambda r: n(r, "paid")),
    "less_one": ("sum(paid) / sum(cost) - 1", lambda r: n(r, "paid") - n(r, "cost"), lambda r: n(r, "cost")),
    "one_less": ("1 - sum(cost) / sum(paid)", lambda r: n(r, "paid") - n(r, "cost"), lambda r: n(r, "paid")),
    "turned": ("-(sum(paid) / sum(cost))", lambda r: -n(r, "paid"), lambda r: n(r, "cost")),
    "mixed": (
        "(2 * sum(paid) + count(*) filter (where late = 'yes')) / (count(*) + sum(cost) / 4)",
        lambda r: 2 * n(r, "paid") + is_late(r), lambda r: 1 + n(r, "cost") / 4,
    ),
}  # fmt: skip


def evaluated(folder: Path, rows: list[Row], measures: dict[str, Any], **dataset: Any) -> Evaluation:
    columns = list(rows[0])
    lines = [",".join(columns), *(",".join("" if row[c] is None else str(row[c]) for c in columns) for row in rows)]
    (folder / "orders.csv").write_text("\n".join(lines) + "\n")
    what = {
        "scorecard": "orders",
        "entities": ["region"],
        "datasets": {"orders": {"file": "orders.csv", **dataset}},
        "measures": {id: {"better": "higher", "dataset": "orders", **one} for id, one in measures.items()},
        "perspectives": {"all": {"measures": {id: {} for id in measures}}},
    }
    (folder / "scorecard.yaml").write_text(json.dumps(what))
    try:
        return scorecard.load(folder / "scorecard.yaml").evaluate()
    except scorecard.Faults as faults:
        pytest.fail("\n".join(scorecard.describe(problem) for problem in faults.problems))


MEASURES = {
    **{id: {"formula": text} for id, (text, *_) in RATIOS.items()},
    "share": {"share": "kind = 'new'", "of": "kind is not null"},
    "left_over": {"formula": "1 - count(*) filter (where kind = 'new' and late = 'yes') / count(*) filter (where kind = 'new')"},
    "percent": {"formula": "100 * count(*) filter (where kind = 'new') / nullif(count(*), 0)"},
    "average": {"formula": "avg(paid)"},
    "average_of_new": {"formula": "avg(paid / 2) filter (where kind = 'new') * 4"},
    "most": {"formula": "max(paid)"},
    "total": {"formula": "sum(paid)"},
    "bent": {"formula": "(sum(paid) / sum(cost)) * (sum(paid) / count(*))"},
}


@pytest.fixture(scope="module", params=range(3))
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Row], Evaluation]:
    rows = orders(request.param)
    return rows, evaluated(tmp_path_factory.mktemp("orders"), rows, MEASURES, sampled=True)


def here(rows: list[Row], evaluation: Evaluation, entity: int) -> list[Row]:
    key = evaluation.values.entities[entity].key
    return [row for row in rows if not key or (row["region"] or None) == key[0]]


def numbers(evaluation: Evaluation, id: str, entity: int) -> tuple[float, float, float, float]:
    values = evaluation.values
    at = values.measures.index(id), 0, entity
    assert values.low is not None
    assert values.high is not None
    return float(values.value[at]), float(values.se[at]), float(values.low[at]), float(values.high[at])


@pytest.mark.parametrize("id", RATIOS)
def test_ratios_are_linearised_over_the_rows_that_they_stand_on(id: str, case: tuple[list[Row], Evaluation]) -> None:
    rows, evaluation = case
    _, over, under = RATIOS[id]
    for entity in range(len(evaluation.values.entities)):
        told = here(rows, evaluation, entity)
        # A row whose filters all keep it out is none of the sample; of these formulas only those with a filter on either side.
        if id == "of_new":
            told = [row for row in told if is_new(row)]
        if id in ("unlike", "counts_unlike"):
            told = [row for row in told if is_new(row) or is_late(row)]
        y, x = np.array([over(row) for row in told]), np.array([under(row) for row in told])
        ratio = y.sum() / x.sum()
        u = (y - ratio * x) / x.mean()
        se = math.sqrt(float(np.var(u, ddof=1)) / len(u))
        value, got, low, high = numbers(evaluation, id, entity)
        assert value == pytest.approx(ratio, rel=1e-12)
        assert got == pytest.approx(se, rel=1e-9)
        assert (low, high) == pytest.approx(scipy.stats.t.interval(0.95, len(u) - 1, ratio, se), rel=1e-9)

        left_out = np.array([(y.sum() - y[i]) / (x.sum() - x[i]) for i in range(len(y))])
        jackknife = math.sqrt((len(y) - 1) / len(y) * float(((left_out - left_out.mean()) ** 2).sum()))
        assert got == pytest.approx(jackknife, rel=0.15)


@pytest.mark.parametrize(
    ("id", "holds", "among", "scale"),
    [
        ("share", lambda r: r["kind"] == "new", lambda r: r["kind"] != "", 1.0),
        ("left_over", lambda r: r["late"] != "yes", lambda r: r["kind"] == "new", 1.0),
        ("percent", lambda r: r["kind"] == "new", lambda r: True, 100.0),
    ],
)
def test_shares_have_their_own_error_and_wilsons_interval(
    id: str, holds: Callable[[Row], bool], among: Callable[[Row], bool], scale: float, case: tuple[list[Row], Evaluation]
) -> None:
    rows, evaluation = case
    for entity in range(len(evaluation.values.entities)):
        hits = [holds(row) for row in here(rows, evaluation, entity) if among(row)]
        p = float(np.mean(hits))
        value, se, low, high = numbers(evaluation, id, entity)
        assert value == pytest.approx(scale * p, rel=1e-12)
        assert se == pytest.approx(scale * float(np.std(hits)) / math.sqrt(len(hits)), rel=1e-9)
        assert (low, high) == pytest.approx([scale * end for end in wilson(p, len(hits))], rel=1e-9)


@pytest.mark.parametrize(("id", "factor", "keeps"), [("average", 1.0, lambda r: True), ("average_of_new", 2.0, is_new)])
def test_averages_have_the_error_of_a_mean_of_what_is_filled_in(
    id: str, factor: float, keeps: Callable[[Row], Any], case: tuple[list[Row], Evaluation]
) -> None:
    rows, evaluation = case
    for entity in range(len(evaluation.values.entities)):
        told = [factor * row["paid"] for row in here(rows, evaluation, entity) if row["paid"] is not None and keeps(row)]
        mean, error = float(np.mean(told)), float(scipy.stats.sem(told))
        wanted = (mean, error, *scipy.stats.t.interval(0.95, len(told) - 1, mean, error))
        assert numbers(evaluation, id, entity) == pytest.approx(wanted, rel=1e-9)


@pytest.mark.parametrize("id", ["most", "total", "bent"])
def test_what_is_no_ratio_of_totals_has_no_error(id: str, case: tuple[list[Row], Evaluation]) -> None:
    _, evaluation = case
    for entity in range(len(evaluation.values.entities)):
        value, *rest = numbers(evaluation, id, entity)
        assert not math.isnan(value)
        assert all(math.isnan(each) for each in rest)


def test_records_have_no_error_unless_they_are_a_sample(tmp_path: Path) -> None:
    for which in ({}, {"sampled": False}):
        evaluation = evaluated(tmp_path, orders(0), MEASURES, **which)
        assert np.isnan(evaluation.values.se).all()
        assert (evaluation.values.low, evaluation.scores.sd) == (None, None)


def test_the_error_of_a_sample_of_customers_is_that_of_customers(tmp_path: Path) -> None:
    """`per`: rows are made one for each customer first."""
    rows = [row | {"customer": f"c{number % 30}"} for number, row in enumerate(orders(2))]
    measure = {"per": "customer", "columns": {"spent": "sum(paid)", "orders": "count(*)"}, "formula": "sum(spent) / sum(orders)"}
    evaluation = evaluated(tmp_path, rows, {"per_order": measure}, sampled=True)
    customers = sorted({row["customer"] for row in rows})
    y = np.array([sum(n(row, "paid") for row in rows if row["customer"] == each) for each in customers])
    x = np.array([sum(row["customer"] == each for row in rows) for each in customers])
    u = (y - y.sum() / x.sum() * x) / x.mean()
    assert numbers(evaluation, "per_order", 0)[1] == pytest.approx(math.sqrt(np.var(u, ddof=1) / len(u)), rel=1e-9)


@pytest.mark.parametrize("text", ["sum(a) / 2", "sum(a) * count(*)", "1 / 2 * sum(a)", "sum(a) - sum(b)", "median(a) / count(*)",
                                  "count(distinct a) / count(*)", "sum(a) / avg(b)", "2 / sum(a)", "sum(a) / sum(b) / sum(c)",
                                  "coalesce(sum(a) / sum(b), 0)", "(sum(a) - sum(a)) / sum(b)"])  # fmt: skip
def test_of_other_formulas_nothing_is_claimed(text: str) -> None:
    formula = over_rows(text, lambda start, length: Place("small.yaml", 1, 1))
    assert sampled(formula.tree) is None


def test_the_interval_of_a_share_is_wilsons_and_no_other(tmp_path: Path) -> None:
    rows = [{"region": "", "kind": "new"}] * 5
    evaluation = evaluated(tmp_path, rows, {"m": {"share": "kind = 'new'"}}, sampled=True)
    assert numbers(evaluation, "m", 0) == pytest.approx((1.0, 0.0, 5 / (5 + Z**2), 1.0))
