import pytest

from scorecard.words import report

ROSE = "The total score rose by 8.1 points, from 49.7 in Q1 to 57.8 in Q2"


@pytest.mark.parametrize(
    ("points", "statuses", "said"),
    [
        ("+8.1", ("Poor", "Fair"), f"{ROSE}; its status is now Fair, after Poor."),
        ("−8.1", ("Fair", "Fair"), "The total score fell by 8.1 points, from 49.7 in Q1 to 57.8 in Q2; its status stays Fair."),
        ("+8.1", ("", ""), f"{ROSE}."),
        ("0.0", ("Fair", "Fair"), "The total score is unchanged at 57.8 (Q1 to Q2); its status stays Fair."),
    ],
)  # fmt: skip
def test_how_the_total_moved(points, statuses, said):
    assert report.total_change("49.7", "57.8", points, ("Q1", "Q2"), statuses) == said


def test_what_moved_it():
    up, down = [("A", "+3.0 points"), ("B", "+1.0 points")], [("C", "−0.5 points")]
    assert (
        report.drivers(up, down, False)
        == "It was lifted most by A (+3.0 points) and B (+1.0 points), and lowered most by C (−0.5 points)."
    )
    assert report.drivers(up[:1], [], False, aside=True) == (
        "Leaving aside what is no more than noise, it was lifted most by A (+3.0 points)."
    )
    assert report.drivers([], [], False, aside=True) == ""
    assert report.drivers(up[:1], down, True) == "It was lowered most by C (−0.5 points), and lifted most by A (+3.0 points)."
    assert report.drivers([], down, False) == "It was lowered most by C (−0.5 points)."
    assert report.drivers([], [], True) == ""


@pytest.mark.parametrize(
    ("scored", "all_", "said"),
    [
        (0, 0, "The scorecard has no measures yet."),
        (1, 1, "The one measure has a score in Q4."),
        (0, 1, "The one measure has no score in Q4."),
        (0, 5, "None of the 5 measures have a score in Q4."),
        (1, 5, "1 of the 5 measures has a score in Q4."),
        (5, 5, "All 5 measures have a score in Q4."),
    ],
)
def test_how_many_measures_have_a_score(scored, all_, said):
    assert report.coverage(scored, all_, "Q4") == said
    assert report.coverage(scored, all_, "") == said.replace(" in Q4", "")


def test_the_range_of_a_band():
    assert [report.band_range(*edges) for edges in (("", "50"), ("50", "80"), ("80", ""), ("", ""))] == [
        "below 50", "50 to below 80", "80 and above", "0 and above",
    ]  # fmt: skip


def test_the_cause_of_a_part_is_told_unless_the_value_moved():
    assert report.effect("+1.0", "value", "from 3 to 4") == "+1.0 points, from 3 to 4"
    assert report.effect("−7.3", "goal", "") == "−7.3 points, as its target moved"
    assert report.effect("−2.2", "left", "") == report.effect("−2.2", "entered", "") == "−2.2 points, data missing on one side"
