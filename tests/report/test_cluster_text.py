from __future__ import annotations

from dataclasses import replace

import pytest
import report_examples as examples

from dedup.report.styled_text import columns
from dedup.report.summary_text import cluster_text, split_text
from dedup.types import Piece, Split


@pytest.mark.parametrize("width", [40, 60, 80, 140])
def test_no_line_is_wider_than_the_terminal(width: int):
    assignments, clusters, _ = examples.run()

    assert max(map(columns, cluster_text(assignments, clusters, width=width).splitlines())) <= width


def test_a_run_at_a_glance():
    assignments, clusters, _ = examples.run(60)

    text = cluster_text(assignments, clusters)

    assert "60 stories from 6 sources" in text
    assert "3–6 Mar 2026" in text
    assert "30 repeat another story  50 %" in text
    assert "10 duplicate clusters holding 40 stories" in text
    assert "10 events told in more than one way" in text
    assert "Council 0 votes on harbour plan, part 1" in text


def test_a_run_without_events_does_not_speak_of_them():
    assignments, clusters, _ = examples.run()
    assignments = [replace(a, event_cluster=None) for a in assignments]
    duplicates = [c for c in clusters if c.kind == "duplicate"]

    assert "event" not in cluster_text(assignments, duplicates)


def test_headings_fall_back_to_the_id():
    assignments, clusters, _ = examples.run(6)
    bare = [replace(a, title=None, source=None, published=None) for a in assignments]

    assert "00000-1" in cluster_text(bare, clusters)


def test_titles_command_nothing():
    assignments, clusters, _ = examples.run(6)
    rude = [replace(a, title="\x1b[2J\u202egnp", source="\x07bell\n") for a in assignments]

    text = cluster_text(rude, clusters, color=False)

    assert "␛[2Jgnp" in text
    assert not set(text) & set("\x1b\x07\u202e")


def test_nothing_read_is_said():
    assert cluster_text([], []) == "No stories.\n"


def test_pieces_stand_in_columns():
    found = Split("merged", (Piece(0, 7, "Storm", 1.0), Piece(8, 15, None, 0.834)))
    text = split_text(found, file="merged.txt")

    assert text == "merged.txt  merged, 2 stories\n  1  ¶0–7         Storm\n  2  ¶8–15  0.83  (no title)\n"
    begun = split_text(found, beginnings=["Storm", "A storm \x1b[31mhit the coast on Friday."], width=34)
    assert begun.endswith("  2  ¶8–15  0.83  “A storm ␛[31m…”\n")
