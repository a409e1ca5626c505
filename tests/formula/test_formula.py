"""Formulas through their public doors: what they compile to, where faults point, and that nothing else gets through."""

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard import formula
from scorecard.problems import Faults, Place
from scorecard.records.formula import Aggregate, MeasureTerm, Operation, leaves


def place_of(start, length):
    return Place("f.yaml", 1, start + 1, length)


def faults(door, *texts):
    with pytest.raises(Faults) as caught:
        door(*[part for text in texts for part in (text, place_of)])
    return [(problem.code, problem.place.column, problem.place.length) for problem in caught.value.problems]


def test_share_is_a_count_among_a_count_with_both_filters():
    made = formula.share("stage = 'won'", place_of, "stage in ('won', 'lost')", place_of)
    won, among = "(\"stage\" = 'won')", "(\"stage\" IN ('won', 'lost'))"
    assert made.tree == Operation("/", (Aggregate("count", where=(won, among)), Aggregate("count", where=(among,))))
    assert made.rows == Aggregate("count", where=(among,))
    where = formula.row_condition("a > 1", place_of)
    assert formula.share("b > 1", place_of, where=where).tree.operands == (
        Aggregate("count", where=('("a" > 1e0)', '("b" > 1e0)')), Aggregate("count", where=('("a" > 1e0)',))
    )  # fmt: skip
    assert formula.share("b > 1", place_of).text == "share of rows where b > 1"
    assert formula.share("b > 1", place_of).rows == Aggregate("count")


def test_the_measures_where_filters_every_aggregate():
    where = formula.row_condition("amount > 0", place_of)
    made = formula.over_rows("sum(amount) filter (where stage = 'won') / count(*)", place_of, where)
    total, rows = made.tree.operands
    assert total.where == ('("amount" > 0e0)', "(\"stage\" = 'won')")
    assert rows == made.rows == Aggregate("count", where=('("amount" > 0e0)',))


