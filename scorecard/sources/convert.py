"""Text of a cell -> number, date, boolean, seconds: as SQL for whole columns, and as Python for numbers typed in.

Enters: SQL expressions of raw text. Leaves: SQL expressions that are NULL where the text cannot be read. Clean cells take
the engine's own cast; only those that it refuses go on to the slower expression behind (COALESCE looks no further than it must).

What is read as a number: `1234.5`, `1,234.5`, `1 234`, `12%` (0.12), `(5)` and `5-` (-5), Persian and Arabic digits and
separators, a currency's sign or code before or after. Not guessed at: `1,5`, `10k`, `1_000`, `inf`.
`plain` expressions are for a file in which nothing seems to need care: the engine's own casts, which raise where they fail.
Dates keep their time of day and ignore a time zone: the clock on the wall where it was written.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from scorecard import periods
from scorecard.spelling import DIGITS, LETTERS, MARKS, SPACES

DATE_CELL = "\ue000"  # before a spreadsheet's real date, as ISO text
ERROR_CELL = "\ue001"  # before a spreadsheet's error such as #N/A: unreadable as anything

SIGNS = (DIGITS[0] + "٫٬،٪−\t" + SPACES + MARKS, DIGITS[1] + ".,,%- " + " " * len(SPACES))
_SIGNS_PYTHON = str.maketrans(SIGNS[0][: len(SIGNS[1])], SIGNS[1], MARKS)

_CURRENCIES = (
    r"(?:\p{Sc}|USD|EUR|GBP|CHF|JPY|CNY|INR|TRY|CAD|AUD|RUB|IRR|IRT|AED|SAR|QAR|KWD|BHD|OMR|IQD|EGP|AFN|PKR|Rs|kr"
    "|ریال|ريال|تومان|درهم|دینار|دينار|دولار|دلار|یورو)"
)
_PLAIN = r"(?:[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,3}(?:[ '][0-9]{3})+(?:\.[0-9]+)?|[0-9]+\.?[0-9]*|\.[0-9]+) ?%?"
_MONEY = f"(?:{_CURRENCIES} ?)?{_PLAIN}(?: ?{_CURRENCIES})?"
_NUMBER = rf"^(?:\( ?{_MONEY} ?\)|[-+]? ?{_MONEY}|{_MONEY} ?-|{_CURRENCIES} ?[-+] ?{_PLAIN})$"
_KEPT, _PARENTHESES, _TRAILING = "[^0-9.()%+-]", r"^\((.*)\)$", "^([^-]*)-$"
_NUMBER_PYTHON = re.compile(_NUMBER.replace(r"\p{Sc}", "[$¢-¥֏؋৲৳฿₠-⃀﷼﹩＄￠￡￥￦]"))

DAYS = "{0} BETWEEN TIMESTAMP '1000-01-01' AND TIMESTAMP '9999-12-31 23:59:59.999999'"
_SIMPLE = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_SCIENTIFIC = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)[eE][-+]?\d+", re.ASCII)

ZONE = " z"
"""At the end of a pattern: the name of a time zone follows, which is passed over."""
_ZONES = " (?:[A-Z]{3,5}(?:[+-][0-9]{1,2}(?::?[0-9]{2})?)?|[+-][0-9]{1,2}(?::?[0-9]{2})?)$"

YES = ("true", "yes", "y", "1", "t", "بله", "بلی", "آری", "نعم")
NO = ("false", "no", "n", "0", "f", "خیر", "نه", "لا")

_PATTERN = {
    "d": "%d", "dd": "%d", "M": "%m", "MM": "%m", "MMM": "%b", "MMMM": "%B", "yy": "%y", "yyyy": "%Y",
    "H": "%H", "HH": "%H", "h": "%I", "hh": "%I", "m": "%M", "mm": "%M", "s": "%S", "ss": "%S", "a": "%p",
}  # fmt: skip


def quote(text: str) -> str:
    """A literal of SQL."""
    return "'" + text.replace("'", "''").replace("\0", "") + "'"


def name(text: str) -> str:
    """An identifier of SQL."""
    return '"' + text.replace('"', '""').replace("\0", "") + '"'


def path_sql(path: Path) -> str:
    """A path as the engine takes it: `*`, `?` and `[` are letters, not patterns."""
    return quote("".join(f"[{letter}]" if letter in "*?[" else letter for letter in os.path.abspath(path)))


def text_sql(raw: str, letters: bool, plain: bool = False, spaces: bool = True) -> str:
    """Text as it is kept, as `fold` has it. Only text beyond ASCII pays for the cleaning; none where the whole file is known to
    be plain. spaces: some may stand side by side."""
    text = raw if plain else _clean(raw, letters)
    return f"regexp_replace({text}, '  +', ' ', 'g')" if spaces else text


def _clean(raw: str, letters: bool) -> str:
    before = SPACES + (LETTERS[0] + DIGITS[0] if letters else "")
    after = " " * len(SPACES) + (LETTERS[1] + DIGITS[1] if letters else "")
    clean = f"translate({raw}, {quote(before + MARKS)}, {quote(after)})"
    return f"trim(CASE WHEN strlen({raw}) = length({raw}) THEN {raw} ELSE {clean} END)"


def number_sql(raw: str, plain: bool = False) -> str:
    """DOUBLE; of a plain file by the engine's cast, which takes `1_000`, `inf` and `nan` too: else those are refused.

    Each step of the slow way is used once: an expression written twice is computed beforehand, for every row."""
    if plain:
        return f"CAST({raw} AS DOUBLE)"
    text = f"trim(translate({raw}, {quote(SIGNS[0])}, {quote(SIGNS[1])}))"
    text = f"regexp_replace(regexp_extract({text}, {quote(_NUMBER)}), {quote(_KEPT)}, '', 'g')"
    text = rf"regexp_replace(regexp_replace({text}, {quote(_PARENTHESES)}, '-\1'), {quote(_TRAILING)}, '-\1')"
    slow = f"try_cast(replace({text}, '%', 'e-2') AS DOUBLE)"
    in_groups = rf"regexp_full_match({raw}, '-?\d{{1,3}}(,\d{{3}})+(\.\d+)?')"
    grouped = f"CASE WHEN {in_groups} THEN try_cast(replace({raw}, ',', '') AS DOUBLE) END"
    return _finite(f"coalesce({_fast_number(raw)}, {grouped}, {slow})")


def number(text: str) -> float | None:
    """The same in Python, for values typed in: None where the text is no number."""
    if _SIMPLE.fullmatch(text):
        value = float(text)
        return value if abs(value) < float("inf") else None
    clean = text.translate(_SIGNS_PYTHON).strip(" ")
    if _NUMBER_PYTHON.match(clean):
        clean = re.sub(_PARENTHESES, r"-\1", re.sub(_KEPT, "", clean))
        clean = re.sub(_TRAILING, r"-\1", clean).replace("%", "e-2")
    elif not _SCIENTIFIC.fullmatch(text.strip()):
        return None
    try:
        value = float(clean)
    except ValueError:
        return None
    return value if abs(value) < float("inf") else None


def boolean_sql(text: str) -> str:
    listed = [
        f"WHEN lower({text}) IN ({', '.join(map(quote, words))}) THEN {truth}" for words, truth in ((YES, True), (NO, False))
    ]
    return f"CASE {' '.join(listed)} END"


def seconds_sql(raw: str, plain: bool = False) -> str:
    """`1:02:03.5` or, of two parts, minutes and seconds (`12:05`); a plain number is seconds already."""
    text = _latin(raw, plain)
    parts = f"regexp_extract({text}, '^(?:([0-9]+):)?([0-9]+):([0-9]{{2}}(?:[.][0-9]+)?)$', ['h', 'm', 's'])"
    hours, minutes, seconds = (f"try_cast({parts}.{part} AS DOUBLE)" for part in "hms")  # NULL where the part is not there
    total = f"coalesce({hours}, 0) * 3600 + {minutes} * 60 + {seconds}"
    clock = f"CASE WHEN {seconds} < 60 AND ({hours} IS NULL OR {minutes} < 60) THEN {total} END"
    return f"coalesce({clock}, {_finite(_fast_number(raw))})"


def date_sql(raw: str, form: str, plain: bool = False) -> str:
    """TIMESTAMP (DATE for a pattern without time of day) by a form of `dates:`: iso, jalali, hijri, or a pattern; of several
    by the first that fits."""
    if len(several := forms(form)) > 1:
        return f"coalesce({', '.join(date_sql(raw, each) for each in several)})"
    if form == "iso" and plain:
        return f"CAST({raw} AS TIMESTAMP)"
    if form == "iso":
        first, second = (  # a digit first: the cast also knows `epoch`
            f"CASE WHEN {text} < ':' THEN {within(f'try_cast({text} AS TIMESTAMP)')} END" for text in (raw, _latin(raw))
        )
        return f"coalesce({first}, {second})"
    if form == "jalali":
        return _jalali(_latin(raw, plain))
    if form == "hijri":
        return _hijri(_latin(raw, plain))
    text = _latin(raw, plain)
    if form.endswith(ZONE):
        text = f"regexp_replace({text}, {quote(_ZONES)}, '')"
    parsed = within(f"try_strptime({text}, {quote(strptime(form))})")
    return parsed if re.search("[Hhms]", form) else f"{parsed}::DATE"


def forms(form: str) -> list[str]:
    """The forms of which a cell may have one: `iso | M/d/yyyy`."""
    return [each.strip() for each in form.split("|")]


def strptime(pattern: str) -> str:
    """A pattern such as `d-MMM-yy` as strptime writes it. ValueError names what is not understood."""
    pattern = pattern.removesuffix(ZONE)
    pieces = re.findall(r"[A-Za-z]+|[^A-Za-z]+", pattern)
    parts = [_PATTERN.get(piece, "") if piece[0].isalpha() else piece.replace("%", "%%") for piece in pieces]
    if "" in parts:
        raise ValueError(pieces[parts.index("")])
    for letter in "yMd":
        if len(re.findall(f"{letter}+", pattern)) != 1:
            raise ValueError(pattern)
    return "".join(parts)


def mapped_sql(text: str, values: Mapping[str, str], blanks: tuple[str, ...]) -> str:
    """`text` with its blanks made NULL (compared as text, and as numbers: 0 also blanks 0.0) and its values mapped."""
    cases = [f"WHEN {text} IN ('', {', '.join(map(quote, blanks))}) THEN NULL"] if blanks else []
    numbers = [repr(value) for blank in blanks if (value := number(blank)) is not None]
    if numbers:
        cases.append(f"WHEN try_cast({text} AS DOUBLE) IN ({', '.join(numbers)}) THEN NULL")
    cases += [f"WHEN {text} = {quote(given)} THEN {quote(meant)}" for given, meant in values.items()]
    return f"CASE {' '.join(cases)} ELSE {text} END" if cases else text


def _fast_number(raw: str) -> str:
    """The engine's cast, which would also take `1_000` and `+-5`."""
    return f"CASE WHEN NOT contains({raw}, '_') AND NOT contains({raw}, '+-') THEN try_cast({raw} AS DOUBLE) END"


