"""The planted corpus is what its description says."""

import io
import json
import re
from collections import defaultdict
from itertools import combinations, islice, pairwise

import pytest
from language import Language, form
from planted import LARGEST, Planted, stream, write

STORIES = 2_000


def runs_of_five(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return set(zip(words, words[1:], words[2:], words[3:], words[4:], strict=False))


@pytest.fixture(scope="module")
def stories() -> list[Planted]:
    return list(islice(stream(5), STORIES))


def test_a_shorter_corpus_is_the_beginning_of_a_longer_one(stories: list[Planted]) -> None:
    assert list(islice(stream(5), 100)) == stories[:100]
    assert list(islice(stream(6), 100)) != stories[:100]


def test_stories_come_in_the_order_of_publication(stories: list[Planted]) -> None:
    assert all(one.day <= next_.day for one, next_ in pairwise(stories))


def test_families_are_a_third_of_the_stories_and_not_larger_than_said(stories: list[Planted]) -> None:
    sizes = defaultdict(int)
    for story in stories:
        sizes[story.cluster] += 1
    assert max(sizes.values()) <= LARGEST
    assert 0.2 < sum(size for size in sizes.values() if size > 1) / STORIES < 0.5


def test_strangers_share_few_runs_of_five_words(stories: list[Planted]) -> None:
    strangers = [runs_of_five(story.text) for story in stories if story.kind == "first"][:80]
    shared = [len(a & b) for a, b in combinations(strangers, 2)]
    assert sum(1 for count in shared if count > 5) / len(shared) < 0.01


def test_copies_and_parts_lie_in_another_story_of_the_family(stories: list[Planted]) -> None:
    families = defaultdict(list)
    for story in stories:
        families[story.cluster].append(runs_of_five(story.text))
    copies = ((families[story.cluster], story) for story in stories if story.kind in ("copy", "light", "cut"))
    inside = [
        max(len(own & other) for other in family if other is not own) / len(own)
        for family, story in copies
        if len(family) > 1
        for own in [family[family.index(runs_of_five(story.text))]]
    ]
    assert len(inside) > 200
    assert sum(share > 0.5 for share in inside) / len(inside) > 0.9  # the others have much furniture


def test_reports_of_one_event_are_no_copies(stories: list[Planted]) -> None:
    events = defaultdict(list)
    for story in stories:
        if story.kind == "report":
            events[story.event].append(story)
    pairs = [found for found in events.values() if len(found) == 2]
    assert pairs
    for one, other in pairs:
        assert one.cluster != other.cluster
        a, b = runs_of_five(one.text), runs_of_five(other.text)
        assert a & b
        assert (
            len(a & b) < len(a | b) / 2 or len(a) < 60
        )  # a brief is little more than the sentence they share


def test_forms_share_their_words_and_no_cluster(stories: list[Planted]) -> None:
    filled = [story for story in stories if story.kind == "form"]
    assert len({story.cluster for story in filled}) == len(filled)
    shares = [
        len(runs_of_five(a.text) & runs_of_five(b.text)) / len(runs_of_five(a.text))
        for a, b in combinations(filled, 2)
        if a.title == b.title
    ]
    assert max(shares) > 0.25


def test_lines_and_labels_go_together() -> None:
    out, labels = io.BytesIO(), io.StringIO()
    kinds = write(300, 2, out, labels)
    records = [json.loads(line) for line in out.getvalue().splitlines()]
    rows = [row.split(",") for row in labels.getvalue().splitlines()]
    assert rows[0] == ["id", "cluster", "event", "kind"]
    assert [record["id"] for record in records] == [row[0] for row in rows[1:]]
    assert sum(kinds.values()) == len({record["id"] for record in records}) == 300
    assert all(record["text"] and record["title"] and record["source"] for record in records)
    assert any("published" not in record for record in records)


@pytest.mark.parametrize(
    ("word", "starts", "kind"),
    [
        ("the", False, ""),
        ("ferries", False, "plural"),
        ("walked", False, "ed"),
        ("Porto", False, "name"),
        ("Ferries", True, "plural"),
        ("1,204", False, "number"),
    ],
)
def test_words_of_the_corpora_become_slots(word: str, starts: bool, kind: str) -> None:
    assert form(word, {"ferries", "walked"}, starts) == kind


def test_material_is_our_own_words_and_invented_ones() -> None:
    language = Language(1)
    assert len(set(language.words)) == len(language.words)
    assert all(word.isascii() for word in language.words)
