"""A client's own templates: folders enter; a report in their look leaves, or a fault at the line that is to blame."""

from __future__ import annotations

import os
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from types import SimpleNamespace

import pytest

from scorecard import report
from scorecard.problems import Faults, Problem
from scorecard.report import audit, own, printing, render
from scorecard.report.overrides import MOST_BYTES, house
from scorecard.report.records import Page
from scorecard.words import snippets
from tests.report.test_pdf import ask, poppler

COVER = "sections/cover.html"


@pytest.fixture(scope="module")
def page(make: SimpleNamespace) -> Page:
    return report.page(make.build({"Customer": [make.leaf("<b>NPS</b>", "points", make.line(-50, 50), [12.0, 31.0])]}))


@pytest.fixture
def folder(tmp_path: Path) -> Callable[..., Path]:
    def write(**files: str) -> Path:
        for name, text in files.items():
            path = tmp_path / "brand" / name.replace("__", "/").replace("_css", ".css").replace("_html", ".html")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        return tmp_path / "brand"

    return write


def fault(page: Page, folder: Path) -> Problem:
    with pytest.raises(Faults) as faults:
        report.html(page, report.templates(folder))
    (problem,) = faults.value.problems
    assert snippets.message(problem)
    return problem


def told(problem: Problem) -> tuple[str, str, int]:
    place = problem.place
    assert place is not None
    return problem.code, Path(place.file).name, place.line


def test_a_template_stands_for_ours_and_may_still_have_it(page: Page, folder: Callable[..., Path]) -> None:
    before = report.html(page)
    where = folder(
        sections__cover_html='<p class="mine">{{ page.title }} {{ page.cover.score.score }}</p>'
        '{% include "house/sections/cover.html" %}'
    )
    made = report.html(page, report.templates(where))
    added = f'<p class="mine">{page.title} {page.cover.score.score}</p>'
    assert added in made
    assert made.replace(added, "") == before


def test_own_words_are_said_as_they_stand_and_ours_in_the_language(make: SimpleNamespace, folder: Callable[..., Path]) -> None:
    page = report.page(make.company(), language="fa")
    where = folder(
        sections__cover_html='{{ say("Logo") }}|{{ say("Mine, {name}", name="x") }}|{{ several(2, "one", "{n} mine", n="2") }}|'
    )
    assert "نشان|Mine, x|2 mine|" in report.html(page, report.templates(where))


def test_values_are_text_and_no_template_makes_them_markup(page: Page, folder: Callable[..., Path]) -> None:
    row = "page.perspectives[0].rows[1].name"
    where = folder(
        sections__cover_html=f"{{{{ {row} }}}}{{% set x %}}<i>{{{{ {row} }}}}</i>{{% endset %}}"
        f"{{{{ x }}}}{{{{ [{row}, x] | join }}}}"
    )
    made = report.html(page, report.templates(where))
    assert "&lt;b&gt;NPS&lt;/b&gt;<i>&lt;b&gt;NPS" in made
    assert "<b>NPS" not in made


def test_own_styles_stand_behind_ours_or_in_their_place_and_the_policy_knows_them(
    page: Page, folder: Callable[..., Path]
) -> None:
    where = folder(style__own_css="h1 { color: purple }\r\n</style><script>alert(1)</script>\0", style__print_css="/* printed */")
    made = report.html(page, report.templates(where))
    css = re.search(r"<style>(.*?)</style>", made, re.S)[1]  # type: ignore[index]  # there is one, or the test fails
    assert css.endswith("h1 { color: purple }\n<\\/style><script>alert(1)<\\/script>\n")
    assert "/* printed */" in css
    assert "string-set" not in css
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', made)[1].replace("&#39;", "'")  # type: ignore[index]  # as above
    assert policy == render.policy(css, f"\n{render.script()}")


def test_the_policy_stands_first_whatever_the_templates_write(page: Page, folder: Callable[..., Path]) -> None:
    where = folder(
        report_html="<!DOCTYPE html><html lang=xx class=mine><head><title>Mine</title><style>{{ css }}</style>"
        "<body><p>{{ page.title }}"
    )
    made = report.html(page, report.templates(where))
    lines = made.splitlines()
    assert lines[:4] == ["<!doctype html>", '<html lang="en" dir="ltr">', "<head>", '<meta charset="utf-8">']
    assert lines[4].startswith('<meta http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;; script-src')
    assert lines[5].startswith("<title>Mine</title>")


