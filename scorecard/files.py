"""Writing files whole or not at all.

Enters: paths and bytes. Leaves: the files, each put in place by one rename; a failure leaves what was there before.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import signal
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

STREAM = re.compile(r"/dev/(?:stdout|stderr|fd/[0-9]+)|/proc/self/fd/[0-9]+")


def write(path: Path, content: bytes) -> None:
    """As `write_all`, one file."""
    write_all([(path, content)])


def write_all(contents: Iterable[tuple[Path, bytes]]) -> None:
    """Every file, or none of them. Raises OSError, having left neither a half file nor a temporary one.

    Folders are created if need be. A link stays one, and the file that it leads to is written, keeping its permissions; a pipe,
    /dev/null and the process's own streams are written to; any other device is refused."""
    made: list[tuple[str, Path]] = []
    direct: list[tuple[Path, bytes]] = []
    try:
        for path, content in contents:
            target, mode = _target(path)
            if target is None:
                direct.append((path, content))
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            made.append((str(target.parent / f".scorecard-{secrets.token_hex(6)}.part"), target))
            with open(made[-1][0], "xb") as file:
                if mode is not None:
                    os.fchmod(file.fileno(), mode)
                file.write(content)
        for path, content in direct:
            with _opened(path) as file:
                file.write(content)
        with _undisturbed():  # else Ctrl-C could fall between two of them
            for name, target in made:
                os.replace(name, target)
    except BaseException:
        with _undisturbed():  # nor a second Ctrl-C here
            for name, _ in made:
                with suppress(FileNotFoundError):
                    os.unlink(name)
        raise


def _target(path: Path) -> tuple[Path | None, int | None]:
    """The file to replace, None for what is written to as it stands; and the permissions it has."""
    if STREAM.fullmatch(os.path.abspath(path)):
        return None, None
    try:
        found = os.stat(path)
    except FileNotFoundError:  # or a link that leads nowhere yet
        return Path(os.path.realpath(path)), None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if stat.S_ISREG(found.st_mode):
        return Path(os.path.realpath(path)), stat.S_IMODE(found.st_mode)
    if stat.S_ISFIFO(found.st_mode) or os.path.samestat(found, os.stat(os.devnull)):
        return None, None
    raise OSError(errno.EINVAL, "That is a device, not a file", str(path))


def _opened(path: Path) -> BinaryIO:
    """A stream of one's own is written to through what is open already: to open it anew would cut off what it holds."""
    if stream := STREAM.fullmatch(os.path.abspath(path)):
        last = stream.group().rpartition("/")[2]
        return os.fdopen(os.dup({"stdout": 1, "stderr": 2}[last] if last in ("stdout", "stderr") else int(last)), "wb")
    return open(path, "wb")


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Signals that would end the command wait until this is done."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
