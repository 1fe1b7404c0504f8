"""What an index says of stories as they come, and what it keeps of them."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from newsroom import edited, excerpt, story, stream, text

import dedup
from dedup import Scores, Settings, Story
from dedup.index.schema import set_meta
from dedup.index.story_index import StoryIndex
from dedup.types import StorySearch

LONG = text(1, 200)


def test_verdicts_name_what_a_story_is(index: StoryIndex) -> None:
    verdicts = list(
        index.add(
            [
                story(1, LONG),
                story(2, LONG),
                story(3, edited(LONG, 3, 0.01)),
                story(4, edited(LONG, 4, 0.06)),
                story(5, excerpt(LONG, 0.3)),
                story(6, text(6)),
            ]
        )
    )
    assert [verdict.kind for verdict in verdicts] == [
        "new",
        "duplicate",
        "duplicate",
        "revision",
        "excerpt",
        "new",
    ]
    assert [verdict.relation for verdict in verdicts[:3]] == [None, "identical", "near-duplicate"]
    assert {verdict.duplicate_cluster for verdict in verdicts[:5]} == {"s1"}
    assert verdicts[5].duplicate_cluster == "s6"
    assert verdicts[1].matched == "s1"
    scores = verdicts[1].scores
    assert scores is not None
    assert scores.probability is not None
    assert replace(scores, probability=None) == Scores(1.0, 1.0, 1.0)
    assert scores.probability > 0.95


def test_scores_of_an_excerpt_tell_which_side_lies_inside(index: StoryIndex) -> None:
    list(index.add([story(1, LONG)]))
    scores = index.check(story(2, excerpt(LONG, 0.3))).scores
    assert scores is not None
    assert scores.containment_a == pytest.approx(1.0)
    assert scores.containment_b == pytest.approx(0.3, abs=0.05)


def test_check_says_what_add_would_say_and_stores_nothing(index: StoryIndex) -> None:
    list(index.add(stream(60)))
    before = index.info()
    for candidate in stream(80)[60:]:
        checked = index.check(candidate)
        assert not checked.stored
        assert index.info() == before
        [added] = index.add([candidate])
        assert replace(checked, stored=True) == added
        before = index.info()


def test_the_same_story_again_changes_nothing(index: StoryIndex) -> None:
    stories = stream(40)
    first = list(index.add(stories))
    before = index.info()
    again = list(index.add(stories))
    assert index.info() == before
    assert {verdict.stored for verdict in again} == {False}
    assert {verdict.kind for verdict in again} == {"duplicate"}
    assert [v.duplicate_cluster for v in again] == [index.cluster_of(v.id) for v in first]


def test_new_content_under_a_known_id_is_a_new_version(index: StoryIndex) -> None:
    list(
        index.add(
            [story(1, "Storm Ada hit Porto late on Monday. It killed 3 people, the city of Porto said.")]
        )
    )
    newer = "Storm Ada hit Porto late on Monday. It killed 5 people, the city of Porto said."
    [verdict] = index.add([story(1, newer)], differences=True)
    assert (verdict.kind, verdict.matched, verdict.version) == ("revision", "s1", 2)
    assert verdict.differences is not None
    facts = [(d.a.text, d.b.text) for d in verdict.differences if d.group == "fact" and d.a and d.b]
    assert facts == [("3", "5")]
    assert index.versions("s1") == (1, 2)
    current, first = index.get("s1"), index.get("s1", version=1)
    assert current is not None
    assert current.text == newer
    assert first is not None
    assert "killed 3" in first.text


def test_versions_of_one_id_may_come_in_one_batch(index: StoryIndex) -> None:
    verdicts = list(index.add([story(1, LONG), story(2, text(2)), story(1, edited(LONG, 1))]))
    assert [verdict.version for verdict in verdicts] == [1, 1, 2]
    assert verdicts[2].duplicate_cluster == "s1"


def test_an_old_version_matches_nothing_any_more(index: StoryIndex) -> None:
    list(index.add([story(1, LONG), story(1, text(99))]))
    assert index.check(story(2, LONG)).kind == "new"
    assert index.check(story(3, text(99))).matched == "s1"


def test_the_older_cluster_wins_and_the_other_leads_there(index: StoryIndex) -> None:
    first, second = text(1, 150), text(2, 150)
    both = f"{first}\n\n{second}"
    list(index.add([story(1, first), story(2, second), story(3, edited(second, 3))]))
    [verdict] = index.add([story(4, both)])
    assert verdict.duplicate_cluster == "s1"
    assert verdict.merged == ("s2",)
    led, winner = index.cluster("s2"), index.cluster("s1")
    assert led == winner
    assert winner is not None
    assert winner.members == ("s1", "s2", "s3", "s4")


def test_a_cluster_keeps_its_id_when_its_founder_is_removed(index: StoryIndex) -> None:
    list(index.add([story(1, LONG), story(2, LONG), story(3, LONG)]))
    assert index.remove("s1")
    assert index.get("s1") is None
    [verdict] = index.add([story(4, LONG)])
    assert verdict.duplicate_cluster == "s1"
    assert index.verify() == []


def test_the_id_of_a_removed_founder_is_not_given_to_another_cluster(index: StoryIndex) -> None:
    list(index.add([story(1, LONG), story(2, LONG)]))
    index.remove("s1")
    [verdict] = index.add([story(1, text(77))])
    assert verdict.kind == "new"
    assert verdict.duplicate_cluster not in ("s1", "s2")
    [old] = index.add([story(3, LONG)])
    assert old.duplicate_cluster == "s1"
    assert index.verify() == []


def test_removing_a_story_that_held_two_together_parts_them(index: StoryIndex) -> None:
    first, second = text(1, 150), text(2, 150)
    list(index.add([story(1, first), story(2, second), story(3, f"{first}\n\n{second}")]))
    index.remove("s3")
    assert list(index.clusters()) == []
    assert index.check(story(4, first)).duplicate_cluster == "s1"
    assert index.check(story(5, second)).duplicate_cluster not in ("s1", "s3")
    assert index.verify() == []


def test_removing_an_unknown_story_says_so(index: StoryIndex) -> None:
    assert not index.remove("nobody")


def test_get_gives_the_story_back(index: StoryIndex) -> None:
    original = replace(story(1, "Über Łódź: 新闻, the end."), lang="de", url="https://example.org/1")
    list(index.add([original]))
    assert index.get("s1") == original
    assert index.get("s2") is None


def test_clusters_since_a_time_are_those_that_grew(index: StoryIndex, clock: Any) -> None:
    list(index.add([story(1, LONG), story(2, LONG), story(3, text(3)), story(4, text(3))]))
    clock.advance(days=1)
    moment = clock.now
    list(index.add([story(5, LONG)]))
    assert [cluster.id for cluster in index.clusters()] == ["s1", "s3"]
    [grown] = index.clusters(since=moment)
    assert grown.members == ("s1", "s2", "s5")
    assert grown.representative in grown.members
    assert grown.sources == ("paper-1", "paper-2", "paper-5")


def test_stories_leave_with_the_window_and_clusters_keep_their_ids(
    opener: Callable[..., StoryIndex], clock: Any
) -> None:
    index = opener(window="14d")
    list(index.add([story(1, LONG), story(2, text(2))]))
    clock.advance(days=10)
    list(index.add([story(3, LONG)]))
    clock.advance(days=5)
    assert index.expire() == 2
    assert index.get("s1") is None
    [verdict] = index.add([story(4, LONG)])
    assert verdict.duplicate_cluster == "s1"
    assert index.check(story(5, text(2))).kind == "new"
    clock.advance(days=30)
    assert index.expire() == 2
    assert index.info()["stories"] == 0
    assert index.info()["keys"] == 0
    assert index.verify() == []


def test_without_a_window_nothing_expires(index: StoryIndex, clock: Any) -> None:
    list(index.add([story(1, LONG)]))
    clock.advance(days=10_000)
    assert index.expire() == 0


def test_a_story_stays_for_the_whole_window(index: StoryIndex, clock: Any) -> None:
    list(index.add([story(1, LONG)]))
    clock.advance(days=7)
    assert index.expire(window=7) == 0
    clock.advance(days=1 / 1440)
    assert index.expire(window=7) == 1


def test_a_toll_that_is_corrected_and_corrected_back_is_a_revision_each_time(index: StoryIndex) -> None:
    said = f"{LONG}\n\nAt least three people died when the roof fell in, the fire brigade said."
    corrected = said.replace("three", "four")
    stories = [story(1, said), story(2, corrected), story(3, said), story(4, corrected)]
    verdicts = list(index.add(stories, batch=1))
    assert [verdict.kind for verdict in verdicts] == ["new", "revision", "revision", "revision"]
    assert [verdict.matched for verdict in verdicts] == [None, "s1", "s2", "s3"]
    assert [verdict.relation for verdict in verdicts[1:]] == ["revision"] * 3
    assert index.check(story(6, corrected)).kind == "duplicate"
    versions = [replace(one, id="s9") for one in stories]
    assert [verdict.kind for verdict in index.add(versions, batch=1)][1:] == ["revision"] * 3
    assert index.check(story(5, said.replace("three", "five"))).kind == "revision"


def test_a_negation_is_no_duplicate(index: StoryIndex) -> None:
    said = f"{LONG}\n\nThe prosecutor said the driver was not charged after the crash."
    verdicts = list(index.add([story(1, said), story(2, said.replace("was not charged", "was charged"))]))
    assert verdicts[1].kind == "revision"


def test_stories_without_words_are_like_nothing(index: StoryIndex) -> None:
    verdicts = list(index.add([dedup.Story("a", "…"), dedup.Story("b", "?!"), dedup.Story("c", "…")]))
    assert [verdict.kind for verdict in verdicts] == ["new"] * 3


def test_records_and_texts_are_taken_too(index: StoryIndex) -> None:
    verdicts = list(index.add([{"id": "x", "body": LONG}, LONG]))
    assert [verdict.kind for verdict in verdicts] == ["new", "duplicate"]


def test_a_passage_that_many_stories_repeat_is_learned(opener: Callable[..., StoryIndex]) -> None:
    footer = text(1000, 60)
    stories = [story(number, f"{text(number, 60)}\n\n{footer}") for number in range(20)]
    index = opener(settings=Settings(boilerplate=5))
    for one in stories:
        list(index.add([one]))
    assert index.info()["boilerplate"]
    assert index.check(story(99, f"{text(99, 60)}\n\n{footer}")).kind == "new"
    assert list(index.clusters()) == []
    assert index.verify() == []


def test_boilerplate_is_forgotten_when_it_was_not_seen_for_a_window(
    opener: Callable[..., StoryIndex], clock: Any
) -> None:
    """It is written down anew when it is seen in the second half of the window."""
    footer = text(1000, 60)
    stories = [story(number, f"{text(number, 60)}\n\n{footer}") for number in range(21)]
    index = opener(settings=Settings(boilerplate=5), window=10)
    list(index.add(stories[:20]))
    learned = index.info()["boilerplate"]
    assert learned
    clock.advance(days=8)
    list(index.add(stories[20:]))
    clock.advance(days=8)
    index.expire()
    assert index.info()["boilerplate"] == learned
    clock.advance(days=8)
    index.expire()
    assert not index.info()["boilerplate"]


def test_pairs_that_learning_has_parted_stay_apart(opener: Callable[..., StoryIndex]) -> None:
    footer = text(1000, 60)
    stories = [story(number, f"{text(number, 30)}\n\n{footer}") for number in range(20)]
    index = opener(settings=Settings(boilerplate=8))
    list(index.add(stories, batch=1))
    list(index.add([story(100 + number, one.text) for number, one in enumerate(stories)], batch=1))
    assert sorted(cluster.members for cluster in index.clusters()) == sorted(
        (f"s{number}", f"s{100 + number}") for number in range(20)
    )


def test_settings_are_written_down_and_others_refused(place: Callable[[], str]) -> None:
    where = place()
    dedup.open(where, settings=Settings(threshold=0.6), window=2).close()
    with dedup.open(where) as index:
        assert index.info()["made_with"]["threshold"] == "0.6"  # type: ignore[index]
        assert index.window == 2
    with pytest.raises(dedup.DedupError, match=r"threshold 0\.6, not 0\.5.*export"):
        dedup.open(where, settings=Settings(threshold=0.5))


def test_a_window_must_be_a_length_of_time(place: Callable[[], str]) -> None:
    with pytest.raises(dedup.DedupError, match="36h"):
        dedup.open(place(), window="soon")


def test_what_one_handle_commits_another_sees(place: Callable[[], str]) -> None:
    where = place()
    with dedup.open(where) as one, dedup.open(where) as other:
        list(one.add(stream(30)))
        assert other.check(replace(stream(30)[0], id="copy")).matched == "s0"
        list(other.add([story(100, LONG)]))
        assert one.check(story(101, LONG)).matched == "s100"
        assert one.verify() == []


def test_equal_texts_without_ids_are_one_story(index: StoryIndex) -> None:
    verdicts = list(index.add([LONG, LONG]))
    assert [verdict.stored for verdict in verdicts] == [True, False]


def test_an_export_comes_back_as_the_same_index(opener: Callable[..., StoryIndex], clock: Any) -> None:
    one, other = opener(settings=Settings(boilerplate=5)), opener(settings=Settings(boilerplate=5))
    footer = text(1000, 60)
    list(one.add([replace(item, text=f"{item.text}\n\n{footer}") for item in stream(40)], batch=7))
    clock.advance(days=1)
    list(one.add([story(100, text(1, 150)), story(101, text(2, 150)), story(102, text(4, 200))]))
    list(one.add([story(103, f"{text(1, 150)}\n\n{text(2, 150)}"), story(102, edited(text(4, 200), 1))]))
    one.remove("s100")
    lines = list(one.export())
    assert other.load(lines) == len(lines) - 1
    assert list(other.export()) == lines
    assert list(other.clusters()) == list(one.clusters())
    assert other.cluster("s101") == one.cluster("s101")
    assert other.cluster("s101") is not None
    assert other.load(lines) == 0
    assert other.verify() == []


def test_merged_indexes_join_their_clusters(opener: Callable[..., StoryIndex]) -> None:
    one, other = opener(), opener()
    list(one.add([story(1, LONG), story(2, text(2))]))
    list(other.add([story(3, LONG), story(4, LONG), story(5, text(5)), story(6, text(5))]))
    assert one.load(other.export()) == 4
    [first, second] = one.clusters()
    assert (first.id, first.members) == ("s1", ("s1", "s3", "s4"))
    assert (second.id, second.members) == ("s5", ("s5", "s6"))
    assert one.cluster("s3") == first
    assert one.verify() == []


def test_a_story_that_went_back_keeps_all_its_versions(opener: Callable[..., StoryIndex]) -> None:
    first, second = opener(), opener()
    toll = "The ferry sank off Orvik on Monday, and {} people are missing, the coast guard said."
    for number in ("three", "four", "three"):
        list(first.add([{"id": "ferry", "text": toll.format(number)}]))
    lines = list(first.export())
    assert second.load(lines) == 3
    assert second.load(lines) == 0
    found = second.get("ferry")
    assert found is not None
    assert "three" in found.text


def test_a_cluster_keeps_the_name_that_a_story_left_behind(opener: Callable[..., StoryIndex]) -> None:
    """The founder of a cluster was taken out and came back with another text: its id is a name of others."""
    first, second = opener(), opener()
    list(first.add([story(number, text(1)) for number in range(3)]))
    first.remove("s0")
    list(first.add([story(0, text(2))]))
    names = [first.cluster_of(f"s{number}") for number in range(3)]
    assert names[1] == names[2] == "s0" != names[0]
    second.load(list(first.export()))
    assert [second.cluster_of(f"s{number}") for number in range(3)] == names


def test_what_only_an_expired_story_held_together_falls_apart(
    opener: Callable[..., StoryIndex], clock: Any
) -> None:
    index = opener()
    halves = text(1, 80), text(2, 80)
    list(index.add([story(0, "\n\n".join(halves))]))
    clock.advance(days=5)
    list(index.add([story(1, halves[0]), story(2, halves[1])]))
    assert index.cluster_of("s1") == index.cluster_of("s2")
    assert index.expire(3) == 1
    assert index.cluster_of("s1") != index.cluster_of("s2")


def test_only_an_export_can_be_loaded(index: StoryIndex) -> None:
    with pytest.raises(dedup.DedupError, match="dedup add"):
        index.load([b'{"id": "x", "text": "not an export"}\n'])


def test_an_index_can_be_closed_in_the_middle_of_an_export(place: Callable[[], str]) -> None:
    index = dedup.open(place())
    list(index.add(stream(3)))
    lines = index.export()
    next(lines)
    index.close()
    lines.close()  # type: ignore[attr-defined]


def test_boilerplate_is_learned_whatever_the_numbers_of_stories(
    opener: Callable[..., StoryIndex], monkeypatch: pytest.MonkeyPatch
) -> None:
    footer = text(77, 40)
    stories = [story(number, f"{text(number, 60)}\n\n{footer}") for number in range(30)]
    learned = []
    for first in ("0", "50000000"):
        index = opener(settings=Settings(boilerplate=5))
        with index._database.writing():
            set_meta(index._database, "last_story", first)
        assert {verdict.kind for verdict in index.add(stories)} == {"new"}
        learned.append(index.info()["boilerplate"])
    assert learned[0] == learned[1]
    assert learned[0]


def test_an_index_is_a_collection_of_its_stories(tmp_path: Path) -> None:
    with dedup.open(tmp_path / "news.db") as index:
        assert (len(index), bool(index), list(index), "s1" in index) == (0, True, [], False)
        assert index.add(story(1, text(1))).kind == "new"
        assert [verdict.kind for verdict in index.add([story(2, text(2)), story(3, text(1))])] == [
            "new",
            "duplicate",
        ]
        assert (len(index), "s1" in index, "s9" in index, 1 in index) == (3, True, False, False)
        assert [one.id for one in index] == ["s1", "s2", "s3"]
        assert repr(index) == f"<StoryIndex {tmp_path / 'news.db'}: 3 stories>"


def test_check_takes_one_story_or_many_and_stores_none(tmp_path: Path) -> None:
    with dedup.open(tmp_path / "news.db") as index:
        index.add(story(1, text(1)))
        assert index.check(story(2, text(1))).kind == "duplicate"
        many = [story(3, text(1)), story(4, text(4)), story(5, text(4))]
        assert [(one.id, one.kind) for one in index.check(many)] == [
            ("s3", "duplicate"),
            ("s4", "new"),
            ("s5", "new"),
        ]
        assert len(index) == 1


def test_stories_are_searched_the_latest_first(index: StoryIndex, clock: Any) -> None:
    names = [f"s{number}" for number in range(30)]
    for name in names:
        index.add(
            Story(name, f"Report {name} of the flood.", title="Ödem", source=f"paper {int(name[1:]) % 2}")
        )
        clock.advance(days=0.1)

    def ids(found: StorySearch) -> list[str]:
        return [one.story.id for one in found.stories]

    assert ids(index.search(limit=3)) == ["s29", "s28", "s27"]
    assert ids(index.search(["FLOOD", "s7"])) == ["s7"]
    assert ids(index.search(["ödem"], source="paper 1", limit=2)) == ["s29", "s27"]
    assert ids(index.search(["drought"])) == []
    assert ids(index.search(since=clock() - 86_400 * 0.25)) == ["s29", "s28"]
    first = index.search(["flood"], limit=100, most=20)
    assert (first.searched, len(first.stories)) == (20, 20)
    rest = index.search(["flood"], limit=100, before=first.before)
    assert ids(first) + ids(rest) == names[::-1]
    assert rest.before is None


def test_a_story_is_shown_with_its_place(opener: Callable[..., StoryIndex]) -> None:
    index = opener(events=True)
    said = text(5)
    list(index.add([Story("a", said, lang="en"), Story("b", edited(said, 1))]))
    index.add(Story("a", edited(said, 2), lang="en"))
    found = index.story("a")
    assert found is not None
    assert (found.version, found.versions, found.duplicate_cluster, found.event_cluster) == (
        2,
        (1, 2),
        "a",
        "a",
    )
    first = index.story("a", 1)
    assert first is not None
    assert first.story == Story("a", said, lang="en")
    assert index.story("a", 3) is None
    assert index.story("c") is None
    [latest, b] = index.search().stories
    assert latest == found
    assert (b.story.id, b.duplicate_cluster, b.versions) == ("b", "a", (1,))
