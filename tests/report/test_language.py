"""The report of a scorecard that uses the rest of the language: hierarchies, names, rules, moving targets, judgements."""

import re
from datetime import date

import pytest
import tinyhtml5

from scorecard import report
from scorecard.records.definition import (
    Band,
    Bound,
    Dataset,
    Dated,
    Derived,
    FromRows,
    Judged,
    Knot,
    Per,
    Target,
    Text,
)
from scorecard.records.formula import Aggregate, Formula, MeasureTerm
from scorecard.records.values import Reason
from scorecard.words import computed, numbers
from tests.report.conftest import bare

UNITS = [
    {"region": "West"}, {"region": "East"}, {"region": "West", "branch": "A"}, {"region": "West", "branch": "B"},
    {"region": "East", "branch": "C"}, {"channel": "web"}, {"channel": "phone"}, {"channel": None},
    {"channel": "web", "branch": "A"}, {"channel": "web", "branch": "C"}, {"channel": "phone", "branch": "B"},
    {"channel": None, "branch": "A"}, {"channel": None, "branch": None},
]  # fmt: skip
HIERARCHIES = {"place": ("region", "branch"), "channel": ("channel",), "grid": ("channel", "branch")}


def parsed(page):
    return tinyhtml5.parse(report.html(page), namespace_html_elements=False)


def text(element):
    return " ".join("".join(element.itertext()).split())


def leaf_of(make, name="M", unit="percent", target=None, history=(0.4, 0.5), **more):
    return make.leaf(name, unit, target or make.line(0, 1), list(history), **more)


@pytest.fixture
def everything(make):
    """One scorecard with all that the report has words for."""
    count = Formula("count(*)", Aggregate("count"))
    customers = Per("customer_id", {"invoices": 'COUNT(DISTINCT "order_id")'}, ('("amount" > 0e0)',))
    customer = make.part(
        {
            "Loyalty": make.part(
                [
                    leaf_of(make, "Repeat customers", history=(0.31, 0.36), decimals=2, weight=0.75,
                            description=Text({"": "Customers who bought more than once."}),
                            how=FromRows("orders", Formula("share of rows where invoices > 1", Aggregate("count")), "sold_on",
                                         "last", 4, customers)),
                    leaf_of(make, "Churn", history=(0.09, 0.07), target=make.line(0.12, 0.04), better="lower", weight=0.25,
                            status=(Band("good", 0.0), Band("fair", 0.05), Band("poor", 0.1)),
                            how=FromRows("customers", count, None, "open_at_start")),
                ],
                combine="geometric", judged=Judged("eigenvector", 0.0371, (0.02, 0.131)), coverage=0.6,
            ),
            "Service": make.part([leaf_of(make, "Answered", history=(0.8, 0.9)), leaf_of(make, "Solved", history=(0.7, 0.6))],
                                 combine="weakest", missing="zero"),
        },
        weight=2.0,
    )  # fmt: skip
    growth = Formula("revenue / previous(revenue) - 1", MeasureTerm("m4", "previous"))
    finance = [
        leaf_of(make, "Revenue", "currency", make.line(1e6, 5e6), (2e6, 3e6), decimals=0,
                how=FromRows("orders", Formula("sum(amount)", Aggregate("sum", "amount")), "sold_on", "year_to_date")),
        leaf_of(make, "Growth", how=Derived(growth), history=(0.1, 0.2)),
    ]  # fmt: skip
    return make.build(
        {"Customer": customer, "Finance": finance},
        entities=UNITS,
        levels=("region", "branch", "channel"),
        hierarchies=HIERARCHIES,
        members={"channel": {"web": Text({"en": "Online shop", "fa": "آنلاین"})}, "region": {"West": Text({"": "<b>West</b>"})}},
        datasets={"orders": Dataset("orders", "orders.csv", None), "customers": Dataset("customers", "customers.csv", None)},
    )


