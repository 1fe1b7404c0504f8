"""The fact tables of events of a labelled set, with the sentence of every value, to be read and judged.

    python tests/bench/fact_tables.py stories.jsonl.gz EVENT…

An event is named by the `labels.event` of its stories; without a name all events of three and more are shown.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path

import dedup
from dedup.report.event_view import table_text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("events", nargs="*")
    given = parser.parse_args()
    groups: dict[str, list[dedup.Story]] = defaultdict(list)
    for story in dedup.read(given.file):
        labels = story.extra.get("labels")
        if isinstance(labels, dict) and labels.get("event"):
            groups[str(labels["event"])].append(story)
    for name in given.events or [name for name, held in groups.items() if len(held) > 2]:
        table = dedup.fact_table(groups[name])
        print(f"== {name}\n{table_text(table, width=160, everything=True)}")
        for slot in table.slots:
            for reading in slot.readings:
                sentence = " ".join(reading.statements[0].sentence.text.split())
                print(f"   {slot.name} {slot.what} {reading.value}: {sentence[:240]}")


if __name__ == "__main__":
    main()
