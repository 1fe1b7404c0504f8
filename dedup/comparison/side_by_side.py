"""The comparison of two stories, from their texts to ranked differences."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dedup.comparison import align, concepts, paragraph_links, relation, retold
from dedup.comparison.diff import differences
from dedup.comparison.names import Casing
from dedup.comparison.paragraph_links import folded, lift
from dedup.comparison.passages import passages, side
from dedup.comparison.ranking import cancelled, ranked
from dedup.comparison.retold import quotations_only_in, speakers_only_in
from dedup.comparison.speech import joined
from dedup.comparison.tokens import TITLE, Sentence, read
from dedup.text.sentences import paragraphs
from dedup.text.terms import language
from dedup.types import Comparison, Difference, Link, Span, Story, Version


def compare(a: Story, b: Story, *, everything: bool = False) -> Comparison:
    """Align the passages of two stories and tell where they differ.

    Parameters
    ----------
    a, b
        Two stories; titles that do not stand in the text are compared as paragraph -1.
    everything
        Give all differences of a retold pair, not the weightiest dozen, and those of an unrelated pair,
        which otherwise has neither links nor differences unless a sentence stands in both; other pairs always
        give all.

    Returns
    -------
    Comparison
        Relation, paragraph links in the order of `a`, and differences, the weightiest first. Swapping the
        stories mirrors the result.
    """
    if _order(b) < _order(a):
        return _mirrored(_compare(b, a, everything))
    return _compare(a, b, everything)


def _order(story: Story) -> tuple[str, str, str]:
    return story.text, story.title or "", story.id


@dataclass(frozen=True, slots=True)
class Top:
    """The sentences (numbers) of a story's headline, and the first of its body."""

    headline: frozenset[int]
    lead: int | None

    def pairs(self, other: "Top") -> list[tuple[int, int]]:
        """What is linked in stories of one event whatever the words: headlines and leads, by the rules of
        news writing."""
        own, others = ([*sorted(t.headline)[:1], t.lead] for t in (self, other))
        if self.lead is None or other.lead is None:
            return []
        return [(i, j) for i in own for j in others if i is not None and j is not None]

    def admits(self, i: int, j: int, other: "Top") -> bool:
        """Whether sentences may be linked: a headline, which sums up, with headline and lead only."""
        down = i not in self.headline or j in other.headline or j == other.lead
        return down and (j not in other.headline or i in self.headline or i == self.lead)


@dataclass(frozen=True, slots=True)
class _Aligned:
    """The sentences of two stories, which of them say the same, and whether in other words throughout."""

    a: list[Sentence]
    b: list[Sentence]
    linked: list[align.Pair]
    words: dict[tuple[int, int], float]
    verbatim: list[align.Pair]
    retold: bool


def _compare(a: Story, b: Story, everything: bool) -> Comparison:
    texts = (paragraphs(a.text), paragraphs(b.text))
    titles = (_title(a, texts[0]), _title(b, texts[1]))
    heads = paragraph_links.headline(titles[0], texts[0]), paragraph_links.headline(titles[1], texts[1])
    both = _aligned(read(texts[0], titles[0]), read(texts[1], titles[1]), texts, heads)
    lifted = lift(both.a, both.b, both.linked, both.retold)
    links = paragraph_links.with_headlines(lifted, *heads)
    english = language(a.text, a.lang) == "en" == language(b.text, b.lang)
    casing = Casing([*both.a, *both.b])
    inside = _inside(both, casing, english)
    found = relation.apart(_passages(both, inside, casing, english), heads)
    found += paragraph_links.headline_flag(*heads, both.retold)
    repeated = paragraph_links.repeated(texts[0], True) + paragraph_links.repeated(texts[1], False)
    found += repeated
    if not both.retold:
        found += paragraph_links.paragraph_flags(links, texts)
        found += paragraph_links.sentence_flags(both.a, both.b, both.linked, lifted)
    told = relation.relation(
        _kept(both, inside),
        not both.retold,
        relation.cosine(a.text, b.text),
        folded(a.text) == folded(b.text),
        relation.changes(_running(both, inside), heads),
    )
    if told == "unrelated" and not everything and not _share(both):
        links, found = [], repeated
    found = ranked(joined(found, *texts))
    if both.retold and not everything:
        found = retold.capped(found)
    return Comparison(told, _version(a, texts[0]), _version(b, texts[1]), tuple(links), tuple(found))


def _share(both: _Aligned) -> bool:
    """Whether a sentence of one story is a version of one of the other."""
    return any(both.words.get((pair.a, pair.b), 0.0) >= align.REVISED for pair in both.linked)


def _version(story: Story, texts: Sequence[str]) -> Version:
    return Version(story.id, story.title, tuple(texts), story.part)


def _aligned(
    a: list[Sentence],
    b: list[Sentence],
    texts: tuple[list[str], list[str]],
    heads: tuple[Span | None, Span | None],
) -> _Aligned:
    sizes = len(a), len(b)
    cosines = _fellows(align.cosines(a, b), a, b)
    words = align.shared_words(a, b, cosines)
    verbatim = align.pairs(cosines, sizes, align.VERBATIM)
    linked = align.pairs(words, sizes, align.REVISED)
    if align.revises(_shares(a, b, verbatim), _shares(a, b, linked)):
        linked = align.between(a, b, linked, words)
        return _Aligned(a, b, linked, words | {(p.a, p.b): p.score for p in linked}, verbatim, False)
    linked = [pair for pair in linked if not align.dateline(a[pair.a])]
    alike = {
        (i, j): score
        for (i, j), score in _fellows(concepts.similarity(a, b), a, b).items()
        if not align.dateline(a[i]) and not align.dateline(b[j])
    }
    tops = _top(a, texts[0], heads[0]), _top(b, texts[1], heads[1])
    fitting = {(i, j): score for (i, j), score in alike.items() if tops[0].admits(i, j, tops[1])}
    return _Aligned(a, b, align.loosely(linked, fitting, tops[0].pairs(tops[1])), words, verbatim, True)


