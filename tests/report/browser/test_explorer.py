"""From the total to a measure, in any period and unit: what opens, what is shown, what the address keeps."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scorecard import report
from scorecard.records.presentation import Choice
from scorecard.report.explorer import explorer
from scorecard.report.view import View
from scorecard.words import numbers
from scorecard.words.tongue import speaking

PATH = "organizational.profitability.perceived_performance"
TITLE = "Perceived organizational performance"
ROWS = """() => [...document.querySelectorAll("#explorer .explorer > tbody > tr:not(.details)")].map((row) =>
  [row.querySelector(".fold").innerText, ...[...row.cells].slice(1).map((cell) => cell.textContent)])"""
EVERYWHERE = """() => {
  const [unit, period] = ["unit", "period"].map((name) => document.querySelector(`#explorer-${name}`));
  const choose = (select, place) => { select.value = place; select.dispatchEvent(new Event("change")); };
  const found = [];
  for (const { value: place } of unit.options) {
    choose(unit, place);
    for (const { value: when } of [...period.options].filter((option) => !option.disabled)) {
      choose(period, when);
      found.push([Number(place), Number(when), (ROWS)()]);
    }
  }
  return found;
}""".replace("ROWS", ROWS)
"""What every row says in every period and unit that can be chosen."""


def names(page):
    """Of the rows that are shown."""
    return page.evaluate(
        "[...document.querySelectorAll('#explorer .fold')].filter((fold) => fold.offsetParent).map((fold) => fold.innerText)"
    )


def fold(page, name):
    return page.locator("#explorer").get_by_role("button", name=name, exact=True).first


def choose(page, what, label):
    page.locator(f"#explorer-{what}").select_option(label=label)


def count(page):
    return page.locator("#explorer-count").inner_text()


def test_it_goes_from_the_total_to_perspectives_factors_measures_and_details(opened):
    page = opened()
    assert names(page) == ["Total", "Organizational performance", "Customer", "Process", "Infrastructure"]
    fold(page, "Organizational performance").click()
    assert "Profitability" in names(page)
    fold(page, "Profitability").click()
    assert names(page).index(TITLE) == names(page).index("Profitability") + 1
    assert fold(page, TITLE).get_attribute("aria-expanded") == "false"
    fold(page, TITLE).click()
    assert fold(page, TITLE).get_attribute("aria-expanded") == "true"
    told = page.locator("#explorer .details").inner_text()
    for part in ("3.35", "95% interval 3.17–3.53", "103", "58.7", "Fair: 50 to below 80", "floor 1, goal 5", "mean over persons"):
        assert part in told
    tables = page.locator("#explorer .compared table").all()
    assert [len(table.locator("tbody tr").all()) for table in tables] == [8, 4]
    assert all(table.locator(".dot").count() for table in tables)
    fold(page, "Total").click()
    assert names(page) == ["Total"]
    assert page.locator("#explorer .details").count() == 0
    fold(page, "Total").click()
    assert TITLE in names(page)  # what was open below is open still


def test_open_all_and_close_all(opened):
    page = opened()
    page.locator("#explorer-unfold").click()
    assert len(names(page)) == 86
    page.locator("#explorer-close").click()
    assert len(names(page)) == 5


@pytest.mark.parametrize(("language", "opening", "closing"), [("en", "Right", "Left"), ("fa", "Left", "Right")])
def test_arrows_walk_open_and_close(opened, language, opening, closing):
    page = opened(language)
    first = page.locator("#explorer .fold").nth(1)
    first.focus()
    page.keyboard.press(f"Arrow{opening}")
    assert first.get_attribute("aria-expanded") == "true"
    page.keyboard.press(f"Arrow{opening}")
    assert first.get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.innerText") == names(page)[2]
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.innerText") == names(page)[0]
    page.keyboard.press("ArrowUp")  # there is nothing above
    page.keyboard.press("ArrowDown")
    page.keyboard.press(f"Arrow{closing}")
    assert first.get_attribute("aria-expanded") == "false"


def expected(view, units, period, unit):
    """What every node's row says, by the package's own writers."""
    evaluation, rows = view.evaluation, []
    for index, node in enumerate(view.nodes):
        score, before = evaluation.score(index, period, unit), evaluation.score(index, view.before, unit)
        told = {"score": numbers.score(score), "status": view.status(index, period, unit)}
        if period == view.now:
            told["points"] = numbers.points(score - before) if score == score and before == before else ""
        if node.measure is not None and unit == 0:
            value, then = (evaluation.value(index, at) for at in (period, view.before))
            told["value"] = view.format(index).value(value)
            if period == view.now:
                told["change"] = view.format(index).change(value - then) if value == value and then == then else ""
        rows.append(told)
    return rows


@pytest.mark.parametrize("language", ["en", "fa", "ar"])
def test_every_number_is_the_one_of_its_period_and_unit_as_the_tables_write_it(opened, crm, language):
    page = opened(language)
    page.locator("#explorer-unfold").click()
    with speaking(language):
        view = View(crm.in_language(language))
        units = explorer(view, ("perspectives",))["units"]
        found = page.evaluate(EVERYWHERE)
        assert len(found) == sum(8 if unit["whole"] else 2 for unit in units)
        for place, period, shown in found:
            for row, told in zip(shown, expected(view, units, period, units[place]["place"]), strict=True):
                _, _, value, change, _, score, points, status = row
                changes = {"change": change.removesuffix("\u2009~"), "points": points.removesuffix("\u2009~")}
                said = {"value": value, "score": score, **changes}
                assert {name: said[name] for name in told if name in said} == {n: t for n, t in told.items() if n in said}
                assert status.strip() == (told["status"].name if told["status"] else "")


def test_the_tables_of_the_report_say_the_same(opened):
    """Baseline, target and changes of the total: the same text in the explorer as in the perspectives' tables."""
    page = opened()
    page.locator("#explorer-unfold").click()
    static = page.evaluate("""() => [...document.querySelectorAll("table.measures tbody tr")].map((row) => {
      const cell = (label) => row.querySelector(`[data-label="${label}"]`);
      const bare = (cell) => (cell.childNodes[0]?.textContent ?? "").trim();
      return [cell("Q2 1404"), cell("Change"), cell("Score"), cell("Points")].map(bare);
    })""")
    shown = [[value, change, score, points] for _, _, value, change, _, score, points, _ in page.evaluate(ROWS)[1:]]
    bare = [[text.removesuffix("\u2009~").replace("–", "") for text in row] for row in shown]
    assert bare == [[text.replace("–", "") for text in row] for row in static]
    assert len(bare) == 85


