"""The project's own corpora are whole: labels fit stories, and stories are what their notes claim."""

import json
import re
import unicodedata
from collections import defaultdict
from datetime import datetime
from itertools import combinations
from pathlib import Path
from urllib.parse import urlsplit

import pytest

CORPORA = Path(__file__).parent.parent / "corpora"
FIELDS = ["id", "title", "text", "published", "source", "lang", "url"]
SAME_TEXT = {"identical", "near-duplicate", "revision", "excerpt"}
RELATIONS = SAME_TEXT | {"retold", "unrelated"}


def records(path: str) -> list[dict]:
    return [json.loads(line) for line in (CORPORA / path).read_text(encoding="utf-8").splitlines()]


def paragraphs(path: str) -> list[str]:
    return re.split(r"\n\s*\n", (CORPORA / path).read_text(encoding="utf-8").strip())


def runs(text: str, length: int = 5) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", unicodedata.normalize("NFKC", text).lower())
    return {tuple(words[i : i + length]) for i in range(len(words) - length + 1)}


STORIES = records("stories.jsonl")
STORY = {story["id"]: story for story in STORIES}
LABELS = {row["id"]: row["labels"] for row in records("gold/clusters.jsonl")}
PAIRS = records("gold/pairs.jsonl")
SPLITS = records("gold/split.jsonl")
SHARED_QUOTATION = [{pair["a"], pair["b"]} for pair in PAIRS if pair["label"] == "shared-quotation"]
COMPARISONS = sorted(path.name for path in (CORPORA / "gold/compare").glob("*.json"))


def comparison(name: str) -> tuple[dict, dict[str, list[str]]]:
    gold = json.loads((CORPORA / "gold/compare" / name).read_text(encoding="utf-8"))
    return gold, {side: paragraphs(f"wire/{gold['compare'][side]}") for side in "ab"}


def numbers(where: int | list[int]) -> list[int]:
    return where if isinstance(where, list) else [where]


def test_every_story_has_just_the_known_fields_and_no_labels():
    assert len(STORIES) >= 48
    assert len(STORY) == len(STORIES)
    for story in STORIES:
        assert list(story) == FIELDS
        assert all(isinstance(value, str) and value.strip() for value in story.values()), story["id"]


def test_the_readme_counts_right():
    readme = (CORPORA / "README.md").read_text(encoding="utf-8")
    counts = {
        "short news stories": STORIES,
        "judged pairs": PAIRS,
        "comparisons": COMPARISONS,
        "files:": SPLITS,
    }
    assert all(f"{len(found)} {what}" in readme for what, found in counts.items())
    assert f"{len(list(CORPORA.glob('wire/*.txt')))} of them as text files" in readme


def test_stories_come_in_the_order_in_which_they_were_published():
    published = [datetime.fromisoformat(story["published"]) for story in STORIES]
    assert all(moment.tzinfo for moment in published)
    assert published == sorted(published)


def test_addresses_are_of_hosts_that_cannot_exist():
    hosts = {urlsplit(story["url"]).hostname for story in STORIES}
    assert all(host and host.endswith(".example.com") for host in hosts)


def test_texts_are_clean():
    files = [*CORPORA.glob("wire/*.txt"), *CORPORA.glob("merged/*.txt")]
    written = [path.read_text(encoding="utf-8").strip() for path in files]
    for text in [story["text"] for story in STORIES] + written:
        assert text == unicodedata.normalize("NFC", text).strip()
        assert not re.search(r"[ \t]\n|\n{3,}|  |\r|\ufffd", text)


def test_every_story_is_labelled_once_and_nothing_else_is():
    assert list(LABELS) == [story["id"] for story in STORIES]
    assert all(set(labels) == {"duplicate_cluster", "event"} for labels in LABELS.values())


def test_every_duplicate_cluster_lies_inside_one_event():
    events = defaultdict(set)
    for labels in LABELS.values():
        events[labels["duplicate_cluster"]].add(labels["event"])
    assert all(len(found) == 1 for found in events.values())


