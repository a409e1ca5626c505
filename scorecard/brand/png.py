"""A logo as PNG, decoded in bounds and encoded anew.

Enters: a stranger's bytes. Leaves: a PNG without anything beside its picture, no larger than a report needs. Raises `Unfit`.
"""

from __future__ import annotations

import io
import warnings

from scorecard.brand.unfit import Unfit

MAGIC = b"\x89PNG\r\n\x1a\n"
MOST_BYTES, MOST_PIXELS = 8_000_000, 16_000_000
SIDES, SMALL = (1200, 900, 600, 400), 120_000
"""Widths and heights that are tried, the first that makes a file this small being taken; the last in any case."""


def reencoded(data: bytes) -> tuple[bytes, float]:
    """The picture, and its width over its height."""
    from PIL import Image, ImageFile

    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint lets half pictures pass
    if len(data) > MOST_BYTES:
        raise Unfit("large", most=f"{MOST_BYTES // 1_000_000} MB")
    try:
        with warnings.catch_warnings(action="ignore", category=Image.DecompressionBombWarning):  # its size is looked at below
            opened = Image.open(io.BytesIO(data), formats=["PNG"])
        width, height = opened.size
        if width * height > MOST_PIXELS:
            raise Unfit("pixels", pixels=f"{width} × {height}", most=f"{MOST_PIXELS // 1_000_000} million")
        plain = opened.convert("RGBA")
    except Unfit:
        raise
    except Image.DecompressionBombError:
        raise Unfit("pixels", pixels="", most=f"{MOST_PIXELS // 1_000_000} million") from None
    except Exception:  # Pillow has many kinds of them for a broken file
        raise Unfit("png") from None
    if plain.getchannel("A").getextrema() == (255, 255):
        plain = plain.convert("RGB")
    if not 0.02 < width / height < 50:
        raise Unfit("no-size")
    made = b""
    for side in SIDES:
        smaller = plain.copy()
        smaller.info = {}  # a profile, comments
        smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
        out = io.BytesIO()
        smaller.save(out, "PNG", optimize=True)
        made = out.getvalue()
        if len(made) <= SMALL:
            break
    return made, width / height
