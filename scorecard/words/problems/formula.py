"""How faults in formulas are worded. Enters: nothing. Leaves: a Wording for each code of `formula/`."""

from scorecard.words.problems.base import Wording

_ALLOWED = (
    "A formula is made of count, sum, avg, min, max, median, quantile and stddev over columns, each with `filter (where …)` "
    "if need be, and of + - * /, coalesce, nullif, abs, round and case around them. Conditions know = <> < <= > >=, and, or, "
    "not, in, between, is null, and inside them lower, upper, trim, days_between and hours_between."
)

WORDING = {
    "formula-empty": Wording(
        "empty formula", "There is nothing here to compute.", "Write a formula, such as sum(amount) / count(*).", _ALLOWED
    ),
    "formula-too-long": Wording(
        "formula too long",
        "This formula has {length} characters; {limit} is the limit.",
        "Split it into several measures, and derive one from the others.",
        "The limit keeps a file from a stranger from occupying the machine. No formula that a person can review comes near it.",
    ),
    "formula-too-large": Wording(
        "formula too large",
        "This formula has more than {limit} parts.",
        "Split it into several measures, and derive one from the others.",
        "The limit keeps a file from a stranger from occupying the machine.",
    ),
    "formula-too-deep": Wording(
        "formula nested too deep",
        "Parentheses stand more than {limit} deep here.",
        "Take away parentheses that are not needed, or split the formula into several measures.",
        "The limit keeps a file from a stranger from occupying the machine.",
    ),
    "formula-unclosed": Wording(
        "quote not closed",
        "A quotation mark in this formula is opened and never closed.",
        "Texts stand in single quotes ('won'), column names with spaces in double quotes (\"Close Value\").",
        "A quote inside a text is written twice: 'O''Brien'.",
    ),
    "formula-comment": Wording(
        "comment in a formula",
        "A formula holds no comments (-- or /* */).",
        "Put the remark behind a # on a line of its own in the YAML.",
        "-- begins a comment in SQL, also when two minus signs were meant: write - (-1).",
    ),
    "formula-syntax": Wording(
        "formula not understood",
        "The formula cannot be read at {near}.",
        "Look for a missing operator, comma or word just before this place.",
        _ALLOWED,
    ),
    "formula-parenthesis": Wording(
        "parenthesis not closed",
        "A parenthesis is open at this place and never closed.",
        "Add the missing ).",
        "Every ( needs its ).",
    ),
    "formula-not-allowed": Wording(
        "not allowed in a formula",
        "{what} cannot be used in a formula, or not in this way.",
        "Use only aggregates, arithmetic, conditions and the functions of `scorecard check --explain formula-not-allowed`.",
        _ALLOWED,
    ),
    "formula-function": Wording(
        "unknown function",
        "There is no function {name} here.",
        "Did you mean {nearest}?\nThe functions are {known}.",
        _ALLOWED,
    ),
    "formula-number": Wording(
        "number not understood",
        "{number} is not a number that can be computed with.",
        "Write digits with a point for decimals, such as 1500000 or 0.25.",
        "Numbers are written 1500000, 0.25 or 1.5e6, at most about 300 digits long.",
    ),
    "formula-types": Wording(
        "wrong kind of value",
        "A {wanted} is needed here, but this is a {found}.",
        "Texts stand in single quotes, numbers and dates compare with numbers and dates, and a condition is a comparison.",
        "A column is read as what it is used as: beside a number it is a number, beside 'text' a text. Dates are written "
        "date '2025-03-21'.",
    ),
    "formula-date": Wording(
        "no such day",
        "'{text}' is not a day of the calendar.",
        "Write year, month and day: date '2025-03-21'.",
        "Dates inside formulas are Gregorian, year-month-day.",
    ),
    "formula-date-calendar": Wording(
        "not a Gregorian date",
        "'{text}' looks like a day of another calendar, and dates inside formulas are Gregorian.",
        "If it is Jalali, write date '{jalali}'.\nIf it is Hijri, write date '{hijri}'.",
        "A formula is read the same whatever the scorecard's calendar. Periods, and the days of `covers`, are written in that.",
    ),
    "formula-row-function": Wording(
        "row function outside an aggregate",
        "{name} is worked out row by row; the formula must say what to make of all rows.",
        "Write avg({name}(opened_on, resolved_on)), or another aggregate around it.",
        "A measure over a dataset turns many rows into one number: by count, sum, avg, min, max, median, quantile or stddev.",
    ),
    "per-column-unknown": Wording(
        "unknown column of a measure with `per`",
        "There is no column {column} once rows are made one per key.",
        "Did you mean {nearest}?\nKnown are {known}. Say under `columns` what else to know of each key, such as "
        "orders: count(*).",
        "With `per` the measure is computed over one row for each key. What such a row holds stands under `columns`; the "
        "dataset's own columns can be used there.",
    ),
    "per-column-type": Wording(
        "wrong kind of column",
        "A {wanted} is needed here, but {column} is a {found}.",
        "Compute what you need under `columns`, such as idle: days_between(max(ordered_on), period_end), and use that.",
        "A column under `columns` is what its formula makes: a number, a date, a text or a condition. min and max are numbers "
        "there unless dates are asked for, as in days_between(min(opened), max(opened)). The key itself can only be counted.",
    ),
    "per-column-twice": Wording(
        "two columns of one name",
        "Two columns are called {name}, if capital letters do not count.",
        "Give one of them another name.",
        "The engine that computes them does not tell capital letters from small ones.",
    ),
    "formula-null-comparison": Wording(
        "comparison with null",
        "Nothing ever equals null.",
        "Write `is null` or `is not null`.",
        "In SQL a comparison with a missing value is neither true nor false, so `= null` would match no row.",
    ),
    "formula-in-list": Wording(
        "list after in",
        "`in` is followed by a list of texts or numbers in parentheses.",
        "Write stage in ('won', 'lost').",
        "Lists hold literals only: no columns, no queries.",
    ),
    "formula-round": Wording(
        "digits of round",
        "round takes a whole number of digits from 0 to 15.",
        "Write round(amount, 2).",
        "The number of digits is a literal.",
    ),
    "formula-arguments": Wording(
        "number of arguments",
        "{name} takes {wanted} values, not {found}.",
        "Write {name}(opened_on, resolved_on): from the first to the second.",
        "days_between and hours_between count from their first date to their second, with fractions.",
    ),
    "formula-aggregate-in-row": Wording(
        "aggregate inside a row",
        "An aggregate cannot stand here: this part is worked out row by row.",
        "Put it outside: sum(a) / count(*), not sum(a / count(*)).",
        "Conditions and the insides of aggregates look at one row at a time, where there is nothing to sum up.",
    ),
    "formula-no-aggregate": Wording(
        "no aggregate",
        "This formula looks at no rows.",
        "Use an aggregate, such as count(*) or avg(amount).",
        "A measure over a dataset turns many rows into one number: by count, sum, avg, min, max, median, quantile or stddev.",
    ),
    "formula-bare-column": Wording(
        "column outside an aggregate",
        "{column} has a value in every row; the formula must say which to take.",
        "Write sum({column}), avg({column}) or another aggregate. If {column} is a measure, leave out `dataset:`.",
        "A measure over a dataset turns many rows into one number.",
    ),
    "formula-count": Wording(
        "what to count",
        "count needs to know what to count.",
        "Write count(*) for rows, count(column) for filled cells, count(distinct column) for different values.",
        "count takes a star, one column or expression, or distinct and one column or expression.",
    ),
    "formula-distinct": Wording(
        "distinct outside count",
        "{name} takes one value per row, without distinct or *.",
        "Write {name}(column).",
        "Only count knows distinct.",
    ),
    "formula-quantile": Wording(
        "fraction of quantile",
        "quantile needs a fraction from 0 to 1 as its second value.",
        "Did you mean {fraction}?\nWrite quantile(amount, 0.9) for the value that 90% of rows stay under.",
        "Quantiles are interpolated between the two nearest rows.",
    ),
    "formula-previous": Wording(
        "another period's value",
        "{name} takes the name of one measure.",
        "Write {name}(revenue). For arithmetic, derive a measure first and take {name} of that.",
        "previous(x) is the value of measure x in the period before, year_ago(x) in the same period a year earlier and "
        "baseline(x) in the baseline; always in the same entity.",
    ),
    "formula-aggregate-without-dataset": Wording(
        "aggregate without a dataset",
        "An aggregate needs rows, and this measure names no dataset.",
        "Add `dataset:` to the measure, or derive it from other measures by their names.",
        "A formula without a dataset computes with the values of other measures.",
    ),
    "formula-no-measure": Wording(
        "no measure in a derived formula",
        "This formula names no measure to derive from.",
        "Name measures, such as revenue / previous(revenue) - 1, or add `dataset:` to compute from rows.",
        "A formula without a dataset computes with the values of other measures.",
    ),
}
