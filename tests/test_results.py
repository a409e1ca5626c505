"""What a notebook shows of a result: its table, escaped and small; and what is said in a line."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

import scorecard
from scorecard import results
from scorecard.records.definition import Text

SHOP = Path(__file__).parent / "cli" / "shop" / "scorecard.yaml"


class Cells(HTMLParser):
    """The texts of a table's cells, row by row, and every tag."""

    def __init__(self, html: str):
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_data(self, data):
        if self.rows:
            self.rows[-1][-1] += data


@pytest.fixture(scope="module")
def card():
    return scorecard.load(SHOP)


def test_a_result_in_one_line(card):
    assert repr(card.evaluate()) == "<Scored shop: 2024-Q4 to 2025-Q1, total 96.7>"
    assert repr(card.compare()) == "<Compared shop: 2024-Q4 to 2025-Q1, total 96.7>"
    assert isinstance(card.evaluate(), scorecard.Evaluation)


def test_the_scores_as_a_table(card):
    rows = Cells(card.evaluate()._repr_html_()).rows
    assert rows[0] == ["", "Value, Q1 2025", "Score, Q1 2025", "Change", "Status"]
    assert rows[1] == ["Corner shop", "", "96.7", "+45.4", "Good"]
    assert ["Win rate", "60.0%", "100.0", "+33.3", "Good"] in rows
    assert ["Training days", "–", "–", "–", ""] in rows
    assert len(rows) == 1 + len(card.evaluate().scores.nodes)


def test_a_comparison_as_a_table(card):
    rows = Cells(card.compare()._repr_html_()).rows
    assert rows[0] == ["", "Value, Q4 2024", "Value, Q1 2025", "Score, Q4 2024", "Score, Q1 2025", "Change"]
    assert ["Win rate", "40.0%", "60.0%", "66.7", "100.0", "+33.3"] in rows


@pytest.mark.parametrize(("language", "value"), [("fa", "مقدار"), ("ar", "القيمة")])
def test_a_table_speaks_the_scorecard_s_language_and_runs_its_way(card, monkeypatch, language, value):
    monkeypatch.setattr(results, "MOST_ROWS", 5)
    for result in (card.evaluate(), card.compare()):
        html = result.in_language(language)._repr_html_()
        assert html.startswith('<div dir="rtl"><table dir="rtl">')
        assert Cells(html).rows[0][1].startswith(value)
        assert "padding-right:0.5em" in html
        assert "<code>.to_frame()</code>" in html
        assert "Value" not in html


def test_names_are_escaped_and_nothing_is_loaded(card):
    evaluation = card.evaluate()
    named = replace(evaluation, definition=replace(evaluation.definition, title=Text({"": "<img src=x onerror=alert(1)>\x1b"})))
    html = named._repr_html_()
    assert "&lt;img" in html
    assert "\x1b" not in html
    assert Cells(html).tags == {"table", "thead", "tbody", "tr", "th", "td"}
    assert "http" not in html
    assert len(html) < 5_000


def test_a_long_table_is_cut_and_says_so(card, monkeypatch):
    monkeypatch.setattr(results, "MOST_ROWS", 5)
    html = card.evaluate()._repr_html_()
    assert html.count("<tr>") == 6
    assert "and 7 more rows" in html


def test_a_report_in_an_unknown_format_is_refused(card, tmp_path):
    with pytest.raises(ValueError, match="no format 'docx'"):
        scorecard.write(card.evaluate(), ["html", "docx"], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_run_can_be_watched(tmp_path):
    told: list[str] = []
    scorecard.load(SHOP, watch=told.append).report(["html"], tmp_path)
    assert told == ["definition", "data", "data deals", "data entered", "values", "scores", "html"]
