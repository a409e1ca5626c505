"""Somebody who answers twice in a period counts once, with the later answer: against a plain loop over the rows."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pytest

import scorecard
from scorecard.problems import Problem

DEFINITION = """\
scorecard: card
HEADdatasets:
  d: {file: FILE, time: day, respondent: who}
measures:
  m: {better: higher, dataset: d, survey: {method: mean, item: q, min_answers: 1}}
  rows: {better: higher, dataset: d, formula: count(*)}
perspectives:
  p: {measures: {m: , rows: }}
"""
Row = tuple[str, str, str]  # who, day, answer


def card(folder: Path, rows: list[Row], head: str = "periods: {baseline: 2024-Q1, target: 2024-Q2}\n", kind: str = "csv") -> Path:
    text = "who,day,q\n" + "".join(f"{who},{day},{q}\n" for who, day, q in rows)
    (folder / "d.csv").write_text(text, encoding="utf-8")
    if kind == "parquet":
        types = "{'who': 'VARCHAR', 'day': 'TIMESTAMP', 'q': 'TINYINT'}"
        duckdb.sql(f"SELECT * FROM read_csv('{folder / 'd.csv'}', columns = {types})").write_parquet(str(folder / "d.parquet"))
    if kind == "xlsx":
        from openpyxl import Workbook

        book = Workbook()
        for row in (("who", "day", "q"), *rows):
            book.active.append([cell or None for cell in row])
        book.save(folder / "d.xlsx")
    (folder / "card.yaml").write_text(DEFINITION.replace("HEAD", head).replace("FILE", f"d.{kind}"), encoding="utf-8")
    return folder / "card.yaml"


def evaluated(path: Path) -> tuple[list[float], list[int], dict[str, Problem]]:
    """The mean and the rows of each period."""
    scored = scorecard.load(path).evaluate()
    values, at = scored.values, scored.values.measures.index
    found = [float(each) for each in values.value[at("m"), :, 0]]
    rows = [0 if np.isnan(each) else int(each) for each in values.value[at("rows"), :, 0]]
    return found, rows, {problem.code: problem for problem in scored.problems}


ROWS: list[Row] = [
    ("a", "2024-01-05 10:00", "5"),
    ("b", "2024-02-01 10:00", "2"),
    ("a", "2024-03-31 23:59", "1"),  # this one of the first quarter
    ("a", "2024-02-05 10:00", "4"),  # stands later, but was given earlier
    ("", "2024-01-05 10:00", "3"),
    ("", "2024-01-05 10:00", "3"),  # nobody is nobody's double
    ("a", "2024-04-01 00:00", "5"),  # another quarter
    ("c", "2024-05-01 00:00", "1"),
    ("c", "2024-05-01 00:00", "4"),  # at the same moment: the later row
]


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_the_later_answer_counts_in_each_period(tmp_path: Path, kind: str) -> None:
    values, rows, problems = evaluated(card(tmp_path, ROWS, kind=kind))
    assert values == [(1 + 2 + 3 + 3) / 4, (5 + 4) / 2]
    assert rows == [4, 2], "other measures see the same rows"
    told = problems["respondent-twice"]
    assert told.level == "finding"
    assert (told.facts["count"], told.facts["respondents"], told.facts["most"]) == (3, 2, 3)
    assert told.place is not None
    assert told.place.path == ("datasets", "d", "respondent")
    assert "a" not in told.facts.values(), "nobody is named"


def test_a_snapshot_is_one_period(tmp_path: Path) -> None:
    values, rows, problems = evaluated(card(tmp_path, ROWS, head=""))
    assert values == [(5 + 2 + 4 + 3 + 3) / 5]  # a in April, b, c, and two of nobody
    assert rows == [5]
    assert problems["respondent-twice"].facts["count"] == 4


def test_who_answers_once_in_each_period_is_left_alone(tmp_path: Path) -> None:
    rows = [("a", "2024-01-05", "5"), ("a", "2024-04-05", "3"), ("b", "2024-01-05", "4"), ("b", "2024-06-30", "1")]
    values, counts, problems = evaluated(card(tmp_path, rows))
    assert (values, counts) == ([4.5, 2], [2, 2])
    assert "respondent-twice" not in problems


def test_where_rows_belong_only_these_are_compared(tmp_path: Path) -> None:
    rows = [("a", "2024-04-05", "5"), ("a", "2024-04-06", "1"), ("b", "2024-05-05", "3")]
    path = card(tmp_path, rows)
    path.write_text(
        path.read_text(encoding="utf-8").replace("respondent: who", "respondent: who, where: q > 2"), encoding="utf-8"
    )
    values, counts, problems = evaluated(path)
    assert (values[1], counts[1]) == (4, 2)
    assert "respondent-twice" not in problems


def test_without_a_survey_rows_are_records_and_all_count(tmp_path: Path) -> None:
    path = card(tmp_path, ROWS)
    text = path.read_text(encoding="utf-8")
    survey = next(line for line in text.splitlines() if "survey:" in line)
    path.write_text(text.replace(survey, "  m: {better: higher, dataset: d, formula: avg(q)}"), encoding="utf-8")
    values, rows, problems = evaluated(path)
    assert rows == [6, 3]
    assert values[1] == pytest.approx(10 / 3)
    assert "respondent-twice" not in problems


@pytest.mark.parametrize("seed", range(6))
def test_a_crowd_against_a_loop(tmp_path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows: list[Row] = []
    for _ in range(400):
        who = str(rng.choice(["", *(f"p{number}" for number in range(60))]))
        day = np.datetime64("2023-12-25") + int(rng.integers(0, 200))
        rows.append((who, str(day), str(rng.integers(1, 6))))
    kept: list[list[int]] = []
    for start, end in (("2024-01-01", "2024-04-01"), ("2024-04-01", "2024-07-01")):
        last: dict[str, tuple[str, int]] = {}
        nobody = []
        for who, day, q in rows:
            if start <= day < end:
                if not who:
                    nobody.append(int(q))
                elif who not in last or day >= last[who][0]:
                    last[who] = (day, int(q))
        kept.append([*nobody, *(q for _, q in last.values())])
    values, counts, problems = evaluated(card(tmp_path, rows, kind=("csv", "parquet", "xlsx")[seed % 3]))
    assert values == pytest.approx([np.mean(each) for each in kept])
    assert counts == [len(each) for each in kept]
    inside = sum("2024-01-01" <= day < "2024-07-01" for _, day, _ in rows)
    assert problems["respondent-twice"].facts["count"] == inside - sum(counts)


def test_the_order_of_a_large_file_is_kept(tmp_path: Path) -> None:
    """Of answers at the same moment the later row counts, also where the engine may read in any order."""
    columns = "(range // 2)::VARCHAR AS who, DATE '2024-05-01' AS day, 1 + range % 2 * 3 AS q, repeat('x', 20) AS note"
    sql = f"SELECT {columns} FROM range(400000)"
    duckdb.sql(sql).write_csv(str(tmp_path / "d.csv"))
    (tmp_path / "card.yaml").write_text(DEFINITION.replace("HEAD", "").replace("FILE", "d.csv"), encoding="utf-8")
    values, counts, problems = evaluated(tmp_path / "card.yaml")
    assert (values, counts) == ([4.0], [200_000])
    assert problems["respondent-twice"].facts["count"] == 200_000
