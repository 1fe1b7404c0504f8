"""The fact table of an event: what each story puts into each slot, by source and time.

Every story is read by itself (`comparison.slots`) and gives one value to a slot of its event: the one of its
headline and lead; of several there, the largest toll. A toll that stands only further down counts if the
story gives no other, or another story gives it, too. A place or a day counts where two origins and a third of
all give it, or where there is no second origin to ask. Sums and counts are lines of their own: two are one
line if they are sums of one thing in one unit, and equal, or the words around them share rare ones.

Stories that are versions of one text are one origin (`lineage`): ten copies of a wire story agree with
nobody. Values are held against each other as the comparer does: "at least 12" and 14 may both be true. What a
source says is what its latest story that gives a value says; sources that say now what cannot both be true
are in dispute, one that has replaced its value has changed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dedup.comparison.align import rarity
from dedup.comparison.inventory import COMMON_GROUND, SOME_GROUND, agree
from dedup.comparison.lexicon import Lexicon
from dedup.comparison.slots import SLOTS, TOLLS, Filling, fillings
from dedup.errors import InputError
from dedup.histories.lineage import Body, body, folded, in_time, origins
from dedup.readers import stories as coerce
from dedup.types import FactTable, Slot, SlotReading, Statement

MOST = 100
"""Stories that are read: a sixtieth of a second each, copies at once, and more can hardly be surveyed."""

SUMS = frozenset(["money", "percent", "count"])
"""Slots of which an event has many, each with its own subject."""

SETS = frozenset(["suspect", "place", "cause"])
"""Slots whose values do not exclude each other: two suspects, a town and its country, a cause in other
words."""

COMMON = 1 / 3
"""Share of an event's origins whose leads must name a place or a day for it to be the event's: leads name
others, too, where a player is expected next Sunday, or what the law says since May."""

RAREST = 6.0
"""Inverse document frequency (natural logarithm) beyond which a word is no better evidence."""


def fact_table(stories: Iterable[object], *, boilerplate: Iterable[str] = ()) -> FactTable:
    """What the stories of an event give for each slot: tolls, suspects, causes, places, times, sums.

    Parameters
    ----------
    stories
        Stories of one event by any sources: stories, records or texts, in any order.
    boilerplate
        Paragraphs that are known to be those of a site; see `dedup.history`.

    Returns
    -------
    FactTable
        Its slots in the order of `Slot.name`; sums and counts that more stories give first. The first hundred
        stories in order of time are read.

    Raises
    ------
    InputError
        There is no story.

    Examples
    --------
    >>> table = fact_table(
    ...     [
    ...         {"id": "a", "lang": "en", "text": "A ferry sank on Monday, killing 12 people."},
    ...         {"id": "b", "lang": "en", "text": "Fourteen people died when a ferry went down."},
    ...     ]
    ... )
    >>> table.slots[0].name, table.slots[0].state, [reading.text for reading in table.slots[0].readings]
    ('dead', 'disputed', ['killing 12 people', 'Fourteen people died'])
    """
    given = list(coerce(stories, strict=True))
    if not given:
        raise InputError("a fact table needs a story, and there is none")
    known = frozenset(map(folded, boilerplate))
    versions = [body(story, known) for story in in_time(given)[:MOST]]
    roots = _roots(versions)
    once: dict[tuple[object, ...], list[Filling]] = {}
    for version in versions:
        if _form(version) not in once:
            once[_form(version)] = _read(version)
    read = [once[_form(version)] for version in versions]
    lines: list[tuple[str, str, list[tuple[int, Filling]]]] = []
    for name in SLOTS:
        found = [(n, f) for n, each in enumerate(read) for f in each if f.slot == name]
        if name in SUMS:
            lines += [(name, _called(line), line) for line in _lines(found, roots)]
        elif name in TOLLS:
            lines += [(name, _called(line) if apart else "", line) for apart, line in _groups(found, roots)]
        else:
            lines.append((name, "", _of_event(name, found, roots)))
    made = [_slot(name, what, line, versions, roots) for name, what, line in lines if line]
    order = {slot: n for n, slot in enumerate(SLOTS)}
    made.sort(key=lambda s: order[s.name] if s.name not in SUMS else len(SLOTS))
    return FactTable(tuple(v.story.id for v in versions), len(set(roots)), tuple(made))


def _roots(versions: Sequence[Body]) -> list[int]:
    """For each version the first one of whose text it is a version."""
    roots: list[int] = []
    for number, origin in enumerate(origins(versions)):
        own = origin.parent is None or origin.kind == "independent"
        roots.append(number if own or origin.parent is None else roots[origin.parent])
    return roots


def _form(version: Body) -> tuple[object, ...]:
    """What the values of a story depend on."""
    story = version.story
    return story.text, story.title, story.lang, story.published and story.published.date()


def _read(version: Body) -> list[Filling]:
    """What a story puts into slots, page furniture left out."""
    own = {place.paragraph for place in version.sentences}
    return [
        f
        for f in fillings(version.story)
        if f.shown.paragraph in own
        and not version.is_page(f.shown)
        and f.shown.paragraph not in version.notes
    ]


Given = list[tuple[int, Filling]]
"""Values with the number of the story that gives them."""


def _of_event(name: str, found: Given, roots: Sequence[int]) -> Given:
    """The values that count as the event's; see the module."""
    if name == "hour":
        return _hours(found, roots)
    if name not in ("place", "day", "suspect"):
        return found
    voices: dict[object, set[int]] = defaultdict(set)
    named: set[object] = set()
    for number, f in found:
        voices[f.value].add(roots[number])
        if f.lead and name == "suspect":
            named.add(f.value)
    texts = len(set(roots))
    least = 1 if texts == 1 else 2 if name == "suspect" else max(2, COMMON * texts)
    return [(n, f) for n, f in found if len(voices[f.value]) >= least or f.value in named]


