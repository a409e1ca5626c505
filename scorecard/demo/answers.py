"""What the demo company's people answer: who could be asked enters, four tables of answers leave, with what was spoiled in them.

Every season some customers, prospects and employees are asked the same questions, in the summers of 1403 and 1404 most of them,
and twelve assessors rate four things. An answer is a person's leaning, plus what that person thinks of the matter, plus chance;
half of the customers and most of the employees of the first summer answer again in the second.

Perceptions tell another story than records in two places. Customers buy again more often than before and yet would leave for a
better offer; and while most users work in the system, employees see little support of it by the management. The questions on
rewards do not measure one thing: their α lies below 0.7, that of all other scales above.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import sqrt
from random import Random

from scorecard.demo.company import BRANCHES, Customer
from scorecard.demo.spoils import Cell, Export, Spoil
from scorecard.demo.standard import DAYS, PLACES, SEASONS, Standard

SUMMERS = (3, 7)  # the seasons 1403-Q2 and 1404-Q2
MOOD = {"Isfahan": 0.35, "Bazaar": -0.4, "Valiasr": 0.1, "Ahvaz": -0.15}  # in standard deviations of a person's leaning


@dataclass(frozen=True, slots=True)
class Scale:
    """Some items that ask the same, on `low` to `high`: their mean in each summer, with the other seasons on the line through
    both, how far people differ, and how much chance is in one answer. Items are named after the scale; a single one has its
    name alone. `turned`: the last one asks the opposite."""

    name: str
    low: int
    high: int
    means: tuple[float, float]
    items: int = 3
    turned: bool = False
    people: float = 1.15
    chance: float = 0.95

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(f"{self.name}_{place}" for place in range(1, self.items + 1)) if self.items > 1 else (self.name,)

    def answers(self, leaning: float, season: int, random: Random) -> list[int]:
        """One person's, who lies `leaning` standard deviations from the others."""
        found = []
        before, after = self.means
        mean = before + (after - before) * (season - SUMMERS[0]) / (SUMMERS[1] - SUMMERS[0])
        for place in range(self.items):
            felt = mean + self.people * leaning + random.gauss(0, self.chance)
            answer = min(self.high, max(self.low, round(felt)))
            found.append(self.low + self.high - answer if self.turned and place == self.items - 1 else answer)
        return found


CUSTOMER = (
    Scale("recommend", 0, 10, (7.95, 7.7), 1, people=1.6, chance=1.0),
    Scale("satisfaction", 1, 5, (4.05, 3.88), 1, people=0.75, chance=0.5),
    Scale("effort", 1, 7, (3.1, 3.5), 1, people=-0.9, chance=0.9),
    Scale("loyalty", 1, 7, (3.8, 3.7), turned=True),
    Scale("value", 1, 7, (4.5, 4.6)),
    Scale("retention", 1, 7, (4.6, 4.7)),
    Scale("expansion", 1, 7, (3.9, 4.3)),
    Scale("conduct", 1, 7, (5.1, 4.8), turned=True),
)
PROSPECT = (Scale("readiness", 1, 7, (4.0, 4.4)),)
EMPLOYEE = tuple(
    Scale(name, 1, 5, means, 4 if name == "usability" else 3, name == "usability", *spread)
    for name, means, spread in (
        ("performance", (3.2, 3.5), (0.8, 0.6)),
        ("information", (3.0, 3.6), (0.8, 0.6)),
        ("usability", (2.8, 3.4), (0.8, 0.7)),
        ("contentment", (3.5, 3.3), (0.8, 0.6)),
        ("support", (2.3, 2.2), (0.75, 0.6)),
        ("training", (2.8, 3.4), (0.8, 0.6)),
        ("rewards", (2.9, 2.8), (0.5, 0.95)),
        ("flexibility", (3.0, 3.1), (0.8, 0.6)),
        ("cooperation", (3.1, 3.2), (0.8, 0.6)),
        ("market", (3.2, 3.4), (0.8, 0.6)),
        ("goals", (3.0, 3.5), (0.8, 0.6)),
    )
)
ASSESSOR = (
    Scale("capacity", 1, 5, (2.7, 3.5), 1, people=0.3, chance=0.35),
    Scale("readiness", 1, 5, (2.4, 2.9), 1, people=0.3, chance=0.35),
    Scale("development", 1, 5, (2.0, 2.6), 1, people=0.3, chance=0.35),
    Scale("partnership", 1, 5, (3.0, 3.2), 1, people=0.3, chance=0.35),
)
Person = tuple[str, str, str]  # id, region, branch


