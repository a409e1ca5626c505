"""The method page's prose: how scores come about, what a node is held against, how a measure is computed.

Enters: records' codes, and text and numbers that are already formatted. Leaves: sentences, and texts for a table's cell.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from scorecard.records.definition import Bound, Combine, Missing, Window
from scorecard.words.terms import isolated, listed

_RULES: dict[Combine, str] = {
    "mean": "weighted mean of the parts below",
    "geometric": "weighted geometric mean of the parts below; 0 where one of them is 0",
    "weakest": "lowest score of the parts below",
}
_WINDOWS: dict[Window, str] = {
    "during": "of the period",
    "to_date": "up to the end of the period",
    "year_to_date": "from the start of the year to the end of the period",
    "open_at_start": "open at the start of the period",
    "open_at_end": "open at the end of the period",
    "all": "of all time",
}

Kind = Literal["share", "nps", "mean", "ratio"]
Model = Literal["line", "holt-winters"]

_INTERVALS: dict[Kind, str] = {
    "share": "Wilson's for shares",
    "nps": "the adjusted Wald interval for net promoter scores (Rocks 2016)",
    "mean": "Student's for means",
    "ratio": "Student's after linearisation for ratios of sums and weighted answers",
}
_MODELS: dict[Model, str] = {
    "line": "the line of least squares through all periods",
    "holt-winters": "from two full years on the seasons (Holt and Winters)",
}
_SCORES = (
    "A score's interval is its value's, carried through floor and goal; targets count as known. Up the tree the errors of "
    "measures that the same people answered are added up, of others the root of the sum of squares is taken. How sure a status "
    "is comes from seeded random draws."
)
_CHANGES = (
    "A change is more than noise where samples as large would differ as much less than once in 20 times if nothing had changed; "
    "of several measures tested, each is tested the more strictly (Holm 1979)."
)
_ALPHA = (
    "Cronbach's α tells whether the items of a scale measure one thing: over all pairs of answers, and beside it among those who "
    "answered all; 0.7 is the usual least."
)
_AGREEMENT = (
    "Assessors' agreement is r_wg (James, Demaree and Wolf 1984): 1 where all choose the same level, 0 where they might have "
    "thrown dice; 0.7 is the usual least."
)


def lines(rules: Collection[Combine], *, log: bool, dated: bool, own_status: bool, judged: bool) -> tuple[str, ...]:
    """How scores come about: what holds for all scorecards, and what this one makes use of beside."""
    others = [rule for rule in ("geometric", "weakest") if rule in rules]
    return (
        "Every measure is computed from the records, or entered by hand, separately for each period and each unit.",
        "A measure's floor scores 0 and its goal 100; values between them score in proportion, values beyond stay at 0 or 100.",
        "A target of the kind “at least” or “at most” scores 100 where it is met and 0 where it is not.",
        *(["On a logarithmic scale values score in proportion to their logarithm; values of 0 and below score least."] * log),
        *(["A target that moves with time is taken as it stands on a period's last day."] * dated),
        "A factor's score is the weighted mean of its measures, a perspective's of its factors, the total's of the perspectives"
        + ("." if not others else ", unless the table below names another rule."),
        "Weights count relative to their siblings; the table below gives each one's share of the total.",
        *(["Weights from judgements: each pair of siblings was compared, from 1 (as much) to 9 (extremely more); a consistency "
           "ratio (random indices of Saaty 2005) above 0.1 means that the judgements contradict each other."] * judged),
        "A measure with weight 0, or without a target, is shown and not scored.",
        *(["A measure with status ranges of its own has its status by its value, not by its score."] * own_status),
        "Missing data are never turned into a score in silence: the reason is named, and the weight goes to what is present, "
        "unless the scorecard says that missing counts as zero.",
        "Coverage is the share of weight that has a score; where it falls below what the scorecard asks for, there is no score.",
        "The change of the total is split exactly among the measures: value moved, target moved, or data missing on one side.",
        *(["Under a geometric mean the split is made in logarithms, under a lowest score by how long each part is the lowest "
           "while all of them move evenly from baseline to target."] * bool(others)),
        "Numbers are rounded only for print. The parts of a change are rounded so that they add up; a change that is worked out "
        "from two printed numbers may differ in the last digit.",
    )  # fmt: skip


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
    used = listed([text for kind, text in _INTERVALS.items() if kind in kinds])
    ahead = listed([text for model, text in _MODELS.items() if model in forecasts])
    few = f"fewer than {min(least)} answers" if len(least) == 1 else "fewer answers than the scorecard asks for"
    return tuple(
        text
        for text, is_used in (
            (f"Values from samples have a 95% interval: {used}.", bool(used)),
            ("Where it is known how many there are in all, the interval is the narrower the more of them answered.", population),
            (_SCORES, scores),
            (_CHANGES, changes),
            ("Those who answered in both periods are compared with themselves.", paired),
            (f"Values from {few} are withheld, and with them as many others as could give them away; they count as missing.",
             bool(least)),
            (_ALPHA, alpha),
            (_AGREEMENT, agreement),
            ("Scores by facts or perceptions alone are rolled up by the same rules from the measures of one kind.", both_kinds),
            (f"Forecasts carry on {ahead}, with the interval in which 95 of 100 single values should lie; from fewer than six "
             "periods there is none.", bool(ahead)),
        )
        if is_used
    )  # fmt: skip


def asked(number: str, period: str, reliability: str) -> str:
    """How many answered, of a survey's measure, and how far their answers can be relied on; `period` is empty in a snapshot."""
    return "; ".join(filter(None, (f"{number} in {period}" if period else number, reliability)))


