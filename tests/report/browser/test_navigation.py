"""Finding one's way: what is read is marked, links lead there, and a keyboard is enough."""

from __future__ import annotations

import pytest

STOP = """() => {
  const { tagName, className, id } = document.activeElement;
  const name = tagName + (id ? "#" + id : "") + (className ? "." + className : "");
  return [name, getComputedStyle(document.activeElement).outlineStyle];
}"""
"""Where the keyboard is, and what shows it."""


def marked(page):
    return page.evaluate("[...document.querySelectorAll('nav [aria-current=location]')].map((link) => link.hash)")


@pytest.mark.parametrize("language", ["en", "fa"])
@pytest.mark.parametrize("width", [360, 1200])
def test_the_section_that_is_read_is_marked_and_in_view(opened, until, language, width):
    page = opened(language, viewport={"width": width, "height": 800})
    sections = page.evaluate("[...document.querySelectorAll('nav a')].map((link) => link.hash)")
    assert "#explorer" in sections
    assert len(sections) > 6
    assert sections == sorted(sections, key=lambda hash: page.evaluate("(h) => document.querySelector(h).offsetTop", hash))
    for hash in sections:
        page.evaluate("(hash) => document.querySelector(hash).scrollIntoView()", hash)
        until(page, "(hash) => document.querySelector('nav [aria-current]')?.hash === hash", hash)
        assert marked(page) == [hash]
        nav, link = (page.locator(which).bounding_box() for which in ("nav", "nav [aria-current]"))
        assert 0 <= nav["y"] < 20  # it stays at the top
        assert link["x"] >= -1
        assert link["x"] + link["width"] <= width + 1


def test_a_link_leads_to_its_section_and_nothing_covers_the_heading(opened, until):
    page = opened()
    for hash in ("#units", "#summary", "#method", "#explorer"):
        page.locator(f"nav a[href='{hash}']").click()
        until(page, "(hash) => document.querySelector('nav [aria-current]')?.hash === hash", hash)
        top = page.locator(f"{hash} h2").bounding_box()["y"]
        bottom = page.locator("nav").bounding_box()["height"]
        assert bottom <= top
        assert top < 500 or hash == "#method"  # the last one's heading may not reach the top


def test_the_first_stop_of_the_keyboard_skips_to_the_contents(opened, until):
    page = opened()
    skip = page.locator(".skip")
    assert skip.bounding_box()["y"] < 0
    page.keyboard.press("Tab")
    assert skip.evaluate("(link) => link === document.activeElement")
    until(page, "document.querySelector('.skip').getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_keyboard_reaches_all_that_a_pointer_does_and_shows_where_it_is(opened):
    page = opened()
    reached, ring = [], 0
    for _ in range(60):
        page.keyboard.press("Tab")
        stop, outline = page.evaluate(STOP)
        reached.append(stop)
        ring += outline not in ("none", "")
    assert ring == 60
    for stop in ("A.skip", "A", "BUTTON.theme", "BUTTON.sort", "A.more", "SELECT#explorer-period", "SELECT#explorer-unit",
                 "INPUT#explorer-find", "SELECT#explorer-status", "BUTTON#explorer-unfold", "BUTTON.fold"):  # fmt: skip
        assert stop in reached, stop
    assert reached.index("BUTTON.theme") < reached.index("SELECT#explorer-period") < reached.index("BUTTON.fold")