def test_equal_filters_meet_however_they_are_put_together():
    where = formula.row_condition("b > 1", place_of)
    one = formula.over_rows("count(*) filter (where a > 1 and not b is null)", place_of, where)
    other = formula.over_rows("count(*) filter (where b is not null and (b > 1 and a > 1))", place_of)
    assert one.tree == other.tree
    assert formula.over_rows("count(a)", place_of).tree == formula.over_rows("avg(a)", place_of).rows


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("sum(a) / count(*) filter (where b > 1)", ['("b" > 1e0)']),
        ("100 * sum(a) filter (where c = 'x') / count(*) filter (where b > 1)", ['("b" > 1e0)']),
        ("sum(a) filter (where b > 1) / sum(a) - 1", []),
        ("avg(a) filter (where b > 1)", ['("a" IS NOT NULL)', '("b" > 1e0)']),
        ("median(a)", ['("a" IS NOT NULL)']),
        ("sum(a)", []),
        ("sum(a) filter (where b > 1) + sum(a) filter (where c > 1)", ['((("b" > 1e0)) OR (("c" > 1e0)))']),
        ("sum(a) filter (where b > 1) + sum(a)", []),
        ("-(sum(a) / count(*) filter (where b > 1))", ['("b" > 1e0)']),
        ("round(sum(a) / count(*) filter (where b > 1), 2)", ['("b" > 1e0)']),
        ("1 - sum(a) / count(*) filter (where b > 1)", ['("b" > 1e0)']),
        ("sum(a) / count(*) filter (where b > 1) + 1", ['("b" > 1e0)']),
        ("sum(a) filter (where b > 1) / 2", ['("b" > 1e0)']),
        ("100 * (sum(a) filter (where c = 'x') / count(*) filter (where b > 1))", ['("b" > 1e0)']),
        ("abs(sum(a) / count(*) filter (where b > 1))", []),
        (
            "sum(a) filter (where b > 1 and d > 1) + sum(a) filter (where c > 1)",
            ['((("b" > 1e0) AND ("d" > 1e0)) OR (("c" > 1e0)))'],
        ),
    ],
)
def test_n_counts_the_denominators_rows_or_the_widest(text, rows):
    assert formula.over_rows(text, place_of).rows == Aggregate("count", where=tuple(rows))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count(*)", Aggregate("count", where=("(\"s\" = 'won')",))),
        ("count(a)", Aggregate("count", where=('("a" IS NOT NULL)', "(\"s\" = 'won')"))),
        ("count(distinct a)", Aggregate("count_distinct", '"a"', ("(\"s\" = 'won')",))),
        ("count(distinct a) filter (where b)", Aggregate("count_distinct", '"a"', ('"b"', "(\"s\" = 'won')"))),
        ("count(period_end)", Aggregate("count", where=('("@period_end" IS NOT NULL)', "(\"s\" = 'won')"))),
        ("quantile(a, 0.9)", Aggregate("quantile", '"a"', ("(\"s\" = 'won')",), 0.9)),
        ("quantile(a, 0)", Aggregate("quantile", '"a"', ("(\"s\" = 'won')",), 0)),
        ("quantile(a, 1)", Aggregate("quantile", '"a"', ("(\"s\" = 'won')",), 1)),
        ("sum(a * 1e3 + 1E3 + 5)", Aggregate("sum", '((("a" * 1e3) + 1E3) + 5e0)', ("(\"s\" = 'won')",))),
        ("sum(round(a, 15))", Aggregate("sum", 'ROUND("a", 15)', ("(\"s\" = 'won')",))),
        (
            "max(case when a > 1 then 2 when b is not null then null else 0 end)",
            Aggregate(
                "max", 'CASE WHEN ("a" > 1e0) THEN 2e0 WHEN ("b" IS NOT NULL) THEN NULL ELSE 0e0 END', ("(\"s\" = 'won')",)
            ),
        ),
    ],
)
def test_what_an_aggregate_compiles_to(text, expected):
    where = formula.row_condition("s = 'won'", place_of)
    made = formula.over_rows(text, place_of, where)
    assert made.tree == expected
    assert ("s", "text") in {(mention.column, mention.type) for mention in made.mentions}


