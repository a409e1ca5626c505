"""Phrases that problems hold among their facts, in Arabic."""

# ruff: noqa: E501  # sentences are kept on one line
from __future__ import annotations

MESSAGES: dict[str, str | dict[str, str]] = {
    "'{text}' is not a period such as {like}, {like}-H1, {like}-Q1, {like}-01 or {like}-W14": "«{text}» ليست فترة مثل {like} أو {like}-H1 أو {like}-Q1 أو {like}-01 أو {like}-W14",
    "'{text}': the weeks of {year} are 1 to {last}": "«{text}»: أسابيع {year} من ١ إلى {last}",
    "'{text}': the month of a year is 1 to {last}": "«{text}»: أشهر السنة من ١ إلى {last}",
    "'{text}': the quarter of a year is 1 to {last}": "«{text}»: أرباع السنة من ١ إلى {last}",
    "'{text}': the half of a year is 1 to {last}": "«{text}»: أنصاف السنة من ١ إلى {last}",
    "'{text}' is not a date such as {like}": "«{text}» ليس تاريخًا مثل {like}",
    "'{text}': a year has months 1 to 12": "«{text}»: أشهر السنة من ١ إلى ١٢",
    "'{text}': the month has no day {day}": "«{text}»: ليس في هذا الشهر يوم {day}",
    "weeks are counted in {calendar} years from {first} to {last}": "تُعد الأسابيع في السنوات ({calendar}) من {first} إلى {last}",
    "{year} is not a {calendar} year from {first} to {last}": "{year} ليست سنة ({calendar}) بين {first} و{last}",
    "{year} is not a {calendar} financial year from {first} to {last}": "{year} ليست سنة مالية ({calendar}) بين {first} و{last}",
    "Gregorian": "ميلادي",
    "Jalali": "هجري شمسي",
    "Hijri": "هجري قمري",
    "map": "مجموعة مفاتيح (map)",
    "list": "قائمة",
    "text": "نص",
    "whole number": "عدد صحيح",
    "true or false": "صحيح أو خطأ",
    "nothing": "لا شيء",
}
