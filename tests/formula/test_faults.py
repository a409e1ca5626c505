"""What the fault of each wrong formula tells its author: where it stands, and the facts from which the words are made."""

import pytest

from scorecard import formula
from scorecard.formula.parse import MAX_CHARACTERS, MAX_DEPTH, MAX_NODES
from scorecard.problems import Faults, Place
from scorecard.records.formula import leaves


def place_of(start, length):
    return Place("f.yaml", 1, start + 1, length)


KEYS = {"customer": "any", "invoices": "number", "loyal": "boolean", "first": "date", "segment": "text"}
DOORS = {
    "rows": lambda text: formula.over_rows(text, place_of),
    "row": lambda text: formula.row_condition(text, place_of),
    "measures": lambda text: formula.over_measures(text, place_of),
    "per": lambda text: formula.per_columns({"c": text}, lambda name: place_of),
    "keys": lambda text: formula.over_rows(text, place_of, columns=KEYS),
}


def faults(door, *given, **more):
    with pytest.raises(Faults) as caught:
        door(*given, **more)
    return caught.value.problems


@pytest.mark.parametrize(
    ("door", "text", "expected"),
    [
        ("rows", "a b", [("formula-syntax", 3, 1, {"near": "b"})]),
        ("rows", "sum(", [("formula-syntax", 4, 1, {"near": "("})]),
        ("rows", "sum(a,", [("formula-parenthesis", 6, 1, {})]),
        ("rows", "sum(a)\n + sum(b) sum(c)", [("formula-syntax", 18, 3, {"near": "sum"})]),
        ("rows", "sum(a) +\n\n(sum(b)", [("formula-parenthesis", 17, 1, {})]),
        ("rows", "nullif(sum(a))", [("formula-syntax", 14, 1, {"near": ")"})]),
        ("rows", "null", [("formula-no-aggregate", 1, 4, {})]),
        ("measures", "null", [("formula-no-measure", 1, 4, {})]),
        ("per", "null", [("formula-no-aggregate", 1, 4, {})]),
        ("rows", "* exclude (a)", [("formula-not-allowed", 1, 1, {"what": "*"})]),
        ("rows", "*", [("formula-not-allowed", 1, 1, {"what": "*"})]),
        ("measures", "*", [("formula-not-allowed", 1, 1, {"what": "*"})]),
        ("rows", "sum(a) ^ 2", [("formula-not-allowed", 1, 10, {"what": "^"})]),
        ("rows", "sum(a) % 2", [("formula-not-allowed", 1, 10, {"what": "%"})]),
        ("rows", "sum(a) || 'x'", [("formula-not-allowed", 1, 13, {"what": "||"})]),
        ("rows", "sum(t.a)", [("formula-not-allowed", 5, 3, {"what": "a dot"})]),
        ("rows", "(select 1)", [("formula-not-allowed", 9, 1, {"what": "select"})]),
        ("rows", "count(*) filter (where a > (select 1))", [("formula-not-allowed", 36, 1, {"what": "select"})]),
        ("rows", "sum(a) over ()", [("formula-not-allowed", 1, 5, {"what": "over"})]),
        ("rows", "'x' + sum(a)", [("formula-not-allowed", 1, 3, {"what": "a text in quotes"})]),
        ("measures", "'x'", [("formula-not-allowed", 1, 3, {"what": "a text in quotes"})]),
        ("rows", "true and sum(a)", [("formula-not-allowed", 1, 15, {"what": "true or false"})]),
        ("rows", "date '2025-01-01'", [("formula-not-allowed", 6, 12, {"what": "cast"})]),
        ("rows", "sum(a[1])", [("formula-not-allowed", 5, 1, {"what": "[ ]"})]),
        ("rows", "sum({'a': 1})", [("formula-not-allowed", 11, 1, {"what": "{ }"})]),
        ("rows", "First(a)", [("formula-not-allowed", 1, 5, {"what": "first"})]),
        ("rows", "count_if(a)", [("formula-not-allowed", 1, 8, {"what": "count_if"})]),
        ("rows", "sum(a);", [("formula-not-allowed", 7, 1, {"what": ";"})]),
        ("rows", "if a", [("formula-not-allowed", 1, 2, {"what": "if"})]),
        ("rows", "round(c) filter (where d)", [("formula-not-allowed", 1, 24, {"what": "filter"})]),
        ("per", "round(c) filter (where d)", [("formula-not-allowed", 1, 5, {"what": "filter"})]),
        ("rows", "sum(cast(a as int))", [("formula-not-allowed", 10, 1, {"what": "cast"})]),
        ("rows", "sum(cast(a as date))", [("formula-not-allowed", 10, 1, {"what": "cast"})]),
        ("rows", "lower(sum(a))", [("formula-not-allowed", 1, 5, {"what": "lower"})]),
        ("rows", "sum(a) is true", [("formula-not-allowed", 1, 5, {"what": "is"})]),
        ("rows", "sum(a) in (1, 2)", [("formula-not-allowed", 1, 15, {"what": "in"})]),
        ("rows", "case sum(a) when 1 then 2 end", [("formula-not-allowed", 6, 20, {"what": "case"})]),
        ("row", "case a when 1 then true end", [("formula-not-allowed", 6, 8, {"what": "case"})]),
        ("measures", "case a when 1 then 2 end", [("formula-not-allowed", 6, 15, {"what": "case"})]),
        ("rows", "count(*) filter (where a in (b))", [("formula-in-list", 24, 7, {})]),
        ("rows", "count(*) filter (where a in ())", [("formula-in-list", 24, 1, {})]),
        ("row", "a in (1, b)", [("formula-in-list", 1, 10, {})]),
        ("row", "a in (select 1)", [("formula-in-list", 1, 14, {})]),
        ("row", "a in (1, 2 + 3)", [("formula-in-list", 1, 14, {})]),
        ("rows", "amount / 2", [("formula-bare-column", 1, 6, {"column": "amount"})]),
        ("per", "amount / 2", [("formula-bare-column", 1, 6, {"column": "amount"})]),
        ("rows", "Days_Between(a, b)", [("formula-row-function", 1, 12, {"name": "days_between"})]),
        ("row", "Days_between(a) > 1", [("formula-arguments", 1, 12, {"name": "days_between", "wanted": 2, "found": 1})]),
        ("rows", "medain(a)", [("formula-function", 1, 6, {"name": "medain", "nearest": ("median", "min")})]),
        ("measures", "revenu(a)", [("formula-function", 1, 6, {"name": "revenu", "nearest": ()})]),
        ("measures", "sum(a)", [("formula-aggregate-without-dataset", 1, 3, {})]),
        ("measures", "Year_Ago(a + 1)", [("formula-previous", 1, 8, {"name": "year_ago"})]),
        ("measures", "lower(a)", [("formula-not-allowed", 1, 5, {"what": "lower"})]),
        ("rows", "sum(distinct a)", [("formula-distinct", 1, 3, {"name": "sum"})]),
        ("per", "avg(distinct a)", [("formula-distinct", 1, 3, {"name": "avg"})]),
        ("per", "avg(*)", [("formula-distinct", 1, 3, {"name": "avg"})]),
        ("rows", "count()", [("formula-count", 1, 5, {})]),
        ("per", "lower(min(s))", [("formula-types", 11, 1, {"wanted": "text", "found": "number"})]),
        ("per", "days_between(sum(d), max(d))", [("formula-types", 14, 3, {"wanted": "date", "found": "number"})]),
        ("rows", "sum('a')", [("formula-types", 5, 3, {"wanted": "number", "found": "text"})]),
        ("row", "period_days = 'x'", [("formula-types", 15, 3, {"wanted": "number", "found": "text"})]),
        ("row", "period_start > 5", [("formula-types", 16, 1, {"wanted": "date", "found": "number"})]),
        ("row", "period_end and b", [("formula-types", 1, 10, {"wanted": "boolean", "found": "date"})]),
        ("row", "lower(period_days) = 'x'", [("formula-types", 7, 11, {"wanted": "text", "found": "number"})]),
        ("row", '"@key" > 1', [("formula-not-allowed", 1, 6, {"what": "@key"})]),
        ("row", '"@a_rather_long_name_of_a_column" > 1', [("formula-not-allowed", 1, 33, {"what": "@a_rather_long_name_"})]),
        ("row", "x = '\"@period_start\"'", [("formula-not-allowed", 5, 17, {"what": '"@'})]),
        (
            "row",
            "d > '1404-01-01'",
            [("formula-date-calendar", 5, 12, {"text": "1404-01-01", "jalali": "2025-03-21", "hijri": "1983-10-07"})],
        ),
        ("row", "d > date '2025-02-30'", [("formula-date", 10, 12, {"text": "2025-02-30"})]),
        ("row", "d > date 'x'", [("formula-date", 10, 3, {"text": "x"})]),
        ("rows", "quantile(a, 90)", [("formula-quantile", 13, 2, {"fraction": "0.9"})]),
        ("rows", "quantile(a, 1.5)", [("formula-quantile", 13, 3, {"fraction": "0.015"})]),
        ("rows", "quantile(a, 100)", [("formula-quantile", 13, 3, {"fraction": "1"})]),
        ("rows", "quantile(a, 100.5)", [("formula-quantile", 13, 5, {"fraction": ""})]),
        ("rows", "quantile(a, b)", [("formula-quantile", 13, 1, {"fraction": ""})]),
        ("rows", "quantile(a)", [("formula-quantile", 10, 1, {"fraction": ""})]),
        ("rows", "sum(round(a, 16))", [("formula-round", 14, 2, {})]),
        ("rows", "sum(1e999)", [("formula-number", 5, 5, {"number": "1e999"})]),
        ("keys", "sum(invoice)", [("per-column-unknown", 5, 7, {"column": "invoice", "nearest": ("invoices",)})]),
        (
            "keys",
            "count(*) filter (where customer = 'x')",
            [("per-column-type", 24, 8, {"column": "customer", "wanted": "text", "found": "key"})],
        ),
        ("keys", "sum(loyal)", [("per-column-type", 5, 5, {"column": "loyal", "wanted": "number", "found": "boolean"})]),
        (
            "keys",
            "sum(first) / sum(segmnt)",
            [
                ("per-column-type", 5, 5, {"column": "first", "wanted": "number", "found": "date"}),
                ("per-column-unknown", 18, 6, {"column": "segmnt", "nearest": ("segment",)}),
            ],
        ),
        ("row", "sum(a) > 1", [("formula-aggregate-in-row", 1, 3, {})]),
        ("row", "a = null", [("formula-null-comparison", 1, 1, {})]),
        ("row", "a > 'x' and b + 'y' > 1", [("formula-types", 17, 3, {"wanted": "number", "found": "text"})]),
        ("rows", "sum(a) @ 3", [("formula-syntax", 8, 1, {"near": "@"})]),
        ("row", "a like 'x'", [("formula-not-allowed", 1, 10, {"what": "like"})]),
        ("row", "exists (select 1)", [("formula-not-allowed", 16, 1, {"what": "exists"})]),
        ("row", '"a\0b" > 1', [("formula-not-allowed", 1, 5, {"what": "a\0b"})]),
        ("row", "period_end > 'x'", [("formula-date", 14, 3, {"text": "x"})]),
        (
            "keys",
            "count(*) filter (where segmnt = 1)",
            [("per-column-unknown", 24, 6, {"column": "segmnt", "nearest": ("segment",)})],
        ),
        ("row", "a > cast('5' as int)", [("formula-not-allowed", 10, 3, {"what": "cast"})]),
        ("row", "a > cast(5 as date)", [("formula-not-allowed", 10, 1, {"what": "cast"})]),
        ("row", "* > 1", [("formula-not-allowed", 1, 1, {"what": "*"})]),
        ("per", "sum(x) filter (where y > 1) = 'a'", [("formula-types", 31, 3, {"wanted": "number", "found": "text"})]),
        ("per", "round(count(*), a)", [("formula-round", 17, 1, {})]),
        ("row", "nullif(a, 1) = 'x'", [("formula-types", 16, 3, {"wanted": "number", "found": "text"})]),
    ],
)
def test_a_fault_says_where_and_what(door, text, expected):
    told = [
        (
            problem.code,
            problem.place.column,
            problem.place.length,
            {key: it for key, it in problem.facts.items() if key != "known"},
        )
        for problem in faults(DOORS[door], text)
    ]
    assert told == expected


