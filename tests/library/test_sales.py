"""The library's measures of sales, marketing and finance: right to the last digit where a person worked the answer out.

`data/sales/` holds small files in the standard shape and, in `expected.csv`, every measure in several periods: its value (as
arithmetic, so that the working shows), or the reason why there is none, and the rows that it stands on. The trickiest are
computed anew by pandas, over random rows.
"""

from __future__ import annotations

import csv
import math
import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

import scorecard
from scorecard import export, shipped
from scorecard.export import Row

DATA = Path(__file__).parent / "data" / "sales"
DEFINITIONS = shipped.folder("definitions")
DEPARTMENTS = ("sales", "marketing", "finance")
STANDARD = yaml.safe_load((DEFINITIONS / "standard.yaml").read_text(encoding="utf-8"))["datasets"]
LANGUAGES = {"en": re.compile("[A-Za-z]"), "fa": re.compile("[\u0600-\u06ff]"), "ar": re.compile("[\u0600-\u06ff]")}
TAGS = {
    "department": set(DEPARTMENTS),
    "timing": {"leading", "lagging"},
    "scope": {"internal", "external"},
    "success": {"business", "adoption", "perception"},
}
LANGUAGE = {
    "and", "or", "not", "in", "is", "null", "true", "case", "when", "then", "else", "end", "filter", "where", "sum", "avg",
    "count", "distinct", "min", "max", "median", "days_between", "hours_between", "period_start", "period_end", "period_days",
}  # fmt: skip
HEAD = "scorecard: library\nperiods: {baseline: 2025-Q1, target: 2025-Q4, history: 4}\n"


def library(name: str) -> dict[str, dict[str, object]]:
    return yaml.safe_load((DEFINITIONS / "measures" / f"{name}.yaml").read_text(encoding="utf-8"))["measures"]


OWN = {id: (name, spec) for name in DEPARTMENTS for id, spec in library(name).items()}


def evaluate(folder: Path, measures: Iterable[str], head: str = HEAD, covers: str = "[2025-01-01, 2025-09-30]") -> list[Row]:
    """A scorecard of these measures over the CSV files of a folder, into which it is written."""
    text = [head, "datasets:"]
    for file in sorted(folder.glob("*.csv")):
        reach = "" if file.stem == "entered" else f", covers: {covers}"
        text.append(f"  {file.stem}: {{file: {file.name}{reach}}}")
    text += ["perspectives:", "  all:", "    measures:", *(f"      {id}:" for id in measures)]
    (folder / "scorecard.yaml").write_text("\n".join(text), encoding="utf-8")
    try:
        rows = export.rows(scorecard.load(folder / "scorecard.yaml").evaluate())
    except scorecard.Faults as faults:
        pytest.fail("\n".join(scorecard.describe(problem) for problem in faults.problems))
    return [row for row in rows if row.kind == "measure"]


# ------------------------------------------------------------------------------------------------------------------ by hand

EXPECTED = list(csv.DictReader((DATA / "expected.csv").open(encoding="utf-8")))


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str | None], Row]:
    folder = tmp_path_factory.mktemp("sales")
    for file in DATA.glob("*.csv"):
        if file.name != "expected.csv":
            (folder / file.name).write_bytes(file.read_bytes())
    return {(row.path.split("/")[-1], row.period): row for row in evaluate(folder, OWN)}


@pytest.mark.parametrize("line", EXPECTED, ids=lambda line: f"{line['measure']} {line['period']}")
def test_every_answer_is_the_one_worked_out_by_hand(line: dict[str, str], answers: dict[tuple[str, str | None], Row]) -> None:
    row = answers[line["measure"], line["period"]]
    if line["value"]:
        assert row.value is not None, f"missing: {row.reason}; {line['how']}"
        worked_out = float(eval(line["value"], {"__builtins__": {}}, {}))
        assert math.isclose(row.value, worked_out, rel_tol=1e-12, abs_tol=1e-15), line["how"]
    else:
        assert (row.value, row.reason) == (None, line["reason"]), line["how"]
    assert row.n == int(line["n"]), line["how"]


