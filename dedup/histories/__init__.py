"""Histories: the versions of a story, or the reports of an event, in order of time.

`lineage` says which earlier version each one comes from and where its sentences were first seen, the comparer
what it changed, and `readings` how its facts went; `facts` holds what all of them give for each slot of the
event against each other. A report in words of its own comes from no other: it is compared with the one that
is most like it, and only what both give, or what is new, is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from dedup.comparison import compare
from dedup.difference_types import Group
from dedup.errors import InputError
from dedup.histories.facts import MOST as MOST_READ
from dedup.histories.facts import fact_table
from dedup.histories.lineage import (
    Body,
    Origin,
    Strands,
    body,
    folded,
    in_time,
    origin_of,
    origins,
    provenance,
    stands_in,
    strands,
)
from dedup.histories.readings import FOLLOWED, Turn, follow, sentence_at
from dedup.readers import stories as coerce
from dedup.text.normalise import words
from dedup.text.sentences import paragraphs
from dedup.types import (
    Cluster,
    Comparison,
    Difference,
    FactTable,
    History,
    Span,
    Step,
    StepLine,
    Story,
    Version,
)

__all__ = ["fact_table", "fact_tables", "histories", "history", "news"]

OWN_WORDS = frozenset(["retold", "unrelated"])
"""Relations of reports that are not versions of one text."""

MOSTLY = 0.5
"""Coverage from which a version comes from its parent, whatever the relation of the two: a paragraph from
elsewhere in a short excerpt makes facts that the two do not share."""

NOTES = frozenset(["correction", "update-note"])
"""Types of difference that are notes of the page about the story."""

NEWS = frozenset(["quote", "attribution", "money", "percent"])
"""Types of difference that are new where a report in other words has them: numbers and acts are often given
by the other one in another form ("built in 2004", "22-year-old")."""


def history(stories: Iterable[object], *, boilerplate: Iterable[str] = ()) -> History:
    """The history of a story or an event: what each version took over, added, changed and dropped.

    Parameters
    ----------
    stories
        Its versions by any sources: stories, records or texts, in any order. Each is compared once: a tenth
        of a second.
    boilerplate
        Paragraphs that are known to be those of a site, not of a story; they are left out. Those that every
        page has (share buttons, captions, newsletter boxes …) are known already.

    Raises
    ------
    InputError
        There is no story.

    Examples
    --------
    >>> hours = ["06:00", "07:00", "08:00"]
    >>> texts = [f"A fire at the mill killed {n} people, police said. The mill is closed." for n in (3, 4, 3)]
    >>> found = history(
    ...     {"text": text, "source": "Wire", "published": f"2026-03-03T{hour}Z"}
    ...     for text, hour in zip(texts, hours)
    ... )
    >>> [(reading.text, reading.back) for reading in found.facts[0].readings]
    [('3', False), ('4', False), ('3', True)]
    """
    given = list(coerce(stories, strict=True))
    if not given:
        raise InputError("a history needs a story, and there is none")
    known = frozenset(map(folded, boilerplate))
    versions = [body(story, known) for story in in_time(given)]
    compared = [_compared(versions, number, origin) for number, origin in enumerate(origins(versions))]
    came = [origin for origin, _ in compared]
    own, dropped = strands(versions, came)
    listed = [_listed(versions, number, *found) for number, found in enumerate(compared)]
    facts, turns = follow(versions, came, own, listed)
    return History(
        tuple(Version(v.story.id, v.story.title, v.paragraphs, v.story.part) for v in versions),
        tuple(
            Step(
                versions[number].story.id,
                versions[number].story.source,
                versions[number].story.published,
                None if origin.parent is None else versions[origin.parent].story.id,
                origin.kind,
                round(origin.coverage, 4),
                comparison,
                tuple(_lines(versions, own, number, origin, listed[number], turns)),
            )
            for number, (origin, comparison) in enumerate(compared)
        ),
        facts,
        provenance(versions, own, dropped),
    )


def _compared(versions: Sequence[Body], number: int, origin: Origin) -> tuple[Origin, Comparison | None]:
    """A version beside the one it comes from; where that covers the lesser part of it, the comparer has the
    last word on whether it is a report of its own."""
    if origin.parent is None:
        return origin, None
    own, other = versions[number].story, versions[origin.parent].story
    if (own.text, own.title) == (other.text, other.title):
        return origin, None
    found = compare(other, own)
    if origin.coverage < MOSTLY and found.relation in OWN_WORDS:
        origin = Origin(origin.parent, "independent", origin.coverage)
    return origin, found


def _listed(
    versions: Sequence[Body], number: int, origin: Origin, comparison: Comparison | None
) -> list[Difference]:
    """The differences that a step shows, in the comparer's order."""
    if comparison is None or origin.parent is None:
        return []
    said = _sure if origin.kind == "independent" else _is_line
    before, after = versions[origin.parent], versions[number]
    return [
        d
        for d in comparison.differences
        if d.group != Group.STYLE
        and said(d)
        and not (d.a is not None and before.is_page(d.a))
        and not (d.b is not None and after.is_page(d.b))
        and (d.type in NOTES or not (_among(d.a, before.notes) or _among(d.b, after.notes)))
    ]


