"""Whether HTML that a client's templates made holds nothing that a report never does.

Enters: HTML, and what of ours may stand in it. Leaves: what is wrong, as it would be written; "" where all is well. It is read by
the algorithm that browsers read it by, and confined: to nest without end is easily written.

The policy of the page holds off scripts and loading in any case; this tells the template's author, and holds off what no policy
does: pages that lead elsewhere by themselves, and links of a PDF.
"""

from __future__ import annotations

import json
import re
from typing import Any

import tinyhtml5  # type: ignore[import-untyped]  # it has no types

from scorecard import confined

BOUNDS = confined.Bounds(seconds=30, memory=1 << 30, size=1_000)

NEVER = frozenset(
    {"animate", "animatemotion", "animatetransform", "applet", "audio", "base", "embed", "foreignobject", "form", "frame",
     "frameset", "iframe", "image", "link", "math", "mpath", "noembed", "noframes", "noscript", "object", "param", "picture",
     "plaintext", "portal", "set", "source", "track", "video", "xmp"}
)  # fmt: skip
NEVER_SAID = frozenset(
    {"action", "attributionsrc", "background", "cite", "classid", "codebase", "data", "dynsrc", "formaction", "is", "longdesc",
     "lowsrc", "manifest", "nonce", "ping", "poster", "profile", "shadowrootmode", "srcdoc", "srcset", "style", "usemap"}
)  # fmt: skip
INSIDE, OUTSIDE = re.compile(r"#[^\s]*"), re.compile(r"https://[^\s]+|mailto:[^\s]+")
PICTURE = re.compile(r"data:image/(?:png|svg\+xml);base64,[A-Za-z0-9+/=\s]*")
POINTING = frozenset(
    {"clip-path", "cursor", "fill", "filter", "marker", "marker-end", "marker-mid", "marker-start", "mask", "stroke"}
)  # fmt: skip


def wrong(html: str, ours: dict[str, str]) -> str:
    """Confined. Raises confined.Exceeded."""
    return confined.run("scorecard.report.audit:serve", json.dumps([html, ours]).encode("utf-8", "replace"), BOUNDS).decode()


def serve(payload: bytes, begin: confined.Begin) -> bytes:
    html, ours = json.loads(payload)
    tinyhtml5.parse("<p>")  # what it loads late is loaded now
    begin()
    return found(html, ours).encode("utf-8", "replace")


def found(html: str, ours: dict[str, str]) -> str:
    """`ours`: the style, the script and the policy as they stand in the page."""
    return next((each for element in tinyhtml5.parse(html).iter() if (each := _element(element, ours))), "")


def _element(element: Any, ours: dict[str, str]) -> str:
    if not isinstance(element.tag, str):
        return ""  # a comment
    tag = element.tag.rpartition("}")[2].lower()
    if tag in NEVER:
        return f"<{tag}>"
    inside = element.text or ""
    if tag == "style" and inside != ours["css"]:
        return "<style>"
    if tag == "script" and not (
        element.get("type") == "application/json" or (len(element.attrib) == 0 and inside == ours["script"])
    ):
        return "<script>"
    if tag == "meta" and "http-equiv" in element.attrib and not _is_policy(element, ours["policy"]):
        return f"<meta http-equiv={element.get('http-equiv', '')[:40]}>"
    return next((each for name, value in element.attrib.items() if (each := _attribute(tag, str(name), value))), "")


def _is_policy(element: Any, policy: str) -> bool:
    return bool(element.get("http-equiv").lower() == "content-security-policy" and element.get("content") == policy)


def _attribute(tag: str, name: str, value: str) -> str:
    name = name.rpartition("}")[2].rpartition(":")[2].lower()
    if name.startswith("on") or name in NEVER_SAID:
        return f"{name}="
    if name == "href" and not INSIDE.fullmatch(value) and not (tag == "a" and OUTSIDE.fullmatch(value)):
        return f"{name}={value[:60]}"
    if name == "src" and not PICTURE.fullmatch(value):
        return f"{name}={value[:60]}"
    return f"{name}={value[:60]}" if name in POINTING and re.search(r"url\(\s*(?!['\"]?#)", value, re.IGNORECASE) else ""
