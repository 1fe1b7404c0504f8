"""Which sentences of two stories say the same thing, by how alike they are.

Every sentence of both stories is linked to its best partner on the other side, and the links of both sides
are united: sentences that were split, merged or moved fall out of this, where a monotone alignment loses
all that moved (F1 .856 against .972 on 123 hand-made links of real revisions) and a one-to-one assignment all
splits and merges. Equal sentences are linked first, in their order.

Rows are character 3- to 5-grams of words, weighted by the IDF of the background table (unknown n-grams
weigh most: fresh names are the evidence) and scaled to length 1, so that a product of two rows is their
cosine. On the same links SequenceMatcher found F1 .941 and stemmed words .951. Products of all sentences with
all sentences grow quadratically through n-grams that most sentences hold: in long stories those are left out
while candidates are looked for, and come back in the scores. Tables of up to `COMMON` rows are multiplied by
numpy alone: `import scipy.sparse` takes longer than the comparison of two stories.

Two reporters of one event share few words, but write of the same country by its name, its people, its capital
or its government, and use different verbs for one act. A *concept* is such a set of words, or the stem of a
word that is in none. The sets (`Lexicon.countries`, `Lexicon.synonyms`) are common knowledge; they serve to
find passages that belong together, never to call two wordings equal.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dedup.comparison.lexicon import Lexicon
from dedup.comparison.tokens import TITLE, Sentence, Token
from dedup.text.background import background, hashes, ngrams
from dedup.text.terms import terms

COMMON = 48
"""Sentences of one story that may hold an n-gram before it is left out of the search for candidates;
stories of up to this many sentences are compared in full."""

CANDIDATES = 6
"""Partners that are scored in full for a sentence of a long story."""

UNKNOWN = "und"
"""Tag of a language that is not known (BCP 47): its words are their own stems."""


@dataclass(frozen=True, slots=True)
class Rows:
    """A sparse table by rows: row `k` holds `data[ends[k]:ends[k + 1]]` (float64) in the columns
    `columns[ends[k]:ends[k + 1]]` (int64, rising, each once)."""

    ends: NDArray[np.int64]
    columns: NDArray[np.int64]
    data: NDArray[np.float64]
    width: int

    def __len__(self) -> int:
        return len(self.ends) - 1

    @property
    def row(self) -> NDArray[np.int64]:
        """Row of every value."""
        return np.repeat(np.arange(len(self)), np.diff(self.ends))

    def __getitem__(self, rows: slice) -> "Rows":
        first, stop, _ = rows.indices(len(self))
        low, high = self.ends[first], self.ends[stop]
        return Rows(
            self.ends[first : stop + 1] - low, self.columns[low:high], self.data[low:high], self.width
        )


def counted(columns: NDArray[np.int64], sizes: Sequence[int], width: int) -> Rows:
    """How often (1 + natural logarithm) each column stands in each row.

    Parameters
    ----------
    columns
        Columns of all rows, one row after the other, in any order, with repetitions.
    sizes
        Number of them in each row.
    width
        Number of columns.
    """
    rows = np.repeat(np.arange(len(sizes)), sizes)
    cells, often = np.unique(rows * width + columns, return_counts=True)
    ends = np.searchsorted(cells, np.arange(len(sizes) + 1) * width)
    return Rows(ends, cells % width, 1 + np.log(often), width)


def weighted(table: Rows, weights: NDArray[np.float64]) -> Rows:
    """The table with every column multiplied by its weight and every row scaled to length 1; empty rows stay
    empty."""
    data = table.data * weights[table.columns]
    length = np.sqrt(np.bincount(table.row, weights=data**2, minlength=len(table)))
    data /= np.where(length > 0, length, 1.0)[table.row]
    return Rows(table.ends, table.columns, data, table.width)


@lru_cache(maxsize=50_000)
def _grams(word: str) -> NDArray[np.uint32]:
    return hashes(ngrams(word))


def rows(texts: Sequence[str]) -> Rows:
    """TF-IDF rows of texts, by the n-grams of these texts, each of length 1 or empty."""
    found = [[_grams(word) for word in text.split()] for text in texts]
    parts = [grams for words in found for grams in words]
    if not parts:
        return Rows(np.zeros(len(texts) + 1, np.int64), np.zeros(0, np.int64), np.zeros(0), 1)
    grams, columns = np.unique(np.concatenate(parts), return_inverse=True)
    sizes = [sum(len(grams) for grams in words) for words in found]
    table = counted(columns, sizes, max(len(grams), 1))
    return weighted(table, np.asarray(background().ngram_idf_hashed(grams), np.float64))


def similarities(a: Rows, b: Rows) -> dict[tuple[int, int], float]:
    """Cosines of rows of `a` with rows of `b` (by their numbers) that share a column; long stories: the best
    only."""
    if max(len(a), len(b)) > COMMON:
        return _long_similarities(a, b)
    product, shared = _product(a, b)
    first, second = np.nonzero(shared)
    return dict(zip(zip(first.tolist(), second.tolist(), strict=True), product[shared].tolist(), strict=True))


def _product(a: Rows, b: Rows) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Product of a table with another one turned, and where they share a column; shape (len(a), len(b))."""
    order = np.argsort(b.columns, kind="stable")
    starts = np.searchsorted(b.columns[order], np.arange(b.width + 1))
    often = np.diff(starts)[a.columns]
    behind = np.arange(often.sum()) - np.repeat(np.cumsum(often) - often, often)
    there = order[np.repeat(starts[a.columns], often) + behind]
    cells = np.repeat(a.row * len(b), often) + b.row[there]
    values = np.repeat(a.data, often) * b.data[there]
    shape = len(a), len(b)
    size = len(a) * len(b)
    product = np.bincount(cells, weights=values, minlength=size).astype(np.float64)
    return product.reshape(shape), (np.bincount(cells, minlength=size) > 0).reshape(shape)


