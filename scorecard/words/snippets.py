"""Problems as text for people: the line at fault, a caret under it, what is wrong and what to do.

Enters: `Problem`s. Leaves: text for a terminal, in the language spoken. Whatever comes from files is drawn without control
characters, and carets stand under the characters meant, also after wide ones and, where text runs from right to left, in its
own direction.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from string import Formatter

from scorecard.problems import Level, Phrase, Place, Problem
from scorecard.words import numbers
from scorecard.words.problems import wording
from scorecard.words.terms import from_right, latin
from scorecard.words.tongue import later, say, spoken

LEVELS: dict[Level, str] = {"fault": "error", "finding": "warning", "note": "note"}
"""As other programs read them."""
_SAID: dict[Level, str] = {"fault": later("error"), "finding": later("warning"), "note": later("note")}
_COLORS = {"fault": "\x1b[1;31m", "finding": "\x1b[1;33m", "note": "\x1b[1;36m", "frame": "\x1b[1;34m", "bold": "\x1b[1m"}
_ISOLATE, _END_ISOLATE, _ELLIPSIS = "\u2066", "\u2069", "…"
_TYPED = re.compile("`[^`]*`")


def message(problem: Problem) -> str:
    """What is wrong, as plain text on one line; never empty, whatever the facts lack."""
    said = wording(problem.code)
    return _fill(said.message, problem.facts) or said.title


def hint(problem: Problem) -> str:
    """What to do about it, as plain text on one line; may be empty."""
    return _fill(wording(problem.code).hint, problem.facts)


def one_line(problem: Problem) -> str:
    """`file:line:column: level[code]: message`, as editors and CI logs read it."""
    start = f"{_where(problem.place)}: " if problem.place else ""
    return f"{start}{LEVELS[problem.level]}[{problem.code}]: {message(problem)}"


def head(level: Level, code: str) -> str:
    """What begins a problem: `error[unknown-key]`."""
    return f"{say(_SAID[level])}[{latin(code)}]"


def explain(code: str) -> str:
    """What a code means and what to do, for `check --explain`. KeyError for a code that the house does not have."""
    said = wording(code)
    explanation = "\n".join(_whole(textwrap.wrap(_typed(said.explanation), 80)))
    return f"{latin(code)}: {said.title}\n\n{explanation}\n"


def draw(problems: Iterable[Problem], *, color: bool, width: int = 80) -> str:
    """All problems, each with its source line and caret where it has a place; a blank line between them."""
    return "\n".join(_draw(problem, color, max(width, 40)) for problem in problems)


def _draw(problem: Problem, color: bool, width: int) -> str:
    def paint(text: str, key: str) -> str:
        return f"{_COLORS[key]}{text}\x1b[0m" if color and text else text

    start, place = head(problem.level, problem.code), problem.place
    said = _whole(textwrap.wrap(f"{start}: {message(problem)}", width, subsequent_indent="  ", break_on_hyphens=False))
    lines = [paint(start, problem.level) + paint(said[0][len(start) :], "bold"), *(paint(line, "bold") for line in said[1:])]
    gutter = " " * len(str(place.line if place and place.line else ""))
    if place:
        lines.append(f"{gutter}{paint('-->', 'frame')} {_where(place)}")
    if place and place.line and place.column and place.text.strip():
        shown, before, under = _cut(place, width - len(gutter) - 3)
        bar = paint("|", "frame")
        lines += [
            f"{gutter} {bar}",
            f"{paint(str(place.line), 'frame')} {bar} {shown}",
            f"{gutter} {bar} {' ' * before}{paint('^' * under, problem.level)}",
        ]
    if help_text := hint(problem):
        label = say("help:")
        lead = f"{gutter} = {label} "
        indent = " " * len(lead)
        wrapped = _whole(textwrap.wrap(help_text, width, initial_indent=lead, subsequent_indent=indent, break_on_hyphens=False))
        lines.append(f"{gutter} {paint(f'= {label}', 'frame')}{wrapped[0][len(lead) - 1 :]}")
        lines += wrapped[1:]
    return "\n".join(lines) + "\n"


def _where(place: Place) -> str:
    return ":".join([clean(place.file), *(str(number) for number in (place.line, place.column) if number)])


def _cut(place: Place, width: int) -> tuple[str, int, int]:
    """The source line cut to `width` cells around the place; cells before the mark; cells of the mark."""
    text = place.text.rstrip()
    start = min(place.column - 1, len(text))
    stop = max(start, min(start + place.length, len(text), start + width))
    first, last = max(0, start - width), min(len(text), stop + width)
    cells = [clean(character.replace("\t", "    ")) for character in text[first:last]]
    widths = [sum(map(_width, cell)) for cell in cells]
    if first or last < len(text) or sum(widths) > width:
        # The mark as far as it fits in half the width; up to a third for what follows; the rest for what stands before.
        stop = first + _fitting(widths, start - first, stop - first, width // 2)
        room = width - 2 - sum(widths[start - first : stop - first]) - min(width // 3, sum(widths[stop - first :]))
        shift = _fitting(widths[::-1], len(cells) - (start - first), len(cells), room)
        cells, widths, first = cells[len(cells) - shift :], widths[len(cells) - shift :], first + len(cells) - shift
        last = first + _fitting(widths, 0, len(cells), width - 2)
    left, right = _ELLIPSIS if first else "", _ELLIPSIS if last < len(text) else ""
    before, marked, after = ("".join(cells[a - first : b - first]) for a, b in ((first, start), (start, stop), (stop, last)))
    if from_right("".join(cells)):
        # Each part on its own, left to right: however a terminal turns the letters of a part, it keeps its cells.
        before, marked, after = (f"{_ISOLATE}{part}{_END_ISOLATE}" if part else "" for part in (before, marked, after))
    return (
        left + before + marked + after + right,
        len(left) + sum(widths[: start - first]),
        max(1, sum(widths[start - first : stop - first])),
    )


def _fitting(widths: list[int], start: int, stop: int, room: int) -> int:
    """The end of the longest run from `start`, at most to `stop`, that fits into `room` cells."""
    for index in range(start, stop):
        room -= widths[index]
        if room < 0:
            return index
    return stop


def cells(text: str) -> int:
    """Terminal cells of a text."""
    return sum(map(_width, text))


def _width(character: str) -> int:
    """Terminal cells of a character."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def clean(text: str) -> str:
    """Text without control characters: they are shown, not obeyed (a terminal would take some for commands)."""
    if text.isprintable():
        return text
    return "".join(_shown(character) for character in text)


