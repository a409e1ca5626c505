"""Numbers as text: values in their unit, changes with their sign, scores, counts, ranks, parts that add up.

Enters: floats in natural units (a percent is a fraction; NaN is missing). Leaves: text for tables, sentences and terminals.
A change is signed, with U+2212 for minus; a missing number is `MISSING`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10

from scorecard.records.definition import Unit
from scorecard.words.tongue import later, say, several, spoken

MISSING = "–"
MINUS = "−"
SIGNS = "+" + MINUS

_THOUSANDS = ("", "K", "M", "B", "T")
_SUFFIX = {
    "percent": "%",
    "seconds": " s",
    "minutes": " min",
    "hours": " h",
    "days": " days",
    "months": " months",
    "years": " years",
}
_COMPACT_FROM = {"currency": 1e6, "count": 1e7, "number": 1e7}  # shorter numbers are written out


_SCALES = ("", later("{number}K"), later("{number}M"), later("{number}B"), later("{number}T"))
_UNITS: dict[str, tuple[str, str]] = {
    "seconds": ("{number} s", later("{number} s")),
    "minutes": ("{number} min", later("{number} min")),
    "hours": ("{number} h", later("{number} h")),
    "days": ("{number} day", later("{number} days")),
    "months": ("{number} month", later("{number} months")),
    "years": ("{number} year", later("{number} years")),
}
CURRENCIES = {
    "IRR": later("IRR"), "USD": later("USD"), "EUR": later("EUR"), "GBP": later("GBP"), "SAR": later("SAR"), "AED": later("AED"),
    "KWD": later("KWD"), "QAR": later("QAR"), "OMR": later("OMR"), "BHD": later("BHD"), "IQD": later("IQD"), "JOD": later("JOD"),
    "EGP": later("EGP"), "TRY": later("TRY"), "AFN": later("AFN"), "toman": later("toman"),
}  # fmt: skip
"""Those that have a name in other languages than English, where the code is usual."""

SHOWN_IN = {"IRR in toman": ("toman", 10)}
"""Amounts that are shown in another unit than the data's: its name, and how many of the data's it is worth."""


@dataclass(frozen=True, slots=True)
class Format:
    """How the numbers of one measure stand side by side: same decimals, same scale. Made by `format_for`."""

    unit: Unit
    decimals: int
    power: int = 0  # of a thousand: 2 is millions
    currency: str | None = None

    @property
    def money(self) -> str:
        """The currency's name or code where the unit is one, else empty."""
        if self.unit != "currency" or self.currency is None:
            return ""
        return SHOWN_IN.get(self.currency, (self.currency, 1))[0]

    @property
    def worth(self) -> int:
        """How much of the data's unit one is that is shown."""
        return _worth(self.unit, self.currency)

    @property
    def scale(self) -> float:
        """The same, with thousands that are said in a word."""
        return self.worth * 1000.0**self.power

    def value(self, number: float) -> str:
        """`45.2%`, `USD 1.25M`, `1,204`, `3.5 days`."""
        return self._text(number, self.decimals)

    def exact(self, number: float) -> str:
        """As an author writes a target: no trailing zeros, and up to two more decimals where the number has them."""
        scaled = self._scaled(number)
        for decimals in range(self.decimals + 3):
            if abs(round(scaled, decimals) - scaled) <= 1e-9 * abs(scaled):
                return self._text(number, decimals)
        return self.value(number)

    def between(self, low: float, high: float) -> str:
        """An interval: `60.1–69.3%`, `−3.2 to 14.1`, `USD 1.25–1.31M`; empty where an end is missing."""
        if not (isfinite(low) and isfinite(high)):
            return ""
        first, last = self.value(low), self.value(high)
        if low < 0 or spoken().language != "en":
            return say("{low} to {high}", low=first, high=last)  # a dash before a minus is hard to read
        ending = _THOUSANDS[self.power] + _SUFFIX.get(self.unit, "")
        currency = f"{self.money} " if self.money else ""
        return f"{first.removesuffix(ending)}–{last.removeprefix(currency)}"

    def change(self, number: float) -> str:
        """A difference of two values: `+5.0 pp` for percents, `−USD 1.25M`."""
        if not isfinite(number):
            return MISSING
        if spoken().language != "en":
            digits = _raw(abs(self._scaled(number)), self.decimals)
            signed = _signed(number, _told(digits))
            return say("{number} pp", number=signed) if self.unit == "percent" else self._worded(signed, abs(number), digits)
        unsigned = self._text(abs(number), self.decimals)
        return _signed(number, unsigned.removesuffix("%") + " pp" if self.unit == "percent" else unsigned)

    def _scaled(self, number: float) -> float:
        return number * 100 if self.unit == "percent" else number / self.scale

    def _text(self, number: float, decimals: int) -> str:
        if not isfinite(number):
            return MISSING
        digits = _raw(self._scaled(number), decimals)
        if spoken().language != "en":
            return self._worded(_told(digits, percent=self.unit == "percent"), abs(number), digits.removeprefix(MINUS))
        sign, digits = (MINUS, digits[1:]) if digits.startswith(MINUS) else ("", digits)
        currency = f"{self.money} " if self.money else ""
        suffix = _SUFFIX.get(self.unit, "")
        if digits == "1" and suffix.endswith("s") and len(suffix) > 2:
            suffix = suffix[:-1]  # 1 day
        return f"{sign}{currency}{digits}{_THOUSANDS[self.power]}{suffix}"

    def _worded(self, told: str, number: float, digits: str) -> str:
        """A number that is ready to print, with its scale and unit in words. `digits`: its own, without a sign."""
        if self.power:
            told = say(_SCALES[self.power], number=told)
        if self.money:
            name = say(CURRENCIES.get(self.money, self.money))
            return say("{currency} {number}", currency=f"\u2066{name}\u2069" if name.isascii() else name, number=told)
        if self.unit in _UNITS:
            whole = round(number) if digits.isdigit() else 3  # a broken number goes with the plural
            return several(whole, *_UNITS[self.unit], number=told)
        return told


