"""Corrections: what a person says of pairs holds, whatever the texts say."""

from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dedup
from dedup.errors import InputError, SettingsError
from dedup.match.clustering import join
from dedup.match.corrections import LEVELS, Bounds, Corrections, corrections, placed
from dedup.match.corrections import given as as_corrections
from dedup.match.duplicates import PairScores
from dedup.match.versions import versions
from dedup.types import Correction

FERRY = (
    "Four people died when the car ferry Hurtigprins caught fire in the Trondheim fjord on Sunday night, the "
    "Norwegian coast guard said. Rescuers took 212 passengers of the Hurtigprins ashore at Brekstad. Captain "
    "Leif Sundby said the fire had broken out on the car deck of the Hurtigprins."
)
RETOLD = (
    "A blaze on the car deck of the Norwegian ferry Hurtigprins has left four dead, according to police in "
    "Trondheim. Boats from Brekstad brought 212 people to land from the burning Hurtigprins. Leif Sundby, "
    "the captain, told reporters that the fire spread within minutes in the Trondheim fjord."
)
COURT = (
    "A court in Graz sentenced two former managers of the Alpenbank to four years in prison for fraud. Judge "
    "Hanna Moser said the managers had hidden losses of 80 million euros. Lawyers of the Alpenbank managers "
    "will appeal."
)
STORIES = [
    {"id": "ferry", "text": FERRY},
    {"id": "copy", "text": FERRY},
    {"id": "told", "text": RETOLD},
    {"id": "court", "text": COURT},
]
SIX = "abcdef"


def together(level: str, **pairs: object) -> set[frozenset[str]]:
    """The pairs of stories that a run puts together at a level."""
    rows = dedup.cluster(STORIES, **pairs).assignments  # type: ignore[arg-type]
    return {
        frozenset((a.id, b.id))
        for a, b in combinations(rows, 2)
        if getattr(a, f"{level}_cluster") == getattr(b, f"{level}_cluster")
    }


def test_without_corrections() -> None:
    assert together("duplicate") == {frozenset(("ferry", "copy"))}
    assert len(together("event")) == 3


def test_a_pair_that_must_be_joined_is_together_at_every_coarser_level() -> None:
    pair = frozenset(("told", "court"))
    assert pair in together("duplicate", must_join=[("court", "told")])
    assert pair in together("version", must_join=[("court", "told")])
    assert pair in together("event", must_join=[("court", "told")])
    assert pair not in together("duplicate", must_join=[("told", "court", "version")])
    assert pair in together("version", must_join=[("told", "court", "version")])
    assert pair not in together("version", must_join=[("told", "court", "event")])
    assert pair in together("event", must_join=[("told", "court", "event")])


def test_a_pair_that_must_not_be_joined_is_apart_at_every_finer_level() -> None:
    pair = frozenset(("ferry", "copy"))
    assert pair not in together("duplicate", must_not_join=[("copy", "ferry")])
    assert pair in together("event", must_not_join=[("copy", "ferry")])
    for level in LEVELS:
        assert pair not in together(level, must_not_join=[("ferry", "copy", "event")])
    assert frozenset(("ferry", "told")) not in together("event", must_not_join=[("ferry", "told", "event")])


def test_rows_and_matches_name_what_a_correction_joined() -> None:
    result = dedup.cluster(STORIES, must_join=[("court", "told"), ("ferry", "copy")])
    rows = {row.id: row for row in result}
    assert (rows["told"].relation, rows["told"].matched, rows["told"].scores) == ("joined", "court", None)
    assert rows["ferry"].relation == "identical"
    assert ("court", "told", "joined") in {(one.a, one.b, one.relation) for one in result.matches}
    (pair,) = [one for one in result.matches if {one.a, one.b} == {"ferry", "copy"}]
    assert pair.relation == "identical"


@pytest.mark.parametrize("level", ["version", "event"])
def test_rows_name_it_at_coarser_levels_too(level: str) -> None:
    rows = {row.id: row for row in dedup.cluster(STORIES, must_join=[("court", "copy", level)])}
    told = [row for row in rows.values() if row.relation == "joined"]
    assert len(told) == 1
    assert {told[0].id, told[0].matched} <= {"court", "copy", "ferry"}


def test_they_hold_when_events_are_left_out_and_at_other_thresholds() -> None:
    result = dedup.cluster(
        STORIES, events=False, must_join=[("court", "told")], must_not_join=[("ferry", "copy")]
    )
    for found in (result, result.rethreshold(0.05)):
        assert [cluster.members for cluster in found.duplicate_clusters] == [("court", "told")]


def test_what_is_not_in_the_run_is_ignored() -> None:
    assert together(
        "duplicate", must_join=[("ferry", "gone")], must_not_join=[("gone", "court")]
    ) == together("duplicate")


