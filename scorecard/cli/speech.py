"""Which language a command speaks: the one asked for, else its scorecard's.

Enters: `--language`, the scorecard's file and, once it is read, its definition. Leaves: a command that speaks it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from scorecard.records.definition import Definition, Language
    from scorecard.words.tongue import Tongue

Command = TypeVar("Command", bound=Callable[..., Any])

LANGUAGES = ("en", "fa", "ar")
LOOKED_AT = 1 << 16  # bytes of a scorecard in which its language is named

stopped_in: list[Tongue] = []
"""The language in which a command was stopped by faults, and in which they are to be told."""

_KEY = re.compile(r"""^language[ \t]*:[ \t]*["']?(en|fa|ar)["']?[ \t]*(?:#.*)?$""", re.MULTILINE)


def door(command: Command) -> Command:
    """The command within it speaks: at first in the `language` that it is given, else in what its `file` names before it is
    read."""

    @wraps(command)
    def speaks(*, file: str, **given: Any) -> Any:
        from scorecard.words.tongue import speaking, spoken

        with speaking(given.get("language") or named(file)):
            try:
                return command(file=file, **given)
            except BaseException:
                stopped_in.append(spoken())
                raise

    return speaks  # type: ignore[return-value]  # what wraps a command is called as it is


def language(command: Command) -> Command:
    """--language, and the door to speak it."""
    option = click.option(
        "--language", type=click.Choice(LANGUAGES), is_eager=True, help="Speak this language, not the scorecard's."
    )
    return option(door(command))


def settle(definition: Definition | None, asked: Language | None) -> None:
    """From here on the command speaks the language asked for, else the definition's. None: one that could not be read."""
    from scorecard.words.tongue import switch

    if definition is not None:
        switch(asked or definition.language, definition.digits)


def named(file: str) -> Language:
    """The language that a scorecard's own file names, as far as that can be told without reading it as what it is."""
    try:
        with open(file, "rb") as opened:
            text = opened.read(LOOKED_AT).decode("utf-8-sig", "replace").replace("\r", "\n")
    except OSError:
        return "en"
    found = _KEY.search(text)
    return found[1] if found else "en"  # type: ignore[return-value]  # one of those in the pattern
