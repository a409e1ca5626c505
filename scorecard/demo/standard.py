"""The same company in the shape of the standard datasets: its records enter, a folder of CSV files leaves.

What `company` made up is taken over where it fits, so both scorecards of the demo company see the same deals, deliveries and
tickets; customers stand behind them now, and what a whole assessment asks for beside is made up here: leads, contracts,
activities, campaigns, visits, employees, users, costs, targets and typed-in values. Days are Gregorian, names are the standard's.

The story goes on: the system was taken up again in 1403-Q3, with training, and more and more of its users work in it. People
buy again more often than they did, and yet do not feel bound to the company (see `answers`): its service desk falls behind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from math import exp
from random import Random

from scorecard.demo.company import BRANCHES, LAST_DAY, PRODUCTS, RUSH, STAFF, Company, Customer, Deal, first_day
from scorecard.demo.spoils import Cell, Export

Table = tuple[str, Iterable[Sequence[Cell]]]

PLACES = {employee.name: (employee.region, employee.branch) for employee in STAFF}
SELLERS = tuple(employee.name for employee in STAFF if employee.team == "sales")
TEAMS = {name: ("Shops", "Chains", "Wholesale")[place % 3] for place, name in enumerate(SELLERS)}
SEASONS = range(len(RUSH))
DAYS = tuple(first_day(season) for season in (*SEASONS, len(RUSH)))
SOURCES = ("website", "referral", "campaign", "partner", "outbound")
PERIODS = ("1402-Q3", "1402-Q4", "1403-Q1", "1403-Q2", "1403-Q3", "1403-Q4", "1404-Q1", "1404-Q2")

KEY_LEAVERS = (0, 1, 1, 1, 0, 1, 1, 2)  # in each season
OTHER_LEAVERS = (1, 1, 2, 1, 2, 2, 2, 3)
ENTERED: dict[str, tuple[float | None, ...]] = {
    "net_profit": (0.62e9, 0.75e9, 0.58e9, 0.77e9, 0.84e9, 1.02e9, 0.76e9, 0.98e9),
    "invested_capital": (24e9, 24.5e9, 25e9, 25e9, 26e9, 26.5e9, 27e9, 27.5e9),
    "total_assets": (39e9, 40e9, 40e9, 41e9, 42.5e9, 44e9, 44e9, 46e9),
    "eva": (-0.58e9, -0.47e9, -0.67e9, -0.48e9, -0.46e9, -0.30e9, -0.59e9, -0.39e9),
    "rewarded_employees": (14, 15, 15, 17, 18, 19, 20, 21),
    "customer_surveys": (1, 1, 1, 2, 1, 1, 1, 2),
    "goals_set": (30, 30, 32, 32, 36, 36, 40, 40),
    "goals_aligned": (12, 12, 13, 13, 18, 22, 24, 28),
    "records_checked": (None, None, None, None, 200, 200, 250, 250),
    "records_correct": (None, None, None, None, 168, 174, 221, 226),
    "system_uptime": (0.987, 0.989, 0.99, 0.99, 0.992, 0.993, 0.992, 0.994),
}
"""By season. `category_spending` and `time_per_title` nobody has typed in, and nobody checked records before 1403-Q3: these
three gaps are meant to be seen."""


class Standard:
    """The rows of every standard dataset but the answers, each from a seed of its own."""

    def __init__(self, company: Company) -> None:
        self.company = company
        self.deals: list[tuple[Deal, str]] = []  # with the customer's number, "" of a prospect
        self._by_branch: dict[str, list[Customer]] = {branch.name: [] for branch in BRANCHES}
        for customer in company.customers:
            self._by_branch[PLACES[customer.account_manager][1]].append(customer)
        random = Random("customers")
        self._eager = {customer.number: random.lognormvariate(0, 0.75) for customer in company.customers}
        self._sell(random)

    def exports(self) -> tuple[Export, ...]:
        tables: dict[str, Callable[[Random], Table]] = {
            "customers": self._customers,
            "deals": self._deals,
            "leads": self._leads,
            "orders": self._orders,
            "contracts": self._contracts,
            "tickets": self._tickets,
            "activities": self._activities,
            "campaigns": self._campaigns,
            "visits": self._visits,
            "employees": self._employees,
            "users": self._users,
            "costs": self._costs,
            "targets": self._targets,
            "entered": self._entered,
        }
        return tuple(Export(f"{name}.csv", *table(Random(name))) for name, table in tables.items())

    def present(self, branch: str, day: date) -> list[Customer]:
        """Who is a customer of the branch on that day."""
        return [one for one in self._by_branch[branch] if one.joined_on <= day and (one.left_on is None or one.left_on > day)]

    def _someone(self, random: Random, branch: str, day: date, eagerness: float = 0.0) -> str:
        """A customer of the branch, or of the main branch before it has any; with more eagerness more often the same ones."""
        known = self.present(branch, day) or self.present(BRANCHES[0].name, day)
        weights = [self._eager[one.number] ** eagerness for one in known]
        return random.choices(known, weights)[0].number

    # ------------------------------------------------------------------------------------------------------------- sales

    def _sell(self, random: Random) -> None:
        """Customers for the deals: a new one's first deal is won by whoever joined about then; others buy again."""
        newcomers = {
            (branch.name, season): [
                one for one in self._by_branch[branch.name] if DAYS[season] <= one.joined_on < DAYS[season + 1]
            ]
            for branch in BRANCHES
            for season in SEASONS
        }
        for deal in sorted([*self._early(random), *self.company.deals], key=lambda deal: (deal.created_on, deal.number)):
            branch = PLACES[deal.owner][1]
            day = deal.closed_on or LAST_DAY
            waiting = newcomers[branch, season_of(day)] if deal.kind == "new" and deal.stage == "won" else []
            if waiting:
                number = waiting.pop(0).number
            else:
                number = self._someone(random, branch, day) if deal.kind != "new" or deal.stage == "won" else ""
            self.deals.append((deal, number))

    def _early(self, random: Random) -> Iterator[Deal]:
        """Deals closed in the first season, which the company's own list no longer holds."""
        count = 0
        for branch in (branch for branch in BRANCHES if branch.opened == 0):
            for _ in range(round(26 * branch.size)):
                count += 1
                closed = DAYS[0] + timedelta(random.randrange((DAYS[1] - DAYS[0]).days))
                created = closed - timedelta(max(3, round(random.lognormvariate(0, 0.45) * 44)))
                kind = random.choices(("new", "upsell", "cross_sell"), (78, 13, 9))[0]
                product = random.choices(list(PRODUCTS), (4, 3, 3, 2))[0]
                stage = "won" if random.random() < 0.25 + branch.skill + (0.05 if kind != "new" else 0) else "lost"
                amount = int(round(PRODUCTS[product] * exp(random.gauss(0, 0.5)), -5))
                cost = int(round(amount * random.gauss(0.765, 0.04), -5))
                yield Deal(
                    f"B{count:05}", random.choice(branch.sales), product, kind, stage, amount, cost, created, closed
                )  # fmt: skip

    def _deals(self, random: Random) -> Table:

        def row(deal: Deal, customer: str) -> tuple[Cell, ...]:
            source = random.choices(SOURCES, (26, 22, 18, 12, 22))[0]
            stage = random.choice(("qualified", "proposal", "negotiation")) if deal.stage == "open" else deal.stage
            return (
                deal.number, customer, *_seller(deal.owner), source, stage, deal.amount, deal.cost, deal.created_on,
                deal.closed_on, deal.product, deal.kind == "upsell", deal.kind == "cross_sell",
            )  # fmt: skip

        header = (
            "deal_id,customer_id,region,branch,team,owner,source,stage,amount,cost,created_on,closed_on,product,"
            "is_upsell,is_cross_sell"
        )
        return header, (row(*each) for each in self.deals)

    def _customers(self, random: Random) -> Table:
        return "customer_id,segment,region,branch,team,owner,joined_on,left_on,email,phone", (
            (one.number, one.segment, *_seller(one.account_manager), one.joined_on, one.left_on, one.email, one.phone)
            for one in self.company.customers
        )

    def _leads(self, random: Random) -> Table:
        """Seven of ten newcomers came as leads; of the other leads nothing came, or nothing yet."""
        leads: list[tuple[datetime, datetime | None, date | None, str, str]] = []

        def add(day: date, converted: date | None, owner: str, customer: str) -> None:
            season = max(0, season_of(day))
            created = datetime.combine(day, time(random.randrange(8, 20), random.randrange(60)))
            hours = random.expovariate(1 / (30 - 1.6 * season))
            reached = converted is not None or random.random() < 0.72 + 0.014 * season
            contact = created + timedelta(minutes=round(60 * hours))
            contact = min(contact, datetime.combine(converted, time(18))) if converted else contact
            ended = datetime.combine(LAST_DAY, time(20))
            leads.append((created, contact if reached and contact <= ended else None, converted, owner, customer))

        for one in self.company.customers:
            if one.joined_on >= DAYS[0] and random.random() < 0.7:
                add(one.joined_on - timedelta(random.randrange(1, 30)), one.joined_on, one.account_manager, one.number)
        for season in SEASONS:
            for branch in BRANCHES:
                for _ in range(round(18 * branch.size * RUSH[season] * (1 + 0.01 * season)) if season >= branch.opened else 0):
                    add(_day(random, season), None, random.choice(branch.sales), "")
        ordered = sorted((lead for lead in leads if lead[0].date() >= DAYS[0]), key=lambda lead: (lead[0], lead[3], lead[4]))
        return "lead_id,channel,region,branch,team,owner,created_on,first_contact_on,converted_on,customer_id", (
            (
                f"L{place:05}", random.choices(SOURCES, (38, 20, 18, 8, 16))[0],
                *_seller(owner), created, contact, converted, customer,
            )
            for place, (created, contact, converted, owner, customer) in enumerate(ordered, 1)
        )  # fmt: skip

    def _orders(self, random: Random) -> Table:
        """Every old customer's first order, from before the other records begin, then the company's deliveries; some customers
        order much more often than others, and the more so the later it is."""
        rows: list[tuple[Cell, ...]] = []
        for one in self.company.customers:
            if one.joined_on >= DAYS[0]:
                continue
            promised, delivered = (one.joined_on + timedelta(days) for days in (12, random.randrange(3, 16)))
            amount = int(round(30e6 * exp(random.gauss(0, 0.5)), -4))
            rows.append((
                f"A{one.number[1:]}", one.number, *PLACES[one.account_manager], one.joined_on, promised, delivered,
                amount, int(round(amount * 0.74, -4)),
            ))  # fmt: skip
        for order in self.company.orders:
            if order.state == "cancelled":
                continue
            season = season_of(order.ordered_on)
            buyer = self._someone(random, PLACES[order.sold_by][1], order.ordered_on, 0.55 + 0.2 * season)
            cost = int(round(order.amount * random.gauss(0.735 - 0.005 * season, 0.05), -4))
            rows.append((
                order.number, buyer, *PLACES[order.sold_by], order.ordered_on, order.promised_on, order.delivered_on,
                order.amount, cost,
            ))  # fmt: skip
        return "order_id,customer_id,region,branch,ordered_on,promised_on,delivered_on,amount,cost", rows

    def _contracts(self, random: Random) -> Table:
        """A year's support, due on the day of joining, for some four of ten customers."""
        rows: list[tuple[date, str, tuple[Cell, ...]]] = []
        for one in self.company.customers:
            if random.random() > 0.42:
                continue
            due, amount = one.joined_on + timedelta(365), int(round(random.gauss(46e6, 9e6), -5))
            while due <= LAST_DAY and (one.left_on is None or due <= one.left_on + timedelta(90)):
                if due >= DAYS[0]:
                    stays = one.left_on is None or one.left_on > due
                    renewed = stays and random.random() < 0.93 - 0.008 * season_of(due)
                    on = min(due - timedelta(random.randrange(-4, 20)), LAST_DAY) if renewed else None
                    rows.append((due, one.number, (one.number, *PLACES[one.account_manager], due, on, amount)))
                due += timedelta(365)
        rows.sort(key=lambda row: row[:2])
        return "contract_id,customer_id,region,branch,due_on,renewed_on,amount", (
            (f"V{place:05}", *row) for place, (_, _, row) in enumerate(rows, 1)
        )

    def _activities(self, random: Random) -> Table:
        rows: list[tuple[date, str, str, str]] = []
        for deal, _ in self.deals:
            until = deal.closed_on or LAST_DAY
            for _ in range(random.choice((0, 1, 1, 2))):
                day = deal.created_on + timedelta(random.randrange((until - deal.created_on).days + 1))
                kind = random.choices(("call", "email", "meeting", "proposal", "follow_up"), (34, 20, 14, 16, 16))[0]
                rows.append((day, deal.owner, deal.number, kind))
        for season in SEASONS:
            for branch in (branch for branch in BRANCHES if season >= branch.opened):
                days = [_day(random, season) for _ in range(round(5 * branch.size * RUSH[season]))]
                rows += [(day, random.choice(branch.sales), "", random.choice(("call", "call", "email"))) for day in days]
        rows = sorted(row for row in rows if row[0] >= DAYS[0])
        return "activity_id,region,branch,team,owner,deal_id,type,done_on,is_automated", (
            (
                f"S{place:05}", *_seller(owner), deal, kind, day,
                kind in ("email", "follow_up") and random.random() < 0.12 + 0.05 * season_of(day),
            )
            for place, (day, owner, deal, kind) in enumerate(rows, 1)
        )  # fmt: skip

    def _targets(self, random: Random) -> Table:
        """A seller's target for a season: what was usual for them, a little more each time."""
        won = dict.fromkeys(SELLERS, 0)
        for deal, _ in self.deals:
            won[deal.owner] += deal.amount if deal.stage == "won" else 0
        seasons = {name: len(RUSH) - branch.opened for branch in BRANCHES for name in branch.sales}
        return "region,branch,team,owner,date,amount", (
            (*_seller(name), DAYS[season], int(round(won[name] / seasons[name] * (0.8 + 0.09 * season) * RUSH[season], -7)))
            for season in SEASONS
            for name in SELLERS
            if season >= len(RUSH) - seasons[name]
        )

    # ----------------------------------------------------------------------------------------------- service and marketing

    def _tickets(self, random: Random) -> Table:
        header = (
            "ticket_id,customer_id,region,branch,agent,channel,type,opened_on,resolved_on,contacts,within_sla,handling_seconds,"
            "is_complaint,rating"
        )
        return header, (
            (
                ticket.number, self._someone(random, PLACES[ticket.agent][1], ticket.opened_on), *PLACES[ticket.agent],
                ticket.agent, ticket.channel, ticket.topic, ticket.opened_on, ticket.resolved_on, ticket.contacts,
                ticket.within_sla, ticket.talk_seconds, ticket.topic == "complaint", ticket.rating or None,
            )
            for ticket in self.company.tickets
        )  # fmt: skip

    def _campaigns(self, random: Random) -> Table:

        def rows() -> Iterator[tuple[Cell, ...]]:
            for season in SEASONS:
                for place, channel in enumerate(("email", "email", "sms", "social", "exhibition")):
                    started = DAYS[season] + timedelta(22 * place + random.randrange(3))
                    delivered = round(random.uniform(1400, 2600) if place < 4 else random.uniform(250, 400))
                    opened = round(delivered * random.uniform(0.21, 0.25) * (1 + 0.03 * season))
                    clicked = round(opened * random.uniform(0.13, 0.17))
                    responded = round(delivered * random.uniform(0.019, 0.023) * (1 + 0.02 * season))
                    orders = round(responded * random.uniform(0.16, 0.24))
                    yield (
                        f"K{season}{place}", channel, started, int(round(random.uniform(50e6, 130e6), -6)), delivered,
                        opened, clicked, responded, orders, int(round(orders * random.uniform(32e6, 44e6), -6)),
                        round(orders * random.uniform(0.3, 0.6)),
                    )  # fmt: skip

        return "campaign_id,channel,started_on,cost,delivered,opened,clicked,responded,orders,revenue,new_customers", rows()

    def _visits(self, random: Random) -> Table:

        def rows() -> Iterator[tuple[Cell, ...]]:
            for number in range((DAYS[-1] - DAYS[0]).days):
                day = DAYS[0] + timedelta(number)
                quiet = 0.55 if day.weekday() == 4 else 1.0  # Friday
                visitors = round(random.gauss(225 + 0.06 * number, 22) * quiet)
                views = round(visitors * random.uniform(2.7, 3.4))
                yield day, visitors, views, round(views * random.uniform(38, 52))

        return "date,visitors,page_views,seconds", rows()

    # ------------------------------------------------------------------------------------------------- people and money

    def _employees(self, random: Random) -> Table:
        """Who came with the new beginning, in 1403-Q3 or later, was trained longer; of late more people leave, key people too."""
        people: list[tuple[str, str, str, bool, date, float]] = []
        for branch in BRANCHES:
            for place in range(round(17 * branch.size)):
                title = random.choices(("salesperson", "service agent", "technician", "clerk"), (30, 30, 28, 12))[0]
                late = place > 0 and (branch.opened > 0 or random.random() < 0.2)
                came = _day(random, random.randrange(4, 7))
                joined = came if late else DAYS[branch.opened] - timedelta(random.randrange(20, 2400))
                days = max(0, round(2 * random.gauss(2.2 if late else 1.5, 0.6))) / 2
                people.append((title if place else "branch manager", branch.region, branch.name, place % 3 == 0, joined, days))
        left: dict[int, date] = {}
        for season in SEASONS:
            for is_key, leavers in ((True, KEY_LEAVERS[season]), (False, OTHER_LEAVERS[season])):
                there = [at for at, one in enumerate(people) if at not in left and one[3] == is_key and one[4] < DAYS[season]]
                for place, at in enumerate(random.sample(there, leavers)):
                    left[at] = DAYS[season + 1] - timedelta(1 + 31 * (place % 3))  # with the end of a month
        return "employee_id,title,region,branch,is_key,joined_on,left_on,training_days", (
            (f"P{at + 1:03}", *one[:5], left.get(at), one[5]) for at, one in enumerate(people)
        )

    def _users(self, random: Random) -> Table:
        """Of the first licences a good third was soon left lying; those given since are used."""
        rows: list[tuple[Cell, ...]] = []
        for branch in BRANCHES:
            for place in range(round(17 * branch.size)):
                first = branch.opened == 0 and place % 7 < 4
                given = DAYS[random.randrange(4, 8) + 1] - timedelta(1 + 31 * random.randrange(3))  # at the end of a month
                given = DAYS[0] - timedelta(random.randrange(200, 500)) if first else given
                if first and random.random() < 0.37:
                    seen = given + timedelta(random.randrange(20, (DAYS[2] - given).days))
                else:
                    seen = LAST_DAY - timedelta(min(round(random.expovariate(1 / 12)), (LAST_DAY - given).days))
                rows.append((f"U{len(rows) + 1:03}", branch.region, branch.name, given, seen))
        return "user_id,region,branch,licensed_on,last_active_on", rows

    def _costs(self, random: Random) -> Table:
        monthly = {"marketing": 175e6, "sales": 430e6, "retention": 48e6, "crm": 62e6, "service": 290e6}

        def rows() -> Iterator[tuple[Cell, ...]]:
            for season in SEASONS:
                for month in range(3):
                    for kind, usual in monthly.items():
                        grown = 1 + (0.05 if kind in ("retention", "crm") and season > 3 else 0.02) * season
                        yield DAYS[season] + timedelta(30 * month), kind, int(round(random.gauss(usual, usual / 15) * grown, -6))

        return "date,kind,amount", rows()

    def _entered(self, random: Random) -> Table:
        return "measure,period,value", (
            (measure, period, f"{value:.3f}" if isinstance(value, float) and abs(value) < 1 else round(value))
            for measure, values in ENTERED.items()
            for period, value in zip(PERIODS, values, strict=True)
            if value is not None
        )


def season_of(day: date) -> int:
    """-1 before the first."""
    return sum(day >= start for start in DAYS[:-1]) - 1


def _day(random: Random, season: int) -> date:
    return DAYS[season] + timedelta(random.randrange((DAYS[season + 1] - DAYS[season]).days))


def _seller(name: str) -> tuple[str, str, str, str]:
    return (*PLACES[name], TEAMS[name], name)
