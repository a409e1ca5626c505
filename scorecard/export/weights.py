"""How far scores hang on the weights, as JSON for other programs.

Enters: an Evaluation and its Sensitivity. Leaves: the document of `weights --json`, a node and an entity on a line each.
"""

from __future__ import annotations

from math import isfinite

from scorecard.export.documents import _encode, _lines
from scorecard.records.evaluation import Evaluation
from scorecard.records.sensitivity import Agreement, Ranking, Sensitivity, Swing, Weighed


def weights_json(evaluation: Evaluation, found: Sensitivity) -> str:
    """Numbers in full precision; shares are 0..1, a number that there is not is null."""
    view = evaluation.definition.view
    parts = {
        "scorecard": _encode(evaluation.definition.id),
        "view": _encode(view and {"by": view.by, "only": view.only}),
        "period": _encode(found.period and found.period.id),
        "draws": _encode(found.draws),
        "spread": _encode(found.spread),
        "seed": _encode(found.seed),
        "influence_over": _encode(found.over),
        "nodes": _lines(map(_node, found.nodes)),
        "rankings": _lines(map(_ranking, found.rankings)),
    }
    return "{\n" + ",\n".join(f'"{key}": {text}' for key, text in parts.items()) + "\n}\n"


def _node(weighed: Weighed) -> dict[str, object]:
    return {
        "path": "/".join(weighed.node.path),
        "kind": weighed.node.kind,
        "share": weighed.share,
        "weight": weighed.weight,
        "source": weighed.source,
        "influence": _plain(weighed.influence),
        "drawn": None if weighed.swing is None else _swing(weighed.swing),
        "judgements": None if weighed.agreement is None else _agreement(weighed.agreement),
    }


def _swing(swing: Swing) -> dict[str, object]:
    return {
        "score": _plain(swing.score),
        "low": _plain(swing.low),
        "high": _plain(swing.high),
        "status": swing.status,
        "status_stays": swing.stays,
    }


def _agreement(told: Agreement) -> dict[str, object]:
    return {
        "method": told.method,
        "consistency": told.consistency,
        "judges": told.judges,
        "concordance": _plain(told.concordance),
        "correlations": [_plain(each) for each in told.correlations],
    }


def _ranking(ranking: Ranking) -> dict[str, object]:
    return {
        "grouping": ranking.grouping,
        "first_stays": _plain(ranking.first_stays),
        "entities": [
            {
                "entity": dict(zip(row.entity.columns, row.entity.key, strict=True)),
                **_swing(row.swing),
                "rank": _plain(row.rank),
                "rank_low": _plain(row.low),
                "rank_high": _plain(row.high),
                "rank_moves": _plain(row.moves),
            }
            for row in ranking.rows
        ],
    }


def _plain(number: float) -> float | None:
    return number + 0.0 if isfinite(number) else None
