"""What is wrong with what a definition says, in words; `document` is about its YAML, `targets` about how it judges.

Enters: nothing. Leaves: `WORDING`, by code.
"""

from __future__ import annotations

from scorecard.words.problems.base import Wording

WORDING: dict[str, Wording] = {
    # The shape
    "unknown-key": Wording(
        "A key that has no meaning here",
        "The key '{key}' has no meaning here.",
        "Did you mean {nearest}?\nKeys that have one: {known}.",
        "Every key of a definition is known; one that is not is probably misspelt, or stands at the wrong indentation.",
    ),
    "missing-key": Wording(
        "A key is missing",
        "The key '{key}' is missing here.",
        "Add it below, indented like its siblings.",
        "Some parts cannot do without a key: a dataset needs its file, a measure must say which way is better.",
    ),
    "key-needs-key": Wording(
        "A key that needs another",
        "'{key}' has no meaning without '{needs}'.",
        "Add '{needs}' beside it, or remove '{key}'.\nThe extended definition says '{remove}'; an empty `{remove}:` removes it.",
        "Some keys only say more about another one: `of` about `share`; `where`, `rows` and `time` about `dataset`.",
    ),
    "keys-exclude": Wording(
        "Keys that exclude each other",
        "Only one of these may stand here: {keys}.",
        "Keep the one that you mean.\nWhat the extended definition says is removed by an empty key of that name: {remove}.",
        "A measure is computed in one way: by share, by formula, from a survey, or typed in. A target has one form. "
        "A dataset is a file or a url.",
    ),
    "no-key-of": Wording(
        "The key that says what it is is missing",
        "'{key}' needs one of these keys, and has none: {keys}.",
        "Add the one that you mean.",
        "A dataset is a file, or the url of a database. A measure is computed by share, by formula or from a survey, or typed in "
        "(entered). "
        "A target is floor and goal, within, points, at_least or at_most.",
    ),
    "wrong-type": Wording(
        "Something else belongs here",
        "Expected here: {expected}. Found: {found}.",
        "For example: {examples}",
        "A map is a group of `key: value` lines; a list is written [a, b], or with a dash before each part.",
    ),
    "wrong-count": Wording(
        "Too few or too many",
        "'{key}' holds {found}, and must hold exactly {exact}.\n'{key}' holds {found}, and must hold at least {least}.\n"
        "'{key}' holds {found}, and must hold at most {most}.",
        "For example: {examples}",
        "Some lists and maps have a fixed length, such as the first and last day in `covers`, or need at least one part.",
    ),
    "not-one-of": Wording(
        "Not among the possible values",
        "'{value}' is not possible for '{key}'.",
        "Did you mean {nearest}?\nPossible: {allowed}.",
        "Some keys take one of a few words only.",
    ),
    "empty-text": Wording(
        "An empty text",
        "The text of '{key}' is empty.",
        "Write a text, or remove the key.",
        "A key whose text is empty says nothing.",
    ),
    "bad-form": Wording(
        "Not written as it must be",
        "'{value}' is not written as it must be.",
        "{form}.\nFor example: {examples}",
        "Ids and column names are made of the letters a–z, digits and underscores, and do not begin with a digit, "
        "so that formulas can use "
        "them. Titles may be written in any script. Days are written 2025-01-31, shares 60%.",
    ),
    "out-of-range": Wording(
        "Outside what is possible",
        "'{key}' cannot be less than {least}; here it is {value}.\n'{key}' cannot be more than {most}; here it is {value}.",
        "For example: {examples}",
        "Weights are not negative, scores lie between 0 and 100, shares between 0 and 1.",
    ),
    # What the parts mean
    "unknown-dataset": Wording(
        "A dataset that is not there",
        "There is no dataset '{dataset}'.",
        "Did you mean {nearest}?\nDatasets of this definition: {known}.\nDatasets are written under `datasets:`.",
        "A measure names, under `dataset`, one of the ids under `datasets`.",
    ),
    "period-in-dataset": Wording(
        "A period where there is none yet",
        "{names} cannot be named here: a dataset is read once, for all periods.",
        "Name it in the `where`, `share` or `formula` of a measure.",
        "The names period_start, period_end, period_days and year_start mean the period for which a measure is computed. Which "
        "rows of a file belong at all, and where a column counts, is the same for every period.",
    ),
    "unknown-measure": Wording(
        "A measure that is not there",
        "There is no measure '{measure}'.",
        "Did you mean {nearest}?\nMeasures are written under `measures:`, or ship: `scorecard measures WORD` looks for them. To "
        "compute from a file's columns, name a `dataset:`.",
        "The tree and derived formulas name measures by the ids under `measures`, or by those of the library.",
    ),
    "unknown-node": Wording(
        "A part of the scorecard that is not there",
        "No perspective, factor or measure in the tree is called '{id}'.",
        "Did you mean {nearest}?\nWrite an id from the tree, or a path of ids such as process/acquisition.",
        "Links join parts of the tree, each named by its id or its path.",
    ),
    "ambiguous-link": Wording(
        "A name that stands more than once",
        "The id '{id}' stands in several places.",
        "Write the whole path: {candidates}.",
        "An id needs to be unique among its siblings only. A link to one that stands twice names it by its path.",
    ),
    "link-to-itself": Wording(
        "A link to itself",
        "'{id}' is linked to itself.",
        "Name the part that it helps, or remove the link.",
        "A link of the strategy map says that one part of the scorecard helps another.",
    ),
    "measure-cycle": Wording(
        "Measures that use each other in a circle",
        "These measures go round in a circle: {cycle}.",
        "Let one of them be computed from a dataset.",
        "A derived measure is computed from others, and those from others again, down to measures of rows. A "
        "circle has no beginning; "
        "previous() does not open it.",
    ),
    "duplicate-id": Wording(
        "An id stands twice among siblings",
        "Beside this there is already a part called '{id}'.",
        "Give the factor or the measure another id.",
        "Among the factors and measures of one part every id stands once, so that a path names one place.",
    ),
    "path-outside": Wording(
        "A file outside the definition's folder",
        "The file '{file}' lies outside the folder of the definition.",
        "Put it below that folder, or allow its folder with --allow-path.",
        "A definition may come from somebody else. It may read only files below its own folder, unless you allow more.",
    ),
    "url-in-definition": Wording(
        "An address in the definition",
        "An address such as this must not stand in a definition, for it may hold a password.",
        "A file is given by its path. For a database, put the address into an environment variable, and write the variable's "
        "name: `url: env:CRM_DB`.",
        "Definitions are passed on and kept. So they name the environment variable that holds the address of a database, and "
        "what stands there instead is not shown. Files are read below the definition's folder, never fetched.",
    ),
    "table-of-no-database": Wording(
        "A table of a file that has none",
        "'{file}' is no database, so it has no tables.",
        "Remove `table`. In an XLSX file, write `sheet`. A database file ends with one of: {databases}.",
        "A database holds tables: a file of SQLite, or what a `url` leads to. CSV, JSON, Parquet and XLSX files do not.",
    ),
    "sheet-of-no-workbook": Wording(
        "A sheet of a file that has none",
        "'{file}' is no workbook, so it has no sheets.",
        "Remove `sheet`.\nA database has tables: write `{table}` instead.",
        "Only XLSX files hold several sheets. A database holds tables; CSV, JSON and Parquet files hold one table only.",
    ),
    "period-in-heading": Wording(
        "A heading with a period",
        "The heading '{heading}' stands for one of many periods, which is possible in the dataset `entered` only.",
        "Write the heading as it stands in the file. Where each row has a date, name its column under `time`.",
        "Only a file of typed-in values may have a column for each measure and period. The rows of all other files have dates.",
    ),
    "period-twice": Wording(
        "A heading with several periods",
        "The heading '{heading}' has more than one {{period}}.",
        "Keep one {{period}}: it stands for the period's id, as 2025 in le_2025.",
        "A heading such as le_{period} names the columns le_2024, le_2025 and so on of a file of typed-in values.",
    ),
    "text-mapped-twice": Wording(
        "A text that means two things",
        "'{text}' already means '{first}'.",
        "Leave it in one of the lists.",
        "Under `values` every text of the file is given one meaning.",
    ),
    "column-twice": Wording(
        "A column from two places",
        "A column '{column}' comes already from {origin}.",
        "Rename it under `columns`, or take it from one place only.",
        "A column's name must tell which column is meant: the dataset's own or that of one lookup.",
    ),
    "reserved-name": Wording(
        "A name that is taken",
        "The name '{name}' has a meaning already.",
        "Choose another name; under `columns` any column may be renamed.",
        "In conditions period_start, period_end, period_days and year_start mean the period at hand. "
        "In typed-in values measure, period and value are columns, and `total` means the whole, "
        "so no entity level can be called so.",
    ),
    "hierarchy-twice": Wording(
        "Two hierarchies with the same levels",
        "The hierarchy '{name}' has the same levels as '{other}'.",
        "Remove one of the two.",
        "Each hierarchy under `entities` is another way to divide the whole. The same levels in another order are another way.",
    ),
    "unknown-level": Wording(
        "An entity level that is not there",
        "There is no entity level '{level}'.",
        "Did you mean {nearest}?\nLevels of this scorecard: {known}.\nLevels are written under `entities:`.",
        "Levels are the columns under `entities`. Names of members, and targets that hold at some levels, name them.",
    ),
    "level-twice": Wording(
        "An entity level stands twice",
        "The level '{level}' stands already in this list.",
        "Name each level once, from coarse to fine.",
        "The levels of the hierarchy are columns, such as region and branch.",
    ),
    "bad-period": Wording(
        "Not a period",
        "This is no period: {said}.",
        "Write a week (2025-W14), month (2025-03), quarter (2025-Q1), half year (2025-H1) or year (2025).",
        "Periods are read in the calendar that the definition names: a Jalali one writes 1404-Q1.",
    ),
    "bad-date": Wording(
        "Not a day",
        "This is no day: {said}.",
        "Write year-month-day in the definition's calendar.",
        "Days in a definition are read in the calendar that it names.",
    ),
    "covers-reversed": Wording(
        "The last day is before the first",
        "The last day that the file covers is before the first.",
        "Write [first day, last day].",
        "`covers` says for which days the file speaks, both included.",
    ),
    "period-kinds-differ": Wording(
        "Periods of different length are compared",
        "The baseline {baseline} is a {baseline_kind}, the target {target} a {target_kind}.",
        "Compare periods of one kind, unless no measure grows with the length of the period.",
        "Counts and sums of a year are not comparable to those of a quarter.",
    ),
    "baseline-not-before-target": Wording(
        "The baseline is not earlier than the target",
        "The baseline {baseline} does not begin before the target {target}.",
        "Exchange the two, if that is not meant.",
        "Changes are told from the baseline to the target. A later baseline turns gains into losses.",
    ),
    "window-without-valid": Wording(
        "Nothing says when rows begin and end",
        "'{window}' needs the first and last day of each row, and the dataset '{dataset}' does not say where they stand.",
        "Add `valid: [first_day_column, last_day_column]` to the dataset '{dataset}'.",
        "What was open at a moment are the rows that had begun and not ended. For that, the dataset names two date columns.",
    ),
    "no-time": Wording(
        "Nothing says in which period a row counts",
        "The measure '{measure}' is computed for a period, but no date column puts its rows into one.",
        "Add `time: date_column` to the dataset '{dataset}' or to the measure, or `rows: all` if every row counts "
        "in every period.",
        "With periods, each row counts in the period of its date. The dataset's `time` names the column, and a "
        "measure may name another.",
    ),
    "no-entered-dataset": Wording(
        "No file for typed-in values",
        "This measure is typed in, but there is no dataset `entered`.",
        "Add `entered: {{file: values.xlsx}}` under `datasets`.",
        "Typed-in values stand in the dataset called `entered`: columns measure, period, the entity levels, and "
        "value; or one column per measure.",
    ),
    "entered-with-dataset": Wording(
        "A typed-in measure needs no dataset",
        "A typed-in measure is not computed from a dataset.",
        "Remove `dataset`; typed-in values always stand in the dataset called `entered`.",
        "A measure with `entered: true` finds its values in the dataset called `entered`.",
    ),
    "per-column-is-key": Wording(
        "A column called like the key",
        "The column '{name}' has the name of the column under `per`.",
        "Choose another name; the values of '{name}' themselves may be used as they are.",
        "`per` names the column whose values the rows are gathered by; `columns` says what else is known of each of them.",
    ),
    "entered-holds-no-rows": Wording(
        "The dataset `entered` holds no rows to compute from",
        "The dataset `entered` holds typed-in values, not records.",
        "Write `entered: true` instead of `dataset`, or give the dataset another name.",
        "The dataset called `entered` is read as typed-in values of measures.",
    ),
    "empty-node": Wording(
        "A part that holds nothing",
        "'{id}' holds no factors and no measures, so it has no score.",
        "Add `measures:` or `factors:` below it, or remove it.",
        "Scores come from measures; a perspective or factor without any stays empty.",
    ),
    "unused-measure": Wording(
        "A measure that nothing uses",
        "The measure '{measure}' stands nowhere in the tree.",
        "Put it under a perspective to see it in the scorecard.",
        "Only measures in the tree, and those that they derive from, are computed.",
    ),
}
