"""What a notebook shows of a value: a small table of HTML, without style sheet or script.

`types` knows nothing of reports; its values look this module up by name when a notebook asks them.
"""

from collections.abc import Iterable, Sequence
from html import escape

from dedup.report.styled_text import plain
from dedup.report.wording import span
from dedup.types import Cluster, Comparison

MOST_ROWS = 20
"""Rows of a table that are shown."""


def html(value: object) -> str:
    """A comparison or a cluster as a table.

    Examples
    --------
    >>> html(Cluster("a", "event", ("a", "b"), "a", "b", 2, ("<i>",), None, None)).count("&lt;i&gt;")
    1
    """
    if isinstance(value, Comparison):
        rows = [
            (one.type, one.a.text if one.a else "", one.b.text if one.b else "") for one in value.differences
        ]
        title = f"{value.relation}: {value.a.title or value.a.id} | {value.b.title or value.b.id}"
        return table(title, ("difference", value.a.id, value.b.id), rows)
    assert isinstance(value, Cluster)
    return clusters_table(f"{value.kind} cluster {value.id}", [value])


def clusters_table(title: str, clusters: Sequence[Cluster]) -> str:
    """Clusters, one in a row."""
    names = ("cluster", "level", "stories", "tellings", "sources", "when", "members")
    rows = [
        (
            one.id,
            one.kind,
            str(len(one.members)),
            str(one.tellings),
            ", ".join(one.sources),
            span(one.first, one.last),
            ", ".join(one.members[:MOST_ROWS]) + (" …" if len(one.members) > MOST_ROWS else ""),
        )
        for one in clusters
    ]
    return table(title, names, rows)


def table(title: str, names: Iterable[str], rows: Sequence[Sequence[str]]) -> str:
    """Rows of text as a table; every cell is escaped, and rows beyond `MOST_ROWS` are counted."""
    head = "".join(f"<th>{_cell(name)}</th>" for name in names)
    body = "".join(
        f"<tr>{''.join(f'<td>{_cell(cell)}</td>' for cell in row)}</tr>" for row in rows[:MOST_ROWS]
    )
    more = f"<p>… and {len(rows) - MOST_ROWS:,} more</p>" if len(rows) > MOST_ROWS else ""
    return f"<table><caption>{_cell(title)}</caption><tr>{head}</tr>{body}</table>{more}"


def _cell(text: str) -> str:
    return escape(plain(text))
