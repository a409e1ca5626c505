"""A logo as SVG, written anew from what is known to be harmless.

Enters: a stranger's bytes. Leaves: an SVG of shapes, fills and Latin text that runs nothing and refers to nothing outside
itself, and what was left out. Raises `Unfit`.

Style sheets are resolved into attributes, since drawing programs export them and both WeasyPrint and a browser would obey them.
Libraries that filter SVG (svg-hush, nh3) were looked at: they keep style sheets and animations, tell nothing of what they drop
and set no bounds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from scorecard.brand.unfit import Unfit

MOST_BYTES = 500_000
MOST_NODES, MOST_DEPTH = 20_000, 60
MOST_DRAWN = 50_000  # elements, once all that points to another is followed

NAMESPACE, LINKS = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"

KEPT = frozenset(
    {"svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "linearGradient",
     "radialGradient", "stop", "clipPath", "mask", "text", "tspan"}
)  # fmt: skip
OPENED = frozenset({"a", "switch"})  # what is inside is kept
TEXTS = frozenset({"text", "tspan"})
IDLE = frozenset({"metadata", "title", "desc"})  # left out without a word: they draw nothing

_NUMBER = r"[-+]?(?:\d{1,9}(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d{1,2})?"
_LENGTH = re.compile(rf"{_NUMBER}(?:px|pt|pc|mm|cm|in|em|ex|%)?")
_NUMBERS = re.compile(r"[-+.,\d\seE]{1,200000}")
_PATH = re.compile(r"[MmZzLlHhVvCcSsQqTtAa\d\seE,.+-]{0,500000}")
_FUNCTIONS = re.compile(r"(?:(?:matrix|translate|scale|rotate|skewX|skewY)\([-+.,\d\seE]{1,200}\)[\s,]*){1,20}")
_COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}|[a-zA-Z]{3,24}|(?:rgb|hsl)a?\([\d\s.,%/deg]{1,60}\)")
_LOCAL = re.compile(r"url\(\s*(['\"]?)#([\w.:-]{1,200})\1\s*\)")
_WORD = re.compile(r"[a-zA-Z][a-zA-Z-]{0,24}(?: [a-zA-Z][a-zA-Z-]{0,24})?")
_FAMILY = re.compile(r"[\w\s,'\".-]{1,200}")
_ID = re.compile(r"[\w.:-]{1,200}")
_ROMAN = re.compile(r"[\u0000-\u024f\u0370-\u052f\u1e00-\u1fff\u2000-\u2064\u20a0-\u2bff]*")  # what WeasyPrint draws right

_SHAPES = dict.fromkeys(
    ("x", "y", "width", "height", "rx", "ry", "cx", "cy", "r", "fx", "fy", "fr", "x1", "y1", "x2", "y2", "dx", "dy",
     "stroke-width", "stroke-miterlimit", "font-size", "letter-spacing", "opacity", "fill-opacity", "stroke-opacity",
     "stop-opacity", "offset", "textLength"),
    _LENGTH,
)  # fmt: skip
_WORDS = dict.fromkeys(
    ("fill-rule", "clip-rule", "stroke-linecap", "stroke-linejoin", "font-style", "text-anchor", "display", "visibility",
     "gradientUnits", "clipPathUnits", "maskUnits", "maskContentUnits", "spreadMethod", "preserveAspectRatio", "lengthAdjust",
     "mask-type"),
    _WORD,
)  # fmt: skip
_LISTS = dict.fromkeys(("x", "y", "dx", "dy"), re.compile(rf"{_LENGTH.pattern}(?:[\s,]+{_LENGTH.pattern}){{0,500}}"))
FORMS = _SHAPES | _LISTS | _WORDS | {
    "id": _ID, "d": _PATH, "points": _NUMBERS, "viewBox": _NUMBERS, "transform": _FUNCTIONS, "gradientTransform": _FUNCTIONS,
    "fill": _COLOUR, "stroke": _COLOUR, "stop-color": _COLOUR, "color": _COLOUR, "font-family": _FAMILY,
    "font-weight": re.compile(r"[a-z]{4,7}|[1-9]00"), "href": re.compile(r"#[\w.:-]{1,200}"),
}  # fmt: skip
"""Attribute -> what it may hold. What may also point to a part of the drawing is in `POINTING`."""
POINTING = frozenset({"fill", "stroke", "clip-path", "mask"})
STYLED = frozenset(
    {"fill", "stroke", "clip-path", "mask", "stop-color", "color", "font-family", "font-weight", "opacity", "fill-opacity",
     "stroke-opacity", "stop-opacity", "stroke-width", "stroke-miterlimit", "font-size", "letter-spacing", "fill-rule",
     "clip-rule", "stroke-linecap", "stroke-linejoin", "font-style", "text-anchor", "display", "visibility", "mask-type"}
)  # fmt: skip
"""Those that a style sheet may say too."""
HARMLESS = frozenset(
    {"version", "baseProfile", "class", "style", "enable-background", "space", "lang", "type", "role", "shape-rendering",
     "text-rendering", "image-rendering", "color-rendering", "color-interpolation", "overflow", "isolation", "paint-order",
     "focusable", "contentScriptType", "contentStyleType", "zoomAndPan", "requiredFeatures", "stroke-dashoffset", "line-height",
     "font-variant", "font-stretch", "writing-mode", "vector-effect"}
)  # fmt: skip
"""Attributes and properties that are left out without a word: without them the drawing looks the same, or nearly so."""
IDLE_VALUES = frozenset({"none", "normal", "auto", "inherit", "initial", "unset", "0", "1", "accumulate", "medium", ""})
"""What says no more than saying nothing."""


@dataclass(slots=True)
class Element:
    name: str
    given: dict[str, str]  # as it was written
    style: str = ""  # its own declarations
    classes: tuple[str, ...] = ()
    inside: list[Element | str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)


def sanitised(data: bytes) -> tuple[bytes, float, tuple[str, ...]]:
    """The drawing anew, its width over its height, and what was left out: `<script>`, `onclick`."""
    reader = _Reader()
    root = reader.read(data)
    dropped = reader.dropped
    rules = _rules("\n".join(reader.sheets), dropped)
    for element in _walk(root):
        _dress(element, rules, dropped)
    _cut(root, dropped)
    width, height = _size(root)
    box = root.attributes.get("viewBox", f"0 0 {width:g} {height:g}")
    keep = {key: value for key, value in root.attributes.items() if key not in ("x", "y", "width", "height", "viewBox")}
    root.attributes = {"viewBox": box, "width": f"{width:g}", "height": f"{height:g}", **keep}
    if not any(element.name in _DRAWN for element in _walk(root)):
        raise Unfit("nothing")
    return _written(root).encode(), width / height, tuple(dropped)


_DRAWN = frozenset({"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "use"})


class _Reader:
    """XML without a document type of its own, in bounds, into elements of SVG."""

    def __init__(self) -> None:
        self.dropped: Counter[str] = Counter()
        self.sheets: list[str] = []
        self.stack: list[Element] = []
        self.root: Element | None = None
        self.skipping = self.nodes = 0
        self.in_style = False

    def read(self, data: bytes) -> Element:
        if len(data) > MOST_BYTES:
            raise Unfit("large", most=f"{MOST_BYTES // 1000} KB")
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = self._document_type
        parser.EntityDeclHandler = parser.UnparsedEntityDeclHandler = self._refused
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        try:
            parser.Parse(data, True)
        except expat.ExpatError as error:
            raise Unfit("xml", line=error.lineno, said=expat.ErrorString(error.code)) from None
        except (ValueError, LookupError) as error:  # an encoding that expat does not know
            raise Unfit("xml", line=1, said=str(error)) from None
        if self.root is None:
            raise Unfit("no-svg")
        return self.root

    def _document_type(self, name: str, system: str | None, public: str | None, has_subset: int) -> None:
        if has_subset:
            raise Unfit("entities")

    def _refused(self, *_: object) -> None:
        raise Unfit("entities")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES or len(self.stack) + self.skipping > MOST_DEPTH:
            raise Unfit("elaborate")
        space, _, name = tag.rpartition(" ")
        if self.root is None and (name != "svg" or space not in ("", NAMESPACE)):
            raise Unfit("no-svg")
        if self.skipping:
            self.skipping += 1
            return
        if name == "style" and space in ("", NAMESPACE):
            self.in_style = True
            self.sheets.append("")
            self.skipping = 1
            return
        if space not in ("", NAMESPACE) or name not in KEPT | OPENED or self.in_text(name):
            if space in ("", NAMESPACE) and name not in IDLE:
                self.dropped[f"<{name[:40]}>"] += 1
            self.skipping = 1
            return
        element = Element("g" if name in OPENED else name, {})
        for key, value in attributes.items():
            own_space, _, own = key.rpartition(" ")
            if own_space == "" or (own_space == LINKS and own == "href"):
                element.given.setdefault(own, value)
        element.style = element.given.pop("style", "")
        element.classes = tuple(element.given.get("class", "").split())
        if name in OPENED:
            element.given.pop("href", None)
        if self.stack:
            self.stack[-1].inside.append(element)
        else:
            self.root = element
        self.stack.append(element)

    def in_text(self, name: str) -> bool:
        """Whether this is a shape inside a text, where none belongs."""
        return bool(self.stack) and self.stack[-1].name in TEXTS and name != "tspan"

    def _end(self, _: str) -> None:
        if self.skipping:
            self.skipping -= 1
            self.in_style = self.in_style and self.skipping > 0
        else:
            self.stack.pop()

    def _text(self, text: str) -> None:
        if self.in_style:
            self.sheets[-1] += text
        elif not self.skipping and self.stack and self.stack[-1].name in TEXTS:
            self.stack[-1].inside.append(text)


Rule = tuple[int, str, dict[str, str]]
"""How much it weighs, `.class`, `#id`, an element's name or `*`, and its declarations."""