def test_every_measure_was_worked_out_in_two_periods_at_least() -> None:
    counted = Counter(line["measure"] for line in EXPECTED)
    assert counted.keys() == OWN.keys()
    assert [measure for measure, periods in counted.items() if periods < 2] == []
    assert len({(line["measure"], line["period"]) for line in EXPECTED}) == len(EXPECTED)
    valued = {line["measure"] for line in EXPECTED if line["value"]}
    assert valued == OWN.keys(), "an answer that is always missing proves little"


def test_a_period_that_no_file_reaches_has_no_value_but_what_was_typed_in(answers: dict[tuple[str, str | None], Row]) -> None:
    typed = {id for id, (_, spec) in OWN.items() if "entered" in spec}
    found = {id: answers[id, "2025-Q4"] for id in OWN}
    assert {row.reason for id, row in found.items() if id not in typed and row.value is None} == {
        "not-covered",
        "not-entered",  # what is computed from typed-in values alone
        "zero-denominator",  # and from those of the period before, where these are 0
    }
    assert {id for id, row in found.items() if row.value is not None} <= typed


# ---------------------------------------------------------------------------------------------------------------- as written


@pytest.mark.parametrize("id", OWN)
def test_a_measure_says_what_it_is_in_three_languages_and_four_tags(id: str) -> None:
    name, spec = OWN[id]
    for key in ("title", "description"):
        texts = spec[key]
        assert isinstance(texts, dict)
        assert texts.keys() == LANGUAGES.keys()
        for language, text in texts.items():
            assert LANGUAGES[language].search(text), f"{key} in {language}: {text}"
            assert not re.search("[\u200e\u200f\u064a\u0643]", text) if language == "fa" else True, f"Arabic letters: {text}"
            assert key == "title" or text.rstrip()[-1] == ".", f"no sentence: {text}"
    tags = spec["tags"]
    assert isinstance(tags, dict)
    assert tags.keys() == TAGS.keys()
    assert all(mark in TAGS[kind] for kind, mark in tags.items())
    assert tags["department"] == name


def test_no_id_stands_twice_in_the_library_and_every_block_can_be_found() -> None:
    seen: Counter[str] = Counter()
    for file in (DEFINITIONS / "measures").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        blocks = re.findall(r"^  (\S+):$", text, flags=re.MULTILINE)
        assert blocks == list(yaml.safe_load(text)["measures"]), f"{file.name}: two spaces stand before ids and nothing else"
        seen.update(blocks)
    assert [id for id, times in seen.items() if times > 1] == []


def test_the_standard_datasets_say_what_each_column_holds_in_three_languages() -> None:
    for id, dataset in STANDARD.items():
        assert dataset["title"].keys() == LANGUAGES.keys(), id
        assert {dataset.get("time"), *dataset.get("valid", ())} - {None} <= dataset["columns"].keys(), id
        for column, model in dataset["columns"].items():
            assert model["type"] in ("number", "text", "date", "boolean"), f"{id}.{column}"
            assert model["description"].keys() == LANGUAGES.keys(), f"{id}.{column}"
            assert all(LANGUAGES[language].search(text) for language, text in model["description"].items()), f"{id}.{column}"


@pytest.mark.parametrize("id", [id for id, (_, spec) in OWN.items() if "dataset" in spec])
def test_a_measure_names_only_columns_and_words_of_the_standard_datasets(id: str) -> None:
    spec = OWN[id][1]
    model = STANDARD[str(spec["dataset"])]["columns"]
    columns = spec.get("columns", {})
    assert isinstance(columns, dict)
    text = " ".join(str(spec.get(key, "")) for key in ("time", "where", "share", "of", "formula", "per"))
    text = " ".join([text, *columns.values()])
    names = set(re.findall(r"[a-z_]+", re.sub(r"'\w+'", "", text))) - LANGUAGE - columns.keys()
    assert names <= model.keys()
    words = {word for column in model.values() for word in column.get("values", ())} | {"referral", "email"}
    assert set(re.findall(r"'(\w+)'", text)) <= words


# ---------------------------------------------------------------------------------------------------------------- by pandas

QUARTERS = [(date(2025, 1, 1), date(2025, 4, 1)), (date(2025, 4, 1), date(2025, 7, 1)), (date(2025, 7, 1), date(2025, 10, 1))]
PANDAS = ("new_revenue", "expansion_revenue_growth", "stage_length", "clv", "customer_acquisition_cost")
OWNERS = ("Ali", "Sara", "Omid", "Laleh")


