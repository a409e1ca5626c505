"""The report on the demo company's CRM scorecard: `python -m benchmarks.our_pages SCORECARD.yaml TIMES` prints medians, imports
and evaluation excluded, in each of three languages in turns.

Ours, and WeasyPrint alone: on the same HTML and style, with the same fonts, and as little beside as its manual's first page.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial
from importlib.resources import files
from statistics import median
from typing import get_args

from weasyprint import CSS, HTML  # type: ignore[import-untyped]  # it has no types
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]  # as above

import scorecard
from scorecard import report
from scorecard.records.definition import Language
from scorecard.report.paper import paged
from scorecard.report.printing import FONTS
from scorecard.report.records import Page
from scorecard.report.render import document, style


def alone(page: Page) -> tuple[Callable[[], bytes], int]:
    """What writes the PDF, and how many pages it has."""
    html, css = document(page, "pdf"), style("pdf") + paged(page)
    faces = "".join(
        f'@font-face {{ font-family: "{family}"; src: url("file://{files(package).joinpath("files", file)}") }}\n'
        for family, (package, file) in FONTS.items()
    )

    def styled() -> dict[str, object]:
        fonts = FontConfiguration()
        return {"stylesheets": [CSS(string=faces + css, font_config=fonts)], "font_config": fonts}

    def write() -> bytes:
        made: bytes = HTML(string=html).write_pdf(**styled(), pdf_tags=True)
        return made

    return write, len(HTML(string=html).render(**styled()).pages)


def spent(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def main() -> None:
    file, times = sys.argv[1], int(sys.argv[2])
    evaluation = scorecard.load(file).evaluate()
    told = {}
    for language in get_args(Language):
        page = report.page(evaluation, None, language)
        rival, pages = alone(page)
        ours = partial(report.pdf, page)
        for work in (ours, rival, partial(report.html, page)):
            work()  # what is made once for all, and imports
        found = [(spent(ours), spent(rival)) for _ in range(times)]
        shown = [spent(lambda: report.html(report.page(evaluation, None, language))) for _ in range(3 * times)]  # noqa: B023  # at once
        told[language] = {
            "pdf": median(each[0] for each in found),
            "alone": median(each[1] for each in found),
            "ratio": median(a / b for a, b in found),
            "pages": pages,
            "html": median(shown),
        }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
