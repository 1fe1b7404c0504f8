"""Values for the report tests, built by hand: what the comparer and the clusterer would hand over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from dedup.types import (
    TITLE_PARAGRAPH,
    Assignment,
    Carried,
    Cluster,
    Comparison,
    Difference,
    EventChange,
    EventMember,
    EventNews,
    FactHistory,
    FactTable,
    History,
    IndexedEvent,
    Link,
    Match,
    Part,
    Reading,
    Scores,
    Sentence,
    Slot,
    SlotReading,
    Span,
    Statement,
    Step,
    StepLine,
    StoryNews,
    Version,
)

HOSTILE = (
    '<script>document.title="owned"</script><img src=x onerror="document.title=\'owned\'">"onload="alert(1)'
)
"""A story field that tries everything that a page might fall for."""


def version(story_id: str, title: str | None, *paragraphs: str, part: Part | None = None) -> Version:
    return Version(story_id, title, paragraphs, part)


def span(side: Version, paragraph: int, text: str) -> Span:
    """Where `text` first stands in a paragraph (the title for -1) of a version."""
    whole = side.title or "" if paragraph == TITLE_PARAGRAPH else side.paragraphs[paragraph]
    start = whole.index(text)
    return Span(paragraph, start, start + len(text), text)


def edited() -> Comparison:
    """A wire story and its corrected version: facts, a quote, a moved and a split paragraph, and style."""
    a = version(
        "north-wire/ferry-1",
        "Ferry fire off Corran kills 17",
        "CORRAN, March 3 (North Wire) - A fire on a car ferry killed 17 people off the port of Corran "
        "on Tuesday, "
        "the coast guard said.",
        "The Lady Elspeth was carrying 212 passengers and 31 crew when smoke was seen on the car deck "
        "at 4:40 a.m.",
        '"Nobody had told us to leave the cabins," passenger Ines Moreau said.',
        "Operator Halden Lines said it would cooperate with the inquiry. Its shares fell 6 percent in "
        "early trading, "
        "the steepest fall since 2019.",
        "Weather at the time was calm, the harbour office reported.",
        "The last inspection, in October, had found no fault in the sprinklers.",
    )
    b = version(
        "daily-ledger/881",
        "Ferry fire off Corran kills 19",
        "CORRAN, March 3 (North Wire) - A fire on a car ferry killed 19 people off the port of Corran "
        "on Wednesday, "
        "the coast guard said.",
        "Weather at the time was calm, the harbor office reported.",
        "The Lady Elspeth was carrying 212 passengers and 31 crew when smoke was seen on the car deck "
        "at 4:40 a.m.",
        '"Somebody had told us to leave the cabins," passenger Inès Moreau said.',
        "Operator Halden Lines said it would cooperate with the inquiry.",
        "Its shares fell 6% in early trading, the steepest fall since 2019.",
        "A memorial service was planned for Sunday at St. Brannoc's church.",
    )
    links = (
        Link((-1,), (-1,), "edited", 0.93),
        Link((0,), (0,), "edited", 0.96),
        Link((1,), (2,), "identical", 1.0),
        Link((2,), (3,), "edited", 0.9),
        Link((3,), (4, 5), "split", 0.94),
        Link((4,), (1,), "moved", 0.97),
    )
    differences = (
        Difference(
            "fact", "casualties", "differs", span(a, 0, "17"), span(b, 0, "19"), 1.0, "killed + number"
        ),
        Difference(
            "fact", "weekday", "differs", span(a, 0, "Tuesday"), span(b, 0, "Wednesday"), 0.8, "day of event"
        ),
        Difference(
            "fact",
            "polarity",
            "differs",
            span(a, 2, "Nobody"),
            span(b, 3, "Somebody"),
            0.9,
            "negated subject",
        ),
        Difference(
            "source", "quote", "differs", span(a, 2, "Nobody had"), span(b, 3, "Somebody had"), 0.7, "quoted"
        ),
        Difference(
            "structure",
            "headline",
            "differs",
            span(a, -1, a.title or ""),
            span(b, -1, b.title or ""),
            0.6,
            "title words",
        ),
        Difference(
            "structure",
            "dropped",
            "only-a",
            span(a, 5, "The last inspection, in October, had found no fault in the sprinklers."),
            None,
            0.5,
            "no link",
        ),
        Difference(
            "structure",
            "added",
            "only-b",
            None,
            span(b, 6, "A memorial service was planned for Sunday at St. Brannoc's church."),
            0.5,
            "no link",
        ),
        Difference(
            "structure",
            "moved",
            "differs",
            span(a, 4, "Weather"),
            span(b, 1, "Weather"),
            0.3,
            "off the chain",
        ),
        Difference(
            "structure", "split", "differs", span(a, 3, "Operator"), span(b, 4, "Operator"), 0.3, "one to two"
        ),
        Difference(
            "review", "wording", "differs", span(a, 2, "Ines"), span(b, 3, "Inès"), 0.2, "content word"
        ),
        Difference(
            "style", "number-format", "differs", span(a, 3, "6 percent"), span(b, 5, "6%"), 0.0, "unit sign"
        ),
        Difference("style", "spelling", "differs", span(a, 4, "harbour"), span(b, 1, "harbor"), 0.0, "US/UK"),
    )
    return Comparison("revision", a, b, links, differences)


def retold() -> Comparison:
    """Two agencies on one event, cut from one merged file: crossing links and more flags than a "
    "reader wants."""
    a = version(
        "bridge.txt#1",
        None,
        "Storm closes Varde bridge for a week",
        "Engineers closed the Varde suspension bridge on Friday after gusts tore two hangers loose, "
        "police told Radio "
        "Nord.",
        "About 40,000 commuters cross the strait each day.",
        '"We will not reopen it before every hanger is tested," a senior road official said.',
        "One truck driver was slightly hurt.",
        part=Part("bridge.txt", 0, 4),
    )
    b = version(
        "bridge.txt#2",
        None,
        "Varde crossing shut as hangers snap",
        "Ferries will be doubled from Monday, the regional council decided in an extraordinary session.",
        "The crossing was shut late on Thursday when three hangers failed in the storm, the road agency "
        "said.",
        "Chief engineer Tove Lund said inspections of all 168 hangers would come first.",
        part=Part("bridge.txt", 5, 8),
    )
    links = (
        Link((0,), (0,), "retold", 0.42),
        Link((1,), (2,), "retold", 0.55),
        Link((1,), (0,), "retold", 0.31),
        Link((3,), (3,), "retold", 0.47),
        Link((2,), (1,), "retold", 0.22),
    )
    differences = (
        Difference(
            "fact", "number", "differs", span(a, 1, "two hangers"), span(b, 2, "three hangers"), 0.9, "count"
        ),
        Difference(
            "fact", "weekday", "differs", span(a, 1, "Friday"), span(b, 2, "Thursday"), 0.8, "day of event"
        ),
        Difference(
            "source",
            "attribution",
            "differs",
            span(a, 1, "police"),
            span(b, 2, "road agency"),
            0.7,
            "told/said",
        ),
        Difference(
            "source",
            "attribution",
            "differs",
            span(a, 3, "a senior road official"),
            span(b, 3, "Tove Lund"),
            0.6,
            "x",
        ),
        Difference("fact", "casualties", "only-a", span(a, 4, "One truck driver"), None, 0.65, "hurt"),
        *(
            Difference("review", "wording", "only-b", None, span(b, 1, word), 0.3 - n / 100, "term")
            for n, word in enumerate(
                ("Ferries", "will", "be", "doubled", "from", "Monday", "regional", "council")
            )
        ),
    )
    return Comparison("retold", a, b, links, differences)


