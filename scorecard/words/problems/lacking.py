"""How what a client's data lack, and what they say in words of their own, is worded. Enters: nothing. Leaves: a Wording for
each code."""

from scorecard.words.problems.base import Wording

_MISSING = (
    "The measures of the shipped library look for the standard datasets and their columns, which docs/data.md lists. What a "
    "client's data do not hold is no mistake: the measure stays in the tree without a value and lowers the coverage, so that "
    "nobody takes it for a zero."
)

WORDING = {
    "datasets-lacking": Wording(
        "Datasets that there are not",
        "The library also looks for datasets that are not given: {datasets}.\nSo {count} of {of} measures, with {share:.0%} of "
        "the weight, have no value.\nIs one of them here under another name ({near})?",
        "Name those that you have under `datasets:`; remove with null the measures that do not belong here; the others stay, "
        "marked as missing.",
        _MISSING + " The number behind a dataset's name is that of the measures computed from it; measures that derive from "
        "these are missing too.",
    ),
    "columns-lacking": Wording(
        "Columns that the library looks for",
        "“{file}” lacks columns that the library looks for: {columns}.\nSo {count} of its measures have no value: {measures}.\n"
        "Headings that look like what is lacking — {near}.",
        "If the file has such a column under another heading, map it in `{dataset}`: `columns: {{{example}}}`. Else leave it "
        "so, or remove the measures with null.",
        _MISSING,
    ),
    "survey-items-lacking": Wording(
        "Questions that were not asked",
        "“{file}” lacks some items of the library’s surveys. They are computed from the others: {measures}.",
        "Right if these were not asked. If they were, map their headings: `columns: {{item: heading in the file}}`.",
        "A scale is the mean of its items. With fewer items it can still be computed; it says a little less surely the same, and "
        "should not be compared with results of the whole scale without saying so.",
    ),
    "standard-values": Wording(
        "Words that no measure looks for",
        "“{column}” of “{file}” holds words of its own: {texts}.\nMeasures look for {words}.\nNot found at all: {missing}.",
        "Say which word means what, in `{dataset}`: `values: {{{column}: {{{example}}}}}`.",
        "The measures of the library count rows by certain words, such as stage = 'won'. Rows with other words count as none of "
        "these, so that a rate may come out as 0. Behind each text stands the number of its rows.",
    ),
    "standard-values-other": Wording(
        "Words beside those that measures look for",
        "“{column}” of “{file}” also holds {texts}. Their rows count as none of {words}.",
        "Right if they mean something else, such as stages of deals that are still open. If not, say so in `{dataset}`: "
        "`values: {{{column}: {{{example}}}}}`.",
        "All the words that measures look for are there; these are others. Behind each text stands the number of its rows.",
    ),
}
