"""Text -> sqlglot's tree, within limits; and what the compilers of that tree share: faults with places.

Enters: a formula's text. Leaves: a tree in which nothing is trusted yet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from sqlglot import exp
from sqlglot.dialects.duckdb import DuckDB
from sqlglot.errors import TokenError

from scorecard.problems import Faults, Place, Problem, fault
from scorecard.records.formula import AggregateFunction, Operator

PlaceOf = Callable[[int, int], Place]
"""Where `length` characters from `start` of the text stand in the author's file."""

MAX_CHARACTERS, MAX_NODES, MAX_DEPTH = 2_000, 200, 25
NUMBER = re.compile(r"(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
OPERATORS: dict[type[exp.Expression], Operator] = {
    exp.Add: "+", exp.Sub: "-", exp.Mul: "*", exp.Div: "/",
    exp.EQ: "=", exp.NEQ: "<>", exp.LT: "<", exp.LTE: "<=", exp.GT: ">", exp.GTE: ">=",
    exp.And: "and", exp.Or: "or",
}  # fmt: skip
AGGREGATE_FUNCTIONS: dict[AggregateFunction, type[exp.Expression]] = {
    "sum": exp.Sum, "avg": exp.Avg, "min": exp.Min, "max": exp.Max,
    "median": exp.Median, "quantile": exp.Quantile, "stddev": exp.Stddev, "count": exp.Count,
}  # fmt: skip
SECONDS = {"days_between": 86_400, "hours_between": 3_600}
ROW_FUNCTIONS = ("coalesce", "nullif", "abs", "round", "lower", "upper", "trim", *SECONDS)
COMPARISONS = frozenset({"=", "<>", "<", "<=", ">", ">="})
# The arguments that each allowed node may carry; a node with any other is refused (min(a, b) parses as Min with `count`).
ARGUMENTS: dict[type[exp.Expression], frozenset[str]] = {
    node: frozenset(names.split())
    for node, names in {
        exp.Column: "this", exp.Identifier: "this quoted", exp.Literal: "this is_string", exp.Boolean: "this", exp.Null: "",
        exp.Paren: "this", exp.Neg: "this", exp.Not: "this", exp.Between: "this low high", exp.In: "this expressions",
        exp.Is: "this expression", exp.Case: "ifs default", exp.If: "this true", exp.Coalesce: "this expressions",
        exp.Nullif: "this expression", exp.Abs: "this", exp.Round: "this decimals", exp.Lower: "this", exp.Upper: "this",
        exp.Trim: "this", exp.Cast: "this to", exp.Count: "this big_int", exp.Distinct: "expressions", exp.Sum: "this",
        exp.Avg: "this", exp.Min: "this", exp.Max: "this", exp.Median: "this", exp.Quantile: "this quantile",
        exp.Stddev: "this", exp.Filter: "this expression", exp.Where: "this", exp.Anonymous: "this expressions",
        exp.Div: "this expression typed safe", exp.Star: "",
    }.items()
}  # fmt: skip
for _operator in OPERATORS:
    ARGUMENTS.setdefault(_operator, frozenset({"this", "expression"}))


def parse(text: str, place_of: PlaceOf) -> exp.Expression:
    """The tree of one expression. Raises Faults: too long, too deep, not one expression, or a construct not allowed."""
    whole = place_of(0, max(1, len(text)))
    if not text.strip():
        raise Faults([fault("formula-empty", whole)])
    if len(text) > MAX_CHARACTERS:
        raise Faults([fault("formula-too-long", whole, length=len(text), limit=MAX_CHARACTERS)])
    try:
        tokens = DuckDB().tokenize(text)
    except TokenError:
        raise Faults([fault("formula-unclosed", whole)]) from None
    if not tokens:
        raise Faults([fault("formula-comment", whole)])
    depth = 0
    for token in tokens:
        if token.comments:
            raise Faults([fault("formula-comment", whole)])
        if token.text == ";":
            raise Faults([fault("formula-not-allowed", place_of(token.start, 1), what=";")])
        depth += (token.text in ("(", "[", "{")) - (token.text in (")", "]", "}"))
        depth = max(depth, 0)
        if depth > MAX_DEPTH:
            raise Faults([fault("formula-too-deep", place_of(token.start, 1), limit=MAX_DEPTH)])
    if tokens[0].text.lower() == "if":  # sqlglot falls back to an opaque command, with a warning
        raise Faults([fault("formula-not-allowed", place_of(0, 2), what="if")])
    if len(tokens) > 2 * MAX_NODES:
        raise Faults([fault("formula-too-large", whole, limit=MAX_NODES)])
    try:
        parsed = DuckDB().parser().parse_into(exp.Condition, tokens, text)
    except Exception as error:  # sqlglot says ParseError, but trips in other ways too over text that is no SQL
        raise Faults([_syntax(error, text, place_of)]) from None
    tree = parsed[0] if len(parsed) == 1 else None
    if not isinstance(tree, exp.Expression):
        raise Faults([fault("formula-syntax", whole, near=text.strip())])
    if sum(1 for _ in tree.walk()) > MAX_NODES:
        raise Faults([fault("formula-too-large", whole, limit=MAX_NODES)])
    for node in tree.walk():  # parents first: what stands inside a refused construct is part of it
        if isinstance(node, exp.Expression) and (problem := _refused(node, text, place_of)):
            raise Faults([problem])
    return tree


def _syntax(error: Exception, text: str, place_of: PlaceOf) -> Problem:
    details = getattr(error, "errors", None) or [{}]
    near = str(details[0].get("highlight") or "")
    lines = text.splitlines(keepends=True)
    end = sum(map(len, lines[: details[0].get("line", 1) - 1])) + details[0].get("col", len(text))
    start = max(0, min(len(text) - 1, end - len(near))) if near else 0
    if str(details[0].get("description", "")).startswith("Expecting )"):
        return fault("formula-parenthesis", place_of(start, max(1, len(near))))
    return fault("formula-syntax", place_of(start, len(near) or len(text)), near=near or text.strip())


def _refused(node: exp.Expression, text: str, place_of: PlaceOf) -> Problem | None:
    if isinstance(node, exp.DataType):  # judged with its Cast, below
        return None
    if isinstance(node, exp.In) and not node.expressions:
        return fault("formula-in-list", place(node, text, place_of))
    if isinstance(node, exp.Quantile) and node.args.get("quantile") is None:
        return fault("formula-quantile", place(node, text, place_of), fraction="")
    if any(needed and node.args.get(name) is None for name, needed in node.arg_types.items()):
        return fault("formula-syntax", place(node, text, place_of), near=text.strip())
    allowed = ARGUMENTS.get(type(node))
    given = {name for name, value in node.args.items() if value or value == 0}
    if allowed is None or given - allowed:
        return fault("formula-not-allowed", place(node, text, place_of), what=construct(node))
    if isinstance(node, exp.Column) and not isinstance(node.this, exp.Identifier):
        return fault("formula-not-allowed", place(node, text, place_of), what=construct(node))
    if isinstance(node, exp.Cast) and not (
        node.to.this == exp.DataType.Type.DATE and isinstance(node.this, exp.Literal) and node.this.is_string
    ):
        return fault("formula-not-allowed", place(node, text, place_of), what="cast")
    if isinstance(node, exp.Literal) and not node.is_string:
        number = str(node.this)
        if not NUMBER.fullmatch(number) or float(number) == float("inf"):
            return fault("formula-number", place(node, text, place_of), number=number[:40])
    return None


def place(node: exp.Expression, text: str, place_of: PlaceOf) -> Place:
    """Where a node stands: its own token, else the stretch from its first to its last token below it."""
    spans = [(n.meta["start"], n.meta["end"]) for n in node.walk() if n.meta and n.meta.get("start") is not None]
    if not spans:
        return place_of(0, len(text))
    if node.meta and node.meta.get("start") is not None:
        start, end = node.meta["start"], node.meta["end"]
    else:
        start, end = min(spans)[0], max(end for _, end in spans)
    return place_of(start, end - start + 1)


def construct(node: exp.Expression) -> str:
    """A construct's name as its author would call it."""
    if type(node).__name__ in _CONSTRUCTS:
        return _CONSTRUCTS[type(node).__name__]
    return (node.sql_name() if isinstance(node, exp.Func) else type(node).__name__).lower()


_CONSTRUCTS = {
    "Boolean": "true or false", "Bracket": "[ ]", "Column": "a dot", "DPipe": "||", "Literal": "a text in quotes", "Mod": "%",
    "Pow": "^", "Select": "select", "Star": "*", "Struct": "{ }", "Subquery": "select", "Window": "over",
}  # fmt: skip


def unknown_function(name: str, where: Place, known: Iterable[str]) -> Problem:
    from scorecard.problems import nearest

    known = sorted(known)
    return fault("formula-function", where, name=name, nearest=nearest(name, known), known=tuple(known))
