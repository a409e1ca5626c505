"""Amounts in rials that are read in tomans: what people see is what they would see if the data were in tomans, to the letter."""

import io
from dataclasses import replace

import openpyxl
import pytest
import tinyhtml5

from scorecard import report
from scorecard.records.definition import Text
from scorecard.records.goals import Initiative
from scorecard.report.explorer import explorer
from scorecard.report.view import View
from scorecard.results import Scored
from tests.report.conftest import bare

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported")  # openpyxl knows no sparklines
NOBODY = Text({})


def company(make, currency, times):
    """Sales, a sampled price, a share; budgets."""
    amounts = [times * amount for amount in (31_250_000, 28_020_000, 30_990_000, 33_330_000)]
    sales = make.leaf("Sales", "currency", make.line(times * 20_000_000, times * 40_000_000), amounts)
    prices = [times * price for price in (1_234, 1_301, 1_288, 1_406)]
    price = make.leaf("Price", "currency", make.line(times * 1_000, times * 2_000), prices, se=times * 25.0)
    share = make.leaf("Share", "percent", make.line(0, 1), [0.4, 0.5, 0.45, 0.6])
    evaluation = make.build({"P": [sales, price, share]}, periods=4, entities=[("A",), ("B",)], levels=("branch",))
    initiative = Initiative("school", Text({"": "School"}), NOBODY, None, budget=times * 5_000_000.0, moves=(("n0", "n0"),))
    definition = replace(evaluation.definition, currency=currency, initiatives={"school": initiative})
    return replace(evaluation, definition=definition)


@pytest.fixture
def pair(make):
    return company(make, "IRR in toman", 10), company(make, "toman", 1)


def visible(html):
    tree = tinyhtml5.parse(bare(html), namespace_html_elements=False)
    return " ".join(part.strip() for part in tree.find("body").itertext() if part.strip())


@pytest.mark.parametrize("language", ["en", "fa", "ar"])
def test_the_report_reads_the_same(pair, language):
    rials, tomans = (visible(report.html(report.page(evaluation, None, language))) for evaluation in pair)
    assert {"en": "toman", "fa": "تومان", "ar": "تومان"}[language] in rials
    assert "IRR" not in rials
    assert rials == tomans


def test_the_explorer_has_the_same_digits(pair):
    rials, tomans = (explorer(View(evaluation), ("perspectives",)) for evaluation in pair)
    assert rials["nodes"] == tomans["nodes"]
    assert [form.pop("scale") / other.pop("scale") for form, other in zip(rials["forms"], tomans["forms"], strict=True)] == [
        10.0, 10.0, 1.0,
    ]  # fmt: skip
    assert rials["forms"] == tomans["forms"]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_workbook_has_the_same_cells(pair, language):
    books = [openpyxl.load_workbook(io.BytesIO(report.xlsx(evaluation, None, language))) for evaluation in pair]
    rials, tomans = ([[(cell.value, cell.number_format) for row in sheet for cell in row] for sheet in book] for book in books)
    for one, other in zip(rials, tomans, strict=True):
        for (value, form), (twin, alike) in zip(one, other, strict=True):
            assert form == alike
            assert value == (pytest.approx(twin, rel=1e-12) if isinstance(twin, float) else twin)
    amounts = [value for sheet in rials for value, _ in sheet if isinstance(value, int | float)]
    assert 33_330_000 in amounts
    assert 333_300_000 not in amounts


def test_tables_of_a_notebook_read_the_same(pair):
    rials, tomans = (Scored(**{name: getattr(each, name) for name in each.__dataclass_fields__})._repr_html_() for each in pair)
    assert "toman" in rials
    assert rials == tomans
