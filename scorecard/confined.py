"""Work on what strangers made, in a process of its own that can do little harm and is ended when it takes too much.

Enters: the name of a function of ours, bytes for it, and bounds. Leaves: the bytes that it makes. Raises `Refused` where
the function says so itself, `Exceeded` where a bound was reached.

The function first gets ready: it reads its bytes, which are this program's own, and loads what it needs. Then it begins, and from
there on it has so much memory and time, and may not open anything: no file, no connection (or, where it cannot do without files,
write none beyond a size). What it hands back is read up to a bound and is never more than bytes.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from threading import Thread
from typing import Literal, NoReturn

from scorecard import files

START = (
    "import sys; sys.path[:] = {path!r}; sys.dont_write_bytecode = True; "
    "from scorecard.confined import serve; serve({out}, {task!r}, {bounds!r})"
)
READY = 30.0  # seconds that getting ready may take, on a machine however busy
GRACE = 2  # seconds of processor time between being told to stop and being stopped
MOST_WRITTEN = 1 << 27  # bytes of a file
DONE, REFUSED, MEMORY, TIME, FAILED = b"d", b"r", b"m", b"t", b"f"

What = Literal["memory", "time", "size", "end"]


Begin = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Bounds:
    seconds: int  # of processor time; four times as many may pass on a busy machine
    memory: int  # bytes of address space
    size: int  # bytes of the answer
    files: bool = False  # whether it may open files, and write in a folder that goes with it


class Refused(Exception):
    """What the function could not do: its own words."""

    def __init__(self, said: bytes):
        self.said = said
        super().__init__(said[:200])


class Stop(BaseException):
    """Inside the process: its time is over. No `except Exception` of a library's holds it up."""


class Exceeded(Exception):
    """Which bound was reached; `end`: it ended of itself, and nobody knows why."""

    def __init__(self, what: What):
        self.what = what
        super().__init__(what)


def run(task: str, payload: bytes, bounds: Bounds) -> bytes:
    """`task`: a module and a function in it, `scorecard.brand.fonts:serve`, that is called with the bytes and with what it must
    call to begin, and gives bytes. It says what it cannot do by raising `Refused`."""
    desk = tempfile.mkdtemp(prefix=files.temporary()) if bounds.files else None
    ours, theirs = os.pipe()
    try:
        try:
            path = [each for each in sys.path if each]
            numbers = (bounds.seconds, bounds.memory, bounds.size, bounds.files)
            start = START.format(path=path, out=theirs, task=task, bounds=numbers)
            process = subprocess.Popen(
                [sys.executable, "-I", "-c", start],
                pass_fds=[theirs],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                process_group=0,  # Ctrl-C on the terminal reaches this process alone
                env={"TMPDIR": desk, "HOME": desk} if desk else {},
            )
        finally:
            os.close(theirs)
        try:
            Thread(target=_feed, args=(process, payload), daemon=True).start()
            answer = _read(ours, bounds)
            if not answer and process.wait(READY) == -signal.SIGKILL:
                answer = TIME  # what no signal reaches is ended by the kernel, a little later
        finally:
            process.kill()
            process.wait()
    finally:
        os.close(ours)
        if desk:
            shutil.rmtree(desk, ignore_errors=True)
    return _understood(answer)


def _feed(process: subprocess.Popen[bytes], payload: bytes) -> None:
    assert process.stdin is not None
    with suppress(OSError), process.stdin:
        process.stdin.write(payload)


def _read(descriptor: int, bounds: Bounds) -> bytes:
    """All that comes, in time."""
    parts: list[bytes] = []
    left = bounds.size + 1
    until = time.monotonic() + 4 * bounds.seconds + READY
    while left >= 0:
        wait = until - time.monotonic()
        if wait <= 0 or not select.select([descriptor], [], [], wait)[0]:
            raise Exceeded("time")
        part = os.read(descriptor, 1 << 16)
        if not part:
            return b"".join(parts)
        parts.append(part)
        left -= len(part)
    raise Exceeded("size")


def _understood(answer: bytes) -> bytes:
    kind, said = answer[:1], answer[1:]
    if kind == DONE:
        return said
    if kind == REFUSED:
        raise Refused(said)
    if kind == FAILED:
        raise RuntimeError(f"a confined process failed:\n{said.decode('utf-8', 'replace')}")
    raise Exceeded({MEMORY: "memory", TIME: "time"}.get(kind, "end"))  # type: ignore[arg-type]  # one of `What`


def serve(out: int, task: str, numbers: tuple[int, int, int, bool]) -> NoReturn:
    """The process's life: a function, its bytes, its answer."""
    import traceback

    bounds = Bounds(*numbers)
    has_begun = False

    def begin() -> None:
        nonlocal has_begun
        has_begun = True
        _bind(bounds)

    try:
        module, _, name = task.partition(":")
        function = getattr(import_module(module), name)
        answer = DONE + function(sys.stdin.buffer.read(), begin)
        assert has_begun, f"{task} did not begin"
    except Refused as refused:
        answer = REFUSED + refused.said
    except MemoryError:
        answer = MEMORY
    except Stop:
        answer = TIME
    except BaseException:
        answer = FAILED + traceback.format_exc().encode("utf-8", "replace")[-20_000:]
    while answer:
        answer = answer[os.write(out, answer) :]
    os._exit(0)


def _bind(bounds: Bounds) -> None:
    import resource

    def stop(number: int, frame: object) -> None:
        raise Stop

    signal.signal(signal.SIGXCPU, stop)
    used = int(time.process_time()) + 1 + bounds.seconds
    limits = {
        resource.RLIMIT_CPU: (used, used + GRACE),
        resource.RLIMIT_AS: (bounds.memory, bounds.memory),
        resource.RLIMIT_CORE: (0, 0),
        resource.RLIMIT_FSIZE: (MOST_WRITTEN, MOST_WRITTEN) if bounds.files else (0, 0),
    }
    if not bounds.files:
        limits[resource.RLIMIT_NOFILE] = (0, 0)
    for limit, values in limits.items():
        resource.setrlimit(limit, values)
