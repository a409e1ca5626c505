"""The arithmetic above aggregates and measures: what a formula comes to, number by number and reason by reason."""

import itertools
from decimal import ROUND_HALF_UP, Decimal

import duckdb
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard import formula
from scorecard.formula.arithmetic import Cells, compute
from scorecard.problems import Place
from scorecard.records.formula import Aggregate, Number, Operation
from scorecard.records.values import Reason


def place_of(start, length):
    return Place("f.yaml", 1, start + 1, length)


def cells(*parts):
    """One cell for each part: a number, or the reason why there is none."""
    missing = [isinstance(part, Reason) for part in parts]
    value = [np.nan if gone else float(part) for part, gone in zip(parts, missing, strict=True)]
    reason = [part if gone else 0 for part, gone in zip(parts, missing, strict=True)]
    return Cells(np.array(value), np.array(reason, np.int8))


def told(made):
    """The opposite of `cells`; holds besides that the two arrays agree with each other and with what they promise."""
    assert (made.value.dtype, made.reason.dtype) == (np.float64, np.int8)
    value, reason = np.broadcast_arrays(made.value, made.reason)
    assert (np.isnan(value) == (reason != 0)).all()
    return [Reason(int(why)) if why else float(number) for number, why in zip(value.flat, reason.flat, strict=True)]


NONE, OUTSIDE, ZERO = Reason.NO_ROWS, Reason.NOT_COVERED, Reason.ZERO_DENOMINATOR
KNOWN = {"a": 6.0, "b": 4.0, "h": 2.5, "m": -2.5, "one": 1.0, "z": 0.0, "n": NONE, "c": OUTSIDE}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(sum(a) + sum(b)) * 2", 20),
        ("sum(a) - sum(b) - 1", 1),
        ("-sum(a) / sum(b)", -1.5),
        ("sum(a) / sum(z)", ZERO),
        ("sum(n) / sum(z)", NONE),
        ("sum(c) + sum(n)", OUTSIDE),
        ("sum(n) + sum(c)", OUTSIDE),
        ("sum(a) / sum(z) + sum(n)", ZERO),
        ("sum(n) * sum(a) + sum(a) / sum(z)", ZERO),
        ("coalesce(sum(n), sum(b))", 4),
        ("coalesce(sum(a), sum(b))", 6),
        ("coalesce(sum(a), sum(n))", 6),
        ("coalesce(sum(n), sum(z) / sum(z), sum(b), sum(a))", 4),
        ("coalesce(sum(n), sum(c), sum(a) / sum(z))", ZERO),
        ("coalesce(sum(a) / sum(z), sum(c), sum(n))", NONE),
        ("nullif(sum(a), sum(b))", 6),
        ("nullif(sum(a), 6)", NONE),
        ("nullif(sum(z), 0)", ZERO),
        ("nullif(sum(c), 0)", OUTSIDE),
        ("nullif(sum(a), null)", 6),
        ("nullif(sum(n), sum(c))", NONE),
        ("sum(b) / nullif(sum(z), 0)", ZERO),
        ("abs(sum(m))", 2.5),
        ("abs(sum(h))", 2.5),
        ("round(sum(h))", 3),
        ("round(sum(m))", -3),
        ("round(sum(a) / 7, 2)", 0.86),
        ("round(sum(a) * 21, -1)", 130),
        ("round(sum(n), 1)", NONE),
        ("sum(a) between 4 and 6", 1),
        ("sum(b) between 4 and 6", 1),
        ("sum(h) between 4 and 6", 0),
        ("sum(a) between 4 and 5", 0),
        ("sum(a) = 6 and sum(b) = 4", 1),
        ("sum(a) = 6 and sum(b) = 5", 0),
        ("sum(a) = 5 and sum(b) = 4", 0),
        ("sum(a) = 6 or sum(b) = 5", 1),
        ("sum(a) = 5 or sum(b) = 4", 1),
        ("sum(a) = 5 or sum(b) = 5", 0),
        ("sum(one) and sum(m)", 1),
        ("sum(n) = 1 or sum(one) = 1", 1),
        ("sum(n) or sum(n)", 0),
        ("sum(n) = 1", NONE),
        ("sum(a) = 6", 1),
        ("not sum(a) = 5", 1),
        ("not sum(a)", 0),
        ("not sum(n)", 0),
        ("sum(n) is null", 1),
        ("sum(z) is null", 0),
        ("sum(z) is not null", 1),
        ("sum(c) is not null", 0),
        ("case when sum(a) > 5 then sum(b) else sum(h) end", 4),
        ("case when sum(a) > 6 then sum(b) else sum(h) end", 2.5),
        ("case when sum(a) > 6 then sum(b) end", NONE),
        ("case when sum(n) > 6 then sum(b) else 7 end", 7),
        ("case when sum(a) > 6 then 1 when sum(b) > 3 then 2 when sum(h) > 2 then 3 else 4 end", 2),
        ("case when sum(a) > 6 then 1 when sum(b) > 4 then 2 when sum(h) > 2 then 3 else 4 end", 3),
        ("case when sum(a) > 6 then 1 when sum(b) > 4 then 2 when sum(h) > 3 then 3 else 4 end", 4),
        ("case when sum(a) > 5 then sum(c) else 1 end", OUTSIDE),
        ("case when sum(h) then 1 else 0 end", 1),
        ("null + sum(a)", NONE),
    ],
)
def test_what_a_formula_comes_to(text, expected):
    known = {f'"{name}"': cells(value) for name, value in KNOWN.items()}
    found = told(compute(formula.over_rows(text, place_of).tree, lambda aggregate: known[aggregate.argument]))
    assert found == [expected]
    derived = text.replace("sum(", "coalesce(")  # the same over measures: coalesce of one thing is that thing
    known = {name: cells(value) for name, value in KNOWN.items()}
    assert told(compute(formula.over_measures(derived, place_of).tree, lambda measure: known[measure.measure])) == found


