"""How the scores come about, what each node weighs and is held against, how every measure is computed, and where all comes from.

Enters: a View. Leaves: `Method`.
"""

from __future__ import annotations

from dataclasses import replace

from scorecard.records.definition import Absent, Dated, Derived, Entered, FromRows, Measure, Node
from scorecard.records.formula import Written
from scorecard.report.records import Computed, Method, Weight
from scorecard.report.sampled import asked, rubrics, sampled
from scorecard.report.targets import target
from scorecard.report.view import View, clean
from scorecard.words import computed, dates, numbers, report
from scorecard.words import method as words
from scorecard.words.terms import latin

LONG = 600
"""Characters of a formula that are printed."""


def method(view: View) -> Method:
    inner = [node for node in view.nodes if node.children]
    targets = [node.target for node in view.nodes if node.target is not None]
    rules = {node.combine for node in inner}
    lines = words.lines(
        rules,
        log=any(rule.scale == "log" for rule in targets),
        dated=any(isinstance(knot.value, Dated) for rule in targets for knot in rule.knots),
        own_status=any(measure.status for measure in view.definition.measures.values()),
        judged=any(node.judged for node in inner),
    )
    usual = rules <= {"mean"}
    return Method(
        (*lines[:-1], *sampled(view), lines[-1]),
        tuple(_weight(view, node, usual) for node in (view.nodes if _rule(view.nodes[0], usual) else view.nodes[1:])),
        tuple(how_computed(view, measure) for measure in view.definition.measures.values()),
        rubrics(view),
        _facts(view),
    )


def _weight(view: View, node: Node, usual: bool) -> Weight:
    index = view.index[node.path]
    weight = float(view.scores.weight[index])
    name = view.title(node) if node.path else report.TOTAL
    said = target(view, index) if node.measure is not None else _rule(node, usual)
    return Weight(name, node.kind, max(len(node.path) - 1, 0), numbers.share(weight, 1), said)


def _rule(node: Node, usual: bool) -> str:
    """How a node's score comes about. `usual`: by the weighted mean everywhere, which need not be said."""
    if not node.children:
        return ""
    coverage = numbers.share(node.coverage) if node.coverage > 0 else ""
    judged = ""
    if node.judged is not None:
        ratios = [numbers.plain(ratio, 3) for ratio in node.judged.judges]
        judged = words.judged(node.judged.method, numbers.plain(node.judged.consistency, 3), ratios)
    return words.rule(node.combine, node.missing, coverage, judged, usual or len(node.children) < 2)


def how_computed(view: View, measure: Measure) -> Computed:
    how, notes = measure.how, []
    if isinstance(how, Entered):
        said = computed.entered()
    elif isinstance(how, Absent):
        said = computed.absent(clean(how.dataset), [clean(column) for column in how.columns])
    elif isinstance(how, Derived):
        said = computed.derived(clean(how.formula.text, LONG))
    else:
        per, where = None, []
        if how.per is not None:
            where = [clean(condition, LONG) for condition in ((how.per.condition,) if how.per.condition else how.per.where)]
            columns = {**how.per.columns, **how.per.written}
            per = clean(how.per.key), [(clean(name), clean(aggregate, LONG)) for name, aggregate in columns.items()]
        by = "" if how.window.startswith("open") or view.evaluation.target is None else how.time or ""
        said = computed.from_rows(_formula(how), clean(how.dataset), how.window, how.last, clean(by), per, where)
    if measure.description is not None:
        notes.append(clean(measure.description(view.definition.language), LONG))
    notes += asked(view, measure)
    notes += _charges(view, measure)
    if measure.status:
        form = view.form(measure, [band.start for band in measure.status])
        notes.append(words.status([(view.looks[band.id].name, form.exact(band.start)) for band in measure.status]))
    return Computed(view.name(measure), said, tuple(notes))


def _formula(how: FromRows) -> str:
    written = how.formula.written or Written(how.formula.text)
    text, among, where = (clean(part, LONG) for part in (written.text, written.among, written.where))
    survey = how.survey
    if survey is not None:
        turned = frozenset(map(clean, survey.reversed))
        survey = replace(
            survey, items=tuple(map(clean, survey.items)), reversed=turned, weight=survey.weight and clean(survey.weight)
        )
    return computed.formula(Written(text, written.is_share, among, where), survey)


def _charges(view: View, measure: Measure) -> list[str]:
    """Who answers for the measure and until when it holds unreviewed: once, or for each place where these differ."""
    uses = [node for node in view.nodes if node.measure == measure.id]
    parts: list[Measure | Node] = [*uses] or [measure]
    said = [_charge(view, part) for part in parts]
    if len(set(said)) == 1:
        return list(filter(None, said[:1]))
    return [words.charge_in(view.above(use), text) for use, text in zip(uses, said, strict=True) if text]


def _charge(view: View, what: Measure | Node) -> str:
    owner = "" if what.owner is None else clean(what.owner(view.definition.language))
    if what.review_by is None:
        return words.charge(owner, "", False)
    period = view.evaluation.target
    return words.charge(
        owner, dates.day(what.review_by, view.definition.calendar), period is not None and what.review_by < period.end
    )


def _facts(view: View) -> tuple[tuple[str, str], ...]:
    evaluation, definition = view.evaluation, view.definition
    periods = [
        (label, f"{latin(period.id)}: {dates.span(period, definition.calendar)}")
        for label, period in ((report.BASELINE, evaluation.baseline), (report.TARGET, evaluation.target))
        if period is not None
    ]
    shown = [view.period(period) for period in range(len(view.scores.periods))]
    if len(shown) > 2:
        periods.append((report.HISTORY, report.history(shown[0], shown[-1], len(shown))))
    return (
        (report.SCORECARD, clean(definition.id)),
        (report.DEFINITION, clean(definition.file)),
        (report.DIGEST, definition.sha256),
        *periods,
        (report.MADE_WITH, f"scorecard {evaluation.version}"),
        *dict.fromkeys((clean(file.file), report.read(numbers.count(file.rows), file.sha256)) for file in evaluation.files),
    )