def test_a_fault_tells_what_there_is():
    def known(door, text):
        return faults(DOORS[door], text)[0].facts["known"]

    functions = ["abs", "coalesce", "days_between", "hours_between", "lower", "nullif", "round", "trim", "upper"]
    aggregates = ["avg", "count", "max", "median", "min", "quantile", "stddev", "sum"]
    assert known("rows", "f(a)") == known("row", "f(a) > 1") == known("per", "f(a)") == tuple(sorted(functions + aggregates))
    assert known("measures", "f(a)") == ("abs", "baseline", "coalesce", "nullif", "previous", "round", "year_ago")
    assert known("keys", "sum(a)") == tuple(KEYS)


def test_the_limits_are_told_and_reached_only_beyond_them():
    """A formula as large as the limits allow is a formula."""
    longest = "sum(a)".ljust(MAX_CHARACTERS)
    assert leaves(formula.over_rows(longest, place_of).tree)
    (problem,) = faults(formula.over_rows, longest + " ", place_of)
    assert problem.facts == {"length": MAX_CHARACTERS + 1, "limit": MAX_CHARACTERS}
    for first, last in ("()", "[]", "{}"):
        deep = first * MAX_DEPTH + "1" + last * MAX_DEPTH
        (problem,) = faults(formula.over_rows, f"{first}{deep}{last}", place_of)
        assert (problem.code, problem.place.column, problem.facts) == ("formula-too-deep", MAX_DEPTH + 1, {"limit": MAX_DEPTH})
        assert faults(formula.over_rows, deep, place_of)[0].code != "formula-too-deep"
        side_by_side = " + ".join([f"{first}1{last}"] * (MAX_DEPTH + 1))
        assert faults(formula.over_rows, side_by_side, place_of)[0].code != "formula-too-deep"
    # One more addend is two nodes more, the addition and the number; the sign and the sum of a column are four.
    largest = "-sum(a)" + " + 1" * ((MAX_NODES - 4) // 2)
    assert leaves(formula.over_rows(largest, place_of).tree)
    for larger in (largest + " + 1", " ".join("+" * (2 * MAX_NODES + 1))):
        (problem,) = faults(formula.over_rows, larger, place_of)
        assert (problem.code, problem.facts) == ("formula-too-large", {"limit": MAX_NODES})
        assert problem.place == place_of(0, len(larger))


def test_a_long_number_is_told_in_part():
    (problem,) = faults(formula.over_rows, f"sum({'9' * 400})", place_of)
    assert problem.facts == {"number": "9" * 40}


def test_faults_of_both_parts_of_a_share_are_told_at_once():
    problems = faults(formula.share, "a = null", place_of, "b +", place_of, formula.row_condition("c > 1", place_of))
    assert [problem.code for problem in problems] == ["formula-syntax", "formula-null-comparison"]


def test_faults_of_a_column_per_key_stand_at_its_name():
    for text, length in (("", 1), ("count(*)", 8)):
        problem = faults(formula.per_columns, {"period_end": text}, lambda name: place_of)[0]
        assert (problem.code, problem.facts, problem.place) == ("reserved-name", {"name": "period_end"}, place_of(0, length))