class Survey:
    """Asks people the items of some scales, season by season; a person's leanings stay, mostly."""

    def __init__(self, scales: Sequence[Scale], seed: str, blank: float = 0.015) -> None:
        self.random = Random(seed)
        self.scales, self.blank = scales, blank
        self.rows: list[list[Cell]] = []
        self._leanings: dict[str, list[float]] = {}

    def ask(self, people: Sequence[Person], season: int) -> None:
        """A row for each person, on any day of the season, its first and last among them: id, day, region, branch, answers."""
        random = self.random
        start, length = DAYS[season], (DAYS[season + 1] - DAYS[season]).days
        days = [0, length - 1, *(random.randrange(length) for _ in people[2:])]
        rows = []
        for (id, region, branch), day in zip(random.sample(people, len(people)), days, strict=True):
            answers: list[Cell] = []
            for scale, leaning in zip(self.scales, self._lean(id), strict=True):
                answers += scale.answers(leaning + MOOD.get(branch, 0.0), season, random)
            answers = ["" if random.random() < self.blank else answer for answer in answers]
            rows.append((start + timedelta(day), id, [id, start + timedelta(day), region, branch, *answers]))
        self.rows += [row for _, _, row in sorted(rows)]

    def _lean(self, id: str) -> list[float]:
        """How each matter appears to a person: partly as all do to that person, partly for itself, and later partly anew."""
        random = self.random
        own = random.gauss(0, 1)
        fresh = [0.55 * own + sqrt(1 - 0.55**2) * random.gauss(0, 1) for _ in self.scales]
        if id in self._leanings:
            fresh = [0.7 * old + sqrt(1 - 0.7**2) * new for old, new in zip(self._leanings[id], fresh, strict=True)]
        self._leanings[id] = fresh
        return fresh

    def export(self, file: str, first: str = "respondent,answered_on") -> Export:
        columns = ",".join(column for scale in self.scales for column in scale.columns)
        return Export(file, f"{first},region,branch,{columns}", self.rows)


def answers(facts: Standard) -> tuple[Export, ...]:
    """The four files."""
    return _customers(facts), _prospects(), _employees(), _assessments()


def _customers(facts: Standard) -> Export:
    survey = Survey(CUSTOMER, "customer answers")
    first: list[Customer] = []
    for season in SEASONS:
        present = [one for branch in BRANCHES for one in facts.present(branch.name, DAYS[season])]
        if season == SUMMERS[0]:
            asked = first = survey.random.sample(present, 400)
        elif season == SUMMERS[1]:
            asked = survey.random.sample([one for one in first if one in present], 200)
            asked += survey.random.sample([one for one in present if one not in first], 210)
        else:
            asked = survey.random.sample(present, 90)
        survey.ask([(one.number.replace("C", "R"), *PLACES[one.account_manager]) for one in asked], season)
    export = survey.export("customer_answers.csv")
    export.header.insert(2, "customer_id")
    for row in export.rows:
        row.insert(2, str(row[0]).replace("R", "C"))
    _spoil(export)
    return export


LABELS = {
    "very satisfied": 5, "Satisfied": 4, "neutral": 3,
    "خیلی راضی": 5, "راضی": 4, "ناراضی": 2,
    "راضٍ جدًا": 5, "راضٍ": 4, "محايد": 3,
}  # fmt: skip
"""From a form on paper that asked for words; whoever typed it in wrote them down. Codes and words say the same."""


def _spoil(export: Export) -> None:
    """Words for codes (read as these), answers that say that there is none (left out), two codes beside the scale (left out, and
    shown), and one person who answered twice in the second summer (found)."""
    second = DAYS[SUMMERS[1]]

    def later(row: list[Cell]) -> bool:
        return isinstance(row[1], date) and row[1] >= second

    satisfaction = export.header.index("satisfaction")
    for text, code in LABELS.items():

        def says(row: list[Cell], code: int = code) -> bool:
            return later(row) and row[satisfaction] == code

        export.spoil("label", "satisfaction", [text], says)
    export.spoil("not-applicable", "expansion_2", ["not applicable", "N/A", "نمی‌دانم", "مصداق ندارد", "لا ينطبق"], later)
    export.spoil("outside", "recommend", ["99"], later)
    export.spoil("outside", "loyalty_2", ["0"], later)
    touched = {spoil.row for spoil in export.spoils}
    number = next(number for number, row in enumerate(export.rows, 2) if later(row) and number not in touched)
    row = export.rows[number - 2]
    export.rows.append([*row[:1], DAYS[SUMMERS[1] + 1] - timedelta(1), *row[2:]])
    export.spoils.append(Spoil(export.file, len(export.rows) + 1, "respondent", str(row[0]), "twice"))


def _prospects() -> Export:
    survey = Survey(PROSPECT, "prospect answers")
    for season in SEASONS:
        branches = [branch for branch in BRANCHES if branch.opened <= season]
        count = 140 if season in SUMMERS else 60
        asked = survey.random.choices(branches, [branch.size for branch in branches], k=count)
        survey.ask([(f"Q{season}{place:03}", branch.region, branch.name) for place, branch in enumerate(asked)], season)
    return survey.export("prospect_answers.csv")


def _employees() -> Export:
    """Codes that the survey gave out, so that nobody knows who answered and yet the same person has the same one next time."""
    survey = Survey(EMPLOYEE, "employee answers")
    staff = [(branch, place) for branch in BRANCHES for place in range(round(17 * branch.size))]
    for season in SEASONS:
        share = 0.88 if season in SUMMERS else 0.4
        asked = [(branch, place) for branch, place in staff if branch.opened <= season and survey.random.random() < share]
        survey.ask([(f"E{branch.name[0]}{place:02}", branch.region, branch.name) for branch, place in asked], season)
    return survey.export("employee_answers.csv")


def _assessments() -> Export:
    """Twelve assessors, who speak of the whole."""
    survey = Survey(ASSESSOR, "assessments", blank=0.0)
    for season in SEASONS:
        survey.ask([(f"assessor {place}", "", "") for place in range(1, 13)], season)
    export = survey.export("assessments.csv", "assessor,assessed_on")
    del export.header[2:4]
    for row in export.rows:
        del row[2:4]
    return export
