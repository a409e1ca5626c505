"""The `survey:` of a measure -> what is asked of whom, checked as far as it shows without answers.

Enters: its map, held to the schema. Leaves: a `Survey`, and problems: items told twice or turned that are not there, a scale that
does not fit the method, answers outside it, levels that nobody describes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from scorecard.definition.document import BROKEN, Document, sound
from scorecard.definition.texts import text_of
from scorecard.problems import fault, finding
from scorecard.records.definition import Answers, Better, Survey, Unit
from scorecard.records.formula import Mention
from scorecard.survey import labels

Path = tuple[str, ...]

SCALES = {"nps": (0, 10), "ces": (1, 7)}
USUAL = (1, 5)
NPS_SCALES = ((0, 10), (1, 10), (1, 11))
UNITS: dict[str, Unit] = {"nps": "points", "csat": "percent", "share": "percent"}
LEAST = 5
"""Answers behind a value that is shown, where nothing else is said."""
_ONE_ITEM = ("nps", "csat", "share")


def both(first: Answers, other: Answers) -> tuple[Answers, tuple[str, ...]]:
    """How an item is read of which two surveys ask, and the author's labels on which they differ. A usual label that one takes
    for high and the other for low is no label."""
    differ = {label for label, value in other.labels.items() if first.labels.get(label, value) != value}
    mine = {label for label in differ if labels.key(label) in first.own}
    others = {label for label in differ if labels.key(label) in other.own}
    known = {label: value for label, value in (*other.labels.items(), *first.labels.items()) if label not in differ}
    known |= {label: first.labels[label] for label in mine} | {label: other.labels[label] for label in others - mine}
    found = replace(first, labels=known, nps=first.nps or other.nps, own=first.own | other.own)
    return found, tuple(label for label in other.labels if label in mine & others)


class SurveyReader:
    """Reads one measure's survey; problems go to the document. `path` leads to the measure."""

    def __init__(self, document: Document, path: Path):
        self.document, self.places = document, document.places
        self.measure, self.path = path[-1], (*path, "survey")

    def read(self, spec: dict[str, Any], better: Better | None, where: tuple[str, ...]) -> Survey | None:
        """None where a part could not be read, which is said."""
        if BROKEN in spec.values() or any(BROKEN in value for value in spec.values() if isinstance(value, list)):
            return None
        before = len(self.document.problems)
        method, items = spec["method"], self._items(spec)
        low, high = self._scale(spec, method)
        top = tuple(float(each) for each in spec.get("top", (high - 1, high)))
        if method in _ONE_ITEM and len(items) > 1:
            self._fault("survey-one-item", "items", method=method)
        if method not in ("csat", "share"):
            if "top" in spec:
                self._fault("survey-no-top", "top", method=method)
            top = ()
        for each in top:
            if not low <= each <= high:
                self._fault("survey-top-outside", "top", value=f"{each:g}", low=f"{low:g}", high=f"{high:g}")
        self._labels(spec, low, high)
        rubric = self._rubric(spec, low, high)
        least = int(spec.get("min_items", 1))
        if least > len(items):
            self._fault("survey-min-items", "min_items", least=least, items=len(items))
        if method == "nps" and better == "lower":
            self._fault("survey-nps-lower", "method")
        if any(problem.is_fault for problem in self.document.problems[before:]):
            return None
        return Survey(
            method, items, low, high, frozenset(spec.get("reversed", ())), top, spec.get("weight"), least, rubric, where
        )

    def answers(self, spec: dict[str, Any], survey: Survey) -> dict[str, Answers]:
        """How the cells of each item are read. Of a rubric's item only its levels are known, where no labels are asked for."""
        given, better = spec.get("labels"), self.document.data["measures"][self.measure].get("better")
        levels: dict[str, float] = {}
        for level, told in survey.rubric.items():
            levels |= {spelled: level for text in told.by_language.values() for spelled in (text, labels.key(text))}
        own = frozenset(map(labels.key, (*levels, *(given if isinstance(given, dict) else ()))))
        found = {}
        for item in survey.items:
            good = (better == "higher") != (item in survey.reversed) if better in ("higher", "lower") else None
            usual = {} if survey.rubric and given is None else labels.known(survey.low, survey.high, given, good)
            place, nps = self.place(item), survey.method == "nps"
            if self.places.origin("measures", self.measure).shipped:  # what to do about it is done where the answers come from
                place = self.places.key("datasets", self.document.data["measures"][self.measure]["dataset"])
            found[item] = Answers(survey.low, survey.high, {**usual, **levels}, place, nps, own)
        return found

    def mentions(self, survey: Survey) -> tuple[Mention, ...]:
        """The columns that it reads, as numbers."""
        told = [Mention(item, "number", self.place(item)) for item in survey.items]
        if survey.weight is not None:
            told.append(Mention(survey.weight, "number", self.places.at(*self.path, "weight")))
        return tuple(told)

    def place(self, item: str) -> Any:
        """Where an item is named."""
        written = self.document.data["measures"][self.measure]["survey"]
        if "item" in written:
            return self.places.at(*self.path, "item")
        return self.places.at(*self.path, "items", str(written["items"].index(item)))

    def _items(self, spec: dict[str, Any]) -> tuple[str, ...]:
        items = [spec["item"]] if "item" in spec else spec["items"]
        for at, item in enumerate(items):
            if item in items[:at]:
                self.document.problems.append(fault("survey-item-twice", self.places.at(*self.path, "items", str(at)), item=item))
        for at, item in enumerate(spec.get("reversed", ())):
            if item not in items:
                near = self.document.nearest(item, items)
                place = self.places.at(*self.path, "reversed", str(at))
                self.document.problems.append(
                    fault("survey-reversed-unknown", place, item=item, nearest=near, known=tuple(items))
                )
        return tuple(dict.fromkeys(items))

    def _scale(self, spec: dict[str, Any], method: str) -> tuple[float, float]:
        low, high = SCALES.get(method, USUAL)
        if "scale" in spec:
            low, high = (int(end) for end in spec["scale"].split(".."))
            if high <= low:
                self._fault("survey-scale-order", "scale", scale=spec["scale"])
            elif method == "nps" and (low, high) not in NPS_SCALES:
                self._fault("survey-nps-scale", "scale", scale=spec["scale"])
            elif method == "nps" and low == 1:
                code = "nps-from-one" if high == 10 else "nps-from-one-to-eleven"
                self.document.problems.append(finding(code, self.places.at(*self.path, "scale"), measure=self.measure))
        return float(low), float(high)

    def _labels(self, spec: dict[str, Any], low: float, high: float) -> None:
        given = spec.get("labels")
        if isinstance(given, dict):
            first: dict[str, tuple[str, float]] = {}
            for text, value in sound(given).items():
                place = self.places.at(*self.path, "labels", text)
                other, worth = first.setdefault(labels.key(text) or text, (text, value))
                if worth != value:
                    facts = {"label": text, "value": f"{value:g}", "other": other, "worth": f"{worth:g}"}
                    self.document.problems.append(fault("survey-label-twice", place, **facts))
                if not low <= value <= high:
                    facts = {"label": text, "value": f"{value:g}", "low": f"{low:g}", "high": f"{high:g}"}
                    self.document.problems.append(fault("survey-label-outside", place, **facts))
        elif given is not None and not labels.known(low, high, given):
            self._fault("survey-labels-unfit", "labels", labels=given, points=int(high - low) + 1)

    def _rubric(self, spec: dict[str, Any], low: float, high: float) -> dict[float, Any]:
        """Level -> its description. Each level of the scale has one."""
        if "rubric" not in spec:
            return {}
        found = {float(level): text_of(text) for level, text in sound(spec["rubric"]).items()}
        for level in found:
            if not low <= level <= high:
                facts = {"level": f"{level:g}", "low": f"{low:g}", "high": f"{high:g}"}
                place = self.places.key(*self.path, "rubric", f"{level:g}")
                self.document.problems.append(fault("rubric-level-outside", place, **facts))
        lacking = tuple(str(level) for level in range(int(low), int(high) + 1) if level not in found)
        if lacking:
            self._fault("rubric-level-undescribed", "rubric", measure=self.measure, levels=lacking)
        return found

    def _fault(self, code: str, key: str, **facts: object) -> None:
        self.document.problems.append(fault(code, self.places.at(*self.path, key), **facts))