def _among(span: Span | None, paragraphs: Container[int]) -> bool:
    return span is not None and span.paragraph in paragraphs


def _is_line(difference: Difference) -> bool:
    """Whether a difference of two versions is one of the story: a note that goes is one of the page."""
    return difference.type not in NOTES or difference.b is not None


def _sure(difference: Difference) -> bool:
    """Whether it holds of a report in words of its own: what it alone quotes. That it gives a fact in another
    way is for the fact table, which holds slots against each other and not passages."""
    return difference.a is None and difference.type in NEWS


def _lines(
    versions: Sequence[Body],
    own: Strands,
    number: int,
    origin: Origin,
    listed: Sequence[Difference],
    turns: Mapping[tuple[int, int], Turn],
) -> Iterator[StepLine]:
    for which, difference in enumerate(listed):
        turn = turns.get((number, which), Turn((), False))
        seen = None
        if difference.a is None and difference.b is not None:
            if origin.kind == "independent" and _stands(difference.b.text, versions[:number]):
                continue
            seen = _first_seen(versions, own, number, origin, difference)
        yield StepLine(difference, seen, turn.back, turn.corrected)


def _stands(wording: str, earlier: Sequence[Body]) -> bool:
    """Whether some words stand in an earlier version."""
    sought = f" {' '.join(words(wording))} "
    return any(sought in f" {' '.join(version.words)} " for version in earlier)


def _first_seen(
    versions: Sequence[Body], own: Strands, number: int, origin: Origin, difference: Difference
) -> str | None:
    """The earlier version in which a passage was first seen that the parent lacks, if there is one."""
    if difference.b is None or origin.parent is None:
        return None
    strand = sentence_at(versions[number], own[number], difference.b)
    if strand is None or strand in own[origin.parent]:
        return None
    return next((versions[n].story.id for n in range(number) if strand in own[n]), None)


def news(story: Story, earlier: Iterable[Story], boilerplate: Iterable[str] = ()) -> tuple[Difference, ...]:
    """What a story has that none of some earlier ones of its event has, in the comparer's order.

    It is compared with the one that it comes from. Facts that this gives otherwise are new in an update of
    its own source, a toll that is taken back, too; those of other stories only if no earlier one has the
    sentence. Quotations, speakers, sums and the like are new if their words stand nowhere, and a passage if
    no sentence nearly like it does. A statement inside of such a passage is not said twice. `boilerplate` are
    paragraphs as in `history`.
    """
    known = frozenset(map(folded, boilerplate))
    before = [body(one, known) for one in in_time(earlier)]
    if not before:
        return ()
    version = body(story, known)
    versions = [*before, version]
    origin, comparison = _compared(versions, len(before), origin_of(version, before))
    listed = _listed(versions, len(before), origin, comparison)
    found = [d for d in listed if _is_news(d, version, before, origin)]
    added = [d for d in found if d.type == "added"]
    return tuple(d for d in found if d.type != "statement" or not any(_inside(d, other) for other in added))


