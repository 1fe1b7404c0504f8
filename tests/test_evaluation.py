"""Agreement with gold labels: by hand, by brute force, and by its laws."""

import json
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import DuplicateIdError, InputError, RecordError
from dedup.evaluation import JudgedPair, evaluate, judge, read_gold, read_pairs, read_predicted
from dedup.types import Agreement

NAMES = st.sampled_from("xyzuv")
CLUSTERINGS = st.lists(st.tuples(NAMES, NAMES), max_size=12).map(
    lambda rows: tuple({str(i): row[side] for i, row in enumerate(rows)} for side in (0, 1))
)


def test_three_of_one_story_and_a_stranger() -> None:
    """Joined: (0, 1), rightly, and (2, 3); of three true pairs one is found."""
    found = evaluate(dict(zip("0123", "aabb", strict=True)), dict(zip("0123", "xxxy", strict=True)))
    assert found.pairwise == Agreement(0.5, pytest.approx(1 / 3), pytest.approx(0.4))
    assert found.bcubed.precision == pytest.approx((1 + 1 + 0.5 + 0.5) / 4)
    assert found.bcubed.recall == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert found.ari == pytest.approx(0.0)
    assert (found.gold_clusters, found.predicted_clusters) == (2, 2)


def test_a_known_rand_index() -> None:
    gold = dict(zip("012345", "xxxyyy", strict=True))
    assert evaluate(dict(zip("012345", "aabbcc", strict=True)), gold).ari == pytest.approx(0.242424, abs=1e-6)


def test_nothing_to_find_and_nothing_claimed() -> None:
    found = evaluate({"a": "1", "b": "2"}, {"a": "x", "b": "y"})
    assert found.pairwise == found.bcubed == Agreement(1.0, 1.0, 1.0)
    assert evaluate({}, {}).bcubed.f1 == evaluate({}, {}).ari == 1.0


def test_a_cluster_that_outgrew_its_stories() -> None:
    found = evaluate(dict(zip("01234", "aaaab", strict=True)), dict(zip("01234", "xxxyz", strict=True)))
    assert (found.largest_predicted, found.largest_gold) == (4, 3)
    assert found.overgrown == pytest.approx(4 / 3)


def test_missing_stories_stand_alone() -> None:
    found = evaluate({"a": "1", "b": None, "other": "1"}, {"a": "x", "b": "x", "c": "x"})
    assert (found.stories, found.missing, found.predicted_clusters) == (3, 2, 3)
    assert found.pairwise == Agreement(1.0, 0.0, 0.0)
    assert found.bcubed.recall == pytest.approx(1 / 3)


@given(CLUSTERINGS)
def test_pairs_equal_those_counted_one_by_one(sides: tuple[dict[str, str], dict[str, str]]) -> None:
    predicted, gold = sides
    pairs = [(predicted[a] == predicted[b], gold[a] == gold[b]) for a, b in combinations(sorted(gold), 2)]
    agreed = sum(p and g for p, g in pairs)
    claimed, wanted = (sum(pair[side] for pair in pairs) for side in (0, 1))
    found = evaluate(predicted, gold).pairwise
    assert found.precision == (agreed / claimed if claimed else 1.0)
    assert found.recall == (agreed / wanted if wanted else 1.0)


@given(CLUSTERINGS)
def test_bcubed_is_the_mean_over_stories(sides: tuple[dict[str, str], dict[str, str]]) -> None:
    predicted, gold = sides

    def together(clusters: dict[str, str], story: str) -> set[str]:
        return {other for other in clusters if clusters[other] == clusters[story]}

    shares = [
        (len(p & g) / len(p), len(p & g) / len(g))
        for p, g in ((together(predicted, story), together(gold, story)) for story in gold)
    ]
    found = evaluate(predicted, gold).bcubed
    for side, value in enumerate((found.precision, found.recall)):
        assert value == pytest.approx(sum(share[side] for share in shares) / len(shares) if shares else 1.0)


@given(CLUSTERINGS)
def test_precision_is_the_recall_of_the_other_side(sides: tuple[dict[str, str], dict[str, str]]) -> None:
    there, back = evaluate(*sides), evaluate(*reversed(sides))
    assert there.pairwise.precision == back.pairwise.recall
    assert there.bcubed.precision == pytest.approx(back.bcubed.recall)
    assert there.ari == pytest.approx(back.ari)


