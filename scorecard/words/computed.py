"""How a measure is computed, in words: from rows, answers, other measures, or by hand.

Enters: records, and text that is already formatted. Leaves: texts for a table's cell; formulas, columns and files keep their
letters and their direction in any language.
"""

from __future__ import annotations

from collections.abc import Sequence

from scorecard.records.definition import Survey, Window
from scorecard.records.formula import Written
from scorecard.words import numbers
from scorecard.words.terms import commas, latin, listed
from scorecard.words.tongue import later, say, several

_WINDOWS: dict[Window, str] = {
    "during": later("the rows of {dataset} of the period"),
    "to_date": later("the rows of {dataset} up to the end of the period"),
    "year_to_date": later("the rows of {dataset} from the start of the year to the end of the period"),
    "open_at_start": later("the rows of {dataset} open at the start of the period"),
    "open_at_end": later("the rows of {dataset} open at the end of the period"),
    "all": later("the rows of {dataset} of all time"),
}


def surveyed(survey: Survey) -> str:
    """What a survey's measure is of: as `survey.describes`, in the language spoken."""
    facts = {
        "items": commas(
            say("{item} (reversed)", item=latin(item)) if item in survey.reversed else latin(item) for item in survey.items
        ),
        "low": numbers.written(survey.low),
        "high": numbers.written(survey.high),
    }
    if survey.method == "nps":
        told = say("net promoter score of {items} ({low} to {high}): promoters less detractors, of 100 answers", **facts)
    elif survey.method in ("csat", "share"):
        top = commas(map(numbers.written, survey.top))
        told = say("share of answers {answers} among the answers to {items} ({low} to {high})", answers=top, **facts)
    elif len(survey.items) == 1:
        told = say("mean of {items} ({low} to {high})", **facts)
    elif survey.min_items > 1:
        least = numbers.count(survey.min_items)
        told = say(
            "mean over persons of their mean over {items} ({low} to {high}), of those who answered at least {number}",
            number=least, **facts,
        )  # fmt: skip
    else:
        told = say("mean over persons of their mean over {items} ({low} to {high})", **facts)
    return say("{formula}, weighted by {column}", formula=told, column=latin(survey.weight)) if survey.weight else told


def formula(formula: Written, survey: Survey | None) -> str:
    """What is computed over the rows: the author's own words, with what they leave to be understood."""
    if survey is not None:
        told = surveyed(survey)
    elif not formula.is_share:
        told = latin(formula.text)
    elif formula.among:
        told = say(
            "share of rows where {condition}, among rows where {among}",
            condition=latin(formula.text), among=latin(formula.among),
        )  # fmt: skip
    else:
        told = say("share of rows where {condition}", condition=latin(formula.text))
    return say("{formula}, of rows where {condition}", formula=told, condition=latin(formula.where)) if formula.where else told


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
    if window == "last":
        rows = several(
            last,
            "the rows of {dataset} of the period",
            "the rows of {dataset} of the last {number} periods",
            dataset=latin(dataset), number=numbers.count(last),
        )  # fmt: skip
    else:
        rows = say(_WINDOWS[window], dataset=latin(dataset))
    if where:
        rows = say("{rows} where {condition}", rows=rows, condition=latin(" and ".join(where)))
    if by:
        rows = say("{rows}, by {column}", rows=rows, column=latin(by))
    if per is None:
        return say("{formula}; over {rows}", formula=formula, rows=rows)
    key, columns = per
    known = listed([latin(f"{name} = {aggregate}") for name, aggregate in columns])
    return say(
        "{formula}; over one row for each {key}, with {columns}, from {rows}",
        formula=formula, key=latin(key), columns=known, rows=rows,
    )  # fmt: skip


def entered() -> str:
    return say("entered by hand")


def derived(formula: str) -> str:
    return say("{formula}; from other measures", formula=latin(formula))


def absent(dataset: str, columns: Sequence[str]) -> str:
    """A measure of the library over data that are not among those given."""
    if not columns:
        return say("from {dataset}, not given", dataset=latin(dataset))
    return say("from {columns} of {dataset}, not given", columns=listed(list(map(latin, columns))), dataset=latin(dataset))
