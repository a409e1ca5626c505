"""Contrast and the colours that have enough of it: any colour enters, one of the same hue that can be read leaves."""

from __future__ import annotations

import colorsys
from math import atan2, degrees

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.brand import colours
from scorecard.brand.colours import DRAWN, NIGHT, TEXT, WHITE, contrast, readable, tint

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    # From the WCAG's examples and the usual checkers.
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54),
     ("#ff0000", "#ffffff", 4.0), ("#0000ff", "#ffffff", 8.59), ("#12617f", "#ffffff", 6.9)],
)  # fmt: skip
def test_contrast_is_wcags(one: str, other: str, wanted: float) -> None:
    assert contrast(one, other) == contrast(other, one) == pytest.approx(wanted, abs=0.01)


@given(COLOURS, st.sampled_from([WHITE, NIGHT]), st.sampled_from([TEXT, DRAWN]))
def test_every_colour_becomes_readable_and_stays_what_it_is_where_it_was(colour: str, ground: str, least: float) -> None:
    shown = readable(colour, ground, least)
    assert contrast(shown, ground) >= least
    assert (shown == colour) == (contrast(colour, ground) >= least)
    assert readable(shown, ground, least) == shown


@given(COLOURS)
def test_a_colour_is_moved_no_further_than_need_be(colour: str) -> None:
    shown = readable(colour)
    assert shown == colour or contrast(shown, WHITE) < TEXT + 0.15


@pytest.mark.parametrize("colour", ["#ffd400", "#00aeef", "#8bc34a", "#ff8fab", "#f58220", "#c0a0ff"])
def test_the_hue_stays(colour: str) -> None:
    def angle(text: str) -> float:
        _, a, b = colours._oklab(colours._linear(text))
        return degrees(atan2(b, a))

    shown = readable(colour)
    assert shown != colour
    assert abs((angle(shown) - angle(colour) + 180) % 360 - 180) < 4
    assert colorsys.rgb_to_hls(*(int(shown[at : at + 2], 16) / 255 for at in (1, 3, 5)))[2] > 0.4  # no grey


def test_a_tint_is_a_share_of_the_colour_on_a_ground() -> None:
    assert (tint("#000000", 0.5), tint("#0b5c8a", 1), tint("#0b5c8a", 0)) == ("#808080", "#0b5c8a", "#ffffff")
    assert tint("#ffffff", 0.25, "#101010") == "#4c4c4c"


@pytest.mark.parametrize("text", ["red", "#fff", "#12345g", "#1234567", "#12345\n", "", 'url("#aaaaaa")', "#AABBCC"])
def test_nothing_else_is_a_colour(text: str) -> None:
    with pytest.raises(ValueError, match="no colour"):
        readable(text)
