"""How common a term is in news at large: document frequencies that stand beside the program.

A few stories cannot tell a rare name from a common word; a table of document frequencies can. It holds, as
sorted 32-bit hashes with quantised values, the inverse document frequency (IDF) of terms
(`dedup.text.terms`) and of character n-grams, and how often a word is written in lower case inside a
sentence, which tells names from sentence openings. What the table lacks gets the *maximum* IDF: fresh names
are the evidence, and dropping unknown terms (as scikit-learn does) would throw it away.

A language counts on its own: the frequency of a term is the highest it reaches in any language of the
table, so that function words of a thinly covered language are as common as those of a richly covered one.
Few texts prove little, so a frequency counts as the lower end of its Wilson interval (one standard error),
and news comes in bunches: a handful of texts with a term may all report one event, and do not make the term
common.

The table that is shipped was counted over public English, Spanish, German, Chinese, Japanese, Italian,
Polish, Russian, Portuguese, Dutch and French news texts (`background().texts` tells how many of each);
terms met in few texts are left out, and no text can be restored from it. `build` makes another from any
texts.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray
from xxhash import xxh32_intdigest

from dedup.errors import InputError
from dedup.text.normalise import normalise
from dedup.text.terms import language, terms

STEP = 0.05
"""Quantum of an IDF (natural logarithm): 255 steps reach 12.75, a term in one of 340,000 texts."""

NGRAM_SIZES = (3, 4, 5)
"""Lengths of character n-grams: TF-IDF over them found .972 of hand-made sentence links, words .951."""

LEAST_TEXTS = 4
"""Terms and n-grams of fewer texts are left out: most of a table's size, and near the maximum IDF anyway."""

BUNCH = 10
"""So many texts with a term are taken off its count in a language of few texts. Without it the name of an
event that ten of 249 Portuguese texts report would count as common in Portuguese (event B-cubed .96
instead of .98)."""

FEW_TEXTS = 1000
"""From so many texts of a language on, ten more with a term matter little, and rare terms differ from one
another."""

SHIPPED = Path(__file__).with_name("data") / "background.npz"

_FORMAT = 1
_TOKEN = re.compile(r"\w+")
_INSIDE = re.compile(r"(?<=[^\W\d_][ ]|[,;][ ])[^\W\d_]+")

Hashes = NDArray[np.uint32]
Floats = NDArray[np.float64]


def hashes(strings: Sequence[str]) -> Hashes:
    """32-bit hashes of strings, by which a table knows them: uint32, shape (n,)."""
    return np.fromiter(
        (xxh32_intdigest(s.encode("utf-8", "replace")) for s in strings), np.uint32, len(strings)
    )


def ngrams(text: str) -> list[str]:
    """Character n-grams (3 to 5) of the normalised words of a text, each word with a space on both sides.

    A word that is too short for a size stands for itself once; scripts without spaces are cut at punctuation.

    Examples
    --------
    >>> ngrams("The 3")
    [' th', 'the', 'he ', ' the', 'the ', ' the ', ' 3 ']
    """
    found: list[str] = []
    for word in _TOKEN.findall(normalise(text)):
        found += _word_ngrams(word) if len(word) <= 30 else _cut(word)
    return found


def _cut(word: str) -> list[str]:
    padded = f" {word} "
    sizes = [size for size in NGRAM_SIZES if size <= len(padded)]
    return [padded[i : i + size] for size in sizes for i in range(len(padded) - size + 1)]


