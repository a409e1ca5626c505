"""Outputs are whole or not there, whatever fails: the disk, a permission, the target, a signal."""

from __future__ import annotations

import builtins
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from scorecard import files


def inside(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_all_files_are_written_and_nothing_else(tmp_path):
    files.write_all([(tmp_path / "a/b/one", b"1"), (tmp_path / "two", b"")])
    assert inside(tmp_path) == {"a/b/one": b"1", "two": b""}


def test_a_new_file_has_the_permissions_of_any_other(tmp_path):
    files.write(tmp_path / "ours", b"")
    (tmp_path / "theirs").write_bytes(b"")
    assert (tmp_path / "ours").stat().st_mode == (tmp_path / "theirs").stat().st_mode


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path):
    (tmp_path / "private").write_bytes(b"old")
    (tmp_path / "private").chmod(0o600)
    files.write(tmp_path / "private", b"new")
    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o600
    assert (tmp_path / "private").read_bytes() == b"new"


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path):
    for name in ("there", "not-yet"):
        (tmp_path / f"to-{name}").symlink_to(tmp_path / "elsewhere" / name)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/there").write_bytes(b"old")
    files.write_all([(tmp_path / "to-there", b"1"), (tmp_path / "to-not-yet", b"2")])
    assert (tmp_path / "to-there").is_symlink()
    assert (tmp_path / "to-not-yet").is_symlink()
    assert inside(tmp_path / "elsewhere") == {"there": b"1", "not-yet": b"2"}


def test_a_name_as_long_as_the_disk_allows(tmp_path):
    files.write(tmp_path / ("x" * 255), b"1")
    assert inside(tmp_path) == {"x" * 255: b"1"}


@pytest.mark.parametrize("bad", ["folder", "loop", "wall/file", "y" * 300, "/dev/zero", "/proc/nowhere/file", "zero-link"])
def test_what_cannot_be_written_leaves_everything_as_it_was(tmp_path, bad):
    (tmp_path / "folder").mkdir()
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "zero-link").symlink_to("/dev/zero")
    (tmp_path / "wall").write_bytes(b"")
    (tmp_path / "first").write_bytes(b"old")
    before = inside(tmp_path)
    with pytest.raises(OSError, match=r".") as wrong:
        files.write_all([(tmp_path / "first", b"new"), (tmp_path / bad, b"x"), (tmp_path / "last", b"new")])
    assert wrong.value.strerror
    assert inside(tmp_path) == before
    assert sorted(os.listdir(tmp_path)) == ["first", "folder", "loop", "wall", "zero-link"]


def test_pipes_and_the_null_device_are_written_to(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    files.write_all([(tmp_path / "pipe", b"through"), (Path(os.devnull), b"gone")])
    assert os.read(reader, 20) == b"through"
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()
    assert Path(os.devnull).is_char_device()


def test_a_stream_is_written_to_where_it_stands(tmp_path):
    """What a shell has appended to a file so far is still there, as after `command -o /dev/stdout >> file`."""
    (tmp_path / "log").write_bytes(b"before\n")
    code = "from pathlib import Path; from scorecard import files; files.write(Path('/dev/stdout'), b'now\\n')"
    with open(tmp_path / "log", "ab") as log:
        subprocess.run([sys.executable, "-c", code], stdout=log, check=True)
    assert inside(tmp_path) == {"log": b"before\nnow\n"}


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("at", range(8))
def test_whichever_step_fails_nothing_is_left(tmp_path, monkeypatch, failure, at):
    """Every call to the system in turn: open, permissions, write and close of each file."""
    (tmp_path / "one").write_bytes(b"old")
    (tmp_path / "two").write_bytes(b"old")
    steps = iter(range(100))

    def step():
        if next(steps) == at:
            raise failure

    class Failing:
        def __init__(self, file):
            self.file = file

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.file.close()
            step()

        def __getattr__(self, name):
            return getattr(self.file, name)

        def write(self, content):
            self.file.write(content[: len(content) // 2])
            step()
            self.file.write(content[len(content) // 2 :])

    real_open, real_mode = builtins.open, os.fchmod
    monkeypatch.setattr(builtins, "open", lambda *args: (step(), Failing(real_open(*args)))[1])
    monkeypatch.setattr(os, "fchmod", lambda *args: (step(), real_mode(*args)))
    with pytest.raises(type(failure)):
        files.write_all([(tmp_path / "one", b"new one"), (tmp_path / "two", b"new two")])
    monkeypatch.undo()
    assert inside(tmp_path) == {"one": b"old", "two": b"old"}


def test_a_rename_that_fails_leaves_no_temporary_file(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(PermissionError):
        files.write_all([(tmp_path / "one", b"1"), (tmp_path / "two", b"2")])
    assert inside(tmp_path) == {}


def test_ctrl_c_between_two_renames_waits_for_the_second(tmp_path, monkeypatch):
    rename = os.replace

    def interrupted(*names):
        rename(*names)
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        files.write_all([(tmp_path / "one", b"1"), (tmp_path / "two", b"2")])
    assert inside(tmp_path) == {"one": b"1", "two": b"2"}


def test_a_disk_that_fills_up_leaves_what_was_there(tmp_path):
    """The system itself refuses, in the middle of the second file."""
    (tmp_path / "two").write_bytes(b"old")
    code = (
        "import resource, sys; from pathlib import Path; from scorecard import files\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        "try:\n    files.write_all([(Path('one'), b'1' * 9_000), (Path('two'), b'2' * 90_000)])\n"
        "except OSError as error:\n    sys.exit(error.strerror)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, env=surroundings())
    assert (done.returncode, done.stderr.strip()) == (1, "File too large")
    assert inside(tmp_path) == {"two": b"old"}


def surroundings() -> dict[str, str]:
    """The package is found from any folder."""
    return {**os.environ, "PYTHONPATH": str(Path(files.__file__).parents[1])}
