"""A browser, the CRM scorecard's pages in it, and what each of them must never do: load something, or complain.

One Chromium serves all tests of a process.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import scorecard
from scorecard import demo, report
from scorecard.records.definition import Language
from scorecard.records.evaluation import Evaluation
from scorecard.shipped import folder

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def crm(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """The demo company's CRM scorecard: 58 measures, eight periods, three regions with their branches."""
    place = tmp_path_factory.mktemp("crm")
    text = (folder("definitions") / "demo" / "crm.yaml").read_text("utf-8")
    (place / "crm.yaml").write_text(text, "utf-8")
    demo.write_standard(place / "data" / "crm")
    return scorecard.load(place / "crm.yaml").evaluate()


@pytest.fixture(scope="session")
def written(crm: Evaluation, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """The file of a page: of the CRM scorecard in a language, or of another evaluation."""
    place = tmp_path_factory.mktemp("pages")

    @cache
    def crm_in(language: Language) -> Path:
        return put(f"crm-{language}", report.html(report.page(replace(crm, problems=()), language=language)))

    def put(name: str, html: str) -> Path:
        (place / f"{name}.html").write_text(html, "utf-8", errors="surrogatepass")
        return place / f"{name}.html"

    return lambda language="en", html=None: crm_in(language) if html is None else put(language, html)


@pytest.fixture(scope="session")
def contexts(chromium: Any) -> Callable[..., Any]:
    """One for all pages with the same options; with `alone` one that nothing was remembered in."""
    known: dict[str, Any] = {}

    def context(alone: bool, options: dict[str, Any]) -> Any:
        if alone:
            return chromium.new_context(**options)
        return known.get(repr(options)) or known.setdefault(repr(options), chromium.new_context(**options))

    return context


@pytest.fixture
def opened(contexts: Callable[..., Any], written: Callable[..., Path]) -> Iterator[Callable[..., Any]]:
    """Opens a page: `opened("fa", color_scheme="dark")`. At the end none of them has complained, unless it is `faulty`, nor asked
    for anything."""
    faults: list[str] = []
    pages = []

    def open_(
        language: str = "en",
        *,
        html: str | None = None,
        hash: str = "",
        faulty: bool = False,
        alone: bool = False,
        **options: Any,
    ) -> Any:
        page = contexts(alone, {"viewport": {"width": 1200, "height": 900}} | options).new_page()
        pages.append(page)
        page.set_default_timeout(20_000)
        address = written(language, html).as_uri()
        page.on("console", lambda message: None if faulty else faults.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda asked: None if asked.url.partition("#")[0] == address else faults.append(asked.url))
        page.goto(address + hash)
        return page

    yield open_
    for page in pages:
        page.close()
    assert faults == []


@pytest.fixture(scope="session")
def until() -> Callable[..., None]:
    """Waits until an expression is true on a page. Playwright's own waiting evaluates text, which the page's policy forbids."""

    def wait(page: Any, expression: str, *more: Any) -> None:
        for _ in range(150):
            if page.evaluate(expression, *more):
                return
            page.wait_for_timeout(20)
        raise AssertionError(f"not within three seconds: {expression}")

    return wait


@pytest.fixture(scope="session")
def source() -> Callable[..., str]:
    """Functions of the script by how they begin, to be tried on their own."""

    def parts(file: str, *beginnings: str) -> str:
        text = (folder("templates") / "script" / f"{file}.js").read_text("utf-8")
        found = []
        for start in beginnings:
            end = "^}$" if start.startswith("function") else ";$"
            match = re.search(rf"^{re.escape(start)}\b.*?{end}", text, re.M | re.S)
            assert match, start
            found.append(match[0])
        return "\n".join(found)

    return parts
