"""Files as survey tools export them, through the presets: six responses in each tool's shape, values by hand.

who    when         satisfied        price is fair    recommend
ana    5 January    very (5)         agree (4)        10
bob    6 January    satisfied (4)    strongly (5)     9           answers again in March: this counts no more
       7 January    neutral (3)      not applicable   7
dan    1 February   dissatisfied (2) disagree (2)     3
       11 February  very (5)                                      leaves after the first question
bob    20 March     very (5)         agree (4)        10

Satisfied: (5 + 3 + 2 + 5 + 5) / 5 = 4. Price: (4 + 2 + 4) / 3. Recommend: 10, 7, 3, 10: 2 promoters and 1 detractor of 4, 25.
"""

from __future__ import annotations

import csv
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

import scorecard
from scorecard.problems import Faults, Problem

TOOLS = Path(__file__).parent / "tools"
EXPECTED = {"satisfied": 4.0, "price": 10 / 3, "recommend": 25.0}
DEFINITION = """\
scorecard: voice
periods: {target: 2024-Q1}
datasets:
  voice: {file: FILE, preset: PRESET, covers: [2024-01-01, 2024-03-31]MORE}
measures:
  satisfied: {better: higher, dataset: voice, survey: {method: mean, item: sat, min_answers: 1}}
  price: {better: higher, dataset: voice, survey: {method: mean, item: fair, min_answers: 1}}
  recommend: {better: higher, dataset: voice, survey: {method: nps, item: rec, min_answers: 1}}
perspectives:
  p: {measures: {satisfied: , price: , recommend: {target: {floor: -100, goal: 100}}}}
"""
QUESTIONS = ("How satisfied are you?", "How likely are you to recommend us?")


@dataclass(frozen=True)
class Case:
    sat: str
    fair: str
    rec: str
    more: str = ""
    blank: int = 1  # partial responses
    declined: int = 1


CASES = {
    "google-forms/english": Case(QUESTIONS[0], "Please rate our offer [The price is fair]", QUESTIONS[1]),
    "google-forms/persian": Case("چقدر راضی هستید؟", "ارزیابی پیشنهاد [قیمت منصفانه است]", "چقدر ما را توصیه می‌کنید؟"),
    "surveymonkey/answers": Case(QUESTIONS[0], "Please rate our offer: The price is fair", QUESTIONS[1]),
    "qualtrics/choices": Case("Q1", "Q2_1", QUESTIONS[1]),
    "qualtrics/codes": Case("Q1", "Please rate our offer - The price is fair", "Q3", "blank: {fair: [99]}", 2, 0),
    "limesurvey/codes": Case("Q1", "Q2 [SQ001]", "NPS"),
    "limesurvey/arabic": Case("ما مدى رضاك؟", "قيّم عرضنا[السعر عادل]", "ما احتمال أن توصي بنا؟"),
    "microsoft-forms/answers": Case(
        QUESTIONS[0], "Please rate our offer.The price is fair", QUESTIONS[1], "dates: {answered_on: M/d/yy H:mm:ss}"
    ),
}


def card(folder: Path, tool: str, file: str, columns: str, more: str = "") -> Path:
    parts = [f", columns: {{{columns}}}" if columns else "", f", {more}" if more else ""]
    text = DEFINITION.replace("FILE", file).replace("PRESET", tool).replace("MORE", "".join(parts))
    (folder / "voice.yaml").write_text(text, encoding="utf-8")
    return folder / "voice.yaml"


def headings(case: Case) -> str:
    return ", ".join(f'{name}: "{getattr(case, name)}"' for name in ("sat", "fair", "rec"))


def workbook(source: Path, target: Path, dates: tuple[str, ...] = ()) -> None:
    """The rows of a CSV as a workbook, cells as text, but the columns of `dates` as real dates."""
    from openpyxl import Workbook

    with source.open(encoding="utf-8-sig", newline="") as file:
        start = file.readline()
        file.seek(0)
        rows = list(csv.reader(file, delimiter=";" if ";" in start else ","))
    at = [number for number, name in enumerate(rows[0]) if name.strip("\ufeff") in dates]
    book = Workbook()
    for number, row in enumerate(rows):
        cells: list[object] = [cell or None for cell in row]
        for each in at if number else ():
            cells[each] = datetime.strptime(row[each], "%m/%d/%y %H:%M:%S")
        book.active.append(cells)
    book.save(target)


