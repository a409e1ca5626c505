"""A document against `schemas/definition.schema.json`: every way in which it does not fit, each at its place.

Enters: a `Document`. Leaves: problems; in the data what does not fit is replaced by `BROKEN` (unknown keys are taken out), so
that the build checks the rest. This is the part of JSON Schema 2020-12 that our schema uses, and a test holds both to that.
The jsonschema library agrees with it (another test) but costs a short run a tenth of a second to import, and of a union it
says only that nothing fits. Only `#/$defs` can be referred to: nothing is ever fetched.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from scorecard.definition.document import BROKEN, Document
from scorecard.problems import Phrase, Problem, fault, nearest

Schema = Mapping[str, Any]

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,), "array": (list,), "string": (str,), "number": (int, float), "integer": (int,), "boolean": (bool,),
    "null": (type(None),),
}  # fmt: skip
NAMES = {
    "object": Phrase("map"),
    "array": Phrase("list"),
    "string": Phrase("text"),
    "number": Phrase("number"),
    "integer": Phrase("whole number"),
    "boolean": Phrase("true or false"),
    "null": Phrase("nothing"),
}


@cache
def schema() -> Schema:
    """The definition's schema, as published."""
    text = files("scorecard").joinpath("schemas/definition.schema.json").read_text(encoding="utf-8")
    loaded: Schema = json.loads(text)
    return loaded


def check(document: Document) -> list[Problem]:
    """All that does not fit; `document.data` is left with `BROKEN` in those places."""
    checker = _Checker(document)
    document.data = checker.fit(document.data, schema(), ())
    return checker.problems


def check_key(document: Document, key: str) -> list[Problem]:
    """What does not fit in one key at the top."""
    checker = _Checker(document)
    checker.fit(document.data[key], schema()["properties"][key], (key,))
    return checker.problems


