"""Columns per key: what they compile to, what the engine makes of them, and that nothing else gets through."""

import statistics
from datetime import date, timedelta

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard import formula
from scorecard.problems import Faults, Place
from scorecard.records.formula import Aggregate, Operation


def place_in(name):
    return lambda start, length: Place("f.yaml", 1, start + 1, length, (name,))


def place_of(start, length):
    return place_in("")(start, length)


def faults(made):
    with pytest.raises(Faults) as caught:
        made()
    return [
        (problem.code, problem.place.path[0], problem.place.column, problem.place.length) for problem in caught.value.problems
    ]


def per_faults(columns):
    return faults(lambda: formula.per_columns(columns, place_in))


ROWS = """(VALUES
    (1, 'a', 10e0, DATE '2025-01-01', 'won'), (1, 'a', 4e0, DATE '2025-01-03', 'lost'), (1, 'b', NULL, DATE '2025-01-11', 'won'),
    (2, 'c', NULL, NULL, 'علی')
) AS r(k, o, x, d, s)"""


@pytest.mark.parametrize(
    ("text", "type", "expected"),
    [
        ("count(*)", "number", (3, 1)),
        ("count(x)", "number", (2, 0)),
        ("count(distinct o)", "number", (2, 1)),
        ("sum(x)", "number", (14, 0)),
        ("sum(x) filter (where s = 'won')", "number", (10, 0)),
        ("count(*) filter (where s = 'علي')", "number", (0, 1)),
        ("avg(x)", "number", (7, None)),
        ("min(x)", "number", (4, None)),
        ("max(x) - min(x)", "number", (6, None)),
        ("median(x)", "number", (7, None)),
        ("quantile(x, 0.25)", "number", (5.5, None)),
        ("stddev(x)", "number", (pytest.approx(18**0.5), None)),
        ("sum(x) / count(*) * 3", "number", (14, 0)),
        ("count(*) / count(x)", "number", (1.5, None)),
        ("round(sum(x) / 3, 1)", "number", (4.7, 0)),
        ("coalesce(avg(x), 1)", "number", (7, 1)),
        ("days_between(min(d), max(d))", "number", (10, None)),
        ("hours_between(max(d), date '2025-01-12')", "number", (24, None)),
        ("days_between(max(d) filter (where s = 'lost'), max(d))", "number", (8, None)),
        ("coalesce(max(d), date '2025-06-01')", "date", (date(2025, 1, 11), date(2025, 6, 1))),
        ("max(d) >= date '2025-01-11'", "boolean", (True, None)),
        ("count(*) > 1 and sum(x) > 1", "boolean", (True, False)),
        ("case when count(*) > 1 then 'big' else 'small' end", "text", ("big", "small")),
        ("case when sum(x) between 1 and 20 then 1 end", "number", (1, None)),
        ("avg(x) is null", "boolean", (False, True)),
        ("sum(x) filter (where s = 'won' and o = 'a')", "number", (10, 0)),
        ("count(nullif(o, 'b'))", "number", (2, 1)),
        ("count(distinct nullif(o, 'b'))", "number", (1, 1)),
        ("case when count(*) > 3 then 1 when count(*) > 2 then 2 else 3 end", "number", (2, 3)),
    ],
)
def test_what_the_engine_makes_of_a_column(text, type, expected):
    made = formula.per_columns({"found": text}, place_in)
    assert made.types == {"found": type}
    rows = duckdb.sql(f"SELECT {made.sql['found']} FROM {ROWS} GROUP BY k ORDER BY k").fetchall()
    assert tuple(row[0] for row in rows) == expected


def test_columns_mention_the_datasets_columns_as_what_they_are():
    made = formula.per_columns({"a": "days_between(min(d), max(e))", "b": "sum(x) filter (where s = 'won')"}, place_in)
    assert [(each.column, each.type, each.place.path, each.place.column) for each in made.mentions] == [
        ("d", "date", ("a",), 18), ("e", "date", ("a",), 26), ("s", "text", ("b",), 22), ("x", "number", ("b",), 5)
    ]  # fmt: skip
    made = formula.per_columns({"a": "count(d) + count(distinct e)"}, place_in)
    assert [(each.column, each.type) for each in made.mentions] == [("d", "any"), ("e", "any")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("formula-empty", "c", 1, 1)]),
        ("amount", [("formula-bare-column", "c", 1, 6)]),
        ("sum(a) / b", [("formula-bare-column", "c", 10, 1)]),
        ("sum(avg(a))", [("formula-aggregate-in-row", "c", 5, 3)]),
        ("sum(a) filter (where sum(b) > 1)", [("formula-aggregate-in-row", "c", 22, 3)]),
        ("5", [("formula-no-aggregate", "c", 1, 1)]),
        ("period_days", [("formula-no-aggregate", "c", 1, 11)]),
        ("lower(min(s))", [("formula-types", "c", 11, 1)]),
        ("min(s) = 'x'", [("formula-types", "c", 5, 1)]),
        ("days_between(sum(d), max(d))", [("formula-types", "c", 14, 3)]),
        ("days_between(min(d), 5)", [("formula-types", "c", 22, 1)]),
        ("count()", [("formula-count", "c", 1, 5)]),
        ("count(distinct a, b)", [("formula-count", "c", 1, 5)]),
        ("sum(distinct a)", [("formula-distinct", "c", 1, 3)]),
        ("quantile(a, 90)", [("formula-quantile", "c", 13, 2)]),
        ("round(a) filter (where b > 1)", [("formula-not-allowed", "c", 1, 5)]),
        ("first(a)", [("formula-not-allowed", "c", 1, 5)]),
        ("medain(a)", [("formula-function", "c", 1, 6)]),
        ("sum(a) over ()", [("formula-not-allowed", "c", 1, 5)]),
        ("max(d) > '1404-01-01'", [("formula-date-calendar", "c", 10, 12)]),
    ],
)
def test_each_fault_of_a_column_has_its_place(text, expected):
    assert per_faults({"fine": "count(*)", "c": text}) == expected


