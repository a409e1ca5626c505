"""The written summary: what changed, why, how sure that is, and what is missing; never more than the data bear."""

import pytest

from scorecard import report
from scorecard.words import summary as words
from scorecard.words.tongue import speaking

NAN = float("nan")


def paragraphs(make, tree, **more):
    return report.page(make.build(tree, **more)).summary.sentences


def perspectives(make, *changes):
    return {
        f"P{place}": [make.leaf(f"M{place}", "percent", make.line(0, 1), [0.5, 0.5 + change])]
        for place, change in enumerate(changes)
    }


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ((0.1, 0.2, -0.1, -0.3), "P1 gained most (+20.0 points, to 70.0), P3 lost most (−30.0 points, to 20.0)."),
        ((0.1, 0.2, 0, -0.3), "P1 gained most (+20.0 points, to 70.0); only P3 fell (−30.0 points, to 20.0)."),
        ((-0.1, -0.2, 0.3), "P1 lost most (−20.0 points, to 30.0); only P2 rose (+30.0 points, to 80.0)."),
        ((-0.1, 0.2), "P1 rose (+20.0 points, to 70.0), P0 fell (−10.0 points, to 40.0)."),
        ((0.1, 0.2), "Every perspective rose, P1 most (+20.0 points, to 70.0)."),
        ((0.1, 0), "No perspective fell; P0 gained most (+10.0 points, to 60.0)."),
        ((-0.1, -0.2), "Every perspective fell, P1 most (−20.0 points, to 30.0)."),
        ((0, -0.2), "No perspective rose; P1 lost most (−20.0 points, to 30.0)."),
        ((0, 0), "No perspective moved."),
    ],
)
def test_where_the_perspectives_went(make, changes, said):
    assert paragraphs(make, perspectives(make, *changes))[1].endswith(said)


def test_one_perspective_alone_is_the_total(make):
    assert paragraphs(make, perspectives(make, 0.1))[1] == "It was lifted most by M0 (+10.0 points, from 50.0% to 60.0%)."


def sampled(make, change, se):
    return {
        "Asked": [make.leaf("Answers", "percent", make.line(0, 1), [0.5, 0.5 + change], se=se)],
        "Counted": [make.leaf("Records", "percent", make.line(0, 1), [0.5, 0.5])],
    }


def test_a_change_beyond_noise_says_so(make):
    _, why, sure = paragraphs(make, sampled(make, 0.2, 0.01))
    assert "Asked" in why
    # half of 20 points; 1.96 · √2 · 1 point, halved
    assert sure.startswith("The 95% interval of the change runs from +8.6 to +11.4 points, so it is more than noise. ")


def test_nothing_is_claimed_of_noise(make):
    lead, why, sure = paragraphs(make, sampled(make, 0.02, 0.05))
    assert "a difference no larger than noise" in lead
    assert why == "No perspective moved by more than noise."
    assert "these data cannot tell which way it went" in sure
    assert not {"rose", "fell", "gained", "lost", "lifted", "lowered"} & set(f"{lead} {why} {sure}".split())


def test_a_status_that_may_be_another(make):
    tree = {"P": [make.leaf("Answers", "percent", make.line(0, 1), [0.4, 0.52], se=0.04)]}
    assert "Its status is not certain: Fair is 69% sure." in paragraphs(make, tree)[2]  # Φ(2 / 4) = 69%


@pytest.mark.parametrize(
    ("missing", "said"),
    [
        (0, "All 10 measures have a score in Q4 2017."),
        (1, "9 of the 10 measures have a score in Q4 2017. M0 has none; it carries 10% of the total's weight."),
        (
            3,
            "7 of the 10 measures have a score in Q4 2017. "
            "M0, M1 and M2 have none; together they carry 30% of the total's weight.",
        ),
        (4, "M0, M1, M2 and 1 other have none; together they carry 40% of the total's weight."),
        (6, "M0, M1, M2 and 3 others have none; together they carry 60% of the total's weight."),
    ],
)
def test_what_is_missing_is_named_with_its_weight(make, missing, said):
    leaves = [make.leaf(f"M{place}", "percent", make.line(0, 1), [0.5, NAN if place < missing else 0.6]) for place in range(10)]
    assert paragraphs(make, {"P": leaves})[2].endswith(said)


def test_the_heaviest_that_is_missing_stands_first(make):
    leaves = [make.leaf(name, "percent", make.line(0, 1), [0.5, NAN], weight=weight) for name, weight in (("a", 1), ("b", 3))]
    leaves.append(make.leaf("c", "percent", make.line(0, 1), [0.5, 0.6], weight=4))
    assert "b and a have none" in paragraphs(make, {"P": leaves})[2]


@pytest.mark.parametrize("language", ["fa", "ar"])
def test_numbers_and_names_are_in_every_case_of_every_language(language):
    one, other = words.Moved("Ⓐ", "Ⓑ", "Ⓒ"), words.Moved("Ⓓ", "Ⓔ", "Ⓕ")
    with speaking(language):
        for up in ([], [one], [one, one]):
            for down in ([], [other], [other, other]):
                said = words.perspectives(up, down, 1, 0)
                assert {letter for letter in "ⒶⒷⒸⒹⒺⒻ" if letter in said} == {
                    *"".join([*up[0]] if up else []),
                    *"".join(down[0] if down else []),
                }
        told = {words.certain("Ⓐ", "Ⓑ", is_noise=noise, spans_zero=spans) for noise in (True, False) for spans in (True, False)}
        assert len(told) == 3
        assert all("Ⓐ" in said and "Ⓑ" in said for said in told)
        assert "Ⓑ" in words.status("Ⓐ", "Ⓑ")
        counted = {words.unscored(["Ⓐ", "Ⓑ", "Ⓒ", *"x" * more], "Ⓓ") for more in (0, 1, 2, 3, 11, 100)}
        assert len(counted) == 6
        assert all({*"ⒶⒷⒸⒹ"} <= set(said) for said in counted)
