"""The comparison of two stories, from their texts to ranked differences, and their relation.

The relation is what `match.relation` says of a run of these two stories by themselves.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from dedup.comparison import align, paragraph_links, retold, statements
from dedup.comparison.diff import differences
from dedup.comparison.inventory import Inventory, amounts_differ, amounts_refined, inventory, matching
from dedup.comparison.lexicon import Lexicon, lexicon_for
from dedup.comparison.names import Casing
from dedup.comparison.paragraph_links import (
    Elsewhere,
    folded,
    link_paragraphs,
)
from dedup.comparison.passages import STATED, Passage, Standing, beside, passages, standing
from dedup.comparison.quotations import joined
from dedup.comparison.ranking import cancelled, ranked, restated, stated
from dedup.comparison.retold import only_in, otherwise_quoted, unanswered
from dedup.comparison.tokens import TITLE, Sentence, Verdict, read
from dedup.difference_types import Subject, difference_type
from dedup.match.duplicates import TextSets, look_alikes, pair_scores, text_sets
from dedup.match.facts import facts
from dedup.match.relation import Relation, event_relation
from dedup.match.relation import relation as text_relation
from dedup.settings import Settings
from dedup.sketch.shingles import distinct, hash_texts
from dedup.sketch.vocabulary import vocabulary
from dedup.text.normalise import plain_letters
from dedup.text.sentences import paragraphs
from dedup.text.terms import language
from dedup.types import Comparison, Difference, Link, Span, Story, Version

SHORT = 40
"""Shingles of the shorter story up to which sentences decide: one changed word of ten leaves no shingle."""

FEW_FACTS = 8
"""Fact words up to which they decide, too: scripts without capitals have numbers only, and an update that
changes these leaves a duplicate score of nothing."""

_NOTHING = np.empty(0, np.uint32)
_PAIR = np.array([[0, 1]], np.int64)


def relation(a: Story, b: Story, same_text: bool, revises: bool) -> Relation:
    """Relation of two stories: what a run of the two by themselves says, by its own functions.

    A run over more stories may say otherwise where it has learned what is boilerplate, or holds two stories
    to be of one event, or not, by what is common in it.

    Parameters
    ----------
    a, b
        The stories.
    same_text
        Whether the texts are equal after normalisation.
    revises
        Whether the sentences of one are versions of the other's; asked where shingles or facts are few.
    """
    if same_text:
        return Relation.IDENTICAL
    given = [story.text or story.title or "" for story in (a, b)]
    runs, words = hash_texts(given)
    shingles = distinct(runs)
    words_of = vocabulary(words, [story.title or "" for story in (a, b)])
    texts = text_sets(shingles, facts(given), words_of, _NOTHING)
    found = pair_scores(texts, _PAIR)
    if found.score[0] >= Settings().threshold:
        jaccard, in_a, in_b = (float(x[0]) for x in (found.jaccard, found.containment_a, found.containment_b))
        n_a, n_b = words.counts.tolist()
        return text_relation(jaccard, in_a, in_b, n_a, n_b, bool(found.conflict[0]))
    if revises and (shingles.sizes.min() < SHORT or texts.facts.words.sizes.min() < FEW_FACTS):
        return Relation.REVISION
    return _event_relation(a, b, texts)


def _event_relation(a: Story, b: Story, texts: TextSets) -> Relation:
    """Relation of two stories that are not versions of one text."""
    from dedup.match.event_model import evidence, probability
    from dedup.match.event_profiles import profiles
    from dedup.match.event_vectors import rows
    from dedup.match.events import vetoed

    settings = Settings()
    of = rows(profiles([a, b]))
    looks = look_alikes(texts, _PAIR, settings.threshold)
    if probability(evidence(of, _PAIR))[0] < settings.event_threshold or vetoed(of, _PAIR, looks)[0]:
        return Relation.UNRELATED
    return event_relation(float(looks.likeness[0]))


def apart(found: Sequence[Difference], heads: tuple[Span | None, Span | None]) -> list[Difference]:
    """The differences; amounts stand alone where headline and text both name other actors.

    Two reports in one form about two companies have amounts that differ, but not amounts that were changed.
    """
    if not _other_actor(found, heads):
        return list(found)
    result: list[Difference] = []
    for d in found:
        if difference_type(d.type).subject is Subject.AMOUNT and d.a is not None and d.b is not None:
            why = "an amount of another actor"
            result += [replace(d, kind="only-a", b=None, why=why), replace(d, kind="only-b", a=None, why=why)]
        else:
            result.append(d)
    return result


def _other_actor(found: Sequence[Difference], heads: tuple[Span | None, Span | None]) -> bool:
    named = [(d.a, d.b) for d in found if d.type in ("name", "place") and d.kind == "differs" and d.a and d.b]
    above = [(a, b) for a, b in named if heads[0] and heads[1] and a.paragraph == heads[0].paragraph]
    below = [(a, b) for a, b in named if heads[0] and heads[1] and a.paragraph != heads[0].paragraph]
    return any(
        x.text.casefold() in a.text.casefold() and y.text.casefold() in b.text.casefold()
        for x, y in above
        for a, b in below
    )


def compare(a: Story, b: Story, *, everything: bool = False) -> Comparison:
    """Align the passages of two stories and say where they differ.

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
    """The comparison of two stories with plain letters, its passages as they are written."""
    plain = _plain(a), _plain(b)
    found = _compared(*plain, everything)
    return found if plain[0] is a and plain[1] is b else _as_written(found, a, b)


