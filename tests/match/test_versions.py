"""The version level: duplicates nest in versions, versions in events."""

import numpy as np
import pytest

from dedup.errors import SettingsError
from dedup.match.duplicates import PairScores
from dedup.match.relation import VERSION
from dedup.match.versions import version_pairs, versions
from dedup.pipeline import cluster
from dedup.settings import Settings

KEPT = (
    " The tanker Marisol, built in 1998 at Holt, was bound for Corran with 40,000 tonnes of crude when its "
    "engine failed. Three tugs from Pellworth took nine hours to pull it off the Grey Ledge, where two other "
    "ships have been lost since the war."
)
DAWN = (
    "A tanker ran aground off Pellworth before dawn and spilled oil into the bay. Twelve sailors were "
    "brought ashore by the lifeboat, harbour master Edda Quill said. Booms were laid from Tern Point to "
    "the mole. The coast guard of Vennor sent a plane, and fishermen were told to stay in port until "
    "Friday." + KEPT
)
DUSK = (
    "The captain of the tanker that spilled oil off Pellworth before dawn was arrested on Tuesday, after "
    "its twelve sailors had been brought ashore by the lifeboat. Oil ran along the bay from Tern Point, "
    "where booms were broken by the swell, harbour master Edda Quill said, and the coast guard told "
    "fishermen to stay." + KEPT
)
OTHER = (
    "Fares on the trams of Halden rise by a tenth in May, the council decided on Monday after a long debate."
)


def _scored(*rows: tuple[int, int, float]) -> PairScores:
    pairs = np.array([row[:2] for row in rows], np.int64)
    ones = np.ones(len(rows))
    scores = np.array([row[2] for row in rows])
    return PairScores(pairs, ones, ones, ones, 0 * scores, scores, np.zeros(len(rows), np.bool_))


@pytest.mark.parametrize(("score", "together"), [(VERSION, True), (VERSION - 0.01, False)])
def test_the_floor_of_the_score(score: float, together: bool) -> None:
    found = versions(np.arange(2), np.zeros(2, np.int64), _scored((0, 1, score)))
    assert (found[0] == found[1]) == together


def test_versions_stay_within_an_event() -> None:
    scored = _scored((0, 1, 0.4))
    assert versions(np.arange(2), np.arange(2), scored).tolist() == [0, 1]
    assert not version_pairs(np.arange(2), np.arange(2), scored).any()


def test_duplicates_nest_in_versions() -> None:
    """The copy of a story goes where the story goes, without a pair of its own."""
    found = versions(np.array([0, 1, 1]), np.zeros(3, np.int64), _scored((0, 2, 0.3)))
    assert found.tolist() == [0, 0, 0]


def test_rows_and_matches_of_a_rewritten_article() -> None:
    texts = {"dawn": DAWN, "dusk": DUSK, "copy": DUSK, "other": OTHER}
    given = [{"id": name, "text": text} for name, text in texts.items()]
    result = cluster(given, settings=Settings(threshold=0.7))
    rows = {row.id: row for row in result.assignments}
    assert rows["dusk"].duplicate_cluster != rows["dawn"].duplicate_cluster
    assert rows["dusk"].version_cluster == rows["copy"].version_cluster == rows["dawn"].version_cluster
    assert rows["other"].version_cluster == "other"
    assert [row.relation for row in rows.values()].count("rewrite") == 1
    assert "rewrite" in {match.relation for match in result.matches}
    assert [sorted(group.members) for group in result.version_clusters] == [["copy", "dawn", "dusk"]]


def test_without_events_there_are_no_versions() -> None:
    result = cluster([DAWN, DUSK], events=False)
    assert {row.version_cluster for row in result.assignments} == {None}
    assert result.version_clusters == ()
    with pytest.raises(SettingsError, match="version"):
        result.labels("version")
