"""What is being done, on a terminal, while one waits.

Enters: what `scorecard.load(watch=…)` is told, or how many of many reports are done. Leaves: one line on stderr that is gone when
all is done. The first kind shows after a second, and nowhere but on a terminal.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from threading import Event, Thread
from time import monotonic

from scorecard.words import snippets
from scorecard.words import terminal as words
from scorecard.words.tongue import say

PATIENCE = 1.0  # seconds without a word
CLEAR = "\r\x1b[2K"


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Within it the line may show. What it gives is told what is done next."""
    if not _is_terminal():
        yield lambda _: None
        return
    now, context = ["definition"], copy_context()  # a thread of its own would not know which language is spoken
    over, began = Event(), monotonic()

    def draw() -> None:
        wait = PATIENCE
        while not over.wait(wait):
            wait = 0.1
            line = context.run(_line, now[0], monotonic() - began)[: shutil.get_terminal_size().columns - 1]
            sys.stderr.write(CLEAR + line)
            sys.stderr.flush()

    def watch(what: str) -> None:
        nonlocal context
        now[0], context = what, copy_context()

    drawer = Thread(target=draw, daemon=True)
    drawer.start()
    try:
        yield watch
    finally:
        over.set()
        drawer.join()
        if monotonic() - began > PATIENCE:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()


def _line(what: str, seconds: float) -> str:
    stage, _, dataset = what.partition(" ")
    return words.waiting(words.reading(dataset) if dataset else say(words.STAGES[stage]), seconds)


@contextmanager
def reports(level: str) -> Iterator[Callable[[int, int], None]]:
    """Within it a bar shows how many reports are done and how long the others will take; where there is no terminal, a line at
    the start says how many there are. What it gives is told both numbers."""
    if not _is_terminal():
        yield lambda done, of: None if done else print(words.reports_by(snippets.clean(level), of), file=sys.stderr)
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn(say(words.REPORTS)), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(elapsed_when_finished=True)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda done, of: bar.update(task, completed=done, total=of)


def _is_terminal() -> bool:
    return bool(sys.stderr) and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
