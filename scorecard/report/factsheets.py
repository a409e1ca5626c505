"""A page for every measure: formula, source, target, owner, and how it stood through the periods.

Enters: a View. Leaves: `Sheet`s, in the order of the tree.
"""

from __future__ import annotations

from scorecard.records.definition import FromRows
from scorecard.report.commentary import blocks
from scorecard.report.heading import course
from scorecard.report.method import how_computed
from scorecard.report.records import Sheet
from scorecard.report.rows import row
from scorecard.report.targets import target
from scorecard.report.view import View, clean
from scorecard.words import dates, numbers
from scorecard.words.tongue import say


def sheets(view: View) -> tuple[Sheet, ...]:
    return tuple(_sheet(view, index) for index, node in enumerate(view.nodes) if node.measure is not None)


def _sheet(view: View, index: int) -> Sheet:
    node, measure = view.nodes[index], view.measure(index)
    language, calendar = view.definition.language, view.definition.calendar
    computed = how_computed(view, measure)
    dataset = measure.how.dataset if isinstance(measure.how, FromRows) else None
    source = view.definition.datasets.get(dataset or "")
    facts = (
        (say("How it is computed"), computed.how),
        (say("Data"), clean(source.file) if source is not None and source.file else clean(dataset or "")),
        (say("Held against"), target(view, index)),
        (say("Share of the total"), numbers.share(float(view.scores.weight[index]))),
        (say("Owner"), "" if node.owner is None else clean(node.owner(language))),
        (say("Review by"), "" if node.review_by is None else dates.day(node.review_by, calendar)),
        (say("Remarks"), " ".join(computed.notes)),
    )
    count = range(len(view.scores.periods))
    form = view.form(measure, [view.evaluation.value(index, period) for period in count])
    told = tuple(
        (view.period(at), form.value(view.evaluation.value(index, at)), numbers.score(view.evaluation.score(index, at)))
        for at in count
    )
    said = () if node.notes is None else blocks(node.notes(language))
    ahead = next((course(view, each) for each in view.evaluation.outlook if each.path == node.path and each.method), None)
    return Sheet(f"m{index}", row(view, index), view.above(node), tuple(fact for fact in facts if fact[1]), told, said, ahead)
