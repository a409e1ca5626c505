"""The method page's prose: how scores come about, what a node is held against, who answers for a measure.

Enters: records' codes, and text and numbers that are already formatted. Leaves: sentences, and texts for a table's cell.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from scorecard.records.definition import Bound, Combine, Missing, Reference
from scorecard.words import numbers
from scorecard.words.terms import clauses, commas, isolated, listed
from scorecard.words.tongue import later, say, several

_RULES: dict[Combine, str] = {
    "mean": later("weighted mean of the parts below"),
    "geometric": later("weighted geometric mean of the parts below; 0 where one of them is 0"),
    "weakest": later("lowest score of the parts below"),
}

Kind = Literal["share", "nps", "mean", "ratio"]
Model = Literal["line", "holt-winters"]

_INTERVALS: dict[Kind, str] = {
    "share": later("Wilson's for shares"),
    "nps": later("the adjusted Wald interval for net promoter scores (Rocks 2016)"),
    "mean": later("Student's for means"),
    "ratio": later("Student's after linearisation for ratios of sums and weighted answers"),
}
_METHODS: dict[Literal["eigenvector", "geometric"], str] = {
    "eigenvector": later("principal eigenvector"),
    "geometric": later("geometric means of rows"),
}
_REFERENCES: dict[Reference, str] = {
    "baseline": later("baseline"),
    "previous": later("previous"),
    "lowest": later("lowest {units}"),
    "highest": later("highest {units}"),
    "mean": later("mean over every {units}"),
    "percentile": later("percentile {number} over every {units}"),
}


_LINES = (
    ("", later("Every measure is computed from the records, or entered by hand, separately for each period and each unit.")),
    (
        "",
        later(
            "A measure's floor scores 0 and its goal 100; values between them score in proportion, values beyond stay at 0 or"
            " 100."
        ),
    ),
    ("", later("A target of the kind “at least” or “at most” scores 100 where it is met and 0 where it is not.")),
    ("log", later("On a logarithmic scale values score in proportion to their logarithm; values of 0 and below score least.")),
    ("dated", later("A target that moves with time is taken as it stands on a period's last day.")),
    (
        "usual",
        later(
            "A factor's score is the weighted mean of its measures, a perspective's of its factors, the total's of the "
            "perspectives."
        ),
    ),
    (
        "others",
        later(
            "A factor's score is the weighted mean of its measures, a perspective's of its factors, the total's of the "
            "perspectives, unless the table below names another rule."
        ),
    ),
    ("", later("Weights count relative to their siblings; the table below gives each one's share of the total.")),
    (
        "judged",
        later(
            "Weights from judgements: each pair of siblings was compared, from 1 (as much) to 9 (extremely more); a "
            "consistency ratio (random indices of Saaty 2005) above 0.1 means that the judgements contradict each other."
        ),
    ),
    ("", later("A measure with weight 0, or without a target, is shown and not scored.")),
    ("own_status", later("A measure with status ranges of its own has its status by its value, not by its score.")),
    (
        "",
        later(
            "Missing data are never turned into a score in silence: the reason is named, and the weight goes to what is "
            "present, unless the scorecard says that missing counts as zero."
        ),
    ),
    (
        "",
        later(
            "Coverage is the share of weight that has a score; where it falls below what the scorecard asks for, there is no "
            "score."
        ),
    ),
    (
        "",
        later(
            "The change of the total is split exactly among the measures: value moved, target moved, or data missing on one side."
        ),
    ),
    (
        "others",
        later(
            "Under a geometric mean the split is made in logarithms, under a lowest score by how long each part is the lowest"
            " while all of them move evenly from baseline to target."
        ),
    ),
    (
        "",
        later(
            "Numbers are rounded only for print. The parts of a change are rounded so that they add up; a change that is "
            "worked out from two printed numbers may differ in the last digit."
        ),
    ),
)
"""How scores come about, and when it is said: always, or where a scorecard makes use of it."""

_SAMPLED = (
    ("used", later("Values from samples have a 95% interval: {methods}.")),
    ("population", later("Where it is known how many there are in all, the interval is the narrower the more of them answered.")),
    (
        "scores",
        later(
            "A score's interval is its value's, carried through floor and goal; targets count as known. Up the tree the "
            "errors of measures that the same people answered are added up, of others the root of the sum of squares is "
            "taken. How sure a status is comes from seeded random draws."
        ),
    ),
    (
        "changes",
        later(
            "A change is more than noise where samples as large would differ as much less than once in 20 times if nothing "
            "had changed; of several measures tested, each is tested the more strictly (Holm 1979)."
        ),
    ),
    ("paired", later("Those who answered in both periods are compared with themselves.")),
    (
        "least",
        later(
            "Values from fewer than {number} answers are withheld, and with them as many others as could give them away; they"
            " count as missing."
        ),
    ),
    (
        "leasts",
        later(
            "Values from fewer answers than the scorecard asks for are withheld, and with them as many others as could give "
            "them away; they count as missing."
        ),
    ),
    (
        "alpha",
        later(
            "Cronbach's α tells whether the items of a scale measure one thing: over all pairs of answers, and beside it "
            "among those who answered all; 0.7 is the usual least."
        ),
    ),
    (
        "agreement",
        later(
            "Assessors' agreement is r_wg (James, Demaree and Wolf 1984): 1 where all choose the same level, 0 where they "
            "might have thrown dice; 0.7 is the usual least."
        ),
    ),
    ("both_kinds", later("Scores by facts or perceptions alone are rolled up by the same rules from the measures of one kind.")),
    (
        "line",
        later(
            "Forecasts carry on the line of least squares through all periods, with the interval in which 95 of 100 single "
            "values should lie; from fewer than six periods there is none."
        ),
    ),
    (
        "holt-winters",
        later(
            "Forecasts carry on from two full years on the seasons (Holt and Winters), with the interval in which 95 of 100 "
            "single values should lie; from fewer than six periods there is none."
        ),
    ),
    (
        "both_models",
        later(
            "Forecasts carry on the line of least squares through all periods and from two full years on the seasons (Holt "
            "and Winters), with the interval in which 95 of 100 single values should lie; from fewer than six periods there "
            "is none."
        ),
    ),
)
"""The same of what rests on samples, and of forecasts."""


def lines(rules: Collection[Combine], *, log: bool, dated: bool, own_status: bool, judged: bool) -> tuple[str, ...]:
    """How scores come about: what holds for all scorecards, and what this one makes use of beside."""
    others = any(rule in rules for rule in ("geometric", "weakest"))
    used = {
        "": True,
        "log": log,
        "dated": dated,
        "usual": not others,
        "others": others,
        "judged": judged,
        "own_status": own_status,
    }
    return tuple(say(text) for when, text in _LINES if used[when])


def sampled(
    kinds: Collection[Kind],
    *,
    population: bool,
    scores: bool,
    changes: bool,
    paired: bool,
    least: Collection[int],
    alpha: bool,
    agreement: bool,
    both_kinds: bool,
    forecasts: Collection[Model],
) -> tuple[str, ...]:
    """How intervals, tests, withheld values, reliabilities, sub-scores and forecasts come about, as far as there are any."""
    is_used = {
        "used": bool(kinds),
        "population": population,
        "scores": scores,
        "changes": changes,
        "paired": paired,
        "least": len(least) == 1,
        "leasts": len(least) > 1,
        "alpha": alpha,
        "agreement": agreement,
        "both_kinds": both_kinds,
        "line": set(forecasts) == {"line"},
        "holt-winters": set(forecasts) == {"holt-winters"},
        "both_models": len(set(forecasts)) == 2,
    }
    facts = {
        "used": {"methods": listed([say(text) for kind, text in _INTERVALS.items() if kind in kinds])},
        "least": {"number": numbers.count(min(least, default=0))},
    }
    return tuple(say(text, **facts.get(when, {})) for when, text in _SAMPLED if is_used[when])


def asked(number: str, period: str, reliability: str) -> str:
    """How many answered, of a survey's measure, and how far their answers can be relied on; `period` is empty in a snapshot."""
    return clauses([say("{number} in {period}", number=number, period=period) if period else number, reliability])