@poppler
def test_a_pdf_is_made_of_them_too(page: Page, folder: Callable[..., Path], tmp_path: Path) -> None:
    where = folder(
        report_html="<html lang=en><head><title>Mine</title></head><body><h1>{{ page.title }}</h1><p>A page of mine",
        style__own_css="@page { size: A6 }",
    )
    file = tmp_path / "report.pdf"
    file.write_bytes(report.pdf(page, templates=report.templates(where)))
    facts = dict(line.split(":", 1) for line in ask("pdfinfo", file).splitlines() if ":" in line)
    assert (facts["Title"].strip(), facts["Pages"].strip(), facts["Tagged"].strip()) == ("Mine", "1", "yes")
    assert "A6" in facts["Page size"] or "297" in facts["Page size"]
    assert "A page of mine" in ask("pdftotext", file)
    assert file.read_bytes() == report.pdf(page, templates=report.templates(where))


FAILING = {
    "syntax": ("a\n{% if %}", "template-syntax", 2),
    "unclosed": ("a\n{% for x in page.bands %}\n{{ x }}", "template-syntax", 3),
    "escaping off": ("a\n{% autoescape false %}{{ page.title }}{% endautoescape %}", "template-syntax", 2),
    "safe": ("{{ page.title | safe }}", "template-syntax", 1),
    "unknown name": ("a\n\n{{ paeg.title }}", "template-unknown", 3),
    "unknown attribute": ("{% set x = 1 %}\n{{ page.nothing }}", "template-unknown", 2),
    "missing": ("a\n{% include 'sections/covers.html' %}", "template-missing", 2),
    "a file of the system": ("{% include '../../../../etc/passwd' %}", "template-missing", 1),
    "an absolute path": ("\n{% include '/etc/passwd' %}", "template-missing", 2),
    "an import": ("{% import 'os' as os %}", "template-missing", 1),
    "itself": ("{% include 'sections/cover.html' %}", "template-failed", 1),
    "division": ("a\n{{ 1 / 0 }}", "template-failed", 2),
    "a call of what is none": ("{{ page.title() }}", "template-failed", 1),
    "attributes": ("a\n{{ page.__class__.__mro__ }}", "template-forbidden", 2),
    "subclasses": ("{{ ''.__class__.__base__.__subclasses__() }}", "template-forbidden", 1),
    "globals": ("{{ say.__globals__ }}", "template-forbidden", 1),
    "attr": ("{{ page | attr('__init__') }}", "template-forbidden", 1),
    "a change": ("{% set x = [] %}{{ x.append(1) }}", "template-forbidden", 1),
    "a range": ("a\n{% for x in range(10**9) %}{% endfor %}", "template-failed", 2),
    "a loop": ("a\n{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", "template-time", 2),
    "a text": ("a\n{{ 'a' * 10**10 }}", "template-memory", 2),
    "a doubling": (
        "{% set n = namespace(x='ab') %}\n{% for i in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}",
        "template-memory", 2,
    ),
    "a format": ("{{ '%999999999999d' % 1 }}", "template-memory", 1),
    "random words": ("{{ lipsum() }}", "template-unknown", 1),
}  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line"), FAILING.values(), ids=FAILING)
def test_what_fails_is_told_where_it_stands(
    page: Page, folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, text: str, code: str, line: int
) -> None:
    monkeypatch.setattr(own, "RENDERING", own.RENDERING.__class__(seconds=2, memory=1 << 29, size=8_000_000))
    start = monotonic()
    problem = fault(page, folder(sections__cover_html=text))
    assert told(problem) == (code, "cover.html", line), snippets.message(problem)
    assert problem.place is not None
    assert problem.place.text == text.splitlines()[line - 1]
    assert monotonic() - start < 60


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{{ 10 ** (10 ** 9) }}", "template-ended"),  # in the midst of one operation
        ("{% for x in range(9000) %}{{ page.title.center(1000) }}{% endfor %}", "template-size"),
    ],
)
def test_what_ends_without_a_word_is_told_too(
    page: Page, folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, text: str, code: str
) -> None:
    monkeypatch.setattr(own, "RENDERING", own.RENDERING.__class__(seconds=1, memory=1 << 29, size=8_000_000))
    assert fault(page, folder(sections__cover_html=text)).code in (code, "template-time")


