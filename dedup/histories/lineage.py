"""Which version of a story each later one comes from, and what becomes of its sentences.

Versions stand in order of time. What of a version an earlier one covers is measured by runs of four words,
page furniture left out. A version with the very words of an earlier one is its copy. Else it comes from the
latest version of its own source among those that cover it best: a newsroom goes on from what it has on its
page, and a toll that is taken back makes the last version but one look nearer than the last. Where its source
has none, it comes from the version of another source that covers it best and is most like it. What no earlier
version covers is a report of its own.

Sentences go along with their versions. One is, in this order: the same words in the parent; an edited form of
a sentence of the parent (Dice coefficient of their words, the best pairs first); part of one that was split;
the same words, or nearly, in any other earlier version; new. Sentences that go into one of the child are
carried by it. Nothing is matched by its place. Headlines are matched with headlines only.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from dedup.text.furniture import Furniture, furniture
from dedup.text.normalise import words
from dedup.text.sentences import paragraphs, sentences
from dedup.types import TITLE_PARAGRAPH, Carried, Sentence, Span, Story, by_time

RUN = 4
"""Words of a run. Of planted versions .985 get their parent with 4 and with 5, .983 with 3; 4 keeps more of a
sentence with changed words (`tests/bench/histories.py`, seeds 1 and 4)."""

TAKEN = 0.3
"""Coverage from which a version is taken to come from another. Reports that share a quotation stay below, and
so does the same form on the next day (a market report has .24 of the last one)."""

EQUAL = 0.15
"""Versions of one source whose coverage is within this of the best cover a version equally well: .962 of
planted versions get their parent with 0, .984 with .05, .985 with .15 and .3."""

NOTES = (Furniture.CORRECTION, Furniture.UPDATE)
DASHES = ("-", "–", "—")
DATELINE_WORDS = 12
"""Words of the longest dateline: two places, a date, an agency."""

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


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A sentence of a version: its paragraph, its characters there, its text and its normalised words."""

    paragraph: int
    start: int
    end: int
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Body:
    """A version without page furniture: its paragraphs as they were read, which of them are known to be the
    site's (`foreign`) or notes of corrections and updates, the dateline, sentences, and runs of words."""

    story: Story
    paragraphs: tuple[str, ...]
    foreign: frozenset[int]
    notes: frozenset[int]
    dateline: Place | None
    sentences: tuple[Place, ...]
    words: tuple[str, ...]
    runs: frozenset[tuple[str, ...]]

    def is_page(self, span: Span) -> bool:
        """Whether a span lies in a paragraph of the site, or in the dateline."""
        line = self.dateline
        inside = line is not None and span.paragraph == line.paragraph and span.end <= line.end
        return inside or span.paragraph in self.foreign


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a version comes from: the number of the parent in order of time (None: of no earlier one), kind
    of step (see `dedup.Step`) and coverage."""

    parent: int | None
    kind: str
    coverage: float


def in_time(stories: Iterable[Story]) -> list[Story]:
    """Stories in order of time; undated ones last, equals by id."""
    return sorted(stories, key=by_time)


def folded(paragraph: str) -> str:
    """A paragraph by which two of the same words are equal."""
    return " ".join(words(paragraph))


def body(story: Story, boilerplate: Container[str] = ()) -> Body:
    """A version as it is compared; `boilerplate`: paragraphs, folded, that are the site's and not its."""
    blocks = paragraphs(story.text)
    foreign = frozenset(number for number, text in enumerate(blocks) if folded(text) in boilerplate)
    kinds = furniture(blocks)
    own = [n for n, kind in enumerate(kinds) if kind is None and n not in foreign]
    found = [
        Place(number, start, end, blocks[number][start:end], tuple(words(blocks[number][start:end])))
        for number in own
        for start, end in sentences(blocks[number])
    ]
    title = story.title or ""
    if title.strip():
        found.insert(0, Place(TITLE_PARAGRAPH, 0, len(title), title, tuple(words(title))))
    flat = tuple(word for place in found if place.paragraph != TITLE_PARAGRAPH for word in place.words)
    runs = frozenset(zip(*(flat[n:] for n in range(RUN)), strict=False)) or frozenset([flat])
    lines = [place for place in found if _is_dateline(place)]
    said = tuple(place for place in found if place.words and place not in lines)
    notes = frozenset(n for n, kind in enumerate(kinds) if kind in NOTES)
    return Body(story, tuple(blocks), foreign, notes, lines[0] if lines else None, said, flat, runs)


def _is_dateline(sentence: Place) -> bool:
    """Whether a sentence is a dateline: place, date, agency and a dash."""
    return sentence.start == 0 and sentence.text.endswith(DASHES) and len(sentence.words) <= DATELINE_WORDS


def origins(versions: Sequence[Body]) -> list[Origin]:
    """Where each version comes from, in the order of the versions; see the module."""
    return [origin_of(version, versions[:number]) for number, version in enumerate(versions)]


def origin_of(version: Body, earlier: Sequence[Body]) -> Origin:
    """Where a version comes from among some earlier ones, which stand in order of time."""
    if not earlier:
        return Origin(None, "first", 0.0)
    cover = [len(version.runs & other.runs) / len(version.runs) for other in earlier]
    own = [
        number
        for number, other in enumerate(earlier)
        if version.story.source is not None
        and other.story.source == version.story.source
        and cover[number] >= TAKEN
    ]
    if own:
        best = max(cover[number] for number in own)
        equal = max(EQUAL, RUN / len(version.runs))  # one changed word breaks as many runs as a run has words
        parent = max(number for number in own if cover[number] >= best - equal)
        return Origin(parent, "copy" if _same(version, earlier[parent]) else "update", cover[parent])
    same = next((number for number, other in enumerate(earlier) if _same(version, other)), None)
    if same is not None:
        return Origin(same, "copy", 1.0)
    parent = max(range(len(earlier)), key=lambda number: _likeness(version, earlier, cover, number))
    return Origin(parent, "taken" if cover[parent] >= TAKEN else "independent", cover[parent])


def _same(version: Body, other: Body) -> bool:
    return version.words == other.words


def _likeness(
    version: Body, earlier: Sequence[Body], cover: Sequence[float], number: int
) -> tuple[float, float, int]:
    """What the best origin has most of: coverage in steps of a twentieth, likeness, age."""
    other = earlier[number]
    union = len(version.runs | other.runs)
    return round(20 * cover[number]) / 20, len(version.runs & other.runs) / union, -number


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


def stands_in(sentence: Place, versions: Iterable[Body]) -> bool:
    """Whether a sentence, or nearly the same one, stands in some version."""
    bag = Counter(sentence.words)
    return any(
        2 * (bag & Counter(other.words)).total() >= ELSEWHERE * (bag.total() + len(other.words))
        for version in versions
        for other in version.sentences
    )


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
