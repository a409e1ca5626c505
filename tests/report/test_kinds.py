"""Facts against perceptions: both sub-scores of everything that has both, drawn and in numbers."""

import pytest
import tinyhtml5

from scorecard import report
from scorecard.report.kinds import APART
from scorecard.scoring import kinds as scoring
from tests.report.conftest import bare

SVG = "{http://www.w3.org/2000/svg}"


def leaf(make, value, asked=False, title=""):
    return make.leaf(title or f"{value}{asked}", "percent", make.line(0, 1), [value, value], subjective=asked)


def tree_of(page):
    return tinyhtml5.parse(bare(report.html(page)), namespace_html_elements=False)


def company(make):
    return make.build({
        "One": {
            "Near": [leaf(make, 0.5), leaf(make, 0.6, True)],
            "Far": [leaf(make, 0.9), leaf(make, 0.2, True)],
            "Edge": [leaf(make, 0.25), leaf(make, 0.5, True)],
            "Facts only": [leaf(make, 0.7)],
        },
        "Two": [leaf(make, 0.1), leaf(make, 0.3)],
    })  # fmt: skip


def test_factors_stand_with_the_widest_apart_first(make):
    evaluation = company(make)
    page = report.page(evaluation)
    assert [sides.name for sides in page.kinds.groups] == ["Total", "One"]  # Two holds facts alone
    shown = [(each.name, each.facts, each.perceptions, each.distance, each.is_far) for each in page.kinds.factors]
    assert shown == [
        ("Far", "90.0", "20.0", "70.0", True),
        ("Edge", "25.0", "50.0", "25.0", True),
        ("Near", "50.0", "60.0", "10.0", False),
    ]
    assert page.kinds.sentence == (
        "In 2 of the 3 factors that have both, facts and perceptions lie 25 points or more apart. "
        "They part most in Far: 90.0 by facts, 20.0 by perceptions."
    )


def test_what_is_marked_is_what_scoring_found_apart(make):
    assert APART == scoring.APART
    evaluation = company(make)
    page = report.page(evaluation)
    found = {problem.facts["node"] for problem in evaluation.problems if problem.code == "perception-apart"}
    assert {each.name for each in (*page.kinds.groups, *page.kinds.factors) if each.is_far} == found == {"Far", "Edge"}


def test_the_drawing_puts_a_square_a_ring_and_a_line_where_the_numbers_are(make):
    page = report.page(company(make))
    drawn = [svg for svg in tree_of(page).iter(SVG + "svg") if svg.get("class") == "sides"]
    everything = (*page.kinds.groups, *page.kinds.factors)
    assert len(drawn) == len(everything)
    for svg, sides in zip(drawn, everything, strict=True):
        *_, joined, square = svg.iter(SVG + "line")
        (ring,) = svg.iter(SVG + "circle")
        facts, perceptions = (f"{3 + 0.94 * float(text):.2f}%" for text in (sides.facts, sides.perceptions))
        assert (joined.get("x1"), joined.get("x2")) == (square.get("x1"), ring.get("cx"))
        assert abs(float(square.get("x1")[:-1]) - float(facts[:-1])) < 0.06
        assert abs(float(ring.get("cx")[:-1]) - float(perceptions[:-1])) < 0.06
        assert (joined.get("stroke-width") == "2.4") == sides.is_far


def test_the_table_beside_says_it_all_and_why_the_score_need_not_lie_between(make):
    (section,) = [part for part in tree_of(report.page(company(make))).iter("section") if part.get("id") == "kinds"]
    said = " ".join("".join(section.itertext()).split())
    cells = [[" ".join("".join(cell.itertext()).split()) for cell in row] for row in section.iter("tr")]
    assert ["FarOne", "", "90.0", "20.0", "70.0!"] in cells
    assert ["NearOne", "", "50.0", "60.0", "10.0"] in cells
    assert "need not lie between" in said
    assert len([mark for mark in section.iter("span") if mark.get("class") == "far" and mark.get("role")]) == 2
    columns = len(list(section.iter("col")))
    assert all(len(list(row)) == columns for row in section.iter("tr"))


@pytest.mark.parametrize("asked", [False, True])
def test_there_is_no_section_where_there_is_one_kind_alone(make, asked):
    page = report.page(make.build({"P": {"F": [leaf(make, 0.5, asked), leaf(make, 0.7, asked)]}}))
    assert page.kinds is None
    assert 'id="kinds"' not in report.html(page)
    assert 'href="#kinds"' not in report.html(page)


def test_there_is_none_where_no_part_has_both_now(make):
    nan = float("nan")
    answered_before = make.leaf("Asked", "percent", make.line(0, 1), [0.5, nan], subjective=True)
    assert report.page(make.build({"P": {"F": [leaf(make, 0.5), answered_before]}})).kinds is None


def test_kinds_that_meet_only_higher_up(make):
    page = report.page(make.build({"P": {"F": [leaf(make, 0.5)], "G": [leaf(make, 0.7, True)]}}))
    assert page.kinds.factors == ()
    assert page.kinds.sentence.startswith("No factor has both facts and perceptions. They part most in Total: 50.0 by facts")


def test_a_factor_that_holds_but_one_other_stands_there_once(make):
    page = report.page(make.build({"P": {"Outer": {"Inner": [leaf(make, 0.5), leaf(make, 0.9, True)]}}}))
    assert [each.name for each in page.kinds.factors] == ["Inner"]
    assert page.kinds.factors[0].above == "P · Outer"
    assert page.kinds.sentence.startswith("One factor has both, and its facts and perceptions lie 25 points or more apart.")


def test_a_snapshot_has_it_too(make):
    page = report.page(make.build({"P": {"F": [leaf(make, 0.5), leaf(make, 0.6, True)]}}, periods=1))
    assert page.kinds.sentence.startswith("One factor has both, and its facts and perceptions lie less than 25 points apart.")
    assert "in All data" not in report.html(page)


def test_hostile_names_stay_text(make):
    evil = "</p><script>alert(1)</script>{{ 7 * 7 }}\u202e"
    page = report.page(make.build({evil: {evil: [leaf(make, 0.5, title=evil), leaf(make, 0.9, True, title=evil)]}}))
    html = report.html(page)
    assert not list(tree_of(page).iter("script"))
    assert "\u202e" not in html
    assert "{{ 7 * 7 }}" in html
