"""The library's measures of service, loyalty, people, technology and perception: right where a person worked the answer out.

`data/service/` holds small files in the standard shape and, in `expected.csv`, every measure in two periods or more: its value
(as arithmetic, so that the working shows), or the reason why there is none, and the rows that it stands on.
"""

from __future__ import annotations

import csv
import math
import re
from pathlib import Path

import pytest
import yaml

import scorecard
from scorecard import export, shipped

DATA = Path(__file__).parent / "data" / "service"
DEPARTMENTS = ("service", "loyalty", "people", "technology", "perception")
DEFINITIONS = shipped.folder("definitions")
STANDARD = yaml.safe_load((DEFINITIONS / "standard.yaml").read_text(encoding="utf-8"))["datasets"]
LIBRARY = {
    id: measure
    for name in DEPARTMENTS
    for id, measure in yaml.safe_load((DEFINITIONS / "measures" / f"{name}.yaml").read_text(encoding="utf-8"))["measures"].items()
}
EXPECTED = list(csv.DictReader((DATA / "expected.csv").open(encoding="utf-8")))
# From when to when each file speaks: customers, employees and users from before the first of them came.
COVERS = dict.fromkeys(("customers", "employees", "users"), "[2024-10-01, 2025-09-30]")
HEAD = "scorecard: library\nperiods: {baseline: 2025-Q1, target: 2025-Q4, history: 5}\n"


def definition(measures: dict[str, str], folder: Path) -> str:
    """A scorecard of these measures, each with its use, over the CSV files of a folder. Times come from the standard datasets."""
    datasets = []
    for file in sorted(folder.glob("*.csv")):
        covers = "" if file.stem == "entered" else f", covers: {COVERS.get(file.stem, '[2025-01-01, 2025-09-30]')}"
        datasets.append(f"  {file.stem}: {{file: {file.name}{covers}}}")
    uses = [f"      {id}: {use}" for id, use in measures.items()]
    return "\n".join([HEAD + "datasets:", *datasets, "perspectives:", "  all:", "    measures:", *uses, ""])


def rows_of(folder: Path, text: str) -> dict[tuple[str, str], export.Row]:
    """Each measure's row in each period."""
    (folder / "scorecard.yaml").write_text(text, encoding="utf-8")
    try:
        rows = export.rows(scorecard.load(folder / "scorecard.yaml").evaluate())
    except scorecard.Faults as faults:
        pytest.fail("\n".join(scorecard.describe(problem) for problem in faults.problems))
    return {(row.path.split("/")[-1], row.period or ""): row for row in rows if row.kind == "measure"}


@pytest.fixture(scope="module")
def answers(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], export.Row]:
    folder = tmp_path_factory.mktemp("service")
    for file in DATA.glob("*.csv"):
        if file.name != "expected.csv":
            (folder / file.name).write_bytes(file.read_bytes())
    return rows_of(folder, definition(dict.fromkeys(LIBRARY, ""), folder))


WITHOUT_PERIODS = [
    ("tickets_handled", 11, None),  # t06 and t07 are not solved
    ("agents", 3, None),
    ("calls_per_day", None, "no-rows"),  # nobody says how many days these are
    ("on_time_delivery", 9 / 14, None),  # o12 has no promised day
    ("renewal_rate", 7 / 9, None),  # k10 was never due
    ("contracts_due", 9, None),
    ("repeat_purchase_rate", 3 / 7, None),  # c01 c04 c05
    ("customer_loyalty_rate", None, "no-rows"),  # there is no before
    ("customer_return_rate", None, "not-covered"),
    ("churn_rate", None, "not-covered"),  # nor a first day
    ("system_adoption", 5 / 6, None),  # who was ever there
    ("nps", 100 * (6 - 5) / 12, None),  # r1 answered twice: the later answer counts
]


def test_without_periods_all_rows_are_one_and_nothing_is_made_of_days_that_are_not_known(tmp_path: Path) -> None:
    for file in DATA.glob("*.csv"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "expected.csv").unlink()
    measures = {measure: "" for measure, _, _ in WITHOUT_PERIODS}
    rows = rows_of(tmp_path, re.sub("periods: .*", "", definition(measures, tmp_path)))
    found = [(id, row.value, None if row.value is not None else row.reason) for (id, _), row in rows.items()]
    assert found == [(id, pytest.approx(value) if value else None, reason) for id, value, reason in WITHOUT_PERIODS]


def test_complaints_by_a_level_that_customers_lack_are_told_per_thousand_of_all_of_them(tmp_path: Path) -> None:
    for name in ("tickets", "customers"):
        (tmp_path / f"{name}.csv").write_bytes((DATA / f"{name}.csv").read_bytes())
    text = definition({"complaints_per_1000": ""}, tmp_path).replace("datasets:", "entities: [channel]\ndatasets:")
    (tmp_path / "plain.yaml").write_text(text)
    (tmp_path / "inherit.yaml").write_text(text.replace("customers.csv", "customers.csv, inherit: true"))

    def found(name: str) -> dict[str | None, tuple[float | None, str | None]]:
        rows = export.rows(scorecard.load(tmp_path / name).evaluate())
        of = [row for row in rows if row.kind == "measure" and row.period == "2025-Q1"]
        return {row.entity.get("channel"): (row.value, None if row.value is not None else row.reason) for row in of}

    each = {"phone": 1 / 6 * 1000, "email": 2 / 6 * 1000, "chat": 0}  # t04; t03 and t07; 6 customers
    assert found("inherit.yaml") == {None: (3 / 6 * 1000, None), **{channel: (value, None) for channel, value in each.items()}}
    assert found("plain.yaml") == {None: (3 / 6 * 1000, None), **dict.fromkeys(each, (None, "not-at-level"))}