INERT = {
    "<script>alert(1)</script>": "<script>",
    "<svg><script>alert(1)</script></svg>": "<script>",
    "<script src=data:,alert(1)>": "<script>",
    '<script type="application/json" src="https://example.com"></script>': "src=",
    '<a href="javascript:alert(1)">x</a>': "href=",
    '<a href=" \tjava\nscript:alert(1)">x</a>': "href=",
    '<a href="//example.com">x</a>': "href=",
    '<a href="data:text/html,x">x</a>': "href=",
    '<a href="file:///etc/passwd">x</a>': "href=",
    '<svg><a xlink:href="javascript:alert(1)"><path/></a></svg>': "href=",
    '<svg><use href="https://example.com/a.svg#x"/></svg>': "href=",
    '<svg><rect fill="url(https://example.com/#x)"/></svg>': "fill=",
    "<svg><set attributeName=href to=javascript:alert(1)>": "<set>",
    "<svg><foreignObject><b>x": "<foreignobject>",
    "<p onclick=alert(1)>x": "onclick=",
    "<body onload=alert(1)>": "onload=",
    "<img src=https://example.com/a.png>": "src=",
    "<img src=data:text/html;base64,PHNjcmlwdD4=>": "src=",
    "<img src=x onerror=alert(1)>": "src=",
    '<img srcset="https://example.com/a.png 1x">': "srcset=",
    '<meta http-equiv="refresh" content="0;url=https://example.com">': "<meta http-equiv=refresh>",
    '<META HTTP-EQUIV=Refresh CONTENT=0>': "<meta http-equiv=Refresh>",
    "<meta http-equiv=Content-Security-Policy content=\"default-src *\">": "<meta http-equiv=Content-Security-Policy>",
    "<base href=https://example.com>": "<base>",
    "<link rel=dns-prefetch href=//example.com>": "<link>",
    "<link rel=attachment href=file:///etc/passwd>": "<link>",
    "<style>p { background: url(https://example.com) }</style>": "<style>",
    "<p style='color: red'>": "style=",
    "<iframe srcdoc='<script>alert(1)</script>'>": "<iframe>",
    "<object data=https://example.com>": "<object>",
    "<embed src=https://example.com>": "<embed>",
    "<form action=https://example.com><button>x": "<form>",
    "<button formaction=https://example.com>x": "formaction=",
    "<a ping=https://example.com href='#x'>x": "ping=",
    "<noscript><style></noscript><img src=x onerror=alert(1)>": "<noscript>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>": "<math>",
    "<template><script>alert(1)</script></template>": "<script>",
    "<div><template shadowrootmode=open><b>x</template></div>": "shadowrootmode=",
    "<!--><img src=x onerror=alert(1)>-->": "src=",
    "<title><img src='</title><img src=x onerror=alert(1)>'>": "src=",
    "</style><script>alert(1)</script>": "<script>",
}  # fmt: skip


@pytest.mark.parametrize(("text", "what"), INERT.items(), ids=[*INERT])
def test_what_a_report_never_holds_is_told(page: Page, text: str, what: str) -> None:
    made = render.document(page, "screen")
    values = render.parts(page, "screen", render.style("screen"))
    assert audit.found(made, values) == ""
    for where in ('<main id="main">', "<head>"):
        found = audit.found(made.replace(where, where + text, 1), values)
        assert found.startswith(what), found


@pytest.mark.parametrize("medium", ["screen", "pdf"])
def test_our_own_pages_hold_nothing_of_the_kind(make: SimpleNamespace, medium: render.Medium) -> None:
    for periods, language in ((2, "en"), (4, "fa"), (1, "ar")):
        page = report.page(make.company(periods), language=language)
        assert audit.found(render.document(page, medium), render.parts(page, medium, render.style(medium))) == ""


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "<p onclick=alert(1)>x", "<img src='https://example.com/a.png'>"])
def test_it_is_told_through_the_door(page: Page, folder: Callable[..., Path], text: str) -> None:
    where = folder(sections__cover_html=text)
    assert fault(page, where).code == "template-markup"
    with pytest.raises(Faults, match="template-markup"):
        report.pdf(page, templates=report.templates(where))


def test_nesting_without_end_is_stopped(page: Page, folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audit, "BOUNDS", audit.BOUNDS.__class__(seconds=1, memory=1 << 30, size=1000))
    assert fault(page, folder(sections__cover_html="{% for x in range(90000) %}<div><b>{% endfor %}")).code == "template-ended"


def test_a_layout_without_end_is_stopped(page: Page, folder: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "PRINTING", printing.PRINTING.__class__(seconds=1, memory=1 << 30, size=10_000_000, files=True))
    where = folder(
        style__own_css="@page { size: 1cm 1cm; margin: 0 } p { font-size: 99px }",
        report_html="<p>{% for x in range(20000) %}<p>{{ x }}{% endfor %}",
    )
    with pytest.raises(Faults, match="templates-heavy"):
        report.pdf(page, templates=report.templates(where))


