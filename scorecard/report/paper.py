"""The paper: its size, what stands at the head and foot of every page, and in which digits.

Enters: a `Page`. Leaves: CSS of the house's own making; nothing of a stranger's stands in it.
"""

from __future__ import annotations

import re
from functools import cache

from scorecard.records.definition import Digits, Language
from scorecard.records.presentation import Paper
from scorecard.report.look import families
from scorecard.report.records import Page
from scorecard.words.tongue import say, speaking

COUNTERS: dict[Language, str] = {"en": "", "fa": ", persian", "ar": ", arabic-indic"}
SIZES: dict[Paper, str] = {"a4": "A4", "letter": "Letter"}
HEAD, FOOT = "vertical-align: bottom; padding-bottom: 5mm", "vertical-align: top; padding-top: 5mm"


def paged(page: Page) -> str:
    return _paged(page.language, page.digits, page.paper, families(page.brand))


@cache
def _paged(language: Language, digits: Digits, paper: Paper, fonts: str) -> str:
    small = f"font: 7.5pt {fonts}; color: #5b6368"
    with speaking(language, digits) as tongue:
        told = say("page {number} of {all}", number="\x01", all="\x02")
    style = COUNTERS[language] if digits == "native" else ""
    counters = {"\x01": f"counter(page{style})", "\x02": f"counter(pages{style})"}
    foot = " ".join(counters.get(part, f'"{part}"') for part in re.split("([\x01\x02])", told) if part)
    start, end = ("left", "right") if tongue.direction == "ltr" else ("right", "left")
    joined = "" if language == "en" else ".eyebrow, .big { letter-spacing: 0 !important }\n"  # letters that join stay together
    return f"""{joined}@page {{
  size: {SIZES[paper]}; margin: 20mm 17mm 18mm;
  @top-{start} {{ content: string(running); {small}; {HEAD}; width: 60%; text-align: {start} }}
  @top-{end} {{ content: string(section); {small}; {HEAD}; width: 40%; text-align: {end} }}
  @bottom-{start} {{ content: string(footer); {small}; {FOOT}; width: 75%; text-align: {start} }}
  @bottom-{end} {{ content: {foot}; {small}; {FOOT}; width: 25%; text-align: {end} }}
}}
@page cover {{
  margin: 30mm 22mm 20mm; @top-left {{ content: none }} @top-right {{ content: none }} @bottom-{end} {{ content: none }}
}}
.contents a::after {{ content: leader(". ") target-counter(attr(href), page{style}) }}
"""
