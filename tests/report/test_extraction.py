"""Text taken out of the PDF again, by poppler: all of it, letter by letter, in the order in which it is read."""

import re
import shutil
import subprocess
import unicodedata

import pytest
import tinyhtml5

from scorecard import report
from scorecard.report import letters, printing, render

pytestmark = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils are not installed")

ALPHABETS = {
    "en": "Sphinx of black quartz judge my vow",
    "fa": "پژواک ظفر غضب خطچینی چگونه مشتری حذف ضمیمه ثروت صلح طبقه عذر سؤال قرآن جزء گیاه لذّت شیئی خانهٔ رئیس تأمین ۀ",
    "ar": "صِف خَلق خَودٍ كَمِثل الشمس إذ بزغت يحظى الضجيع بها نجلاء معطار لا الأولى إلآ بؤس شيء قارئ ة ى",
}
VOWEL_SIGNS = dict.fromkeys(range(0x64B, 0x653))  # they follow their letter, and poppler turns the two about
JOINERS = dict.fromkeys(range(0x200C, 0x2010))  # no glyphs: they are in no PDF of WeasyPrint's
TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], " ")  # poppler leaves the space beside a number out


def plain(text):
    text = unicodedata.normalize("NFC", text).translate(JOINERS | TURNS | VOWEL_SIGNS)
    return re.sub(r"\s+", " ", text.replace("هٔ", "ۀ"))


def taken(pdf, folder, *options):
    (folder / "report.pdf").write_bytes(pdf)
    return subprocess.run(["pdftotext", *options, folder / "report.pdf", "-"], check=True, capture_output=True, text=True).stdout


@pytest.fixture(params=["en", "fa", "ar"])
def page(request, make):
    tree = {
        "Perspective": [
            make.leaf(word, "percent", make.line(0, 1), [0.4, 0.6]) for word in (ALPHABETS[request.param], "Plain", "Third")
        ]
    }
    return report.page(make.build(tree, title=ALPHABETS[request.param]), None, request.param)


def words(text):
    return " ".join(re.findall(r"[^\W\d_]+", plain(text)))


def test_every_word_is_there_and_paragraphs_run_on(page, tmp_path):
    """Numbers are left out: poppler takes those of a line, and what is between, for a run of their own from the left."""
    said = words(taken(report.pdf(page), tmp_path))
    tree = tinyhtml5.parse(render.document(page, "pdf"), namespace_html_elements=False)
    paragraphs = [
        words("".join(paragraph.itertext()))
        for kind in ("h1", "h2", "p", "li")
        for paragraph in tree.iter(kind)
        if paragraph.get("class") != "legend"  # two columns of a line, to poppler
    ]
    assert len(paragraphs) > 25
    assert [paragraph for paragraph in paragraphs if paragraph not in said] == []
    cells = {word for kind in ("th", "td") for cell in tree.iter(kind) for word in words(" ".join(cell.itertext())).split()}
    assert len(cells) > 25
    assert cells - set(said.split()) == set()


def test_numbers_are_in_the_digits_of_the_page(page, tmp_path):
    said = plain(taken(report.pdf(page), tmp_path))
    digits = {"en": "0123456789", "fa": "۰۱۲۳۴۵۶۷۸۹", "ar": "٠١٢٣٤٥٦٧٨٩"}[page.language]
    point = "." if page.language == "en" else "٫"
    for number in ("60|0", "40|0", "20|0", "6|7"):
        whole, part = ("".join(digits[int(digit)] for digit in half) for half in number.split("|"))
        assert f"{whole}{point}{part}" in said
    assert set(re.findall(r"\d", said)) <= {*digits, *"0123456789"}


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler-utils are not installed")
def test_nothing_is_drawn_otherwise(page, tmp_path, monkeypatch):
    def drawn(pdf):
        taken(pdf, tmp_path)
        subprocess.run(["pdftoppm", "-r", "60", "-f", "3", "-l", "5", tmp_path / "report.pdf", tmp_path / "p"], check=True)
        return [file.read_bytes() for file in sorted(tmp_path.glob("p-*.ppm"))]

    told = report.pdf(page)
    monkeypatch.setattr(printing, "readable", lambda *_: lambda document, pdf: None)
    untold = report.pdf(page)
    assert (told == untold) is (page.language == "en")
    assert drawn(told) == drawn(untold)
    if page.language != "en":
        assert ALPHABETS[page.language].split()[2] not in plain(taken(untold, tmp_path))  # else all this were for nothing


def test_marks_wait_for_their_body_over_operators():
    meanings = letters.Meanings(frozenset({7, 8}), {(1, (7,)): "ب", (1, ()): "ٮ", (8, ()): "\u064f"})
    operators = [b"BT", b"/F 9 Tf", b"[-3<0007>] TJ", b"2 Ts", b"[<000100010008>-4<00010002>] TJ", b"ET"]
    assert b"\n".join(letters._told(operators, {b"F"}, meanings)).split(b"\n") == [
        b"BT",
        b"/F 9 Tf",
        b"[-3] TJ",
        b"/Span<</ActualText<FEFF>>>BDC[<0007>]TJ EMC",
        b"2 Ts",
        b"/Span<</ActualText<FEFF0628>>>BDC[<0001>]TJ EMC",
        b"[<0001>] TJ",
        b"/Span<</ActualText<FEFF>>>BDC[<0008>]TJ EMC",
        b"[-4] TJ",
        b"/Span<</ActualText<FEFF066e064f>>>BDC[<0001>]TJ EMC",
        b"[<0002>] TJ",
        b"ET",
    ]
    assert letters._told(operators, {b"G"}, meanings) == operators  # another font