def test_style_sheets_of_theirs_fetch_nothing(page: Page, folder: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "secret.css").write_text("p::before { content: 'the secret' }")
    address = (tmp_path / "secret.css").as_uri()
    where = folder(style__own_css=f"@import '{address}'; p {{ background: url({address}) }}", report_html="<p>seen</p>")
    made = report.pdf(page, templates=report.templates(where))
    assert b"secret" not in made
    assert b"/URI" not in made


def test_a_template_without_use_is_told_with_what_is_meant(page: Page, folder: Callable[..., Path]) -> None:
    problem = fault(page, folder(sections__covers_html="x"))
    assert told(problem) == ("template-unused", "covers.html", 0)
    assert problem.facts["nearest"] == (COVER,)
    assert fault(page, folder(index_html="x")).code == "template-unused" or "index.html" in house()
    used = folder(sections__covers_html="x", sections__cover_html="{% include 'sections/covers.html' %}")
    (used / "index.html").unlink()
    assert report.html(page, report.templates(used))


def test_a_folder_is_read_within_bounds(tmp_path: Path, folder: Callable[..., Path]) -> None:
    def code(where: Path) -> str:
        with pytest.raises(Faults) as faults:
            report.templates(where)
        return faults.value.problems[0].code

    (tmp_path / "empty").mkdir()
    assert code(tmp_path / "empty") == "templates-none"
    where = folder(sections__cover_html="x", style__own_css="y")
    (where / "README.md").write_text("not a template")
    (where / ".git").mkdir()
    (where / ".git" / "x.html").write_text("nor this")
    (where / "own.css").write_text("nor this")
    assert set(report.templates(where).sources) == {COVER, "style/own.css"}
    (where / "secret.html").symlink_to("/etc/passwd")
    assert code(where) == "templates-outside"
    (where / "secret.html").unlink()
    (where / "linked.html").symlink_to(where / COVER)
    assert report.templates(where).sources["linked.html"] == "x"
    os.mkfifo(where / "pipe.html")
    assert code(where) == "templates-unreadable"
    (where / "pipe.html").unlink()
    (where / "latin.html").write_bytes(b"caf\xe9")
    assert code(where) == "templates-unreadable"
    (where / "latin.html").write_text("x" * MOST_BYTES)
    assert code(where) == "templates-large"


def test_templates_go_with_the_order_to_other_processes(folder: Callable[..., Path]) -> None:
    templates = report.templates(folder(sections__cover_html="x"))
    again = pickle.loads(pickle.dumps(templates))
    assert again == templates
    assert again.digest == templates.digest != report.templates(folder(sections__cover_html="y")).digest


def test_reports_of_many_units_have_them_and_are_made_anew_when_they_change(
    make: SimpleNamespace, folder: Callable[..., Path], tmp_path: Path
) -> None:
    def made(mark: str) -> tuple[int, str]:
        templates = report.templates(folder(sections__cover_html=f"<p>{mark}"))
        found = report.each(make.company(), "region", ("html",), tmp_path, templates=templates)
        return found.made, found.paths[0].read_text("utf-8")

    first, html = made("one")
    assert first > 1
    assert "<p>one" in html
    assert made("one")[0] == 0
    again, html = made("two")
    assert again == first
    assert "<p>two" in html
    with pytest.raises(Faults) as faults:
        made("three {{ page.nothing }}")
    assert told(faults.value.problems[0]) == ("template-unknown", "cover.html", 1)


def test_the_command_takes_them_and_tells_what_is_wrong(folder: Callable[..., Path], tmp_path: Path) -> None:
    from tests.security.conftest import run

    (tmp_path / "d.csv").write_text("a\n1\n")
    (tmp_path / "s.yaml").write_text(
        "scorecard: s\ndatasets: {d: {file: d.csv}}\nmeasures: {m: {better: higher, dataset: d, formula: count(*)}}\n"
        "perspectives: {p: {measures: {m: {target: {floor: 0, goal: 2}}}}}\n"
    )
    where = str(folder(sections__cover_html="<p>mine</p>"))
    done = run("report", "s.yaml", "--to", "html", "-o", "out", "--templates", where, folder=tmp_path)
    assert done.code == 0, done.output
    assert "<p>mine</p>" in (tmp_path / "out" / "s.html").read_text("utf-8")
    folder(sections__cover_html="<p>mine\n{{ page.nothing }}")
    done = run("report", "s.yaml", "--to", "html", "-o", "new", "--templates", where, folder=tmp_path)
    assert done.code == 2
    assert "error[template-unknown]" in done.output
    assert f"{COVER}:2" in done.output
    assert "{{ page.nothing }}" in done.output
    assert not (tmp_path / "new").exists()
