"""What became of whole paragraphs and sentences: added, dropped, moved, split, merged, printed twice; the
headline.

A paragraph whose sentences went to several new ones was split, and the other way round merged. Of the
remaining links the heaviest chain that keeps the order of both stories stays; what lies outside it was moved.

A paragraph that is called added or dropped is a block that a reader has to search; what its sentences say is
read by `statements`.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from dedup.comparison.align import VERBATIM, Pair
from dedup.comparison.passages import STATED, Passage, Standing, flag, one_sided
from dedup.comparison.ranking import stated
from dedup.comparison.tokens import TITLE, Sentence, Verdict
from dedup.difference_types import Group
from dedup.text.furniture import Furniture, furniture
from dedup.text.normalise import normalise
from dedup.types import Difference, Link, Span

FULL = 12
"""Linked words from which a paragraph weighs in full when the order that was kept is looked for: the fewest
paragraphs should count as moved, but lines of a few words (dates, names) before one of running text."""


def link_paragraphs(
    a: Sequence[Sentence],
    b: Sequence[Sentence],
    linked: Sequence[Pair],
    retold: bool,
) -> list[Link]:
    """Links of paragraphs from links of sentences, ordered by their place in the first story, then the
    second.

    `retold` pairs have no order to keep and nothing split or merged.
    """
    mass: dict[tuple[int, int], float] = defaultdict(float)
    best: dict[tuple[int, int], float] = defaultdict(float)
    given: dict[tuple[int, int], int] = defaultdict(
        int
    )  # words of a's paragraph whose first partner is in b's
    taken: dict[tuple[int, int], int] = defaultdict(
        int
    )  # words of b's paragraph whose first partner is in a's
    first_a, first_b = _firsts(linked)
    for pair in linked:
        p, q = a[pair.a].paragraph, b[pair.b].paragraph
        mass[p, q] += pair.score * min(len(a[pair.a].tokens), len(b[pair.b].tokens))
        best[p, q] = max(best[p, q], pair.score)
        if first_a[pair.a] == pair.b:
            given[p, q] += len(a[pair.a].tokens)
        if first_b[pair.b] == pair.a:
            taken[p, q] += len(b[pair.b].tokens)
    size_a, size_b = _sizes(a), _sizes(b)
    words_a, words_b = _words(a), _words(b)
    groups: list[tuple[tuple[int, ...], tuple[int, ...], str]] = []
    grouped: set[tuple[int, int]] = set()
    if not retold:
        for p, into in _scattered(mass, given, taken, size_a, size_b):
            groups.append(((p,), into, "split"))
            grouped |= {(p, q) for q in into}
        turned = {(q, p): m for (p, q), m in mass.items()}
        back = {(q, p): m for (p, q), m in taken.items()}
        forth = {(q, p): m for (p, q), m in given.items()}
        for q, out_of in _scattered(turned, back, forth, size_b, size_a):
            if not any((p, q) in grouped for p in out_of):
                groups.append((out_of, (q,), "merged"))
                grouped |= {(p, q) for p in out_of}
    strongest = _strongest(mass)
    for p, q in sorted(mass):
        share = max(given[p, q] / size_a[p], taken[p, q] / size_b[q])
        if (p, q) not in grouped and ((p, q) in strongest or share >= 0.4 or retold):
            same = words_a[p] == words_b[q]
            groups.append(((p,), (q,), "identical" if same else _kind(best[p, q], retold)))
    chain = _chain(groups, mass, strongest) if not retold else None
    result = []
    for k, (ps, qs, kind) in enumerate(groups):
        total = sum(mass[p, q] for p in ps for q in qs)
        heavy = sum(min(size_a[p], size_b[q]) for p in ps for q in qs if (p, q) in mass)
        moved = (
            chain is not None
            and k not in chain
            and kind not in ("split", "merged")
            and (ps[0], qs[0]) in strongest
        )
        score = 1.0 if kind == "identical" else min(total / heavy, 1.0) if heavy else 0.0
        if kind == "retold":
            score = best[ps[0], qs[0]]
        result.append(Link(ps, qs, "moved" if moved else kind, round(score, 4)))
    return sorted(result, key=lambda link: (link.a, link.b))


def _firsts(linked: Sequence[Pair]) -> tuple[dict[int, int], dict[int, int]]:
    """Best partner of every linked sentence, on both sides."""
    first_a: dict[int, Pair] = {}
    first_b: dict[int, Pair] = {}
    for pair in linked:
        for held, at in ((first_a, pair.a), (first_b, pair.b)):
            if at not in held or (pair.mutual, pair.score) > (held[at].mutual, held[at].score):
                held[at] = pair
    return {i: pair.b for i, pair in first_a.items()}, {j: pair.a for j, pair in first_b.items()}


def _sizes(sentences: Sequence[Sentence]) -> dict[int, int]:
    size: dict[int, int] = defaultdict(int)
    for sentence in sentences:
        size[sentence.paragraph] += len(sentence.tokens)
    return size


def _words(sentences: Sequence[Sentence]) -> dict[int, list[str]]:
    """The words of every paragraph, as they are written."""
    words: dict[int, list[str]] = defaultdict(list)
    for sentence in sentences:
        words[sentence.paragraph] += sentence.text.split()
    return words


def _scattered(
    mass: dict[tuple[int, int], float],
    given: dict[tuple[int, int], int],
    taken: dict[tuple[int, int], int],
    size: dict[int, int],
    other_size: dict[int, int],
) -> list[tuple[int, tuple[int, ...]]]:
    """Paragraphs whose text went into several: each part holds mostly this text, and this text is mostly in
    the parts."""
    partners: dict[int, list[int]] = defaultdict(list)
    for p, q in sorted(mass):
        if 2 * taken.get((p, q), 0) >= other_size[q] and 25 * given.get((p, q), 0) >= size[p]:
            partners[p].append(q)
    return [
        (p, tuple(qs))
        for p, qs in sorted(partners.items())
        if len(qs) > 1 and 2 * sum(given.get((p, q), 0) for q in qs) >= size[p]
    ]


def _strongest(mass: dict[tuple[int, int], float]) -> set[tuple[int, int]]:
    """The paragraph pairs that are the heaviest of both their paragraphs."""
    best_p: dict[int, tuple[float, int]] = {}
    best_q: dict[int, tuple[float, int]] = {}
    for (p, q), m in sorted(mass.items()):
        if p not in best_p or m > best_p[p][0]:
            best_p[p] = (m, q)
        if q not in best_q or m > best_q[q][0]:
            best_q[q] = (m, p)
    return {(p, q) for p, (_, q) in best_p.items() if best_q[q][1] == p}


def _kind(score: float, retold: bool) -> str:
    return "retold" if retold and score < VERBATIM else "edited"


def _chain(
    groups: Sequence[tuple[tuple[int, ...], tuple[int, ...], str]],
    mass: dict[tuple[int, int], float],
    strongest: set[tuple[int, int]],
) -> set[int]:
    """Numbers of the groups in the heaviest chain that rises in both stories (secondary links are not asked).

    Patience sorting with weights: `ends` and `weights` rise together, O(n log n).
    """
    asked = [
        k
        for k, (ps, qs, kind) in enumerate(groups)
        if kind in ("split", "merged") or (ps[0], qs[0]) in strongest
    ]
    asked.sort(key=lambda k: (groups[k][0][0], groups[k][1][0]))
    ends: list[int] = []
    held: list[tuple[float, int]] = []
    before: dict[int, int | None] = {}
    for k in asked:
        ps, qs, _ = groups[k]
        words = sum(mass.get((p, q), 0.0) for p in ps for q in qs)
        weight = min(words, FULL) + words / 1000
        at = bisect_right(ends, qs[0])
        total = weight + (held[at - 1][0] if at else 0.0)
        before[k] = held[at - 1][1] if at else None
        if at and held[at - 1][0] >= total:
            continue
        stop = at
        while stop < len(ends) and held[stop][0] <= total:
            stop += 1
        ends[at:stop] = [qs[0]]
        held[at:stop] = [(total, k)]
    chain: set[int] = set()
    last: int | None = held[-1][1] if held else None
    while last is not None:
        chain.add(last)
        last = before[last]
    return chain


HEADLINE_WORDS = 20
"""Words of the longest first paragraph that can be a headline."""

LEAST_WORDS = 4
"""Words from which a paragraph that stands twice is worth a flag; shorter ones are column heads and
sign-offs."""

LEAD = 160
"""Characters shown of a paragraph that was added, dropped, moved, split or merged."""


def folded(text: str) -> str:
    """A text by which two that look alike are equal: normalised, single spaces."""
    return " ".join(normalise(text).split())


def opening(paragraph: int, text: str) -> Span:
    """The beginning of a paragraph, cut at a word."""
    if len(text) <= LEAD:
        return Span(paragraph, 0, len(text), text)
    end = text.rfind(" ", 0, LEAD)
    end = end if end > 0 else LEAD
    return Span(paragraph, 0, end, text[:end])


CLOSE = 0.45
"""Share of the words of the closer story in linked sentences from which a passage without a link is new or
gone. Below, two reporters share a few sentences (of real pairs, reports by different papers .18 to .39,
revisions .53 and more), and most passages say in other words what the other story says."""

STATED_LOOSELY = 0.4
"""Share of content words by which such stories report a passage: 14 of 15 passages that were falsely said to
be on one side only held more, and 8 of 12 that truly were held less."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What of a story the other one reports anywhere: its sentences (by number), and its paragraphs that hold
    no others."""

    sentences: frozenset[int]
    paragraphs: frozenset[int]


def stated_elsewhere(own: Sequence[Passage], other: Standing, least: float, rewritten: Set[int]) -> Elsewhere:
    """What of a story the other one reports anywhere, by the share `least` of content words, with the
    sentences (numbers) that it has `rewritten`."""
    sure = least < STATED
    stated = frozenset(
        k
        for k, p in enumerate(own)
        if k in rewritten
        or (other.tells(p.tokens, least) if sure else other.tells_all(p.tokens, p.side.mentions))
    )
    news = {p.sentence.paragraph for k, p in enumerate(own) if k not in stated}
    return Elsewhere(frozenset(stated), frozenset(p.sentence.paragraph for p in own) - news)


def paragraph_flags(
    links: Sequence[Link],
    texts: tuple[Sequence[str], Sequence[str]],
    elsewhere: tuple[Elsewhere, Elsewhere],
) -> list[Difference]:
    """Flags for links that moved, split or merged, and for paragraphs without any link that the other story
    does not report."""
    found: list[Difference] = []
    for link in links:
        if link.kind in ("moved", "split", "merged"):
            p, q = link.a[0], link.b[0]
            if p >= 0 and q >= 0:
                found.append(
                    flag(
                        link.kind,
                        "differs",
                        opening(p, texts[0][p]),
                        opening(q, texts[1][q]),
                        f"paragraph {link.kind}",
                    )
                )
    known_a = elsewhere[0].paragraphs | {p for link in links for p in link.a}
    known_b = elsewhere[1].paragraphs | {q for link in links for q in link.b}
    for p, text in enumerate(texts[0]):
        if _has_words(text) and p not in known_a:
            found.append(flag("dropped", "only-a", opening(p, text), None, "paragraph on one side only"))
    for q, text in enumerate(texts[1]):
        if _has_words(text) and q not in known_b:
            found.append(flag("added", "only-b", None, opening(q, text), "paragraph on one side only"))
    return found


def _has_words(text: str) -> bool:
    """Whether a paragraph is more than marks that a faulty conversion tore off."""
    return any(map(str.isalnum, text))


def sentence_flags(
    a: Sequence[Sentence],
    b: Sequence[Sentence],
    linked: Sequence[Pair],
    links: Sequence[Link],
    elsewhere: tuple[Elsewhere, Elsewhere],
) -> list[Difference]:
    """Flags for sentences without a partner inside paragraphs that have one; those reported `elsewhere` have
    none."""
    found: list[Difference] = []
    inside = ({p for link in links for p in link.a}, {q for link in links for q in link.b})
    paired = (
        {pair.a for pair in linked} | elsewhere[0].sentences,
        {pair.b for pair in linked} | elsewhere[1].sentences,
    )
    for number, sentence in enumerate(a):
        if number not in paired[0] and sentence.paragraph in inside[0]:
            found.append(flag("dropped", "only-a", _whole(sentence), None, "sentence on one side only"))
    for number, sentence in enumerate(b):
        if number not in paired[1] and sentence.paragraph in inside[1]:
            found.append(flag("added", "only-b", None, _whole(sentence), "sentence on one side only"))
    return found


def _whole(sentence: Sentence) -> Span:
    return Span(sentence.paragraph, sentence.start, sentence.end, sentence.text)


_NOTES = {Furniture.CORRECTION: "correction", Furniture.UPDATE: "update-note"}


_RUNNING = frozenset([Furniture.CAPTION, *_NOTES])
"""Furniture that states facts."""


def _is_changed_fact(difference: Difference, kinds: Set[Furniture]) -> bool:
    """Whether captions or notes that both stories have give a fact otherwise."""
    both = difference.a is not None and difference.b is not None
    return both and difference.group == Group.FACT and kinds <= _RUNNING


def furnished(found: Sequence[Difference], texts: tuple[Sequence[str], Sequence[str]]) -> list[Difference]:
    """The differences, those in page furniture as one for each paragraph: a correction or a note of an update
    as what it is, everything else as style."""
    kinds = tuple(
        {number: kind for number, kind in enumerate(furniture(own)) if kind is not None} for own in texts
    )
    result: list[Difference] = []
    stated: set[tuple[int, int]] = set()
    for d in found:
        places = [(k, s.paragraph) for k, s in enumerate((d.a, d.b)) if s is not None]
        held = [(k, number) for k, number in places if number in kinds[k]]
        if not held or _is_changed_fact(d, {kinds[k][number] for k, number in held}):
            result.append(d)
            continue
        if not stated.isdisjoint(held):
            continue
        stated.update(held)
        spans = [
            opening(s.paragraph, own[s.paragraph]) if s and s.paragraph != TITLE else s
            for s, own in zip((d.a, d.b), texts, strict=True)
        ]
        kind = kinds[held[0][0]][held[0][1]]
        result.append(flag(_NOTES.get(kind, "page-furniture"), d.kind, spans[0], spans[1], kind))
    return result


def repeated(texts: Sequence[str], first: bool) -> list[Difference]:
    """Paragraphs that stand twice in one story, each shown once with its earlier copy's text."""
    found: list[Difference] = []
    seen: set[str] = set()
    for number, text in enumerate(texts):
        plain = folded(text)
        if plain in seen and len(plain.split()) >= LEAST_WORDS:
            shown = opening(number, text)
            found.append(
                flag(
                    "duplicate-paragraph",
                    "only-a" if first else "only-b",
                    shown if first else None,
                    None if first else shown,
                    "the same paragraph stands twice in one story",
                )
            )
        seen.add(plain)
    return found