def unlike() -> Comparison:
    a = version("a", "Wheat prices steady", "Wheat was little changed in Chicago.")
    b = version("b", "Choir wins prize", "The village choir won first prize.")
    return Comparison("unrelated", a, b, (), ())


def same() -> Comparison:
    a = version("a", "Wheat prices steady", "Wheat was little changed in Chicago.", "Corn rose.")
    links = tuple(Link((n,), (n,), "identical", 1.0) for n in (-1, 0, 1))
    return Comparison("identical", a, version("b", a.title, *a.paragraphs), links, ())


def hostile() -> Comparison:
    """The edited pair with markup, escape sequences and direction controls in every field."""
    a = version(HOSTILE, HOSTILE, f"{HOSTILE} killed 17", "\x1b[2J\x1b]0;owned\x07 \u202e gnp.exe")
    b = version(
        "b", f"</script>{HOSTILE}", f"{HOSTILE} killed 19", "\x9b31m \u2066 x", part=Part(HOSTILE, 0, 1)
    )
    return Comparison(
        "revision",
        a,
        b,
        (Link((0,), (0,), "edited", 0.9), Link((1,), (1,), "edited", 0.5)),
        (
            Difference("fact", "casualties", "differs", span(a, 0, "17"), span(b, 0, "19"), 1.0, HOSTILE),
            Difference("fact", HOSTILE, "differs", span(a, 1, "gnp"), span(b, 1, "x"), 0.9, HOSTILE),
            Difference("source", "quote", "only-a", span(a, 0, HOSTILE), None, 0.9, "q"),
        ),
    )


