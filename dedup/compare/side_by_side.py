"""The comparison of two stories, from their texts to ranked differences."""

from collections.abc import Sequence
from dataclasses import replace

from dedup.compare import align, concepts, structure
from dedup.compare import retold as slots
from dedup.compare.differences import differences, side
from dedup.compare.names import Casing
from dedup.compare.passages import passages
from dedup.compare.ranking import ranked
from dedup.compare.relation import apart, cosine, relation
from dedup.compare.tokens import TITLE, Sentence, read
from dedup.story import Comparison, Difference, Link, Story, Version
from dedup.text.normalise import normalise
from dedup.text.paragraphs import paragraphs
from dedup.text.terms import language


def compare(a: Story, b: Story, *, everything: bool = False) -> Comparison:
    """Align the passages of two stories and tell where they differ.

    Parameters
    ----------
    a, b
        Two stories; titles that do not stand in the text are compared as paragraph -1.
    everything
        Give all differences of a retold pair, not the weightiest dozen; other pairs always give all.

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


def _compare(a: Story, b: Story, everything: bool) -> Comparison:
    texts = (paragraphs(a.text), paragraphs(b.text))
    titles = (_title(a, texts[0]), _title(b, texts[1]))
    read_a, read_b = read(texts[0], titles[0]), read(texts[1], titles[1])
    sizes = len(read_a), len(read_b)
    cosines = {
        pair: score
        for pair, score in align.cosines(read_a, read_b).items()
        if (read_a[pair[0]].paragraph == TITLE) == (read_b[pair[1]].paragraph == TITLE)
    }
    verbatim = align.pairs(cosines, sizes, align.VERBATIM)
    kept = _shares(read_a, read_b, verbatim)
    words = align.shared_words(read_a, read_b, cosines)
    linked = align.pairs(words, sizes, align.REVISED)
    retold = not align.revises(kept, _shares(read_a, read_b, linked))
    if retold:
        linked = [pair for pair in linked if not align.dateline(read_a[pair.a])]
        alike = {
            (i, j): score
            for (i, j), score in concepts.similarity(read_a, read_b).items()
            if not align.dateline(read_a[i])
            and not align.dateline(read_b[j])
            and (read_a[i].paragraph == TITLE) == (read_b[j].paragraph == TITLE)
        }
        linked = align.loosely(linked, alike, _leads(read_a, read_b, texts))
    else:
        linked = align.between(read_a, read_b, linked, words)
    links = align.lift(read_a, read_b, linked, texts, retold)
    heads = structure.headline(titles[0], texts[0]), structure.headline(titles[1], texts[1])
    links = structure.with_headlines(links, *heads)
    english = language(a.text, a.lang) == "en" == language(b.text, b.lang)
    casing = Casing([*read_a, *read_b])
    found: list[Difference] = []
    least = align.REVISED if retold else align.BETWEEN
    for pair in linked:
        if (
            pair.mutual
            and words.get((pair.a, pair.b), 0.0) >= least
            and read_a[pair.a].text != read_b[pair.b].text
        ):
            found += differences(
                side([read_a[pair.a]], casing, english), side([read_b[pair.b]], casing, english), english
            )
    if retold:
        found = slots.trustworthy(found)
        loose = [pair for pair in linked if words.get((pair.a, pair.b), 0.0) < align.REVISED]
        found += slots.differences(
            passages(read_a, casing, english), passages(read_b, casing, english), loose
        )
    found = apart(found, heads)
    same_head = bool(heads[0] and heads[1]) and _plain(heads[0].text) == _plain(heads[1].text)  # type: ignore[union-attr]
    found += structure.headline_flag(*heads, same_head, retold)
    found += structure.repeated(texts[0], True) + structure.repeated(texts[1], False)
    if not retold:
        found += structure.paragraph_flags(links, texts)
        found += structure.sentence_flags(read_a, read_b, linked, links)
    found = ranked(found)
    if retold and not everything:
        found = slots.capped(found)
    told = relation(kept, not retold, cosine(a.text, b.text), _plain(a.text) == _plain(b.text), found)
    return Comparison(
        told,
        _version(a, titles[0], texts[0]),
        _version(b, titles[1], texts[1]),
        tuple(links),
        tuple(ranked(found)),
    )


def _shares(
    a: Sequence[Sentence], b: Sequence[Sentence], linked: Sequence[align.Pair]
) -> tuple[float, float]:
    return align.share(a, {p.a for p in linked}), align.share(b, {p.b for p in linked})


def _leads(
    a: Sequence[Sentence], b: Sequence[Sentence], texts: tuple[Sequence[str], Sequence[str]]
) -> tuple[int, int] | None:
    """The first sentences (numbers) of both bodies, headlines and datelines passed over."""
    found = [
        next((k for k, s in enumerate(side) if structure.body(s, own)), None)
        for side, own in zip((a, b), texts, strict=True)
    ]
    return (found[0], found[1]) if found[0] is not None and found[1] is not None else None


def _plain(text: str) -> str:
    return " ".join(normalise(text).split())


def _title(story: Story, texts: Sequence[str]) -> str | None:
    """The separate title, unless it stands among the first paragraphs too."""
    if not story.title or not story.title.strip():
        return None
    return None if _plain(story.title) in {_plain(text) for text in texts[:3]} else story.title


def _version(story: Story, title: str | None, texts: Sequence[str]) -> Version:
    return Version(story.id, story.title, tuple(texts), story.part)


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
