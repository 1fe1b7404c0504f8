"""How often matches of a stated probability are right, on labelled sets of real stories.

    python tests/bench/reliability.py --corpora DIR [--only NAME ...]

DIR holds the sets of `groups.py`. Every match of a run counts, at the level that the set is labelled for: on
sets of events those of duplicates and of reports of one event alike, on sets of duplicates those of one text.
For each set and each bin of the probability: how many matches there are, their mean probability, and the
share that is right. The last column is the largest difference of the two among bins of `MANY` and more.
"""

import argparse
from itertools import pairwise
from pathlib import Path

import numpy as np
from groups import FIELDS, SETS, Record, load

from dedup.match.relation import Relation
from dedup.pipeline import cluster

BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0001)
MANY = 50
FITTED = ("senate", "newsedits", "ecbplus", "galaxy", "openclaw", "allsides", "own")
"""Sets that the calibration was fitted on, with the judged pairs of Telegram."""


def measured(records: list[Record], title: str, label: str) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities of matches, and whether they are right: float64 (m,) each."""
    labels = {str(record["id"]): record["labels"].get(label) for record in records}  # type: ignore[attr-defined]
    fields = [field for field in FIELDS if field != "published" or "undated" not in title]
    result = cluster([{name: record.get(name) for name in fields} for record in records])
    found = [
        (match.scores.probability, labels[match.a] == labels[match.b])
        for match in result.matches
        if match.scores.probability is not None and labels[match.a] and labels[match.b]
        if label == "event" or Relation(match.relation).same_text
    ]
    probability, right = zip(*found, strict=True) if found else ((), ())
    return np.array(probability), np.array(right, np.float64)


def main() -> None:
    given = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    given.add_argument("--corpora", type=Path, required=True, help="folder of labelled sets")
    given.add_argument("--only", nargs="*", default=[], help="names of sets")
    options = given.parse_args()
    heads = [f"{low:.2f}-{min(high, 1):.2f}" for low, high in pairwise(BINS)]
    print(f"{'set':<16}{'matches':>8}" + "".join(f"{head:>18}" for head in heads) + f"{'largest gap':>13}")
    for title, name, label, _ in SETS:
        if options.only and title not in options.only:
            continue
        probability, right = measured(load(options.corpora, name), title, label)
        cells, gap = [], 0.0
        for low, high in pairwise(BINS):
            some = (probability >= low) & (probability < high)
            if not some.any():
                cells.append("")
                continue
            mean, share = probability[some].mean(), right[some].mean()
            cells.append(f"{mean:.2f} {share:.2f} ({some.sum()})")
            gap = max(gap, abs(mean - share)) if some.sum() >= MANY else gap
        mark = "*" if title.split()[0] in FITTED else ""
        row = "".join(f"{cell:>18}" for cell in cells)
        print(f"{title + mark:<16}{len(right):>8}{row}{gap:>13.2f}", flush=True)
    print("each cell: mean probability, share that is right (matches); * the calibration was fitted on it")


if __name__ == "__main__":
    main()
