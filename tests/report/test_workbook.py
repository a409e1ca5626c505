"""The workbook: its numbers are the evaluation's to the last digit, its texts are texts, its bytes are the same twice."""

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import date
from math import isnan
from xml.etree import ElementTree

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from scorecard import report
from scorecard.records.definition import Band, Bound, FromRows, Knot, Target, Text
from scorecard.records.formula import Aggregate, Formula
from scorecard.records.goals import Goal, Initiative, Strategy
from scorecard.records.values import Reason
from scorecard.report import entities as units
from scorecard.report.sheets import book
from scorecard.words import numbers
from scorecard.words import workbook as words
from scorecard.words.tongue import say, speaking

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl knows no sparklines

HOSTILE = ["=cmd|'/c calc'!A1", "@SUM(1)", "+1+1", "-2+3", "\t=1+1", "http://evil.example/?x=<&>", "{=1}", "123", "_x0041_",
           "=HYPERLINK(\"http://evil.example\")", "a\ufffe\uffff\x00\x1bb",
           "\u202egnp.exe", "x" * 40_000, "گزارش ۱۴۰۴"]  # fmt: skip


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def parts(content):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def table(sheet, head=1):
    """The rows below a heading, by it."""
    heads = [cell.value for cell in sheet[head]]
    return [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=head + 1)]


def same(cell, number):
    """To the last bit; a number that is missing leaves the cell empty."""
    return cell.value is None if isnan(number) else cell.value == number


def sheets_of(content):
    return {name: data for name, data in parts(content).items() if name.startswith("xl/worksheets/sheet")}


def holds_a_formula(content):
    """In a cell; sparklines name their ranges in an element of another namespace."""
    formula = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}f"
    return any(next(ElementTree.fromstring(data).iter(formula), None) is not None for data in sheets_of(content).values())


def test_measures_are_the_evaluation_s_in_full_precision(make):
    evaluation = make.company(4)
    sheet = opened(report.xlsx(evaluation))[words.MEASURES]
    rows = table(sheet)[: len(evaluation.scores.nodes)]
    assert len(rows) == len(evaluation.scores.nodes) > 25
    for index, (node, row) in enumerate(zip(evaluation.scores.nodes, rows, strict=True)):
        assert row[words.NAME].value == evaluation.title(node)
        assert row[words.PATH].value == ("/".join(node.path) or None)
        assert same(row[words.VALUE], evaluation.value(index, evaluation.now))
        assert same(row[words.SCORE], evaluation.score(index, evaluation.now))
        assert row[words.WEIGHT].value == evaluation.scores.weight[index]
        assert bool(row[words.WHY].value) == (evaluation.reason(index, evaluation.now) != Reason.PRESENT)
        assert sheet.row_dimensions[index + 2].outlineLevel == max(0, len(node.path) - 1)
    assert any(len(repr(row[words.SCORE].value)) > 17 for row in rows), "a number that 16 digits would spoil"
    assert sheet.freeze_panes == "B2"
    assert sheet.auto_filter.ref.startswith("A1:")


def test_floors_and_goals_are_numbers(make):
    rows = {row[words.NAME].value: row for row in table(opened(report.xlsx(make.company()))[words.MEASURES])}

    def ends(name):
        return [rows[name][head].value for head in (words.FLOOR, words.FLOOR_TO, words.GOAL, words.GOAL_TO)]

    assert ends("Churn rate") == [0.12, None, 0.04, None]
    assert ends("Answer rate") == [None, None, 0.8, None]
    assert ends("Talk time") == [120, 400, 180, 260]
    assert ends("Open deals at period end") == [None] * 4


@pytest.mark.parametrize(("better", "floor", "goal"), [("higher", 20, 60), ("lower", 60, 20)])
def test_a_plateau_begins_where_the_slope_ends(make, better, floor, goal):
    ascending = [0, 0, 100, 100] if better == "higher" else [100, 100, 0, 0]
    points = Target("line", tuple(Knot(Bound(value), score) for value, score in zip([10, 20, 60, 90], ascending, strict=True)))
    leaf = make.leaf("M", "number", points, [30, 40], better=better)
    row = table(opened(report.xlsx(make.build({"P": [leaf]})))[words.MEASURES])[2]
    assert (row[words.FLOOR].value, row[words.GOAL].value) == (floor, goal)


