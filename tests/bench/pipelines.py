"""What `peers.py` runs, each in a process of its own: a library's way from a JSON lines file to clusters.

    python tests/bench/pipelines.py cluster rensa corpus.jsonl out.jsonl
    python tests/bench/pipelines.py sign rensa corpus.jsonl            # processor microseconds a story

All get the same: words (`\\w+`, lower case) in runs of five, 128 slots, 32 bands of 4 rows, pairs kept at an
estimated Jaccard of .5, components. gaoya and Daft cut words themselves, in Rust. Daft gives signatures and
no clusters. text-dedup is its own command (`text_dedup.minhash`), which verifies no pair; here its clusters
are read.
"""

import argparse
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import orjson

SLOTS, BANDS, ROWS = 128, 32, 4
SAME = 0.5
SIGNED = 5_000
"""Stories whose signatures are timed, the second time that they are made."""
WORD = re.compile(r"\w+")
Pairs = Iterable[tuple[int, int]]


class Peer(NamedTuple):
    """`sign` makes the signatures of texts; `pairs` gives the rows of texts that are taken for the same."""

    sign: Callable[[Sequence[str]], Any]
    pairs: Callable[[Sequence[str]], Pairs] | None


def shingles(text: str) -> list[str]:
    """Runs of five words, joined."""
    words = WORD.findall(text.lower())
    if len(words) < 5:
        return [" ".join(words)]
    return [" ".join(run) for run in zip(words, words[1:], words[2:], words[3:], words[4:], strict=False)]


def components(count: int, pairs: Pairs) -> list[int]:
    """For every row the least row that it hangs together with."""
    above = list(range(count))

    def root(row: int) -> int:
        while above[row] != row:
            above[row] = row = above[above[row]]
        return row

    for a, b in pairs:
        a, b = root(a), root(b)
        above[max(a, b)] = min(a, b)
    return [root(row) for row in range(count)]


def datasketch(xxh3: bool) -> Peer:
    from datasketch import MinHash, MinHashLSH
    from xxhash import xxh3_64_intdigest

    def hashed(shingle: bytes) -> int:
        return int(xxh3_64_intdigest(shingle)) & 0xFFFFFFFF

    options = {"hashfunc": hashed} if xxh3 else {}

    def sign(texts: Sequence[str]) -> list[Any]:
        sets = ([shingle.encode() for shingle in shingles(text)] for text in texts)
        return list(MinHash.bulk(sets, num_perm=SLOTS, **options))

    def pairs(texts: Sequence[str]) -> Pairs:
        signatures = sign(texts)
        index = MinHashLSH(num_perm=SLOTS, params=(BANDS, ROWS))
        with index.insertion_session() as session:
            for row, signature in enumerate(signatures):
                session.insert(row, signature, check_duplication=False)
        for row, signature in enumerate(signatures):
            for other in index.query(signature):
                if other > row and signature.jaccard(signatures[other]) >= SAME:
                    yield row, other

    return Peer(sign, pairs)


def rensa() -> Peer:
    from rensa import RMinHash, RMinHashLSH

    def sign(texts: Sequence[str]) -> list[Any]:
        signatures: list[Any] = []
        for at in range(0, len(texts), 50):
            sets = [shingles(text) for text in texts[at : at + 50]]
            signatures += RMinHash.from_token_sets(sets, num_perm=SLOTS, seed=1)
        return signatures

    def pairs(texts: Sequence[str]) -> Pairs:
        signatures = sign(texts)
        index = RMinHashLSH(threshold=SAME, num_perm=SLOTS, num_bands=BANDS)
        index.insert_pairs(list(enumerate(signatures)))
        for row, found in enumerate(index.query_all(signatures)):
            for other in found:
                if other > row and signatures[row].jaccard(signatures[other]) >= SAME:
                    yield row, other

    return Peer(sign, pairs)


