"""A page through a client's own templates, in a confined process.

Enters: a pickle that `own` made, with the page and all templates. Leaves: HTML; or, refused, what is wrong and where, as JSON.
What is a stranger's here is the templates: they can take time and memory, and where the sandbox had a hole, they would be in a
process that can open nothing.
"""

from __future__ import annotations

import encodings.unicode_escape  # noqa: F401  # Jinja loads it, and those below, when nothing can be opened any more
import json
import pickle
import pprint  # noqa: F401  # as above
import textwrap  # noqa: F401  # as above
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, NamedTuple

import jinja2
import jinja2.debug  # as above
from jinja2 import meta, nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from scorecard import confined
from scorecard.report.records import Page
from scorecard.report.render import Medium, sandbox
from scorecard.words import tongue
from scorecard.words.tongue import speaking

HOUSE = "house/"
"""In front of the name of a template of ours, where a client's own stands for it."""


class Order(NamedTuple):
    page: Page
    medium: Medium
    values: dict[str, str]  # css, script, policy
    house: dict[str, str]  # the program's templates
    own: dict[str, str]  # the client's


def serve(payload: bytes, begin: confined.Begin) -> bytes:
    order: Order = pickle.loads(payload)
    environment = _environment(order)
    with speaking(order.page.language, order.page.digits):
        tongue.say("Logo")  # all catalogues are read now
        begin()
        try:
            if unused := _unused(environment, order):
                raise confined.Refused(json.dumps({"kind": "unused", "name": unused}).encode())
            values = {name: Markup(text) if name != "policy" else text for name, text in order.values.items()}
            context = {"page": order.page, "brand": order.page.brand, "medium": order.medium, **values}
            return environment.get_template("report.html").render(context).encode("utf-8", "replace")
        except confined.Refused:
            raise
        except (Exception, confined.Stop) as error:
            raise confined.Refused(_told(error)) from None


class _Loader(jinja2.BaseLoader):
    """The client's templates, behind them ours. What turns escaping off is refused."""

    def __init__(self, order: Order):
        self.own, self.house = order.own, order.house

    def get_source(self, environment: jinja2.Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        name = template.removeprefix(HOUSE)
        if template in self.own and template.endswith(".html"):
            tree = environment.parse(self.own[template], template, template)
            for node in tree.find_all((nodes.EvalContextModifier, nodes.ScopedEvalContextModifier)):
                raise jinja2.TemplateSyntaxError("escaping cannot be turned off", node.lineno, template, template)
            return self.own[template], template, lambda: True
        if name in self.house:
            return self.house[name], f"{HOUSE}{name}", lambda: True
        raise jinja2.TemplateNotFound(template)


def _environment(order: Order) -> ImmutableSandboxedEnvironment:
    made = sandbox(_Loader(order))
    del made.filters["safe"], made.globals["lipsum"]

    def say(message: str, /, **facts: object) -> str:
        """The client's own text too, which no catalogue knows, is said as it stands."""
        told = {name: str(fact) for name, fact in facts.items()}
        try:
            return tongue.say(message, **told)
        except KeyError:
            return message.format(**told)

    def several(number: int, one: str, other: str, /, **facts: object) -> str:
        told = {name: str(fact) for name, fact in facts.items()}
        try:
            return tongue.several(number, one, other, **told)
        except KeyError:
            return (one if number == 1 else other).format(**told)

    made.globals |= {"say": say, "several": several}
    return made


def _unused(environment: jinja2.Environment, order: Order) -> str:
    """The first template that neither stands for one of ours nor is named in another; "" where a name is made on the way."""
    named: set[str] = set(order.house)
    for name, source in order.own.items():
        if name.endswith(".html"):
            for found in meta.find_referenced_templates(environment.parse(source, name, name)):
                if found is None:
                    return ""
                named.add(found)
    return next((name for name in order.own if name.endswith(".html") and name not in named), "")


def _told(error: BaseException) -> bytes:
    kinds: Mapping[type[BaseException], str] = {
        confined.Stop: "time",
        MemoryError: "memory",
        jinja2.TemplateSyntaxError: "syntax",
        jinja2.TemplateNotFound: "missing",
        SecurityError: "forbidden",
        jinja2.UndefinedError: "unknown",
    }
    kind = next((kind for each, kind in kinds.items() if isinstance(error, each)), "failed")
    said = str(error)[:300]
    name, line = _where(error.__traceback__)
    if isinstance(error, jinja2.TemplateSyntaxError):
        name, line, said = error.name or name, error.lineno, (error.message or "")[:300]
    elif isinstance(error, jinja2.TemplateNotFound):
        said = str(error.name or error)[:300]
    elif kind == "failed":
        said = f"{type(error).__name__}: {said}"
    return json.dumps({"kind": kind, "name": name, "line": line, "said": said}).encode()


def _where(traceback: TracebackType | None) -> tuple[str, int]:
    """The innermost line of a template of the client's, else of ours."""
    found: tuple[str, int] = "", 0
    while traceback is not None:
        place = _line(traceback.tb_frame.f_globals, traceback.tb_frame.f_code.co_filename, traceback.tb_lineno)
        if place and (not found[0] or found[0].startswith(HOUSE) or not place[0].startswith(HOUSE)):
            found = place
        traceback = traceback.tb_next
    return found


def _line(names: Mapping[str, Any], file: str, line: int) -> tuple[str, int] | None:
    template = names.get("__jinja_template__")
    if isinstance(template, jinja2.Template):  # as it was compiled; Jinja rewrites what it hands on, but not for `Stop`
        return template.filename or "", template.get_corresponding_lineno(line)
    return (file, line) if "__jinja_exception__" in names else None
