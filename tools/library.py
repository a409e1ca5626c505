"""The pages of the measure library and of the standard datasets, made from the definitions that ship.

Enters: `definitions/measures/*.yaml` as `scorecard.library` lists them, `definitions/standard.yaml`. Leaves: `docs/data.md`,
`docs/measures/README.md` and a page for each department; run by `make reference`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

import scorecard
from scorecard.records.library import LibraryMeasure

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
STANDARD = ROOT / "definitions" / "standard.yaml"
LANGUAGES = ("en", "fa", "ar")
DEPARTMENTS: Mapping[str, Mapping[str, str]] = {
    "sales": {"en": "Sales", "fa": "فروش", "ar": "المبيعات"},
    "marketing": {"en": "Marketing", "fa": "بازاریابی", "ar": "التسويق"},
    "service": {"en": "Customer service", "fa": "خدمات مشتری", "ar": "خدمة العملاء"},
    "loyalty": {"en": "Loyalty and perception", "fa": "وفاداری و برداشت مشتری", "ar": "الولاء وتصوّر العملاء"},
    "people": {"en": "People", "fa": "کارکنان", "ar": "الموظفون"},
    "technology": {"en": "Technology", "fa": "فناوری", "ar": "التقنية"},
    "finance": {"en": "Finance and return", "fa": "مالی و بازده", "ar": "المالية والعائد"},
}
MADE = "<!-- Made by `make reference` from the definitions that ship; a change here is lost. -->\n\n"


def pages() -> dict[Path, str]:
    """Every page, by its file."""
    measures = scorecard.library()
    found = {DOCS / "data.md": data(yaml.safe_load(STANDARD.read_text(encoding="utf-8"))["datasets"], measures)}
    found[DOCS / "measures" / "README.md"] = index(measures)
    for department in DEPARTMENTS:
        found[DOCS / "measures" / f"{department}.md"] = "\n".join(_department(department, measures)).rstrip() + "\n"
    return found


def index(measures: Sequence[LibraryMeasure]) -> str:
    """All measures, department by department."""
    lines = [
        f"{MADE}# The measure library",
        "",
        f"{len(measures)} measures ship with scorecard, each with its formula over the [standard datasets](../data.md), in "
        "English, Persian and Arabic. They are always in scope: name one under a perspective, and it is computed. What your data "
        "lack is missing and said so. A measure of your own with the same id replaces the library's.",
        "",
        "On a terminal `scorecard measures WORD` looks for a word in all three languages, `scorecard measures ID` tells all "
        "about one. Targets that stand here are defaults to begin with; replace them by goals of your own.",
        "",
        "| department | | | measures |",
        "| --- | --- | --- | --- |",
    ]
    for department, names in DEPARTMENTS.items():
        mine = [measure for measure in measures if measure.tags.get("department") == department]
        lines.append(f"| [{names['en']}]({department}.md) | {_rtl(names, 'fa')} | {_rtl(names, 'ar')} | {len(mine)} |")
    for department, names in DEPARTMENTS.items():
        lines += ["", f"## {names['en']}", "", "| id | | | |", "| --- | --- | --- | --- |"]
        for measure in measures:
            if measure.tags.get("department") == department:
                title = measure.title.by_language
                link = f"[`{measure.id}`]({department}.md#{measure.id})"
                lines.append(f"| {link} | {title['en']} | {_rtl(title, 'fa')} | {_rtl(title, 'ar')} |")
    return "\n".join(lines) + "\n"


def _department(department: str, measures: Sequence[LibraryMeasure]) -> Iterator[str]:
    names = DEPARTMENTS[department]
    mine = [measure for measure in measures if measure.tags.get("department") == department]
    homes = {measure.id: measure.tags["department"] for measure in measures}
    yield f"{MADE}# {names['en']}: {len(mine)} measures"
    yield ""
    yield f"{_rtl(names, 'fa')} · {_rtl(names, 'ar')} · [all departments](README.md) · [the datasets](../data.md)"
    yield ""
    for measure in mine:
        yield from _measure(measure, homes)


def _measure(measure: LibraryMeasure, homes: Mapping[str, str]) -> Iterator[str]:
    title, told = measure.title.by_language, measure.description.by_language if measure.description else {}
    yield f'## <a id="{measure.id}"></a>{title["en"]}'
    yield ""
    yield f"`{measure.id}` · {_rtl(title, 'fa')} · {_rtl(title, 'ar')}"
    yield ""
    yield told.get("en", "")
    yield ""
    for language in ("fa", "ar"):
        if language in told:
            yield f'<p dir="rtl" lang="{language}">{told[language]}</p>'
            yield ""
    yield "| | |"
    yield "| --- | --- |"
    yield f"| computed as | {_cell(measure.how) if measure.kind == 'survey' else f'`{_cell(measure.how)}`'} |"
    if measure.uses:
        yield f"| from | {', '.join(f'[`{each}`]({homes[each]}.md#{each})' for each in measure.uses)} |"
    yield f"| unit | {measure.unit}; better {_better(measure)} |"
    yield f"| default target | {f'`{_cell(measure.target)}`' if measure.target else 'none'} |"
    for dataset in dict.fromkeys(column.dataset for column in measure.columns):
        columns = ", ".join(f"`{column.name}`" for column in measure.columns if column.dataset == dataset)
        yield f"| needs of [`{dataset}`](../data.md#{dataset}) | {columns} |"
    yield f"| tags | {', '.join(f'{kind}: {tag}' for kind, tag in measure.tags.items())} |"
    yield ""
    yield from ("```yaml", measure.example.rstrip(), "```", "")


def data(datasets: Mapping[str, Any], measures: Sequence[LibraryMeasure]) -> str:
    """The standard datasets."""
    return "\n".join([f"{MADE}{INTRODUCTION}", *_contents(datasets), *_datasets(datasets, measures)]).rstrip() + "\n"


def _contents(datasets: Mapping[str, Any]) -> Iterator[str]:
    yield from ("| dataset | | | |", "| --- | --- | --- | --- |")
    for id, dataset in datasets.items():
        title = dataset["title"]
        yield f"| [`{id}`](#{id}) | {title['en']} | {_rtl(title, 'fa')} | {_rtl(title, 'ar')} |"
    yield ""


def _datasets(datasets: Mapping[str, Any], measures: Sequence[LibraryMeasure]) -> Iterator[str]:
    homes = {measure.id: measure.tags["department"] for measure in measures}
    for id, dataset in datasets.items():
        users = {
            name: [each.id for each in measures if any((c.dataset, c.name) == (id, name) for c in each.columns)]
            for name in dataset["columns"]
        }
        title = dataset["title"]
        yield f'## <a id="{id}"></a>`{id}`: {title["en"]}'
        yield ""
        yield f"{_rtl(title, 'fa')} · {_rtl(title, 'ar')}"
        yield ""
        facts = [f"Rows are dated by `{dataset['time']}`."] if "time" in dataset else []
        if "valid" in dataset:
            facts.append(f"A row lives from `{dataset['valid'][0]}` to `{dataset['valid'][1]}`.")
        if "respondent" in dataset:
            facts.append(f"`{dataset['respondent']}` tells who answered.")
        if facts:
            yield from (" ".join([*facts, "Say otherwise with `time:` and `valid:`."]), "")
        yield from ("| column | holds | | | | measures |", "| --- | --- | --- | --- | --- | --- |")
        for name, column in dataset["columns"].items():
            told = column["description"]
            words = f" One of {', '.join(f'`{word}`' for word in column['values'])}." if "values" in column else ""
            yield (
                f"| `{name}` | {column['type']} | {_cell(told['en'])}{words} | {_rtl(told, 'fa')} | {_rtl(told, 'ar')} "
                f"| {len(users[name]) or ''} |"
            )
        yield ""
        named = dict.fromkeys(each for ids in users.values() for each in ids)
        direct = [each.id for each in measures if each.id in named and each.dataset == id]
        if direct:
            yield f"Computed from it: {', '.join(f'[`{each}`](measures/{homes[each]}.md#{each})' for each in direct)}."
            yield ""


INTRODUCTION = """\
# The standard datasets

