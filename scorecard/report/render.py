"""The page through the templates.

Enters: a `Page`. Leaves: HTML: for the PDF bare, for the screen with its style (and its printer's), its script and its data.
"""

from __future__ import annotations

import sys
from base64 import b64encode
from contextlib import suppress
from functools import cache
from hashlib import sha256
from importlib.util import cache_from_source
from pathlib import Path
from pickle import PickleError
from typing import Literal

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


@cache
def environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        loader=jinja2.FileSystemLoader(folder("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=Compiled(),
    )
    made.globals |= {"say": say, "several": several, "back": lambda: spoken().direction == "rtl"}
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "separators": (",", ":")}
    return made


@cache
def style(medium: Medium) -> str:
    """The house's own CSS: never anything from a stranger."""
    own = folder("templates") / "style"
    base, more, printed = ((own / f"{name}.css").read_text("utf-8") for name in ("base", "sections", "print"))
    base += more
    if medium == "pdf":
        return base + printed
    return _lean(f"{base}@media screen {{\n{(own / 'screen.css').read_text('utf-8')}}}\n@media print {{\n{printed}}}\n")


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
def _policy(css: str, script: str = "", sources: str = "") -> str:
    """Nothing may be loaded; only this style holds, and only this script may run. `sources`: for what stands in the page."""
    digests = [b64encode(sha256(text.encode()).digest()).decode() for text in (css, script)]
    runs = f"script-src 'sha256-{digests[1]}'; " if script else ""
    return f"default-src 'none'; {runs}{sources}style-src 'sha256-{digests[0]}'; base-uri 'none'; form-action 'none'"


def listing(index: Index) -> str:
    """The page that leads to the reports of many units, for the screen."""
    css = f"\n{style('screen')}{look.style(index.brand, 'screen')}"
    policy = _policy(css, "", look.sources(index.brand))
    template = environment().get_template("index.html")
    return template.render(index=index, brand=index.brand, css=Markup(css), policy=policy)  # as in `document`


def document(page: Page, medium: Medium) -> str:
    template = environment().get_template("report.html")
    with speaking(page.language, page.digits):
        if medium == "pdf":  # its style is parsed once and handed over beside
            return template.render(page=page, brand=page.brand, medium=medium, css="", script="", policy="")
        css = f"\n{style('screen')}@media print {{\n{paged(page)}}}\n{look.style(page.brand, 'screen')}"
        runs = f"\n{script()}"
        policy = _policy(css, runs, look.sources(page.brand))
        # neither holds a stranger's text
        values = {"css": Markup(css), "script": Markup(runs), "policy": policy}
        return template.render(page=page, brand=page.brand, medium=medium, **values)
