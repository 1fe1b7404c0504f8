"""Stories that report one event come together, in whatever words; look-alikes do not."""

import numpy as np
from scipy.sparse import csr_array

from dedup.match.duplicates import Looks
from dedup.match.event_profiles import profile, stack
from dedup.match.event_vectors import having_nearby
from dedup.match.events import copies, events, forms, representatives, unbridged

QUAKE_A = (
    "A strong earthquake struck northern Chile on Tuesday, killing six people in Iquique, officials said. "
    "President Michelle Bachelet declared a state of emergency in Arica and Tarapaca."
)
QUAKE_B = (
    "At least six died when a powerful quake hit Chile's north on Tuesday. Bachelet sent troops to Iquique, "
    "where thousands fled a tsunami, and called an emergency in Tarapaca."
)
QUAKE_TWIN = (
    "A strong earthquake struck western Nepal on Sunday, killing forty people in Gorkha, officials said. "
    "Prime Minister Sushil Koirala declared a state of emergency in Pokhara."
)
MERGER = (
    "Bergmann and Oleander agreed to merge in a deal worth nine billion euros, the two chip makers said. "
    "Shares of Oleander rose in Frankfurt."
)
STORM = (
    "Storm Adaline flooded cellars in Lisbon and cut power to a hospital. Divers searched the Tagus for a "
    "fisherman from Almada, and schools in Cascais will stay closed."
)


def cluster(texts, published=None, duplicates=None, **settings):
    n = len(texts)
    return events(
        stack([profile(text, lang="en") for text in texts]),
        np.full(n, np.nan) if published is None else np.array(published, dtype=float),
        np.arange(n) if duplicates is None else np.array(duplicates),
        **settings,
    )


def test_a_series_has_three_stories():
    pairs = np.array([[0, 3], [3, 4], [1, 2]])
    assert forms(6, pairs).tolist() == [0, -1, -1, 0, 0, -1]


def test_two_tellings_of_one_event_are_together_and_strangers_are_not():
    assert cluster([QUAKE_A, MERGER, QUAKE_B]).labels.tolist() == [0, 1, 0]


def test_another_event_of_the_same_kind_stays_apart():
    assert cluster([QUAKE_A, QUAKE_TWIN, QUAKE_B]).labels.tolist() == [0, 1, 0]


def test_reports_beyond_the_window_stay_apart():
    day = 86_400.0
    assert cluster([QUAKE_A, QUAKE_B], published=[0, 8 * day]).labels.tolist() == [0, 1]
    assert cluster([QUAKE_A, QUAKE_B], published=[0, 6 * day]).labels.tolist() == [0, 0]


def test_an_unknown_date_is_inside_every_window():
    assert cluster([QUAKE_A, QUAKE_B], published=[0, np.nan]).labels.tolist() == [0, 0]


def test_duplicate_clusters_nest():
    found = cluster([QUAKE_A, MERGER, QUAKE_A, QUAKE_B], duplicates=[0, 0, 2, 3])
    assert found.labels[0] == found.labels[1]


def test_a_round_up_is_of_none_of_the_events_that_it_sums_up():
    digest = "\n".join([QUAKE_A, MERGER, STORM])

    def alike(pairs):
        held = (pairs == 3).any(axis=1)
        share = np.where(held, 0.9, 0.0)  # of the earlier story, which the digest has
        nothing = np.zeros(len(pairs))
        return Looks(pairs, nothing, share, nothing, nothing, nothing, nothing > 0, nothing > 0, nothing > 0)

    found = cluster([QUAKE_A, MERGER, STORM, digest, QUAKE_B], alike=alike)
    assert found.round_ups.tolist() == [False, False, False, True, False]
    assert found.labels.tolist() == [0, 1, 2, 3, 0]


def test_every_pair_that_joined_is_told():
    found = cluster([MERGER, QUAKE_A, QUAKE_B])
    assert found.pairs.tolist() == [[1, 2]]
    assert 0.5 <= found.score[0] <= 1
    assert 0 < found.cosine[0] < 1


