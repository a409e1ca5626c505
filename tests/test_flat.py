"""Rows as columns: CSV that a spreadsheet may open, Parquet, data frames. Each is read back by another program."""

from __future__ import annotations

import csv
import io
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import scorecard
from scorecard import export
from scorecard.export.flat import Column
from scorecard.records.definition import Band, Hierarchy, Judged
from scorecard.records.values import Entity

SHOP = Path(__file__).parent / "cli" / "shop" / "scorecard.yaml"


@pytest.fixture(scope="module")
def shop():
    return scorecard.load(SHOP).compare()


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def read_parquet(content: bytes, folder: Path) -> list[dict[str, object]]:
    (folder / "rows.parquet").write_bytes(content)
    read = duckdb.sql(f"SELECT * FROM '{folder / 'rows.parquet'}'")
    return [dict(zip(read.columns, row, strict=True)) for row in read.fetchall()]


def with_levels(evaluation, *levels: str, key: tuple[str | None, ...] = ("North", "Ash")):
    """The shop whose entities are told apart by other levels, and one of whom has another key."""
    definition = replace(evaluation.definition, hierarchies=(Hierarchy("place", levels),))
    entities = tuple(replace(entity, columns=levels[: entity.level]) for entity in evaluation.scores.entities)
    entities = tuple(replace(entity, key=key) if entity.key == ("North", "Ash") else entity for entity in entities)
    scores, comparison = replace(evaluation.scores, entities=entities), replace(evaluation.comparison, entities=entities)
    return replace(evaluation, definition=definition, scores=scores, comparison=comparison)


def test_csv_by_hand(shop):
    content = export.as_csv(export.scores(shop))
    assert content.startswith(b"\xef\xbb\xbfpath,kind,period,grouping,region,branch,value,")
    rows = {(row["path"], row["period"], row["grouping"], row["region"], row["branch"]): row for row in read_csv(content)}
    win = rows["customer/selling/win_rate", "2025-Q1", "total", "", ""]
    assert (win["value"], win["unit"], win["n"], win["floor"], win["goal"]) == ("0.6", "percent", "5", "0.2", "0.5")
    assert (win["score"], win["status"], win["reason"], win["floor_high"]) == ("100.0", "good", "", "")
    cycle = rows["customer/keeping/cycle", "2025-Q1", "total", "", ""]
    assert (cycle["floor"], cycle["floor_high"], cycle["goal"], cycle["goal_high"]) == ("0.0", "40.0", "10.0", "20.0")
    assert rows["customer/selling/win_rate", "2025-Q1", "region/branch", "South", ""]["value"] == "1.0"  # unassigned
    assert rows["organization/training_days", "2025-Q1", "total", "", ""]["reason"] == "not-entered"


def test_changes_by_hand(shop):
    rows = {(row["path"], row["grouping"]): row for row in read_csv(export.as_csv(export.changes(shop)))}
    win = rows["customer/selling/win_rate", "total"]
    assert (win["baseline_value"], win["target_value"], float(win["change_value"])) == ("0.4", "0.6", pytest.approx(0.2))
    assert float(win["change_score"]) == pytest.approx(100 / 3)
    assert list(win)[:5] == ["path", "kind", "grouping", "region", "branch"]


def test_csv_parquet_and_json_hold_the_same_rows(shop, tmp_path):
    columns = export.scores(shop)
    lines, records, rows = (
        read_csv(export.as_csv(columns)),
        read_parquet(export.as_parquet(columns), tmp_path),
        list(export.rows(shop)),
    )
    assert len(lines) == len(records) == len(rows) > 100
    for line, record, row in zip(lines, records, rows, strict=True):
        assert list(line) == list(record)
        assert {key: "" if value is None else str(value) for key, value in record.items()} == line
        assert (record["path"], record["score"], record["n"], record["reason"]) == (row.path, row.score, row.n, row.reason)
        assert {level: record[level] for level in row.entity} == dict(row.entity)


def test_parquet_has_types_even_where_a_column_is_empty(shop, tmp_path):
    (tmp_path / "x.parquet").write_bytes(export.as_parquet(export.scores(shop)))
    described = duckdb.sql(f"DESCRIBE SELECT * FROM '{tmp_path / 'x.parquet'}'").fetchall()
    types = {name: type for name, type, *_ in described}
    assert {types[name] for name in ("path", "region", "status")} == {"VARCHAR"}
    assert {types[name] for name in ("value", "se", "goal_high", "consistency", "subjective")} == {"DOUBLE"}
    assert types["n"] == "BIGINT"


@pytest.mark.parametrize("start", [*"=+-@\t\r\n", "＝", " =", "\xa0=", "＋1", "－1", "＠a"])
def test_a_text_that_a_spreadsheet_would_obey_is_defused(shop, start):
    bad = with_levels(shop, "region", "branch", key=("North", f"{start}cmd|' /C calc'!A0"))
    cells = {row["branch"] for row in read_csv(export.as_csv(export.scores(bad)))}
    assert f"'{start}cmd|' /C calc'!A0" in cells


