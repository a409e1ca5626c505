"""Status bands: of the scorecard, on the score, and of a measure, on its value.

Enters: a `status:` map, already held to the schema. Leaves: `Band`s, and problems.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from scorecard.definition.agreement import large_percent
from scorecard.definition.bounds import constant
from scorecard.definition.document import BROKEN, Document
from scorecard.problems import fault
from scorecard.records.definition import Band

STATUS = {"poor": 0, "fair": 50, "good": 80}


def of_scores(document: Document) -> tuple[Band, ...]:
    """The scorecard's own, ascending; () where one could not be read. Every score needs a name, so the lowest begins at 0."""
    written = document.data.get("status", STATUS)
    if written is BROKEN or BROKEN in written.values():
        return ()
    bands = sorted((Band(id, float(start)) for id, start in written.items()), key=lambda band: band.start)
    if bands and bands[0].start != 0:
        facts = {"id": bands[0].id, "start": bands[0].start}
        document.problems.append(fault("status-start", document.places.at("status", bands[0].id), **facts))
    _apart(document, bands, ("status",))
    return tuple(bands)


def of_values(document: Document, measure: Mapping[str, Any], names: tuple[str, ...], path: tuple[str, ...]) -> tuple[Band, ...]:
    """Those of one measure, ascending by value; () where a part could not be read. `names`: the scorecard's own, from the
    worst; () where they could not be read."""
    spec, better, found = measure["status"], measure.get("better"), list[Band]()
    for id, written in spec.items():
        place = document.places.key(*path, id)
        if names and id not in names:
            near = document.nearest(id, names)
            document.problems.append(fault("unknown-status", place, id=id, nearest=near, known=() if near else names))
        elif written is BROKEN:
            continue
        elif (start := constant(str(written))) is None:
            document.problems.append(fault("status-not-constant", document.places.at(*path, id), text=written))
        else:
            found.append(Band(id, start))
    found.sort(key=lambda band: band.start)
    if len(found) < len(spec) or not names or not _apart(document, found, path):
        return ()
    if measure.get("unit", "percent" if "share" in measure else "number") == "percent":
        place = document.places.key(*path)
        document.problems += large_percent(path[1], [band.start for band in found], place)
    order = [names.index(band.id) for band in found]
    if better in ("higher", "lower") and order != sorted(order, reverse=better == "lower"):
        facts = {"measure": path[1], "better": better, "written": tuple(band.id for band in found), "names": names}
        document.problems.append(fault("status-against-better", document.places.key(*path), **facts))
        return ()
    return tuple(found)


def _apart(document: Document, bands: list[Band], path: tuple[str, ...]) -> bool:
    """Whether no two of them begin at one number; where two do, that is said."""
    same = [(one, other) for one, other in pairwise(bands) if one.start == other.start]
    for one, other in same:
        facts = {"one": one.id, "other": other.id, "start": one.start}
        document.problems.append(fault("status-repeat", document.places.at(*path, other.id), **facts))
    return not same
