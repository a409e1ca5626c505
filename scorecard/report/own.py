"""A report through a client's own templates: made and looked through in confined processes.

Enters: a `Page` and the client's templates. Leaves: HTML that holds what a report may hold, and no more; or a PDF. Raises Faults,
each with the template's file and line where that is known.
"""

from __future__ import annotations

import json
import pickle
import re
from collections.abc import Mapping
from typing import Any

from markupsafe import escape

from scorecard import confined
from scorecard.problems import Faults, Place, fault, nearest
from scorecard.report import audit, foreign
from scorecard.report.overrides import STYLES, Templates, house
from scorecard.report.records import Page
from scorecard.report.render import Medium, composed, parts

RENDERING = confined.Bounds(seconds=10, memory=1 << 29, size=8_000_000)
OURS = ("base", "sections", "print", "screen")
_OPENING = re.compile(r"\s*(?:<!doctype html>\s*)?(?:<html\b[^<>]*>\s*)?(?:<head>\s*)?(?:<meta charset=\"utf-8\">\s*)?", re.I)


def document(page: Page, medium: Medium, templates: Templates) -> str:
    """As `render.document`."""
    values = parts(page, medium, style(medium, templates), more(templates))
    text = _rendered(page, medium, templates, values)
    try:
        wrong = audit.wrong(text, values)
    except confined.Exceeded:
        raise _faults(templates, "template-ended") from None
    if wrong:
        raise _faults(templates, "template-markup", what=wrong)
    return text if medium == "pdf" else _headed(text, page, values["policy"])


def style(medium: Medium, templates: Templates) -> str:
    """The client's style sheets in the place of ours of the same name."""
    return composed(medium, {name: css for name, css in _sheets(templates).items() if name in OURS})


def more(templates: Templates) -> str:
    """Their other style sheets, to stand behind all."""
    return "".join(css for name, css in _sheets(templates).items() if name not in OURS)


def _sheets(templates: Templates) -> dict[str, str]:
    """As a browser reads them. None can end the element that it stands in."""
    sources = {name: source for name, source in sorted(templates.sources.items()) if name.endswith(".css")}
    return {
        name.removeprefix(STYLES).removesuffix(".css"): "".join(
            f"{line}\n" for line in source.replace("\0", "").replace("</", "<\\/").splitlines()
        )
        for name, source in sources.items()
    }


def _rendered(page: Page, medium: Medium, templates: Templates, values: dict[str, str]) -> str:
    bare = page._replace(brand=page.brand._replace(faces=()))  # no template has a use for them
    order = foreign.Order(bare, medium, values, dict(house()), dict(templates.sources))
    try:
        made = confined.run("scorecard.report.foreign:serve", pickle.dumps(order), RENDERING)
    except confined.Refused as refused:
        raise _understood(json.loads(refused.said), templates) from None
    except confined.Exceeded as exceeded:
        if exceeded.what == "size":
            raise _faults(templates, "template-size", most=f"{RENDERING.size // 1_000_000} MB") from None
        raise _faults(templates, "template-ended") from None
    return made.decode("utf-8", "replace")


def _understood(told: Mapping[str, Any], templates: Templates) -> Faults:
    kind, name, line, said = (told.get(key, "") for key in ("kind", "name", "line", "said"))
    known = sorted(house())
    if kind == "unused":
        facts = {"file": name, "nearest": nearest(name, known, 1)}
        return Faults([fault("template-unused", templates.place(name), **facts)])
    facts = {
        "missing": {"name": said, "nearest": nearest(said, [*known, *templates.sources], 1)},
        "time": {"seconds": str(RENDERING.seconds)},
        "memory": {"most": f"{RENDERING.memory >> 20} MB"},
    }.get(kind, {"said": said})
    place = templates.place(name, line) if name in templates.sources else Place(name) if name else templates.place("")
    return Faults([fault(f"template-{kind}", place, **facts)])


def _faults(templates: Templates, code: str, **facts: object) -> Faults:
    return Faults([fault(code, templates.place(""), **facts)])


def _headed(text: str, page: Page, policy: str) -> str:
    """The policy stands before all else, whatever the templates wrote: HTML passes over what opens a document a second time."""
    opening = (
        f'<!doctype html>\n<html lang="{page.language}" dir="{page.direction}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">\n'
    )
    rest = text[_OPENING.match(text).end() :]  # type: ignore[union-attr]  # it fits the empty text
    return opening + rest.removeprefix(opening.splitlines(keepends=True)[-1])
