"""Labels are the same however they are spelled, and no two kinds of them contradict each other."""

from __future__ import annotations

from itertools import product

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.sources.answers import folded_sql
from scorecard.survey import labels

CONNECTION = duckdb.connect(":memory:")
SCALES = [(low, low + points - 1) for points, low in product((5, 7), (1, 0, -2))]
USUAL = sorted(
    {word for families in labels.FAMILIES.values() for scale in families.values() for words in scale for word in words}
)
LETTERS = "abcXYZéßآأإابپتثكکيیىئةهۀؤوگلم۱۲٣4"
SIGNS = " \t\u00a0\u200c\u200d\u200e\ufeff\u0640\u064b\u064c\u0651\u0652\u0670.,;:!?؟،؛-–—_/()[]«»“”\"'’…*"


def folded(text: str) -> object:
    row = CONNECTION.execute(f"SELECT {folded_sql('x')} FROM (SELECT ?::VARCHAR AS x)", [text]).fetchone()
    assert row is not None
    return row[0]


@settings(max_examples=500, deadline=None)
@given(st.text(LETTERS + SIGNS, max_size=14))
def test_the_engine_folds_as_python_does(text: str) -> None:
    assert folded(text) == labels.key(text)


def test_each_letter_is_told_once() -> None:
    letters, others = labels.SPELLINGS
    assert len(set(letters)) == len(letters)
    assert len(others) < len(letters)
    assert not set(others) - {" "} & set(letters), "what a letter becomes is not changed again"


@st.composite
def misspelled(draw: st.DrawFn) -> tuple[str, str]:
    """A usual label, and the same as somebody else would type it."""
    label = draw(st.sampled_from(USUAL))
    text = draw(st.sampled_from((label, label.upper(), label.title(), label.capitalize())))
    arabic, persian = "يكةأإئ", "یکهااي"
    swaps = draw(st.sets(st.integers(0, len(arabic) - 1)))
    back = draw(st.booleans())
    table = {ord(persian[at]): arabic[at] for at in swaps if persian[at] in "یک"} if back else {}
    text = text.translate({ord(arabic[at]): persian[at] for at in swaps} if not back else table)
    gaps = draw(st.sampled_from((" ", "\u200c", "  ", " \u200c", "\u00a0", "-", "\u200c\u200c")))
    text = text.replace(" ", gaps).replace("\u200c", draw(st.sampled_from(("\u200c", " "))))
    marks = draw(st.sampled_from(("", "\u064e", "\u0651", "\u064b", "\u0640", "\u200f")))
    at = draw(st.integers(0, len(text)))
    before, after = draw(st.tuples(*[st.sampled_from(("", " ", "\u200e", "(", "«", "- "))] * 2))
    return label, before + text[:at] + marks + text[at:] + draw(st.sampled_from(("", ".", " !", "؟", ")", "»"))) + after


@settings(max_examples=600, deadline=None)
@given(misspelled())
def test_a_label_is_the_same_in_any_spelling(pair: tuple[str, str]) -> None:
    label, spelled = pair
    assert labels.key(spelled) == labels.key(label) == folded(spelled)


def test_different_labels_stay_different() -> None:
    for one, other in (
        ("satisfied", "dissatisfied"), ("موافقم", "مخالفم"), ("راضی", "ناراضی"), ("أوافق", "لا أوافق"), ("5", "6"),
        ("agree", "strongly agree"), ("خیلی کم", "خیلی زیاد"), ("1-2 times", "12 times"),
    ):  # fmt: skip
        assert labels.key(one) != labels.key(other)


@pytest.mark.parametrize("points", labels.FAMILIES)
def test_within_a_family_a_label_has_one_step(points: int) -> None:
    for family, scale in labels.FAMILIES[points].items():
        assert len(scale) == points, family
        steps: dict[str, int] = {}
        for step, words in enumerate(scale):
            for word in words:
                assert steps.setdefault(labels.key(word), step) == step, (family, word)


@pytest.mark.parametrize("points", labels.FAMILIES)
def test_families_do_not_contradict_each_other(points: int) -> None:
    """But for effort and ease, which are each other's mirror: of these only one is ever known at once."""
    for skipped in ("effort", "ease"):
        worth: dict[str, tuple[int, str]] = {}
        for family, scale in labels.FAMILIES[points].items():
            for step, words in enumerate(scale if family != skipped else ()):
                for word in words:
                    assert worth.setdefault(labels.key(word), (step, family))[0] == step, (word, family)


@pytest.mark.parametrize(("low", "high"), SCALES)
def test_what_is_known_lies_on_the_scale_and_holds_no_refusal(low: int, high: int) -> None:
    refusals = {labels.key(text) for text in labels.NOT_APPLICABLE}
    assert len(refusals) > 50
    for good in (True, False, None):
        known = labels.known(low, high, None, good)
        assert {low, high} <= set(known.values()) <= set(range(low, high + 1))
        assert not refusals & {labels.key(label) for label in known}
        assert all(known[labels.key(label)] == value for label, value in known.items())


def test_easy_is_high_or_low_as_the_author_means_it() -> None:
    easy = [labels.known(1, 5, None, good).get("very easy") for good in (True, False, None)]
    assert easy == [5, 1, None]
    named = [labels.known(1, 7, family).get("very easy") for family in ("ease", "effort")]
    assert named == [7, 1]


EXAMPLES = {
    (1, 5): {
        "Strongly disagree": 1, "Neither agree nor disagree": 3, "Agree": 4, "Very Satisfied": 5, "Never": 1, "Often": 4,
        "Excellent": 5, "کاملاً مخالفم": 1, "نظری ندارم": 3, "موافقم": 4, "خیلی زیاد": 5, "کم": 2, "بسیار ناراضی": 1, "گاهی": 3,
        "غير موافق بشدة": 1, "محايد": 3, "أوافق بشدة": 5, "راضٍ جدًّا": 5, "نادرًا": 2, "دائمًا": 5, "مستاء": 2,
    },
    (1, 7): {
        "Strongly disagree": 1, "Disagree": 2, "Somewhat disagree": 3, "Neutral": 4, "Slightly agree": 5, "Agree": 6,
        "Strongly agree": 7, "تا حدودی موافقم": 5, "مخالفم": 2, "موافق إلى حد ما": 5, "غير موافق": 2, "Somewhat satisfied": 5,
        "کمی ناراضی": 3, "Always": 7, "Rarely": 3,
    },
}  # fmt: skip


@pytest.mark.parametrize("scale", EXAMPLES)
def test_the_usual_labels_in_three_languages(scale: tuple[int, int]) -> None:
    known = labels.known(*scale)
    assert {label: known.get(labels.key(label)) for label in EXAMPLES[scale]} == EXAMPLES[scale]


def test_the_authors_labels_stand_above_the_usual_ones() -> None:
    known = labels.known(1, 5, {"Agree!": 2, "Kinda": 3, "+": 5, "-": 1})
    assert (known["agree"], known["kinda"], known["strongly agree"]) == (2, 3, 5)
    assert (known["+"], known["-"]) == (5, 1), "a label of signs alone is known as it is written"
    assert "" not in known


def test_scales_of_other_lengths_have_no_usual_labels() -> None:
    assert labels.known(1, 4) == labels.known(0, 10) == {}
    assert labels.known(0, 10, {"Great": 10}) == {"great": 10, "Great": 10}
