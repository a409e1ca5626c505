"""What stands in a workbook beside names and numbers: the sheets' names, headings, a few lines.

Enters: text that is already formatted. Leaves: messages, which the sheets say, and text; a sheet's name fits a spreadsheet in
every language (31 characters, no `[]:*?/\\`).
"""

from __future__ import annotations

from scorecard.records.definition import Unit
from scorecard.words import numbers
from scorecard.words.tongue import later, say, several

SUMMARY, MEASURES, COMPARISON = later("Summary"), later("Measures"), later("Comparison")
MOVED, ENTITIES, TREND = later("What moved the total"), later("Entities"), later("Trend")
GOALS, INITIATIVES = later("Goals"), later("Initiatives")
NOTES, METHOD = later("Data notes"), later("Method")
NAME, KIND, UNIT, WEIGHT = later("Name"), later("Kind"), later("Unit"), later("Weight")
COVERAGE, STATUS, WHY = later("Coverage"), later("Status"), later("Why missing")
VALUE, LOW, HIGH, NUMBER = later("Value"), later("95% low"), later("95% high"), later("Rows")
FLOOR, GOAL, FLOOR_TO, GOAL_TO = later("Floor"), later("Goal"), later("Floor, upper"), later("Goal, upper")
SCORE, SCORE_LOW, SCORE_HIGH = later("Score"), later("Score, 95% low"), later("Score, 95% high")
SURE, FACTS, PERCEPTIONS = later("Status is right with"), later("Score by facts"), later("Score by perceptions")
PATH, OWNER = later("Path"), later("Owner")
SCORE_CHANGE, VALUE_CHANGE = later("Change of score"), later("Change of value")
CHANGE_LOW, CHANGE_HIGH = later("Change, 95% low"), later("Change, 95% high")
P, ADJUSTED, REAL = later("p"), later("p, adjusted"), later("More than noise")
YES, NO = later("yes"), later("no")
PART, UNDER, CAUSE, POINTS = later("Part"), later("Under"), later("Cause"), later("Points of the total")
UNIT_NAME, LEVEL, RANK = later("Unit"), later("Level"), later("Rank")
TOTAL_BEFORE, TOTAL_CHANGE = later("Total at baseline"), later("Change of total")
WHAT, COURSE = later("What"), later("Course")
EXPECTED, METHOD_OF = later("Expected by the target"), later("Forecast by")
STRATEGY, BY, DESCRIPTION, BUDGET = later("Strategy"), later("By"), later("Description"), later("Budget")
SERVES, INITIATIVE, START, DUE = later("Serves"), later("Initiative"), later("Start"), later("Due")
MOVES, OVERDUE, GOAL_NAME = later("Should move"), later("Overdue"), later("Goal")
MEASURE, WHERE, GAPS = later("Measure"), later("Where"), later("What is missing, and why")
SOURCES, FINDINGS = later("What was read"), later("Findings and notes")
DATASET, FILE, ROWS = later("Dataset"), later("File"), later("Rows")
BAD, EXCLUDED = later("Rows that could not be read"), later("Rows left out")
EXAMPLES, DIGEST = later("Examples"), later("SHA-256")
LEVEL_OF, MESSAGE, PLACE = later("Kind"), later("What"), later("Where it stands")
TARGET_SAID, COMPUTED, REMARKS = later("Held against"), later("How it is computed"), later("Remarks")
SCORES_RULES, TREE = later("How scores come about"), later("Weights and targets")
HOW, LEVELS, ORIGIN = later("How measures are computed"), later("Levels of assessments"), later("Provenance")
PERIOD, MEANING = later("Period"), later("Meaning")
PERSPECTIVES, PERSPECTIVES_NOW = later("Perspectives, baseline and target"), later("Perspectives")
HISTORY = later("The total through the periods")
PARTS = later("The parts add up to the change of the total.")

METHODS = {"line": later("straight line"), "holt-winters": later("Holt and Winters")}
UNITS: dict[Unit, str] = {
    "number": later("number"), "percent": later("percent"), "currency": later("currency"), "count": later("count"),
    "ratio": later("ratio"), "points": later("points"), "seconds": later("seconds"), "minutes": later("minutes"),
    "hours": later("hours"), "days": later("days"), "months": later("months"), "years": later("years"),
}  # fmt: skip

_SUFFIXES: dict[Unit, str] = {
    "seconds": later(" s"), "minutes": later(" min"), "hours": later(" h"), "days": later(" days"), "months": later(" months"),
    "years": later(" years"),
}  # fmt: skip

CHANGES = later(
    "A change of a percentage is the difference of two percentages: from 45% to 50% it is +5%. Interval and p are those of a "
    "measure's change of value, of other rows those of the change of score; they are empty where nothing is sampled."
)
FORECASTS = later("Columns in blue are forecasts, with the interval in which 95 of 100 single values should lie.")


def suffix(unit: Unit) -> str:
    """What stands behind every number of a unit, in its format; empty for most."""
    return say(_SUFFIXES[unit]) if unit in _SUFFIXES else ""


def value_in(period: str) -> str:
    return say("Value, {period}", period=period)


def score_in(period: str) -> str:
    return say("Score, {period}", period=period)


def status_in(period: str) -> str:
    return say("Status, {period}", period=period)


def forecast(period: str) -> str:
    """A column of a period to come."""
    return say("{period}, forecast", period=period)


def why(period: str, reason: str) -> str:
    """Why a number is missing in a period."""
    return say("{period}: {reason}", period=period, reason=reason)


def hierarchy(name: str) -> str:
    """The sheet of one of several hierarchies."""
    return say("Entities, {name}", name=name)


def left_out(number: int, most: int) -> str:
    """Units that the sheet does not hold."""
    return several(
        number,
        "{number} more units are left out: this sheet holds at most {most}. The exported data hold them all.",
        "{number} more units are left out: this sheet holds at most {most}. The exported data hold them all.",
        number=numbers.count(number), most=numbers.count(most),
    )  # fmt: skip