@pytest.mark.parametrize(
    ("text", "column", "type"),
    [
        ("count(*) filter (where x > 1)", "x", "number"),
        ("count(*) filter (where x = 'a')", "x", "text"),
        ("count(*) filter (where x in ('a', 'b'))", "x", "text"),
        ("count(*) filter (where x < period_end)", "x", "date"),
        ("count(*) filter (where x >= date '2025-01-01')", "x", "date"),
        ("count(*) filter (where x >= '2025-01-01')", "x", "date"),
        ("count(*) filter (where x)", "x", "boolean"),
        ("count(*) filter (where not x)", "x", "boolean"),
        ("count(*) filter (where x is null)", "x", "any"),
        ("count(distinct x)", "x", "any"),
        ("avg(days_between(x, y))", "x", "date"),
        ("sum(coalesce(x, 0))", "x", "number"),
        ("count(*) filter (where lower(x) = 'a')", "x", "text"),
        ("sum(case when x = 'a' then 1 else 0 end)", "x", "text"),
        ("count(*) filter (where x between 1 and 2)", "x", "number"),
        ("count(*) filter (where x = 'علي')", "x", "text"),
        ("avg(hours_between(x, period_end))", "x", "date"),
        ("quantile(x, 0.9)", "x", "number"),
        ("count(*) filter (where x is true)", "x", "boolean"),
        ("sum(case when y > 1 then x end)", "x", "number"),
        ("sum(coalesce(x, y))", "x", "number"),
        ("count(distinct coalesce(x, 1))", "x", "number"),
        ("count(distinct nullif(x, 1))", "x", "number"),
        ("count(distinct case when y > 1 then x else 'a' end)", "x", "text"),
        ("count(x)", "x", "any"),
        ("count(*) filter (where x is not null)", "x", "any"),
        ("count(*) filter (where x = (y + 1))", "x", "number"),
        ("count(*) filter (where x = (y = 'a'))", "x", "boolean"),
        ("count(*) filter (where x = abs(y))", "x", "number"),
        ("count(*) filter (where x = lower(y))", "x", "text"),
        ("count(*) filter (where x = coalesce(y, 1))", "x", "number"),
        ("count(*) filter (where x = coalesce(1, y))", "x", "number"),
        ("count(*) filter (where x = nullif(y, 'a'))", "x", "text"),
        ("count(*) filter (where x = nullif('a', y))", "x", "text"),
        ("count(*) filter (where x = case when y > 1 then z else 'a' end)", "x", "text"),
        ("count(*) filter (where x = case when y > 1 then 'a' end)", "x", "text"),
        ("count(*) filter (where x > Days_Between(y, z))", "x", "number"),
        ("count(*) filter (where x > period_days)", "x", "number"),
        ("count(*) filter (where x between '2025-01-01' and period_end)", "x", "date"),
        ("count(*) filter (where x between '2025-01-01' and 'b')", "x", "text"),
        ("count(*) filter (where x in ('2025-01-01', '2025-02-01'))", "x", "date"),
        ("count(*) filter (where x in ('2025-01-01', 'b'))", "x", "text"),
        ("count(*) filter (where 1 = x)", "x", "number"),
        ("count(*) filter (where lower(x) in ('2025-01-01'))", "x", "text"),
    ],
)
def test_a_column_is_read_as_what_it_is_used_as(text, column, type):
    mentions = {mention.column: mention for mention in formula.over_rows(text, place_of).mentions}
    assert mentions[column].type == type
    assert mentions[column].place.column == text.index("x", text.index("(")) + 1 or column != "x"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("formula-empty", 1, 1)]),
        ("sum(amount", [("formula-parenthesis", 5, 6)]),
        ("sum(amount) / amount", [("formula-bare-column", 15, 6)]),
        ("medain(amount)", [("formula-function", 1, 6)]),
        ("sum(avg(amount))", [("formula-aggregate-in-row", 5, 3)]),
        ("sum('a')", [("formula-types", 5, 3)]),
        ("count(*) filter (where a = null)", [("formula-null-comparison", 24, 1)]),
        ("count(*) filter (where a > 'x' and b = 1 + 'y')", [("formula-types", 44, 3)]),
        ("count(*) filter (where d >= '2025-02-30')", [("formula-date", 29, 12)]),
        ("count(*) filter (where 'a')", [("formula-types", 24, 3)]),
        ("quantile(a, 2)", [("formula-quantile", 13, 1)]),
        ("quantile(a, 90)", [("formula-quantile", 13, 2)]),
        ("quantile(a)", [("formula-quantile", 10, 1)]),
        ("quantile(a, -0.1)", [("formula-quantile", 14, 3)]),
        ("quantile(a, b)", [("formula-quantile", 13, 1)]),
        ("quantile(a, '0.5')", [("formula-quantile", 13, 5)]),
        ("days_between(a, b)", [("formula-row-function", 1, 12)]),
        ("count(*) filter (where d >= '1404-05-01')", [("formula-date-calendar", 29, 12)]),
        ("count(*) filter (where d >= date '1446/9/1')", [("formula-date-calendar", 34, 10)]),
        ("count(*) filter (where d >= date '۱۴۰۴-۰۲-۳۱')", [("formula-date-calendar", 34, 12)]),
        ("count(*) filter (where d >= date '20250101')", [("formula-date", 34, 10)]),
        ("count(*) filter (where d >= date '2025-W01-1')", [("formula-date", 34, 12)]),
        ("5", [("formula-no-aggregate", 1, 1)]),
        ("count()", [("formula-count", 1, 5)]),
        ("sum(distinct a)", [("formula-distinct", 1, 3)]),
        ("sum(round(a, b))", [("formula-round", 14, 1)]),
        ("avg(days_between(a))", [("formula-arguments", 5, 12)]),
        ("sum(1e999)", [("formula-number", 5, 5)]),
        ("sum(a) -- b", [("formula-comment", 1, 11)]),
        ("-- b", [("formula-comment", 1, 4)]),
        ("/* b */", [("formula-comment", 1, 7)]),
        ("count(*) filter (where lowr(x) = 'a')", [("formula-function", 24, 4)]),
        ("sum(a = 'b", [("formula-unclosed", 1, 10)]),
        ("sum(a) sum(b)", [("formula-syntax", 8, 3)]),
        ("sum(" * 40 + "a" + ")" * 40, [("formula-too-deep", 104, 1)]),
        ("sum(a) + " * 150 + "sum(a)", [("formula-too-large", 1, 1356)]),
        ("a" * 2001, [("formula-too-long", 1, 2001)]),
    ],
)
def test_each_fault_has_its_code_and_its_place(text, expected):
    assert faults(formula.over_rows, text) == expected