def format_for(unit: Unit, numbers: Iterable[float], currency: str | None = None, decimals: int | None = None) -> Format:
    """A format that shows these numbers to about three digits, and tells different ones apart (two more decimals at most).

    With `decimals`, the author's own choice, exactly so many, and only numbers from a billion on, which no column could hold,
    are shortened."""
    worth = _worth(unit, currency)
    known = [number / worth for number in numbers if isfinite(number)]
    largest = max((abs(number) for number in known), default=0.0)
    if decimals is not None and (largest < 1e9 or unit not in _COMPACT_FROM):
        return Format(unit, decimals, 0, currency)
    power = min(int(log10(largest)) // 3, 4) if largest >= _COMPACT_FROM.get(unit, float("inf")) else 0
    decimals = _decimals(unit, [number / 1000**power for number in known], power > 0)
    for more in (0, 1, 2):
        format_ = Format(unit, decimals + more, power, currency)
        if len({format_.value(number * worth) for number in known}) == len(set(known)):
            return format_
    return Format(unit, decimals, power, currency)  # they differ by rounding noise only


def _worth(unit: Unit, currency: str | None) -> int:
    return SHOWN_IN[currency][1] if unit == "currency" and currency in SHOWN_IN else 1


def _decimals(unit: Unit, numbers: Sequence[float], compact: bool) -> int:
    largest = max(map(abs, numbers), default=0.0)
    if unit == "percent" or (unit == "points" and largest >= 10):
        return 1
    if unit == "count" and not compact:
        most = 1
    elif unit == "currency" and not compact:
        most = 0 if largest >= 100 else 2
    else:
        most = max(0, min(2 - floor(log10(largest)), 6)) if largest > 0 else 0
    exact = (decimals for decimals in range(most) if all(abs(round(n, decimals) - n) <= 1e-9 * abs(n) for n in numbers))
    return next(exact, most)


def _raw(number: float, decimals: int = 0) -> str:
    """As Python writes it, grouped, and with a true minus; what rounds to zero has no sign."""
    text = f"{abs(number):,.{decimals}f}"
    return text if number >= 0 or not text.strip("0.") else MINUS + text


def _told(raw: str, *, percent: bool = False) -> str:
    """In the digits spoken; where all runs from the right, in its place with its sign."""
    tongue = spoken()
    text = f"{raw}%" if percent else raw
    if tongue.language == "en":
        return text
    told = native(text)
    return f"\u2066{told}\u2069" if told[0] in SIGNS else told


def plain(number: float, decimals: int = 0) -> str:
    """Digits with grouping and a true minus; what rounds to zero has no sign."""
    return _told(_raw(number, decimals)) if isfinite(number) else MISSING


_NATIVE = {"fa": str.maketrans("0123456789.,%", "۰۱۲۳۴۵۶۷۸۹٫٬٪"), "ar": str.maketrans("0123456789.,%", "٠١٢٣٤٥٦٧٨٩٫٬٪")}
"""CLDR's symbols."""


def native(text: str) -> str:
    """The digits of a text in those of the language spoken, where these are asked for."""
    tongue = spoken()
    return text.translate(_NATIVE.get(tongue.language, {})) if tongue.digits == "native" else text


def written(number: float) -> str:
    """As an author writes it, with as many decimals as it has: `1.1`, `0.5`, `3`."""
    return native(f"{number:.10g}")


def count(number: int) -> str:
    """`12,480`."""
    return plain(number)


def share(fraction: float, decimals: int = 0) -> str:
    """A weight or a coverage: `25%`. What is not all or nothing is never shown as 100% or 0%."""
    if not isfinite(fraction):
        return MISSING
    text = _raw(fraction * 100, decimals)
    if decimals < 3 and ((fraction < 1 - 1e-9 and float(text) == 100) or (fraction > 1e-9 and float(text) == 0)):
        return share(fraction, decimals + 1)
    return _told(text, percent=True)


def chance(probability: float) -> str:
    """`64%`; never 100% or 0%, and no digits that nobody needs: `>99%`, `<1%`."""
    if not isfinite(probability):
        return MISSING
    percent = round(100 * probability)
    return say(">99%") if percent >= 100 else say("<1%") if percent <= 0 else native(f"{percent}%")


def score(number: float) -> str:
    """A score of 0..100 with one decimal."""
    return plain(number, 1)


def points(number: float) -> str:
    """A difference of scores: `+5.1`, `−0.4`, `0.0`."""
    return _signed(number, plain(abs(number), 1)) if isfinite(number) else MISSING


def sign(shown: str) -> int:
    """Of a change as it is shown: what rounds to zero did not move."""
    return {"+": 1, MINUS: -1}.get(shown.lstrip("\u2066")[:1], 0)


def unsigned(shown: str) -> str:
    """A change as it is shown, without its sign."""
    return shown.strip("\u2066\u2069").lstrip(SIGNS)


def scores(low: float, high: float) -> str:
    """The interval of a score: `52.8–57.0`; empty where an end is missing."""
    if not (isfinite(low) and isfinite(high)):
        return ""
    if spoken().language != "en":
        return say("{low} to {high}", low=score(low), high=score(high))
    return f"{score(low)}–{score(high)}"


def ranks(numbers: Sequence[float]) -> tuple[int | None, ...]:
    """Places by the score as shown, highest first; ties share the best place, missing ones have none."""
    shown = [round(number, 1) if isfinite(number) else None for number in numbers]
    places: dict[float, int] = {}
    for place, number in enumerate(sorted((number for number in shown if number is not None), reverse=True), start=1):
        places.setdefault(number, place)
    return tuple(None if number is None else places[number] for number in shown)


def rounded_parts(parts: Sequence[float], total: float, decimals: int = 1) -> tuple[float, ...]:
    """The parts of `total`, rounded by largest remainder: as shown, they add up to `total` as shown."""
    unit = 10**decimals
    floors = [floor(part * unit) for part in parts]
    left = round(float(f"{total:.{decimals}f}") * unit) - sum(floors)
    order = sorted(range(len(parts)), key=lambda index: floors[index] - parts[index] * unit)
    for place in range(abs(left)):  # `left` is within 0..len(parts) when the parts make up the total
        floors[order[place % len(order)] if left > 0 else order[-1 - place % len(order)]] += 1 if left > 0 else -1
    return tuple(number / unit for number in floors)


def _signed(number: float, unsigned: str) -> str:
    if not any(digit.isdecimal() and int(digit) for digit in unsigned):
        return unsigned
    signed = ("+" if number > 0 else MINUS) + unsigned
    return signed if spoken().language == "en" else f"\u2066{signed}\u2069"
