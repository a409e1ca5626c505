"""An author's notes: a small, safe part of Markdown.

Enters: a node's `notes`, as written. Leaves: `Block`s of `Run`s: text, its look, and where it leads. Nothing else survives: no
HTML, no pictures, no link but https and mailto.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from scorecard.records.definition import Node
from scorecard.report.records import Block, Run
from scorecard.report.view import View, clean

LONG = 4000
"""Characters of a note that are printed."""


def commentary(view: View, nodes: Iterable[Node]) -> tuple[tuple[str, tuple[Block, ...]], ...]:
    """The notes of those nodes that have any, each under its title."""
    return tuple((view.title(node), blocks(node.notes(view.definition.language))) for node in nodes if node.notes is not None)


def blocks(text: str) -> tuple[Block, ...]:
    from markdown_it import MarkdownIt

    reader = MarkdownIt("zero").enable(["list", "emphasis", "backticks", "link", "escape", "newline"])
    found: list[Block] = []
    kind: Literal["p", "ul", "ol"] = "p"
    depth = 0
    for token in reader.parse(text[:LONG]):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            depth += 1
            if depth == 1:
                kind = "ul" if token.type.startswith("bullet") else "ol"
                found.append(Block(kind, ()))
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif token.type == "inline":
            runs = tuple(_runs(token.children or ()))
            if not depth:
                found.append(Block("p", (runs,)))
            elif runs:
                found[-1] = Block(found[-1].kind, (*found[-1].items, runs))
    return tuple(block for block in found if any(block.items))


def _runs(tokens: Iterable) -> Iterator[Run]:  # type: ignore[type-arg]  # markdown-it's tokens, which are loaded late
    looks: list[Literal["strong", "em"]] = []
    link = ""
    for token in tokens:
        if token.type in ("strong_open", "em_open"):
            looks.append("strong" if token.type == "strong_open" else "em")
        elif token.type in ("strong_close", "em_close"):
            looks.pop()
        elif token.type == "link_open":
            address = str(token.attrs.get("href", ""))
            link = address if address.startswith(("https://", "mailto:")) else ""
        elif token.type == "link_close":
            link = ""
        elif token.type == "code_inline":
            yield Run(clean(token.content, LONG), "code", link)
        elif token.type in ("softbreak", "hardbreak"):
            yield Run(" ", "", "")
        elif token.content:
            yield Run(_said(token.content), looks[-1] if looks else "", link)


def _said(text: str) -> str:
    """As `clean`, but for blanks at the ends, which part it from what stands beside."""
    return clean(text, LONG)
