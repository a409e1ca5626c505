"""The page through the templates.

Enters: a `Page`. Leaves: HTML, with the style of the screen (and of its printer), or of the PDF, inside.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from typing import Literal

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from scorecard.report.records import Page
from scorecard.shipped import folder

Medium = Literal["screen", "pdf"]


@cache
def environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


@cache
def style(medium: Medium) -> str:
    """The house's own CSS: never anything from a stranger."""
    own = folder("templates") / "style"
    base, printed = ((own / f"{name}.css").read_text("utf-8") for name in ("base", "print"))
    if medium == "pdf":
        return base + printed
    return f"{base}@media screen {{\n{(own / 'screen.css').read_text('utf-8')}}}\n@media print {{\n{printed}}}\n"


@cache
def _policy(css: str) -> str:
    """Nothing may be loaded, nothing may run, and only this style holds."""
    digest = b64encode(sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def document(page: Page, medium: Medium) -> str:
    css = f"\n{style(medium)}" if medium == "screen" else ""  # the PDF's style is parsed once and handed over beside
    template = environment().get_template("report.html")
    return template.render(page=page, medium=medium, css=Markup(css), policy=_policy(css))  # css holds no stranger's text
