"""Where measures are heading, through `evaluate` and its JSON: forecasts against scipy's line and the textbook's interval, an own
smoothing, what measures can be, dated targets as scoring reads them, and each reason to foretell nothing."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from scipy import stats

import scorecard
from scorecard import export, periods
from scorecard.problems import Problem
from scorecard.records.definition import Calendar
from scorecard.records.evaluation import Evaluation
from scorecard.records.outlook import Outlook, Step
from scorecard.statistics import seasonal

ROOT = Path(__file__).parents[1]
VALIDATOR = Draft202012Validator(json.loads((ROOT / "scorecard/schemas/evaluate.schema.json").read_text("utf-8")))
NAN = float("nan")

Evaluate = Callable[..., Evaluation]


@pytest.fixture
def entered(tmp_path: Path) -> Evaluate:
    """Evaluates measures with typed-in values, of which the last is the target period's."""

    def evaluate(
        values: Iterable[float],
        target: str = "2025-Q4",
        *,
        measure: str = "better: higher",
        use: str = "",
        more: str = "",
        calendar: str = "gregorian",
        periods_: str = "",
        other: Mapping[str, float] | None = None,
    ) -> Evaluation:
        numbers = list(values)
        known = Calendar(calendar)  # type: ignore[arg-type]  # the tests name calendars that there are
        shown = periods.back(periods.parse(target, known), known, len(numbers))
        cells = {period.id: number for period, number in zip(shown, numbers, strict=True)} | dict(other or {})
        text = io.StringIO()
        table = csv.writer(text)
        where = ["branch"] if "entities" in more else []  # of which every cell is blank: the total
        table.writerow(["measure", "period", *where, "value"])
        table.writerows(
            ["m", id, *("" for _ in where), repr(float(number))] for id, number in cells.items() if not math.isnan(number)
        )
        (tmp_path / "values.csv").write_text(text.getvalue(), "utf-8")
        file = tmp_path / "scorecard.yaml"
        file.write_text(
            f"scorecard: s\ncalendar: {calendar}\nperiods: {{target: {target}, history: {len(numbers)}{periods_}}}\n"
            f"datasets: {{entered: {{file: values.csv}}}}\n"
            f"measures:\n  m: {{entered: true, {measure}}}\n"
            f"perspectives:\n  p: {{measures: {{m: {{{use}}}}}}}\n{more}",
            "utf-8",
        )
        return scorecard.load(file).evaluate()

    return evaluate


@pytest.fixture
def from_rows(tmp_path: Path) -> Evaluate:
    """Evaluates a measure over the rows of `d`, whose columns are day, x and item."""

    def evaluate(
        rows: Iterable[tuple[str, float | str]], measure: str, *, head: str = "", covers: str = "2023-01-01, 2024-12-31"
    ) -> Evaluation:
        lines = "".join(f"{day},{x},{x}\n" for day, x in rows)
        (tmp_path / "d.csv").write_text("day,x,item\n" + lines, "utf-8")
        file = tmp_path / "scorecard.yaml"
        file.write_text(
            f"scorecard: s\n{head or 'periods: {target: 2024-Q4, history: 8}'}\n"
            f"datasets: {{d: {{file: d.csv, time: day, covers: [{covers}]}}}}\n"
            f"measures:\n  m: {{better: higher, dataset: d, {measure}}}\n"
            f"perspectives:\n  p: {{measures: {{m: {{}}}}}}\n",
            "utf-8",
        )
        return scorecard.load(file).evaluate()

    return evaluate


def only(evaluation: Evaluation) -> Outlook:
    """The one outlook; what programs read of it fits the schema and says the same."""
    document = json.loads(export.evaluation_json(evaluation))
    VALIDATOR.validate(document)
    (found,) = evaluation.outlook
    (told,) = document["outlook"]
    assert told["path"] == "/".join(found.path)
    assert (told["method"], told["reason"], told["reached"]) == (found.method, found.why, found.reached)
    assert [step["ahead"] for step in told["steps"]] == [step.ahead for step in found.steps]
    for step, written in zip(found.steps, told["steps"], strict=True):
        assert written["period"] == step.period.id
        for name in ("value", "low", "high", "expected"):
            number = getattr(step, name)
            assert written[name] == (number if math.isfinite(number) else None)
    return found


def coming(outlook: Outlook) -> list[Step]:
    return [step for step in outlook.steps if step.ahead]


def ids(steps: Iterable[Step]) -> list[str]:
    return [step.period.id for step in steps]


def finding(evaluation: Evaluation) -> list[Problem]:
    return [problem for problem in evaluation.problems if problem.code == "target-out-of-reach"]