def test_all_columns_faults_are_told_at_once():
    columns = {"a": "sum(", "b": "x", "period_end": "count(*)", "C": "count(*)", "c": "count(*)"}
    codes = [code for code, *_ in per_faults(columns)]
    assert codes == ["formula-syntax", "formula-bare-column", "reserved-name", "per-column-twice"]


@pytest.mark.parametrize("name", ["@key0", "Period_Days", "a\0b", 'x"@period_end"'])
def test_names_that_the_engine_would_misunderstand(name):
    assert [code for code, *_ in per_faults({name: "count(*)"})] == ["reserved-name"]


COLUMNS = {"customer": "any", "invoices": "number", "loyal": "boolean", "first": "date", "segment": "text"}


def over(text):
    return formula.over_rows(text, place_of, columns=COLUMNS)


def test_a_formula_over_keys_knows_their_columns_only_and_mentions_none_of_the_datasets():
    made = formula.share("invoices > 1", place_of, "segment = 'big' and not loyal", place_of, columns=COLUMNS)
    assert made.mentions == ()
    assert isinstance(made.tree, Operation)
    assert made.rows == Aggregate("count", where=("(\"segment\" = 'big')", '(NOT "loyal")'))
    assert over("count(distinct customer)").tree == Aggregate("count_distinct", '"customer"')
    assert over("count(distinct segment)").tree == Aggregate("count_distinct", '"segment"')
    looks_like_a_day = over("count(*) filter (where segment in ('2025-01-01') and segment = '2025-01-01')")
    assert looks_like_a_day.tree.where == ("(\"segment\" = '2025-01-01')", "(\"segment\" IN ('2025-01-01'))")
    assert over("avg(days_between(first, period_end))").mentions == ()
    assert over("sum(invoices) filter (where first >= '2025-01-01')").tree.where == ("(\"first\" >= DATE '2025-01-01')",)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sum(invoice)", [("per-column-unknown", 5)]),
        ("sum(amount) / count(*)", [("per-column-unknown", 5)]),
        ("avg(days_between(invoices, first))", [("per-column-type", 18)]),
        ("count(*) filter (where segment > 1)", [("formula-types", 34)]),
        ("count(*) filter (where invoices = 'x')", [("formula-types", 35)]),
        ("count(*) filter (where customer = 'x')", [("per-column-type", 24)]),
        ("count(*) filter (where invoices = customer)", [("per-column-type", 35)]),
        ("count(*) filter (where segment = invoices)", [("per-column-type", 34)]),
        ("count(*) filter (where invoices)", [("per-column-type", 24)]),
        ("sum(loyal)", [("per-column-type", 5)]),
        ("avg(first)", [("per-column-type", 5)]),
        ("count(*) filter (where first between 1 and 2)", [("formula-types", 38), ("formula-types", 44)]),
    ],
)
def test_a_wrong_use_of_a_keys_column_is_a_fault_at_its_place(text, expected):
    assert [(code, column) for code, _, column, _ in faults(lambda: over(text))] == expected


def test_an_unknown_column_is_told_with_those_that_look_like_it():
    with pytest.raises(Faults) as caught:
        over("sum(invoice)")
    facts = caught.value.problems[0].facts
    assert (facts["nearest"], facts["known"]) == (("invoices",), tuple(COLUMNS))


