"""The public functions, each as a call on one text."""

import json
import tempfile
from collections.abc import Callable
from pathlib import Path

from adversarial import edited

import dedup
from dedup import Story
from dedup.report.comparison_text import comparison_text
from dedup.report.pages import comparison_page

OTHER = "A court in Graz sentenced two former bank managers to four years in prison on Tuesday, it said."


def _stories(text: str) -> list[Story]:
    return [Story("a", text), Story("b", edited(text)), Story("c", OTHER)]


def _read(suffix: str, content: Callable[[str], str]) -> Callable[[str], object]:
    def read(text: str) -> object:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, f"story{suffix}")
            path.write_text(content(text), "utf-8")
            return list(dedup.read(path))

    return read


def _added(text: str) -> object:
    with tempfile.TemporaryDirectory() as folder, dedup.open(Path(folder, "index.db")) as index:
        return index.add(_stories(text)), index.check([Story("d", text)])


def _shown(text: str) -> object:
    found = dedup.compare(text, edited(text))
    return comparison_text(found, everything=True), comparison_page(found)


FUNCTIONS: dict[str, Callable[[str], object]] = {
    "sign": lambda text: dedup.sign([text]),
    "shingle_hashes": dedup.shingle_hashes,
    "cluster": lambda text: dedup.cluster(_stories(text)),
    "compare": lambda text: dedup.compare(text, edited(text)),
    "compare everything": lambda text: dedup.compare(text, OTHER + text[::-1], everything=True),
    "pages": _shown,
    "explain": lambda text: dedup.explain(text, edited(text)),
    "split": dedup.split,
    "history": lambda text: dedup.history(_stories(text)),
    "clean": lambda text: dedup.clean(_stories(text)),
    "shared_passages": lambda text: dedup.shared_passages(_stories(text)),
    "overlap": lambda text: dedup.overlap([text], [edited(text)]),
    "add": _added,
    "read text": _read(".txt", str),
    "read html": _read(".html", lambda text: f"<html><body><article><p>{text}</p></article></body></html>"),
    "read json": _read(".jsonl", lambda text: json.dumps({"id": "a", "body_html": f"<p>{text}"})),
    "read csv": _read(".csv", lambda text: f"id,text\n1,{text}\n2,short\n"),
    "read xml": _read(
        ".xml", lambda text: f"<nitf><body><body.content><p>{text}</p></body.content></body></nitf>"
    ),
}
