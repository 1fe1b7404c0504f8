"""Quality of groups on labelled sets of real stories, at the level that each set is labelled for.

    python tests/bench/groups.py --corpora DIR [--only NAME ...] [--wire]

DIR holds the sets as JSON Lines, gzip'ed or not, with `labels`, which the program does not see. For each set:
pairwise precision, recall and F1, and B-cubed F1; for sets with judged pairs precision and recall of these.
`meantime` has each event in four languages: pairs inside a language are all wrong, those across are judged.
`basil undated` is a set of triples without its dates. `--wire` clusters a pure slice of a wire (two minutes)
and prints how many joined pairs whose headlines both name tickers have none in common, and the largest
events.
"""

import argparse
import gzip
import json
import re
from collections.abc import Callable, Iterable
from itertools import combinations
from pathlib import Path

from dedup.evaluation import JudgedPair, evaluate, judge
from dedup.pipeline import cluster
from dedup.result import Result

FIELDS = ("id", "title", "text", "published", "source", "lang")
SETS = (
    ("senate", "senate_2006_03", "duplicate_cluster", "duplicate"),
    ("reuters", "reuters_1987_03", "duplicate_cluster", "duplicate"),
    ("newsedits", "newsedits_sample", "duplicate_cluster", "version"),
    ("ecbplus", "ecbplus", "event", "event"),
    ("basil", "basil_triples", "event", "event"),
    ("basil undated", "basil_triples", "event", "event"),
    ("galaxy", "galaxy_wikinews_events", "event", "event"),
    ("newswcl50", "newswcl50", "event", "event"),
    ("cstnews", "cstnews_extracts_pt", "event", "event"),
    ("fnc1", "fnc1_test", "event", "event"),
    ("openclaw", "openclaw_hk", "event", "event"),
    ("allsides", "allsides_excerpts", "event", "event"),
)
TICKER = re.compile(r"<([A-Z.]+)>")

Record = dict[str, object]


def load(folder: Path, name: str) -> list[Record]:
    """Records of a set."""
    packed = folder / f"{name}.jsonl.gz"
    with gzip.open(packed, "rt") if packed.exists() else (folder / f"{name}.jsonl").open() as file:
        return [json.loads(line) for line in file]


def clustered(
    records: Iterable[Record], level: str, fields: Iterable[str] = FIELDS
) -> tuple[Result, dict[str, str]]:
    """A run over records, and the cluster of each at a level."""
    result = cluster(
        [{name: record.get(name) for name in fields} for record in records], events=level != "duplicate"
    )
    return result, {row.id: str(getattr(row, f"{level}_cluster")) for row in result.assignments}


def labelled(folder: Path, title: str, name: str, label: str, level: str) -> str:
    records = load(folder, name)
    fields = [field for field in FIELDS if field != "published" or "undated" not in title]
    _, found = clustered(records, level, fields)
    gold = {
        str(record["id"]): str(record["labels"][label]) for record in records if record["labels"].get(label)
    }  # type: ignore[attr-defined, index]
    scores = evaluate(found, gold)
    pairs = scores.pairwise
    values = f"{pairs.precision:>7.3f}{pairs.recall:>7.3f}{pairs.f1:>7.3f}{scores.bcubed.f1:>9.3f}"
    return f"{title:<15}{level:<11}{values}"


def telegram(folder: Path) -> str:
    _, found = clustered(load(folder, "telegram_ru"), "event")
    pairs = [
        JudgedPair(str(pair["a"]), str(pair["b"]), str(pair["label"]), pair["label"] == "same_event")
        for pair in load(folder, "telegram_ru.pairs")
    ]
    scores = judge(found, pairs).agreement
    return f"{'telegram':<15}{'judged':<11}{scores.precision:>7.3f}{scores.recall:>7.3f}{scores.f1:>7.3f}"


def meantime(folder: Path) -> str:
    records = load(folder, "meantime_wikinews")
    _, found = clustered(records, "event")
    within = across = right = 0
    for a, b in combinations(records, 2):
        if found[str(a["id"])] == found[str(b["id"])]:
            if a["lang"] == b["lang"]:
                within += 1
            else:
                across += 1
                right += a["labels"]["event"] == b["labels"]["event"]  # type: ignore[index]
    return (
        f"{'meantime':<15}joined inside a language {within}; across languages {across}, of them right {right}"
    )


def wire(folder: Path) -> str:
    records = {str(record["id"]): record for record in load(folder, "throughput_reuters")}
    result, _ = clustered(records.values(), "event")
    both = disjoint = 0
    for group in result.event_clusters:
        named = [set(TICKER.findall(str(records[member]["title"]))) for member in group.members]
        for a, b in combinations(filter(None, named), 2):
            both += 1
            disjoint += not a & b
    sizes = [
        f"{len(group.members)} {records[group.members[0]]['title']}" for group in result.event_clusters[:10]
    ]
    inside = sum(len(group.members) for group in result.event_clusters)
    share = (
        f"{disjoint} of {both} joined pairs with tickers have none in common ({disjoint / max(both, 1):.3f})"
    )
    return "\n".join([f"{'wire':<15}{inside} of {len(records)} stories in events; {share}", *sizes])


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--corpora", type=Path, required=True, help="folder of labelled sets")
    given.add_argument("--only", nargs="*", default=[], help="names of sets")
    given.add_argument("--wire", action="store_true", help="the slice of a wire, too")
    options = given.parse_args()
    wanted: list[tuple[str, Callable[[Path], str]]] = [
        (row[0], lambda folder, row=row: labelled(folder, *row))
        for row in SETS  # type: ignore[misc]
    ]
    wanted += [("telegram", telegram), ("meantime", meantime)]
    if options.wire:
        wanted.append(("wire", wire))
    print(f"{'set':<15}{'level':<11}{'P':>7}{'R':>7}{'F1':>7}{'B-cubed':>9}")
    for name, measure in wanted:
        if not options.only or name in options.only:
            print(measure(options.corpora), flush=True)


if __name__ == "__main__":
    main()
