"""Cells of answers become numbers, and what cannot is told where the item stands."""

from __future__ import annotations

import gc
import math
import time
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import scorecard
from scorecard import definition, sources
from scorecard.problems import Problem
from scorecard.records.values import Reason
from scorecard.words.problems import all_wordings

MEASURE = "m: {better: higher, dataset: d, survey: {method: mean, item: q, min_answers: 1}}"


def card(folder: Path, measures: str = MEASURE, dataset: str = "", head: str = "") -> Path:
    names = ", ".join(f"{line.split(':')[0].strip()}: " for line in measures.splitlines())
    (folder / "card.yaml").write_text(
        f"scorecard: card\n{head}datasets:\n  d: {{file: data.csv{dataset}}}\nmeasures:\n"
        + "".join(f"  {line}\n" for line in measures.splitlines())
        + f"perspectives:\n  p: {{measures: {{{names}}}}}\n",
        encoding="utf-8",
    )
    return folder / "card.yaml"


def loaded(path: Path, column: str = "q") -> tuple[list[object], dict[str, Problem]]:
    reading = definition.read(str(path))
    assert reading.definition is not None
    assert not [problem for problem in reading.problems if problem.is_fault]
    tables, problems = sources.load(reading.definition, threads=1)
    assert tables.connection is not None
    rows = tables.connection.execute(f'SELECT "{column}" FROM {tables.tables["d"].relation}').fetchall()
    return [row[0] for row in rows], {problem.code: problem for problem in problems}


def cells(folder: Path, texts: list[str], measures: str = MEASURE, dataset: str = "") -> tuple[list[object], dict[str, Problem]]:
    """What the cells of one column are read as."""
    rows = "".join(f'{number},"{text.replace(chr(34), chr(34) * 2)}"\n' for number, text in enumerate(texts))
    (folder / "data.csv").write_text(f"n,q\n{rows}", encoding="utf-8")
    return loaded(card(folder, measures, dataset))


NUMBERS = {
    "5": 5, "4.5": 4.5, "+3": 3, " 2 ": 2, "۴": 4, "٣": 3, "۴٫۵": 4.5, "\u200f۵": 5,
    "5 - Very satisfied": 5, "10 – Extremely likely": 10, "۵ (عالی)": 5, "5. Very good": 5, "3) so-so": 3, "4: Good": 4,
    "2 = Poor": 2, "1|Bad": 1, "(5) Very satisfied": 5, "[4]": 4, "Extremely likely - 10": 10, "Very satisfied (5)": 5,
    "عالی (۵)": 5, "Agree = 4": 4, "موافقم - ۴": 4, "5 stars": 5, "1 star": 1, "۳ ستاره": 3, "Level 3": 3, "سطح ۲": 2,
    "المستوى ٤": 4, "5 - Very satisfied - always": 5, "Strongly agree (I'd say) (5)": 5,
}  # fmt: skip
REFUSED = (
    "1-2 times", "2 or 3", "10+", "3 or more times", "5%", "1,5", "10:30", "2024-01-05", "1_0", "nan", "inf", "Infinity",
    "$5", "5 of 7", "5/7", "question 5", "abc", "five", "--", "Agree5", "5x",
)  # fmt: skip


def test_numbers_and_labels_with_their_numbers(tmp_path: Path) -> None:
    found, problems = cells(tmp_path, list(NUMBERS), MEASURE.replace("item: q", "item: q, scale: 0..10"))
    assert dict(zip(NUMBERS, found, strict=True)) == NUMBERS
    assert problems.keys() == {"survey-answers"}


def test_what_is_no_answer_is_not_made_one(tmp_path: Path) -> None:
    found, problems = cells(tmp_path, list(REFUSED))
    assert found == [None] * len(REFUSED)
    told = problems["survey-label-unknown"]
    assert told.facts["count"] == len(REFUSED)
    assert problems.keys() == {"survey-answers", "survey-label-unknown"}


