"""Colours that can be read: contrast as WCAG 2.2 computes it, lightness moved in Oklab until it is enough.

Enters: colours as `#rrggbb`. Leaves: the same, or the nearest darker or lighter one of that hue. Nothing else is ever a colour.
"""

from __future__ import annotations

import re
from math import cbrt

WHITE, NIGHT = "#ffffff", "#1f262b"
"""Paper; and the lightest ground of the screen's dark mode."""

TEXT, DRAWN = 4.5, 3.0
"""The contrast that text needs, and what is drawn (WCAG 2.2, 1.4.3 and 1.4.11)."""

_FORM = re.compile(r"#[0-9a-f]{6}")
_STEPS = 24  # halvings of the lightness: finer than a step of a colour's channel

Triple = tuple[float, float, float]


def contrast(one: str, other: str) -> float:
    """1 for the same, 21 for black on white."""
    lights = sorted(0.2126 * red + 0.7152 * green + 0.0722 * blue for red, green, blue in (_linear(one), _linear(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def readable(colour: str, ground: str = WHITE, least: float = TEXT) -> str:
    """The colour itself where it stands out enough from the ground; else moved away from the ground's lightness, no further than
    need be."""
    if contrast(colour, ground) >= least:
        return colour
    lightness, *tint = _oklab(_linear(colour))
    enough, lacking = (0.0 if sum(_linear(ground)) > 1.5 else 1.0), lightness
    for _ in range(_STEPS):
        middle = (enough + lacking) / 2
        if contrast(_shown(middle, *tint), ground) >= least:
            enough = middle
        else:
            lacking = middle
    return _shown(enough, *tint)


def tint(colour: str, share: float, ground: str = WHITE) -> str:
    """That share of the colour on the ground."""
    both = zip(_channels(colour), _channels(ground), strict=True)
    return _written(tuple(under + share * (over - under) for over, under in both))


def _channels(colour: str) -> Triple:
    if not _FORM.fullmatch(colour):
        raise ValueError(f"{colour!r} is no colour of the form #rrggbb")
    red, green, blue = (float(int(colour[start : start + 2], 16)) for start in (1, 3, 5))
    return red, green, blue


def _written(channels: tuple[float, ...]) -> str:
    return "#" + "".join(f"{min(255, max(0, round(channel))):02x}" for channel in channels)


def _linear(colour: str) -> Triple:
    """The light of each channel, 0..1."""
    red, green, blue = (
        light / 12.92 if light <= 0.04045 else ((light + 0.055) / 1.055) ** 2.4
        for light in (channel / 255 for channel in _channels(colour))
    )
    return red, green, blue


def _oklab(light: Triple) -> Triple:
    """Björn Ottosson's matrices, https://bottosson.github.io/posts/oklab/."""
    red, green, blue = light
    long = cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _unlab(lightness: float, a: float, b: float) -> Triple:
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _shown(lightness: float, a: float, b: float) -> str:
    """As a colour that screens have: of the same hue, no more vivid than they can show at that lightness."""
    scale = 1.0
    if not _fits(_unlab(lightness, a, b)):
        scale, high = 0.0, 1.0
        for _ in range(_STEPS):
            middle = (scale + high) / 2
            scale, high = (middle, high) if _fits(_unlab(lightness, a * middle, b * middle)) else (scale, middle)
    light = _unlab(lightness, a * scale, b * scale)
    return _written(tuple(255 * _gamma(min(1.0, max(0.0, channel))) for channel in light))


def _gamma(light: float) -> float:
    return 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055


def _fits(light: Triple) -> bool:
    return all(-1e-4 <= channel <= 1 + 1e-4 for channel in light)