def _long_similarities(a: Rows, b: Rows) -> dict[tuple[int, int], float]:
    """The `CANDIDATES` best cosines of every row with the other table."""
    from scipy import sparse

    x, y = (sparse.csr_matrix((t.data, t.columns, t.ends), shape=(len(t), t.width)) for t in (a, b))
    often = np.maximum(*(np.asarray((t != 0).sum(axis=0)).ravel() for t in (x, y)))
    kept = np.flatnonzero(often <= COMMON)
    rough = sparse.csr_matrix(x[:, kept] @ y[:, kept].T)
    turned = sparse.csr_matrix(rough.T)
    first, second = _best(rough.indptr, rough.indices, rough.data)
    back, forth = _best(turned.indptr, turned.indices, turned.data)
    pairs = np.unique(np.stack([np.concatenate([first, forth]), np.concatenate([second, back])]), axis=1)
    scores = np.asarray(x[pairs[0]].multiply(y[pairs[1]]).sum(axis=1)).ravel()
    found = zip(pairs[0].tolist(), pairs[1].tolist(), strict=True)
    return dict(zip(found, scores.tolist(), strict=True))


def _best(
    ends: NDArray[np.int32], columns: NDArray[np.int32], data: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The `CANDIDATES` highest columns of every row, as (rows, columns)."""
    row = np.repeat(np.arange(len(ends) - 1), np.diff(ends))
    order = np.lexsort((columns, -data, row))
    rank = np.arange(len(order)) - ends[row[order]]
    chosen = order[rank < CANDIDATES]
    return row[chosen].astype(np.int64), columns[chosen].astype(np.int64)


REVISED = 0.45
"""Least share of words and word pairs (Dice) by which one sentence is a version of the other. Chosen on one
half of 229 real revisions whose links another matcher gave (F1 .918; .909 with .5), .927 on the other half;
TF-IDF alone, which forgets word order and lets one rare name speak for a sentence, finds .90."""

RETOLD = 0.04
"""Least cosine of concepts that links sentences of stories in different words; with `SECOND_SHARE` paragraph
links of three invented pairs of reports reach a mean F1 of .78 (character TF-IDF .50)."""

SECOND_SHARE = 0.9
"""Share of a sentence's best cosine that a second partner needs."""

RETOLD_BESIDE = 0.35
"""The same when the stories share sentences: then what is not shared has to show more."""

VERBATIM = 0.75
"""Score from which a sentence counts as kept: real revisions keep .17 to 1.0 of their words in such
sentences (the smaller side), independent reports of one event a median of 0 and .09 at the ninth decile."""

REVISION_SHARE = 0.15
"""Share of words in kept sentences, on the smaller side, from which a pair is a revision."""

VERSION_SHARE = 0.18
"""Share of words in sentences that are versions of one another, on the smaller side, from which a pair is a
revision although little was kept: above 95 of 100 pairs of independent reports."""

EXCERPT = 0.9
"""Share of one story's words in kept sentences from which it is a version of the other, however long that
is."""

UNQUOTED = 0.7
"""Part of these shares that the words outside quotation marks must reach: of 229 revisions the lowest had
.73, of four pairs of reports that quote one statement at length the highest .67."""

OWN_WORDS = 0.25
"""Share of words outside quotation marks under which a story is one quotation, and all its words count."""

NEARER = 0.1
"""What a full story's distance between two sentences takes off their score while partners are chosen."""

MUCH_BETTER = 0.2
"""A second link is dropped when the partner has one that is better by this."""

BETWEEN = 0.25
"""Least share of words and word pairs of a lone sentence and the one in its place, neighbours being
linked."""

ALONE = 0.4
"""The same where nothing else links their paragraphs."""

SIMILAR = 0.12
"""Cosine below which two sentences are not asked for the words they share."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Sentences `a` and `b` (numbers within their stories) that say the same thing, with their score (0 to
    1).

    `mutual`: each is the best partner of the other.
    """

    a: int
    b: int
    score: float
    mutual: bool


def equal_pairs(a: Sequence[Sentence], b: Sequence[Sentence]) -> dict[tuple[int, int], float]:
    """Sentences with the same tokens, the first with the first, the second with the second; score 1."""
    where: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for j, sentence in enumerate(b):
        where[tuple(t.key for t in sentence.tokens)].append(j)
    seen: dict[tuple[str, ...], int] = defaultdict(int)
    found = {}
    for i, sentence in enumerate(a):
        words = tuple(t.key for t in sentence.tokens)
        if seen[words] < len(where.get(words, ())):
            found[i, where[words][seen[words]]] = 1.0
            seen[words] += 1
    return found


def cosines(a: Sequence[Sentence], b: Sequence[Sentence]) -> dict[tuple[int, int], float]:
    """TF-IDF cosine (0 to 1) of all pairs of sentences that share something; exact ones are 1."""
    if not a or not b:
        return {}
    texts = [s.text for s in a] + [s.text for s in b]
    table = rows(texts)
    found = {
        pair: min(score, 0.999) for pair, score in similarities(table[: len(a)], table[len(a) :]).items()
    }
    return found | equal_pairs(a, b)


def shared_words(
    a: Sequence[Sentence], b: Sequence[Sentence], cosines: dict[tuple[int, int], float]
) -> dict[tuple[int, int], float]:
    """Dice coefficient (0 to 1) of the words and neighbouring word pairs of similar sentences; equal ones
    are 1."""
    bags_a = [_bag(s) for s in a]
    bags_b = [_bag(s) for s in b]
    found = {}
    for (i, j), cosine in cosines.items():
        if cosine == 1.0:
            found[i, j] = 1.0
        elif dateline(a[i]) and dateline(b[j]):
            found[i, j] = max(cosine, REVISED)
        elif cosine >= SIMILAR:
            found[i, j] = _dice(bags_a[i], bags_b[j])
    return found


def dateline(sentence: Sentence) -> bool:
    """Whether a sentence is the dateline of its paragraph."""
    return sentence.start == 0 and sentence.text[-1] in "-–—"


def _dice(x: Counter[object], y: Counter[object]) -> float:
    return min(2 * (x & y).total() / (x.total() + y.total()), 0.999)


def _bag(sentence: Sentence) -> Counter[object]:
    keys = [t.key for t in sentence.tokens]
    return Counter([*keys, *pairwise(keys)])


def pairs(scored: dict[tuple[int, int], float], lengths: tuple[int, int], least: float) -> list[Pair]:
    """Best partners of both sides united, from `least` on; weak second links are left out.

    Parameters
    ----------
    scored
        Score of pairs of sentence numbers.
    lengths
        Number of sentences of both stories.
    least
        Least score of a link.
    """
    best_a: dict[int, tuple[float, int]] = {}
    best_b: dict[int, tuple[float, int]] = {}
    for (i, j), score in sorted(scored.items()):
        if score < least:
            continue
        near = score - NEARER * abs((i + 0.5) / lengths[0] - (j + 0.5) / lengths[1])
        if i not in best_a or near > best_a[i][0]:
            best_a[i] = (near, j)
        if j not in best_b or near > best_b[j][0]:
            best_b[j] = (near, i)
    united = {(i, j) for i, (_, j) in best_a.items()} | {(i, j) for j, (_, i) in best_b.items()}
    found = []
    for i, j in sorted(united):
        score = scored[i, j]
        mutual = best_a[i][1] == j and best_b[j][1] == i
        other = max(scored[i, best_a[i][1]], scored[best_b[j][1], j])
        if mutual or other - score <= MUCH_BETTER:
            found.append(Pair(i, j, score, mutual))
    return found


def between(
    a: Sequence[Sentence], b: Sequence[Sentence], linked: Sequence[Pair], scored: dict[tuple[int, int], float]
) -> list[Pair]:
    """The links given, and links of lone sentences that stand between linked neighbours and share some
    words."""
    to_b = {pair.a: pair.b for pair in linked if pair.mutual}
    linked_a = {pair.a for pair in linked}
    done = {pair.b for pair in linked}
    home = {(a[pair.a].paragraph, b[pair.b].paragraph) for pair in linked}
    found = []
    for i in range(len(a)):
        if i in linked_a:
            continue
        after = to_b.get(i - 1, -1) + 1 if i else 0
        before = to_b.get(i + 1, len(b)) - 1 if i + 1 < len(a) else len(b) - 1
        for j in (after, before):
            if not 0 <= j < len(b) or j in done:
                continue
            least = BETWEEN if (a[i].paragraph, b[j].paragraph) in home else ALONE
            score = scored[i, j] if (i, j) in scored else _dice(_bag(a[i]), _bag(b[j]))
            if score >= least and (a[i].paragraph == TITLE) == (b[j].paragraph == TITLE):
                found.append(Pair(i, j, score, True))
                done.add(j)
                break
    return sorted([*linked, *found], key=lambda pair: (pair.a, pair.b))


def loosely(
    linked: Sequence[Pair], alike: dict[tuple[int, int], float], tops: Sequence[tuple[int, int]]
) -> list[Pair]:
    """Links of stories in different words: those given, and for all other sentences the best partner by
    concepts.

    `tops` (sentence numbers) are linked whatever their words: headlines and leads of two stories report the
    same event by the rules of news writing.
    """
    done = ({pair.a for pair in linked}, {pair.b for pair in linked})
    least = RETOLD_BESIDE if linked else RETOLD
    rest = {
        (i, j): score
        for (i, j), score in sorted(alike.items())
        if score >= least and i not in done[0] and j not in done[1]
    }
    best_a: dict[int, float] = defaultdict(float)
    best_b: dict[int, float] = defaultdict(float)
    for (i, j), score in rest.items():
        best_a[i] = max(best_a[i], score)
        best_b[j] = max(best_b[j], score)
    chosen = {(i, j) for (i, j), score in rest.items() if score >= SECOND_SHARE * min(best_a[i], best_b[j])}
    chosen |= {(i, j) for i, j in tops if i not in done[0] and j not in done[1]}
    found = []
    for i, j in sorted(chosen):
        mutual = rest.get((i, j), 0.0) == best_a[i] == best_b[j] > 0
        found.append(Pair(i, j, round(alike.get((i, j), 0.0), 4), mutual))
    return sorted([*linked, *found], key=lambda pair: (pair.a, pair.b))


def share(sentences: Sequence[Sentence], chosen: set[int]) -> float:
    """Share of the words of a story that stand in the chosen sentences."""
    total = sum(len(s.tokens) for s in sentences)
    return sum(len(sentences[i].tokens) for i in chosen) / total if total else 0.0


def own_share(sentences: Sequence[Sentence], chosen: set[int]) -> float:
    """The same share of the words that the reporter did not quote; of all, where nearly all are quoted."""
    sizes = [sum(not t.quoted for t in s.tokens) for s in sentences]
    if sum(sizes) < OWN_WORDS * sum(len(s.tokens) for s in sentences):
        return share(sentences, chosen)
    return sum(sizes[i] for i in chosen) / max(1, sum(sizes))


def revises(
    a: Sequence[Sentence], b: Sequence[Sentence], verbatim: Sequence[Pair], linked: Sequence[Pair]
) -> bool:
    """Whether one story revises the other, by the shares of both in kept sentences and in versions of
    sentences.

    Two reporters quote one speech in the same words: what is not quoted must be a version too.
    """
    kept, versions = ((share(a, {p.a for p in ps}), share(b, {p.b for p in ps})) for ps in (verbatim, linked))
    if max(kept) >= EXCERPT:
        return True
    if min(kept) < REVISION_SHARE and min(versions) < VERSION_SHARE:
        return False
    kept, versions = (
        (own_share(a, {p.a for p in ps}), own_share(b, {p.b for p in ps})) for ps in (verbatim, linked)
    )
    return min(kept) >= UNQUOTED * REVISION_SHARE or min(versions) >= UNQUOTED * VERSION_SHARE


@cache
def _sets(lexicon: Lexicon) -> dict[str, str]:
    """The concept of every word that is in a set: its number and a sign that no word has."""
    found: dict[str, str] = {}
    for number, words in enumerate((*lexicon.countries, *lexicon.synonyms)):
        for word in sorted(words):
            found.setdefault(word, f"{number}#")
    return found


def concepts(tokens: Sequence[Token], lexicon: Lexicon) -> list[str]:
    """The concepts of some tokens, in order; function words are left in (they weigh nothing)."""
    sets = _sets(lexicon)
    return [sets.get(t.key) or stem(t.key, lexicon) for t in tokens]


def is_set(concept: str) -> bool:
    """Whether a concept is a set of words."""
    return concept.endswith("#")


@lru_cache(maxsize=100_000)
def stem(key: str, lexicon: Lexicon) -> str:
    """The stem of a word."""
    return (terms(key, lexicon.code or UNKNOWN) or [key])[0]


@cache
def _members(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    members: dict[str, list[str]] = {}
    for word, concept in _sets(lexicon).items():
        members.setdefault(concept, []).append(stem(word, lexicon))
    return {concept: tuple(words) for concept, words in members.items()}


@lru_cache(maxsize=100_000)
def rarity(concept: str, lexicon: Lexicon) -> float:
    """IDF of a concept in news at large (natural logarithm); a set is as frequent as its words together."""
    idf = background().term_idf(_members(lexicon).get(concept, (concept,)))
    return float(max(0.0, -np.log(np.exp(-idf).sum())))


def similarity(
    a: Sequence[Sentence], b: Sequence[Sentence], lexicon: Lexicon
) -> dict[tuple[int, int], float]:
    """Cosine (0 to 1) of sentences of two stories by their concepts, those that many sentences share
    weighing less.

    What both stories speak of in every sentence tells none of their sentences from the others, so the
    background IDF is multiplied by the IDF within the two stories; a sentence that stands twice counts
    once.
    """
    if not a or not b:
        return {}
    numbers: dict[str, int] = {}
    bags = [concepts(s.tokens, lexicon) for s in [*a, *b]]
    columns = np.array([numbers.setdefault(c, len(numbers)) for bag in bags for c in bag], np.int64)
    counts = counted(columns, [len(bag) for bag in bags], max(len(numbers), 1))
    distinct = sorted({tuple(sorted(bag)): k for k, bag in enumerate(bags)}.values())
    once = np.isin(counts.row, distinct)
    often = np.bincount(counts.columns[once], minlength=counts.width)
    local = np.log((1 + len(distinct)) / np.maximum(often, 1)) / np.log(1 + len(distinct))
    idf = np.array([rarity(c, lexicon) for c in numbers]) if numbers else np.zeros(1)
    table = weighted(counts, idf * local)
    return similarities(table[: len(a)], table[len(a) :])
