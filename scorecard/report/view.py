"""An Evaluation as the sections read it: which period is now, how a measure is written, what a node is called.

Enters: an Evaluation. Leaves: `View`, and `clean`, through which every stranger's text goes on its way to the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import isnan, nan
from typing import TYPE_CHECKING
from unicodedata import category

from scorecard.records.definition import Measure, Node
from scorecard.records.evaluation import Evaluation
from scorecard.records.scores import Curve
from scorecard.records.values import Entity
from scorecard.report.records import BandLine, Status
from scorecard.words import dates, numbers, report, terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

LEVELS = {1: (4,), 2: (0, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4)}
"""Levels of look for so many bands; more than five share them."""


def clean(text: str, limit: int = 160) -> str:
    """One line, no control or direction-overriding characters, not longer than a name may be. Markup stays: it is escaped."""
    kept = text if text.isprintable() else "".join(map(_kept, text[: 4 * limit]))
    return kept if len(kept) <= limit else kept[: limit - 1] + "…"


def _kept(character: str) -> str:
    kind = category(character)
    if kind in ("Cc", "Zl", "Zp"):
        return " "
    return "" if kind == "Cs" or character in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069" else character


class View:
    """Read access to one evaluation. Indices: `node` into scores.nodes, `period` into scores.periods, entity 0 is the total."""

    def __init__(self, evaluation: Evaluation):
        self.evaluation = evaluation
        self.definition = evaluation.definition
        self.scores, self.values = evaluation.scores, evaluation.values
        self.nodes = self.scores.nodes
        self.now, self.before = evaluation.now, evaluation.before
        self.index = {node.path: index for index, node in enumerate(self.nodes)}
        bands = self.definition.status
        chosen = LEVELS.get(len(bands)) or [round(4 * index / (len(bands) - 1)) for index in range(len(bands))]
        self.bands = tuple(
            (band.start, Status(clean(terms.status(band.id)), level)) for band, level in zip(bands, chosen, strict=True)
        )
        self.looks = {band.id: status for band, (_, status) in zip(bands, self.bands, strict=True)}

    def title(self, node: Node) -> str:
        return clean(self.evaluation.title(node))

    def name(self, measure: Measure) -> str:
        """What a measure is called where it stands in no node."""
        return clean(measure.title(self.definition.language) or measure.id)

    def above(self, node: Node) -> str:
        """What a node stands under, the root left out."""
        return " · ".join(self.title(self.nodes[self.index[node.path[:end]]]) for end in range(1, len(node.path)))

    def period(self, period: int) -> str:
        return dates.period(self.scores.periods[period], self.definition.calendar)

    def entity(self, entity: Entity) -> str:
        """The name of its finest level."""
        if not entity.key:
            return terms.kind("root")
        name = self.evaluation.name(entity)
        return report.UNASSIGNED if name is None else clean(name, 80) or report.BLANK

    def level(self, column: str) -> str:
        title = self.definition.level_titles.get(column)
        return clean((title(self.definition.language) if title else "") or column.replace("_", " "), 40)

    def grouping(self, columns: tuple[str, ...]) -> str:
        """What the units of a grouping are called: by their finest level, and by all of them where that is not clear."""
        alike = [other for other in self.definition.groupings if other[-1:] == columns[-1:]]
        return self.level(columns[-1]) if len(alike) == 1 else " × ".join(map(self.level, columns))

    def measure(self, node: int) -> Measure:
        """The measure of a leaf."""
        return self.definition.measures[self.nodes[node].measure or ""]

    def form(self, measure: Measure, shown: Iterable[float]) -> numbers.Format:
        """A measure's format, made for the numbers that stand beside each other."""
        return numbers.format_for(measure.unit, shown, self.definition.currency, measure.decimals)

    def format(self, node: int) -> numbers.Format:
        """For a leaf's values at baseline and now."""
        return self.form(self.measure(node), [self.evaluation.value(node, period) for period in (self.before, self.now)])

    def status(self, node: int, period: int | None, entity: int = 0) -> Status | None:
        """The band of a score or, where the measure has bands of its own, of a value."""
        band = self.evaluation.status(node, period, entity)
        return None if band is None else self.looks[band.id]

    def score_interval(self, node: int, period: int | None, entity: int = 0) -> tuple[float, float]:
        """The 95% interval of a score; NaN where no sample stands behind it."""
        low, high = self.scores.low, self.scores.high
        if period is None or low is None or high is None:
            return nan, nan
        return float(low[node, period, entity]), float(high[node, period, entity])

    def sure(self, node: int) -> float:
        """The probability that the status now is the one shown; NaN where no sample stands behind it."""
        return nan if self.scores.sure is None else float(self.scores.sure[node, self.now, 0])

    def noise(self, node: int, entity: int = 0) -> bool:
        """Whether samples stand behind a change and it is no more than noise: of a measure's value, of another node's score."""
        comparison = self.evaluation.comparison
        return comparison is not None and comparison.noise is not None and comparison.noise.real(node, entity) is False

    def legend(self) -> tuple[BandLine, ...]:
        """The status bands, worst first, with the scores that they hold."""
        edges = [numbers.plain(start, 0 if start == round(start) else 1) for start, _ in self.bands]
        ends = [*edges, ""][1:]
        return tuple(
            BandLine(status, report.band_range("" if start <= 0 else edge, end))
            for (start, status), edge, end in zip(self.bands, edges, ends, strict=True)
        )

    def bounds(self, node: int) -> tuple[str, str]:
        """The values that score least and most now, in total, as text: `15%`, `30%`; one side or both may be empty."""
        curve = self.scores.curves.get(node)
        if curve is None:
            return "", ""
        knots = self.knots(curve)
        if any(isnan(value) for value, _ in knots):
            return "", ""
        form = self.form(self.measure(node), [value for value, _ in knots])
        best = max(score for _, score in knots)
        high = [form.exact(value) for value, score in knots if score == best]
        if curve.shape != "line":
            return "", report.step(curve.shape, " – ".join(high))
        worst = min(score for _, score in knots)
        low = [form.exact(value) for value, score in knots if score == worst]
        return " / ".join(_ends(low)), " – ".join(_ends(high))

    def knots(self, curve: Curve) -> list[tuple[float, float]]:
        """The curve's points now, in total: value, score."""

        def pick(array: NDArray[np.float64]) -> list[float]:
            return [float(cell) for cell in array[:, min(self.now, array.shape[1] - 1), 0]]

        return list(zip(pick(curve.values), pick(curve.scores), strict=True))


def _ends(texts: list[str]) -> list[str]:
    return [texts[0], texts[-1]] if len(texts) > 2 else texts
