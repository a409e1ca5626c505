"""Pages that are full: forty measures with names of sixty characters, many units. Nothing is cut off, nothing overlaps, no
heading stands alone; told by poppler, which knows where each word stands."""

import re
import shutil
import subprocess
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from scorecard import report
from scorecard.records.presentation import Choice
from scorecard.report import printing
from tests.report.test_extraction import plain

pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils are not installed")

NAMES = {
    "en": [
        "Average time to answer support requests of enterprise customers",
        "Share of customers who bought more than once in three months",
        "Opportunities that were closed within the expected quarter's end",
        "Satisfaction with the handling of complaints in the branches",
    ],
    "fa": [
        "میانگین زمان پاسخ‌گویی به درخواست‌های پشتیبانی مشتریان سازمانی",
        "نسبت مشتریانی که در سه ماه گذشته بیش از یک بار خرید کرده‌اند",
        "سهم فرصت‌های فروشی که در موعد پیش‌بینی‌شده به نتیجه رسیده‌اند",
        "رضایت مشتریان از فرایند رسیدگی به شکایت‌ها در شعبه‌های استان",
    ],
    "ar": [
        "متوسط زمن الرد على طلبات الدعم الواردة من العملاء من الشركات",
        "نسبة العملاء الذين اشتروا أكثر من مرة خلال الأشهر الثلاثة الماضية",
        "حصة الفرص البيعية التي أغلقت في الموعد المتوقع من الربع الحالي",
        "رضا العملاء عن معالجة الشكاوى في الفروع والمكاتب الإقليمية كلها",
    ],
}
UNITS = {"en": "Central branch Valiasr street", "fa": "شعبهٔ مرکزی خیابان ولیعصر", "ar": "الفرع المركزي شارع ولي العصر"}
PAPERS = {"a4": (595, 842), "letter": (612, 792)}
MARGIN = 48  # 17 mm
XHTML = "http://www.w3.org/1999/xhtml"


def full(make, language, paper, units):
    """Four perspectives with two factors of five measures, each in a unit of its own kind; a quarter of them from samples."""
    kinds = (
        ("percent", make.line(0, 1), [0.4, 0.43, 0.41, 0.5], {"se": 0.02, "subjective": True}),
        ("currency", make.line(1e6, 5e9), [3.1e6, 3.3e6, 2.9e9, 4.4e9], {}),
        ("days", make.line(60, 30), [44, 45, 40, 39.5], {"better": "lower"}),
        ("count", make.line(0, 2e4), [1200, 1100, 1340, 12345], {}),
    )
    names = NAMES[language]

    def factor(first):
        measures = range(first, first + 5)
        return [make.leaf(f"{names[n % 4]} {n}", *kinds[n % 4][:3], **kinds[n % 4][3]) for n in measures]

    tree = {
        name: {f"{names[(place + part) % 4]} {part}": factor(10 * place + 5 * part) for part in range(2)}
        for place, name in enumerate(names)
    }
    entities = [(f"{UNITS[language]} {number}",) for number in range(units)]
    evaluation = make.build(tree, periods=4, title=names[0], entities=entities, levels=("branch",))
    definition = replace(evaluation.definition, report=Choice(paper=paper))
    return report.page(replace(evaluation, definition=definition), None, language)


def words(pdf, folder):
    """By page: left, top, right, bottom and text of each word. Top and bottom are those of its middle: fonts have room above
    and below their letters, Arabic ones most of all."""
    (folder / "report.pdf").write_bytes(pdf)
    told = subprocess.run(["pdftotext", "-bbox", folder / "report.pdf", "-"], check=True, capture_output=True, text=True).stdout
    for page in ElementTree.fromstring(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", told)).iter(f"{{{XHTML}}}page"):
        found = []
        for word in page:
            left, top, right, bottom = (float(word.get(side)) for side in ("xMin", "yMin", "xMax", "yMax"))
            found.append((left, 0.65 * top + 0.35 * bottom, right, 0.35 * top + 0.65 * bottom, word.text or ""))
        yield sorted(found, key=lambda word: word[1])


def overlapping(page):
    for place, (left, _, right, bottom, text) in enumerate(page):
        for other in page[place + 1 :]:
            if other[1] >= bottom:
                break
            if min(right, other[2]) - max(left, other[0]) > 1.5:
                yield text, other[4]


def faults(pdf, folder, paper):
    """What lies over what, and what lies in a margin: only the marks that hang there."""
    width, height = PAPERS[paper]
    for number, page in enumerate(words(pdf, folder), start=1):
        yield from ((number, *pair) for pair in overlapping(page))
        for left, top, right, bottom, text in page:
            if (left < MARGIN - 2 or right > width - MARGIN + 2 or top < 18 or bottom > height - 18) and text not in "~!":
                yield number, text


def letters(text):
    return "".join(re.findall(r"[^\W\d_]", plain(text)))


def checked(make, folder, language, paper, units):
    page = full(make, language, paper, units)
    pdf = report.pdf(page)
    assert list(faults(pdf, folder, paper)) == []
    return page, subprocess.run(
        ["pdftotext", "-layout", folder / "report.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout.split("\f")


def test_a_full_page_in_persian(make, tmp_path):
    page, pages = checked(make, tmp_path, "fa", "a4", 12)
    assert len(page.entities[0].rows) == 13
    assert sum("نقاط قوت" in text and "چکیده" in text for text in pages) == 1  # the summary is one page
    assert 15 <= len(pages) <= 24


@pytest.mark.slow
@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("language", NAMES)
@pytest.mark.parametrize("units", [12, 300])
def test_full_pages(make, tmp_path, language, paper, units):
    page, pages = checked(make, tmp_path, language, paper, units)
    said = [letters(text) for text in pages]
    for heading in (title for _, title in page.contents):
        assert any(letters(heading) in text for text in said)
    assert all(len(text) > 150 for text in said[1:-1])  # no page of a heading alone


@pytest.mark.parametrize("language", ["en", "fa"])
def test_what_lies_over_something_is_found(make, tmp_path, monkeypatch, language):
    page = full(make, language, "a4", 2)
    monkeypatch.setattr(printing, "paged", lambda page: "td, th { white-space: nowrap !important }")
    assert len(list(faults(report.pdf(page), tmp_path, "a4"))) > 20


def test_each_page_of_a_long_table_has_its_header_and_several_rows(make, tmp_path):
    tree = {"P": [make.leaf("M", "percent", make.line(0, 1), [0.5, 0.6])]}
    evaluation = make.build(tree, entities=[(f"Branch {n:03}",) for n in range(180)], levels=("branch",))
    evaluation = replace(evaluation, definition=replace(evaluation.definition, report=Choice(sections=("units", "appendix"))))
    pages = [[text for *_, text in page] for page in words(report.pdf(report.page(evaluation)), tmp_path)]
    appendix = [page for page in pages if page.count("Branch") > 1 and "Ranking" not in page]
    assert sum(page.count("Branch") for page in appendix) >= 180
    for page in appendix:
        assert page.count("Branch") >= 3
        assert "Rank" in page
