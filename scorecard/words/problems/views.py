"""What is wrong with how a scorecard is asked to be looked at, in words.

Enters: nothing. Leaves: `WORDING`, by code.
"""

from __future__ import annotations

from scorecard.words.problems.base import Wording

WORDING: dict[str, Wording] = {
    "unknown-tag-kind": Wording(
        "No such kind of tag",
        "No measure of this scorecard has a tag of the kind '{kind}'.",
        "Did you mean {nearest}?\nKinds that there are: {known}.\nGive the measures tags, such as `tags: {{{example}}}`.",
        "A view regroups or filters the measures by their tags. A kind of tag is a key under `tags:` of a measure, such as "
        "`department`; measures of the library have department, timing, scope and success.",
    ),
    "unknown-tag": Wording(
        "No such tag",
        "No measure of this scorecard has the tag '{kind}={tag}'.",
        "Did you mean {nearest}?\nTags of this kind: {known}.",
        "A view shows the measures with certain tags. A tag that none of them has is probably misspelt, or its measures "
        "are not in this scorecard's tree.",
    ),
    "no-measure-tagged": Wording(
        "No measure has all these tags",
        "Each of the tags {tags} is there, but no measure has one of every kind.",
        "Ask for fewer kinds at once; several tags of one kind are joined by commas: `--only department=sales,marketing`.",
        "Tags of one kind are alternatives; of several kinds a measure must have one each.",
    ),
    "no-such-level": Wording(
        "No such level of entities",
        "No hierarchy under `entities` has the level '{level}'.",
        "Did you mean {nearest}?\nLevels that there are: {known}.\nName the columns that tell units apart, such as {example}.",
        "A report for each unit needs a level of a hierarchy: one of the columns under `entities`, such as `branch`.",
    ),
    "no-units": Wording(
        "No units of that level",
        "The data hold no unit of the level '{level}' that has a name.",
        "See whether the column '{level}' of the data is empty or mapped wrongly.",
        "A report for each unit needs units: names in the level's column, in the rows that the measures are made from or "
        "among the values typed in. Rows where it is blank belong to nobody.",
    ),
}
