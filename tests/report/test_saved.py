from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import orjson
import pytest
import report_examples as examples

from dedup.cli.output import opened, shaped, written
from dedup.errors import RecordError
from dedup.readers import read_records
from dedup.report.records import assignment_lines, assignment_record, clusters_of, saved_assignments
from dedup.types import Part


def test_a_saved_run_is_the_run():
    assignments, _, _ = examples.run(60)
    assignments[3] = replace(assignments[3], published=None, title=None, part=Part("merged.txt", 8, 15))

    rows = [(orjson.loads(line), "run.jsonl") for line in assignment_lines(assignments)]
    assert list(saved_assignments(rows)) == assignments


@pytest.mark.parametrize("name", ["run.jsonl", "run.json", "run.csv", "run.csv.gz", "run.parquet"])
def test_a_run_comes_back_from_every_format(tmp_path: Path, name: str):
    assignments, _, _ = examples.run(6)
    assignments[3] = replace(assignments[3], published=None, title=None, part=Part("merged.txt", 8, 15))
    form = name.split(".")[1]
    with opened(tmp_path / name) as file:
        file.writelines(written(shaped(lambda: map(assignment_record, assignments), form), form, "stories"))

    assert list(saved_assignments(read_records(tmp_path / name))) == assignments


def test_clusters_come_back_from_their_rows():
    assignments, clusters, _ = examples.run(60)

    found = clusters_of(assignments[::-1])

    plain = {(c.kind, c.id): replace(c, representative="") for c in found}
    assert plain == {(c.kind, c.id): replace(c, representative="") for c in clusters}
    assert [c.kind for c in found] == ["duplicate"] * 10 + ["event"] * 10


def test_the_representative_is_the_story_that_joined_the_most():
    assignments, _, _ = examples.run(6)
    assignments[2], assignments[3] = (replace(story, matched="00000-1") for story in assignments[2:4])

    assert clusters_of(assignments)[0].representative == "00000-1"


def test_a_run_without_events_has_none():
    assignments, _, _ = examples.run(6)

    found = clusters_of([replace(story, event_cluster=None) for story in assignments])

    assert [cluster.kind for cluster in found] == ["duplicate"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b'{"id": "a"}', "no 'duplicate_cluster'"),
        (b'{"id": 3, "duplicate_cluster": "a"}', "'id' is int, not text"),
        (b'{"id": "a", "duplicate_cluster": "a", "scores": [1]}', "'scores' is list"),
        (b'{"id": "a", "duplicate_cluster": "a", "scores": {"jaccard": true}}', "'jaccard' is bool"),
        (b'{"id": "a", "duplicate_cluster": "a", "published": "Tuesday"}', "not an ISO 8601 time"),
        (b'{"id": "a", "duplicate_cluster": "a", "part": {"of": "f", "first": "1"}}', "not a whole number"),
    ],
)
def test_a_line_that_is_no_row_is_named(line: bytes, problem: str):
    with pytest.raises(RecordError, match=r"^run\.jsonl:2: ") as raised:
        list(saved_assignments([(orjson.loads(line), "run.jsonl:2")]))

    assert problem in str(raised.value)


@pytest.mark.parametrize("row", [{"jaccard": "much"}, {"jaccard": "", "part": "{"}])
def test_a_row_of_a_table_that_is_none_is_named(row: dict[str, str]):
    with pytest.raises(RecordError, match=r"^run\.csv:2: "):
        list(saved_assignments([({"id": "a", "duplicate_cluster": "a", **row}, "run.csv:2")]))
