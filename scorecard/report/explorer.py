"""What the page's script works with: the tree in every period and unit, so that a reader can go from the total to a measure.

Enters: a View. Leaves: data as JSON holds them. A number is text with as many decimals as are shown, `-1234.5`, empty where it is
missing; numbers are joined by commas, one for each cell. Cells go unit by unit, the total first: in all periods or, where these
are too many, in those that are compared. What stands around the digits is told by a number's form.
Where a cell holds one of a few things it is a letter, whose place in LETTERS is that of the thing in its list. What a node has
nothing to tell of is left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable
from math import isfinite, isnan
from typing import TYPE_CHECKING, Any

from scorecard.records.presentation import Section
from scorecard.records.values import Reason
from scorecard.report.method import how_computed
from scorecard.report.rows import target_moved
from scorecard.report.targets import target
from scorecard.report.view import View, clean
from scorecard.words import explorer as words
from scorecard.words import numbers, terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MOST = 3_000
"""Cells of one number: nodes times periods times units. More would make the page too heavy: with all that is told of a cell it
takes some fifteen bytes."""

SIZED = ("currency", "count", "number")
APART = 30
"""Measures of these units are sums as a rule: a branch's number so many times smaller than the total's has its own form."""

LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
NOTHING = "-"
REASONS = {int(reason): LETTERS[place] for place, reason in enumerate(Reason)}


def explorer(view: View, chosen: Collection[Section]) -> dict[str, Any]:
    """For a page of these sections. How measures are computed is told where the method's section does not tell it."""
    has_tree = view.nodes[0].children and "perspectives" in chosen
    return {"words": words.script()} | (_Explorer(view).data("method" not in chosen) if has_tree else {"nodes": []})


