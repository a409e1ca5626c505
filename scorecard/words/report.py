"""The report's own sentences, in plain English.

Enters: text and numbers that are already formatted. Leaves: sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from scorecard.problems import Level
from scorecard.records.comparison import Cause
from scorecard.records.goals import InitiativeStatus
from scorecard.records.outlook import NoForecast
from scorecard.words.terms import isolated, listed

Reached = Literal["ahead", "open", "behind"]

NO_CHANGE = "0.0"
UNASSIGNED = "Unassigned"
BLANK = "(blank)"
SHOWN_ONLY = "shown only: its weight is 0"
TOTAL, BASELINE, TARGET, PERIOD, HISTORY, DATE = "Total", "Baseline", "Target period", "Period", "History", "Date"
SCORECARD, DEFINITION, DIGEST, MADE_WITH = "Scorecard", "Definition", "Definition's SHA-256", "Made with"
INITIATIVE_STATUS: dict[InitiativeStatus, str] = {
    "planned": "Planned", "running": "Running", "done": "Done", "stopped": "Stopped",
}  # fmt: skip
OVERDUE = "Overdue"
UNMEASURED = "No measure of the tree tells whether it works."
UNMOVED = "Nothing of the tree is named that it should move."
REMARKS: dict[Level, str] = {"fault": "To mend", "finding": "To check", "note": "Assumed"}


def compared(now: str, before: str) -> str:
    return f"{now} compared with {before}"


def history(first: str, last: str, number: int) -> str:
    return f"{first} to {last}, {number} periods"


def read(rows: str, sha256: str) -> str:
    """What of a file was read."""
    return f"{rows} rows; SHA-256 {sha256}"


def often(title: str, number: int, names: list[str]) -> str:
    """Many findings of one kind, and what they are about."""
    return f"{title}, {number} times: {listed(names)}."


def place(file: str, line: int) -> str:
    return f"{file}, line {line}" if line else file


def total(score: str, status: str, period: str) -> str:
    """The first sentence where nothing is compared; `period` is empty in a snapshot."""
    return f"The total score{_when(period)} is {score}{f', {status}' if status else ''}."


def no_total(period: str, reason: str) -> str:
    return f"There is no total score{_when(period)}: {reason[:1].lower()}{reason[1:]}"


def total_change(
    before: str, after: str, points: str, periods: tuple[str, str], statuses: tuple[str, str], *, noise: bool = False
) -> str:
    """How the total moved; `points` is signed. `noise`: no more than samples differ by chance."""
    if points == NO_CHANGE:
        moved = f"The total score is unchanged at {after} ({periods[0]} to {periods[1]})"
    elif noise:
        moved = f"The total score is {after} in {periods[1]}, after {before} in {periods[0]}: a difference no larger than noise"
    else:
        verb = "rose" if points.startswith("+") else "fell"
        moved = f"The total score {verb} by {points[1:]} points, from {before} in {periods[0]} to {after} in {periods[1]}"
    first, second = statuses
    if not second:
        return f"{moved}."
    if first == second:
        return f"{moved}; its status stays {second}."
    return f"{moved}; its status is now {second}, after {first}." if first else f"{moved}; its status is now {second}."


def effect(points: str, cause: Cause) -> str:
    """A part of the change, and why if it is not that the value moved."""
    return f"{points} points" + {"value": "", "goal": ", as its target moved"}.get(cause, ", data missing on one side")


def drivers(up: Sequence[tuple[str, str]], down: Sequence[tuple[str, str]], fell: bool, aside: bool = False) -> str:
    """What lifted and what lowered the total most: (name, effect), largest first. Empty if nothing did. `aside`: something
    larger is left out, as it is no more than noise."""

    def named(verb: str, parts: Sequence[tuple[str, str]]) -> str:
        return f"{verb} most by {listed([f'{isolated(name)} ({effect})' for name, effect in parts])}" if parts else ""

    said = [named("lifted", up), named("lowered", down)]
    clauses = ", and ".join(filter(None, reversed(said) if fell else said))
    if aside:
        return f"Leaving aside what is no more than noise, it was {clauses}." if clauses else ""
    return f"It was {clauses}." if clauses else ""


def sure(chance: str) -> str:
    """Of a status."""
    return f"{chance} sure"


def sample(number: str, kind: Literal["answers", "assessments", "records"], single: bool) -> str:
    """How many stand behind a value."""
    return f"{number} {kind[:-1] if single else kind}"


def change_interval(low: str, high: str) -> str:
    """Of a change; both ends are signed."""
    return f"95% interval {low} to {high}"


def noise_legend() -> str:
    """What the mark behind a change means."""
    return "≈ marks a change that is no more than noise: it rests on samples, and chance alone makes changes as large."


def one_sided(points: str) -> str:
    """How much of the change is owed to gaps in the data."""
    return f"Of this change, {points} points are due to scores that exist in one period only, not to a measured difference."


def extremes(best: tuple[str, str], worst: tuple[str, str]) -> str:
    return f"{isolated(best[0])} scores highest ({best[1]}), {isolated(worst[0])} lowest ({worst[1]})."


def coverage(scored: int, all_: int, period: str) -> str:
    """How many measures the scores of a period, or of a snapshot, rest on."""
    if not all_:
        return "The scorecard has no measures yet."
    if all_ == 1:
        return f"The one measure has {'a' if scored else 'no'} score{_when(period)}."
    if scored == all_:
        return f"All {all_} measures have a score{_when(period)}."
    return f"{scored or 'None'} of the {all_} measures {'has' if scored == 1 else 'have'} a score{_when(period)}."


def value_part(before: str, after: str) -> str:
    return f"from {before} to {after}"


def goal_part() -> str:
    return "its target moved"


def one_sided_part(period: str, reason: str) -> str:
    return f"data missing on one side: no score in {period} ({reason})"


def smaller_parts(number: int) -> str:
    return f"{number} smaller parts" if number > 1 else "1 smaller part"


def no_split(period: str, reason: str) -> str:
    return f"The change cannot be split into its parts, because {period} has no total score: {reason[:1].lower()}{reason[1:]}"


def kinds(factors: int, far: int, widest: tuple[str, str, str]) -> str:
    """How far facts and perceptions part; `far` of the factors 25 points or more. `widest`: name, by facts, by perceptions."""
    name, facts, perceptions = widest
    what = "factor" if factors == 1 else "factors"
    if not factors:
        said = "No factor has both facts and perceptions."
    elif not far:
        said = f"In none of the {factors} {what} that have both do facts and perceptions lie 25 points or more apart."
        said = said if factors > 1 else "One factor has both, and its facts and perceptions lie less than 25 points apart."
    elif factors == 1:
        said = "One factor has both, and its facts and perceptions lie 25 points or more apart."
    else:
        verb = "facts and perceptions lie 25 points or more apart"
        said = f"In {far} of the {factors} {what} that have both, {verb}."
    return f"{said} They part most in {isolated(name)}: {facts} by facts, {perceptions} by perceptions."


def heading(number: int, reached: Mapping[Reached, int]) -> str:
    """Of how many measures there is a forecast, and how many of these will meet a target that has a date."""
    said = "One measure has a forecast." if number == 1 else f"{number} measures have a forecast."
    total = sum(reached.values())
    words: dict[Reached, tuple[str, str]] = {
        "ahead": ("is on course for it", "are on course for it"),
        "open": ("may or may not meet it", "may or may not meet it"),
        "behind": ("will probably miss it", "will probably miss it"),
    }
    parts = [(reached[way], *both) for way, both in words.items() if reached.get(way)]
    if not total:
        return said
    if total == 1:
        return f"{said} {'It' if number == 1 else 'One of them'} has a target with a date, and {parts[0][1]}."
    if len(parts) == 1:
        return f"{said} {total} of them have a target with a date, and {parts[0][2]}."
    each = [f"{count} {one if count == 1 else more}" for count, one, more in parts]
    return f"{said} {total} of them have a target with a date: {listed(each)}."


def drawn(number: int, more: int, dated: bool) -> str:
    """Which are drawn, where these are not all."""
    first = "those with dated targets first, then " if dated else ""
    return f"Drawn are {number}: {first}those that weigh most. The exported data hold the other {more}."


def no_forecast(number: int, why: NoForecast, period: str) -> str:
    """Why so many measures have none."""
    because = {
        "too-few": "fewer than six periods with a value",
        "not-covered": f"no value for the whole of {period}",
        "withheld": f"their values in {period} are withheld" if number > 1 else f"its value in {period} is withheld",
        "calendar-ends": f"no period comes after {period}",
    }[why]
    return f"{number} {'measures have' if number > 1 else 'measure has'} no forecast: {because}."


def now(period: str, value: str) -> str:
    return f"{period}: {value}"


def forecast(period: str, value: str, within: str) -> str:
    return f"Forecast for {period}: {value} ({within})"


def expected(goal: str, reached: Reached | None) -> str:
    """What a dated target expects then, and whether the forecast meets it."""
    verdict = {"ahead": ", on course", "open": ", open", "behind": ", out of reach"}.get(reached or "", "")
    return f"Target: {goal}{verdict}"


def forecast_method(method: Literal["line", "holt-winters"]) -> str:
    """How a forecast is made, for the legend."""
    return {
        "line": "Forecasts carry on the straight line through all periods.",
        "holt-winters": "From two full years on forecasts follow the seasons.",
    }[method]


def initiatives(counts: Mapping[InitiativeStatus, int]) -> str:
    """How many initiatives are how far. Empty where there are none."""
    found = [(INITIATIVE_STATUS[status].lower(), counts.get(status, 0)) for status in ("done", "running", "planned", "stopped")]
    said = [(status, number) for status, number in found if number]
    total = sum(number for _, number in said)
    if total == 1:
        return f"There is one initiative; it is {said[0][0]}."
    if len(said) == 1:
        return f"All {total} initiatives are {said[0][0]}."
    parts = [f"{number} {'is' if number == 1 else 'are'} {status}" for status, number in said]
    return f"Of {total} initiatives, {listed(parts)}." if parts else ""


def overdue(number: int, total: int, day: str) -> str:
    """How many of the initiatives are late on the last day of the period."""
    if total == 1:
        return f"On {day} it is overdue."
    return f"On {day}, {number} of them {'is' if number == 1 else 'are'} overdue."


def serves(strategy: str, goal: str) -> str:
    return f"Serves {isolated(strategy)} ({isolated(goal)})"


def budget(amount: str) -> str:
    return f"Budget {amount}"


def since(day: str) -> str:
    return f"from {day}"


def band_range(low: str, high: str) -> str:
    """The scores of a status band; an empty edge is open."""
    if not high:
        return f"{low or 0} and above"
    return f"{low} to below {high}" if low else f"below {high}"


def unassigned(levels: list[str]) -> str:
    return f"“{UNASSIGNED}” gathers the records that name no {' or no '.join(levels)}. They count in the totals above them."


def key(titles: Sequence[str]) -> str:
    """What numbered columns stand for."""
    return "Columns: " + ", ".join(f"{number} {isolated(title)}" for number, title in enumerate(titles, start=1)) + "."


def left_out(number: str, most: int) -> str:
    """Units that the heat map has no room for."""
    return f"{number} more units are left out: this page shows at most {most}. The exported data hold them all."


def rank_note() -> str:
    return "Ranks compare units of the same level by the score as shown; equal scores share a rank."


def not_at_level(measures: list[str]) -> str:
    names = listed([isolated(name) for name in measures])
    count = "it counts" if len(measures) == 1 else "they count"
    return f"The data cannot tell units apart for {names}; {count} at higher levels only."


def inherited(measures: list[str]) -> str:
    names = listed([isolated(name) for name in measures])
    return f"The data cannot tell these units apart for {names}; each unit takes the value of the one above it."


def units(number: int, level: str) -> str:
    """How many units the counts beside the names are out of."""
    return f"{level} (of {number})"


def example(row: int, column: str, text: str) -> str:
    """One cell, or row, that could not be read."""
    where = f"row {row}, {isolated(column)}" if column else f"row {row}"
    return f"{where}: “{isolated(text)}”"


def step(shape: Literal["at_least", "at_most", "inside"], edge: str) -> str:
    """A target that is met or not."""
    return {"at_least": f"at least {edge}", "at_most": f"at most {edge}", "inside": edge}[shape]


def floor_and_goal(floor: str, goal: str) -> str:
    return f"floor {floor}, goal {goal}"


def inside(range_: str) -> str:
    return f"inside {range_}"


def points(knots: Sequence[tuple[str, str]]) -> str:
    """A target by points: (value, score)."""
    return ", ".join(f"{value} scores {score}" for value, score in knots)


def _when(period: str) -> str:
    return f" in {period}" if period else ""


def of_unit(title: str, unit: str) -> str:
    """The title of one unit's own report."""
    return f"{title}: {unit}"


def belongs(names: list[str]) -> str:
    """A unit and what it belongs to, the finest first: `Central (North)`."""
    return f"{names[0]} ({', '.join(names[1:])})" if names[1:] else names[0]


def reports(number: int, level: str, when: str) -> str:
    """What an index leads to; `when` is empty in a snapshot."""
    return f"{number} {'report' if number == 1 else 'reports'} by {level}{when and f': {when}'}"


def no_own_report(level: str) -> str:
    return f"Records that name no {level} are in none of these reports."