HOSTILE = """
sum(a) over ()
(select 1)
count(*) filter (where a in (select b from c))
count(*) filter (where exists (select 1))
sum(a); drop table t
read_csv('/etc/passwd')
sum(getenv('HOME'))
sum(a::int)
sum(cast(a as varchar))
sum(t.a)
count(*) filter (where a like '%x')
sum(a) filter (where current_date > b)
sum(a) filter (where sum(b) > 1)
sum(a[1])
sum({'a': 1})
sum(list(a))
sum(a -> 'b')
sum(lambda x: x)
sum(interval 1 day)
sum(:a)
sum(?)
sum($1)
if a then b
copy t to 'x'
attach 'x'
pragma x
set x = 1
min(a, b)
count_if(a)
first(a)
sum(*)
*
count(distinct a, b)
sum(a || b)
sum(a % 2)
sum(columns('a.*'))
sum("@period")
count(*) filter (where a = 'x"@period_start"')
""".strip().splitlines()


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_but_the_allow_list_gets_through(text):
    assert faults(formula.over_rows, text)
    assert faults(formula.over_measures, text)


def test_text_is_quoted_anew():
    made = formula.row_condition("stage = 'O''Brien; drop table t' and \"we\"\"ird col\" > 1", place_of)
    assert made.sql == '("stage" = \'O\'\'Brien; drop table t\') AND ("we""ird col" > 1e0)'


SCRAPS = """sum avg count min quantile filter where ( ) ( ) , + - * / = <> <= and or not in between is null case when then else
    end coalesce round trim days_between a amount 'won' '2025-01-01' 1 .5 date distinct "x y" previous @ [ ] { } -> :: . % ; ? $1
    interval if cast as over exists select from true lambda ~ # \\ ` e'x' x'1f' 0x1"""


@given(st.one_of(st.text(max_size=60), st.lists(st.sampled_from(SCRAPS.split()), max_size=14).map(" ".join)))
def test_any_text_is_a_formula_or_a_fault_with_a_place_inside_it(text):
    for door in (formula.over_rows, formula.over_measures, formula.row_condition):
        try:
            door(text, place_of)
        except Faults as caught:
            for problem in caught.problems:
                assert 1 <= problem.place.column <= max(1, len(text))


def test_a_date_of_another_calendar_is_told_as_a_gregorian_one():
    def facts(text):
        with pytest.raises(Faults) as caught:
            formula.row_condition(f"d > date '{text}'", place_of)
        return {key: caught.value.problems[0].facts[key] for key in ("jalali", "hijri")}

    assert facts("1404-01-01") == {"jalali": "2025-03-21", "hijri": "1983-10-07"}
    assert facts("1404-02-31") == {"jalali": "2025-05-21", "hijri": ""}
    assert facts("1310-01-01") == {"jalali": "1931-03-22", "hijri": ""}
    assert facts("1404-12-30") == {"jalali": "", "hijri": "1984-09-25"}
    assert facts("1400-13-01") == {"jalali": "", "hijri": ""}


