"""The PDF, by WeasyPrint.

Enters: a `Page`. Leaves: the file's bytes. Nothing is fetched but the fonts that come with the program.
"""

from __future__ import annotations

import gc
from functools import cache
from pathlib import Path

from weasyprint import CSS, HTML  # type: ignore[import-untyped]  # WeasyPrint has no types
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]  # as above
from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]  # as above

from scorecard.report.records import Page
from scorecard.report.render import document, style

FONT = "asset:noto-sans.ttf"


class Assets(URLFetcher):  # type: ignore[misc]  # as above
    """Serves the named asset, and nothing else: no file, no network, no redirect. ValueError for any other URL."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if url != FONT:
            raise ValueError(f"the report may not load {url[:200]!r}")
        return URLFetcherResponse(url, _font().read_bytes(), {"Content-Type": "font/ttf"})


def _font() -> Path:
    import fontpkg_noto_sans  # type: ignore[import-untyped]  # it has no types

    return Path(fontpkg_noto_sans.__file__).parent / "files" / "NotoSans[wdth,wght].ttf"


@cache
def _house() -> tuple[CSS, FontConfiguration]:
    """Style and fonts, parsed once for all documents."""
    fonts = FontConfiguration()
    face = f'@font-face {{ font-family: "Report"; src: url({FONT}); font-weight: 100 900 }}\n'
    return CSS(string=face + style("pdf"), font_config=fonts, url_fetcher=Assets()), fonts


def write(page: Page) -> bytes:
    css, fonts = _house()
    collecting = gc.isenabled()
    gc.disable()  # layout makes many small objects that live to the end: collecting finds nothing and costs a tenth
    try:
        html = HTML(string=document(page, "pdf"), url_fetcher=Assets())
        made: bytes = html.write_pdf(stylesheets=[css], font_config=fonts, pdf_tags=True)
    finally:
        if collecting:
            gc.enable()
    return made
