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
}