@given(CLUSTERINGS)
def test_a_clustering_agrees_with_itself_whatever_its_names(
    sides: tuple[dict[str, str], dict[str, str]],
) -> None:
    gold = sides[1]
    found = evaluate({name: f"renamed {label}" for name, label in gold.items()}, gold)
    assert found.pairwise == Agreement(1.0, 1.0, 1.0)
    assert found.bcubed.f1 == pytest.approx(1.0)
    assert found.ari == 1.0
    assert found.overgrown == (1.0 if gold else 0.0)


@given(CLUSTERINGS, st.randoms())
def test_the_order_of_stories_does_not_matter(
    sides: tuple[dict[str, str], dict[str, str]], random: object
) -> None:
    predicted, gold = sides
    names = list(gold)
    random.shuffle(names)  # type: ignore[attr-defined]
    shuffled = evaluate({n: predicted[n] for n in names}, {n: gold[n] for n in reversed(names)})
    before = evaluate(predicted, gold)
    assert shuffled.pairwise == before.pairwise
    assert shuffled.bcubed.f1 == pytest.approx(before.bcubed.f1)
    assert (shuffled.ari, shuffled.overgrown) == (before.ari, before.overgrown)


def test_judged_pairs_by_kind() -> None:
    pairs = [
        JudgedPair("a", "b", "copy", True),
        JudgedPair("a", "c", "template", False),
        JudgedPair("c", "gone", "copy", True),
    ]
    found = judge({"a": "1", "b": "1", "c": "1", "d": None}, pairs)
    assert found.agreement == Agreement(0.5, 0.5, 0.5)
    assert [(kind.kind, kind.joined, kind.pairs, kind.right) for kind in found.kinds] == [
        ("copy", 1, 2, 2),
        ("template", 1, 1, 0),
    ]


def test_what_the_command_line_writes_can_be_read_in_every_form(tmp_path: Path) -> None:
    rows = [{"id": "a", "duplicate_cluster": "a", "event_cluster": None}, {"id": 7, "duplicate_cluster": "a"}]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (tmp_path / "rows.json").write_text(json.dumps({"stories": rows}))
    (tmp_path / "rows.csv").write_text("id,duplicate_cluster,event_cluster\na,a,\n7,a,\n")
    (tmp_path / "rows").write_text((tmp_path / "rows.jsonl").read_text())
    for name in ("rows.jsonl", "rows.json", "rows.csv", "rows"):
        assert read_predicted(tmp_path / name) == {"a": "a", "7": "a"}, name
    with pytest.raises(InputError, match="event_cluster"):
        read_predicted(tmp_path / "rows.jsonl", "event")


def test_gold_labels_stand_in_several_places(tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    gold.write_text(
        '{"id": "a", "labels": {"event": 0, "duplicate_cluster": "d"}}\n'
        '{"id": "b", "event": "e"}\n{"id": "c", "labels": {"duplicate_cluster": "d"}}\n'
    )
    assert read_gold(gold, "event") == {"a": "0", "b": "e"}
    assert read_gold(gold) == {"a": "d", "c": "d"}
    (tmp_path / "gold.csv").write_text("id,cluster\na,1\nb,1\n")
    assert (
        read_gold(tmp_path / "gold.csv") == read_gold(tmp_path / "gold.csv", "event") == {"a": "1", "b": "1"}
    )


def test_an_unusable_file_says_where(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "a", "cluster": 1}\n{"cluster": 2}\n')
    with pytest.raises(RecordError, match=r"bad\.jsonl:2: no 'id'"):
        read_gold(bad)
    bad.write_text('{"id": "a", "cluster": 1}\n{"id": "a", "cluster": 2}\n')
    with pytest.raises(DuplicateIdError, match=r"bad\.jsonl:2"):
        read_gold(bad)
    bad.write_text("")
    with pytest.raises(InputError, match=r"bad\.jsonl: no record has a cluster"):
        read_gold(bad)
    bad.write_text('{"a": "x"}\n')
    with pytest.raises(RecordError, match="judged pair"):
        list(read_pairs(bad))


def test_judged_pairs_are_read(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('{"a": 1, "b": 2, "label": "copy"}\n{"a": 1, "b": 3, "near_duplicate": false}\n')
    assert list(read_pairs(path)) == [
        JudgedPair("1", "2", "copy", True),
        JudgedPair("1", "3", "?", False),
    ]
