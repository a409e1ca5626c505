"""One spelling for a word however it was typed.

Enters: text from files and definitions. Leaves: the text as it is kept and compared.
"""

import re

DIGITS = ("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩", "01234567890123456789")
SPACES = "\u00a0\u202f\u2007\u2009"
MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"  # directions, invisible
LETTERS = ("يىك", "ییک")
_SPACES = str.maketrans(SPACES, " " * len(SPACES), MARKS)
_LETTERS = str.maketrans(LETTERS[0] + DIGITS[0], LETTERS[1] + DIGITS[1])


def fold(text: str, letters: bool) -> str:
    """`text` without outer, doubled and special spaces and invisible direction marks; with `letters` also Persian ی, ک
    for their Arabic twins and Latin digits, so that the same word typed on two keyboards is one word."""
    if not text.isascii():
        text = text.translate(_SPACES)
        if letters:
            text = text.translate(_LETTERS)
    text = text.strip(" ")
    return re.sub("  +", " ", text) if "  " in text else text
