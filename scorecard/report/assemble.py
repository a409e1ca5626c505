"""The sections, put together.

Enters: an Evaluation and the day the report bears. Leaves: `Page`.
"""

from __future__ import annotations

from datetime import date

from scorecard.records.evaluation import Evaluation
from scorecard.report.changes import changes
from scorecard.report.entities import entities
from scorecard.report.explorer import explorer
from scorecard.report.heading import heading
from scorecard.report.initiatives import plans
from scorecard.report.kinds import kinds
from scorecard.report.method import method
from scorecard.report.notes import notes
from scorecard.report.records import Page
from scorecard.report.rows import row
from scorecard.report.summary import cover, coverage, perspectives, summary
from scorecard.report.view import View, clean
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
    return Page(
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
        cover=cover(view, total, dated),
        summary=summary(view, (total, *(section.rows[0] for section in sections)), moved),
        perspectives=sections,
        changes=moved,
        kinds=kinds(view),
        heading=heading(view),
        plans=plans(view),
        entities=entities(view),
        notes=notes(view, coverage(view)),
        method=method(view),
        explorer=explorer(view),
    )
