"""Sentences through the versions of a history: where each was first seen, who carried it, who dropped it.

A sentence of a version is, in this order: the same words in the parent; an edited form of a sentence of the
parent (Dice coefficient of their words, the best pairs first); part of one that was split; the same words, or
nearly, in any other earlier version; new. Sentences that go into one of the child are carried by it. Nothing
is matched by its place. Headlines are matched with headlines only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from dedup.histories.lineage import Body, Origin, Place
from dedup.types import TITLE_PARAGRAPH, Carried, Sentence, Span

EDITED = 0.5
"""Dice coefficient from which a sentence is an edited one of the parent's."""

ELSEWHERE = 0.75
"""The same for versions that are not the parent: nothing else speaks for them."""

INSIDE = 0.8
"""Share of a sentence's words in another from which it was split off or went into it."""

LEAST = 5
"""Words from which a sentence is known again outside its line of versions: shorter ones are commonplaces."""

Strands = list[list[int]]
"""For each version the number of the sentence that each of its places is a form of."""


def strands(versions: Sequence[Body], came: Sequence[Origin]) -> tuple[Strands, list[set[int]]]:
    """The sentence that each place of each version is a form of, and for each version those that it
    dropped."""
    found: Strands = []
    dropped: list[set[int]] = []
    forms: dict[tuple[bool, tuple[str, ...]], int] = {}
    count = 0
    for number, version in enumerate(versions):
        parent = came[number].parent
        line = parent is not None and came[number].kind != "independent"
        own: dict[int, int] = {}
        lost: set[int] = set()
        if line and parent is not None:
            own, merged = _inherited(version.sentences, versions[parent].sentences)
            own = {place: found[parent][other] for place, other in own.items()}
            lost = set(found[parent]) - set(own.values()) - {found[parent][other] for other in merged}
        for place, sentence in enumerate(version.sentences):
            if place not in own and len(sentence.words) >= LEAST and _form(sentence) in forms:
                own[place] = forms[_form(sentence)]
        rest = [place for place in range(len(version.sentences)) if place not in own]
        for place, known in _nearly(version.sentences, rest, forms):
            own[place] = known
        for place in range(len(version.sentences)):
            if place not in own:
                own[place] = count
                count += 1
            forms.setdefault(_form(version.sentences[place]), own[place])
        found.append([own[place] for place in range(len(version.sentences))])
        dropped.append(lost - set(found[-1]))
    return found, dropped


def _form(sentence: Place) -> tuple[bool, tuple[str, ...]]:
    return sentence.paragraph == TITLE_PARAGRAPH, sentence.words


def _inherited(own: Sequence[Place], other: Sequence[Place]) -> tuple[dict[int, int], set[int]]:
    """Which sentence of the parent each of a version is (by place), and those that went into another."""
    found: dict[int, int] = {}
    free: dict[tuple[bool, tuple[str, ...]], list[int]] = defaultdict(list)
    for place, sentence in enumerate(other):
        free[_form(sentence)].append(place)
    for place, sentence in enumerate(own):
        if free[_form(sentence)]:
            found[place] = free[_form(sentence)].pop(0)
    left = [place for place in range(len(own)) if place not in found]
    unmet = sorted(set(range(len(other))) - set(found.values()))
    for score, place, there in sorted(
        _alike(own, left, other, unmet), key=lambda x: (-x[0], abs(x[1] - x[2]), x)
    ):
        if score >= EDITED and place not in found and there not in found.values():
            found[place] = there
    for place in left:
        if place not in found and len(own[place].words) >= LEAST:
            inside = [(score, there) for score, there in _held(own[place], other) if score >= INSIDE]
            if inside:
                found[place] = max(inside, key=lambda x: (x[0], -x[1]))[1]
    gone = set(range(len(other))) - set(found.values())
    merged = {
        there
        for there in gone
        if len(other[there].words) >= LEAST and any(score >= INSIDE for score, _ in _held(other[there], own))
    }
    return found, merged


def _alike(
    own: Sequence[Place], left: Sequence[int], other: Sequence[Place], unmet: Sequence[int]
) -> Iterator[tuple[float, int, int]]:
    """Dice coefficients of sentences that share a word."""
    bags = {there: Counter(other[there].words) for there in unmet}
    for place in left:
        bag = Counter(own[place].words)
        for there, theirs in bags.items():
            if (own[place].paragraph == TITLE_PARAGRAPH) == (other[there].paragraph == TITLE_PARAGRAPH):
                shared = (bag & theirs).total()
                if shared:
                    yield 2 * shared / (bag.total() + theirs.total()), place, there


def _held(sentence: Place, others: Sequence[Place]) -> Iterator[tuple[float, int]]:
    """Share of a sentence's words that each of some others has."""
    bag = Counter(sentence.words)
    for there, other in enumerate(others):
        if other.paragraph != TITLE_PARAGRAPH and sentence.paragraph != TITLE_PARAGRAPH:
            yield (bag & Counter(other.words)).total() / bag.total(), there


def _nearly(
    own: Sequence[Place], rest: Iterable[int], forms: dict[tuple[bool, tuple[str, ...]], int]
) -> Iterator[tuple[int, int]]:
    """Places whose sentence is nearly one that an earlier version has, and that one."""
    rest = [place for place in rest if len(own[place].words) >= LEAST]
    if not rest:
        return
    known = [(title, Counter(form), strand) for (title, form), strand in forms.items()]
    for place in rest:
        bag = Counter(own[place].words)
        title = own[place].paragraph == TITLE_PARAGRAPH
        best = max(
            (
                (2 * (bag & theirs).total() / (bag.total() + theirs.total()), -strand)
                for above, theirs, strand in known
                if above == title
            ),
            default=(0.0, 0),
        )
        if best[0] >= ELSEWHERE:
            yield place, -best[1]


def provenance(versions: Sequence[Body], own: Strands, dropped: Sequence[set[int]]) -> tuple[Sentence, ...]:
    """The sentences of all versions, in the order in which they were first seen."""
    places: dict[int, list[tuple[int, Place]]] = defaultdict(list)
    for number, strand in enumerate(own):
        for place, name in zip(versions[number].sentences, strand, strict=True):
            if not any(held == number for held, _ in places[name]):
                places[name].append((number, place))
    lost: dict[int, list[str]] = defaultdict(list)
    for number, names in enumerate(dropped):
        for name in names:
            lost[name].append(versions[number].story.id)
    return tuple(_sentence(versions, held, lost[name]) for name, held in sorted(places.items()))


def _sentence(versions: Sequence[Body], held: Sequence[tuple[int, Place]], lost: Sequence[str]) -> Sentence:
    forms = Counter(place.words for _, place in held)
    chosen = max(forms, key=forms.__getitem__)
    shown = next(place for _, place in held if place.words == chosen)
    carried = tuple(
        Carried(
            versions[number].story.id,
            Span(place.paragraph, place.start, place.end, place.text),
            place.words == chosen,
        )
        for number, place in held
    )
    return Sentence(shown.text, carried[0].version, carried, tuple(lost))
