"""What an index shows of itself."""

from collections.abc import Sequence
from datetime import UTC, datetime

from dedup.index.database import Database
from dedup.index.matching import rank
from dedup.index.schema import made_with
from dedup.index.store import Row, Store
from dedup.story import Cluster


def members_of(store: Store, name: str) -> list[Row]:
    """The stories of the duplicate cluster of an id, also of one that leads to another now."""
    named = store.named([name]).get(name)
    if named is not None:
        return store.members([named.key if named.leads is None else named.leads])
    row = store.by_id([name]).get(name)
    return [] if row is None else store.members([row.cluster])


def name_of(store: Store, row: Row) -> str:
    """What the cluster of a story is called."""
    name = store.names([row.cluster]).get(row.cluster)
    return name.name if name else row.id


def cluster_of(store: Store, members: Sequence[Row]) -> Cluster | None:
    """A duplicate cluster, of the rows of its members; None of none.

    `id` is the name by which the index calls it; the representative has the greatest sum of scores.
    """
    if not members:
        return None
    ordered = sorted(members, key=lambda row: rank(row.published, row.id))
    keys = [row.key for row in ordered]
    own = set(keys)
    weight = dict.fromkeys(keys, 0.0)
    for edge in sorted(store.edges(keys)):
        if edge.a in own and edge.b in own:
            weight[edge.a] += edge.score
            weight[edge.b] += edge.score
    central = max(ordered, key=lambda row: weight[row.key])
    dates = [row.published for row in ordered if row.published is not None]
    sources = {story.source for story in store.bodies(keys).values() if story.source}
    return Cluster(
        id=name_of(store, ordered[0]),
        kind="duplicate",
        members=tuple(row.id for row in ordered),
        earliest=ordered[0].id,
        representative=central.id,
        tellings=1,
        sources=tuple(sorted(sources)),
        first=datetime.fromtimestamp(min(dates), UTC) if dates else None,
        last=datetime.fromtimestamp(max(dates), UTC) if dates else None,
    )


def info(database: Database) -> dict[str, object]:
    """Counts, sizes and what the index was made with."""
    [[versions, stories, first, last]] = database.rows(
        "SELECT count(*), coalesce(sum(current), 0), min(seen), max(seen) FROM stories"
    )
    [[text]] = database.rows("SELECT coalesce(sum(length(body)), 0) FROM bodies")
    [[clusters]] = database.rows("SELECT count(*) FROM clusters WHERE leads IS NULL")
    [[edges]] = database.rows("SELECT count(*) FROM edges")
    [[runs, keys]] = database.rows("SELECT count(*), coalesce(sum(size), 0) FROM runs")
    [[boilerplate]] = database.rows("SELECT coalesce(sum(length(hashes)), 0) / 4 FROM boilerplate")
    stored = database.bytes_stored()
    return {
        "place": database.place,
        "stories": int(stories),
        "versions": int(versions),
        "clusters": clusters,
        "matches": edges,
        "runs": runs,
        "keys": int(keys),
        "boilerplate": int(boilerplate),
        "bytes": stored,
        "bytes_of_text": int(text),
        "bytes_a_story_beyond_text": round((stored - int(text)) / max(int(versions), 1)),
        "first_added": _time(first),
        "last_added": _time(last),
        "made_with": made_with(database),
    }


def _time(seconds: int | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).isoformat()