def headline(title: str | None, texts: Sequence[str]) -> Span | None:
    """The headline: the separate title, else a short first paragraph without a final stop before others."""
    if title:
        return Span(TITLE, 0, len(title), title)
    if len(texts) > 1 and len(texts[0].split()) <= HEADLINE_WORDS and texts[0][-1:] not in '.。!?！？:;”"':
        return Span(0, 0, len(texts[0]), texts[0])
    return None


def body(sentence: Sentence, texts: Sequence[str]) -> bool:
    """Whether a sentence belongs to the running text: its paragraph ends like one, and it is no dateline."""
    if sentence.paragraph == TITLE or texts[sentence.paragraph][-1:] not in ".。!?！？”\"’'…」)":
        return False
    return sentence.text[-1] not in "-–—"


def with_headlines(links: Sequence[Link], a: Span | None, b: Span | None) -> list[Link]:
    """The links, and one between two headlines that nothing else is linked with: other words, the same
    place. One of them may be a separate title."""
    if a is None or b is None or any(a.paragraph in x.a or b.paragraph in x.b for x in links):
        return list(links)
    kind, score = ("identical", 1.0) if folded(a.text) == folded(b.text) else ("retold", 0.0)
    return sorted([*links, Link((a.paragraph,), (b.paragraph,), kind, score)], key=lambda x: (x.a, x.b))