def test_pairs_name_two_stories_and_a_known_relation():
    seen = [frozenset((pair["a"], pair["b"])) for pair in PAIRS]
    assert len(set(seen)) == len(seen)
    for pair in PAIRS:
        assert pair["a"] in STORY
        assert pair["b"] in STORY
        assert pair["a"] != pair["b"]
        assert pair["relation"] in RELATIONS


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['a']}+{pair['b']}")
def test_pairs_and_clusters_agree(pair):
    a, b = LABELS[pair["a"]], LABELS[pair["b"]]
    assert (a["duplicate_cluster"] == b["duplicate_cluster"]) == (pair["relation"] in SAME_TEXT)
    assert (a["event"] == b["event"]) == (pair["relation"] != "unrelated")
    assert pair["near_duplicate"] == (pair["relation"] in SAME_TEXT)


@pytest.mark.parametrize("event", sorted({labels["event"] for labels in LABELS.values()}))
def test_independent_tellings_share_no_run_of_five_words(event):
    for a, b in combinations([key for key in STORY if LABELS[key]["event"] == event], 2):
        if LABELS[a]["duplicate_cluster"] != LABELS[b]["duplicate_cluster"]:
            texts = [f"{STORY[key]['title']}\n{STORY[key]['text']}" for key in (a, b)]
            if {a, b} in SHARED_QUOTATION:
                assert runs(texts[0]) & runs(texts[1])
                texts = [re.sub("“[^”]*”", "…", text) for text in texts]
            assert not runs(texts[0]) & runs(texts[1])


def test_stories_of_one_text_share_runs_and_an_identical_pair_is_identical():
    for pair in PAIRS:
        a, b = (STORY[pair[side]]["text"] for side in "ab")
        assert (a == b) == (pair["relation"] == "identical")
        if pair["relation"] in SAME_TEXT and STORY[pair["a"]]["lang"] not in ("zh", "ja"):
            few = min(len(runs(a)), len(runs(b)))
            assert len(runs(a) & runs(b)) >= few * 0.4, pair


def test_strangers_share_the_long_page_furniture_of_one_site():
    strangers = [STORY[key]["text"] for key in STORY if key.startswith("courier-")]
    assert len(strangers) >= 5
    furniture = set.intersection(*map(runs, strangers))
    assert all(len(furniture) > len(runs(text)) * 0.4 for text in strangers)


def test_the_required_kinds_are_there():
    kinds = defaultdict(int)
    for pair in PAIRS:
        kinds[pair["label"]] += 1
        kinds[pair["relation"]] += 1
    wanted = {"template": 5, "boilerplate": 5, "same-topic": 4, "style": 2, "update": 5, "excerpt": 3}
    assert all(kinds[kind] >= least for kind, least in wanted.items()), dict(kinds)
    assert kinds["retold"] >= 6
    languages = defaultdict(int)
    for story in STORIES:
        languages[story["lang"]] += 1
    assert all(languages[lang] >= 3 for lang in ("es", "de", "zh", "ar"))
    assert languages["ja"] >= 2
    assert languages["hi"] >= 2
    outlets = defaultdict(set)
    for labels in LABELS.values():
        outlets[labels["event"]].add(labels["duplicate_cluster"])
    assert sum(len(tellings) >= 3 for tellings in outlets.values()) >= 2


def test_most_stories_have_the_length_of_news():
    spaced = [story["text"] for story in STORIES if story["lang"] == "en"]
    lengths = [len(text.split()) for text in spaced]
    assert sum(100 <= length <= 450 for length in lengths) >= len(lengths) * 0.8
    assert min(lengths) <= 15
    assert max(lengths) <= 450