def evaluated(path: Path) -> tuple[dict[str, float], dict[str, Problem]]:
    scored = scorecard.load(path).evaluate()
    values = scored.values
    return (
        {id: float(values.value[values.measures.index(id), -1, 0]) for id in EXPECTED},
        {problem.code: problem for problem in scored.problems},
    )


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("name", CASES)
def test_an_export_gives_what_a_person_worked_out(tmp_path: Path, name: str, kind: str) -> None:
    case, tool = CASES[name], name.partition("/")[0]
    source, more = TOOLS / f"{name}.csv", case.more
    if kind == "csv":
        shutil.copy(source, tmp_path / "answers.csv")
    else:  # which holds the dates of Microsoft's tool as dates
        real = ("Start time", "Completion time") if tool == "microsoft-forms" else ()
        workbook(source, tmp_path / "answers.xlsx", real)
        more = "" if real else more
    values, problems = evaluated(card(tmp_path, tool, f"answers.{kind}", headings(case), more))
    assert values == pytest.approx(EXPECTED, abs=1e-12)
    facts = problems["survey-answers"].facts
    assert (facts["responses"], facts["partial"] or 0, facts["blank"] or 0) == (6, case.blank, 0)
    assert (facts["declined"] or 0) == case.declined
    twice = problems["respondent-twice"]
    assert (twice.facts["count"], twice.facts["respondents"], twice.facts["most"]) == (1, 1, None)
    assert problems.keys() == {"survey-answers", "respondent-twice"}, problems.keys()


def test_unfinished_responses_are_left_out_where_the_author_says_so(tmp_path: Path) -> None:
    for file in ("choices", "codes"):
        shutil.copy(TOOLS / "qualtrics" / f"{file}.csv", tmp_path / "answers.csv")
        case = CASES[f"qualtrics/{file}"]
        more = ", ".join(filter(None, (case.more, "where: finished")))
        values, problems = evaluated(card(tmp_path, "qualtrics", "answers.csv", headings(case), more))
        assert values["satisfied"] == pytest.approx((5 + 3 + 2 + 5) / 4)
        assert problems["survey-answers"].facts["responses"] == 5
    shutil.copy(TOOLS / "limesurvey" / "codes.csv", tmp_path / "answers.csv")
    more = "where: submitted_on is not null"
    values, _ = evaluated(card(tmp_path, "limesurvey", "answers.csv", headings(CASES["limesurvey/codes"]), more))
    assert values["satisfied"] == pytest.approx((5 + 3 + 2 + 5) / 4)


def test_a_file_that_somebody_tidied_is_taken_as_it_is(tmp_path: Path) -> None:
    """One row of headings where the tool writes two or three."""
    rows = "RecordedDate,ResponseId,RecipientEmail,Q1,Q2,Q3\n2024-01-05 10:21:34,R_1,,5,4,10\n2024-01-06 10:00:00,R_2,,4,4,9\n"
    (tmp_path / "answers.csv").write_text(rows, encoding="utf-8")
    values, problems = evaluated(card(tmp_path, "qualtrics", "answers.csv", "sat: Q1, fair: Q2, rec: Q3"))
    assert (values["satisfied"], problems["survey-answers"].facts["responses"]) == (4.5, 2)
    rows = "Respondent ID,End Date,Email Address,Q1,Q2,Q3\n114001,2024-01-05,,5,4,10\n114002,2024-01-06,,4,4,9\n"
    (tmp_path / "answers.csv").write_text(rows, encoding="utf-8")
    values, problems = evaluated(card(tmp_path, "surveymonkey", "answers.csv", "sat: Q1, fair: Q2, rec: Q3"))
    assert (values["satisfied"], problems["survey-answers"].facts["responses"]) == (4.5, 2)


