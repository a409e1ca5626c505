"""Answers of surveys: the cells of an item -> numbers, as SQL; and what is to be said of those that were read.

Enters: an item's scale and labels. Leaves: SQL that is NULL where a cell cannot be read and NaN where it says that there is no
answer to give; aggregates for the one scan that counts all else; findings and notes.

A cell is a number in any digits, a label as `survey.labels.key` has it, or a label with its number (`5 - Very satisfied`,
`Extremely likely (10)`); no number is made of one that only belongs to the words (`1-2 times`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scorecard.problems import Place, Problem, finding, nearest, note
from scorecard.records.definition import Answers
from scorecard.sources.convert import SIGNS, name, quote
from scorecard.sources.files import SHOWN, shown
from scorecard.survey.labels import NOT_APPLICABLE, SPELLINGS, key

if TYPE_CHECKING:
    import duckdb

GIVEN, DECLINED, LABEL = "#given", "#na", "#label "
"""Columns of a table of answers: how many items of a row hold something; how many of these say that there is no answer; by item,
its label's number, where cells were read as labels."""
NO_ANSWER = "'nan'::DOUBLE"
"""What a cell is read as that says so."""
MOST_TEXTS = 8
PERSIAN = frozenset("یکگچپژ")  # letters that Arabic writes otherwise, or not at all

_DENIALS = {"not", "no", "never", "neither", "nor", "hardly", "little", "low", "لا", "غیر", "نه", "بی", "کم", "اعارض"}
_N = r"[0-9]+(?:\.[0-9]+)?"
_AFTER, _BEFORE = (
    r"[-–—:=.)\]|>•,/(\[]",
    r"[-–—:=|,/]",
)  # what may stand between a number and its label, and between a label and its
_WORDS = "stars?|points?|ستاره|امتیاز|نجمة|نجوم|نجمات|نقاط|نقطة"
_LEVELS = "level|stage|grade|سطح|مرحله|المستوى|مستوى|الدرجة|درجة"
_NUMBERED = (
    f"([-+]?{_N})(?: ?{_AFTER}[^0-9]*)?",
    rf"[(\[] ?([-+]?{_N}) ?[)\]][^0-9]*",
    f"({_N}) (?:{_WORDS})",
    f"(?:{_LEVELS}) ({_N})",
    rf"[^0-9]*[(\[] ?([-+]?{_N}) ?[)\]]",
    f"[^0-9]*[^-0-9–—:=|,/ ] ?{_BEFORE} ?({_N})",
)


@dataclass(frozen=True)
class Reading:
    """How the cells of items with the same labels are read. The engine looks labels up in two enumerations: as they are usually
    written, which is quick, and by their `key`."""

    answers: Answers
    types: tuple[str, str]  # the enumerations' names
    texts: tuple[str, ...]  # the members of both, one after the other
    first: int  # how many are the first's
    worth: tuple[float | None, ...]  # of each: its number; None: there is no answer to give

    def declared(self) -> Iterator[str]:
        """Statements that make the enumerations."""
        for type, texts in zip(self.types, (self.texts[: self.first], self.texts[self.first :]), strict=True):
            yield f"CREATE TYPE {name(type)} AS ENUM ({', '.join(map(quote, texts))})"

    def label(self, text: str) -> str:
        """SQL of the number of a text's label; NULL where it is none that is known, or a number. Numbers are not looked up: a
        look that finds nothing takes the engine far longer than reading the number."""
        words = f"CASE WHEN {_plain(text)} IS NULL THEN {text} END"
        exact, folded = (f"enum_code(try_cast({each} AS {name(type)}))::INTEGER"
                         for each, type in zip((words, folded_sql(words)), self.types, strict=True))  # fmt: skip
        return f"coalesce({exact}, {folded} + {self.first})"

    def value(self, text: str, label: str) -> str:
        """SQL of what a cell is worth, by its text and its label's number. No step is written twice: the engine would work it
        out for every row."""
        steps = []
        for at, value in enumerate(self.worth, start=1):
            if at == len(self.worth) or self.worth[at] != value:
                steps.append(f"WHEN {label} < {at} THEN {NO_ANSWER if value is None else f'{value!r}::DOUBLE'}")
        numbered = f"try_cast({_numbered(text, self.answers.low < 0)} AS DOUBLE)"
        return f"coalesce({_plain(text)}, CASE {' '.join(steps)} END, {numbered})"


