"""What stands beside the tables of scores: editions, the glance, the waterfall, dumbbells, the map, notes, three languages."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace

import pytest
import tinyhtml5
from hypothesis import given
from hypothesis import strategies as st

from scorecard import report
from scorecard.records.definition import Link, Text
from scorecard.records.presentation import Choice
from scorecard.report.commentary import blocks
from scorecard.report.editions import ORDER, sections
from tests.report.conftest import bare
from tests.report.test_pdf import ask, poppler


def asked(evaluation, **choice):
    return replace(evaluation, definition=replace(evaluation.definition, report=Choice(**choice)))


def visible(html: str) -> str:
    tree = tinyhtml5.parse(bare(html), namespace_html_elements=False)
    return " ".join(part.strip() for part in tree.find("body").itertext() if part.strip())


def test_an_edition_has_its_sections_and_chosen_ones_hold_instead(make):
    assert sections(Choice()) == tuple(section for section in ORDER if section != "sheets")
    assert sections(Choice(edition="executive")) == ("summary", "map")
    assert sections(Choice("executive", ("glossary", "units"))) == ("units", "glossary")
    page = report.page(asked(make.company(2), sections=("changes", "summary")))
    tree = tinyhtml5.parse(bare(report.html(page)), namespace_html_elements=False)
    assert [section.get("id") for section in tree.iter("section")] == ["summary", "changes"]
    assert page.contents == (("summary", "Summary"), ("changes", "What changed most and why"))


def test_contents_lead_to_every_section_that_there_is(make):
    page = report.page(make.company(2))
    tree = tinyhtml5.parse(bare(report.html(page)), namespace_html_elements=False)
    ids = {section.get("id") for section in tree.iter("section")} - {"explorer", "contents"}
    assert {anchor for anchor, _ in page.contents} == ids
    links = [link.get("href") for link in tree.iter("a") if link.get("href")]
    assert all(f"#{anchor}" in links for anchor, _ in page.contents)


@poppler
@pytest.mark.parametrize(("paper", "language"), [("a4", "en"), ("letter", "fa"), ("a4", "ar")])
def test_the_executive_edition_has_two_pages_of_the_paper_asked_for(make, tmp_path, paper, language):
    file = tmp_path / "report.pdf"
    file.write_bytes(report.pdf(report.page(asked(make.company(2), edition="executive", paper=paper), language=language)))
    facts = dict(line.split(":", 1) for line in ask("pdfinfo", file).splitlines() if ":" in line)
    assert int(facts["Pages"]) <= 2
    assert {"a4": "A4", "letter": "letter"}[paper] in facts["Page size"]


def test_the_waterfall_leads_from_one_total_to_the_other(make):
    page = report.page(make.company(2))
    first, *steps, last = page.waterfall
    assert (first.text, last.text) == (page.summary.rows[0].baseline_score, page.summary.rows[0].score)
    level = first.start + first.width
    for step in steps:
        assert (step.start if step.sign > 0 else step.start + step.width) == pytest.approx(level, abs=0.02)
        level += step.sign * step.width
    assert level == pytest.approx(last.start + last.width, abs=0.05)
    assert all(step.start >= 0 and step.start + step.width <= 100.01 for step in page.waterfall)
    assert [step.text for step in steps] == [effect.points for effect in page.changes.by_perspective]


def test_strengths_and_gaps_are_what_pulls_the_total_most(make):
    values = {"a": 0.9, "b": 0.1, "c": 0.5}
    leaves = [make.leaf(name, "percent", make.line(0, 1), [value, value]) for name, value in values.items()]
    evaluation = make.build({"One": leaves})
    found = report.page(evaluation).insights
    assert found.strengths == ("a scores 90.0, at 90.0%.",)
    assert found.gaps == ("b scores 10.0: 10.0%, where 100% is the goal.",)
    assert found.steps == ("Bring b to its goal: that is worth up to 30.0 points of the total. No initiative aims at it yet.",)


def test_dumbbells_stand_with_the_furthest_moved_first(make):
    values = {"a": [0.1, 0.2], "b": [0.1, 0.9], "c": [0.8, 0.5]}
    page = report.page(make.build({"One": [make.leaf(name, "percent", make.line(0, 1), both) for name, both in values.items()]}))
    told = [(bell.name, bell.before, bell.after, bell.points) for bell in page.dumbbells]
    assert told == [("b", "10.0", "90.0", "+80.0"), ("c", "80.0", "50.0", "−30.0"), ("a", "10.0", "20.0", "+10.0")]


def test_an_arrow_is_drawn_between_neighbours_and_told_between_others(make):
    names = ("Above", "Middle", "Below")
    evaluation = make.build({name: {name[0]: [make.leaf(f"m{name}", "percent", make.line(0, 1), [0.5, 0.6])]} for name in names})
    paths = dict(zip("AMB", (node.path for node in evaluation.scores.nodes if len(node.path) == 2), strict=True))
    links = (Link(paths["M"], paths["A"]), Link(paths["B"], paths["A"]))
    page = report.page(replace(evaluation, definition=replace(evaluation.definition, links=links)))
    assert [len(row.arrows) for row in page.map.rows] == [1, 0, 0]
    assert page.map.rows[0].arrows[0] == (50.0, 50.0)
    assert page.map.others == ("B helps A",)
    assert report.page(evaluation).map is None


def test_a_note_keeps_its_emphasis_its_lists_and_safe_links_alone():
    text = "A **b** <script>x</script> [c](https://d.e) [f](javascript:1) ![g](https://h.i)\n\n- j\n- `k`"
    first, second = blocks(text)
    assert first.kind == "p"
    assert {run.link for run in first.items[0]} == {"", "https://d.e", "https://h.i"}  # a picture is but a link
    assert "<script>x</script>" in "".join(run.text for run in first.items[0])
    assert (second.kind, [[(run.text, run.look) for run in item] for item in second.items]) == (
        "ul",
        [[("j", "")], [("k", "code")]],
    )


@given(st.text(max_size=300))
def test_any_note_is_text(text):
    for block in blocks(text):
        for item in block.items:
            for run in item:
                assert run.link == "" or run.link.startswith(("https://", "mailto:"))


def test_notes_stand_with_their_perspective_as_text(make):
    evaluation = make.company(2)
    top = replace(evaluation.definition.root.children[0], notes=Text({"": "Mind <b>this</b> & **that**"}))
    root = replace(evaluation.definition.root, children=(top, *evaluation.definition.root.children[1:]))
    page = report.page(evaluation)
    assert all(not part.commentary for part in page.perspectives)
    nodes = tuple(top if node.path == top.path else root if not node.path else node for node in evaluation.scores.nodes)
    evaluation = replace(
        evaluation, definition=replace(evaluation.definition, root=root), scores=replace(evaluation.scores, nodes=nodes)
    )
    html = report.html(report.page(evaluation))
    assert "Mind &lt;b&gt;this&lt;/b&gt; &amp; <strong>that</strong>" in html


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_no_english_word_is_left_on_a_page_in_another_language(make, language):
    """But the author's own, ids, columns, files, formulas, and what has no other name."""
    page = report.page(make.company(2), language=language)
    html = report.html(page)
    assert f'lang="{language}" dir="rtl"' in html
    said = visible(html)
    said = re.sub("\u2066[^\u2069]*\u2069|\u2068[^\u2069]*\u2069", " ", said)
    texts = [page.title, *(row.name for part in page.perspectives for row in part.rows)]
    texts += [remark.message + remark.place for remark in page.notes.remarks]
    texts += [f"{units.by} " + " ".join(row.name for row in units.rows) for units in page.entities]
    texts += [f"{label} {text}" for label, text in page.method.facts]
    texts += [source.dataset for source in page.notes.sources] + [source.file for source in page.notes.sources]
    own = set(re.findall(r"[A-Za-z]+", " ".join(texts)))
    assert set(re.findall(r"[A-Za-z]{3,}", said)) <= own | {"Holm", "Wilson"}


