"""Paths that lead out, secrets that must not, patterns that never end."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from time import process_time

import pytest

from scorecard import definition, formula, periods
from scorecard.problems import Faults, Place
from scorecard.records.definition import Calendar
from scorecard.sources import convert
from tests.security.conftest import run

CANARY = "canary5ecret"
OUTSIDE = {
    "parent": "../outside.csv", "absolute": "{outside}", "root": "/etc/passwd", "process": "/proc/self/environ",
    "roundabout": "data/../../outside.csv", "link": "link.csv", "link to a folder": "folder/outside.csv",
    "file URL": "file://{outside}", "web": "http://127.0.0.1:9/outside.csv", "share": r"\\host\share\outside.csv",
    "drive": r"C:\outside.csv", "home": "~/outside.csv", "pipe": "|cat {outside}", "glob": "../*.csv", "list": "['{outside}']",
}  # fmt: skip


def card(source: str, other: str = "") -> str:
    return (
        f"scorecard: s\ndatasets: {{d: {{file: {json.dumps(source)}{other}}}}}\n"
        "measures: {m: {better: higher, dataset: d, formula: sum(amount)}}\n"
        "perspectives: {p: {measures: {m: {target: {floor: 0, goal: 1}}}}}\n"
    )


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "card"
    (folder / "data").mkdir(parents=True)
    (tmp_path / "outside.csv").write_text(f"amount,{CANARY}\n1,x\n")
    (folder / "link.csv").symlink_to(tmp_path / "outside.csv")
    (folder / "folder").symlink_to(tmp_path)
    return folder


@pytest.mark.parametrize("path", OUTSIDE.values(), ids=OUTSIDE)
@pytest.mark.parametrize("where", ["dataset", "lookup", "parent"])
def test_no_path_leads_out(workspace: Path, path: str, where: str) -> None:
    path = path.format(outside=workspace.parent / "outside.csv")
    (workspace / "in.csv").write_text("amount,k\n1,x\n")
    lookup = f", lookups: {{l: {{file: {json.dumps(path)}, key: {{k: amount}}, columns: [{CANARY}]}}}}"
    text = card(path) if where == "dataset" else card("in.csv", lookup if where == "lookup" else "")
    (workspace / "scorecard.yaml").write_text(text + (f"extends: {json.dumps(path)}\n" if where == "parent" else ""))
    done = run("evaluate", "--json", "scorecard.yaml", folder=workspace)
    assert done.code == 2, done.output
    assert CANARY not in done.output.replace(f"columns: [{CANARY}]", "")
    assert "root:" not in done.output


def test_a_folder_that_was_allowed_is_read(workspace: Path) -> None:
    (workspace / "scorecard.yaml").write_text(card("../outside.csv"))
    done = run("evaluate", "--json", "--allow-path", "..", "scorecard.yaml", folder=workspace)
    assert done.code == 0, done.output
    assert json.loads(done.stdout)["rows"][-1]["value"] == 1


@pytest.mark.parametrize("name", ["../evil", "/evil", "a/b", "..", "a\\b", "", ".hidden", "x" * 65])
def test_a_report_s_name_is_no_path(tmp_path: Path, name: str) -> None:
    (tmp_path / "scorecard.yaml").write_text(card("d.csv").replace("scorecard: s", f"scorecard: {json.dumps(name)}"))
    problems = definition.read(str(tmp_path / "scorecard.yaml")).problems
    assert any(problem.is_fault and problem.place and problem.place.line == 1 for problem in problems)


DATABASES = {
    "right": ("sqlite:///{folder}/{canary}.sqlite", 0),
    "missing": ("sqlite:///{folder}/{canary}.missing.sqlite", 2),
    "no database": ("sqlite:///{folder}/{canary}.txt", 2),
    "another kind": ("postgresql://me:{canary}@127.0.0.1:9/crm?sslmode={canary}", 2),
    "no URL": ("{canary}", 2),
    "broken": ("sqlite://{canary}:@[::1/{canary}", 2),
    "options": ("sqlite:///{folder}/{canary}.sqlite?mode=rwc&key={canary}", 2),
}


@pytest.mark.parametrize(("url", "code"), DATABASES.values(), ids=DATABASES)
@pytest.mark.parametrize(
    "words", [("evaluate", "--json"), ("evaluate",), ("check",), ("check", "--format", "json"), ("report", "-o", "out")]
)
def test_a_database_s_address_is_told_nowhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, code: int, words: tuple[str, ...]
) -> None:
    with sqlite3.connect(tmp_path / f"{CANARY}.sqlite") as database:
        database.execute("CREATE TABLE deals (amount REAL)")
        database.execute("INSERT INTO deals VALUES (1)")
    database.close()
    (tmp_path / f"{CANARY}.txt").write_text(CANARY)
    monkeypatch.setenv("CRM_DB", url.format(folder=tmp_path, canary=CANARY))
    text = card("x").replace('file: "x"', "url: env:CRM_DB, table: deals")
    (tmp_path / "scorecard.yaml").write_text(text)
    done = run(*words, "scorecard.yaml", folder=tmp_path)
    assert done.code in ((0, 1) if code == 0 else (2,)), done.output
    assert CANARY not in done.output
    written = list((tmp_path / "out").glob("*"))
    assert bool(written) == (code == 0 and words[0] == "report")
    assert not [path for path in written if CANARY.encode() in path.read_bytes()]
    if code == 0 and "--json" in words:
        assert json.loads(done.stdout)["rows"][-1]["value"] == 1


@pytest.mark.parametrize(
    "text",
    ["regexp_matches(a, '(a+)+$')", "a like '%x%'", "a similar to '(a+)+'", "a ~ '(a+)+'", "a glob '*'",
     "regexp_replace(a, 'x', 'y') = ''"],
)  # fmt: skip
def test_nobody_brings_a_pattern_of_their_own(text: str) -> None:
    with pytest.raises(Faults):
        formula.row_condition(text, lambda start, length: Place("f.yaml", 1, start + 1, length))


@pytest.mark.parametrize(
    "text",
    ["1" * 200_000, "1," * 100_000, "1 000" * 50_000, "( " * 100_000, "USD " * 50_000, "-" * 200_000, " " * 200_000 + "x",
     "1" + " " * 200_000 + "%x", "۱" * 200_000, "'000" * 50_000, "." * 200_000, "1e" * 100_000],
    ids=lambda text: text[:6],
)  # fmt: skip
def test_our_own_patterns_end_soon(text: str) -> None:
    start = process_time()
    convert.number(text)
    for read in (periods.parse, periods.parse_date):
        with pytest.raises(ValueError, match=r"."):
            read(text, Calendar("jalali"))
    for read_pattern in (convert.strptime, convert.quote, convert.name):
        try:
            read_pattern(text)
        except ValueError:
            continue
    assert process_time() - start < 1