def line(times: Iterable[float], values: Iterable[float], at: Iterable[float]) -> list[tuple[float, float, float]]:
    """Forecast, low and high: scipy's regression, and the prediction interval as textbooks have it."""
    t, y = np.array(list(times), float), np.array(list(values), float)
    found = stats.linregress(t, y)
    residual = math.sqrt(sum((y - found.intercept - found.slope * t) ** 2) / (len(t) - 2))
    rows = []
    for x in at:
        centre = found.intercept + found.slope * x
        spread = math.sqrt(1 + 1 / len(t) + (x - t.mean()) ** 2 / sum((t - t.mean()) ** 2))
        reach = stats.t.ppf(0.975, len(t) - 2) * residual * spread
        rows.append((centre, centre - reach, centre + reach))
    return rows


def told(steps: Iterable[Step]) -> list[tuple[float, float, float]]:
    return [(step.value, step.low, step.high) for step in steps]


# Forecasts

ROUGH = [10.0, 12.5, 11.0, 14.0, 13.0, 16.5, 15.0]


@pytest.mark.parametrize(
    ("target", "calendar", "later"),
    [
        ("2025-Q4", "gregorian", ["2026-Q1", "2026-Q2"]),
        ("2025-11", "gregorian", ["2025-12", "2026-01"]),
        ("2026-W53", "gregorian", ["2027-W01", "2027-W02"]),
        ("2025", "gregorian", ["2026", "2027"]),
        ("1404-Q3", "jalali", ["1404-Q4", "1405-Q1"]),
        ("1404-12", "jalali", ["1405-01", "1405-02"]),
        ("1404-W51", "jalali", ["1404-W52", "1405-W01"]),
        ("1446", "hijri", ["1447", "1448"]),
    ],
)
def test_short_series_go_on_in_a_straight_line(entered: Evaluate, target: str, calendar: str, later: list[str]) -> None:
    found = only(entered(ROUGH, target, calendar=calendar))
    assert (found.path, found.method, found.why, found.reached) == (("p", "m"), "line", None, None)
    assert found.slope == pytest.approx(stats.linregress(range(7), ROUGH).slope, rel=1e-12)
    assert [step.value for step in found.steps[:7]] == ROUGH
    assert ids(found.steps)[6:] == [target, *later]
    assert np.ravel(told(coming(found))) == pytest.approx(np.ravel(line(range(7), ROUGH, (7, 8))), rel=1e-9)


@given(st.lists(st.floats(-1e4, 1e4).map(lambda number: round(number, 2)), min_size=6, max_size=15))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_series_of_weeks_goes_on_as_scipy_and_the_textbook_say(entered: Evaluate, values: list[float]) -> None:
    found = only(entered(values, "2025-W20"))
    wanted = line(range(len(values)), values, (len(values), len(values) + 1))
    assert np.ravel(told(coming(found))) == pytest.approx(np.ravel(wanted), rel=1e-7, abs=1e-7)


@pytest.mark.parametrize(
    ("target", "season", "n"), [("2025-Q4", 4, 12), ("2025-H2", 2, 8), ("2025-12", 12, 36), ("1404-06", 12, 24)]
)
def test_with_two_seasons_their_pattern_goes_on(entered: Evaluate, target: str, season: int, n: int) -> None:
    pattern = 8 * np.cos(2 * np.pi * np.arange(season) / season) + np.arange(season)
    whole = (100 + 1.5 * np.arange(n + 2) + np.resize(pattern, n + 2)).round(9)
    found = only(entered(whole[:n], target, calendar="jalali" if target.startswith("14") else "gregorian"))
    assert found.method == "holt-winters"
    assert np.ravel(told(coming(found))) == pytest.approx(np.repeat(whole[n:], 3), rel=1e-6)
    noisy = whole + np.random.default_rng(3).normal(size=n + 2)
    found = only(entered(noisy[:n], target, calendar="jalali" if target.startswith("14") else "gregorian"))
    model = seasonal.holt_winters(noisy[:n], season, [1, 2])
    assert [step.value for step in coming(found)] == pytest.approx(model.values.tolist())
    assert [step.high - step.low for step in coming(found)] == pytest.approx((2 * model.reach).tolist())


@pytest.mark.parametrize(("target", "n"), [("2025-Q4", 7), ("2025-12", 23), ("2025-W40", 60), ("2025", 20)])
def test_less_than_two_seasons_or_periods_without_any_are_a_line(entered: Evaluate, target: str, n: int) -> None:
    values = 50 + np.arange(n) + 3 * np.sin(np.arange(n))
    assert only(entered(values, target)).method == "line"