def alpha(pairwise: str, listwise: str) -> str:
    """Cronbach's, over pairs of answers and over whole ones; the second may be empty."""
    if not listwise:
        return say("α {pairwise}", pairwise=pairwise)
    return say("α {pairwise}, {listwise} among those who answered all", pairwise=pairwise, listwise=listwise)


def agreement(agreement: str) -> str:
    return say("assessors' agreement {number}", number=agreement)


def complete() -> str:
    return say("complete records: no sampling error")


def rule(combine: Combine, missing: Missing, coverage: str, judged: str, usual: bool) -> str:
    """How a node's score comes about, as far as it is not the usual; `coverage` and `judged` are empty where there is none."""
    return clauses([
        "" if usual else say(_RULES[combine]),
        say("missing counts as 0") if missing == "zero" else "",
        say("needs {coverage} of the weight below", coverage=coverage) if coverage else "",
        judged,
    ])  # fmt: skip


def judged(method: Literal["eigenvector", "geometric"], ratio: str, judges: Sequence[str]) -> str:
    """Where the weights below come from, and how consistent the judgements are: of all judges, then of each."""
    return several(
        max(len(judges), 1),
        "weights below from judgements ({method}; consistency ratio {ratio})",
        "weights below from judgements of {number} judges ({method}; consistency ratio {ratio} together, {each} each)",
        number=numbers.count(len(judges)), method=say(_METHODS[method]), ratio=ratio, each=listed(list(judges)),
    )  # fmt: skip