def _hours(found: Given, roots: Sequence[int]) -> Given:
    """The hours of the leads; where none gives one, the hour that most origins give, if two do."""
    lead = [(number, f) for number, f in found if f.lead]
    voices: dict[object, set[int]] = defaultdict(set)
    for number, f in found:
        voices[f.value].add(roots[number])
    most = max(voices, key=lambda value: (len(voices[value]), str(value)), default=None)
    shared = [(n, f) for n, f in found if f.value == most] if most and len(voices[most]) > 1 else []
    stated = {f.value for _, f in lead}
    return [(number, f) for number, f in found if f.value in stated] or shared


def _groups(found: Given, roots: Sequence[int]) -> list[tuple[bool, Given]]:
    """Tolls of people, and of groups of them (soldiers, students) whose toll is not that of all. One beside a
    larger one in its sentence is that of a part, or of another incident."""
    largest: dict[tuple[int, int, int], float] = {}
    for number, f in found:
        at = number, f.sentence.paragraph, f.sentence.start
        largest[at] = max(_size(f)[0], largest.get(at, 0.0))
    found = [
        (number, f)
        for number, f in found
        if f.key or _size(f)[0] >= largest[number, f.sentence.paragraph, f.sentence.start]
    ]
    shelves: dict[str, Given] = {"": []}
    for number, f in found:
        shelves.setdefault(f.key, []).append((number, f))
    everybody = {f.value for _, f in shelves[""]}
    for key in [key for key in shelves if key]:
        shelves[""] += [(n, f) for n, f in shelves[key] if f.value in everybody]
        shelves[key] = [(n, f) for n, f in shelves[key] if f.value not in everybody]
    counts: dict[int, set[object]] = defaultdict(set)
    for number, f in found:
        counts[number].add(f.value)
    lone = frozenset(number for number, values in counts.items() if len(values) == 1)
    return [
        (bool(key), _tolls(sorted(shelf, key=lambda item: item[0]), roots, lone))
        for key, shelf in shelves.items()
    ]


def _tolls(found: Given, roots: Sequence[int], lone: frozenset[int]) -> Given:
    """One toll of each story; `lone` are the stories that have one number for the slot."""
    own: dict[int, list[Filling]] = defaultdict(list)
    for number, f in found:
        own[number].append(f)
    chosen = {}
    for number, given in own.items():
        lead = [f for f in given if f.lead]
        if lead or (number in lone and given[0].slot != "arrested"):
            chosen[number] = max(lead or given, key=_size)
    for number, given in own.items():
        if number not in chosen:
            elsewhere = {f.value for n, each in own.items() if roots[n] != roots[number] for f in each}
            shared = [f for f in given if f.value in elsewhere]
            if shared:
                chosen[number] = max(shared, key=_size)
    return sorted(chosen.items(), key=lambda item: item[0])


def _size(f: Filling) -> tuple[float, int]:
    """How large a number is; of equal ones the first in the text is the largest."""
    return (f.value if isinstance(f.value, float) else 0.0), -f.shown.paragraph


def _lines(found: Given, roots: Sequence[int]) -> list[Given]:
    """Sums and counts of one thing each, those that more stories give in front."""
    often: dict[tuple[int, str], set[float | str]] = defaultdict(set)
    shelves: dict[tuple[str, str], Given] = defaultdict(list)
    for number, f in found:
        often[number, f.key].add(f.value)
        shelves[_unit(f), f.key].append((number, f))
    lines: list[Given] = []
    for (_, key), shelf in shelves.items():
        here: list[Given] = []
        for number, f in shelf:
            lone = key != "" and len(often[number, key]) == 1
            line = next((each for each in here if _is_one(f, lone, each, often)), None)
            if line is None:
                here.append([(number, f)])
            else:
                line.append((number, f))
        lines += here
    lines = _met(lines)
    kept = []
    for line in lines:
        voices = {roots[number] for number, _ in line}
        if any(f.slot == "money" or f.lead for _, f in line) or len(voices) > 1:
            firsts = dict(reversed(line))
            kept.append(sorted(firsts.items()))
    return sorted(
        kept, key=lambda line: (-len(line), line[0][0], line[0][1].shown.paragraph, line[0][1].shown.start)
    )


