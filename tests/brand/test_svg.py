"""Logos as SVG: strangers' drawings enter; what is left of them is harmless, looks the same, and what is gone is told."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scorecard.brand import svg
from scorecard.brand.unfit import Unfit

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 10 10">'
SHAPE = '<path d="M0 0h9v9z"/>'


def made(inside: str, head: str = HEAD) -> str:
    return svg.sanitised(f"{head}{inside}{SHAPE}</svg>".encode())[0].decode()


def dropped(inside: str) -> tuple[str, ...]:
    return svg.sanitised(f"{HEAD}{inside}{SHAPE}</svg>".encode())[2]


def is_harmless(text: str) -> None:
    """Known elements with known attributes, each of a known form, and nothing that leads out."""
    for element in ET.fromstring(text).iter():
        assert element.tag.removeprefix(f"{{{svg.NAMESPACE}}}") in svg.KEPT
        for name, value in element.attrib.items():
            assert name in svg.FORMS or name in svg.POINTING
            assert not re.search(r"url\((?!#[\w.:-]+\)$)", value), value
            assert name != "href" or re.fullmatch(r"#[\w.:-]+", value)
            assert not re.search("script|data:|https?:|expression|@import|&", value, re.I) or name in ("id", "href"), value
    assert not re.search(r"<[!?]", text)


HARM = {
    "script": ("<script>alert(1)</script>", "<script>"),
    "script in another namespace": ('<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>', None),
    "handler": ('<rect width="1" height="1" onclick="alert(1)"/>', "onclick"),
    "handler in capitals": ('<rect width="1" height="1" ONLOAD="alert(1)"/>', "ONLOAD"),
    "foreign object": (
        '<foreignObject><body xmlns="http://www.w3.org/1999/xhtml"><img src="x"/></body></foreignObject>', "<foreignObject>",
    ),
    "image from outside": ('<image xlink:href="https://example.com/a.png" width="9" height="9"/>', "<image>"),
    "image from inside": ('<image href="data:image/svg+xml;base64,PHN2Zy8+" width="9" height="9"/>', "<image>"),
    "use from outside": ('<use href="https://example.com/a.svg#x"/>', "href"),
    "use of data": ('<use xlink:href="data:image/svg+xml,%3Csvg id=\'x\'/%3E#x"/>', "href"),
    "link that is a script": ('<a xlink:href="javascript:alert(1)"><circle r="1"/></a>', None),
    "animation of a link": ('<set attributeName="href" to="javascript:alert(1)"/>', "<set>"),
    "animation": ('<rect width="1" height="1"><animate attributeName="x" values="0;5"/></rect>', "<animate>"),
    "paint from outside": ('<rect width="1" height="1" fill="url(https://example.com/a.svg#p)"/>', "fill"),
    "paint from a file": ("<rect width='1' height='1' fill='url(\"file:///etc/passwd#p\")'/>", "fill"),
    "filter": ('<rect width="1" height="1" filter="url(#f)"/>', "filter"),
    "style that loads": ('<style>@import "https://example.com/a.css";</style>', "@import"),
    "style that paints from outside": (
        "<style>rect { fill: url(https://example.com/#p) }</style><rect width='1' height='1'/>", "fill",
    ),
    "style with an odd property": ("<style>rect { behavior: url(#x) }</style><rect width='1' height='1'/>", "behavior"),
    "style attribute that loads": (
        '<rect width="1" height="1" style="background-image: url(https://example.com/x)"/>', "background-image",
    ),
    "style that ends its element": ("<style>rect{fill:red}&lt;/style>&lt;script>alert(1)&lt;/script></style>", "<style>"),
    "entities as text": ("<text>&lt;script&gt;alert(1)&lt;/script&gt;</text>", None),
    "comment and instruction": ('<!-- <script>alert(1)</script> --><?xml-stylesheet href="https://example.com/a.css"?>', None),
    "cdata": ("<text><![CDATA[<script>alert(1)</script>]]></text>", None),
    "base": ('<g xml:base="https://example.com/"><use href="a.svg#x"/></g>', "href"),
    "attribute that breaks out": ('<rect width="1" height="1" id="a&quot; onload=&quot;alert(1)"/>', "id"),
    "number that is none": ('<rect width="expression(alert(1))" height="1"/>', "width"),
    "transform": ('<rect width="1" height="1" transform="url(#x)"/>', "transform"),
    "a pattern without end": ('<pattern id="p" width=".001" height=".001"/>', "<pattern>"),
    "an event in a style": ('<rect width="1" height="1" style="fill: red; }&lt;script>"/>', None),
}  # fmt: skip


@pytest.mark.parametrize(("inside", "told"), HARM.values(), ids=HARM)
def test_harm_is_left_out_and_told(inside: str, told: str | None) -> None:
    is_harmless(made(inside))
    assert SHAPE in made(inside)
    assert told is None or told in dropped(inside)


@pytest.mark.parametrize("name", ["rect", "script", "g", "svg", "title", "linearGradient"])
def test_what_stays_stands_in_a_namespace_of_its_own(name: str) -> None:
    inside = f'<o:{name} xmlns:o="http://example.com/"/>'
    assert made(inside) == made("")
    assert dropped(inside) == ()  # an editor's own data


def test_a_style_sheet_becomes_attributes_the_weightier_rule_over_the_lighter() -> None:
    style = (
        "<style>* { stroke: black } path { fill: red; stroke: red } .a, .b { fill: green } path.b { fill: blue } "
        "#one { fill: gold } svg .c { opacity: .5 } /* .a { fill: pink } */ g > path { fill: grey }</style>"
    )
    shapes = '<path d="M1 1" class="a"/><path d="M2 2" class="a b"/><path d="M3 3" id="one" class="b c" style="stroke: blue"/>'
    found = {
        element.get("d"): dict(element.attrib)
        for element in ET.fromstring(made(style + shapes)).iter()
        if element.get("d") in ("M1 1", "M2 2", "M3 3")
    }
    assert found["M1 1"] == {"d": "M1 1", "fill": "green", "stroke": "red"}
    assert found["M2 2"] == {"d": "M2 2", "fill": "blue", "stroke": "red"}
    assert found["M3 3"] == {"d": "M3 3", "id": "one", "fill": "gold", "stroke": "blue", "opacity": ".5"}
    assert dropped(style) == ("g > path",)


def test_what_is_inside_links_and_switches_stays() -> None:
    inside = '<switch><foreignObject/><g><a href="https://example.com"><circle r="3"/></a></g></switch>'
    assert '<g><g><g><circle r="3"/></g></g></g>' in made(inside)


def test_paint_that_points_to_the_drawing_itself_stays() -> None:
    inside = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs>'
        "<rect width='3' height='3' fill='url( \"#g\" )' clip-path='url(#g)'/>"
    )
    assert 'fill="url(#g)"' in made(inside)
    assert 'clip-path="url(#g)"' in made(inside)
    assert dropped(inside) == ()


@pytest.mark.parametrize(
    ("text", "stays"), [("Acme", True), ("Ωmega €", True), ("شرکت", False), ("A شرکت", False), ("עברית", False)]
)
def test_text_stays_where_it_is_drawn_right(text: str, stays: bool) -> None:
    inside = f'<text y="5">{text[0]}<tspan dy="1 2">{text[1:]}</tspan></text>'
    assert (text[1:] in made(inside)) == stays
    assert dropped(inside) == (() if stays else ("<text>",))


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (HEAD, ("0 0 10 10", "10", "10")),
        (HEAD.replace("viewBox", 'width="100%" height="100%" viewBox'), ("0 0 10 10", "10", "10")),
        (HEAD.replace('viewBox="0 0 10 10"', 'width="40px" height="20"'), ("0 0 40 20", "40", "20")),
        (HEAD.replace("0 0 10 10", "-5,-5, 20 10"), ("-5,-5, 20 10", "20", "10")),
    ],
)
def test_the_drawing_bears_its_own_measure(head: str, size: tuple[str, ...]) -> None:
    root = ET.fromstring(made("", head))
    assert (root.get("viewBox"), root.get("width"), root.get("height")) == size


UNFIT = {
    "no-size": [
        HEAD.replace('viewBox="0 0 10 10"', "") + SHAPE + "</svg>",
        HEAD.replace("0 0 10 10", "0 0 0 10") + SHAPE + "</svg>",
        HEAD.replace("0 0 10 10", "0 0 1e9 10") + SHAPE + "</svg>",
        HEAD.replace('viewBox="0 0 10 10"', 'width="3em" height="2em"') + SHAPE + "</svg>",
    ],
    "entities": [
        '<!DOCTYPE svg [<!ENTITY a "a">]><svg xmlns="http://www.w3.org/2000/svg"/>',
        '<!DOCTYPE svg SYSTEM "file:///etc/passwd" []><svg xmlns="http://www.w3.org/2000/svg"/>',
        '<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://example.com/x.dtd">%x;]><svg xmlns="http://www.w3.org/2000/svg"/>',
    ],
    "xml": ["", "<svg", HEAD, HEAD + "<g></svg>", HEAD + "&nbsp;</svg>", "<svg a=1/>",
            '<?xml version="1.0" encoding="x"?><svg/>'],
    "no-svg": ["<html><svg/></html>", '<svg xmlns="http://example.com"/>'],
    "nothing": [HEAD + "</svg>", HEAD + "<image href='x'/></svg>", HEAD + "<text>شرکت</text></svg>"],
    "elaborate": [
        HEAD + "<g>" * 100 + SHAPE + "</g>" * 100 + "</svg>",
        HEAD + "<style><g>" * 100,
        HEAD + "<g/>" * svg.MOST_NODES + "</svg>",
        HEAD + '<g id="a"><use href="#a"/></g></svg>',
        HEAD + '<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g></svg>',
        HEAD + '<clipPath id="c"><path d="M0 0" clip-path="url(#c)"/></clipPath></svg>',
        HEAD + '<linearGradient id="c" href="#c"/></svg>',
        HEAD + "".join(f'<g id="a{n}">' + f'<use href="#a{n + 1}"/>' * 10 + "</g>" for n in range(20)) + '<g id="a20"/></svg>',
        HEAD + "".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(300)) + '<g id="a300"/></svg>',
    ],
    "large": [HEAD + " " * svg.MOST_BYTES + "</svg>"],
}  # fmt: skip


@pytest.mark.parametrize(("why", "text"), [(why, text) for why, texts in UNFIT.items() for text in texts])
def test_what_cannot_be_shown_says_why_and_soon(why: str, text: str) -> None:
    start = process_time()
    with pytest.raises(Unfit) as unfit:
        svg.sanitised(text.encode())
    assert unfit.value.why == why
    assert process_time() - start < 1


PARTS = st.sampled_from(
    [*(inside for inside, _ in HARM.values()), SHAPE, "<g>", "</g>", "<text>", "</text>", "<style>", "</style>", "<svg>",
     "</svg>", "<defs>", '"', "'", "&", "<", ">", "]]>", "--", "شرکت", "url(", ")", "{", "}", ";", "@", "/*", "\\", "\0"]
)  # fmt: skip


@given(st.lists(PARTS, max_size=12).map("".join))
@settings(max_examples=400, deadline=None)
def test_any_drawing_is_harmless_or_unfit_and_twice_the_same(inside: str) -> None:
    try:
        text = made(inside)
    except Unfit:
        return
    is_harmless(text)
    assert svg.sanitised(text.encode())[0].decode() == text