HEADLINE_RUN = 4
"""Words of a headline in a row that, standing in a text without marks, are that headline."""


def headline_flag(
    a: Span | None, b: Span | None, texts: tuple[Sequence[str], Sequence[str]], retold: bool
) -> list[Difference]:
    """A flag when both stories have a headline and the two differ (in more than style), or one has one of
    which the other does not hold `HEADLINE_RUN` words in a row.

    Its class is review: what changed in its words is shown beside it, by type. Independent reports always
    differ in their headlines, so there it weighs half.
    """
    if a is None or b is None:
        return [
            one_sided("headline", kind, own, "a headline on one side only")
            for own, other, kind in ((a, texts[1], "only-a"), (b, texts[0], "only-b"))
            if own is not None and not retold and not _stands_in_a_row(own.text, " ".join(other))
        ]
    if folded(a.text) == folded(b.text):
        return []
    flag = stated(Verdict("headline", "differs", "other headline"), a, b)
    return [replace(flag, weight=flag.weight / 2) if retold else flag]


def _stands_in_a_row(words: str, text: str) -> bool:
    """Whether so many words in a row stand in a text, marks left aside."""
    own, there = (re.findall(r"\w+", folded(x).casefold()) for x in (words, text))
    runs = set(zip(*(there[k:] for k in range(HEADLINE_RUN)), strict=False))
    return any(run in runs for run in zip(*(own[k:] for k in range(HEADLINE_RUN)), strict=False))
