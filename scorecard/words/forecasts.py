"""Where measures are heading, in sentences.

Enters: text and numbers that are already formatted. Leaves: sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from scorecard.records.outlook import NoForecast
from scorecard.words.numbers import native
from scorecard.words.terms import listed
from scorecard.words.tongue import later, say, several

Reached = Literal["ahead", "open", "behind"]


def heading(number: int, reached: Mapping[Reached, int]) -> str:
    """Of how many measures there is a forecast, and how many of these will meet a target that has a date."""
    said = several(number, "One measure has a forecast.", "{number} measures have a forecast.", number=native(str(number)))
    total = sum(reached.values())
    ways: list[Reached] = [way for way in ("ahead", "open", "behind") if reached.get(way)]
    if not total:
        return said
    if total == 1:
        return f"{said} {_one_dated(ways[0], alone=number == 1)}"
    each = [_on_course(way, reached[way]) for way in ways]
    if len(ways) == 1:
        return f"{said} {_all_dated(ways[0], native(str(total)))}"
    more = say("{number} of them have a target with a date: {each}.", number=native(str(total)), each=listed(each))
    return f"{said} {more}"


def _one_dated(way: Reached, *, alone: bool) -> str:
    if alone:
        return say(
            {
                "ahead": later("It has a target with a date, and is on course for it."),
                "open": later("It has a target with a date, and may or may not meet it."),
                "behind": later("It has a target with a date, and will probably miss it."),
            }[way]
        )
    return say(
        {
            "ahead": later("One of them has a target with a date, and is on course for it."),
            "open": later("One of them has a target with a date, and may or may not meet it."),
            "behind": later("One of them has a target with a date, and will probably miss it."),
        }[way]
    )


def _all_dated(way: Reached, number: str) -> str:
    return say(
        {
            "ahead": later("{number} of them have a target with a date, and are on course for it."),
            "open": later("{number} of them have a target with a date, and may or may not meet it."),
            "behind": later("{number} of them have a target with a date, and will probably miss it."),
        }[way],
        number=number,
    )


def _on_course(way: Reached, count: int) -> str:
    number = native(str(count))
    if way == "ahead":
        return several(count, "{number} is on course for it", "{number} are on course for it", number=number)
    if way == "open":
        return say("{number} may or may not meet it", number=number)
    return say("{number} will probably miss it", number=number)


def drawn(number: int, more: int, dated: bool) -> str:
    """Which are drawn, where these are not all."""
    facts = {"number": native(str(number)), "more": native(str(more))}
    if dated:
        return say(
            "Drawn are {number}: those with dated targets first, then those that weigh most. The exported data hold the other "
            "{more}.",
            **facts,
        )
    return say("Drawn are {number}: those that weigh most. The exported data hold the other {more}.", **facts)


def no_forecast(number: int, why: NoForecast, period: str) -> str:
    """Why so many measures have none."""
    facts = {"number": native(str(number)), "period": period}
    if why == "too-few":
        return several(
            number,
            "{number} measure has no forecast: fewer than six periods with a value.",
            "{number} measures have no forecast: fewer than six periods with a value.",
            number=facts["number"],
        )
    if why == "not-covered":
        return several(
            number,
            "{number} measure has no forecast: no value for the whole of {period}.",
            "{number} measures have no forecast: no value for the whole of {period}.",
            **facts,
        )
    if why == "withheld":
        return several(
            number,
            "{number} measure has no forecast: its value in {period} is withheld.",
            "{number} measures have no forecast: their values in {period} are withheld.",
            **facts,
        )
    return several(
        number,
        "{number} measure has no forecast: no period comes after {period}.",
        "{number} measures have no forecast: no period comes after {period}.",
        **facts,
    )


def now(period: str, value: str) -> str:
    return say("{period}: {value}", period=period, value=value)


def forecast(period: str, value: str, within: str) -> str:
    return say("Forecast for {period}: {value} ({within})", period=period, value=value, within=within)


def expected(goal: str, reached: Reached | None) -> str:
    """What a dated target expects then, and whether the forecast meets it."""
    if reached == "ahead":
        return say("Target: {goal}, on course", goal=goal)
    if reached == "open":
        return say("Target: {goal}, open", goal=goal)
    if reached == "behind":
        return say("Target: {goal}, out of reach", goal=goal)
    return say("Target: {goal}", goal=goal)


def forecast_method(method: Literal["line", "holt-winters"]) -> str:
    """How a forecast is made, for the legend."""
    if method == "line":
        return say("Forecasts carry on the straight line through all periods.")
    return say("From two full years on forecasts follow the seasons.")