@pytest.mark.parametrize("n", [7, 9])  # a line, and a season
def test_a_constant_series_stays_what_it_is(entered: Evaluate, n: int) -> None:
    found = only(entered([0.1] * n))
    assert found.slope == 0
    assert told(coming(found)) == [(0.1, 0.1, 0.1)] * 2


def test_a_gap_is_left_out_and_keeps_its_place(entered: Evaluate) -> None:
    values = [1.0, 2.5, NAN, 4.0, 5.5, NAN, 7.0, 7.5]
    found = only(entered(values, "2025-W30"))
    there = [n for n, value in enumerate(values) if not math.isnan(value)]
    assert np.ravel(told(coming(found))) == pytest.approx(np.ravel(line(there, [values[n] for n in there], (8, 9))))
    assert math.isnan(found.steps[2].value)
    quarters = only(entered(values, "2025-Q4"))
    assert quarters.method == "line"
    assert told(coming(quarters)) == told(coming(found))


def test_two_seasons_since_the_gap_are_enough(entered: Evaluate) -> None:
    values = [20 + n + (3, -1, 2, -4)[n % 4] for n in range(13)]
    found = only(entered([*values[:2], NAN, *values[3:11]]))
    assert found.method == "holt-winters"
    assert [step.value for step in coming(found)] == pytest.approx(values[11:])


@pytest.mark.parametrize(("baseline", "away"), [("2015-Q1", 43), ("2015-Q4", 40), ("2023-Q4", 8)])
def test_a_baseline_far_before_the_history_keeps_its_distance(entered: Evaluate, baseline: str, away: int) -> None:
    found = only(entered(ROUGH, periods_=f", baseline: {baseline}", other={baseline: 2.0}))
    assert ids(found.steps)[0] == baseline
    times, values = [-away, *range(-6, 1)], [2.0, *ROUGH]
    assert found.slope == pytest.approx(stats.linregress(times, values).slope)
    assert np.ravel(told(coming(found))) == pytest.approx(np.ravel(line(times, values, (1, 2))))


def test_a_baseline_far_before_two_seasons_hides_them_not(entered: Evaluate) -> None:
    values = [20 + n + (3, -1, 2, -4)[n % 4] for n in range(10)]
    found = only(entered(values[:8], periods_=", baseline: 2020-Q1", other={"2020-Q1": 1.0}))
    assert found.method == "holt-winters"
    assert [step.value for step in coming(found)] == pytest.approx(values[8:])


def test_a_baseline_of_another_length_is_no_point(entered: Evaluate) -> None:
    found = only(entered(ROUGH, periods_=", baseline: 2020", other={"2020": 999.0}))
    assert ids(found.steps)[0] == "2024-Q2"
    assert np.ravel(told(coming(found))) == pytest.approx(np.ravel(line(range(7), ROUGH, (7, 8))))


def test_each_measure_by_itself_and_a_measure_used_twice_the_same(tmp_path: Path) -> None:
    series = {"a": ROUGH, "b": [NAN, *ROUGH[1:]], "c": [5.0] * 7, "d": [NAN] * 7, "e": ROUGH[::-1]}
    shown = [period.id for period in periods.back(periods.parse("2025-W30", Calendar()), Calendar(), 7)]
    rows = [
        f"{name},{id},{value}\n" for name, row in series.items() for id, value in zip(shown, row, strict=True) if value == value
    ]
    (tmp_path / "values.csv").write_text("measure,period,value\n" + "".join(rows), "utf-8")
    file = tmp_path / "s.yaml"
    file.write_text(
        "scorecard: s\nperiods: {target: 2025-W30, history: 7}\ndatasets: {entered: {file: values.csv}}\nmeasures:\n"
        + "".join(f"  {name}: {{better: higher, entered: true}}\n" for name in series)
        + "perspectives:\n  p: {measures: {a: {target: {floor: 0, goal: {2025-W20: 10, 2025-W35: 30}}}, b: , c: , d: , e: }}\n"
        "  q: {weight: 0, measures: {a: {target: {floor: 0, goal: {2025-W20: 10, 2025-W32: 12}}}}}\n",
        "utf-8",
    )
    evaluation = scorecard.load(file).evaluate()
    VALIDATOR.validate(json.loads(export.evaluation_json(evaluation)))
    found = {outlook.path: outlook for outlook in evaluation.outlook}
    assert list(found) == [("p", "a"), ("p", "b"), ("p", "c"), ("p", "d"), ("p", "e"), ("q", "a")]
    assert [len(coming(outlook)) for outlook in found.values()] == [5, 2, 2, 0, 2, 2]
    assert np.ravel(told(coming(found["p", "a"]))) == pytest.approx(np.ravel(line(range(7), ROUGH, range(7, 12))))
    assert told(coming(found["q", "a"])) == told(coming(found["p", "a"]))[:2]
    assert np.ravel(told(coming(found["p", "b"]))) == pytest.approx(np.ravel(line(range(1, 7), ROUGH[1:], (7, 8))))
    assert np.ravel(told(coming(found["p", "e"]))) == pytest.approx(np.ravel(line(range(7), ROUGH[::-1], (7, 8))))
    assert (found["p", "a"].reached, found["q", "a"].reached) == ("behind", "ahead")
    (told_of,) = finding(evaluation)
    assert told_of.place
    assert told_of.place.path == ("perspectives", "p", "measures", "a", "target")


