"""`python -m scorecard.demo.client FOLDER`: the demo company as a client whose exports came by mail.

Enters: a folder. Leaves there four files in the shapes in which programs write them: `opportunities.csv` (a report of Salesforce,
with American dates), `accounts.csv`, `cases.csv` (a help desk), `feedback.csv` (answers to a form of Google's).
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from random import Random

from scorecard.demo.answers import answers
from scorecard.demo.company import Company
from scorecard.demo.spoils import Cell
from scorecard.demo.standard import Standard

_STAGES = {"won": "Closed Won", "lost": "Closed Lost", "qualified": "Qualification", "proposal": "Proposal/Price Quote"}
_STAGES |= {"negotiation": "Legal Review"}  # the client's own, which no preset knows
_SOURCES = {"website": "Web", "referral": "External Referral", "campaign": "Advertisement", "partner": "Partner"}
_SOURCES |= {"outbound": "Cold Call"}
_SATISFIED = {1: "Very dissatisfied", 2: "Dissatisfied", 3: "Neutral", 4: "Satisfied", 5: "Very satisfied"}
_EXPECTED = 45  # days from a deal's record until it is expected to close


def write(folder: Path) -> tuple[Path, ...]:
    """The four files, the same bytes every time."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = Standard(Company())
    tables = {export.file.removesuffix(".csv"): export for export in (*facts.exports(), *answers(facts))}

    def rows(name: str) -> list[dict[str, Cell]]:
        export = tables[name]
        return [dict(zip(export.header, row, strict=True)) for row in export.rows]

    return (
        _written(
            folder / "opportunities.csv",
            ("Opportunity ID", "Opportunity Name", "Account ID", "Opportunity Owner", "Lead Source", "Stage", "Amount",
             "Created Date", "Close Date"),
            ((one["deal_id"], f"{one['product']} {one['deal_id']}", one["customer_id"], one["owner"],
              _SOURCES[str(one["source"])], _STAGES[str(one["stage"])], f"{one['amount']:,}", _american(one["created_on"]),
              _american(one["closed_on"] or _expected(one["created_on"]))) for one in rows("deals")),
        ),
        _written(
            folder / "accounts.csv",
            ("Account ID", "Segment", "Customer since", "Left", "E-mail address", "Telephone"),
            ((one["customer_id"], one["segment"], one["joined_on"], one["left_on"], one["email"], one["phone"])
             for one in rows("customers")),
        ),
        _written(
            folder / "cases.csv",
            ("Case Number", "Account ID", "Case Owner", "Origin", "Type", "Opened", "Closed", "Contacts", "Within SLA"),
            ((one["ticket_id"], one["customer_id"], one["agent"], one["channel"], str(one["type"]).capitalize(), one["opened_on"],
              one["resolved_on"], one["contacts"], "Yes" if one["within_sla"] else "No") for one in rows("tickets")),
        ),
        _written(
            folder / "feedback.csv",
            ("Timestamp", "How likely is it that you would recommend us to a colleague?", "How satisfied are you with us?",
             "How much effort did it take to get your last request handled?"),
            ((f"{_american(one['answered_on'])} {place % 10 + 8}:{place % 60:02}:00", one["recommend"],
              _SATISFIED.get(int(str(one["satisfaction"])), "") if str(one["satisfaction"]).isdigit() else one["satisfaction"],
              one["effort"]) for place, one in enumerate(rows("customer_answers"))),
        ),
    )  # fmt: skip


def _expected(created: Cell) -> date:
    """Some day after a deal's record: nobody knows better while it is open."""
    assert isinstance(created, date)
    return date.fromordinal(created.toordinal() + _EXPECTED + Random(str(created)).randrange(60))


def _american(day: Cell) -> str:
    return f"{day.month}/{day.day}/{day.year}" if isinstance(day, date) else ""


def _written(path: Path, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m scorecard.demo.client", description="Exports of a made-up client.")
    parser.add_argument("folder", type=Path, help="where they go")
    for path in write(parser.parse_args().folder):
        print(path)


if __name__ == "__main__":
    main()