def _finite(value: str) -> str:
    """NaN sorts above every number in DuckDB, so BETWEEN refuses it too."""
    return f"CASE WHEN {value} BETWEEN -1.7976931348623157e308 AND 1.7976931348623157e308 THEN {value} END"


def within(value: str) -> str:
    """Years of four digits only: `21` would be read as the year 21, and `infinity` is no day."""
    return f"CASE WHEN {DAYS.format(value)} THEN {value} END"


def _latin(raw: str, plain: bool = False) -> str:
    return (
        raw
        if plain
        else (
            f"trim(CASE WHEN strlen({raw}) = length({raw}) THEN {raw} "
            f"ELSE translate({raw}, {quote(DIGITS[0] + SPACES + MARKS)}, {quote(DIGITS[1] + ' ' * len(SPACES))}) END)"
        )
    )


def _parts(text: str) -> tuple[str, str, str, str]:
    """SQL of year, month and day as integers, and of the clock's text, of a date written `1404/01/31 14:30`."""
    parts = (
        f"regexp_extract({text}, '^([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}})"
        "(?:[ T]+([0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.][0-9]+)?)?))?$', ['y', 'm', 'd', 't'])"
    )
    year, month, day = (f"try_cast({parts}.{part} AS INTEGER)" for part in "ymd")
    return year, month, day, f"{parts}.t"


