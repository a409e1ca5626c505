"""What a folder of reports was made from, so that another run need not make them again.

Enters: the folder and what its reports hold. Leaves: which of them are there still, unspoiled, and the bytes of the record to
keep beside them. A record that is not ours to read is none: then everything is made anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from scorecard.report.overrides import Templates
from scorecard.report.records import Page
from scorecard.shipped import folder

RECORD = ".done.jsonl"
PRINTERS = ("weasyprint", "jinja2", "fontpkg-noto-sans", "fontpkg-noto-sans-arabic")
"""Packages that the looks of a report hang on."""


@dataclass(frozen=True, slots=True)
class Made:
    content: str  # digest of what the report says and how it was made
    files: Mapping[str, str]  # format -> digest of the file

    def holds(self, folder: Path, stem: str, formats: tuple[str, ...]) -> bool:
        """Whether each of these files is there as it was made."""
        found = ((self.files.get(format), folder / f"{stem}.{format}") for format in formats)
        return all(known is not None and known == _digest_of(file) for known, file in found)


def setting(program: str, own: Templates | None = None) -> str:
    """A digest of what makes reports, whatever they say: the program's version, its templates, the libraries behind them, and the
    client's own templates."""
    found = sha256(f"{program}\n{own.digest if own else ''}".encode())
    for package in PRINTERS:
        try:
            found.update(f"\n{package} {version(package)}".encode())
        except PackageNotFoundError:  # laid out without its packaging
            found.update(f"\n{package}".encode())
    templates = folder("templates")
    for file in sorted(path for path in templates.rglob("*") if path.is_file()):
        found.update(f"\n{file.relative_to(templates)} ".encode() + sha256(file.read_bytes()).digest())
    return found.hexdigest()


def content(page: Page, setting: str) -> str:
    """A digest of all that a report says: two pages that say the same have the same one, in every process."""
    return sha256(f"{setting}\n{page!r}".encode("utf-8", "surrogatepass")).hexdigest()


def digest(content: bytes) -> str:
    return sha256(content).hexdigest()


def read(folder: Path) -> dict[str, Made]:
    """By stem. Lines that are not as `line` writes them are passed over."""
    try:
        lines = (folder / RECORD).read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    found = {}
    for text in lines:
        try:
            stem, content, files = json.loads(text)
        except (ValueError, TypeError, RecursionError):
            continue
        if isinstance(stem, str) and isinstance(content, str) and isinstance(files, dict):
            found[stem] = Made(content, files)
    return found


def line(stem: str, made: Made) -> str:
    return json.dumps([stem, made.content, dict(made.files)], ensure_ascii=False) + "\n"


def _digest_of(file: Path) -> str | None:
    try:
        return digest(file.read_bytes()) if file.is_file() else None
    except OSError:
        return None
