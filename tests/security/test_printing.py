"""What WeasyPrint would fetch and attach if it were let: nothing, whatever the page says; and it would, were it not held."""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import pytest
from weasyprint import HTML  # type: ignore[import-untyped]  # WeasyPrint has no types

from scorecard.report.printing import Assets

PAGE = """<html><head><link rel=attachment href="{file}"><link rel=stylesheet href="{address}/redirect">
<style>@import "{address}/import";
@font-face {{ font-family: x; src: url({address}/font) }} p {{ background: url({file}) }}</style>
</head><body><p>seen<img src="{file}"><img src="{address}/image"><object data="{address}/object"></object>
<svg><image href="{address}/svg"/><use href="{file}#x"/></svg><a rel=attachment href="{file}">attached</a></body></html>"""


@pytest.fixture
def page(tmp_path: Path, listener: tuple[str, list[str]]) -> str:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    return PAGE.format(file=secret.as_uri(), address=listener[0])


def streams(pdf: bytes) -> bytes:
    found = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.S):
        try:
            found.append(zlib.decompress(stream))
        except zlib.error:
            found.append(stream)
    return b"".join(found)


def test_nothing_is_fetched_and_nothing_attached(page: str, listener: tuple[str, list[str]]) -> None:
    before = len(listener[1])
    made = streams(HTML(string=page, url_fetcher=Assets()).write_pdf())
    assert listener[1][before:] == []
    assert b"the secret" not in made
    assert b"/EmbeddedFile" not in made


def test_without_the_guard_it_would_be(page: str, listener: tuple[str, list[str]]) -> None:
    before = len(listener[1])
    made = streams(HTML(string=page).write_pdf())
    assert {"/image", "/redirect", "/redirected"} <= set(listener[1][before:])
    assert b"the secret" in made
    assert b"/EmbeddedFile" in made
    del listener[1][before:]
