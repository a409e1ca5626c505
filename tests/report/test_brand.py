"""A client's look in the report: brands enter; colours, fonts, logo and footer stand where they belong, and nothing else does."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from scorecard import report
from scorecard.brand import logo
from scorecard.records.definition import Text
from scorecard.records.evaluation import Evaluation
from scorecard.records.presentation import Brand, Colour, Face
from scorecard.report import look, printing, render
from tests.report.test_html import HOSTILE
from tests.report.test_pdf import ask, poppler

HERE = Path(__file__).parents[1] / "language" / "cases" / "brand" / "brand"
LOGO = logo.picture((HERE / "logo.svg").read_bytes())[0]
BLOCKS = (HERE / "blocks.ttf").read_bytes()
FACE = Face("Blocks", (400, 400), False, "1" * 64, BLOCKS, b"woff2 of blocks")
BOLD = Face("Blocks", (700, 700), False, "2" * 64, BLOCKS, b"woff2 of bold blocks")
OTHER = Face("<Other>", (100, 900), True, "3" * 64, BLOCKS, b"")
RED = Colour("#a00020", "#ff6080")
BRAND = Brand(
    LOGO, RED, Colour("#205080", "#80b0e0"), (BLOCKS,), (FACE, BOLD, OTHER), Text({"en": "Confidential", "fa": "محرمانه"})
)


def branded(evaluation: Evaluation, brand: Brand) -> Evaluation:
    return replace(evaluation, definition=replace(evaluation.definition, brand=brand))


@pytest.fixture(scope="module")
def plain(make: SimpleNamespace) -> Evaluation:
    made: Evaluation = make.company(4)
    return made


def policy(html: str) -> str:
    return re.search(r'Content-Security-Policy" content="([^"]*)"', html)[1].replace("&#39;", "'")  # type: ignore[index]  # there is one


def test_without_a_brand_all_is_the_house_s(plain: Evaluation) -> None:
    page = report.page(plain)
    assert page.brand == look.look(Brand(), "en")
    assert look.style(page.brand, "screen") == look.style(page.brand, "pdf") == ""
    html = report.html(page)
    assert "data:" not in policy(html)
    assert "<img" not in html
    assert "<footer" not in html


def test_logo_fonts_and_footer_stand_in_the_page_and_the_policy_lets_them(plain: Evaluation) -> None:
    html = report.html(report.page(branded(plain, BRAND)))
    assert "img-src data:; font-src data:; style-src" in policy(html)
    source = re.search(r'<img class="logo" src="data:image/svg\+xml;base64,([^"]*)" alt="Logo">', html)
    assert source
    assert b64decode(source[1]) == LOGO.data
    assert '<footer class="foot">Confidential</footer>' in html
    faces = re.findall(r'@font-face { font-family: "([^"]*)"; font-weight: (.*?); font-style: (.*?); src: (.{30})', html)
    assert [face[:3] for face in faces] == [("Brand 1", "400", "normal"), ("Brand 1", "700", "normal")]  # the third is too large
    assert all(face[3] == "url(data:font/woff2;base64,d29" for face in faces)
    assert 'html { font-family: "Brand 1", "Brand 2", "Report", "Report Arabic"' in html
    assert "Other" not in html


def test_the_house_colours_give_way_and_those_of_statuses_do_not(plain: Evaluation) -> None:
    before, after = report.html(report.page(plain)), report.html(report.page(branded(plain, BRAND)))
    body = after[after.index("<body") : after.index("<script")]
    assert 'fill="#a00020"' in body
    assert 'stroke="#a00020"' in body
    for level in ("#b3401a", "#d07a2a", "#b58d1c", "#4a94ad", "#12617f"):
        assert body.count(f'fill="{level}"') == before[before.index("<body") :].count(f'fill="{level}"')
    assert ":root { --accent: light-dark(#a00020, #ff6080); --bar: light-dark(#a00020, #ff6080)" in after
    assert "--second: light-dark(#205080, #80b0e0)" in after


@pytest.mark.parametrize("taken", sorted(look.TAKEN))
def test_a_colour_of_the_client_s_is_none_of_those_that_mean_something(taken: str) -> None:
    shown = look.look(Brand(colour=Colour(taken, "#ffffff")), "en")
    assert shown.bar not in look.TAKEN
    assert shown.bar[:6] == taken[:6]


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", "#aaaaaa;}*{", "#AAAAAA"])
def test_nothing_else_comes_into_the_style(plain: Evaluation, colour: str) -> None:
    for brand in (Brand(colour=Colour(colour, "#ffffff")), Brand(colour=Colour("#000000", colour))):
        with pytest.raises((ValueError, AssertionError)):
            report.html(report.page(branded(plain, brand)))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_footer_is_text(plain: Evaluation, text: str) -> None:
    plain_html = report.html(report.page(branded(plain, replace(BRAND, footer=Text({"": "x"})))))
    html = report.html(report.page(branded(plain, replace(BRAND, footer=Text({"": text})))))
    tags = re.compile(r"<[a-zA-Z/][^>]*")
    assert len(tags.findall(html)) == len(tags.findall(plain_html))
    said = re.search(r'<footer class="foot">(.*?)</footer>', html, re.S)
    assert said is None or len(said[1]) < 5 * look.FOOTER
    assert policy(html).count("style-src") == 1


@poppler
@pytest.mark.parametrize(("language", "footer"), [("en", "Confidential"), ("fa", "محرمانه")])
def test_the_pdf_has_them_on_every_page(plain: Evaluation, tmp_path: Path, language: str, footer: str) -> None:
    file = tmp_path / "report.pdf"
    file.write_bytes(report.pdf(report.page(branded(plain, BRAND), language=language)))  # type: ignore[arg-type]  # one there is
    pages = ask("pdftotext", file).split("\f")[:-1]
    assert len(pages) > 5
    assert all(footer in page.replace(" ", "") for page in pages)  # where letters join, poppler sees gaps
    fonts = ask("pdffonts", file)
    assert re.search(r"\+Brand-1", fonts)
    assert not re.search(r"^\S+\s.* no  *(yes|no)", fonts.splitlines()[2])  # embedded


def test_a_face_is_asked_for_by_a_name_of_ours_and_a_picture_by_no_name_at_all() -> None:
    shown = look.look(BRAND, "en")
    assets = printing.Assets(look.files(shown))
    assert assets.fetch("asset:brand-1.ttf").read() == BLOCKS
    assert assets.fetch(shown.logo).read() == LOGO.data
    for url in ("asset:brand-9.ttf", "data:text/html;base64,AAAA", "data:image/gif;base64,AAAA", "data:image/png,x", "file:///etc/passwd",
                "data:image/png;base64," + "A" * printing.MOST_PICTURE, "data:image/png;base64,<>"):  # fmt: skip
        with pytest.raises(ValueError):  # noqa: PT011  # of several kinds
            assets.fetch(url)


def test_pages_that_look_alike_say_so(plain: Evaluation) -> None:
    """What `--each` keeps of an earlier run hangs on it."""
    pages = [
        report.page(branded(plain, brand)) for brand in (BRAND, BRAND, replace(BRAND, faces=(FACE,)), replace(BRAND, logo=None))
    ]
    assert repr(pages[0]) == repr(pages[1])
    assert len({repr(page) for page in pages}) == 3
    assert "woff2 of" not in repr(pages[0])


def test_the_style_is_parsed_once_for_pages_that_look_alike(plain: Evaluation) -> None:
    printing._style.cache_clear()
    for title in ("one", "two"):
        report.pdf(report.page(branded(plain, replace(BRAND, footer=Text({"": title})))))
    assert printing._style.cache_info().misses == 1


def test_the_index_of_many_reports_has_it_too(plain: Evaluation, tmp_path: Path) -> None:
    made = report.each(branded(plain, BRAND), "branch", ("html",), tmp_path, processes=1)
    html = made.index.read_text("utf-8")
    assert 'src="data:image/svg+xml;base64,' in html
    assert "--accent: light-dark(#a00020, #ff6080)" in html
    assert "img-src data:" in policy(html)
    assert render.style("screen") in html
