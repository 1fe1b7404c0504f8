"""How far the events of an index, made one by one, are from those of a run, before and after settling.

    python tests/bench/settling.py stories.jsonl [more.jsonl.gz …]

Each file is read, without its labels, by `dedup.cluster`, and added to an index story by story. The gap of
two groupings of the same stories is one minus B-cubed F (Bagga and Baldwin 1998) of the index against the
run: 0 if they agree. Where records have `labels.event`, F of both against these is shown."""

from __future__ import annotations

import argparse
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from pathlib import Path

import dedup
from dedup.index.story_index import StoryIndex


def bcubed(found: Mapping[str, str], gold: Mapping[str, str]) -> float:
    """F of one grouping against another, over the stories that both have."""
    ids = sorted(found.keys() & gold.keys())
    both = Counter((found[name], gold[name]) for name in ids)
    one, other = Counter(found[name] for name in ids), Counter(gold[name] for name in ids)
    precision = sum(both[found[name], gold[name]] / one[found[name]] for name in ids) / max(len(ids), 1)
    recall = sum(both[found[name], gold[name]] / other[gold[name]] for name in ids) / max(len(ids), 1)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def events_of(index: StoryIndex) -> dict[str, str]:
    """The event of each story of an index; a story that is in none is one by itself."""
    found: dict[str, str] = {}
    for story in index:
        details = index.event(story.id)
        found[story.id] = story.id if details is None else details.event.id
    return found


def measured(path: Path) -> None:
    stories = list(dedup.read(path))
    labels = {s.id: dict(s.extra.get("labels") or {}).get("event") for s in stories}  # type: ignore[call-overload]
    gold = {name: str(event) for name, event in labels.items() if event is not None}
    run = {row.id: row.event_cluster or row.id for row in dedup.cluster(stories).assignments}
    with tempfile.TemporaryDirectory() as folder:
        index = dedup.open(Path(folder) / "index.db", events=True)
        for story in stories:
            index.add(story)
        before = events_of(index)
        started = time.process_time()
        looked, moved = index.settle(1)
        seconds = time.process_time() - started
        after = events_of(index)
        faults = index.verify()
        index.close()
    ids: dict[str, Counter[str]] = defaultdict(Counter)
    for name, event in before.items():
        ids[event][after[name]] += 1
    groups = {event: held for event, held in ids.items() if sum(held.values()) > 1}
    kept = sum(held.most_common(1)[0][0] == event for event, held in groups.items())
    gaps = f"gap before {1 - bcubed(before, run):.4f}, after {1 - bcubed(after, run):.4f}"
    print(f"{path.name}: {looked} stories, {moved} clusters moved in {seconds:.1f} s; {gaps}")
    print(f"  ids that are where most of their stories are: {kept} of {len(groups)}; faults {len(faults)}")
    if gold:
        figures = ", ".join(
            f"{name} {bcubed(events, gold):.3f}"
            for name, events in (("run", run), ("before", before), ("after", after))
        )
        print(f"  F against labels: {figures}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="+", type=Path)
    for path in parser.parse_args().files:
        measured(path)


if __name__ == "__main__":
    main()