def _fellows(
    scored: dict[tuple[int, int], float], a: list[Sentence], b: list[Sentence]
) -> dict[tuple[int, int], float]:
    """Scores without those of a title with running text."""
    return {
        (i, j): v for (i, j), v in scored.items() if (a[i].paragraph == TITLE) == (b[j].paragraph == TITLE)
    }


def _inside(both: _Aligned, casing: Casing, english: bool) -> dict[align.Pair, list[Difference]]:
    """Differences of linked sentences that share words, word by word."""
    least = align.REVISED if both.retold else align.BETWEEN
    found: dict[align.Pair, list[Difference]] = {}
    for pair in both.linked:
        if pair.mutual and both.words.get((pair.a, pair.b), 0.0) >= least:
            x, y = both.a[pair.a], both.b[pair.b]
            sides = side([x], casing, english), side([y], casing, english)
            alike = x.text == y.text and _marked(x) == _marked(y)
            found[pair] = [] if alike else differences(*sides, english)
    return found


def _marked(sentence: Sentence) -> list[bool]:
    """Which words are quoted; the marks may stand around another sentence."""
    return [token.quoted for token in sentence.tokens]


def _running(both: _Aligned, inside: dict[align.Pair, list[Difference]]) -> list[Difference]:
    """Differences of linked sentences that are no datelines."""
    return [
        d
        for pair, found in inside.items()
        for d in found
        if not align.dateline(both.a[pair.a]) or not align.dateline(both.b[pair.b])
    ]


def _kept(both: _Aligned, inside: dict[align.Pair, list[Difference]]) -> tuple[float, float]:
    """Share of the words of both stories in sentences that stand in the other one, up to style."""
    telling = {pair: [d for d in found if d.group != "style"] for pair, found in inside.items()}
    stands_a = {p.a for p in both.verbatim} | {
        p.a for p, ds in telling.items() if all(d.a is None for d in ds)
    }
    stands_b = {p.b for p in both.verbatim} | {
        p.b for p, ds in telling.items() if all(d.b is None for d in ds)
    }
    return align.share(both.a, stands_a), align.share(both.b, stands_b)


def _passages(
    both: _Aligned, inside: dict[align.Pair, list[Difference]], casing: Casing, english: bool
) -> list[Difference]:
    """Differences inside linked passages: word by word where they share words, by slots where they do not."""
    found = [d for differing in inside.values() for d in differing]
    if not both.retold:
        return cancelled([*found, *_unlinked(both, casing, english)])
    loose = [pair for pair in both.linked if both.words.get((pair.a, pair.b), 0.0) < align.REVISED]
    slots = passages(both.a, casing, english), passages(both.b, casing, english)
    return [*retold.trustworthy(found), *retold.differences(*slots, loose)]


def _unlinked(both: _Aligned, casing: Casing, english: bool) -> list[Difference]:
    """Speakers and quotations of sentences that only one version has."""
    found: list[Difference] = []
    linked = {pair.a for pair in both.linked}, {pair.b for pair in both.linked}
    for own, other, done, kind in (
        (both.a, both.b, linked[0], "only-a"),
        (both.b, both.a, linked[1], "only-b"),
    ):
        alone = passages([s for k, s in enumerate(own) if k not in done], casing, english)
        there = {t.key for s in other for t in s.tokens}
        found += speakers_only_in(alone, there, kind, ()) + quotations_only_in(alone, kind)
    return found


def _shares(
    a: Sequence[Sentence], b: Sequence[Sentence], linked: Sequence[align.Pair]
) -> tuple[float, float]:
    return align.share(a, {p.a for p in linked}), align.share(b, {p.b for p in linked})


def _top(own: Sequence[Sentence], texts: Sequence[str], head: Span | None) -> Top:
    lead = next((k for k, s in enumerate(own) if paragraph_links.body(s, texts)), None)
    return Top(frozenset(k for k, s in enumerate(own) if head and s.paragraph == head.paragraph), lead)


def _title(story: Story, texts: Sequence[str]) -> str | None:
    """The separate title, unless it stands among the first paragraphs too."""
    if not story.title or not story.title.strip():
        return None
    return None if folded(story.title) in {folded(text) for text in texts[:3]} else story.title


_MIRRORED = {
    "only-a": "only-b",
    "only-b": "only-a",
    "split": "merged",
    "merged": "split",
    "added": "dropped",
    "dropped": "added",
}


def _mirrored(comparison: Comparison) -> Comparison:
    """The same comparison with its sides exchanged."""
    links = [Link(x.b, x.a, _MIRRORED.get(x.kind, x.kind), x.score) for x in comparison.links]
    found = [
        replace(
            d,
            type=_MIRRORED.get(d.type, d.type),
            kind=_MIRRORED.get(d.kind, d.kind),
            a=d.b,
            b=d.a,
            why=" ".join(_MIRRORED.get(word, word) for word in d.why.split(" ")),
        )
        for d in comparison.differences
    ]
    return Comparison(
        comparison.relation,
        comparison.b,
        comparison.a,
        tuple(sorted(links, key=lambda x: (x.a, x.b))),
        tuple(ranked(found)),
    )
