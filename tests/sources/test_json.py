"""Records as JSON."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sources.conftest import Workshop

RECORDS = [
    {"id": "a", "amount": 10.5, "won": True, "closed": "2024-05-01"},
    {"id": "b", "amount": 12345678901234567890, "won": False, "closed": None, "late": 1},
    {"amount": None},
    {},
    {"id": "\ue000ç", "amount": "1,200", "late": 2},
]
LISTED = json.dumps(RECORDS, indent=1).encode()
LINES = "\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS).encode()
SHAPES = {
    "data.json": LISTED, "data.jsonl": LINES, "data.ndjson": b"\xef\xbb\xbf" + LINES,
    "wide.json": LISTED.decode().encode("utf-16"),
    "data.json.gz": gzip.compress(LISTED), "data.jsonl.gz": gzip.compress(LINES), "lines.json": LINES,
}  # fmt: skip


@pytest.mark.parametrize("file", SHAPES)
def test_a_list_or_a_record_on_each_line(workshop: Workshop, file: str) -> None:
    workshop.file(file, SHAPES[file])
    loaded = workshop.load(
        workshop.dataset(file, time="closed"), levels=("id",), a="sum(amount)", b="sum(late)", c="count(*) filter (where won)"
    )
    assert loaded.problems == ()
    assert loaded.column("id") == ["a", "b", "ç"]
    assert loaded.column("amount") == [10.5, 12345678901234567890.0, 1200]
    assert loaded.column("won") == [True, False, None]
    assert loaded.column("closed") == [datetime(2024, 5, 1), None, None]
    assert loaded.column("late") == [None, 1, 2]
    assert loaded.tables.files[0].rows == 3


def test_numbers_keep_their_digits(workshop: Workshop) -> None:
    workshop.file("data.json", '[{"id": 9007199254740993, "n": 1}, {"id": 0.10, "n": 1e2}]')
    loaded = workshop.load(workshop.dataset("data.json"), levels=("id",), n="sum(n)")
    assert (loaded.column("id"), loaded.column("n")) == (["9007199254740993", "0.10"], [1, 100])


def test_nested_values_cannot_be_read(workshop: Workshop) -> None:
    workshop.file("data.json", '[{"n": {"a": 1}}, {"n": [1, 2]}, {"n": 3}]')
    loaded = workshop.load(workshop.dataset("data.json"), n="sum(n)")
    assert loaded.column("n") == [None, None, 3]
    assert loaded.problem("cells-unreadable").facts["examples"] == ('1: {"a": "1"}', '2: ["1", "2"]')


def test_records_across_the_pieces_in_which_a_file_is_read(workshop: Workshop) -> None:
    workshop.file("data.json", json.dumps([{"n": n, "words": "ü" * (n % 300)} for n in range(20_000)]))
    loaded = workshop.load(workshop.dataset("data.json"), n="sum(n)")
    assert loaded.column("n") == list(range(20_000))


@pytest.mark.parametrize(
    ("content", "record"),
    [
        ('[{"n": 1}, {"n": 2]', 2), ('[{"n": 1}, 5]', 2), ("5", 1), ('"n"', 1), ('{"n": 1} {"n":', 2), ('[{"n": 1}', 2),
        ('[{"n": 1}] []', 2), ('{"n": 1}\nnonsense', 2), ("[" * 100_000, 1), ('[{"n": ' + "[" * 100_000, 1),
        ('{"n": ' * 100_000, 1), ('[{"n": nan}]', 1), ("[{'n': 1}]", 1),
    ],
)  # fmt: skip
def test_what_is_no_list_of_records(workshop: Workshop, content: str, record: int) -> None:
    workshop.file("data.json", content)
    (fault,) = workshop.faults(workshop.dataset("data.json"))
    assert (fault.code, fault.facts["record"]) == ("json-damaged", record)


@pytest.mark.parametrize("content", ["[]", "[{}]", "[{}, {}]"])
def test_nothing_in_it(workshop: Workshop, content: str) -> None:
    workshop.file("data.json", content)
    assert [fault.code for fault in workshop.faults(workshop.dataset("data.json"))] == ["file-empty"]


def test_other_encodings_are_not_guessed(workshop: Workshop) -> None:
    workshop.file("data.json", '[{"city": "Köln"}]'.encode("latin-1"))
    (fault,) = workshop.faults(workshop.dataset("data.json"))
    assert (fault.code, fault.facts["reason"]) == ("file-unreadable", "it is not written in UTF-8, as JSON is")


def test_names_without_end_are_refused(workshop: Workshop) -> None:
    workshop.file("data.jsonl", "\n".join(f'{{"n{n}": 1}}' for n in range(30_000)))
    assert [fault.code for fault in workshop.faults(workshop.dataset("data.jsonl"))] == ["too-many-columns"]


def test_lone_surrogates_do_not_break_the_copy(workshop: Workshop) -> None:
    workshop.file("data.json", '[{"city": "\\ud800", "n": 1}]')
    assert workshop.load(workshop.dataset("data.json"), levels=("city",), n="sum(n)").column("n") == [1]
