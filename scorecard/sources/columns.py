"""Which columns of a dataset are named, by whom, as what; and where each comes from.

Enters: a Definition, the headers of its files. Leaves: `Use`s (a name, its type, its places) and where they stand in the files.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from scorecard import periods
from scorecard.problems import Place
from scorecard.records.definition import Calendar, Dataset, Definition, FromRows, Period
from scorecard.records.formula import ColumnType, Mention
from scorecard.sources.headings import Heading
from scorecard.spelling import fold

ENTERED = "entered"
"""The dataset of typed-in values."""
PERIOD = "{period}"
"""In a heading of typed-in values: there stands the period."""


@dataclass
class Use:
    """A column's name and everybody who says it. Only `loaded` ones are read; the others must merely exist."""

    name: str
    mentions: list[Mention] = field(default_factory=list)
    loaded: bool = False

    @property
    def place(self) -> Place:
        return self.mentions[0].place

    @property
    def type(self) -> ColumnType:
        """What it is read as; `any` where nobody tells."""
        return next((mention.type for mention in self.mentions if mention.type != "any"), "any")

    def contradiction(self) -> tuple[Mention, Mention] | None:
        """Two mentions that want different things of it."""
        typed = [mention for mention in self.mentions if mention.type != "any"]
        return next(((typed[0], other) for other in typed[1:] if other.type != typed[0].type), None)


def uses(definition: Definition, dataset: Dataset) -> dict[str, Use]:
    """Every column that the definition names for a dataset, except levels (which a dataset may lack), by name."""
    found: dict[str, Use] = {}
    for loaded, mention in _mentions(definition, dataset):
        use = found.setdefault(mention.column, Use(mention.column))
        use.mentions.append(mention)
        use.loaded |= loaded
    _agree(found, definition.levels)
    for use in found.values():
        if use.type == "any" and dataset.types.get(use.name, "text") != "text":  # text is what the others are read as, or are
            use.mentions.append(Mention(use.name, dataset.types[use.name], use.place))
    return found


def _agree(found: dict[str, Use], levels: Sequence[str]) -> None:
    """Columns that formulas compare with each other are read as the same: what tells the type of one tells the other's."""

    def type_of(name: str) -> ColumnType:
        return "text" if name in levels else found[name].type

    pairs = [mention for use in found.values() for mention in use.mentions if mention.beside]
    told: set[tuple[str, ColumnType]] = set()
    while True:
        before = len(told)
        for pair in pairs:
            for name, other in ((pair.column, str(pair.beside)), (str(pair.beside), pair.column)):
                wanted = type_of(other)
                if wanted not in ("any", type_of(name)) and (name, wanted) not in told:
                    told.add((name, wanted))
                    found[name].mentions.append(replace(pair, column=name, type=wanted, beside=None))
        if len(told) == before:
            return


def level_use(definition: Definition, level: str, use: Use | None = None) -> Use:
    """A level's column: text, whoever else names it."""
    place = definition.places.at("entities")
    return Use(level, [*(use.mentions if use else ()), Mention(level, "text", place)], True)


def read_datasets(definition: Definition) -> tuple[str, ...]:
    """The datasets that a measure in use is computed from, in the definition's order."""
    asked = {measure.how.dataset for measure in definition.measures.values() if isinstance(measure.how, FromRows)}
    return tuple(id for id in definition.datasets if id in asked)


def _mentions(definition: Definition, dataset: Dataset) -> Iterator[tuple[bool, Mention]]:
    at, key, here = definition.places.at, definition.places.key, ("datasets", dataset.id)
    for mention in dataset.where.mentions if dataset.where else ():
        yield True, mention
    for column, condition in dataset.only_where.items():
        yield False, Mention(column, "any", key(*here, "only_where", column))
        for mention in condition.mentions:
            yield True, mention
    if dataset.time:
        yield True, Mention(dataset.time, "date", at(*here, "time"))
    for index, column in enumerate(dataset.valid or ()):
        yield True, Mention(column, "date", at(*here, "valid", str(index)))
    if dataset.respondent:
        yield True, Mention(dataset.respondent, "text", at(*here, "respondent"))
    for measure in definition.measures.values():
        if isinstance(measure.how, FromRows) and measure.how.dataset == dataset.id:
            for mention in measure.how.formula.mentions:
                yield True, mention
            if measure.how.per:
                yield True, Mention(measure.how.per.key, "any", at("measures", measure.id, "per"))
            if measure.how.time and measure.how.time != dataset.time:
                yield True, Mention(measure.how.time, "date", at("measures", measure.id, "time"))
    for column in dataset.dates:
        yield False, Mention(column, "date", key(*here, "dates", column))
    for index, column in enumerate(dataset.durations):
        yield False, Mention(column, "number", at(*here, "durations", str(index)))
    for part in ("values", "blank"):
        for column in getattr(dataset, part):
            yield False, Mention(column, "any", key(*here, part, column))
    for lookup in dataset.lookups.values():
        for column in lookup.key:
            yield False, Mention(column, "any", key(*here, "lookups", lookup.id, "key", column))


def find_header(wanted: str, headers: Sequence[str]) -> list[int]:
    """Where a header stands: exactly as written, else written the same but for spaces and keyboards (ی, ي), else under one of
    the other names that its tool has for it."""
    exact = [index for index, header in enumerate(headers) if header == wanted]
    if exact:
        return exact
    loose = _loosely(wanted)
    found = [index for index, header in enumerate(headers) if _loosely(header) == loose]
    return found or [
        index for index, header in enumerate(headers) if isinstance(header, Heading) and loose in map(_loosely, header.also)
    ]


def by_period(pattern: str, headers: Sequence[str], calendar: Calendar) -> tuple[dict[int, Period], list[int]]:
    """The columns that a heading with `{period}` names, each with its period; and those that begin and end like it, but have
    no period between."""
    before, _, after = (_loosely(part) for part in pattern.partition(PERIOD))
    found, others = {}, []
    for index, header in enumerate(headers):
        text = _loosely(header)
        if len(text) > len(before) + len(after) and text.startswith(before) and text.endswith(after):
            try:
                found[index] = periods.parse(text[len(before) : len(text) - len(after)], calendar)
            except ValueError:
                others.append(index)
    return found, others


def _loosely(header: str) -> str:
    return re.sub(r"[\s\u200c]+", " ", fold(unicodedata.normalize("NFKC", header), letters=True))


@dataclass(frozen=True, slots=True)
class Origin:
    """A column's place in the files: in the dataset's own, or in that of one of its lookups."""

    index: int
    lookup: str | None = None


def folds_letters(definition: Definition) -> bool:
    """Whether text is held to one spelling of Persian letters and digits: in Jalali scorecards, and where mappings are Persian.

    Arabic data keep their own letters: there ي and ك are right."""
    if definition.calendar.type == "jalali":
        return True
    words = (
        text
        for dataset in definition.datasets.values()
        for part in (*dataset.columns.values(), *(mapping for mapping in dataset.values.values()))
        for text in part
    )
    return any(letter in text for text in words for letter in "یک")
