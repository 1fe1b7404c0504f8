"""What a passage that two stories share says of them: versions of one report, or strangers on one site."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup.kernels.compiled import LEVELS
from dedup.match.boilerplate import strip
from dedup.sketch.shingles import Shingles, shared, shingle, stored
from dedup.sketch.vocabulary import concatenate, counts, in_one_piece, same_subject, vocabulary

CONSENT = (
    "We value your privacy. We and our partners store and access information on your device, such as "
    "cookies, and process personal data for advertising, measurement of audiences and development of "
    "services. With your permission we may use precise location and identify devices by scanning. You "
    "may accept or refuse, and change your choice whenever you like at the bottom of every page that "
    "belongs to our group of papers."
)
DAM = (
    "Engineers lowered the reservoir above Tarnford overnight after a crack opened in the spillway. "
    "Some four hundred households were moved to two schools, the county said, and the valley road stays "
    "closed."
)
FERRY = (
    "A ferry with ninety passengers ran aground on a sandbank near Port Ellery in thick fog. Nobody was "
    "hurt and tugs pulled the vessel free at high water, the harbour master told reporters."
)
RETOLD = (
    "Thick fog off Port Ellery put a ferry aground with ninety people aboard, all of whom walked ashore "
    "when the water came back. A harbour official counted two tugs at work around the sandbank."
)
REST = (
    " The ferry, built in Corran, had left Port Ellery at six with a new captain. The harbour of Port Ellery "
    "has asked for a second light since the last ferry ran aground there four years ago."
)
PAIR = np.array([[0, 1]])


def evidence(a: tuple[str, str], b: tuple[str, str]) -> float:
    texts, titles = [a[1], b[1]], [a[0], b[0]]
    return float(same_subject(vocabulary(texts, titles), shingle(texts), PAIR)[0])


def counted(a: str, b: str, titles: tuple[str, str] = ("", "")) -> list[int]:
    return counts(vocabulary([a, b], titles), shingle([a, b]), PAIR)[0, 0].tolist()


def test_strangers_with_one_consent_text_wherever_it_stands() -> None:
    assert evidence(("Crack in dam", f"{CONSENT} {DAM}"), ("Ferry aground", f"{CONSENT} {FERRY}")) < -3
    assert evidence(("Crack in dam", f"{DAM} {CONSENT}"), ("Ferry aground", f"{FERRY} {CONSENT}")) < -3


def test_two_reports_of_one_event_above_one_footer_are_no_versions() -> None:
    assert evidence(("Ferry aground", f"{FERRY} {CONSENT}"), ("Fog", f"{RETOLD} {CONSENT}")) < 0
    assert evidence(("Ferry aground", FERRY + REST), ("Fog", RETOLD + REST)) > 0


def test_the_opening_must_be_known() -> None:
    """However much the passage speaks of what both stories name: background of one affair."""
    assert evidence(("", DAM + REST + REST), ("", FERRY + REST + REST)) < 0


def test_a_headline_that_both_have_is_enough_where_the_lead_is_shared() -> None:
    stub = "Ferry with ninety aboard hits sandbank", f"{FERRY} {CONSENT}"
    whole = "Ferry with ninety aboard hits sandbank", f"{FERRY} {REST}"
    assert evidence(stub, whole) == np.inf
    assert evidence((stub[0], f"{RETOLD} {CONSENT}"), (whole[0], f"{FERRY} {CONSENT}")) < np.inf


def test_a_page_that_puts_one_text_above_two_reports_makes_them_no_versions() -> None:
    """Their headlines are alike, and the page's text is the lead of both; it says nothing of their own."""
    headline = "Ferry with ninety aboard hits sandbank"
    assert evidence((headline, f"{CONSENT} {FERRY}"), (headline, f"{CONSENT} {RETOLD}")) < 0
    assert evidence((headline, f"{FERRY} {CONSENT}"), (headline, f"{FERRY} {REST}")) == np.inf


def test_a_story_that_holds_the_lead_of_the_other_took_it_up() -> None:
    assert evidence(("", f"{FERRY} {DAM}"), ("", f"{CONSENT} {FERRY}")) == np.inf


def test_nothing_of_its_own_is_no_reason_to_part_two_stories() -> None:
    assert evidence(("", FERRY), ("", FERRY.replace("vessel", "ship"))) == np.inf
    assert evidence(("", FERRY), ("", f"{FERRY} {DAM}")) > 0


def test_what_is_counted() -> None:
    own, recurring, said, head, known, lead, lead_known, lead_shared, pieces = counted(
        f"{DAM} {FERRY}", f"{RETOLD} {FERRY}", ("Dam over Port Ellery", "")
    )
    assert (own, recurring, said) == (19, 0, 0)
    assert (head, known) == (3, 2)  # "over" says nothing; "dam" is not there
    assert (lead, lead_known, lead_shared) == (15, 0, 0)
    assert pieces == 1


