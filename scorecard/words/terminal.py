"""What the commands say in a terminal beside names and numbers: headings of tables, a few lines, what is being done.

Enters: text that is already formatted, and counts. Leaves: messages, which the tables say, and text.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from scorecard.records.definition import Better, Unit
from scorecard.records.sensitivity import WeightSource
from scorecard.words import numbers
from scorecard.words.terms import clauses, commas, isolated, latin, listed
from scorecard.words.tongue import later, say, several
from scorecard.words.workbook import UNITS

VALUE, SCORE, STATUS, WEIGHT, CHANGE = later("Value"), later("Score"), later("Status"), later("Weight"), later("Change")
FACTS, PERCEPTION, DATA = later("Facts"), later("Perception"), later("Data")
INTERVAL, SURE = later("95%\ninterval"), later("Status\nsure")
VALUE_CHANGE, SCORE_CHANGE, BEYOND = later("Value\nchange"), later("Score\nchange"), later("Beyond\nnoise")
YES, NO, TOTAL, UNASSIGNED, BLANK = later("yes"), later("no"), later("Total"), later("Unassigned"), later("(blank)")
POINTS, BECAUSE, PART_OF = later("Points"), later("Because"), later("Part of")
ENTITIES = later("Entities")
NO_ENTITIES = later("The scorecard names no entities, or its data have none.")
NO_PARTS = later("The total has no score in one of the periods: there is no change to take apart.")
PARTS = later("What the change of the total is made of")

SIBLINGS, OF_TOTAL, FROM, INFLUENCE = later("Among\nsiblings"), later("Of the\ntotal"), later("From"), later("Influence")
DRAWN, STAYS, RANK = later("In 90% of\nthe draws"), later("Status\nstays"), later("Rank")
RANKS, MOVES = later("5–95% of\nits ranks"), later("Rank\nmoves")
SOURCES: dict[WeightSource, str] = {
    "written": later("written"), "equal": later("equal"), "judgements": later("judgements"),
}  # fmt: skip
INFLUENCES: dict[Literal["entities", "draws"], str] = {
    "entities": later(
        "Influence: the share of the differences between entities in the total that goes along with the part (squared "
        "correlation)."
    ),
    "draws": later(
        "Influence: the share of the total's moves with drawn weights that goes along with the part (squared correlation)."
    ),
}

ABOUT, UNIT, TARGET, TAGS, USES = later("about"), later("unit"), later("target"), later("tags"), later("uses")
COLUMNS, DEFINED_IN, NO_TARGET, NO_TAGS = later("columns"), later("defined in"), later("none of its own"), later("none")
KINDS: dict[Literal["share", "formula", "survey", "derived", "entered"], str] = {
    "share": later("share"), "formula": later("formula"), "survey": later("survey"), "derived": later("derived"),
    "entered": later("entered"),
}  # fmt: skip
_BETTER: dict[Better, str] = {
    "higher": later("{unit}, better higher"), "lower": later("{unit}, better lower"),
    "inside": later("{unit}, best inside a range"),
}  # fmt: skip

STAGES = {
    "definition": later("Reading the scorecard"),
    "data": later("Looking at the data"),
    "values": later("Computing the measures"),
    "scores": later("Scoring"),
    "html": later("Writing the HTML"),
    "pdf": later("Laying out the PDF"),
    "xlsx": later("Writing the workbook"),
}
REPORTS = later("Reports")


def summary(title: str, score: str, status: str, period: str) -> str:
    """The scorecard's title and its total, in one line; `status` may be empty."""
    if not status:
        return say("{title}: {score}, {period}", title=isolated(title), score=score, period=period)
    return say("{title}: {score} ({status}), {period}", title=isolated(title), score=score, status=status, period=period)


def since(said: str, points: str, period: str) -> str:
    """The same, with the change."""
    return say("{said}; {points} since {period}", said=said, points=points, period=period)


def no_score(title: str, period: str, reason: str) -> str:
    return say("{title}: no total score, {period} ({reason})", title=isolated(title), period=period, reason=reason)


def no_room(columns: Sequence[str]) -> str:
    return say(
        "No room here for: {columns}. A wider terminal, {csv} or {json} has them.",
        columns=commas(columns), csv=latin("--csv"), json=latin("--json"),
    )  # fmt: skip


def smaller(number: int) -> str:
    """Parts that are told together."""
    return several(number, "{number} smaller ones", "{number} smaller ones", number=numbers.count(number))


def entities_by(hierarchy: str) -> str:
    return say("Entities by {name}", name=isolated(hierarchy))


def footnote(mark: str, reason: str, sentence: str) -> str:
    """Why there is no number, under a table."""
    return say("{mark} {reason}: {sentence}", mark=mark, reason=reason, sentence=sentence)