def test_a_heat_map_for_each_hierarchy_with_the_names_for_people(everything):
    page = report.page(everything)
    assert [(units.name, units.by) for units in page.entities] == [
        ("Place", "region and branch"), ("Channel", "channel"), ("Grid", "channel and branch"),
    ]  # fmt: skip
    place, channel, grid = ([(row.name, row.depth) for row in units.rows] for units in page.entities)
    assert sorted(place) == [("<b>West</b>", 1), ("A", 2), ("B", 2), ("C", 2), ("East", 1), ("Total", 0)]
    assert set(channel) == {("Total", 0), ("Online shop", 1), ("phone", 1), ("Unassigned", 1)}
    assert grid[0] == ("Total", 0)
    assert sorted(grid[grid.index(("Online shop", 1)) + 1 :][:2]) == [("A", 2), ("C", 2)]
    assert grid[grid.index(("phone", 1)) + 1] == ("B", 2)
    assert grid[-3:] == [("Unassigned", 1), ("A", 2), ("Unassigned", 2)]  # two of them: none of them is the other
    tree = parsed(page)
    assert [text(title) for title in tree.iter("h3") if title.get("id")] == ["Place", "Channel", "Grid"]
    assert not list(tree.iter("b"))


def test_every_cell_of_every_heat_map_is_the_evaluations(everything):
    entities, scores = everything.scores.entities, everything.scores
    columns = [0, *(index for index, node in enumerate(scores.nodes) if node.kind == "perspective")]
    for units, levels in zip(report.page(everything).entities, HIERARCHIES.values(), strict=True):
        expected = sorted(
            [numbers.score(scores.score[column, 1, place]) for column in columns]
            for place, entity in enumerate(entities)
            if entity.columns == levels[: len(entity.columns)]
        )
        assert sorted([cell.text for cell in row.cells] for row in units.rows) == expected


def test_the_limit_is_shared_among_hierarchies(make):
    units = [*({"a": f"A{number}"} for number in range(400)), *({"b": f"B{number}"} for number in range(400))]
    evaluation = make.build({"P": [leaf_of(make)]}, entities=units, hierarchies={"one": ("a",), "two": ("b",)})
    maps = report.page(evaluation).entities
    assert [len(units.rows) for units in maps] == [251, 251]
    assert all(units.remarks[0].startswith("150 more units are left out: this page shows at most 250.") for units in maps)


def test_a_hierarchy_without_units_has_no_heat_map(make):
    evaluation = make.build({"P": [leaf_of(make)]}, entities=[{"a": "A"}], hierarchies={"one": ("a",), "two": ("b",)})
    assert [len(units.rows) for units in report.page(evaluation).entities] == [2]


def test_gaps_are_told_for_each_grouping(make):
    reasons = {(1, place): Reason.TOO_FEW for place, unit in enumerate(UNITS, 1) if tuple(unit) == ("channel", "branch")}
    reasons |= {(1, 3): Reason.NO_ROWS}
    evaluation = make.build({"P": [leaf_of(make, reasons=reasons), leaf_of(make, "K")]}, entities=UNITS, hierarchies=HIERARCHIES)
    gaps = [(gap.measure, gap.where) for gap in report.page(evaluation).notes.gaps]
    assert gaps == [("M (1)", "region × branch (of 3)"), ("M (5)", "channel × branch (of 5)")]


def test_a_typed_in_unit_whose_superior_nobody_typed_in_is_not_lost(make):
    evaluation = make.build({"P": [leaf_of(make)]}, entities=[{"region": "West", "branch": "A"}, {"region": "East"}],
                            hierarchies={"place": ("region", "branch")})  # fmt: skip
    (units,) = report.page(evaluation).entities
    assert {row.name for row in units.rows} == {"Total", "East", "A"}


def test_values_lent_from_above_are_told(make):
    entities = [{"region": "W"}, {"region": "W", "branch": "A"}, {"region": "W", "branch": "B"}]
    how = FromRows("d", Formula("count(*)", Aggregate("count")), "day")

    def told(inherit, spread):
        evaluation = make.build(
            {"P": [leaf_of(make, "Lent", how=how, spread=spread)]}, entities=entities,
            hierarchies={"place": ("region", "branch")}, datasets={"d": Dataset("d", "d.csv", None, inherit=inherit)},
        )  # fmt: skip
        return "for Lent; each unit takes the value of the one above it" in text(parsed(report.page(evaluation)))

    assert told(True, 0)
    assert not told(False, 0)
    assert not told(True, 0.2)