# No forecast, and why


@pytest.mark.parametrize("values", [ROUGH[:5], [*ROUGH[:3], NAN, NAN, *ROUGH[5:]], [1.0]])
def test_fewer_than_six_periods_are_too_few(entered: Evaluate, values: list[float]) -> None:
    found = only(entered(values))
    assert (found.method, found.why, coming(found)) == (None, "too-few", [])
    assert len(found.steps) == len(values)
    there = [n for n, value in enumerate(values) if not math.isnan(value)]
    if len(there) > 1:
        assert found.slope == pytest.approx(stats.linregress(there, [values[n] for n in there]).slope)
    else:
        assert math.isnan(found.slope)


def test_a_target_period_without_a_value_foretells_nothing(entered: Evaluate) -> None:
    found = only(entered([*ROUGH, NAN]))
    assert (found.method, found.why, coming(found)) == (None, "not-covered", [])
    assert found.slope == pytest.approx(stats.linregress(range(7), ROUGH).slope)


def test_the_calendar_ends(entered: Evaluate) -> None:
    found = only(entered(ROUGH, "1500-12", calendar="jalali"))
    assert (found.method, found.why, coming(found)) == (None, "calendar-ends", [])
    found = only(entered(ROUGH, "1500-11", calendar="jalali"))
    assert (found.why, ids(coming(found))) == (None, ["1500-12"])


QUARTERS = [f"{year}-{month:02}-15" for year in (2023, 2024) for month in (2, 5, 8, 11)]


@pytest.mark.parametrize(("fewest", "why"), [([12] * 8, None), ([12] * 7 + [4], "withheld"), ([4] + [12] * 7, None)])
def test_few_answers_are_withheld_and_foretell_nothing(from_rows: Evaluate, fewest: list[int], why: str | None) -> None:
    rows = [(day, 1 + (n + k) % 5) for n, (day, count) in enumerate(zip(QUARTERS, fewest, strict=True)) for k in range(count)]
    found = only(from_rows(rows, "survey: {method: mean, item: item, scale: 1..5}"))
    assert found.why == why
    for step, count in zip(found.steps, fewest, strict=False):
        assert math.isnan(step.value) == (count < 5)
        assert math.isnan(step.low) == math.isnan(step.high) == (count < 5)


def test_a_sample_s_interval_goes_with_its_values(from_rows: Evaluate) -> None:
    rows = [(day, 1 + (n * k) % 5) for n, day in enumerate(QUARTERS, 1) for k in range(20)]
    evaluation = from_rows(rows, "survey: {method: mean, item: item, scale: 1..5}")
    rows_ = {row.period: row for row in export.rows(evaluation) if row.path == "p/m"}
    for step in only(evaluation).steps[:8]:
        row = rows_[step.period.id]
        assert (step.value, step.low, step.high) == (row.value, row.low, row.high)


@pytest.mark.parametrize(
    ("first", "last", "why", "points"),
    [
        ("2023-01-01", "2024-12-31", None, range(8)),
        ("2023-01-01", "2024-12-25", None, range(8)),  # 93% of the last quarter
        ("2023-01-01", "2024-11-20", "not-covered", range(7)),
        ("2023-02-14", "2024-12-31", None, range(1, 8)),
    ],
)
def test_a_period_that_data_reach_only_in_part_is_no_point(
    from_rows: Evaluate, first: str, last: str, why: str | None, points: range
) -> None:
    counts = [3, 5, 4, 6, 6, 8, 7, 2]
    rows = [(day, 1) for day, count in zip(QUARTERS, counts, strict=True) for _ in range(count)]
    found = only(from_rows(rows, "unit: count, formula: count(*)", covers=f"{first}, {last}"))
    assert [step.value for step in found.steps[:8]] == counts
    assert found.why == why
    assert found.slope == pytest.approx(stats.linregress(points, [counts[n] for n in points]).slope)


