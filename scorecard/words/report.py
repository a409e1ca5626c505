"""The report's own sentences.

Enters: text and numbers that are already formatted. Leaves: sentences.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from scorecard.problems import Level
from scorecard.records.comparison import Cause
from scorecard.records.goals import InitiativeStatus
from scorecard.words.numbers import native, sign, unsigned
from scorecard.words.terms import commas, isolated, latin, listed
from scorecard.words.tongue import later, say, several

_WORDS = {
    "UNASSIGNED": later("Unassigned"), "BLANK": later("(blank)"), "SHOWN_ONLY": later("shown only: its weight is 0"),
    "TOTAL": later("Total"), "BASELINE": later("Baseline"), "TARGET": later("Target period"), "PERIOD": later("Period"),
    "HISTORY": later("History"), "DATE": later("Date"), "SCORECARD": later("Scorecard"), "DEFINITION": later("Definition"),
    "DIGEST": later("Definition's SHA-256"), "MADE_WITH": later("Made with"), "OVERDUE": later("Overdue"),
    "UNMEASURED": later("No measure of the tree tells whether it works."),
    "UNMOVED": later("Nothing of the tree is named that it should move."),
}  # fmt: skip
_INITIATIVE_STATUS: dict[InitiativeStatus, str] = {
    "planned": later("Planned"), "running": later("Running"), "done": later("Done"), "stopped": later("Stopped"),
}  # fmt: skip
_REMARKS: dict[Level, str] = {"fault": later("To mend"), "finding": later("To check"), "note": later("Assumed")}


def __getattr__(name: str) -> str:
    """The words of `_WORDS`, in the language that is spoken when they are asked for."""
    if name not in _WORDS:
        raise AttributeError(name)
    return say(_WORDS[name])


def initiative_status(status: InitiativeStatus) -> str:
    return say(_INITIATIVE_STATUS[status])


def remark(level: Level) -> str:
    """What is to be done about a problem."""
    return say(_REMARKS[level])


def compared(now: str, before: str) -> str:
    return say("{now} compared with {before}", now=now, before=before)


def history(first: str, last: str, number: int) -> str:
    return say("{first} to {last}, {number} periods", first=first, last=last, number=native(str(number)))


def read(rows: str, sha256: str) -> str:
    """What of a file was read."""
    return say("{rows} rows; SHA-256 {digest}", rows=rows, digest=latin(sha256))


def often(title: str, number: int, names: list[str]) -> str:
    """Many findings of one kind, and what they are about."""
    return say("{title}, {number} times: {names}.", title=title, number=native(str(number)), names=listed(names))


def place(file: str, line: int) -> str:
    return say("{file}, line {line}", file=latin(file), line=native(str(line))) if line else latin(file)


def total(score: str, status: str, period: str) -> str:
    """The first sentence where nothing is compared; `period` is empty in a snapshot."""
    facts = {"score": score, "status": status, "period": period}
    if period and status:
        return say("The total score in {period} is {score}, {status}.", **facts)
    if period:
        return say("The total score in {period} is {score}.", period=period, score=score)
    if status:
        return say("The total score is {score}, {status}.", score=score, status=status)
    return say("The total score is {score}.", score=score)


def no_total(period: str, reason: str) -> str:
    reason = reason[:1].lower() + reason[1:]
    if period:
        return say("There is no total score in {period}: {reason}", period=period, reason=reason)
    return say("There is no total score: {reason}", reason=reason)


def total_change(
    before: str, after: str, points: str, periods: tuple[str, str], statuses: tuple[str, str], *, noise: bool = False
) -> str:
    """How the total moved; `points` is signed. `noise`: no more than samples differ by chance."""
    facts = {"before": before, "after": after, "then": periods[0], "now": periods[1]}
    way = sign(points)
    if not way:
        moved = say("The total score is unchanged at {after} ({then} to {now})", after=after, then=periods[0], now=periods[1])
    elif noise:
        moved = say("The total score is {after} in {now}, after {before} in {then}: a difference no larger than noise", **facts)
    elif way > 0:
        facts["points"] = unsigned(points)
        moved = say("The total score rose by {points} points, from {before} in {then} to {after} in {now}", **facts)
    else:
        facts["points"] = unsigned(points)
        moved = say("The total score fell by {points} points, from {before} in {then} to {after} in {now}", **facts)
    first, second = statuses
    if not second:
        return say("{said}.", said=moved)
    if first == second:
        return say("{said}; its status stays {status}.", said=moved, status=second)
    if first:
        return say("{said}; its status is now {status}, after {earlier}.", said=moved, status=second, earlier=first)
    return say("{said}; its status is now {status}.", said=moved, status=second)


def effect(points: str, cause: Cause, moved: str) -> str:
    """A part of the change, and why. `moved`: from which value to which, where it was the value."""
    if cause == "value":
        return say("{points} points, {moved}", points=points, moved=moved)
    if cause == "goal":
        return say("{points} points, as its target moved", points=points)
    return say("{points} points, data missing on one side", points=points)


def drivers(up: Sequence[tuple[str, str]], down: Sequence[tuple[str, str]], fell: bool, aside: bool = False) -> str:
    """What lifted and what lowered the total most: (name, effect), largest first. Empty if nothing did. `aside`: something
    larger is left out, as it is no more than noise."""

    def named(parts: Sequence[tuple[str, str]]) -> str:
        return listed([f"{isolated(name)} ({effect})" for name, effect in parts])

    facts = {"up": named(up), "down": named(down)}
    if up and down:
        said = (
            say("It was lowered most by {down}, and lifted most by {up}.", **facts)
            if fell
            else say("It was lifted most by {up}, and lowered most by {down}.", **facts)
        )
    elif up:
        said = say("It was lifted most by {up}.", up=facts["up"])
    elif down:
        said = say("It was lowered most by {down}.", down=facts["down"])
    else:
        return ""
    if not aside:
        return said
    return say("Leaving aside what is no more than noise, {said}", said=said[:1].lower() + said[1:])


def sure(chance: str) -> str:
    """Of a status."""
    return say("{chance} sure", chance=chance)


def sample(number: str, kind: Literal["answers", "assessments", "records"], count: int) -> str:
    """How many stand behind a value."""
    if kind == "answers":
        return several(count, "{number} answer", "{number} answers", number=number)
    if kind == "assessments":
        return several(count, "{number} assessment", "{number} assessments", number=number)
    return several(count, "{number} record", "{number} records", number=number)


def change_interval(low: str, high: str) -> str:
    """Of a change; both ends are signed."""
    return say("95% interval {low} to {high}", low=low, high=high)


def noise_legend() -> str:
    """What the mark behind a change means."""
    return say("~ marks a change that is no more than noise: it rests on samples, and chance alone makes changes as large.")


def one_sided(points: str) -> str:
    """How much of the change is owed to gaps in the data."""
    return say(
        "Of this change, {points} points are due to scores that exist in one period only, not to a measured difference.",
        points=points,
    )


def extremes(best: tuple[str, str], worst: tuple[str, str]) -> str:
    facts = {"best": isolated(best[0]), "high": best[1], "worst": isolated(worst[0]), "low": worst[1]}
    return say("{best} scores highest ({high}), {worst} lowest ({low}).", **facts)


def coverage(scored: int, all_: int, period: str) -> str:
    """How many measures the scores of a period, or of a snapshot, rest on."""
    if not all_:
        return say("The scorecard has no measures yet.")
    facts = {"scored": native(str(scored)), "all": native(str(all_))} | ({"period": period} if period else {})
    if all_ == 1:
        del facts["scored"], facts["all"]
        if period:
            return (
                say("The one measure has a score in {period}.", **facts)
                if scored
                else say("The one measure has no score in {period}.", **facts)
            )
        return say("The one measure has a score.") if scored else say("The one measure has no score.")
    if scored == all_:
        del facts["scored"]
        return (
            say("All {all} measures have a score in {period}.", **facts)
            if period
            else say("All {all} measures have a score.", **facts)
        )
    if not scored:
        del facts["scored"]
        if period:
            return say("None of the {all} measures have a score in {period}.", **facts)
        return say("None of the {all} measures have a score.", **facts)
    if period:
        return several(
            scored,
            "{scored} of the {all} measures has a score in {period}.",
            "{scored} of the {all} measures have a score in {period}.",
            **facts,
        )
    return several(scored, "{scored} of the {all} measures has a score.", "{scored} of the {all} measures have a score.", **facts)


def coarser_units(number: str, *, has_appendix: bool) -> str:
    """On a table that leaves the finest units out. `number` of all."""
    if has_appendix:
        return say("The larger units only; all {number} stand in the appendix.", number=number)
    return say("The larger units only; the exported data hold all {number}.", number=number)


def ends(few: str, number: str, *, has_appendix: bool | None) -> str:
    """On a table of the best and the worst. `has_appendix`: None where the others are told of elsewhere."""
    if has_appendix is None:
        return say("The {few} best and the {few} worst of {number} units.", few=few, number=number)
    if has_appendix:
        return say("The {few} best and the {few} worst of {number} units; all stand in the appendix.", few=few, number=number)
    return say("The {few} best and the {few} worst of {number} units; the exported data hold all.", few=few, number=number)


def value_part(before: str, after: str) -> str:
    return say("from {before} to {after}", before=before, after=after)


def goal_part() -> str:
    return say("its target moved")


def one_sided_part(period: str, reason: str) -> str:
    return say("data missing on one side: no score in {period} ({reason})", period=period, reason=reason)


def smaller_parts(number: int) -> str:
    return several(number, "{number} smaller part", "{number} smaller parts", number=native(str(number)))


def no_split(period: str, reason: str) -> str:
    return say(
        "The change cannot be split into its parts, because {period} has no total score: {reason}",
        period=period,
        reason=reason[:1].lower() + reason[1:],
    )


def kinds(factors: int, far: int, widest: tuple[str, str, str]) -> str:
    """How far facts and perceptions part; `far` of the factors 25 points or more. `widest`: name, by facts, by perceptions."""
    name, facts, perceptions = widest
    number = native(str(factors))
    if not factors:
        said = say("No factor has both facts and perceptions.")
    elif factors == 1:
        said = (
            say("One factor has both, and its facts and perceptions lie 25 points or more apart.")
            if far
            else say("One factor has both, and its facts and perceptions lie less than 25 points apart.")
        )
    elif not far:
        said = say(
            "In none of the {number} factors that have both do facts and perceptions lie 25 points or more apart.", number=number
        )
    else:
        said = say(
            "In {far} of the {number} factors that have both, facts and perceptions lie 25 points or more apart.",
            far=native(str(far)),
            number=number,
        )
    most = say(
        "They part most in {name}: {facts} by facts, {perceptions} by perceptions.",
        name=isolated(name),
        facts=facts,
        perceptions=perceptions,
    )
    return f"{said} {most}"


def initiatives(counts: Mapping[InitiativeStatus, int]) -> str:
    """How many initiatives are how far. Empty where there are none."""
    order: tuple[InitiativeStatus, ...] = ("done", "running", "planned", "stopped")
    found = [(initiative_status(status).lower(), counts[status]) for status in order if counts.get(status)]
    total = sum(number for _, number in found)
    if not found:
        return ""
    if total == 1:
        return say("There is one initiative; it is {status}.", status=found[0][0])
    if len(found) == 1:
        return say("All {total} initiatives are {status}.", total=native(str(total)), status=found[0][0])
    parts = [
        several(n, "{number} is {status}", "{number} are {status}", number=native(str(n)), status=status) for status, n in found
    ]
    return say("Of {total} initiatives, {parts}.", total=native(str(total)), parts=listed(parts))


def overdue(number: int, total: int, day: str) -> str:
    """How many of the initiatives are late on the last day of the period."""
    if total == 1:
        return say("On {day} it is overdue.", day=day)
    return several(
        number,
        "On {day}, {number} of them is overdue.",
        "On {day}, {number} of them are overdue.",
        day=day,
        number=native(str(number)),
    )


def serves(strategy: str, goal: str) -> str:
    return say("Serves {strategy} ({goal})", strategy=isolated(strategy), goal=isolated(goal))


def budget(amount: str) -> str:
    return say("Budget {amount}", amount=amount)


def since(day: str) -> str:
    return say("from {day}", day=day)


def band_range(low: str, high: str) -> str:
    """The scores of a status band; an empty edge is open."""
    if not high:
        return say("{low} and above", low=low or native("0"))
    return say("{low} to below {high}", low=low, high=high) if low else say("below {high}", high=high)


def unassigned(levels: list[str]) -> str:
    said = say("Unassigned")
    return say(
        "“{unassigned}” gathers the records that name no {levels}. They count in the totals above them.",
        unassigned=said,
        levels=say(" or no ").join(levels),
    )


def key(titles: Sequence[str]) -> str:
    """What numbered columns stand for."""
    told = commas(f"{native(str(number))} {isolated(title)}" for number, title in enumerate(titles, start=1))
    return say("Columns: {columns}.", columns=told)


def left_out(number: str, most: int) -> str:
    """Units that the heat map has no room for."""
    return say(
        "{number} more units are left out: this page shows at most {most}. The exported data hold them all.",
        number=number,
        most=native(str(most)),
    )


def rank_note() -> str:
    return say("Ranks compare units of the same level by the score as shown; equal scores share a rank.")


def not_at_level(measures: list[str]) -> str:
    return several(
        len(measures),
        "The data cannot tell units apart for {names}; it counts at higher levels only.",
        "The data cannot tell units apart for {names}; they count at higher levels only.",
        names=listed([isolated(name) for name in measures]),
    )


def inherited(measures: list[str]) -> str:
    names = listed([isolated(name) for name in measures])
    return say("The data cannot tell these units apart for {names}; each unit takes the value of the one above it.", names=names)


def more(number: int) -> str:
    """Names that are not told."""
    return say("{number} more", number=native(str(number)))


def units(number: int, level: str) -> str:
    """How many units the counts beside the names are out of."""
    return say("{level} (of {number})", level=level, number=native(str(number)))


def example(row: int, column: str, text: str) -> str:
    """One cell, or row, that could not be read."""
    facts = {"row": native(str(row)), "text": isolated(text)}
    if column:
        return say("row {row}, {column}: “{text}”", column=isolated(column), **facts)
    return say("row {row}: “{text}”", **facts)


def step(shape: Literal["at_least", "at_most", "inside"], edge: str) -> str:
    """A target that is met or not."""
    if shape == "inside":
        return edge
    return say("at least {edge}", edge=edge) if shape == "at_least" else say("at most {edge}", edge=edge)


def floor_and_goal(floor: str, goal: str) -> str:
    return say("floor {floor}, goal {goal}", floor=floor, goal=goal)


def inside(range_: str) -> str:
    return say("inside {range}", range=range_)


def points(knots: Sequence[tuple[str, str]]) -> str:
    """A target by points: (value, score)."""
    return commas(say("{value} scores {score}", value=value, score=score) for value, score in knots)


def of_unit(title: str, unit: str) -> str:
    """The title of one unit's own report."""
    return f"{title}: {unit}"


def belongs(names: list[str]) -> str:
    """A unit and what it belongs to, the finest first: `Central (North)`."""
    return f"{names[0]} ({commas(names[1:])})" if names[1:] else names[0]


def reports(number: int, level: str, when: str) -> str:
    """What an index leads to; `when` is empty in a snapshot."""
    said = several(number, "{number} report by {level}", "{number} reports by {level}", number=native(str(number)), level=level)
    return f"{said}: {when}" if when else said


def no_own_report(level: str) -> str:
    return say("Records that name no {level} are in none of these reports.", level=level)
