"""The table of threats: every test that it names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def lacking(text: str) -> list[str]:
    """The tests named in a text that do not exist, or never run because they are called otherwise."""
    found = []
    for file, name in NAMED.findall(text):
        path = ROOT / file
        tree = ast.parse(path.read_text("utf-8")) if path.exists() else ast.Module([], [])
        if not name.startswith("test_") or name not in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}:
            found.append(f"{file}::{name}")
    return found


def test_every_threat_has_tests_that_exist() -> None:
    text = (Path(__file__).parent / "THREATS.md").read_text("utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ")][2:]
    assert len(rows) > 25
    assert [row for row in rows if not NAMED.search(row.rpartition(" | ")[2])] == []
    assert lacking(text) == []


def test_a_test_that_is_gone_would_be_noticed() -> None:
    assert lacking(
        "`tests/security/test_threats.py::test_gone`, `tests/gone.py::test_x`, `tests/security/test_threats.py::lacking`"
    )
    assert not lacking("`tests/security/test_threats.py::test_a_test_that_is_gone_would_be_noticed`")
