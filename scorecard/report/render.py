"""The page through the templates.

Enters: a `Page`. Leaves: HTML: for the PDF bare, for the screen with its style (and its printer's), its script and its data.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from pickle import PickleError
from typing import Any, Literal

import jinja2
from jinja2.bccache import Bucket, BytecodeCache
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from scorecard import files
from scorecard.report import look
from scorecard.report.index import Index
from scorecard.report.paper import paged
from scorecard.report.records import Page
from scorecard.shipped import folder
from scorecard.words.tongue import say, several, speaking, spoken

Medium = Literal["screen", "pdf"]

SCRIPT = ("page", "facts", "explorer", "links")
"""The files that make up the page's script, in their order."""


class Compiled(BytecodeCache):
    """The templates' bytecode, kept where Python keeps this module's and trusted as much: compiling costs six renderings."""

    def load_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError, EOFError, PickleError):
            bucket.bytecode_from_string(self.file(bucket).read_bytes())

    def dump_bytecode(self, bucket: Bucket) -> None:
        if not sys.dont_write_bytecode:
            with suppress(OSError):  # an installation that is read-only compiles anew each time
                files.write(self.file(bucket), bucket.bytecode_to_string())

    def file(self, bucket: Bucket) -> Path:
        return Path(f"{cache_from_source(__file__)}.jinja-{jinja2.__version__}-{bucket.key}")


class Sandbox(ImmutableSandboxedEnvironment):
    """Reads a record's own fields, which are nothing but data, without the questions that it asks about all else: they are
    half of what a page costs."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        if attribute in getattr(type(obj), "_fields", ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)


@cache
def environment() -> ImmutableSandboxedEnvironment:
    return sandbox(jinja2.FileSystemLoader(folder("templates")), Compiled())


def sandbox(loader: jinja2.BaseLoader, compiled: BytecodeCache | None = None) -> ImmutableSandboxedEnvironment:
    made = Sandbox(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=compiled,
    )
    made.globals |= {"say": say, "several": several, "back": lambda: spoken().direction == "rtl"}
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return made


@cache
def style(medium: Medium) -> str:
    """The house's own CSS: never anything from a stranger."""
    return composed(medium, {})


def composed(medium: Medium, own: Mapping[str, str]) -> str:
    """CSS from its files. `own`: what stands for the house's, by name."""

    def file(name: str) -> str:
        return own[name] if name in own else _lean((folder("templates") / "style" / f"{name}.css").read_text("utf-8"))

    base = file("base") + file("sections")
    if medium == "pdf":
        return base + file("print")
    return f"{base}@media screen {{\n{file('screen')}}}\n@media print {{\n{file('print')}}}\n"


@cache
def script() -> str:
    """The house's own, likewise."""
    parts = ((folder("templates") / "script" / f"{name}.js").read_text("utf-8") for name in SCRIPT)
    return _lean(f'"use strict";\n(() => {{\n{"".join(parts)}}})();\n')


def _lean(source: str) -> str:
    """Without indents and lines that are comments, which no browser needs."""
    lines = (line.strip() for line in source.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith(("//", "/*")))


@cache
def policy(css: str, script: str = "", sources: str = "") -> str:
    """Nothing may be loaded; only this style holds, and only this script may run. `sources`: for what stands in the page."""
    digests = [b64encode(sha256(text.encode()).digest()).decode() for text in (css, script)]
    runs = f"script-src 'sha256-{digests[1]}'; " if script else ""
    return f"default-src 'none'; {runs}{sources}style-src 'sha256-{digests[0]}'; base-uri 'none'; form-action 'none'"


def listing(index: Index) -> str:
    """The page that leads to the reports of many units, for the screen."""
    css = f"\n{style('screen')}{look.style(index.brand, 'screen')}"
    template, allowed = environment().get_template("index.html"), policy(css, "", look.sources(index.brand))
    return template.render(index=index, brand=index.brand, css=Markup(css), policy=allowed)  # as in `document`


def parts(page: Page, medium: Medium, style: str, more: str = "") -> dict[str, str]:
    """What goes into the page beside what it says: CSS, script and policy. On paper none: its style is handed over beside.
    `more`: CSS that stands last."""
    if medium == "pdf":
        return {"css": "", "script": "", "policy": ""}
    css, runs = f"\n{style}@media print {{\n{paged(page)}}}\n{look.style(page.brand, 'screen')}{more}", f"\n{script()}"
    return {"css": css, "script": runs, "policy": policy(css, runs, look.sources(page.brand))}


def document(page: Page, medium: Medium) -> str:
    made = parts(page, medium, style(medium))
    with speaking(page.language, page.digits):  # no style or script holds a stranger's text
        made |= {"css": Markup(made["css"]), "script": Markup(made["script"])}
        return environment().get_template("report.html").render(page=page, brand=page.brand, medium=medium, **made)
