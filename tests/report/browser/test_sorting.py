"""Tables sorted by a column: numbers by their size, words by the language's order, trees branch by branch."""

from __future__ import annotations

COLUMN = """([table, head]) => {
  const { tHead, tBodies } = document.querySelector(table);
  const heads = [...tHead.rows[tHead.rows.length - 1].cells];
  const place = heads.findIndex((cell) => cell.innerText.trim() === head);
  const told = (cell) => cell.dataset.sort ?? cell.innerText;
  return [...tBodies].flatMap((body) => [...body.rows]).map((row) =>
    [row.className, row.cells[0].innerText.split("\\n")[0], told(row.cells[place])]);
}"""


def column(page, table, head):
    """Rows' classes, names, and what stands under a head."""
    return [tuple(row) for row in page.evaluate(COLUMN, [table, head])]


def sort(page, table, head):
    page.locator(f"{table} thead").get_by_role("button", name=head, exact=True).first.click()


def aria(page, table):
    heads = page.locator(f"{table} th[aria-sort]").all()
    return [(head.inner_text().strip(), head.get_attribute("aria-sort")) for head in heads]


def number(text):
    return float(text.replace("−", "-").replace("%", "").replace("~", "").strip())


def groups(rows):
    """Measures by the factor that they stand under."""
    found, factor = {}, ""
    for kind, name, shown in rows:
        if "measure" in kind:
            found[factor].append((name, shown))
        else:
            factor = name
            found[factor] = []
    return found


def test_measures_are_sorted_within_their_factors(opened):
    page = opened()
    table = "#p2 table"
    before = groups(column(page, table, "Score"))
    sort(page, table, "Score")
    assert aria(page, table) == [("Score", "descending")]
    after = groups(column(page, table, "Score"))
    assert {factor: sorted(rows) for factor, rows in before.items()} == {factor: sorted(rows) for factor, rows in after.items()}
    shown = [[number(score) for _, score in rows if score != "–"] for rows in after.values()]
    assert all(scores == sorted(scores, reverse=True) for scores in shown)
    assert any(len(scores) > 2 for scores in shown)
    factors = [number(score) for kind, _, score in column(page, table, "Score") if "factor" in kind]
    assert factors == sorted(factors, reverse=True)
    sort(page, table, "Score")
    assert aria(page, table) == [("Score", "ascending")]
    assert list(groups(column(page, table, "Score"))) != list(after)
    sort(page, table, "Score")
    assert aria(page, table) == []
    assert list(groups(column(page, table, "Score")).items()) == list(before.items())


def test_values_are_sorted_by_their_size_not_as_they_are_written(opened):
    page = opened()
    table = "#p1 table"
    sort(page, table, "Q2 1404")
    for rows in groups(column(page, table, "Q2 1404")).values():
        sizes = [float(shown) for _, shown in rows if shown]
        assert sizes == sorted(sizes, reverse=True)
    assert any("B" in text for text in page.locator(f"{table} td.n").all_inner_texts())  # billions among small numbers


def test_what_is_missing_stands_last_whichever_way(opened):
    page = opened()
    table = "#p4 table"
    for _ in range(2):
        sort(page, table, "Score")
        for rows in groups(column(page, table, "Score")).values():
            missing = [score == "–" for _, score in rows]
            assert missing == sorted(missing)
    assert any(score == "–" for rows in groups(column(page, table, "Score")).values() for _, score in rows)


def test_units_stay_below_the_ones_that_they_belong_to_and_the_total_first(opened):
    page = opened()
    table = "#units table"
    before = column(page, table, "Process")
    sort(page, table, "Unit")
    after = column(page, table, "Process")
    assert after[0] == before[0]
    assert sorted(after) == sorted(before)
    assert after != before

    def below(rows):
        found, region = {}, ""
        for kind, name, _ in rows[1:]:
            if "d1" in kind.split():
                region = name
            found.setdefault(region, set()).add(name)
        return found

    assert below(after) == below(before)
    assert list(below(after)) == sorted(below(before))


def test_a_keyboard_sorts_and_other_columns_lose_their_mark(opened):
    page = opened()
    table = "#method .weights"
    page.locator(f"{table} thead button").nth(1).focus()
    page.keyboard.press("Enter")
    assert [state for _, state in aria(page, table)] == ["descending"]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    assert aria(page, table) == [("Node", "ascending")]


def test_the_sum_stays_last_and_drawings_have_no_button(opened):
    page = opened()
    sort(page, "#changes .parts", "Points")
    assert page.locator("#changes .parts").first.locator("tbody").last.inner_text().startswith("Change of the total score")
    assert page.locator("th button").filter(has_text="From floor to goal").count() == 0
    assert page.locator("th button").filter(has_text="Trend").count() == 0


def test_numbers_in_all_digits_are_numbers(opened, source):
    texts = ["۱٬۲۳۴٫۵", "−۳٫۲٪", "\u2066−٤٢\u2069", "٪۱۰۰", "12,480", "−0.4", "۵۸٫۷\u2009~", "–"]
    parts = source("page", "const latin", "function number")
    read = opened().evaluate(f"(texts) => {{ {parts}\nreturn texts.map(number).map(String); }}", texts)
    assert read == ["1234.5", "-3.2", "-42", "100", "12480", "-0.4", "58.7", "NaN"]
