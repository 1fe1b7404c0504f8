"""The JSON of news tools, with its quirks."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from dedup.errors import RecordError
from dedup.readers import read
from dedup.types import Story


def take(tmp_path: Path, document: object, name: str = "a.json") -> tuple[list[Story], list[str]]:
    data = document if isinstance(document, bytes) else orjson.dumps(document)
    (tmp_path / name).write_bytes(data)
    problems: list[RecordError] = []
    return list(read(tmp_path / name, on_problem=problems.append)), [error.problem for error in problems]


def test_fundus(tmp_path: Path) -> None:
    article = {
        "title": "Dam fails",
        "body": {
            "summary": ["Eleven missing."],
            "sections": [
                {"headline": [], "paragraphs": ["One.", "Two."]},
                {"headline": ["The search"], "paragraphs": ["Three."]},
            ],
        },
        "publishing_date": "2026-03-05 07:10:00+04:00",
        "authors": ["N. Roe"],
        "topics": [],
        "free_access": True,
    }
    [story, other], problems = take(tmp_path, {"CourierUK": [article, {"title": None}], "Wire": [article]})
    assert story.text == "Eleven missing.\n\nOne.\n\nTwo.\n\nThe search\n\nThree."
    assert (story.source, other.source) == ("CourierUK", "Wire")
    assert story.published == datetime(2026, 3, 5, 3, 10, tzinfo=UTC)
    assert len(problems) == 1


def test_news_please(tmp_path: Path) -> None:
    record = {
        "authors": [],
        "date_download": "2026-03-05 09:00:00",
        "date_modify": "None",
        "date_publish": "None",
        "description": "A teaser.",
        "filename": "https%3A%2F%2Fcourier.example%2Fdam.json",
        "image_url": None,
        "language": "en",
        "localpath": None,
        "maintext": "A dam failed.",
        "source_domain": "courier.example",
        "text": None,
        "title": "Dam fails",
        "url": "https://courier.example/dam",
    }
    [story], _ = take(tmp_path, record)
    assert (story.text, story.title, story.lang) == ("A dam failed.", "Dam fails", "en")
    assert (story.source, story.published) == ("courier.example", None)
    [story], _ = take(tmp_path, record | {"date_publish": "2026-03-05 07:10:00", "maintext": None})
    assert story.published == datetime(2026, 3, 5, 7, 10, tzinfo=UTC)
    assert story.text == "A teaser."


def test_newspaper4k(tmp_path: Path) -> None:
    record = {
        "url": "https://courier.example/dam",
        "language": "en",
        "title": "Dam fails",
        "text": "One.\n\nTwo.",
        "authors": ["N. Roe"],
        "publish_date": "2026-03-05T07:10:00",
        "summary": "",
        "meta_lang": "en",
        "meta_site_name": "Lakeside Courier",
        "canonical_link": "https://courier.example/dam",
    }
    [story], _ = take(tmp_path, orjson.dumps(record, option=orjson.OPT_INDENT_2))
    assert (story.text, story.source, story.url) == ("One.\n\nTwo.", "Lakeside Courier", record["url"])


def test_trafilatura(tmp_path: Path) -> None:
    record = {
        "title": "Dam fails",
        "author": "N. Roe",
        "hostname": "courier.example",
        "date": "2026-03-05",
        "fingerprint": "b8f4c7e2d1a09f63",
        "id": None,
        "raw_text": "One. Two.",
        "source": "https://courier.example/dam",
        "source-hostname": "Lakeside Courier",
        "excerpt": "Eleven missing.",
        "categories": "News;Region",
        "text": "One.\nTwo.",
    }
    [story], _ = take(tmp_path, record)
    assert (story.source, story.url) == ("Lakeside Courier", "https://courier.example/dam")
    assert (story.text, story.published) == ("One.\nTwo.", datetime(2026, 3, 5, tzinfo=UTC))


def test_media_cloud(tmp_path: Path) -> None:
    record = {
        "original_url": "https://courier.example/dam?x",
        "url": "https://courier.example/dam",
        "normalized_url": "http://courier.example/dam",
        "canonical_domain": "courier.example",
        "publication_date": "2026-03-05",
        "language": "en",
        "article_title": "Dam fails",
        "normalized_article_title": "dam fails",
        "text_content": "A dam failed.",
    }
    [plain], _ = take(tmp_path, record)
    assert (plain.title, plain.text, plain.source) == ("Dam fails", "A dam failed.", "courier.example")
    hits = {
        "took": 3,
        "hits": {"total": {"value": 1}, "hits": [{"_index": "mc", "_id": "ab", "_source": record}]},
    }
    [hit], _ = take(tmp_path, hits)
    assert (hit.id, hit.text, hit.url) == ("ab", "A dam failed.", "https://courier.example/dam")
    dump = orjson.dumps({"_index": "mc", "_type": "_doc", "_id": "ab", "_source": record})
    [dumped], _ = take(tmp_path, dump + b"\n", "dump.jsonl")
    assert (dumped.id, dumped.title) == ("ab", "Dam fails")


def test_taranis(tmp_path: Path) -> None:
    items: list[Any] = [
        {
            "id": "n1",
            "title": "Dam fails",
            "content": "A dam failed.",
            "review": "",
            "link": "https://a.example/1",
            "source": "Courier",
            "published": "2026-03-05T07:10:00+00:00",
            "language": "en",
            "hash": "x",
        },
        {"id": "n2", "title": "Dam", "content": "", "review": "A review.", "osint_source_id": "s1"},
        {"id": "n3"},
        5,
    ]
    story = {"id": "s", "title": "Dam fails", "tags": {"dam": {}}, "news_items": items}
    for document in ([story], story, {"items": [story]}):
        [first, second], problems = take(tmp_path, document)
        assert (first.id, first.text, first.source, first.url) == (
            "n1",
            "A dam failed.",
            "Courier",
            "https://a.example/1",
        )
        assert (second.id, second.text) == ("n2", "A review.")
        assert first.extra["taranis_story"] == "s"
        assert first.place.endswith("[0]")
        assert len(problems) == 1


def test_dolma_and_datatrove(tmp_path: Path) -> None:
    dolma = {
        "id": "d1",
        "text": "One.",
        "source": "news",
        "added": "2026-04-01T00:00:00Z",
        "created": "2026-03-05T07:10:00Z",
        "metadata": {"url": "https://a.example/1"},
    }
    datatrove = {
        "text": "Two.",
        "id": "x/000_00000/0",
        "media": [],
        "metadata": {"url": "https://a.example/2", "date": "2026-03-05T07:10:00Z", "language": "en"},
    }
    [first, second], problems = take(tmp_path, [dolma, datatrove])
    assert problems == []
    assert (first.id, first.source, first.url) == ("d1", "news", "https://a.example/1")
    assert (second.id, second.url, second.lang) == ("x/000_00000/0", "https://a.example/2", "en")
    assert first.published == second.published == datetime(2026, 3, 5, 7, 10, tzinfo=UTC)
    assert second.extra["media"] == []


SCRAPY = [
    {"url": "https://a.example/1", "title": ["Dam fails"], "body": ["One.", "Two."], "date": ["2026-03-05"]},
    {"url": "https://a.example/2", "title": ["Fares"], "body": ["Fares rise."], "date": []},
]


def test_scrapy(tmp_path: Path) -> None:
    [first, second], _ = take(tmp_path, SCRAPY)
    assert (first.title, first.text) == ("Dam fails", "One.\n\nTwo.")
    assert first.published == datetime(2026, 3, 5, tzinfo=UTC)
    assert second.published is None


def test_scrapy_that_was_stopped_or_ran_twice(tmp_path: Path) -> None:
    lines = [orjson.dumps(record) for record in SCRAPY]
    other = orjson.dumps({"body": "Other."})
    stopped = b"[\n" + lines[0] + b",\n" + lines[1][:40]
    twice = b"[\n" + lines[0] + b",\n" + lines[1] + b"\n][\n" + other + b"\n]"
    broken = b"[\n" + lines[0] + b",\n{bad},\n7,\n" + other + b"\n]"
    assert [len(found) for found in take(tmp_path, stopped)] == [1, 1]
    assert [len(found) for found in take(tmp_path, twice)] == [3, 0]
    stories, problems = take(tmp_path, broken)
    assert [story.text for story in stories] == ["One.\n\nTwo.", "Other."]
    assert problems[1] == "not an object but a number"


NINJS_1 = {
    "uri": "tag:meridian.example,2026:KX3",
    "type": "text",
    "version": "2",
    "versioncreated": "2026-03-05T09:12:44Z",
    "firstcreated": "2026-03-05T07:01:00Z",
    "pubstatus": "usable",
    "language": "en",
    "headline": "Dam fails above Kessary",
    "slugline": "DAM",
    "byline": "By N. Roe",
    "infosource": [{"name": "Meridian Press Agency", "rel": "x"}],
    "body_xhtml": "<div><p>One &amp; two.</p><p>Three.</p></div>",
}
NINJS_2 = {
    "uri": "tag:meridian.example,2026:KX3",
    "type": "text",
    "version": "2",
    "versioncreated": "2026-03-05T09:12:44Z",
    "language": "en",
    "headlines": [{"role": "short", "value": "Dam"}, {"role": "main", "value": "Dam fails above Kessary"}],
    "bodies": [
        {"role": "teaser", "contenttype": "text/plain", "value": "One."},
        {"role": "main", "contenttype": "text/html", "value": "<p>One &amp; two.</p><p>Three.</p>"},
    ],
    "infosources": [{"name": "Meridian Press Agency"}],
}


@pytest.mark.parametrize(
    "item", [NINJS_1, NINJS_2, NINJS_2 | {"standard": {"name": "ninjs", "version": "3.0"}}], ids="123"
)
def test_ninjs(tmp_path: Path, item: dict[str, Any]) -> None:
    [story], problems = take(tmp_path, item)
    assert problems == []
    assert story.id == "tag:meridian.example,2026:KX3:2"
    assert (story.title, story.text) == ("Dam fails above Kessary", "One & two.\n\nThree.")
    assert (story.source, story.lang) == ("Meridian Press Agency", "en")
    assert story.published == datetime(2026, 3, 5, 9, 12, 44, tzinfo=UTC)
    assert story.extra["guid"] == "tag:meridian.example,2026:KX3"
    assert story.extra["version"] == "2"


def test_ninjs_with_a_picture_and_a_bare_item_in_the_middle(tmp_path: Path) -> None:
    bare = {"uri": "u:1", "headline": None, "body_text": "Text.", "infosource": None, "version": 0}
    items = [
        NINJS_1,
        {"uri": "p", "type": "picture", "headline": "A dam"},
        bare,
        NINJS_2 | {"version": "3", "bodies": None},
    ]
    stories, problems = take(tmp_path, items)
    assert [story.id.rpartition(":")[2] for story in stories] == ["2", "1", "3"]
    assert problems == ["a picture, not a text"]
    assert stories[2].text == ""


def test_who_maps_the_text_knows_the_record(tmp_path: Path) -> None:
    record = {"uri": "u", "headline": "H", "body_html": "<p>One.</p>", "plain": "Two."}
    [story] = read(record, fields={"text": "plain"})
    assert (story.id, story.text, story.title) == ("u", "Two.", "H")


@pytest.mark.parametrize("depth", [3, 500])
def test_wrappings_in_wrappings_end(depth: int) -> None:
    record: dict[str, Any] = {"_id": "x", "text": "One."}
    for _ in range(depth):
        record = {"_id": "x", "_source": record}
    problems: list[RecordError] = []
    assert list(read(record, on_problem=problems.append)) == []
    assert len(problems) == 1


def test_ninjs_of_superdesk_has_no_address(tmp_path: Path) -> None:
    item = {
        "guid": "urn:desk:1",
        "type": "text",
        "headline": "Dam fails",
        "body_html": "<p>One &amp; two.</p><p>Three.</p>",
        "versioncreated": "2026-03-05T09:12:44+0000",
        "source": "Meridian",
    }
    [story], _ = take(tmp_path, {"_items": [item], "_meta": {"total": 1}})
    assert (story.id, story.title, story.text) == ("urn:desk:1", "Dam fails", "One & two.\n\nThree.")
    assert (story.source, story.published) == ("Meridian", datetime(2026, 3, 5, 9, 12, 44, tzinfo=UTC))


def test_ninjs_3_writes_names_with_capitals(tmp_path: Path) -> None:
    item = {
        "uri": "u:1",
        "headlines": [{"role": "main", "value": "Dam fails &amp; floods"}],
        "bodies": [{"role": "main", "contentType": "text/html", "value": "<p>One.</p><p>Two.</p>"}],
        "infoSources": [{"name": "Meridian"}],
        "contentCreated": "2026-03-05T09:00:00Z",
    }
    [story], _ = take(tmp_path, item)
    assert (story.title, story.text, story.source) == ("Dam fails & floods", "One.\n\nTwo.", "Meridian")
    assert story.published == datetime(2026, 3, 5, 9, tzinfo=UTC)


@pytest.mark.parametrize("kind", [["text"], {"name": "picture"}, None, 3, True])
def test_the_type_of_a_ninjs_item_may_be_anything(tmp_path: Path, kind: object) -> None:
    [story], problems = take(tmp_path, {"uri": "u:1", "type": kind, "headline": "H", "body_text": "One."})
    assert (story.text, problems) == ("One.", [])


def test_an_entry_of_miniflux(tmp_path: Path) -> None:
    entry = {
        "id": 888,
        "title": "Dam fails",
        "published_at": "2026-03-05T10:00:00Z",
        "content": "<p>One.</p><p>Two.</p>",
        "feed": {"id": 42, "title": "Lakeside Courier"},
    }
    [story], _ = take(tmp_path, {"total": 1, "entries": [entry]})
    assert (story.id, story.text, story.source) == ("888", "One.\n\nTwo.", "Lakeside Courier")


def test_the_reader_interface_of_freshrss(tmp_path: Path) -> None:
    item = {
        "id": "tag:reader,2005:item/1",
        "published": 1772690828,
        "title": "Dam fails",
        "summary": {"content": "<p>One.</p><p>Two.</p>"},
        "origin": {"streamId": "feed/1", "title": "Lakeside Courier"},
    }
    [story], _ = take(tmp_path, {"id": "user/-/state", "updated": 1772690900, "items": [item]})
    assert (story.text, story.source) == ("One.\n\nTwo.", "Lakeside Courier")
    assert story.published == datetime(2026, 3, 5, 6, 7, 8, tzinfo=UTC)


def test_newspapers_that_wrap_their_fields(tmp_path: Path) -> None:
    one = {
        "id": "world/dam",
        "webTitle": "Dam fails",
        "webPublicationDate": "2026-03-05T06:07:08Z",
        "webUrl": "https://courier.example/dam",
        "fields": {"bodyText": "A dam failed.", "wordcount": "3"},
    }
    two = {
        "_id": "nyt://1",
        "headline": {"main": "Dam fails", "kicker": None},
        "abstract": "In short.",
        "lead_paragraph": "A dam failed.",
        "pub_date": "2026-03-05T06:07:08+0000",
        "web_url": "https://courier.example/dam",
    }
    for document in ({"response": {"status": "ok", "results": [one]}}, {"response": {"docs": [two]}}):
        [story], problems = take(tmp_path, document)
        assert (story.title, story.text, story.url) == (
            "Dam fails",
            "A dam failed.",
            "https://courier.example/dam",
        )
        assert story.published == datetime(2026, 3, 5, 6, 7, 8, tzinfo=UTC)
        assert problems == []
