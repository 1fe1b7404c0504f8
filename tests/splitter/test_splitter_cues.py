"""The weights were fitted on these cues: one that changes without a new fit is a fault.

`cues.json` holds the mean and the spread of every cue over the gaps of `corpora/split`, and how each file is
cut. After a new fit (tests/bench/fit_splitter.py), `python tests/splitter/test_splitter_cues.py` writes it
again.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from dedup import split
from dedup.splitter.features import cues
from dedup.splitter.form import form
from dedup.splitter.model import weights
from dedup.text.sentences import paragraphs
from dedup.text.terms import SAMPLE, language

HELD = Path(__file__).with_name("cues.json")
CORPUS = Path(__file__).parents[2] / "corpora" / "split" / "files.jsonl"
FILES = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]


def measured() -> dict[str, dict[str, list[object]]]:
    fitted = weights()
    rows: list[np.ndarray] = []
    names: tuple[str, ...] = ()
    for file in FILES:
        blocks = paragraphs(file["text"])
        lang = language(" ".join(block[:SAMPLE] for block in blocks[:8]))
        own, names = cues([form(block, lang) for block in blocks], fitted.openings, fitted.closings)
        rows.append(own)
    values = np.concatenate(rows)
    return {
        "cues": {
            name: [round(float(column.mean()), 6), round(float(column.std()), 6)]
            for name, column in zip(names, values.T, strict=True)
        },
        "cuts": {
            file["id"]: [found.kind, [piece.first for piece in found][1:]]
            for file in FILES
            for found in [split(file["text"])]
        },
    }


def test_no_cue_has_changed_since_the_weights_were_fitted() -> None:
    held, found = json.loads(HELD.read_text(encoding="utf-8"))["cues"], measured()["cues"]
    assert list(found) == list(held)
    for name, values in found.items():
        assert values == pytest.approx(held[name], abs=2e-6), name


def test_every_file_of_the_corpus_is_cut_as_before() -> None:
    held, found = json.loads(HELD.read_text(encoding="utf-8"))["cuts"], measured()["cuts"]
    assert {name: cut for name, cut in found.items() if cut != held[name]} == {}


if __name__ == "__main__":
    written = {
        part: ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in own.items())
        for part, own in measured().items()
    }
    HELD.write_text(
        "{\n" + ",\n".join(f' "{part}": {{\n{own}\n }}' for part, own in written.items()) + "\n}\n",
        encoding="utf-8",
    )
