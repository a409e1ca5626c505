"""How survey tools write their headings: in one row, two or three; and the other names by which a column may be called.

Enters: a layout's name, the first rows of a file. Leaves: a heading for each column, and how many rows they took. A file that has
fewer rows of headings than its layout says (an older export, one that somebody tidied) is taken as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from scorecard.records.definition import Layout

HEADS: dict[Layout, int] = {"plain": 1, "limesurvey": 1, "surveymonkey": 2, "qualtrics": 3}
"""Rows that headings take, at most."""

Rows = Sequence[Sequence[str]]

_ANY = ("", "response", "open-ended response")  # below a question of one column
_IMPORT = re.compile(r'"ImportId"\s*:\s*"([^"]+)"')
_STARTED = ("startdate", "enddate", "recorded date", "recordeddate", "start date", "end date")
_COUNTED = ("respondent id", "collector id")
_CODE = re.compile(r"([A-Za-z]\w*(?:\[\w+\])*)\s?[.:]\s+(\S.*)", re.DOTALL)  # Q1[SQ001]. How good is it? [Price]
_SUB = re.compile(r"(.*\S)(\s*)(\[[^\[\]]+\])", re.DOTALL)


class Heading(str):
    """A heading, and other names by which its column may be called where no heading is written so."""

    also: tuple[str, ...] = ()


def named(layout: Layout, rows: Rows) -> tuple[tuple[str, ...], int]:
    """The headings of a file that begins with these rows, and how many of them are headings."""
    heads = min(_heads(layout, rows), len(rows))
    width = max(len(row) for row in rows[:heads])  # a workbook's row ends with its last cell
    first, *below = ([text.strip() for text in (*row, *[""] * (width - len(row)))] for row in rows[:heads])
    if layout == "surveymonkey" and below:
        return _questions(first, below[0]), heads
    if layout == "qualtrics" and below:
        ids = [[*_IMPORT.findall(text)] for text in below[1]] if len(below) > 1 else [[] for _ in first]
        return tuple(_heading(one, text, *more) for one, text, more in zip(first, below[0], ids, strict=True)), heads
    if layout == "limesurvey":
        return tuple(_heading(text, *_coded(text)) for text in first), heads
    return tuple(first), heads


def _heads(layout: Layout, rows: Rows) -> int:
    """How many rows are headings: a row that holds a number where its tool has dates or ids is none."""
    if layout == "qualtrics":
        if len(rows) > 2 and any(_IMPORT.search(text) for text in rows[2]):
            return 3
        return 1 if _holds_data(rows, _STARTED) else 2
    if layout == "surveymonkey":
        return 1 if _holds_data(rows, _COUNTED) else 2
    return 1


def _holds_data(rows: Rows, names: Sequence[str]) -> bool:
    places = [at for at, text in enumerate(rows[0]) if text.strip().casefold() in names]
    return len(rows) > 1 and any(re.search(r"\d", rows[1][at]) for at in places if at < len(rows[1]))


def _questions(first: Sequence[str], second: Sequence[str]) -> tuple[str, ...]:
    """`Question: part`; a question stands over the first of its columns only."""
    question, found = "", []
    for text, part in zip(first, second, strict=True):
        question = text or question
        found.append((question, "" if part.casefold() in _ANY else part))
    questions = [question for question, _ in found]
    return tuple(
        _heading(f"{question}: {part}", part, *([question] if questions.count(question) == 1 else ())) if part and question
        else _heading(question or part)
        for question, part in found
    )  # fmt: skip


def _coded(text: str) -> tuple[str, ...]:
    """Of `Q1[SQ001]. How good is it? [Price]` its code and its text; with a space before the bracket and without."""
    parts = _CODE.fullmatch(text)
    names = [text, *(parts.groups() if parts else ())]
    spaced = (f"{sub[1]}{'' if sub[2] else ' '}{sub[3]}" for each in names if (sub := _SUB.fullmatch(each)))
    return (*names[1:], *spaced)


def _heading(text: str, *also: str) -> Heading:
    made = Heading(text)
    made.also = tuple(dict.fromkeys(each for each in also if each and each != text))
    return made
