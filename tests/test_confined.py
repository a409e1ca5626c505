"""Processes that do little harm: tasks that misbehave in every way enter; each ends soon, and with the right word."""

from __future__ import annotations

import json
import os
from pathlib import Path
from time import monotonic

import pytest

from scorecard import confined
from scorecard.confined import Bounds, Exceeded, Refused, run

BOUNDS = Bounds(seconds=1, memory=1 << 29, size=1_000_000)
FREE = Bounds(seconds=1, memory=1 << 29, size=1_000_000, files=True)


def task(name: str, payload: bytes = b"", bounds: Bounds = BOUNDS) -> bytes:
    return run(f"tests.confined_tasks:{name}", payload, bounds)


def test_bytes_go_in_and_come_out() -> None:
    payload = bytes(range(256)) * 3000  # more than a pipe holds
    assert task("echo", payload) == payload[::-1]
    with pytest.raises(Refused) as refused:
        task("refuse", b"this")
    assert refused.value.said == b"not this"


@pytest.mark.parametrize(
    ("name", "what"),
    [("loop", "time"), ("loop_in_c", "time"), ("devour", "memory"), ("flood", "size"), ("die", "end")],
)
def test_a_bound_that_is_reached_ends_it_and_is_named(name: str, what: str) -> None:
    start = monotonic()
    with pytest.raises(Exceeded) as exceeded:
        task(name, b"payload")
    assert exceeded.value.what == what
    assert monotonic() - start < 60


def test_one_that_only_waits_is_ended_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "READY", 0.0)
    with pytest.raises(Exceeded) as exceeded:
        task("sleep")
    assert exceeded.value.what == "time"


@pytest.mark.parametrize("name", ["fail", "never_begin", "no_such_task"])
def test_a_fault_of_ours_is_told_as_one(name: str) -> None:
    with pytest.raises(RuntimeError, match="confined process failed"):
        task(name)


def test_it_opens_nothing_and_knows_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET", "the secret")
    met, environment, is_isolated, rest = json.loads(task("told", str(tmp_path).encode()))
    assert set(met.values()) == {"OSError"}
    assert len(met) == 5
    assert "SECRET" not in environment
    assert is_isolated
    assert rest == ""
    assert list(tmp_path.iterdir()) == []


def test_with_files_it_has_a_folder_that_goes_with_it_and_a_bound_on_what_it_writes() -> None:
    desk = Path(task("desk", bounds=FREE).decode())
    assert not desk.exists()
    with pytest.raises((RuntimeError, Exceeded)):
        task("write_much", bounds=FREE)


def test_nothing_of_it_stays() -> None:
    before = set(os.listdir("/proc/self/fd"))
    for name in ("loop", "flood", "die"):
        with pytest.raises(Exceeded):
            task(name)
    assert set(os.listdir("/proc/self/fd")) == before
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
