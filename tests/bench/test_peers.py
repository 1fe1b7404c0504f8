"""The bench measures what it says, shown on small things."""

import os
import sys
from pathlib import Path

import pytest
from peers import Row, Run, clusters_table, pins, quality, ratio, run, signatures_table
from pipelines import components, read, shingles, write

SMALL = {"PATH": ""}


def test_components_are_named_by_their_first_row() -> None:
    assert components(6, [(4, 2), (2, 5), (0, 1)]) == [0, 0, 2, 3, 2, 2]


def test_shingles_are_runs_of_five_words() -> None:
    assert shingles("One two, three four five-six") == ["one two three four five", "two three four five six"]
    assert shingles("Too short") == ["too short"]


def test_what_is_written_scores_as_it_should(tmp_path: Path) -> None:
    corpus, out, labels = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "labels.csv"
    corpus.write_text("".join(f'{{"id": "{name}", "text": "x"}}\n' for name in "abcd"))
    labels.write_text("id,cluster,event,kind\na,1,1,first\nb,1,1,copy\nc,2,2,first\nd,2,2,copy\n")
    ids, texts = read(corpus)
    assert (ids, texts) == (list("abcd"), ["x"] * 4)
    write(ids, [0, 0, 2, 3], out)
    found = quality(out, labels)
    assert (found["precision"], found["recall"], found["largest"]) == (1.0, 0.5, 2)
    write(ids, [0, 0, 0, 0], out)
    assert quality(out, labels)["precision"] == pytest.approx(1 / 3, abs=1e-4)


def test_ratios_are_taken_within_a_round() -> None:
    assert ratio([2.0, 12.0, 9.0], [1.0, 4.0, 2.0]) == (3.0, 2.0, 4.5)


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="needs wait4")
def test_a_process_is_measured_and_its_failure_told(tmp_path: Path) -> None:
    busy = run([sys.executable, "-c", "b = b'x' * 60_000_000; sum(range(3_000_000))"], SMALL, tmp_path)
    idle = run([sys.executable, "-c", "pass"], SMALL, tmp_path)
    assert busy.cpu > idle.cpu
    assert busy.rss > 60
    with pytest.raises(RuntimeError, match="exit 3: so it was"):
        run([sys.executable, "-c", "import sys; sys.stderr.write('so it was'); sys.exit(3)"], SMALL, tmp_path)


def test_tables_show_ratios_and_failures() -> None:
    own = Row("dedup", [Run(1.0, 1.0, 100.0), Run(2.0, 2.0, 110.0)])
    signed = Row("dedup native", signing=[10.0, 10.0])
    peer = Row("peer", [Run(10.0, 1.0, 50.0), Run(10.0, 2.0, 60.0)], [55.0, 45.0])
    broken = Row("broken", error="exit 1: no")
    lines = clusters_table([own, peer, broken])
    assert "(5.00-10.00)" in lines[2]
    assert "7.50" in lines[2]
    assert "failed: exit 1: no" in lines[3]
    assert "5.00" in signatures_table([own, signed, peer, broken])[2]


def test_every_peer_is_pinned() -> None:
    pinned = {pin.split("==")[0] for pin in pins() if "==" in pin}
    assert {"datasketch", "rensa", "gaoya", "daft", "text-dedup"} <= pinned
