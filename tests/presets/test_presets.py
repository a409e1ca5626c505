"""Exports as CRM programs write them, through the presets: one company's nine deals in each program's shape, values by hand.

deal  source    how    amount  created     closed (of open ones: expected)
1     website   won    1200    2025-01-06  2025-02-05    30 days
2     referral  lost    800    2025-01-10  2025-03-01
3     partner   won     300    2025-02-01  2025-02-21    20 days
4     website   won     500    2025-03-02  2025-04-01    30 days
5               lost    900    2025-02-15  2025-05-30
6     campaign  won    2000    2025-03-20  2025-06-18    90 days
7     website   open    700    2025-02-10  2025-03-31    slipped: still open
8               open    400    2025-05-01  2025-09-30
9               open    100    2025-06-01  2025-07-15    in a stage that no preset knows
"""

from __future__ import annotations

import csv
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

import scorecard
from scorecard.definition.library import preset_names
from scorecard.definition.schema import schema
from scorecard.records.definition import Absent
from scorecard.records.values import Reason

HERE = Path(__file__).parent
PRESETS = Path(scorecard.__file__).parents[1] / "definitions" / "presets"
FILES = sorted(HERE.glob("*/*.csv"))
EXPECTED = {  # Q1, Q2
    "sales_volume": (1200 + 300, 500 + 2000),
    "won_deals": (2, 2),
    "average_deal_value": (750, 1250),
    "win_rate": (2 / 3, 2 / 3),  # 1, 3 of 1, 2, 3; 4, 6 of 4, 5, 6
    "sales_cycle_length": ((30 + 20) / 2, (30 + 90) / 2),
    "new_opportunities": (7, 2),
    "open_opportunities": (4, 3),  # 4, 5, 6, 7; 7, 8, 9
    "sales_from_website": (1200 / 1500, 500 / 2500),
}
UNSOURCED = ("sales_from_website",)  # Dynamics has no lead source on an opportunity
DEFINITION = """\
scorecard: acme
periods: {baseline: 2025-Q1, target: 2025-Q2}
datasets:
  deals:
    file: FILE
    preset: PRESET
    covers: [2025-01-01, 2025-06-30]
perspectives: {p: {measures: {MEASURES}}}
"""


def card(folder: Path, preset: str, file: str, more: str = "", measures: str = ": , ".join(EXPECTED) + ": ") -> Path:
    text = DEFINITION.replace("FILE", file).replace("PRESET", preset).replace("MEASURES", measures)
    path = folder / "scorecard.yaml"
    path.write_text(text.replace("    covers", f"{more}    covers"), encoding="utf-8")
    return path


def copied(folder: Path, preset: str, name: str, replaced: tuple[str, str] = ("", "")) -> str:
    (folder / name).write_text((HERE / preset / name).read_text(encoding="utf-8").replace(*replaced, 1), encoding="utf-8")
    return name


def values(path: Path, *without: str) -> dict[tuple[str, int], float]:
    """By measure and quarter."""
    result = scorecard.load(path).evaluate().values
    found = {(id, quarter): float(result.value[at, quarter, 0]) for at, id in enumerate(result.measures) for quarter in (0, 1)}
    return {key: value for key, value in found.items() if key[0] not in without}


def expected(*without: str) -> Any:
    """A sales cycle counts parts of days where a file tells the hour."""
    return {
        (id, quarter): pytest.approx(value, abs=0.6 if id == "sales_cycle_length" else 1e-9)
        for id, both in EXPECTED.items()
        for quarter, value in enumerate(both)
        if id not in without
    }


