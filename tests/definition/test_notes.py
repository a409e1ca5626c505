"""Notes in files of their own: beside the definition and nowhere else, in each language, and as harmless as written ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from scorecard import definition
from scorecard.definition import notes
from scorecard.records.definition import Text

SCORECARD = """
scorecard: noted
datasets: {d: {file: d.csv}}
measures:
  m: {better: higher, dataset: d, formula: count(*)}
perspectives:
  p: {notes: NOTES, measures: {m: {notes: {file: m.md}}}}
"""


def read(folder: Path, written: str) -> definition.Reading:
    (folder / "m.md").write_bytes("\ufeffCounted.\r\n".encode())
    (folder / "card.yaml").write_text(SCORECARD.replace("NOTES", written), encoding="utf-8")
    return definition.read(str(folder / "card.yaml"))


def told(reading: definition.Reading) -> list[Text | None]:
    assert reading.definition is not None
    (perspective,) = reading.definition.root.children
    return [perspective.notes, perspective.children[0].notes]


def test_a_file_holds_what_could_be_written(tmp_path: Path) -> None:
    (tmp_path / "p.md").write_text("Two *branches* joined.\n\n- one\n- two\n", encoding="utf-8")
    (tmp_path / "p.fa.md").write_text("دو شعبه پیوستند.", encoding="utf-8")
    own, below = told(read(tmp_path, "{file: p.md}"))
    assert own == Text({"": "Two *branches* joined.\n\n- one\n- two\n"})
    assert below == Text({"": "Counted.\r\n"})
    (own, _) = told(read(tmp_path, "{file: {en: p.md, fa: p.fa.md}, ar: انضم فرعان.}"))
    assert own == Text({"en": "Two *branches* joined.\n\n- one\n- two\n", "fa": "دو شعبه پیوستند.", "ar": "انضم فرعان."})


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"x" * (notes.MOST + 1), "notes-large"), (b"\xff\xfe\x00", "notes-not-utf8"), (None, "notes-unreadable")],
)
def test_what_cannot_be_printed_is_told(tmp_path: Path, content: bytes | None, code: str) -> None:
    if content is not None:
        (tmp_path / "p.md").write_bytes(content)
    else:
        (tmp_path / "p.mb").write_text("nearly")
    reading = read(tmp_path, "{file: p.md}")
    (problem,) = [problem for problem in reading.problems if problem.is_fault]
    assert problem.code == code
    assert problem.place is not None
    assert problem.place.path[-2:] == ("notes", "file")
    assert content is not None or problem.facts["nearest"] == ("p.mb",)


@pytest.mark.parametrize("kind", ["above", "link", "folder", "pipe"])
def test_no_other_file_is_read(tmp_path: Path, kind: str) -> None:
    import os

    (tmp_path / "secret.txt").write_text("secret")
    folder = tmp_path / "card"
    folder.mkdir()
    named = {"above": "../secret.txt", "link": "link.md", "folder": "inner", "pipe": "pipe.md"}[kind]
    (folder / "link.md").symlink_to(tmp_path / "secret.txt")
    (folder / "inner").mkdir()
    os.mkfifo(folder / "pipe.md")
    reading = read(folder, f"{{file: {named}}}")
    assert {problem.code for problem in reading.problems if problem.is_fault} <= {"path-outside", "notes-unreadable"}
    assert [problem for problem in reading.problems if problem.is_fault]
    assert "secret" not in repr(reading.definition)
