"""Values: what covers a period, what a formula looks back to, what is typed in, what is doubtful, and the SQL itself."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from scorecard import formula, values
from scorecard.records.definition import Bound, Dated, Entered, FromRows, Knot, Per, Target
from scorecard.records.tables import EnteredValue, Tables
from scorecard.records.values import Reason

from .build import COLUMNS, Q1, Q2, WHOLE, define, derived, over, place_of, reasons, row, tables


def test_inside_the_covered_days_nothing_counted_is_zero_and_nothing_averaged_is_missing():
    rows = [row(date(2025, 1, 1)), row(date(2025, 6, 30)), row(date(2025, 2, 1), "lost", None)]
    definition = define(
        {"n": over("count(*)", where="stage = 'open'"), "mean": over("avg(amount)", where="stage = 'open'")}, levels=()
    )
    found, _, problems = values.compute(definition, tables(rows), (Q1, Q2))
    assert found.value[0].tolist() == [[0.0], [0.0]]
    assert reasons(found, "mean") == [[Reason.NO_ROWS], [Reason.NO_ROWS]]
    assumed = [(p.facts["first"], p.facts["last"]) for p in problems if p.code == "covers-assumed"]
    assert assumed == [(date(2025, 1, 1), date(2025, 6, 30))]


def test_outside_the_covered_days_all_is_not_covered():
    definition = define({"n": over("count(*)"), "open": over("count(*)", "open_at_end")}, levels=())
    found, _, _ = values.compute(definition, tables([row(date(2025, 1, 1)), row(date(2025, 3, 31))]), (Q1, Q2))
    assert reasons(found, "n") == [[Reason.PRESENT], [Reason.NOT_COVERED]]
    assert found.n[0].tolist() == [[2], [0]]


def test_a_partly_covered_period_is_reported_and_serves_no_previous():
    rows = [row(date(2025, 2, 1)), row(date(2025, 6, 30))]
    definition = define({"n": over("count(*)"), "growth": derived("n / previous(n) - 1"), "still": derived("n + 1")}, levels=())
    found, _, problems = values.compute(definition, tables(rows), (Q1, Q2))
    assert reasons(found, "growth") == [[Reason.NOT_COVERED], [Reason.NOT_COVERED]]
    assert reasons(found, "still") == [[Reason.PRESENT], [Reason.PRESENT]]
    assert [p.facts["period"] for p in problems if p.code == "partly-covered"] == ["2025-Q1"]
    whole = replace(definition, datasets={"deals": replace(definition.datasets["deals"], covers=WHOLE)})
    found, _, problems = values.compute(whole, tables(rows), (Q1, Q2))
    assert found.value[found.measures.index("growth")].tolist()[1] == [0.0]
    assert not problems


def test_with_previous_grows_the_periods_by_what_formulas_look_back_to():
    twice = {"n": over("count(*)"), "growth": derived("n / previous(n)"), "faster": derived("growth - previous(growth)")}
    assert [p.id for p in values.with_previous(define(twice), (Q2,))] == ["2024-Q4", "2025-Q1", "2025-Q2"]
    assert values.with_previous(define({"n": over("count(*)")}), (Q1, Q2)) == (Q1, Q2)
    assert values.with_previous(define(twice), (None,)) == (None,)


def test_zero_denominators_are_missing_and_n_is_the_denominators_rows():
    made = {"rate": FromRows("deals", formula.share("stage = 'won'", place_of, "stage in ('won', 'lost')", place_of), "closed")}
    rows = [
        row(date(2025, 1, 1)),
        row(date(2025, 1, 2), "lost"),
        row(date(2025, 3, 31), "open"),
        row(date(2025, 4, 1), "open", branch="b"),
    ]
    definition = define(made)
    definition = replace(definition, datasets={"deals": replace(definition.datasets["deals"], covers=WHOLE)})
    found, _, _ = values.compute(definition, tables(rows), (Q1, Q2))
    assert [entity.key for entity in found.entities] == [(), ("East",), ("East", "a"), ("East", "b")]
    assert found.value[0, 0].tolist()[:3] == [0.5, 0.5, 0.5]
    assert reasons(found, "rate")[1] == [Reason.ZERO_DENOMINATOR] * 4
    assert found.n[0].tolist() == [[2, 2, 2, 0], [0, 0, 0, 0]]


def test_a_dataset_without_the_entity_column_is_not_at_this_level():
    columns = {name: type for name, type in COLUMNS.items() if name != "branch"}
    definition = define({"n": over("count(*)"), "half": derived("n / 2"), "typed": Entered()})
    entered = [EnteredValue("typed", "2025-Q1", ("East", "a"), 4.0, 2), EnteredValue("typed", "2025-Q1", (), 5.0, 3)]
    found, _, _ = values.compute(definition, tables([row(date(2025, 1, 1)), row(date(2025, 6, 30))], columns, entered), (Q1, Q2))
    assert [entity.key for entity in found.entities] == [(), ("East",), ("East", "a")]
    assert reasons(found, "n")[0] == reasons(found, "half")[0] == [Reason.PRESENT, Reason.PRESENT, Reason.NOT_AT_LEVEL]
    assert reasons(found, "typed") == [
        [Reason.PRESENT, Reason.NOT_AT_LEVEL, Reason.PRESENT],
        [Reason.NOT_ENTERED, Reason.NOT_AT_LEVEL, Reason.NOT_ENTERED],
    ]
    assert found.value[found.measures.index("half"), 0].tolist()[:2] == [0.5, 0.5]


def test_typed_in_periods_that_cannot_be_read_are_found_and_others_not_asked_for_are_left():
    entered = [
        EnteredValue("typed", "spring", (), 1.0, 2),
        EnteredValue("typed", "2020-Q1", (), 1.0, 3),
        EnteredValue("typed", "۲۰۲۵-Q2", (), 7.0, 4),
    ]
    found, _, problems = values.compute(define({"typed": Entered()}), Tables(None, {}, tuple(entered)), (Q1, Q2))
    assert found.value[0, 1, 0] == 7
    assert [(p.code, p.facts["row"]) for p in problems] == [("entered-period", 2)]


def test_a_snapshot_takes_all_rows_and_has_no_moment_to_be_open_at():
    definition = define(
        {"n": over("count(*)"), "open": over("count(*)", "open_at_end"), "growth": derived("n / previous(n)")}, levels=()
    )
    found, _, problems = values.compute(definition, tables([row(None), row(date(2025, 1, 1))]), (None,))
    assert found.value[0, 0, 0] == 2
    assert reasons(found, "open") == [[Reason.NOT_COVERED]]
    assert reasons(found, "growth") == [[Reason.NOT_COVERED]]
    assert [p.code for p in problems] == ["window-needs-periods"]


def test_a_snapshot_does_not_guess_which_typed_in_value_is_meant():
    entered = [
        EnteredValue(*cell, row)
        for row, cell in enumerate([("a", "2025-Q1", (), 1.0), ("a", "2025-Q2", (), 2.0), ("b", None, (), 3.0)])
    ]
    found, _, problems = values.compute(define({"a": Entered(), "b": Entered()}), Tables(None, {}, tuple(entered)), (None,))
    assert reasons(found, "a") == [[Reason.NOT_ENTERED]]
    assert found.value[found.measures.index("b"), 0, 0] == 3
    assert [(p.code, p.facts["measure"]) for p in problems] == [("entered-several", "a")]


def test_names_of_the_period_work_in_every_window():
    text = "count(*) filter (where closed < period_end and opened >= period_start and opened >= year_start) / period_days"
    text = "sum(case when closed < period_end and opened >= year_start then period_days else 0 end)"
    rows = [row(date(2025, 1, 31), opened=date(2025, 1, 1)), row(date(2025, 5, 1), opened=date(2024, 12, 31))]
    definition = define(
        {
            "during": over(text),
            "all": over(text, "all"),
            "distinct": over("count(distinct days_between(closed, period_end))", "all"),
        },
        levels=(),
    )
    found, _, _ = values.compute(definition, tables(rows), (Q1, Q2))
    assert found.value[0].ravel().tolist() == [90, 0]
    assert found.value[1].ravel().tolist() == [90, 91]
    assert found.value[2].ravel().tolist() == [2, 2]


def test_no_readable_date_is_a_finding_and_not_a_zero():
    found, _, problems = values.compute(define({"n": over("count(*)")}, levels=()), tables([row(None)]), (Q1, Q2))
    assert reasons(found, "n") == [[Reason.NOT_COVERED], [Reason.NOT_COVERED]]
    assert [p.code for p in problems] == ["no-dates"]


def test_a_condition_that_no_row_meets_names_what_the_column_holds():
    rows = [row(date(2025, 1, 1), "Won"), row(date(2025, 6, 30), "Lost")]
    definition = define({"n": over("count(*) filter (where stage = 'won') / count(*)"), "m": over("count(*)")}, levels=())
    found, _, problems = values.compute(definition, tables(rows), (Q1, Q2))
    assert found.value[0].ravel().tolist() == [0, 0]
    told = [p.facts for p in problems if p.code == "nothing-matches"]
    assert [(t["measure"], t["column"], t["known"], t["nearest"]) for t in told] == [("n", "stage", ("Lost", "Won"), ("Won",))]


def test_rows_without_the_date_that_would_place_them_are_told():
    read = tables([row(date(2025, 1, 1)), row(None)])
    read = replace(read, tables={"deals": replace(read.tables["deals"], null_dates={"closed": 1, "opened": 2})})
    _, _, problems = values.compute(
        define({"n": over("count(*)"), "open": over("count(*)", "open_at_end")}, levels=()), read, (Q1,)
    )
    told = [(p.level, p.code, p.facts["column"], p.facts["rows"]) for p in problems if "rows" in p.code]
    assert told == [("note", "undated-rows", "closed", 1), ("finding", "unstarted-rows", "opened", 2)]


def test_sums_do_not_lose_small_amounts_beside_large_ones():
    rows = [row(date(2025, 1, 1), amount=a) for a in [1e16, *[1.0] * 100, -1e16]]
    found, _, _ = values.compute(define({"total": over("sum(amount)")}, levels=()), tables(rows), (Q1,))
    assert found.value[0, 0, 0] == 100


def test_periods_grow_by_all_that_formulas_and_targets_look_to():
    def ids(definition, *shown):
        return [period.id for period in values.with_previous(definition, shown, Q1)]

    made = {"n": over("count(*)"), "yearly": derived("n / year_ago(n)"), "since": derived("yearly - baseline(yearly)")}
    assert ids(define(made), Q2) == ["2024-Q1", "2024-Q2", "2025-Q1", "2025-Q2"]
    moving = Target("line", (Knot(Bound(0.0), 0), Knot(Dated(((Q1.start, Bound(1.0, "previous")),)), 100)))
    definition = define({"n": over("count(*)")})
    (leaf,) = definition.root.children
    aimed = replace(definition, root=replace(definition.root, children=(replace(leaf, target=moving),)))
    assert ids(aimed, Q2) == ["2025-Q1", "2025-Q2"]
    other = replace(leaf, target=Target("at_least", (Knot(Bound(0.0, "measure", measure="yearly"), 100),)))
    definition = define(made)
    aimed = replace(definition, root=replace(definition.root, children=(other,)))
    assert ids(aimed, Q2) == ["2024-Q2", "2025-Q2"]


def test_a_long_chain_of_measures_is_no_matter():
    made = {"m0": over("count(*)")} | {f"m{n}": derived(f"m{n - 1} + 1") for n in range(1, 3000)}
    made = dict(reversed(made.items()))
    definition = define(made, levels=())
    asked = values.with_previous(definition, (Q1,))
    found, _, _ = values.compute(definition, tables([row(date(2025, 1, 1)), row(date(2025, 3, 31))]), asked)
    assert found.value[found.measures.index("m2999"), 0, 0] == 3001


def test_a_baseline_that_nobody_named_is_missing_and_told_once():
    definition = define({"n": over("count(*)"), "a": derived("n / baseline(n)"), "b": derived("baseline(n)")}, levels=())
    definition = replace(definition, datasets={"deals": replace(definition.datasets["deals"], covers=WHOLE)})
    rows = [row(date(2025, 1, 1)), row(date(2025, 5, 1)), row(date(2025, 5, 2))]
    found, _, problems = values.compute(definition, tables(rows), (Q1, Q2))
    assert reasons(found, "a") == reasons(found, "b") == [[Reason.NOT_COVERED], [Reason.NOT_COVERED]]
    assert [p.code for p in problems] == ["baseline-not-given"]
    found, _, problems = values.compute(definition, tables(rows), (Q1, Q2), Q1)
    assert found.value[found.measures.index("a")].ravel().tolist() == [1, 2]
    assert found.n[found.measures.index("a")].ravel().tolist() == [1, 1]
    assert not problems


def test_a_window_whose_days_are_partly_covered_is_told_and_serves_no_previous():
    made = {
        "n": over("count(*)", "year_to_date"),
        "half": over("count(*)", "last", last=2),
        "more": derived("half - previous(half)"),
    }
    definition = define(made, levels=())
    definition = replace(definition, datasets={"deals": replace(definition.datasets["deals"], covers=(Q1.start, Q2.end))})
    found, _, problems = values.compute(definition, tables([row(date(2025, 1, 1)), row(date(2025, 4, 1))]), (Q1, Q2))
    told = [(p.code, p.facts["period"], p.facts["start"], round(p.facts["share"], 3)) for p in problems]
    assert told == [("window-partly-covered", "2025-Q1", date(2024, 10, 1), round(90 / 182, 3))]
    assert found.value[found.measures.index("half")].ravel().tolist() == [1, 2]
    assert reasons(found, "more") == [[Reason.NOT_COVERED], [Reason.NOT_COVERED]]


def test_a_condition_of_per_that_no_row_meets_is_told():
    per = Per("stage", {"deals": "COUNT(*)"}, ("(\"stage\" = 'won')",))
    rows = [row(date(2025, 1, 1), "Won"), row(date(2025, 6, 30), "Lost")]
    _, _, problems = values.compute(define({"n": over("count(*)", per=per)}, levels=()), tables(rows), (Q1, Q2))
    assert [p.facts["measure"] for p in problems if p.code == "nothing-matches"] == ["n"]
    _, _, problems = values.compute(
        define({"n": over("count(*) filter (where deals > 9)", per=replace(per, where=()))}), tables(rows), (Q1,)
    )
    assert [p.facts["measure"] for p in problems if p.code == "nothing-matches"] == ["n"]


@pytest.mark.parametrize("window", ["during", "open_at_end", "year_to_date"])
def test_the_sql_is_the_golden_one(window, request):
    """Golden SQL in `golden/`; rewritten by `pytest --golden` after a change that is meant."""
    made = {
        "rate": over("count(*) filter (where stage = 'won') / count(*)", window, where="amount > 0"),
        "mean": over("avg(amount)", window),
        "buyers": over("count(distinct stage) filter (where closed < period_end)", window),
        "middle": over("median(amount)", window),
    }
    made["either"] = over("sum(amount) filter (where stage = 'won') + sum(amount) filter (where amount > 3)", window)
    _, queries, _ = values.compute(define(made), tables([row(date(2025, 1, 1))]), (Q1, Q2))
    sql = ";\n\n".join(query.sql for query in queries) + ";\n"
    golden = Path(__file__).parent / "golden" / f"{window}.duckdb.sql"
    if request.config.getoption("--golden"):
        golden.write_text(sql)
    assert sql == golden.read_text()