PARTS = (6.0, 4.0, 1.0, 0.0, -2.5, *(reason for reason in Reason if reason))
COMPARED = {"<": {-1}, "<=": {-1, 0}, "=": {0}, ">=": {0, 1}, ">": {1}, "<>": {-1, 1}}


@pytest.mark.parametrize("operator", COMPARED)
def test_comparisons_of_every_pair(operator):
    pairs = list(itertools.product(PARTS, PARTS))
    first, second = (cells(*side) for side in zip(*pairs, strict=True))
    a, b = Aggregate("sum", "a"), Aggregate("sum", "b")
    made = told(compute(Operation(operator, (a, b)), {a: first, b: second}.__getitem__))
    for (left, right), found in zip(pairs, made, strict=True):
        if isinstance(left, Reason) or isinstance(right, Reason):
            assert isinstance(found, Reason)
        else:
            assert found == ((left > right) - (left < right) in COMPARED[operator])


ORDER = (
    Reason.NOT_AT_LEVEL, Reason.NOT_COVERED, Reason.NOT_ENTERED, Reason.ZERO_DENOMINATOR, Reason.NOT_FINITE, Reason.NO_ROWS
)  # fmt: skip


def test_of_two_reasons_the_one_that_explains_more_is_told_whichever_comes_first():
    a, b = Aggregate("sum", "a"), Aggregate("sum", "b")
    for more, less in itertools.combinations((*ORDER, Reason.TOO_FEW), 2):
        for one, other in ((more, less), (less, more), (more, more)):
            for term in (Operation("*", (a, b)), Operation("+", (a, Operation("-", (b, a))))):
                assert told(compute(term, {a: cells(one), b: cells(other)}.__getitem__)) == [more]


def test_cells_are_computed_each_for_itself_whatever_the_shapes():
    a, b = Aggregate("sum", "a"), Aggregate("sum", "b")
    columns, row = cells(6, 4, NONE), cells(0, 2)
    known = {a: Cells(columns.value[:, None], columns.reason[:, None]), b: Cells(row.value[None], row.reason[None])}
    assert told(compute(Operation("/", (a, b)), known.__getitem__)) == [ZERO, 3, ZERO, 2, NONE, NONE]
    half = compute(Operation("coalesce", (Operation("/", (a, b)), Number(0.5))), known.__getitem__)
    assert told(half) == [0.5, 3, 0.5, 2, 0.5, 0.5]
    assert half.value.shape == (3, 2)
    either = Operation("case", (Operation(">", (b, Number(1.0))), a, Number(None)))
    assert told(compute(either, known.__getitem__)) == [NONE, 6, NONE, 4, NONE, NONE]


@given(st.integers(-(10**9), 10**9), st.integers(0, 6), st.integers(-2, 6))
def test_rounding_agrees_with_decimal_arithmetic(number, places, digits):
    exact = Decimal(number) / 2**places  # halves, quarters, …: a float holds them exactly
    rounded = exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    term = Operation("round", (Aggregate("sum", "a"), Number(float(digits))))
    assert told(compute(term, lambda _: cells(float(exact)))) == [pytest.approx(float(rounded), rel=1e-15, abs=0)]


