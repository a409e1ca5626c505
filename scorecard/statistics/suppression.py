"""Which groups' figures are withheld lest somebody be recognised, and which others with them lest a subtraction tell.

Enters: how many answered in each entity, and which entities add up to which. Leaves: which of them are suppressed. Source:
A. Hundepool and others, Statistical Disclosure Control (2012), chapter 4: primary suppression of small cells, secondary
suppression, and an audit of what the published cells determine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

Family = tuple[int, NDArray[np.int64]]  # an entity, and those that together are the same answers
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_ZERO = (
    1e-6  # what a coordinate of a random solution counts as 0 below: an accident withholds a figure too many, never one too few
)


def suppressed(n: NDArray[np.int64], families: Sequence[Family], least: int) -> Flags:
    """[entity]: whose figures are withheld, given how many answered, `n` [entity], which entities (parent, children) add up to
    one another, and the `least` number of answers that may be published.

    1. Every entity with 0 < n < least. None of n = 0: there is nothing to hide.
    2. Under every published parent the suppressed children must be at least two and have at least `least` answers together; else
       the next smallest published child is suppressed too, lastly the parent: the parent minus its published children tells the
       pool of the others, which must not be one group or few people.
    3. Under every suppressed parent the suppressed children must have at least `least` answers together, or be all; else the next
       smallest is suppressed too. A parent whose children are all published is no secret.
    4. Where families share children (a branch's figures are part of a region's and of a channel's), several subtractions together
       may tell what no single one does: no entity with n < least may be determined by the linear equations of all families,
       parent = Σ children, given all that is published; else the next smallest of its published siblings is suppressed too.

    All is repeated until nothing changes. In a tree no combination of figures then tells a pool of fewer than `least`; where
    families cross, pools of several small groups are guarded by 2 and 3 only, one subtraction at a time. Entities without
    answers, and families of parents without, are left out; of a parent with more answers than its children have, the rest
    counts as known. Of entities of one size the first goes. NaN counts as 0; nothing is raised."""
    answers = np.nan_to_num(np.asarray(n, float), nan=0.0)
    found: Flags = (answers > 0) & (answers < least)
    if not found.any():
        return found
    few = found.copy()
    used = [(parent, children[answers[children] > 0]) for parent, children in families if answers[parent] > 0]
    used = [(parent, children[np.argsort(answers[children], kind="stable")]) for parent, children in used if len(children)]
    while True:
        changed = True
        while changed:
            changed = False
            for family in used:
                changed |= _close(found, answers, family, least)
        more = [_next(entity, found, answers, used) for entity in _determined(found, used) if few[entity]]
        if not any(more):
            return found
        found[np.concatenate(more).astype(np.int64)] = True


def _close(found: Flags, answers: Floats, family: Family, least: int) -> bool:
    """Suppress what this family, its children by size, asks for by rules 2 and 3; whether it asked for anything."""
    parent, children = family
    hidden, secret = found[children], bool(found[parent])
    if not (secret or hidden.any()):
        return False
    number, pool = int(hidden.sum()), float(answers[children[hidden]].sum())
    shown = children[~hidden]
    added = np.arange(len(shown) + 1)
    enough = (number + added >= (1 if secret else 2)) & (pool + np.concatenate([[0.0], np.cumsum(answers[shown])]) >= least)
    if enough.any():
        more = shown[: int(enough.argmax())]
        found[more] = True
        return len(more) > 0
    found[shown] = found[parent] = True
    return len(shown) > 0 or not secret


def _next(entity: int, found: Flags, answers: Floats, families: Sequence[Family]) -> list[int]:
    """The smallest published sibling of an entity that several families tell together, else the smallest published parent of it,
    else the smallest published member of a family that hides anything. Empty only where sizes that do not add up told it."""
    own = [(parent, frozenset(children.tolist())) for parent, children in families if entity in children]
    near = [children for _, children in own if not any(other < children for _, other in own)]  # a row, not the whole cross
    siblings = [child for children in near for child in children]
    parents = [parent for parent, _ in own]
    others = [one for parent, children in families if found[[parent, *children]].any() for one in (parent, *children.tolist())]
    for choice in (siblings, parents, others):
        if shown := [one for one in choice if not found[one]]:
            return [min(shown, key=lambda one: (answers[one], one))]
    return []


def _determined(found: Flags, families: Sequence[Family]) -> Iterator[int]:
    """The suppressed entities that the equations parent = Σ children determine, all others being known.

    They are those that are 0 in every solution of the homogeneous equations A x = 0; so with probability one those that are 0 in
    a random one. That is what is left of a random vector r without its part in A's rows: r − Aᵀ y, A Aᵀ y = A r, by conjugate
    gradients, as A is large and mostly 0. The vector is the same every time."""
    unknown = np.flatnonzero(found)
    place = np.full(len(found), -1)
    place[unknown] = np.arange(len(unknown))
    rows: list[NDArray[np.int64]] = []
    columns, factors = [], []
    for parent, children in families:
        hidden = np.concatenate([[parent] * bool(found[parent]), children[found[children]]]).astype(np.int64)
        if len(hidden):
            sign = np.full(len(hidden), -1.0)
            sign[: int(found[parent])] = 1.0
            rows.append(np.full(len(hidden), len(rows)))
            columns.append(place[hidden])
            factors.append(sign / np.sqrt(len(hidden)))  # rows of length 1: as many conjugate directions fewer
    if not rows:
        return
    row, column, factor = np.concatenate(rows), np.concatenate(columns), np.concatenate(factors)

    def across(x: Floats) -> Floats:
        return np.bincount(row, factor * x[column], len(rows)).astype(float)

    def back(y: Floats) -> Floats:
        return np.bincount(column, factor * y[row], len(unknown)).astype(float)

    x = np.random.default_rng(0).normal(size=len(unknown))
    for _ in range(2):  # the second time takes what rounding left
        x = x - back(_conjugate_gradients(lambda y: across(back(y)), across(x)))
    yield from unknown[np.abs(x) < _ZERO].tolist()


def _conjugate_gradients(apply: Callable[[Floats], Floats], b: Floats) -> Floats:
    """A solution y of M y = b, to 1e-12, of a symmetric M without negative eigenvalues, b being in its range. Source: M. R.
    Hestenes and E. Stiefel, Methods of conjugate gradients for solving linear systems (1952)."""
    y = np.zeros_like(b)
    rest, direction = b.copy(), b.copy()
    size = float(rest @ rest)
    for _ in range(10 * len(b) + 10):
        if size <= 1e-24:
            break
        image = apply(direction)
        step = size / float(direction @ image)
        y += step * direction
        rest -= step * image
        before, size = size, float(rest @ rest)
        direction = rest + size / before * direction
    return y