def test_gregorian_days_are_dates_in_native_digits_too():
    assert formula.row_condition("d > date '۲۰۲۵-۰۳-۲۱'", place_of).sql == "(\"d\" > DATE '2025-03-21')"
    assert formula.row_condition("d > '1501-01-01' and e < '1299-12-31'", place_of).sql.count("DATE") == 2


@pytest.mark.parametrize(
    ("text", "sql"),
    [
        ("x = 'علي'", "(\"x\" IN ('علي', 'علی'))"),
        ("'علي' = x", "(\"x\" IN ('علي', 'علی'))"),
        ("x <> 'كرج'", "(\"x\" NOT IN ('كرج', 'کرج'))"),
        ("x in ('علي', 'won')", "(\"x\" IN ('علي', 'علی', 'won'))"),
        ("not x in ('علي')", "(NOT (\"x\" IN ('علي', 'علی')))"),
        ("x = ' won'", "(\"x\" IN (' won', 'won'))"),
        ("x = '\u200fشعبه ۱'", "(\"x\" IN ('\u200fشعبه ۱', 'شعبه ۱', 'شعبه 1'))"),
        ("lower(x) = 'ABC'", "(LOWER(\"x\") = 'ABC')"),
        ("nullif(x, 'علي') is null", "(NULLIF(NULLIF(\"x\", 'علي'), 'علی') IS NULL)"),
        ("x = 'علی'", "(\"x\" = 'علی')"),
        ("x <> 'won' and x in ('a', 'b')", "(\"x\" <> 'won') AND (\"x\" IN ('a', 'b'))"),
    ],
)
def test_a_text_meets_cells_that_were_typed_on_another_keyboard(text, sql):
    assert formula.row_condition(text, place_of).sql == sql


def test_no_spelling_smuggles_in_the_engines_own_names():
    assert faults(formula.row_condition, "x = '\"\u200e@period_start\"'") == [("formula-not-allowed", 5, 18)]


def test_derived_formulas_name_measures_and_where_they_stand():
    made = formula.over_measures("revenue / previous(revenue) - 1", place_of)
    assert made.tree.operands[0] == Operation("/", (MeasureTerm("revenue"), MeasureTerm("revenue", "previous")))
    assert [(mention.column, mention.place.column) for mention in made.mentions] == [("revenue", 1), ("revenue", 20)]
    assert {mention.type for mention in made.mentions} == {"number"}
    assert made.text == "revenue / previous(revenue) - 1"


def test_derived_formulas_look_at_other_periods():
    made = formula.over_measures("a + Previous(a) + year_ago(b) + baseline(c)", place_of)
    assert leaves(made.tree) == tuple(
        MeasureTerm(*each) for each in (("a",), ("a", "previous"), ("b", "year_ago"), ("c", "baseline"))
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sum(a)", "formula-aggregate-without-dataset"),
        ("previous(a + 1)", "formula-previous"),
        ("a - year_ago()", "formula-previous"),
        ("a - baseline(a, b)", "formula-previous"),
        ("a - previous(year_ago(a))", "formula-previous"),
        ("days_between(a, b)", "formula-function"),
        ("1 + 1", "formula-no-measure"),
        ("yearago(a)", "formula-function"),
        ("a = 'x'", "formula-not-allowed"),
    ],
)
def test_faults_of_derived_formulas(text, code):
    assert faults(formula.over_measures, text)[0][0] == code


