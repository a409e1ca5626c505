"""Processes that make reports: each holds the whole evaluation, is handed one unit after another and hands its files back.

Enters: an Evaluation and the units wanted. Leaves: their files' bytes, in the order in which they are ready. Only this process
writes to the disk, so that a worker may be ended at any moment; a worker ends by itself when this process is gone.
"""

from __future__ import annotations

import copyreg
import gc
import io
import os
import pickle
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date
from multiprocessing.connection import Connection, Pipe, wait
from queue import SimpleQueue
from threading import Thread
from types import MappingProxyType
from typing import Any

from scorecard import files
from scorecard.problems import Faults, Problem
from scorecard.records.evaluation import Evaluation
from scorecard.report import done
from scorecard.report.overrides import Templates
from scorecard.report.unit import Unit, seen_from
from scorecard.words.tongue import speaking

START = (
    "import sys; sys.path[:] = {path!r}; sys.dont_write_bytecode = {bare!r}; from scorecard.report.crew import serve; serve({fd})"
)
AHEAD = 2
"""Units that a worker is handed at once: it need not wait for this process to write."""


@dataclass(frozen=True, slots=True)
class Job:
    number: int
    unit: Unit
    known: str  # the content that its files have already; "" for none


@dataclass(frozen=True, slots=True)
class Answer:
    number: int
    content: str
    files: tuple[bytes, ...]  # one for each format; () where they are there already


@dataclass(frozen=True, slots=True)
class Order:
    """What all reports have in common."""

    evaluation: Evaluation
    formats: tuple[str, ...]
    dated: date | None
    setting: str
    templates: Templates | None  # the client's own


@dataclass(frozen=True, slots=True)
class Stopped:
    """A worker's last word: what the client's templates do wrong."""

    problems: tuple[Problem, ...]


def make(order: Order, job: Job) -> Answer:
    from scorecard import report

    definition = order.evaluation.definition
    with speaking(definition.language, definition.digits):
        page = report.page(seen_from(order.evaluation, job.unit), order.dated)
    content = done.content(page, order.setting)
    if content == job.known:
        return Answer(job.number, content, ())
    writers = {
        "html": lambda: report.html(page, order.templates).encode(),
        "pdf": lambda: report.pdf(page, templates=order.templates),
    }
    return Answer(job.number, content, tuple(writers[format]() for format in order.formats))


def answers(order: Order, jobs: Iterable[Job], processes: int) -> Iterator[Answer]:
    """Of all jobs. Raises Faults; RuntimeError where a worker failed, with what it said."""
    if processes < 2:
        for job in jobs:
            yield make(order, job)
        return
    waiting = iter(jobs)
    with _crew(order, processes) as crew:
        owed = dict.fromkeys(crew, 0)

        def hand(worker: Connection) -> None:
            while owed[worker] < AHEAD and (job := next(waiting, None)) is not None:
                with suppress(ConnectionError):  # `_received` will tell
                    worker.send(job)
                owed[worker] += 1

        for worker in crew:
            hand(worker)
        while any(owed.values()):
            ready = set(wait([worker for worker in crew if owed[worker]]))
            for worker in crew:
                if worker not in ready:
                    continue
                answer = _received(worker)
                owed[worker] -= 1
                hand(worker)
                yield answer


def _received(worker: Connection) -> Answer:
    try:
        answer = worker.recv()
    except (EOFError, ConnectionError):
        raise RuntimeError("a process that made reports ended before its time") from None
    if isinstance(answer, Stopped):
        raise Faults(answer.problems)
    if isinstance(answer, str):
        raise RuntimeError(f"a process that made reports failed:\n{answer}")
    assert isinstance(answer, Answer)
    return answer


@contextmanager
def _crew(order: Order, processes: int) -> Iterator[tuple[Connection, ...]]:
    """None of them outlives it, nor does what their libraries keep in temporary files."""
    letter = _pickled(order)
    workers: list[tuple[subprocess.Popen[bytes], Connection]] = []
    desk = tempfile.mkdtemp(prefix=files.temporary())
    try:
        while len(workers) < processes:  # one by one: what is hired must be let go, should the next fail
            workers.append(_hired(desk))
        for _, connection in workers:
            with suppress(ConnectionError):  # `_received` will tell
                connection.send_bytes(letter)
        yield tuple(connection for _, connection in workers)
    finally:
        for process, connection in workers:
            connection.close()
            process.kill()
        for process, _ in workers:
            process.wait()
        shutil.rmtree(desk, ignore_errors=True)


def _hired(desk: str) -> tuple[subprocess.Popen[bytes], Connection]:
    """A fresh interpreter that looks for modules where this one does, never in the folder at hand (-P). Ctrl-C on the terminal
    reaches this process alone: workers have a group of their own."""
    ours, theirs = Pipe()
    try:
        start = START.format(path=[path for path in sys.path if path], bare=sys.dont_write_bytecode, fd=theirs.fileno())
        process = subprocess.Popen(
            [sys.executable, "-P", "-c", start],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            process_group=0,
            env={**os.environ, "TMPDIR": desk},
        )
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
    return process, ours


def _pickled(letter: Order | Stopped) -> bytes:
    """With the read-only maps that records hold, which pickle does not know."""
    out = io.BytesIO()
    pickler = pickle.Pickler(out, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {**copyreg.dispatch_table, MappingProxyType: lambda held: (_frozen, (dict(held),))}
    pickler.dump(letter)
    return out.getvalue()


def _frozen(held: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(held)


def serve(descriptor: int) -> None:
    """A worker's life: the order, then jobs, until the other side closes; that ends it at once, whatever it is doing."""
    connection = Connection(descriptor)
    order: Order = pickle.loads(connection.recv_bytes())
    jobs: SimpleQueue[Job] = SimpleQueue()

    def listen() -> None:
        with suppress(EOFError, OSError):
            while True:
                jobs.put(connection.recv())
        os._exit(0)

    Thread(target=listen, daemon=True).start()
    gc.set_threshold(50_000, 20, 100)  # as the command itself
    try:
        while True:
            connection.send(make(order, jobs.get()))
    except OSError:
        os._exit(0)  # the other side is gone
    except Faults as faults:
        with suppress(OSError):
            connection.send_bytes(_pickled(Stopped(faults.problems)))
        os._exit(1)
    except BaseException:
        with suppress(OSError):
            connection.send(traceback.format_exc())
        os._exit(1)