def test_answers_of_a_few_days_are_a_point_all_the_same(from_rows: Evaluate) -> None:
    rows = [(day, 1 + (n * k) % 5) for n, day in enumerate(QUARTERS, 1) for k in range(20)]
    evaluation = from_rows(rows, "survey: {method: mean, item: item, scale: 1..5}", covers="2023-02-15, 2024-11-15")
    assert "partly-covered" in {problem.code for problem in evaluation.problems}
    found = only(evaluation)
    assert found.why is None
    assert found.slope == pytest.approx(stats.linregress(range(8), [step.value for step in found.steps[:8]]).slope)


def test_a_snapshot_heads_nowhere(entered: Evaluate, tmp_path: Path) -> None:
    entered(ROUGH)
    file = tmp_path / "snapshot.yaml"
    file.write_text(
        "scorecard: s\ndatasets: {d: {file: d.csv}}\nmeasures: {m: {better: higher, dataset: d, formula: count(*)}}\n"
        "perspectives: {p: {measures: {m: {target: {floor: 0, goal: 5}}}}}\n",
        "utf-8",
    )
    (tmp_path / "d.csv").write_text("x\n1\n", "utf-8")
    evaluation = scorecard.load(file).evaluate()
    assert evaluation.outlook == ()
    document = json.loads(export.evaluation_json(evaluation))
    VALIDATOR.validate(document)
    assert document["outlook"] == []


@pytest.mark.parametrize("values", [[1e300, -1e300] * 3, [1e308] * 7, [5e-324, 0.0] * 4])
@pytest.mark.filterwarnings("error")
def test_numbers_at_the_end_of_their_range_break_nothing(entered: Evaluate, values: list[float]) -> None:
    assert len(only(entered(values, "2025-W30")).steps) == len(values) + 2
    assert len(only(entered(values * 2, "2025-Q4")).steps) == 2 * len(values) + 2


# What measures can be


def falling(share: Callable[[int], float]) -> list[tuple[str, float]]:
    """A hundred rows a quarter, of which that share is 10 and the rest 0."""
    return [(day, 10 if k < 100 * share(n) else 0) for n, day in enumerate(QUARTERS[:7]) for k in range(100)]


SEVEN = "periods: {target: 2024-Q3, history: 7}"
ITEM = "item: item, scale: 0..10"


@pytest.mark.parametrize(
    ("measure", "least", "most"),
    [
        ("share: x = 10", 0, 1),
        ("share: x = 10, of: x >= 0, where: x < 11", 0, 1),
        ("formula: count(*) filter (where x = 10) / count(*)", 0, 1),
        ("survey: {method: nps, item: item}", -100, 100),
        (f"survey: {{method: csat, top: [10], {ITEM}}}", 0, 1),
        (f"survey: {{method: share, top: [10], {ITEM}}}", 0, 1),
        (f"survey: {{method: mean, {ITEM}}}", 0, 10),
        (f"survey: {{method: ces, {ITEM}}}", 0, 10),
    ],
)
def test_shares_and_scales_end_where_they_end(from_rows: Evaluate, measure: str, least: float, most: float) -> None:
    for share, edge in ((lambda n: 0.98 - 0.16 * n, least), (lambda n: 0.02 + 0.16 * n, most)):
        found = only(from_rows(falling(share), measure, head=SEVEN))
        assert found.method == "line"
        steps = coming(found)
        far = [value for value, _, _ in line(range(7), [step.value for step in found.steps[:7]], (7, 8))]
        assert (far[1] < least) if edge == least else (far[1] > most)
        assert steps[1].value == edge
        assert all(least <= step.low <= step.value <= step.high <= most for step in steps)


@pytest.mark.parametrize(
    ("measure", "least"),
    [
        ("unit: count, formula: count(*)", 0),
        ("formula: count(*)", 0),  # whatever it is called
        ("formula: count(distinct x) + 2 * count(*)", 0),
        ("formula: count(*) / count(distinct day)", 0),
        ("unit: count, formula: sum(x)", 0),
        ("unit: count, formula: 70 - 2 * count(*)", None),  # may well turn negative
        ("formula: sum(x)", None),
    ],
)
def test_counts_end_at_nought_and_differences_do_not(from_rows: Evaluate, measure: str, least: float | None) -> None:
    up = "70 -" in measure
    rows = [(day, 1) for n, day in enumerate(QUARTERS[:7]) for _ in range(3 + 5 * n if up else 33 - 5 * n)]
    found = only(from_rows(rows, measure, head=SEVEN))
    (far, *_), (farther, *_) = line(range(7), [step.value for step in found.steps[:7]], (7, 8))
    if least is None:
        assert [step.value for step in coming(found)] == pytest.approx([far, farther])
        assert coming(found)[1].value < 0
    else:
        assert farther < 0
        assert coming(found)[1].value == coming(found)[1].low == 0