def alpha(pairwise: str, listwise: str) -> str:
    """Cronbach's, over pairs of answers and over whole ones; the second may be empty."""
    return f"α {pairwise}, {listwise} among those who answered all" if listwise else f"α {pairwise}"


def agreement(agreement: str) -> str:
    return f"assessors' agreement {agreement}"


COMPLETE = "complete records: no sampling error"


def rule(combine: Combine, missing: Missing, coverage: str, judged: str, usual: bool) -> str:
    """How a node's score comes about, as far as it is not the usual; `coverage` and `judged` are empty where there is none."""
    said = [
        "" if usual else _RULES[combine],
        "missing counts as 0" if missing == "zero" else "",
        f"needs {coverage} of the weight below" if coverage else "",
        judged,
    ]
    return "; ".join(filter(None, said))


def judged(method: Literal["eigenvector", "geometric"], ratio: str, judges: Sequence[str]) -> str:
    """Where the weights below come from, and how consistent the judgements are: of all judges, then of each."""
    by = {"eigenvector": "principal eigenvector", "geometric": "geometric means of rows"}[method]
    each = f" together, {listed(list(judges))} each" if len(judges) > 1 else ""
    who = f" of {len(judges)} judges" if len(judges) > 1 else ""
    return f"weights below from judgements{who} ({by}; consistency ratio {ratio}{each})"


def bound(bound: Bound, shift: str, factor: str, *, measure: str, units: str) -> str:
    """A bound as the author thinks of it: `baseline × 1.1 + 5 pp`. `shift` is unsigned, empty where it is 0; `factor` is empty
    where it is 1; `measure` is the title of the other measure, `units` the level that it is taken over."""
    if bound.reference is None:
        return ("−" if bound.shift < 0 else "") + shift
    match bound.reference:
        case "measure":
            text = measure
        case "lowest" | "highest":
            text = f"{bound.reference} {units}"
        case "mean":
            deviations = f"{abs(bound.spread):g} standard deviation{'' if abs(bound.spread) == 1 else 's'}"
            text = f"mean over every {units}" + (f" {'−' if bound.spread < 0 else '+'} {deviations}" if bound.spread else "")
        case "percentile":
            text = f"percentile {bound.percentile:g} over every {units}"
        case word:
            text = word
    if factor:
        text = f"{text} × {factor}"
    return f"{text} {'−' if bound.shift < 0 else '+'} {shift}" if shift else text


def dated(points: Sequence[tuple[str, str]]) -> str:
    """A bound that moves: (day, value)."""
    return ", ".join(f"{value} on {day}" for day, value in points)


def holds_for(levels: Sequence[str]) -> str:
    return f"for {listed(list(levels))} only"


def with_source(value: str, source: str) -> str:
    """A bound's value now, and what it comes from."""
    return f"{value} ({source})" if value and source else value or source


LOG = "logarithmic scale"


def status(bands: Sequence[tuple[str, str]]) -> str:
    """Ranges of the value: (name, where it begins), ascending; the first reaches down without end."""
    (first, _), *others = bands
    said = [f"{first} below {others[0][1]}" if others else first, *(f"{name} from {start}" for name, start in others)]
    return f"status: {', '.join(said)}"


def charge(owner: str, review_by: str, is_due: bool) -> str:
    """Who answers for a measure, and the day by which it is to be looked at anew; either may be empty."""
    review = f"to be reviewed by {review_by}{', which has come' if is_due else ''}" if review_by else ""
    return "; ".join(filter(None, (f"owner: {isolated(owner)}" if owner else "", review)))


def charge_in(above: str, charge: str) -> str:
    """The same for one of several places where a measure stands."""
    return f"in {isolated(above)}: {charge}"


def from_rows(
    formula: str,
    dataset: str,
    window: Window,
    last: int,
    by: str,
    per: tuple[str, Sequence[tuple[str, str]]] | None,
    where: Sequence[str] = (),
) -> str:
    """A measure over a dataset's rows. `by` is the date column, `per` the key and (name, aggregate) of its columns, `where` what
    holds for the rows that they are made of."""
    span = f"of the last {last} periods" if window == "last" and last > 1 else _WINDOWS["during" if window == "last" else window]
    dating = f", by {by}" if by else ""
    if per is None:
        return f"{formula}; over the rows of {dataset} {span}{dating}"
    key, columns = per
    known = listed([f"{name} = {aggregate}" for name, aggregate in columns])
    kept = f" where {' and '.join(where)}" if where else ""
    return f"{formula}; over one row for each {key}, with {known}, from the rows of {dataset} {span}{kept}{dating}"


ENTERED = "entered by hand"


def derived(formula: str) -> str:
    return f"{formula}; from other measures"


def absent(dataset: str, columns: Sequence[str]) -> str:
    """A measure of the library over data that are not among those given."""
    return f"from {listed(list(columns))} of {dataset}, not given" if columns else f"from {dataset}, not given"