def test_every_unit_has_its_format(make):
    rows = {row[words.NAME].value: row for row in table(opened(report.xlsx(make.company()))[words.MEASURES])}
    formats = {name: rows[name][words.VALUE].number_format for name in rows if name}
    assert formats["Churn rate"] == "0.0%;-0.0%"
    assert formats["Sales volume"].startswith('"USD "#,##0')
    assert formats["Open deals at period end"].startswith("#,##0;")
    assert formats["Mean sales cycle"].startswith('#,##0.0" days"')
    assert rows["Sales volume"][words.VALUE].value == 2.802e6, "not in millions"


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (numbers.Format("percent", 2), "0.00%;-0.00%"),
        (numbers.Format("count", 0), "#,##0;-#,##0"),
        (numbers.Format("currency", 2, 2, "IRR"), '"IRR "#,##0;-"IRR "#,##0'),
        (numbers.Format("currency", 0, 0, "IRR in toman"), '"toman "#,##0;-"toman "#,##0'),
        (numbers.Format("currency", 0, 0, 'A"&'), '"A "#,##0;-"A "#,##0'),
        (numbers.Format("hours", 1), '#,##0.0" h";-#,##0.0" h"'),
    ],
)
def test_formats_of_units(form, expected):
    assert book.number_format(form) == expected


def test_a_change_bears_its_sign():
    assert book.number_format(numbers.Format("percent", 1), change=True) == "+0.0%;-0.0%;0.0%"


def test_both_periods_and_what_moved_the_total(make):
    evaluation = make.company(4)
    change = evaluation.comparison
    sheets = opened(report.xlsx(evaluation))
    for index, row in enumerate(table(sheets[words.COMPARISON])[: len(change.nodes)]):
        before, now = evaluation.value(index, evaluation.before), evaluation.value(index, evaluation.now)
        assert same(row["Value, Q3 2017"], before)
        assert same(row["Value, Q4 2017"], now)
        assert same(row[words.VALUE_CHANGE], now - before)
        assert same(row["Score, Q3 2017"], float(change.baseline_score[index, 0]))
        assert same(row["Score, Q4 2017"], float(change.target_score[index, 0]))
        assert same(row[words.SCORE_CHANGE], float(change.target_score[index, 0] - change.baseline_score[index, 0]))
    rows = table(sheets[words.MOVED])
    count = len(change.parts(0))
    effects = [row[words.POINTS].value for row in rows[:count]]
    assert effects == sorted((part.effect for part in change.parts(0)), key=lambda effect: -abs(effect))
    assert rows[count][words.PART].value == "Total"
    assert rows[count][words.POINTS].value == pytest.approx(sum(effects))


def test_intervals_and_noise_of_samples(make):
    evaluation = make.build({"P": {"F": [make.leaf("Rating", "number", make.line(1, 5), [3.1, 3.15], se=0.2),
                                         make.leaf("Answered", "percent", make.line(0, 1), [0.2, 0.9], se=0.02)]}})  # fmt: skip
    sheets = opened(report.xlsx(evaluation))
    rating, answered = table(sheets[words.COMPARISON])[3:5]
    noise = evaluation.comparison.noise
    assert [rating[words.REAL].value, answered[words.REAL].value] == [words.NO, words.YES]
    for index, row in ((3, rating), (4, answered)):
        heads = (words.CHANGE_LOW, words.CHANGE_HIGH, words.P, words.ADJUSTED)
        arrays = (noise.low, noise.high, noise.p, noise.adjusted)
        assert [row[head].value for head in heads] == [float(array[index, 0]) for array in arrays]
    measured = table(sheets[words.MEASURES])[3]
    assert (measured[words.LOW].value, measured[words.HIGH].value) == evaluation.interval(3, evaluation.now)
    assert measured[words.SURE].value == float(evaluation.scores.sure[3, evaluation.now, 0])


def test_units_keep_their_scores(make):
    evaluation = make.company()
    rows = table(opened(report.xlsx(evaluation))[words.ENTITIES])
    names = [row[words.UNIT_NAME].value for row in rows]
    assert len(names) == len(evaluation.scores.entities) - 1, "the unassigned of the unassigned are themselves"
    place = [entity.key[-1:] for entity in evaluation.scores.entities].index(("Boston",))
    boston = rows[names.index("Boston")]
    assert boston["Total"].value == evaluation.score(0, evaluation.now, place)
    assert boston["Customer"].value == evaluation.score(1, evaluation.now, place)
    change = evaluation.score(0, evaluation.now, place) - evaluation.score(0, evaluation.before, place)
    assert boston[words.TOTAL_CHANGE].value == change
    assert boston[words.LEVEL].value == "branch"


