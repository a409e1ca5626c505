"""The sections, put together.

Enters: an Evaluation and the day the report bears. Leaves: `Page`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scorecard.records.evaluation import Evaluation
from scorecard.records.presentation import Section
from scorecard.report import editions
from scorecard.report.changes import changes
from scorecard.report.entities import entities
from scorecard.report.explorer import explorer
from scorecard.report.factsheets import sheets
from scorecard.report.heading import heading
from scorecard.report.initiatives import plans
from scorecard.report.insights import insights
from scorecard.report.kinds import kinds
from scorecard.report.look import look
from scorecard.report.method import method
from scorecard.report.moves import dumbbells, waterfall
from scorecard.report.notes import notes
from scorecard.report.ranking import rankings
from scorecard.report.records import Page
from scorecard.report.rows import row, shades
from scorecard.report.strategy import strategy
from scorecard.report.summary import cover, coverage, perspectives, summary
from scorecard.report.view import View, clean
from scorecard.words import insights as words
from scorecard.words import report
from scorecard.words.tongue import spoken


def assemble(evaluation: Evaluation, dated: date | None) -> Page:
    view, tongue = View(evaluation), spoken()
    total = row(view, 0)
    sections = perspectives(view)
    moved = changes(view)
    rows = [total, *(row for section in sections for row in section.rows)]
    noisy = any(row.change_noise or row.points_noise for row in rows)
    title = view.title(view.nodes[0])
    choice = evaluation.definition.report
    chosen = editions.sections(choice)
    bells, bells_said = dumbbells(view) if "changes" in chosen else ((), "")
    page = Page(
        language=tongue.language,
        digits=tongue.digits,
        direction=tongue.direction,
        title=title,
        running=clean(title, 70),
        version=evaluation.version,
        baseline="" if view.before is None else view.period(view.before),
        target=view.period(view.now),
        snapshot=evaluation.target is None,
        has_history=len(view.scores.periods) > 2,
        has_samples=any(row.bullet.whisker for row in rows),
        noise=report.noise_legend() if noisy else "",
        bands=view.legend(),
        shades=shades(view),
        cover=cover(view, total, dated),
        summary=summary(view, (total, *(section.rows[0] for section in sections)), moved),
        perspectives=sections,
        changes=moved,
        kinds=kinds(view) if "kinds" in chosen else None,
        heading=heading(view) if "heading" in chosen else None,
        plans=plans(view) if "plans" in chosen else None,
        entities=entities(view) if "units" in chosen else (),
        notes=notes(view, coverage(view)),
        method=method(view),
        sections=chosen,
        paper=choice.paper,
        contents=(),
        insights=insights(view),
        waterfall=waterfall(view, moved),
        dumbbells=bells,
        dumbbells_said=bells_said,
        map=strategy(view) if "map" in chosen else None,
        rankings=rankings(view) if "units" in chosen else (),
        sheets=sheets(view) if "sheets" in chosen else (),
        glossary=(),
        brand=look(evaluation.definition.brand, tongue.language),
        explorer=explorer(view, chosen),
    )
    if "glossary" in chosen:
        page = page._replace(glossary=words.glossary(sampled=page.has_samples, both_kinds=page.kinds is not None))
    return page._replace(sections=tuple(_present(page)), contents=tuple(_contents(page)))


def _present(page: Page) -> Iterator[Section]:
    """The sections chosen that have something to say."""
    held = {
        "map": page.map, "changes": page.changes, "kinds": page.kinds, "heading": page.heading, "plans": page.plans,
        "units": page.entities, "sheets": page.sheets, "glossary": page.glossary,
        "appendix": any(units.some for units in page.entities),
    }  # fmt: skip
    yield from (section for section in page.sections if held.get(section, True))


def _contents(page: Page) -> Iterator[tuple[str, str]]:
    for section in _present(page):
        if section == "perspectives":
            yield from ((part.id, part.title) for part in page.perspectives)
        elif section != "contents":
            yield section, words.heading(section)