def _inside(statement: Difference, added: Difference) -> bool:
    """Whether a statement stands in an added paragraph, or in the stretch of one that was added."""
    a, b = statement.b, added.b
    if a is None or b is None or a.paragraph != b.paragraph:
        return False
    whole = b.start == 0 and added.why.startswith("paragraph")
    return whole or (b.start <= a.start and a.end <= b.end)


def _is_news(difference: Difference, version: Body, before: Sequence[Body], origin: Origin) -> bool:
    at = difference.b
    if at is None or not (difference.group in FOLLOWED or difference.type == "added"):
        return False
    if difference.type == "added" or difference.a is not None:
        if difference.a is not None and origin.kind == "update":
            return True
        places = [p for p in version.sentences if p.paragraph == at.paragraph and p.end > at.start]
        shown = [place for place in places if place.start < at.end] or places
        if difference.a is not None:
            return not any(place.words == p.words for place in shown for b in before for p in b.sentences)
        return any(not stands_in(place, before) for place in shown)
    return not _stands(at.text, before)


MOST = 200
"""Versions of one text each that are lined up: a tenth of a second each, and more can hardly be read."""

BUDGET = 40
"""Comparisons of all histories of a page."""


def histories(
    clusters: Iterable[Cluster], stories: Mapping[str, Story], budget: int = BUDGET
) -> dict[str, History]:
    """Histories of clusters, by id, the first ones until so many comparisons are made.

    Parameters
    ----------
    clusters
        Clusters of these stories, the largest first.
    stories
        The stories by id, with their texts.
    budget
        Comparisons for all of them. The last history may have fewer versions than its cluster.
    """
    found: dict[str, History] = {}
    for cluster in clusters:
        if budget < 1:
            break
        members = in_time([stories[member] for member in cluster.members])
        site = _boilerplate(members, stories)
        texts = dict.fromkeys(story.text for story in members)
        first = set(list(texts)[: budget + 1])
        found[cluster.id] = made = history(
            (story for story in members if story.text in first), boilerplate=site
        )
        budget -= sum(step.comparison is not None for step in made.steps)
    return found


READ = 300
"""Stories of all fact tables of a page: a sixtieth of a second each."""


def fact_tables(
    clusters: Iterable[Cluster], stories: Mapping[str, Story], budget: int = READ
) -> dict[str, FactTable]:
    """Fact tables of clusters, by id, the first ones until so many stories are read; parameters as in
    `histories`."""
    found: dict[str, FactTable] = {}
    for cluster in clusters:
        if budget < 1:
            break
        members = in_time([stories[member] for member in cluster.members])[: min(budget, MOST_READ)]
        found[cluster.id] = fact_table(members, boilerplate=_boilerplate(members, stories))
        budget -= len(members)
    return found


STRANGERS = 2
"""Stories of a source outside a cluster that have a paragraph, from which it is the site's: one may be a
report that led up to the event."""


def _boilerplate(members: Sequence[Story], stories: Mapping[str, Story]) -> frozenset[str]:
    """Paragraphs of some stories, folded, that strangers by the same source have, too."""
    inside = {story.id for story in members}
    sources = {story.source for story in members if story.source}
    wanted = {(story.source, folded(text)) for story in members for text in paragraphs(story.text)}
    held: Counter[tuple[str | None, str]] = Counter()
    for story in stories.values():
        if story.source in sources and story.id not in inside:
            held.update({(story.source, folded(text)) for text in paragraphs(story.text)} & wanted)
    return frozenset(text for (_, text), count in held.items() if count >= STRANGERS)