def test_the_order_of_stories_does_not_matter():
    texts = [QUAKE_A, QUAKE_TWIN, MERGER, QUAKE_B, QUAKE_TWIN + " Aid came.", MERGER + " Unions objected."]
    expected = cluster(texts).labels
    groups = {frozenset(texts[i] for i in np.flatnonzero(expected == label)) for label in expected}
    for seed in range(5):
        shuffled = np.random.default_rng(seed).permutation(len(texts))
        again = cluster([texts[i] for i in shuffled]).labels
        assert groups == {
            frozenset(texts[shuffled[i]] for i in np.flatnonzero(again == label)) for label in again
        }


def test_empty_stories_are_events_of_their_own():
    assert cluster(["", "", QUAKE_A]).labels.tolist() == [0, 1, 2]


def test_no_stories_make_no_events():
    assert cluster([]).labels.tolist() == []


def test_a_large_run_finds_what_a_small_one_finds(monkeypatch):
    texts = [QUAKE_A, MERGER, QUAKE_B]
    expected = cluster(texts)
    monkeypatch.setattr("dedup.match.events.EVERY_PAIR", 2)
    found = cluster(texts)
    assert found.labels.tolist() == expected.labels.tolist() == [0, 1, 0]
    assert found.compared < expected.compared


def test_a_story_of_a_duplicate_cluster_speaks_for_all_of_it():
    found = cluster([QUAKE_A[:90], MERGER, QUAKE_A, QUAKE_B], duplicates=[0, 1, 0, 3])
    assert found.labels.tolist() == [0, 1, 0, 0]
    assert found.pairs.tolist() == [[2, 3]]


def test_a_higher_threshold_joins_less():
    assert cluster([QUAKE_A, QUAKE_B], threshold=0.999999).labels.tolist() == [0, 1]


def test_a_story_of_middle_length_stands_for_its_copies() -> None:
    """A copy may carry a page of other news, or be cut to a line; equals go by their content."""
    lengths = np.array([900.0, 310.0, 40.0, 300.0, 300.0, 50.0])
    duplicates = np.array([0, 0, 0, 3, 3, 5])
    keys = np.array([7, 6, 5, 2, 1, 0], np.uint64)
    assert representatives(keys, lengths, duplicates).tolist() == [1, 4, 5]


def test_copies_are_counted_by_the_stories_they_stand_for() -> None:
    assert copies(np.array([1, 4, 5]), np.array([0, 0, 0, 3, 3, 5])).tolist() == [3, 2, 1]


DAYS = 86_400.0


def test_a_story_without_a_date_bridges_nothing() -> None:
    """It goes with the report that it is most like; those a hundred days apart stay apart."""
    label, pairs = np.array([0, 0, 0, 3]), np.array([[0, 2], [1, 2]])
    times = np.array([0, 100 * DAYS, np.nan, 5 * DAYS])
    assert unbridged(label, pairs, np.array([0.9, 0.8]), times, 7.0).tolist() == [0, 1, 0, 3]
    assert unbridged(label, pairs, np.array([0.8, 0.9]), times, 7.0).tolist() == [0, 1, 1, 3]


def test_what_a_chain_of_dates_ties_is_no_bridge() -> None:
    label, pairs = np.zeros(3, np.int64), np.array([[0, 1], [1, 2]])
    times = np.array([0, 6.5, 13.0]) * DAYS
    assert unbridged(label, pairs, np.ones(2), times, 7.0).tolist() == [0, 0, 0]
    assert unbridged(label, pairs, np.ones(2), np.full(3, np.nan), 7.0).tolist() == [0, 0, 0]


def test_terms_are_counted_among_the_stories_of_the_window() -> None:
    of = csr_array(np.array([[1, 1], [1, 0], [1, 0], [1, 1]], np.float32))
    times = np.array([0, 3, 10.5, np.nan]) * DAYS
    counts = having_nearby(of, times, 7.0)
    assert counts.tolist() == [2, 1, 2, 1, 0, 0]