def test_a_unit_and_a_period_are_chosen_from_the_details_too(opened):
    page = opened(hash=f"#explorer:open={PATH}")
    caption = page.locator("#explorer .compared caption")
    assert caption.all_inner_texts() == ["Total, by period", "Q2 1404, by unit"]
    page.locator("#explorer .compared").get_by_role("button", name="Tehran").click()
    assert caption.all_inner_texts() == ["Tehran, by period", "Q2 1404, by unit"]
    assert page.evaluate("document.activeElement.innerText") == "Tehran"
    assert page.locator("#explorer-unit").evaluate("(s) => s.selectedOptions[0].text.trim()") == "Tehran"
    page.locator("#explorer .compared").get_by_role("button", name="Q2 1403").click()
    assert caption.all_inner_texts() == ["Tehran, by period", "Q2 1403, by unit"]
    assert page.locator("#explorer .compared [aria-current]").all_inner_texts() == ["Q2 1403", "Tehran"]
    page.locator("#explorer .compared").get_by_role("button", name="Total").click()
    page.locator("#explorer .compared").get_by_role("button", name="Q4 1402").click()
    assert caption.all_inner_texts() == ["Total, by period"]  # the units' numbers of that period are not on the page


def test_a_unit_without_that_period_goes_back_to_the_target_period(opened):
    page = opened()
    choose(page, "period", "Q4 1402")
    branch = page.locator("#explorer-unit option").last
    page.locator("#explorer-unit").select_option(value=branch.get_attribute("value"))
    assert page.locator("#explorer-period").evaluate("(s) => s.selectedOptions[0].text") == "Q2 1404"
    assert page.locator("#explorer-period option:disabled").count() == 6


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        (
            "en",
            {
                "NET  promoter": "nps",
                "nps": "nps",
                "شاخص خالص ترويج كنندگان": "nps",  # an Arabic keyboard, and a space for the joiner
                "۱۰۰۰": "complaints_per_1000",
            },
        ),
        ("fa", {"promoter Net": "nps", "بهكارگيري سيستم": "reward_system_use"}),  # without the joiner
        ("ar", {"صافی نقاط": "nps", "صافِي": "nps"}),  # a Persian keyboard; with a vowel mark
    ],
)
def test_a_measure_is_found_by_its_title_in_any_language_however_it_is_typed(opened, crm, language, typed):
    page = opened(language)
    for wanted, measure in typed.items():
        page.locator("#explorer-find").fill(wanted)
        shown = page.locator("#explorer tr.measure:visible .fold").all_inner_texts()
        assert crm.definition.measures[measure].title(language) in shown, wanted
        assert len(shown) < 5
        assert page.locator("#explorer tr.perspective:visible").count() >= 1  # with what it stands under