@poppler
@pytest.mark.parametrize(("variant", "said"), [("pdf/ua-1", "pdfuaid:part"), ("pdf/a-3a", "pdfaid:conformance"), (None, "")])
def test_a_pdf_says_what_it_is_and_carries_the_result(make, tmp_path, variant, said):
    file = tmp_path / "report.pdf"
    file.write_bytes(report.pdf(report.page(asked(make.company(2), edition="executive")), variant, ("acme.json", b'{"a": 1}')))
    described = ask("pdfinfo", file, "-meta")
    assert said in described
    assert variant is not None or "pdfuaid" not in described
    subprocess.run(["pdfdetach", "-saveall", "-o", tmp_path, file], check=True)
    assert (tmp_path / "acme.json").read_bytes() == b'{"a": 1}'


def many_units(make, count, **more):
    tree = {"P": [make.leaf("M", "percent", make.line(0, 1), [0.5, 0.6])]}
    return make.build(tree, entities=[(f"B{number}",) for number in range(count)], levels=("branch",), **more)


def test_of_many_units_the_section_holds_the_ends_and_the_appendix_all(make):
    evaluation = many_units(make, 300)
    page = report.page(evaluation)
    (units,) = page.entities
    scores = sorted((evaluation.score(0, evaluation.now, place), place) for place in range(1, 301))
    assert len(units.rows) == 301
    assert [row.unit for row in units.some] == [
        0,
        *(place for _, place in scores[:-11:-1]),
        *(place for _, place in scores[9::-1]),
    ]
    assert units.note == "The 10 best and the 10 worst of 300 units; all stand in the appendix."
    (ranking,) = page.rankings
    assert [unit.unit for unit in ranking.rows] == [row.unit for row in units.some[1:]]
    assert [unit.rank for unit in ranking.rows[9:11]] == [units.some[10].rank, units.some[11].rank]
    assert page.sections[-1] == "appendix"
    html = report.html(page)
    assert html.count('data-unit="7"') == 1 + sum(unit.unit == 7 for unit in (*units.some, *ranking.rows))
    assert ("appendix", "Appendix: all units") in page.contents


