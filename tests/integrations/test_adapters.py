"""Frameworks that move stories: Scrapy, consumers, asyncio."""

import asyncio
import pickle
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import dedup
from dedup.integrations.consumer import Deduplicator

STORM = (
    "Storm Ada tore roofs off houses along the coast near Lisbon late on Monday, killing 3 people and "
    "cutting power to 40,000 homes, officials said."
)


def test_a_consumer_gives_verdicts_and_can_be_pickled(tmp_path: Path) -> None:
    deduplicate = Deduplicator(str(tmp_path / "news.db"), window="14d")
    [first] = deduplicate([{"id": "a", "text": STORM}])
    copy = pickle.loads(pickle.dumps(deduplicate))
    [second] = copy([{"id": "b", "text": STORM}])
    assert (first.kind, second.kind, second.matched) == ("new", "duplicate", "a")
    deduplicate.close()
    copy.close()
    [again] = deduplicate([{"id": "b", "text": STORM}])
    assert not again.stored
    deduplicate.close()


FORKED = """
import os, sys
from dedup.integrations.consumer import Deduplicator

deduplicate = Deduplicator("news.db")
deduplicate([{"id": "a", "text": sys.argv[1]}])
child = os.fork()
[verdict] = deduplicate([{"id": "b" if child else "c", "text": sys.argv[1]}])
print(verdict.kind, verdict.matched)
deduplicate.close()
if child:
    assert os.waitpid(child, 0)[1] == 0
"""


def test_a_consumer_goes_on_in_a_forked_process(tmp_path: Path) -> None:
    command = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORKED, STORM]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, "")
    assert sorted(line.split()[0] for line in done.stdout.splitlines()) == ["duplicate", "duplicate"]
    with dedup.open(tmp_path / "news.db") as index:
        assert index.count("abc") == 3
        assert index.verify() == []


def test_an_index_serves_asyncio_from_threads(tmp_path: Path) -> None:
    async def check_all(index: Any) -> list[str]:
        texts = [STORM, "Fares will rise in May, the council said.", STORM]
        found = await asyncio.gather(*(asyncio.to_thread(index.check, text) for text in texts))
        return [verdict.kind for verdict in found]

    with dedup.open(tmp_path / "news.db") as index:
        list(index.add([{"id": "a", "text": STORM}]))
        assert asyncio.run(check_all(index)) == ["duplicate", "new", "duplicate"]


class _Settings(dict[str, Any]):
    """What the pipeline asks of a crawler's settings."""

    def getlist(self, name: str) -> list[str]:
        return list(self.get(name, []))

    def getdict(self, name: str) -> dict[str, str]:
        return dict(self.get(name, {}))


def _pipeline(**settings: Any) -> Any:
    pytest.importorskip("scrapy", reason="Scrapy is not installed: pip install scrapy")
    from dedup.integrations.scrapy import DedupPipeline

    return DedupPipeline.from_crawler(SimpleNamespace(settings=_Settings(settings)))


def test_scrapy_items_are_annotated(tmp_path: Path) -> None:
    pipeline = _pipeline(DEDUP_INDEX=str(tmp_path / "news.db"), DEDUP_FIELDS={"text": "story"})
    pipeline.open_spider()
    first = pipeline.process_item({"id": "a", "story": STORM})
    second = pipeline.process_item({"id": "b", "story": STORM})
    without = pipeline.process_item({"id": "c"})
    pipeline.close_spider()
    assert first["dedup"]["verdict"] == "new"
    assert (second["dedup"]["verdict"], second["dedup"]["matched"]) == ("duplicate", "a")
    assert "dedup" not in without


def test_scrapy_items_are_dropped_where_that_is_wanted(tmp_path: Path) -> None:
    pipeline = _pipeline(DEDUP_INDEX=str(tmp_path / "news.db"), DEDUP_DROP=["duplicate"])
    from scrapy.exceptions import DropItem

    pipeline.open_spider()
    pipeline.process_item({"id": "a", "text": STORM})
    with pytest.raises(DropItem, match="duplicate of a"):
        pipeline.process_item({"id": "b", "text": STORM})
    pipeline.close_spider()


def test_scrapy_needs_to_know_the_index_and_what_a_verdict_is() -> None:
    with pytest.raises(dedup.DedupError, match="DEDUP_INDEX"):
        _pipeline()
    with pytest.raises(dedup.DedupError, match="DEDUP_DROP has 'duplicates'; verdicts are new, duplicate"):
        _pipeline(DEDUP_INDEX="news.db", DEDUP_DROP=["duplicates"])
