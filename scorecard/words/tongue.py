"""Which language is spoken, and a message in it.

Enters: a message in plain English, which is its key too, and facts. Leaves: the message in the language that is spoken.

The door that is asked for a page, a table or a list of problems says `with speaking("fa"):`; all wording inside follows. The
catalogues of the other languages are modules beside this one, `fa/*.py` and `ar/*.py`: English to text or, where a number
decides, to its plural forms. A test holds that they are complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Literal

from scorecard.records.definition import Digits, Language

LANGUAGES: tuple[Language, ...] = ("en", "fa", "ar")
Plural = Literal["zero", "one", "two", "few", "many", "other"]
Forms = Mapping[Plural, str]

_LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩٪٫٬", "01234567890123456789%.,")


@dataclass(frozen=True, slots=True)
class Tongue:
    language: Language = "en"
    digits: Digits = "native"

    @property
    def direction(self) -> Literal["ltr", "rtl"]:
        return "ltr" if self.language == "en" else "rtl"


_spoken: ContextVar[Tongue] = ContextVar("spoken", default=Tongue())  # noqa: B039  # frozen


@contextmanager
def speaking(language: Language, digits: Digits = "native") -> Iterator[Tongue]:
    """All wording inside is in this language."""
    tongue = Tongue(language, digits)
    before = _spoken.set(tongue)
    try:
        yield tongue
    finally:
        _spoken.reset(before)


def switch(language: Language, digits: Digits = "native") -> None:
    """Up to the end of the nearest door another language is spoken: that of a scorecard which is read by now."""
    _spoken.set(Tongue(language, digits))


def spoken() -> Tongue:
    return _spoken.get()


def say(message: str, /, **facts: str) -> str:
    """The message in the language spoken, its blanks filled. Facts are text that is ready to print; they are never read as
    messages. What a catalogue lacks is said in English rather than not at all."""
    tongue = _spoken.get()
    text = message if tongue.language == "en" else _catalogue(tongue.language, tongue.digits).get(message, message)
    if not isinstance(text, str):
        raise TypeError(f"{message!r} has plural forms: use `several`")
    return text.format(**facts) if facts else text


def later(message: str) -> str:
    """Marks a message that stands in a table and is said elsewhere: `say(TABLE[key])`."""
    return message


def several(number: int, one: str, other: str, /, **facts: str) -> str:
    """As `say`, in the form that goes with the number. English has two forms; the catalogues know them by the second."""
    tongue = _spoken.get()
    if tongue.language == "en":
        return (one if number == 1 else other).format(**facts)
    forms = _catalogue(tongue.language, tongue.digits).get(other, other)
    if isinstance(forms, str):
        return forms.format(**facts)
    return (forms.get(plural(tongue.language, number)) or forms["other"]).format(**facts)


def plural(language: Language, number: int) -> Plural:
    """The form of a whole number: CLDR's rules."""
    if language == "ar":
        if number in (0, 1, 2):
            return ("zero", "one", "two")[number]
        rest = number % 100
        return "few" if 3 <= rest <= 10 else "many" if rest >= 11 else "other"
    if language == "fa":
        return "one" if number in (0, 1) else "other"
    return "one" if number == 1 else "other"


@cache
def _catalogue(language: Language, digits: Digits = "native") -> Mapping[str, str | Forms]:
    """All messages of a language but those of problems, which their own room keeps. They are written with its own digits."""
    package = import_module(f"scorecard.words.{language}")
    found: dict[str, str | Forms] = {}
    for module in iter_modules(package.__path__):
        if not module.ispkg:
            found |= import_module(f"{package.__name__}.{module.name}").MESSAGES
    if digits == "native":
        return found
    return {
        message: in_latin(text) if isinstance(text, str) else {form: in_latin(said) for form, said in text.items()}
        for message, text in found.items()
    }


def in_latin(text: str) -> str:
    """A text of the house's own, with Latin digits."""
    return text.translate(_LATIN)