def test_rows_among_other_rows_are_no_share(from_rows: Evaluate) -> None:
    measure = "formula: count(*) filter (where x = 10) / count(*) filter (where x = 0)"
    found = only(from_rows(falling(lambda n: 0.1 + 0.1 * n), measure, head=SEVEN))
    assert coming(found)[1].value > 1


def test_typed_in_counts_end_at_nought_unless_one_is_below_it(entered: Evaluate) -> None:
    values = [30.0, 26.0, 21.0, 14.0, 9.0, 4.0, 0.0]
    assert coming(only(entered(values, measure="better: higher, unit: count")))[1].value == 0
    assert coming(only(entered(values)))[1].value < 0
    assert coming(only(entered([*values, -3], "2025-W20", measure="better: higher, unit: count")))[1].value < 0
    assert coming(only(entered([value / 100 for value in values], measure="better: higher, unit: percent")))[1].value < 0


def test_what_derives_from_counts_ends_where_they_do(tmp_path: Path) -> None:
    rows = [f"{day}\n" for n, day in enumerate(QUARTERS[:7]) for _ in range(33 - 5 * n)]
    (tmp_path / "d.csv").write_text("day\n" + "".join(rows), "utf-8")
    file = tmp_path / "s.yaml"
    file.write_text(
        f"scorecard: s\n{SEVEN}\ndatasets: {{d: {{file: d.csv, time: day, covers: [2023-01-01, 2024-09-30]}}}}\nmeasures:\n"
        "  a: {better: higher, dataset: d, formula: count(*)}\n  twice: {better: higher, formula: a * 2}\n"
        "  less: {better: higher, unit: count, formula: a - 20}\n  back: {better: higher, formula: abs(less) * -1}\n"
        "perspectives:\n  p: {measures: {a: , twice: , less: , back: }}\n",
        "utf-8",
    )
    found = {outlook.path[-1]: coming(outlook)[1].low for outlook in scorecard.load(file).evaluate().outlook}
    assert (found["a"], found["twice"]) == (0, 0)
    assert found["less"] < -20
    assert found["back"] < 0


# Dated targets


def shown_goals(evaluation: Evaluation) -> dict[str | None, Any]:
    """As scoring has them."""
    return {row.period: row.goal for row in export.rows(evaluation) if row.path == "p/m"}


@pytest.mark.parametrize(
    ("measure", "use", "expected"),
    [
        ("better: higher", "{floor: 0, goal: {2025-Q2: 20, 2025-Q4: 40}}", [NAN, 20, 30, 40]),
        ("better: higher", "{floor: {2025-Q2: 0, 2025-Q4: 5}, goal: {2025-Q2: 20, 2025-Q4: 40}}", [NAN, 20, 30, 40]),
        ("better: lower", "{floor: 99, goal: {2025-Q2: 20, 2025-Q4: 10}}", [NAN, 20, 15, 10]),
        ("better: higher", "{at_least: {2025-Q2: 20, 2025-Q4: 40}}", [NAN, 20, 30, 40]),
        ("better: lower", "{at_most: {2025-Q2: 20, 2025-Q4: 10}}", [NAN, 20, 15, 10]),
        ("better: higher", "{floor: 1, goal: {2025-Q2: 20, 2025-Q4: 40}, scale: log}", [NAN, 20, 30, 40]),
        ("better: higher", "{floor: 0, goal: {2025-Q1: 4, 2025-Q3: 8}}", [4, 4 + 4 * 91 / 183, 8, NAN]),
        ("better: higher", "{floor: 0, goal: {2025-Q3: 8}}", [NAN, NAN, 8, NAN]),
        (
            "better: higher",
            "{floor: 0, goal: {2025-01: 4, 2025-11: 8}}",
            [4 + 4 * 59 / 303, 4 + 4 * 150 / 303, 4 + 4 * 242 / 303, 8],
        ),
        ("better: higher", "{floor: 0, goal: {2024: 10, 2025: 375}}", [100, 191, 283, 375]),
        ("better: higher", "{floor: 0, goal: {2025-Q1: baseline, 2025-Q3: baseline * 1.5 + 3}}", [6, 6 + 6 * 91 / 183, 12, NAN]),
        ("better: higher", "{floor: 0, goal: 30}", [NAN] * 4),
        ("better: higher", "{points: {0: 0, 10: 60, 30: 100}}", [NAN] * 4),
        ("better: higher", "{floor: {2025-Q2: 0, 2025-Q4: 5}, goal: 30}", [NAN] * 4),  # that the floor moves is no matter
        ("better: inside", "{within: [{2025-Q2: 2, 2025-Q4: 3}, {2025-Q2: 20, 2025-Q4: 40}]}", [NAN] * 4),
        ("better: inside", "{within: [{2025-Q2: 2, 2025-Q4: 3}, 40], floor: [0, 99]}", [NAN] * 4),
        ("better: higher", "{floor: 0, goal: {2025-Q2: previous * 1.1, 2025-Q4: 40}}", [NAN] * 4),
        ("better: higher", "{floor: 0, goal: {2025-Q2: other, 2025-Q4: other * 2}}", [NAN] * 4),
        ("better: higher", "{floor: 0, goal: {2025-Q2: highest, 2025-Q4: 99}}", [NAN] * 4),
        ("better: higher", "{floor: 0, goal: {2025-Q2: 20, 2025-Q4: 40}, levels: [branch]}", [NAN] * 4),
        ("better: higher", "{floor: 0, goal: {2025-Q2: 20, 2025-Q4: 40}, levels: [total]}", [NAN, 20, 30, 40]),
    ],
)
def test_the_expected_line_is_the_dated_goal_of_each_last_day(
    entered: Evaluate, measure: str, use: str, expected: list[float]
) -> None:
    if "other" in use:
        evaluation = entered(
            [6.0, 7.0, 8.0, 9.0], measure=f"{measure}}}\n  other: {{entered: true, {measure}", use=f"target: {use}"
        )
    else:
        more = {"periods_": ", baseline: 2025-Q1", "more": "entities: [branch]\n"}
        evaluation = entered([6.0, 7.0, 8.0, 9.0], measure=measure, use=f"target: {use}", **more)
    found = only(evaluation)
    assert [step.expected for step in found.steps] == pytest.approx(expected, nan_ok=True)
    goals = shown_goals(evaluation)
    for step in found.steps:  # where the line says something, it is what the score is measured by
        assert math.isnan(step.expected) or goals[step.period.id] == pytest.approx(step.expected)