def _moment(days: str, clock: str) -> str:
    """SQL of a timestamp from days since 1970 and a clock's text, which may be empty."""
    date = f"(DATE '1970-01-01' + ({days})::INTEGER)"
    time = f"try_cast({clock} || CASE WHEN length({clock}) < 6 THEN ':00' ELSE '' END AS TIME)"
    return f"CASE WHEN {clock} = '' THEN {date}::TIMESTAMP ELSE {date} + {time} END"


def _jalali(text: str) -> str:
    """Year starts from a list, months by the calendar's rule; a day that its month lacks is NULL."""
    years = periods.jalali_years()
    first = years[0][0]
    starts = _list(start for _, start in years)
    year, month, day, clock = _parts(text)
    start, end = (f"({starts})[{year} - {first - 1 - ahead}]" for ahead in (0, 1))
    length = f"CASE WHEN {month} <= 6 THEN 31 WHEN {month} <= 11 THEN 30 ELSE {end} - {start} - 336 END"
    days = f"{start} + CASE WHEN {month} <= 6 THEN 31 * ({month} - 1) ELSE 30 * ({month} - 1) + 6 END + {day} - 1"
    known = f"{year} BETWEEN {first} AND {years[-2][0]} AND {month} BETWEEN 1 AND 12"
    return f"CASE WHEN {known} AND {day} BETWEEN 1 AND {length} THEN {_moment(days, clock)} END"


def _hijri(text: str) -> str:
    """Month starts from a list; a day that its month lacks is NULL."""
    months = periods.hijri_months()
    before = months[0][0] * 12 + months[0][1] - 1
    starts = _list(start for *_, start in months)
    year, month, day, clock = _parts(text)
    at = f"({year} * 12 + {month} - {before})"
    start, end = (f"({starts})[{at} + {ahead}]" for ahead in (0, 1))
    known = f"{month} BETWEEN 1 AND 12 AND {at} BETWEEN 1 AND {len(months) - 1}"
    return f"CASE WHEN {known} AND {day} BETWEEN 1 AND {end} - {start} THEN {_moment(f'{start} + {day} - 1', clock)} END"


def _list(starts: Iterable[date]) -> str:
    """Days since 1970."""
    return "[" + ", ".join(str(start.toordinal() - 719163) for start in starts) + "]"