_word_ngrams = cache(_cut)


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """Inverse document frequencies of terms and n-grams, and lower-case shares of words.

    `terms`, `ngrams`, `words`: sorted hashes (uint32). `term_steps`, `ngram_steps`: IDF in steps of `STEP`
    (uint8). `lower`: share of lower-case occurrences inside sentences in 255ths (uint8). `texts`: how many
    texts of each language were counted.
    `maximum`: the IDF of what the table does not hold.
    """

    terms: Hashes
    term_steps: NDArray[np.uint8]
    ngrams: Hashes
    ngram_steps: NDArray[np.uint8]
    words: Hashes
    lower: NDArray[np.uint8]
    texts: Mapping[str, int]
    maximum: float

    def term_idf(self, stems: Sequence[str]) -> Floats:
        """IDF of terms: float64, shape (n,); the maximum where unknown."""
        return self.term_idf_hashed(hashes(stems))

    def term_idf_hashed(self, term_hashes: Hashes) -> Floats:
        """IDF of terms given by `hashes`: float64 of the same shape."""
        return _steps(self.terms, self.term_steps, term_hashes, STEP, self.maximum)

    def ngram_idf_hashed(self, gram_hashes: Hashes) -> Floats:
        """IDF of n-grams given by `hashes`: float64 of the same shape; the maximum where unknown."""
        return _steps(self.ngrams, self.ngram_steps, gram_hashes, STEP, self.maximum)

    def lower_ratio(self, spelled: Sequence[str]) -> Floats:
        """Share (0 to 1) of a word's occurrences inside sentences that are in lower case; NaN where unknown.

        Case of the given spelling does not matter. Near 0: a name.
        """
        return _steps(self.words, self.lower, hashes([s.casefold() for s in spelled]), 1 / 255, np.nan)

    def save(self, path: str | Path) -> None:
        """Write the table to a file."""
        with Path(path).open("wb") as file:
            self.write(file)

    def write(self, file: IO[bytes]) -> None:
        """Write the table as a compressed numpy archive without pickled objects."""
        langs = sorted(self.texts)
        np.savez_compressed(
            file,
            format=np.int64(_FORMAT),
            terms=self.terms,
            term_steps=self.term_steps,
            ngrams=self.ngrams,
            ngram_steps=self.ngram_steps,
            words=self.words,
            lower=self.lower,
            langs=np.array(langs, dtype="U8"),
            texts=np.array([self.texts[lang] for lang in langs], dtype=np.int64),
            maximum=np.float64(self.maximum),
        )


def _steps(keys: Hashes, values: NDArray[np.uint8], wanted: Hashes, step: float, otherwise: float) -> Floats:
    if not len(keys):
        return np.full(wanted.shape, otherwise)
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[at] == wanted, values[at] * step, otherwise)


def load(path: str | Path) -> Background:
    """Read a table that `save` wrote.

    Raises
    ------
    InputError
        The file is missing or is no background table of this format.
    """
    try:
        with Path(path).open("rb") as file, np.load(file, allow_pickle=False) as stored:
            if int(stored["format"]) != _FORMAT:
                raise InputError(f"{path}: background table of another version; build it again")
            counted = zip(stored["langs"].tolist(), stored["texts"].tolist(), strict=True)
            return Background(
                terms=stored["terms"].astype(np.uint32),
                term_steps=stored["term_steps"].astype(np.uint8),
                ngrams=stored["ngrams"].astype(np.uint32),
                ngram_steps=stored["ngram_steps"].astype(np.uint8),
                words=stored["words"].astype(np.uint32),
                lower=stored["lower"].astype(np.uint8),
                texts=dict(counted),
                maximum=float(stored["maximum"]),
            )
    except OSError as problem:
        raise InputError(f"{path}: {problem.strerror or problem}; name a background table") from problem
    except (ValueError, KeyError, EOFError, BadZipFile) as problem:
        raise InputError(f"{path}: not a background table; 'dedup background build' makes one") from problem


_chosen = [SHIPPED]


@cache
def background() -> Background:
    """The table in use, read once: the one that comes with the program, or the one given to `use`."""
    return load(_chosen[0])


def in_use() -> Path:
    """The file of the table in use."""
    return _chosen[0]


def use(path: str | Path | None) -> Background:
    """Make a table of one's own the one in use in this process; None: the shipped one again.

    Scores and thresholds were measured with the shipped table; one's own suits other languages and subjects.

    Raises
    ------
    InputError
        The file is missing or is no background table; the table in use stays.
    """
    table = load(path or SHIPPED)
    _chosen[0] = Path(path or SHIPPED)
    background.cache_clear()
    return table


