"""How alike sentences are: TF-IDF over characters, weighted by how rare each n-gram is in news at large.

Rows are character 3- to 5-grams of words, weighted by the IDF of the background table (unknown n-grams
weigh most: fresh names are the evidence) and scaled to length 1, so that a product of two rows is their
cosine. On 123 hand-made links of real revisions this score found F1 .972; SequenceMatcher found .941 and
stemmed words .951.

Products of all sentences with all sentences grow quadratically through n-grams that most sentences hold. In
long stories those are left out while candidates are looked for (they weigh next to nothing), and come back
in the scores.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.preprocessing import normalize

from dedup.text.background import background, hashes, ngrams

COMMON = 48
"""Sentences of one story that may hold an n-gram before it is left out of the search for candidates;
stories of up to this many sentences are compared in full."""

CANDIDATES = 6
"""Partners that are scored in full for a sentence of a long story."""


@lru_cache(maxsize=50_000)
def _grams(word: str) -> NDArray[np.uint32]:
    return hashes(ngrams(word))


def rows(texts: Sequence[str]) -> sparse.csr_matrix:
    """TF-IDF rows of texts: float64, shape (n, n-grams of these texts), each of length 1 or empty."""
    found = [[_grams(word) for word in text.split()] for text in texts]
    parts = [grams for words in found for grams in words]
    if not parts:
        return sparse.csr_matrix((len(texts), 1))
    grams, columns = np.unique(np.concatenate(parts), return_inverse=True)
    ends = np.cumsum([0, *(sum(len(grams) for grams in words) for words in found)])
    counts = sparse.csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(texts), max(len(grams), 1)))
    counts.sum_duplicates()
    counts.data = 1 + np.log(counts.data)
    counts.data *= background().ngram_idf_hashed(grams)[counts.indices]
    return normalize(counts, copy=False)


def similarities(a: sparse.csr_matrix, b: sparse.csr_matrix) -> sparse.csr_matrix:
    """Cosines of the rows of `a` with those of `b`: float64, shape (len(a), len(b)); long stories: the best
    ones only."""
    if max(a.shape[0], b.shape[0]) <= COMMON:
        return sparse.csr_matrix(a @ b.T)
    often = np.maximum(np.asarray((a != 0).sum(axis=0)).ravel(), np.asarray((b != 0).sum(axis=0)).ravel())
    kept = np.flatnonzero(often <= COMMON)
    rough = sparse.csr_matrix(a[:, kept] @ b[:, kept].T)
    first, second = _best(rough)
    back, forth = _best(sparse.csr_matrix(rough.T))
    pairs = np.unique(np.stack([np.concatenate([first, forth]), np.concatenate([second, back])]), axis=1)
    scores = np.asarray(a[pairs[0]].multiply(b[pairs[1]]).sum(axis=1)).ravel()
    return sparse.csr_matrix((scores, (pairs[0], pairs[1])), shape=rough.shape)


def _best(rough: sparse.csr_matrix) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The `CANDIDATES` highest columns of every row, as (rows, columns)."""
    row = np.repeat(np.arange(rough.shape[0]), np.diff(rough.indptr))
    order = np.lexsort((rough.indices, -rough.data, row))
    rank = np.arange(len(order)) - rough.indptr[row[order]]
    chosen = order[rank < CANDIDATES]
    return row[chosen].astype(np.int64), rough.indices[chosen].astype(np.int64)
