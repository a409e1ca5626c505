"""A client's font files, read and written anew with what a report needs of them.

Enters: strangers' bytes. Leaves: for each file what it is, a font for the PDF, and a smaller one for the HTML. Raises `Unfit`.

fontTools is safe from broken memory, yet a small file can ask it for endless work, so it works confined. What it writes holds no
programs for the rasteriser and no table that is not listed here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from scorecard import confined
from scorecard.brand.unfit import Unfit

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no types

MOST_FILES, MOST_BYTES = 8, 4_000_000
MOST_WEB = 60_000  # bytes of all fonts in an HTML file, before they are written as text
BOUNDS = confined.Bounds(seconds=20, memory=1 << 30, size=MOST_FILES * MOST_BYTES * 2)
KINDS = (b"\0\1\0\0", b"OTTO", b"true")

TABLES = (
    "head", "hhea", "maxp", "OS/2", "hmtx", "cmap", "loca", "glyf", "name", "post", "CFF ", "CFF2", "GDEF", "GSUB", "GPOS",
    "kern", "fvar", "gvar", "avar", "STAT", "HVAR", "MVAR",
)  # fmt: skip
LATE = ("fontTools.ttLib.tables.otTables", "fontTools.ttLib.woff2", "fontTools.agl", "encodings.utf_16_be",
        "encodings.utf_32_be")  # fmt: skip
"""What fontTools loads when it needs it, which is when nothing can be opened any more."""
FEATURES = ("tnum", "lnum")
"""Beside those that scripts need and that are on without being asked for: figures of equal width."""

_PUNCTUATION = (
    *range(0x2000, 0x2070),
    0x20AC,
    0x2122,
    0x2190,
    0x2192,
    0x2212,
    0x2215,
    0x221E,
    0x2248,
    0x2260,
    0x2264,
    0x2265,
    0xFDFC,
)
_LETTERS = frozenset((*range(0x20, 0x180), *range(0x60C, 0x700), *_PUNCTUATION))
PRINT = _LETTERS | {*range(0x370, 0x460), *range(0x490, 0x4F0)}  # Greek, Cyrillic
PLAIN = _LETTERS - {*range(0x7F, 0xA0), *range(0x100, 0x180), *range(0x671, 0x700)} | {*map(ord, "پچژگکیۀە۰۱۲۳۴۵۶۷۸۹")}
"""What the PDF has of a font, and what at least the HTML; where its bound allows, all of the letters. For other characters the
house's fonts stand in."""


@dataclass(frozen=True, slots=True)
class Prepared:
    family: str
    weights: tuple[int, int]  # two of a font that has all between them
    is_italic: bool
    is_restricted: bool  # it says of itself that it must not be embedded
    print: bytes  # TrueType or OpenType
    web: bytes  # WOFF 2; empty where it would be too large


@lru_cache(maxsize=4)
def prepared(files: tuple[bytes, ...]) -> tuple[Prepared | Unfit, ...]:
    """In the same order; what is unfit in the place of what is not."""
    found: dict[int, Prepared | Unfit] = {}
    for index, data in enumerate(files):
        if len(data) > MOST_BYTES:
            found[index] = Unfit("large", most=f"{MOST_BYTES // 1_000_000} MB")
        elif data[:4] not in KINDS:
            found[index] = Unfit("font-kind")
    sound = [index for index in range(len(files)) if index not in found]
    found |= zip(sound, _confined([files[index] for index in sound]), strict=True)
    return tuple(found[index] for index in range(len(files)))


def _confined(files: list[bytes]) -> list[Prepared | Unfit]:
    """All in one process; if that is too much, each in one of its own, to know which it is."""
    if not files:
        return []
    try:
        facts, parts = _unpacked(confined.run("scorecard.brand.fonts:serve", _packed(None, files), BOUNDS))
    except confined.Exceeded:
        return [Unfit("font")] if len(files) == 1 else [each for file in files for each in _confined([file])]
    pairs = iter(parts)
    return [Unfit("font") if fact is None else _understood(fact, next(pairs), next(pairs)) for fact in facts]


