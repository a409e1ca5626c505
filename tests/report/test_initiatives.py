"""Goals and initiatives in the report: there where the definition has any, with the evaluation's own numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
import tinyhtml5

from scorecard import report
from scorecard.records.definition import Text
from scorecard.records.goals import Goal, Initiative, Strategy
from scorecard.words import numbers
from tests.report.conftest import bare

WON, CYCLE, TRAINING = ("n1", "n0", "n0"), ("n1", "n0", "n1"), ("n3", "n0")
"""Win rate, mean sales cycle and training days of the company."""


def text(element):
    return " ".join(" ".join(element.itertext()).split())


def said(words):
    return Text({"": words})


def planned(make, periods=2, **initiatives):
    """The company with a goal and these initiatives, by their id."""
    evaluation = make.company(periods, calendar="gregorian")
    sell = Strategy("sell", said("Sell better"), said("Ask earlier."), (WON, CYCLE))
    goals = {
        "grow": Goal("grow", said("Grow"), said("By a tenth."), said("Head of sales"), date(2018, 3, 31), {"sell": sell}),
        "rest": Goal("rest", said("Rest"), strategies={"none": Strategy("none", said("None"))}),
    }
    found = {id: Initiative(id, said(id), **more) for id, more in initiatives.items()}
    return replace(evaluation, definition=replace(evaluation.definition, goals=goals, initiatives=found))


def section(evaluation):
    tree = tinyhtml5.parse(report.html(report.page(evaluation)), namespace_html_elements=False)
    (found,) = (part for part in tree.iter("section") if part.get("id") == "plans")
    return found


def cells(section, table):
    return [[text(cell) for cell in row] for body in list(section.iter("table"))[table].iter("tbody") for row in body.iter("tr")]


def test_there_is_no_section_where_nothing_is_planned(make):
    page = report.page(make.company(2))
    assert page.plans is None
    html = report.html(page)
    assert "Goals and initiatives" not in html
    assert 'href="#plans"' not in html


def test_a_definition_with_initiatives_alone_has_no_table_of_goals(make):
    evaluation = planned(make, crm={"moves": (WON,)})
    evaluation = replace(evaluation, definition=replace(evaluation.definition, goals={}))
    assert len(list(section(evaluation).iter("table"))) == 1
    assert "#plans" in report.html(report.page(evaluation))


def test_goals_show_how_the_measures_of_their_strategies_stand(make):
    evaluation = planned(make)
    won, index = evaluation.scores, {node.path: place for place, node in enumerate(evaluation.scores.nodes)}
    found = cells(section(evaluation), 0)
    assert found[0] == ["Grow", "Head of sales", "31 March 2018", ""]
    assert found[1] == ["By a tenth."]
    assert found[2] == ["Sell better Ask earlier."]
    for cell, path, title, values in (
        (found[3], WON, "Win rate", ["61.0%", "63.2%", "+2.2 pp"]),
        (found[4], CYCLE, "Mean sales cycle", ["48.0 days", "47.2 days", "−0.8 days"]),
    ):
        before, now = (float(won.score[index[path], period, 0]) for period in (0, 1))
        assert cell[:4] == [title, *values]
        assert cell[5:7] == [numbers.score(now), numbers.points(now - before)]
        assert cell[7] == evaluation.status(index[path], 1).id.capitalize()
    assert found[5] == ["Rest", "–", "–", ""]
    assert found[6] == ["None No measure of the tree tells whether it works."]
    assert len(list(section(evaluation).iter("table"))) == 1


def test_initiatives_show_who_until_when_how_far_and_what_moved(make):
    evaluation = planned(
        make,
        crm={
            "description": said("One system."), "owner": said("Sara"), "start": date(2017, 1, 15), "due": date(2017, 12, 30),
            "status": "running", "budget": 2.5e6, "strategy": ("grow", "sell"), "moves": (WON, TRAINING, ("n2",)),
        },
        idle={"status": "stopped"},
    )  # fmt: skip
    found = cells(section(evaluation), 1)
    assert found[0] == ["crm", "Sara", "30 December 2017 from 15 January 2017", "Running Overdue"]
    assert found[1] == ["One system. Serves Sell better (Grow) · Budget USD 2.5M"]
    assert [row[0] for row in found[2:5]] == ["Win rate", "Training days per employee", "Finance"]
    assert found[3][1:4] == ["3.0 days", "3.5 days", "+0.5 days"]
    assert found[4][1:4] == ["", "", ""]
    perspective = next(each.rows[0] for each in report.page(evaluation).perspectives if each.title == "Finance")
    assert found[4][5:7] == [perspective.score, perspective.points]
    assert found[5:] == [["idle", "–", "–", "Stopped"], ["Nothing of the tree is named that it should move."]]


@pytest.mark.parametrize(
    ("due", "status", "late"),
    [
        (date(2017, 12, 30), "running", True),
        (date(2017, 12, 30), "planned", True),
        (date(2017, 12, 31), "running", False),  # due on the period's last day: that day is not past
        (date(2017, 12, 30), "done", False),
        (date(2017, 12, 30), "stopped", False),
        (None, "running", False),
    ],
)
def test_overdue_is_what_is_open_on_the_last_day_of_the_target_period(make, due, status, late):
    evaluation = planned(make, crm={"due": due, "status": status})
    (plan,) = report.page(evaluation).plans.initiatives
    assert (plan.late is not None) is late
    assert ("On 31 December 2017 it is overdue." in report.page(evaluation).plans.sentences) is late


def test_a_snapshot_has_no_last_day_and_nothing_moved(make):
    evaluation = planned(make, 1, crm={"due": date(1999, 1, 1), "status": "running", "moves": (WON,)})
    page = report.page(evaluation)
    assert page.plans.initiatives[0].late is None
    assert page.plans.sentences == ("There is one initiative; it is running.",)
    goals, initiatives = (cells(section(evaluation), table) for table in (0, 1))
    assert goals[3][:2] == ["Win rate", "63.2%"]
    assert [len(row) for row in initiatives] == [4, 5]


@pytest.mark.parametrize(
    ("statuses", "sentence"),
    [
        ("d", "There is one initiative; it is done."),
        ("rr", "All 2 initiatives are running."),
        ("dprps", "Of 5 initiatives, 1 is done, 1 is running, 2 are planned and 1 is stopped."),
    ],
)
def test_the_sentence_counts_them(make, statuses, sentence):
    words = {"d": "done", "r": "running", "p": "planned", "s": "stopped"}
    plans = {f"i{place}": {"status": words[letter]} for place, letter in enumerate(statuses)}
    assert report.page(planned(make, **plans)).plans.sentences == (sentence,)


def test_of_several_the_late_ones_are_counted(make):
    late = {"status": "running", "due": date(2017, 1, 1)}
    sentences = report.page(planned(make, a=late, b=late, c={})).plans.sentences
    assert sentences[1] == "On 31 December 2017, 2 of them are overdue."


def test_every_row_fills_its_table(make):
    for periods in (1, 2, 4):
        for table in section(planned(make, periods, crm={"moves": (WON,), "description": said("x")}, idle={})).iter("table"):
            columns = len(list(table.iter("col")))
            assert {sum(int(cell.get("colspan", 1)) for cell in row) for row in table.iter("tr")} == {columns}
            assert all(header.get("scope") in ("col", "row") for header in table.iter("th"))
            assert text(next(table.iter("caption")))


def test_a_title_that_stands_twice_says_where(make):
    leaf = make.leaf("Same", "percent", make.line(0, 1), [0.4, 0.5])
    evaluation = make.build({"P": [leaf, make.leaf("Other", "percent", make.line(0, 1), [0.4, 0.5])], "Q": [leaf]})
    found = {"i": Initiative("i", said("I"), moves=(("n0", "n0"), ("n0", "n1"), ("n1", "n0")))}
    evaluation = replace(evaluation, definition=replace(evaluation.definition, initiatives=found))
    assert [row[0] for row in cells(section(evaluation), 0)[1:]] == ["Same P", "Other", "Same Q"]


def test_owners_and_days_of_review_stand_where_the_measure_is_explained(make):
    def notes(*uses, measure=(None, None), target=True):
        leaf = make.leaf("M", "percent", make.line(0, 1), [0.4, 0.5])
        evaluation = make.build({f"P{place}": [leaf] for place, _ in enumerate(uses)}, periods=2 if target else 1)
        root = evaluation.definition.root
        tops = tuple(
            replace(top, children=tuple(replace(leaf, measure="m0", owner=owner, review_by=day) for leaf in top.children))
            for top, (owner, day) in zip(root.children, uses, strict=True)
        )
        own = {"m0": replace(evaluation.definition.measures["m0"], owner=measure[0], review_by=measure[1])}
        root = replace(root, children=tops)
        definition = replace(evaluation.definition, root=root, measures=own)
        scores = replace(evaluation.scores, nodes=tuple(root.walk()))
        return report.page(replace(evaluation, definition=definition, scores=scores)).method.measures[0].notes

    sara, ali, day = said("Sara"), said("Ali"), date(2018, 1, 1)
    assert notes((sara, day)) == ("owner: Sara; to be reviewed by 1 January 2018",)
    assert notes((None, date(2017, 12, 31))) == ("to be reviewed by 31 December 2017, which has come",)
    assert notes((None, date(2017, 12, 31)), target=False) == ("to be reviewed by 31 December 2017",)
    assert notes((sara, None), (sara, None)) == ("owner: Sara",)
    assert notes((sara, None), (ali, None), (None, None)) == ("in P0: owner: Sara", "in P1: owner: Ali")
    assert notes((None, None), measure=(sara, day)) == ()  # a use says what holds at it, the measure's own included
    assert notes((None, None)) == ()


def test_hostile_texts_stay_texts(make):
    evil = "</td></section><script>alert(1)</script>{{ 7 * 7 }}\u202egnp.exe\x1b]0;x\x07" + "x" * 3000
    evaluation = planned(
        make, crm={"description": said(evil), "owner": said(evil), "strategy": ("evil", "evil"), "moves": (WON,)}
    )
    strategy = Strategy("evil", said(evil), said(evil), (WON,))
    goals = {"evil": Goal("evil", said(evil), said(evil), said(evil), None, {"evil": strategy})}
    initiatives = {"evil": replace(evaluation.definition.initiatives["crm"], title=said(evil))}
    html = bare(
        report.html(
            report.page(replace(evaluation, definition=replace(evaluation.definition, goals=goals, initiatives=initiatives)))
        )
    )
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "{{ 7 * 7 }}" in html
    assert not {"\u202e", "\x1b", "\x07"} & set(html)
    assert len(html) < 150_000


def test_it_is_printed(make):
    made = report.pdf(report.page(planned(make, crm={"due": date(2017, 1, 1), "status": "running", "moves": (WON, TRAINING)})))
    assert made.startswith(b"%PDF")
