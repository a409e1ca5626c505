"""The command line: one file per command, which knows the public names only.

Enters: the words typed. Leaves: results on stdout, progress and diagnostics on stderr, and an exit code: 0 fine, 1 findings
(check), 2 usage or input, 101 a fault of scorecard's own, 130 interrupted (143 by SIGTERM, 129 by SIGHUP).
`program` holds the commands; here stands only what must be ready before it is loaded.
"""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress

INTERRUPTED = 130
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

caught: list[int] = []
"""Signals that have asked this process to stop. Some libraries swallow what the first one raises, or make an error of it."""


def run() -> None:
    """The installed command. It leaves at once: taking the engine and a thousand modules apart costs a fifth of a short run."""
    for each in SIGNALS:
        if signal.getsignal(each) is not signal.SIG_IGN:  # as under nohup
            signal.signal(each, _stop)
    try:
        from scorecard.cli.program import main

        code = main()
        if caught:
            code = 128 + caught[0]
    except BaseException:  # before or after the command had its own way of ending
        if not caught:
            raise
        say_interrupted()
        code = 128 + caught[0]
    for each in SIGNALS:
        signal.signal(each, signal.SIG_DFL)
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):  # told already, or closed
            if stream:
                stream.flush()
    os._exit(code)


def say_interrupted() -> None:
    with suppress(OSError, ValueError):
        if sys.stderr:
            print("Interrupted.", file=sys.stderr, flush=True)


def _stop(number: int, frame: object) -> None:
    caught.append(number)
    raise KeyboardInterrupt
