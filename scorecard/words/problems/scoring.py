"""What scoring found, in words.

Enters: nothing. Leaves: the wording of each code of `scoring/`.
"""

from __future__ import annotations

from scorecard.words.problems.base import Wording

WORDING: dict[str, Wording] = {
    "target-out-of-reach": Wording(
        "A target out of reach",
        "“{measure}” is heading for {forecast} ({low} to {high}) in {period}, where its target expects {goal}.",
        "Something must change for the target to be met; or set one that can be.",
        "From six periods on a measure's course is carried forward, by a straight line or with its seasons, with an interval in "
        "which 95 of 100 values should lie. A dated target outside that interval will probably be missed.",
    ),
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
    "dated-target-in-snapshot": Wording(
        title="A dated target without a date",
        message="The target of “{measure}” changes with time, but without periods there is no day on which to read it, so the "
        "measure has a value and no score.",
        hint="Name the period under `periods: {{target: …}}`, or give one number for all time.",
        explanation="A dated target such as `{2025-Q2: 25%, 2025-Q4: 30%}` holds on the last day of each period that it names, "
        "straight between and flat outside. A scorecard without periods looks at all rows at once and belongs to "
        "no day.",
    ),
    "entities-all-alike": Wording(
        title="Entities that are all alike",
        message="The target of “{measure}” is made from what the entities reach, but all {count} values are the same "
        "({value:.6g}), so there is no way from floor to goal and no score.",
        hint="Give a number for floor or goal, or leave the measure without a target: it tells nobody apart.",
        explanation="`lowest`, `highest`, `mean + 1 sd` and percentiles are worked out over the finest entities, baseline and "
        "target together. Where all have the same value these are the same number, and a score would be a "
        "division by zero.",
    ),
    "too-few-entities": Wording(
        title="Too few entities for a target",
        message="The target of “{measure}” is made from what the entities reach, but only {count} of the values that it needs "
        "are there, so the measure has no score.",
        hint="Check that the measure’s data have the columns named under `entities`, or give numbers for floor and goal.",
        explanation="`lowest`, `highest`, `mean` and percentiles need at least one value of a finest entity in the baseline or "
        "target period, `sd` needs two. Unassigned entities and missing values are not counted.",
    ),
    "log-of-nothing": Wording(
        title="A target without a logarithm",
        message="The target of “{measure}” is on a log scale, but in {entities} of {of} entities (the total counts as one) its "
        "floor or goal comes out as 0 or less, so there it has a value but no score.",
        hint="Make floor and goal larger than 0, or take `scale: log` away.",
        explanation="On a log scale only numbers above 0 have a place. A value of 0 or less sits at the low end, but a floor or "
        "a goal of 0 or less has no place that a score could be measured from.",
    ),
    "target-measure-missing": Wording(
        title="The measure behind a target is missing",
        message="The target of “{measure}” is the measure “{other}”, which has no value in {entities} of {of} entities "
        "(the total counts as one) where “{measure}” has one, so there it has no score.",
        hint="Supply “{other}” for the same periods and entities, or give a number.",
        explanation="A target that is another measure is read in the same period and the same entity. Where that measure has "
        "no value there is no yardstick, and the measure counts as missing.",
    ),
    "perception-apart": Wording(
        title="Facts and perceptions part",
        message="In “{node}” the facts are {facts_ahead:.0f} points higher:\n"
        "In “{node}” the perceptions are {perceptions_ahead:.0f} points higher:\n"
        "by facts it scores {facts_score:.0f}, by what people say {perception_score:.0f}.",
        hint="Ask why before acting on the score. Where perceptions are higher, the records may show first what people will feel "
        "later; where facts are higher, what was achieved has not reached people, or the measures miss what matters to them.",
        explanation="A measure with `survey:`, or typed in with `tags: {success: perception}`, holds what people think; all "
        "others hold facts. Each part of the scorecard also has two sub-scores, rolled up from the measures of one kind alone by "
        "the same rules. Where these lie 25 points or more apart in the period that is judged, the one score in the "
        "middle hides what is going on.",
    ),
}