def _packed(facts: Any, parts: Iterable[bytes]) -> bytes:
    parts = list(parts)
    head = json.dumps([facts, [len(part) for part in parts]]).encode()
    return len(head).to_bytes(4) + head + b"".join(parts)


def _unpacked(packed: bytes) -> tuple[Any, list[bytes]]:
    size = int.from_bytes(packed[:4])
    facts, lengths = json.loads(packed[4 : 4 + size])
    parts, at = [], 4 + size
    for length in lengths:
        parts.append(packed[at : at + length])
        at += length
    return facts, parts


def _understood(fact: list[Any], print: bytes, web: bytes) -> Prepared:
    family, low, high, is_italic, is_restricted = fact
    return Prepared(str(family), (int(low), int(high)), bool(is_italic), bool(is_restricted), print, web)


def serve(payload: bytes, begin: confined.Begin) -> bytes:
    """Confined: of each file its facts (none where it is no font) and both fonts."""
    from importlib import import_module

    from fontTools.ttLib import tagToIdentifier

    _, files = _unpacked(payload)
    for module in ("brotli", "fontTools.subset", *(f"fontTools.ttLib.tables.{tagToIdentifier(tag)}" for tag in TABLES), *LATE):
        import_module(module)
    begin()
    facts: list[Any] = []
    parts: list[bytes] = []
    for file in files:
        try:
            fact, made = _made(file, MOST_WEB // len(files))
        except Exception:  # a damaged table may make any of them
            facts.append(None)
            continue
        facts.append(fact)
        parts += made
    return _packed(facts, parts)


def _made(file: bytes, most: int) -> tuple[list[Any], list[bytes]]:
    font = _opened(file)
    known = PRINT & font.getBestCmap().keys()
    if not any(chr(character).isalnum() for character in known):
        raise ValueError("it has no letters")
    fact = [str(font["name"].getBestFamilyName() or "")[:100], *_weights(font), _is_italic(font), font["OS/2"].fsType & 0xF == 2]
    print = _subset(font, known)
    for characters in (_LETTERS, PLAIN):
        web = _as_woff2(_subset(_opened(print), known & characters))
        if len(web) <= most:
            return fact, [print, web]
    return fact, [print, b""]


def _opened(file: bytes) -> TTFont:
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(file), lazy=True, recalcTimestamp=False)
    for tag in set(font.keys()) - {"GlyphOrder", *TABLES}:
        del font[tag]
    font.sfntVersion = "OTTO" if "CFF " in font or "CFF2" in font else "\0\1\0\0"
    names = font["name"]
    names.names = [name for name in names.names if (name.platformID, name.platEncID) in ((3, 1), (3, 10))]  # in Unicode
    return font


def _subset(font: TTFont, characters: Iterable[int]) -> bytes:
    from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # as above

    options = Options(
        hinting=False, notdef_outline=True, glyph_names=False, name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14, 16, 17],
        recalc_timestamp=False, drop_tables=[],
    )  # fmt: skip
    options.layout_features = [*options.layout_features, *FEATURES]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)
    return _saved(font)


def _as_woff2(sfnt: bytes) -> bytes:
    font = _opened(sfnt)
    font.flavor = "woff2"
    return _saved(font)


def _saved(font: TTFont) -> bytes:
    out = BytesIO()
    font.save(out)
    return out.getvalue()


def _weights(font: TTFont) -> tuple[int, int]:
    """As CSS counts them, in hundreds."""
    if "fvar" in font:
        for axis in font["fvar"].axes:
            if axis.axisTag == "wght":
                return _hundreds(axis.minValue), _hundreds(axis.maxValue)
    own = _hundreds(font["OS/2"].usWeightClass)
    return own, own


def _hundreds(weight: float) -> int:
    return 100 * min(9, max(1, round(weight / 100)))


def _is_italic(font: TTFont) -> bool:
    return bool(font["OS/2"].fsSelection & 1 or font["head"].macStyle & 2)
