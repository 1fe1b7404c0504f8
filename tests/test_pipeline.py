"""The whole run, from stories to clusters."""

import json
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dedup
from dedup import Story
from dedup.errors import DuplicateIdError, SettingsError
from dedup.kernels.compiled import LEVELS
from dedup.pipeline import pieces

STORM = (
    "LISBON, March 2 (Northern Wire) - Storm Ada tore roofs off houses along the coast near Lisbon on "
    "Monday, killing 3 people and cutting power to 40,000 homes, the civil protection agency said.\n\n"
    "Trains between Lisbon and Porto stood still for most of the day. Crews were clearing fallen trees from "
    "the line, a spokeswoman for the operator, Rita Moura, told reporters at Oriente station.\n\n"
    "Schools will stay closed until Thursday, the education ministry said."
)
UPDATE = STORM.replace("killing 3 people", "killing 5 people").replace("40,000", "62,000")
TRIAL = (
    "A court in Graz sentenced two former bank managers to four years in prison on Tuesday for false "
    "accounting in the collapse of Hallberg Sparkasse, which cost savers 90 million euros.\n\n"
    "Both will appeal, their lawyers said. The judge spoke of a decade of polished balance sheets."
)


def _story(name: str, text: str, day: int | None = None, **fields: str) -> Story:
    published = None if day is None else datetime(2026, 3, day, tzinfo=UTC)
    return Story(id=name, text=text, published=published, **fields)


def test_copies_updates_and_strangers() -> None:
    stories = [
        _story("copy", STORM, 3, source="Harbour Times"),
        _story("first", STORM, 2, source="Northern Wire"),
        _story("update", UPDATE, 4),
        _story("trial", TRIAL, 2),
    ]
    result = dedup.cluster(stories, events=False)
    rows = {row.id: row for row in result.assignments}
    assert [row.id for row in result.assignments] == ["copy", "first", "update", "trial"]
    assert {rows[name].duplicate_cluster for name in ("copy", "first", "update")} == {"first"}
    assert rows["trial"].duplicate_cluster == "trial"
    assert (rows["copy"].relation, rows["copy"].matched) == ("identical", "first")
    assert rows["update"].relation == "revision"
    assert rows["first"].relation is rows["first"].matched is rows["first"].scores is None
    (cluster,) = result.duplicate_clusters
    assert cluster.members == ("first", "copy", "update")
    assert cluster.earliest == "first"
    assert cluster.sources == ("Harbour Times", "Northern Wire")
    assert (cluster.first, cluster.last) == (stories[1].published, stories[2].published)


