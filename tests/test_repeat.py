"""Two runs, one answer: the same inputs make the same bytes, whatever the hash seed, the threads and the order of the rows."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

DEFINITION = """
scorecard: twice
periods: {baseline: 2024, target: 2025}
entities: {place: [region, branch], channel: [channel]}
datasets: {sales: {file: sales.csv, dates: {day: iso}, time: day}}
measures:
  revenue: {better: higher, dataset: sales, formula: sum(amount)}
  average: {better: higher, dataset: sales, formula: avg(amount)}
  spread: {better: lower, dataset: sales, formula: stddev(amount)}
  middle: {better: higher, dataset: sales, formula: median(amount)}
  customers: {better: higher, dataset: sales, formula: count(distinct customer)}
  large: {better: higher, dataset: sales, share: amount > 500}
perspectives:
  one: {measures: {revenue: {target: {floor: baseline * 0.9, goal: baseline * 1.1}}, average: {target: {floor: 400, goal: 600}}}}
  two: {measures: {spread: {target: {floor: 400, goal: 200}}, middle: {target: {floor: 4, goal: 600}}, customers: {}, large: {}}}
"""
RUN = """
import sys, hashlib, pathlib
threads, out = int(sys.argv[1]), pathlib.Path(sys.argv[2])
import scorecard
from scorecard import export, sources
load = sources.load
sources.load = lambda *words, **more: load(*words, **{**more, "threads": threads})
result = scorecard.load("card.yaml").compare()
scorecard.write(result, ["html", "pdf"], out)
(out / "evaluate.json").write_text(export.evaluation_json(result))
(out / "compare.json").write_text(export.comparison_json(result))
for name, columns in (("scores", export.scores(result)), ("changes", export.changes(result))):
    (out / f"{name}.csv").write_bytes(export.as_csv(columns))
    (out / f"{name}.parquet").write_bytes(export.as_parquet(columns))
"""


def lines(rows: int) -> list[str]:
    """Amounts over many orders of magnitude, whose sum in floats hangs on their order."""
    chance = random.Random(1)
    return [
        f"202{chance.choice('45')}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02},{chance.lognormvariate(5, 3)!r},"
        f"c{chance.randint(1, 999)},{chance.choice('NESW')},b{chance.randint(1, 30)},{chance.choice(['web', 'shop', ''])}\n"
        for _ in range(rows)
    ]


def made(folder: Path, name: str, threads: int, seed: str) -> dict[str, bytes]:
    out = folder / name
    surroundings = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(Path(__file__).parents[1])}
    subprocess.run([sys.executable, "-c", RUN, str(threads), str(out)], cwd=folder, env=surroundings, check=True, timeout=120)
    return {path.name: path.read_bytes() for path in sorted(out.iterdir())}


def differing(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    assert one.keys() == other.keys() > {"twice.html", "twice.pdf", "scores.parquet", "evaluate.json"}
    return [name for name in one if one[name] != other[name]]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "card.yaml").write_text(DEFINITION)
    return tmp_path


def write(folder: Path, rows: list[str]) -> None:
    (folder / "sales.csv").write_text("day,amount,customer,region,branch,channel\n" + "".join(rows))


def test_two_runs_are_the_same_to_the_last_byte(folder):
    """A second or more lies between them, and the PDF bears no trace of it."""
    write(folder, lines(2_000))
    first, then = made(folder, "first", 1, "0"), time.time()
    assert differing(first, made(folder, "second", 2, "1")) == []
    assert time.time() - then > 1, "too fast to prove anything"


@pytest.mark.slow
def test_many_threads_and_rows_in_another_order_make_no_difference(folder):
    """Large enough for the engine to divide the work. The data's checksum, which tells them apart, is left out."""
    rows = lines(300_000)
    write(folder, rows)
    first = made(folder, "first", 1, "0")
    for threads in (2, 7):
        assert differing(first, made(folder, f"by-{threads}", threads, str(threads))) == []
    random.Random(2).shuffle(rows)
    write(folder, rows)
    shuffled = made(folder, "shuffled", 3, "3")
    assert {name for name in differing(first, shuffled) if name.endswith((".csv", ".parquet"))} == set()
