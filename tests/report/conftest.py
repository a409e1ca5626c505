"""Evaluations built from records: `build` makes any tree, `company` a realistic one."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from math import nan
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from scorecard import comparison, outlook, scoring
from scorecard.problems import Place
from scorecard.records.definition import (
    Band,
    Bound,
    Calendar,
    Dataset,
    Definition,
    Entered,
    Hierarchy,
    Knot,
    Measure,
    Node,
    Period,
    Target,
    Text,
)
from scorecard.records.evaluation import Evaluation
from scorecard.records.tables import BadCell, SourceFile
from scorecard.records.values import Entity, Reason, Values
from scorecard.report import render

QUARTERS = tuple(
    Period(f"{year}-Q{quarter}", date(year, 3 * quarter - 2, 1), date(year + quarter // 4, 3 * quarter % 12 + 1, 1), "quarter")
    for year in (2016, 2017)
    for quarter in (1, 2, 3, 4)
)
BANDS = (Band("poor", 0), Band("fair", 50), Band("good", 80))


def bare(html: str) -> str:
    """The page without its script and that script's data, which are its own and stand last."""
    parts = re.fullmatch(r'(.*)<script type="application/json" id="data">(.*)</script>\n<script>(.*)</script>(.*)', html, re.S)
    before, data, script, after = parts.groups()
    assert json.loads(data)["words"]
    assert script == f"\n{render.script()}"
    return before + after


class Nowhere:
    """Places of a definition without a file."""

    def at(self, *path: str) -> Place:
        return Place("acme.yaml", 1, path=path)

    key = at

    def inside(self, path: tuple[str, ...], start: int, length: int) -> Place:
        return Place("acme.yaml", 1, path=path)


def line(floor: float, goal: float) -> Target:
    return Target("line", (Knot(Bound(floor), 0), Knot(Bound(goal), 100)))


def leaf(title: str, unit: str, target: Target | None, history: Sequence[float], **more) -> SimpleNamespace:
    """A measure: `history` is its values, the last one the target period's. `more`: weight, better, reasons, spread; `se` makes
    it a sample's, `subjective` a perception, `how` says how it is computed."""
    return SimpleNamespace(title=title, unit=unit, target=target, history=history, more=more)


def part(content, **more) -> SimpleNamespace:
    """A perspective or factor with more than its children: combine, judged, coverage, …"""
    return SimpleNamespace(content=content, node=more)


def build(
    tree: Mapping,
    *,
    title: str = "Acme CRM assessment",
    periods: int = 2,
    compared: bool = True,
    entities: Sequence[tuple[str | None, ...] | Mapping[str, str | None]] = (),
    levels: tuple[str, ...] = (),
    files: tuple[SourceFile, ...] = (),
    problems=(),
    bands: tuple[Band, ...] = BANDS,
    calendar="gregorian",
    quarters: Sequence[Period] = QUARTERS,
    hierarchies: Mapping[str, tuple[str, ...]] | None = None,
    members: Mapping[str, Mapping[str, Text]] | None = None,
    datasets: Mapping[str, Dataset] | None = None,
    **root_more,
) -> Evaluation:
    """An evaluation of `tree`: {perspective: {factor: [leaf, …]} or [leaf, …]}, either of them in a `part`; one period being a
    snapshot. `entities` belong to `levels`; with several hierarchies each is a map from column to name instead."""
    measures: dict[str, Measure] = {}
    leaves: list[SimpleNamespace] = []

    def node(path: tuple[str, ...], kind, name: str, content) -> Node:
        if hasattr(content, "unit"):
            more, id = content.more, f"m{len(measures)}"
            own = {key: more[key] for key in ("description", "decimals", "status", "subjective") if key in more}
            how = more.get("how", Entered())
            measures[id] = Measure(id, Text({"": name}), more.get("better", "higher"), content.unit, how, **own)
            leaves.append(content)
            return Node(path, "measure", Text({"": name}), path, more.get("weight", 1.0), measure=id, target=content.target)
        content, more = (content.content, content.node) if hasattr(content, "node") else (content, {})
        parts = content.items() if isinstance(content, Mapping) else [(part.title, part) for part in content]
        below = "factor" if isinstance(content, Mapping) else "measure"
        children = tuple(node((*path, f"n{place}"), below, part, inner) for place, (part, inner) in enumerate(parts))
        return Node(path, kind, Text({"": name}), path, children=children, **more)

    children = tuple(node((f"n{i}",), "perspective", n, c) for i, (n, c) in enumerate(tree.items()))
    root = Node((), "root", Text({}), (), children=children, **root_more)
    shown = tuple(quarters[-periods:]) if periods > 1 else (None,)
    units = (key if isinstance(key, Mapping) else dict(zip(levels, key, strict=False)) for key in entities)
    everyone = [Entity(), *(Entity(tuple(key.values()), tuple(key)) for key in units)]
    hierarchies = hierarchies or ({"entity": tuple(levels)} if levels else {})
    value = np.full((len(measures), len(shown), len(everyone)), nan)
    reason = np.zeros(value.shape, np.int8)
    random = np.random.default_rng(7)
    for place, content in enumerate(leaves):
        value[place, :, 0] = content.history[-len(shown) :]
        spread = content.more.get("spread", 0.15)
        value[place, :, 1:] = value[place, :, :1] * (1 + spread * random.standard_normal((len(shown), len(everyone) - 1)))
        for (period, entity), why in content.more.get("reasons", {}).items():
            reason[place, period, entity] = why
    value[reason != Reason.PRESENT] = nan
    se = np.array([np.broadcast_to(content.more.get("se", nan), value.shape[1:]) for content in leaves]).reshape(value.shape)
    se = np.where(np.isnan(value), nan, se)
    sampled = None if np.isnan(se).all() else 1.96 * se
    reason[np.isnan(value) & (reason == Reason.PRESENT)] = Reason.NO_ROWS
    values = Values(
        tuple(measures), shown, tuple(everyone), value, reason, np.where(np.isnan(value), 0, 120), se,
        low=None if sampled is None else value - sampled, high=None if sampled is None else value + sampled,
    )  # fmt: skip
    definition = Definition(
        "acme", Text({"": title}), "acme.yaml", "ab" * 32, Nowhere(), root, measures, datasets or {},
        calendar=Calendar(calendar), hierarchies=tuple(Hierarchy(name, columns) for name, columns in hierarchies.items()),
        members=members or {}, currency="USD", status=bands,
    )  # fmt: skip
    baseline = shown[0 if periods == 2 else -2] if compared and periods > 1 else None
    scores, found = scoring.score(definition, values, baseline, shown)
    change = None
    if baseline:
        change = comparison.with_noise(definition, scores, values, comparison.compare(scores, values, baseline, shown[-1]))
    heading, _ = outlook.outlook(definition, values, scores, baseline, shown[-1])
    told = (*problems, *(problem for problem in found if problem.code == "perception-apart"))
    return Evaluation(definition, baseline, shown[-1], values, scores, change, files, (), told, "0.1.0", heading)