def _plain(story: Story) -> Story:
    text, title = plain_letters(story.text), story.title and plain_letters(story.title)
    return story if (text, title) == (story.text, story.title) else replace(story, text=text, title=title)


def _as_written(found: Comparison, a: Story, b: Story) -> Comparison:
    """A comparison of plain letters with the letters of the stories, and with a word to each story that has
    others."""
    versions = _version(a, paragraphs(a.text)), _version(b, paragraphs(b.text))

    def written(place: Span | None, own: Version) -> Span | None:
        if place is None:
            return None
        text = own.title or "" if place.paragraph == TITLE else own.paragraphs[place.paragraph]
        return replace(place, text=text[place.start : place.end])

    differences = [
        replace(d, a=written(d.a, versions[0]), b=written(d.b, versions[1])) for d in found.differences
    ]
    for kind, own, plain in zip(("only-a", "only-b"), versions, (found.a, found.b), strict=True):
        differences += _homoglyphs(kind, own, plain)
    return replace(found, a=versions[0], b=versions[1], differences=tuple(ranked(differences)))


def _homoglyphs(kind: str, own: Version, plain: Version) -> list[Difference]:
    """How many words of a story hold letters that stand for others, shown at the first."""
    places = [
        Span(number, word.start(), word.end(), word.group())
        for number, (text, folded_text) in enumerate(zip(own.paragraphs, plain.paragraphs, strict=True))
        if text != folded_text
        for word in re.finditer(r"\S+", text)
        if word.group() != folded_text[word.start() : word.end()]
    ]
    if not places:
        return []
    why = (
        f"{len(places):,} {'word' if len(places) == 1 else 'words'} with letters that only look like its own"
    )
    in_a = kind == "only-a"
    return [stated(Verdict("spelling", kind, why), places[0] if in_a else None, None if in_a else places[0])]


def _compared(a: Story, b: Story, everything: bool) -> Comparison:
    texts = (paragraphs(a.text), paragraphs(b.text))
    titles = (_title(a, texts[0]), _title(b, texts[1]))
    heads = paragraph_links.headline(titles[0], texts[0]), paragraph_links.headline(titles[1], texts[1])
    lexicon = _lexicon(a, b)
    both = _aligned(
        read(texts[0], titles[0], lexicon), read(texts[1], titles[1], lexicon), texts, heads, lexicon
    )
    lifted = link_paragraphs(both.a, both.b, both.linked, both.retold)
    links = paragraph_links.with_headlines(lifted, *heads)
    casing = Casing([*both.a, *both.b], lexicon)
    slots = passages(both.a, casing, lexicon), passages(both.b, casing, lexicon)
    places = _standing(both.a, slots[0], lexicon), _standing(both.b, slots[1], lexicon)
    inside = _inside(both, slots, places)
    days = _day(a), _day(b)
    leads = _top(both.a, texts[0], heads[0]).lead, _top(both.b, texts[1], heads[1]).lead
    rewritten = [] if both.retold else statements.rewritten_pairs(*slots, _alone(both), _mutual(both), leads)
    elsewhere = _elsewhere(both, slots, places, rewritten)
    found = apart(_passages(both, inside, slots, places, texts, days, rewritten, elsewhere), heads)
    found += paragraph_links.headline_flag(*heads, texts, both.retold)
    repeated = paragraph_links.repeated(texts[0], True) + paragraph_links.repeated(texts[1], False)
    found += repeated
    if not both.retold:
        found += paragraph_links.paragraph_flags(links, texts, elsewhere)
        found += paragraph_links.sentence_flags(both.a, both.b, both.linked, lifted, elsewhere)
    stated = relation(a, b, folded(a.text) == folded(b.text), not both.retold)
    if stated == "identical":
        found = [d for d in found if d.group in ("structure", "style") or _of_headline(d) or _of_marks(d)]
    if stated == "unrelated" and not everything and not _share(both):
        links, found = [], repeated
    found = ranked(restated(paragraph_links.furnished(joined(found, *texts), texts)))
    kept = retold.capped(found) if both.retold and not everything else found
    return Comparison(
        stated.value,
        _version(a, texts[0]),
        _version(b, texts[1]),
        tuple(links),
        tuple(kept),
        len(found) - len(kept),
    )


