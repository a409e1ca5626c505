"""The client's exports: the same every time, the same company as in the standard datasets, in the shapes of other programs."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import datetime
from pathlib import Path

import pytest

from scorecard import demo
from scorecard.demo.client import write


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    client, standard = (tmp_path_factory.mktemp(name) for name in ("client", "standard"))
    write(client)
    demo.write_standard(standard)
    return client, standard


def test_the_same_bytes_every_time(folders: tuple[Path, Path], tmp_path: Path) -> None:
    paths = write(tmp_path)
    assert [path.name for path in paths] == ["opportunities.csv", "accounts.csv", "cases.csv", "feedback.csv"]
    assert all(path.read_bytes() == (folders[0] / path.name).read_bytes() for path in paths)


def test_the_deals_are_the_companys_own_but_an_open_one_has_an_expected_day(folders: tuple[Path, Path]) -> None:
    deals, known = read(folders[0] / "opportunities.csv"), read(folders[1] / "deals.csv")
    assert len(deals) == len(known)
    words = {"won": "Closed Won", "lost": "Closed Lost"}
    for one, other in zip(deals, known, strict=True):
        assert (one["Opportunity ID"], one["Account ID"]) == (other["deal_id"], other["customer_id"])
        assert one["Amount"].replace(",", "") == other["amount"]
        created, closed = (datetime.strptime(one[name], "%m/%d/%Y").date() for name in ("Created Date", "Close Date"))
        assert created.isoformat() == other["created_on"]
        if other["stage"] in words:
            assert (one["Stage"], closed.isoformat()) == (words[other["stage"]], other["closed_on"])
        else:
            assert other["closed_on"] == ""
            assert closed > created
    assert {"Legal Review", "Proposal/Price Quote", "Qualification"} == {one["Stage"] for one in deals} - set(words.values())


def test_the_other_files_hold_what_the_standard_ones_do(folders: tuple[Path, Path]) -> None:
    for name, other, column, same in (
        ("accounts", "customers", "Account ID", "customer_id"),
        ("cases", "tickets", "Case Number", "ticket_id"),
    ):
        found, known = read(folders[0] / f"{name}.csv"), read(folders[1] / f"{other}.csv")
        assert [row[column] for row in found] == [row[same] for row in known]
    answers, known = read(folders[0] / "feedback.csv"), read(folders[1] / "customer_answers.csv")
    asked = next(heading for heading in answers[0] if "recommend" in heading)
    assert Counter(row[asked] for row in answers) == Counter(row["recommend"] for row in known)
    assert all(re.fullmatch(r"\d+/\d+/\d{4} \d+:\d\d:00", row["Timestamp"]) for row in answers)
