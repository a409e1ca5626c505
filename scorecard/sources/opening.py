"""A file's bytes, if it is a plain file: nothing that a name leads to is believed before it was looked at.

Enters: paths. Leaves: bytes, unpacked within bounds; a stamp that tells whether a file is still the same.
Raises OSError, Unreadable.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import zlib
from pathlib import Path
from typing import IO, Any

from scorecard.sources.unreadable import Unreadable

MOST_UNPACKED, MOST_TIMES = 1 << 30, 100
"""A packed file may unpack to a gigabyte, or to a hundred times its size: records seldom shrink to a tenth."""

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # a pipe without a writer must not hang


def opened(path: Path) -> IO[bytes]:
    """A file's bytes, unpacked. OSError too where the path is no plain file, or has become a link since it was checked."""
    if os.path.realpath(path) != os.path.abspath(path):
        raise OSError(0, "it leads elsewhere than when it was checked")
    file = open(path, "rb", opener=lambda name, _: os.open(name, _FLAGS))  # noqa: SIM115  # it is handed on
    try:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is not a file")
        if not packed(path):
            return file
        return io.BufferedReader(_Unpacked(file, max(MOST_UNPACKED, MOST_TIMES * status.st_size)), 1 << 16)
    except BaseException:
        file.close()
        raise


def packed(path: Path) -> bool:
    return path.suffix.lower() == ".gz"


def stamp(path: Path) -> tuple[int, ...]:
    """What changes when a file's bytes do."""
    status = os.stat(path)
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


class _Unpacked(io.RawIOBase):
    """Unpacks no more than was agreed on, and calls all damage by one name."""

    def __init__(self, file: IO[bytes], most: int):
        self.file, self.source, self.left = gzip.GzipFile(fileobj=file), file, most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            count = self.file.readinto(buffer)
        except (EOFError, zlib.error, gzip.BadGzipFile):
            raise OSError(0, "the compressed data are damaged") from None
        self.left -= count
        if self.left < 0:
            raise Unreadable("unpacks-to-too-much")
        return count

    def close(self) -> None:
        self.file.close()
        self.source.close()
        super().close()