def _rules(sheet: str, dropped: Counter[str]) -> list[Rule]:
    """Rules with the plain selectors that drawing programs write; the weightiest last."""
    if not sheet.strip():
        return []
    import tinycss2  # type: ignore[import-untyped]  # it has no types

    found: list[Rule] = []
    for rule in tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            dropped[f"@{rule.lower_at_keyword[:20]}" if rule.type == "at-rule" else "<style>"] += 1
            continue
        declared = _declared(tinycss2.serialize(rule.content), dropped)
        for selector in tinycss2.serialize(rule.prelude).split(","):
            plain = re.fullmatch(r"\s*(?:svg\s+)?(?:[a-zA-Z]+(?=\.))?([.#]?[\w-]{1,200}|\*)\s*", selector)
            if plain:
                found.append(({".": 2, "#": 3, "*": 0}.get(plain[1][0], 1), plain[1], declared))
            else:
                dropped[selector.strip()[:40]] += 1
    return sorted(found, key=lambda rule: rule[0])


def _declared(style: str, dropped: Counter[str]) -> dict[str, str]:
    """The declarations of a style that are attributes as well."""
    if not style.strip():
        return {}
    import tinycss2

    found = {}
    for part in tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True):
        if part.type != "declaration":
            dropped["style"] += 1
            continue
        name, value = part.lower_name, tinycss2.serialize(part.value).strip()
        if name in STYLED:
            found[name] = value
        elif name not in HARMLESS and not name.startswith(("-", "font-", "text-")) and value not in IDLE_VALUES:
            dropped[name[:40]] += 1
    return found