def _met(lines: Sequence[Given]) -> list[Given]:
    """Lines of sums, those of equal sums whose surroundings share a rare word as one: the noun of which a sum
    is one is not always beside it, and not always the same word."""
    found: list[Given] = []
    for line in sorted(lines, key=lambda line: (-len(line), line[0][1].key == "")):
        first = line[0][1]
        fitting = (
            other
            for other in found
            if first.slot == "money"
            and _unit(other[0][1]) == _unit(first)
            and any(f.value == g.value and _ground(f, g) >= SOME_GROUND for _, f in other for _, g in line)
        )
        into = next(fitting, None)
        if into is None:
            found.append(list(line))
        else:
            into += [(n, f) for n, f in line if all(n != m for m, _ in into)]
    return found


def _ground(f: Filling, g: Filling) -> float:
    """Weight of the words that stand around both sums, what they are sums of left aside."""
    if f.amount is None or g.amount is None:
        return 0.0
    shared = f.amount.around & g.amount.around - {f.key}
    return sum(min(rarity(word, Lexicon()), RAREST) for word in sorted(shared))


def _unit(f: Filling) -> str:
    return "" if f.amount is None else f.amount.unit


def _is_one(f: Filling, lone: bool, line: Given, often: Mapping[tuple[int, str], set[float | str]]) -> bool:
    """Whether a sum is one of those of a line: equal, or of one thing by the words around it, where none of
    the stories has two sums of it."""
    number, other = line[0]
    if f.amount is None or other.amount is None:
        return False
    if f.value == other.value:
        return True
    lone = lone and f.slot == "money" and len(often[number, other.key]) == 1
    return lone and _ground(f, other) >= COMMON_GROUND


def _called(line: Given) -> str:
    """What the sums of a line are sums of, as most write it."""
    names = [f.what for _, f in line if f.what]
    return max(names, key=lambda name: (names.count(name), -names.index(name))) if names else ""


CYCLE = 12 * 3600.0
"""Seconds within which two sources report of one state of things: values that are further apart in time are a
development, no dispute."""


def _slot(name: str, what: str, line: Given, versions: Sequence[Body], roots: Sequence[int]) -> Slot:
    readings: dict[object, Given] = {}
    for number, f in line:
        known = next((value for value, held in readings.items() if _same(f, held[0][1])), f.value)
        held = readings.setdefault(known, [])
        if all(number != other for other, _ in held):
            held.append((number, f))
    latest = _latest(line, versions, roots)
    news = max((t for n, _ in latest if (t := _time(versions[n])) is not None), default=None)
    current = [f for n, f in latest if news is None or (t := _time(versions[n])) is None or news - t <= CYCLE]
    made = tuple(
        _reading(held, any(_same(f, held[0][1]) for f in current), versions, roots)
        for held in readings.values()
    )
    voices = {roots[number] for number, _ in line}
    disputed = any(not _agree(f, g) for f in current for g in current)
    if name in SETS or name in ("day", "hour"):
        state = "listed" if len(made) > 1 else "agreed" if len(voices) > 1 else "single"
    elif disputed:
        state = "disputed"
    elif not all(reading.current for reading in made):
        state = "changed"
    else:
        state = "agreed" if len(voices) > 1 else "single"
    return Slot(name, what, state, made, _age(made, versions))


def _same(f: Filling, g: Filling) -> bool:
    if f.slot != "cause" or f.value == g.value:
        return f.value == g.value
    a, b = set(str(f.value).split()), set(str(g.value).split())
    return 2 * len(a & b) > min(len(a), len(b))


def _agree(f: Filling, g: Filling) -> bool:
    if f.amount is not None and g.amount is not None:
        return agree(f.amount, g.amount)
    return _same(f, g)


def _latest(line: Given, versions: Sequence[Body], roots: Sequence[int]) -> Given:
    """What each origin says last: its own source, if that says anything."""
    found: dict[int, tuple[bool, int, Filling]] = {}
    for number, f in line:
        root = roots[number]
        own = versions[number].story.source == versions[root].story.source
        if root not in found or own or not found[root][0]:
            found[root] = (own, number, f)
    return [(number, f) for _, number, f in found.values()]


def _time(version: Body) -> float | None:
    return version.story.published.timestamp() if version.story.published else None


def _reading(held: Given, current: bool, versions: Sequence[Body], roots: Sequence[int]) -> SlotReading:
    times = [versions[n].story.published for n, _ in held]
    known = [time for time in times if time is not None]
    return SlotReading(
        held[0][1].shown.text,
        held[0][1].value,
        current,
        len({roots[n] for n, _ in held}),
        min(known, default=None),
        max(known, default=None),
        tuple(
            Statement(
                versions[n].story.id,
                versions[n].story.source,
                versions[n].story.published,
                versions[roots[n]].story.id,
                f.shown,
                f.sentence,
            )
            for n, f in held
        ),
    )


def _age(readings: Sequence[SlotReading], versions: Sequence[Body]) -> float | None:
    given = [reading.first for reading in readings if reading.current and reading.first is not None]
    times = [t for version in versions if (t := _time(version)) is not None]
    return max(times) - max(given).timestamp() if given and times else None
