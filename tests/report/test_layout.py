from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import report_examples as examples
from hypothesis import given
from hypothesis import strategies as st

from dedup.report.layout import Section, _chain, _weight, gist, marked, numbered, rows, snippet, tellings
from dedup.types import Comparison, Difference, Link, Span


def story(paragraphs: int) -> list[str]:
    return [f"Paragraph {n}." for n in range(paragraphs)]


def compared(a: int, b: int, *links: Link) -> Comparison:
    return Comparison(
        "revision", examples.version("a", None, *story(a)), examples.version("b", None, *story(b)), links, ()
    )


def beside(comparison: Comparison) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(row.a, row.b) for row in rows(comparison)]


def test_linked_paragraphs_share_a_row_and_the_others_keep_their_order():
    found = compared(3, 3, Link((0,), (0,), "edited", 0.9), Link((2,), (1,), "edited", 0.9))

    assert beside(found) == [((0,), (0,)), ((1,), ()), ((2,), (1,)), ((), (2,))]


def test_a_split_paragraph_stands_beside_both_halves():
    assert beside(compared(1, 2, Link((0,), (0, 1), "split", 0.9))) == [((0,), (0, 1))]


def test_what_moved_does_not_pull_the_rows_apart():
    found = compared(
        3,
        3,
        Link((0,), (2,), "moved", 1.0),
        Link((1,), (0,), "identical", 1.0),
        Link((2,), (1,), "identical", 1.0),
    )

    assert beside(found) == [((0,), ()), ((1,), (0,)), ((2,), (1,)), ((), (2,))]


numbers = st.integers(-1, 9)
blocks = st.tuples(numbers, st.integers(1, 3)).map(lambda b: tuple(range(b[0], b[0] + b[1])))
kinds = st.sampled_from(["identical", "edited", "moved", "split", "merged", "retold"])
links = st.lists(st.builds(Link, blocks, blocks, kinds, st.floats(0, 1)), max_size=20)


@given(st.integers(0, 8), st.integers(0, 8), links)
def test_every_paragraph_appears_once_and_in_order(a: int, b: int, found: list[Link]):
    laid = rows(compared(a, b, *found))

    assert [n for row in laid for n in row.a] == list(range(a))
    assert [n for row in laid for n in row.b] == list(range(b))


@given(links)
def test_the_chain_is_as_heavy_as_any(found: list[Link]):
    def before(x: Link, y: Link) -> bool:
        return x.a[-1] < y.a[0] and x.b[-1] < y.b[0]

    order = sorted(found, key=lambda k: (k.a[0], k.b[0]))
    best = [0.0] * len(order)
    for i, link in enumerate(order):
        best[i] = _weight(link) + max((best[j] for j in range(i) if before(order[j], link)), default=0.0)
    chain = _chain(found)

    assert all(before(x, y) for x, y in pairwise(chain))
    assert abs(sum(map(_weight, chain)) - max(best, default=0.0)) < 1e-6


def test_long_stories_are_laid_out_quickly():
    many = [Link((n,), ((n * 7919) % 2000,), "retold", 0.5) for n in range(2000)]
    began = time.perf_counter()

    rows(compared(2000, 2000, *many))

    assert time.perf_counter() - began < 1.0


def test_facts_come_first_and_style_is_folded():
    found = numbered(examples.edited())

    assert [item.number for item in found] == list(range(1, 13))
    assert [item.difference.group for item in found][:4] == ["fact", "fact", "fact", "source"]
    assert found[0].difference.weight == 1.0
    assert {item.difference.group for item in found if not item.shown} == {"style"}


def test_a_passage_that_its_statement_says_whole_is_folded():
    a = examples.version("a", None, "The quay is shut.")
    b = examples.version("b", None, "The quay is shut.", "A crane fell into the harbour.")
    shown, whole = (
        Span(1, 0, 29, "A crane fell into the harbour"),
        Span(1, 0, 30, "A crane fell into the harbour."),
    )
    statement = Difference("fact", "statement", "only-b", None, shown, 0.58, "", 0.9)
    added = Difference("structure", "added", "only-b", None, whole, 0.36, "", 0.9)
    listed = numbered(Comparison("revision", a, b, (), (statement, added)))
    assert [(n.difference.type, n.shown) for n in listed] == [("statement", True), ("added", False)]
    alone = numbered(Comparison("revision", a, b, (), (added,)))
    assert [n.shown for n in alone] == [True]
    sentence = gist(Comparison("revision", a, b, (), (statement, added)))
    assert sentence == "Only B has the statement “A crane fell into the harbour”."


def test_a_retold_pair_shows_the_twelve_weightiest():
    found = numbered(examples.retold())

    shown = [item.difference.weight for item in found if item.shown]
    folded = [item.difference.weight for item in found if not item.shown]
    assert len(shown) == 12
    assert min(shown) >= max(folded)


def test_a_less_certain_line_comes_last_among_the_shown():
    edited = examples.edited()
    unsure = replace(edited.differences[0], certainty=0.75)

    found = [
        item
        for item in numbered(replace(edited, differences=(unsure, *edited.differences[1:])))
        if item.shown
    ]

    assert [item.section for item in found].index(Section.UNSURE) == len(found) - 1