@pytest.mark.parametrize(
    ("value", "digits"),
    [
        (0.49999999999999994, 0), (0.5, 0), (-0.5, 0), (2.5, 0), (-3.5, 0), (2**52 + 1, 0), (-(2**53) + 1, 0), (1e16 + 2, 3),
        (1e300, 15), (-1.7e308, 2), (2.675, 2), (1.005, 2), (0.3, 15), (0, 3),
    ],
)  # fmt: skip
def test_rounding_agrees_with_the_engine(value, digits):
    """A formula's `round` is computed here above an aggregate and by the engine inside of it."""
    term = Operation("round", (Aggregate("sum", "a"), Number(float(digits))))
    assert told(compute(term, lambda _: cells(value))) == list(
        duckdb.sql(f"SELECT ROUND({value!r}::DOUBLE, {digits})").fetchall()[0]
    )


@pytest.mark.parametrize(
    ("operator", "parts"),
    [
        ("*", (1e300, 1e300)), ("*", (1e300, -1e300)), ("/", (1e300, 1e-300)), ("+", (1.7e308, 1.7e308)),
        ("-", (-1.7e308, 1.7e308)), ("round", (5, -400)),
    ],
)  # fmt: skip
def test_arithmetic_that_leaves_the_range_of_numbers_is_missing(operator, parts, recwarn):
    a, b = Aggregate("sum", "a"), Aggregate("sum", "b")
    made = compute(Operation(operator, (a, b)), {a: cells(parts[0]), b: cells(parts[1])}.__getitem__)
    assert told(made) == [Reason.NOT_FINITE]
    assert not recwarn.list


def test_what_leaves_the_range_on_the_way_does_not_come_back_as_a_number():
    a = Aggregate("sum", "a")
    far = Operation("*", (a, a))

    def found(operator, *operands):
        return told(compute(Operation(operator, operands), lambda _: cells(1e300)))

    assert found("/", Number(1.0), far) == found(">", far, Number(1.0)) == [Reason.NOT_FINITE]
    assert found("coalesce", far, Number(2.0)) == [2]
    assert found("is_null", far) == [1]
    endless = Cells(np.array([np.inf, np.nan]), np.zeros(2, np.int8))
    assert told(compute(Operation("/", (Number(1.0), a)), lambda _: endless)) == [Reason.NOT_FINITE] * 2
    assert told(compute(a, lambda _: endless)) == [Reason.NOT_FINITE] * 2


NUMBERS = st.one_of(st.none(), st.integers(-5, 5).map(float))


@given(st.data())
def test_arithmetic_agrees_with_three_valued_logic_written_plainly(data):
    """Random trees; the oracle is plain Python with None for missing, written without arrays."""
    leaf_values = [data.draw(NUMBERS) for _ in range(3)]
    leaves = [Aggregate("sum", name) for name in "abc"]
    terms = st.recursive(
        st.sampled_from([*leaves, Number(2.0), Number(None)]),
        lambda inner: st.one_of(
            st.tuples(st.sampled_from(["+", "-", "*", "/", "<", "=", ">=", "and", "or", "coalesce", "nullif"]), inner, inner),
            st.tuples(st.sampled_from(["negative", "abs", "not", "is_null"]), inner),
            st.tuples(st.just("case"), inner, inner, inner),
        ).map(lambda made: Operation(made[0], made[1:])),
        max_leaves=12,
    )
    term = data.draw(terms)

    def oracle(term):
        if isinstance(term, Number):
            return term.value
        if isinstance(term, Aggregate):
            return leaf_values[leaves.index(term)]
        x = [oracle(operand) for operand in term.operands]
        op = term.operator
        if op == "coalesce":
            return x[0] if x[0] is not None else x[1]
        if op == "is_null":
            return float(x[0] is None)
        if op in ("and", "or"):
            held = [bool(part) if part is not None else False for part in x]
            return float(all(held) if op == "and" else any(held))
        if op == "not":
            return float(x[0] == 0) if x[0] is not None else 0.0
        if op == "case":
            return x[1] if x[0] else x[2]
        if op == "nullif":
            return None if x[0] is None or x[0] == x[1] else x[0]
        if None in x:
            return None
        if op == "/":
            return None if x[1] == 0 else x[0] / x[1]
        return {
            "+": lambda: x[0] + x[1],
            "-": lambda: x[0] - x[1],
            "*": lambda: x[0] * x[1],
            "<": lambda: float(x[0] < x[1]),
            "=": lambda: float(x[0] == x[1]),
            ">=": lambda: float(x[0] >= x[1]),
            "negative": lambda: -x[0],
            "abs": lambda: abs(x[0]),
        }[op]()

    def leaf(aggregate):
        value = leaf_values[leaves.index(aggregate)]
        missing = value is None
        return Cells(np.array([np.nan if missing else value]), np.array([Reason.NO_ROWS if missing else 0], np.int8))

    made, expected = compute(term, leaf), oracle(term)
    value, reason = made.value.reshape(-1)[0], made.reason.reshape(-1)[0]
    if expected is None:
        assert reason != 0
        assert np.isnan(value)
    else:
        assert reason == 0
        assert value == expected
