"""YAML text -> plain data and the place of every key and value in it.

Enters: the bytes of a file, from strangers. Leaves: a `Document`: maps, lists, text, numbers, booleans and None, built from
libyaml's event stream, which alone survives hostile input; what YAML readers disagree on is refused. A part that is refused
stands in the data as `BROKEN`, so that the rest can still be checked. Keys are always text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any, Final

import yaml

from scorecard.definition.places import FilePlaces, Source
from scorecard.problems import Place, Problem, fault, nearest

MOST_BYTES, MOST_DEPTH, MOST_NODES = 5_000_000, 40, 200_000
MOST_COMPARED = 600_000  # pairs of names, in search of what is probably meant


class Broken:
    """Stands for a part that was refused: whoever meets it says nothing more about it."""

    def __repr__(self) -> str:
        return "BROKEN"


BROKEN: Final = Broken()

# U+0085, U+2028 and U+2029 end lines in YAML 1.1 only; U+202A..E and U+2066..9 make text look like other text.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")
_LINE_END = re.compile("\r\n|\r|\n")
_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_WORDS: Final[dict[str, bool | None]] = {"": None, "~": None, "null": None, "true": True, "false": False}
_AMBIGUOUS = re.compile(
    r"(?i:yes|no|on|off)"  # booleans to YAML 1.1, text to 1.2
    r"|[-+]?0[0-9_]+(?:\.[0-9_]*)?|0[xob][0-9a-fA-F_]+"  # octal, decimal or text; hexadecimal or text
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"  # base 60 to YAML 1.1
    r"|[-+]?[0-9][0-9_]*_[0-9_]*(?:\.[0-9_]*)?|[-+]?\.(?i:inf|nan)|="
)
# What libyaml says, or the start of it, to the code under which `words` says it; the first that fits.
_SYNTAX = (
    ("found a tab character", "yaml-tab"),
    ("mapping values are not allowed", "yaml-colon"),
    ("could not find expected ':'", "yaml-no-colon"),
    ("did not find expected '-'", "yaml-indentation"),
    ("did not find expected key", "yaml-indentation"),
    ("did not find expected <document start>", "yaml-indentation"),
    ("block sequence entries", "yaml-dash"),
    ("found unexpected end of stream", "yaml-open-quote"),
    ("found unexpected document indicator", "yaml-open-quote"),
    ("did not find expected ','", "yaml-open-bracket"),
    ("did not find expected node content", "yaml-open-bracket"),
    ("found character that cannot start", "yaml-needs-quotes"),
    ("did not find expected alphabetic", "yaml-needs-quotes"),
    ("found unknown escape", "yaml-escape"),
    ("did not find expected hexdecimal", "yaml-escape"),
    ("found invalid Unicode character escape", "yaml-escape"),
)


class Document:
    """The data of one file, its places, and what was wrong with it as YAML. `complete`: read to its end.

    `folder`: where the data files are that it names; the file's own when absent. `most_nodes`: refused when there are more."""

    def __init__(self, file: str, raw: bytes, folder: Path | None = None, most_nodes: int = MOST_NODES, shipped: bool = False):
        self.problems: list[Problem] = []
        self.data: Any = BROKEN
        self.complete = False
        self.nodes = self.compared = 0
        self.most_nodes = most_nodes
        self.shipped = shipped
        text = self._text(file, raw, folder or Path(file).parent)
        if text is not None:
            self._build(text)

    def text(self, *path: str) -> str:
        """A scalar as it was written, for ids and dates that look like numbers."""
        return self.places.scalar(*path)

    def nearest(self, name: str, known: Collection[str]) -> tuple[str, ...]:
        """`problems.nearest` for names of which a file may hold many; () once that has taken a second or so."""
        self.compared += len(known)
        return nearest(name, known) if self.compared <= MOST_COMPARED else ()

    def _text(self, file: str, raw: bytes, folder: Path) -> str | None:
        self.places = FilePlaces(Source(file, [], folder, self.shipped))
        if len(raw) > MOST_BYTES:
            self._refuse("file-too-large", Place(file), size=len(raw), most=MOST_BYTES)
            return None
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = raw[: error.start].decode("utf-8-sig")
            self._refuse("not-utf8", Place(file, len(_LINE_END.findall(before)) + 1), byte=f"0x{raw[error.start]:02X}")
            return None
        source = Source(file, _LINE_END.split(text), folder, self.shipped)
        self.places = FilePlaces(source)
        for number, line in enumerate(source.lines, 1):
            if match := _CONTROL.search(line):
                place = Place(file, number, match.start() + 1, 1, (), line)
                self._refuse("control-character", place, character=f"U+{ord(match[0]):04X}")
        return _CONTROL.sub(" ", text)

    def _refuse(self, code: str, place: Place, **facts: object) -> None:
        self.problems.append(fault(code, place, **facts))

    def _mark(self, mark: Any, length: int = 1, path: tuple[str, ...] = ()) -> Place:
        return self.places.source.place(mark.line, mark.column, length, path)

    def _build(self, text: str) -> None:
        events = yaml.parse(text, yaml.CSafeLoader)
        try:
            self._read(events)
        except yaml.MarkedYAMLError as error:
            self._syntax(error)
        if self.data is None or (self.data is BROKEN and not self.problems):
            self._refuse("empty-file", Place(self.places.source.file))

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        said = error.problem or ""
        code = next((code for start, code in _SYNTAX if said.startswith(start)), "yaml-syntax")
        # Something left open is best shown where it was opened; libyaml complains only where it gave up.
        opened = code in ("yaml-open-quote", "yaml-open-bracket") and error.context_mark
        place = self._mark(opened or error.problem_mark)
        if code == "yaml-needs-quotes" and place.text[place.column - 1 : place.column] == "\t":
            code = "yaml-tab"
        character = place.text[place.column - 1 : place.column]
        self._refuse(code, place, said=said, character=character)

    def _read(self, events: Iterator[Any]) -> None:
        """Events into data, without recursion. `stack`: the containers around the one at hand, with their paths."""
        container: Any = None
        path: tuple[str, ...] = ()
        key: str | None = None
        key_event: Any = None
        stack: list[tuple[Any, tuple[str, ...]]] = []
        skipping = 0  # depth inside a key that is no text
        source, spans = self.places.source, self.places.spans
        for event in events:
            kind = type(event)
            if kind is yaml.ScalarEvent or kind is yaml.AliasEvent:
                self.nodes += 1
                if self.nodes > self.most_nodes:
                    return self._refuse("yaml-too-many-nodes", self._mark(event.start_mark), most=MOST_NODES)
                if skipping:
                    continue
                if type(container) is dict and key is None:
                    key, key_event = self._key(event, path), event
                    continue
                value = self._scalar(event, (*path, key or "")) if kind is yaml.ScalarEvent else self._alias(event)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self.nodes += 1
                if skipping or (type(container) is dict and key is None):
                    if not skipping:
                        self._refuse("yaml-key-not-text", self._mark(event.start_mark))
                    skipping += 1
                    if skipping > MOST_DEPTH:
                        return self._refuse("yaml-too-deep", self._mark(event.start_mark), most=MOST_DEPTH)
                    continue
                self._plain(event)
                value = {} if kind is yaml.MappingStartEvent else []
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                if skipping:
                    skipping -= 1
                    if not skipping:
                        key, key_event = "", event
                else:
                    (container, path), key = stack.pop(), None
                continue
            elif kind is yaml.DocumentStartEvent and self.data is not BROKEN:
                self._refuse("yaml-several-documents", self._mark(event.start_mark, 3))
                break
            else:
                continue

            # A value: into its container, or it is the document itself.
            if container is None:
                here: tuple[str, ...] = ()
                self.data = value
            elif type(container) is dict:
                here = (*path, key or "")
                if here in spans:  # said by _key; the first stays
                    here = (*path, f"{key} (again)")
                elif key:
                    container[key] = value
            else:
                here = (*path, str(len(container)))
                container.append(value)
            spans.setdefault(here, (source, key_event if type(container) is dict else None, event))
            if kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                stack.append((container, path))
                if len(stack) > MOST_DEPTH:
                    return self._refuse("yaml-too-deep", self._mark(event.start_mark), most=MOST_DEPTH)
                container, path = value, here
            key = None
        self.complete = True

    def _plain(self, event: Any) -> None:
        """Refuse an anchor or a tag; what carries it is read on."""
        if event.anchor is not None:
            self._refuse("yaml-anchor", self._mark(event.start_mark, len(event.anchor) + 1), mark=f"&{event.anchor}")
        if event.tag is not None:
            self._refuse("yaml-tag", self._mark(event.start_mark), tag=event.tag)

    def _alias(self, event: Any) -> Broken:
        self._refuse("yaml-anchor", self._mark(event.start_mark, len(event.anchor) + 1), mark=f"*{event.anchor}")
        return BROKEN

    def _key(self, event: Any, path: tuple[str, ...]) -> str:
        """The key's text; "" where it was refused (its value is then read and dropped)."""
        if type(event) is yaml.AliasEvent:
            self._alias(event)
            return ""
        text: str = event.value
        here = (*path, text)
        doubtful = text.lower() in _WORDS or _AMBIGUOUS.fullmatch(text) or text == "<<"
        if event.style == "" and not doubtful and event.anchor is None and event.tag is None and here not in self.places.spans:
            return text
        self._plain(event)
        place = self._mark(event.start_mark, event.end_mark.column - event.start_mark.column, here)
        if event.style and not self._clean(event, place):
            return ""
        if text == "<<" and not event.style:
            self._refuse("yaml-anchor", place, mark="<<")
        elif not text:
            self._refuse("yaml-key-not-text", place)
        elif doubtful and not event.style:
            self._refuse("yaml-ambiguous", place, text=text)
        else:
            if here in self.places.spans:
                self._refuse("yaml-duplicate-key", place, key=text, line=self.places.key(*here).line)
            return text
        return ""

    def _scalar(self, event: Any, path: tuple[str, ...]) -> Any:
        self._plain(event)
        text: str = event.value
        if event.style:
            return text if event.style != '"' or self._clean(event, self._mark(event.start_mark, 1, path)) else BROKEN
        if text.lower() in _WORDS:
            return _WORDS[text.lower()]
        if text[0] not in "-+.=0123456789yYnNoO":  # what neither pattern below can fit
            return text
        long = event.end_mark.column - event.start_mark.column
        if _NUMBER.fullmatch(text):
            number = float(text)
            if len(text) < 40 and abs(number) < 1e300:
                return int(text) if text.lstrip("-+").isdigit() else number
            self._refuse("yaml-number-too-large", self._mark(event.start_mark, long, path))
            return BROKEN
        if _AMBIGUOUS.fullmatch(text):
            self._refuse("yaml-ambiguous", self._mark(event.start_mark, long, path), text=text)
            return BROKEN
        return text

    def _clean(self, event: Any, place: Place) -> bool:
        """Characters that the text may not hold may not come in by an escape either (line ends and tabs may)."""
        match = _CONTROL.search(event.value)
        if match:
            self._refuse("control-character", place, character=f"U+{ord(match[0]):04X}")
        return match is None


def sound(spec: dict[str, Any]) -> dict[str, Any]:
    """The entries of a map that could be read."""
    return {key: value for key, value in spec.items() if value is not BROKEN}
