"""A history on a terminal, as a record and as a page."""

from __future__ import annotations

from dataclasses import replace

import report_examples as examples

from dedup.report.lineup import lineup_text, whole_lines
from dedup.report.pages import lineup_page
from dedup.report.records import history_record
from dedup.report.styled_text import columns
from dedup.types import Difference, Link, StepLine


def test_what_changed_stands_before_what_is_shared():
    text = lineup_text(examples.history(), width=110)

    assert text.startswith("Ferry fire\n4 versions by 2 sources, 3 Mar 2026\n\nFacts that changed\n")
    assert "toll             [17] (1 of 4) → [19] (Wire, 3 Mar 2026 07:00; 1 of 4) → back to [17] (" in text
    assert "Wire, 3 Mar 2026 08:00  an update of Wire, 3 Mar 2026 07:00\n" in text
    assert "≠ casualties ¶0 [19] → [17]  taken back: 17 → 19 → 17" in text
    assert text.index("taken back") < text.index("Sentences in more than one version")
    assert "3 of 4 word for word; first Wire, 3 Mar 2026 06:00; dropped by Post, 3 Mar 2026 09:00" in text
    assert "1 of 4 word for word, 2 edited" in text


def test_it_fits_the_terminal():
    for width in (40, 80, 140):
        assert max(map(columns, lineup_text(examples.history(), width=width).splitlines())) <= width


def test_a_report_of_its_own_is_beside_another_one():
    assert "Post, 3 Mar 2026 09:00  a report in words of its own beside Wire" in lineup_text(
        examples.history(), width=110
    )


def test_versions_without_source_and_time_are_called_by_their_ids():
    bare = examples.history()
    steps = tuple(replace(step, source=None, published=None) for step in bare.steps)
    assert "v2  an update of v1\n" in lineup_text(replace(bare, steps=steps))


def test_a_fact_inside_an_added_passage_has_no_line_of_its_own():
    before = examples.version("a", None, "One.")
    after = examples.version("b", None, "One.", "Forty people came on Monday.")
    passage = examples.span(after, 1, "Forty people came on Monday.")
    forty, one = examples.span(after, 1, "Forty"), examples.span(after, 0, "One")
    made = [
        Difference("fact", "number", "only-b", None, forty, 0.5, "test"),
        Difference("structure", "added", "only-b", None, passage, 0.5, "paragraph on one side only"),
        Difference("fact", "number", "only-b", None, one, 0.5, "test"),
    ]
    step = examples.step(before, after, "update", made, [Link((0,), (0,), "identical", 1.0)])

    assert [line.difference for line in whole_lines(step)] == made[1:]
    assert [line.difference for line in step.lines] == made


def test_nothing_is_said_of_stories_of_one_text():
    assert "No version says anything that another one does not." in lineup_text(examples.copies())


def test_a_record_has_what_the_text_says():
    record = history_record(examples.history())

    assert [version["parent"] for version in record["versions"]] == [None, "v1", "v2", "v1"]
    assert record["versions"][2]["lines"][0]["back"] == ["17", "19", "17"]
    assert [reading["back"] for reading in record["facts"][0]["readings"]] == [False, False, True]
    assert record["sentences"][1] == {
        "text": "Weather was calm.",
        "first": "v1",
        "verbatim": ["v1", "v2", "v3"],
        "edited": [],
        "dropped": ["p1"],
    }


def test_a_page_escapes_what_stories_say():
    shady = examples.history("<script>19</script>")
    page = lineup_page(shady)

    assert "&lt;script&gt;19&lt;/script&gt;" in page
    assert "<script>19" not in page
    assert "back to" in page


def test_the_page_marks_what_a_version_changed():
    page = lineup_page(examples.history())
    assert "A fire killed <mark>19</mark> people" in " ".join(page.split())


def test_a_line_says_where_a_passage_came_from():
    found = examples.history()
    step = found.steps[1]
    lines = (StepLine(step.lines[0].difference, origin="p1"),)
    steps = (found.steps[0], replace(step, lines=lines), *found.steps[2:])
    assert "first in Post, 3 Mar 2026 09:00" in lineup_text(replace(found, steps=steps), width=120)
