"""Whether a rival found our numbers: checked before anything is timed.

Enters: `scorecard evaluate --json` and a rival's JSON: {"values": [{period, branch, measure: value, …}], "scores": [{period,
path: score, …}]}, branch null for the total, scores for the total only; where it has them also `errors`, the standard errors, as
values, and `reliability`, for the total. Leaves: what differs, as text.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from pathlib import Path

Numbers = dict[tuple[str, ...], float | None]


def ours(document: Path) -> Numbers:
    found: Numbers = {}
    for row in json.loads(document.read_text(encoding="utf-8"))["rows"]:
        branch = row["entity"].get("branch", "")
        if row["kind"] == "measure":
            name = row["path"].rsplit("/", 1)[-1]
            found["value", name, row["period"], branch] = row["value"]
            found["error", name, row["period"], branch] = row.get("se")
            if not branch:
                found["reliability", name, row["period"], ""] = row.get("reliability")
        if not branch:
            found["score", row["path"], row["period"], ""] = row["score"]
    return found


def rivals(document: Path) -> Numbers:
    found: Numbers = {}
    content = json.loads(document.read_text(encoding="utf-8"))
    tables = (("value", "values"), ("score", "scores"), ("error", "errors"), ("reliability", "reliability"))
    for what, table in tables:
        for row in content.get(table, ()):
            period, branch = row.pop("period"), row.pop("branch", None) or ""
            found |= {(what, name, period, branch): number for name, number in row.items()}
    return found


def differences(mine: Numbers, other: Numbers) -> Iterator[str]:
    """All values have to be there on both sides; the rest where the rival has any."""
    for key in sorted(mine.keys() | other.keys()):
        if key not in mine or key not in other:
            if key[0] == "value" or key in other:
                yield f"{' '.join(key)}: only {'ours' if key in mine else 'the rival'}"
            continue
        a, b = mine[key], other[key]
        if a is None or b is None:
            same = a is b
        else:
            same = math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9 if key[0] == "score" else 1e-12)
        if not same:
            yield f"{' '.join(key)}: {a} here, {b} there"
