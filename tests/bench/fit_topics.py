"""Make the topic vectors of the splitter (dedup/splitter/topics.json) from English news texts.

    python tests/bench/fit_topics.py FILE... --without FOLDER --out dedup/splitter/topics.json

Each FILE is *.jsonl or *.jsonl.gz with "text" and where known "title". Texts that share the beginning of a
paragraph with a story of FOLDER (the sets that tests/bench/fit_splitter.py fits and measures on) are left
out, so that no set is measured with vectors that have seen its stories. The vectors are the right singular
vectors of the TF-IDF rows (latent semantic analysis) but the first, which only tells how common a term is.
"""

import argparse
import gzip
import json
import random
from collections import Counter
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

from dedup.text.normalise import words
from dedup.text.terms import terms_of_words

TEXTS, SHORTEST, LONGEST = 16_000, 200, 2_500  # texts of each file, and their characters
TERMS, DIMENSIONS = 6_000, 40
RAREST, COMMONEST = 12, 0.25  # texts that have the term, and share of them
BEGINNING = 12
SCALE, LARGEST = 64, 63


def read_texts(path):
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf8") as lines:
        for record in map(json.loads, filter(str.strip, lines)):
            yield (record.get("title") or "") + "\n\n" + (record.get("text") or "")


def beginnings(text):
    """The first words of every paragraph that has as many."""
    for block in text.split("\n\n"):
        own = words(block[:400])[:BEGINNING]
        if len(own) == BEGINNING:
            yield " ".join(own)


def sampled(path, known):
    texts = [text for text in read_texts(path) if len(text) >= SHORTEST]
    random.Random(path.name).shuffle(texts)
    kept = (text[:LONGEST] for text in texts if known.isdisjoint(beginnings(text)))
    return [terms_of_words(words(text), "en") for _, text in zip(range(TEXTS), kept, strict=False)]


def fitted(texts):
    """The terms and their vectors as integers."""
    frequency = Counter(term for text in texts for term in set(text))
    usual = [
        term
        for term, count in sorted(frequency.items(), key=lambda item: (-item[1], item[0]))
        if RAREST <= count < COMMONEST * len(texts) and len(term) > 1 and not term.isdigit()
    ][:TERMS]
    number = {term: place for place, term in enumerate(usual)}
    idf = np.log(len(texts) / np.array([frequency[term] for term in usual]))
    cells = [
        (i, number[term], (1 + np.log(count)) * idf[number[term]])
        for i, text in enumerate(texts)
        for term, count in Counter(text).items()
        if term in number
    ]
    row, column, value = (np.array(part) for part in zip(*cells, strict=True))
    matrix = normalize(csr_matrix((value, (row, column)), (len(texts), len(usual))))
    _, strength, directions = randomized_svd(matrix, DIMENSIONS + 1, n_iter=4, random_state=0)
    rows = directions[1:].T * np.sqrt(strength[1:])
    return usual, np.clip(np.rint(normalize(rows - rows.mean(axis=0)) * SCALE), -LARGEST, LARGEST).astype(int)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--without", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    measured_on = [p for p in sorted(arguments.without.glob("*.jsonl*")) if ".pairs." not in p.name]
    known = {begins for path in measured_on for text in read_texts(path) for begins in beginnings(text)}
    texts = [text for path in arguments.files for text in sampled(path, known)]
    usual, vectors = fitted(texts)
    lines = [
        f"  {json.dumps(term)}: {json.dumps(row.tolist(), separators=(',', ':'))}"
        for term, row in sorted(zip(usual, vectors, strict=True), key=lambda pair: pair[0])
    ]
    arguments.out.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf8")
    print(f"{len(texts)} texts, {len(usual)} terms, {vectors.shape[1]} dimensions")


if __name__ == "__main__":
    main()
