"""What stands in a workbook beside names and numbers: the sheets' names, headings, a few lines.

Enters: text that is already formatted. Leaves: text; a sheet's name fits a spreadsheet (31 characters, no `[]:*?/\\`).
"""

from __future__ import annotations

SUMMARY, MEASURES, COMPARISON, MOVED, ENTITIES = "Summary", "Measures", "Comparison", "What moved the total", "Entities"
TREND, GOALS, INITIATIVES, NOTES, METHOD = "Trend", "Goals", "Initiatives", "Data notes", "Method"

NAME, KIND, UNIT, WEIGHT, COVERAGE, STATUS, WHY = "Name", "Kind", "Unit", "Weight", "Coverage", "Status", "Why missing"
VALUE, LOW, HIGH, NUMBER, FLOOR, GOAL = "Value", "95% low", "95% high", "Rows", "Floor", "Goal"
FLOOR_TO, GOAL_TO = "Floor, upper", "Goal, upper"
SCORE, SCORE_LOW, SCORE_HIGH, SURE = "Score", "Score, 95% low", "Score, 95% high", "Status is right with"
FACTS, PERCEPTIONS, PATH, OWNER = "Score by facts", "Score by perceptions", "Path", "Owner"
BASELINE_SCORE, SCORE_CHANGE = "Score at baseline", "Change of score"
BASELINE_VALUE, VALUE_CHANGE = "Value at baseline", "Change of value"
CHANGE_LOW, CHANGE_HIGH, P, ADJUSTED, REAL = "Change, 95% low", "Change, 95% high", "p", "p, adjusted", "More than noise"
YES, NO = "yes", "no"
PART, UNDER, CAUSE, POINTS = "Part", "Under", "Cause", "Points of the total"
UNIT_NAME, LEVEL, RANK, TOTAL_BEFORE, TOTAL_CHANGE = "Unit", "Level", "Rank", "Total at baseline", "Change of total"
WHAT, COURSE, EXPECTED, METHOD_OF = "What", "Course", "Expected by the target", "Forecast by"
STRATEGY, BY, DESCRIPTION, BUDGET, SERVES = "Strategy", "By", "Description", "Budget", "Serves"
INITIATIVE, START, DUE, MOVES, OVERDUE, GOAL_NAME = "Initiative", "Start", "Due", "Should move", "Overdue", "Goal"
MEASURE, WHERE, GAPS, SOURCES, FINDINGS = "Measure", "Where", "What is missing, and why", "What was read", "Findings and notes"
DATASET, FILE, ROWS, BAD, EXCLUDED = "Dataset", "File", "Rows", "Rows that could not be read", "Rows left out"
EXAMPLES, DIGEST, LEVEL_OF, MESSAGE, PLACE = "Examples", "SHA-256", "Kind", "What", "Where it stands"
TARGET_SAID, COMPUTED, REMARKS = "Held against", "How it is computed", "Remarks"
SCORES_RULES, TREE, HOW, LEVELS, ORIGIN = (
    "How scores come about", "Weights and targets", "How measures are computed", "Levels of assessments", "Provenance",
)  # fmt: skip
PERIOD, MEANING = "Period", "Meaning"
PERSPECTIVES, HISTORY = "Perspectives, baseline and target", "The total through the periods"
PERSPECTIVES_NOW = "Perspectives"
NO_COMPARISON = "Nothing is compared."
METHODS = {"line": "straight line", "holt-winters": "Holt and Winters"}

CHANGES = (
    "A change of a percentage is the difference of two percentages: from 45% to 50% it is +5%. Interval and p are those of a "
    "measure's change of value, of other rows those of the change of score; they are empty where nothing is sampled."
)
PARTS = "The parts add up to the change of the total."
FORECASTS = "Columns in blue are forecasts, with the interval in which 95 of 100 single values should lie."


def forecast(period: str) -> str:
    """A column of a period to come."""
    return f"{period}, forecast"


def page() -> str:
    """The foot of every printed page, in the spreadsheet's own codes."""
    return "&P / &N"


def hierarchy(name: str) -> str:
    """The sheet of one of several hierarchies."""
    return f"{ENTITIES}, {name}"


def left_out(number: str, most: int) -> str:
    """Units that the sheet does not hold."""
    return f"{number} more units are left out: this sheet holds at most {most}. The exported data hold them all."