class _Checker:
    def __init__(self, document: Document):
        self.places = document.places
        self.definitions: Mapping[str, Schema] = schema()["$defs"]
        self.problems: list[Problem] = []

    def fit(self, value: Any, rule: Schema, path: tuple[str, ...]) -> Any:
        """The value, or BROKEN when it does not fit; what is wrong further inside does not spoil the whole."""
        if value is BROKEN:
            return value
        if (union := rule.get("oneOf")) and "properties" not in rule:
            branch = self._branch(value, [self._resolved(part) for part in union], rule, path)
            said = {key: rule[key] for key in ("description", "examples") if key in rule}
            return BROKEN if branch is None else self.fit(value, {**said, **branch}, path)
        if "$ref" in rule:
            rule = self._resolved(rule)
            if "oneOf" in rule:
                return self.fit(value, rule, path)
        if (wanted := _types(rule)) and not any(_is(value, name) for name in wanted):
            return self._wrong_type(value, wanted, rule, path)
        if isinstance(value, dict):
            return self._map(value, rule, path)
        if isinstance(value, list):
            return self._list(value, rule, path)
        return value if self._scalar(value, rule, path, False) else BROKEN

    def _resolved(self, rule: Schema) -> Schema:
        if name := rule.get("$ref"):
            return self._resolved(self.definitions[name.removeprefix("#/$defs/")])
        return rule

    def _branch(self, value: Any, union: list[Schema], rule: Schema, path: tuple[str, ...]) -> Schema | None:
        """Of a union the one that is meant: by type, then by the keys that only one of them asks for."""
        fits = [part for part in union if any(_is(value, name) for name in _types(part))]
        if not fits:
            self._wrong_type(value, tuple(name for part in union for name in _types(part)), rule, path)
            return None
        if len(fits) == 1:
            return fits[0]
        tagged = [part for part in fits if all(key in value for key in part["required"][-1:])]
        if len(tagged) == 1:
            return tagged[0]
        tags = tuple(part["required"][-1] for part in fits)
        if tagged:
            found = tuple(part["required"][-1] for part in tagged)
            self._exclude(found, tuple(key for part in tagged for key in part["required"] if key in value), path)
            return None
        partly = [part for part in fits if any(key in value for key in part["required"])]
        if partly:
            return partly[0]
        unknown = next((key for key in value if not any(key in part["properties"] for part in fits)), None)
        if unknown is None:
            self.problems.append(fault("no-key-of", self.places.key(*path), key=_name(path), keys=tags))
        else:
            self._unknown(unknown, {key for part in fits for key in part["properties"]}, path)
        return None

    def _map(self, value: dict[str, Any], rule: Schema, path: tuple[str, ...]) -> Any:
        known, other, names = rule.get("properties", {}), rule.get("additionalProperties", True), rule.get("propertyNames")
        unknown: dict[str, tuple[str, ...]] = {}  # key -> what is probably meant
        for key in list(value):
            here = (*path, key)
            if key in known:
                value[key] = self.fit(value[key], known[key], here)
            elif other is False:
                unknown[key] = self._unknown(key, known, path)
                del value[key]
            elif names and not self._scalar(key, self._resolved(names), here, True):
                del value[key]
            elif other is not True:
                value[key] = self.fit(value[key], other, here)
        for key in rule.get("required", ()):
            if key not in value:
                if (key,) not in unknown.values():  # else it is there, misspelt
                    self.problems.append(fault("missing-key", self.places.key(*path), key=key))
                value[key] = BROKEN
        if "oneOf" in rule:  # exactly one of some keys
            keys = tuple(part["required"][0] for part in rule["oneOf"])
            found = tuple(key for key in keys if key in value)
            if not found and not any(near[0] in keys for near in unknown.values() if near):
                self.problems.append(fault("no-key-of", self.places.key(*path), key=_name(path), keys=keys))
            elif len(found) > 1:
                self._exclude(found, found, path)
            if len(found) != 1:
                value |= dict.fromkeys(found or keys[:1], BROKEN)
        for key, needs in rule.get("dependentRequired", {}).items():
            for needed in needs:
                if key in value and needed not in value:
                    facts = {"key": key, "needs": needed, "remove": self._extended((key,), path)}
                    self.problems.append(fault("key-needs-key", self.places.key(*path, key), **facts))
                    value[needed] = BROKEN
        return value if self._count(len(value), rule.get("minProperties"), rule.get("maxProperties"), rule, path) else BROKEN

    def _exclude(self, found: tuple[str, ...], parts: tuple[str, ...], path: tuple[str, ...]) -> None:
        """Only one of `found` may stand here; `parts`: all keys that come with them."""
        remove = self._extended(parts, path)
        own = [key for key in found if key not in remove]
        place = self.places.key(*path, own[0] if remove and own else found[1])
        self.problems.append(fault("keys-exclude", place, keys=found, remove=remove if own else ()))

    def _extended(self, keys: Iterable[str], path: tuple[str, ...]) -> tuple[str, ...]:
        """Those that a definition which this one extends has said: they are taken away by a null."""
        return tuple(key for key in dict.fromkeys(keys) if self.places.origin(*path, key) is not self.places.source)

    def _list(self, value: list[Any], rule: Schema, path: tuple[str, ...]) -> Any:
        if items := rule.get("items"):
            value[:] = [self.fit(item, items, (*path, str(index))) for index, item in enumerate(value)]
        return value if self._count(len(value), rule.get("minItems"), rule.get("maxItems"), rule, path) else BROKEN

    def _count(self, found: int, least: int | None, most: int | None, rule: Schema, path: tuple[str, ...]) -> bool:
        if (least is None or found >= least) and (most is None or found <= most):
            return True
        broken = "exact" if least == most else "least" if least is not None and found < least else "most"
        facts = {"exact": None, "least": None, "most": None, broken: str(most if broken == "most" else least)}
        examples = _examples(rule)
        self.problems.append(
            fault("wrong-count", self.places.key(*path), key=_name(path), found=found, examples=examples, **facts)
        )
        return False

    def _scalar(self, value: Any, rule: Schema, path: tuple[str, ...], is_key: bool) -> bool:
        place = self.places.key if is_key else self.places.at
        allowed = rule.get("enum", (rule["const"],) if "const" in rule else None)
        if allowed is not None and not any(value == one and type(value) is type(one) for one in allowed):
            near = nearest(str(value), [str(one) for one in allowed])
            facts = {"value": _text(value), "allowed": tuple(map(_text, allowed)), "nearest": near}
            key = _name(path[:-1] if is_key else path)
            self.problems.append(fault("not-one-of", place(*path), key=key, **facts))
        elif isinstance(value, str):
            if rule.get("minLength", 0) > len(value):
                self.problems.append(fault("empty-text", place(*path), key=_name(path)))
            # `fullmatch`: to Python `$` alone would let a line end pass.
            elif len(value) > rule.get("maxLength", 10**7) or not re.fullmatch(rule.get("pattern", "(?s:.*)"), value):
                shown = value if len(value) < 80 else value[:80] + "…"
                facts = {"value": shown, "form": _sentence(rule), "examples": _examples(rule)}
                if rule.get("writeOnly"):  # it may hold a password
                    self.problems.append(fault("url-in-definition", place(*path)))
                else:
                    self.problems.append(fault("bad-form", place(*path), key=_name(path), **facts))
            else:
                return True
        elif value is not None and not rule.get("minimum", value) <= value <= rule.get("maximum", value):
            key = "least" if value < rule.get("minimum", value) else "most"
            limits = {"least": None, "most": None, key: rule["minimum" if key == "least" else "maximum"]}
            facts = {"key": _name(path), "value": value, "examples": _examples(rule)}
            self.problems.append(fault("out-of-range", place(*path), **facts, **limits))
        else:
            return True
        return False

    def _wrong_type(self, value: Any, wanted: Iterable[str], rule: Schema, path: tuple[str, ...]) -> Any:
        found = next(NAMES.get(name, name) for name in ("boolean", *TYPES) if _is(value, name))
        expected = tuple(dict.fromkeys(NAMES.get(name, name) for name in wanted if name != "null"))
        facts = {"key": _name(path), "expected": expected, "found": found, "examples": _examples(rule)}
        self.problems.append(fault("wrong-type", self.places.at(*path), **facts))
        return BROKEN

    def _unknown(self, key: str, known: Iterable[str], path: tuple[str, ...]) -> tuple[str, ...]:
        near = nearest(key, known, 1)
        facts = {"key": key, "nearest": near, "known": () if near else tuple(known)}
        self.problems.append(fault("unknown-key", self.places.key(*path, key), **facts))
        return near


def _types(rule: Schema) -> tuple[str, ...]:
    named = rule.get("type", ())
    return (named,) if isinstance(named, str) else tuple(named)


def _is(value: Any, name: str) -> bool:
    if name == "integer" and isinstance(value, float):
        return value.is_integer()
    return isinstance(value, TYPES[name]) and (name == "boolean" or not isinstance(value, bool))


def _name(path: tuple[str, ...]) -> str:
    return path[-1] if path else ""


def _text(value: object) -> str:
    """A YAML scalar as one writes it."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _sentence(rule: Schema) -> str:
    """The first sentence of a rule's description, which says what belongs there."""
    return str(rule.get("description", "")).partition(". ")[0].rstrip(".")


def _examples(rule: Schema) -> tuple[str, ...]:
    return tuple(_written(one) for one in rule.get("examples", ()))


def _written(value: object) -> str:
    """An example as one writes it in YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_written(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_written, value)) + "]"
    return f'"{value}"' if isinstance(value, str) and re.search(r"[,{}\[\]]|: |^#| #", value) else _text(value)
