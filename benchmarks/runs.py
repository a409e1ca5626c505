"""Whole processes, what they cost, and two of them in turns.

Enters: command lines. Leaves: `Cost`s. This process must stay lean: Linux counts a parent's memory as its child's until the
child's program starts, so nothing heavy may be imported here. Children may write bytecode, and each command runs once before
it is measured: without bytecode every import compiles its source anew, which no user's second run does.
"""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[1]
ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one process, or the medians of several."""

    cpu: float  # seconds, user and system
    wall: float  # seconds
    memory: float  # peak, MB
    inside: float = 0.0  # wall seconds without imports, as the process itself tells: {"wall": …, "cpu": …} on its standard output
    inside_cpu: float = 0.0


def run(command: Sequence[str], *, inside: bool = False) -> Cost:
    """Waits for the process; whatever it says on its standard error is shown when it fails."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=ROOT, env=ENVIRONMENT, stdout=out, stderr=errors)
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)  # or Popen would wait for it once more
        if process.returncode:
            errors.seek(0)
            raise RuntimeError(f"{' '.join(command)} ended with {process.returncode}:\n{errors.read().decode()}")
        out.seek(0)
        told = json.loads(out.read()) if inside else {"wall": 0.0, "cpu": 0.0}
    return Cost(used.ru_utime + used.ru_stime, wall, used.ru_maxrss / 1024, told["wall"], told["cpu"])


def answer(command: Sequence[str]) -> dict[str, dict[str, float]]:
    """What a process that measures within itself prints."""
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stderr}")
    found: dict[str, dict[str, float]] = json.loads(done.stdout)
    return found


def in_turns(*commands: Sequence[str], times: int, inside: bool = False) -> tuple[Cost, ...]:
    """Medians of each command's costs, after a run of each that does not count. They take turns (A B A B …), so that a busy
    machine slows all alike."""
    costs: list[list[Cost]] = [[] for _ in commands]
    for command in commands:
        run(command, inside=inside)
    for _ in range(times):
        for command, found in zip(commands, costs, strict=True):
            found.append(run(command, inside=inside))
    return tuple(Cost(*(median(getattr(cost, each.name) for cost in found) for each in fields(Cost))) for found in costs)