def test_below_zero_a_number_behind_a_hyphen_is_not_guessed_at(tmp_path: Path) -> None:
    measure = MEASURE.replace("item: q", "item: q, scale: -2..2")
    found, problems = cells(tmp_path, ["-2", "−1", "-2 - Bad", "Good (2)", "Bad (-2)", "Bad -2"], measure)
    assert found == [-2, -1, -2, 2, -2, None]
    assert problems["survey-label-unknown"].facts["texts"] == ("“Bad -2” (1)",)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text("0123456789.-+ ()۵٤abنا/:", min_size=1, max_size=6), min_size=1, max_size=12))
def test_every_cell_is_a_number_or_counted_as_unreadable(tmp_path: Path, texts: list[str]) -> None:
    found, problems = cells(tmp_path, texts)
    blank = sum(not text.strip(" ") for text in texts)
    unread = problems["survey-label-unknown"].facts["count"] if "survey-label-unknown" in problems else 0
    assert isinstance(unread, int)
    assert len(found) == len(texts)
    assert all(value is None or (isinstance(value, float) and math.isfinite(value)) for value in found)
    assert sum(value is None for value in found) == blank + unread


def test_not_applicable_is_apart_from_blank(tmp_path: Path) -> None:
    text = "n,a,b\n1,5,4\n2,n/a,4\n3,,3\n4,Not Applicable,نمی‌دانم\n5,,\n6,-,Don't know.\n7,لا ينطبق,2\n"
    (tmp_path / "data.csv").write_text(text, encoding="utf-8")
    measure = "m: {better: higher, dataset: d, survey: {method: mean, items: [a, b], min_answers: 1}}"
    _, problems = loaded(card(tmp_path, measure, ", blank: {a: ['-']}"), "a")
    facts = problems["survey-answers"].facts
    assert (facts["responses"], facts["partial"], facts["blank"], facts["declined"]) == (7, 2, 1, 5)
    assert problems.keys() == {"survey-answers"}
    assert problems["survey-answers"].place is not None
    assert problems["survey-answers"].place.path == ("datasets", "d")


def test_the_authors_words_come_before_those_that_say_there_is_none(tmp_path: Path) -> None:
    measure = MEASURE.replace("item: q", 'item: q, labels: {"Don\'t know": 3, "1-2 times": 2, "+": 5}')
    found, problems = cells(tmp_path, ["Don't know", "1-2 times", "+", "N/A"], measure)
    assert found == [3, 2, 5, None]
    assert problems["survey-answers"].facts["declined"] == 1


def test_values_and_blank_of_the_dataset_go_first(tmp_path: Path) -> None:
    more = ", values: {q: {5: [Wow], 1: [Meh]}}, blank: {q: [99, skipped]}"
    found, problems = cells(tmp_path, ["Wow", "Meh", "99", "skipped", "Agree"], MEASURE, more)
    assert found == [5, 1, None, None, 4]
    assert problems["survey-answers"].facts["declined"] is None


def test_a_label_that_nobody_knows_is_told_with_what_is_near(tmp_path: Path) -> None:
    found, problems = cells(tmp_path, ["Agree", "Agre", "Kinda", "Kinda", "Agre", "Agre", "Not satisfied at all"])
    assert found == [4, *[None] * 6]
    told = problems["survey-label-unknown"]
    assert told.facts["texts"] == ("“Agre” (3)", "“Kinda” (2)", "“Not satisfied at all” (1)")
    assert told.facts["nearest"] == ("“agree” = 4", "“not at all” = 1"), "no label is near that says the opposite"
    assert told.level == "finding"
    assert told.place is not None
    assert told.place.path == ("measures", "m", "survey", "item")
    assert told.place.text[told.place.column - 1 :].startswith("q")
    assert "labels: {'Agre': …}" in all_wordings()[told.code].hint.format(**told.facts)


