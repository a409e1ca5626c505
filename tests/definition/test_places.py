"""Places inside texts, however they are quoted."""

from __future__ import annotations

import pytest

from scorecard.definition.document import Document
from scorecard.problems import Place

TEXTS = {
    "plain": "f: sum(amount) / count(stage)\n",
    "deep": "a:\n  - b: {c: 1, f: sum(amount) / count(stage), d: 2}\n",
    "single": "f: 'sum(amount) / count(stage)'\n",
    "single with quotes": "f: 'sum(amount) filter (where x = ''a'') / count(stage)'\n",
    "double": 'f: "sum(amount) / count(stage)"\n',
    "double with escapes": 'f: "a = \\"b\\" \\u0041\\x42\\U00000043\\\\ sum(amount) / count(stage)"\n',
    "literal": "f: |\n  sum(amount)\n    / count(stage)\n",
    "literal with indicator": "f: |2-\n    sum(amount)\n\n    / count(stage)\n",
    "folded": "f: >-\n  sum(amount)\n  / count(stage)\n\n  + 1\n",
    "plain over lines": "f: sum(amount)\n  / count(stage)\n",
    "double over lines": 'f: "sum(amount) \\\n   / count(stage)"\n',
    "single over lines": "f: 'sum(amount)\n\n  / count(stage)'\n",
    "after Persian": "{نام: مبلغ, f: sum(amount) / count(stage)}\n",
    "wide": "{名: 額, f: 額 = sum(amount) / count(stage)}\n",
    "windows line ends": "a: 1\r\nf: |\r\n  sum(amount)\r\n  / count(stage)\r\n",
    "byte order mark": "\ufefff: sum(amount) / count(stage)\n",
}


def read(text: str) -> tuple[Document, tuple[str, ...], str]:
    document = Document("x.yaml", text.encode())
    assert document.problems == []
    path = next(path for path in document.places.spans if path and path[-1] == "f")
    return document, path, document.text(*path)


def underlined(place: Place) -> str:
    return place.text[place.column - 1 : place.column - 1 + place.length]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("word", ["sum", "amount", "/", "count(stage)"])
def test_a_word_of_a_text_is_underlined_in_its_source(text: str, word: str) -> None:
    document, path, value = read(text)
    place = document.places.inside(path, value.index(word), len(word))
    assert underlined(place) == word
    assert text.lstrip("\ufeff").splitlines()[place.line - 1] == place.text
    assert place.path == path


def test_what_runs_over_lines_is_underlined_to_the_end_of_its_first() -> None:
    document, path, value = read(TEXTS["literal"])
    assert underlined(document.places.inside(path, 0, len(value))) == "sum(amount)"


def test_keys_values_and_what_is_not_there() -> None:
    document = Document("x.yaml", b"a: {b: [1, 'two'], c: }\nd:\n  long: 5\n")
    places = document.places

    def shown(place: Place) -> tuple[int, int, str]:
        return place.line, place.column, underlined(place)

    assert shown(places.key("a", "b")) == (1, 5, "b")
    assert shown(places.at("a", "b", "1")) == (1, 12, "'two'")
    assert shown(places.key("a", "b", "1")) == (1, 12, "'two'")
    assert shown(places.at("a", "b")) == (1, 8, "[")
    assert shown(places.at("a", "c")) == (1, 20, "c")  # nothing is there: the key
    assert shown(places.at("d")) == (3, 3, "long")  # a map: its first key
    assert shown(places.at("d", "long", "x", "y")) == (3, 3, "long")  # unknown: the nearest key above
    assert shown(places.inside(("d",), 3, 2)) == (3, 3, "long")
    assert shown(places.inside(("a", "b", "1"), 99, 2)) == (1, 12, "'two'")
    assert Document("x.yaml", b"").places.at("a") == Place("x.yaml")