def bound(bound: Bound, shift: str, factor: str, *, measure: str, units: str) -> str:
    """A bound as the author thinks of it: `baseline × 1.1 + 5 pp`. `shift` is unsigned, empty where it is 0; `factor` is empty
    where it is 1; `measure` is the title of the other measure, `units` the level that it is taken over."""
    if bound.reference is None:
        return numbers.MINUS + shift if bound.shift < 0 else shift
    if bound.reference == "measure":
        text = measure
    elif bound.reference == "percentile":
        text = say(_REFERENCES["percentile"], number=numbers.written(bound.percentile or 0.0), units=units)
    elif bound.reference in ("baseline", "previous"):
        text = say(_REFERENCES[bound.reference])
    else:
        text = say(_REFERENCES[bound.reference], units=units)
    if bound.reference == "mean" and bound.spread:
        text = f"{text} {numbers.MINUS if bound.spread < 0 else '+'} {_deviations(abs(bound.spread))}"
    if factor:
        text = f"{text} × {factor}"
    return f"{text} {numbers.MINUS if bound.shift < 0 else '+'} {shift}" if shift else text


def _deviations(spread: float) -> str:
    """A fraction of one goes as many do."""
    number = int(spread) if spread == int(spread) else 100
    return several(number, "{number} standard deviation", "{number} standard deviations", number=numbers.written(spread))


def dated(points: Sequence[tuple[str, str]]) -> str:
    """A bound that moves: (day, value)."""
    return commas(say("{value} on {day}", value=value, day=day) for day, value in points)


def holds_for(levels: Sequence[str]) -> str:
    return say("for {levels} only", levels=listed(list(levels)))


def with_source(value: str, source: str) -> str:
    """A bound's value now, and what it comes from."""
    return f"{value} ({source})" if value and source else value or source


def logarithmic() -> str:
    return say("logarithmic scale")


def status(bands: Sequence[tuple[str, str]]) -> str:
    """Ranges of the value: (name, where it begins), ascending; the first reaches down without end."""
    (first, _), *others = bands
    lowest = say("{name} below {value}", name=first, value=others[0][1]) if others else first
    said = commas([lowest, *(say("{name} from {value}", name=name, value=start) for name, start in others)])
    return say("status: {ranges}", ranges=said)


def charge(owner: str, review_by: str, is_due: bool) -> str:
    """Who answers for a measure, and the day by which it is to be looked at anew; either may be empty."""
    review = ""
    if review_by:
        review = (
            say("to be reviewed by {day}, which has come", day=review_by)
            if is_due
            else say("to be reviewed by {day}", day=review_by)
        )
    return clauses([say("owner: {owner}", owner=isolated(owner)) if owner else "", review])


def charge_in(above: str, charge: str) -> str:
    """The same for one of several places where a measure stands."""
    return say("in {place}: {charge}", place=isolated(above), charge=charge)
