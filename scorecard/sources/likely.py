"""How dates that could not be read are probably written, to be said and never assumed.

Enters: texts of cells. Leaves: forms as `dates:` names them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime

from scorecard.sources.convert import strptime
from scorecard.spelling import fold

MOST = 200
"""Texts that are looked at."""
SHARE = 0.9
"""Of them: a few may be no dates at all."""
_DAYS = (
    "M/d/yyyy", "d/M/yyyy", "d.M.yyyy", "d-M-yyyy", "M-d-yyyy", "d-MMM-yy", "d-MMM-yyyy", "d MMM yyyy", "MMM d, yyyy", "d.M.yy",
    "M/d/yy", "d/M/yy",
)  # fmt: skip
_HOURS = ("", " H:mm", " H:mm:ss", " h:mm a", " h:mm:ss a", ", h:mm a", ", H:mm")
_JALALI = re.compile(r"1[34]\d\d[/.-]\d\d?[/.-]\d\d?")


def forms(texts: Sequence[str]) -> tuple[str, ...]:
    """The forms that nearly all of the texts have; several where a day may be a month."""
    looked = [fold(text, letters=True).strip() for text in texts[:MOST]]
    if _nearly(_JALALI.fullmatch(text) is not None for text in looked):
        return ("jalali",)
    known = (day + hour for day in _DAYS for hour in _HOURS)
    return tuple(form for form in known if _nearly(_fits(text, form) for text in looked))


def _nearly(found: Iterable[bool]) -> bool:
    """Whether nearly all hold; a first miss of several ends the search early."""
    hits = misses = 0
    for each in found:
        hits, misses = hits + each, misses + (not each)
        if misses > 5 and misses > hits:
            return False
    return hits > 0 and hits >= SHARE * (hits + misses)


def _fits(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, strptime(form))
    except ValueError:
        return False
    return True
