"""Who has what from whom, as a graph that other programs read.

Stories are the nodes. An edge leads from a story to an earlier one that it was matched with: a copy, an
excerpt, a rewrite, or a report of the same event; it says how much of the later story the earlier one has,
how long after it came, and whether it is the match through which the story was joined, so that the edges with
`through` alone are a forest. Of two stories at one time, or without one, the order is that of the run, by id.

GraphML (http://graphml.graphdrawing.org) is read by Gephi, yEd, Cytoscape and networkx; node-link JSON by
networkx (`node_link_graph(data, edges="edges")`) and d3. Values that are not known are left out.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import orjson

from dedup.types import Assignment, Match

NODE = (
    ("title", "string"),
    ("source", "string"),
    ("origin", "string"),
    ("published", "string"),
    ("lang", "string"),
    ("duplicate_cluster", "string"),
    ("version_cluster", "string"),
    ("event_cluster", "string"),
)
"""Attributes of a node, as in the rows, and their types in GraphML."""

EDGE = (
    ("relation", "string"),
    ("share", "double"),
    ("jaccard", "double"),
    ("cosine", "double"),
    ("probability", "double"),
    ("hours", "double"),
    ("through", "boolean"),
)
"""Attributes of an edge: what the later story is to the earlier one; the share of its shingles that the
earlier one has; scores of the rows; hours between the two; whether it was joined through it."""

Values = dict[str, Any]

_FORBIDDEN = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\ud800-\\udfff\\ufffe\\uffff]")


def nodes(rows: Iterable[Assignment]) -> Iterator[tuple[str, Values]]:
    """Each story, by its id, with what is known of it."""
    for row in rows:
        published = None if row.published is None else row.published.isoformat()
        values = {name: published if name == "published" else getattr(row, name) for name, _ in NODE}
        yield row.id, {name: value for name, value in values.items() if value is not None}


def edges(rows: Iterable[Assignment], matches: Iterable[Match]) -> Iterator[tuple[str, str, Values]]:
    """The later and the earlier story of each match, with what is known of the two."""
    by_id = {row.id: row for row in rows}
    for match in matches:
        early, late = by_id[match.a], by_id[match.b]
        hours = None
        if early.published is not None and late.published is not None:
            hours = round((late.published - early.published).total_seconds() / 3600, 4)
        values = {
            "relation": match.relation,
            "share": match.scores.containment_b,
            "jaccard": match.scores.jaccard,
            "cosine": match.scores.cosine,
            "probability": match.scores.probability,
            "hours": hours,
            "through": late.matched == early.id or early.matched == late.id,
        }
        yield late.id, early.id, {name: value for name, value in values.items() if value is not None}


def node_link(rows: Iterable[Assignment], matches: Iterable[Match]) -> Iterator[bytes]:
    """The graph as node-link JSON."""
    rows = list(rows)
    yield b'{\n "directed": true,\n "multigraph": false,\n "graph": {},\n "nodes": [\n  '
    yield b",\n  ".join(_json({"id": name, **values}) for name, values in nodes(rows))
    yield b'\n ],\n "edges": [\n  '
    yield b",\n  ".join(
        _json({"source": late, "target": early, **values}) for late, early, values in edges(rows, matches)
    )
    yield b"\n ]\n}\n"


def _json(values: Values) -> bytes:
    return orjson.dumps(
        {key: _written(value) if isinstance(value, str) else value for key, value in values.items()},
        option=orjson.OPT_SERIALIZE_NUMPY,
    )


def graphml(rows: Iterable[Assignment], matches: Iterable[Match]) -> Iterator[bytes]:
    """The graph as GraphML."""
    rows = list(rows)
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for of, attributes in (("node", NODE), ("edge", EDGE)):
        for name, kind in attributes:
            yield f'<key id="{of}-{name}" for="{of}" attr.name="{name}" attr.type="{kind}"/>\n'.encode()
    yield b'<graph id="stories" edgedefault="directed">\n'
    for name, values in nodes(rows):
        yield f"<node id={_quoted(name)}>{_data('node', values)}</node>\n".encode()
    for late, early, values in edges(rows, matches):
        ends = f"source={_quoted(late)} target={_quoted(early)}"
        yield f"<edge {ends}>{_data('edge', values)}</edge>\n".encode()
    yield b"</graph>\n</graphml>\n"


def _data(of: str, values: Values) -> str:
    return "".join(f'<data key="{of}-{name}">{_value(value)}</data>' for name, value in values.items())


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(_written(value)) if isinstance(value, str) else str(value)


def _quoted(name: str) -> str:
    return quoteattr(_written(name))


def _written(text: str) -> str:
    """A text with U+FFFD for what no XML may hold."""
    return _FORBIDDEN.sub("\ufffd", text)