def test_more_units_than_a_sheet_holds_are_left_out_and_told(make, monkeypatch):
    monkeypatch.setattr(units, "MOST", 3)
    monkeypatch.setattr("scorecard.report.sheets.entities.MOST", 3)
    tree = {"P": [make.leaf("M", "number", make.line(0, 9), [4, 5])]}
    evaluation = make.build(tree, entities=[(f"b{n}",) for n in range(8)], levels=("branch",))
    sheet = opened(report.xlsx(evaluation))[words.ENTITIES]
    said = [row[0].value for row in sheet.iter_rows()]
    assert len([text for text in said if text and re.fullmatch(r"b\d", text)]) == 3
    assert any(text and text.startswith("5 more units are left out") for text in said)


def test_withheld_numbers_stay_withheld(make):
    reasons = {(1, 0): Reason.TOO_FEW, (1, 1): Reason.SUPPRESSED}
    how = FromRows("voice", Formula("avg(q)", Aggregate("avg", "q")))
    leaf = make.leaf("Mood", "number", make.line(1, 5), [3.123, 4.567], se=0.1, reasons=reasons, how=how)
    told = make.leaf("Other", "number", make.line(1, 5), [3, 4], how=how)
    evaluation = make.build({"P": [leaf, told]}, entities=[("a",)], levels=("b",))
    evaluation.values.n[0] = 4321
    content = report.xlsx(evaluation)
    row = table(opened(content)[words.MEASURES])[2]
    assert [row[head].value for head in (words.VALUE, words.LOW, words.HIGH, words.NUMBER, words.SCORE)] == [None] * 5
    assert "too few" in row[words.WHY].value
    assert table(opened(content)[words.MEASURES])[3][words.NUMBER].value == 120
    assert b"4321" not in b"".join(sheets_of(content).values())
    assert b"4.567" not in b"".join(parts(content).values())
    assert b"3.123" in b"".join(parts(content).values()), "the baseline's is no secret"


def test_the_trend_holds_values_forecasts_and_intervals(make):
    evaluation = make.build(
        {"P": [make.leaf("Win rate", "percent", make.line(0, 1), [0.30, 0.33, 0.35, 0.39, 0.40, 0.43])]}, periods=6
    )
    (outlook,) = evaluation.outlook
    rows = {row[words.WHAT].value: row for row in table(opened(report.xlsx(evaluation))[words.TREND]) if row[words.WHAT].value}
    for step in outlook.steps:
        head = f"Q{step.period.id[-1]} {step.period.id[:4]}" + (", forecast" if step.ahead else "")
        assert rows[words.VALUE][head].value == step.value
        assert (rows[words.LOW][head].value, rows[words.HIGH][head].value) == (
            (step.low, step.high) if step.ahead else (None, None)
        )
    assert rows[words.VALUE][words.METHOD_OF].value == "straight line"


def test_goals_and_initiatives(make):
    evaluation = make.company()
    path = evaluation.scores.nodes[3].path
    goal = Goal("g", Text({"": "=Grow"}), owner=Text({"": "@boss"}), by=date(2018, 6, 30),
                strategies={"s": Strategy("s", Text({"": "Call"}), measures=(path,))})  # fmt: skip
    plan = Initiative(
        "i", Text({"": "Train"}), due=date(2017, 1, 1), status="running", budget=1234.5, strategy=("g", "s"), moves=(path,)
    )
    evaluation = replace(evaluation, definition=replace(evaluation.definition, goals={"g": goal}, initiatives={"i": plan}))
    content = report.xlsx(evaluation)
    sheets = opened(content)
    (row,) = table(sheets[words.GOALS])
    assert (row[words.GOAL_NAME].value, row[words.OWNER].value, row[words.BY].value.date()) == (
        "=Grow",
        "@boss",
        date(2018, 6, 30),
    )
    assert row["Value, Q4 2017"].value == evaluation.value(3, evaluation.now)
    (row,) = table(sheets[words.INITIATIVES])
    assert (row[words.BUDGET].value, row[words.OVERDUE].value, row[words.SERVES].value) == (1234.5, "Overdue", "Call")
    assert row[words.SCORE_CHANGE].value == evaluation.score(3, evaluation.now) - evaluation.score(3, evaluation.before)
    assert not holds_a_formula(content)


def test_sheets_with_nothing_to_say_are_not_there(make):
    assert opened(report.xlsx(make.build({"P": [make.leaf("M", "number", None, [1])]}, periods=1))).sheetnames == [
        words.SUMMARY, words.MEASURES, words.NOTES, words.METHOD
    ]  # fmt: skip
    assert opened(report.xlsx(make.build({}, periods=1))).sheetnames[0] == words.SUMMARY


