"""Phrases that problems hold among their facts, in Persian."""

# ruff: noqa: E501  # sentences are kept on one line
from __future__ import annotations

MESSAGES: dict[str, str | dict[str, str]] = {
    "'{text}' is not a period such as {like}, {like}-H1, {like}-Q1, {like}-01 or {like}-W14": "«{text}» دوره‌ای مانند {like}، {like}-H1، {like}-Q1، {like}-01 یا {like}-W14 نیست",
    "'{text}': the weeks of {year} are 1 to {last}": "«{text}»: هفته‌های {year} از ۱ تا {last} است",
    "'{text}': the month of a year is 1 to {last}": "«{text}»: ماه‌های سال از ۱ تا {last} است",
    "'{text}': the quarter of a year is 1 to {last}": "«{text}»: سه‌ماهه‌های سال از ۱ تا {last} است",
    "'{text}': the half of a year is 1 to {last}": "«{text}»: نیم‌سال‌ها از ۱ تا {last} است",
    "'{text}' is not a date such as {like}": "«{text}» تاریخی مانند {like} نیست",
    "'{text}': a year has months 1 to 12": "«{text}»: ماه‌های سال از ۱ تا ۱۲ است",
    "'{text}': the month has no day {day}": "«{text}»: این ماه روز {day} ندارد",
    "weeks are counted in {calendar} years from {first} to {last}": "هفته‌ها در سال‌های {calendar} از {first} تا {last} شمرده می‌شوند",
    "{year} is not a {calendar} year from {first} to {last}": "{year} سال {calendar} میان {first} و {last} نیست",
    "{year} is not a {calendar} financial year from {first} to {last}": "{year} سال مالی {calendar} میان {first} و {last} نیست",
    "Gregorian": "میلادی",
    "Jalali": "شمسی",
    "Hijri": "قمری",
    "map": "مجموعه‌ای از کلیدها (map)",
    "list": "فهرست",
    "text": "متن",
    "whole number": "عدد صحیح",
    "true or false": "درست یا نادرست",
    "nothing": "هیچ",
}
