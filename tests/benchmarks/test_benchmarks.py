"""The benchmarks themselves: rivals find our numbers, and a difference is noticed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module", autouse=True)
def found() -> None:
    """`benchmarks` is run from the checkout, not installed."""
    if str(ROOT) not in sys.path:
        sys.path.append(str(ROOT))


@pytest.mark.slow
def test_rivals_find_our_numbers() -> None:
    pytest.importorskip("pyarrow", reason="pandas reads Parquet by pyarrow: install the dev group")
    done = subprocess.run([sys.executable, "-m", "benchmarks", "--quick", "--agree"], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def document(path: Path, value: float | None, score: float) -> Path:
    """What `evaluate --json` writes, as far as it matters here: one measure below the root."""
    rows = [
        {"path": "", "kind": "root", "period": "2024-Q4", "entity": {}, "value": None, "score": score},
        {"path": "a/b", "kind": "measure", "period": "2024-Q4", "entity": {}, "value": value, "score": score},
        {"path": "a/b", "kind": "measure", "period": "2024-Q4", "entity": {"branch": "X"}, "value": value, "score": None},
    ]
    path.write_text(json.dumps({"rows": rows}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("value", "score", "told"),
    [
        (0.5, 40.0, []),
        (0.5 + 1e-11, 40.0, []),
        (0.5001, 40.0, ["value b 2024-Q4 : 0.5001 here, 0.5 there", "value b 2024-Q4 X: 0.5001 here, 0.5 there"]),
        (None, 40.0, ["value b 2024-Q4 : None here, 0.5 there", "value b 2024-Q4 X: None here, 0.5 there"]),
        (0.5, 41.0, ["score  2024-Q4 : 41.0 here, 40.0 there"]),
    ],
)
def test_differences_are_told(tmp_path: Path, value: float | None, score: float, told: list[str]) -> None:
    from benchmarks import agreement

    rival = tmp_path / "rival.json"
    values = [{"period": "2024-Q4", "branch": branch, "b": 0.5} for branch in (None, "X")]
    rival.write_text(json.dumps({"values": values, "scores": [{"period": "2024-Q4", "": 40.0}]}), encoding="utf-8")
    mine = agreement.ours(document(tmp_path / "ours.json", value, score))
    assert list(agreement.differences(mine, agreement.rivals(rival))) == told


def test_a_value_on_one_side_only_is_told() -> None:
    from benchmarks import agreement

    assert list(agreement.differences({("value", "b", "2024", ""): 1.0}, {})) == ["value b 2024 : only ours"]
    assert list(agreement.differences({}, {("value", "b", "2024", ""): 1.0})) == ["value b 2024 : only the rival"]


def test_costs_are_those_of_the_child() -> None:
    """Measured from a lean process of its own, as the benchmarks are: pytest's memory would count as the child's."""
    driver = """
import sys
from benchmarks.runs import in_turns
work = ("pass", "x = b'x' * 300_000_000; sum(range(10**7))")
idle, busy = in_turns(*([sys.executable, "-S", "-c", do] for do in work), times=1)
print(busy.memory - idle.memory > 250, busy.cpu > idle.cpu)
"""
    done = subprocess.run([sys.executable, "-c", driver], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "True True\n"


def test_a_failing_child_is_an_error() -> None:
    from benchmarks import runs

    with pytest.raises(RuntimeError, match=r"ended with 3:\nno luck"):
        runs.run([sys.executable, "-c", "import sys; sys.stderr.write('no luck'); sys.exit(3)"])


@pytest.mark.parametrize(("ours", "holds"), [(0.4, True), (0.5, True), (0.6, False)])
def test_a_row_knows_whether_it_holds(ours: float, holds: bool) -> None:
    from benchmarks.rows import Row

    assert Row.at_most("it", ours, 1.0, 0.5).holds is holds
    assert Row.times_faster("it", ours, 1.0, 2.0).holds is holds
