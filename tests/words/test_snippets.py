"""How problems are drawn for a terminal."""

from __future__ import annotations

import unicodedata

import pytest

from scorecard.problems import Place, Problem, fault, finding, note
from scorecard.records.definition import Language
from scorecard.words import snippets
from scorecard.words.tongue import say, speaking


def unknown_key(text: str, column: int, length: int, **facts: object) -> Problem:
    return fault(
        "unknown-key", Place("card.yaml", 12, column, length, (), text), **{"key": "x", "nearest": (), "known": (), **facts}
    )


def test_a_problem_is_drawn_with_line_caret_and_help() -> None:
    problem = unknown_key("  titel: Sales", 3, 5, key="titel", nearest=("title",))
    assert snippets.draw([problem], color=False) == (
        "error[unknown-key]: The key 'titel' has no meaning here.\n"
        "  --> card.yaml:12:3\n"
        "   |\n"
        "12 |   titel: Sales\n"
        "   |   ^^^^^\n"
        "   = help: Did you mean title?\n"
    )
    assert snippets.one_line(problem) == "card.yaml:12:3: error[unknown-key]: The key 'titel' has no meaning here."


def test_what_has_no_place_or_no_column_is_drawn_without_source() -> None:
    drawn = snippets.draw([finding("empty-node", None, id="p"), note("not-utf8", Place("c.yaml", 3), byte="0xFC")], color=False)
    assert drawn == (
        "warning[empty-node]: 'p' holds no factors and no measures, so it has no score.\n"
        " = help: Add `measures:` or `factors:` below it, or remove it.\n"
        "\n"
        "note[not-utf8]: The byte 0xFC on this line does not belong in UTF-8 text.\n"
        "  --> c.yaml:3\n"
        "  = help: Save the file as UTF-8: in most editors under 'Save as' or 'Encoding'.\n"
    ).replace("  --> c.yaml:3", " --> c.yaml:3")


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_whatever_is_spoken_the_line_and_its_caret_stay(language: Language) -> None:
    problem = unknown_key("عنوان: مبلغ", 8, 4, key="a\u202eb", nearest=("title", "مبلغ"))
    english = snippets.draw([problem], color=False).splitlines()
    with speaking(language):
        told = snippets.draw([problem], color=False).splitlines()
        begin, label = snippets.head("fault", "unknown-key"), say("help:")
    assert told[1:-1] == english[1:-1]
    assert told[0].startswith(f"{begin}: ")
    assert "\u2068a<U+202E>b\u2069" in told[0], "a stranger's text keeps to itself and turns nothing round"
    assert told[-1].startswith(f"   = {label} ")
    assert "\u2068title\u2069، \u2068مبلغ\u2069" in told[-1]


@pytest.mark.parametrize("width", [40, 60, 120])
def test_what_is_to_be_typed_keeps_its_order_on_every_line(width: int) -> None:
    facts = {
        "column": "stage",
        "file": "d.csv",
        "example": "won: [Won, Closed won, Signed]",
        "words": ("won",),
        "dataset": "deals",
    }
    problem = fault("standard-values-other", None, texts=("Won (3)",), **facts)
    typed = "\u2066`values: {\u2068stage\u2069: {\u2068won: [Won, Closed won, Signed]\u2069}}`\u2069"
    with speaking("fa"):
        assert typed in snippets.hint(problem)
        drawn = snippets.draw([problem], color=False, width=width).splitlines()
    for line in drawn:
        assert line.count("\u2066") + line.count("\u2068") == line.count("\u2069")
    assert "\u2066" not in snippets.hint(problem)


def cells(text: str) -> int:
    """Terminal cells by another way: what is wide counts twice, marks and format characters not at all."""
    return sum(
        0 if unicodedata.category(c) in ("Mn", "Me", "Cf") else 2 if unicodedata.east_asian_width(c) in ("W", "F") else 1
        for c in text
    )


@pytest.mark.parametrize(
    ("text", "word", "before"),
    [
        ("key: value", "value", 5),
        ("\tkey: value", "value", 9),  # a tab is drawn as four blanks
        ("額額: value", "value", 6),
        ("e\u0301t\u0301: value", "value", 4),
        ("می\u200cشود: value", "value", 7),
        ("عنوان: مبلغ", "مبلغ", 7),
        ("a\x1b[31m: value", "value", 8),
    ],
)
def test_carets_stand_below_the_word_in_cells(text: str, word: str, before: int) -> None:
    drawn = snippets.draw([unknown_key(text, text.index(word) + 1, len(word))], color=False).splitlines()
    source, carets = drawn[3].removeprefix("12 | "), drawn[4].removeprefix("   | ")
    assert carets == " " * before + "^" * cells(word)
    assert cells(source[: source.index(word)]) == before


