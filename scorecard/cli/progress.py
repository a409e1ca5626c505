"""What is being done, on a terminal, while one waits.

Enters: what `scorecard.load(watch=…)` is told. Leaves: one line on stderr that is gone when all is done. It shows after a
second, and nowhere but on a terminal.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from time import monotonic

PATIENCE = 1.0  # seconds without a word
WORDS = {
    "definition": "Reading the scorecard",
    "data": "Looking at the data",
    "values": "Computing the measures",
    "scores": "Scoring",
    "html": "Writing the HTML",
    "pdf": "Laying out the PDF",
}
CLEAR = "\r\x1b[2K"


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Within it the line may show. What it gives is told what is done next."""
    if not sys.stderr or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield lambda _: None
        return
    now = ["definition"]
    over, began = Event(), monotonic()

    def draw() -> None:
        wait = PATIENCE
        while not over.wait(wait):
            wait = 0.1
            stage, _, dataset = now[0].partition(" ")
            text = f"Reading {dataset}" if dataset else WORDS.get(stage, stage)
            line = f"{text} ... {monotonic() - began:.0f} s"[: shutil.get_terminal_size().columns - 1]
            sys.stderr.write(CLEAR + line)
            sys.stderr.flush()

    def watch(what: str) -> None:
        now[0] = what

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