def _shown(character: str) -> str:
    number = ord(character)
    if number < 32:
        return chr(0x2400 + number)
    bidi = 0x202A <= number <= 0x202E or 0x2066 <= number <= 0x2069
    hidden = bidi or unicodedata.category(character) in ("Cc", "Cs", "Co", "Zl", "Zp")
    return f"<U+{number:04X}>" if hidden else character


def _fill(template: str, facts: Mapping[str, object]) -> str:
    """The template's lines with facts in their blanks, but for lines in which a fact is empty, joined by spaces."""
    kept = (line for line in template.splitlines() if all(_fact(facts.get(name)) for name in _names(line)))
    return " ".join(_Facts().vformat(_typed(line.strip()), (), facts) for line in kept)


def _typed(text: str) -> str:
    """Inside a sentence from the right, what is to be typed (`weight: 0`) runs from the left."""
    return text if spoken().direction == "ltr" else _TYPED.sub(f"{_ISOLATE}\\g<0>{_END_ISOLATE}", text)


def _whole(lines: list[str]) -> list[str]:
    """Wrapped lines, with isolates that a line's end would close begun anew on the next."""
    open_ones, whole = "", []
    for line in lines:
        begun = open_ones + line
        open_ones = ""
        for character in begun:
            if character in "\u2066\u2067\u2068":
                open_ones += character
            elif character == _END_ISOLATE:
                open_ones = open_ones[:-1]
        whole.append(begun + _END_ISOLATE * len(open_ones))
    return whole


def _names(line: str) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(line) if name]


class _Facts(Formatter):
    """Numbers as the blank asks for them ({share:.0%}), all else as `_fact` says it."""

    def format_field(self, value: object, spec: str) -> str:
        return numbers.native(format(value, spec)) if spec else _fact(value)


def _fact(value: object) -> str:
    """Text of strangers inside a sentence from the right keeps to itself, whichever way it runs."""
    if isinstance(value, (tuple, list)):
        return say(", ").join(_fact(item) for item in value)
    if value is None:
        return ""
    if isinstance(value, Phrase):
        return say(value.message, **{name: _fact(each) for name, each in value.blanks.items()})
    if isinstance(value, float):
        return numbers.written(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return numbers.native(str(value))
    text = clean(value.isoformat() if isinstance(value, date) else str(value))
    return f"\u2068{text}\u2069" if text and spoken().direction == "rtl" else text
