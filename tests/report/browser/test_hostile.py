"""Every text that a stranger could have written, on the live page: nothing runs, nothing breaks, and it is shown as it is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scorecard import report
from scorecard.records.definition import Band, FromRows, Per, Text
from scorecard.records.formula import Aggregate, Formula
from scorecard.records.tables import BadCell, SourceFile

HOSTILE = {
    "script": "<script>document.title='owned'</script>",
    "data": "</script><script>document.title='owned'</script><!--<script>",
    "image": "\"'><img src=x onerror=\"document.title='owned'\">",
    "markup": "</td></tr></table></section></main></style></title><b>",
    "template": "${document.title='owned'}{{ 7 * 191 }}{value}{0}$&$1",
    "address": "javascript:document.title='owned'//#explorer:open=..&unit=%",
    "turned": "\u202egnp.exe\u2066\u200f\x00\u2028\r\n\ud800",
    "keys": "__proto__",
    "long": "x" * 10_000,
    "words": "word " * 2_000,
}
SHAPE = """() => [...document.querySelectorAll("body *")].map((element) => element.tagName).join(" ")"""


def everywhere(make, text):
    how = FromRows(text, Formula(text, Aggregate("count")), text, per=Per(text, {text: text}))
    more = {"how": how, "description": Text({"": text}), "status": (Band("poor", 0.0), Band("good", 0.5))}
    leaves = [
        make.leaf(text, "percent", make.line(0, 1), [0.4, 0.5, 0.6], **more),
        make.leaf("Other", "number", make.line(0, 9), [3, 4, 5]),
    ]
    file = SourceFile("d", text, "ab" * 32, 3, 1, 0, (BadCell(2, text, text),))
    evaluation = make.build(
        {text: {text: leaves}}, title=text, periods=3, files=(file,), entities=[(text,), ("b",), (text, text), ("b", text)],
        levels=("region", "branch"), bands=(Band("poor", 0), Band("good", 50)),
    )  # fmt: skip
    root = replace(
        evaluation.scores.nodes[0],
        notes=Text({"": f"{text} [{text}](https://{text}.example) [x](javascript:alert(1)) <b>{text}</b>"}),
    )
    return replace(evaluation, definition=replace(evaluation.definition, root=root))


def lived(page):
    """A reader does everything that can be done with it."""
    page.locator("#explorer-unfold").click()
    page.locator("#explorer tr.measure .fold").first.click()
    for button in page.locator("button.sort:visible").all()[:9:3]:
        button.click()
    for place in (1, 3, 0):
        page.locator("#explorer-unit").select_option(index=place)
    page.locator("#explorer-period").select_option(index=1)
    page.locator("#explorer-find").fill("x")
    page.locator("#explorer-find").fill("")
    page.locator("#explorer-unfold").click()
    page.locator("#explorer tr.measure .fold").first.click()
    page.locator("a.more").first.focus()
    return page


@pytest.fixture(scope="module")
def shapes(chromium, written, make):
    """Of the page with a benign text: before and after a reader has lived with it."""
    context = chromium.new_context(viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.goto(written("benign", report.html(report.page(everywhere(make, "benign")))).as_uri())
    found = page.evaluate(SHAPE), lived(page).evaluate(SHAPE)
    context.close()
    return found


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_text_is_a_text_whatever_one_does(opened, make, shapes, kind):
    text = HOSTILE[kind]
    page = opened(f"hostile-{kind}", html=report.html(report.page(everywhere(make, text))))
    title = page.title()
    assert title != "owned"
    assert page.evaluate(SHAPE) == shapes[0]
    lived(page)
    assert page.title() == title
    assert page.evaluate(SHAPE) == shapes[1]
    if kind != "turned":
        shown = page.locator("#explorer tr.measure .fold").all_inner_texts()
        assert text[:20].strip() in [name[:20].strip() for name in shown]
    assert "1337" not in page.locator("body").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") <= 1200
    page.reload()  # at the address that all this left
    assert page.title() == title


def test_a_long_name_does_not_widen_a_telephone(opened, make):
    for kind in ("long", "words"):
        page = opened(
            f"narrow-{kind}",
            html=report.html(report.page(everywhere(make, HOSTILE[kind]))),
            viewport={"width": 360, "height": 740},
        )
        lived(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_were_the_escaping_lost_the_policy_would_hold(opened, make):
    html = report.html(report.page(make.company(3)))
    link = """<a href="#" onclick="document.title='owned'">x</a>"""
    attack = f"<script>document.title='owned'</script>{link}<style>body {{ display: none }}</style>"
    page = opened("lost", html=html.replace('<main id="main">', f'<main id="main">{attack}<p>', 1), faulty=True)
    page.get_by_role("link", name="x", exact=True).click()
    assert page.title() != "owned"
    assert page.locator("body").is_visible()
