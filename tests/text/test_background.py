"""The background table: what is common, what is rare, what is a name."""

import numpy as np
import pytest

from dedup.errors import InputError
from dedup.text.background import BUNCH, Background, background, build, hashes, load, ngrams

COMMON, RARE = "the ministers met", "the zeppelin rose over the harbour"


@pytest.fixture(scope="module")
def table() -> Background:
    return build([COMMON] * 60 + [RARE] * 20 + ["nur ein Wort"], ["en"] * 80 + ["de"])


def test_a_common_term_has_a_low_idf_and_a_rare_one_a_high_idf(table):
    the, minister, zeppelin = table.term_idf(["the", "minist", "zeppelin"])
    assert the < minister < zeppelin < table.maximum


def test_what_the_table_lacks_gets_the_maximum(table):
    assert table.term_idf(["unheard"]).tolist() == [table.maximum]
    assert table.ngram_idf_hashed(hashes([" unh"])).tolist() == [table.maximum]


def test_a_bunch_of_texts_does_not_make_a_term_common():
    few = build([COMMON] * 60 + ["tanf"] * BUNCH, ["en"] * (60 + BUNCH))
    assert few.term_idf(["tanf"]).tolist() == [few.maximum]


def test_a_function_word_of_a_small_language_is_common():
    mixed = build(["the minister met"] * 500 + ["der Minister"] * 50, ["en"] * 500 + ["de"] * 50)
    assert mixed.term_idf(["der"])[0] < 1


def test_frequencies_by_hash_and_by_term_agree(table):
    terms = ["the", "zeppelin", "unheard"]
    assert np.array_equal(table.term_idf(terms), table.term_idf_hashed(hashes(terms)))


def test_lower_case_shares_tell_names():
    stated = build(["We saw Paris and paris, then the river and the river."] * 3, ["en"] * 3)
    river, paris = stated.lower_ratio(["River", "Paris"])
    assert river == 1
    assert 0.4 < paris < 0.6
    assert np.isnan(stated.lower_ratio(["Atlantis"])[0])


def test_a_table_is_read_as_it_was_written(table, tmp_path):
    table.save(tmp_path / "table.npz")
    again = load(tmp_path / "table.npz")
    for name in ("terms", "term_steps", "ngrams", "ngram_steps", "words", "lower"):
        assert np.array_equal(getattr(again, name), getattr(table, name))
    assert (dict(again.texts), again.maximum) == ({"en": 80, "de": 1}, table.maximum)


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_table_is_refused_by_name(tmp_path, content):
    path = tmp_path / "other.npz"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"other\.npz"):
        load(path)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(InputError, match=r"none\.npz"):
        load(tmp_path / "none.npz")


def test_no_texts_make_an_empty_table(tmp_path):
    empty = build([])
    empty.save(tmp_path / "empty.npz")
    assert load(tmp_path / "empty.npz").term_idf(["word"]).tolist() == [empty.maximum]


def test_order_of_texts_does_not_matter():
    texts = [COMMON] * 20 + [RARE] * 15
    one, other = build(texts), build(texts[::-1])
    assert np.array_equal(one.terms, other.terms)
    assert np.array_equal(one.term_steps, other.term_steps)


def test_ngrams_keep_to_words():
    assert ngrams("It is.") == [" it", "it ", " it ", " is", "is ", " is "]


def test_the_shipped_table_knows_news():
    shipped = background()
    the, said, rebel, unheard = shipped.term_idf(["the", "said", "rebel", "qwxzv"])
    assert the < said < rebel < unheard == shipped.maximum
    assert shipped.lower_ratio(["monday"])[0] < 0.1 < 0.9 < shipped.lower_ratio(["Yesterday"])[0]
    assert shipped.term_idf(["der", "que", "в"]).max() < 1
    assert background() is shipped


def test_the_shipped_table_is_small():
    from dedup.text.background import SHIPPED

    assert SHIPPED.stat().st_size < 5_000_000
