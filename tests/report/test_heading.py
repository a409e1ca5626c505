"""Where it is heading: courses and forecasts in small drawings, and why some measures have none."""

import re
from datetime import timedelta
from math import isnan, nan

import pytest
import tinyhtml5

from scorecard import report
from scorecard.records.definition import Bound, Dated, Knot, Target
from scorecard.records.values import Reason
from scorecard.report.heading import MOST
from scorecard.words import numbers
from tests.report.conftest import bare

SVG = "{http://www.w3.org/2000/svg}"
UP = [0.30, 0.33, 0.35, 0.39, 0.40, 0.43]


def leaf(make, history, title="Win rate", target=None, **more):
    return make.leaf(title, "percent", target or make.line(0, 1), history, **more)


def dated(make, goal, ahead=180):
    """A target that reaches `goal` so many days after the last period."""
    last = make.quarters[-1].end
    points = ((make.quarters[-6].start, Bound(0.2)), (last + timedelta(ahead), Bound(goal)))
    return Target("line", (Knot(Bound(0), 0), Knot(Dated(points), 100)))


def page_of(make, *leaves, periods=6, **more):
    return report.page(make.build({"P": {"F": list(leaves)}}, periods=periods, **more))


def section(page):
    tree = tinyhtml5.parse(report.html(page), namespace_html_elements=False)
    found = [part for part in tree.iter("section") if part.get("id") == "heading"]
    return found[0] if found else None


def test_the_past_is_solid_and_the_forecast_dotted_within_its_band(make):
    evaluation = make.build({"P": [leaf(make, UP)]}, periods=6)
    (outlook,) = evaluation.outlook
    page = report.page(evaluation)
    (course,) = page.heading.courses
    steps = outlook.steps
    low = min(step.low if step.ahead else step.value for step in steps)
    high = max(step.high if step.ahead else step.value for step in steps)

    def y(level):
        return round(100 * (1 - (level - low) / (high - low)), 1)

    (past,) = course.past
    assert [point[1] for point in past] == [y(step.value) for step in steps if not step.ahead]
    assert [point[1] for point in course.coming] == [y(step.value) for step in steps[5:]]
    assert [point[1] for point in course.band] == [
        y(UP[-1]), *(y(step.high) for step in steps[6:]), *(y(step.low) for step in reversed(steps[6:]))
    ]  # fmt: skip
    assert (past[0][0], past[-1][0] < 100, course.coming[-1][0]) == (0.0, True, 100.0)
    form = numbers.format_for("percent", UP)
    last = steps[-1]
    assert course.now == "Q4 2017: 43.0%"
    assert course.ahead == f"Forecast for Q2 2018: {form.value(last.value)} ({form.between(last.low, last.high)})"
    assert course.expected == ()
    (svg,) = section(page).iter(SVG + "svg")
    solid, dotted = svg.iter(SVG + "polyline")
    assert solid.get("stroke-dasharray") is None
    assert dotted.get("stroke-dasharray")
    assert len(svg.find(".//" + SVG + "polygon").get("points").split()) == 5
    said = "".join(section(page).itertext())
    assert course.now in said
    assert course.ahead in said
    assert "Dashed" not in said
    assert "straight line" in said
    assert "seasons" not in said


@pytest.mark.parametrize(
    ("goal", "verdict", "sentence"),
    [
        (0.9, "Target: 90%, out of reach", "It has a target with a date, and will probably miss it."),
        (0.3, "Target: 30%, on course", "It has a target with a date, and is on course for it."),
        (0.49, "Target: 49%, open", "It has a target with a date, and may or may not meet it."),
    ],
)
def test_a_dated_target_is_dashed_and_says_whether_it_will_be_met(make, goal, verdict, sentence):
    page = page_of(make, leaf(make, UP, target=dated(make, goal)))
    (course,) = page.heading.courses
    assert course.expected_text == verdict
    assert course.is_behind == verdict.endswith("out of reach")
    assert page.heading.sentences == (f"One measure has a forecast. {sentence}",)
    assert len(course.expected) > 2
    (svg,) = section(page).iter(SVG + "svg")
    assert next(svg.iter(SVG + "polyline")).get("stroke-dasharray") == "5 3"
    assert "Dashed: what the dated target expects" in "".join(section(page).itertext())


