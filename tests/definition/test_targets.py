"""What targets, status bands and judgements become, and what of them can be told to be wrong without data."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from time import process_time
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scorecard import definition
from scorecard.records.definition import Band, Bound, Dated, Definition, FromRows, Knot, Node, Per, Target

BASE: dict[str, Any] = {
    "scorecard": "s",
    "entities": {"place": ["region", "branch"]},
    "datasets": {"entered": {"file": "e.csv"}, "d": {"file": "d.csv", "time": "day"}},
    "measures": {
        "m": {"better": "higher", "entered": True},
        "sales_target": {"better": "higher", "formula": "base * 2"},
        "base": {"better": "higher", "entered": True},
    },
    "perspectives": {"p": {"measures": {"m": None}}},
}


def read(folder: Path, **top: Any) -> tuple[Definition, list[str]]:
    file = folder / "scorecard.yaml"
    file.write_text(yaml.safe_dump(BASE | top, sort_keys=False, allow_unicode=True))
    reading = definition.read(str(file))
    assert reading.definition is not None
    return reading.definition, [problem.code for problem in reading.problems if problem.level != "note"]


def judged(folder: Path, target: dict[str, Any], **top: Any) -> tuple[Target | None, list[str]]:
    """The target of the only leaf."""
    found, codes = read(folder, perspectives={"p": {"measures": {"m": {"target": target}}}}, **top)
    return found.root.children[0].children[0].target, codes


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("12", Bound(12)),
        ("-3.5e2", Bound(-350)),
        ("15 %", Bound(0.15)),
        ("5pp", Bound(0.05)),
        ("baseline", Bound(0, "baseline")),
        ("previous * 110% - 3", Bound(-3, "previous", 1.1)),
        ("sales_target", Bound(0, "measure", 1, "sales_target")),
        ("sales_target*0.9", Bound(0, "measure", 0.9, "sales_target")),
        ("sales_target * 0.9 + 5pp", Bound(0.05, "measure", 0.9, "sales_target")),
        ("lowest", Bound(0, "lowest")),
        ("highest * 1.1", Bound(0, "highest", 1.1)),
        ("mean", Bound(0, "mean")),
        ("mean - 3", Bound(-3, "mean")),
        ("mean + sd", Bound(0, "mean", spread=1)),
        ("mean + 1 sd", Bound(0, "mean", spread=1)),
        ("mean-1.5sd", Bound(0, "mean", spread=-1.5)),
        ("mean + 2 sd - 1pp", Bound(-0.01, "mean", spread=2)),
        ("p5", Bound(0, "percentile", percentile=5)),
        ("p97.5 * 2", Bound(0, "percentile", 2, percentile=97.5)),
        ("p100 + 1", Bound(1, "percentile", percentile=100)),
    ],
)
def test_bounds(tmp_path: Path, text: str, bound: Bound) -> None:
    target, codes = judged(tmp_path, {"at_least": text})
    assert codes == []
    assert target == Target("at_least", (Knot(bound, 100),))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("sales_target + 5%", "percent-shift"),
        ("lowest - 5%", "percent-shift"),
        ("mean + 1 sd + 5%", "percent-shift"),
        ("p100.5", "bad-percentile"),
        ("p-5", "unknown-reference"),
        ("Lowest", "unknown-reference"),
        ("region", "unknown-reference"),
        ("mean * 2 sd", "bad-bound"),
        ("mean * 2 + 1 sd", "bad-bound"),
        ("lowest + 1 sd", "bad-bound"),
        ("sales_target * -1", "bad-bound"),
        ("sales_target / 2", "bad-bound"),
        ("sales_target * base", "bad-bound"),
        ("2 * sales_target", "bad-bound"),
        ("sales_target + 1e999", "bad-bound"),
        ("mean + 1e999 sd", "bad-bound"),
        ("m * 1.1", "target-is-itself"),
    ],
)
def test_no_bounds(tmp_path: Path, text: str, code: str) -> None:
    assert judged(tmp_path, {"at_least": text})[1] == [code]


def test_a_dated_bound_holds_on_the_last_days_of_its_periods(tmp_path: Path) -> None:
    moving = {"1404": "30%", "1404-Q1": "sales_target", "1404-06": 0.2}
    target, codes = judged(tmp_path, {"floor": -1, "goal": moving, "scale": "linear"}, calendar="jalali")
    assert codes == []
    points = (
        (date(2025, 6, 21), Bound(0, "measure", 1, "sales_target")),  # 31 Khordad
        (date(2025, 9, 22), Bound(0.2)),  # 31 Shahrivar
        (date(2026, 3, 20), Bound(0.3)),  # 29 Esfand
    )
    assert target == Target("line", (Knot(Bound(-1), 0), Knot(Dated(points), 100)))


def test_scale_and_levels(tmp_path: Path) -> None:
    assert judged(tmp_path, {"floor": 1, "goal": 10, "scale": "log", "levels": ["total", "branch"]}) == (
        Target("line", (Knot(Bound(1), 0), Knot(Bound(10), 100)), "log", ("total", "branch")),
        [],
    )
    assert judged(tmp_path, {"points": {"1": 0, "p50": 50}, "scale": "log", "levels": ["region"]})[1] == []
    assert judged(tmp_path, {"at_most": "mean", "levels": ["total"]}, entities={"a": ["b"]})[1] == ["target-against-better"]


def test_all_of_a_default_is_inherited(tmp_path: Path) -> None:
    target = {"floor": "lowest", "goal": {"2025-Q1": "p90", "2025-Q4": "sales_target"}, "scale": "log", "levels": ["branch"]}
    found, codes = read(tmp_path, target=target)
    assert codes == []
    quarters = (
        (date(2025, 3, 31), Bound(0, "percentile", percentile=90)),
        (date(2025, 12, 31), Bound(0, "measure", 1, "sales_target")),
    )
    knots = (Knot(Bound(0, "lowest"), 0), Knot(Dated(quarters), 100))
    assert found.root.children[0].children[0].target == Target("line", knots, "log", ("branch",))


def test_the_measure_behind_a_target_is_compiled_with_all_that_it_derives_from(tmp_path: Path) -> None:
    found, _ = read(tmp_path)
    assert list(found.measures) == ["m"]
    found, codes = read(tmp_path, target={"floor": 0, "goal": {"2025": 1, "2026": "sales_target"}})
    assert (list(found.measures), codes) == (["m", "sales_target", "base"], [])


POINTS = st.dictionaries(st.integers(1, 12), st.integers(0, 40), min_size=1, max_size=4)


def month_end(month: int) -> date:
    return date(2025 + month // 12, month % 12 + 1, 1) - timedelta(1)


def value(points: dict[int, int], day: date) -> float:
    """By hand: the neighbours of a day, and the straight line between them."""
    ends = sorted((month_end(month), number) for month, number in points.items())
    before, after = [p for p in ends if p[0] <= day], [p for p in ends if p[0] >= day]
    if not before or not after:
        return (before[-1] if before else after[0])[1]
    (first, low), (last, high) = before[-1], after[0]
    return low if first == last else low + (high - low) * ((day - first) / (last - first))


@given(POINTS, POINTS, st.sampled_from(["higher", "lower"]), st.sampled_from(["{}", "baseline + {}", "lowest + {}"]))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_moving_goal_that_is_not_better_on_any_day_is_told(
    tmp_path: Path, floor: dict[int, int], goal: dict[int, int], better: str, form: str
) -> None:
    def moving(points: dict[int, int]) -> dict[str, str]:
        return {f"2025-{month:02}": form.format(number) for month, number in points.items()}

    measures = BASE["measures"] | {"m": {"better": better, "entered": True}}
    _, codes = judged(tmp_path, {"floor": moving(floor), "goal": moving(goal)}, measures=measures)
    days = [date(2025, 1, 1) + timedelta(index) for index in range(365)]
    sign = 1 if better == "higher" else -1
    least = min(sign * (value(goal, day) - value(floor, day)) for day in days)
    if abs(least) > 1e-9 or least == 0:
        assert codes == (["goal-not-better"] if least <= 0 else [])


def test_what_only_data_can_tell_is_left_to_them(tmp_path: Path) -> None:
    for floor, goal in [
        ("baseline", 1),
        ("highest", "lowest"),
        ("p90", "p10"),
        ({"2025": "base", "2026": 5}, 6),
        ("base", "base * 0.5"),
    ]:
        assert judged(tmp_path, {"floor": floor, "goal": goal})[1] == []
    assert judged(tmp_path, {"floor": {"2025": "base", "2026": 5}, "goal": {"2026": 5}})[1] == ["goal-not-better"]


def test_units_are_compared(tmp_path: Path) -> None:
    measures = BASE["measures"] | {"m": {"better": "higher", "entered": True, "unit": "percent"}}
    assert judged(tmp_path, {"at_least": "base"}, measures=measures)[1] == ["target-in-other-unit"]
    assert judged(tmp_path, {"at_least": {"2025": 0.5, "2026": 2}}, measures=measures)[1] == ["large-percent"]
    _, codes = read(tmp_path, measures=measures, target={"floor": 0, "goal": "base"})
    assert codes == ["target-in-other-unit"]


def test_bands_of_a_value(tmp_path: Path) -> None:
    def bands(better: str, written: dict[str, Any], **top: Any) -> tuple[Any, list[str]]:
        measures = {"m": {"better": better, "entered": True, "decimals": 2, "status": written}}
        found, codes = read(tmp_path, measures=measures, **top)
        return found.measures["m"].status, codes

    assert bands("lower", {"poor": "72", "good": 0, "fair": "24.0"}) == (
        (Band("good", 0), Band("fair", 24), Band("poor", 72)),
        [],
    )
    assert bands("inside", {"poor": 9, "good": "5%"}) == ((Band("good", 0.05), Band("poor", 9)), [])
    own = {"red": 0, "green": 50}
    assert bands("higher", {"green": 7, "red": -3}, status=own) == ((Band("red", -3), Band("green", 7)), [])
    assert bands("higher", {"good": 7, "poor": -3}, status=own) == ((), ["unknown-status", "unknown-status"])
    assert read(tmp_path, measures={"m": {"better": "higher", "entered": True, "decimals": 2}})[0].measures["m"].decimals == 2


def test_windows_and_rows_made_one_per_key(tmp_path: Path) -> None:
    def how(**spec: Any) -> FromRows:
        measures = {"m": {"better": "higher", "dataset": "d", "formula": "count(*)"} | spec}
        found, codes = read(tmp_path, measures=measures)
        assert codes == []
        way = found.measures["m"].how
        assert isinstance(way, FromRows)
        return way

    assert (how().window, how().last, how().per) == ("during", 1, None)
    assert [how(rows=word).window for word in ("to_date", "year_to_date", "all")] == ["to_date", "year_to_date", "all"]
    assert (how(rows={"last": 4}).window, how(rows={"last": 4}).last) == ("last", 4)
    per = how(per="who", columns={"orders": "count(distinct order_id)"}, where="x > 1 and y = 2", formula="avg(orders)")
    assert isinstance(per.per, Per)
    assert (per.per.key, list(per.per.columns), len(per.per.where)) == ("who", ["orders"], 2)
    assert {mention.column for mention in per.formula.mentions} == {"who", "order_id", "x", "y"}
    assert "orders" not in str(per.per.where)


def weighed(folder: Path, pairs: Any, **top: Any) -> tuple[Node, list[str]]:
    perspectives = {"p": {"judgements": pairs, "measures": {"m": None, "base": None, "sales_target": None}}}
    found, codes = read(folder, perspectives=perspectives, **top)
    return found.root.children[0], codes


def test_judgements_become_weights(tmp_path: Path) -> None:
    node, codes = weighed(tmp_path, {"m over base": 2, "sales_target over base": "1 / 2", "m over sales_target": 4.0})
    assert codes == []
    assert [child.weight for child in node.children] == pytest.approx([4 / 7, 2 / 7, 1 / 7])
    assert node.judged is not None
    assert node.judged.method == "eigenvector"
    assert (node.judged.consistency, *node.judged.judges) == pytest.approx((0, 0), abs=1e-9)
    assert node.judged.views == (pytest.approx({"m": 4 / 7, "base": 2 / 7, "sales_target": 1 / 7}),)


def test_several_judges_are_joined_and_each_is_held_to_consistency(tmp_path: Path) -> None:
    round_about = {"m over base": 9, "base over sales_target": 9, "sales_target over m": 9}
    turned = dict.fromkeys(round_about, "1/9")
    node, codes = weighed(tmp_path, [round_about, turned])
    assert codes == ["judgements-contradict", "judgements-contradict"]  # each alone; together they agree that all count alike
    assert [child.weight for child in node.children] == pytest.approx([1 / 3] * 3)
    assert node.judged is not None
    assert node.judged.consistency == pytest.approx(0, abs=1e-9)
    assert min(node.judged.judges) > 1
    assert [sum(view.values()) for view in node.judged.views] == pytest.approx([1, 1])
    _, codes = weighed(tmp_path, [round_about, dict(round_about)])
    assert codes == ["judgements-contradict"] * 3


def test_judgements_are_not_inherited_and_need_all_that_is_written(tmp_path: Path) -> None:
    node, codes = weighed(tmp_path, {"m over base": 2}, judgements={"p over q": 1})
    assert codes == ["judgements-lacking", "judgements-of-one"]
    assert [child.weight for child in node.children] == [1, 1, 1]
    assert node.judged is None
    _, codes = read(tmp_path, perspectives={"p": {"judgements": {"m over nosuch": 1}, "measures": {"m": None, "nosuch": None}}})
    assert codes == ["unknown-measure"]  # the judgements fit what is written


def test_a_map_of_very_many_judgements_is_refused_soon(tmp_path: Path) -> None:
    many = {f"m over x{index}": 1 for index in range(5000)}
    _, codes = weighed(tmp_path, many)
    assert set(codes) == {"judgement-unknown"}


def test_only_judgements_load_numpy() -> None:
    here = Path(__file__).parents[1]
    script = (
        "import sys\nfrom scorecard import definition\n"
        f"definition.read({str(here / 'definition/good/language.yaml')!r})\nassert 'numpy' not in sys.modules\n"
        f"definition.read({str(here / 'language/cases/judgements/scorecard.yaml')!r})\nassert 'numpy' in sys.modules\n"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False).stderr == ""


def months(count: int, first: int) -> str:
    return "{" + ", ".join(f"{2010 + index // 12}-{index % 12 + 1:02}: {first + index}" for index in range(count)) + "}"


FLOODS = {
    "a long course": f"{{floor: {months(120, 0)}, goal: {months(119, 1000)}}}",
    "very many points": "{points: {" + ", ".join(f"{index}: 1" for index in range(10_000)) + "}}",
}


@pytest.mark.parametrize("target", FLOODS.values(), ids=FLOODS)
def test_a_target_that_thousands_inherit_is_looked_at_once(tmp_path: Path, target: str) -> None:
    """Measure by measure it would take minutes."""
    file = tmp_path / "scorecard.yaml"
    file.write_text(
        f"scorecard: s\ndatasets: {{entered: {{file: e.csv}}}}\ntarget: {target}\n"
        "measures: {m: {better: higher, entered: true}}\n"
        "perspectives: {p: {factors: {" + ", ".join(f"f{index}: {{measures: {{m: }}}}" for index in range(4_000)) + "}}}\n"
    )
    start = process_time()
    assert definition.read(str(file)).problems == ()
    assert process_time() - start < 10


def test_a_course_of_more_than_ten_years_of_months_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "scorecard.yaml"
    file.write_text(
        f"scorecard: s\ndatasets: {{entered: {{file: e.csv}}}}\ntarget: {{at_least: {months(121, 0)}}}\n"
        "measures: {m: {better: higher, entered: true}}\nperspectives: {p: {measures: {m: }}}\n"
    )
    assert [problem.code for problem in definition.read(str(file)).problems] == ["wrong-count"]
