"""The page on the first report keeps its word: its commands run in an empty folder, and what it shows of their output is so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

PAGE = Path(__file__).parents[2] / "docs" / "first-report.md"
BLOCK = re.compile(r"^```(?P<kind>sh run|text)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


def steps(text: str) -> list[tuple[str, list[str]]]:
    """The commands of each block, and the lines that are shown of their output."""
    found: list[tuple[str, list[str]]] = []
    for block in BLOCK.finditer(text):
        if block["kind"] == "text":
            found[-1][1].extend(line.strip() for line in block["text"].splitlines() if line.strip() != "…")
        else:
            found.append((block["text"], []))
    return found


def plain(text: str) -> str:
    """Without breaks of lines: where a line is broken depends on the widths of a terminal."""
    return " ".join(text.split())


@pytest.mark.slow
def test_the_first_report_is_made_as_the_page_says(tmp_path: Path) -> None:
    found = steps(PAGE.read_text(encoding="utf-8"))
    assert len(found) > 8
    bin = str(Path(sys.executable).parent)
    for commands, shown in found:
        done = subprocess.run(
            ["sh", "-u", "-c", commands],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env={**os.environ, "PATH": f"{bin}{os.pathsep}{os.environ['PATH']}", "CI": "true", "NO_COLOR": "1"},
        )
        assert done.returncode in (0, 1), f"{commands}\n{done.stdout}{done.stderr}"  # 1: `check` has findings
        assert "Traceback" not in done.stderr
        assert "error[" not in done.stdout + done.stderr
        output = plain(done.stdout + done.stderr)
        assert [line for line in shown if plain(line) not in output] == [], f"{commands}\n{done.stdout}{done.stderr}"
    assert (tmp_path / "reports" / "acme.pdf").stat().st_size > 20_000
    assert "First look at Acme" in (tmp_path / "reports" / "acme.html").read_text(encoding="utf-8")


def test_every_step_writes_yaml_and_shows_what_comes_of_it() -> None:
    found = steps(PAGE.read_text(encoding="utf-8"))
    written = ""
    for commands, shown in found:
        for kind, text in re.findall(r"cat (>>?) acme.yaml <<'END'\n(.*?)^END$", commands, flags=re.DOTALL | re.MULTILINE):
            written = text if kind == ">" else written + text
            assert yaml.safe_load(written)["scorecard"] == "acme"
        assert shown
    assert set(yaml.safe_load(written)["datasets"]) == {"deals", "customers", "tickets", "customer_answers"}