def company_tree() -> dict:
    """Four perspectives, twenty measures, some of them missing in one period or never."""
    low = {"better": "lower"}
    return {
        "Customer": {
            "Satisfaction": [
                leaf("Average rating", "number", line(2, 5), [3.21, 3.3, 3.4, 3.41]),
                leaf("Share of calls rated 4 or 5", "percent", line(0.3, 0.7), [0.41, 0.44, 0.46, 0.482]),
                leaf("First contact resolution", "percent", line(0.6, 0.9), [0.72, 0.7, 0.71, 0.702]),
            ],
            "Loyalty": [
                leaf("Churn rate", "percent", line(0.12, 0.04), [0.092, 0.09, 0.081, 0.071], **low, weight=2),
                leaf("Repeat purchase rate", "percent", line(0.2, 0.5), [nan, nan, nan, 0.334]),
            ],
        },
        "Process": {
            "Acquisition": [
                leaf("Win rate", "percent", line(0.4, 0.7), [0.575, 0.58, 0.61, 0.632], weight=2),
                leaf("Mean sales cycle", "days", line(60, 30), [51.4, 50, 48, 47.2], **low),
                leaf("Median sales cycle", "days", line(60, 30), [44, 45, 45, 46], **low),
                leaf("Open deals at period end", "count", None, [1420, 1688, 1702, 1589]),
            ],
            "Service": [
                leaf("Speed of answer", "seconds", line(90, 45), [70.9, 66.1, 68.2, 67.5], **low),
                leaf("Answer rate", "percent", Target("at_least", (Knot(Bound(0.8), 100),)), [0.801, 0.81, 0.79, 0.815]),
                leaf("Talk time", "seconds", Target("line", (
                    Knot(Bound(120), 0), Knot(Bound(180), 100), Knot(Bound(260), 100), Knot(Bound(400), 0),
                )), [224.9, 230, 226, 222.1], better="inside"),
            ],
        },
        "Finance": {
            "Sales": [
                leaf("Sales volume", "currency", line(2e6, 4e6), [3.1e6, 3.0e6, 2.98e6, 2.802e6]),
                leaf("Average deal value", "currency", line(1500, 3000), [2361.3, 2400, 2352, 2298.8]),
                leaf("Revenue growth", "percent", line(0, 0.1), [nan, -0.031, -0.012, -0.061]),
            ],
            "Mix": [leaf("Share of wins that are GTX Basic", "percent", line(0.3, 0.15), [0.21, 0.22, 0.2, 0.204], **low)],
        },
        "Learning": [
            leaf("Training days per employee", "days", line(1, 5), [2.5, 2.5, 3, 3.5]),
            leaf("Staff who use the CRM every day", "percent", line(0.5, 0.95), [0.62, 0.66, 0.7, 0.742]),
            leaf("Records complete", "percent", line(0.7, 0.98), [0.81, 0.84, 0.84, 0.887], weight=2),
            leaf("Usability of the CRM", "points", line(40, 80), [58, 58, 61, nan]),
        ],
    }  # fmt: skip


BRANCHES = (
    ("Central",), ("East",), ("West",), (None,),
    ("Central", "Chicago"), ("Central", "Kansas City"), ("Central", "St. Louis"),
    ("East", "Boston"), ("East", "New York"),
    ("West", "Denver"), ("West", "San Francisco"), ("West", "Seattle"), (None, None),
)  # fmt: skip
FILES = (
    SourceFile("deals", "data/sales_pipeline.csv", "3f" * 32, 8800, 12, 0, (
        BadCell(17, "close_value", "n/a?"), BadCell(90, "closed_on", "31-Feb-17"), BadCell(1204, "", "two cells too many"),
    )),
    SourceFile("deals.agents", "data/sales_teams.csv", "77" * 32, 35),
    SourceFile("calls", "data/call-center.xlsx", "1c" * 32, 5000, 0, 250),
)  # fmt: skip


def company(periods: int = 2, **more) -> Evaluation:
    return build(
        company_tree(), **{"entities": BRANCHES, "levels": ("region", "branch"), "files": FILES, "periods": periods} | more
    )


@pytest.fixture(scope="session")
def make() -> SimpleNamespace:
    return SimpleNamespace(
        build=build,
        quarters=QUARTERS,
        leaf=leaf,
        line=line,
        part=part,
        company=company,
        tree=company_tree,
        files=FILES,
        here=Path(__file__),
    )
