"""The README keeps its word: every block marked `run` runs, in order, from the checkout; what it names is there."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(?P<language>\w+) run\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)
RUNNERS = {"sh": ["sh", "-eu", "-c"], "python": [sys.executable, "-c"]}


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block["language"], block["text"]) for block in BLOCK.finditer(text)]


@pytest.mark.slow
def test_the_commands_of_the_readme_run() -> None:
    found = blocks((ROOT / "README.md").read_text(encoding="utf-8"))
    assert {language for language, _ in found} == {"sh", "python"}
    for language, text in found:
        done = subprocess.run(
            [*RUNNERS[language], text], cwd=ROOT, capture_output=True, text=True, env={**os.environ, "CI": "true"}
        )
        assert done.returncode == 0, f"{text}\n{done.stdout}{done.stderr}"
        assert done.stdout
        assert "Traceback" not in done.stderr
    assert {path.suffix for path in (ROOT / "reports").glob("arman.*")} >= {".html", ".pdf"}


def test_a_marked_block_is_found_and_an_unmarked_is_not() -> None:
    assert blocks("```sh run\nmake demo\n```\n\n```sh\nrm -r .\n```\n") == [("sh", "make demo\n")]


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "reports/README.md"])
def test_what_a_page_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE))
    commands = set(re.findall(r"\bmake ([a-z]+)(?=`|  |\n)", text))
    assert commands
    assert commands <= targets
    names = re.findall(r"\]\(([^)#:]+)\)|`((?:scorecard|definitions|tests|tools|reports)/[\w./-]*)`", text)
    assert [name for name in map("".join, names) if "NAME" not in name and not (ROOT / name).exists()] == []
