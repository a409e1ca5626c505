"""Text that can be taken out of the PDF again: by search, by copying, by a screen reader.

Enters: a PDF as WeasyPrint made it. Leaves: the same, looking the same, in which each Arabic or Persian letter says what it is.

The house's Arabic font draws a letter as its body and its dots, and many letters share them: what WeasyPrint notes about
single glyphs cannot tell them apart. What a body with its dots means is read from the font's own substitutions, backwards;
in the PDF it stands beside them as the text that they are (ActualText, ISO 32000-2, 14.9.4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache, lru_cache
from importlib.resources import files as packaged
from itertools import combinations
from struct import unpack
from typing import TYPE_CHECKING, Any, NamedTuple

from scorecard.records.definition import Language

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it has no types

# Where glyphs are shared, the earlier letter is meant: Persian and Arabic write some letters and digits alike.
PERSIAN, ARABIC = "یک۰۱۲۳۴۵۶۷۸۹", "كيى٠١٢٣٤٥٦٧٨٩"
LETTERS = (*range(0x621, 0x63B), *range(0x641, 0x64B), 0x67E, 0x686, 0x698, 0x6A9, 0x6AF, 0x6CC, *range(0x600, 0x700))
LONGEST = 4  # glyphs of one letter

GLYPHS = re.compile(rb"<([0-9a-f]*)>|[-0-9.]+")
NOTED = re.compile(rb"<([0-9a-f]{4})> <[0-9a-f]*>")
MARK = 3  # in GDEF: what is drawn over or under another glyph

State = tuple[str, ...]


class Meanings(NamedTuple):
    """Of a font, by glyph numbers."""

    marks: frozenset[int]
    letters: dict[tuple[int, tuple[int, ...]], str]  # body, its marks in order -> the letter


def readable(family: str, package: str, file: str, language: Language) -> Callable[[Any, Any], None]:
    """What WeasyPrint is to do at last (`finisher`). `family`: of the font that is read backwards, where the page uses it."""

    def finish(document: Any, pdf: Any) -> None:
        fonts = [font for font in document.fonts.values() if font.family == family]
        if fonts:
            meanings = _meanings(package, file, ARABIC if language == "ar" else PERSIAN)
            names = {font.name for font in fonts}
            hashes = {font.hash.encode() for font in fonts}
            for thing in pdf.objects:
                if isinstance(thing, dict) and thing.get("BaseFont") in names and "ToUnicode" in thing:
                    _note(pdf.objects[int(thing["ToUnicode"].split()[0])].stream, meanings)
                operators = getattr(thing, "stream", None)
                if operators and b"BT" in operators:
                    operators[:] = _told(operators, hashes, meanings)

    return finish


@lru_cache(maxsize=2)
def _meanings(package: str, file: str, first: str) -> Meanings:
    from fontTools.ttLib import TTFont

    with packaged(package).joinpath("files", file).open("rb") as opened, TTFont(opened, lazy=True) as font:
        marks = {glyph for glyph, kind in font["GDEF"].table.GlyphClassDef.classDefs.items() if kind == MARK}
        steps, shown, number = _steps(font), font.getBestCmap(), font.getReverseGlyphMap()
        letters: dict[tuple[int, tuple[int, ...]], str] = {}
        for code in (*map(ord, first), *LETTERS):
            for state in sorted(_drawn(shown[code], steps), key=len) if code in shown else ():
                bodies = [glyph for glyph in state if glyph not in marks] or state  # a mark alone is its own body
                over = [number[glyph] for glyph in state if glyph not in bodies]
                if len(bodies) == 1:
                    letters.setdefault((number[bodies[0]], tuple(sorted(over))), chr(code))
        return Meanings(frozenset(number[mark] for mark in marks), letters)


def _steps(font: TTFont) -> dict[str, set[State]]:
    """What each glyph may become: the font's substitutions of one glyph by one or several."""
    steps: dict[str, set[State]] = {}
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            inner = table.ExtSubTable if table.LookupType == 7 else table
            if inner.LookupType in (1, 2):
                for glyph, after in inner.mapping.items():
                    steps.setdefault(glyph, set()).add((after,) if inner.LookupType == 1 else tuple(after))
    return steps


def _drawn(glyph: str, steps: dict[str, set[State]]) -> set[State]:
    """All ways in which the glyph may come to be drawn."""
    seen: set[State] = {(glyph,)}
    todo = [*seen]
    while todo:
        state = todo.pop()
        for index, part in enumerate(state):
            for after in steps.get(part, ()):
                new = (*state[:index], *after, *state[index + 1 :])
                if new not in seen and len(new) <= LONGEST:
                    seen.add(new)
                    todo.append(new)
    return seen


def _note(lines: list[bytes], meanings: Meanings) -> None:
    """In the font's table of single glyphs."""
    for index, line in enumerate(lines):
        if (noted := NOTED.fullmatch(line)) and (letter := meanings.letters.get((int(noted[1], 16), ()))):
            lines[index] = b"<%b> <%b>" % (noted[1], _hex(letter))


def _told(operators: Iterable[Any], hashes: set[bytes], meanings: Meanings) -> list[Any]:
    """A page's operators. Marks stand before their body there, in letters that are written from right to left."""
    told: list[Any] = []
    is_ours, over = False, list[int]()
    for operator in operators:
        if isinstance(operator, bytes):
            kind = operator[-2:]
            if kind == b"TJ" and is_ours:
                told.append(b"\n".join(_split(operator, over, meanings)))
                continue
            if kind == b"Tf":
                is_ours = operator[1 : operator.index(b" ")] in hashes
            elif operator == b"BT":
                over.clear()
        told.append(operator)
    return told


def _split(operator: bytes, over: list[int], meanings: Meanings) -> Iterator[bytes]:
    """`over`: marks that wait for their body, which may stand in one of the next operators."""
    marks, letters = meanings
    plain: list[bytes] = []
    for part in GLYPHS.finditer(operator, 1, len(operator) - 4):
        run = part[1]
        if not run:
            plain.append(part[0])
            continue
        glyphs = unpack(f">{len(run) // 4}H", bytes.fromhex(run.decode()))
        if not over and marks.isdisjoint(glyphs):
            plain.append(part[0])
            continue
        begin = 0  # of what is plain
        for place, glyph in enumerate(glyphs):
            if not over and glyph not in marks:
                continue
            if begin < place:
                plain.append(b"<%b>" % run[4 * begin : 4 * place])
            begin = place + 1
            if plain:
                yield b"[%b] TJ" % b"".join(plain)
                plain.clear()
            if glyph in marks:
                over.append(glyph)
                letter = ""
            else:
                letter = _letter(glyph, over, letters)
                over.clear()
            yield b"/Span<</ActualText<FEFF%b>>>BDC[<%04x>]TJ EMC" % (_hex(letter), glyph)
        if begin < len(glyphs):
            plain.append(b"<%b>" % run[4 * begin :])
    if plain:
        yield b"[%b] TJ" % b"".join(plain)


def _letter(body: int, over: list[int], letters: dict[tuple[int, tuple[int, ...]], str]) -> str:
    """A letter, and the vowel signs that are none of its dots."""
    if letter := letters.get((body, tuple(sorted(over)))):
        return letter
    for count in range(len(over) - 1, -1, -1):
        for own in combinations(sorted(over), count):
            if letter := letters.get((body, own)):
                return letter + "".join(letters.get((mark, ()), "") for mark in over if mark not in own)
    return ""


@cache
def _hex(text: str) -> bytes:
    return text.encode("utf-16-be").hex().encode()