def number(text: str) -> float:
    return float(eval(text, {"__builtins__": {}}, {}))


@pytest.mark.parametrize("line", EXPECTED, ids=lambda line: f"{line['measure']} {line['period']}")
def test_every_answer_is_the_one_worked_out_by_hand(line: dict[str, str], answers: dict[tuple[str, str], export.Row]) -> None:
    row = answers[line["measure"], line["period"]]
    if line["value"]:
        assert row.value is not None, f"missing: {row.reason}; {line['how']}"
        assert math.isclose(row.value, number(line["value"]), rel_tol=1e-12, abs_tol=1e-15), line["how"]
    else:
        assert (row.value, row.reason) == (None, line["reason"]), line["how"]
    assert row.n == int(line["n"]), line["how"]


def test_every_measure_is_worked_out_in_two_periods_or_more() -> None:
    worked = {id: {line["period"] for line in EXPECTED if line["measure"] == id} for id in LIBRARY}
    assert not {id for id, periods in worked.items() if len(periods) < 2}
    assert {line["measure"] for line in EXPECTED} == set(LIBRARY)
    assert {line["measure"] for line in EXPECTED if line["value"]} == set(LIBRARY), "one that is always missing proves little"


# What the default targets make of the values above: those whose points, edges or bounds could be read wrongly.
SCORES = [
    ("first_contact_resolution", "2025-Q1", 0),  # 3 of 7
    ("first_contact_resolution", "2025-Q2", 0),  # 50% is where it begins
    ("average_handling_time", "2025-Q1", 100),  # 363 seconds
    ("sla_compliance", "2025-Q1", (5 / 7 - 0.6) / 0.2 * 50),
    ("retention_cost", "2025-Q1", 0),  # 150 is more than the 385 / 6 that a customer brings
    ("retention_cost", "2025-Q2", 100),  # 30 is less than 49
    ("system_adoption", "2025-Q1", (0.75 - 0.4) / 0.5 * 100),
    ("data_completeness", "2025-Q1", (15 / 18 - 0.5) / 0.45 * 100),
    ("duplicate_rate", "2025-Q1", 0),  # 20%
    ("system_uptime", "2025-Q1", 50 + 0.5 / 0.9 * 50),
    ("system_uptime", "2025-Q2", 100),
    ("nps", "2025-Q1", 100 / 6 / 50 * 100),
    ("csat", "2025-Q1", (0.6 - 0.5) / 0.4 * 100),
    ("customer_effort_score", "2025-Q1", (7 - 3.2) / 6 * 100),  # effort: the end of the scale is the floor
    ("perceived_brand_value", "2025-Q1", (26 / 6 - 1) / 6 * 100),
    ("technological_capacity", "2025-Q1", (8 / 3 - 1) / 4 * 100),
]


@pytest.mark.parametrize(("measure", "period", "score"), SCORES)
def test_default_targets_score_as_practice_says(
    measure: str, period: str, score: float, answers: dict[tuple[str, str], export.Row]
) -> None:
    assert answers[measure, period].score == pytest.approx(score, abs=1e-9)


LANGUAGES = {"en": re.compile("[A-Za-z]"), "fa": re.compile("[\u0600-\u06ff]"), "ar": re.compile("[\u0600-\u06ff]")}
TAGS = {
    "department": {"sales", "marketing", "service", "loyalty", "people", "technology", "finance"},
    "timing": {"leading", "lagging"},
    "scope": {"internal", "external"},
    "success": {"business", "adoption", "perception"},
}


@pytest.mark.parametrize("id", LIBRARY)
def test_a_measure_says_what_it_is_in_three_languages_and_four_tags(id: str) -> None:
    measure = LIBRARY[id]
    levels = [measure.get("survey", {}).get("rubric", {}).get(level) for level in range(1, 6)]
    assert all(levels) or not any(levels)
    for texts in (measure["title"], measure["description"], *filter(None, levels)):
        assert texts.keys() == LANGUAGES.keys()
        assert all(LANGUAGES[language].search(text) for language, text in texts.items())
        assert not re.search("[\u064a\u0643\u200e\u200f]", texts["fa"])  # Arabic letters that Persian writes otherwise
        assert not re.search("[\u06cc\u06a9]", texts["ar"])  # and the reverse
    assert all(text.endswith(".") for text in measure["description"].values())
    assert measure["tags"].keys() == TAGS.keys()
    assert all(mark in TAGS[kind] for kind, mark in measure["tags"].items())


@pytest.mark.parametrize("id", [id for id, measure in LIBRARY.items() if "dataset" in measure])
def test_a_measure_names_only_columns_and_words_of_the_standard_datasets(id: str) -> None:
    measure = LIBRARY[id]
    model, own = STANDARD[measure["dataset"]]["columns"], measure.get("columns", {})
    survey = measure.get("survey", {})
    asked = [survey["item"]] if "item" in survey else survey.get("items", [])
    parts = [measure.get(key, "") for key in ("time", "where", "share", "of", "formula", "per")]
    text = " ".join([*parts, *own.values(), *asked])
    names = set(re.findall(r"[a-z_]+[0-9]?", re.sub(r"'\w+'", "", text)))
    language = "and or not in is null true case when then else end filter where sum avg count distinct min max lower trim"
    language += " days_between hours_between period_start period_end period_days"
    assert names - set(language.split()) - own.keys() <= model.keys()
    words = {word for column in model.values() for word in column.get("values", ())} | {"phone"}
    assert set(re.findall(r"'(\w+)'", text)) <= words
    assert set(survey.get("reversed", ())) <= set(asked)
