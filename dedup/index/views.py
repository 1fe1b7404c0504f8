"""What an index shows of itself."""

from collections.abc import Sequence
from datetime import UTC, datetime

from dedup.index.database import Database
from dedup.index.matching import rank
from dedup.index.schema import made_with
from dedup.index.store import Row, Store
from dedup.story import Cluster


def cluster_of(store: Store, members: Sequence[Row]) -> Cluster:
    """A duplicate cluster, of the rows of its members.

    `id` is the name by which the index calls it; the representative has the greatest sum of scores.
    """
    ordered = sorted(members, key=lambda row: rank(row.published, row.id))
    keys = [row.key for row in ordered]
    own = set(keys)
    weight = dict.fromkeys(keys, 0.0)
    for edge in sorted(store.edges(keys)):
        if edge.a in own and edge.b in own:
            weight[edge.a] += edge.score
            weight[edge.b] += edge.score
    central = max(ordered, key=lambda row: weight[row.key])
    name = store.names([ordered[0].cluster]).get(ordered[0].cluster)
    dates = [row.published for row in ordered if row.published is not None]
    sources = {story.source for story in store.bodies(keys).values() if story.source}
    return Cluster(
        id=name.name if name else ordered[0].id,
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
