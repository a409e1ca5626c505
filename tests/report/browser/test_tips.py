"""What a name in a table tells on hover, focus and touch, and how it falls silent."""

from __future__ import annotations

TITLE = "Perceived organizational performance"


def link(page):
    return page.locator("#p1 table").get_by_role("link", name=TITLE, exact=True)


def test_it_tells_on_hover_and_stays_as_long_as_one_reads(opened):
    page = opened()
    tip = page.locator("#tip")
    assert tip.is_hidden()
    link(page).hover()
    tip.wait_for(state="visible")
    told = tip.inner_text()
    for part in (
        TITLE,
        "3.35",
        "95% interval 3.17–3.53",
        "Records behind it: 103",
        "Score 58.7",
        "Fair: 50 to below 80",
        "floor 1",
        "mean over",
    ):
        assert part in told, part
    assert link(page).get_attribute("aria-describedby") == "tip"
    tip.hover()
    page.wait_for_timeout(400)
    assert tip.is_visible()
    page.mouse.move(5, 5)
    tip.wait_for(state="hidden")
    assert link(page).get_attribute("aria-describedby") is None


def test_it_tells_on_focus_and_escape_silences_it(opened):
    page = opened()
    tip = page.locator("#tip")
    link(page).focus()
    assert tip.is_visible()
    page.keyboard.press("Escape")
    assert tip.is_hidden()
    assert page.evaluate("document.activeElement.innerText") == TITLE
    page.keyboard.press("Shift+Tab")
    assert TITLE not in tip.inner_text()
    page.keyboard.press("Tab")
    assert TITLE in tip.inner_text()
    page.locator("#explorer-find").focus()
    assert tip.is_hidden()


def test_a_touch_of_the_row_tells_and_another_silences(opened, until):
    page = opened(has_touch=True, viewport={"width": 390, "height": 800})
    tip = page.locator("#tip")
    row = page.locator("#p1 tr", has=page.get_by_role("link", name=TITLE, exact=True))
    row.locator("td[data-label=Status]").tap()
    assert tip.is_visible()
    box = tip.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    row.locator("td[data-label=Status]").tap()
    assert tip.is_hidden()
    link(page).tap()
    until(page, "document.activeElement.matches('.fold')")
    assert page.evaluate("document.activeElement.innerText") == TITLE


def test_a_unit_s_cell_tells_of_the_unit(opened):
    page = opened()
    page.locator("#units tr", has_text="Tehran").first.locator("td a").nth(1).focus()
    assert page.locator("#tip p").first.inner_text() == "Organizational performance · Tehran"
    assert page.locator("#units td[title]").count() == 0


def test_it_keeps_inside_the_window_in_both_directions(opened):
    for language in ("en", "fa"):
        page = opened(language, viewport={"width": 500, "height": 600})
        for place in (0, 3, 9):
            name = page.locator("#p4 a.more").nth(place)
            name.focus()
            tip, beside = page.locator("#tip").bounding_box(), name.bounding_box()
            assert tip["x"] >= 0
            assert tip["x"] + tip["width"] <= 500
            assert tip["y"] + tip["height"] <= beside["y"] or tip["y"] >= beside["y"] + beside["height"]
