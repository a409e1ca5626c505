"""Writing files whole or not at all; reading small ones that strangers name.

Enters: paths and bytes. Leaves: the files, each put in place by one rename; a failure leaves what was there before. And bytes.
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

pending: set[str] = set()  # temporary files of `write_all` that exist just now
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
            pending.add(made[-1][0])
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
    finally:
        pending.difference_update(name for name, _ in made)


def read(path: Path, most: int) -> bytes:
    """The bytes of a plain file, up to one more than `most`. OSError for anything else, as for one that has become a link since
    its path was resolved."""
    if os.path.realpath(path) != os.path.abspath(path):
        raise OSError(errno.EINVAL, "it leads elsewhere than when it was checked")
    with open(path, "rb", opener=lambda name, _: os.open(name, os.O_RDONLY | os.O_NONBLOCK)) as file:  # a pipe must not hang
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is not a file")
        return file.read(most + 1)


def temporary() -> str:
    """How the names of this process's own files and folders begin in the system's folder for temporary files."""
    return f"scorecard-{os.getpid()}-"


def gather() -> None:
    """From here on what any library of this process keeps in temporary files is in a folder with such a name."""
    import tempfile

    tempfile.tempdir = tempfile.mkdtemp(prefix=temporary())


def abandon() -> None:
    """Away with all that is temporary, in a process that is about to end without tidying up."""
    import shutil
    import tempfile

    for name in tuple(pending):
        with suppress(OSError):
            os.unlink(name)
    folder, own = os.path.split(tempfile.gettempdir())
    if not own.startswith(temporary()):
        folder = tempfile.gettempdir()
    for name in os.listdir(folder):
        if name.startswith(temporary()):
            shutil.rmtree(os.path.join(folder, name), ignore_errors=True)


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
