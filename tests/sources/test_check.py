"""What the definition names and the files lack: every fault, at the place of the name."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from scorecard.problems import Problem
    from tests.sources.conftest import Workshop


def told(problems: list[Problem]) -> list[tuple[str, tuple[str, ...]]]:
    assert all(problem.is_fault for problem in problems)
    return [(problem.code, problem.place.path if problem.place else ()) for problem in problems]


def test_all_faults_at_once(workshop: Workshop) -> None:
    workshop.file("data.csv", "amount,stage,closed,owner,owner \n1,won,2024-01-01,Ann,x\n")
    workshop.file("staff.csv", "name,branch\nAnn,A\nAnn,B\nBob,C\n")
    dataset = workshop.dataset(
        columns={"total": "Amuont"}, time="clsoed", dates={"closed": "d-QQ-yy"}, blank={"rating": ("0",)}, durations=("talk",),
        values={"sage": {"a": "b"}}, where="stage = 'won'",
        lookups={"staff": workshop.lookup("staff", "staff.csv", {"owner": "name", "boss": "chef"}, ("branch", "area"))},
    )  # fmt: skip
    faults = workshop.faults(dataset, levels=("region", "branch"), n="sum(stage)", m="count(distinct amuont)")
    here = ("datasets", "deals")
    assert set(told(faults)) == {
        ("column-missing", (*here, "columns", "total")),
        ("column-missing", (*here, "time")),
        ("column-missing", (*here, "blank", "rating")),
        ("column-missing", (*here, "durations", "0")),
        ("column-missing", (*here, "values", "sage")),
        ("column-missing", (*here, "lookups", "staff", "key", "boss")),
        ("column-ambiguous", (*here, "lookups", "staff", "key", "owner")),
        ("column-missing", (*here, "lookups", "staff", "columns", "1")),
        ("column-missing", ("measures", "m", "formula")),
        ("column-types-differ", ("measures", "n", "formula")),
        ("date-pattern-unknown", (*here, "dates", "closed")),
        ("level-nowhere", ("entities", "entity", "0")),
    }
    missing = next(problem for problem in faults if problem.place and problem.place.path == ("measures", "m", "formula"))
    assert missing.facts["nearest"] == ("amount",)
    assert missing.place is not None
    assert missing.place.column == len("count(distinct ") + 1


def test_lookup_keys_must_be_unique_as_they_are_read(workshop: Workshop) -> None:
    workshop.file("data.csv", "owner,n\nAnn,1\n")
    workshop.file("staff.csv", "name,team,branch\nAnn,1,A\n Ann ,1,B\nAnn,2,C\n,,D\n,,E\n")
    one = workshop.dataset(lookups={"staff": workshop.lookup("staff", "staff.csv", {"owner": "name"}, ("branch",))})
    (fault,) = workshop.faults(one, n="sum(n)")
    assert (fault.code, fault.facts["count"], fault.facts["examples"]) == ("lookup-key-not-unique", 1, ("Ann",))


def test_a_column_from_two_places(workshop: Workshop) -> None:
    workshop.file("data.csv", "owner,n\nAnn,1\n")
    workshop.file("staff.csv", "name,n\nAnn,A\n")
    lookup = workshop.lookup("staff", "staff.csv", {"owner": "name"}, ("n",))
    assert told(workshop.faults(workshop.dataset(columns={"n": "n"}, lookups={"staff": lookup}), a="sum(n)")) == [
        ("column-given-twice", ("datasets", "deals", "lookups", "staff", "columns", "0"))
    ]


def test_a_header_that_stands_twice_is_a_fault_only_where_it_is_used(workshop: Workshop) -> None:
    workshop.file("data.csv", "n,x,x\n1,2,3\n")
    assert workshop.faults(workshop.dataset(), n="sum(n)") == []
    assert told(workshop.faults(workshop.dataset(), n="sum(x)")) == [("column-ambiguous", ("measures", "n", "formula"))]


def test_a_level_may_be_missing_from_some_datasets(workshop: Workshop) -> None:
    workshop.file("data.csv", "n,branch\n1,A\n")
    workshop.file("other.csv", "n\n1\n")
    assert workshop.faults(workshop.dataset(), workshop.dataset("other.csv", id="other"), levels=("branch",), n="sum(n)") == []


def test_a_level_used_as_a_number(workshop: Workshop) -> None:
    workshop.file("data.csv", "n,branch\n1,A\n")
    assert told(workshop.faults(workshop.dataset(), levels=("branch",), n="sum(branch)")) == [
        ("column-types-differ", ("measures", "n", "formula"))
    ]


def test_headers_are_found_in_spite_of_keyboards_and_spaces(workshop: Workshop) -> None:
    workshop.file("data.csv", "\u200fتاريخ  بستن ,n\n2024-01-01,1\n")
    assert workshop.faults(workshop.dataset(columns={"day": "تاریخ بستن"}, time="day"), n="sum(n)") == []


def test_capital_letters_count_and_the_nearest_is_told(workshop: Workshop) -> None:
    workshop.file("data.csv", "Amount\n1\n")
    (fault,) = workshop.faults(workshop.dataset(), n="sum(amount)")
    assert (fault.code, fault.facts["nearest"]) == ("column-missing", ("Amount",))


def test_files_that_are_not_what_they_say(workshop: Workshop) -> None:
    cases = {
        "missing.csv": (None, "file-missing"),
        "old.xls": (b"\xd0\xcf\x11\xe0", "file-kind-unknown"),
        "zip.csv": (b"PK\x03\x04....", "file-not-its-kind"),
        "text.xlsx": (b"a,b\n1,2\n", "file-not-its-kind"),
        "text.parquet": (b"a,b\n", "file-not-its-kind"),
        "torn.parquet": (b"PAR1....PAR1", "file-unreadable"),
        "torn.xlsx": (b"PK\x03\x04....", "file-unreadable"),
        "torn.csv.gz": (b"\x1f\x8b....", "file-unreadable"),
        "noise.csv": (bytes(range(256)), "file-not-its-kind"),
        "nothing.csv": (b"", "file-empty"),
        "blank.csv": (b"\n , ,\n", "file-empty"),
    }  # fmt: skip
    for file, (content, _) in cases.items():
        if content is not None:
            workshop.file(file, content)
    datasets = [workshop.dataset(file, id=f"d{index}") for index, file in enumerate(cases)]
    faults = workshop.faults(*datasets)
    assert told(faults) == [(code, ("datasets", f"d{index}", "file")) for index, (_, code) in enumerate(cases.values())]


def test_a_directory_or_a_pipe_is_no_file(workshop: Workshop) -> None:
    (workshop.folder / "folder.csv").mkdir()
    os.mkfifo(workshop.folder / "pipe.csv")
    faults = workshop.faults(workshop.dataset("folder.csv", id="a"), workshop.dataset("pipe.csv", id="b"))
    assert [fault.code for fault in faults] == ["file-unreadable", "file-unreadable"]


def test_a_path_that_has_become_a_link_is_not_followed(workshop: Workshop) -> None:
    (workshop.folder / "data.csv").symlink_to("/etc/passwd")
    (fault,) = workshop.faults(workshop.dataset())
    assert (fault.code, fault.facts["reason"]) == ("file-unreadable", "it leads elsewhere than when it was checked")


def test_a_sheet_that_is_not_there(workshop: Workshop) -> None:
    workshop.sheet("data.xlsx", [["n"], [1]], title="Deals")
    (fault,) = workshop.faults(workshop.dataset("data.xlsx", sheet="Deal"), n="sum(n)")
    assert (fault.code, fault.facts["nearest"], fault.facts["sheets"]) == ("sheet-unknown", ("Deals",), ("Deals",))


def test_a_workbook_that_unpacks_to_too_much_is_refused(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    from scorecard.sources import xlsx

    assert xlsx.MOST_BYTES == 1 << 30
    monkeypatch.setattr(xlsx, "MOST_BYTES", 5 << 20)
    path = workshop.sheet("data.xlsx", [["n"], [1]])
    assert workshop.faults(workshop.dataset("data.xlsx"), n="sum(n)") == []
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as book:
        book.writestr("xl/worksheets/sheet9.xml", b"0" * (6 << 20))
    assert path.stat().st_size < 1 << 20
    (fault,) = workshop.faults(workshop.dataset("data.xlsx"), n="sum(n)")
    assert fault.code == "sheet-too-large"


@pytest.mark.parametrize(("reference", "code"), [("A99999999", "sheet-too-large"), ("XFD1048576", "column-missing")])
def test_a_cell_far_away_does_not_fill_the_memory(workshop: Workshop, reference: str, code: str) -> None:
    path = workshop.sheet("data.xlsx", [[None], [None]])
    cell = f'<row r="{reference.lstrip("AXFD")}"><c r="{reference}"><v>1</v></c></row>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData>{cell}</sheetData></worksheet>'
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            new.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else content)
    (fault,) = workshop.faults(workshop.dataset("data.xlsx"), n="sum(n)")
    assert fault.code == code


def test_checking_loads_no_engine() -> None:
    code = "import scorecard.sources, sys; print([name for name in ('duckdb', 'numpy', 'openpyxl') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_columns_that_are_compared_are_read_as_the_same(workshop: Workshop) -> None:
    workshop.file("data.csv", "a,b,d,branch\n1,1.0,7,A\n2,3,8,2\n,4,,\n")
    alike, dataset = "count(*) filter (where a = b)", workshop.dataset()
    loaded = workshop.load(dataset, levels=("branch",), n="sum(a)", m=alike, l="count(distinct coalesce(b, d))")
    assert loaded.tables.tables["deals"].columns == {"a": "number", "b": "number", "d": "number", "branch": "text"}


@pytest.mark.parametrize("formula", ["count(*) filter (where a = c)", "count(distinct coalesce(branch, a))"])
def test_a_number_is_not_compared_with_a_text(workshop: Workshop, formula: str) -> None:
    workshop.file("data.csv", "a,b,c,branch\n1,1.0,x,A\n2,3,y,2\n")
    faults = workshop.faults(workshop.dataset(), levels=("branch",), n="sum(a)", m="count(*) filter (where c = 'x')", k=formula)
    assert {code for code, _ in told(faults)} == {"column-types-differ"}