def reading(answers: Answers, number: int) -> Reading:
    """`number`: tells the names of one reading from another's."""
    exact: dict[str, float | None] = {}
    folded: dict[str, float | None] = {}
    for label, value in (*answers.labels.items(), *((text, None) for text in NOT_APPLICABLE)):
        spellings = (label, label.capitalize(), label.title()) if label.isascii() else (label,)
        for each in spellings:
            exact.setdefault(each, value)
        if key(label):
            folded.setdefault(key(label), value)
    sides = [sorted(side.items(), key=lambda each: (each[1] is None, each[1] or 0.0)) for side in (exact, folded)]
    members = [*sides[0], *sides[1]]
    types = (f"#labels {number}", f"#keys {number}")
    return Reading(answers, types, tuple(text for text, _ in members), len(exact), tuple(value for _, value in members))


def folded_sql(text: str) -> str:
    """SQL of `survey.labels.key`."""
    letters, others = SPELLINGS
    return f"trim(regexp_replace(translate(lower({text}), {quote(letters)}, {quote(others)}), ' +', ' ', 'g'))"


def _plain(text: str) -> str:
    """SQL of a number written in digits alone; NULL for any other text."""
    digits = f"{text} < ':' AND right({text}, 1) < ':' AND NOT contains({text}, '_')"
    return f"CASE WHEN {digits} THEN try_cast({text} AS DOUBLE) END"


def _numbered(text: str, below_zero: bool) -> str:
    """SQL of the number that stands before or behind a label. On a scale that goes below zero `Bad -2` is not guessed at."""
    patterns = _NUMBERED[:-1] if below_zero else _NUMBERED
    whole = f"(?i)^(?:{'|'.join(patterns)})$"
    groups = "".join(rf"\{number}" for number in range(1, len(patterns) + 1))
    digits = f"trim(translate({text}, {quote(SIGNS[0])}, {quote(SIGNS[1])}))"
    return f"regexp_replace(regexp_extract({digits}, {quote(whole)}), {quote(whole)}, {quote(groups)})"


@dataclass
class Tally:
    """What is counted of the items of one dataset, and told of them."""

    dataset: str
    file: str
    place: Place
    items: Mapping[str, Answers]
    where: str | None = None  # a condition: rows that belong
    floating: frozenset[str] = frozenset()  # items whose column may hold NaN
    inside: set[str] = field(default_factory=set)  # items that are known to lie on their scale
    readings: Mapping[str, Reading] = field(default_factory=dict)  # of items that were read as labels
    miscoded: set[str] = field(default_factory=set)  # items whose numbers mean something else than the scale says

    def asked(self) -> list[str]:
        """Aggregates over the rows that belong."""
        if not self.items:
            return []
        where = self.where
        asked = [
            _count(f"{name(GIVEN)} = 0", where),
            _count(f"{name(GIVEN)} BETWEEN 1 AND {len(self.items) - 1}", where),
            f"coalesce(sum({name(DECLINED)}){_filter(where)}, 0)",
        ]
        for item, answers in self.items.items():
            asked.append("0" if item in self.inside else _count(_outside(item, answers, item in self.floating), where))
            if _may_be_miscoded(answers):
                known = f"NOT isnan({name(item)})" + (f" AND {where}" if where else "")
                asked += [f"{function}({name(item)}){_filter(known)}" for function in ("min", "max")]
        return [*asked, *(f"list(DISTINCT {name(LABEL + item)}){_filter(where)}" for item in self.readings)]

    def told(self, engine: duckdb.DuckDBPyConnection, table: str, rows: int, answer: Sequence[object]) -> Iterator[Problem]:
        """What the aggregates say, in the order of `asked`. rows: those that belong."""
        if not self.items:
            return
        where = self.where
        nothing, partial, declined, *rest = answer[: len(answer) - len(self.readings)]
        for reading, seen in zip(self.readings.items(), answer[len(answer) - len(self.readings) :], strict=True):
            yield from self._alike(*reading, seen)
        facts: dict[str, object] = {"dataset": self.dataset, "file": self.file, "items": len(self.items)}
        counted = {"partial": partial, "blank": nothing, "declined": int(str(declined))}
        yield note(
            "survey-answers", self.place, **facts, responses=rows, **{each: count or None for each, count in counted.items()}
        )
        for item, answers in self.items.items():
            outside, *rest = rest
            if _may_be_miscoded(answers):
                least, most, *rest = rest
                if isinstance(least, int | float) and isinstance(most, int | float) and least >= 1 and 10 < most <= 11:
                    self.miscoded.add(item)
                    count = engine.execute(f"SELECT {_count(f'{name(item)} > 10', where)} FROM {table}").fetchone()
                    facts = {"dataset": self.dataset, "file": self.file, "item": item, "count": count and count[0]}
                    yield finding("nps-coded-one-to-eleven", answers.place, **facts)
                    continue
            if outside:
                belongs = f"{_outside(item, answers, item in self.floating)}{f' AND {where}' if where else ''}"
                found = engine.execute(
                    f"SELECT {name(item)}, count(*) FROM {table} WHERE {belongs} "
                    f"GROUP BY ALL ORDER BY count(*) DESC, 1 LIMIT {SHOWN}"
                ).fetchall()
                values = tuple(f"{value:g} ({count})" for value, count in found)
                facts = {"dataset": self.dataset, "file": self.file, "item": item, "count": outside, "values": values}
                yield finding("survey-outside-scale", answers.place, **facts, low=float(answers.low), high=float(answers.high))

    def _alike(self, item: str, reading: Reading, seen: object) -> Iterator[Problem]:
        """Different labels of one language that are worth the same: there are scales on which they are not, such as one from
        `not at all` to `extremely`, on which `very` is not the highest."""
        found: dict[tuple[float, str], dict[str, str]] = {}
        for code in sorted(code for code in seen if code is not None) if isinstance(seen, list) else ():
            text, value = reading.texts[code], reading.worth[code]
            if value is not None and key(text) not in reading.answers.own:
                found.setdefault((value, _tongue(text)), {}).setdefault(_stem(key(text)), text)
        pairs = [(value, tuple(texts.values())) for (value, _), texts in sorted(found.items()) if len(texts) > 1]
        if pairs:
            labels = tuple(f"{' and '.join(f'“{text}”' for text in texts)} = {value:g}" for value, texts in pairs)
            facts = {"dataset": self.dataset, "file": self.file, "item": item, "labels": labels, "example": pairs[0][1][0]}
            yield finding("survey-labels-alike", reading.answers.place, **facts)


