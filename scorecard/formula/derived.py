"""Formulas over other measures, e.g. `revenue / previous(revenue) - 1`, `revenue / year_ago(revenue) - 1`.

Enters: `formula:` of a measure without a dataset. Leaves: `Formula` whose leaves are `MeasureTerm`s; its mentions name
the measures, so that the caller can say where an unknown one stands.
"""

from __future__ import annotations

from typing import Literal

from sqlglot import exp

from scorecard.formula.aggregates import arithmetic
from scorecard.formula.parse import AGGREGATE_FUNCTIONS, PlaceOf, construct, parse, place, unknown_function
from scorecard.problems import Faults, Problem, fault
from scorecard.records.formula import Formula, MeasureTerm, Mention, Number, Term, leaves

SHIFTS: dict[str, Literal["previous", "year_ago", "baseline"]] = {
    "previous": "previous", "year_ago": "year_ago", "baseline": "baseline",
}  # fmt: skip
FUNCTIONS = (*SHIFTS, "coalesce", "nullif", "abs", "round")


def over_measures(text: str, place_of: PlaceOf) -> Formula:
    """Raises Faults; whether the measures exist is the caller's to say."""
    tree = parse(text, place_of)
    mentions: list[Mention] = []
    problems: list[Problem] = []

    def refuse(code: str, node: exp.Expression, **facts: object) -> Term:
        problems.append(fault(code, place(node, text, place_of), **facts))
        return Number(None)

    def measure(node: exp.Column) -> str:
        mentions.append(Mention(node.name, "number", place(node.this, text, place_of)))
        return node.name

    def term(node: exp.Expression) -> Term:
        if isinstance(node, exp.Column):
            return MeasureTerm(measure(node))
        if isinstance(node, exp.Anonymous):
            shift = SHIFTS.get(node.name.lower())
            if shift is None:
                problems.append(unknown_function(node.name, place(node, text, place_of), FUNCTIONS))
                return Number(None)
            if len(node.expressions) != 1 or not isinstance(node.expressions[0], exp.Column):
                return refuse("formula-previous", node, name=shift)
            return MeasureTerm(measure(node.expressions[0]), shift)
        if isinstance(node, (exp.Filter, *AGGREGATE_FUNCTIONS.values())):
            return refuse("formula-aggregate-without-dataset", node)
        found = arithmetic(node, term)
        return found if found is not None else refuse("formula-not-allowed", node, what=construct(node))

    formula = Formula(text, term(tree), tuple(mentions))
    if not problems and not leaves(formula.tree):
        refuse("formula-no-measure", tree)
    if problems:
        raise Faults(problems)
    return formula
