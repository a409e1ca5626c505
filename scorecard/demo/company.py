"""The demo company's life: nothing enters, its records leave as they would be if nobody ever mistyped.

Arman sells software for shops and the hardware around it, from seven branches; Karaj opened in 1403-Q3. From the winter of
1402 to the summer of 1404 it won more and larger deals and delivered on time, while its service desk fell behind: that is the
story which the scorecard should tell. Every figure comes from one seeded generator, so the records never change.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from math import exp
from random import Random
from typing import NamedTuple

from scorecard import periods
from scorecard.records.definition import Calendar

RUSH = (1.0, 1.2, 0.8, 1.0, 1.05, 1.25, 0.85, 1.05)
"""How busy each season (Jalali quarter) was, from 1402-Q3: spring is slow, the last quarter of the year is not."""


class Employee(NamedTuple):
    name: str
    region: str
    branch: str
    team: str  # sales or service


class Deal(NamedTuple):
    number: str
    owner: str
    product: str
    kind: str  # new, upsell, cross_sell
    stage: str  # won, lost, open
    amount: int  # rial
    cost: int
    created_on: date
    closed_on: date | None


class Customer(NamedTuple):
    number: str
    segment: str
    account_manager: str
    email: str
    phone: str
    joined_on: date
    left_on: date | None


class Ticket(NamedTuple):
    number: str
    agent: str
    channel: str
    topic: str
    opened_on: date
    resolved_on: date
    contacts: int
    talk_seconds: int
    within_sla: bool
    rating: int  # 1..5; 0: not answered


class Order(NamedTuple):
    number: str
    sold_by: str
    ordered_on: date
    promised_on: date
    delivered_on: date | None
    amount: int
    state: str  # delivered, cancelled


class Branch(NamedTuple):
    region: str
    name: str
    size: float
    skill: float  # added to the chance to win a deal
    opened: int  # season
    sales: tuple[str, ...]
    service: tuple[str, ...]


BRANCHES = (
    Branch("Tehran", "Valiasr", 1.5, 0.03, 0, ("سارا محمدی", "علی کریمی", "نیلوفر رضایی"), ("مینا شریفی", "پویا نادری")),
    Branch("Tehran", "Bazaar", 1.2, -0.03, 0, ("حسین اکبری", "رضا احمدی"), ("لیلا قاسمی",)),
    Branch("Tehran", "Karaj", 0.7, 0.0, 4, ("امیر صادقی",), ("زهرا مرادی",)),
    Branch("Centre", "Isfahan", 1.1, 0.05, 0, ("مریم حسینی", "کامران یزدانی"), ("ندا رستمی",)),
    Branch("Centre", "Qom", 0.6, 0.0, 0, ("مهدی جعفری",), ("فاطمه کاظمی",)),
    Branch("South", "Shiraz", 0.9, -0.01, 0, ("شیرین دهقان", "بهرام نوری"), ("آرش پناهی",)),
    Branch("South", "Ahvaz", 0.6, -0.06, 0, ("یوسف موسوی",), ("سمیه حیدری",)),
)
STAFF = tuple(
    Employee(name, branch.region, branch.name, team)
    for branch in BRANCHES
    for team, names in (("sales", branch.sales), ("service", branch.service))
    for name in names
)
PRODUCTS = {"نرم‌افزار فروشگاهی": 420e6, "نرم‌افزار انبار": 310e6, "صندوق مکانیزه": 260e6, "پشتیبانی سالانه": 120e6}


def first_day(season: int) -> date:
    """Of the season; one past the last gives the day after the records end."""
    year, quarter = divmod(4 * 1402 + 2 + season, 4)
    return periods.parse(f"{year}-Q{quarter + 1}", Calendar("jalali")).start


OPENING = first_day(1)  # deals that closed before are no longer in the CRM
LAST_DAY = first_day(len(RUSH)) - timedelta(1)


class Company:
    """All records, made in one order from one seed."""

    def __init__(self, seed: int = 1404) -> None:
        self._random = Random(seed)
        self.deals = [deal._replace(number=f"D{i:05}") for i, deal in enumerate(sorted(self._deals(), key=_created), 1)]
        self.customers = [customer._replace(number=f"C{i:04}") for i, customer in enumerate(self._customers(), 1)]
        self.tickets = [ticket._replace(number=f"T{i:05}") for i, ticket in enumerate(sorted(self._tickets(), key=_opened), 1)]
        self.orders = [order._replace(number=f"O{i:05}") for i, order in enumerate(sorted(self._orders(), key=_ordered), 1)]

    def _seasons(self, busy: float) -> Iterator[tuple[int, Branch, int]]:
        """Every quarter of every open branch, with a number of things that happened, about `busy` in a branch of size 1."""
        for season, rush in enumerate(RUSH):
            for branch in BRANCHES:
                if season >= branch.opened:
                    yield season, branch, round(busy * branch.size * rush * self._random.uniform(0.85, 1.15))

    def _day(self, season: int) -> date:
        start = first_day(season)
        return start + timedelta(self._random.randrange((first_day(season + 1) - start).days))

    def _deals(self) -> Iterator[Deal]:
        random = self._random
        for season, branch, count in self._seasons(30):
            for _ in range(count):
                created = self._day(season)
                days = max(3, round(random.lognormvariate(0, 0.45) * (44 - 2.4 * season)))
                closed = created + timedelta(days)
                if closed < OPENING:
                    continue
                kind = random.choices(("new", "upsell", "cross_sell"), (78 - 3 * season, 13 + season, 9 + 2 * season))[0]
                product = random.choices(list(PRODUCTS), (4, 3, 3, 2))[0]
                chance = 0.25 + 0.018 * season + branch.skill + (0.05 if kind != "new" else 0)
                stage = "open" if closed > LAST_DAY else "won" if random.random() < chance else "lost"
                amount = round(PRODUCTS[product] * exp(random.gauss(0.055 * season, 0.5)), -5)
                cost = round(amount * random.gauss(0.765 - 0.006 * season, 0.04), -5)
                yield Deal(
                    "", random.choice(branch.sales), product, kind, stage, int(amount), int(cost), created,
                    None if stage == "open" else closed,
                )  # fmt: skip

    def _customers(self) -> Iterator[Customer]:
        random = self._random
        start = first_day(0)
        joins: list[tuple[date, Branch]] = []
        for branch in BRANCHES:
            if branch.opened == 0:
                joins += [(start - timedelta(random.randrange(1, 2000)), branch) for _ in range(round(75 * branch.size))]
        for season, branch, count in self._seasons(7):
            joins += [(self._day(season), branch) for _ in range(count + season // 2)]
        for joined, branch in sorted(joins, key=lambda join: (join[0], join[1].name)):
            left = None
            for season in range(len(RUSH)):
                hazard = 0.028 + 0.0025 * season + (0.02 if branch.name == "Bazaar" and season > 4 else 0)
                if joined < first_day(season) and random.random() < hazard:
                    left = self._day(season)
                    break
            known = 0.66 if joined < start else 0.9  # the new form does not let a seller skip the e-mail address
            number = f"09{random.randrange(10**9):09}"
            email = f"buyer{random.randrange(10**6)}@example.com" if random.random() < known else ""
            segment = random.choices(("shop", "wholesale", "chain"), (70, 22, 8))[0]
            yield Customer(
                "", segment, random.choice(branch.sales), email, number if random.random() < 0.93 else "", joined, left
            )

    def _tickets(self) -> Iterator[Ticket]:
        random = self._random
        for season, branch, count in self._seasons(48):
            strain = season + (2 if branch.name == "Bazaar" else -1 if branch.name == "Isfahan" else 0)
            for _ in range(count + 2 * season):
                opened = self._day(season)
                contacts = 1 if random.random() < 0.74 - 0.016 * strain else random.choice((2, 2, 3, 4))
                rating = 0 if random.random() < 0.55 else min(5, max(1, round(random.gauss(4.15 - 0.09 * strain, 0.9))))
                yield Ticket(
                    "",
                    random.choice(branch.service),
                    random.choices(("phone", "web", "chat"), (60, 25, 15 + 5 * season))[0],
                    random.choices(("question", "fault", "complaint"), (55, 37, 8 + 0.6 * season))[0],
                    opened,
                    min(LAST_DAY, opened + timedelta(contacts - 1 + (random.random() < 0.2))),
                    contacts,
                    max(25, round(random.gauss(225 + 16 * strain, 80))),
                    random.random() < 0.95 - 0.014 * strain,
                    rating,
                )

    def _orders(self) -> Iterator[Order]:
        random = self._random
        for season, branch, count in self._seasons(42):
            for _ in range(count):
                ordered = self._day(season)
                promised = ordered + timedelta(random.randrange(5, 15))
                late = random.random() < 0.27 - 0.025 * season
                delivered = promised + timedelta(random.randrange(1, 12) if late else -random.randrange(0, 4))
                cancelled = random.random() < 0.04
                amount = int(round(38e6 * exp(random.gauss(0.05 * season, 0.6)), -4))
                yield Order(
                    "", random.choice(branch.sales), ordered, promised,
                    None if cancelled or delivered > LAST_DAY else delivered, amount, "cancelled" if cancelled else "delivered",
                )  # fmt: skip


def _created(deal: Deal) -> date:
    return deal.created_on


def _opened(ticket: Ticket) -> date:
    return ticket.opened_on


def _ordered(order: Order) -> date:
    return order.ordered_on
