"""The demo company: its files are the same every time, spoiled where it says so, and an evaluation finds exactly that."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import openpyxl
import pytest

import scorecard
from scorecard import demo
from scorecard.demo.company import Company
from scorecard.records.values import Reason

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[demo.Spoil, ...]]:
    folder = tmp_path_factory.mktemp("demo")
    (folder / "scorecard.yaml").write_bytes((ROOT / "definitions" / "demo" / "scorecard.yaml").read_bytes())
    return folder, demo.write(folder / "data")


def test_the_files_are_the_same_every_time(workspace: tuple[Path, tuple[demo.Spoil, ...]], tmp_path: Path) -> None:
    folder, spoils = workspace
    assert demo.write(tmp_path) == spoils
    for file in (folder / "data").iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()


def test_every_spoil_stands_where_it_says(workspace: tuple[Path, tuple[demo.Spoil, ...]]) -> None:
    folder, spoils = workspace
    book = openpyxl.load_workbook(folder / "data" / "deals.xlsx")
    sheets = {"deals.xlsx": [[cell or "" for cell in row] for row in book["معاملات"].iter_rows(values_only=True)]}
    for file in (folder / "data").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            sheets[file.name] = list(csv.reader(lines))
    for spoil in spoils:
        rows = sheets[spoil.file]
        if spoil.kind == "partly-covered":
            assert rows[1][rows[0].index(spoil.column)] == spoil.text
        elif spoil.kind == "shape":
            assert ",".join(rows[spoil.row - 1]) == spoil.text
            assert len(rows[spoil.row - 1]) > len(rows[0])
        else:
            assert rows[spoil.row - 1][rows[0].index(spoil.column)] == spoil.text
    assert len({(spoil.file, spoil.row) for spoil in spoils}) == len(spoils), "two faults in one row would hide one another"


@pytest.fixture(scope="module")
def evaluation(workspace: tuple[Path, tuple[demo.Spoil, ...]]) -> scorecard.Evaluation:
    return scorecard.load(workspace[0] / "scorecard.yaml").evaluate()


def test_exactly_the_spoiled_cells_and_rows_are_shown(
    workspace: tuple[Path, tuple[demo.Spoil, ...]], evaluation: scorecard.Evaluation
) -> None:
    named = {
        (Path(dataset.file).name, header): name
        for dataset in evaluation.definition.datasets.values()
        for name, headers in dataset.columns.items()
        for header in headers
    }
    planted = {
        (spoil.file, spoil.row, named.get((spoil.file, spoil.column), spoil.column), spoil.text)
        for spoil in workspace[1]
        if spoil.kind in ("unreadable", "shape")
    }
    shown = {(Path(file.file).name, cell.row, cell.column, cell.text) for file in evaluation.files for cell in file.examples}
    assert shown == planted
    assert sum(file.bad_rows for file in evaluation.files) == len(planted)


def test_exactly_the_other_spoils_are_found(
    workspace: tuple[Path, tuple[demo.Spoil, ...]], evaluation: scorecard.Evaluation
) -> None:
    _, spoils = workspace
    found = {
        (problem.code, problem.facts.get("dataset"), problem.facts.get("column")): problem.facts
        for problem in evaluation.problems
    }

    def texts(kind: demo.Kind, file: str) -> list[str]:
        return [spoil.text for spoil in spoils if (spoil.kind, spoil.file) == (kind, file)]

    unmapped = found["values-unmapped", "deals", "stage"]
    assert [unmapped["count"], *unmapped["examples"]] == [3, *set(texts("unknown-label", "deals.xlsx"))]
    for dataset, file in (("deals", "deals.xlsx"), ("tickets", "tickets.csv")):
        strangers = found["lookup-keys-missing", dataset, None]
        names = texts("unknown-owner", file)
        assert (strangers["count"], set(strangers["examples"])) == (len(names), set(names))
    assert found["partly-covered", "tickets", None]["period"] == "1403-Q1"
    [(row, percent)] = [(spoil.row, spoil.text) for spoil in spoils if spoil.kind == "percent"]
    assert found["entered-percent-large", "entered", None]["examples"] == (f"{row}: system_adoption = {percent}",)
    assert found["entered-measures-unknown", "entered", None]["names"] == tuple(texts("unknown-measure", "entered.csv"))

    still_open = sum(deal.stage == "open" for deal in Company().deals)
    unreadable = sum(spoil.column == "تاریخ بستن" for spoil in spoils if spoil.kind == "unreadable")
    undated = len(texts("no-date", "deals.xlsx"))
    assert found["undated-rows", "deals", "closed_on"]["rows"] == still_open + unreadable + undated


def test_nothing_else_is_found(evaluation: scorecard.Evaluation) -> None:
    """Spellings that only look wrong (Arabic letters, Persian digits, real dates among texts) raise nothing."""
    levels = Counter((problem.level, problem.code) for problem in evaluation.problems)
    planted = {
        "cells-unreadable", "rows-misshapen", "values-unmapped", "lookup-keys-missing", "partly-covered",
        "entered-percent-large", "entered-measures-unknown",
    }  # fmt: skip
    consequences = {"unstarted-rows", "goal-not-better-here", "low-coverage"}  # no joining day; Karaj has no baseline; turnover
    assert {code for level, code in levels if level != "note"} == planted | consequences
    assert levels["finding", "lookup-keys-missing"] == 2
    assert levels["finding", "values-unmapped"] == levels["finding", "rows-misshapen"] == levels["finding", "partly-covered"] == 1


def test_the_story_is_told(evaluation: scorecard.Evaluation) -> None:
    """Sales and process up, customers down, and what nobody typed in is missing with its reason."""
    before, after = (evaluation.scores.periods.index(period) for period in (evaluation.baseline, evaluation.target))
    scores = {"/".join(node.path): evaluation.scores.score[index, :, 0] for index, node in enumerate(evaluation.scores.nodes)}
    assert scores["process"][after] > scores["process"][before] + 10
    assert scores["customer"][after] < scores["customer"][before] - 10
    turnover = evaluation.values.measures.index("key_staff_turnover")
    period = evaluation.values.periods.index(evaluation.target)
    assert evaluation.values.reason[turnover, period, 0] == Reason.NOT_ENTERED


def test_values_are_those_of_the_records(evaluation: scorecard.Evaluation) -> None:
    """Counted over the company's own records, before anybody spoiled a file; spoils may move them by a little."""
    company = Company()
    start, end = evaluation.target.start, evaluation.target.end

    def value(measure: str) -> float:
        values = evaluation.values
        return float(values.value[values.measures.index(measure), values.periods.index(evaluation.target), 0])

    closed = [deal for deal in company.deals if deal.closed_on and start <= deal.closed_on < end]
    won = [deal for deal in closed if deal.stage == "won"]
    assert value("win_rate") == pytest.approx(len(won) / len(closed), abs=0.02)
    assert value("net_sales") == pytest.approx(sum(deal.amount for deal in won), rel=0.02)
    tickets = [ticket for ticket in company.tickets if start <= ticket.opened_on < end]
    assert value("handling_time") == pytest.approx(sum(ticket.talk_seconds for ticket in tickets) / len(tickets), rel=0.005)
    present = [c for c in company.customers if c.joined_on < start and (c.left_on is None or c.left_on >= start)]
    lost = sum(customer.left_on is not None and customer.left_on < end for customer in present)
    assert value("churn_rate") == pytest.approx(lost / len(present), abs=0.003)
    orders = [order for order in company.orders if start <= order.promised_on < end and order.delivered_on]
    late = sum(order.delivered_on > order.promised_on for order in orders if order.delivered_on)
    assert value("on_time_delivery") == pytest.approx(1 - late / len(orders), abs=0.003)
