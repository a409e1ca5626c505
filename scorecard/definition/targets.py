"""What a target says -> one curve of knots.

Enters: a `target:` map, already held to the schema. Leaves: `Target`, or problems. Whether a measure may be judged by it is told
by `agreement`: a default that is inherited meets many measures.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from itertools import pairwise
from typing import Any, Literal, TypeGuard

from scorecard.definition.bounds import BoundReader, constants, gaps, hangs_on
from scorecard.definition.document import BROKEN, Document
from scorecard.problems import Place, fault
from scorecard.records.definition import Bound, Calendar, Dated, Knot, Target


class TargetReader:
    """Reads the targets of one document; problems gather there.

    `known`: ids of all measures that are written; `levels`: of entities."""

    def __init__(self, document: Document, known: Collection[str], calendar: Calendar, levels: Collection[str]):
        self.document = document
        self.places = document.places
        self.problems = document.problems
        self.bounds = BoundReader(document, known, calendar)
        self.levels = levels

    def read(self, spec: Any, path: tuple[str, ...]) -> Target | None:
        """The target at `path`; None where a part of it could not be read (which is then said)."""
        if spec is BROKEN:
            return None
        on_log = spec.get("scale") == "log"
        target = self._points(spec["points"], on_log, (*path, "points")) if "points" in spec else self._form(spec, on_log, path)
        levels = self._levels(spec.get("levels", ()), (*path, "levels"))
        if target is None or levels is None or spec.get("scale") is BROKEN:
            return None
        if on_log and target.shape != "line":
            facts = {"key": "scale", "needs": "floor", "remove": ()}
            self.problems.append(fault("key-needs-key", self.places.key(*path, "scale"), **facts))
            return None
        return replace(target, levels=levels, scale="log" if on_log else "linear")

    def _form(self, spec: dict[str, Any], on_log: bool, path: tuple[str, ...]) -> Target | None:
        """A target of any form but points."""
        found: dict[str, list[Bound | Dated | None]] = {}
        for name in ("floor", "within", "goal", "at_least", "at_most"):
            if name in spec:
                parts = spec[name] if isinstance(spec[name], list) else [spec[name]]
                where = [(*path, name, str(i)) for i in range(len(parts))] if isinstance(spec[name], list) else [(*path, name)]
                found[name] = [self._bound(part, at, on_log) for part, at in zip(parts, where, strict=True)]
        sure = {name: bounds for name, bounds in found.items() if _all_read(bounds)}
        if len(sure) < len(found):
            return None
        if "within" in sure:
            inner, outer = [Knot(bound, 100.0) for bound in sure["within"]], [Knot(bound, 0.0) for bound in sure.get("floor", ())]
            knots = (outer[0], *inner, outer[1]) if outer else tuple(inner)
            for low, high in pairwise(knots):
                for day, gap in gaps(low.value, high.value):
                    if gap <= 0:
                        return self._refuse("within-order", (*path, "within"), period=day and self.bounds.named[day])
            return Target("line" if outer else "inside", knots)
        if "goal" in sure:
            return Target("line", (Knot(sure["floor"][0], 0.0), Knot(sure["goal"][0], 100.0)))
        shape: Literal["at_least", "at_most"] = "at_least" if "at_least" in sure else "at_most"
        return Target(shape, (Knot(sure[shape][0], 100.0),))

    def _points(self, spec: Any, on_log: bool, path: tuple[str, ...]) -> Target | None:
        if spec is BROKEN:
            return None
        found: list[tuple[Bound, float]] = []
        for key, score in spec.items():
            bound = self._bound(key, (*path, key), on_log, self.places.key(*path, key))
            if isinstance(bound, Bound) and score is not BROKEN:
                found.append((bound, float(score)))
        if len(found) < len(spec):
            return None
        if len({hangs_on(bound) for bound, _ in found}) == 1:  # else only data can order them
            found.sort(key=lambda point: point[0].shift)
        if len({bound for bound, _ in found}) < len(found):
            return self._refuse("points-repeat", path)
        return Target("line", tuple(Knot(bound, score) for bound, score in found))

    def _bound(self, spec: Any, path: tuple[str, ...], on_log: bool, place: Place | None = None) -> Bound | Dated | None:
        """A bound; on a log scale one whose constants have a logarithm."""
        bound = self.bounds.bound(spec, path, place) if place else self.bounds.moving(spec, path)
        low = [number for number in constants(bound) if number <= 0] if on_log and bound else []
        if low:
            self.problems.append(fault("log-of-constant", place or self.places.at(*path), value=low[0]))
        return None if low else bound

    def _refuse(self, code: str, path: tuple[str, ...], **facts: object) -> Target | None:
        self.problems.append(fault(code, self.places.at(*path), **facts))
        return None

    def _levels(self, written: Any, path: tuple[str, ...]) -> tuple[str, ...] | None:
        if written is BROKEN:
            return None
        found: dict[str, None] = {}
        known = (*self.levels, "total")
        for index, level in enumerate(written):
            place = self.places.at(*path, str(index))
            if level in found:
                self.problems.append(fault("level-twice", place, level=level))
            elif level in known:
                found[level] = None
            elif level is not BROKEN and self.document.data.get("entities") is not BROKEN:
                self.problems.append(
                    fault("unknown-level", place, level=level, nearest=self.document.nearest(level, known), known=known)
                )
        return tuple(found) if len(found) == len(written) else None


def _all_read(bounds: list[Bound | Dated | None]) -> TypeGuard[list[Bound | Dated]]:
    return None not in bounds
