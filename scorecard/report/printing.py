"""The PDF, by WeasyPrint.

Enters: a `Page`. Leaves: the file's bytes. Nothing is fetched but fonts: the program's and the client's.
"""

from __future__ import annotations

import gc
import os
import pickle
import re
from base64 import b64decode
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files as packaged
from types import MappingProxyType
from typing import NamedTuple

from weasyprint import CSS, HTML, Attachment  # type: ignore[import-untyped]  # WeasyPrint has no types
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]  # as above
from weasyprint.urls import URLFetcher, URLFetcherResponse  # type: ignore[import-untyped]  # as above

from scorecard import confined
from scorecard.problems import Faults, fault
from scorecard.records.definition import Language
from scorecard.records.presentation import Variant
from scorecard.report.letters import readable
from scorecard.report.look import files as own_files
from scorecard.report.look import style as own_style
from scorecard.report.overrides import Templates
from scorecard.report.paper import paged
from scorecard.report.records import Look, Page
from scorecard.report.render import document, style

PRINTING = confined.Bounds(seconds=120, memory=3 << 29, size=100_000_000, files=True)

ARABIC = "Report Arabic"
FONTS = {  # family -> the package that brings it, and its file there
    "Report": ("fontpkg_noto_sans", "NotoSans[wdth,wght].ttf"),
    ARABIC: ("fontpkg_noto_sans_arabic", "NotoSansArabic[wdth,wght].ttf"),
}


NEEDLESS = re.compile(r' (?:data-(?:label|sort|node|unit)|title|aria-[a-z]+|role|tabindex)="[^"]*"')
"""Attributes that the house's page has for browsers. A quote in a text is escaped, so that none of them stands in one."""
PICTURE = re.compile(r"data:(image/png|image/svg\+xml);base64,")
MOST_PICTURE = 2_000_000  # letters


class Assets(URLFetcher):  # type: ignore[misc]  # as above
    """Serves the named assets and small pictures that stand in the page itself, and nothing else: no file, no network, no
    redirect. ValueError for any other URL."""

    def __init__(self, own: Mapping[str, bytes] = MappingProxyType({})) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self.own = own

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        if picture := PICTURE.match(url, 0, 40):
            if len(url) > MOST_PICTURE:
                raise ValueError("a picture in the report is too large")
            return URLFetcherResponse(url, b64decode(url[picture.end() :], validate=True), {"Content-Type": picture[1]})
        if url in self.own:
            return URLFetcherResponse(url, self.own[url], {"Content-Type": "font/ttf"})
        font = {_url(family): home for family, home in FONTS.items()}.get(url)
        if font is None:
            raise ValueError(f"the report may not load {url[:200]!r}")
        package, file = font
        return URLFetcherResponse(url, (packaged(package) / "files" / file).read_bytes(), {"Content-Type": "font/ttf"})


def _url(family: str) -> str:
    return f"asset:{family.lower().replace(' ', '-')}.ttf"


@lru_cache(maxsize=4)
def _style(look: Look, css: str) -> tuple[CSS, FontConfiguration]:
    """Style and fonts, the client's behind the house's; parsed once for all documents that look the same."""
    fonts = FontConfiguration()
    faces = [f'@font-face {{ font-family: "{family}"; src: url({_url(family)}) }}\n' for family in FONTS]
    return CSS(string="".join(faces) + css, font_config=fonts, url_fetcher=Assets(own_files(look))), fonts


class Sheet(NamedTuple):
    """What is printed."""

    html: str
    css: str  # the same for many
    paged: str  # for this one
    look: Look
    language: Language
    variant: Variant | None
    attached: tuple[str, bytes] | None


def write(
    page: Page,
    variant: Variant | None = None,
    attached: tuple[str, bytes] | None = None,
    templates: Templates | None = None,
) -> bytes:
    """`variant`: a kind of PDF for archives or for readers with assistive technology. `attached`: a file's name and content.
    `templates`: the client's own, whose page is laid out in a confined process. Raises Faults."""
    look = page.brand._replace(logo="", ratio=1.0, footer="")
    if templates is None:
        html, css = NEEDLESS.sub("", document(page, "pdf")), style("pdf") + own_style(look, "pdf")
        return _printed(Sheet(html, css, paged(page), look, page.language, variant, attached))
    from scorecard.report import own

    html, css = own.document(page, "pdf", templates), own.style("pdf", templates) + own_style(look, "pdf")
    try:
        order = pickle.dumps(Sheet(html, css, paged(page) + own.more(templates), look, page.language, variant, attached))
        return confined.run("scorecard.report.printing:serve", order, PRINTING)
    except confined.Exceeded:
        facts = {"seconds": str(PRINTING.seconds), "most": f"{PRINTING.memory >> 20} MB"}
        raise Faults([fault("templates-heavy", templates.place(""), **facts)]) from None


def serve(payload: bytes, begin: confined.Begin) -> bytes:
    """Confined: the same, of what a client's templates made."""
    sheet: Sheet = pickle.loads(payload)
    begin()
    return _printed(sheet)


def _printed(sheet: Sheet) -> bytes:
    css, fonts = _style(sheet.look, sheet.css)
    own = CSS(string=sheet.paged, url_fetcher=Assets())
    collecting, day = gc.isenabled(), os.environ.get("SOURCE_DATE_EPOCH")
    gc.disable()  # layout makes many small objects that live to the end: collecting finds nothing and costs a tenth
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")  # else the fonts inside bear the second in which they were made
    try:
        held = sheet.attached
        files = [] if held is None else [Attachment(string=held[1], name=held[0], relationship="Data")]
        html = HTML(string=sheet.html, url_fetcher=Assets())
        made: bytes = html.write_pdf(
            stylesheets=[css, own],
            font_config=fonts,
            pdf_tags=True,
            pdf_variant=sheet.variant,
            attachments=files,
            finisher=readable(ARABIC, *FONTS[ARABIC], sheet.language),
        )
    finally:
        if collecting:
            gc.enable()
        if day is None:
            del os.environ["SOURCE_DATE_EPOCH"]
    return made
