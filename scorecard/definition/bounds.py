"""The numbers of targets and status bands: constants, and what hangs on the data.

Enters: a number or text as it stands in the document. Leaves: a `Bound`, or a `Dated` one; else a problem.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from math import inf, isfinite
from operator import itemgetter
from typing import Any, cast

from scorecard import periods
from scorecard.definition.document import BROKEN, Document
from scorecard.problems import Place, fault
from scorecard.records.definition import Bound, Calendar, Dated, Reference

_NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?|\.[0-9]+)"
_CONSTANT = re.compile(rf"([-+]?)\s*({_NUMBER})\s*(%|pp|)")
_RELATIVE = re.compile(
    rf"(?P<name>[A-Za-z_][A-Za-z0-9_]*|p{_NUMBER})"
    rf"(?:\s*(?P<away>[-+])\s*(?P<spread>{_NUMBER})?\s*sd)?"
    rf"(?:\s*\*\s*(?P<factor>{_NUMBER})\s*(?P<factor_unit>%|))?"
    rf"(?:\s*(?P<sign>[-+])\s*(?P<shift>{_NUMBER})\s*(?P<unit>pp|%|))?"
)
_PERCENTILE = re.compile(rf"p({_NUMBER})")
_SAME_MEASURE, _OVER_ENTITIES = ("baseline", "previous"), ("lowest", "highest", "mean")
WORDS = (*_SAME_MEASURE, *_OVER_ENTITIES)


class BoundReader:
    """Reads the bounds of one document; problems gather there. `known`: ids of all measures that are written."""

    def __init__(self, document: Document, known: Collection[str], calendar: Calendar):
        self.document = document
        self.known = known
        self.calendar = calendar
        self.named: dict[date, str] = {}  # the last days of periods that dated bounds name -> as they are written

    def moving(self, spec: Any, path: tuple[str, ...]) -> Bound | Dated | None:
        """A bound, or a map from periods to bounds. None where a part could not be read (which is then said)."""
        if not isinstance(spec, dict):
            return self.bound(spec, path)
        found: dict[date, Bound] = {}
        whole = True
        for key, written in spec.items():
            bound, day = self.bound(written, (*path, key)), self._day(key, path)
            if bound is None or day is None:
                whole = False
            elif day in found:
                facts = {"one": self.named[day], "other": key}
                self.document.problems.append(fault("dated-repeat", self.document.places.key(*path, key), **facts))
                whole = False
            else:
                found[day] = bound
                self.named[day] = key
        return Dated(tuple(sorted(found.items(), key=lambda point: point[0]))) if whole else None

    def _day(self, key: str, path: tuple[str, ...]) -> date | None:
        try:
            return periods.parse(key, self.calendar).end - timedelta(1)
        except ValueError as error:
            self._refuse("bad-period", self.document.places.key(*path, key), text=key, said=error.args[0])
        return None

    def bound(self, spec: Any, path: tuple[str, ...], place: Place | None = None) -> Bound | None:
        """A number, `15%` (0.15), `5pp` (0.05), or a reference [`* factor`] [`+ shift` | `- shift`]: baseline, previous, a
        measure, or over the entities lowest, highest, mean [`+ k sd` | `- k sd`], p5."""
        if spec is BROKEN:
            return None
        if not isinstance(spec, str):
            return Bound(float(spec))
        place, text = place or self.document.places.at(*path), spec.strip()
        if (number := constant(text)) is not None:
            return Bound(number)
        relative = _RELATIVE.fullmatch(text)
        bound = self._relative(relative, place) if relative else self._refuse("bad-bound", place, text=text)
        if bound is None or (isfinite(bound.shift) and isfinite(bound.factor) and isfinite(bound.spread)):
            return bound
        return self._refuse("bad-bound", place, text=text)

    def _relative(self, match: re.Match[str], place: Place) -> Bound | None:
        name, factor, sign, shift, unit = match.group("name", "factor", "sign", "shift", "unit")
        away, spread = match.group("away", "spread")
        percentile = _PERCENTILE.fullmatch(name)
        word = name if name in WORDS else "percentile" if percentile else None
        if word and name in self.known:
            return self._refuse("word-and-measure", place, name=name)
        if word is None and name not in self.known:
            near = self.document.nearest(name, (*self.known, *WORDS))
            return self._refuse("unknown-reference", place, name=name, nearest=near, words=WORDS)
        if word in (*_OVER_ENTITIES, "percentile") and "entities" not in self.document.data:
            return self._refuse("no-entities", place, name=name)
        if percentile and float(percentile[1]) > 100:
            return self._refuse("bad-percentile", place, name=name)
        if away and (word != "mean" or factor):  # a factor: of the mean, or of both?
            return self._refuse("bad-bound", place, text=match[0])
        if unit == "%":
            times = f"{name} * {1 + _number(sign + shift, unit):g}"
            return self._refuse("percent-shift", place, text=match[0], times=times, points=f"{name} {sign} {shift}pp")
        return Bound(
            _number(sign + shift, unit) if shift else 0.0,
            cast("Reference", word or "measure"),
            _number(factor, match["factor_unit"]) if factor else 1.0,
            None if word else name,
            float(f"{away}{spread or 1}") if away else 0.0,
            float(percentile[1]) if percentile else None,
        )

    def _refuse(self, code: str, place: Place, **facts: object) -> Bound | None:
        self.document.problems.append(fault(code, place, **facts))
        return None


def constant(text: str) -> float | None:
    """A number that does not hang on the data: `1200`, `15%` (0.15), `5pp` (0.05); None where the text is none."""
    match = _CONSTANT.fullmatch(text.strip())
    number = _number(match[1] + match[2], match[3]) if match else inf
    return number if isfinite(number) else None


def constants(value: Bound | Dated) -> list[float]:
    """Those of its numbers that do not hang on the data."""
    bounds = [bound for _, bound in value.points] if isinstance(value, Dated) else [value]
    return [bound.shift for bound in bounds if bound.reference is None]


def measures(value: Bound | Dated) -> list[str]:
    """The other measures that it hangs on."""
    bounds = [bound for _, bound in value.points] if isinstance(value, Dated) else [value]
    return [bound.measure for bound in bounds if bound.measure is not None]


def gaps(low: Bound | Dated, high: Bound | Dated) -> list[tuple[date | None, float]]:
    """How far the second lies above the first, as far as it shows without data: once, or on each day on which one of them
    turns (between two such days both are straight)."""
    days: list[date | None] = [day for value in (low, high) if isinstance(value, Dated) for day, _ in value.points]
    found = []
    for day in dict.fromkeys(days) or [None]:
        one, other = on(low, day), on(high, day)
        if one and other and hangs_on(one) == hangs_on(other):
            found.append((day, other.shift - one.shift))
    return found


def on(value: Bound | Dated, day: date | None) -> Bound | None:
    """What holds on a day; None where that hangs on two numbers that only data can tell."""
    if isinstance(value, Bound) or day is None:
        return value if isinstance(value, Bound) else None
    points = value.points
    after = bisect_left(points, day, key=itemgetter(0))
    if after == len(points):
        return points[-1][1]
    last, end = points[after]
    if after == 0 or day == last:
        return end
    first, start = points[after - 1]
    if hangs_on(start) != hangs_on(end):
        return None
    share = (day - first).days / (last - first).days
    return replace(start, shift=start.shift + share * (end.shift - start.shift))


def hangs_on(bound: Bound) -> tuple[Reference | None, float, str | None, float, float | None]:
    """All but its shift: two bounds for which that is the same are as far apart as their shifts."""
    return bound.reference, bound.factor, bound.measure, bound.spread, bound.percentile


def _number(digits: str, unit: str | None) -> float:
    return float(digits) / 100 if unit else float(digits)
