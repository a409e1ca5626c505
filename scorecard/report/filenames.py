"""Names of files made from names of units, which strangers wrote.

Enters: names. Leaves: a stem for each, in their order: safe on any system, readable in any script, all different.
"""

from __future__ import annotations

from collections.abc import Iterable
from unicodedata import category, normalize

LONGEST = 120
"""Bytes of a stem: with a suffix and an ending it stays well below the 255 that file systems allow."""

DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(10))}
)  # fmt: skip
"""What Windows takes for a device, whatever the ending."""


def stems(names: Iterable[str], taken: Iterable[str] = ()) -> tuple[str, ...]:
    """None of them is one of those `taken`; capitals tell no two apart, as on some systems they do not."""
    used = {stem.casefold() for stem in taken}
    found = []
    for name in names:
        plain = stem = safe(name)
        number = 1
        while stem.casefold() in used:
            number += 1
            stem = f"{plain}-{number}"
        used.add(stem.casefold())
        found.append(stem)
    return tuple(found)


def safe(name: str) -> str:
    """Letters, marks and digits of every script, `-` and `_`; all else between them becomes one `_`. Never empty, hidden, a
    path or a device."""
    kept = "".join(map(_kept, normalize("NFKC", name)))
    parts = [part for part in kept.split("_") if part]
    short = "_".join(parts).encode()[:LONGEST].decode(errors="ignore").strip("-_")  # no half letter at the end
    if not short:
        return "unit"
    return f"{short}_" if short.casefold() in DEVICES else short


def _kept(letter: str) -> str:
    if letter == "\u200c":
        return "-"  # parts Persian letters and cannot be seen; a dash parts them too
    return letter if letter == "-" or category(letter)[0] in "LMN" else "_"
