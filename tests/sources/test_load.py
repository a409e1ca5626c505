"""Files of all kinds become the same tables, and nothing is lost without a word."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest

from scorecard import sources
from scorecard.problems import Faults

if TYPE_CHECKING:
    from tests.sources.conftest import Workshop

PLAIN = "id,amount,stage,closed\n1,10.5,won,2024-05-01\n2,20,lost,2024-05-02\n3,,won,\n"


def test_a_plain_file(workshop: Workshop) -> None:
    workshop.file("data.csv", PLAIN)
    loaded = workshop.load(workshop.dataset(time="closed"), total="sum(amount) filter (where stage = 'won')")
    table = loaded.tables.tables["deals"]
    assert loaded.problems == ()
    assert table.columns == {"closed": "date", "amount": "number", "stage": "text"}
    assert loaded.column("amount") == [10.5, 20, None]
    assert loaded.column("closed") == [datetime(2024, 5, 1), datetime(2024, 5, 2), None]
    assert (table.rows, table.spans, table.null_dates) == (3, {"closed": (date(2024, 5, 1), date(2024, 5, 2))}, {"closed": 1})
    (file,) = loaded.tables.files
    assert (file.dataset, file.rows, file.bad_rows, file.excluded_rows, len(file.sha256)) == ("deals", 3, 0, 0, 64)


VARIANTS = {
    "semicolons": PLAIN.replace(",", ";").encode(),
    "tabs": PLAIN.replace(",", "\t").encode(),
    "excel's hint": b"sep=;\r\n" + PLAIN.replace(",", ";").replace("\n", "\r\n").encode(),
    "a mark at the start": b"\xef\xbb\xbf" + PLAIN.encode(),
    "utf-16": PLAIN.encode("utf-16"),
    "windows lines": PLAIN.replace("\n", "\r\n").encode(),
    "old mac lines": PLAIN.replace("\n", "\r").encode(),
    "mixed lines": PLAIN.replace("\n", "\r\n", 2).encode(),
    "no last line end": PLAIN.rstrip().encode(),
    "blank lines": ("\n\n" + PLAIN.replace("\n", "\n\n")).encode(),
    "rows of commas": (PLAIN + ",,,\n,,,\n").encode(),
    "outer spaces": PLAIN.replace(",", " , ").encode(),
    "quotes": PLAIN.replace("won", '"won"').encode(),
    "outer spaces far down": (PLAIN.replace("3,,won,", "3,,won ,")).encode(),
}


@pytest.mark.parametrize("kind", VARIANTS)
def test_the_same_table_however_it_is_written(workshop: Workshop, kind: str) -> None:
    workshop.file("data.csv", VARIANTS[kind])
    loaded = workshop.load(workshop.dataset(time="closed"), total="sum(amount) filter (where stage = 'won')")
    assert loaded.problems == ()
    assert loaded.column("amount") == [10.5, 20, None]
    assert loaded.column("stage") == ["won", "lost", "won"]
    assert loaded.tables.files[0].rows == 3


def test_gzip_is_read(workshop: Workshop) -> None:
    import gzip

    workshop.file("data.csv.gz", gzip.compress(PLAIN.encode()))
    assert workshop.load(workshop.dataset("data.csv.gz"), total="sum(amount)").column("amount") == [10.5, 20, None]


@pytest.mark.parametrize(("code", "city"), [("cp1256", "تهران"), ("cp1252", "Köln Süd")])
def test_an_old_encoding_is_guessed_and_told(workshop: Workshop, code: str, city: str) -> None:
    workshop.file("data.csv", f"city,amount\n{city},1\n".encode(code))
    loaded = workshop.load(workshop.dataset(), levels=("city",), total="sum(amount)")
    assert loaded.column("city") == [city]
    assert loaded.problem("encoding-guessed").facts["encoding"] == code


def test_an_old_encoding_that_shows_late_is_found(workshop: Workshop) -> None:
    workshop.file("data.csv", b"city,amount\n" + b"Bonn,1\n" * 60_000 + "Köln,2\n".encode("cp1252"))
    loaded = workshop.load(workshop.dataset(), levels=("city",), total="sum(amount)")
    assert loaded.column("city")[-1] == "Köln"
    assert loaded.problem("encoding-guessed").facts["encoding"] == "cp1252"


def test_bad_cells_are_blank_counted_and_shown(workshop: Workshop) -> None:
    lines = ["amount,closed", "1,2024-01-01", "x,2024-13-01", '"a\nb",2024-01-03', "4,2024-01-04,extra", "n/a,", "6,soon", ""]
    workshop.file("data.csv", "\n".join(lines))
    loaded = workshop.load(workshop.dataset(time="closed"), total="sum(amount)")
    assert loaded.column("amount") == [1, None, None, None, 6]
    told = {problem.facts.get("column"): problem for problem in loaded.problems}
    assert {column: problem.code for column, problem in told.items()} == {
        None: "rows-misshapen", "amount": "cells-unreadable", "closed": "cells-unreadable",
    }  # fmt: skip
    assert told["amount"].facts["count"] == 3
    assert told["amount"].facts["examples"] == ("3: x", "4: a\nb", "7: n/a")
    assert told["closed"].facts["examples"] == ("3: 2024-13-01", "8: soon")
    assert told[None].facts["examples"] == ("6: 4,2024-01-04,extra",)
    (file,) = loaded.tables.files
    assert (file.rows, file.bad_rows) == (6, 5)
    assert [(cell.row, cell.column) for cell in file.examples] == [
        (3, "closed"),
        (3, "amount"),
        (4, "amount"),
        (6, ""),
        (7, "amount"),
    ]


def test_lines_are_right_in_a_large_file(workshop: Workshop) -> None:
    """Large enough that several threads read it and its rows come in any order at first."""
    rows = [f"{n},{n}.5,branch {n % 7},2024-01-{n % 28 + 1:02}" for n in range(400_000)]
    rows[123_456], rows[399_999] = "oops,1,branch 1,2024-01-01", "1,2,branch 1,never"
    workshop.file("data.csv", "a,b,branch,day\n" + "\n".join(rows) + "\n")
    loaded = workshop.load(workshop.dataset(time="day"), levels=("branch",), x="sum(a) + sum(b)")
    assert [problem.facts["examples"] for problem in loaded.problems] == [("400001: never",), ("123458: oops",)]
    assert sum(n for n in loaded.column("b") if isinstance(n, float)) == sum(n + 0.5 for n in range(399_999)) - 123456.5 + 1 + 2


def test_numbers_in_every_dress(workshop: Workshop) -> None:
    workshop.file("data.csv", 'amount\n1_000\n"1,234.5"\n12%\ninf\nnan\n۵\n(7)\n')
    loaded = workshop.load(workshop.dataset(), total="sum(amount)")
    assert loaded.column("amount") == [None, 1234.5, 0.12, None, None, 5, -7]
    assert loaded.problem("cells-unreadable").facts["examples"] == ("2: 1_000", "5: inf", "6: nan")


@pytest.mark.parametrize("cell", ["1_000", "inf", "nan", "9e999"])
def test_what_the_engine_would_take_for_a_number(workshop: Workshop, cell: str) -> None:
    workshop.file("data.csv", f"amount\n{cell}\n1\n")
    loaded = workshop.load(workshop.dataset(), total="sum(amount)")
    assert loaded.column("amount") == [None, 1]
    assert loaded.problem("cells-unreadable").facts["examples"] == (f"2: {cell}",)


@pytest.mark.parametrize("cell", ["epoch", "infinity", "0021-01-01", "99999-01-01", "-2024-01-01"])
def test_what_the_engine_would_take_for_a_date(workshop: Workshop, cell: str) -> None:
    workshop.file("data.csv", f"day,n\n{cell},1\n2024-01-01,2\n")
    loaded = workshop.load(workshop.dataset(time="day"), total="sum(n)")
    assert loaded.column("day") == [None, datetime(2024, 1, 1)]
    assert loaded.problem("cells-unreadable").facts["examples"] == (f"2: {cell}",)


def test_jalali_dates_taken_for_others_are_noticed(workshop: Workshop) -> None:
    workshop.file("data.csv", "day,n\n1403-05-12,1\n")
    loaded = workshop.load(workshop.dataset(time="day"), total="sum(n)")
    assert loaded.problem("dates-look-jalali").facts["first"] == "1403-05-12"


def test_values_blanks_and_durations(workshop: Workshop) -> None:
    workshop.file("data.csv", "stage,rating,talk\nبرنده,0,0:02:23\nباخته,0.0,12:05\nbroken,5,x\nwon,3,\n")
    dataset = workshop.dataset(values={"stage": {"برنده": "won", "باخته": "lost"}}, blank={"rating": ("0",)}, durations=("talk",))
    loaded = workshop.load(dataset, a="avg(rating) filter (where stage = 'won')", b="sum(talk)")
    assert loaded.column("stage") == ["won", "lost", "broken", "won"]
    assert loaded.column("rating") == [None, None, 5, 3]
    assert loaded.column("talk") == [143, 725, None, None]
    unmapped = loaded.problem("values-unmapped")
    assert (unmapped.facts["count"], unmapped.facts["examples"]) == (1, ("broken",))
    assert loaded.problem("cells-unreadable").facts["type"] == "duration"


def test_one_word_typed_on_two_keyboards_is_one(workshop: Workshop) -> None:
    workshop.file("data.csv", "كارشناس,شعبه,n\nعلي,شعبه ۲,1\nعلی,شعبه 2,2\n")
    workshop.file("staff.csv", "نام,region\nعلی,North\n")
    dataset = workshop.dataset(
        columns={"owner": "کارشناس", "branch": "شعبه"},
        lookups={"staff": workshop.lookup("staff", "staff.csv", {"owner": "نام"}, ("region",))},
    )
    loaded = workshop.load(dataset, levels=("region", "branch"), calendar="jalali", n="sum(n)")
    assert loaded.column("region") == ["North", "North"]
    assert loaded.column("branch") == ["شعبه 2", "شعبه 2"]
    assert loaded.problems == ()


def test_arabic_names_keep_their_letters(workshop: Workshop) -> None:
    workshop.file("data.csv", "branch,n\nعلي,1\n")
    assert workshop.load(workshop.dataset(), levels=("branch",), n="sum(n)").column("branch") == ["علي"]


def test_lookups_join_by_several_keys_and_tell_what_they_lack(workshop: Workshop) -> None:
    workshop.file("data.csv", "country,city,n\nDE,Bonn,1\nFR,Bonn,2\nDE,,3\nDE,Ulm ,4\n")
    workshop.file("cities.csv", "c,t,region,size\nDE,Bonn,West,10\nDE,Ulm,South,x\n")
    dataset = workshop.dataset(
        lookups={"cities": workshop.lookup("cities", "cities.csv", {"country": "c", "city": "t"}, ("region", "size"))}
    )
    loaded = workshop.load(dataset, levels=("region",), total="sum(n)", size="sum(size)")
    assert loaded.column("region") == ["West", None, None, "South"]
    assert loaded.column("size") == [10, None, None, None]
    missing = loaded.problem("lookup-keys-missing")
    assert (missing.facts["count"], missing.facts["keys"], missing.facts["examples"]) == (1, 1, ("FR · Bonn",))
    assert loaded.problem("cells-unreadable").facts["file"] == "cities.csv"
    assert [(file.dataset, file.rows, file.bad_rows) for file in loaded.tables.files] == [("deals.cities", 2, 1), ("deals", 4, 0)]


def test_where_keeps_what_belongs(workshop: Workshop) -> None:
    workshop.file("data.csv", "n,day,branch\n1,2024-01-01,A\n-1,2023-01-01,A\n,2022-01-01,B\n")
    loaded = workshop.load(workshop.dataset(where="n >= 0", time="day"), levels=("branch",), total="sum(n)")
    assert loaded.column("n") == [1]
    assert loaded.tables.tables["deals"].spans == {"day": (date(2024, 1, 1), date(2024, 1, 1))}
    assert (loaded.tables.tables["deals"].rows, loaded.tables.files[0].excluded_rows) == (1, 2)


def test_a_count_needs_no_column(workshop: Workshop) -> None:
    workshop.file("data.csv", "a,b\n1,2\n,\n3,4\n")
    loaded = workshop.load(workshop.dataset(), n="count(*)")
    assert loaded.tables.tables["deals"].rows == 2


def test_a_file_with_a_header_only(workshop: Workshop) -> None:
    workshop.file("data.csv", "n,day\n")
    loaded = workshop.load(workshop.dataset(time="day"), total="sum(n)")
    assert (loaded.tables.tables["deals"].rows, loaded.tables.tables["deals"].spans) == (0, {"day": None})


def test_sheets_hold_real_dates_numbers_and_errors(workshop: Workshop) -> None:
    from datetime import time, timedelta

    rows: list[list[object]] = [
        [], ["id", "مبلغ", "تاریخ", "talk", "ok", "name"],
        [1001, 12.5, datetime(2024, 5, 1, 9, 30), time(0, 2, 23), True, "x"],
        [1002, "۱۲٬۰۰۰", "۱۴۰۳/۰۲/۱۲", timedelta(hours=30), False, datetime(2024, 1, 2)],
        [], [1003, "#DIV/0!", date(2024, 5, 3), "0:00:05", "yes", "#N/A"],
    ]  # fmt: skip
    workshop.sheet("data.xlsx", rows, title="معاملات")
    dataset = workshop.dataset(
        "data.xlsx",
        sheet="معاملات",
        columns={"amount": "مبلغ", "day": "تاریخ"},
        dates={"day": "jalali"},
        durations=("talk",),
        time="day",
    )
    loaded = workshop.load(
        dataset,
        levels=("name",),
        calendar="jalali",
        a="sum(amount)",
        b="sum(talk)",
        c="count(distinct id)",
        d="count(*) filter (where ok)",
    )
    assert loaded.column("id") == ["1001", "1002", "1003"]
    assert loaded.column("amount") == [12.5, 12000, None]
    assert loaded.column("day") == [datetime(2024, 5, 1, 9, 30), datetime(2024, 5, 1), datetime(2024, 5, 3)]
    assert loaded.column("talk") == [143, 108000, 5]
    assert loaded.column("ok") == [True, False, True]
    assert loaded.column("name") == ["x", "2024-01-02", None]
    assert {problem.facts["column"]: problem.facts["examples"] for problem in loaded.problems} == {
        "amount": ("6: #DIV/0!",), "name": ("6: #N/A",),
    }  # fmt: skip


def test_parquet_is_a_view_where_nothing_need_change(workshop: Workshop) -> None:
    duckdb.sql(
        "SELECT 1::INTEGER AS n, 'A' AS branch, DATE '2024-01-01' AS day, 7::BIGINT AS customer UNION ALL SELECT 2, 'B', NULL, 8"
    ).write_parquet(str(workshop.folder / "data.parquet"))
    dataset = workshop.dataset("data.parquet", time="day", where="n >= 1")
    loaded = workshop.load(dataset, levels=("branch",), n="sum(n)", c="count(distinct customer)")
    table = loaded.tables.tables["deals"]
    assert table.columns == {"n": "number", "day": "date", "customer": "any", "branch": "text"}
    assert loaded.column("n") == [1.0, 2.0]
    assert (table.rows, table.null_dates, loaded.tables.files[0].rows) == (2, {"day": 1}, 2)
    assert loaded.tables.connection is not None
    kinds = loaded.tables.connection.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    assert ("#deals",) in kinds


def test_parquet_of_text_is_read_like_text(workshop: Workshop) -> None:
    duckdb.sql("SELECT '1,000' AS n, '2024-01-01' AS day UNION ALL SELECT 'x', '2024-01-02'").write_parquet(
        str(workshop.folder / "data.parquet")
    )
    loaded = workshop.load(workshop.dataset("data.parquet", time="day"), n="sum(n)")
    assert loaded.column("n") == [1000, None]
    assert loaded.problem("cells-unreadable").facts["examples"] == ("2: x",)


HOSTILE = ['"', "a\nb", "x; DROP TABLE y", "');--", "", "", "A", "a", "ستون", "'", "{c0}", "%s", "#bad", "row", "c3"]


def test_hostile_headers_stay_outside_the_statement(workshop: Workshop) -> None:
    header = ",".join('"' + each.replace('"', '""') + '"' for each in HOSTILE)
    workshop.file("data.csv", f"{header},n\n" + ",".join("1" for _ in HOSTILE) + ",5\n")
    dataset = workshop.dataset(columns={"x": "x; DROP TABLE y", "y": "');--", "q": '"', "nl": "a\nb", "low": "a", "bad": "#bad"})
    loaded = workshop.load(dataset, n="sum(n) + sum(x) + sum(y) + sum(q) + sum(nl) + sum(low) + sum(bad)")
    assert loaded.column("n") == [5]
    assert loaded.column("bad") == [1]


def test_ten_thousand_columns(workshop: Workshop) -> None:
    workshop.file("data.csv", ",".join(f"c{n}" for n in range(10_000)) + "\n" + ",".join(str(n) for n in range(10_000)) + "\n")
    assert workshop.load(workshop.dataset(), n="sum(c9999)").column("c9999") == [9999]


@pytest.mark.parametrize("file", ["it's.csv", "data[1].csv", "what*.csv", "a b;c.csv", "داده.csv"])
def test_file_names_are_only_names(workshop: Workshop, file: str) -> None:
    workshop.file("data1.csv", "n\n99\n")
    workshop.file("whatever.csv", "n\n99\n")
    workshop.file(file, "n\n5\n")
    assert workshop.load(workshop.dataset(file), n="sum(n)").column("n") == [5]


FORBIDDEN = [
    "COPY (SELECT 1) TO '{folder}/out.csv'", "SELECT * FROM read_csv('{folder}/data.csv')",
    "SELECT * FROM read_text('/etc/passwd')",
    "SELECT * FROM glob('/*')", "ATTACH '{folder}/x.db'", "INSTALL httpfs", "LOAD httpfs", "SET threads = 1",
    "SET enable_external_access = true", "SET lock_configuration = false", "SELECT * FROM frame", "EXPORT DATABASE '{folder}/x'",
    "COPY (SELECT 1 AS n) TO '{folder}/data.parquet'", "SELECT * FROM 'https://example.org/x.csv'",
]  # fmt: skip


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_door_is_locked(workshop: Workshop, statement: str) -> None:
    duckdb.sql("SELECT 1 AS n").write_parquet(str(workshop.folder / "data.parquet"))
    workshop.file("data.csv", "n\n1\n")
    loaded = workshop.load(workshop.dataset("data.parquet"), n="sum(n)")
    frame = [1]  # what a replacement scan would look for
    assert loaded.tables.connection is not None
    with pytest.raises(duckdb.Error):
        loaded.tables.connection.execute(statement.format(folder=workshop.folder)).fetchall()
    assert frame
    assert loaded.column("n") == [1]
    assert sorted(path.name for path in workshop.folder.iterdir()) == ["data.csv", "data.parquet"]


def test_a_file_that_went_away_is_a_fault(workshop: Workshop) -> None:
    path = workshop.file("data.csv", PLAIN)
    definition = workshop.definition(workshop.dataset(), n="sum(amount)")
    Path.unlink(path)
    with pytest.raises(Faults, match="file-missing"):
        sources.load(definition)


def test_without_measures_over_rows_there_is_no_engine(workshop: Workshop) -> None:
    tables, problems = sources.load(workshop.definition(workshop.dataset()))
    assert (tables.connection, problems) == (None, ())


@pytest.mark.parametrize(
    ("mapping", "texts", "told"),
    [
        ({"Wset": "West", "Eats": "East"}, ["West", "North", "South", "Wset"], ()),  # mended; what else there is, is right
        ({"Wset": "West", "Eats": "East"}, ["north", "wesst", "WEST", "Nord"], ("WEST", "wesst")),  # two more slips
        ({"برنده": "won", "باخته": "lost"}, ["برنده", "open", "won"], ("open",)),  # translated; one was forgotten
        ({"1": "won", "Wno": "won"}, ["open", "won"], ("open",)),
    ],
)
def test_unmapped_texts_are_told_where_that_helps(
    workshop: Workshop, mapping: dict[str, str], texts: list[str], told: tuple[str, ...]
) -> None:
    workshop.file("data.csv", "region,n\n" + "".join(f"{text},1\n" for text in texts))
    loaded = workshop.load(workshop.dataset(values={"region": mapping}), levels=("region",), n="sum(n)")
    assert tuple(problem.facts["examples"] for problem in loaded.problems) == ((told,) if told else ())