def drawn(seed: int, rows: int = 2_000) -> dict[str, pd.DataFrame]:
    """Random records of nearly two years, with gaps; Laleh sells little, so that some of her denominators are 0."""
    random = np.random.default_rng(seed)

    def days(start: date, spread: int, blank: float) -> list[date | None]:
        offsets, gaps = random.integers(0, spread, rows), random.random(rows) < blank
        return [None if gap else start + timedelta(int(days)) for days, gap in zip(offsets, gaps, strict=True)]

    def after(begun: list[date | None], spread: int, blank: float) -> list[date | None]:
        offsets, gaps = random.integers(0, spread, rows), random.random(rows) < blank
        return [None if gap or day is None else day + timedelta(int(n)) for day, n, gap in zip(begun, offsets, gaps, strict=True)]

    def words(*choices: str | None, p: list[float] | None = None) -> list[str | None]:
        return [choices[number] for number in random.choice(len(choices), rows, p=p)]

    def amounts(low: float, high: float) -> list[float]:
        return np.where(random.random(rows) < 0.05, np.nan, random.uniform(low, high, rows).round(2)).tolist()

    customer = [None if random.random() < 0.03 else f"C{number}" for number in random.integers(0, 700, rows)]
    created, entered_on = days(date(2024, 1, 1), 600, 0), days(date(2024, 6, 1), 480, 0)
    joined = days(date(2023, 1, 1), 1000, 0.02)
    owner = words(*OWNERS, p=[0.4, 0.3, 0.297, 0.003])
    yes = [["true", "false", None][number] for number in random.choice(3, rows, p=[0.1, 0.85, 0.05])]
    also = [["true", "false", None][number] for number in random.choice(3, rows, p=[0.1, 0.85, 0.05])]
    return {
        "deals": pd.DataFrame(
            {
                "deal_id": [f"D{n}" for n in range(rows)], "customer_id": customer, "owner": owner,
                "stage": words("won", "lost", "open", None), "amount": amounts(-50, 5_000), "created_on": created,
                "closed_on": after(created, 120, 0.2), "is_upsell": yes, "is_cross_sell": also,
            }
        ),
        "stages": pd.DataFrame(
            {
                "deal_id": [f"D{n}" for n in range(rows)], "owner": owner, "stage": words("qualified", "proposal", "negotiation"),
                "entered_on": entered_on, "left_on": after(entered_on, 90, 0.1),
            }
        ),
        "customers": pd.DataFrame({"customer_id": customer, "joined_on": joined, "left_on": after(joined, 900, 0.6)}),
        "orders": pd.DataFrame(
            {
                "order_id": range(rows), "customer_id": customer, "ordered_on": days(date(2024, 6, 1), 480, 0.01),
                "amount": amounts(-20, 900),
            }
        ),
        "costs": pd.DataFrame(
            {
                "date": days(date(2025, 1, 1), 272, 0), "kind": words("marketing", "sales", "crm", "other"),
                "amount": amounts(1, 99),
            }
        ),
    }  # fmt: skip


def during(frame: pd.DataFrame, column: str, start: date, end: date) -> pd.DataFrame:
    return frame.loc[np.array([isinstance(day, date) and start <= day < end for day in frame[column]], dtype=bool)]


