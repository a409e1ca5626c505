"""The PDF, by WeasyPrint.

Enters: a `Page`. Leaves: the file's bytes. Nothing is fetched but the fonts that come with the program.
"""

from __future__ import annotations

import gc
import os
from functools import cache
from importlib.resources import files as packaged

from weasyprint import CSS, HTML, Attachment  # type: ignore[import-untyped]  # WeasyPrint has no types
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]  # as above
from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]  # as above

from scorecard.records.presentation import Variant
from scorecard.report.paper import paged
from scorecard.report.records import Page
from scorecard.report.render import document, style

FONTS = {  # family -> the package that brings it, and its file there
    "Report": ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"),
    "Report Arabic": ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
}


class Assets(URLFetcher):  # type: ignore[misc]  # as above
    """Serves the named asset, and nothing else: no file, no network, no redirect. ValueError for any other URL."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        font = {_url(family): home for family, home in FONTS.items()}.get(url)
        if font is None:
            raise ValueError(f"the report may not load {url[:200]!r}")
        package, file = font
        return URLFetcherResponse(url, (packaged(package) / "files" / file).read_bytes(), {"Content-Type": "font/ttf"})


def _url(family: str) -> str:
    return f"asset:{family.lower().replace(' ', '-')}.ttf"


@cache
def _house() -> tuple[CSS, FontConfiguration]:
    """Style and fonts, parsed once for all documents."""
    fonts = FontConfiguration()
    faces = [f'@font-face {{ font-family: "{family}"; src: url({_url(family)}) }}\n' for family in FONTS]
    return CSS(string="".join(faces) + style("pdf"), font_config=fonts, url_fetcher=Assets()), fonts


def write(page: Page, variant: Variant | None = None, attached: tuple[str, bytes] | None = None) -> bytes:
    """`variant`: a kind of PDF for archives or for readers with assistive technology. `attached`: a file's name and content."""
    css, fonts = _house()
    sheet = CSS(string=paged(page), url_fetcher=Assets())
    collecting, day = gc.isenabled(), os.environ.get("SOURCE_DATE_EPOCH")
    gc.disable()  # layout makes many small objects that live to the end: collecting finds nothing and costs a tenth
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # else the fonts inside bear the second in which they were made
    try:
        files = [] if attached is None else [Attachment(string=attached[1], name=attached[0], relationship="Data")]
        html = HTML(string=document(page, "pdf"), url_fetcher=Assets())
        made: bytes = html.write_pdf(
            stylesheets=[css, sheet], font_config=fonts, pdf_tags=True, pdf_variant=variant, attachments=files
        )
    finally:
        if collecting:
            gc.enable()
        if day is None:
            del os.environ["SOURCE_DATE_EPOCH"]
    return made