@given(st.lists(st.text(max_size=8) | st.none(), min_size=1, max_size=5), st.lists(st.floats(), min_size=5, max_size=5))
def test_no_cell_is_obeyed_and_none_breaks_out_of_its_place(texts, numbers):
    """Whatever the texts are, there are as many rows and columns as there were; numbers come back to the last bit."""
    texts = [text and text.encode("utf-8", "replace").decode() for text in texts]
    known = [None if np.isnan(number) else number for number in numbers[: len(texts)]]
    content = export.as_csv([Column("text", "text", texts), Column("number", "number", known)])
    head, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    assert head == ["text", "number"]
    for text, number, (cell, digits) in zip(texts, known, rows, strict=True):
        assert cell[:1] not in set("=+-@\t\r\n")
        assert cell in (text or "", f"'{text}")
        assert (float(digits) == number) if digits else number is None


def test_a_name_with_a_line_end_stays_in_its_cell(shop):
    bad = with_levels(shop, "region", "branch", key=("North", 'a\r=1+1,"x"\nb'))
    assert len(read_csv(export.as_csv(export.scores(bad)))) == len(list(export.rows(shop)))
    assert b'"a\r=1+1,""x""\nb"' in export.as_csv(export.scores(bad))


def test_levels_called_as_other_columns_are(shop, tmp_path):
    named = with_levels(shop, "Value", "status")
    names = [column.name for column in export.scores(named)]
    assert names[3:7] == ["grouping", "Value_", "status_", "value"]
    assert len({name.lower() for name in names}) == len(names)
    assert read_parquet(export.as_parquet(export.scores(named)), tmp_path)[1]["Value_"] == "North"
    assert [column.name for column in export.changes(with_levels(shop, "path", "path_"))][2:5] == ["grouping", "path_", "path__"]


def test_several_hierarchies_are_told_apart(shop):
    """The last two entities belong to a channel, and to a cross of channel and branch."""
    definition = replace(
        shop.definition, hierarchies=(Hierarchy("place", ("region", "branch")), Hierarchy("grid", ("channel", "branch")))
    )
    entities = [*shop.scores.entities[:-2], Entity(("Web",), ("channel",)), Entity((None, "Ash"), ("channel", "branch"))]
    both = replace(shop, definition=definition, scores=replace(shop.scores, entities=tuple(entities)))
    rows = [row for row in export.rows(both) if row.path == "" and row.period == "2025-Q1"]
    assert [dict(row.entity) for row in rows[-2:]] == [{"channel": "Web"}, {"channel": None, "branch": "Ash"}]
    lines = [line for line in read_csv(export.as_csv(export.scores(both))) if (line["path"], line["period"]) == ("", "2025-Q1")]
    told = [tuple(line[key] for key in ("grouping", "region", "branch", "channel")) for line in lines[-2:]]
    assert told == [("channel", "", "", "Web"), ("channel/branch", "", "Ash", "")]


def test_consistency_stands_at_the_node_that_was_judged(shop):
    nodes = tuple(
        replace(node, judged=Judged("eigenvector", 0.0624, (0.0624,))) if node.path == ("customer",) else node
        for node in shop.scores.nodes
    )
    judged = replace(shop, scores=replace(shop.scores, nodes=nodes))
    assert {(row.path, row.consistency) for row in export.rows(judged) if row.consistency is not None} == {("customer", 0.0624)}


def test_a_status_by_value_is_the_same_for_one_number_as_for_many(shop):
    bands = (Band("good", 10.0), Band("fair", 15.0), Band("poor", 20.0))
    measures = {**shop.definition.measures, "cycle": replace(shop.definition.measures["cycle"], status=bands)}
    judged = replace(shop, definition=replace(shop.definition, measures=measures))
    found = iter([row.status for row in export.rows(judged)])
    scores = judged.scores
    for node in range(len(scores.nodes)):
        for period in range(len(scores.periods)):
            for entity in range(len(scores.entities)):
                band = judged.status(node, period, entity)
                assert next(found) == (band and band.id)
    assert {row.status for row in export.rows(judged) if row.path == "customer/keeping/cycle"} > {"good", "poor"}


def test_frames(shop):
    frame = scorecard.load(SHOP).evaluate().to_frame()
    assert list(frame.columns) == [column.name for column in export.scores(shop)]
    assert {str(frame[name].dtype) for name in ("path", "region", "status")} == {"string"}
    assert (frame["score"].dtype, str(frame["n"].dtype)) == (np.float64, "Int64")
    assert frame["n"].isna().any()
    total = frame.query("grouping == 'total' and period == '2025-Q1'").set_index("path")
    assert total.loc["customer/selling/win_rate", "value"] == 0.6
    changes = shop.to_frame()
    assert changes.query("path == 'customer/selling/win_rate' and grouping == 'total'")["change_score"].item() == pytest.approx(
        100 / 3
    )


def test_without_pandas_a_frame_says_what_to_install(shop, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(ImportError, match=r"pip install 'balanced-scorecard\[pandas\]'"):
        shop.to_frame()


def test_parquet_where_there_is_no_room_says_so(shop, monkeypatch, tmp_path):
    import tempfile

    class Gone(tempfile.TemporaryDirectory):
        def __enter__(self):
            return str(Path(super().__enter__()) / "gone")

    monkeypatch.setattr(tempfile, "TemporaryDirectory", Gone)
    with pytest.raises(OSError, match=r"."):
        export.as_parquet(export.scores(shop))
