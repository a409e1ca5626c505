"""How faults of surveys and of what ships are worded. Enters: nothing. Leaves: a Wording for each code."""

from scorecard.words.problems.base import Wording

_METHODS = "Each method of a survey has its own keys: the reference page lists them with examples."
_SCALE = "`scale: low..high` names the lowest and the highest answer; what lies outside is left out and reported."
_RUBRIC = "A rubric describes every level that assessors choose from, so that two of them mean the same by a number."
_LIBRARY = (
    "The measures of the shipped library are always in scope. A measure of the same id in a definition replaces the library's "
    "whole; where it is used, and with which target and weight, is still merged key by key."
)

WORDING = {
    "library-replaced": Wording(
        "replaces the library's",
        "{measures}: defined here, so the library's measures of the same name are not used.",
        "Right if they are meant to be your own; else remove them here, or give them other ids.",
        _LIBRARY,
    ),
    "unknown-preset": Wording(
        "unknown preset",
        "There is no preset {preset}.",
        "Did you mean {nearest}?\nThe presets are {known}.",
        "`preset:` names a mapping of columns that ships, for exports of one program.",
    ),
    "survey-one-item": Wording(
        "one item only",
        "A survey by {method} is computed from one item.",
        "Make a measure for each item, or use method: mean.",
        _METHODS,
    ),
    "survey-no-top": Wording(
        "nothing to choose from",
        "`top` belongs to csat and share, not to {method}.",
        "Remove it, or use method: csat.",
        _METHODS,
    ),
    "survey-top-outside": Wording(
        "answer outside the scale",
        "{value} does not lie on the scale from {low} to {high}, so nobody can have answered it.",
        "Correct `top`, or the `scale`.",
        _SCALE,
    ),
    "survey-min-items": Wording(
        "more items than there are",
        "{least} items must be answered, but there are {items}.",
        "Lower `min_items`.",
        _METHODS,
    ),
    "survey-nps-lower": Wording(
        "lower is not better",
        "A net promoter score is better when it is higher.",
        "Write `better: higher`.",
        _METHODS,
    ),
    "survey-item-twice": Wording(
        "item named twice",
        "{item} is among the items twice.",
        "Name each item once.",
        _METHODS,
    ),
    "survey-reversed-unknown": Wording(
        "no such item",
        "{item} is to be reversed, but is not among the items.",
        "Did you mean {nearest}?\nThe items are {known}.",
        "`reversed` names those of the `items` that ask the opposite of the others.",
    ),
    "survey-scale-order": Wording(
        "scale in the wrong order",
        "{scale} does not rise.",
        "Write the lowest answer first: scale: 1..5. What a high answer means is said by `better` and `reversed`.",
        _SCALE,
    ),
    "survey-nps-scale": Wording(
        "no scale of the net promoter score",
        "A net promoter score is asked on 0 to 10, not on {scale}.",
        "scale: 0..10; 1..10 is accepted, and 1..11 where a tool codes 0 to 10 so. For other scales use method: csat or mean.",
        "Promoters answer 9 or 10, detractors 0 to 6; on another scale these words mean nothing.",
    ),
    "nps-from-one": Wording(
        "net promoter score from 1",
        "{measure} is asked on 1 to 10 instead of 0 to 10: promoters are still 9 and 10, detractors 1 to 6.",
        "Compare it with scores on 0 to 10 with care.",
        "The published scale begins at 0. Without that answer some detractors answer otherwise.",
    ),
    "nps-from-one-to-eleven": Wording(
        "net promoter score coded 1 to 11",
        "{measure} is read as coded 1 to 11 for the answers 0 to 10: promoters are 10 and 11, detractors 1 to 7.",
        "Right if the tool numbers its eleven choices from 1; better to export the labels 0 to 10.",
        "Some survey tools number the choices from 1 instead of writing what the choices say.",
    ),
    "survey-label-outside": Wording(
        "label outside the scale",
        "“{label}” is given {value}, which does not lie on the scale from {low} to {high}.",
        "Correct the number, or the `scale`.",
        _SCALE,
    ),
    "survey-labels-unfit": Wording(
        "no such labels on this scale",
        "Labels of {labels} are known for scales of five and seven points, not for {points}.",
        "Write a map of your own: labels: {{Poor: 1, Good: 2}}.",
        "The usual labels are known on scales of five and of seven points.",
    ),
    "rubric-level-outside": Wording(
        "level outside the scale",
        "Level {level} does not lie on the scale from {low} to {high}.",
        "Correct the level, or the `scale`.",
        _RUBRIC,
    ),
    "rubric-level-undescribed": Wording(
        "level without description",
        "The rubric of {measure} does not describe {levels}.",
        "Describe every level of the scale.",
        _RUBRIC,
    ),
    "survey-two-scales": Wording(
        "one item on two scales",
        "{item} is read on {one} in one measure and on {other} in another.",
        "Give both the same `scale`.",
        _SCALE,
    ),
    "scale-unreliable": Wording(
        "items do not hang together",
        "The items of {measure} do not measure one thing: Cronbach's α is {alpha:.2f}.\nThat was in {periods}.\n"
        "(It is {listwise:.2f} among those who answered all.)",
        "Look at {items}: an item that asks the opposite belongs under `reversed`, one about something else in a measure of its "
        "own.",
        "α says how far the answers to several items rise and fall together (Cronbach 1951). Below 0.7 their mean is a doubtful "
        "measure of one thing. It is computed in total, from the covariances of all pairs of items.",
    ),
    "population-too-small": Wording(
        "more answers than people",
        "{measure} has {answers} answers, from a population of {population}.",
        "Correct `population`: a number, or a measure that counts all of those who were asked. Until then the interval is "
        "that of a population without end.",
        "The nearer the answers come to all of those that were asked, the narrower the interval: by the share of those who "
        "did not answer (Cochran 1977). More answers than people make no sense.",
    ),
    "assessors-disagree": Wording(
        "assessors disagree",
        "The assessors of {measure} do not agree: r_wg is {alpha:.2f}.\nThat was in {periods}.",
        "Talk the rubric through with them, and let them rate again.",
        "r_wg (James, Demaree and Wolf 1984) is 1 when all chose the same level, and 0 when they differ as much as by chance. "
        "Below 0.7 the mean of their ratings hides more than it tells.",
    ),
    "survey-label-twice": Wording(
        "one label, two numbers",
        "“{label}” is given {value} and “{other}” {worth}, but they are read as the same label.",
        "Give both the same number, or remove one.",
        "Labels are compared without capitals, punctuation, doubled spaces, half-spaces and signs of vowels.",
    ),
    "survey-answers": Wording(
        "survey answers",
        "Responses in “{file}”: {responses}.\nPartial, with some of the {items} questions left blank: {partial}.\n"
        "With none of them answered: {blank}.\nAnswers that say “not applicable” or the like: {declined}.",
        "Partial responses count where they answer; a measure of several items may ask for more by `min_items`.",
        "A question left blank and one answered with “not applicable” or “don't know” are both no answer; they are counted "
        "apart, since the second says something about the question.",
    ),
    "survey-label-unknown": Wording(
        "answers that no number is known for",
        "{item} of “{file}” has answers that no number is known for, {count} in all: {texts}.\n"
        "The nearest labels known are {nearest}.\nThe labels known are {known}.",
        "Say what each is worth, from {low} to {high}, in the measure, survey: {{labels: {{{example}: …}}}}, or in the dataset, "
        "values: {{{item}: {{…: [{example}]}}}}. What means no answer belongs under blank: {{{item}: [{example}]}}.",
        "The usual labels of agreement, satisfaction, frequency, effort, likelihood, quality and degree are known in English, "
        "Persian and Arabic on scales of five and seven points, and any label with its number (5 - Very good). An answer that "
        "cannot be read counts nowhere; all others do.",
    ),
    "survey-outside-scale": Wording(
        "answers outside the scale",
        "{item} of “{file}” has answers that do not lie on the scale from {low} to {high}, {count} in all: {values}.",
        "They are left out. If they mean “no answer”, say so: blank: {{{item}: […]}}; if the question was asked on another "
        "scale, correct `scale`.",
        _SCALE + " Behind each value stands how often it occurs.",
    ),
    "nps-coded-one-to-eleven": Wording(
        "net promoter score coded 1 to 11",
        "{item} of “{file}” holds answers of 11 ({count}) and none of 0: its answers 0 to 10 are probably numbered 1 to 11.",
        "If so, write scale: 1..11. If 11 is a slip, map or blank it in the dataset: blank: {{{item}: [11]}}. Until then the "
        "score is missing.",
        "Some survey tools number the eleven choices from 1 instead of writing what they say. Read as it stands, every answer "
        "would be taken for one higher, and passives for promoters.",
    ),
    "respondent-twice": Wording(
        "somebody answered twice",
        "Somebody answered “{file}” again in the same period. Only the later answer counts, so earlier ones are left out: "
        "{count}.\nThose who answered again: {respondents}.\nOne of them answered {most} times.",
        "Right if {column} tells who answered. If the same text stands for several people, such as “anonymous”, say so: "
        "blank: {{{column}: […]}}.",
        "Somebody who answers twice in a period counts once, with the later answer: by the dataset's `time`, then by the order "
        "of the rows. Answers without a respondent all count.",
    ),
    "preset-columns-lacking": Wording(
        "columns that a preset names",
        "“{file}” has no heading that the preset knows for {columns}: it is read without.",
        "If the column is there under another heading, say so in `{dataset}`: columns: {{{example}: its heading}}.",
        "A preset maps the headings that a program usually writes. What a file lacks of them is no fault: without a date its "
        "rows belong to no period, without a respondent nobody is known to have answered twice.",
    ),
    "survey-labels-alike": Wording(
        "different labels, one number",
        "{item} of “{file}” holds different labels that are worth the same: {labels}.",
        "If they are steps of one scale, say what each is worth: survey: {{labels: {{{example}: …}}}}. If they mean the same, "
        "map one to the other under `values`.",
        "“Very satisfied” is the highest answer on most scales, but not on one that goes on to “Extremely satisfied”. Which "
        "scale was asked shows only where both occur.",
    ),
    "survey-two-labels": Wording(
        "one label, two numbers",
        "“{label}” of {item} is {other} here and {one} at {where}.",
        "Give it one number: an item's cells are read once, for all measures that ask it.",
        "Two measures may ask the same item, but an answer is worth the same in both.",
    ),
}