def told(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The problems of the columns, without those of targets and the like."""
    found: dict[str, list[dict[str, Any]]] = {}
    for problem in scorecard.load(path).check():
        found.setdefault(problem.code, []).append(dict(problem.facts))
    return found


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_an_export_gives_the_values_worked_out_by_hand(tmp_path: Path, file: Path) -> None:
    preset = file.parent.name
    path = card(tmp_path, preset, copied(tmp_path, preset, file.name))
    found = told(path)
    assert not [problem for problem in scorecard.load(path).check() if problem.is_fault]
    assert "cells-unreadable" not in found
    assert "values-unmapped" not in found
    without = UNSOURCED if preset == "dynamics-opportunities" else ()
    if without:
        assert [facts["columns"] for facts in found["columns-lacking"]] == [("source",)]
    else:
        assert "columns-lacking" not in found
        (stage,) = [facts for facts in found["standard-values-other"] if facts["column"] == "stage"]
        assert len(stage["texts"]) == 1  # the ninth deal's: what no preset can know is said
    assert values(path, *without) == expected(*without)


def test_a_workbook_with_real_dates_does_as_well(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    with (HERE / "dynamics-opportunities" / "view.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    for row in rows:
        dated = {rows[0].index(name) for name in ("Created On", "Actual Close Date", "Est. Close Date")}
        numbers = {rows[0].index(name) for name in ("Actual Revenue", "Est. Revenue")}
        cells: list[Any] = list(row)
        if row is not rows[0]:
            cells = [
                datetime.fromisoformat(cell)
                if index in dated and cell
                else float(cell)
                if index in numbers and cell
                else cell or None
                for index, cell in enumerate(row)
            ]
        book.active.append(cells)
    book.save(tmp_path / "view.xlsx")
    path = card(tmp_path, "dynamics-opportunities", "view.xlsx")
    assert values(path, *UNSOURCED) == expected(*UNSOURCED)


def test_dates_of_a_locale_are_told_and_then_read(tmp_path: Path) -> None:
    text = (HERE / "salesforce-opportunities" / "report.csv").read_text(encoding="utf-8")
    (tmp_path / "report.csv").write_text(
        re.sub(r"(\d{4})-(\d\d)-(\d\d)", lambda day: f"{int(day[2])}/{int(day[3])}/{day[1]}", text)
    )
    found = told(card(tmp_path, "salesforce-opportunities", "report.csv"))
    assert {facts["column"] for facts in found["cells-unreadable"]} == {"created_on", "closed_on"}
    path = card(tmp_path, "salesforce-opportunities", "report.csv", "    dates: {created_on: M/d/yyyy, closed_on: M/d/yyyy}\n")
    assert values(path) == expected()


@pytest.mark.parametrize(
    ("preset", "name", "heading", "other"),
    [
        ("salesforce-opportunities", "report.csv", "Amount", "Amount (converted)"),
        ("salesforce-opportunities", "report.csv", "Opportunity ID", "Opportunity ID (18 characters)"),
        ("hubspot-deals", "labels.csv", "Deal Stage", "Deal stage"),
        ("hubspot-deals", "labels.csv", "Amount", "Amount in company currency"),
        ("dynamics-opportunities", "view.csv", "Actual Revenue", "Actual Revenue (Base)"),
        ("dynamics-opportunities", "view.csv", "Status,Status Reason", "State,Status Reason"),
        ("zoho-deals", "export.csv", "Deal Owner", "Owner"),
    ],
)
def test_other_headings_are_known_too(tmp_path: Path, preset: str, name: str, heading: str, other: str) -> None:
    without = UNSOURCED if preset == "dynamics-opportunities" else ()
    path = card(tmp_path, preset, copied(tmp_path, preset, name, (heading, other)))
    assert values(path, *without) == expected(*without)


def test_what_the_client_says_goes_over_the_preset(tmp_path: Path) -> None:
    preset, name = (
        "salesforce-opportunities",
        copied(tmp_path, "salesforce-opportunities", "report.csv", ("Amount", "Net Amount")),
    )
    found = told(card(tmp_path, preset, name))
    (lacking,) = found["columns-lacking"]
    assert (lacking["columns"], lacking["near"]) == (("amount",), ("amount: Net Amount",))
    path = card(
        tmp_path, preset, name, "    columns: {amount: Net Amount}\n    values: {stage: {won: [Closed Won, Security Review]}}\n"
    )
    assert values(path) == expected()  # the ninth deal is won now, but only in the quarter after
    assert "standard-values-other" in told(path)
    assert [facts["column"] for facts in told(path)["standard-values-other"]] == ["source"]


def test_a_heading_of_the_clients_own_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    preset, name = "salesforce-opportunities", copied(tmp_path, "salesforce-opportunities", "report.csv")
    path = card(tmp_path, preset, name, "    columns: {amount: Amuont}\n")
    assert [(p.code, p.facts["column"]) for p in scorecard.load(path).check() if p.is_fault] == [("column-missing", "Amuont")]


@pytest.mark.parametrize("column", ["source", "amount"])
def test_null_removes_a_column_of_the_preset(tmp_path: Path, column: str) -> None:
    preset, name = "salesforce-opportunities", copied(tmp_path, "salesforce-opportunities", "report.csv")
    path = card(tmp_path, preset, name, f"    columns: {{{column}: null}}\n")
    result = scorecard.load(path).evaluate()
    assert not [problem for problem in result.problems if problem.is_fault]
    affected = {"source": {"sales_from_website"}, "amount": {"sales_volume", "average_deal_value", "sales_from_website"}}[column]
    assert {id for id, one in result.definition.measures.items() if isinstance(one.how, Absent)} == affected
    for id in affected:
        assert (result.values.reason[result.values.measures.index(id)] == Reason.NO_DATA).all()


def test_null_of_a_child_removes_it_from_a_parents_preset(tmp_path: Path) -> None:
    preset, name = "salesforce-opportunities", copied(tmp_path, "salesforce-opportunities", "report.csv")
    card(tmp_path, preset, name)
    (tmp_path / "child.yaml").write_text("extends: ./scorecard.yaml\ndatasets: {deals: {columns: {source: null}}}\n")
    assert not [problem for problem in scorecard.load(tmp_path / "child.yaml").check() if problem.is_fault]
    (tmp_path / "child.yaml").write_text("extends: ./scorecard.yaml\ndatasets: {deals: {columns: {sorce: null}}}\n")
    faults = [problem for problem in scorecard.load(tmp_path / "child.yaml").check() if problem.is_fault]
    assert [(fault.code, fault.facts["key"], fault.facts["nearest"]) for fault in faults] == [
        ("nothing-to-remove", "sorce", ("source",))
    ]


def test_a_column_of_the_authors_own_measure_that_the_file_lacks_is_a_fault(tmp_path: Path) -> None:
    name = copied(tmp_path, "hubspot-deals", "internal.csv", ("amount", "worth"))
    path = card(tmp_path, "hubspot-deals", name, measures="mine: ")
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "measures: {mine: {better: higher, dataset: deals, formula: sum(amount)}}\n", encoding="utf-8")
    faults = [problem for problem in scorecard.load(path).check() if problem.is_fault]
    assert [(fault.code, fault.facts["column"]) for fault in faults] == [("column-missing", "amount")]


def test_a_column_that_bears_the_standard_name_already_needs_no_heading_of_the_preset(tmp_path: Path) -> None:
    name = copied(tmp_path, "zoho-deals", "export.csv", ("Closing Date", "closed_on"))
    assert values(card(tmp_path, "zoho-deals", name)) == expected()


def test_a_lookup_may_give_what_a_preset_names(tmp_path: Path) -> None:
    name = copied(tmp_path, "dynamics-opportunities", "api.csv")
    (tmp_path / "sources.csv").write_text("id,owner\nu1,Mina\nu2,Omid\nu3,Sara\n")
    more = "    columns: {who: _ownerid_value}\n    lookups: {people: {file: sources.csv, key: {who: id}, columns: [owner]}}\n"
    path = card(tmp_path, "dynamics-opportunities", name, more)
    path.write_text("entities: [owner]\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    result = scorecard.load(path).evaluate()
    assert [entity.key for entity in result.values.entities] == [(), ("Mina",), ("Omid",), ("Sara",)]


def test_an_unknown_preset_is_a_fault_with_what_is_meant(tmp_path: Path) -> None:
    path = card(tmp_path, "salesforce-oportunities", copied(tmp_path, "salesforce-opportunities", "report.csv"))
    faults = [problem for problem in scorecard.load(path).check() if problem.is_fault]
    assert [(fault.code, fault.facts["nearest"][:1]) for fault in faults] == [("unknown-preset", ("salesforce-opportunities",))]


CRM = ("salesforce-opportunities", "hubspot-deals", "dynamics-opportunities", "zoho-deals")


@pytest.mark.parametrize("name", CRM)
def test_a_preset_is_a_dataset_of_the_language_over_the_standard_columns(name: str) -> None:
    written = yaml.safe_load((PRESETS / f"{name}.yaml").read_text(encoding="utf-8"))
    assert set(written) == {"title", "dataset"}
    assert set(written["title"]) == {"en", "fa", "ar"}
    whole = {"scorecard": "s", "datasets": {"deals": {"file": "x.csv", **written["dataset"]}}, "perspectives": {"p": {}}}
    assert list(Draft202012Validator(schema()).iter_errors(whole)) == []
    standard = yaml.safe_load((PRESETS.parent / "standard.yaml").read_text(encoding="utf-8"))["datasets"]["deals"]["columns"]
    assert set(written["dataset"]["columns"]) <= set(standard)
    for column, meant in written["dataset"]["values"].items():
        assert set(meant) <= set(standard[column]["values"])
        texts = [text for each in meant.values() for text in each]
        assert len(texts) == len(set(texts))


def test_every_crm_preset_is_tried() -> None:
    assert set(CRM) <= set(preset_names())
    assert {file.parent.name for file in FILES} == set(CRM)