def test_few_units_need_no_appendix(make):
    page = report.page(many_units(make, 39))
    assert [units.some for units in page.entities] == [()]
    assert "appendix" not in page.sections
    assert len(page.rankings[0].rows) == 39


def test_without_the_appendix_the_data_are_pointed_to(make):
    evaluation = many_units(make, 300)
    evaluation = replace(evaluation, definition=replace(evaluation.definition, report=Choice("full", ("units",))))
    page = report.page(evaluation)
    assert page.sections == ("units",)
    assert page.entities[0].note == "The 10 best and the 10 worst of 300 units; the exported data hold all."


def test_of_many_units_in_levels_the_section_holds_the_coarser(make):
    tree = {"P": [make.leaf("M", "percent", make.line(0, 1), [0.5, 0.6])]}
    units = [*((f"R{r}",) for r in range(5)), *((f"R{r}", f"B{b}") for r in range(5) for b in range(20))]
    (units,) = report.page(make.build(tree, entities=units, levels=("region", "branch"))).entities
    assert [row.depth for row in units.some] == [0, 1, 1, 1, 1, 1]
    assert units.note == "The larger units only; all 105 stand in the appendix."
    assert len(units.rows) == 106


def test_a_fact_sheet_draws_the_course_with_its_forecast(make):
    tree = {"P": [make.leaf("Long", "percent", make.line(0, 1), [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8])]}
    tree["P"].append(make.leaf("Short", "percent", make.line(0, 1), [0.5, 0.6] + [float("nan")] * 5 + [0.7]))
    page = report.page(asked(make.build(tree, periods=8), sections=("sheets",)))
    long, short = page.sheets
    assert long.course is not None
    assert long.course.now == "Q4 2017: 80.0%"
    assert short.course is None  # three values are no course to go on
    tree = tinyhtml5.parse(bare(report.html(page)), namespace_html_elements=False)
    drawn = [
        [svg.get("class") for svg in sheet.iter("{http://www.w3.org/2000/svg}svg")].count("course")
        for sheet in tree.iter("article")
    ]
    assert drawn == [1, 0]


@pytest.mark.parametrize(("language", "said"), [("en", "by sales area"), ("fa", "به تفکیک حوزهٔ فروش"), ("ar", "حسب sales area")])
def test_levels_are_called_by_their_titles(make, language, said):
    evaluation = make.company(2, entities=[("A",), ("B",)], levels=("sales_area",))
    titles = {"sales_area": Text({"en": "sales area", "fa": "حوزهٔ فروش"})}
    evaluation = replace(evaluation, definition=replace(evaluation.definition, level_titles=titles))
    page = report.page(evaluation, None, language)
    assert said in re.sub("[\u2066-\u2069]", "", visible(report.html(page)))
    assert page.rankings[0].level == titles["sales_area"](language)
    assert "sales_area" not in visible(report.html(page))
