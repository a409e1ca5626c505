"""The summary's sentences on the perspectives, on how sure a change is, and on what is missing.

Enters: text and numbers that are already formatted; points are signed. Leaves: sentences.
"""

from __future__ import annotations

from typing import NamedTuple

from scorecard.words.numbers import native
from scorecard.words.terms import isolated, listed
from scorecard.words.tongue import say, several

NAMED = 3
"""Names told one by one; more of them are counted."""


class Moved(NamedTuple):
    """A perspective that moved by more than noise."""

    name: str
    points: str
    score: str


def perspectives(up: list[Moved], down: list[Moved], still: int, noisy: int) -> str:
    """Which went where; those that moved most stand first. `still`: others whose score stayed; `noisy`: those of them that
    moved by no more than noise."""
    facts: dict[str, str] = {}
    if up:
        facts |= {"best": isolated(up[0].name), "gain": up[0].points, "high": up[0].score}
    if down:
        facts |= {"worst": isolated(down[0].name), "loss": down[0].points, "low": down[0].score}
    if len(up) > 1 and len(down) > 1:
        return say("{best} gained most ({gain} points, to {high}), {worst} lost most ({loss} points, to {low}).", **facts)
    if len(up) > 1 and down:
        return say("{best} gained most ({gain} points, to {high}); only {worst} fell ({loss} points, to {low}).", **facts)
    if len(down) > 1 and up:
        return say("{worst} lost most ({loss} points, to {low}); only {best} rose ({gain} points, to {high}).", **facts)
    if up and down:
        return say("{best} rose ({gain} points, to {high}), {worst} fell ({loss} points, to {low}).", **facts)
    if up:
        if still:
            return say("No perspective fell; {best} gained most ({gain} points, to {high}).", **facts)
        return say("Every perspective rose, {best} most ({gain} points, to {high}).", **facts)
    if down:
        if still:
            return say("No perspective rose; {worst} lost most ({loss} points, to {low}).", **facts)
        return say("Every perspective fell, {worst} most ({loss} points, to {low}).", **facts)
    return say("No perspective moved by more than noise.") if noisy else say("No perspective moved.")


def certain(low: str, high: str, *, is_noise: bool, spans_zero: bool) -> str:
    """How sure the total's change is: its 95% interval, and what follows."""
    if is_noise and spans_zero:
        return say(
            "The 95% interval of the change runs from {low} to {high} points: these data cannot tell which way it went.",
            low=low,
            high=high,
        )
    if is_noise or spans_zero:
        return say("The 95% interval of the change runs from {low} to {high} points.", low=low, high=high)
    return say("The 95% interval of the change runs from {low} to {high} points, so it is more than noise.", low=low, high=high)


def status(name: str, chance: str) -> str:
    """A status that another one may well be."""
    return say("Its status is not certain: {status} is {chance} sure.", status=name, chance=chance)


def unscored(names: list[str], share: str) -> str:
    """Measures without a score, and the share of the total's weight that they carry."""
    if len(names) == 1:
        return say("{name} has none; it carries {share} of the total's weight.", name=isolated(names[0]), share=share)
    told = [isolated(name) for name in names[:NAMED]]
    more = len(names) - len(told)
    if not more:
        return say("{names} have none; together they carry {share} of the total's weight.", names=listed(told), share=share)
    return several(
        more,
        "{names} and {number} other have none; together they carry {share} of the total's weight.",
        "{names} and {number} others have none; together they carry {share} of the total's weight.",
        names=say(", ").join(told),
        number=native(str(more)),
        share=share,
    )