@pytest.mark.parametrize("name", COMPARISONS)
def test_gold_differences_quote_the_paragraphs_that_they_name(name):
    gold, sides = comparison(name)
    ids = [row["id"] for row in gold["differences"]]
    assert len(set(ids)) == len(ids)
    assert gold["relation"] in RELATIONS
    for row in gold["differences"]:
        assert row["level"] in {"must", "should", "may", "must-not-be-fact"}
        assert row["a"] or row["b"]
        for side in "ab":
            if row[side]:
                where, text = row[side]
                assert any(text in sides[side][number] for number in numbers(where)), row


@pytest.mark.parametrize("name", COMPARISONS)
def test_gold_links_name_paragraphs_and_identical_ones_are_linked(name):
    gold, sides = comparison(name)
    links = {(link["a"], link["b"]): link["level"] for link in gold["alignment"]}
    assert len(links) == len(gold["alignment"])
    assert all(0 <= a < len(sides["a"]) and 0 <= b < len(sides["b"]) for a, b in links)
    same = {(i, j) for i, a in enumerate(sides["a"]) for j, b in enumerate(sides["b"]) if a == b}
    assert same <= links.keys()


@pytest.mark.parametrize("name", [name for name in COMPARISONS if comparison(name)[0]["complete"]])
def test_complete_gold_leaves_no_changed_paragraph_unmentioned(name):
    gold, sides = comparison(name)
    for side, other in ("ab", "ba"):
        mentioned = {n for row in gold["differences"] if row[side] for n in numbers(row[side][0])}
        mentioned |= {
            link[side]
            for row in gold["differences"]
            if row[other] and not row[side]
            for link in gold["alignment"]
            if link[other] in numbers(row[other][0])
        }
        changed = {n for n, text in enumerate(sides[side]) if text not in sides[other]}
        assert changed <= mentioned, (side, sorted(changed - mentioned))


def test_the_edited_pairs_hold_every_kind_of_edit():
    types = {row["type"] for name in COMPARISONS for row in comparison(name)[0]["differences"]}
    wanted = (
        "number money percent date weekday name place negation attribution quote headline hedge status"
        " moved split merged added dropped spelling polarity precision claim style"
    )
    assert set(wanted.split()) <= types


def test_a_style_pair_has_no_other_difference():
    assert {row["level"] for row in comparison("strike-style.json")[0]["differences"]} == {"must-not-be-fact"}


def test_wire_files_are_stories_with_their_headline():
    files = sorted((CORPORA / "wire").glob("*.txt"))
    assert {path.name for path in files} == {
        gold["compare"][side] for gold, _ in map(comparison, COMPARISONS) for side in "ab"
    }
    for path in files:
        story = STORY[path.stem]
        assert path.read_text(encoding="utf-8") == f"{story['title']}\n\n{story['text']}\n"


@pytest.mark.parametrize("gold", SPLITS, ids=lambda gold: gold["id"])
def test_gold_cuts_fall_on_paragraphs(gold):
    found = paragraphs(f"merged/{gold['id']}")
    assert len(found) == gold["n"]
    assert gold["boundaries"] == sorted(set(gold["boundaries"]))
    assert all(0 < cut < gold["n"] for cut in gold["boundaries"])


def test_every_merged_file_is_labelled_and_some_stay_whole():
    assert sorted(gold["id"] for gold in SPLITS) == sorted(p.name for p in (CORPORA / "merged").glob("*.txt"))
    assert sum(not gold["boundaries"] for gold in SPLITS) >= 2
    assert any(len(gold["boundaries"]) == 2 for gold in SPLITS)


def test_the_merged_agency_pair_begins_with_its_headline_twice():
    found = paragraphs("merged/ferry-two-agencies.txt")
    (cut,) = next(gold["boundaries"] for gold in SPLITS if gold["id"] == "ferry-two-agencies.txt")
    assert found[0] == found[1]
    assert found[cut] == STORY["ferry-meridian-1"]["title"]
    assert not runs("\n".join(found[:cut])) & runs("\n".join(found[cut:]))
