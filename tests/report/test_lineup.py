from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import report_examples as examples

from dedup.report.lineup import Lineup, Reading, alone, changes, lineup
from dedup.report.pages import lineup_page
from dedup.report.records import lineup_record
from dedup.report.styled_text import columns
from dedup.report.summary_text import lineup_text
from dedup.types import Assignment, Comparison, Difference, Link

BEGIN = datetime(2026, 3, 3, 6, tzinfo=UTC)
FIRST = examples.version("first", "Ferry fire", "A fire killed 17 people, police said.", "Weather was calm.")
COPY = examples.version("copy", "Ferry fire", "A fire killed 17 people, police said.")
SECOND = examples.version("second", "Ferry fire", "A fire killed 19 people, police said.", "Two were crew.")
THIRD = examples.version(
    "third", "Ferry fire", "A fire killed 19 people, the coast guard said.", "Two were crew."
)


def against(other, *differences: Difference, both: bool = False) -> Comparison:
    links = [Link((0,), (0,), "edited", 0.9)] + [Link((1,), (1,), "edited", 0.4)] * both
    return Comparison("revision", FIRST, other, tuple(links), differences)


def fact(other, ours: str | None, theirs: str | None, paragraph: int = 0, group: str = "fact") -> Difference:
    a = examples.span(FIRST, paragraph, ours) if ours else None
    b = examples.span(other, paragraph, theirs) if theirs else None
    kind = "differs" if ours and theirs else "only-a" if ours else "only-b"
    return Difference(group, "number" if group == "fact" else "attribution", kind, a, b, 0.5, "test")


COMPARISONS = [
    against(
        THIRD,
        fact(THIRD, "17", "19"),
        fact(THIRD, "police", "the coast guard", group="source"),
        fact(THIRD, None, "Two", 1),
    ),
    against(SECOND, fact(SECOND, "17", "19"), fact(SECOND, None, "Two", 1)),
    against(COPY),
]
TIMES = {name: BEGIN + timedelta(hours=n) for n, name in enumerate(("first", "copy", "second", "third"))}


def made() -> Lineup:
    found = lineup("first", COMPARISONS, TIMES)
    assert found is not None
    return found


def test_readings_stand_in_the_order_in_which_they_appeared():
    number, attribution, added = made().facts

    assert number.readings == (Reading("17", ("first", "copy")), Reading("19", ("second", "third")))
    assert attribution.readings == (
        Reading("police", ("first", "copy", "second")),
        Reading("the coast guard", ("third",)),
    )
    assert (added.paragraph, added.readings) == (None, (Reading("Two", ("second", "third")),))


def test_passages_are_counted_over_all_versions():
    found = made()

    assert found.versions == ("first", "copy", "second", "third")
    assert found.shared == {0: 4}


def test_it_does_not_matter_which_side_or_order_the_comparisons_have():
    turned = [
        Comparison(
            c.relation,
            c.b,
            c.a,
            tuple(Link(link.b, link.a, link.kind, link.score) for link in c.links),
            tuple(replace(d, a=d.b, b=d.a) for d in c.differences),
        )
        for c in reversed(COMPARISONS)
    ]

    assert lineup("first", turned, TIMES) == made()


def test_a_version_that_lacks_the_passage_says_nothing_about_its_facts():
    bare = replace(COMPARISONS[2], links=())

    found = lineup("first", [COMPARISONS[0], bare], TIMES)

    assert found is not None
    assert found.facts[0].readings[0] == Reading("17", ("first",))


def test_what_a_version_leaves_out_is_an_empty_reading():
    found = lineup("first", [against(SECOND, fact(SECOND, "17", None))], TIMES)

    assert found is not None
    assert found.facts[0].readings[1] == Reading("", ("second",))


def test_comparisons_of_other_stories_line_nothing_up():
    assert lineup("elsewhere", COMPARISONS, TIMES) is None


def test_a_cluster_on_a_terminal():
    stories = {
        name: Assignment(name, "first", None, None, None, None, source=f"{name.title()} Wire", published=time)
        for name, time in TIMES.items()
    }

    text = lineup_text(made(), stories)

    assert "4 versions, compared with First Wire, 3 Mar 2026 06:00" in text
    assert "  4 of 4  ¶0 A fire killed 17 people" in text
    assert "    [19]  first Second Wire, 3 Mar 2026 08:00, and 1 other\n" in text
    assert text.index("[17]") < text.index("[19]")
    assert "Not in the representative" in text
    for width in (40, 80, 140):
        assert max(map(columns, lineup_text(made(), stories, width=width).splitlines())) <= width
    assert "    [19]  first Second Wire, 3 Mar\n      2026 08:00" in lineup_text(made(), stories, width=40)


def test_ids_stand_for_stories_that_are_not_known():
    assert "compared with first\n" in lineup_text(made(), {})


def test_a_version_that_retells_the_passage_reads_only_what_it_writes():
    stated = examples.version("told", "Blaze at sea", "Two died when a ferry burned, police said.")
    also = examples.version("also", "Blaze at sea", "A blaze on a ferry killed 17, police said.")
    elsewhere = examples.version("elsewhere", "Blaze at sea", "A ferry burned. Route 17 is closed.")
    retold = [
        Comparison("retold", FIRST, version, (Link((0,), (0,), "retold", 0.3),), ())
        for version in (stated, also, elsewhere)
    ]

    found = lineup("first", [against(SECOND, fact(SECOND, "17", "19")), *retold], TIMES)

    assert found is not None
    assert found.facts[0].readings[0] == Reading("17", ("first", "also"))


def test_differences_that_overlap_are_one_fact():
    longer = replace(fact(SECOND, "17 people", None), type="casualties")

    found = lineup("first", [against(SECOND, longer), against(THIRD, fact(THIRD, "17", "19"))], TIMES)

    assert found is not None
    assert [(f.type, [r.text for r in f.readings]) for f in found.facts] == [("casualties", ["17", "", "19"])]


def test_copies_of_a_version_read_as_it_does():
    copies = {"second": ["reprint"], "first": ["twin"]}

    found = lineup("first", [against(SECOND, fact(SECOND, "17", "19"))], TIMES, copies)

    assert found is not None
    assert found.versions == ("first", "second", "reprint", "twin")
    assert found.facts[0].readings == (Reading("17", ("first", "twin")), Reading("19", ("second", "reprint")))
    assert found.shared == {0: 4}


def test_who_changed_what():
    stated = {
        version: [(c.fact.type, c.before, c.after) for c in done] for version, done in changes(made()).items()
    }

    assert stated == {
        "second": [("number", "17", "19"), ("number", "", "Two")],
        "third": [("attribution", "police", "the coast guard")],
    }


def test_stories_of_one_text_have_no_facts():
    assert "All versions tell the same facts." in lineup_text(alone(FIRST, ("first", "copy")), {})


def test_a_record_names_the_fact_that_changed():
    record = lineup_record(made(), {})
    facts, stated = record["facts"], record["changes"]

    assert isinstance(facts, list)
    assert isinstance(stated, list)
    first = stated[0]["facts"][0]
    assert (stated[0]["id"], first["before"], first["after"]) == ("second", "17", "19")
    assert [r["text"] for r in facts[first["fact"]]["readings"]] == ["17", "19"]


def test_a_page_escapes_what_stories_say():
    shady = examples.version("x", "Ferry fire", "A fire killed <script>19</script> people, police said.")

    page = lineup_page(lineup("first", [against(shady, fact(shady, "17", "<script>19</script>"))], TIMES), {})

    assert "&lt;script&gt;19&lt;/script&gt;" in page
    assert "<script>19" not in page
    assert "Who changed what" in page
