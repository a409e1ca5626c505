"""An evaluation as JSON for other programs.

Enters: an `Evaluation`. Leaves: the two documents whose schemas stand in `scorecard/schemas/`. The bytes depend on nothing
but the evaluation. A row stands on one line, so that two runs can be compared with `diff`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from math import isfinite
from types import MappingProxyType

from scorecard.export.goals import goals, initiatives
from scorecard.export.rows import FIELDS, ChangeRow, change_rows, rows
from scorecard.problems import Problem
from scorecard.records.definition import Period
from scorecard.records.evaluation import Evaluation
from scorecard.records.outlook import Outlook
from scorecard.words import snippets
from scorecard.words.tongue import speaking


def evaluation_json(evaluation: Evaluation) -> str:
    """The document of `evaluate --json` (`schemas/evaluate.schema.json`)."""
    periods = [period for period in evaluation.scores.periods if period]
    body = ({name: getattr(row, name) for name in FIELDS} for row in rows(evaluation))
    return _document(
        evaluation,
        periods,
        body,
        {"outlook": map(_heading, evaluation.outlook), "goals": goals(evaluation), "initiatives": initiatives(evaluation)},
    )


def comparison_json(evaluation: Evaluation) -> str:
    """The document of `compare --json` (`schemas/compare.schema.json`). ValueError without a baseline and a target."""
    periods = [period for period in (evaluation.baseline, evaluation.target) if period]
    return _document(evaluation, periods, map(_change, change_rows(evaluation)))


def _change(row: ChangeRow) -> dict[str, object]:
    sides = {"baseline": row.baseline, "target": row.target, "change": row.change}
    return {
        "path": row.path,
        "kind": row.kind,
        "entity": row.entity,
        **{name: {"value": side.value, "score": side.score} for name, side in sides.items()},
        **{name: getattr(row, name) for name in ("low", "high", "p", "p_adjusted", "real")},
        "parts": [{"path": "/".join(part.path), "effect": part.effect, "cause": part.cause} for part in row.parts],
    }


def _heading(outlook: Outlook) -> dict[str, object]:
    """Where a measure is heading: its course, and what is to come."""
    return {
        "path": "/".join(outlook.path),
        "slope": _number(outlook.slope),
        "method": outlook.method,
        "reason": outlook.why,
        "reached": outlook.reached,
        "steps": [
            {
                "period": step.period.id,
                **{name: _number(getattr(step, name)) for name in ("value", "low", "high", "expected")},
                "ahead": step.ahead,
            }
            for step in outlook.steps
        ],
    }


def _number(value: float) -> float | None:
    return value + 0.0 if isfinite(value) else None


def problems_json(problems: Iterable[Problem]) -> str:
    """The list of `check --format json`: each problem as in the documents above, and with it what to do, as `hint`."""
    with speaking("en"):
        return _lines({**_told(problem), "hint": snippets.hint(problem)} for problem in problems) + "\n"


def _document(
    evaluation: Evaluation,
    periods: list[Period],
    body: Iterator[dict[str, object]],
    more: Mapping[str, Iterator[dict[str, object]]] = MappingProxyType({}),
) -> str:
    """`more`: lists that stand after the rows."""
    definition, files = evaluation.definition, evaluation.files
    parts = {
        "scorecard": _encode(definition.id),
        "view": _encode(definition.view and {"by": definition.view.by, "only": definition.view.only}),
        "definition": _encode({"path": definition.file, "sha256": definition.sha256}),
        "sources": _lines({"path": f.file, "sha256": f.sha256, "rows": f.rows, "bad_rows": f.bad_rows} for f in files),
        "periods": _lines({"id": p.id, "start": p.start.isoformat(), "end": p.end.isoformat()} for p in periods),
        "rows": _lines(body),
        **{key: _lines(items) for key, items in more.items()},
    }
    with speaking("en"):  # other programs read it
        parts["problems"] = _lines(map(_told, evaluation.problems))
    return "{\n" + ",\n".join(f'"{key}": {text}' for key, text in parts.items()) + "\n}\n"


_dump = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_HIDDEN = re.compile("[\x80-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def _encode(item: object) -> str:
    """JSON in which letters stay letters, and what would command a terminal, turn text round or be no Unicode is escaped."""
    text = _dump(item)
    return text if text.isascii() else _HIDDEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _lines(items: Iterable[dict[str, object]]) -> str:
    """A list with an item per line."""
    return "[" + ",".join("\n" + _encode(item) for item in items) + "\n]"


def _told(problem: Problem) -> dict[str, object]:
    place = problem.place
    return {
        "code": problem.code,
        "level": problem.level,
        "message": snippets.message(problem),
        "place": place and {"file": place.file, "line": place.line or None, "column": place.column or None},
    }
