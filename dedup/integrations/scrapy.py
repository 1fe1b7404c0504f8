"""A Scrapy item pipeline: every item gets its verdict, and is dropped where that is wanted.

    ITEM_PIPELINES = {"dedup.integrations.scrapy.DedupPipeline": 300}
    DEDUP_INDEX = "news.db"                      # or postgresql://…
    DEDUP_WINDOW = "14d"
    DEDUP_DROP = ["duplicate"]                   # verdicts that drop an item; by default none is dropped
    DEDUP_FIELDS = {"text": "body", "id": "url"} # where a part of a story stands, if not under its usual name

An item is annotated under "dedup" (a field that an `Item` class must declare; dicts, dataclasses and attrs
classes likewise) with the record that `dedup add` prints. The index is used as items come, a transaction
each.
"""

from typing import Any

from dedup.errors import MissingExtraError, RecordError, SettingsError
from dedup.index import open as open_index
from dedup.readers import stories
from dedup.report.records import verdict_record
from dedup.types import VERDICTS

FIELD = "dedup"
"""Where the verdict goes."""


class DedupPipeline:
    """See the module.

    Parameters
    ----------
    url, window
        As `dedup.open` takes them.
    drop
        Verdicts that drop an item.
    fields
        Part of a story -> name of the item's field.
    """

    def __init__(
        self,
        url: str,
        window: str | None = None,
        drop: tuple[str, ...] = (),
        fields: dict[str, str] | None = None,
    ) -> None:
        self._url = url
        self._window = window
        self._drop = frozenset(drop)
        self._fields = fields or {}
        self._index: Any = None

    @classmethod
    def from_crawler(cls, crawler: Any) -> "DedupPipeline":
        """Reads the settings of a crawler.

        Raises
        ------
        SettingsError
            DEDUP_INDEX is not set, or DEDUP_DROP names what is no verdict.
        """
        settings = crawler.settings
        if not settings.get("DEDUP_INDEX"):
            raise SettingsError("DEDUP_INDEX is not set: name the index, as in DEDUP_INDEX = 'news.db'")
        drop = tuple(settings.getlist("DEDUP_DROP"))
        if unknown := set(drop).difference(VERDICTS):
            raise SettingsError(f"DEDUP_DROP has {min(unknown)!r}; verdicts are {', '.join(VERDICTS)}")
        return cls(
            settings.get("DEDUP_INDEX"),
            settings.get("DEDUP_WINDOW"),
            drop,
            settings.getdict("DEDUP_FIELDS"),
        )

    def open_spider(self, spider: Any = None) -> None:
        """Opens the index, and forgets what left the window."""
        self._index = open_index(self._url, window=self._window)
        self._index.expire()

    def close_spider(self, spider: Any = None) -> None:
        """Closes the index."""
        self._index.close()

    def process_item(self, item: Any, spider: Any = None) -> Any:
        """Adds an item to the index and annotates it. Items without a text pass as they are.

        Raises
        ------
        scrapy.exceptions.DropItem
            Its verdict is one of those that drop it.
        """
        try:
            from itemadapter import ItemAdapter
            from scrapy.exceptions import DropItem
        except ImportError as problem:
            raise MissingExtraError("the Scrapy pipeline", "scrapy") from problem
        adapter = ItemAdapter(item)
        try:
            [story] = stories([adapter.asdict()], fields=self._fields, strict=True)
        except RecordError:
            return item
        [verdict] = self._index.add([story])
        if verdict.kind in self._drop and verdict.stored:
            raise DropItem(f"{verdict.kind} of {verdict.matched}: {verdict.id}")
        adapter[FIELD] = verdict_record(verdict)
        return item