def _dress(element: Element, rules: list[Rule], dropped: Counter[str]) -> None:
    """Its attributes, each held to its form; a style sheet's word over an attribute's, the element's own style over both."""
    said = dict(element.given)
    for _, selector, declared in rules:
        known = {".": element.classes, "#": (element.given.get("id", ""),)}.get(selector[0], (element.name, "*"))
        if selector.lstrip(".#") in known:
            said |= declared
    said |= _declared(element.style, dropped)
    for name, value in said.items():
        value = value.strip()
        if name in POINTING and (pointed := _LOCAL.fullmatch(value)):
            element.attributes[name] = f"url(#{pointed[2]})"
        elif name in FORMS and FORMS[name].fullmatch(value):
            element.attributes[name] = value
        elif value not in IDLE_VALUES and name not in HARMLESS and not name.startswith(("data-", "aria-")):
            dropped[name[:40]] += 1


def _walk(root: Element) -> list[Element]:
    found, waiting = [], [root]
    while waiting:
        element = waiting.pop()
        found.append(element)
        waiting += [inner for inner in element.inside if isinstance(inner, Element)]
    return found


def _cut(root: Element, dropped: Counter[str]) -> None:
    """Away with texts in scripts that are drawn wrongly. Unfit where parts point in circles, or to too much."""
    by_id = {element.attributes["id"]: element for element in _walk(root) if "id" in element.attributes}
    sizes: dict[int, int] = {}

    def drawn(element: Element, above: frozenset[int]) -> int:
        """Elements that come of it."""
        if id(element) in above or len(above) > MOST_DEPTH:
            raise Unfit("elaborate")
        if id(element) not in sizes:
            within = above | {id(element)}
            inner = [each for each in element.inside if isinstance(each, Element)]
            sizes[id(element)] = 1 + sum(drawn(each, within) for each in [*inner, *_pointed(element, by_id)])
            if sizes[id(element)] > MOST_DRAWN:
                raise Unfit("elaborate")
        return sizes[id(element)]

    drawn(root, frozenset())
    for element in _walk(root):
        for text in [each for each in element.inside if isinstance(each, Element) and each.name == "text"]:
            if not _ROMAN.fullmatch(_said(text)):
                element.inside.remove(text)
                dropped["<text>"] += 1


