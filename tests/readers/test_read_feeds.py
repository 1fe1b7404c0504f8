"""RSS and Atom as they are found in the wild."""
# ruff: noqa: E501  (documents with lines as producers write them)

import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dedup.errors import MissingExtraError, RecordError
from dedup.readers import news_xml, read
from dedup.types import Story

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>Lake news</title><link>https://courier.example/</link><language>en-gb</language>
<item><title>Dam fails &amp; floods town</title><link>https://courier.example/dam</link>
 <guid isPermaLink="false">tag:courier,1</guid><pubDate>Thu, 05 Mar 2026 07:10:00 +0400</pubDate>
 <description>&lt;p&gt;A teaser.&lt;/p&gt;</description><dc:creator>N. Roe</dc:creator><category>floods</category>
 <content:encoded><![CDATA[<p>A dam failed on <b>Thursday</b>.</p><script>x()</script><p>Eleven are missing.</p>]]></content:encoded></item>
<item><title>Fares rise</title><link>https://courier.example/fares</link><pubDate>soon</pubDate>
 <description>Fares rise by 4 % in May.</description><source url="https://wire.example/feed">The Wire</source></item>
<item><link>https://courier.example/empty</link></item>
<item><title>Only a title</title><dc:date>2026-03-06</dc:date></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Seebote</title>
<entry><id>urn:uuid:1</id><title type="html">Damm &amp;lt;bricht&amp;gt;</title><updated>2026-03-05T08:00:00Z</updated>
<link href="https://seebote.example/1"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Eins.</p><p>Zwei.</p></div></content></entry>
<entry><id>urn:uuid:2</id><title>Klartext</title><published>2026-03-05T07:00:00Z</published>
<updated>2026-03-09T07:00:00Z</updated><content type="text">1 &lt; 2</content></entry></feed>"""

RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel rdf:about="x"><title>Old feed</title></channel><item rdf:about="https://a.example/1"><title>One</title>
<link>https://a.example/1</link><description>Text.</description></item></rdf:RDF>"""


def take(tmp_path: Path, data: str | bytes, name: str = "feed.xml") -> tuple[list[Story], list[str]]:
    (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    problems: list[RecordError] = []
    return list(read(tmp_path / name, on_problem=problems.append)), [error.problem for error in problems]


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed"])
def test_rss(tmp_path: Path, name: str) -> None:
    [full, teaser, title], problems = take(tmp_path, RSS, name)
    assert problems == ["no text: text is empty"]
    assert full.id == "tag:courier,1"
    assert full.title == "Dam fails & floods town"
    assert full.text == "A dam failed on Thursday.\n\nEleven are missing."
    assert full.published == datetime(2026, 3, 5, 3, 10, tzinfo=UTC)
    assert (full.source, full.lang, full.url) == ("Lake news", "en-gb", "https://courier.example/dam")
    assert full.extra == {"author": "N. Roe", "tags": ["floods"]}
    assert (teaser.source, teaser.published) == ("The Wire", None)
    assert (teaser.id, teaser.text) == ("https://courier.example/fares", "Fares rise by 4 % in May.")
    assert (title.title, title.text) == ("Only a title", "")


def test_atom(tmp_path: Path) -> None:
    [first, second], problems = take(tmp_path, ATOM)
    assert problems == []
    assert (first.id, first.title, first.text) == ("urn:uuid:1", "Damm <bricht>", "Eins.\n\nZwei.")
    assert (first.source, first.lang) == ("Seebote", "de")
    assert first.published == datetime(2026, 3, 5, 8, tzinfo=UTC)
    assert second.text == "1 < 2"
    assert second.published == datetime(2026, 3, 5, 7, tzinfo=UTC)


def test_rss_1(tmp_path: Path) -> None:
    [story], _ = take(tmp_path, RDF)
    assert (story.id, story.title, story.text, story.source) == (
        "https://a.example/1",
        "One",
        "Text.",
        "Old feed",
    )


def test_a_feed_that_breaks_off_or_is_broken_in_the_middle(tmp_path: Path) -> None:
    stories, problems = take(tmp_path, RSS[: RSS.index("<item><link>")])
    assert len(stories) == 2
    assert problems[0].startswith("a damaged feed, entries may be missing: ")
    stories, problems = take(
        tmp_path,
        RSS.replace("A teaser.", "A & < teaser").replace("Fares rise</title>", "Fares & rise</titl>"),
    )
    assert stories[0].id == "tag:courier,1"
    assert problems[0].startswith("a damaged feed")


def test_what_is_no_feed_is_named(tmp_path: Path) -> None:
    assert take(tmp_path, "nothing", "a.rss")[1][0].startswith("not a feed")
    assert take(tmp_path, "<rss><channel/></rss>")[1] == ["a feed without entries"]


def test_an_address_is_not_fetched(tmp_path: Path) -> None:
    stories, problems = take(tmp_path, b"http://127.0.0.1:9/feed", "a.rss")
    assert stories == []
    assert len(problems) == 1


def test_a_feed_has_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(news_xml, "LARGEST_FEED", 1 << 20)
    assert take(tmp_path, RSS + " " * (1 << 20))[1] == ["larger than 1 MB: too large for a feed"]


def test_without_feedparser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "feedparser", None)
    with pytest.raises(MissingExtraError, match="the extra feeds"):
        take(tmp_path, RSS)


ITEM = "<rss version='2.0'><channel><title>Lake</title><item><title>{title}</title><description>{body}</description><pubDate>{date}</pubDate></item></channel></rss>"


@pytest.mark.parametrize(
    ("date", "hour"),
    [
        ("Thu, 05 Mar 2026 07:10:00 CET", 6),
        ("Thu, 05 Mar 2026 07:10:00 GMT+0100 (CET)", 6),
        ("Thu, 05 Mar 2026 07:10:00 IST", None),
    ],
)
def test_zones_with_names_in_feeds(tmp_path: Path, date: str, hour: int | None) -> None:
    [story], _ = take(tmp_path, ITEM.format(title="Dam", body="One.", date=date))
    assert (story.published and story.published.astimezone(UTC).hour) == hour


def test_utf8_in_a_feed_that_says_it_is_latin(tmp_path: Path) -> None:
    head = "<?xml version='1.0' encoding='iso-8859-1'?>"
    [story], _ = take(tmp_path, head + ITEM.format(title="Brücke", body="Über die Grüne.", date=""))
    assert (story.title, story.text) == ("Brücke", "Über die Grüne.")


def test_what_was_escaped_twice(tmp_path: Path) -> None:
    body = (
        "&amp;lt;p&amp;gt;One.&amp;lt;/p&amp;gt;&amp;lt;p&amp;gt;Two &amp;amp;amp; three.&amp;lt;/p&amp;gt;"
    )
    [story], _ = take(tmp_path, ITEM.format(title="Dam &amp;amp; flood", body=body, date=""))
    assert (story.title, story.text) == ("Dam & flood", "One.\n\nTwo & three.")