def test_dated_targets_come_first_the_missed_ones_before_all(make):
    page = page_of(
        make,
        leaf(make, UP, "heavy", weight=9),
        leaf(make, UP, "met", dated(make, 0.3)),
        leaf(make, UP, "light"),
        leaf(make, UP, "open", dated(make, 0.49)),
        leaf(make, UP, "missed", dated(make, 0.9)),
    )
    assert [course.name for course in page.heading.courses] == ["missed", "open", "met", "heavy", "light"]
    assert page.heading.sentences == (
        "5 measures have a forecast. 3 of them have a target with a date: 1 is on course for it, 1 may or may not meet it "
        "and 1 will probably miss it.",
    )


def test_targets_that_fare_alike_are_told_in_one(make):
    page = page_of(make, *(leaf(make, UP, name, dated(make, 0.9)) for name in "ab"), leaf(make, UP))
    assert page.heading.sentences == (
        "3 measures have a forecast. 2 of them have a target with a date, and will probably miss it.",
    )


def test_no_more_than_so_many_are_drawn_and_the_others_counted(make):
    page = page_of(make, *(leaf(make, UP, f"M{number}", weight=number) for number in range(1, MOST + 4)))
    assert [course.name for course in page.heading.courses] == [f"M{number}" for number in range(MOST + 3, 3, -1)]
    assert page.heading.sentences[1] == f"Drawn are {MOST}: those that weigh most. The exported data hold the other 3."


def test_measures_without_a_forecast_are_counted_by_reason(make):
    page = page_of(
        make,
        leaf(make, UP),
        leaf(make, [nan, *UP[1:]], "short"),
        leaf(make, [nan, nan, *UP[2:]], "shorter"),
        leaf(make, [*UP[:5], nan], "gone"),
        leaf(make, [*UP[:5], nan], "secret", reasons={(5, 0): Reason.SUPPRESSED}),
    )
    assert set(page.heading.sentences[1:]) == {
        "2 measures have no forecast: fewer than six periods with a value.",
        "1 measure has no forecast: no value for the whole of Q4 2017.",
        "1 measure has no forecast: its value in Q4 2017 is withheld.",
    }
    assert [course.name for course in page.heading.courses] == ["Win rate"]


def test_a_gap_breaks_the_line(make):
    page = page_of(make, leaf(make, [*UP[:3], nan, nan, *UP[3:]]), periods=8)
    (course,) = page.heading.courses
    assert [len(stretch) for stretch in course.past] == [3, 3]


def test_two_years_bring_the_seasons(make):
    page = page_of(make, leaf(make, [0.3, 0.5, 0.2, 0.4, 0.35, 0.56, 0.24, 0.45]), periods=8)
    assert "follow the seasons" in "".join(section(page).itertext())


def test_a_course_that_never_moves_lies_in_the_middle(make):
    (course,) = page_of(make, leaf(make, [0.4] * 6)).heading.courses
    assert not any(isnan(y) for stretch in course.past for _, y in stretch)


@pytest.mark.parametrize("periods", [1, 2, 4, 5])
def test_there_is_no_section_where_nothing_is_forecast(make, periods):
    page = page_of(make, leaf(make, UP), periods=periods)
    assert page.heading is None
    html = report.html(page)
    assert "heading-title" not in html
    assert "#heading" not in html


def test_it_is_printed(make, tmp_path):
    assert report.pdf(page_of(make, *(leaf(make, UP, f"M{n}" * 60, dated(make, 0.9)) for n in range(14)))).startswith(b"%PDF")


def test_hostile_names_stay_text(make):
    evil = '"><script>alert(1)</script>{{ 7 * 7 }}\u202e'
    page = report.page(make.build({evil: {evil: [leaf(make, UP, evil)]}}, periods=6))
    html = report.html(page)
    assert page.heading.courses
    assert not list(tinyhtml5.parse(bare(html), namespace_html_elements=False).iter("script"))
    assert not re.search("\u202e", html)
