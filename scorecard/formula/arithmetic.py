"""A formula's arithmetic over arrays of numbers that may be missing.

Enters: a `Term` and what its leaves are worth. Leaves: numbers, or the reason why there is none, cell by cell. Done here
and not in an engine, so that x/0 means the same everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from scorecard.records.formula import Aggregate, MeasureTerm, Number, Term
from scorecard.records.values import Reason

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Where several operands are missing, the reason that explains most comes first.
_FIRST = (
    Reason.NOT_AT_LEVEL,
    Reason.NO_DATA,
    Reason.SUPPRESSED,
    Reason.MISCODED,
    Reason.NOT_COVERED,
    Reason.NOT_ENTERED,
    Reason.ZERO_DENOMINATOR,
    Reason.NOT_FINITE,
    Reason.NO_ROWS,
)
_RANK = np.zeros(max(Reason) + 1, np.int8)
for _rank, _reason in enumerate(reversed(_FIRST), start=2):
    _RANK[_reason] = _rank
for _reason in Reason:
    if _reason and not _RANK[_reason]:
        _RANK[_reason] = 1


@dataclass(frozen=True, slots=True)
class Cells:
    """`value` is NaN where `reason` is not PRESENT; both of one shape, or ready to be broadcast."""

    value: NDArray[np.float64]
    reason: NDArray[np.int8]

    @property
    def present(self) -> NDArray[np.bool_]:
        return np.equal(self.reason, Reason.PRESENT)


Leaf = Callable[[Aggregate | MeasureTerm], Cells]


def compute(term: Term, leaf: Leaf) -> Cells:
    """The term's cells. Comparisons are 1 or 0; a condition that is missing does not hold. Nothing infinite comes out."""
    with np.errstate(all="ignore"):
        return _compute(term, leaf)


def _compute(term: Term, leaf: Leaf) -> Cells:
    if isinstance(term, Number):
        missing = term.value is None
        value = np.array(np.nan if term.value is None else term.value)
        return Cells(value, np.array(Reason.NO_ROWS if missing else Reason.PRESENT, np.int8))
    if isinstance(term, Aggregate | MeasureTerm):
        return _finite(leaf(term))
    cells = [_compute(operand, leaf) for operand in term.operands]
    match term.operator:
        case "and":
            return _truth(_holds(cells[0]) & _holds(cells[1]))
        case "or":
            return _truth(_holds(cells[0]) | _holds(cells[1]))
        case "is_null":
            return _truth(~cells[0].present)
        case "coalesce":
            return _first(cells)
        case "case":
            return _case(cells)
    reason = _worst([cell.reason for cell in cells])
    values = [cell.value for cell in cells]
    match term.operator:
        case "+":
            value = values[0] + values[1]
        case "-":
            value = values[0] - values[1]
        case "*":
            value = values[0] * values[1]
        case "/":
            value = values[0] / values[1]
            reason = np.where((reason == 0) & (values[1] == 0), np.int8(Reason.ZERO_DENOMINATOR), reason)
        case "negative":
            value = -values[0]
        case "abs":
            value = np.abs(values[0])
        case "round":
            value = _round(values[0], values[1])
        case "nullif":
            value = values[0]
            why = np.where(values[1] == 0, np.int8(Reason.ZERO_DENOMINATOR), np.int8(Reason.NO_ROWS))
            missing_other = ~cells[1].present
            reason = np.where(missing_other, cells[0].reason, np.where((reason == 0) & (values[0] == values[1]), why, reason))
        case "not":
            return _truth(cells[0].present & (values[0] == 0))
        case _:
            value = np.asarray(_COMPARE[term.operator](values[0], values[1]), np.float64)
    return _finite(Cells(value, reason))  # at each step: 1 / infinity would be a number again


_COMPARE: dict[str, np.ufunc] = {
    "=": np.equal, "<>": np.not_equal, "<": np.less, "<=": np.less_equal, ">": np.greater, ">=": np.greater_equal,
}  # fmt: skip


def _holds(cells: Cells) -> NDArray[np.bool_]:
    return cells.present & np.not_equal(cells.value, 0)


def _truth(held: NDArray[np.bool_]) -> Cells:
    return Cells(held.astype(np.float64), np.zeros(held.shape, np.int8))


def _first(cells: list[Cells]) -> Cells:
    """coalesce: the first that is present, else the last one's reason."""
    value, reason = cells[-1].value, cells[-1].reason
    for cell in reversed(cells[:-1]):
        value, reason = np.where(cell.present, cell.value, value), np.where(cell.present, cell.reason, reason)
    return Cells(value, reason)


def _case(cells: list[Cells]) -> Cells:
    value, reason = cells[-1].value, cells[-1].reason
    for condition, result in reversed(list(zip(cells[:-1:2], cells[1:-1:2], strict=True))):
        held = _holds(condition)
        value, reason = np.where(held, result.value, value), np.where(held, result.reason, reason)
    return Cells(value, reason)


def _round(value: NDArray[np.float64], digits: NDArray[np.float64]) -> NDArray[np.float64]:
    """Half away from zero, as SQL does, not half to even. What has no such digits, or too large a number for them, stays."""
    scale = 10.0**digits
    scaled = np.abs(value) * scale
    whole = np.floor(scaled)  # not of scaled + 0.5, which is rounded itself, just below a half and above 2**52
    rounded = np.copysign((whole + (scaled - whole >= 0.5)) / scale, value)
    return np.where(np.isfinite(scaled), rounded, value)


def _worst(reasons: list[NDArray[np.int8]]) -> NDArray[np.int8]:
    worst = reasons[0]
    for reason in reasons[1:]:
        worst = np.where(_RANK[reason] > _RANK[worst], reason, worst)
    return worst


def _finite(cells: Cells) -> Cells:
    finite, present = np.isfinite(cells.value), cells.present
    if finite.all() and present.all():  # most cells of most scorecards: nothing to copy
        return cells
    reason = np.where(present & ~finite, np.int8(Reason.NOT_FINITE), cells.reason)
    return Cells(np.where(reason == 0, cells.value, np.nan), reason)