def test_contradictions_are_refused_and_name_the_path() -> None:
    join = [Correction("b", "a", place="join.csv:1"), Correction("c", "b", "event", "join.csv:2")]
    part = [Correction("a", "c", "event", "part.csv:7")]
    with pytest.raises(SettingsError) as refused:
        corrections(join, part)
    assert str(refused.value) == (
        "'a' and 'c' must not be joined (part.csv:7), but as one event they must be: "
        "'b' and 'a' (join.csv:1), 'c' and 'b' (join.csv:2); take one of these pairs out"
    )
    corrections(join, [Correction("a", "c", "version")])
    with pytest.raises(SettingsError, match="it is one story"):
        corrections([], [("a", "a")])


def test_a_level_that_is_none_is_refused() -> None:
    with pytest.raises(
        SettingsError, match=r"pairs.csv:3: no level 'topic'; there are duplicate, version, event"
    ):
        corrections([Correction("a", "b", "topic", "pairs.csv:3")])


def test_files(tmp_path: Path) -> None:
    table, lines = tmp_path / "pairs.csv", tmp_path / "pairs.jsonl"
    table.write_text('a,b,level\n"x, 1",y\n\n u , v ,event\n')
    lines.write_text('{"a": "x, 1", "b": "y"}\n{"a": "u", "b": "v", "level": "event"}\n')
    wanted = [Correction("x, 1", "y"), Correction("u", "v", "event")]
    assert as_corrections(table) == as_corrections(str(lines)) == wanted
    assert as_corrections(table)[1].place == f"{table}:4"


@pytest.mark.parametrize("line", ["only", "a,b,event,more", ",b", '{"a": "x"}', '{"a": "x", ', '{"a": 1}'])
def test_lines_that_are_no_pair(tmp_path: Path, line: str) -> None:
    path = tmp_path / "pairs"
    path.write_text(f"x,y\n{line}\n")
    with pytest.raises(InputError, match=r"pairs:2: "):
        as_corrections(path)


def test_what_is_no_pair() -> None:
    with pytest.raises(InputError, match="no pair of ids"):
        as_corrections(["ab"])
    with pytest.raises(InputError, match="cannot be read"):
        as_corrections(Path("nowhere.csv"))


PAIRS = st.lists(st.tuples(*[st.sampled_from(SIX)] * 2, st.sampled_from(LEVELS)), max_size=4)
SCORED = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 5), st.sampled_from([0.3, 0.5, 0.6, 0.8, 0.9])), max_size=12
)


def refused(join: Corrections) -> bool:
    """Whether corrections contradict each other, by the definition: all groups of six stories."""
    for number, level in enumerate(LEVELS):
        group = {name: {name} for name in SIX}
        for one in join.join:
            if LEVELS.index(one.level) <= number and group[one.a] is not group[one.b]:
                group[one.a] |= group[one.b]
                for name in group[one.a]:
                    group[name] = group[one.a]
        if any(group[one.a] is group[one.b] for one in join.part if LEVELS.index(one.level) >= number):
            return True
        assert level in LEVELS
    return False


@settings(deadline=None)
@given(join_pairs=PAIRS, part_pairs=PAIRS, scored=SCORED)
def test_clusters_of_all_levels_keep_to_them(
    join_pairs: list[tuple[str, str, str]],
    part_pairs: list[tuple[str, str, str]],
    scored: list[tuple[int, int, float]],
) -> None:
    raw = Corrections(
        tuple(Correction(*one) for one in join_pairs), tuple(Correction(*one) for one in part_pairs)
    )
    if refused(raw):
        with pytest.raises(SettingsError):
            corrections(raw.join, raw.part)
        return
    found = placed(corrections(raw.join, raw.part), {name: row for row, name in enumerate(SIX)})
    best = {(min(a, b), max(a, b)): score for a, b, score in scored if a != b}
    pairs = np.array(sorted(best), np.int64).reshape(-1, 2)
    scores = np.array([best[pair] for pair in sorted(best)])
    labels = join(6, pairs, scores, Bounds(found))
    assert (labels[found.join["duplicate"]].T[0] == labels[found.join["duplicate"]].T[1]).all()
    assert (labels[found.part["duplicate"]].T[0] != labels[found.part["duplicate"]].T[1]).all()
    ones = np.ones(len(pairs))
    of = PairScores(pairs, ones, ones, ones, scores, scores, ones < 0)
    same = versions(labels, np.zeros(6, np.int64), of, found)
    assert len(set(zip(labels.tolist(), same.tolist(), strict=True))) == len(set(labels.tolist()))
    assert (same[found.join["version"]].T[0] == same[found.join["version"]].T[1]).all()
    assert (same[found.part["version"]].T[0] != same[found.part["version"]].T[1]).all()
    if not (raw.join or raw.part):
        assert labels.tolist() == join(6, pairs, scores).tolist()