def test_a_question_over_several_columns_and_one_over_its_only_part(tmp_path: Path) -> None:
    rows = (
        "Respondent ID,End Date,Rate us,,How likely?,Tell us more\n"
        ",,Price,Service,Recommend,Open-Ended Response\n"
        "114001,2024-01-05,5,4,10,good\n"
    )
    (tmp_path / "answers.csv").write_text(rows, encoding="utf-8")
    values, _ = evaluated(card(tmp_path, "surveymonkey", "answers.csv", "sat: 'Rate us: Price', fair: Service, rec: How likely?"))
    assert (values["satisfied"], values["price"], values["recommend"]) == (5, 4, 100)


def test_codes_and_texts_of_limesurvey_are_found_alike(tmp_path: Path) -> None:
    rows = '"datestamp","Q1. How satisfied?","Q2[SQ001]. Rate us [Price]","NPS"\n"2024-01-05","5","4","10"\n'
    (tmp_path / "answers.csv").write_text(rows, encoding="utf-8")
    for columns in ("sat: Q1, fair: 'Q2[SQ001]', rec: NPS", "sat: How satisfied?, fair: 'Rate us [Price]', rec: NPS",
                    "sat: Q1, fair: 'Q2 [SQ001]', rec: NPS", "sat: Q1, fair: 'Rate us[Price]', rec: NPS"):  # fmt: skip
        values, _ = evaluated(card(tmp_path, "limesurvey", "answers.csv", columns))
        assert (values["satisfied"], values["price"]) == (5, 4)


def test_two_columns_under_one_of_their_other_names_are_unclear(tmp_path: Path) -> None:
    rows = "Respondent ID,End Date,Rate us,,Rate them,\n,,Price,Service,Price,Service\n114001,2024-01-05,5,4,3,2\n"
    (tmp_path / "answers.csv").write_text(rows, encoding="utf-8")
    with pytest.raises(Faults) as told:
        evaluated(
            card(tmp_path, "surveymonkey", "answers.csv", "sat: Price, fair: 'Rate us: Service', rec: 'Rate them: Service'")
        )
    (problem,) = [each for each in told.value.problems if each.is_fault]
    assert (problem.code, problem.facts["column"]) == ("column-ambiguous", "Price")


def test_a_preset_s_own_columns_may_be_missing(tmp_path: Path) -> None:
    """Without a date there are no periods, so a snapshot is all that can be had; no respondent, nobody twice."""
    (tmp_path / "answers.csv").write_text("sat,fair,rec\n5,4,10\n4,4,9\n", encoding="utf-8")
    path = card(tmp_path, "google-forms", "answers.csv", "")
    with pytest.raises(Faults) as told:
        evaluated(path)
    assert {problem.code for problem in told.value.problems if problem.is_fault} == {"no-time"}
    path.write_text(path.read_text(encoding="utf-8").replace("periods: {target: 2024-Q1}\n", ""), encoding="utf-8")
    values, problems = evaluated(path)
    assert values == pytest.approx({"satisfied": 4.5, "price": 4.0, "recommend": 100.0})
    left = problems["preset-columns-lacking"]
    assert left.level == "note"
    assert left.facts["columns"] == ("answered_on", "respondent")
    assert left.place is not None
    assert left.place.path == ("datasets", "voice", "preset")


def test_what_the_author_says_of_a_missing_column_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text("answered_on,sat,fair,rec\n2024-01-05,5,4,10\n", encoding="utf-8")
    for more, column in (("where: finished", "finished"), ("respondent: email_of", "email_of"), ("time: day", "day")):
        with pytest.raises(Faults) as told:
            evaluated(card(tmp_path, "qualtrics", "answers.csv", "", more))
        found = [(each.code, each.facts["column"]) for each in told.value.problems if each.is_fault]
        assert ("column-missing", column) in found, more


def test_an_item_that_the_file_lacks_is_told_at_the_item(tmp_path: Path) -> None:
    (tmp_path / "answers.csv").write_text("answered_on,sat,fare,rec\n2024-01-05,5,4,10\n", encoding="utf-8")
    with pytest.raises(Faults) as told:
        evaluated(card(tmp_path, "qualtrics", "answers.csv", ""))
    (problem,) = [each for each in told.value.problems if each.is_fault]
    assert (problem.code, problem.facts["column"], problem.facts["nearest"]) == ("column-missing", "fair", ("fare",))
    assert problem.place is not None
    assert problem.place.path == ("measures", "price", "survey", "item")
    assert problem.place.text[problem.place.column - 1 :].startswith("fair")