def test_a_goal_on_a_baseline_that_is_missing_is_none(entered: Evaluate) -> None:
    use = "target: {floor: 0, goal: {2025-Q2: baseline * 2, 2026-Q2: 30}}"
    found = only(entered(ROUGH, use=use, periods_=", baseline: 2020-Q1"))
    assert found.reached is None
    assert all(math.isnan(step.expected) for step in found.steps)


def test_periods_to_come_lead_to_the_last_day_twelve_at_most(entered: Evaluate) -> None:
    def later(goal: str, target: str = "2025-W10") -> list[str]:
        return ids(coming(only(entered(ROUGH, target, use=f"target: {{floor: 0, goal: {goal}}}"))))

    assert later("{2025-W05: 1, 2025-W08: 9}") == ["2025-W11", "2025-W12"]
    assert later("{2025-W05: 1, 2025-W15: 9}") == [f"2025-W{n}" for n in range(11, 16)]
    assert later("{2025-W05: 1, 2025-03: 9}") == [f"2025-W{n}" for n in range(11, 15)]  # week 14 begins on 31 March
    assert only(entered(ROUGH, "2025-W10", use="target: {floor: 0, goal: {2025-W05: 1, 2025-03: 9}}")).steps[-1].expected == 9
    assert later("{2025-W05: 1, 2030-W15: 9}") == [f"2025-W{n}" for n in range(11, 23)]
    assert later("{2025-Q1: 1, 2028: 9}", "2025") == ["2026", "2027", "2028"]
    assert later("{2025-Q1: 1, 2026-Q1: 9}", "2025") == ["2026", "2027"]


RISING = [10.2, 11.0, 11.9, 13.1, 14.0, 14.8, 16.1]  # a unit a week, hardly a fifth off


@pytest.mark.parametrize(
    ("better", "goal", "reached"),
    [
        ("higher", 15, "ahead"),
        ("higher", 18, "open"),
        ("higher", 30, "behind"),
        ("lower", 30, "ahead"),
        ("lower", 18, "open"),
        ("lower", 5, "behind"),
    ],
)
def test_the_forecast_lies_beyond_the_goal_holds_it_or_misses_it(
    entered: Evaluate, better: str, goal: float, reached: str
) -> None:
    floor = 0 if better == "higher" else 99
    use = f"target: {{floor: {floor}, goal: {{2025-W01: 14, 2025-W22: {goal}}}}}"
    evaluation = entered(RISING, "2025-W20", measure=f"better: {better}", use=use)
    found = only(evaluation)
    assert found.reached == reached
    last = found.steps[-1]
    assert (last.period.id, last.expected) == ("2025-W22", goal)
    assert (last.low <= goal <= last.high) == (reached == "open")
    assert len(finding(evaluation)) == (reached == "behind")


