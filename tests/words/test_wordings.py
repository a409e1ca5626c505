"""Every code of the house has its words, and no words are left over: the package's source against the rooms' files."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from string import Formatter

import pytest

import scorecard
from scorecard import definition
from scorecard.problems import fault
from scorecard.words import snippets
from scorecard.words.problems import all_wordings, rooms
from scorecard.words.problems.base import Wording

PACKAGE = Path(scorecard.__file__).parent
SOURCES = [file for file in PACKAGE.rglob("*.py") if PACKAGE / "words" not in file.parents]
SAYING = {"fault", "finding", "note", "refuse", "_refuse", "_fault", "doubt"}
"""Functions that take a code as their first word."""


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    """(where, code, call) for every code that is named where a problem is made."""
    for file in SOURCES:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            first = node.args[0]
            if name in SAYING and isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield f"{file.relative_to(PACKAGE)}:{node.lineno}", first.value, node


CALLS = list(calls())
WORDS = {
    node.value
    for file in SOURCES
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
    if isinstance(node, ast.Constant) and isinstance(node.value, str)
}


def blanks(*templates: str) -> set[str]:
    return {name for template in templates for _, name, _, _ in Formatter().parse(template) if name}


def test_every_code_has_words() -> None:
    assert len(CALLS) > 50
    assert [where for where, code, _ in CALLS if code not in all_wordings()] == []


def test_every_wording_has_a_use() -> None:
    # What is wrong with a brand's file or with a template is told where the file was named.
    used = WORDS | {f"{room}-{word}" for room in ("brand", "template") for word in WORDS}
    assert [code for code in all_wordings() if code not in used] == []


def test_no_code_stands_in_two_rooms() -> None:
    sizes = [len(import_module(f"scorecard.words.problems.{room}").WORDING) for room in rooms()]
    assert sum(sizes) == len(all_wordings())


@pytest.mark.parametrize("code", all_wordings())
def test_words_are_whole(code: str) -> None:
    said = all_wordings()[code]
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", code)
    for text in (said.title, said.message, said.hint, said.explanation):
        assert text.strip() == text
        assert text
    for template in (said.message, said.hint):
        names = sorted(blanks(template))
        facts = {name: 1000 + index for index, name in enumerate(names)}  # numbers, for blanks that give them a form
        drawn = snippets.draw([fault(code, None, **facts)], color=False, width=4000).replace(",", "")
        assert all(str(number) in drawn for number in facts.values())


def test_facts_named_on_the_spot_fill_every_blank() -> None:
    """Where a call spells its facts out, each blank of the wording is among them: a misspelt one would drop its line."""
    missing = []
    for where, code, call in CALLS:
        said = all_wordings().get(code, Wording("", "", "", ""))
        named = {keyword.arg for keyword in call.keywords}
        is_plain = getattr(call.func, "id", "") in ("fault", "finding", "note")
        if is_plain and None not in named and (lost := blanks(said.message, said.hint) - named):
            missing.append(f"{where} {code}: {', '.join(sorted(lost))}")
    assert missing == []


def test_the_definitions_faults_fill_their_blanks_and_each_code_has_a_case() -> None:
    seen = set()
    for case in sorted((Path(__file__).parents[1] / "definition" / "faults").iterdir()):
        for problem in definition.read(str(case / "scorecard.yaml")).problems:
            said = all_wordings()[problem.code]
            assert blanks(said.message, said.hint) <= problem.facts.keys(), problem.code
            assert snippets.message(problem)
            seen.add(problem.code)
    elsewhere = {
        "definition-unreadable",
        "file-too-large",
        "yaml-too-many-nodes",
        "more-problems",
        "extends-too-long",
        "initiative-overdue",
        "review-due",
    }  # in test_hostile, test_records, test_extends, test_goals
    codes = {
        code
        for room in ("document", "definition", "targets", "goals")
        for code in import_module(f"scorecard.words.problems.{room}").WORDING
    }
    assert codes - seen == elsewhere