def thinned(view: View) -> tuple[dict[int, bool], list[int]]:
    """The units that there is room for, by place, the total first: whether in all periods, or only in those that are compared;
    and these."""
    everyone, periods = view.scores.entities, len(view.scores.periods)
    compared = sorted({view.now if view.before is None else view.before, view.now})
    depth = max(entity.level for entity in everyone)
    for whole in range(depth, -1, -1):  # the finest level that has all periods
        chosen = {place: entity.level <= whole for place, entity in enumerate(everyone)}
        if len(view.nodes) * sum(periods if in_all else len(compared) for in_all in chosen.values()) <= MOST:
            return chosen, compared
    room = max(0, MOST // len(view.nodes) - periods) // len(compared)
    while depth > 1 and sum(0 < entity.level <= depth for entity in everyone) > room:
        depth -= 1
    return dict([(place, place == 0) for place, entity in enumerate(everyone) if entity.level <= depth][: room + 1]), compared


class _Explorer:
    """Gathers what is told once and referred to by its place: forms and coverages."""

    def __init__(self, view: View):
        self.view = view
        self.whole, self.compared = thinned(view)
        self.units = list(self.whole)
        everywhen = range(len(view.scores.periods))
        cells = [(period, unit) for unit, whole in self.whole.items() for period in (everywhen if whole else self.compared)]
        self.cells = [period for period, _ in cells], [unit for _, unit in cells]
        shown = [view.values.periods.index(period) for period in view.scores.periods]
        self.valued = [shown[period] for period in self.cells[0]], self.cells[1]  # the same among the values' periods
        at = {unit: position for position, unit in enumerate(self.units)}
        self.positions = [at[unit] for unit in self.cells[1]]
        self.sides = None if view.before is None else (shown[view.before], shown[view.now])
        self.forms: dict[numbers.Format, int] = {}
        self.covers = {numbers.share(1): 0}  # the script is silent about the first
        self.measures = {measure: place for place, measure in enumerate(view.definition.measures)}

    def data(self, is_how_told: bool) -> dict[str, Any]:
        view = self.view
        nodes = [self.node(index) for index in range(len(view.nodes))]
        computed = [how_computed(view, measure) for measure in view.definition.measures.values()] if is_how_told else []
        return {
            "symbols": words.symbols(),
            "periods": [
                {"id": period.id if period else "", "name": view.period(place)}
                for place, period in enumerate(view.scores.periods)
            ],
            "now": view.now,
            "before": view.before,
            "compared": self.compared,
            "units": self.described(),
            "remark": words.left_out(len(view.scores.entities) - len(self.units)),
            "bands": [{"name": line.status.name, "range": line.range} for line in view.legend()],
            "reasons": ["" if reason is Reason.PRESENT else terms.reason_sentence(reason) for reason in Reason],
            "nodes": nodes,
            "measures": [[each.how, *each.notes] for each in computed],
            "covers": list(self.covers),
            "score": words.score(),
            "number": words.count(),
            "forms": [words.form(form) for form in self.forms],
        }

    def described(self) -> list[dict[str, Any]]:
        everyone = self.view.scores.entities
        places = {(everyone[unit].columns, everyone[unit].key): place for place, unit in enumerate(self.units)}
        return [
            {
                "place": unit,
                "name": self.view.entity(everyone[unit]),
                "key": ":".join((*everyone[unit].columns[-1:], "/".join(clean(part or "", 60) for part in everyone[unit].key))),
                "whole": self.whole[unit],
                "above": places.get((everyone[unit].columns[:-1], everyone[unit].key[:-1]), 0),
            }
            for unit in self.units
        ]

    def node(self, index: int) -> dict[str, Any]:
        view, scores, node = self.view, self.view.scores, self.view.nodes[index]
        found = scores.score[index][self.cells].tolist()
        said: dict[str, Any] = {
            "id": node.path[-1] if node.path else "",
            "depth": len(node.path),
            "title": view.title(node) if node.path else terms.kind("root"),
            "weight": numbers.share(float(scores.weight[index])),
            "score": _joined(found, 1),
            "points": _joined(self.changes(scores.score[index], view.before, view.now), 1),
            "noise": _marks("".join(self.noise(index, unit) for unit in self.units)),
        }
        reasons = scores.reason[index][self.cells].tolist()
        if node.measure is not None:
            said |= self.measure(index, node.measure, found, reasons)
        else:
            covers = map(numbers.share, scores.leaf_coverage[index][self.cells].tolist())
            places = [self.covers.setdefault(cover, len(self.covers)) for cover in covers]
            said |= {
                "status": self.statuses(found),
                "reason": _marks("".join(map(REASONS.__getitem__, reasons))),
                "cover": places if any(places) else "",
            }
        return {name: told for name, told in said.items() if told != ""}

    def measure(self, index: int, id: str, scores: list[float], reasons: list[int]) -> dict[str, Any]:
        view, values, node = self.view, self.view.values, self.view.nodes[index]
        measure, row = view.measure(index), values.measures.index(id)
        found = values.value[row][self.valued].tolist()
        forms = self.formats(index, values.value[row])
        known = [self.forms.setdefault(form, len(self.forms)) for form in forms]
        each = [forms[place] for place in self.positions]
        titles = dict.fromkeys(map(clean, (id, *node.title.by_language.values(), *measure.title.by_language.values())))
        own = values.reason[row][self.valued].tolist()
        behind = values.n[row][self.valued].tolist()
        said: dict[str, Any] = {
            "measure": self.measures[id],
            "names": " ".join(title for title in titles if title != view.title(node)),
            "target": target(view, index),
            "own": 1 if measure.status else "",  # its status is by its value
            "form": known if len(set(known)) > 1 else known[:1],
            "status": self.statuses(scores) if not measure.status else self.own_statuses(index),
            "reason": _marks("".join(REASONS[first or second] for first, second in zip(own, reasons, strict=True))),
            "value": _written(found, each),
            "change": "" if self.sides is None else _written(self.changes(values.value[row], *self.sides), forms),
            # of what is withheld nothing is told
            "n": ",".join(str(n) if isfinite(number) else "" for n, number in zip(behind, found, strict=True)),
        }
        if values.low is not None and values.high is not None:
            low, high = values.low[row][self.valued].tolist(), values.high[row][self.valued].tolist()
            if not all(map(isnan, low)):
                said |= {"low": _written(low, each), "high": _written(high, each)}
        return said

    def formats(self, index: int, value: NDArray[np.float64]) -> list[numbers.Format]:
        """Of each unit: the one that the tables use for the total, but where the unit's numbers are of another size."""
        measure = self.view.measure(index)
        sizes = [max((abs(number) for number in value[:, unit].tolist() if isfinite(number)), default=0.0) for unit in self.units]
        usual = self.view.format(index) if sizes[0] else self.view.form(measure, sizes)
        return [
            usual
            if not place or measure.unit not in SIZED or sizes[0] < APART * size
            else self.view.form(measure, value[:, self.units[place]].tolist())
            for place, size in enumerate(sizes)
        ]

    def changes(self, array: NDArray[np.float64], before: int | None, now: int) -> list[float]:
        """From baseline to target, of each unit; empty where nothing is compared."""
        return [] if before is None else (array[now, self.units] - array[before, self.units]).tolist()

    def statuses(self, scores: Iterable[float]) -> str:
        """By score: as `Definition.band`."""
        starts = [band.start - 1e-9 for band in self.view.definition.status]
        found = (-1 if isnan(score) else bisect_right(starts, score) - 1 for score in scores)
        return "".join(NOTHING if place < 0 else LETTERS[place] for place in found)

    def own_statuses(self, index: int) -> str:
        """By value, in the measure's own bands."""
        places = {band.id: LETTERS[place] for place, band in enumerate(self.view.definition.status)}
        bands = (self.view.evaluation.status(index, *cell) for cell in zip(*self.cells, strict=True))
        return "".join(NOTHING if band is None else places[band.id] for band in bands)

    def noise(self, index: int, unit: int) -> str:
        """Whether the change of the value and of the score from baseline to target are no more than noise: 0 neither, 1 the
        value's, 2 the score's, 3 both."""
        if not self.view.noise(index, unit):
            return "0"
        of_value = self.view.nodes[index].measure is not None
        return str(of_value + 2 * (not target_moved(self.view, index, unit)))


def _marks(letters: str) -> str:
    """Empty where there is nothing to tell of any cell."""
    return letters if letters.strip("0") else ""


def _joined(found: Iterable[float], decimals: int) -> str:
    return ",".join("" if isnan(number) else f"{number:.{decimals}f}" for number in found)


def _written(found: Iterable[float], forms: Iterable[numbers.Format]) -> str:
    return ",".join("" if isnan(number) else written(form, number) for number, form in zip(found, forms, strict=True))


def written(form: numbers.Format, number: float) -> str:
    """The digits that the form shows: by the same arithmetic as its own, or roundings would differ."""
    return f"{number * 100 if form.unit == 'percent' else number / form.scale:.{form.decimals}f}"
