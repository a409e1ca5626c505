"""A client's look in the browser: logo and fonts are shown under the page's policy, colours in the light and in the dark; and a
client's own templates run nothing, whatever they hold."""

from __future__ import annotations

import pytest

from scorecard import definition, report
from scorecard.definition import build
from scorecard.records.presentation import Brand
from scorecard.report import audit
from tests.report.test_brand import BRAND, HERE, branded

OWNED = "document.title = 'owned'"
HOSTILE = f'<script>{OWNED}</script><img src="data:,x" onerror="{OWNED}"><svg onload="{OWNED}"></svg>'


@pytest.fixture(scope="module")
def made(make):
    """An evaluation in the look of the language's case, its fonts made ready."""
    file = HERE.parent / "scorecard.yaml"
    read, _ = build.build(str(file), ())
    dressed, problems = definition.dressed(read)
    assert problems == ()
    return branded(make.company(4), dressed.brand)


def test_logo_and_font_are_shown_under_the_policy(opened, made, until):
    page = opened(html=report.html(report.page(made)))
    until(page, "document.fonts.status === 'loaded'")
    assert page.evaluate("document.querySelector('img.logo').naturalWidth") > 0
    assert page.evaluate("[...document.fonts].map((face) => `${face.family} ${face.status}`)") == ["Brand 1 loaded"]
    assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Brand 1", Report')
    assert page.locator("footer.foot").inner_text() == "Confidential"


@pytest.mark.parametrize(("scheme", "colour"), [("light", "rgb(141, 116, 0)"), ("dark", "rgb(255, 212, 0)")])
def test_the_colour_is_one_that_can_be_read_in_the_light_and_in_the_dark(opened, made, scheme, colour):
    page = opened(html=report.html(report.page(made)), color_scheme=scheme)
    assert page.evaluate("getComputedStyle(document.querySelector('.eyebrow')).color") == colour
    assert page.evaluate("getComputedStyle(document.querySelector('svg.bullet rect[height=\"4\"]')).fill") == colour


def test_statuses_keep_their_colours(opened, made):
    colours = "[...new Set([...document.querySelectorAll('.status svg path')].map((mark) => getComputedStyle(mark).fill))].sort()"
    plain = branded(made, Brand())
    assert opened(html=report.html(report.page(made))).evaluate(colours) == opened(html=report.html(report.page(plain))).evaluate(
        colours
    )


def test_what_hostile_templates_hold_would_not_run(opened, made, tmp_path, monkeypatch):
    """Were it not found out before: the policy holds."""
    monkeypatch.setattr(audit, "wrong", lambda html, ours: "")
    (tmp_path / "sections").mkdir()
    (tmp_path / "sections" / "cover.html").write_text(HOSTILE)
    (tmp_path / "report.html").write_text(f"<html><head>{HOSTILE}<title>mine</title><body>")
    page = opened(html=report.html(report.page(branded(made, BRAND)), report.templates(tmp_path)), faulty=True)
    page.wait_for_timeout(300)
    assert page.title() == "mine"
