"""Small files that unfold: each is read in a process of its own, with little time and memory, and told off or read rightly."""

from __future__ import annotations

import gzip
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

READ = """
import resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (30, 30))
resource.setrlimit(resource.RLIMIT_AS, (2_000_000_000, 2_000_000_000))
import scorecard.sources.databases
scorecard.sources.databases.SECONDS = 3.0
from scorecard.cli import run
run()
"""
MEASURES = (
    "measures: {m: {better: higher, dataset: d, formula: sum(amount)}}\n"
    "perspectives: {p: {measures: {m: {target: {floor: 0, goal: 1}}}}}\n"
)


def read(folder: Path, dataset: str, more: str = "") -> subprocess.CompletedProcess[str]:
    (folder / "scorecard.yaml").write_text(f"scorecard: s\ndatasets: {{d: {{{dataset}}}}}\n{MEASURES}{more}")
    return subprocess.run(
        [sys.executable, "-c", READ, "evaluate", "--json", "scorecard.yaml"],
        cwd=folder, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def packed(path: Path, block: bytes, count: int, start: bytes = b"") -> None:
    with gzip.open(path, "wb", compresslevel=1) as file:
        file.write(start)
        for _ in range(count):
            file.write(block)


def endless_view(folder: Path) -> str:
    with sqlite3.connect(folder / "d.sqlite") as database:
        database.execute(
            "CREATE VIEW deals AS WITH RECURSIVE n(amount) AS (SELECT 1 UNION ALL SELECT amount + 1 FROM n) SELECT amount FROM n "
            "WHERE amount < 0"
        )
    database.close()
    return "file: d.sqlite, table: deals"


def one_long_line(folder: Path) -> str:
    packed(folder / "d.csv.gz", b"x" * 1_000_000, 400)
    return "file: d.csv.gz"


def one_long_cell(folder: Path) -> str:
    packed(folder / "d.csv.gz", b"1" * 1_000_000, 400, b"amount\n")
    return "file: d.csv.gz"


def deep_json(folder: Path) -> str:
    (folder / "d.json").write_text('[{"amount": ' + "[" * 2_000_000)
    return "file: d.json"


def deep_json_lines(folder: Path) -> str:
    (folder / "d.jsonl").write_text('{"amount": ' + '{"a": ' * 1_000_000)
    return "file: d.jsonl"


def a_json_number_of_many_digits(folder: Path) -> str:
    (folder / "d.json").write_text('[{"amount": ' + "9" * 5_000_000 + "}]")
    return "file: d.json"


@pytest.mark.slow
@pytest.mark.parametrize(
    "bomb",
    [
        endless_view,
        one_long_line,
        one_long_cell,
        deep_json,
        deep_json_lines,
        a_json_number_of_many_digits,
    ],
)
def test_it_is_refused_quickly_and_in_little_memory(tmp_path: Path, bomb: Callable[[Path], str]) -> None:
    done = read(tmp_path, bomb(tmp_path))
    assert done.returncode in (0, 2), done.stderr[-1500:]
    assert "Traceback" not in done.stderr
    if done.returncode == 0:
        assert '"bad_rows": 1' in done.stdout  # what could not be read is told
    else:
        assert "error[" in done.stderr, done.stderr[-500:]


@pytest.mark.slow
def test_a_plain_database_and_a_packed_file_are_read_under_the_same_limits(tmp_path: Path) -> None:
    packed(tmp_path / "d.csv.gz", b"1\n", 1_000_000, b"amount\n")
    done = read(tmp_path, "file: d.csv.gz")
    assert done.returncode == 0, done.stderr[-500:]
    assert '"value": 1000000.0' in done.stdout
    with sqlite3.connect(tmp_path / "e.sqlite") as database:
        database.execute("CREATE TABLE deals AS SELECT 2.0 AS amount")
    database.close()
    done = read(tmp_path, "file: e.sqlite, table: deals")
    assert done.returncode == 0, done.stderr[-500:]
    assert '"value": 2.0' in done.stdout


@pytest.mark.slow
def test_a_flood_of_entities_is_a_fault(tmp_path: Path) -> None:
    with (tmp_path / "d.csv").open("w") as file:
        file.write("day,branch,amount\n")
        file.writelines(f"2025-{1 + number % 12:02}-01,b{number},1\n" for number in range(500_000))
    more = "periods: {baseline: 2025-11, target: 2025-12, history: 120}\nentities: [branch]\n"
    done = read(tmp_path, "file: d.csv, time: day", more)
    assert done.returncode == 2, done.stderr[-500:]
    assert "error[too-many-entities]" in done.stderr
    assert "branch" in done.stderr