SCRAPS = """
    sum avg count min max quantile filter where ( ) ( ) , + - * / = <> <= and or not in between is null case when then else
    end coalesce round days_between hours_between a invoices loyal first customer 'won' '1404-01-01' 1 .5 date distinct period_end
    [ ] :: . % ; ? interval over select lower 'علي'"""


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(SCRAPS.split()), max_size=14).map(" ".join)))
def test_any_text_is_a_column_or_a_fault_with_a_place_inside_it(text):
    for door in (lambda: formula.per_columns({"c": text}, place_in), lambda: over(text)):
        try:
            door()
        except Faults as caught:
            for problem in caught.problems:
                assert 1 <= problem.place.column <= max(1, len(text))


# Expressions that mean something, so that what compiles also runs.
numbers = st.deferred(
    lambda: st.one_of(
        st.sampled_from(["count(*)", "count(x)", "sum(x)", "avg(x)", "min(x)", "max(y)", "median(x)", "quantile(y, 0.5)"]),
        st.sampled_from(["sum(x) filter (where y > 0)", "days_between(min(d), max(e))", "count(distinct s)", "2", "null"]),
        st.tuples(numbers, st.sampled_from("+-*/"), numbers).map(lambda parts: f"({' '.join(parts)})"),
        st.tuples(conditions, numbers).map(lambda parts: "case when {} then {} end".format(*parts)),
        st.tuples(numbers, numbers).map(lambda parts: "coalesce({}, {})".format(*parts)),
        numbers.map(lambda part: f"round(abs({part}), 1)"),
    )
)
conditions = st.deferred(
    lambda: st.one_of(
        st.tuples(numbers, st.sampled_from(["=", "<", ">=", "<>"]), numbers).map(" ".join).map("({})".format),
        st.tuples(conditions, st.sampled_from(["and", "or"]), conditions).map(" ".join).map("({})".format),
        st.sampled_from(["max(d) < period_end", "min(d) >= '2025-01-01'", "count(*) filter (where s in ('a', 'علي')) > 0"]),
        conditions.map(lambda part: f"not {part}"),
    )
)


@settings(deadline=None)
@given(st.one_of(numbers, conditions))
def test_whatever_compiles_runs_in_the_engine_and_is_what_it_says(text):
    try:
        made = formula.per_columns({"c": text}, place_in)
    except Faults as caught:
        made, codes = None, {problem.code for problem in caught.problems}
    if made is None:
        # the only ones that these can have
        assert codes <= {
            "formula-no-aggregate",
            "formula-null-comparison",
            "formula-too-large",
            "formula-too-deep",
            "formula-too-long",
        }
        return
    rows = """(VALUES (1, 1.5e0, 0e0, DATE '2025-01-01', TIMESTAMP '2025-02-01 12:00', 'a', DATE '2025-04-01'),
        (1, NULL, -2e0, NULL, NULL, 'علی', DATE '2025-04-01')) AS r(k, x, y, d, e, s, "@period_end")"""
    found = duckdb.sql(f'SELECT {made.sql["c"]} FROM {rows} GROUP BY k, "@period_end"').fetchall()[0][0]
    assert isinstance(found, {"number": float | None, "boolean": bool | None}[made.types["c"]])


@given(st.lists(st.tuples(st.integers(1, 3), st.floats(-1e6, 1e6), st.integers(0, 400)), min_size=1, max_size=12))
def test_aggregates_per_key_agree_with_plain_python(rows):
    made = formula.per_columns(
        {"total": "sum(x)", "mean": "avg(x)", "spread": "stddev(x)", "days": "days_between(min(d), max(d))", "n": "count(*)"},
        place_in,
    )
    told = ", ".join(f"({key}, {x!r}::DOUBLE, DATE '{date(2024, 1, 1) + timedelta(day)}')" for key, x, day in rows)
    found = duckdb.sql(f"SELECT k, {', '.join(made.sql.values())} FROM (VALUES {told}) AS r(k, x, d) GROUP BY k").fetchall()
    for key, total, mean, spread, days, n in found:
        xs = [x for k, x, _ in rows if k == key]
        assert n == len(xs)
        assert total == pytest.approx(sum(xs), abs=1e-6)
        assert mean == pytest.approx(statistics.fmean(xs), abs=1e-6)
        assert spread == (pytest.approx(statistics.stdev(xs), abs=1e-4) if len(xs) > 1 else None)
        assert days == max(day for k, _, day in rows if k == key) - min(day for k, _, day in rows if k == key)


def test_sums_per_key_are_the_same_to_the_last_bit_in_any_order():
    made = formula.per_columns({"a": "sum(x)", "b": "avg(x)", "c": "stddev(x)"}, place_in)
    columns = ", ".join(made.sql.values())
    values = [0.1, 1e16, -1e16, 0.3, 1e-9, 7.7, 1e8 + 0.1]
    answers = set()
    for turn in range(len(values)):
        told = ", ".join(f"({x!r}::DOUBLE)" for x in values[turn:] + values[:turn])
        answers.add(duckdb.sql(f"SELECT {columns} FROM (VALUES {told}) AS r(x)").fetchall()[0])
    assert len(answers) == 1
