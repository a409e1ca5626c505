"""What of a report stands there in another language than its own, in words.

Enters: nothing. Leaves: `WORDING`, by code.
"""

from __future__ import annotations

from scorecard.words.problems.base import Wording

WORDING: dict[str, Wording] = {
    "title-untranslated": Wording(
        "Titles without a text in the report's language",
        "Titles without a text in `{language}`, the report's language: {count}, the first of them {names}.",
        "Give each its text beside the others, as in `title: {{en: Sales, fa: فروش, ar: المبيعات}}`; names of units under "
        "`members:`.",
        "A title that has no text in the language of a report stands there as the text that is written without a language, else "
        "in English, else in whichever language it has. A text without a language is taken to be in the scorecard's own.",
    ),
    "notes-unreadable": Wording(
        "Notes that cannot be read",
        "The file '{file}' cannot be read: {said}.",
        "Did you mean {nearest}?\nPut the file there, or mend its path.",
        "Notes may stand in a file of their own, below the scorecard's folder. They are read when the scorecard is.",
    ),
    "notes-not-utf8": Wording(
        "Notes that are not UTF-8",
        "The file '{file}' is not text in UTF-8.",
        "Save it as UTF-8; in an editor: Save as, encoding UTF-8. A document of a word processor is no text file.",
        "Texts are read in UTF-8, in which all languages have their letters.",
    ),
    "notes-large": Wording(
        "Notes that are too large",
        "The file '{file}' is larger than {most}.",
        "Give what belongs beside the numbers, a page or two; longer texts are documents of their own.",
        "What stands beside the numbers is printed in the report.",
    ),
}