def _tongue(text: str) -> str:
    """A label's language, as far as its letters tell: one survey may be asked in several."""
    return "en" if text.isascii() else "fa" if not PERSIAN.isdisjoint(text) else "ar"


def unknown(dataset: str, file: str, item: str, answers: Answers, count: int, texts: Sequence[tuple[str, int]]) -> Problem:
    """Cells that no label explains. `texts`: the frequent ones first, each with its count."""
    labels: dict[str, str] = {}
    for label in answers.labels:
        labels.setdefault(key(label) or label, label)  # of several spellings the first
    worth = {folded: answers.labels[label] for folded, label in labels.items()}
    near: dict[str, None] = {}
    for text, _ in texts[:SHOWN]:
        alike = (each for each in nearest(key(text), labels) if _denies(each) == _denies(key(text)))
        if each := next(alike, None):
            near[f"“{labels[each]}” = {worth[each]:g}"] = None
    few = sorted((value, labels[folded]) for folded, value in worth.items()) if len(labels) <= MOST_TEXTS else []
    listed = [f"“{shown(text)}” ({number})" for text, number in texts[:MOST_TEXTS]]
    facts: dict[str, object] = {"dataset": dataset, "file": file, "item": item, "count": count, "nearest": tuple(near)}
    facts |= {"texts": (*listed, "…") if len(texts) > MOST_TEXTS else tuple(listed)}
    facts |= {"known": tuple(f"“{label}” = {value:g}" for value, label in few) if not near else ()}
    facts |= {"example": quote(shown(texts[0][0])), "low": f"{answers.low:g}", "high": f"{answers.high:g}"}
    return finding("survey-label-unknown", answers.place, **facts)


def _stem(folded: str) -> str:
    """A label without what is but grammar: راضی هستم, راضی‌ام; راض, راضي."""
    return " ".join("راض" if word == "راضی" else word for word in folded.split() if word not in ("هستم", "ام", "است"))


def _denies(folded: str) -> bool:
    """Whether a label says no to something: then one that does not is not near, however alike their letters are."""
    return any(word in _DENIALS or word.startswith(("dis", "un", "مخالف", "ناراض")) for word in folded.split())


def given(values: Iterable[str]) -> str:
    """SQL of how many of these conditions hold."""
    return f"({' + '.join(f'CASE WHEN {each} THEN 1 ELSE 0 END' for each in values) or '0'})::USMALLINT"


def _may_be_miscoded(answers: Answers) -> bool:
    return answers.nps and answers.high == 10


def _outside(item: str, answers: Answers, may_be_nan: bool) -> str:
    nan = f"NOT isnan({name(item)}) AND " if may_be_nan else ""
    return f"({nan}{name(item)} NOT BETWEEN {_literal(answers.low)} AND {_literal(answers.high)})"


def _literal(value: float) -> str:
    """A whole number as one, which may be compared with a column's whole numbers as they are."""
    return str(int(value)) if value.is_integer() else f"{value!r}::DOUBLE"


def _count(condition: str, where: str | None) -> str:
    return f"count(*) FILTER (WHERE {condition}{f' AND {where}' if where else ''})"


def _filter(where: str | None) -> str:
    return f" FILTER (WHERE {where})" if where else ""