def test_decimals_are_the_authors(everything):
    rows = {row.name: row for part in report.page(everything).perspectives for row in part.rows}
    assert (rows["Repeat customers"].baseline, rows["Repeat customers"].target) == ("31.00%", "36.00%")
    assert rows["Repeat customers"].change == "+5.00 pp"
    assert rows["Revenue"].target == "USD 3,000,000"
    assert rows["Growth"].target == "20.0%"


def test_a_measure_may_have_its_status_by_its_value(everything):
    page = report.page(everything)
    rows = {row.name: row for part in page.perspectives for row in part.rows}
    assert rows["Churn"].status.name == "Fair"  # 7%: from 5% to 10%
    assert rows["Churn"].score == "62.5"
    assert rows["Churn"].status == next(band.status for band in page.bands if band.status.name == "Fair")
    assert "A measure with status ranges of its own has its status by its value, not by its score." in page.method.lines
    computed = {measure.name: measure for measure in page.method.measures}
    assert computed["Churn"].notes == ("status: Good below 5%, Fair from 5%, Poor from 10%",)


def test_a_good_value_with_a_poor_score_is_good(make):
    leaf = leaf_of(make, target=make.line(0.5, 1), history=(0.5, 0.5), status=(Band("poor", 0.0), Band("good", 0.4)))
    page = report.page(make.build({"P": [leaf]}))
    assert (page.perspectives[0].rows[0].status.name, page.perspectives[0].rows[1].status.name) == ("Poor", "Good")


def test_rules_and_judgements_are_said_where_they_are_not_the_usual(everything):
    page = report.page(everything)
    rules = {weight.name: weight.target for weight in page.method.weights if weight.kind != "measure"}
    assert rules == {
        "Total": "weighted mean of the parts below",
        "Customer": "weighted mean of the parts below",
        "Loyalty": "weighted geometric mean of the parts below; 0 where one of them is 0; needs 60% of the weight below; weights "
        "below from judgements of 2 judges (principal eigenvector; consistency ratio 0.037 together, 0.020 and 0.131 each)",
        "Service": "lowest score of the parts below; missing counts as 0",
        "Finance": "weighted mean of the parts below",
    }
    said = " ".join(page.method.lines)
    assert "unless the table below names another rule" in said
    assert "Under a geometric mean the split is made in logarithms" in said
    assert "random indices of Saaty 2005" in said


def test_a_plain_scorecard_is_told_nothing_of_rules_it_does_not_use(make):
    page = report.page(make.company(2))
    assert len(page.method.lines) == 10
    assert not re.search(r"geometric|judgement|logarithm", " ".join(page.method.lines))
    assert {weight.target for weight in page.method.weights if weight.kind != "measure"} == {""}


def test_how_every_measure_is_computed(everything):
    computed = {measure.name: (measure.how, measure.notes) for measure in report.page(everything).method.measures}
    assert computed["Repeat customers"] == (
        'share of rows where invoices > 1; over one row for each customer_id, with invoices = COUNT(DISTINCT "order_id"), from '
        'the rows of orders of the last 4 periods where ("amount" > 0e0), by sold_on',
        ("Customers who bought more than once.",),
    )
    assert computed["Churn"][0] == "count(*); over the rows of customers open at the start of the period"
    assert computed["Revenue"][0] == (
        "sum(amount); over the rows of orders from the start of the year to the end of the period, by sold_on"
    )
    assert computed["Growth"][0] == "revenue / previous(revenue) - 1; from other measures"
    assert computed["Answered"][0] == "entered by hand"


@pytest.mark.parametrize("rule", ["mean", "geometric", "weakest"])
def test_the_parts_shown_add_up_under_every_rule(make, rule):
    leaves = [leaf_of(make, f"M{number}", history=(0.2 + number / 10, 0.7 - number / 20)) for number in range(4)]
    evaluation = make.build(
        {"P": make.part({"F": make.part(leaves[:2], combine=rule), "G": leaves[2:]}, combine=rule), "Q": [leaf_of(make, "K")]},
        combine=rule,
    )
    changes = report.page(evaluation).changes
    for parts in (changes.by_perspective, changes.by_cause):
        shown = [float(part.points.replace("−", "-")) for part in parts]
        assert round(sum(shown), 1) == float(changes.total.replace("−", "-"))
    assert changes.total != "0.0"


