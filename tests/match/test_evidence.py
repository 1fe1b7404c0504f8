"""Profiles: what a story keeps of its text, and how likely two of them tell of one event."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from dedup.kernels.compiled import LEVELS
from dedup.match.event_model import (
    FEATURES,
    LEAST_BELIEF,
    NEAR,
    Belief,
    belief,
    confirmed,
    evidence,
    exchanged,
    fillings,
    headlines,
    judged,
    nearest,
    partners,
    prior_shift,
    probability,
)
from dedup.match.event_profiles import LEAD_TERMS, profile, stack
from dedup.match.event_vectors import cosine, dot, neighbours, rows
from dedup.text.background import hashes

FERRY_A = (
    "The ferry Oleander sank off Corfu on Friday with 212 people aboard, the coast guard said. "
    "Rescuers pulled 190 passengers from the water near the port of Igoumenitsa."
)
FERRY_B = (
    "Some 190 passengers were rescued after the Oleander, a ferry bound for Igoumenitsa, went down "
    "near Corfu. The coast guard said 212 were on board when it sank Friday."
)
FERRY_TWIN = (
    "The ferry Marigold sank off Bali on Monday with 85 people aboard, the navy said. "
    "Rescuers pulled 40 passengers from the water near the port of Gilimanuk."
)


def event_score(a, b):
    """Probability that two stories report the same event, by the background alone."""
    return float(probability(evidence(rows(stack([a, b])), np.array([[0, 1]])))[0])


def column(texts, name):
    found = evidence(rows(stack([profile(text, lang="en") for text in texts])), np.array([[0, 1]]))
    return found[0, FEATURES.index(name)]


def test_a_profile_counts_terms_and_knows_the_lead():
    stated = profile("Rebels attacked. " + "More words follow here. " * 40 + "Zebra.", "Rebel attack", "en")
    rebel, zebra = (int(np.flatnonzero(stated.terms == hashed)[0]) for hashed in hashes(["rebel", "zebra"]))
    assert stated.counts[rebel] == 2
    assert stated.lead[rebel]
    assert not stated.lead[zebra]
    assert LEAD_TERMS < 160


def test_profiles_are_stacked_and_taken_back():
    stated = [profile(text, lang="en") for text in (FERRY_A, "", FERRY_B)]
    back = stack(stated).take(np.array([2, 1, 0]))
    for one, other in zip(stated[::-1], [back[i] for i in range(3)], strict=True):
        assert np.array_equal(one.terms, other.terms)
        assert np.array_equal(one.counts, other.counts)
        assert np.array_equal(one.lead, other.lead)


def test_a_retold_event_scores_above_a_look_alike():
    a, b, twin = (profile(text, lang="en") for text in (FERRY_A, FERRY_B, FERRY_TWIN))
    assert event_score(a, b) > 0.95 > event_score(a, twin)
    assert event_score(a, b) == event_score(b, a)


def test_days_named_by_the_leads_count_either_way():
    later = " ".join(["More words follow here."] * 40) + " The court sits on {}."
    monday, tuesday = (f"Shares fell on {day}." + later.format("Friday") for day in ("Monday", "Tuesday"))
    assert column([monday, tuesday], "lead weekdays") == -1
    assert column([FERRY_A, FERRY_B], "lead weekdays") == 1
    assert column([FERRY_A, later.format("Friday")], "lead weekdays") == 0
    assert column(["CORFU, Nov. 3 - It sank.", "It sank on 3 November."], "lead months") == 1
    assert column(["It sank in November.", "It sank in October."], "lead months") == -1


def test_a_year_that_is_shared_says_nothing():
    assert column(["It sank in 2011.", "It rose in 2011."], "lead years") == 0
    assert column(["It sank in 2011.", "It sank in 2012."], "lead years") == -1


def test_shared_numbers_count_for_a_pair():
    assert column([FERRY_A, FERRY_B], "numbers") == pytest.approx(1)
    assert column([FERRY_A, FERRY_TWIN], "numbers") == 0


def test_what_is_nearer_counts_against_a_pair():
    of = rows(stack([profile(text, lang="en") for text in (FERRY_A, FERRY_B, FERRY_TWIN)]))
    pairs = np.array([[0, 1], [0, 2], [1, 2]])
    found = evidence(of, pairs)[:, FEATURES.index("nearest")]
    closest = nearest(3, pairs, cosine(of, pairs))
    assert found[np.argmax(cosine(of, pairs))] == 0
    assert (np.sort(found)[:2] < -0.1).all()
    assert evidence(of, pairs[1:2])[0, FEATURES.index("nearest")] == 0
    assert np.array_equal(evidence(of, pairs[1:2], closest)[0], evidence(of, pairs)[1])


def test_an_outdone_copy_hides_no_other_telling():
    """Above some cosine nothing is nearer."""
    of = rows(stack([profile(text, lang="en") for text in (FERRY_A, FERRY_A, FERRY_B)]))
    pairs = np.array([[0, 2]])
    column = FEATURES.index("nearest")
    assert evidence(of, pairs, np.array([1.0, 1.0, NEAR]))[0, column] == pytest.approx(
        evidence(of, pairs, np.array([NEAR, 1.0, NEAR]))[0, column]
    )


FORM = (
    "{} announced a grant of {} dollars for the fire department of {}. The money will be used to buy new {} "
    "and to train {} volunteers. I am pleased that our first responders get the tools that they need to do "
    "their jobs, {} said. These men and women risk their lives every day to keep our families safe."
)


def test_fillings_of_one_form_share_running_text_and_no_figures():
    a = FORM.format("Allard", "41,250", "Gunnison", "hoses", "17", "Allard")
    b = FORM.format("Reed", "88,937", "Pawtucket", "pumps", "32", "Reed")
    stated = FORM.format("Allard", "41,250", "Gunnison", "pumps", "17", "Allard")
    of = rows(stack([profile(text, lang="en") for text in (a, b, stated)]))
    pairs = np.array([[0, 1], [0, 2], [1, 2]])
    assert fillings(of, pairs, np.array([0.6, 0.9, 0.6])).tolist() == [True, False, True]
    assert not fillings(of, pairs, np.zeros(3)).any()
    assert fillings(of, pairs[:0], np.zeros(0)).tolist() == []


def test_copies_tell_of_the_language_of_a_run():
    texts = [f"zum{n % 5} bal tor{n} quen{n}" for n in range(40)]
    stated = stack([profile(text, lang="xx") for text in texts])
    rarity = [rows(stated, copies=np.full(40, count)).idf[0] for count in (1, 2)]
    common = rows(stated).terms == hashes(["bal"])[0]
    assert (rarity[1][common] < rarity[0][common]).all()


def test_copies_of_one_story_make_none_of_its_terms_common():
    stated = stack([profile(text, lang="en") for text in (FERRY_A, "Fares will rise in May.")])
    name = rows(stated).terms == hashes(["oleand"])[0]
    few, many = (rows(stated, copies=np.array([count, 1])).idf[0, name][0] for count in (1, 1000))
    assert many >= few


def test_look_alikes_are_doubted_where_none_is_sure():
    pairs = np.arange(80).reshape(-1, 2)
    assert prior_shift(80, pairs, np.full(40, 0.95)) == 0
    assert prior_shift(80, pairs, np.full(40, 0.6)) < -2
    assert -0.5 < prior_shift(80, pairs[:1], np.array([0.6])) < 0
    assert prior_shift(80, pairs[:0], np.zeros(0)) == 0


def told(*headed):
    """Rows of stories, each a headline and a text."""
    return rows(stack([profile(text, title, "en") for title, text in headed]))


def test_a_headline_speaks_against_a_pair_whose_other_text_lacks_its_names():
    of = told(
        ("Ferry sinks off Corfu", FERRY_A),
        ("Oleander goes down near Corfu", FERRY_B),
        ("Ferry sinks off Bali", FERRY_TWIN),
    )
    names, words = headlines(of, np.array([[0, 1], [0, 2]])).T
    assert names[0] > 0 > names[1]
    assert words[0] > words[1]


def test_headlines_say_nothing_where_there_are_none_or_languages_differ():
    assert not headlines(told(("", FERRY_A), ("", FERRY_B)), np.array([[0, 1]])).any()
    both = stack([profile(FERRY_A, "Ferry sinks", "en"), profile(FERRY_B, "Ferry sinks", "de")])
    assert not headlines(rows(both), np.array([[0, 1]])).any()


def test_where_headlines_name_others_look_alikes_are_not_believed():
    places = ["Corfu", "Bali", "Genoa", "Malta", "Leyte", "Crete", "Luzon", "Porto", "Tunis", "Dover"] * 2
    event = [(f"Ferry sinks off {place}", f"A ferry sank off {place}.") for place in places for _ in range(2)]
    other = [
        (f"Ferry sinks off {place}{x}", f"A ferry sank off {place}{x}.") for place in places for x in "ns"
    ]
    pairs = np.arange(40).reshape(-1, 2)
    score = np.full(20, 0.95)
    for stories, least, most in ((event, 1, 1), (other, LEAST_BELIEF, 0.5)):
        of = told(*stories)
        believed = belief(of, pairs, score)
        assert least <= believed.share[0] <= most
        found = judged(of, pairs, score, believed)
        assert (found >= 0.95 - 1e-9).all() if least == 1 else (found < 0.5).all()


def test_each_language_is_believed_by_itself():
    text = "Word{} tells of storm{} in place{}."
    stories = [profile(text.format(n, n // 2, n // 2), f"Storm{n // 2}", "en") for n in range(60)]
    stories += [profile(text.format(n, n // 2, n // 2), f"Name{n}", "vi") for n in range(60)]
    of = rows(stack(stories))
    believed = belief(of, np.arange(120).reshape(-1, 2), np.full(60, 0.95))
    assert (believed.share[:60] == 1).all()
    assert (believed.share[60:] < 0.5).all()


def test_a_run_that_is_believed_adds_nothing():
    of = told(("Ferry sinks", FERRY_A), ("Bali mourns", FERRY_TWIN))
    nothing = Belief(np.ones(2), np.zeros(2))
    assert judged(of, np.array([[0, 1]]), np.array([0.7]), nothing)[0] == pytest.approx(0.7)


def test_other_languages_make_no_term_rare():
    few = [profile(f"zum bal tor{n}", lang="vi") for n in range(60)]
    many = [profile(f"word{n} other{n}", lang="en") for n in range(400)]
    alone, mixed = rows(stack(few)), rows(stack(few + many))
    at = [np.searchsorted(of.terms, hashes(["bal"])[0]) for of in (alone, mixed)]
    assert alone.idf[alone.language[0], at[0]] == mixed.idf[mixed.language[0], at[1]]


@given(st.lists(st.integers(0, 9), min_size=2, max_size=12), st.integers(0, 4), st.integers(0, 3))
def test_neighbours_within_reach_are_those_of_all(subjects, window, undated):
    of = rows(stack([profile(f"subject{n} tail{n % 3}", lang="en") for n in subjects]))
    n, dated = len(subjects), max(len(subjects) - undated, 0)
    time = np.arange(dated)
    reach = np.full(n, n)
    reach[:dated] = np.searchsorted(time, time + window, side="right")

    def near(pairs):
        return [[a, b] for a, b in pairs.tolist() if b < reach[a] or b >= dated]

    assert near(neighbours(of.all, reach, dated)) == near(neighbours(of.all))


@given(
    st.lists(st.lists(st.integers(0, 8), max_size=6), min_size=1, max_size=14),
    st.integers(0, 5),
    st.integers(0, 3),
)
def test_arrays_and_kernels_find_the_same_neighbours_and_products(stories, window, undated):
    terms = [sorted(set(story)) for story in stories]
    ends = np.cumsum([0, *map(len, terms)])
    values = (1 + np.arange(ends[-1]) % 7).astype(np.float32) / 9
    values[::5] = 0
    columns = np.array([term for story in terms for term in story], np.int32)
    of = csr_array((values, columns, ends), shape=(len(terms), 9))
    n = len(terms)
    reach = np.minimum(np.arange(n) + 1 + window, n)
    pairs = np.array([[a, b] for a in range(n) for b in range(n)])
    found = []
    for kernels in ("numpy", *LEVELS):
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("DEDUP_KERNELS", kernels)
            near = neighbours(of, reach, n - undated) if undated else neighbours(of)
            found.append((near.tolist(), dot(of, pairs).tolist()))
    assert all(some == found[0] for some in found)


def test_empty_stories_share_nothing():
    empty = profile("")
    assert event_score(empty, empty) < 0.1


@given(st.lists(st.text(alphabet="abc 1月", max_size=60), min_size=2, max_size=6))
def test_cosines_lie_between_0_and_1(texts):
    of = rows(stack([profile(text, lang="en") for text in texts]))
    pairs = np.array([[a, b] for a in range(len(texts)) for b in range(len(texts))])
    found = cosine(of, pairs)
    assert ((found >= 0) & (found <= 1)).all()
    assert np.isfinite(evidence(of, pairs)).all()


@pytest.mark.parametrize("level", LEVELS)
def test_compiled_and_array_products_give_the_same_bits(level, monkeypatch):
    of = rows(stack([profile(text, lang="en") for text in (FERRY_A, FERRY_B, FERRY_TWIN, "")]))
    pairs = np.array([[a, b] for a in range(4) for b in range(4)])
    monkeypatch.setenv("DEDUP_KERNELS", "numpy")
    plain = evidence(of, pairs)
    monkeypatch.setenv("DEDUP_KERNELS", level)
    assert np.array_equal(evidence(of, pairs), plain)


def test_neighbours_are_the_pairs_that_agree():
    texts = [FERRY_A, "Shares of two chip makers rose in Frankfurt.", FERRY_B, "Rain is expected in Oslo."]
    of = rows(stack([profile(text, lang="en") for text in texts]))
    assert neighbours(of.all).tolist() == [[0, 2]]


def test_neighbours_find_nearly_all_pairs_of_high_cosine():
    rng = np.random.default_rng(7)
    vocabulary = [f"word{n}" for n in range(3000)]
    topics = [rng.choice(vocabulary, 40, replace=False) for _ in range(40)]
    texts = [
        " ".join([*rng.choice(topic, 60), *rng.choice(vocabulary, 30)]) for topic in topics for _ in range(5)
    ]
    of = rows(stack([profile(text, lang="en") for text in texts]))
    every = np.argwhere(np.triu(np.ones((len(texts), len(texts))), 1))
    alike = {tuple(pair) for pair in every[cosine(of, every) >= 0.3].tolist()}
    found = {tuple(pair) for pair in neighbours(of.all).tolist()}
    assert len(alike) > 100
    assert len(alike & found) >= 0.95 * len(alike)
    assert len(found) < 0.2 * len(every)


HINDI = (
    "नई दिल्ली में आज सरकार ने नए कानून का ऐलान किया और मंत्री ने कहा कि इससे किसानों को लाभ "
    "होगा। विपक्ष ने इसका विरोध किया।",
    "मुंबई में भारी बारिश से सड़कों पर पानी भर गया और कई ट्रेनें रद्द की गईं। मौसम विभाग ने कहा कि कल भी बारिश होगी।",
    "भारी बारिश के बाद मुंबई की सड़कों पर पानी भर गया। कई ट्रेनें रद्द हैं, और मौसम विभाग को कल भी बारिश की आशंका है।",
)


def test_common_words_of_a_language_without_a_background_are_no_event():
    law, rain, retold = (profile(text) for text in HINDI)
    assert event_score(law, rain) < 0.2
    assert event_score(rain, retold) > 0.5


LONG = "The council meets on Friday to vote on the plan, and most members are for it. "


def test_a_form_is_filled_with_the_names_of_its_headline():
    of = told(
        ("Ann Roe dies", LONG + "Ann Roe."), ("Bob Poe dies", LONG + "Bob Poe."), ("Ann Roe dead", LONG)
    )
    cover = np.array([0.7, 0.7])
    assert exchanged(of, np.array([[0, 1], [0, 2]]), cover).tolist() == [True, False]
    assert not exchanged(of, np.array([[0, 1]]), cover[:1] / 10).any()


def test_two_flashes_that_name_other_places_are_two_events():
    of = told(("", "A quake was felt in Porto"), ("", "A quake was felt in Genoa"))
    assert not exchanged(of, np.array([[0, 1]]), np.zeros(1)).any()  # no headline, no names
    lines = ["A quake was felt in Porto", "A quake was felt in Genoa", "Quake felt all over Porto"]
    of = rows(stack([profile(line, None, "en", line) for line in lines]))
    assert exchanged(of, np.array([[0, 1], [0, 2]]), np.zeros(2)).tolist() == [True, False]


SURE = Belief(np.ones(6), np.zeros(6))
TWO_DAYS = np.array([[0, 1], [0, 2], [1, 2], [3, 4], [3, 5], [4, 5]])  # three reports each


def test_what_has_nearer_partners_on_either_side_is_less_likely():
    across = np.array([[0, 3]])
    known = np.concatenate([TWO_DAYS, across]), np.array([0.97] * 6 + [0.6])
    [apart] = confirmed(known, across, np.array([0.6]), SURE)
    [alone] = confirmed((across, np.array([0.6])), across, np.array([0.6]), SURE)
    assert apart < 0.2 < 0.6 < alone


def test_a_common_partner_takes_that_back():
    across, between = np.array([[0, 3]]), np.array([[0, 4]])  # 4 is near to 0 and to 3
    known = np.concatenate([TWO_DAYS, across, between]), np.array([0.97] * 6 + [0.6, 0.95])
    [found] = confirmed(known, across, np.array([0.6]), SURE)
    assert found > 0.75


def test_in_a_run_that_is_not_believed_nothing_is_gained():
    pair = np.array([[0, 1]])
    doubted = Belief(np.full(2, LEAST_BELIEF), np.zeros(2))
    assert confirmed((pair, np.array([0.6])), pair, np.array([0.6]), doubted)[0] == pytest.approx(0.6)


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 6), st.integers(0, 6)).filter(lambda pair: pair[0] < pair[1]),
        st.integers(-4, 5).map(lambda odds: odds / 2),
        min_size=1,
    )
)
def test_partners_are_those_of_a_plain_search(odds):
    """The twin looks at every third story."""

    def of(x, y):
        return odds.get((min(x, y), max(x, y)), -np.inf)

    pairs, own = np.array(list(odds)), np.array(list(odds.values()))
    nearer, common = partners(7, pairs, own, pairs, own)
    for (a, b), mine, near, both in zip(pairs.tolist(), own, nearer, common, strict=True):
        best = [max(of(x, y) for y in range(7) if y != x) for x in (a, b)]
        through = max(min(of(a, x), of(x, b)) for x in range(7) if x not in (a, b))
        assert near == min(best)
        assert both == max(mine, through)