def run(stories: int = 60) -> tuple[list[Assignment], list[Cluster], list[Match]]:
    """A small run: of every six stories four are copies of one another, one is retold, one stands alone."""
    begin = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
    agencies = ("North Wire", "Agence Ligne", "Daily Ledger", "Corran Post", "Radio Nord", "新华晚报")
    assignments: list[Assignment] = []
    clusters: list[Cluster] = []
    matches: list[Match] = []
    for group in range(stories // 6):
        ids = [f"{group:05d}-{n}" for n in range(6)]
        times = [begin + timedelta(hours=7 * group, minutes=37 * n) for n in range(6)]
        names = [agencies[0], *(agencies[1 + (group + n) % 5] for n in range(5))]
        for n, story_id in enumerate(ids):
            relation = (None, "identical", "near-duplicate", "revision", "retold", None)[n]
            scores = Scores(0.9 - n / 10, 0.95, 0.9 - n / 20, 0.8) if relation else None
            matched = ids[0] if relation else None
            if matched and scores and relation:
                matches.append(Match(ids[0], story_id, relation, scores))
            assignments.append(
                Assignment(
                    id=story_id,
                    duplicate_cluster=ids[0] if n < 4 else story_id,
                    event_cluster=ids[0] if n < 5 else ids[5],
                    relation=relation,
                    matched=matched,
                    scores=scores,
                    title=f"Council {group} votes on harbour plan, part {n}",
                    published=times[n],
                    source=names[n],
                    lang="en",
                )
            )
        sources = (tuple(sorted(set(names[:4]))), tuple(sorted(set(names[:5]))))
        clusters.append(
            Cluster(ids[0], "duplicate", tuple(ids[:4]), ids[0], ids[1], 1, sources[0], times[0], times[3])
        )
        clusters.append(
            Cluster(ids[0], "event", tuple(ids[:5]), ids[0], ids[1], 2, sources[1], times[0], times[4], 2)
        )
    return assignments, clusters, matches


def step(
    before: Version | None,
    after: Version,
    kind: str,
    differences: Sequence[Difference] = (),
    links: Sequence[Link] = (),
    source: str = "Wire",
    hour: int = 6,
) -> Step:
    """A version beside the one that it comes from."""
    compared = before and Comparison("revision", before, after, tuple(links), tuple(differences))
    lines = tuple(StepLine(difference) for difference in differences)
    time = datetime(2026, 3, 3, hour, tzinfo=UTC)
    return Step(after.id, source, time, before and before.id, kind, 0.8, compared, lines)


def history(toll: str = "19") -> History:
    """A toll that goes up and back, and a report by another source."""
    said = "A fire killed {} people, police said."
    first = version("v1", "Ferry fire", said.format("17"), "Weather was calm.")
    second = version("v2", "Ferry fire", said.format(toll), "Weather was calm.")
    third = version("v3", "Ferry fire", said.format("17"), "Weather was calm.")
    other = version("p1", "Ferry fire", "A ferry burned.")

    def toll_of(a: Version, b: Version, one: str, two: str) -> list[Difference]:
        return [Difference("fact", "casualties", "differs", span(a, 0, one), span(b, 0, two), 0.9, "test")]

    up, down = toll_of(first, second, "17", toll), toll_of(second, third, toll, "17")
    back = step(second, third, "update", down, hour=8)
    steps = (
        step(None, first, "first"),
        step(first, second, "update", up, hour=7),
        replace(back, lines=(StepLine(down[0], back=("17", toll, "17")),)),
        step(first, other, "independent", source="Post", hour=9),
    )
    readings = (
        Reading("17", "v1", ("v1",)),
        Reading(toll, "v2", ("v2",), "17"),
        Reading("17", "v3", ("v3",), toll, True),
    )
    sentences = (
        Sentence(
            first.paragraphs[0],
            "v1",
            tuple(Carried(v.id, span(v, 0, v.paragraphs[0]), v is first) for v in (first, second, third)),
            (),
        ),
        Sentence(
            "Weather was calm.",
            "v1",
            tuple(Carried(v.id, span(v, 1, "Weather was calm."), True) for v in (first, second, third)),
            ("p1",),
        ),
    )
    facts = (FactHistory("fact", "casualties", readings),)
    return History((first, second, third, other), steps, facts, sentences)


def copies() -> History:
    """Two stories of one text."""
    one, other = (version(name, "Ferry fire", "A fire killed 17 people.") for name in ("one", "other"))
    steps = (step(None, one, "first"), replace(step(one, other, "copy"), comparison=None))
    return History((one, other), steps, (), ())


def news(rude: str = "") -> list[EventNews]:
    """Two events of an index: one that was opened, and one that grew by a story with news."""
    at = datetime(2026, 3, 3, 9, tzinfo=UTC)
    member = EventMember(
        f"s1{rude}", f"Blast at quarry{rude}", f"Wire{rude}", "en", at, at, "s1", 1, "https://example.org/1"
    )
    copy = replace(
        member, id="s2", source="Post", published=at + timedelta(hours=1), url=f"javascript:{rude}"
    )
    words = Span(0, 0, 15, f"fourteen people{rude}")
    changed = Difference("fact", "casualties", "differs", Span(0, 0, 6, "twelve"), words, 1.0, "other amount")
    event = IndexedEvent(
        f"e1{rude}", f"Blast{rude}", 2, 1, ("Post", "Wire"), ("en",), at, at, at, at, False, ()
    )
    return [
        EventNews(event, (EventChange(at, "e1", "grew", 3, None),), (StoryNews(copy, (changed,)),)),
        EventNews(
            replace(event, id="e2"),
            (EventChange(at, "e2", "opened", 2, f"e9{rude}"),),
            (StoryNews(member, ()), StoryNews(copy, ())),
        ),
    ]


def fact_table(rude: str = "") -> FactTable:
    """Two sources that disagree about the dead; `rude` stands wherever text of others may."""
    sentence = f"The blast killed 12 people{rude}."
    places = Span(0, 10, 26, "killed 12 people"), Span(0, 0, len(sentence), sentence)
    given = [
        Statement(f"s{n}{rude}", f"Wire {n}{rude}", datetime(2026, 3, 3, 6 + n, tzinfo=UTC), f"s{n}", *places)
        for n in (1, 2)
    ]
    readings = tuple(
        SlotReading(f"{words}{rude}", value, True, 1, one.published, one.published, (one,))
        for words, value, one in zip(("killed 12 people", "14 dead"), (12.0, 14.0), given, strict=True)
    )
    other = SlotReading(f"Tom Hale{rude}", "t hale", True, 1, None, None, (given[0],))
    return FactTable(
        ("s1", "s2"),
        2,
        (Slot("dead", "", "disputed", readings, 0.0), Slot("suspect", rude, "single", (other,), None)),
    )


def history_of(comparison: Comparison) -> History:
    """A history of the two sides of a comparison, with a fact and a sentence for good measure."""
    a, b = comparison.a, comparison.b
    shown = [d for d in comparison.differences if d.group != "style"]
    second = replace(step(a, b, "update", shown, comparison.links), comparison=comparison)
    found = [d for d in shown if d.a and d.b and d.group in ("fact", "source")]
    facts = tuple(
        FactHistory(
            d.group, d.type, (Reading(d.a.text, a.id, (a.id,)), Reading(d.b.text, b.id, (b.id,), d.a.text))
        )
        for d in found
        if d.a and d.b
    )
    kept = Span(0, 0, len(a.paragraphs[0]), a.paragraphs[0])
    sentence = Sentence(kept.text, a.id, (Carried(a.id, kept, True), Carried(b.id, kept, True)), ())
    return History((a, b), (step(None, a, "first"), second), facts, (sentence,))