DAYS = (date(2017, 9, 30), date(2017, 12, 31))


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (Target("line", (Knot(Bound(0.1), 0), Knot(Bound(10), 100)), "log"), "floor 10%, goal 1,000%; logarithmic scale"),
        (Target("line", (Knot(Bound(0), 0), Knot(Dated(((DAYS[0], Bound(0.25)), (DAYS[1], Bound(0.3)))), 100))),
         "floor 0%, goal 30% (25% on 30 September 2017, 30% on 31 December 2017)"),
        (Target("line", (Knot(Bound(-0.05, "baseline"), 0), Knot(Bound(0, "baseline", 1.5), 100))),
         "floor 35% (baseline − 5 pp), goal 60% (baseline × 1.5)"),
        (Target("line", (Knot(Bound(0), 0), Knot(Bound(0.05, "measure", 0.9, "m1"), 100))),
         "floor 0%, goal 77% (Plan × 0.9 + 5 pp)"),
        (Target("at_least", (Knot(Bound(0, "previous"), 100),)), "at least 40% (previous)"),
        (Target("line", (Knot(Bound(0), 0), Knot(Bound(1), 100)), levels=("total", "branch")),
         "floor 0%, goal 100%; for total and branch only"),
        (Target("inside", (Knot(Bound(-0.1, "baseline"), 100), Knot(Bound(0.2, "baseline"), 100))),
         "inside 30% (baseline − 10 pp) – 60% (baseline + 20 pp)"),
    ],
)  # fmt: skip
def test_moving_targets_in_words(make, target, said):
    leaves = [leaf_of(make, target=target), leaf_of(make, "Plan", history=(0.7, 0.8))]
    page = report.page(make.build({"P": leaves}, entities=[("A",)], levels=("branch",)))
    assert page.method.weights[1].target == said


@pytest.mark.parametrize(
    ("bound", "said"),
    [
        (Bound(0, "lowest"), "lowest branch"),
        (Bound(0.1, "highest", 1.1), "highest branch × 1.1 + 10 pp"),
        (Bound(0, "mean", spread=1), "mean over every branch + 1 standard deviation"),
        (Bound(0, "mean", spread=-1.5), "mean over every branch − 1.5 standard deviations"),
        (Bound(0, "mean"), "mean over every branch"),
        (Bound(0, "percentile", percentile=90), "percentile 90 over every branch"),
    ],
)
def test_targets_taken_from_the_units(make, bound, said):
    target = Target("line", (Knot(Bound(-5), 0), Knot(bound, 100)))
    evaluation = make.build({"P": [leaf_of(make, target=target)]}, entities=[("A",), ("B",), ("C",)], levels=("branch",))
    now = evaluation.scores.curves[2].values[:, 1 % evaluation.scores.curves[2].values.shape[1], 0].max()
    shown = numbers.format_for("percent", [-5, float(now)]).exact(float(now))
    assert report.page(evaluation).method.weights[1].target == f"floor −500%, goal {shown} ({said})"


def test_a_yardstick_that_is_missing_is_told_by_what_it_would_be(make):
    target = Target("line", (Knot(Bound(0), 0), Knot(Bound(0, "previous", 2), 100)))
    page = report.page(make.build({"P": [leaf_of(make, target=target, history=(float("nan"), 0.5))]}))
    assert page.method.weights[1].target == "floor 0%, goal previous × 2"


def test_windows_in_words():
    for window in ("during", "to_date", "year_to_date", "last", "open_at_start", "open_at_end", "all"):
        assert computed.from_rows("count(*)", "d", window, 3, "", None).startswith("count(*); over the rows of d ")


def test_a_stranger_s_formula_and_description_are_text(make):
    evil = "</td><script>alert(1)</script>\u202e" + "x" * 5000
    how = FromRows(evil, Formula(evil, Aggregate("count")), evil, per=Per(evil, {evil: evil}))
    leaf = leaf_of(make, evil, how=how, description=Text({"": evil}), status=(Band("poor", 0.0),))
    page = report.page(make.build({"P": [leaf]}, entities=[{evil: evil}], hierarchies={evil: (evil,)},
                                  members={evil: {evil: Text({"": evil})}}))  # fmt: skip
    html = bare(report.html(page))
    assert "<script" not in html
    assert "\u202e" not in html
    assert len(html) < 80_000
