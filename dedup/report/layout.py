"""What stands beside what, and in which order, in every form of a comparison; and the sentence above it.

The two stories are laid out in rows. Each paragraph appears exactly once, in its own order; the heaviest
chain of links that cross nowhere decides which paragraphs share a row (a weighted longest increasing
subsequence, found with a Fenwick tree in n log n). Links outside the chain are moved or retold passages: they
are drawn, or named. Differences are numbered once, in the order of the list, so that a number means the same
there and in the text. The sentence (`gist`) says what matters most: facts that differ, then what one story
alone has.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from dedup.difference_types import TYPES, Group, Kind, Subject
from dedup.report.styled_text import clip, columns, plain
from dedup.report.wording import count
from dedup.types import TITLE_PARAGRAPH, Comparison, Difference, Link, Span, Version

GROUPS = tuple(Group)
"""Classes of differences in the order in which they matter."""

SHOWN = 12
"""Differences that are shown before the reader asks for all. Past about a dozen, the weightiest first, they
stop being useful."""

LINKED = 0.2
"""Score of a retold link from which it is shown; weaker ones join headlines and leads, whatever their words,
or passages that share a word or two."""

SURE = 0.8
"""Certainty from which a difference is named in the sentence, and stands above the less certain ones."""

GONE = 0.9
"""What a difference that A alone has weighs beside one that B alone has when the dozen is chosen: of 53 of
one side that an editor of 30 pairs must know, 35 stood in B."""

MOSTLY = 0.7
"""Share of a passage in statements and quotations from which it says nothing more than they do."""

FACTS = 2
"""Facts shown side by side."""

PHRASE = 3
"""Words of a quotation up to which it says nothing without the sentence around it."""

ITEMS = 3
"""Kinds of things counted that one story alone has."""

_ROOM = 48
"""Cells of a wording in the sentence."""


class Section(StrEnum):
    """Parts of the list of differences, in their order."""

    DIFFERS = "Differs"
    NEW = "New in B"
    GONE = "Gone from A"
    ELSEWHERE = "The same, elsewhere"
    UNSURE = "Less certain"
    STYLE = "Style"


_CONTENT = frozenset(["statement", "quote"])
"""Types that show what a passage says."""

_INDEPENDENT = frozenset(["retold", "unrelated"])
"""Relations of stories of which neither is a version of the other."""

_ELSEWHERE = frozenset(["moved", "split", "merged"])
_WITHIN = frozenset(["negation", "hedge", "quantifier"])
"""Types of small words: where one side lacks them, both have the statement."""


_WORD = 24
"""Characters of a word that a snippet leaves out whole; what is longer, or written without blanks, is cut."""

Mark = tuple[int, int, int]
"""Start, end and number of a difference in a paragraph."""


@dataclass(frozen=True, slots=True)
class Row:
    """Paragraphs that stand side by side; `link` is None when only one side has them."""

    a: tuple[int, ...]
    b: tuple[int, ...]
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Numbered:
    """A difference with its number, from 1; `shown` is False where it is folded by default."""

    number: int
    difference: Difference
    shown: bool
    section: Section


def numbered(comparison: Comparison) -> list[Numbered]:
    """The differences in the order of the list: the `SHOWN` first by section, then the others, style last.

    Passages that lines before them say whole are among the others.
    """
    restated = _restated(comparison)
    facts = [d for d in comparison.differences if d.group != Group.STYLE and d not in restated]
    style = [d for d in comparison.differences if d.group == Group.STYLE]
    again = [d for d in comparison.differences if d in restated]
    worth = sorted(facts, key=lambda d: -d.weight * (GONE if d.kind == Kind.ONLY_A else 1.0))
    chosen = frozenset(worth[:SHOWN])
    first = sorted([d for d in facts if d in chosen], key=_section_number)
    rest = sorted([*(d for d in facts if d not in chosen), *again], key=_section_number)
    return [
        Numbered(n, d, n <= len(first), section(d)) for n, d in enumerate([*first, *rest, *style], start=1)
    ]


def _restated(comparison: Comparison) -> frozenset[Difference]:
    """The added and dropped passages of which statements and quotations show most."""
    lines: dict[tuple[str, int], list[Span]] = defaultdict(list)
    for d in comparison.differences:
        if d.type in _CONTENT:
            for kind, shown in ((Kind.ONLY_A, d.a), (Kind.ONLY_B, d.b)):
                if shown is not None:
                    lines[kind, shown.paragraph].append(shown)
    return frozenset(
        d
        for d in comparison.differences
        if d.type in ("added", "dropped")
        and (shown := d.a or d.b)
        and _shared(shown, lines[d.kind, shown.paragraph]) >= MOSTLY * len(shown.text)
    )


def _shared(shown: Span, lines: Sequence[Span]) -> int:
    """Characters of a stretch that lie in some others."""
    return sum(max(0, min(shown.end, line.end) - max(shown.start, line.start)) for line in lines)


def section(difference: Difference) -> Section:
    """The part of the list in which a difference stands."""
    if difference.group == Group.STYLE:
        return Section.STYLE
    if difference.certainty < SURE:
        return Section.UNSURE
    if difference.type in _ELSEWHERE:
        return Section.ELSEWHERE
    both = difference.a is not None and difference.b is not None
    if both or difference.type in _WITHIN:
        return Section.DIFFERS
    return Section.NEW if difference.a is None else Section.GONE


def _section_number(difference: Difference) -> int:
    return list(Section).index(section(difference))


def heading(item: Numbered, relation: str) -> str:
    """The heading above a line of the list: what independent reports have alone is neither new nor gone."""
    name = str(item.section)
    if relation in _INDEPENDENT:
        name = {Section.NEW: "Only in B", Section.GONE: "Only in A"}.get(item.section, name)
    return name if item.shown or item.section == Section.STYLE else f"{name}, of lower weight"


def paragraph(version: Version, number: int) -> str:
    """The text of a paragraph, the title for -1, and nothing for a number that the version does not have."""
    if number == TITLE_PARAGRAPH:
        return version.title or ""
    return version.paragraphs[number] if 0 <= number < len(version.paragraphs) else ""


def numbers(version: Version) -> range:
    """The paragraph numbers of a version, beginning with -1 if it has a title."""
    return range(TITLE_PARAGRAPH if version.title else 0, len(version.paragraphs))


def rows(comparison: Comparison) -> list[Row]:
    """All paragraphs of both stories, each once and in order, side by side where the chain links them."""
    ours, theirs = numbers(comparison.a), numbers(comparison.b)
    at, bt = ours.start, theirs.start
    found: list[Row] = []
    for link in _chain([link for link in comparison.links if _fits(link, ours, theirs)]):
        found += _alone(range(at, link.a[0]), range(bt, link.b[0]))
        found.append(Row(link.a, link.b, link))
        at, bt = link.a[-1] + 1, link.b[-1] + 1
    return found + _alone(range(at, ours.stop), range(bt, theirs.stop))


def tellings(comparison: Comparison) -> list[Link]:
    """The links that are shown: all but retold ones that are weak, or weaker than another at both their ends;
    two headlines are always linked."""
    best: dict[tuple[int, int], float] = defaultdict(float)
    for link in comparison.links:
        for end in _ends(link):
            best[end] = max(best[end], link.score)
    titles = (TITLE_PARAGRAPH,)
    return [
        link
        for link in comparison.links
        if link.kind != "retold"
        or link.a == link.b == titles
        or (link.score >= LINKED and any(link.score == best[end] for end in _ends(link)))
    ]


def _ends(link: Link) -> list[tuple[int, int]]:
    return [(side, number) for side, numbers in enumerate((link.a, link.b)) for number in numbers]


def links_by_paragraph(comparison: Comparison) -> tuple[dict[int, list[Link]], dict[int, list[Link]]]:
    """For each side, the links that reach each of its paragraphs, in their order."""
    ours: dict[int, list[Link]] = defaultdict(list)
    theirs: dict[int, list[Link]] = defaultdict(list)
    for link in comparison.links:
        for number in link.a:
            ours[number].append(link)
        for number in link.b:
            theirs[number].append(link)
    return ours, theirs


def marks_by_paragraph(listed: Iterable[Numbered]) -> tuple[dict[int, list[Mark]], dict[int, list[Mark]]]:
    """For each side, the marks of each of its paragraphs.

    Structure concerns whole paragraphs and has no mark: it is named beside them.
    """
    sides: tuple[dict[int, list[Mark]], dict[int, list[Mark]]] = (defaultdict(list), defaultdict(list))
    for item in listed:
        if item.difference.group == "structure":
            continue
        for side, span in zip(sides, (item.difference.a, item.difference.b), strict=True):
            if span is not None:
                side[span.paragraph].append((span.start, span.end, item.number))
    return sides


def _alone(ours: Iterable[int], theirs: Iterable[int]) -> list[Row]:
    return [Row((n,), ()) for n in ours] + [Row((), (n,)) for n in theirs]


def _fits(link: Link, ours: range, theirs: range) -> bool:
    """Whether a link is two blocks of neighbouring paragraphs that exist."""
    return all(
        side and side == tuple(range(side[0], side[0] + len(side))) and side[0] in known and side[-1] in known
        for side, known in ((link.a, ours), (link.b, theirs))
    )


def _chain(links: Sequence[Link]) -> list[Link]:
    """The heaviest sequence of links that increases on both sides; on equal weight the earlier link wins."""
    order = sorted(links, key=lambda k: (k.a[0], k.b[0], k.a[-1], k.b[-1]))
    ended = iter(sorted(range(len(order)), key=lambda i: order[i].a[-1]))
    ends = sorted({link.b[-1] for link in order})
    rank = {end: n + 1 for n, end in enumerate(ends)}
    best: list[tuple[float, int]] = [(0.0, -1)] * (len(ends) + 1)
    total = [0.0] * len(order)
    before = [-1] * len(order)
    waiting = next(ended, None)
    for i, link in enumerate(order):
        while waiting is not None and order[waiting].a[-1] < link.a[0]:
            _raise(best, rank[order[waiting].b[-1]], total[waiting], waiting)
            waiting = next(ended, None)
        weight, before[i] = _heaviest(best, _below(ends, link.b[0]))
        total[i] = weight + _weight(link)
    at = max(range(len(order)), key=lambda i: (total[i], -i), default=-1)
    chain: list[Link] = []
    while at >= 0:
        chain.append(order[at])
        at = before[at]
    return chain[::-1]


def _weight(link: Link) -> float:
    """A moved passage never pulls the chain; ties go to links that cover more paragraphs."""
    return (1e-6 if link.kind == "moved" else 1.0 + link.score) * (len(link.a) + len(link.b))


def _below(ends: Sequence[int], first: int) -> int:
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if ends[middle] < first:
            low = middle + 1
        else:
            high = middle
    return low


def _raise(best: list[tuple[float, int]], at: int, weight: float, link: int) -> None:
    while at < len(best):
        if weight > best[at][0]:
            best[at] = (weight, link)
        at += at & -at


def _heaviest(best: list[tuple[float, int]], at: int) -> tuple[float, int]:
    found = (0.0, -1)
    while at > 0:
        if best[at][0] > found[0]:
            found = best[at]
        at -= at & -at
    return found


def marked(text: str, spans: Iterable[Mark]) -> list[tuple[str, tuple[int, ...]]]:
    """Cut a text at the ends of `spans` (start, end, number); each stretch with the numbers that cover it.

    Offsets outside the text are clamped; a span without length marks nothing.
    """
    opening: dict[int, list[int]] = {}
    closing: dict[int, list[int]] = {}
    for start, end, number in spans:
        low, high = max(0, start), min(len(text), end)
        if low < high:
            opening.setdefault(low, []).append(number)
            closing.setdefault(high, []).append(number)
    cuts = sorted({0, len(text), *opening, *closing})
    active: list[int] = []
    stretches = []
    for low, high in pairwise(cuts):
        for number in closing.get(low, ()):
            active.remove(number)
        active = sorted([*active, *opening.get(low, ())])
        stretches.append((text[low:high], tuple(active)))
    return stretches


def snippet(text: str, span: Span, room: int) -> tuple[str, str, str]:
    """Before, the span, after: about `room` cells of a text, with ellipses where something was left out."""
    start, end = max(0, min(span.start, len(text))), max(0, min(span.end, len(text)))
    inside = plain(text[start:end][: 4 * room])
    if columns(inside) > room - 2 or end - start > 4 * room:
        return "", _first_words(inside, room - 2, end - start + 1), ""
    spare = room - columns(inside)
    before = plain(text[max(0, start - room) : start])
    after = plain(text[end : end + room])
    ahead = (
        min(spare * 3 // 5, columns(before)) if columns(after) >= spare * 2 // 5 else spare - columns(after)
    )
    before, after = _last_words(before, ahead, start), _first_words(after, spare - ahead, len(text) - end)
    return before, inside, after


def _last_words(text: str, width: int, whole: int) -> str:
    """The end of a text that is `whole` characters long, beginning with a whole word if one fits."""
    if columns(text) <= width and len(text) == whole:
        return text
    while text and columns(text) > width - 1:
        text = text[1:]
    cut = text.find(" ")
    if 0 <= cut < _WORD:
        text = text[cut:]
    return "…" + text.lstrip()


def _first_words(text: str, width: int, whole: int) -> str:
    """The beginning of a text that is `whole` characters long, ending with a whole word if one fits."""
    if columns(text) <= width and len(text) == whole:
        return text
    while text and columns(text) > width - 1:
        text = text[:-1]
    cut = text.rfind(" ")
    if cut >= len(text) - _WORD:
        text = text[:cut]
    return text.rstrip() + "…"


def gist(comparison: Comparison) -> str:
    """The sentence: facts that differ, in their words where these are few, then what each story alone has,
    counted by kind. Of a comparison that is not given whole the counts are the least.

    Empty when nothing is sure.
    """
    restated = _restated(comparison)
    stated = [
        d
        for d in comparison.differences
        if d.group != Group.STYLE and d.certainty >= SURE and d not in restated
    ]
    differing = [d for d in stated if _is_fact(d)]
    facts = {_fact(d).casefold(): d for d in reversed(differing) if _is_short(d)}
    named = list(facts.values())[::-1][:FACTS]
    parts = [_fact(d) for d in named]
    words = {_fact(d).casefold() for d in named}
    least = "at least " if comparison.left_out else ""
    others = [d for d in differing if _fact(d).casefold() not in words and d.type not in _NO_THINGS]
    if others:
        also = "also " if named else ""
        parts.append(f"{_counted(others, least)} {also}{'differs' if len(others) == 1 else 'differ'}")
    for kind, has in ((Kind.ONLY_B, "only B has"), (Kind.ONLY_A, "only A has")):
        own = [d for d in stated if d.kind == kind and section(d) in (Section.NEW, Section.GONE)]
        alone = _counted([d for d in own if d.type not in _NO_THINGS], least)
        if alone:
            parts.append(f"{has} {alone}")
    sentence = "; ".join(parts)
    return sentence[:1].upper() + sentence[1:] + "." if sentence else ""


_NO_THINGS = frozenset(["wording", "polarity", "negation", "hedge", "quantifier", "direct-speech"])
"""Types that a story does not have, as it has a sum: they say how something else is said."""


def _is_fact(difference: Difference) -> bool:
    """Whether both stories give one fact, each in its own way, and not the one more exactly."""
    facts = difference.group in (Group.FACT, Group.SOURCE) and difference.kind != Kind.REFINES
    return facts and None not in (difference.a, difference.b) and _texts_differ(difference)


def _texts_differ(difference: Difference) -> bool:
    """Whether the two sides differ in their words, not in their marks only."""
    sides = [span.text.casefold() for span in (difference.a, difference.b) if span is not None]
    return len(set(sides)) > 1


def _is_short(difference: Difference) -> bool:
    """Whether both wordings fit into the sentence and say enough by themselves: a sentence is too long, and a
    word or two of a quotation too short."""
    wordings = [plain(span.text) for span in (difference.a, difference.b) if span is not None]
    if difference.type == "statement" or any(columns(wording) > _ROOM for wording in wordings):
        return False
    return difference.type != "quote" or all(len(wording.split()) > PHRASE for wording in wordings)


def _fact(difference: Difference) -> str:
    known = TYPES.get(difference.type)
    label = known.label if known else plain(difference.type)
    return f"{label}: A {_quoted(difference.a)}, B {_quoted(difference.b)}"


def _quoted(span: Span | None, room: int = _ROOM) -> str:
    return f"“{clip(plain(span.text), room)}”" if span else "–"


def _counted(found: Sequence[Difference], least: str) -> str:
    """ "the sum “$60 billion”, 2 quotations and 3 passages": the kinds in order of their first difference.

    Short facts are given in their words, of several sums the number, and what stands alone by its beginning;
    `least` stands before counts that may be too low.
    """
    kinds: dict[str, list[Difference]] = {}
    for d in found:
        kinds.setdefault(d.type, []).append(d)
    groups = list(kinds.items())[:ITEMS]
    shown = [_several(name, group, len(found) == 1 and not least) for name, group in groups]
    first = next((k for k, (name, group) in enumerate(groups) if not _is_worded(name, group)), None)
    if first is not None and not (len(found) == 1 and not least):
        shown[first] = f"{least}{shown[first]}"
    if len(kinds) > ITEMS:
        shown.append("more")
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))


def _is_worded(name: str, group: Sequence[Difference]) -> bool:
    """Whether differences of one type are given in their words."""
    known = TYPES.get(name)
    few = len(group) == 1 or (name == "casualties" and len(group) == FACTS)
    one_side = all(None in (d.a, d.b) for d in group)
    return known is not None and few and one_side and known.subject is not Subject.OTHER


def _several(name: str, group: Sequence[Difference], alone: bool) -> str:
    known = TYPES.get(name)
    if known is None:
        return f"{len(group):,} {plain(name)}"
    if _is_worded(name, group):
        label = known.label if len(group) == 1 else known.labels
        return f"the {label} {' and '.join(_quoted(d.a or d.b) for d in group)}"
    if alone and name in _CONTENT | {"status"} and None in (group[0].a, group[0].b):
        return f"the {known.label} {_quoted(group[0].a or group[0].b, 2 * _ROOM)}"
    return count(len(group), known.label, known.labels)
