"""What the page of a comparison shows, prepared for the template: rows of paragraphs, marks and labels.

The numbers are those of the terminal; a letter for the class stands before each, so that a mark can be read
without colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from dedup.report.layout import (
    GROUPS,
    Numbered,
    Row,
    Section,
    gist,
    heading,
    links_by_paragraph,
    marked,
    marks_by_paragraph,
    numbered,
    paragraph,
    rows,
    snippet,
    tellings,
)
from dedup.report.wording import GROUP_TITLES, KINDS, LINKS, RELATIONS, place
from dedup.types import TITLE_PARAGRAPH, Comparison, Link, Span, Version

LETTERS = {"fact": "F", "source": "S", "structure": "T", "review": "W", "style": "Y"}
"""Letter of each class before the number of a difference."""

_ROOM, _WIDE = 64, 96
"""Characters of a passage in the list of differences, where both stories have one and where one has."""


@dataclass(frozen=True, slots=True)
class Label:
    """A difference as it is named in the page: `F1`, with what the filters need to know."""

    number: int
    name: str
    group: str
    type: str
    kind: str
    sign: str
    why: str
    shown: bool
    a: tuple[str, str, str] | None
    b: tuple[str, str, str] | None
    where_a: str
    where_b: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a paragraph: its text, the differences that cover it, and those that end with it."""

    text: str
    covering: tuple[Label, ...]
    ends: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class Chip:
    """A link to the other side: address, words."""

    href: str
    words: str


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of one side."""

    key: str
    place: str
    title: bool
    stretches: list[Stretch]
    tags: list[Label]
    chips: list[Chip]


@dataclass(frozen=True, slots=True)
class RowView:
    """Paragraphs side by side and what the link between them is called."""

    kind: str
    words: str
    sign: str
    a: list[Block]
    b: list[Block]


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """All that the template needs."""

    relation: str
    words: str
    gist: str
    a: Version
    b: Version
    labels: list[Label]
    sections: list[tuple[str, list[Label]]]
    groups: list[tuple[str, str, str, int]]
    types: list[tuple[str, int]]
    tail: int
    rows: list[RowView]
    curves: list[tuple[str, str, str]]


def comparison_view(comparison: Comparison) -> ComparisonView:
    """Work out a page. `curves` are the links (from, to, kind) that share no row and are drawn across; weak
    retold ones are left out."""
    comparison = replace(comparison, links=tuple(tellings(comparison)))
    found = numbered(comparison)
    labels = [_label(comparison, item) for item in found]
    by_number = {label.number: label for label in labels}
    marks = marks_by_paragraph(found)
    reaching = links_by_paragraph(comparison)
    laid = rows(comparison)
    if comparison.relation in ("retold", "unrelated"):
        laid = _closed_up(laid)
    beside = {id(row.link) for row in laid if row.link}
    tags: tuple[dict[int, list[Label]], dict[int, list[Label]]] = ({}, {})
    for item, label in zip(found, labels, strict=True):
        for side, span in zip(tags, (item.difference.a, item.difference.b), strict=True):
            if span is not None and item.difference.group == "structure":
                side.setdefault(span.paragraph, []).append(label)

    def block(side: int, number: int) -> Block:
        version = (comparison.a, comparison.b)[side]
        text = paragraph(version, number)
        stretches = _stretches(marked(text, marks[side][number]), by_number)
        return Block(
            key=_key("ab"[side], number),
            place=place(number),
            title=number == TITLE_PARAGRAPH,
            stretches=stretches,
            tags=tags[side].get(number, []),
            chips=[_chip(link, 1 - side) for link in reaching[side][number] if id(link) not in beside],
        )

    groups = Counter(label.group for label in labels)
    types = Counter(label.type for label in labels)
    known = [*GROUPS, *sorted(set(groups) - set(GROUPS))]
    return ComparisonView(
        relation=comparison.relation,
        words=RELATIONS.get(comparison.relation, ""),
        gist=gist(comparison),
        a=comparison.a,
        b=comparison.b,
        labels=labels,
        sections=[
            (name, [label for _, label in part])
            for name, part in groupby(
                zip(found, labels, strict=True), key=lambda item: heading(item[0], comparison.relation)
            )
        ],
        groups=[(g, GROUP_TITLES.get(g, g), LETTERS.get(g, "?"), groups[g]) for g in known if groups[g]],
        types=sorted(types.items(), key=lambda item: (-item[1], item[0])),
        tail=sum(1 for item in found if not item.shown and item.difference.group != "style"),
        rows=[
            RowView(
                kind=row.link.kind if row.link else "alone",
                words=f"{LINKS.get(row.link.kind, ('', row.link.kind))[1]}" if row.link else "",
                sign=LINKS.get(row.link.kind, ("~", ""))[0] if row.link else "",
                a=[block(0, n) for n in row.a],
                b=[block(1, n) for n in row.b],
            )
            for row in laid
        ],
        curves=[
            (_key("a", link.a[0]), _key("b", link.b[0]), link.kind)
            for link in comparison.links
            if id(link) not in beside and link.a and link.b
        ],
    )


def _closed_up(laid: Iterable[Row]) -> list[Row]:
    """Neighbouring rows of one side only as one row of both: retold and unrelated stories would be gaps."""
    found: list[Row] = []
    for row in laid:
        if found and row.link is None and found[-1].link is None:
            found[-1] = Row(found[-1].a + row.a, found[-1].b + row.b)
        else:
            found.append(row)
    return found


def _label(comparison: Comparison, item: Numbered) -> Label:
    found = item.difference
    sign, words = KINDS.get(found.kind, ("?", found.kind))
    alone = (found.a or found.b) if None in (found.a, found.b) else None
    if alone is not None:
        words = place(alone.paragraph)
    elif item.section == Section.ELSEWHERE:
        words = ""
    return Label(
        number=item.number,
        name=f"{LETTERS.get(found.group, '?')}{item.number}",
        group=found.group,
        type=found.type,
        kind=words,
        sign=sign,
        why=found.why,
        shown=item.shown,
        a=_snippet(comparison.a, found.a, _ROOM if found.b else _WIDE),
        b=_snippet(comparison.b, found.b, _ROOM if found.a else _WIDE),
        where_a="" if found.a is None else _key("a", found.a.paragraph),
        where_b="" if found.b is None else _key("b", found.b.paragraph),
    )


def _snippet(version: Version, span: Span | None, room: int) -> tuple[str, str, str] | None:
    return None if span is None else snippet(paragraph(version, span.paragraph), span, room)


def _stretches(pieces: Iterable[tuple[str, tuple[int, ...]]], labels: dict[int, Label]) -> list[Stretch]:
    listed = list(pieces)
    coverings = [*(covering for _, covering in listed), ()]
    return [
        Stretch(
            text,
            tuple(labels[n] for n in covering),
            tuple(labels[n] for n in covering if n not in following),
        )
        for (text, covering), following in zip(listed, coverings[1:], strict=True)
    ]


def _chip(link: Link, side: int) -> Chip:
    there = (link.a, link.b)[side]
    letter = "ab"[side]
    names = ", ".join(place(n) for n in there)
    word = LINKS.get(link.kind, ("", link.kind))[1]
    return Chip(f"#{_key(letter, there[0] if there else 0)}", f"{word}: {letter.upper()} {names}")


def _key(letter: str, number: int) -> str:
    return f"{letter}-title" if number == TITLE_PARAGRAPH else f"{letter}-{number}"
