"""The demo company: its files are the same every time, spoiled where it says so, and an evaluation finds exactly that."""

from __future__ import annotations

import csv
from pathlib import Path

import openpyxl
import pytest

from scorecard import demo

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[demo.Spoil, ...]]:
    folder = tmp_path_factory.mktemp("demo")
    (folder / "scorecard.yaml").write_bytes((ROOT / "definitions" / "demo" / "scorecard.yaml").read_bytes())
    return folder, demo.write(folder / "data")


def test_the_files_are_the_same_every_time(workspace: tuple[Path, tuple[demo.Spoil, ...]], tmp_path: Path) -> None:
    folder, spoils = workspace
    assert demo.write(tmp_path) == spoils
    for file in (folder / "data").iterdir():
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()


def test_every_spoil_stands_where_it_says(workspace: tuple[Path, tuple[demo.Spoil, ...]]) -> None:
    folder, spoils = workspace
    book = openpyxl.load_workbook(folder / "data" / "deals.xlsx")
    sheets = {"deals.xlsx": [[cell or "" for cell in row] for row in book["معاملات"].iter_rows(values_only=True)]}
    for file in (folder / "data").glob("*.csv"):
        with file.open(encoding="utf-8", newline="") as lines:
            sheets[file.name] = list(csv.reader(lines))
    for spoil in spoils:
        rows = sheets[spoil.file]
        if spoil.kind == "partly-covered":
            assert rows[1][rows[0].index(spoil.column)] == spoil.text
        elif spoil.kind == "shape":
            assert ",".join(rows[spoil.row - 1]) == spoil.text
            assert len(rows[spoil.row - 1]) > len(rows[0])
        else:
            assert rows[spoil.row - 1][rows[0].index(spoil.column)] == spoil.text
    assert len({(spoil.file, spoil.row) for spoil in spoils}) == len(spoils), "two faults in one row would hide one another"
