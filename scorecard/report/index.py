"""The page that leads to the reports of a level's units: a table of them, best first.

Enters: an Evaluation, its units and the files of each. Leaves: HTML, one file without script.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Literal
from urllib.parse import quote

from scorecard.records.definition import Language
from scorecard.records.evaluation import Evaluation
from scorecard.report.look import look
from scorecard.report.records import BandLine, HeatCell, Look
from scorecard.report.unit import Unit
from scorecard.report.view import View
from scorecard.words import numbers, report, terms
from scorecard.words.tongue import spoken


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    rank: str
    score: HeatCell
    status: str
    points: str
    noise: bool
    links: tuple[tuple[str, str], ...]  # HTML, its address


@dataclass(frozen=True, slots=True)
class Index:
    language: Language
    direction: Literal["ltr", "rtl"]
    version: str
    title: str
    level: str
    said: str
    compared: bool
    entries: tuple[Entry, ...]
    bands: tuple[BandLine, ...]
    remarks: tuple[str, ...]
    brand: Look


def index(
    evaluation: Evaluation, level: str, units: list[Unit], stems: tuple[str, ...], formats: tuple[str, ...], unassigned: bool
) -> str:
    from scorecard.report.render import listing

    view = View(evaluation)
    totals = [evaluation.score(0, view.now, unit.place) for unit in units]
    named = [None not in evaluation.scores.entities[unit.place].key for unit in units]  # ranked as in the report of the whole
    ranks = iter(numbers.ranks([total for total, is_named in zip(totals, named, strict=True) if is_named]))
    entries = []
    for unit, stem, total, is_named in zip(units, stems, totals, named, strict=True):
        rank = next(ranks) if is_named else None
        entries.append((rank is None, rank or 0, unit.place, _entry(view, unit, stem, formats, total, rank)))
    remarks = [report.rank_note()] + ([report.no_own_report(view.level(level))] if unassigned else [])
    when = "" if evaluation.target is None else view.period(view.now)
    when = when if view.before is None else report.compared(when, view.period(view.before))
    noisy = any(entry.noise for *_, entry in entries)
    return listing(
        Index(
            language=evaluation.definition.language,
            direction=spoken().direction,
            version=evaluation.version,
            title=view.title(view.nodes[0]),
            level=terms.capital(view.level(level)),
            said=report.reports(len(units), view.level(level), when),
            compared=view.before is not None,
            entries=tuple(entry for *_, entry in sorted(entries, key=lambda each: each[:3])),
            bands=view.legend(),
            remarks=(*remarks, *((report.noise_legend(),) if noisy else ())),
            brand=look(evaluation.definition.brand, evaluation.definition.language),
        )
    )


def _entry(view: View, unit: Unit, stem: str, formats: tuple[str, ...], total: float, rank: int | None) -> Entry:
    status = view.status(0, view.now, unit.place)
    points = "" if view.before is None else numbers.points(total - view.evaluation.score(0, view.before, unit.place))
    why = terms.reason_sentence(view.evaluation.reason(0, view.now, unit.place)) if isnan(total) else ""
    return Entry(
        name=unit.name,
        rank="" if rank is None else str(rank),
        score=HeatCell(numbers.MISSING if isnan(total) else numbers.score(total), None if status is None else status.level, why),
        status="" if status is None else status.name,
        points=points,
        noise=view.noise(0, unit.place) and points != numbers.MISSING,
        links=tuple((format.upper(), quote(f"{stem}.{format}")) for format in formats),
    )
