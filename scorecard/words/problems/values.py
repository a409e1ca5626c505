"""How doubts about values and periods are worded. Enters: nothing. Leaves: a Wording for each code of values and pipeline."""

from scorecard.words.problems.base import Wording

_COVER = (
    "Whether an empty count means zero or means that nobody looked depends on whether the data reach into the period. Without "
    "`covers:` the data are taken to reach from the first to the last date that they hold."
)

WORDING = {
    "covers-assumed": Wording(
        "time span assumed",
        "{dataset} is taken to cover {first} to {last}, the first and last date in {columns}.",
        "If the data were collected over other days, say so: covers: [first day, last day].",
        _COVER,
    ),
    "partly-covered": Wording(
        "period partly covered",
        "{dataset} reaches from {first} to {last}: {share:.0%} of the days of {period}.",
        "Read values of {period} with care; they serve no comparison with the period after. "
        "If the data are complete, say so: covers: [first day, last day].",
        _COVER + " A period covered for less than 90% of its days is computed, but is nobody's `previous`.",
    ),
    "window-partly-covered": Wording(
        "window partly covered",
        "{dataset} reaches from {first} to {last}: {share:.0%} of the days from {start} to {end}, which are taken for {period}.",
        "Read values of {period} with care; they serve no comparison with other periods. "
        "If the data are complete, say so: covers: [first day, last day].",
        _COVER + " `rows: year_to_date` and `last` look further back than the period itself.",
    ),
    "no-dates": Wording(
        "no dates",
        "{dataset} has no readable date in {columns}, so none of its rows belongs to a period.",
        "Look at the bad cells of that column, and at how `dates:` says that they are written.",
        "A row belongs to a period by the date in the measure's time column.",
    ),
    "nothing-matches": Wording(
        "condition never met",
        "No row of any period meets a condition of {measure}, so it counts nothing.",
        "Did you mean '{nearest}'?\n{column} holds: {known}.\nCapital letters count; `values:` maps the file's words to yours.",
        "A condition that no row meets usually means that the data spell something in another way. The measure is computed "
        "all the same, and its count is an honest zero if that is what it is.",
    ),
    "undated-rows": Wording(
        "rows without a date",
        "{rows:,} of {of:,} rows of {dataset} have no {column}, so they belong to no period.",
        "Right for things that have not happened yet, such as deals still open; else complete the dates.",
        "A row belongs to a period by the date in the measure's time column.",
    ),
    "unstarted-rows": Wording(
        "rows without a start",
        "{rows:,} of {of:,} rows of {dataset} have no {column}, so they are never counted as open.",
        "Complete the dates if these rows belong in the count.",
        "What is open at a moment must have started before it. Nothing tells when a row without a start began.",
    ),
    "unkeyed-rows": Wording(
        "rows that belong to nobody",
        "{rows:,} of {of:,} rows of {dataset} have no {column}, so measures computed per {column} leave them out.",
        "Complete {column} if these rows belong in the count.",
        "With `per`, rows are first made one for each value of that column. A row without it belongs to none.",
    ),
    "baseline-not-given": Wording(
        "no baseline",
        "{measure} looks to the baseline by baseline(…), but no baseline is named, so it is missing.",
        "Name one: periods: {{baseline: …, target: …}}, or on the command line by --baseline.",
        "baseline(x) is the value of x in the period that is compared with.",
    ),
    "window-needs-periods": Wording(
        "window without periods",
        "{measure} counts what was {window}, but no periods are named, so there is no such moment.",
        "Name periods: periods: {{baseline: …, target: …}}, or on the command line.",
        "open_at_start and open_at_end look at the first or last moment of a period.",
    ),
    "entered-period": Wording(
        "period of a typed-in value",
        "Row {row} of the typed-in values: {reason}.",
        "Write the period as in the definition, such as 2025-Q1.",
        "Typed-in values are matched to periods by their names. A row whose period cannot be read is left out.",
    ),
    "entered-several": Wording(
        "typed-in values of several periods",
        "{measure} is typed in for several periods, but no periods are named: nothing tells which to take, so it is missing.",
        "Name periods: periods: {{baseline: …, target: …}}, or on the command line by --target.",
        "Without periods all rows are taken together. Of typed-in numbers only one can be taken, and we do not guess which.",
    ),
    "too-many-entities": Wording(
        "more entities than can be scored",
        "The dataset '{dataset}' tells about {count:,} entities apart: more than can be scored in {periods:,} periods at once.",
        "Are {levels} under `entities:` the columns meant? One with a number or a date in it, say, has one for each row. Else "
        "take out the finest level, or ask for fewer periods.",
        "Every measure is computed for every entity in every period, and all of them are held in memory together.",
    ),
    "needs-two-periods": Wording(
        "two periods needed",
        "There is nothing to compare: a baseline and a target period are needed.",
        "Name them in the file (periods: {{baseline: 2024-Q4, target: 2025-Q4}}) or by --baseline and --target.",
        "A comparison splits the change between two periods into its causes.",
    ),
    "baseline-without-target": Wording(
        "baseline without target",
        "{baseline} is named as the baseline, but no target period is.",
        "Name both, only a target, or neither for one snapshot of all rows.",
        "A single period is named as the target. Without periods all rows are taken together.",
    ),
    "period-option": Wording(
        "period not understood",
        "--{option}: {reason}.",
        "Write a year, half, quarter, month or week in the definition's calendar: 2025, 2025-H1, 2025-Q1, 2025-01, 2025-W14.",
        "Periods are named in the calendar of the definition.",
    ),
}
