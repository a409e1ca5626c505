"""A client's fonts: strangers' files enter; what a report needs of them leaves, soon, or a word why not."""

from __future__ import annotations

import random
from io import BytesIO
from pathlib import Path
from time import monotonic

import fontpkg_noto_sans_arabic  # type: ignore[import-untyped]  # as above
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no types
from fontTools.ttLib.tables import _g_l_y_f  # type: ignore[import-untyped]  # as above

from scorecard.brand import fonts
from scorecard.brand.fonts import Prepared, prepared
from scorecard.brand.unfit import Unfit

BLOCKS = (Path(__file__).parents[1] / "language" / "cases" / "brand" / "brand" / "blocks.ttf").read_bytes()
ARABIC = next((Path(fontpkg_noto_sans_arabic.__file__).parent / "files").glob("*.ttf"))


def one(data: bytes) -> Prepared | Unfit:
    return prepared((data,))[0]


def changed(change: object) -> bytes:
    font = TTFont(BytesIO(BLOCKS), recalcTimestamp=False, recalcBBoxes=False)
    change(font)  # type: ignore[operator]  # a function of a font
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def test_a_font_becomes_two_that_hold_what_it_has() -> None:
    made = one(BLOCKS)
    assert one(b"OTTO" + BLOCKS[4:]) == made  # which it is not
    assert isinstance(made, Prepared)
    assert (made.family, made.weights, made.is_italic, made.is_restricted) == ("Blocks", (400, 400), False, False)
    for file, flavor in ((made.print, None), (made.web, "woff2")):
        again = TTFont(BytesIO(file))
        assert again.flavor == flavor
        assert set(again.getBestCmap()) == set(TTFont(BytesIO(BLOCKS)).getBestCmap())
    assert len(made.web) < len(made.print)
    assert one(BLOCKS) == made  # to the byte


def test_a_variable_font_keeps_its_weights_and_how_its_letters_join() -> None:
    made = one(ARABIC.read_bytes())
    assert isinstance(made, Prepared)
    assert made.weights == (100, 900)
    again = TTFont(BytesIO(made.print))
    assert {"fvar", "gvar", "GSUB"} <= set(again.keys())
    features = {record.FeatureTag for record in again["GSUB"].table.FeatureList.FeatureRecord}
    assert {"init", "medi", "fina"} <= features
    assert {0x067E, 0x0686, 0x06AF, 0x06F4} <= again.getBestCmap().keys()
    assert made.web == b""  # two axes: too large for a page on the screen


def test_nothing_stays_that_could_run_or_that_nobody_needs() -> None:
    def add(font: TTFont) -> None:
        from fontTools.ttLib.tables.DefaultTable import DefaultTable  # type: ignore[import-untyped]  # it has no types

        for tag in ("fpgm", "prep", "cvt ", "SVG ", "DSIG", "meta", "Zapf"):
            font[tag] = DefaultTable(tag)
            font[tag].data = b"<svg onload=alert(1)>"

    made = one(changed(add))
    assert isinstance(made, Prepared)
    assert set(TTFont(BytesIO(made.print)).keys()) <= {"GlyphOrder", *fonts.TABLES}
    assert b"onload" not in made.print


def test_what_a_font_says_of_itself_is_read() -> None:
    def bold(font: TTFont) -> None:
        font["OS/2"].usWeightClass = 700
        font["OS/2"].fsSelection |= 1
        font["OS/2"].fsType = 2

    made = one(changed(bold))
    assert isinstance(made, Prepared)
    assert (made.weights, made.is_italic, made.is_restricted) == ((700, 700), True, True)


def circular_glyph(font: TTFont) -> None:
    glyf = font["glyf"]
    for first, second in (("g0041", "g0042"), ("g0042", "g0041")):
        glyph = _g_l_y_f.Glyph()
        part = _g_l_y_f.GlyphComponent()
        part.glyphName, part.x, part.y, part.flags = second, 0, 0, 0x2
        glyph.numberOfContours, glyph.components = -1, [part]
        glyph.xMin = glyph.yMin = glyph.xMax = glyph.yMax = 0
        glyf.glyphs[first] = glyph


def without_letters(font: TTFont) -> None:
    for table in font["cmap"].tables:
        table.cmap = {0x20: "space"}


def test_a_font_that_asks_for_too_much_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "BOUNDS", fonts.confined.Bounds(seconds=0, memory=1 << 30, size=10_000_000))
    start = monotonic()
    found = prepared((BLOCKS, ARABIC.read_bytes()))
    assert isinstance(found[0], Prepared)  # the other one is not to blame
    assert isinstance(found[1], Unfit)
    assert monotonic() - start < 60


def test_a_damaged_font_is_told() -> None:
    unfit = {
        "font-kind": [b"", b"wOF2" + BLOCKS, b"ttcf" + BLOCKS, b"<svg/>", b"\x89PNG\r\n\x1a\n"],
        "font": [BLOCKS[:12], BLOCKS[:500], BLOCKS[:-200], changed(circular_glyph),
                 changed(without_letters), b"\0\1\0\0\xff\xff" + b"\xff" * 2000],
        "large": [BLOCKS[:4] + b"\0" * fonts.MOST_BYTES],
    }  # fmt: skip
    wanted = [why for why, every in unfit.items() for _ in every]
    found = prepared(tuple(data for every in unfit.values() for data in every))
    assert [each.why if isinstance(each, Unfit) else "fine" for each in found] == wanted


@pytest.mark.slow
def test_any_damage_is_survived() -> None:
    chance = random.Random(11)
    damaged = []
    for _ in range(200):
        data = bytearray(BLOCKS)
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(4, len(data))] = chance.randrange(256)
        damaged.append(bytes(data))
    for start in range(0, len(damaged), fonts.MOST_FILES):
        for made in prepared(tuple(damaged[start : start + fonts.MOST_FILES])):
            if isinstance(made, Prepared):
                assert TTFont(BytesIO(made.print)).getBestCmap()
