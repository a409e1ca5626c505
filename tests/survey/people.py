"""People who answer, untidily, and what their answers come to, person by person.

Nothing here knows how the product does it: cells are read one by one, and every figure is worked out from the list of persons
with numpy, scipy or plain loops.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import scipy.optimize
import scipy.stats

QUARTERS = ("2023-Q4", "2024-Q1", "2024-Q2")
COLUMNS = ("who", "answered_on", "region", "branch", "channel", "segment", "rec", "q1", "q2", "q3", "ease", "feel", "w")
SCALES = {"rec": (0, 10), "q1": (1, 5), "q2": (1, 5), "q3": (1, 5), "ease": (1, 7), "feel": (-3, 3)}
DIRT = ("", "", "N/A", "99", "-7")

Cells = Mapping[str, str]
Entity = tuple[tuple[str, str | None], ...]  # level and name, coarse to fine


def crowd(seed: int, people: int = 110, *, returning: float = 0.6) -> list[dict[str, str]]:
    """Responses over three quarters. Some people return, a few change their branch; one branch is nearly empty."""
    rng = np.random.default_rng(seed)
    rows = []

    def pick(*choices: str, p: Sequence[float] | None = None) -> str:
        return str(rng.choice(choices, p=p))

    for quarter, month in zip(QUARTERS, ("2023-11", "2024-02", "2024-05"), strict=True):
        for person in range(people):
            if rng.random() > returning:
                continue
            liking = (person * 7919 % 101) / 100  # the same every time: those who return answer alike
            cells = {
                "who": f"p{person}" if rng.random() < 0.95 else "",
                "answered_on": f"{month}-{rng.integers(1, 28):02}",
                "region": ("north", "south", "")[person % 3],
                "branch": ("a", "b", "")[person % 5 % 3] if person % 29 else "rare",
                "channel": pick("web", "shop", ""),
                "segment": ("x", "y", "x", "")[person % 4],
                "w": pick("1", "0.5", "2.25", "3", "0", "", p=(0.4, 0.2, 0.15, 0.15, 0.05, 0.05)),
            }
            for item, (low, high) in SCALES.items():
                told = low + (high - low) * min(1.0, max(0.0, liking * 0.8 + rng.normal(0.1, 0.25)))
                turned = low + high - told if item == "q3" else told
                cells[item] = str(round(turned)) if rng.random() < 0.85 else pick(*DIRT)
            rows.append(cells | {"quarter": quarter})
    return rows


def write(rows: Sequence[Cells], file: Path) -> None:
    lines = [",".join(COLUMNS), *(",".join(row[column] for column in COLUMNS) for row in rows)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


@dataclass(frozen=True)
class Question:
    """A survey measure as a person would describe it."""

    method: str
    items: tuple[str, ...]
    reversed: tuple[str, ...] = ()
    top: tuple[float, ...] = (4.0, 5.0)
    weight: bool = False
    min_items: int = 1
    population: float | None = None
    keeps: Callable[[Cells], bool] = field(default=lambda row: True)

    @property
    def scale(self) -> tuple[float, float]:
        return SCALES[self.items[0]]

    @property
    def ends(self) -> tuple[float, float]:
        return {"nps": (-100.0, 100.0), "csat": (0.0, 1.0), "share": (0.0, 1.0)}.get(self.method, self.scale)

    def answer(self, row: Cells, item: str) -> float | None:
        try:
            told = float(row[item])
        except ValueError:
            return None
        low, high = self.scale
        if told < low or told > high:
            return None
        return low + high - told if item in self.reversed else told

    def person(self, row: Cells) -> tuple[float, float] | None:
        """What one response is worth, and how much it weighs."""
        told = [each for each in (self.answer(row, item) for item in self.items) if each is not None]
        weight = float(row["w"] or 0) if self.weight else 1.0
        if len(told) < self.min_items or not self.keeps(row) or weight <= 0:
            return None
        if self.method == "nps":
            return (100.0 if told[0] in (9, 10) else -100.0 if told[0] <= 6 else 0.0), weight
        if self.method in ("csat", "share"):
            return float(told[0] in self.top), weight
        return math.fsum(told) / len(told), weight


@dataclass(frozen=True)
class Figure:
    value: float
    se: float
    low: float
    high: float
    n: int


NOTHING = Figure(math.nan, math.nan, math.nan, math.nan, 0)
Z = float(scipy.stats.norm.ppf(0.975))


def figure(question: Question, rows: Sequence[Cells]) -> Figure:
    people = [person for row in rows if (person := question.person(row)) is not None]
    if not people:
        return NOTHING
    y, w = (np.array(each) for each in zip(*people, strict=True))
    n, left = len(y), 1.0
    if question.population is not None and n <= question.population:
        left = 1 - n / question.population
    value = float(np.average(y, weights=w))
    if question.weight:
        residual = w * (y - value)
        se = math.sqrt(n / (n - 1) * float(residual @ residual)) / float(w.sum()) if n > 1 else math.nan
    elif question.method in ("nps", "csat", "share"):
        se = float(np.std(y)) / math.sqrt(n)
    else:
        se = float(scipy.stats.sem(y)) if n > 1 else math.nan
    se *= math.sqrt(left)
    many = float(w.sum() ** 2 / (w @ w)) / left if left else math.inf  # equal answers of an endless population
    alike = question.weight and len(set(y)) == 1 and n > 1
    if not left:
        low = high = value
    elif question.method == "nps" and (alike or not question.weight):
        low, high = around(y, many)
    elif question.method in ("csat", "share") and (alike or not question.weight):
        low, high = wilson(float(np.mean(y)), many)
    elif se > 0:
        low, high = scipy.stats.t.interval(0.95, n - 1, value, se)
    else:
        low = high = value + 0 * se
    least, most = question.ends
    return Figure(value, se, max(low, least), min(high, most), n)


def around(y: np.ndarray[Any, Any], n: float) -> tuple[float, float]:
    """Three more answers: three quarters of one at either end, the rest in the middle."""
    marks = np.array([100.0, 0.0, -100.0])
    counts = np.array([float(np.mean(y == mark)) for mark in marks]) * n + [0.75, 1.5, 0.75]
    centre = np.average(marks, weights=counts)
    half = Z * math.sqrt(np.average((marks - centre) ** 2, weights=counts) / (n + 3))
    return centre - half, centre + half


def wilson(p: float, n: float) -> tuple[float, float]:
    """The shares from which p lies 1.96 of their own standard errors away."""

    def away(true: float) -> float:
        return (p - true) ** 2 - Z**2 * true * (1 - true) / n

    low = 0.0 if p == 0 else scipy.optimize.brentq(away, 0.0, p - 1e-9, xtol=1e-15)
    high = 1.0 if p == 1 else scipy.optimize.brentq(away, p + 1e-9, 1.0, xtol=1e-15)
    return low, high


def within(row: Cells, entity: Entity) -> bool:
    return all((row[level] or None) == name for level, name in entity)


def entities(rows: Sequence[Cells], hierarchies: Sequence[Sequence[str]]) -> list[Entity]:
    """All that the data know, the total first."""
    found: dict[Entity, None] = {(): None}
    for levels in hierarchies:
        for depth in range(1, len(levels) + 1):
            found |= {tuple((level, row[level] or None) for level in levels[:depth]): None for row in rows}
    return list(found)
