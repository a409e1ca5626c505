"""What a confined process may be asked to do by mistake or malice: bytes enter, and none of these should get far."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from itertools import repeat
from pathlib import Path

from scorecard import confined
from scorecard.confined import Begin


def echo(payload: bytes, begin: Begin) -> bytes:
    begin()
    return payload[::-1]


def refuse(payload: bytes, begin: Begin) -> bytes:
    begin()
    raise confined.Refused(b"not " + payload)


def fail(payload: bytes, begin: Begin) -> bytes:
    begin()
    raise ValueError("one of ours")


def never_begin(payload: bytes, begin: Begin) -> bytes:
    return b""


def loop(payload: bytes, begin: Begin) -> bytes:
    begin()
    while True:
        try:
            payload = payload[1:] + payload[:1]
        except Exception:
            continue


def loop_in_c(payload: bytes, begin: Begin) -> bytes:
    begin()
    return str(sum(repeat(1))).encode()


def sleep(payload: bytes, begin: Begin) -> bytes:
    begin()
    time.sleep(3600)
    return b""


def devour(payload: bytes, begin: Begin) -> bytes:
    begin()
    return b"a" * 10**11


def flood(payload: bytes, begin: Begin) -> bytes:
    begin()
    return b"a" * 20_000_000


def die(payload: bytes, begin: Begin) -> bytes:
    begin()
    os.abort()


def told(payload: bytes, begin: Begin) -> bytes:
    """What each attempt met with, for a folder that it is told."""
    folder = payload.decode()
    begin()
    tries: dict[str, Callable[[], object]] = {
        "read": Path("/etc/passwd").read_text,
        "write": lambda: Path(folder, "written").write_text("x"),
        "connect": lambda: socket.create_connection(("127.0.0.1", 9), 1),
        "run": lambda: subprocess.run(["/bin/true"], check=True),
        "list": lambda: os.listdir("/"),
    }
    met = {}
    for name, attempt in tries.items():
        try:
            attempt()
        except OSError as error:
            met[name] = type(error).__name__
        else:
            met[name] = "done"
    return json.dumps([met, dict(os.environ), sys.flags.isolated, sys.stdin.buffer.read(1).decode()]).encode()


def write_much(payload: bytes, begin: Begin) -> bytes:
    begin()
    with open(os.path.join(os.environ["TMPDIR"], "much"), "wb") as file:
        for _ in range(1000):
            file.write(b"a" * 1_000_000)
    return b"done"


def desk(payload: bytes, begin: Begin) -> bytes:
    begin()
    with open(os.path.join(os.environ["TMPDIR"], "x"), "w") as file:
        file.write("x")
    return os.environ["TMPDIR"].encode()
