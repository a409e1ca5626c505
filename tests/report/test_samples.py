"""Values from samples: their intervals, how many answered, how sure a status is, and which changes are no more than noise."""

import re
from math import nan

import numpy as np
import pytest
import tinyhtml5

from scorecard import report
from scorecard.records.definition import FromRows, Survey, Text
from scorecard.records.formula import Aggregate, Formula
from scorecard.records.values import Reason
from tests.report.conftest import bare

HOW = FromRows("voice", Formula("share of answers 4, 5", Aggregate("count")), survey=Survey("csat", ("q",), 1, 5, top=(4, 5)))
ASKED = {"how": HOW, "subjective": True}


def pages(evaluation):
    """What both media are made of: the page, and the screen's text and tree."""
    page = report.page(evaluation)
    tree = tinyhtml5.parse(bare(report.html(page)), namespace_html_elements=False)
    return page, tree, " ".join("".join(next(tree.iter("body")).itertext()).split())


def drawn(tree, name):
    """Elements of drawings, which have a namespace of their own."""
    return list(tree.iter("{http://www.w3.org/2000/svg}" + name))


def rows_of(page):
    return {row.name: row for part in page.perspectives for row in part.rows}


def company(make, *, before=0.6, now=0.62, se=0.05, revenue=(100, 160), **more):
    leaf, line = make.leaf, make.line
    return make.build(
        {
            "Customer": {"Satisfaction": [leaf("Satisfied", "percent", line(0, 1), [before, now], se=se, **ASKED)]},
            "Finance": [leaf("Revenue", "number", line(0, 200), list(revenue), weight=2)],
        },
        **more,
    )


def test_a_value_from_a_sample_has_its_interval_and_how_many_answered(make):
    page, tree, said = pages(company(make))
    row = rows_of(page)["Satisfied"]
    assert (row.target, row.within, row.notes) == ("62.0%", "52.2–71.8%", ("120 answers",))
    assert "62.0%52.2–71.8%" in said
    low, high = row.bullet.whisker
    assert (round(low, 1), round(high, 1), row.bullet.within) == (52.2, 71.8, "52.2–71.8")
    told = [svg for svg in drawn(tree, "svg") if any("52.2–71.8" in (title.text or "") for title in drawn(svg, "title"))]
    assert len(told) == 4  # the measure, and the two nodes that rest on it alone, of which one stands in the summary too
    assert all([path.get("d") for path in drawn(svg, "path")] == ["M52.20 5H71.80"] * 2 for svg in told)
    assert "95% interval of the score" in said


def test_full_records_have_no_interval_and_no_word_of_one(make):
    page, tree, said = pages(make.company(4))
    assert all(row.within == row.sure == "" and row.bullet.whisker is None for row in rows_of(page).values())
    assert not any(row.change_noise or row.points_noise for row in rows_of(page).values())
    assert not re.search("95% interval|noise|~| sure|answers", said)
    assert not [svg for svg in drawn(tree, "svg") if svg.get("role")]


@pytest.mark.parametrize("reason", [Reason.TOO_FEW, Reason.SUPPRESSED])
def test_what_is_withheld_says_so_and_nothing_of_how_many_there_were(make, reason):
    leaf = make.leaf("Satisfied", "percent", make.line(0, 1), [0.6, nan], se=0.05, reasons={(1, 0): reason}, **ASKED)
    page, _, said = pages(make.build({"P": [leaf, make.leaf("Other", "percent", make.line(0, 1), [0.4, 0.5])]}))
    row = rows_of(page)["Satisfied"]
    word = {Reason.TOO_FEW: "too few answers", Reason.SUPPRESSED: "withheld"}[reason]
    assert (row.target, row.within, row.bullet.whisker) == ("–", "", None)
    assert row.notes == (f"Q4 2017: {word}",)
    assert "120 answers" not in said


def test_one_answer_and_assessors(make):
    one = company(make)
    one.values.n[:] = 1
    assert rows_of(report.page(one))["Satisfied"].notes == ("1 answer",)
    rubric = FromRows("voice", HOW.formula, survey=Survey("mean", ("q",), 1, 5, rubric={1.0: Text({"": "none"})}))
    leaf = make.leaf("Capacity", "number", make.line(1, 5), [3, 4], se=0.2, how=rubric)
    assert rows_of(report.page(make.build({"P": [leaf]})))["Capacity"].notes == ("120 assessments",)


@pytest.mark.parametrize(("value", "told"), [(0.52, True), (0.65, True), (0.7, False)])
def test_a_status_that_is_not_very_sure_says_so(make, value, told):
    evaluation = company(make, now=value, se=0.04)
    sure = float(evaluation.scores.sure[3, 1, 0])
    assert (sure < 0.9) == (told and value < 0.6)
    page, _, said = pages(evaluation)
    shown = rows_of(page)["Satisfied"].sure
    assert shown == (f"{100 * sure:.0f}% sure" if sure < 0.9 else "")
    assert (shown != "") == (f"Fair{shown}" in said.replace("Fair ", "Fair") and shown != "")