def test_the_dozen_prefers_what_is_new_to_what_is_gone():
    retold = examples.retold()
    span = Span(0, 0, 4, "Once")
    gone = [Difference("fact", "name", "only-a", span, None, 0.5, "") for _ in range(8)]
    new = [Difference("fact", "name", "only-b", None, replace(span, start=n), 0.48, "") for n in range(8)]
    gone = [replace(d, a=replace(span, start=n)) for n, d in enumerate(gone)]

    shown = [item.section for item in numbered(replace(retold, differences=(*gone, *new))) if item.shown]

    assert shown == [Section.NEW] * 8 + [Section.GONE] * 4


def test_weak_links_of_a_retold_pair_are_not_shown():
    strong, weak = Link((1,), (1,), "retold", 0.6), Link((2,), (0,), "retold", 0.1)
    second = Link((1,), (2,), "retold", 0.3), Link((0,), (2,), "retold", 0.4)
    titles, moved = Link((-1,), (-1,), "retold", 0.0), Link((3,), (3,), "moved", 0.1)

    found = compared(4, 4, strong, weak, *second, titles, moved)

    assert tellings(found) == [strong, second[1], titles, moved]


@given(
    st.text(max_size=40),
    st.lists(st.tuples(st.integers(-5, 50), st.integers(-5, 50), st.integers(1, 99)), max_size=6),
)
def test_marking_loses_nothing(text: str, spans: list[tuple[int, int, int]]):
    stretches = marked(text, spans)

    assert "".join(piece for piece, _ in stretches) == text
    for number in {n for *_, n in spans}:
        covered = sum(len(piece) * covering.count(number) for piece, covering in stretches)
        lengths = (min(len(text), e) - max(0, s) for s, e, n in spans if n == number)
        assert covered == sum(length for length in lengths if length > 0)


def test_a_snippet_is_the_span_with_the_words_around_it():
    text = "A fire on a car ferry killed 17 people off the port of Corran on Tuesday."
    start = text.index("17")

    assert snippet(text, Span(0, start, start + 2, "17"), 100) == (text[:start], "17", text[start + 2 :])
    before, inside, after = snippet(text, Span(0, start, start + 2, "17"), 30)
    assert inside == "17"
    assert before.startswith("…")
    assert before.endswith("killed ")
    assert after.startswith(" people")
    assert after.endswith("…")


def test_a_snippet_ends_with_whole_words():
    text = "investigators said an electrical fault in a chilled trailer was the likeliest cause of the blaze"
    start = text.index("chilled")
    found = [snippet(text, Span(0, start, start + 7, "chilled"), room) for room in range(20, 90)]

    words = set(text.split())
    assert all({*before.strip("…").split(), *after.strip("…").split()} <= words for before, _, after in found)


def test_the_sentence_names_no_fact_whose_words_are_the_same():
    span = Span(0, 0, 9, "we shall")
    same = Difference("fact", "name", "differs", span, span, 0.4, "")
    other = replace(same, b=replace(span, text="we may"))
    pair = compared(1, 1)

    assert gist(replace(pair, differences=(same,))) == ""
    assert "we may" in gist(replace(pair, differences=(other,)))
    assert gist(replace(pair, differences=(replace(other, kind="refines"),))) == ""


def difference(type_: str, a: str | None, b: str | None) -> Difference:
    sides = [None if text is None else Span(0, 0, len(text), text) for text in (a, b)]
    kind = "only-b" if a is None else "only-a" if b is None else "differs"
    group = "source" if type_ == "quote" else "fact"
    return Difference(group, type_, kind, *sides, 0.5, "", 0.9)


def test_the_sentence_counts_what_differs_and_does_not_fit():
    long = "the quay was shut for so long that nobody knew who had shut it, said the mayor"
    both = (difference("quote", long, long[4:]), difference("quote", "a year", "a day"))

    assert gist(replace(compared(1, 1), differences=both)) == "2 quotations differ."
    assert gist(replace(compared(1, 1), differences=both[1:])) == "1 quotation differs."
    toll = difference("casualties", "10 dead", "44 dead")
    expected = "Toll: A “10 dead”, B “44 dead”; 2 quotations also differ."
    assert gist(replace(compared(1, 1), differences=(toll, *both))) == expected


def test_the_sentence_gives_two_tolls_in_their_words_and_says_that_there_is_more():
    found = (
        difference("casualties", None, "44 dead"),
        difference("casualties", None, "91 wounded"),
        *(difference(type_, None, "x") for type_ in ("statement", "quote", "attribution")),
    )

    assert gist(replace(compared(1, 1), differences=found)) == (
        "Only B has the tolls “44 dead” and “91 wounded”, 1 statement, 1 quotation and more."
    )


def test_what_is_no_thing_is_not_had():
    assert gist(replace(compared(1, 1), differences=(difference("polarity", None, "rose"),))) == ""


def test_counts_are_the_least_where_differences_were_left_out():
    found = (difference("money", None, "$5"), difference("quote", None, "x"), difference("quote", None, "y"))
    whole = replace(compared(1, 1), differences=found)

    assert gist(whole) == "Only B has the sum “$5” and 2 quotations."
    assert gist(replace(whole, left_out=3)) == "Only B has the sum “$5” and at least 2 quotations."