def hostile(make, text):
    tree = {text: {text: [make.leaf(text, "number", make.line(0, 5), [1, 2]), make.leaf("Other", "number", None, [1, 2])]}}
    return make.build(tree, title=text, entities=[(text,)], levels=(text[:40] or "b",), bands=(Band("poor", 0), Band("good", 50)))


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_stay_texts(make, text):
    content = report.xlsx(hostile(make, text))
    assert not holds_a_formula(content)
    found = parts(content)
    assert not [name for name in found if "externalLink" in name or "vba" in name]
    assert not [name for name in found if name.endswith(".rels") and b"hyperlink" in found[name]]
    assert not [name for name in sheets_of(content) if b"<hyperlink" in found[name]]
    kept = [cell for sheet in opened(content) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in kept} <= {"s", "n", "d"}
    name = table(opened(content)[words.MEASURES])[1][words.NAME]
    assert name.data_type == "s"
    assert name.value.replace("_x005F_", "_")[:3] == book.text(report.page(hostile(make, text)).perspectives[0].title)[:3]
    if text[0] in "=@+-":
        assert name.quotePrefix, "it stays a text when somebody edits the cell"


def test_a_workbook_written_carelessly_would_hold_formulas():
    """What the tests above look for is what XlsxWriter does by itself."""
    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as careless:
        careless.add_worksheet().write(0, 0, HOSTILE[0])
    assert holds_a_formula(made.getvalue())


@given(st.text())
def test_any_text_fits_a_cell_and_an_xml(text):
    kept = book.text(text * 100)
    assert len(kept) <= book.LONGEST
    ElementTree.fromstring(f"<a>{kept.replace('&', '').replace('<', '').replace('>', '')}</a>")


@given(st.lists(st.text(), max_size=6))
def test_any_text_makes_a_legal_name_of_a_sheet(texts):
    names = []
    for text in texts:
        names.append(book.sheet_name(text, names))
    assert len({name.lower() for name in names}) == len(names)
    with xlsxwriter.Workbook(io.BytesIO(), {"in_memory": True}) as made:
        for name in names:
            made.add_worksheet(name)  # which refuses illegal ones


def test_several_hierarchies_have_sheets_of_their_own(make):
    hierarchies = {"a/b[c]:*?": ("region",), "'": ("channel",)}
    tree = {"P": [make.leaf("M", "number", make.line(0, 9), [4, 5])]}
    evaluation = make.build(tree, hierarchies=hierarchies, entities=[{"region": "East"}, {"channel": "Web"}])
    names = [name for name in opened(report.xlsx(evaluation)).sheetnames if name.startswith(words.ENTITIES)]
    assert len(names) == 2


@pytest.mark.parametrize(("language", "mirrored"), [("en", False), ("fa", True), ("ar", True), (None, False)])
def test_sheets_run_from_the_right_where_the_language_does(make, language, mirrored):
    content = report.xlsx(make.company(4), language=language)
    views = [b'rightToLeft="1"' in data for data in sheets_of(content).values()]
    assert len(views) > 6
    assert set(views) == {mirrored}
    charts = [data for name, data in parts(content).items() if name.startswith("xl/charts/chart")]
    assert all((b'orientation val="maxMin"' in data) for data in charts if b'barDir val="col"' in data) == mirrored


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_it_speaks_the_language_and_its_numbers_stay_what_they_are(make, language):
    evaluation = make.company(4)
    english, other = (opened(report.xlsx(evaluation, language=spoken)) for spoken in ("en", language))
    for ours, theirs in zip(english, other, strict=True):
        assert re.search("[\u0600-\u06ff]", theirs.title)
        assert not re.search("[A-Za-z]", theirs.title)
        for row in ours.iter_rows() if ours.title != words.NOTES else ():  # there it is told what is not translated
            for cell in row:
                told = theirs[cell.coordinate]
                assert told.data_type == cell.data_type
                if cell.data_type == "n":
                    assert told.value == cell.value
    with speaking(language):
        heads = [cell.value for cell in other[say(words.MEASURES)][1]]
        assert heads[:4] == [say(words.NAME), say(words.KIND), say(words.UNIT), say(words.VALUE)]
        assert len(set(heads)) == len(heads)
        assert [row[0].value for row in other[say(words.MOVED)].iter_rows()][-1] == say(words.PARTS)


