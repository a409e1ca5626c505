"""The reference page of the language, made from its schema.

Enters: `scorecard/schemas/definition.schema.json`. Leaves: `docs/reference.md`; run by `make reference`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
SCHEMA = ROOT / "scorecard" / "schemas" / "definition.schema.json"
PAGE = ROOT / "docs" / "reference.md"

Rule = Mapping[str, Any]
TYPES = {
    "string": "text", "number": "number", "integer": "whole number", "boolean": "`true` or `false`", "null": "nothing",
    "array": "list", "object": "map",
}  # fmt: skip

INTRODUCTION = """\
# The language of scorecards

A scorecard is one YAML document. This page names every key that it may have: what the key means, what may stand there, what
holds when it is absent, and examples, each of which is tried by a test. It is made from the schema by `make reference`;
`scorecard schema` prints that schema for editors, which then complete the keys and explain them.

The least that works:
"""


def page(schema: Rule) -> str:
    """The whole page, in Markdown."""
    defs = schema["$defs"]
    parts = {name: rule for name, rule in defs.items() if "properties" in rule}
    values = {name: rule for name, rule in defs.items() if "properties" not in rule}
    lines = [INTRODUCTION, "```yaml", *_yaml(schema["examples"][0]), "```", "", "## Contents", ""]
    lines += ["**[The document](#document)**: " + _keys("", schema), ""]
    lines += [f"**[{_heading(rule)}](#{name})**: {_keys(name, rule)}\n" for name, rule in parts.items()]
    lines += ["**[What may stand for a value](#values)**: " + ", ".join(f"[{r['title']}](#{n})" for n, r in values.items()), ""]
    lines += ['## <a id="document"></a>The document', "", schema["description"], "", *_all_keys("", schema, defs)]
    for name, rule in parts.items():
        lines += [f'## <a id="{name}"></a>{_heading(rule)}', "", rule["description"], "", *_used(name, schema)]
        lines += [*_examples(rule), *_all_keys(name, rule, defs)]
    lines += ['## <a id="values"></a>What may stand for a value', ""]
    for name, rule in values.items():
        lines += [f'### <a id="{name}"></a>{_heading(rule)}', "", rule["description"], ""]
        lines += [f"*{_capital(_kind(rule, defs))}.*", "", *_used(name, schema), *_examples(rule)]
    return "\n".join(lines).rstrip() + "\n"


def _keys(name: str, rule: Rule) -> str:
    return ", ".join(f"[`{key}`](#{_anchor(name, key)})" for key in rule["properties"])


def _all_keys(name: str, rule: Rule, defs: Rule) -> Iterator[str]:
    needs, choice = rule.get("dependentRequired", {}), [part["required"][0] for part in rule.get("oneOf", ())]
    for key, inner in rule["properties"].items():
        facts = [_kind(inner, defs)]
        if key in rule.get("required", ()):
            facts.append("required")
        if key in choice:
            facts.append(f"exactly one of {_or([f'`{each}`' for each in choice])}")
        if key in needs:
            facts.append(f"needs {' and '.join(f'`{each}`' for each in needs[key])}")
        if "default" in inner:
            facts.append(f"when absent `{_flow(inner['default'])}`")
        yield from (f'### <a id="{_anchor(name, key)}"></a>`{key}`', "", inner["description"], "")
        yield from (f"*{_capital('; '.join(facts))}.*", "", *_examples(inner, key))


def _examples(rule: Rule, key: str = "") -> list[str]:
    if key:
        return ["```yaml", *(f"{key}: {_flow(one)}" for one in rule["examples"]), "```", ""]
    return ["```yaml", *("\n".join(_yaml(one)) for one in rule["examples"]), "```", ""]


def _used(name: str, schema: Rule) -> list[str]:
    """Where a definition is referred to."""

    def refers(rule: Any) -> bool:
        if isinstance(rule, dict):
            return rule.get("$ref") == f"#/$defs/{name}" or any(
                refers(inner) for key, inner in rule.items() if key not in ("properties", "examples", "default")
            )
        return isinstance(rule, list) and any(map(refers, rule))

    found = [
        (home, key)
        for home, rule in [("", schema), *schema["$defs"].items()]
        for key, inner in rule.get("properties", {}).items()
        if refers(inner)
    ]
    links = [f"[`{'.'.join(filter(None, each))}`](#{_anchor(*each)})" for each in found]
    links += [f"[{rule['title']}](#{home})" for home, rule in schema["$defs"].items() if home != name and refers(rule)]
    return [f"Stands at {_list(links)}.", ""] if links else []


def _kind(rule: Rule, defs: Rule) -> str:
    """What may stand there, in words, with links."""
    if "$ref" in rule:
        name = rule["$ref"].rpartition("/")[2]
        return f"[{_lower(defs[name]['title'])}](#{name})"
    if "oneOf" in rule and "properties" not in rule:
        return ", or ".join(_kind(part, defs) for part in rule["oneOf"])
    if "enum" in rule:
        return _or([f"`{_flow(each)}`" for each in rule["enum"]])
    if "const" in rule:
        return f"`{_flow(rule['const'])}`"
    types = [rule["type"]] if isinstance(rule["type"], str) else [each for each in rule["type"] if each != "null"]
    said = _or([TYPES[each] for each in types])
    if types == ["array"]:
        said = f"list of {_kind(rule['items'], defs)}" if "items" in rule else said
    elif types == ["object"] and isinstance(rule.get("additionalProperties"), dict):
        names = f"from {_kind(rule['propertyNames'], defs)} " if "propertyNames" in rule else ""
        said = f"map {names}to {_kind(rule['additionalProperties'], defs)}"
    elif types == ["object"] and "properties" in rule:
        said = f"map with {_list([f'`{key}`' for key in rule['properties']])}"
    limits = [
        f"{word} {rule[key]:g}"
        for key, word in (("minimum", "at least"), ("maximum", "at most"), ("maxLength", "up to"))
        if key in rule
    ]
    return f"{said}, {' and '.join(limits)}" + (" letters" if "maxLength" in rule else "") if limits else said


def _yaml(value: Any, indent: str = "") -> list[str]:
    """An example as one writes it: maps down to the second level in lines, what is below in one line."""
    if isinstance(value, dict) and len(indent) < 4 and value:
        lines = []
        for key, inner in value.items():
            deeper = isinstance(inner, dict) and inner and len(_flow(inner)) > 60
            lines += [f"{indent}{key}:", *_yaml(inner, indent + "  ")] if deeper else [f"{indent}{key}: {_flow(inner)}"]
        return lines
    return [f"{indent}{_flow(value)}"]


def _flow(value: Any) -> str:
    """YAML in one line."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_flow(key)}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    if isinstance(value, str):
        plain = re.fullmatch(r"[^\W\d][^#:,{}\[\]'\"&*!|>%@`]*|[\d.]+(?:%|-[\w-]+)", value) and value not in (
            "true",
            "false",
            "null",
        )
        return value if plain else f'"{value}"'
    return "null" if value is None else json.dumps(value)


def _anchor(name: str, key: str) -> str:
    return f"{name}-{key}" if name else f"key-{key}"


def _heading(rule: Rule) -> str:
    return _capital(rule["title"])


def _capital(text: str) -> str:
    """The first letter large, of a link's words too."""
    return re.sub(r"^(\[?)(\w)", lambda found: found[1] + found[2].upper(), text)


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _or(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def _list(words: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1])))


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(json.loads(SCHEMA.read_text(encoding="utf-8"))), encoding="utf-8")
