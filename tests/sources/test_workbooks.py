"""Workbooks as strangers make them."""

from __future__ import annotations

import resource
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.sources.conftest import Workshop

SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def with_parts(path: Path, **parts: str) -> None:
    """A workbook with some of its parts replaced: sheet1, sharedStrings."""
    names = {"sheet1": "xl/worksheets/sheet1.xml", "sharedStrings": "xl/sharedStrings.xml", "styles": "xl/styles.xml"}
    with zipfile.ZipFile(path) as old:
        content = {name: old.read(name) for name in old.namelist()}
    content |= {names[name]: text.encode() for name, text in parts.items()}
    if "sharedStrings" in parts:
        kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
        told = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
        content["[Content_Types].xml"] = content["[Content_Types].xml"].replace(b"</Types>", told.encode())
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, each in content.items():
            new.writestr(name, each)


def test_a_formula_that_was_never_computed_is_told(workshop: Workshop) -> None:
    path = workshop.sheet("data.xlsx", [["n", "name"]])
    row = '<row r="{0}"><c r="A{0}"><f>SUM(1,{0})</f>{1}</c><c r="B{0}" t="str"><f>A1&amp;"x"</f>{2}</c></row>'
    header = '<row r="1"><c r="A1" t="inlineStr"><is><t>n</t></is></c><c r="B1" t="inlineStr"><is><t>name</t></is></c></row>'
    rows = row.format(2, "<v>3</v>", "<v>ok</v>") + row.format(3, "", "") + row.format(4, "<v>5</v>", "<v></v>")
    with_parts(path, sheet1=f"<worksheet {SPACE}><sheetData>{header}{rows}</sheetData></worksheet>")
    loaded = workshop.load(workshop.dataset("data.xlsx"), levels=("name",), n="sum(n)")
    assert (loaded.column("n"), loaded.column("name")) == ([3, None, 5], ["ok", None, None])
    told = {problem.facts.get("column"): problem.facts["examples"] for problem in loaded.problems}
    assert told.get("n") == ("3: =SUM(1,3)",)
    assert told.get("name") == ('3: =A1&"x"',)


def test_the_first_sheet_that_can_be_seen_is_read(workshop: Workshop) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.title = "Lists"
    book.active.append(["x"])
    book.active.sheet_state = "hidden"
    book.create_sheet("Deals").append(["n"])
    book["Deals"].append([5])
    book.save(workshop.folder / "data.xlsx")
    assert workshop.load(workshop.dataset("data.xlsx"), n="sum(n)").column("n") == [5]
    assert workshop.faults(workshop.dataset("data.xlsx", sheet="Lists"), n="sum(x)") == []


def test_a_merged_title_above_the_header_is_told(workshop: Workshop) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["Deals of 2024", None], ["n", "day"], [5, "2024-01-01"]):
        book.active.append(row)
    book.active.merge_cells("A1:B1")
    book.save(workshop.folder / "data.xlsx")
    (fault,) = workshop.faults(workshop.dataset("data.xlsx"), n="sum(n)")
    assert (fault.code, fault.facts["found"]) == ("column-missing", ("Deals of 2024",))


def test_days_beyond_the_calendar_are_told(workshop: Workshop) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (["day", "n"], [99999999, 1], [45413, 2]):
        book.active.append(row)
    for cell in ("A2", "A3"):
        book.active[cell].number_format = "yyyy-mm-dd"
    book.save(workshop.folder / "data.xlsx")
    loaded = workshop.load(workshop.dataset("data.xlsx", time="day"), n="sum(n)")
    assert [str(day) for day in loaded.column("day")] == ["None", "2024-05-01 00:00:00"]
    assert loaded.problem("cells-unreadable").facts["examples"] == ("2: #VALUE!",)


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {name} "{f"&{before};" * 50}">' for before, name in zip("abcdefg", "bcdefgh", strict=True)
)
BOMBS = {
    "sheet1": f'{LAUGHS}]><worksheet {SPACE}><sheetData><row r="1"><c t="str"><v>&h;</v></c></row></sheetData></worksheet>',
    "sharedStrings": f"{LAUGHS}]><sst {SPACE}><si><t>&h;</t></si></sst>",
    "styles": f"{LAUGHS}]><styleSheet {SPACE}>&h;</styleSheet>",
}
LOOK = """
import sys
from pathlib import Path
from tests.sources.conftest import Workshop
shop = Workshop(Path(sys.argv[1]))
print([fault.code for fault in shop.faults(shop.dataset("data.xlsx"), n="sum(n)")])
"""


def bounded() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (1 << 31, 1 << 31))
    resource.setrlimit(resource.RLIMIT_CPU, (20, 20))


@pytest.mark.parametrize("part", BOMBS)
def test_entities_that_multiply_do_not(workshop: Workshop, part: str) -> None:
    with_parts(workshop.sheet("data.xlsx", [["m"], ["x"]]), **{part: BOMBS[part]})
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(workshop.folder)], capture_output=True, text=True, check=False,
        cwd=Path(__file__).parents[2], preexec_fn=bounded,
    )  # fmt: skip
    assert done.stdout == "['file-unreadable']\n", done.stderr[-500:]


def test_entities_do_not_read_files(workshop: Workshop) -> None:
    secret = workshop.file("secret.txt", "canary7831")
    book = workshop.sheet("data.xlsx", [["m"], ["x"]])
    external = f'<!DOCTYPE x [<!ENTITY a SYSTEM "{secret.as_uri()}">]>'
    with_parts(
        book, sheet1=f'{external}<worksheet {SPACE}><sheetData><row r="1"><c t="str"><v>&a;</v></c></row></sheetData></worksheet>'
    )
    (fault,) = workshop.faults(workshop.dataset("data.xlsx"), n="sum(n)")
    assert "canary" not in str(fault)


def test_texts_and_styles_beyond_memory_are_refused(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    from scorecard.sources import xlsx

    assert xlsx.MOST_BESIDE == 1 << 28
    monkeypatch.setattr(xlsx, "MOST_BESIDE", 1 << 20)
    path = workshop.sheet("data.xlsx", [["n"], [1]])
    assert workshop.faults(workshop.dataset("data.xlsx"), n="sum(n)") == []
    with_parts(path, sharedStrings=f"<sst {SPACE}>{'<si><t>x</t></si>' * 100_000}</sst>")
    assert [fault.code for fault in workshop.faults(workshop.dataset("data.xlsx"), n="sum(n)")] == ["sheet-too-large"]


@pytest.mark.slow
def test_a_sheet_filled_to_the_last_row(workshop: Workshop) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(["n"])
    for number in range(1_048_575):
        sheet.append([number])
    book.save(workshop.folder / "data.xlsx")
    loaded = workshop.load(workshop.dataset("data.xlsx"), n="sum(n)")
    assert loaded.tables.tables["deals"].rows == 1_048_575
