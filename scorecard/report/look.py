"""The client's look, as templates and style sheets take it.

Enters: a Brand. Leaves: a `Look`, and its CSS. All that stands in the CSS is made here: colours of a fixed form, families that
are numbered, files as bytes. Nothing else of a stranger's is in it.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from typing import Literal

from scorecard.brand import colours
from scorecard.records.definition import Language
from scorecard.records.presentation import Brand
from scorecard.report.records import Look, Palette
from scorecard.report.view import clean

HOUSE = Palette(accent="#12617f", bar="#2c7391", tint="#dce9ef", second="#8a5a12")
STACK = '"Report", "Report Arabic", "Noto Sans", system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif'
TAKEN = frozenset({"#b3401a", "#d07a2a", "#b58d1c", "#4a94ad", "#12617f", "#2c7391", "#9aa2a6", "#6b6f73", "#14191c"})
"""Colours of drawings that mean something else: statuses, marks. In the dark each has another of its own."""
DARK = "#14191c"
PLATE = """@media screen { @supports (color: light-dark(#000, #fff)) {
.logo { background: light-dark(transparent, #fff); box-shadow: 0 0 0 .5rem light-dark(transparent, #fff) }
} }
"""  # logos are made for white
FOOTER = 160  # letters

_COLOUR = re.compile(r"#[0-9a-f]{6}")


def look(brand: Brand, language: Language) -> Look:
    day, night = HOUSE, None
    if brand.colour:
        own, second = brand.colour, brand.second
        shown = _apart(own.light)
        day = Palette(shown, shown, colours.tint(shown, 0.15), _apart(second.light) if second else HOUSE.second)
        night = Palette(own.dark, own.dark, colours.tint(own.dark, 0.25, DARK), second.dark if second else "#e0b266")
    logo = brand.logo
    return Look(
        logo=f"data:{logo.media};base64,{b64encode(logo.data).decode()}" if logo else "",
        ratio=logo.ratio if logo else 1.0,
        accent=day.accent,
        bar=day.bar,
        tint=day.tint,
        second=day.second,
        night=night,
        faces=brand.faces,
        footer=clean(brand.footer(language), FOOTER) if brand.footer else "",
    )


def families(look: Look) -> str:
    """For `font-family`: the client's first."""
    return ", ".join([*(f'"{_family(number)}"' for number in dict.fromkeys(_numbers(look))), STACK])


def style(look: Look, medium: Literal["screen", "pdf"]) -> str:
    """What is to stand behind the house's own style; nothing without a brand."""
    parts = list(_faces(look, medium))
    if parts:
        parts.append(f"html {{ font-family: {families(look)} }}\n")
    if look.night:
        day = Palette(look.accent, look.bar, look.tint, look.second)
        assert all(_COLOUR.fullmatch(colour) for colour in (*day, *look.night))
        parts.append(f":root {{ {_properties(day)} }}\n")
        if medium == "screen":
            parts.append(_screen(day, look.night))
    if look.logo and medium == "screen":
        parts.append(PLATE)
    return "".join(parts)


def sources(look: Look) -> str:
    """What a policy must allow: `img-src data:; font-src data:; `."""
    pictures = "img-src data:; " if look.logo else ""
    return pictures + ("font-src data:; " if any(face.web for face in look.faces) else "")


def files(look: Look) -> dict[str, bytes]:
    """The fonts of the PDF by address."""
    return {_address(index): face.print for index, face in enumerate(look.faces)}


def _apart(colour: str) -> str:
    """The colour, or one that no eye tells from it where the drawings use it for something else."""
    return colour if colour not in TAKEN else f"{colour[:-1]}{int(colour[-1], 16) ^ 1:x}"


def _properties(palette: Palette) -> str:
    return "; ".join(f"--{name}: {colour}" for name, colour in palette._asdict().items())


def _screen(day: Palette, night: Palette) -> str:
    both = "; ".join(
        f"--{name}: light-dark({light}, {dark})" for name, light, dark in zip(Palette._fields, day, night, strict=True)
    )
    drawn = "".join(
        f'[fill="{colour}"] {{ fill: var(--{name}) }} [stroke="{colour}"] {{ stroke: var(--{name}) }}\n'
        for name, colour in day._asdict().items()
    )
    drawn += f'[fill="{HOUSE.bar}"] {{ fill: light-dark({HOUSE.bar}, #5ba6c4) }}\n'  # what goes up, whoever the client is
    return f"@media screen {{ @supports (color: light-dark(#000, #fff)) {{\n:root {{ {both} }}\n{drawn}}} }}\n"


def _numbers(look: Look) -> list[int]:
    """Of the faces' families."""
    known: dict[str, int] = {}
    return [known.setdefault(face.family, len(known) + 1) for face in look.faces]


def _family(number: int) -> str:
    return f"Brand {number}"


def _faces(look: Look, medium: Literal["screen", "pdf"]) -> Iterator[str]:
    for index, (face, number) in enumerate(zip(look.faces, _numbers(look), strict=True)):
        low, high = face.weights
        weight = f"font-weight: {low}; " if low == high else f"font-weight: {low} {high}; " if medium == "screen" else ""
        slant = f"font-style: {'italic' if face.is_italic else 'normal'}; "
        if medium == "pdf":
            source = f"url({_address(index)})"
        elif face.web:
            source = f'url(data:font/woff2;base64,{b64encode(face.web).decode()}) format("woff2")'
        else:
            continue
        yield f'@font-face {{ font-family: "{_family(number)}"; {weight}{slant}src: {source} }}\n'


def _address(index: int) -> str:
    return f"asset:brand-{index + 1}.ttf"
