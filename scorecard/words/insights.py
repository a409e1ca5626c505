"""What the report says at a glance: strengths, gaps, what to do next, the strategy map, the glossary, the contents.

Enters: text and numbers that are already formatted. Leaves: sentences, headings.
"""

from __future__ import annotations

from scorecard.records.presentation import Section
from scorecard.words.terms import isolated
from scorecard.words.tongue import later, say

HEADINGS: dict[Section, str] = {
    "contents": later("Contents"),
    "summary": later("Summary"),
    "map": later("Strategy map"),
    "changes": later("What changed most and why"),
    "kinds": later("Facts and perceptions"),
    "heading": later("Where it is heading"),
    "plans": later("Goals and initiatives"),
    "units": later("Units side by side"),
    "notes": later("Data notes"),
    "sheets": later("Measures one by one"),
    "method": later("Method and provenance"),
    "glossary": later("Terms"),
    "appendix": later("Appendix: all units"),
}

TERMS = (
    (
        later("Perspective"),
        later("A side from which the organisation is looked at. Its score is made of its factors and measures."),
    ),
    (later("Factor"), later("What belongs together within a perspective.")),
    (
        later("Measure"),
        later("A number that is computed from records, or from what people say, or typed in, and held against a target."),
    ),
    (later("Baseline"), later("The earlier period, with which the target period is compared.")),
    (later("Target period"), later("The period that is assessed.")),
    (later("Floor and goal"), later("The value that scores 0 and the value that scores 100. Between them scores run evenly.")),
    (
        later("Score"),
        later("How far a value has come from floor to goal, from 0 to 100; of a group, what its parts make together."),
    ),
    (later("Weight"), later("How much a part counts among its siblings; the share of the total is what it counts in the whole.")),
    (later("Status"), later("The name of the range that a score lies in.")),
    (
        later("Coverage"),
        later("The share of the weight that has a score. What is missing is never counted as a score in silence."),
    ),
    (later("95% interval"), later("Where values rest on samples: the range that the true value lies in, 95 times out of 100.")),
    (later("No more than noise"), later("A change so small that chance alone makes changes as large.")),
    (later("Facts and perceptions"), later("What the records say, and what people answer when they are asked.")),
)
"""Term, meaning: both as messages."""


def heading(section: Section) -> str:
    return say(HEADINGS[section])


def glossary(*, sampled: bool, both_kinds: bool) -> tuple[tuple[str, str], ...]:
    """The terms that the report makes use of."""
    spared = set() if sampled else {"95% interval", "No more than noise"}
    spared |= set() if both_kinds else {"Facts and perceptions"}
    return tuple((say(term), say(meaning)) for term, meaning in TERMS if term not in spared)


def strength(name: str, score: str, value: str) -> str:
    """A measure that stands well; `value` may be empty."""
    if not value:
        return say("{name} scores {score}.", name=isolated(name), score=score)
    return say("{name} scores {score}, at {value}.", name=isolated(name), score=score, value=value)


def gap(name: str, score: str, value: str, goal: str) -> str:
    """A measure that stands badly; its goal may be unknown."""
    if not goal:
        return strength(name, score, value)
    return say(
        "{name} scores {score}: {value}, where {goal} is the goal.", name=isolated(name), score=score, value=value, goal=goal
    )


def worth(name: str, points: str) -> str:
    """What a gap costs."""
    return say("Bring {name} to its goal: that is worth up to {points} points of the total.", name=isolated(name), points=points)


def aimed(name: str, initiative: str, status: str) -> str:
    """That something is done about it. `name` is empty behind a sentence that names it."""
    facts = {"initiative": isolated(initiative), "status": status}
    if not name:
        return say("{initiative} ({status}) should move it.", **facts)
    return say("{initiative} ({status}) should move {name}.", name=isolated(name), **facts)


def unaimed(name: str) -> str:
    """`name` as above."""
    return say("No initiative aims at {name} yet.", name=isolated(name)) if name else say("No initiative aims at it yet.")


def missing(name: str, share: str) -> str:
    """Data that would make the total surer."""
    return say(
        "Find the data for {name}: it carries {share} of the total's weight and has no score.", name=isolated(name), share=share
    )


def overdue(initiative: str) -> str:
    return say("{initiative} is overdue: finish it, stop it, or give it a new day.", initiative=isolated(initiative))


def helps(source: str, targets: str) -> str:
    """An arrow of the map between rows that are no neighbours, in words."""
    return say("{source} helps {targets}", source=isolated(source), targets=targets)


def shown_changes(number: str, all_: str) -> str:
    return say("The {number} measures of {all} whose scores moved most.", number=number, all=all_)