def test_right_to_left_parts_are_kept_apart() -> None:
    """The word stands in an isolate of its own, so that a terminal that turns text does not move it from its carets."""
    text = "ستون: {مبلغ: x}"
    drawn = snippets.draw([unknown_key(text, text.index("مبلغ") + 1, 4)], color=False)
    assert "\u2066ستون: {\u2069\u2066مبلغ\u2069\u2066: x}\u2069" in drawn
    assert "\u2066" not in snippets.draw([unknown_key("plain: x", 1, 5)], color=False)


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize(("start", "length"), [(0, 4), (3000, 4), (5996, 4), (100, 5000), (0, 6000)])
def test_long_lines_are_cut_around_the_word(width: int, start: int, length: int) -> None:
    text = "".join(f"{number:04d}" for number in range(1500))
    drawn = snippets.draw([unknown_key(text, start + 1, length)], color=False, width=width).splitlines()
    assert max(map(len, drawn)) <= width
    index = next(index for index, line in enumerate(drawn) if line.startswith("12 |"))
    source, carets = drawn[index].removeprefix("12 | "), drawn[index + 1].removeprefix("   | ")
    marked = source[len(carets) - len(carets.lstrip()) : len(carets)]
    assert marked
    assert text[start : start + length].startswith(marked)
    assert source.startswith("…") == (start > 0)


def test_a_million_characters_on_a_line_cost_nothing() -> None:
    from time import process_time

    start = process_time()
    snippets.draw([unknown_key("x" * 1_000_000, 500_000, 400_000)] * 20, color=False)
    assert process_time() - start < 1


@pytest.mark.parametrize("evil", ["\x1b[2J", "\x9b31m", "\x07", "\r", "\x00", "\u202e", "\u2067", "\ud800", "\u2028"])
@pytest.mark.parametrize("color", [True, False])
def test_nothing_from_a_file_reaches_the_terminal_as_a_command(evil: str, color: bool) -> None:
    place = Place(f"a{evil}.yaml", 1, 1, 1, (), f"x{evil}y")
    problems = [fault("unknown-key", place, key=f"k{evil}", nearest=(f"n{evil}",), known=())]
    for text in (snippets.draw(problems, color=color), snippets.one_line(problems[0])):
        for style in ("\x1b[0m", "\x1b[1m", "\x1b[1;31m", "\x1b[1;34m"):
            text = text.replace(style, "") if color else text
        assert evil[0] not in text
        assert not any(unicodedata.category(c) in ("Cc", "Cs") for c in text if c != "\n")


def test_colors_are_given_only_when_asked_for() -> None:
    problems = [unknown_key("titel: x", 1, 5)]
    colored, plain = snippets.draw(problems, color=True), snippets.draw(problems, color=False)
    assert "\x1b[" in colored
    assert "\x1b" not in plain


def test_an_empty_fact_takes_its_line_away() -> None:
    assert snippets.hint(unknown_key("", 1, 1, known=("a", "b"))) == "Keys that have one: a, b."
    assert snippets.hint(unknown_key("", 1, 1)) == ""


def test_numbers_may_be_given_a_form() -> None:
    assert snippets.message(fault("file-too-large", None, most=5_000_000)).endswith("is larger than 5,000,000 bytes.")


def test_a_code_is_explained() -> None:
    assert snippets.explain("percent-shift").startswith("percent-shift: A percentage added: of what?\n\n10% more than 20%")
    with pytest.raises(KeyError, match="no-such-code"):
        snippets.explain("no-such-code")


def test_a_message_whose_facts_are_all_empty_still_says_what_is_wrong() -> None:
    assert snippets.message(fault("formula-bare-column", Place("c.yaml", 1, 1), column=""))
    assert "[yaml-needs-quotes]: " in snippets.one_line(fault("yaml-needs-quotes", None, character=""))
    assert not snippets.one_line(fault("yaml-needs-quotes", None, character="")).endswith(": ")
