"""The PDF: that it can be made of anything, what it says, and that nothing is fetched for it."""

import re
import shutil
import subprocess
from datetime import date

import pytest

from scorecard import report
from scorecard.records.presentation import Brand
from scorecard.records.tables import SourceFile

poppler = pytest.mark.skipif(
    not shutil.which("pdftotext") or not shutil.which("pdfinfo"), reason="poppler-utils are not installed"
)


def ask(tool, file, *options):
    return subprocess.run(
        [tool, *options, file, *(["-"] if tool == "pdftotext" else [])], check=True, capture_output=True, text=True
    ).stdout


@poppler
def test_a_company_with_history(make, tmp_path):
    evaluation = make.company(4, title="Acme <b>&</b> CRM")
    file = tmp_path / "report.pdf"
    file.write_bytes(report.pdf(report.page(evaluation, date(2018, 1, 15))))
    facts = dict(line.split(":", 1) for line in ask("pdfinfo", file).splitlines() if ":" in line)
    assert facts["Title"].strip() == "Acme <b>&</b> CRM"
    assert facts["Tagged"].strip() == "yes"
    assert "A4" in facts["Page size"]
    assert facts["JavaScript"].strip() == "no"
    pages = int(facts["Pages"])
    assert 12 <= pages <= 16
    assert b"/Outlines" in file.read_bytes() or "Summary" in ask("pdfinfo", file, "-struct-text")
    said = ask("pdftotext", file, "-layout").split("\f")
    assert "Acme <b>&</b> CRM" in said[0]
    assert "page 1 of" not in said[0]
    for number in range(2, pages + 1):
        assert f"page {number} of {pages}" in said[number - 1]
        assert "Acme <b>&</b> CRM" in said[number - 1]
    everything = " ".join(" ".join(said).split())
    for title in ("Summary", "Customer", "Process", "What changed most and why", "Units side by side", "Data notes", "Method"):
        assert title in everything
    assert re.search(r"Win rate 61\.0% 63\.2% \+2\.2 pp", everything)
    assert "San Francisco" in everything


@poppler
def test_long_names_and_many_units_repeat_their_headers(make, tmp_path):
    name, words = (
        "Averagenumberofinteractionspercustomerandchannelinthequarter",
        "Share of customers who were called back in time " * 2,
    )
    tree = {
        f"Perspective {p}": [make.leaf(n, "currency", make.line(0, 9e6), [3e6, 4.4e6]) for n in (name, words) * 5]
        for p in range(4)
    }
    evaluation = make.build(tree, entities=[(f"Branch {n:02}",) for n in range(80)], levels=("branch",), title=name * 2)
    file = tmp_path / "report.pdf"
    file.write_bytes(report.pdf(report.page(evaluation)))
    said = ask("pdftotext", file, "-layout").split("\f")
    units = [page for page in said if re.search(r"Branch \d\d", page)]
    assert len(units) > 1
    assert all("Rank" in page for page in units)
    assert len(set(re.findall(r"Branch \d\d", " ".join(said)))) == 80


@pytest.mark.parametrize("tree", [{}, {"P": {"F": []}}])
def test_a_scorecard_without_measures(make, tree):
    assert report.pdf(report.page(make.build(tree))).startswith(b"%PDF")


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "http://127.0.0.1:9/x", "https://example.com/x.css", "data:text/css,x", "asset:other.ttf", "x"]
)
def test_nothing_is_fetched(url):
    from scorecard.report.printing import Assets

    with pytest.raises(ValueError, match="may not load"):
        Assets().fetch(url)
    with pytest.raises(ValueError, match="may not load"):
        Assets().open(url)
    for font in ("asset:report.ttf", "asset:report-arabic.ttf"):
        assert Assets().fetch(font).read(4) == b"\0\1\0\0"


def test_a_stranger_s_markup_asks_for_nothing(make, monkeypatch):
    from scorecard.report import printing
    from scorecard.report.look import look
    from scorecard.report.render import style

    house = look(Brand(), "en")
    asked = []
    monkeypatch.setattr(printing.Assets, "fetch", lambda self, url, headers=None: asked.append(url) or pytest.fail(url))
    printing._style.cache_clear()
    with pytest.raises(pytest.fail.Exception, match="asset:report"):  # the font is asked for: the trap works
        printing._style(house, style("pdf"))
    monkeypatch.undo()
    printing._style(house, style("pdf"))
    monkeypatch.setattr(printing.Assets, "fetch", lambda self, url, headers=None: asked.append(url))
    del asked[:]
    hostile = '<img src="file:///etc/passwd"><link rel=stylesheet href="http://127.0.0.1:9/"><style>@import "file:///x"</style>'
    tree = {hostile: [make.leaf(hostile, "percent", make.line(0, 1), [0.4, 0.5])]}
    made = make.build(
        tree, title=hostile, entities=[(hostile,)], levels=("shop",), files=(SourceFile("d", hostile, "0" * 64, 1),)
    )
    assert report.pdf(report.page(made)).startswith(b"%PDF")
    assert asked == []
