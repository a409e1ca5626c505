"""What is wrong with targets, weights, judgements and status bands, in words.

Enters: nothing. Leaves: `WORDING`, by code.
"""

from __future__ import annotations

from scorecard.words.problems.base import Wording

WORDING: dict[str, Wording] = {
    # Targets
    "bad-bound": Wording(
        "Not a number that a target can use",
        "'{text}' cannot be read as a value.",
        "Write a number (1200, 15%, 1e9), or one that hangs on the data: baseline * 1.1, previous + 5pp, another measure as "
        "sales_target * 0.9, mean + 1 sd, p90.",
        "Numbers have no thousands separators. What is multiplied comes first: baseline * 1.1. pp are percentage points: "
        "baseline + 5pp of 20% is 25%. sd are standard deviations and go with `mean` alone.",
    ),
    "percent-shift": Wording(
        "A percentage added: of what?",
        "'{text}' may mean two things.",
        "Write `{times}` for that part more or less, or `{points}` for percentage points.",
        "10% more than 20% is 22%; 10 percentage points more is 30%. The definition must say which one is meant.",
    ),
    "target-against-better": Wording(
        "The target's form does not fit the measure",
        "For '{measure}' better is {better}, but this form of target is for: {fits}.\nThe target comes from '{origin}'.",
        "Change `better`, or give '{measure}' a target of another form.",
        "Floor and goal, at_least and at_most have a good direction; `within` is for what is best inside a range.",
    ),
    "goal-not-better": Wording(
        "The goal is not better than the floor",
        "For '{measure}' better is {better}, but the target's goal is not better than its floor.\n"
        "This is so at the end of {period}.\nThe target comes from '{origin}'.",
        "Exchange floor and goal, change `better`, or give '{measure}' a target of its own.",
        "The floor scores 0 and the goal 100. When higher is better the goal lies above the floor, when lower is better below.",
    ),
    "points-against-better": Wording(
        "The points contradict `better`",
        "For '{measure}' better is {better}, but the scores of the points do not follow that.\nThe target comes from '{origin}'.",
        "When higher is better, higher values have higher scores; when lower is better, lower ones; inside: up, then down.",
        "Points give the score at some values; between them the score runs straight.",
    ),
    "points-repeat": Wording(
        "Two points at one value",
        "Two of these points have the same value.",
        "Keep one of them.",
        "Each value has one score. 40% and 0.4 are the same value.",
    ),
    "within-order": Wording(
        "The range is out of order",
        "The values of this range do not ascend.\nThis is so at the end of {period}.",
        "Write within: [lowest, highest], and with a floor: [below that, above that].",
        "Inside `within` the score is 100; it falls to 0 at the floor's values, which lie outside the range.",
    ),
    "unknown-reference": Wording(
        "Neither a word nor a measure",
        "'{name}' is no number, no measure, and no word that a target knows.",
        "Did you mean {nearest}?\nWrite a number (1200, 15%), the id of a measure, or one of the words {words} and p90.",
        "A target may hang on the same measure in another period (baseline, previous), on what the entities reach (lowest, "
        "highest, mean, p90), or on another measure, named by its id.",
    ),
    "word-and-measure": Wording(
        "A word of targets that is also a measure",
        "'{name}' is a word with a meaning in targets, and also the id of a measure.",
        "Give the measure another id.",
        "baseline, previous, lowest, highest, mean and p90 have a meaning in targets. Which one is meant must not be guessed.",
    ),
    "no-entities": Wording(
        "A target over entities that are not there",
        "'{name}' is taken over the entities, and this scorecard has none.",
        "Name the columns that tell them apart: `entities: [branch]`. Or write a number.",
        "lowest, highest, mean and percentiles compare the finest entities with each other. Without `entities` there is only "
        "the total, and nothing to compare it with.",
    ),
    "bad-percentile": Wording(
        "Not a percentile",
        "'{name}' is no percentile: they run from p0 to p100.",
        "Write p50 for the middle, p90 for what nine of ten entities stay below.",
        "A percentile is the value that so many percent of the entities do not exceed.",
    ),
    "dated-repeat": Wording(
        "Two numbers for one day",
        "'{one}' and '{other}' end on the same day.",
        "Keep one of them.",
        "A number in a dated target holds on the last day of its period: the year 2025 and its last quarter end on the same day.",
    ),
    "log-of-constant": Wording(
        "A target without a logarithm",
        "On a log scale every number of a target is above 0; here one is {value}.",
        "Write a floor and a goal above 0, or take `scale: log` away.",
        "On a log scale it is as far from 1 to 10 as from 10 to 100; 0 and negative numbers have no place on it. Values of 0 "
        "or less in the data score as the low end.",
    ),
    "target-is-itself": Wording(
        "A measure judged by itself",
        "The target of '{measure}' is '{measure}' itself.\nThe target comes from '{origin}'.",
        "Name another measure. For its own value in another period write `baseline` or `previous`.",
        "A measure that is its own target reaches it always.",
    ),
    "target-in-other-unit": Wording(
        "A target in another unit",
        "The unit of '{measure}' is {unit}, that of '{other}' in its target is {other_unit}.\nThe target comes from '{origin}'.",
        "Check the `unit` of both: one is a percentage and the other is not.",
        "Percents are fractions: 15% is 0.15. Beside a plain number that is next to nothing.",
    ),
    "large-percent": Wording(
        "A percentage that looks a hundred times too large",
        "'{measure}' is in percent, and {value} means {value} times one hundred percent.",
        "Write {percent} if that is meant.",
        "Percents are fractions: 15% is 0.15. A plain 15 would be 1500%.",
    ),
    # Weights and bands
    "weights-all-zero": Wording(
        "Nothing counts here",
        "All parts of '{id}' have weight 0, so it has no score.",
        "Give at least one part a weight.",
        "A weight of 0 shows a part without counting it.",
    ),
    "status-start": Wording(
        "Low scores have no status",
        "The lowest status, '{id}', begins at {start}.",
        "Let one begin at 0.",
        "Each status begins at its number and ends where the next one begins. Every score from 0 to 100 must have one.",
    ),
    "status-repeat": Wording(
        "Two statuses begin at one number",
        "'{one}' and '{other}' both begin at {start}.",
        "Give each its own beginning.",
        "Each status begins at its number and ends where the next one begins.",
    ),
    "unknown-status": Wording(
        "A status that is not there",
        "There is no status '{id}'.",
        "Did you mean {nearest}?\nThe scorecard's own: {known}.",
        "A measure may have its own ranges, but the names are those of the scorecard's `status`, so that they mean the same "
        "everywhere.",
    ),
    "status-not-constant": Wording(
        "A status that begins at no fixed number",
        "'{text}' is no fixed number, and a status begins at one.",
        "Write a number such as 24 or 15%.",
        "Only targets may hang on other periods, measures or entities.",
    ),
    "status-against-better": Wording(
        "The ranges contradict `better`",
        "For '{measure}' better is {better}, but with rising values its statuses run: {written}.",
        "When higher is better they rise in the scorecard's order ({names}), when lower is better they fall.",
        "Each status of a measure begins at its number; the lowest of them holds for everything below, too.",
    ),
    # Judgements
    "judgements-and-weight": Wording(
        "Weights given in two ways",
        "'{id}' has a weight, and the judgements give it one, too.",
        "Remove this weight, or all judgements. A weight that an extended definition says is removed by an empty `weight:`.",
        "Judgements compare all siblings in pairs, and the weights of all of them come from that.",
    ),
    "judgements-of-one": Wording(
        "Nothing to compare",
        "Judgements compare the parts directly below with each other. Parts here: {count}.",
        "Remove the judgements, or put them beside the parts that they compare.",
        "On top judgements compare the perspectives, in a perspective or factor what stands directly in it.",
    ),
    "judgements-of-too-many": Wording(
        "Too many parts to compare",
        "Judgements compare at most 15 parts; here there are {count}.",
        "Gather some of them into factors, or write weights.",
        "15 parts make 105 pairs. Nobody judges so many with care, and for more the contradictions cannot be measured.",
    ),
    "judgements-lacking": Wording(
        "Pairs that nobody judged",
        "These pairs lack a judgement: {pairs}.",
        "Add them; the order within a pair does not matter.",
        "Every pair of siblings is compared once: three parts make three pairs, four make six.",
    ),
    "judgement-form": Wording(
        "Not a judgement",
        "'{text}' does not name two parts.",
        "Write `{one} over {other}: 3` if {one} counts three times as much.",
        "A judgement is a pair of ids with the word `over` between them, and a number.",
    ),
    "judgement-unknown": Wording(
        "A part that does not stand here",
        "There is no part '{id}' directly below.",
        "Did you mean {nearest}?\nThe parts are {known}.",
        "On top judgements compare the perspectives, in a perspective or factor what stands directly in it.",
    ),
    "judgement-of-itself": Wording(
        "A part compared with itself",
        "'{id}' is compared with itself.",
        "Name two different parts, or remove the line.",
        "A part counts as much as itself; nothing is to be judged.",
    ),
    "judgement-twice": Wording(
        "A pair judged twice",
        "{one} and {other} are compared already: '{first}'.",
        "Keep one of the two. Another person's judgements are a map of their own in a list.",
        "Every pair of siblings is judged once. 3 one way round is 1/3 the other way round.",
    ),
    "judgement-value": Wording(
        "Outside the scale of judgements",
        "'{text}' is no judgement: they run from 1/9 to 9.",
        "Write 1 (as much) to 9 (extremely more), or 1/2 to 1/9 for less.",
        "The scale is Saaty's: 1 as much, 3 somewhat more, 5 much more, 7 very much more, 9 extremely more, with the numbers "
        "between for shades.",
    ),
    "judgements-contradict": Wording(
        "Judgements that contradict each other",
        "The judgements of '{id}' contradict each other: their consistency ratio is {ratio}, and should not exceed 0.1.\n"
        "These are the judgements of number {judge} in the list.",
        "Look first at {pairs}; in parentheses what all judgements together make of it.",
        "If A counts twice as much as B, and B three times as much as C, then A counts six times as much as C. The consistency "
        "ratio says how far judgements are from that: 0 is perfect, 1 is as if thrown with dice (T. L. Saaty).",
    ),
}
