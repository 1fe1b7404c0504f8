"""Export and import: an index as JSON lines, a line for every version of every story, behind one line about
the index.

What comes back are the stories with their ids, versions and times, what was learned as boilerplate, the names
of the clusters, and where old names lead; the clusters themselves are made anew, by what is known at the end.
Imported into an index that has stories already, it is a merge: clusters that meet are joined, and the names
of the index that was there win.
"""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import orjson

from dedup.errors import CorruptError, InputError
from dedup.index import schema
from dedup.index.bodies import from_record, to_record
from dedup.index.database import Database
from dedup.index.store import Name, Store
from dedup.story import Story

HEADER = "dedup_index"
"""Key of the first line."""

_AT_ONCE = 500
_log = logging.getLogger("dedup")


@dataclass(frozen=True, slots=True)
class Exported:
    """A story's line: the story, the second in which it was added, the name of its cluster."""

    story: Story
    seen: int
    cluster: str


@dataclass(slots=True)
class About:
    """The first line: names of clusters that lead to others, and boilerplate by the day it was learned."""

    leads: dict[str, str] = field(default_factory=dict)
    boilerplate: dict[int, list[int]] = field(default_factory=dict)


def lines(database: Database) -> Iterator[bytes]:
    """The lines of an export, newlines included. Stories that cannot be read any more are named in the
    log."""
    store = Store(database)
    names = {
        key: (name, leads) for key, name, leads in database.rows("SELECT key, name, leads FROM clusters")
    }
    last = {
        number: day
        for day, hashes in database.rows("SELECT day, hashes FROM boilerplate ORDER BY day")
        for number in np.frombuffer(hashes, "<u4").tolist()
    }
    learned: dict[str, list[int]] = defaultdict(list)
    for number, day in sorted(last.items()):
        learned[str(day)].append(number)
    about = {
        "made_with": schema.made_with(database),
        "leads": {name: names[leads][0] for name, leads in sorted(names.values(), key=str) if leads in names},
        "boilerplate": learned,
    }
    yield orjson.dumps({HEADER: about}) + b"\n"
    rows = store.stories()
    while group := list(islice(rows, _AT_ONCE)):
        founders = store.ids(row.cluster for row in group)
        for row in group:
            try:
                story = store.bodies([row.key])[row.key]
            except (CorruptError, KeyError):
                _log.warning("the text of story %r is damaged; it is left out", row.id)
                continue
            cluster = names[row.cluster][0] if row.cluster in names else founders.get(row.cluster, row.id)
            yield orjson.dumps({**to_record(story), "seen": row.seen, "cluster": cluster}) + b"\n"


def parse(given: Iterable[bytes], place: str) -> Iterator[About | Exported]:
    """What the lines of an export say: first what is about the index, then the stories.

    Raises
    ------
    InputError
        They are no export.
    """
    for number, line in enumerate(given, start=1):
        try:
            record = orjson.loads(line)
            if number == 1:
                about = record[HEADER]
                yield About(about["leads"], {int(day): part for day, part in about["boilerplate"].items()})
            else:
                seen, cluster = record.pop("seen"), record.pop("cluster")
                yield Exported(from_record(record), int(seen), str(cluster))
        except (ValueError, KeyError, TypeError, AttributeError) as problem:
            raise InputError(
                f"{place}:{number}: not a line of an exported index ({type(problem).__name__}: {problem}); "
                "stories from other files come in with dedup add"
            ) from problem


def restore_names(store: Store, about: About, wanted: dict[str, str], before: int) -> None:
    """Gives imported clusters the names that they had.

    Parameters
    ----------
    store
        The tables.
    about
        The first line of the export.
    wanted
        Story -> name of its cluster in the export.
    before
        The last number of a story before the import: clusters founded before keep their names.
    """
    now = {name: row.cluster for name, row in store.by_id(wanted).items()}
    claims: dict[str, set[int]] = defaultdict(set)
    for story, name in wanted.items():
        if story in now:
            claims[name].add(now[story])
    sizes = store.sizes(now.values())
    names = store.ids(now.values()) | {key: row.name for key, row in store.names(now.values()).items()}
    number = schema.counters(store.database).story
    changed: list[Name] = []
    given: set[int] = set()
    for name, clusters in sorted(claims.items(), key=lambda item: min(item[1])):
        key = min(clusters)
        alone = name in now and names[now[name]] == name
        if names[key] == name or alone or store.named([name]):
            continue
        if key > before and key not in given:
            given.add(key)
            names[key] = name
            changed.append(Name(key, name, None))
        elif sizes[key] > 1:
            number += 1
            changed.append(Name(number, name, key))
    store.name(changed)
    places = {name: key for name, keys in claims.items() for key in [min(keys)]}
    led = []
    for old, name in sorted(about.leads.items()):
        alone = old in now and names[now[old]] == old
        if name in places and not alone and not store.named([old]):
            number += 1
            led.append(Name(number, old, places[name]))
    store.name(led)
    schema.set_meta(store.database, "last_story", str(number))