def test_a_total_that_is_not_very_sure_says_so_on_the_cover(make):
    page, tree, _ = pages(company(make, now=0.41, revenue=(100, 116)))
    cover = "".join(next(tree.iter("header")).itertext())
    assert page.cover.score.sure
    assert page.cover.score.sure in cover
    assert f"95% interval {page.cover.score.bullet.within}" in cover


def test_a_change_that_is_noise_bears_its_mark_and_is_no_gain_in_the_summary(make):
    evaluation = company(make)
    assert [evaluation.comparison.noise.real(node) for node in range(4)] == [True, False, False, False]
    page, tree, said = pages(evaluation)
    row = rows_of(page)["Satisfied"]
    assert row.change_noise
    assert row.points_noise
    assert not rows_of(page)["Revenue"].change_noise
    effect = next(effect for effect in page.changes.by_cause if effect.name == "Satisfied")
    assert effect.noise
    assert "lifted most by Revenue" in said
    assert not re.search(r"(lifted|lowered)[^.]*Satisfied", " ".join(page.summary.sentences))
    assert "~ marks a change that is no more than noise" in said
    grey = [rect for rect in drawn(tree, "rect") if rect.get("fill") == "#9aa2a6"]
    assert len(grey) == 3  # the measure's part and its perspective's, here and in the waterfall


def test_a_change_that_is_real_bears_none(make):
    page, tree, said = pages(company(make, before=0.2, now=0.9, se=0.02))
    assert "~" not in said
    assert page.noise == ""
    assert not page.changes.marked
    assert not [rect for rect in drawn(tree, "rect") if rect.get("fill") == "#9aa2a6"]
    assert "lifted most by Satisfied" in said


def test_a_total_that_moved_by_noise_alone_neither_rose_nor_fell(make):
    evaluation = company(make, revenue=(100, 100))
    assert evaluation.comparison.noise.real(0) is False
    page, _, said = pages(evaluation)
    first = page.summary.sentences[0]
    assert first == (
        "The total score is 56.0 in Q4 2017, after 55.0 in Q3 2017: a difference no larger than noise; its status stays Fair."
    )
    assert not re.search("rose|fell|lifted|lowered", " ".join(page.summary.sentences))
    assert "no more than noise" in said
    assert page.changes.within.startswith("95% interval −")


def test_larger_parts_that_are_noise_are_left_aside_aloud(make):
    page = report.page(company(make, before=0.2, now=0.3, se=0.3, revenue=(100, 101)))
    assert "Leaving aside what is no more than noise, it was lifted most by Revenue" in " ".join(page.summary.sentences)


def test_a_target_that_moved_is_no_noise(make):
    """The value's change is; the points come from the target too."""
    from scorecard.records.definition import Bound, Dated, Knot, Target

    days = [(period.end, Bound(goal)) for period, goal in zip(make.quarters[-2:], (1.0, 0.7), strict=True)]
    moving = Target("line", (Knot(Bound(0), 0), Knot(Dated(tuple(days)), 100)))
    page = report.page(make.build({"P": [make.leaf("Satisfied", "percent", moving, [0.6, 0.61], se=0.05, **ASKED)]}))
    row = rows_of(page)["Satisfied"]
    assert row.change_noise
    assert not row.points_noise
    causes = {effect.cause: effect.noise for effect in page.changes.by_cause}
    assert causes == {"value": True, "goal": False}


def test_units_bear_the_mark_each_for_themselves(make):
    se = np.full((2, 3), 0.002)
    se[:, 1] = 0.5
    evaluation = make.build(
        {"P": [make.leaf("Satisfied", "percent", make.line(0, 1), [0.5, 0.6], se=se, spread=0, **ASKED)]},
        entities=[("A",), ("B",)], levels=("branch",),
    )  # fmt: skip
    page, _, said = pages(evaluation)
    marks = {row.name: row.noise for row in page.entities[0].rows}
    assert marks == {"Total": False, "A": True, "B": False}
    assert sum("no more than noise" in remark for remark in page.entities[0].remarks) == 1
    assert "~" in said


def test_a_stranger_s_names_stay_text_beside_the_marks(make):
    evil = '"><script>alert(1)</script>~'
    leaf = make.leaf(evil, "percent", make.line(0, 1), [0.5, 0.51], se=0.1, **ASKED)
    page, tree, _ = pages(make.build({evil: {evil: [leaf]}}))
    assert page.noise
    assert not list(tree.iter("script"))
