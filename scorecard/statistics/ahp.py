"""Weights from pairwise judgements: the analytic hierarchy process.

Enters: for each judge a matrix [part, part] of how many times more the first counts than the second. Leaves: weights, and how
far the judgements contradict each other. Source: T. L. Saaty, The Analytic Hierarchy Process (1980); random indices from Saaty,
Theory and Applications of the Analytic Network Process (2005); the geometric means of rows from G. Crawford and C. Williams,
A note on the analysis of subjective judgment matrices (1985); several judges joined as J. Aczél and T. L. Saaty (1983) do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Method = Literal["eigenvector", "geometric"]

RANDOM_INDEX = (0.0, 0.0, 0.52, 0.89, 1.11, 1.25, 1.35, 1.40, 1.45, 1.49, 1.52, 1.54, 1.56, 1.58, 1.59)
"""The mean consistency index of random matrices of 1, 2, … 15 parts (Saaty 2005)."""
MOST = len(RANDOM_INDEX)


def weights(matrix: Floats, method: Method) -> Floats:
    """[part], positive, with sum 1: the principal eigenvector of a reciprocal matrix [part, part], or the geometric means of
    its rows. The same for up to three parts, and where nothing contradicts."""
    if method == "geometric" or len(matrix) < 3:
        found = np.exp(np.log(matrix).mean(axis=1))
    else:
        values, vectors = np.linalg.eig(matrix)
        found = np.abs(vectors[:, np.argmax(values.real)].real)
    normal: Floats = found / found.sum()
    return normal


def consistency(matrix: Floats) -> float:
    """The consistency ratio CR = (λ − n) / (n − 1) / RI of a reciprocal matrix [part, part], λ its largest eigenvalue: 0 where no
    judgement contradicts another, 1 where they might be thrown with dice. 0 for fewer than three parts. It is a property of
    the judgements, whichever way weights are made from them."""
    parts = len(matrix)
    if parts < 3:
        return 0.0
    largest = float(np.linalg.eigvals(matrix).real.max())
    return max(0.0, (largest - parts) / (parts - 1)) / RANDOM_INDEX[parts - 1]


def joined(judges: Sequence[Floats]) -> Floats:
    """[part, part]: for each pair the geometric mean of the judges', which alone keeps b over a the inverse of a over b."""
    mean: Floats = np.exp(np.mean([np.log(matrix) for matrix in judges], axis=0))
    return mean


def contradictions(matrix: Floats, weights: Floats) -> tuple[tuple[int, int, float], ...]:
    """The pairs (a, b, w_a / w_b), judged at 1 or above, whose judgement lies farthest from what the weights [part] say, as a
    ratio; several when they are as far."""
    said = weights[:, None] / weights
    distance = np.triu(np.abs(np.log(matrix / said)), 1)
    found = np.argwhere(distance >= distance.max() - 1e-9)
    ordered = [(a, b) if matrix[a, b] >= 1 else (b, a) for a, b in found.tolist() if a < b]
    return tuple((a, b, float(said[a, b])) for a, b in ordered)