def test_in_text_from_the_right_a_sign_stands_before_its_digits_and_the_letters_have_a_font(make):
    evaluation = make.company(4)
    with speaking("fa"):
        name, change, moved = (say(message) for message in (words.COMPARISON, words.SCORE_CHANGE, words.MOVED))
    sheet = opened(report.xlsx(evaluation, language="fa"))[name]
    row = table(sheet)[0]
    assert row[change].number_format == '"\u200e"+0.0;"\u200e"-0.0;0.0'
    assert {cell.font.name for cell in row.values()} == {book.FONT}
    charts = [data for name, data in parts(report.xlsx(evaluation, language="fa")).items() if name.startswith("xl/charts/chart")]
    assert any(moved.encode() in data and book.FONT.encode() in data for data in charts)
    assert sheet.oddHeader.right.text == "&A"
    days = numbers.Format("days", 1)
    with speaking("fa"):
        assert book.number_format(days) == '#,##0.0" روز";-#,##0.0" روز"'
        assert book.written(days, 12.5) == len("12.5 روز")


def test_scores_take_the_colours_of_their_bands_also_when_changed(make):
    own = make.leaf("Own", "number", make.line(0, 9), [4, 5], status=(Band("poor", 0), Band("good", 5)))
    evaluation = make.build({"P": [make.leaf("M", "number", make.line(0, 9), [4, 5]), own]})
    sheet = opened(report.xlsx(evaluation))[words.MEASURES]
    (column,) = [cell.column_letter for cell in sheet[1] if cell.value == words.SCORE]
    rules = {str(area.sqref): area.rules for area in sheet.conditional_formatting if column in str(area.sqref)}
    assert list(rules) == [f"{column}2:{column}4"], "not the measure whose status hangs on its value"
    (area,) = rules.values()
    assert [rule.type for rule in area] == ["containsBlanks", "cellIs", "cellIs", "cellIs"]
    starts = [float(rule.formula[0]) for rule in area if rule.type == "cellIs"]
    assert starts[1:] == pytest.approx([50, 80])
    status = table(sheet)[3][words.STATUS]
    assert (status.value, status.fill.fgColor.rgb) == ("Good", "FF" + book.FILLS[4][1:].upper())


def test_long_texts_have_rows_high_enough(make):
    description = Text({"": "word " * 100})
    leaf = make.leaf("M", "number", make.line(0, 9), [4, 5], description=description)
    sheet = opened(report.xlsx(make.build({"P": [leaf]})))[words.METHOD]
    (row,) = [cell.row for line in sheet.iter_rows() for cell in line if str(cell.value).startswith("word word")]
    assert sheet.row_dimensions[row].height >= 15 * 500 / 70


def test_charts_are_native(make):
    found = parts(report.xlsx(make.company(4)))
    charts = b"".join(data for name, data in found.items() if name.startswith("xl/charts/chart"))
    assert sum(name.startswith("xl/charts/chart") for name in found) == 3
    for kind in (b'<c:barDir val="col"/>', b'<c:barDir val="bar"/>', b"<c:lineChart>"):
        assert kind in charts
    assert b"<c:v>Customer</c:v>" in charts, "what a program shows that does not compute"
    assert not [name for name in parts(report.xlsx(make.build({}, periods=1))) if "chart" in name]


def test_the_same_input_makes_the_same_bytes(make):
    first, second = report.xlsx(make.company(4)), report.xlsx(make.company(4))
    assert first == second
    assert report.xlsx(make.company(4), date(2018, 1, 15)) != first
    assert b">2000-01-01T00:00:00Z</dcterms:created>" in parts(first)["docProps/core.xml"], "not the clock's day"
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert {entry.date_time[0] for entry in packed.infolist()} == {1980}


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize(("language", "is_hostile"), [("en", False), ("en", True), ("fa", False), ("ar", False)])
def test_libreoffice_opens_it_without_loss(make, tmp_path, language, is_hostile):
    """Saved again by LibreOffice, every cell is what it was."""
    evaluation = hostile(make, HOSTILE[0]) if is_hostile else make.company(4)
    content = report.xlsx(evaluation, language=language)
    (tmp_path / "report.xlsx").write_bytes(content)
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", "again", "report.xlsx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
    again = (tmp_path / "again" / "report.xlsx").read_bytes()
    ours, theirs = opened(content), opened(again)
    assert theirs.sheetnames == ours.sheetnames
    seen = 0
    for sheet in ours:
        other = theirs[sheet.title]
        assert bool(other.sheet_view.rightToLeft) == bool(sheet.sheet_view.rightToLeft)
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is not None:
                    seen += 1
                    known = other[cell.coordinate].value
                    assert known == (pytest.approx(cell.value, rel=1e-14) if cell.data_type == "n" else cell.value)
    assert seen > 150
    assert not holds_a_formula(again)
    assert sum("charts/chart" in name for name in parts(again)) == sum(
        name.startswith("xl/charts/chart") for name in parts(content)
    )