@pytest.mark.parametrize("level", ["numpy", *LEVELS[:1]])
def test_a_copy_in_look_alike_letters_is_a_copy(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cyrillic for a fifth of the letters that have one, and for all of them."""
    monkeypatch.setenv("DEDUP_KERNELS", level)
    letters = str.maketrans("aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ")
    fifth = "".join(char.translate(letters) if at % 5 == 0 else char for at, char in enumerate(STORM))
    stories = [_story("first", STORM), _story("fifth", fifth), _story("all", STORM.translate(letters))]
    result = dedup.cluster([*stories, _story("trial", TRIAL)])
    assert [row.duplicate_cluster for row in result.assignments] == ["all", "all", "all", "trial"]
    assert {row.relation for row in result.assignments if row.id in ("fifth", "first")} == {"identical"}


def test_an_excerpt_says_which_lies_inside_which() -> None:
    excerpt = STORM.split("\n\n")[0]
    result = dedup.cluster([_story("whole", STORM, 2), _story("cut", excerpt, 3)], events=False)
    cut = result.assignments[1]
    assert cut.relation == "excerpt"
    assert cut.scores is not None
    assert cut.scores.containment_a == 1.0
    assert cut.scores.containment_b is not None
    assert cut.scores.containment_b < 0.6


def test_short_and_empty_stories_do_not_all_match() -> None:
    texts = ["Rates rise", "Mayor quits", "!!!", "???", "Rates rise", "新闻", "天气"]
    result = dedup.cluster([_story(str(i), text) for i, text in enumerate(texts)], events=False)
    assert [row.duplicate_cluster for row in result.assignments] == ["0", "1", "2", "3", "0", "5", "6"]


def test_a_changed_character_in_chinese_is_a_near_duplicate() -> None:
    text = (
        "港口城市周二凌晨发生火灾，造成三人死亡，消防部门出动二十辆消防车"
        "，经过五个小时才将大火扑灭，起火原因仍在调查之中，附近居民已被疏散。"
    )
    other = (
        "中央银行周四宣布将基准利率下调二十五个基点，以刺激疲软的经济，分"
        "析人士普遍认为年内还会有两次降息，货币市场对此反应平淡，汇率略有下跌。"
    )
    result = dedup.cluster(
        [_story("a", text), _story("b", text.replace("三", "四")), _story("c", other)], events=False
    )
    assert [row.duplicate_cluster for row in result.assignments] == ["a", "a", "c"]


def test_the_same_id_twice_is_refused() -> None:
    with pytest.raises(DuplicateIdError, match="appears twice"):
        dedup.cluster([_story("a", STORM), _story("a", TRIAL)])


def test_nothing_gives_nothing() -> None:
    result = dedup.cluster([])
    assert (len(result), result.assignments, result.matches, result.duplicate_clusters) == (0, (), (), ())


def test_another_threshold_needs_no_new_run() -> None:
    result = dedup.cluster([_story("a", STORM, 1), _story("b", UPDATE, 2)], events=False)
    assert len(result.duplicate_clusters) == 1
    assert result.rethreshold(1.0).duplicate_clusters == ()
    with pytest.raises(SettingsError):
        result.rethreshold(7)


@settings(deadline=None)
@given(st.permutations(range(6)), st.integers(1, 6))
def test_neither_order_nor_batches_matter(order: list[int], batch: int) -> None:
    texts = [STORM, UPDATE, STORM[:300], TRIAL, TRIAL + " It was his last case.", "Rates rise"]
    stories = [_story(f"s{i}", text, 1 + i % 3) for i, text in enumerate(texts)]
    expected = {row.id: row for row in dedup.cluster(stories).assignments}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dedup.pipeline.BATCH", batch)
        shuffled = dedup.cluster([stories[i] for i in order])
    assert {row.id: row for row in shuffled.assignments} == expected


@pytest.mark.parametrize("kernels", ["numpy", *LEVELS[-1:]])
@pytest.mark.parametrize("events", [False, True])
def test_neither_threads_nor_memory_matter(
    kernels: str, events: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEDUP_KERNELS", kernels)
    monkeypatch.setattr("dedup.pipeline.BATCH", 2)
    texts = [STORM, UPDATE, "", STORM[:300], TRIAL, TRIAL + " It was his last case.", STORM]
    stories = [_story(f"s{i}", text, 9 - i % 3) for i, text in enumerate(texts)]
    alone = dedup.cluster(stories, events=events)
    for chosen in (dedup.Settings(jobs=3), dedup.Settings(memory=1e-9), dedup.Settings(jobs=2, memory=1e-9)):
        monkeypatch.setattr("dedup.metadata.FEW", 0)
        found = dedup.cluster(stories, settings=chosen, events=events)
        assert found.assignments == alone.assignments
        assert found.matches == alone.matches
        assert found.duplicate_clusters == alone.duplicate_clusters
        assert found.event_clusters == alone.event_clusters


def test_a_merged_text_file_is_cut_and_records_are_not() -> None:
    text = (
        "Storm Ada kills three near Lisbon\n\n"
        + STORM
        + "\n\nBank managers jailed in Graz over false books\n\n"
        + TRIAL
    )
    file = replace(_story("page.txt", text), whole_file=True)
    found = list(pieces([file, _story("record", text)]))
    assert [story.id for story in found] == ["page.txt#1", "page.txt#2", "record"]
    assert found[1].part is not None
    assert (found[1].part.first, found[1].part.last) == (4, 6)
    assert found[1].text.startswith("Bank managers jailed")
    assert len(list(pieces([file], "never"))) == 1
    assert len(list(pieces([_story("record", text)], "always"))) == 2


CORPORA = Path(__file__).parent.parent / "corpora"


def test_a_live_blog_and_a_story_with_sub_headlines_are_one_story_each() -> None:
    lines = (CORPORA / "split" / "files.jsonl").read_text(encoding="utf-8").splitlines()
    files = {row["id"]: row["text"] for row in map(json.loads, lines)}
    for name in ("live-en-storm", "digest-en-school", "qa-en-mayor"):
        assert [story.id for story in pieces([replace(_story(name, files[name]), whole_file=True)])] == [name]


def _gold() -> dict[str, dict[str, str]]:
    import orjson

    lines = (CORPORA / "gold" / "clusters.jsonl").read_bytes().splitlines()
    return {row["id"]: row["labels"] for row in map(orjson.loads, lines)}


def _pairs(labels: dict[str, str | None]) -> set[tuple[str, str]]:
    groups = defaultdict(list)
    for name in sorted(labels):
        groups[labels[name]].append(name)
    return {(a, b) for group in groups.values() for i, a in enumerate(group) for b in group[i + 1 :]}


@pytest.fixture(scope="module")
def corpus() -> dedup.Result:
    return dedup.cluster(dedup.read(CORPORA / "stories.jsonl"))


def test_duplicates_of_the_corpora(corpus: dedup.Result) -> None:
    gold = _pairs({name: labels["duplicate_cluster"] for name, labels in _gold().items()})
    found = _pairs({row.id: row.duplicate_cluster for row in corpus.assignments})
    assert len(gold & found) / len(found) >= 0.9
    assert len(gold & found) / len(gold) >= 0.8


def test_duplicate_clusters_lie_inside_event_clusters(corpus: dedup.Result) -> None:
    inside = defaultdict(set)
    for row in corpus.assignments:
        inside[row.duplicate_cluster].add(row.event_cluster)
    assert all(len(events) == 1 for events in inside.values())


def test_clusters_are_counted_without_being_made() -> None:
    texts = [f"Number {n} of the committee's papers was sent to {n} towns in May." for n in range(4)]
    found = dedup.cluster([*texts, texts[0], texts[1], texts[1]])
    assert found.count() == len(found.duplicate_clusters) > 0
    assert found.count("event") == len(found.event_clusters) > 0


def test_a_result_says_what_was_found() -> None:
    text = "Storm Ada hit Porto late on Monday, killing three people, officials said."
    result = dedup.cluster([text, "Fares rise in May.", text], events=False)
    assert repr(result) == "<Result: 3 stories, 1 duplicate clusters>"


def test_stories_that_fill_in_one_form_are_series_and_no_event() -> None:
    """The templates of the corpora: a market, a weather report, quarterly results."""
    corpora = Path(__file__).parent.parent / "corpora"
    notes = [json.loads(line) for line in (corpora / "gold/clusters.jsonl").read_text("utf-8").splitlines()]
    templates = {row["id"]: row["labels"]["event"] for row in notes if row["note"].startswith("template:")}
    rows = {row.id: row for row in dedup.cluster(dedup.read(corpora / "stories.jsonl")).assignments}
    events = {name: rows[name].event_cluster for name in templates}
    assert len(set(events.values())) == len(set(templates.values()))
    series = defaultdict(set)
    for name in templates:
        series[name.split("-")[0]].add(rows[name].form_cluster)
    assert all(len(found) == 1 and None not in found for found in series.values())
    assert len({rows[name].form_cluster for name in templates}) == len(series)
    news = [row.form_cluster for name, row in rows.items() if name.startswith(("ferry", "quake", "mine"))]
    assert set(news) == {None}


def test_matches_say_how_probable_they_are() -> None:
    result = dedup.cluster([_story("a", STORM, 2), _story("b", UPDATE, 2), _story("c", TRIAL, 2)])
    (match,) = result.matches
    assert match.scores.probability is not None
    assert 0.8 < match.scores.probability < 1
    assert [row.scores and row.scores.probability for row in result.assignments] == [
        None,
        match.scores.probability,
        None,
    ]


def test_what_is_less_likely_than_asked_holds_nothing_together() -> None:
    stories = [*dedup.read("corpora/stories.jsonl")]
    every = dedup.cluster(stories)
    sure = dedup.cluster(stories, settings=dedup.Settings(least_probability=0.9))
    assert 0 < len(sure.matches) < len(every.matches)
    assert all(match.scores.probability >= 0.9 for match in sure.matches if match.relation != "rewrite")
    assert not dedup.cluster(stories, settings=dedup.Settings(least_probability=1.0)).matches


def test_a_cluster_counts_independent_origins() -> None:
    text = "A ferry with 90 people on board ran onto a sandbank off Porto in thick fog, the coast guard said."
    wire = f"PORTO (AP) - {text} All of them were taken off unhurt by two lifeboats before noon on Monday."
    stories = [{"id": str(n), "text": wire, "source": f"Paper {n}"} for n in range(5)]
    [found] = dedup.cluster(stories).duplicate_clusters
    assert (len(found.sources), found.origins, found.agencies) == (5, 1, ("AP",))
    assert {row.origin for row in dedup.cluster(stories).assignments} == {"AP"}