def test_a_changed_word_makes_pieces_and_nothing_own() -> None:
    own, *_, pieces = counted(f"{FERRY} {DAM}", f"{FERRY} {DAM}".replace("vessel", "ship"))
    assert (own, pieces) == (0, 2)


@pytest.mark.parametrize("many", [2, 4, 13])
def test_pages_behind_one_consent_text_are_no_duplicates_in_any_batch(many: int) -> None:
    said = [f"{name} {verb} {noun} " * 9 for name, verb, noun in zip(NAMES, VERBS, NOUNS, strict=True)]
    stories = [{"id": str(i), "text": f"{CONSENT} {said[i]}"} for i in range(many)]
    assert dedup.cluster(stories, events=False).duplicate_clusters == ()


def test_a_footer_of_eight_pages_is_learned_though_it_is_most_of_each() -> None:
    pages = [" ".join(f"{name}{number}" for number in range(25)) + CONSENT for name in NAMES]
    assert len(dedup.cluster(pages[:8], events=False).boilerplate) > 60
    assert len(dedup.cluster(pages[:7], events=False).boilerplate) == 0


NAMES = [
    "Alder",
    "Birch",
    "Cedar",
    "Dogwood",
    "Elm",
    "Fir",
    "Ginkgo",
    "Hazel",
    "Ivy",
    "Juniper",
    "Kauri",
    "Larch",
    "Maple",
]
VERBS = [
    "opens",
    "closes",
    "sells",
    "buys",
    "wins",
    "loses",
    "finds",
    "hides",
    "lifts",
    "drops",
    "paints",
    "burns",
    "floods",
]
NOUNS = [
    "bridge",
    "tunnel",
    "harbour",
    "museum",
    "factory",
    "school",
    "archive",
    "garden",
    "stadium",
    "tower",
    "mill",
    "quarry",
    "dam",
]

texts = st.lists(st.sampled_from(f"{FERRY} {DAM} 水 の".split()), max_size=60).map(" ".join)


@given(st.lists(st.tuples(texts, texts), min_size=2, max_size=6), st.integers(1, 4), st.integers(1, 2))
def test_arrays_and_kernels_give_the_same(stories: list[tuple[str, str]], rarest: int, jobs: int) -> None:
    """Of all shingles, and with some left out as boilerplate."""
    titles, bodies = [title for title, _ in stories], [body for _, body in stories]
    pairs = np.array([(i, j) for i in range(len(stories)) for j in range(i + 1, len(stories))])
    found = []
    for kernels in ("numpy", *LEVELS):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DEDUP_KERNELS", kernels)
            words, shingles = vocabulary(bodies, titles), shingle(bodies)
            own = strip(stored(shingles), np.unique(shingles.hashes)[::rarest].copy())
            counted = [counts(words, sets, pairs, jobs) for sets in (shingles, own)]
            found.append((words.entries, words.starts, words.ends, *counted))
    for some in found:
        assert all(np.array_equal(one, other) for one, other in zip(some, found[0], strict=True))


@pytest.mark.parametrize("level", LEVELS)
def test_shingles_that_crowd_the_same_places_are_told_apart(
    level: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hashes that share their upper and their lower bits, which no text has by chance."""
    rows = [[k << 11 for k in range(1, 40)], [k << 11 for k in range(20, 60)], [0, 1, 2, 2**32 - 1]]
    flat, ends = np.array([x for row in rows for x in row], np.uint32), np.cumsum([len(row) for row in rows])
    shingles = Shingles(flat, np.concatenate([[0], ends]))
    entries = np.array([word << 32 | around for row in rows for word, around in enumerate(row)], np.uint64)
    words = in_one_piece(entries & ~np.uint64(1), shingles.offsets)
    pairs = np.array([(a, b) for a in range(3) for b in range(3)])
    monkeypatch.setenv("DEDUP_KERNELS", "numpy")
    expected = counts(words, shingles, pairs), shared(shingles, pairs)
    monkeypatch.setenv("DEDUP_KERNELS", level)
    assert np.array_equal(counts(words, shingles, pairs), expected[0])
    assert np.array_equal(shared(shingles, pairs), expected[1])


@given(texts, texts, texts, texts)
def test_the_order_of_a_pair_does_not_matter(a: str, b: str, c: str, d: str) -> None:
    assert evidence((a, b), (c, d)) == evidence((c, d), (a, b))


def test_rows_can_be_taken_and_put_together() -> None:
    whole = vocabulary([FERRY, DAM, CONSENT], ["Ferry", "", "Consent"])
    parts = concatenate([vocabulary([FERRY], ["Ferry"]), vocabulary([DAM, CONSENT], ["", "Consent"])])
    assert np.array_equal(whole.entries, parts.entries)
    turned = whole.take(np.array([2, 0]))
    assert np.array_equal(turned.take(np.array([1, 0])).entries, whole.take(np.array([0, 2])).entries)