def _of_headline(found: Difference) -> bool:
    """Whether a difference lies in a headline that a story has beside its text: there alone equal texts may
    differ in what they say; elsewhere the two are written with other characters for the same."""
    return any(side is not None and side.paragraph == TITLE for side in (found.a, found.b))


def _of_marks(found: Difference) -> bool:
    """Whether a difference is one of quotation marks, which are no part of the words."""
    return found.type == "direct-speech"


def _lexicon(a: Story, b: Story) -> Lexicon:
    """The lexicon of both stories; one without words when they are in two languages."""
    languages = language(a.text, a.lang), language(b.text, b.lang)
    return lexicon_for(languages[0] if languages[0] == languages[1] else "")


def _day(story: Story) -> date | None:
    return story.published.date() if story.published else None


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
    lexicon: Lexicon,
) -> _Aligned:
    sizes = len(a), len(b)
    cosines = _fellows(align.cosines(a, b), a, b)
    words = align.shared_words(a, b, cosines)
    verbatim = align.pairs(cosines, sizes, align.VERBATIM)
    linked = align.pairs(words, sizes, align.REVISED)
    if align.revises(a, b, verbatim, linked):
        linked = align.between(a, b, linked, words)
        return _Aligned(a, b, linked, words | {(p.a, p.b): p.score for p in linked}, verbatim, False)
    linked = [pair for pair in linked if not align.dateline(a[pair.a])]
    alike = {
        (i, j): score
        for (i, j), score in _fellows(align.similarity(a, b, lexicon), a, b).items()
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


Slots = tuple[Sequence[Passage], Sequence[Passage]]
Places = tuple[Standing, Standing]


def _standing(sentences: Sequence[Sentence], slots: Sequence[Passage], lexicon: Lexicon) -> Standing:
    return standing(sentences, [p.side.mentions for p in slots], lexicon)


def _inside(both: _Aligned, slots: Slots, places: Places) -> dict[align.Pair, list[Difference]]:
    """Differences of linked sentences that share words, word by word."""
    least = align.REVISED if both.retold else align.BETWEEN
    found: dict[align.Pair, list[Difference]] = {}
    for pair in both.linked:
        if pair.mutual and both.words.get((pair.a, pair.b), 0.0) >= least:
            x, y = both.a[pair.a], both.b[pair.b]
            alike = x.text == y.text and _marked(x) == _marked(y)
            sides = beside(slots[0][pair.a].side, places[1]), beside(slots[1][pair.b].side, places[0])
            found[pair] = [] if alike else differences(*sides)
    return found


def _marked(sentence: Sentence) -> list[bool]:
    """Which words are quoted; the marks may stand around another sentence."""
    return [token.quoted for token in sentence.tokens]


def _passages(
    both: _Aligned,
    inside: dict[align.Pair, list[Difference]],
    slots: Slots,
    places: Places,
    texts: tuple[list[str], list[str]],
    days: tuple[date | None, date | None],
    rewritten: Sequence[tuple[int, int]],
    elsewhere: tuple[Elsewhere, Elsewhere],
) -> list[Difference]:
    """Differences inside linked passages: word by word where they share words, by slots where they do not."""
    found = [d for differing in inside.values() for d in differing]
    inventories = (
        inventory(slots[0], texts[0], places[0], days[0]),
        inventory(slots[1], texts[1], places[1], days[1]),
    )
    if not both.retold:
        unlinked = _unlinked(both, inventories, rewritten, elsewhere, found)
        return cancelled([*_otherwise_given(found, unlinked), *unlinked])
    loose = [pair for pair in both.linked if both.words.get((pair.a, pair.b), 0.0) < align.REVISED]
    return [*retold.trustworthy(found, *inventories), *retold.differences(*inventories, loose)]


def _alone(both: _Aligned) -> tuple[list[int], list[int]]:
    """The sentences (numbers) that no link claims."""
    linked = {pair.a for pair in both.linked}, {pair.b for pair in both.linked}
    return (
        [n for n in range(len(both.a)) if n not in linked[0]],
        [n for n in range(len(both.b)) if n not in linked[1]],
    )


def _mutual(both: _Aligned) -> tuple[set[int], set[int]]:
    """The sentences (numbers) that are each other's best partner."""
    mutual = [pair for pair in both.linked if pair.mutual]
    return {pair.a for pair in mutual}, {pair.b for pair in mutual}


def _elsewhere(
    both: _Aligned, slots: Slots, places: Places, rewritten: Sequence[tuple[int, int]]
) -> tuple[Elsewhere, Elsewhere]:
    """What of each story the other one reports anywhere."""
    kept = max(_shares(both.a, both.b, both.linked))
    least = STATED if kept >= paragraph_links.CLOSE else paragraph_links.STATED_LOOSELY
    return (
        paragraph_links.stated_elsewhere(slots[0], places[1], least, {i for i, _ in rewritten}),
        paragraph_links.stated_elsewhere(slots[1], places[0], least, {j for _, j in rewritten}),
    )


def _unlinked(
    both: _Aligned,
    inventories: tuple[Inventory, Inventory],
    rewritten: Sequence[tuple[int, int]],
    elsewhere: tuple[Elsewhere, Elsewhere],
    found: Sequence[Difference],
) -> list[Difference]:
    """What sentences that only one version has say, of which the other has no word anywhere; and amounts of
    one slot that each version has alone, among what was `found` in linked sentences, too."""
    stated = matching(*inventories)
    alone = _alone(both)
    second = (
        {pair.a for pair in both.linked} - {pair.a for pair in both.linked if pair.mutual},
        {pair.b for pair in both.linked} - {pair.b for pair in both.linked if pair.mutual},
    )
    partly = tuple(second[side] | (elsewhere[side].sentences & set(alone[side])) for side in (0, 1))
    a, b = inventories
    differing = [
        d
        for d in [
            *amounts_differ(a.amounts, b.amounts, stated.weights),
            *amounts_refined(a.amounts, b.amounts, stated.weights),
        ]
        if _lies_in(d.a, a.passages, alone[0])
        or _lies_in(d.b, b.passages, alone[1])
        or (any(_is_side(x, d.a, "only-a") for x in found) and any(_is_side(x, d.b, "only-b") for x in found))
    ]
    lone = [
        *statements.of_versions(a, b, stated, alone, (partly[0], partly[1]), rewritten),
        *only_in(a, b, stated, "only-a", alone[0]),
        *only_in(b, a, stated, "only-b", alone[1]),
    ]
    return [
        *otherwise_quoted(a, b, stated, alone),
        *differing,
        *statements.without_acts(unanswered(lone, differing)),
    ]


def _otherwise_given(found: Sequence[Difference], others: Sequence[Difference]) -> list[Difference]:
    """The differences without amounts of one side that differ, by others, from one of the other side."""
    both = [d for d in others if difference_type(d.type).subject is Subject.AMOUNT and d.a and d.b]
    return [
        d for d in found if not any(_is_side(d, x.a, "only-a") or _is_side(d, x.b, "only-b") for x in both)
    ]


def _is_side(d: Difference, shown: Span | None, kind: str) -> bool:
    """Whether a difference is an amount of one side that overlaps a stretch of that side."""
    side = d.a if kind == "only-a" else d.b
    if d.kind != kind or side is None or shown is None:
        return False
    there = side.paragraph == shown.paragraph and side.start < shown.end and shown.start < side.end
    return there and difference_type(d.type).subject is Subject.AMOUNT


def _lies_in(shown: Span | None, own: Sequence[Passage], chosen: Collection[int]) -> bool:
    """Whether a stretch stands in one of some sentences (numbers)."""
    return shown is not None and any(
        own[k].sentence.paragraph == shown.paragraph
        and own[k].sentence.start <= shown.start < own[k].sentence.end
        for k in chosen
    )


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
        comparison.left_out,
    )
