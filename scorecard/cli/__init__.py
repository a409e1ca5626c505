"""The command line: one file per command, which knows the public names only.

Enters: the words typed. Leaves: results on stdout, progress and diagnostics on stderr, and an exit code: 0 fine, 1 findings
(check), 2 usage or input, 101 a fault of scorecard's own, 130 interrupted (143 by SIGTERM, 129 by SIGHUP).
`program` holds the commands; here stands only what must be ready before it is loaded.
"""

from __future__ import annotations

import _thread
import os
import signal
import sys
import time
from contextlib import suppress

INTERRUPTED = 130
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
GRACE = 1.0  # seconds in which a signal should have ended the command

caught: list[int] = []
"""Signals that have asked this process to stop. Some libraries swallow what the first one raises, or make an error of it."""


def run() -> None:
    """The installed command. It leaves at once: taking the engine and a thousand modules apart costs a fifth of a short run."""
    for each in SIGNALS:
        if signal.getsignal(each) is not signal.SIG_IGN:  # as under nohup
            signal.signal(each, _stop)
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    signal.set_wakeup_fd(writer)
    _thread.start_new_thread(_insist, (reader,))
    try:
        from scorecard.cli.program import main

        code = main()
    except BaseException:  # before or after the command had its own way of ending
        if not caught:
            raise
        code = INTERRUPTED
    signal.set_wakeup_fd(-1)
    for each in SIGNALS:
        signal.signal(each, signal.SIG_DFL)
    _leave(128 + caught[0] if caught else code)


def _stop(number: int, frame: object) -> None:
    caught.append(number)
    raise KeyboardInterrupt


def _insist(reader: int) -> None:
    """A thread that waits for a signal's number. Python hears of a signal when the library at work returns to it, and the engine,
    busy on several threads, may do so only when its query is done: then the command ends from here."""
    number = os.read(reader, 1)[0]
    time.sleep(GRACE)
    caught.append(number)
    _leave(128 + number)


def _leave(code: int) -> None:
    if "scorecard.files" in sys.modules:  # without it there are no temporary files; the engine has some where memory is short
        from scorecard import files

        files.abandon()
    if caught:
        with suppress(OSError):
            os.write(2, b"Interrupted.\n")  # no stream: another thread may be at work with it
        os._exit(code)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # told already, or closed
            if stream:
                stream.flush()
    os._exit(code)
