"""What is wrong with goals, strategies and initiatives, in words; and what is late.

Enters: nothing. Leaves: `WORDING`, by code.
"""

from __future__ import annotations

from scorecard.words.problems.base import Wording

WORDING: dict[str, Wording] = {
    # Names that lead nowhere: left out, and the rest is computed
    "initiative-moves-unknown": Wording(
        "An initiative that should move something unknown",
        "The initiative '{initiative}' should move '{id}', and no measure, factor or perspective in the tree is called so.",
        "Did you mean {nearest}?\nWrite an id from the tree, or a path of ids such as process/acquisition. Until then this name "
        "is left out.",
        "An initiative is judged by what it should move: how these parts of the scorecard stood at baseline and how they stand "
        "now. A name that the tree does not have cannot be followed; the other names are.",
    ),
    "strategy-measure-unknown": Wording(
        "A strategy with an unknown measure",
        "The strategy '{strategy}' names the measure '{id}', and there is none.",
        "Did you mean {nearest}?\nMeasures are named by their ids, or by their paths in the tree. Until then this name is left "
        "out.",
        "The measures of a strategy tell whether it works. Each must be a measure that the tree of this scorecard uses.",
    ),
    "measure-outside-tree": Wording(
        "A measure that the tree does not use",
        "The strategy '{strategy}' names the measure '{id}', which stands nowhere in the tree.\n"
        "The initiative '{initiative}' should move the measure '{id}', which stands nowhere in the tree.",
        "Let '{id}' count in a perspective or factor; with `weight: 0` it is shown and not scored. Until then it is left out.",
        "Only measures that perspectives use are computed, so only they can tell how a strategy or an initiative does.",
    ),
    "named-ambiguously": Wording(
        "A name that stands more than once in the tree",
        "The strategy '{strategy}' names '{id}', which stands in several places.\n"
        "The initiative '{initiative}' should move '{id}', which stands in several places.",
        "Write the whole path: {candidates}. Until then this name is left out.",
        "An id is unique among its siblings only. Where it stands twice in the tree, its path tells which place is meant.",
    ),
    "strategy-names-no-measure": Wording(
        "A strategy that names something other than a measure",
        "The strategy '{strategy}' names '{id}', which is a {kind}.",
        "Name measures instead. Until then this name is left out.\nBelow it stand: {below}.",
        "Whether a strategy works is told by measures. Initiatives may name factors and perspectives too.",
    ),
    "goal-without-measures": Wording(
        "A goal that nothing measures",
        "None of the strategies of the goal '{goal}' names a measure.",
        "Write under one of them `measures: [id]`.",
        "A goal leads to strategies, and strategies to measures. Without any, nobody can tell whether the goal comes nearer.",
    ),
    # Mistakes
    "unknown-strategy": Wording(
        "A strategy that is not there",
        "The initiative '{initiative}' serves the strategy '{strategy}', and there is none.",
        "Did you mean {nearest}?\nStrategies of this scorecard: {known}.\nStrategies are written under `goals:`, below a goal.",
        "An initiative may name one strategy that it serves, by its id or as goal/strategy.",
    ),
    "ambiguous-strategy": Wording(
        "A strategy's id that stands under several goals",
        "Several goals have a strategy '{strategy}'.",
        "Write the goal before it: {candidates}.",
        "Under one goal every strategy has its own id. Where two goals use the same id, the goal tells which one is meant.",
    ),
    "due-before-start": Wording(
        "Due before it starts",
        "The initiative '{initiative}' is due on {due}, before it starts on {start}.",
        "Exchange the two, or correct the one that is wrong.",
        "An initiative starts on a day and is due on a later one, or on the same.",
    ),
    # What is late at the end of the target period
    "initiative-overdue": Wording(
        "An initiative past its due day",
        "The initiative '{initiative}' is still {status} at the end of {period}.\nIt was due on {due}.",
        "If it is finished, write `status: done`; if it was given up, `status: stopped`. Otherwise give it a new due day.",
        "What is late is told as of the last day of the period under assessment, not as of today, so that the same report can be "
        "made again at any time.",
    ),
    "review-due": Wording(
        "A measure due for review",
        "The measure '{measure}' was to be reviewed by the end of {period} at the latest.\nIts day is {day}.",
        "Look at its formula, its data and its target anew, then write the next day under `review_by`.",
        "Targets and formulas age. `review_by` says until when somebody has looked at them; from the period in which that day "
        "lies on, it is pointed out. The day is held against the last day of the period under assessment, not against today.",
    ),
}