@pytest.mark.parametrize("better", ["higher", "lower"])
def test_the_edge_of_the_goal_passes(entered: Evaluate, better: str) -> None:
    floor = -9 if better == "higher" else 9
    use = f"target: {{floor: {floor}, goal: {{2025-W01: 0, 2025-W22: 0.3}}}}"
    found = only(entered([0.1 + 0.2] * 7, "2025-W20", measure=f"better: {better}", use=use))
    assert found.reached == "ahead"


@pytest.mark.parametrize(
    ("goal", "reached"),
    [
        ("{2025-W01: 5, 2025-W21: 99, 2025-W22: 12}", "ahead"),  # the last day counts
        ("{2025-W01: 5, 2025-W22: 99, 2025-W40: 999}", "behind"),  # the last that is foretold
        ("{2025-W01: 5, 2025-W21: 12, 2025-W40: 999}", "ahead"),
        ("{2025-W01: 5, 2025-W40: 999}", None),  # too far away
        ("{2025-W01: 5, 2025-W20: 99}", None),  # it is over
        ("{2025-W21: 99}", "behind"),
        ("99", None),
    ],
)
def test_the_last_day_that_is_named_and_foretold_is_judged(entered: Evaluate, goal: str, reached: str | None) -> None:
    evaluation = entered(RISING, "2025-W20", use=f"target: {{floor: 0, goal: {goal}}}")
    assert only(evaluation).reached == reached
    assert len(finding(evaluation)) == (reached == "behind")


def test_without_a_forecast_nothing_is_said_of_the_target(entered: Evaluate) -> None:
    use = "target: {floor: 0, goal: {2025-W01: 5, 2025-W22: 99}}"
    evaluation = entered(RISING[:5], "2025-W20", use=use)
    assert (only(evaluation).reached, finding(evaluation)) == (None, [])
    assert not math.isnan(only(evaluation).steps[-1].expected)


@pytest.mark.parametrize(
    ("measure", "factor", "forecast", "goal"),
    [
        ("better: higher, unit: percent", 0.01, "17.9% (17.4% to 18.4%)", "30%"),
        ("better: higher, unit: currency", 1e6, "EUR 17.9M (EUR 17.4M to EUR 18.4M)", "EUR 30M"),
        ("better: higher, unit: days, decimals: 2", 1, "17.91 days (17.40 days to 18.41 days)", "30 days"),
    ],
)
def test_a_target_out_of_reach_is_told_in_the_measure_s_unit(
    entered: Evaluate, measure: str, factor: float, forecast: str, goal: str
) -> None:
    use = f"target: {{floor: 0, goal: {{2025-W01: {14 * factor}, 2025-W22: {30 * factor}}}}}"
    evaluation = entered([value * factor for value in RISING], "2025-W20", measure=measure, use=use, more="currency: EUR\n")
    (problem,) = finding(evaluation)
    words = f"“M” is heading for {forecast} in 2025-W22, where its target expects {goal}."
    assert scorecard.describe(problem).endswith(words)
    assert problem.place
    assert problem.place.line == 8


def test_views_keep_what_is_heading_where(entered: Evaluate, tmp_path: Path) -> None:
    entered(ROUGH, measure="better: higher, tags: {department: sales}")
    found = scorecard.load(tmp_path / "scorecard.yaml").evaluate(by="department")
    VALIDATOR.validate(json.loads(export.evaluation_json(found)))
    (outlook,) = found.outlook
    assert outlook.path == ("sales", "m")
    assert np.ravel(told(coming(outlook))) == pytest.approx(np.ravel(line(range(7), ROUGH, (7, 8))))


def test_expected_days_are_last_days(entered: Evaluate) -> None:
    """Between two days the line is straight by days, in a calendar whose months differ."""
    evaluation = entered(ROUGH, "1404-03", calendar="jalali", use="target: {floor: 0, goal: {1404-01: 10, 1404-12: 20}}")
    known = Calendar("jalali")
    start, end = (periods.parse(text, known).end - timedelta(1) for text in ("1404-01", "1404-12"))
    steps = [step for step in only(evaluation).steps if not math.isnan(step.expected)]
    assert ids(steps) == [f"1404-{n:02}" for n in range(1, 13)]
    for step in steps:
        share = (step.period.end - timedelta(1) - start).days / (end - start).days
        assert step.expected == pytest.approx(10 + 10 * share)


def test_the_document_says_the_same_every_time(entered: Evaluate, tmp_path: Path) -> None:
    def document() -> Any:
        return export.evaluation_json(scorecard.load(tmp_path / "scorecard.yaml").evaluate())

    entered([20 + n + (3, -1, 2, -4)[n % 4] + math.sin(n * n) for n in range(12)])
    assert document() == document()