def test_what_is_looked_for_can_be_found_nowhere_and_given_up(opened):
    page = opened()
    page.locator("#explorer-find").fill("no such measure")
    assert names(page) == []
    assert count(page) == "Measures shown: 0 of 58"
    page.locator("#explorer-find").fill("")
    assert count(page) == "Measures shown: 58 of 58"
    assert len(names(page)) == 5


def test_measures_are_chosen_by_status_in_the_period_and_unit_shown(opened, crm):
    view = View(crm)
    leaves = [index for index, node in enumerate(view.nodes) if node.measure is not None]

    def having(status, period, unit=0):
        found = (view.status(index, period, unit) for index in leaves)
        return sum((band.name if band else "Without a status") == status for band in found)

    page = opened()
    for status in ("Poor", "Good", "Without a status"):
        choose(page, "status", status)
        assert count(page) == f"Measures shown: {having(status, view.now)} of 58"
    choose(page, "period", "Q2 1403")
    choose(page, "status", "Good")
    assert count(page) == f"Measures shown: {having('Good', 3)} of 58"
    assert page.locator("#explorer tr.measure:visible").count() == having("Good", 3)
    choose(page, "unit", "Tehran")
    unit = next(place for place, entity in enumerate(view.scores.entities) if entity.key == ("Tehran",))
    assert count(page) == f"Measures shown: {having('Good', 3, unit)} of 58"
    assert page.locator("#explorer tr.measure:visible").count() == having("Good", 3, unit)
    assert page.locator("#explorer-count").evaluate("(output) => output.tagName") == "OUTPUT"  # which is announced, politely


def test_the_address_keeps_what_is_open_the_period_and_the_unit(opened):
    page = opened()
    fold(page, "Process").click()
    fold(page, "Acquisition").click()
    choose(page, "unit", "Tehran")
    choose(page, "period", "Q2 1403")
    address = page.evaluate("location.hash")
    assert address == "#explorer:period=1403-Q2&unit=region%3ATehran&open=process.acquisition"
    before = (names(page), page.evaluate(ROWS))
    page.reload()
    assert (names(page), page.evaluate(ROWS)) == before
    assert page.evaluate("document.activeElement.innerText") == "Acquisition"
    assert page.locator("#explorer-unit").evaluate("(s) => s.selectedOptions[0].text.trim()") == "Tehran"


