"""A logo, by what it is and not by what it is called.

Enters: a stranger's bytes. Leaves: a Picture, and what had to be left out of it. Raises `Unfit`.
"""

from __future__ import annotations

from scorecard.brand import png, svg
from scorecard.brand.unfit import Unfit
from scorecard.records.presentation import Picture

MOST_BYTES = max(png.MOST_BYTES, svg.MOST_BYTES)
HEAD = 1000  # bytes in which XML tells itself


def picture(data: bytes) -> tuple[Picture, tuple[str, ...]]:
    if data.startswith(png.MAGIC):
        made, ratio = png.reencoded(data)
        return Picture("image/png", made, ratio), ()
    if data[:HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<"):
        made, ratio, dropped = svg.sanitised(data)
        return Picture("image/svg+xml", made, ratio), dropped
    raise Unfit("logo-kind")