def build(texts: Iterable[str], langs: Iterable[str | None] | None = None) -> Background:
    """Count a background table over any texts.

    Parameters
    ----------
    texts
        Titles and bodies; paragraphs are separated by line ends. One text counts once for each of its terms.
    langs
        Language tag of each text; guessed where None.

    Returns
    -------
    Background
        Holding the terms (less a `BUNCH`) and the n-grams of `LEAST_TEXTS` texts and more.
    """
    counted: dict[str, int] = {}
    term_sets: dict[str, list[Hashes]] = {}
    gram_sets: dict[str, list[Hashes]] = {}
    cases: dict[str, list[int]] = {}
    term_hash, gram_hash = _Hashed(), _Hashed()
    for text, given in _with_langs(texts, langs):
        lang = language(text, given)
        counted[lang] = counted.get(lang, 0) + 1
        term_sets.setdefault(lang, []).append(term_hash.of(set(terms(text, lang))))
        gram_sets.setdefault(lang, []).append(gram_hash.of(set(ngrams(text))))
        for word in _INSIDE.findall(text):
            cases.setdefault(word.casefold(), [0, 0])[not word[0].isupper()] += 1
    maximum = float(np.log(max(counted.values(), default=1) + 1))
    known_terms, term_steps = _frequencies(term_sets, counted, BUNCH, maximum)
    known_grams, gram_steps = _frequencies(gram_sets, counted, 0, maximum)
    cased = sorted((xxh32_intdigest(word.encode()), upper, lower) for word, (upper, lower) in cases.items())
    cased = [entry for entry in cased if entry[1] + entry[2] >= 3]
    return Background(
        terms=known_terms,
        term_steps=term_steps,
        ngrams=known_grams,
        ngram_steps=gram_steps,
        words=np.array([entry[0] for entry in cased], dtype=np.uint32),
        lower=np.array([round(255 * low / (up + low)) for _, up, low in cased], dtype=np.uint8),
        texts=counted,
        maximum=maximum,
    )


class _Hashed(dict[str, int]):
    """Hash of every string met."""

    def __missing__(self, string: str) -> int:
        self[string] = found = xxh32_intdigest(string.encode("utf-8", "replace"))
        return found

    def of(self, strings: set[str]) -> Hashes:
        return np.fromiter(map(self.__getitem__, strings), np.uint32, len(strings))


def _with_langs(texts: Iterable[str], langs: Iterable[str | None] | None) -> Iterator[tuple[str, str | None]]:
    if langs is None:
        return ((text, None) for text in texts)
    return zip(texts, langs, strict=True)


def _frequencies(
    sets: Mapping[str, list[Hashes]], counted: Mapping[str, int], bunch: int, maximum: float
) -> tuple[Hashes, NDArray[np.uint8]]:
    """Sorted keys and the IDF of each: the lowest over all languages."""
    keys: list[Hashes] = []
    idfs: list[Floats] = []
    for lang in sorted(sets):
        found, df = np.unique(np.concatenate(sets[lang]), return_counts=True)
        df = df - bunch if counted[lang] < FEW_TEXTS else df
        known = df >= LEAST_TEXTS
        keys.append(found[known])
        idfs.append(-np.log(_at_least(df[known], counted[lang])))
    if not keys:
        return np.zeros(0, np.uint32), np.zeros(0, np.uint8)
    key, idf = np.concatenate(keys), np.concatenate(idfs)
    order = np.lexsort((idf, key))
    key, idf = key[order], idf[order]
    first = np.ones(len(key), dtype=bool)
    first[1:] = key[1:] != key[:-1]
    steps = np.clip(np.rint(np.minimum(idf[first], maximum) / STEP), 0, 255).astype(np.uint8)
    return key[first], steps


def _at_least(df: NDArray[np.int64], n: int) -> Floats:
    """Lower end of the Wilson interval (one standard error) of df / n."""
    share = df / n
    return (share + 0.5 / n - np.sqrt(share * (1 - share) / n + 0.25 / n**2)) / (1 + 1 / n)
