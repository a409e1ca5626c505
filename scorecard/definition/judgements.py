"""The `judgements:` of a node -> the weights of its children.

Enters: the node's map, already held to the schema, and the ids of its children. Leaves: weights by id and how consistent the
judgements are; or problems: a pair that is unknown, lacking or told twice, a number outside the scale, a child with a weight.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations, islice
from typing import Any

from scorecard.definition.document import BROKEN, Document
from scorecard.problems import Phrase, Place, fault, finding
from scorecard.records.definition import Judged

Path = tuple[str, ...]
Pairs = dict[tuple[int, int], float]  # two children by number -> how many times more the first counts

MOST_CHILDREN = 15  # as far as random indices are published
MOST_RATIO = 0.1
MOST_PAIRS = 5  # of those that lack: so many are named
MOST_NAMED = 3  # of those that contradict the others most, if several do so alike
MOST_KEYS = MOST_CHILDREN * (MOST_CHILDREN - 1)  # twice the pairs that there can be: of more than that, enough are wrong
_PAIR = re.compile(r"\s*(\S+)\s+over\s+(\S+)\s*")
_NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
_RATIO = re.compile(rf"\s*{_NUMBER}\s*(?:/\s*{_NUMBER}\s*)?")


class JudgementReader:
    """Reads the judgements of one document; problems gather there."""

    def __init__(self, document: Document):
        self.document = document
        self.places = document.places

    def read(
        self, spec: Mapping[str, Any], ids: Sequence[str], weighted: Iterable[Path], source: Path
    ) -> tuple[dict[str, float], Judged] | None:
        """Weights (sum 1) by the id of each child, and the judgements' account. None where there are no judgements, or where
        they could not be read (which is then said).

        `ids`: of all children that are written; `weighted`: where the weights of those stand that have one."""
        if "judgements" not in spec:
            if "judgement_method" in spec:
                facts = {"key": "judgement_method", "needs": "judgements", "remove": ()}
                self._fault("key-needs-key", self.places.key(*source, "judgement_method"), **facts)
            return None
        path = (*source, "judgements")
        judges = spec["judgements"] if isinstance(spec["judgements"], list) else [spec["judgements"]]
        where = [(*path, str(index)) for index in range(len(judges))] if isinstance(spec["judgements"], list) else [path]
        for weight in (weighted := list(weighted)):
            self._fault("judgements-and-weight", self.places.key(*weight), id=weight[-2])
        if not 2 <= len(ids) <= MOST_CHILDREN:
            self._fault("judgements-of-too-many" if len(ids) > 2 else "judgements-of-one", self.places.key(*path), count=len(ids))
            return None
        found = [self._judge(judge, ids, at) for judge, at in zip(judges, where, strict=True)]
        sure = [pairs for pairs in found if pairs is not None]
        method = spec.get("judgement_method", "eigenvector")
        if weighted or len(sure) < len(found) or method is BROKEN:
            return None
        return self._weigh(sure, ids, method, path, where)

    def _judge(self, spec: Any, ids: Sequence[str], path: Path) -> Pairs | None:
        """One judge's pairs; None where one is wrong or lacks."""
        if spec is BROKEN:
            return None
        pairs: Pairs = {}
        told: dict[frozenset[str], str] = {}  # two ids -> the key under which they were judged
        whole = sure = True  # sure: which children each key names
        for key, written in islice(spec.items(), MOST_KEYS):
            place, match = self.places.key(*path, key), _PAIR.fullmatch(key)
            if match is None:
                self._fault("judgement-form", place, text=key, one=ids[0], other=ids[1])
                sure = False
                continue
            one, other = match.groups()
            unknown = [id for id in dict.fromkeys((one, other)) if id not in ids]
            for id in unknown:
                near = self.document.nearest(id, ids)
                self._fault("judgement-unknown", place, id=id, nearest=near, known=() if near else tuple(ids))
            value = self._ratio(written, (*path, key))
            if unknown:
                sure = False
            elif one == other:
                self._fault("judgement-of-itself", place, id=one)
                whole = False
            elif (first := told.get(frozenset((one, other)))) is not None:
                self._fault("judgement-twice", place, one=one, other=other, first=first)
                whole = False
            else:
                told[frozenset((one, other))] = key
                if value is None:
                    whole = False
                else:
                    pairs[ids.index(one), ids.index(other)] = value
        lacking = [f"{one} over {other}" for one, other in combinations(ids, 2) if frozenset((one, other)) not in told]
        if lacking and sure:
            more = (Phrase("{number} more", number=len(lacking) - MOST_PAIRS),) if len(lacking) > MOST_PAIRS else ()
            self._fault("judgements-lacking", self.places.key(*path), pairs=(*lacking[:MOST_PAIRS], *more))
        return pairs if whole and sure and not lacking else None

    def _ratio(self, written: Any, path: Path) -> float | None:
        """1..9 or 1/9..1, as a number or as `1/3`."""
        if written is BROKEN:
            return None
        match = _RATIO.fullmatch(str(written)) if isinstance(written, str) else None
        if isinstance(written, str) and match is None:
            self._fault("judgement-value", self.places.at(*path), text=written)
            return None
        over, under = (float(part or 1) for part in match.groups()) if match else (float(written), 1.0)
        value = over / under if under else float("inf")
        if 1 / 9 - 1e-9 <= value <= 9:
            return value
        self._fault("judgement-value", self.places.at(*path), text=str(written))
        return None

    def _weigh(
        self, judges: list[Pairs], ids: Sequence[str], method: Any, path: Path, where: list[Path]
    ) -> tuple[dict[str, float], Judged]:
        import numpy as np  # only a definition with judgements pays for it

        from scorecard.statistics import ahp

        matrices = [np.ones((len(ids), len(ids))) for _ in judges]
        for matrix, pairs in zip(matrices, judges, strict=True):
            for (one, other), value in pairs.items():
                matrix[one, other], matrix[other, one] = value, 1 / value
        joint = ahp.joined(matrices) if len(matrices) > 1 else matrices[0]
        weights = ahp.weights(joint, method)
        judged = Judged(
            method,
            ahp.consistency(joint),
            tuple(ahp.consistency(matrix) for matrix in matrices),
            tuple(dict(zip(ids, ahp.weights(matrix, method).tolist(), strict=True)) for matrix in matrices),
        )
        told: list[tuple[Path, int | None, ahp.Floats, float]] = [(path, None, joint, judged.consistency)]
        if len(matrices) > 1:
            told += zip(where, range(1, len(matrices) + 1), matrices, judged.judges, strict=True)
        for at, judge, matrix, ratio in told:
            if ratio > MOST_RATIO:
                worst = ahp.contradictions(matrix, ahp.weights(matrix, method))[:MOST_NAMED]
                shown = tuple(f"{ids[a]} over {ids[b]}: {matrix[a, b]:.3g} ({said:.2g})" for a, b, said in worst)
                facts = {
                    "id": (self.document.data.get("scorecard"), *path)[-2],
                    "ratio": f"{ratio:.2f}",
                    "judge": judge,
                    "pairs": shown,
                }
                self.document.problems.append(finding("judgements-contradict", self.places.key(*at), **facts))
        return dict(zip(ids, weights.tolist(), strict=True)), judged

    def _fault(self, code: str, place: Place, **facts: object) -> None:
        self.document.problems.append(fault(code, place, **facts))
