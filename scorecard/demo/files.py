"""The demo company's exports as its people would send them: its records enter, spoiled files leave, with a list of the spoils.

`write` has the exports of three systems, for the scorecard that shows how a client's files are mapped; `write_standard` a folder
in the shape of the standard datasets, for those that extend what ships.

An Excel export in Persian (Jalali dates, Persian digits), three CSV exports that write dates in three other ways, a lookup of
the staff and a list of typed-in values. What cannot be read, or should be doubted, is planted here on purpose and said so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from scorecard.demo.answers import answers
from scorecard.demo.company import STAFF, Company, Deal, first_day
from scorecard.demo.spoils import Cell, Export, Spoil
from scorecard.demo.standard import Standard


def write(folder: Path) -> tuple[Spoil, ...]:
    """Write all files into `folder`, the same bytes every time; what is wrong with them is returned."""
    folder.mkdir(parents=True, exist_ok=True)
    company = Company()
    deals = _deals(company)
    (folder / deals.file).write_bytes(_workbook(deals, "معاملات"))
    spoils = deals.spoils
    for export in (_customers(company), _tickets(company), _orders(company), _staff(), _entered()):
        export.save(folder)
        spoils += export.spoils
    return tuple(spoils)


def write_standard(folder: Path) -> tuple[Spoil, ...]:
    """The same for the standard datasets, all of them CSV; only the answers are spoiled."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = Standard(Company())
    exports = (*facts.exports(), *answers(facts))
    for export in exports:
        export.save(folder)
    return tuple(spoil for export in exports for spoil in export.spoils)


_STAGES = {"won": ("برنده", "برنده", "موفق"), "lost": ("بازنده",), "open": ("در جریان",)}  # two clerks, two words
_KINDS = {"new": "فروش جدید", "upsell": "ارتقا", "cross_sell": "فروش مکمل"}


def _deals(company: Company) -> Export:
    def row(place: int, deal: Deal) -> list[Cell]:
        stages = _STAGES[deal.stage]
        amount: Cell = deal.amount if place % 7 == 0 else _persian(f"{deal.amount:,}").replace(",", "٬")
        owner = deal.owner.replace("ی", "ي").replace("ک", "ك") if place % 5 == 0 else deal.owner  # an Arabic keyboard
        return [
            deal.number, f"{owner} " if place % 11 == 0 else owner, deal.product, _KINDS[deal.kind],
            stages[place % len(stages)], amount, deal.cost, _persian(_jalali(deal.created_on)),
            deal.closed_on if deal.closed_on and place % 13 == 0 else _persian(_jalali(deal.closed_on)),
        ]  # fmt: skip

    export = Export(
        "deals.xlsx",
        "شماره,کارشناس,محصول,نوع فروش,مرحله,مبلغ (ریال),بهای تمام‌شده,تاریخ ثبت,تاریخ بستن",
        (row(place, deal) for place, deal in enumerate(company.deals)),
    )

    def won(row: list[Cell]) -> bool:
        return row[4] in _STAGES["won"]

    def lost(row: list[Cell]) -> bool:
        return row[4] == "بازنده"

    export.spoil("unreadable", "مبلغ (ریال)", ["توافقی", "۴۵۰ میلیون؟"], won)
    export.spoil("unreadable", "تاریخ بستن", ["۱۴۰۳/۱۳/۰۵", "۱۴۰۴/۰۷/۳۱"], lost)  # no 13th month, no 31st of Mehr
    export.spoil("no-date", "تاریخ بستن", ["", ""], lost)
    export.spoil("unknown-label", "مرحله", ["معلق", "معلق", "معلق"], lost)
    export.spoil("unknown-owner", "کارشناس", ["نگار صالحی", "نگار صالحی"], lost)
    return export


def _customers(company: Company) -> Export:
    export = Export(
        "customers.csv",
        "customer_id,segment,account_manager,email,phone,joined_on,left_on",
        ([*customer[:5], customer.joined_on.isoformat(), customer.left_on.isoformat() if customer.left_on else ""]
         for customer in company.customers),
    )  # fmt: skip
    export.spoil("unreadable", "joined_on", ["2024-02-30", "spring 2024"], lambda row: row[6] == "")
    export.spoil("unreadable", "left_on", ["unknown"], lambda row: row[6] != "")
    return export


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # strftime's follow the locale