def gaoya() -> Peer:
    from gaoya.minhash import MinHashStringIndex

    def index() -> Any:
        return MinHashStringIndex(32, SAME, BANDS, ROWS, None, "word", True, (5, 5), "vec")

    def pairs(texts: Sequence[str]) -> Pairs:
        filled, size = index(), 5_000
        for at in range(0, len(texts), size):
            part = texts[at : at + size]
            filled.par_bulk_insert_docs(list(range(at, at + len(part))), part)
        for at in range(0, len(texts), size):
            for row, found in enumerate(filled.par_bulk_query(texts[at : at + size]), at):
                yield from ((row, other) for other in found if other > row)

    return Peer(lambda texts: index().minhash_index.bulk_hash_docs(texts), pairs)


def daft() -> Peer:
    import daft as library
    from daft.functions import minhash, normalize

    def sign(texts: Sequence[str]) -> Any:
        frame = library.from_pydict({"text": list(texts)})
        plain = normalize(
            frame["text"], remove_punct=True, lowercase=True, nfd_unicode=True, white_space=True
        )
        hashes = minhash(plain, num_hashes=SLOTS, ngram_size=5, seed=1, hash_function="xxhash")
        return frame.select(hashes.alias("signature")).collect()

    return Peer(sign, None)


def dedup() -> Peer:
    import dedup as library

    return Peer(library.sign, None)


def read_only() -> Peer:
    return Peer(lambda texts: None, None)


PEERS: dict[str, Callable[[], Peer]] = {
    "dedup": dedup,
    "read": read_only,
    "Daft": daft,
    "gaoya": gaoya,
    "rensa": rensa,
    "datasketch+xxh3": lambda: datasketch(True),
    "datasketch": lambda: datasketch(False),
}


def read(path: Path) -> tuple[list[str], list[str]]:
    """Ids and texts of a JSON lines file."""
    ids, texts = [], []
    with path.open("rb") as lines:
        for line in lines:
            row = orjson.loads(line)
            ids.append(row["id"])
            texts.append(row["text"])
    return ids, texts


def write(ids: Sequence[str], first: Sequence[int], out: Path) -> None:
    """Write a row a story, as `dedup cluster` does."""
    with out.open("wb") as rows:
        for name, row in zip(ids, first, strict=True):
            rows.write(
                orjson.dumps({"id": name, "duplicate_cluster": ids[row]}, option=orjson.OPT_APPEND_NEWLINE)
            )


def cluster(name: str, corpus: Path, out: Path) -> None:
    """From a file to clusters; for a peer without clusters, to signatures."""
    peer = PEERS[name]()
    ids, texts = read(corpus)
    if peer.pairs:
        write(ids, components(len(texts), peer.pairs(texts)), out)
    else:
        peer.sign(texts)


def sign(name: str, corpus: Path) -> float:
    """Processor microseconds a story from texts in memory to signatures."""
    texts = read(corpus)[1][:SIGNED]
    peer = PEERS[name]()
    peer.sign(texts)
    start = time.process_time()
    peer.sign(texts)
    return (time.process_time() - start) / len(texts) * 1e6


def text_dedup_clusters(corpus: Path, found: Path, out: Path) -> None:
    """Clusters from the union-find that text-dedup left behind with `--debug --idx_column id`."""
    import pickle

    with found.open("rb") as stream:  # written a moment ago by the process before this one
        groups = pickle.load(stream)
    ids = read(corpus)[0]
    row = {name: number for number, name in enumerate(ids)}
    write(ids, [row[groups.find(name)] for name in ids], out)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=("cluster", "sign", "text-dedup-clusters"))
    parser.add_argument("peer")
    parser.add_argument("corpus", type=Path)
    parser.add_argument("out", type=Path, nargs="?")
    given = parser.parse_args()
    if given.what == "sign":
        sys.stdout.write(f"{sign(given.peer, given.corpus):.3f}\n")
    elif given.what == "cluster":
        cluster(given.peer, given.corpus, given.out)
    else:
        text_dedup_clusters(given.corpus, Path(given.peer), given.out)
    sys.stdout.flush()
    os._exit(0)  # taking a million objects down is nobody's work, and Daft may crash over it


if __name__ == "__main__":
    main()