def test_an_address_that_leads_nowhere_shows_the_total(opened):
    page = opened(hash="#explorer:open=no.such&unit=x&period=y")
    for hash in ("", "#explorer:", "#explorer:open=%E0%A4%A", "#no", "#%", "#explorer:open=__proto__,constructor&unit=&period="):
        page.evaluate("(hash) => { location.hash = hash; }", hash)
        assert len(names(page)) == 5
        assert page.locator("#explorer-period").evaluate("(s) => s.selectedOptions[0].text") == "Q2 1404"


def test_rows_of_the_report_lead_to_the_explorer_and_back(opened, until):
    page = opened()
    link = page.locator("#p1 table").get_by_role("link", name=TITLE, exact=True)
    link.click()
    until(page, "document.activeElement.matches('.fold')")
    assert page.evaluate("document.activeElement.innerText") == TITLE
    assert page.locator("#explorer .details").is_visible()
    page.locator("#explorer .details").get_by_role("link", name="To its row in the report").click()
    row = page.locator("#p1 tr:target")
    assert row.locator("th").inner_text().startswith(TITLE)
    assert page.locator("nav").bounding_box()["height"] <= row.bounding_box()["y"] < 900
    page.go_back()
    until(page, "location.hash.startsWith('#explorer')")
    assert page.locator("#explorer .details").is_visible()


def test_a_cell_of_the_heat_map_leads_to_that_unit_and_part(opened, until):
    page = opened()
    cell = page.locator("#units tr", has_text="Tehran").first.locator("td a").nth(2)
    score = cell.inner_text()
    cell.click()
    until(page, "document.activeElement.matches('.fold')")
    assert page.evaluate("document.activeElement.innerText") == "Customer"
    assert page.locator("#explorer-unit").evaluate("(s) => s.selectedOptions[0].text.trim()") == "Tehran"
    assert score in page.locator("#explorer tr.perspective", has_text="Customer").inner_text()


def test_the_heat_map_is_one_stop_with_arrows_inside(opened):
    page = opened("fa")
    first = page.locator("#units a.more").first
    first.focus()
    page.keyboard.press("ArrowLeft")  # on, where lines run from the right
    assert page.evaluate("document.activeElement.closest('td').cellIndex") == 3
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('tr').rowIndex") == 2
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('table.heat')") is None


def test_the_tree_is_sorted_within_its_branches_and_keeps_its_details(opened):
    page = opened(hash="#explorer:open=customer.customer_loyalty.nps")
    page.locator("#explorer thead").get_by_role("button", name="Score", exact=True).click()
    shown = page.locator("#explorer tr.perspective td[data-label=Score]").all_inner_texts()
    assert shown == sorted(shown, reverse=True)
    assert page.locator("#explorer .details").evaluate("(row) => row.previousElementSibling.innerText").startswith("Net promoter")
    choose(page, "period", "Q2 1403")
    shown = page.locator("#explorer tr.perspective td[data-label=Score]").all_inner_texts()
    assert shown == sorted(shown, reverse=True)  # anew, by the numbers that are shown now
    assert page.locator("#explorer .details").evaluate("(row) => row.previousElementSibling.innerText").startswith("Net promoter")


@pytest.mark.parametrize(
    ("sections", "is_there"),
    [(("perspectives",), True), (("summary", "perspectives", "units"), True), (("summary", "map"), False), (("units",), False)],
)
def test_it_stands_on_every_page_that_shows_measures(opened, make, sections, is_there):
    evaluation = make.company(3)
    evaluation = replace(evaluation, definition=replace(evaluation.definition, report=Choice(sections=sections)))
    page = opened("-".join(sections), html=report.html(report.page(evaluation)))
    assert (page.locator("#explorer").count() == 1) == is_there
    assert page.locator("nav .theme").is_visible()
    assert page.locator("button.sort").count() > 3 or sections == ("summary", "map")
    if is_there:
        page.locator("#explorer-unfold").click()
        fold(page, "Win rate").click()
        assert "entered by hand" in page.locator("#explorer .details").inner_text()  # told here, as there is no method's section
        assert page.locator("nav a[href='#explorer']").count() == 1
