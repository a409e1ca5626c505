"""How the page looks: light, dark, on paper, on a telephone, from the right, without script; and what axe finds wrong in it."""

from __future__ import annotations

import re

import pytest

OPEN = "#explorer:open=organizational.profitability.perceived_performance"
LUMINANCE = """(selector) => {
  const numbers = getComputedStyle(document.querySelector(selector)).backgroundColor.match(/[\\d.]+/g).map(Number);
  return (0.2126 * numbers[0] + 0.7152 * numbers[1] + 0.0722 * numbers[2]) / 255;
}"""
BOXES = """() => {
  const top = document.querySelector("main").getBoundingClientRect().top;
  return [...document.querySelectorAll("main > section:not(#explorer) :is(h2, h3, p, table, tr, th, td)")].map((element) => {
    const { x, y, width, height } = element.getBoundingClientRect();
    const { color, backgroundColor, fontSize, fontWeight, textAlign } = getComputedStyle(element);
    const place = [x, y - top, width, height].map(Math.round);
    return [element.tagName, place, color, backgroundColor, fontSize, fontWeight, textAlign];
  });
}"""
BEYOND = """() => {
  const { scrollWidth, clientWidth } = document.documentElement;
  const isBeyond = ({ left, right, width }) => width && (left < -1 || right > clientWidth + 1);
  const beyond = [...document.querySelectorAll("body *:not(nav, nav *, .wide *, .skip, .unseen)")]
    .filter((element) => isBeyond(element.getBoundingClientRect()));
  return [scrollWidth, clientWidth, beyond.slice(0, 5).map((element) => element.outerHTML.slice(0, 120))];
}"""
"""Whether anything reaches beyond the window's edges, and what."""


def test_dark_follows_the_system_until_one_chooses_and_is_remembered(opened):
    page = opened(alone=True, color_scheme="dark")
    button = page.locator("nav .theme")
    assert button.get_attribute("aria-pressed") == "true"
    assert page.evaluate(LUMINANCE, "html") < 0.15
    page.emulate_media(color_scheme="light")
    assert page.evaluate(LUMINANCE, "html") > 0.99
    assert button.get_attribute("aria-pressed") == "false"
    button.click()
    assert page.evaluate(LUMINANCE, "html") < 0.15
    page.reload()
    assert button.get_attribute("aria-pressed") == "true"
    assert page.evaluate(LUMINANCE, "html") < 0.15
    button.click()
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(LUMINANCE, "html") > 0.99


def test_a_browser_that_may_not_remember_changes_colours_all_the_same(chromium, written):
    context = chromium.new_context()
    context.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('forbidden'); } });")
    page = context.new_page()
    faults = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(written().as_uri())
    page.locator("nav .theme").click()
    assert page.evaluate(LUMINANCE, "html") < 0.15
    assert faults == []
    context.close()


def test_drawings_are_dark_too(opened):
    page = opened(color_scheme="dark")
    light = page.evaluate("""() => [...document.querySelectorAll("main svg :is(rect, path, polyline, polygon, circle, line)")]
      .flatMap((shape) => ["fill", "stroke"].map((kind) => [shape.getAttribute(kind), getComputedStyle(shape)[kind]]))
      .filter(([given]) => given && given !== "none")
      .map(([given, shown]) => [given.toLowerCase(), shown])""")
    assert len(light) > 300

    def hexed(shown):
        numbers = [round(float(number)) for number in re.findall(r"[\d.]+", shown)]
        return "#" + "".join(f"{number:02x}" for number in numbers[:3])

    unchanged = {
        given for given, shown in light if hexed(shown) == (given if len(given) == 7 else "#" + "".join(c * 2 for c in given[1:]))
    }
    assert unchanged == set()


@pytest.mark.parametrize("language", ["en", "fa"])
def test_on_paper_it_is_the_plain_page_in_light_colours(opened, language):
    page = opened(language, hash=OPEN, color_scheme="dark")
    page.locator("#p1 a.more").first.focus()  # with a tip
    plain = opened(language, java_script_enabled=False)
    found = []
    for each in (page, plain):
        each.emulate_media(media="print", color_scheme="light" if each is plain else "dark")
        for selector in ("nav", "#explorer", ".skip"):
            assert each.locator(selector).is_hidden(), selector
        found.append(each.evaluate(BOXES))
    assert page.locator("#tip").is_hidden()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    assert [mine for mine, theirs in zip(*found, strict=True) if mine != theirs] == []
    assert len(found[0]) > 1_000


@pytest.mark.parametrize("language", ["en", "fa"])
def test_a_telephone_scrolls_one_way_only(opened, language):
    page = opened(language, hash=OPEN, viewport={"width": 360, "height": 740})
    page.locator("#explorer-unfold").click()
    wide = page.evaluate(BEYOND)
    assert wide == [360, 360, []]
    page.locator("#explorer .details a").scroll_into_view_if_needed()
    assert page.locator("#explorer .details dd").first.bounding_box()["width"] > 150
    heights = page.evaluate(
        "[...document.querySelectorAll('#explorer .fold')].map((fold) => fold.getBoundingClientRect().height)"
    )
    assert min(heights) >= 16


def test_from_the_right_everything_is_mirrored(opened):
    sides = {}
    for language in ("en", "fa"):
        page = opened(language, hash=OPEN)
        boxes = {
            name: page.locator(selector).first.bounding_box()
            for name, selector in {
                "name": "#explorer tr.root th", "status": "#explorer tr.root td:last-child", "track": "#explorer .track",
                "bar": "#explorer .track .bar", "said": ".account", "beside": ".inside .compared", "theme": "nav .theme",
                "first": "nav a", "period": "#explorer-period", "find": "#explorer-find",
                "low": ".compared tbody tr:nth-child(2) .dot", "high": ".compared tbody tr:nth-child(8) .dot",
            }.items()
        }  # fmt: skip
        start = {name: box["x"] if language == "en" else -(box["x"] + box["width"]) for name, box in boxes.items()}
        assert start["name"] < start["status"]
        assert start["said"] < start["beside"]
        assert start["first"] < start["theme"]
        assert start["period"] < start["find"]
        assert start["low"] < start["high"]  # Q4 1402 is the lowest, Q2 1404 the highest
        assert abs(start["track"] - start["bar"]) < 1
        sides[language] = round(boxes["bar"]["width"] / boxes["track"]["width"], 2)
    assert sides == {"en": 0.55, "fa": 0.55}


@pytest.mark.parametrize("language", ["en", "fa"])
def test_without_script_it_is_the_plain_page(opened, language):
    page = opened(language, java_script_enabled=False)
    assert page.locator("#explorer").is_hidden()
    assert page.locator("nav").is_visible()
    assert page.locator("main > section:visible").count() > 8
    assert [button for button in page.locator("button, select, input").all() if button.is_visible()] == []
    assert page.locator("nav a[href='#explorer']").count() == 0
    page.locator("nav a[href='#units']").click()
    assert page.locator("#units h2").bounding_box()["y"] < 200


@pytest.mark.parametrize("language", ["en", "fa", "ar"])
def test_it_is_one_light_file(written, language):
    assert written(language).stat().st_size < 500_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "fa"])
def test_axe_finds_nothing_serious(opened, language, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = opened(language, hash=OPEN, color_scheme=scheme)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    told = [
        (fault["id"], node["target"], node.get("failureSummary", "")[:200])
        for fault in found
        if fault["impact"] in ("serious", "critical")
        for node in fault["nodes"][:3]
    ]
    assert told == []
