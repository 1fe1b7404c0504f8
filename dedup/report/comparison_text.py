"""A comparison for the terminal: two columns, A on the left and B on the right, or one below 70 cells.

First who stands against whom and one sentence of what matters most; then the dozen differences that matter,
each with the words around it, what differs in two columns, before what only one story has; then the
paragraphs with the same differences marked. A mark is brackets and the number of its difference; colour only
repeats it. The rest and style are one line, and unchanged text is folded, until everything is asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from dedup.difference_types import Group
from dedup.report.layout import (
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
from dedup.report.styled_text import Line, Run, clip, columns, padded, paint, plain, wrap
from dedup.report.wording import ELSEWHERE, KINDS, LINKS, ONLY_A, ONLY_B, RELATIONS, count, place
from dedup.types import Comparison, Link, Span, Version

_ONE_COLUMN = 70
"""Narrower terminals get one column: two of 30 cells would break every line."""

_GUTTER = 20
"""Cells left of the columns: number, sign and type of a difference."""

_FOLD = 320
"""Unmarked text longer than this inside a changed paragraph is shown by its ends."""

_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def comparison_text(
    comparison: Comparison, *, width: int = 80, color: bool = False, everything: bool = False
) -> str:
    """Two stories side by side.

    Parameters
    ----------
    comparison
        What the comparer found.
    width
        Terminal cells of a line, at least 30.
    color
        Whether ANSI colours are written.
    everything
        Also style, the lower-ranked differences, the rules that found them, and unchanged
        text.

    Returns
    -------
    str
        Lines with a newline at the end.
    """
    page = _Page(comparison, max(30, width), everything)
    return "".join(paint(line, color).rstrip() + "\n" for line in page.lines())


class _Page:
    """One comparison on its way to the terminal: what is listed, and the sections that show it."""

    def __init__(self, comparison: Comparison, width: int, everything: bool) -> None:
        self.comparison = comparison
        self.width = width
        self.everything = everything
        self.two = width >= _ONE_COLUMN
        self.found = numbered(comparison)
        self.listed = [n for n in self.found if n.shown or everything]
        self.links = links_by_paragraph(comparison)
        self.marks = marks_by_paragraph(self.listed)
        self.style = {item.number: item.difference.group for item in self.listed}

    def lines(self) -> Iterator[Line]:
        """Every line, none wider than the page."""
        for line in self._lines():
            if sum(columns(text) for text, _ in line) <= self.width:
                yield line
            else:
                yield from wrap(line, self.width)

    def _lines(self) -> Iterator[Line]:
        yield from self._heading()
        yield from self._differences()
        retold = self.comparison.relation == "retold"
        if retold:
            yield from self._links()
        if self.comparison.relation == "unrelated" and not self.found:
            yield []
            yield [("They are not compared (--all lists what each has).", "dim")]
            return
        if self.everything or not retold:
            yield from self._paragraphs()
        yield from self._folded()

    def _heading(self) -> Iterator[Line]:
        relation = self.comparison.relation
        yield [(relation, "bold"), (f"  {RELATIONS.get(relation, '')}", "")]
        yield []
        for letter, version in (("A", self.comparison.a), ("B", self.comparison.b)):
            title = version.title or (version.paragraphs[0] if version.paragraphs else "")
            yield [(f"{letter}  ", "bold"), (clip(title, self.width - 3), "bold")]
            yield [("   ", ""), (clip(_where(version), self.width - 3), "dim")]
        sentence = gist(self.comparison)
        if sentence:
            yield []
            yield from wrap([(sentence, "")], self.width)

    def _differences(self) -> Iterator[Line]:
        before = None
        for item in self.listed:
            above = heading(item, self.comparison.relation)
            if above != before:
                before = above
                yield []
                yield [(above, "bold")]
            yield from self._difference(item)

    def _difference(self, item: Numbered) -> Iterator[Line]:
        difference = item.difference
        sign, words = _kind(item)
        label = f"{item.number:>3} {sign} "
        named = wrap([(difference.type, difference.group)], _GUTTER - len(label) - 1)
        sides = (self.comparison.a, difference.a), (self.comparison.b, difference.b)
        stated = [(version, span) for version, span in sides if span is not None]
        if self.two and len(stated) == 1:
            room = self.width - _GUTTER
            yield from _in_gutter(list(_after(label, named)), self._around(*stated[0], item, room))
        elif self.two:
            room = (self.width - _GUTTER - 3) // 2
            ours = self._around(self.comparison.a, difference.a, item, room)
            theirs = self._around(self.comparison.b, difference.b, item, room)
            yield from _beside(list(_after(label, named)), ours, theirs, room)
        else:
            yield [(label, ""), (plain(difference.type), difference.group), (f"  {words}", "")]
            for letter, version, span in (
                ("A", self.comparison.a, difference.a),
                ("B", self.comparison.b, difference.b),
            ):
                if span is not None:
                    yield from _after(f"    {letter} ", self._around(version, span, item, self.width - 8))
        if self.everything and difference.why:
            yield from _after(" " * len(label), wrap([(difference.why, "dim")], self.width - len(label)))

    def _around(self, version: Version, span: Span | None, item: Numbered, room: int) -> list[Line]:
        """A span in its sentence, two lines or so; a dash for a side that has none."""
        if span is None:
            return [[("–", "dim")]]
        where = f"{place(span.paragraph)} "
        before, inside, after = snippet(paragraph(version, span.paragraph), span, 2 * room - len(where) - 6)
        mark = (f"[{inside or '…'}]", item.difference.group)
        return wrap([(where, "dim"), (before, ""), mark, (after, "")], room)

    def _paragraphs(self) -> Iterator[Line]:
        yield []
        yield [("Paragraphs", "bold")]
        used: dict[str, str] = {}
        folded: list[Row] = []
        for row in rows(self.comparison):
            kind = row.link.kind if row.link else None
            if kind == "identical" and not self.everything:
                folded.append(row)
                continue
            yield from self._same(folded)
            folded = []
            away = [] if row.link else self.links[0][row.a[0]] if row.a else self.links[1][row.b[0]]
            if away:
                kind = away[0].kind
            sign, word = LINKS.get(kind, ("~", kind)) if kind else self._alone(row)
            used[sign] = word
            yield from self._row(row, sign, away)
        yield from self._same(folded)
        if used:
            yield [(f"{'  '.join(f'{sign} {word}' for sign, word in sorted(used.items()))}", "dim")]

    def _alone(self, row: Row) -> tuple[str, str]:
        """Sign and words of a paragraph that one side has: only there, or elsewhere in the other."""
        number = (row.a or row.b)[0]
        stated = any(
            span is not None and span.paragraph == number and n.difference.group == Group.STRUCTURE
            for n in self.found
            for span in [n.difference.a if row.a else n.difference.b]
        )
        if not stated and self.comparison.relation in ("revision", "near-duplicate"):
            return ELSEWHERE
        return ONLY_A if row.a else ONLY_B

    def _same(self, folded: list[Row]) -> Iterator[Line]:
        if folded:
            ours = _range([n for row in folded for n in row.a])
            theirs = _range([n for row in folded for n in row.b])
            beside = ours if ours == theirs else f"A {ours}, B {theirs}"
            yield [("= ", "same"), (f"{beside} the same", "same")]

    def _row(self, row: Row, sign: str, away: list[Link]) -> Iterator[Line]:
        room = (self.width - 5) // 2 if self.two else self.width - 4
        if self.comparison.relation == "excerpt" and row.link is None and not self.everything:
            ours, theirs = ([self._opening(v, n, room)] if n else [] for v, n in self._sides(row))
        else:
            ours, theirs = (self._block(side, v, n, room) for side, (v, n) in enumerate(self._sides(row)))
        note: list[Line] = []
        if away:
            other, numbers = (
                ("B", [n for k in away for n in k.b]) if row.a else ("A", [n for k in away for n in k.a])
            )
            word = LINKS.get(away[0].kind, ("", away[0].kind))[1]
            note = wrap([(f"{word}: {other} {_range(numbers)}", "dim")], room)
        if self.two:
            yield from _beside([[(sign, "accent")]], ours or note, theirs or note, room, gutter=2)
            return
        if ours:
            yield from _after(f"{sign} A ", ours)
        if theirs:
            yield from _after(f"{sign} B ", theirs)
        yield from _after("    ", note)

    def _sides(self, row: Row) -> tuple[tuple[Version, tuple[int, ...]], tuple[Version, tuple[int, ...]]]:
        return (self.comparison.a, row.a), (self.comparison.b, row.b)

    def _block(self, side: int, version: Version, paragraphs: Iterable[int], room: int) -> list[Line]:
        lines: list[Line] = []
        for number in paragraphs:
            text = paragraph(version, number)
            runs: list[Run] = [(f"{place(number)} ", "dim"), *self._marks(text, number, side)]
            lines += wrap(runs, room)
        return lines

    def _marks(self, text: str, number: int, side: int) -> Iterator[Run]:
        spans = self.marks[side][number]
        before: tuple[int, ...] = ()
        for piece, covering in [*marked(text, spans), ("", ())]:
            closed = [n for n in before if n not in covering]
            yield from ((f"]{str(n).translate(_SUPERSCRIPT)}", self.style[n]) for n in closed)
            yield from (("[", self.style[n]) for n in covering if n not in before)
            if covering:
                yield piece, self.style[covering[0]]
            elif len(piece) > _FOLD and not self.everything:
                yield (
                    f"{piece[: _FOLD // 3].rsplit(' ', 1)[0]} … {piece[-_FOLD // 3 :].split(' ', 1)[-1]}",
                    "",
                )
            else:
                yield piece, ""
            before = covering

    def _links(self) -> Iterator[Line]:
        """The links of a retold pair by A's paragraphs, best first, weak ones only with everything; and then
        the paragraphs without a link."""
        kept = self.comparison.links if self.everything else tellings(self.comparison)
        links = sorted(kept, key=lambda k: (k.a, -k.score, k.b))
        room = (self.width - 9) // 2 if self.two else self.width - 4
        if links:
            yield []
            yield [("In both", "bold")]
        for ours, group in groupby(links, key=lambda k: k.a):
            best, *others = group
            also = f"also {_range([n for k in others for n in k.b])} " if others else ""
            left = self._opening(self.comparison.a, ours, room)
            right = self._opening(self.comparison.b, best.b, room, also)
            if self.two:
                score: Line = [(f"{best.score:.2f}"[-3:] if best.score < 1 else "1.0", "dim")]
                yield from _beside([score], [left], [right], room, gutter=5)
            else:
                yield from _after("A ", [left])
                yield from _after("B ", [right])
        for letter, version, reached in (
            ("A", self.comparison.a, {n for link in links for n in link.a}),
            ("B", self.comparison.b, {n for link in links for n in link.b}),
        ):
            alone = [n for n in range(len(version.paragraphs)) if n not in reached]
            if alone and self.everything:
                yield []
                yield [(f"Not linked in {letter}", "bold")]
                yield from (self._opening(version, (n,), self.width) for n in alone)

    def _opening(self, version: Version, numbers: tuple[int, ...], room: int, also: str = "") -> Line:
        where = f"{_range(numbers)} {also}"
        text = " ".join(paragraph(version, n)[: 2 * room] for n in numbers)
        return [(where, "dim"), (clip(text, max(1, room - columns(where))), "")]

    def _folded(self) -> Iterator[Line]:
        hidden = [n.difference for n in self.found if not n.shown]
        if self.everything or not hidden:
            if not self.found:
                yield []
                yield [("No differences.", "")]
            return
        yield []
        style = Counter(d.type for d in hidden if d.group == Group.STYLE)
        furniture = style.pop("page-furniture", 0)
        parts = []
        if style:
            kinds = ", ".join(f"{number} {plain(kind)}" for kind, number in sorted(style.items(), key=_often))
            parts.append(f"{count(style.total(), 'difference')} of style: {kinds}")
        if furniture:
            parts.append(f"page furniture ({furniture:,})")
        lower = sum(d.group != Group.STYLE for d in hidden) + self.comparison.left_out
        if lower:
            parts.append(f"{lower:,} more of lower weight")
        yield from wrap([(f"Folded: {'; '.join(parts)} (--all shows them)", "dim")], self.width)


def _often(item: tuple[str, int]) -> tuple[int, str]:
    return -item[1], item[0]


def _where(version: Version) -> str:
    held = count(len(version.paragraphs), "paragraph")
    if version.part is None:
        return f"{version.id} · {held}"
    return f"{version.id} · {held}, {version.part.first}–{version.part.last} of {version.part.of}"


def _range(numbers: Iterable[int]) -> str:
    """`¶2`, `¶2–4`, `¶2, ¶5`, `title`."""
    groups: list[list[int]] = []
    for number in sorted(set(numbers)):
        if groups and number == groups[-1][1] + 1 and groups[-1][0] >= 0:
            groups[-1][1] = number
        else:
            groups.append([number, number])
    return ", ".join(place(low) if low == high else f"{place(low)}–{high}" for low, high in groups)


def _beside(
    left: list[Line], ours: list[Line], theirs: list[Line], room: int, gutter: int = _GUTTER
) -> Iterator[Line]:
    for n in range(max(len(left), len(ours), len(theirs))):
        first, second, third = (column[n] if n < len(column) else [] for column in (left, ours, theirs))
        yield [*padded(first, gutter), *padded(second, room), (" │ ", "dim"), *third]


def _in_gutter(left: list[Line], text: list[Line]) -> Iterator[Line]:
    """Lines of one column behind the gutter."""
    for n in range(max(len(left), len(text))):
        first, second = (column[n] if n < len(column) else [] for column in (left, text))
        yield [*padded(first, _GUTTER), *second]


def _kind(item: Numbered) -> tuple[str, str]:
    """Sign and words of a difference: how the stories differ, or where a passage went."""
    kinds = LINKS if item.section == Section.ELSEWHERE else KINDS
    name = item.difference.type if item.section == Section.ELSEWHERE else item.difference.kind
    return kinds.get(name, ("?", name))


def _after(label: str, lines: list[Line]) -> Iterator[Line]:
    for n, line in enumerate(lines):
        yield [(label if n == 0 else " " * len(label), "bold"), *line]