def _pointed(element: Element, by_id: dict[str, Element]) -> Iterator[Element]:
    """The parts of the drawing that an element points to, in any of its attributes."""
    for name, value in element.attributes.items():
        id = value[1:] if name == "href" else value[5:-1] if name in POINTING and value.startswith("url(") else ""
        if id in by_id:
            yield by_id[id]


def _said(element: Element) -> str:
    return "".join(inner if isinstance(inner, str) else _said(inner) for inner in element.inside)


def _size(root: Element) -> tuple[float, float]:
    """The drawing's own measure."""
    box = [float(part) for part in re.findall(_NUMBER, root.attributes.get("viewBox", ""))]
    if len(box) == 4:
        width, height = box[2], box[3]
    else:
        root.attributes.pop("viewBox", None)
        sides = [re.fullmatch(rf"({_NUMBER})(?:px|pt)?", root.attributes.get(side, "")) for side in ("width", "height")]
        if not all(sides):
            raise Unfit("no-size")
        width, height = (float(side[1]) for side in sides if side)
    if not (0 < width < 1e7 and 0 < height < 1e7 and 0.02 < width / height < 50):
        raise Unfit("no-size")
    return width, height


def _written(element: Element) -> str:
    head = f' xmlns="{NAMESPACE}"' if element.name == "svg" else ""
    head += "".join(f" {name}={quoteattr(value)}" for name, value in element.attributes.items())
    inside = "".join(escape(inner) if isinstance(inner, str) else _written(inner) for inner in element.inside)
    return f"<{element.name}{head}>{inside}</{element.name}>" if inside else f"<{element.name}{head}/>"