The measures of the [library](measures/README.md) name datasets and columns; this page lists them. A client's data bear other
names, so a dataset says where each column stands and what the client's words mean, and no formula is ever edited:

```yaml
datasets:
  deals:                                  # a name from this page
    file: data/opportunities.xlsx
    columns:                              # a column of this page: its heading in the file
      stage: Status
      amount: Net value
      closed_on: Closed
    values:                               # a word of this page: the client's words for it
      stage: {won: [Signed, Renewed], lost: [Cancelled]}
    dates: {closed_on: d/M/yyyy}          # how dates are written, if not 2025-03-31
```

Columns that already bear the name of this page need no mapping, and only columns that a measure in use needs are looked at.
[Presets](presets.md) map the exports of common CRM systems and survey tools. What the data do not hold is no fault:
`scorecard check` lists the columns and datasets that are lacking, with the headings that look like them and the measures that
have no value because of them. The last column tells how many measures of the library need it, directly or by those that they
derive from.
"""


def _better(measure: LibraryMeasure) -> str:
    return "inside a range" if measure.better == "inside" else measure.better


def _rtl(texts: Mapping[str, str], language: str) -> str:
    return f'<span dir="rtl" lang="{language}">{_cell(texts[language])}</span>' if language in texts else ""


def _cell(text: str) -> str:
    """Within a table."""
    return text.replace("|", "\\|").replace("\n", " ")


def write() -> None:
    made = pages()
    (DOCS / "measures").mkdir(parents=True, exist_ok=True)
    for old in (DOCS / "measures").glob("*.md"):
        if old not in made:
            old.unlink()
    for path, text in made.items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write()
