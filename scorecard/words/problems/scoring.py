"""What scoring found, in words.

Enters: nothing. Leaves: the wording of each code of `scoring/`.
"""

from __future__ import annotations

from scorecard.words.problems.base import Wording

WORDING: dict[str, Wording] = {
    "goal-not-better-here": Wording(
        title="Goal not better than its floor",
        message="The goal of “{measure}” is not better than its floor in {entities} of {of} entities (the total "
        "counts as one), so there it has a value but no score.",
        hint="Change the goal or the floor under `target`. If they hang on `baseline` or `previous`, make sure "
        "that the goal lies on the better side of the floor for every value that these can take.",
        explanation="A score is the way from the floor (0 points) to the goal (100 points). With `better: higher` the "
        "goal must be larger than the floor, with `better: lower` smaller; with `better: inside` the good "
        "range must lie strictly within the floor’s two ends. Bounds that hang on another period’s value, "
        "such as `baseline * 1.1`, are worked out for each entity, and for some of them the goal may come out"
        " on the wrong side, for instance because the baseline is negative. A number made from such a target "
        "would mean nothing, so there is none: the measure counts as missing there.",
    ),
    "low-coverage": Wording(
        title="A score on thin data",
        message="The score of “{node}” rests on as little as {coverage:.0%} of the weight directly below it.\n"
        "Periods: {periods}.",
        hint="Supply the missing values, or set `coverage: 60%` there so that such a score is not shown, or read it with care.",
        explanation="Where measures are missing, the others carry the score alone (`missing: skip`), or the missing ones "
        "count as zero (`missing: zero`). Either way a score that rests on less than 60% of its direct "
        "children’s weight says little about the whole. Measures without a target, with weight 0, or whose "
        "data do not know an entity level are not counted here.",
    ),
}
