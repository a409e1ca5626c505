"""Messages in three languages: every message of the package and its templates enters; gaps in the catalogues leave."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from itertools import product
from pathlib import Path
from string import Formatter

import jinja2
import pytest
from babel import Locale
from jinja2 import nodes

from scorecard.records.definition import Digits, Language
from scorecard.words import problems, tongue
from scorecard.words.tongue import say, several, speaking

ROOT = Path(__file__).parents[2]
FOREIGN: tuple[Language, ...] = ("fa", "ar")


def in_source(source: str) -> Iterator[tuple[str, bool]]:
    """Messages, and whether they have plural forms."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            at = {"say": 0, "later": 0, "Phrase": 0, "several": 2}.get(node.func.id)
            if at is not None and len(node.args) > at:
                told = node.args[at]
                if isinstance(told, ast.Constant):
                    yield str(told.value), node.func.id != "say"  # what is said later may be said by `several`


def in_template(source: str) -> Iterator[tuple[str, bool]]:
    for node in jinja2.Environment().parse(source).find_all(nodes.Call):
        if isinstance(node.node, nodes.Name) and node.node.name in ("say", "several"):
            at = {"say": 0, "several": 2}[node.node.name]
            told = node.args[at]
            assert isinstance(told, nodes.Const), f"line {node.lineno}: a message is written out, so that it can be found"
            yield str(told.value), at == 2


def messages() -> dict[str, bool]:
    found: dict[str, bool] = {}
    for file in sorted((ROOT / "scorecard").rglob("*.py")):
        found |= dict(in_source(file.read_text("utf-8")))
    for file in sorted((ROOT / "templates").rglob("*.html")):
        found |= dict(in_template(file.read_text("utf-8")))
    return found


MESSAGES = messages()


def blanks(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def catalogue(language: Language) -> dict[str, str | dict[str, str]]:
    return dict(tongue._catalogue(language))  # type: ignore[arg-type]  # its own type is read-only


@pytest.mark.parametrize("language", FOREIGN)
def test_every_message_is_there_and_none_that_nothing_says(language: Language) -> None:
    known = catalogue(language)
    assert [message for message in MESSAGES if message not in known] == []
    assert [message for message in known if message not in MESSAGES] == []


@pytest.mark.parametrize("language", FOREIGN)
def test_a_message_has_the_blanks_of_its_english(language: Language) -> None:
    for message, text in catalogue(language).items():
        for form, said in text.items() if isinstance(text, dict) else [("", text)]:
            assert blanks(said) <= blanks(message), (message, form)
            if form not in ("zero", "one", "two"):  # these may say the number in a word
                assert blanks(said) == blanks(message), (message, form)
            assert said.strip(), message


@pytest.mark.parametrize("language", FOREIGN)
def test_what_has_plural_forms_has_those_of_its_language(language: Language) -> None:
    known = {"zero", "one", "two", "few", "many", "other"} if language == "ar" else {"one", "other"}
    for message, is_plural in MESSAGES.items():
        text = catalogue(language).get(message, "")
        assert isinstance(text, str) or is_plural, message
        if isinstance(text, dict):
            assert text.keys() <= known, message
            assert "other" in text, message
            assert language == "fa" or text.keys() >= {"one", "two", "few", "many"}, message


@pytest.mark.parametrize("language", tongue.LANGUAGES)
def test_numbers_choose_their_form_as_cldr_does(language: Language) -> None:
    rule = Locale(language).plural_form
    assert all(tongue.plural(language, number) == rule(number) for number in range(1200))


@pytest.mark.parametrize("language", FOREIGN)
def test_no_catalogue_says_a_message_twice(language: Language) -> None:
    package = import_module(f"scorecard.words.{language}")
    said: dict[str, str] = {}
    for module in sorted(Path(package.__path__[0]).glob("*.py")):
        if module.stem != "__init__":
            for message in import_module(f"{package.__name__}.{module.stem}").MESSAGES:
                assert message not in said, f"{message!r} stands in {said.get(message)} and {module.stem}"
                said[message] = module.stem


def lines(template: str) -> list[set[str]]:
    return [blanks(line) for line in template.splitlines()]


@pytest.mark.parametrize(("language", "part"), [*product(FOREIGN, ("message", "hint"))])
def test_problems_are_worded_line_by_line_with_the_same_facts(language: Language, part: str) -> None:
    english, other = problems.all_wordings(), problems.all_wordings(language)
    assert other.keys() <= english.keys()
    for code, wording in other.items():
        assert lines(getattr(wording, part)) == lines(getattr(english[code], part)), code


@pytest.mark.parametrize("language", FOREIGN)
def test_every_problem_is_worded(language: Language) -> None:
    assert problems.all_wordings(language).keys() == problems.all_wordings().keys()


@pytest.mark.parametrize("language", FOREIGN)
def test_problems_are_worded_in_letters_of_the_language(language: Language) -> None:
    for code, wording in problems.all_wordings(language).items():
        for part in (wording.title, wording.message, wording.explanation):
            said = [letter for letter in part if "\u0600" <= letter <= "\u06ff"]
            assert len(said) > len(part) / 3, code
            if language == "fa":
                assert not {"ي", "ك"} & set(said), code


def test_the_language_is_that_of_the_nearest_door() -> None:
    assert tongue.spoken().language == "en"
    with speaking("fa", "latin") as outer:
        assert (outer.direction, tongue.spoken().digits) == ("rtl", "latin")
        with speaking("en"):
            assert tongue.spoken().direction == "ltr"
        assert tongue.spoken().language == "fa"
    assert tongue.spoken().language == "en"


def test_a_fact_is_never_read_as_a_message_or_a_blank() -> None:
    assert say("Take {what}", what="{x} {0} %s") == "Take {x} {0} %s"
    assert several(1, "one {what}", "{number} {what}", what="{number}", number="9") == "one {number}"


@pytest.mark.parametrize(("language", "native"), [("fa", "۹۵٪"), ("ar", "٩٥٪")])
def test_messages_have_the_digits_that_are_asked_for(language: Language, native: str) -> None:
    choices: dict[Digits, str] = {"native": native, "latin": "95%"}
    for digits, said in choices.items():
        with speaking(language, digits):
            assert said in say("Values from samples have a 95% interval: {methods}.", methods="")


def test_a_message_that_no_catalogue_knows_is_said_in_english() -> None:
    with speaking("ar"):
        assert say("A message that {who} wrote", who="nobody") == "A message that nobody wrote"


def test_the_scan_finds_messages() -> None:
    assert dict(in_source("say('a'); several(n, 'one', 'many'); later('b'); other('c')")) == {
        "a": False,
        "many": True,
        "b": True,
    }
    assert dict(in_template("{{ say('a') }}{% if several(2, 'x', 'y') %}{{ b.say('z') }}{% endif %}")) == {"a": False, "y": True}
    assert lines("{a}\nb {c}") == [{"a"}, {"c"}]


@pytest.mark.parametrize("language", FOREIGN)
def test_problems_are_worded_in_the_digits_asked_for(language: Language) -> None:
    native = re.compile("[۰-۹٠-٩]")
    with speaking(language):
        assert any(native.search(problems.wording(code).explanation) for code in problems.all_wordings(language))
    with speaking(language, "latin"):
        for code in problems.all_wordings(language):
            said = problems.wording(code)
            assert not native.search(said.title + said.message + said.hint + said.explanation), code