def _tickets(company: Company) -> Export:
    def day(value: date) -> str:
        return f"{value.day}-{_MONTHS[value.month - 1]}-{value.year % 100:02}"

    first = first_day(2) + timedelta(15)  # 16 Farvardin 1403, when the help desk's system came into use
    export = Export(
        "tickets.csv",
        "Ticket,Agent,Channel,Topic,Opened,Resolved,Contacts,Talk time,Within SLA,Rating",
        ([
            ticket.number, ticket.agent, ticket.channel, ticket.topic, day(ticket.opened_on), day(ticket.resolved_on),
            ticket.contacts, f"{ticket.talk_seconds // 3600}:{ticket.talk_seconds // 60 % 60:02}:{ticket.talk_seconds % 60:02}",
            "Yes" if ticket.within_sla else "No", ticket.rating,
        ] for ticket in company.tickets if ticket.opened_on >= first),
    )  # fmt: skip
    export.spoils.append(Spoil(export.file, 0, "Opened", day(first), "partly-covered"))
    export.spoil("unreadable", "Talk time", ["line dropped", "0:75:10"], lambda row: row[9] == 0)
    export.spoil("unreadable", "Rating", ["very good"], lambda row: row[9] == 5)
    export.spoil("unreadable", "Opened", ["31-Feb-25"], lambda row: row[9] == 0)
    export.spoil("unknown-owner", "Agent", ["کارآموز"], lambda row: row[9] == 0)  # "trainee"
    return export


def _orders(company: Company) -> Export:
    export = Export(
        "orders.csv",
        "order_id,sold_by,ordered_on,promised_on,delivered_on,amount,state",
        ([
            order.number, order.sold_by, _jalali(order.ordered_on), _jalali(order.promised_on), _jalali(order.delivered_on),
            f"{order.amount:,}", order.state,
        ] for order in company.orders),
    )  # fmt: skip
    export.spoil("unreadable", "delivered_on", ["1403/12/31", "tomorrow"], lambda row: row[6] == "delivered")
    # an unquoted comma in an amount: the row has a cell too many, and which is which cannot be known
    number = 1100
    export.rows[number - 2][5:6] = ["45", "300000"]
    export.spoils.append(Spoil(export.file, number, "", ",".join(map(str, export.rows[number - 2])), "shape"))
    return export


def _staff() -> Export:
    return Export("staff.csv", "name,region,branch,team", (list(employee) for employee in STAFF))


_ENTERED = {  # by season, 1403-Q1 to 1404-Q2; "" was never typed in
    "system_adoption": ("52%", "55%", "61%", "68%", "74%", "79%"),
    "key_staff_turnover": ("4%", "5%", "3%", "6%", "4%", ""),
    "aligned_goals": ("40%", "40%", "50%", "60%", "60%", "70%"),
    "training_days": ("0.6", "0.7", "0.9", "1.2", "1.4", "1.6"),
}
_TRAINING = {"Valiasr": 1.3, "Bazaar": 0.5, "Karaj": 1.2, "Isfahan": 1.5, "Qom": 0.8, "Shiraz": 0.9, "Ahvaz": 0.6}


def _entered() -> Export:
    seasons = ("1403-Q1", "1403-Q2", "1403-Q3", "1403-Q4", "۱۴۰۴-Q1", "1404-Q2")

    def rows() -> Iterator[list[Cell]]:
        for measure, values in _ENTERED.items():
            for season, value in zip(seasons, values, strict=True):
                if value:
                    yield [measure, season, "", "", value]
        for region, branch in dict.fromkeys((employee.region, employee.branch) for employee in STAFF):
            for season, value in zip(seasons, _ENTERED["training_days"], strict=True):
                if branch != "Karaj" or season > "1403-Q2":
                    yield ["training_days", season, region, branch, f"{float(value) * _TRAINING[branch]:.1f}"]

    export = Export("entered.csv", "measure,period,region,branch,value", rows())
    export.spoil("percent", "value", ["68"], lambda row: row[:2] == ["system_adoption", "1403-Q4"])
    export.spoil("unreadable", "value", ["about one"], lambda row: row[:2] == ["training_days", "1403-Q3"] and row[3] == "Qom")
    export.spoil("unknown-measure", "measure", ["staf_training"], lambda row: row[:2] == ["training_days", "1403-Q1"])
    return export


def _persian(text: str) -> str:
    return text.translate({ord("0") + digit: chr(ord("۰") + digit) for digit in range(10)})


def _jalali(day: date | None) -> str:
    from persiantools.jdatetime import JalaliDate

    return f"{JalaliDate(day):%Y/%m/%d}" if day else ""  # type: ignore[no-untyped-call]  # persiantools has no types


def _workbook(export: Export, sheet: str) -> bytes:
    """As openpyxl writes it, but for the time of writing: it stands in every entry of the archive and once inside."""
    from openpyxl import Workbook  # type: ignore[import-untyped]  # it ships no types

    book = Workbook()
    page = book.active
    page.title = sheet
    page.sheet_view.rightToLeft = True
    for row in [export.header, *export.rows]:
        page.append(row)
    made = BytesIO()
    book.save(made)
    same = BytesIO()
    with ZipFile(made) as source, ZipFile(same, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "docProps/core.xml":
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:]+Z", datetime(2025, 9, 23).isoformat().encode() + b"Z", content)
            entry = ZipInfo(name, (2025, 9, 23, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            target.writestr(entry, content)
    return same.getvalue()
