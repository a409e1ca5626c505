"""The `goals:` and `initiatives:` of a definition -> `Goal` and `Initiative` records; and what a period makes of their days.

Enters: a `Document` held to the schema, and the tree that was read from it. Leaves: the records, and problems. A name that the
tree lacks is a finding: it is left out, and all else is computed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cached_property
from itertools import islice
from typing import Any

from scorecard.definition.days import day
from scorecard.definition.document import BROKEN, Document, sound
from scorecard.definition.library import ids
from scorecard.definition.texts import text_of, title_of
from scorecard.definition.tree import MOST_CANDIDATES, TreeReader
from scorecard.problems import Place, Problem, fault, finding
from scorecard.records.definition import Calendar, Definition, Node, Period, Text
from scorecard.records.goals import Goal, Initiative, Strategy

Path = tuple[str, ...]
MOST_KNOWN = 20  # strategies that are listed where one is not there


class GoalReader:
    """Reads both maps of one document; problems gather there. `tree` has read `root`."""

    def __init__(self, document: Document, tree: TreeReader, root: Node, calendar: Calendar):
        self.document = document
        self.places = document.places
        self.problems = document.problems
        self.calendar = calendar
        self.tree = tree
        self.nodes = {node.path: node for node in root.walk()}
        self.strategies: dict[str, list[tuple[str, str]]] = {}  # id, or goal/id -> goal and id; also of what could not be read

    def goals(self, spec: Mapping[str, Any]) -> dict[str, Goal]:
        return {id: self._goal(id, one) for id, one in sound(spec.get("goals", {})).items()}

    def _goal(self, id: str, raw: dict[str, Any]) -> Goal:
        path, spec = ("goals", id), sound(raw)
        written = spec.get("strategies", {})
        for strategy in written:
            for name in (strategy, f"{id}/{strategy}"):
                self.strategies.setdefault(name, []).append((id, strategy))
        parts = [raw.get("strategies"), *written.values()]
        if BROKEN not in parts and not any(one.get("measures") for one in written.values()):
            self.problems.append(finding("goal-without-measures", self.places.key(*path), goal=id))
        return Goal(
            id,
            title_of(spec, id),
            _text(spec, "description"),
            _text(spec, "owner"),
            day(self.document, self.calendar, spec, *path, "by"),
            {name: self._strategy(name, sound(one), (*path, "strategies", name)) for name, one in sound(written).items()},
        )

    def _strategy(self, id: str, spec: dict[str, Any], path: Path) -> Strategy:
        named = self._named(spec, (*path, "measures"), strategy=id, initiative="")
        found = []
        for index, node in named:
            if node.kind == "measure":
                found.append(node.path)
                continue
            place = self.places.at(*path, "measures", index)
            below = tuple(dict.fromkeys(leaf.path[-1] for leaf in node.walk() if leaf.kind == "measure"))[:MOST_CANDIDATES]
            facts = {"strategy": id, "id": node.path[-1], "kind": node.kind, "below": below}
            self.problems.append(finding("strategy-names-no-measure", place, **facts))
        return Strategy(id, title_of(spec, id), _text(spec, "description"), tuple(dict.fromkeys(found)))

    def initiatives(self, spec: Mapping[str, Any]) -> dict[str, Initiative]:
        """To be read after the goals."""
        return {id: self._initiative(id, sound(one)) for id, one in sound(spec.get("initiatives", {})).items()}

    def _initiative(self, id: str, spec: dict[str, Any]) -> Initiative:
        path = ("initiatives", id)
        start, due = (day(self.document, self.calendar, spec, *path, key) for key in ("start", "due"))
        if start is not None and due is not None and due < start:
            facts = {"initiative": id, "start": spec["start"], "due": spec["due"]}
            self.problems.append(fault("due-before-start", self.places.at(*path, "due"), **facts))
        budget = spec.get("budget")
        return Initiative(
            id,
            title_of(spec, id),
            _text(spec, "description"),
            _text(spec, "owner"),
            start,
            due,
            spec.get("status", "planned"),
            None if budget is None else float(budget),
            self._served(id, spec["strategy"], self.places.at(*path, "strategy")) if "strategy" in spec else None,
            tuple(dict.fromkeys(node.path for _, node in self._named(spec, (*path, "moves"), strategy="", initiative=id))),
        )

    def _served(self, initiative: str, name: str, place: Place) -> tuple[str, str] | None:
        """The strategy of that id, or of that goal/id."""
        found = self.strategies.get(name, [])
        if len(found) == 1:
            return found[0]
        if found:
            candidates = tuple(map("/".join, found[:MOST_CANDIDATES]))
            self.problems.append(fault("ambiguous-strategy", place, strategy=name, candidates=candidates))
        else:
            near = self.document.nearest(name, self.strategies)
            known = () if near else tuple(islice((id for id in self.strategies if "/" not in id), MOST_KNOWN))
            facts = {"initiative": initiative, "strategy": name, "nearest": near, "known": known}
            self.problems.append(fault("unknown-strategy", place, **facts))
        return None

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """All that a name may be."""
        return (*self.tree.by_id, *self.tree.by_path)

    def _named(self, spec: Mapping[str, Any], path: Path, *, strategy: str, initiative: str) -> Iterator[tuple[str, Node]]:
        """The nodes that a list names, each with its place in the list; what the tree lacks, or has twice, is said."""
        for index, name in enumerate(spec.get(path[-1], ())):
            if name is BROKEN:
                continue
            place, about = self.places.at(*path, str(index)), {"strategy": strategy, "initiative": initiative, "id": name}
            by_path, by_id = self.tree.by_path, self.tree.by_id
            found = [by_path[name]] if name in by_path else by_id.get(name, [])
            if len(found) > 1:
                candidates = tuple(map("/".join, found[:MOST_CANDIDATES]))
                self.problems.append(finding("named-ambiguously", place, **about, candidates=candidates))
            elif found:
                if found[0] in self.nodes:  # else it could not be read, which is said there
                    yield str(index), self.nodes[found[0]]
            elif name in self.tree.known or name in ids():
                self.problems.append(finding("measure-outside-tree", place, **about))
            else:
                near = self.document.nearest(name, self._names)
                code = "initiative-moves-unknown" if initiative else "strategy-measure-unknown"
                self.problems.append(finding(code, place, **about, nearest=near))


def due(definition: Definition, period: Period | None) -> Iterator[Problem]:
    """What is late at the end of the period under assessment: initiatives that are not done, measures to be looked at anew."""
    if period is None:
        return
    places, last = definition.places, period.end - timedelta(1)
    for initiative in definition.initiatives.values():
        if initiative.is_overdue(period):
            place = places.at("initiatives", initiative.id, "due")
            facts = {"initiative": initiative.id, "status": initiative.status, "due": _written(place), "period": period.id}
            yield finding("initiative-overdue", place, **facts)
    said: set[Path] = set()
    for node in definition.root.walk():
        if node.measure is None or node.review_by is None or node.review_by > last:
            continue
        own = node.review_by != definition.measures[node.measure].review_by
        path = (*node.source, "review_by") if own else ("measures", node.measure, "review_by")
        if path not in said:
            said.add(path)
            place = places.at(*path)
            yield finding("review-due", place, measure=node.measure, day=_written(place), period=period.id)


def _text(spec: Mapping[str, Any], key: str) -> Text | None:
    return text_of(spec[key]) if key in spec else None


def _written(place: Place) -> str:
    """The scalar that stands there, without quotes."""
    return place.text[place.column - 1 :][: place.length].strip("\"' ") if place.column else ""
