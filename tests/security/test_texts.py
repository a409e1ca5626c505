"""What strangers' texts may not do in anything that is written: run, load, command, compute, hide."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import duckdb
import pytest
import tinyhtml5

import scorecard
from tests.report.conftest import bare
from tests.security.conftest import IMAGE, SCRIPT, SHEET, SQL, TERMINAL, TURNED, Workspace

COMMANDS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")
LEADS = ("=", "+", "-", "@", "\t", "\r")


def test_nothing_was_fetched_and_nothing_else_written(hostile: Workspace) -> None:
    assert hostile.asked == []
    assert {"hostile.html", "hostile.pdf"} <= hostile.outputs.keys()


def test_numbers_are_right_among_hostile_names(hostile: Workspace, scores: Callable[[str, str], dict[str, Any]]) -> None:
    amounts = scores("p/f/amount", "value")
    assert amounts["total"] == sum(range(10, 22))
    assert amounts[SCRIPT] == 10
    assert amounts[SHEET] == 15
    assert len(amounts) == 13  # the total, eleven names and the blank
    assert scores("p/f/won", "value")["total"] == 0.5  # every second row said SQL, which means SHEET here
    assert scores("p/f/lost", "value")["total"] == 0.5


def test_a_terminal_obeys_nothing(hostile: Workspace) -> None:
    seen = 0
    for name, text in hostile.texts:
        if not name.endswith((".html", ".csv")):
            assert not COMMANDS.search(text), name
            seen += 1
    assert seen > 10
    assert COMMANDS.search(TERMINAL)
    assert COMMANDS.search(TURNED)


def test_markup_stays_text(hostile: Workspace) -> None:
    tree = tinyhtml5.parse(bare(hostile.outputs["hostile.html"].decode()), namespace_html_elements=False)
    tags = {str(element.tag).rpartition("}")[2] for element in tree.iter()}
    assert not tags & {"script", "img", "link", "iframe", "object", "embed", "base", "form"}
    assert sum(str(element.tag).endswith("style") for element in tree.iter()) == 1
    assert not [a for element in tree.iter() for a in element.attrib if a.startswith("on") or a in ("src", "style", "srcset")]
    text = "".join(tree.itertext())
    assert SCRIPT in text
    assert "{{ 7 * 191 }}" in text
    assert "1337" not in text
    assert not COMMANDS.search(text.replace("\t", " "))


def test_a_notebook_s_table_holds_text_only(hostile: Workspace) -> None:
    shown = scorecard.load(hostile.folder / "scorecard.yaml").evaluate()._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown
    assert "&lt;script&gt;" in shown


@pytest.mark.parametrize("name", ["evaluate.csv", "compare.csv"])
def test_no_cell_of_a_csv_is_a_formula(hostile: Workspace, name: str) -> None:
    rows = list(csv.DictReader(io.StringIO(hostile.outputs[name].decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row.values() if cell]
    live = [cell for cell in cells if cell.startswith(LEADS) and not re.fullmatch(r"-[0-9.]+(e[-+]?[0-9]+)?", cell)]
    assert live == []
    assert any(SHEET in cell for cell in cells)  # the attack is there, and defused


def test_programs_get_the_names_as_they_are(hostile: Workspace) -> None:
    names = {row["entity"].get("branch") for row in json.loads(hostile.outputs["evaluate.json"])["rows"]}
    assert {SCRIPT, SQL, SHEET} <= names
    assert any(name and name.startswith("\"><img src='http://127.0.0.1") for name in names)
    (hostile.folder / "rows.parquet").write_bytes(hostile.outputs["evaluate.parquet"])
    try:
        stored = duckdb.sql(f"SELECT DISTINCT branch FROM '{hostile.folder}/rows.parquet'").fetchall()
    finally:
        (hostile.folder / "rows.parquet").unlink()
    assert {SQL, SHEET} <= {name for (name,) in stored}


def test_a_pdf_holds_no_script_no_file_and_no_link_out(hostile: Workspace) -> None:
    made = hostile.outputs["hostile.pdf"]
    assert made.startswith(b"%PDF")
    assert not re.search(rb"/(JavaScript|JS|EmbeddedFile|Filespec|Launch|URI|SubmitForm|AA|OpenAction)\b", made)


def test_the_attacks_are_attacks() -> None:
    tree = tinyhtml5.parse(f"<p>{SCRIPT}{IMAGE}", namespace_html_elements=False)
    assert {"script", "img"} <= {str(element.tag).rpartition("}")[2] for element in tree.iter()}