def test_of_a_rubric_only_its_levels_are_known(tmp_path: Path) -> None:
    rubric = "rubric: {1: {en: Nothing, fa: هیچ}, 2: {en: 'A list, in files', fa: فهرستی}, 3: {en: One system, fa: یک سامانه}}"
    measure = MEASURE.replace("item: q", f"item: q, scale: 1..3, {rubric}")
    found, problems = cells(
        tmp_path, ["nothing", "A list in files", "يك سامانه", "3 - One system", "Good", "Two systems"], measure
    )
    assert found == [1, 2, 3, 3, None, None]
    told = problems["survey-label-unknown"]
    assert told.facts["texts"] == ("“Good” (1)", "“Two systems” (1)")
    assert told.facts["nearest"] == ("“One system” = 3",)
    _, problems = cells(tmp_path, ["Good"], measure)
    assert "“Nothing” = 1" in str(problems["survey-label-unknown"].facts["known"])


def test_answers_outside_the_scale_are_told_and_left_out(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("q\n5\n4\n99\n99\n0\n7 - Fine\n", encoding="utf-8")
    scored = scorecard.load(card(tmp_path)).evaluate()
    assert scored.values.value[0, 0, 0] == 4.5
    told = next(problem for problem in scored.problems if problem.code == "survey-outside-scale")
    assert (told.facts["count"], told.facts["values"]) == (4, ("99 (2)", "0 (1)", "7 (1)"))
    assert told.place is not None
    assert told.place.path == ("measures", "m", "survey", "item")


def test_rows_that_do_not_belong_are_not_looked_at(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("q,ok\n5,y\n99,n\n,y\n", encoding="utf-8")
    path = card(tmp_path, dataset=", where: \"ok = 'y' or ok = 'yes'\"")
    problems = {problem.code: problem for problem in scorecard.load(path).evaluate().problems}
    assert "survey-outside-scale" not in problems
    assert (problems["survey-answers"].facts["responses"], problems["survey-answers"].facts["blank"]) == (2, 1)


NPS = "n: {better: higher, dataset: d, survey: {method: nps, item: q, min_answers: 1SCALE}}"


@pytest.mark.parametrize("kind", ["csv", "parquet", "xlsx"])
def test_a_net_promoter_score_coded_one_to_eleven_is_missing_not_wrong(tmp_path: Path, kind: str) -> None:
    numbers = [11, 10, 8, 1, 4]
    if kind == "parquet":
        duckdb.sql(f"SELECT unnest({numbers})::TINYINT AS q").write_parquet(str(tmp_path / "data.parquet"))
    elif kind == "xlsx":
        from openpyxl import Workbook

        book = Workbook()
        for cell in ("q", *numbers):
            book.active.append([cell])
        book.save(tmp_path / "data.xlsx")
    else:
        (tmp_path / "data.csv").write_text("q\n" + "".join(f"{number}\n" for number in numbers), encoding="utf-8")
    path = card(tmp_path, NPS.replace("SCALE", ""))
    path.write_text(path.read_text(encoding="utf-8").replace("data.csv", f"data.{kind}"), encoding="utf-8")
    scored = scorecard.load(path).evaluate()
    assert math.isnan(scored.values.value[0, 0, 0])
    assert scored.values.reason[0, 0, 0] == Reason.MISCODED
    told = next(problem for problem in scored.problems if problem.code == "nps-coded-one-to-eleven")
    assert told.facts["count"] == 1
    assert told.place is not None
    assert told.place.path == ("measures", "n", "survey", "item")
    assert "survey-outside-scale" not in {problem.code for problem in scored.problems}
    path.write_text(path.read_text(encoding="utf-8").replace("min_answers: 1", "min_answers: 1, scale: 1..11"), encoding="utf-8")
    told_right = scorecard.load(path).evaluate()
    assert told_right.values.value[0, 0, 0] == pytest.approx(100 * (2 - 2) / 5)  # 11, 10 of 1..11; 1, 4


@pytest.mark.parametrize("numbers", [(11, 0, 9), (12, 5, 9), (10, 1, 9)])
def test_other_codes_are_not_taken_for_one_to_eleven(tmp_path: Path, numbers: tuple[int, ...]) -> None:
    (tmp_path / "data.csv").write_text("q\n" + "".join(f"{number}\n" for number in numbers), encoding="utf-8")
    scored = scorecard.load(card(tmp_path, NPS.replace("SCALE", ""))).evaluate()
    assert scored.values.reason[0, 0, 0] == Reason.PRESENT
    assert "nps-coded-one-to-eleven" not in {problem.code for problem in scored.problems}
    assert ("survey-outside-scale" in {problem.code for problem in scored.problems}) == (max(numbers) > 10)


def test_one_to_ten_is_taken_with_a_finding(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_text("q\n10\n9\n7\n1\n", encoding="utf-8")
    scored = scorecard.load(card(tmp_path, NPS.replace("SCALE", ", scale: 1..10"))).evaluate()
    assert scored.values.value[0, 0, 0] == 25
    assert [problem.level for problem in scored.problems if problem.code == "nps-from-one"] == ["finding"]


def test_different_labels_for_one_number_are_told(tmp_path: Path) -> None:
    """A scale that goes on to `extremely` is none on which `very` is the highest."""
    texts = ["Extremely satisfied", "Very satisfied", "Very  Satisfied!", "خیلی راضی", "Satisfied", "5"]
    found, problems = cells(tmp_path, texts)
    assert found == [5, 5, 5, 5, 4, 5]
    told = problems["survey-labels-alike"]
    assert told.facts["labels"] == ("“Very satisfied” and “Extremely satisfied” = 5",)
    assert told.place is not None
    assert told.place.path == ("measures", "m", "survey", "item")
    own = MEASURE.replace("item: q", "item: q, labels: {Extremely satisfied: 5, Very satisfied: 4, Fine: 4}")
    found, problems = cells(tmp_path, [*texts, "Fine"], own)
    assert found == [5, 4, 4, 5, 4, 5, 4]
    assert "survey-labels-alike" not in problems, "the author said what each is worth"


def test_spellings_and_grammar_are_no_different_labels(tmp_path: Path) -> None:
    texts = ["راضٍ جدًّا", "راضي جدا", "راضی هستم", "راضی‌ام", "راضی", "Very Satisfied", "very satisfied."]
    found, problems = cells(tmp_path, texts)
    assert found == [5, 5, 4, 4, 4, 5, 5]
    assert problems.keys() == {"survey-answers"}


def test_of_a_measure_that_ships_it_is_told_where_the_answers_come_from(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "answered_on,recommend,satisfaction\n2024-01-05,10,Agree\n2024-01-06,9,Kinda\n2024-01-07,99,Very satisfied\n",
        encoding="utf-8",
    )
    (tmp_path / "card.yaml").write_text(
        "scorecard: card\ndatasets:\n  customer_answers: {file: a.csv}\nperspectives:\n  p: {measures: {nps: , csat: }}\n",
        encoding="utf-8",
    )
    problems = {problem.code: problem for problem in scorecard.load(tmp_path / "card.yaml").check()}
    for code in ("survey-label-unknown", "survey-outside-scale"):
        place = problems[code].place
        assert place is not None
        assert (Path(place.file).name, place.path) == ("card.yaml", ("datasets", "customer_answers"))


EASE = "a: {better: higher, dataset: d, survey: {method: mean, item: q, min_answers: 1}}"
EFFORT = "b: {better: lower, dataset: d, survey: {method: mean, item: q, min_answers: 1}}"


def test_easy_is_high_where_high_is_better(tmp_path: Path) -> None:
    assert cells(tmp_path, ["Very easy", "Difficult"], EASE)[0] == [5, 2]
    assert cells(tmp_path, ["Very easy", "Difficult"], EFFORT)[0] == [1, 4]
    turned = EASE.replace("item: q", "items: [q], reversed: [q]")
    assert cells(tmp_path, ["Very easy", "Difficult"], turned)[0] == [1, 4], "the item asks how hard it was"


def test_measures_that_mean_the_opposite_do_not_choose_for_each_other(tmp_path: Path) -> None:
    found, problems = cells(tmp_path, ["Very easy", "Agree"], f"{EASE}\n{EFFORT}")
    assert found == [None, 4]
    assert problems["survey-label-unknown"].facts["texts"] == ("“Very easy” (1)",)
    named = EASE.replace("item: q", "item: q, labels: {Very easy: 5}")
    assert cells(tmp_path, ["Very easy", "Agree"], f"{named}\n{EFFORT}")[0] == [5, 4]


def test_numbers_of_a_plain_file_cost_no_labels(tmp_path: Path) -> None:
    """A file of codes is read as fast as one of any numbers."""
    rows, items = 200_000, [f"q{number}" for number in range(12)]
    columns = ", ".join(f"(1 + hash(range, {at}) % 5)::TINYINT AS {item}" for at, item in enumerate(items))
    duckdb.sql(f"SELECT {columns} FROM range({rows})").write_csv(str(tmp_path / "data.csv"))
    survey = "m: {better: higher, dataset: d, survey: {method: mean, items: [" + ", ".join(items) + "]}}"
    other = "m: {better: higher, dataset: d, formula: " + " + ".join(f"sum({item})" for item in items) + "}"
    spent: dict[str, list[float]] = {survey: [], other: []}
    for _ in range(12):
        for measure, times in spent.items():
            reading = definition.read(str(card(tmp_path, measure)))
            assert reading.definition is not None
            gc.disable()  # else it would look through what all other tests have left
            started = time.process_time()
            tables, problems = sources.load(reading.definition, threads=1)
            times.append(time.process_time() - started)
            gc.enable()
            assert tables.tables["d"].rows == rows
            assert {problem.code for problem in problems} == ({"survey-answers"} if measure is survey else set())
    assert min(spent[survey]) < 1.3 * min(spent[other])


@pytest.mark.parametrize("type", ["TINYINT", "BIGINT", "DOUBLE", "DECIMAL(4,1)"])
def test_numbers_of_a_parquet_file_are_left_where_they_lie(tmp_path: Path, type: str) -> None:
    rows = f"SELECT unnest([5, 4, NULL, 9])::{type} AS q, unnest([1, 2, 3, 4])::BIGINT AS who"
    duckdb.sql(rows).write_parquet(str(tmp_path / "data.parquet"))
    path = card(tmp_path, dataset=", respondent: who")
    path.write_text(path.read_text(encoding="utf-8").replace("data.csv", "data.parquet"), encoding="utf-8")
    reading = definition.read(str(path))
    assert reading.definition is not None
    tables, problems = sources.load(reading.definition)
    assert [each.path.name for each in tables.viewed] == ["data.parquet"]
    told = {problem.code: problem.facts for problem in problems}
    assert told["survey-outside-scale"]["values"] == ("9 (1)",)
    assert told["survey-answers"]["blank"] == 1


def test_labels_of_a_parquet_file(tmp_path: Path) -> None:
    duckdb.sql("SELECT unnest(['Agree', 'مخالفم', NULL, 'n/a', 'Kinda', '۳']) AS q").write_parquet(str(tmp_path / "data.parquet"))
    path = card(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("data.csv", "data.parquet"), encoding="utf-8")
    found, problems = loaded(path)
    assert found == [4, 2, None, None, None, 3]
    assert problems["survey-answers"].facts["declined"] == 1
    assert problems["survey-label-unknown"].facts["count"] == 1