def test_row_sql_means_in_duckdb_what_the_author_wrote():
    """Every construct of the row language, run by the engine on one row and compared with the value worked out by hand."""
    row = """SELECT 6e0 AS a, 0e0 AS z, NULL::DOUBLE AS n, ' Won ' AS s, true AS b, TIMESTAMP '2025-01-01 12:00' AS d,
        DATE '2025-01-03' AS e, NULL::DATE AS f, TIMESTAMP '2025-03-30 01:50:00.25' AS t, TIMESTAMP '2025-03-30 02:05:00.25' AS u,
        'علی' AS k"""
    for text, expected in {
        "a / 4": 1.5,
        "a / z": None,
        "-a + 2 * 3": 0,
        ".5 + 1.": 1.5,
        "coalesce(n, 7)": 7,
        "nullif(a, 6)": None,
        "abs(-a)": 6,
        "round(a / 4)": 2,
        "days_between(d, e)": 1.5,
        "hours_between(d, e)": 36,
        "days_between(e, d)": -1.5,
        "days_between(d, d)": 0,
        "hours_between(date '2025-01-01', d)": 12,
        "hours_between('2025-01-01', d)": 12,
        "hours_between(e, date '2025-01-03')": 0,
        "hours_between(t, u)": 0.25,
        "days_between(date '2024-02-28', date '2024-03-01')": 2,
        "days_between(date '0001-01-01', date '9999-12-31')": 3652058,
        "days_between(f, e)": None,
        "days_between(coalesce(f, d), e)": 1.5,
        "hours_between(case when a > 5 then d else e end, e)": 36,
        "case when k = 'علي' and k in ('علي') and not k <> 'علي' then 1 else 0 end": 1,
        "case when n > 5 then 1 end": None,
        "case when a > 5 then 1 else 0 end": 1,
        "case when a between 6 and 7 and a not in (1, -2) then 1 else 0 end": 1,
        "case when trim(s) = 'Won' then 1 else 0 end": 1,
        "case when lower(s) = ' won ' and upper(s) = ' WON ' then 1 else 0 end": 1,
        "case when b is true and not b = false then 1 else 0 end": 1,
        "case when n is null and a is not null then 1 else 0 end": 1,
        "case when d < date '2025-01-02' then 1 else 0 end": 1,
    }.items():
        argument = formula.over_rows(f"sum({text})", place_of).tree.argument
        assert duckdb.sql(f"SELECT {argument} FROM ({row})").fetchall()[0][0] == expected, text


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("count(*) filter (where a = b)", [("b", "a")]),
        ("count(*) filter (where a between b and (c))", [("b", "a"), ("c", "b")]),
        ("count(distinct coalesce(a, nullif(b, c)))", [("b", "a"), ("c", "b"), ("c", "b")]),
        ("count(distinct case when d > 1 then a else b end)", [("b", "a")]),
        ("count(*) filter (where a = b and a > 1)", [("b", "a")]),
        ("count(*) filter (where a = case when d > 1 then b else c end)", [("b", "a"), ("c", "b"), ("c", "b")]),
        ("count(*) filter (where a = period_end and coalesce(b, 1) > c)", []),
    ],
)
def test_columns_that_are_compared_are_noted_to_be_alike(text, pairs):
    mentions = formula.over_rows(text, place_of).mentions
    beside = [mention for mention in mentions if mention.beside]
    assert [(mention.column, mention.beside) for mention in beside] == pairs
    assert all(mention.type == "any" and text[mention.place.column - 1] == mention.column for mention in beside)


def test_the_text_for_people_tells_the_measures_filter_too():
    where = formula.row_condition("stage = 'won'", place_of)
    assert formula.over_rows("sum(a) / count(*)", place_of, where).text == "sum(a) / count(*), of rows where stage = 'won'"
    assert formula.over_rows("sum(a)", place_of).text == "sum(a)"
    made = formula.share("a > 1", place_of, "b > 1", place_of, where)
    assert made.text == "share of rows where a > 1, among rows where b > 1, of rows where stage = 'won'"
    assert where == formula.row_condition("stage  =  'won'", place_of).__class__(where.conditions, where.mentions, "other")