def drawn(draws: int, spread: float, score: str, low: str, high: str, status: str, stays: str) -> str:
    """What becomes of the total when weights move. `score` is empty where it has none, `status` where there is no status."""
    facts = {"number": numbers.count(draws), "spread": numbers.written(spread)}
    if not score:
        return say("Weights were drawn {number} times around these, with spread {spread}. The total has no score.", **facts)
    facts |= {"score": score, "low": low, "high": high}
    if not status:
        return say(
            "Weights were drawn {number} times around these, with spread {spread}: the total {score} lies in 90% of the draws "
            "between {low} and {high}.",
            **facts,
        )
    return say(
        "Weights were drawn {number} times around these, with spread {spread}: the total {score} lies in 90% of the draws "
        "between {low} and {high}, and its status stays {status} in {stays}.",
        status=status, stays=stays, **facts,
    )  # fmt: skip


def more_ranked(number: int) -> str:
    return say("… and {number} more: {json} has them.", number=numbers.count(number), json=latin("--json"))


def judgements(node: str, told: str) -> str:
    return say("Judgements below {node}: {told}.", node=isolated(node), told=told)


def agreement(
    method: Literal["eigenvector", "geometric"], ratio: str, judges: Sequence[str], concordance: str, correlations: Sequence[str]
) -> str:
    """How consistent judgements are, and how far several judges agree; `concordance` may be empty."""
    method_said = say({"eigenvector": later("eigenvector method"), "geometric": later("geometric method")}[method])
    if len(judges) < 2:
        return clauses([method_said, say("consistency ratio {ratio}", ratio=ratio)])
    return clauses([
        method_said,
        say("consistency ratio {ratio} jointly", ratio=ratio),
        say("by judge {ratios}", ratios=commas(judges)),
        say("Kendall's W {number} (1: all see the same order)", number=concordance) if concordance else "",
        say("rank correlation of each with their geometric mean {numbers}", numbers=commas(correlations)),
    ])  # fmt: skip


def ranking(grouping: str, first: str, often: str) -> str:
    """`first` is empty where nothing is first."""
    if not first:
        return say("Ranking by {grouping}", grouping=isolated(grouping))
    return say(
        "Ranking by {grouping}: {first} stays first in {share} of the draws",
        grouping=isolated(grouping), first=isolated(first), share=often,
    )  # fmt: skip


def checked(measures: int, files: int, rows: int, warnings: int, notes: int) -> str:
    """What was looked at, and how much was found."""
    found = [
        several(warnings, "{number} warning", "{number} warnings", number=numbers.count(warnings)) if warnings else "",
        several(notes, "{number} note", "{number} notes", number=numbers.count(notes)) if notes else "",
    ]
    return say(
        "{measures} and {files} with {rows} were checked: {found}.",
        measures=several(measures, "{number} measure", "{number} measures", number=numbers.count(measures)),
        files=several(files, "{number} file", "{number} files", number=numbers.count(files)),
        rows=several(rows, "{number} row", "{number} rows", number=numbers.count(rows)),
        found=listed(list(filter(None, found))) or say("nothing to complain about"),
    )


def told(title: str, count: int) -> str:
    """Findings of one kind."""
    return say("{title} ({number} times)", title=title, number=numbers.native(str(count))) if count > 1 else title


def see_all(command: str) -> str:
    return say("See them all with: {command}", command=latin(command))


def reports_made(made: int, kept: int) -> str:
    """What `report --each` did."""
    return several(
        made + kept,
        "{number} report: {made} made, {kept} there already.",
        "{number} reports: {made} made, {kept} there already.",
        number=numbers.count(made + kept), made=numbers.count(made), kept=numbers.count(kept),
    )  # fmt: skip


def unassigned(level: str) -> str:
    return say("Rows that name no {level} are in none of them.", level=isolated(level))


def reports_by(level: str, number: int) -> str:
    return say("Reports by {level}: {number} ...", level=isolated(level), number=numbers.native(str(number)))


def reading(dataset: str) -> str:
    return say("Reading {dataset}", dataset=isolated(dataset))


def waiting(stage: str, seconds: float) -> str:
    return say("{stage} ... {number} s", stage=stage, number=numbers.native(f"{seconds:.0f}"))


def more_rows(number: int, code: str) -> str:
    """Rows that a notebook's table has no room for."""
    return say("… and {number} more rows: see {code}", number=numbers.native(str(number)), code=latin(code))


def nothing_fits(asked: str, meant: Sequence[str]) -> str:
    """Of measures that were looked for, and what may have been meant."""
    if not meant:
        return say("No measure fits {asked}. Try fewer or shorter words.", asked=isolated(repr(asked)))
    return say("No measure fits {asked}. Did you mean {names}?", asked=isolated(repr(asked)), names=commas(map(isolated, meant)))


def found(number: int, command: str) -> str:
    return say("{number} measures. All about one: {command}", number=numbers.native(str(number)), command=latin(command))


def see_also(ids: Sequence[str]) -> str:
    return say("See also: {names}", names=commas(map(latin, ids)))


def worth(unit: Unit, better: Better) -> str:
    """A measure's unit, and which way is better."""
    return say(_BETTER[better], unit=say(UNITS[unit]))