def by_pandas(tables: dict[str, pd.DataFrame], quarter: int, owner: str | None) -> dict[str, float | None]:
    """The measures of PANDAS by another way than the engine's; None where there is none."""
    start, end = QUARTERS[quarter]
    deals, stages = (frame if owner is None else frame[frame["owner"] == owner] for frame in (tables["deals"], tables["stages"]))
    found: dict[str, float | None] = {}
    won = deals[deals["stage"] == "won"]

    total = 0.0
    for _, bought in during(won, "closed_on", date.min, end).dropna(subset=["customer_id"]).groupby("customer_id"):
        if min(bought["closed_on"]) >= start:
            total += math.fsum(bought["amount"].dropna())
    found["new_revenue"] = total

    def expansion(number: int) -> float | None:
        rows = during(won, "closed_on", *QUARTERS[number])
        amounts = rows[(rows["is_upsell"] == "true") | (rows["is_cross_sell"] == "true")]["amount"]
        return None if len(amounts) and amounts.isna().all() else math.fsum(amounts.dropna())

    before, now = expansion(quarter - 1) if quarter else None, expansion(quarter)
    found["expansion_revenue_growth"] = now / before - 1 if before and now is not None else None

    left = during(stages, "left_on", start, end)
    lengths = [(out - into).days for into, out in zip(left["entered_on"], left["left_on"], strict=True)]
    found["stage_length"] = sum(lengths) / len(lengths) if lengths else None

    if owner is not None:  # customers, orders and costs know no owner
        return found | {"clv": None, "customer_acquisition_cost": None}
    people = during(tables["customers"], "joined_on", date.min, end)
    lives = [
        (min(left, end) - joined).days if isinstance(left, date) else (end - joined).days
        for joined, left in zip(people["joined_on"], people["left_on"], strict=True)
    ]
    there = sum(not isinstance(left, date) or left >= end for left in people["left_on"])
    orders = during(tables["orders"], "ordered_on", start, end)
    orders = orders[orders["amount"] >= 0]
    yearly = len(orders) / (end - start).days * 365
    found["clv"] = orders["amount"].mean() * (yearly / there) * (np.mean(lives) / 365.25)
    spent = during(tables["costs"], "date", start, end)
    spent = spent[spent["kind"].isin(["marketing", "sales"])]["amount"].sum()
    found["customer_acquisition_cost"] = spent / len(during(tables["customers"], "joined_on", start, end))
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_trickiest_measures_agree_with_pandas_on_random_rows(tmp_path: Path, seed: int) -> None:
    tables = drawn(seed)
    for name, frame in tables.items():
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    head = "scorecard: random\nperiods: {baseline: 2025-Q1, target: 2025-Q3, history: 3}\nentities: [owner]\n"
    rows = {
        (row.path.split("/")[-1], row.period, row.entity.get("owner")): row
        for row in evaluate(tmp_path, PANDAS, head, "[2025-01-01, 2025-09-30]")
    }
    told: set[str | None] = set()
    for quarter in range(len(QUARTERS)):
        for owner in (None, *OWNERS):
            for measure, wanted in by_pandas(tables, quarter, owner).items():
                row = rows[measure, f"2025-Q{quarter + 1}", owner]
                if wanted is None:
                    assert row.value is None, (measure, quarter, owner)
                    told.add(row.reason)
                else:
                    assert row.value == pytest.approx(wanted, rel=1e-9, abs=1e-9), (measure, quarter, owner)
    assert told == {"not-covered", "not-at-level", "zero-denominator", "no-rows"}


# ------------------------------------------------------------------------------------------------------------- without periods


def test_a_snapshot_takes_everybody_as_new_and_what_happened_as_having_happened(tmp_path: Path) -> None:
    for name in ("deals", "leads", "contracts", "orders", "customers"):
        (tmp_path / f"{name}.csv").write_bytes((DATA / f"{name}.csv").read_bytes())
    measures = ("new_revenue", "conversion_rate", "customer_contact_rate", "lost_revenue", "new_customer_profitability")
    measures += ("customer_lifetime", "orders_per_year", "clv")
    found = {row.path.split("/")[-1]: row for row in evaluate(tmp_path, measures, "scorecard: snapshot\n")}
    assert found["new_revenue"].value == 1000 + 4000 + 6200 - 200  # D13 belongs to nobody
    assert found["conversion_rate"].value == pytest.approx(7 / 11)
    assert found["customer_contact_rate"].value == pytest.approx(8 / 11)
    assert found["lost_revenue"].value == 250 + 400 + 500  # what was renewed late was renewed
    # all orders of somebody whose cost is known: 150+700 in 2024, 2000 in the first quarter, 5700-100 in the second
    assert found["new_customer_profitability"].value == pytest.approx(((850 - 490) + 790 + (5600 - 3050)) / (850 + 2000 + 5600))
    # how long a life has lasted so far, and what a year would bring, hang on the period: no number rather than a wrong one
    assert [found[id].reason for id in ("customer_lifetime", "orders_per_year")] == ["no-rows", "no-rows"]
    assert found["clv"].value is None
