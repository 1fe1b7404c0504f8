"""Bodies that are HTML, records deep inside a document, and what is cleaned or refused on the way in."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest

from dedup.errors import RecordError
from dedup.readers import Tally, read, stories
from dedup.readers import intake as module
from dedup.readers.markup import plain_text
from dedup.readers.streams import repaired
from dedup.types import Story

HTML = "<p>A dam failed near Orvik.</p><p>Nobody was hurt &amp; the road is open.</p>"
TEXT = "A dam failed near Orvik.\n\nNobody was hurt & the road is open."


def take(path: Path, document: object, **options: Any) -> tuple[list[Story], list[str]]:
    path.write_bytes(document if isinstance(document, bytes) else orjson.dumps(document))
    problems: list[RecordError] = []
    found = list(read(path, on_problem=problems.append, **options))
    return found, [str(error).removeprefix(str(path)) for error in problems]


@pytest.mark.parametrize(
    "record",
    [
        {"body_html": HTML},
        {"content_html": HTML, "summary": "In short."},
        {"content": {"rendered": HTML, "protected": False}},
        {"content": {"html": HTML}},
        {"text": HTML},
        {"text": HTML.replace("<", "&lt;").replace(">", "&gt;")},
        {"text": None, "description": HTML},
    ],
)
def test_html_in_any_body_becomes_text(record: dict[str, object]) -> None:
    [story] = read(record)
    assert story.text == TEXT


def test_html_in_tables_becomes_text(tmp_path: Path) -> None:
    sheet = io.StringIO()
    csv.writer(sheet).writerows([["id", "body"], ["1", HTML]])
    [story], _ = take(tmp_path / "a.csv", sheet.getvalue().encode())
    assert story.text == TEXT


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("One.\n\nTwo <b>bold</b>.\nThree.", "One.\n\nTwo bold.\nThree."),
        ("One.\n\n<blockquote>Two.</blockquote>\n\nThree.\n\nFour.", "One.\n\nTwo.\n\nThree.\n\nFour."),
        ("<p>One\nline.</p>\n<p>Two.</p>", "One line.\n\nTwo."),
        ("One.<br/><br/>Two.<br>Three.", "One.\n\nTwo.\nThree."),
        ("Fish &amp;amp; chips &#8211; &quot;hot&quot;", 'Fish & chips – "hot"'),
        ("if a < b and b > c, R&D; AT&T", "if a < b and b > c, R&D; AT&T"),
        ("PHILLIPS <P> SAYS STOCK <DD> IS UP", "PHILLIPS <P> SAYS STOCK <DD> IS UP"),
        ("<p>One.<p>Two.", "One.\n\nTwo."),
        ('One.\n\nTwo. <p class="x">Three.', "One.\n\nTwo.\n\nThree."),
        ('Two <b>bold</b>. <img width="9" alt="a sh', "Two bold."),
        ('Two. <figure><img src="a.jpg" alt="a ship ...', "Two."),
        ("an arrow --> and <angle> brackets", "an arrow --> and <angle> brackets"),
    ],
)
def test_what_is_markup_and_what_is_not(markup: str, text: str) -> None:
    assert plain_text(markup) == text


def test_a_text_file_is_text_whatever_stands_in_it(tmp_path: Path) -> None:
    [story], _ = take(tmp_path / "a.txt", b"How to write <b>bold</b> &amp; more.")
    assert story.text == "How to write <b>bold</b> &amp; more."


def test_titles_lose_entities_and_markup() -> None:
    [story] = read({"title": {"rendered": "Dam fails &#8211; <em>all</em> safe"}, "text": "One."})
    assert story.title == "Dam fails – all safe"


def test_a_wordpress_post_is_dated_by_its_time_in_utc() -> None:
    post = {"id": 7, "date": "2026-03-05T07:00:00", "date_gmt": "2026-03-05T06:00:00", "text": "One."}
    [story] = read(post)
    assert (story.id, story.published) == ("7", datetime(2026, 3, 5, 6, tzinfo=UTC))


def test_a_json_feed_names_its_items_source_and_language(tmp_path: Path) -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Lakeside Courier",
        "language": "de",
        "items": [
            {"id": "1", "title": "Dam fails", "content_html": HTML},
            {"id": "2", "content_text": "Two."},
        ],
    }
    found, problems = take(tmp_path / "feed.json", feed)
    assert [(s.id, s.title, s.text, s.source, s.lang) for s in found] == [
        ("1", "Dam fails", TEXT, "Lakeside Courier", "de"),
        ("2", None, "Two.", "Lakeside Courier", "de"),
    ]
    assert problems == []


RECORD = {"id": "a", "title": "Dam fails", "text": "A dam failed."}


@pytest.mark.parametrize(
    "document",
    [
        {"data": {"articles": [RECORD]}},
        {"response": {"status": "ok", "total": 1, "results": [RECORD]}},
        {"_items": [RECORD], "_links": {"self": {"href": "x"}}, "_meta": {"total": 1}},
        {"results": [{"score": 1.5, "item": RECORD}]},
        {"data": {"feed": {"edges": [{"cursor": "x", "node": RECORD}]}}},
        {"rss": {"channel": {"title": "Courier", "item": [RECORD]}}},
        {"item": RECORD},
        {"news": {"page": {"things": [RECORD]}}},
    ],
)
@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_records_stand_anywhere_obvious(tmp_path: Path, document: object, suffix: str) -> None:
    [story], problems = take(tmp_path / f"a.{suffix}", document)
    assert (story.id, story.title, story.text, problems) == ("a", "Dam fails", "A dam failed.", [])


@pytest.mark.parametrize("key", ["text", "item", "data", "x"])
@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_objects_in_lists_in_objects_end(tmp_path: Path, key: str, suffix: str) -> None:
    document = b"".join([b'{"%s": [' % key.encode()] * 400 + [b"1"] + [b"]}"] * 400)
    found, problems = take(tmp_path / f"a.{suffix}", document)
    assert len(found) + len(problems) == 1


@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_a_null_in_a_list_costs_itself(tmp_path: Path, suffix: str) -> None:
    found, problems = take(tmp_path / f"a.{suffix}", {"items": [{"text": "One."}, None, {"text": "Two."}]})
    assert [story.text for story in found] == ["One.", "Two."]
    assert [problem.rpartition("]")[2] for problem in problems] == [": not an object but null"]


def test_two_lists_of_a_document_are_both_read(tmp_path: Path) -> None:
    document = {"articles": [{"text": "One."}], "more": [{"text": "Two."}], "tags": [{"name": "x"}], "n": 2}
    found, problems = take(tmp_path / "a.json", document)
    assert [(story.text, story.place.removeprefix(str(tmp_path))) for story in found] == [
        ("One.", "/a.json[articles][0]"),
        ("Two.", "/a.json[more][0]"),
    ]
    assert problems == []


def test_numbers_and_strings_that_no_json_should_hold(tmp_path: Path) -> None:
    lines = [
        b'{"text": "One.", "n": 1e999}',
        b'{"text": "Two.", "n": ' + b"9" * 400 + b"}",
        b'{"text": "Three \\ud83d.", "n": 1}',
        b'\xef\xbb\xbf{"text": "Four."}',
    ]
    found, problems = take(tmp_path / "a.jsonl", b"\n".join(lines))
    assert [story.text for story in found] == ["One.", "Two.", "Three �.", "Four."]
    assert (found[0].extra["n"], found[1].extra["n"], problems) == (None, "9" * 400, [])


def test_ids_that_an_index_cannot_hold_are_named() -> None:
    problems: list[RecordError] = []
    given = [
        {"id": "a\0b", "text": "One."},
        {"id": "x" * 1_001, "text": "Two."},
        Story("c\0d", "Three."),
        {"id": "x" * 1_000, "text": "Four."},
    ]
    assert [story.text for story in stories(given, on_problem=problems.append)] == ["Four."]
    assert [error.problem.split(";")[0] for error in problems] == [
        "an id with a null character, 'a\\x00b'",
        "an id of 1,001 characters",
        "an id with a null character, 'c\\x00d'",
    ]


def test_null_characters_leave_every_part() -> None:
    [story] = read({"text": "A dam\0 failed.", "title": "D\0am", "source": "C\0ourier", "lang": "e\0n"})
    assert (story.text, story.title, story.source, story.lang) == ("A dam failed.", "Dam", "Courier", "en")


def test_a_text_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST_TEXT", 1 << 20)
    problems: list[RecordError] = []
    assert list(read({"text": "word " * 300_000}, on_problem=problems.append)) == []
    assert problems[0].problem == "a text of more than 1 MB, too large for one story"


def test_a_story_without_words_is_told() -> None:
    problems: list[RecordError] = []
    assert list(read({"id": "a", "title": "– – –", "text": "* * *"}, on_problem=problems.append)) == []
    assert problems[0].problem == "no words: text and title have neither letters nor figures"


def test_titles_without_a_text_are_counted() -> None:
    tally = Tally()
    [story] = read({"title": "Dam fails", "corpus": "A dam failed."}, tally=tally)
    assert (story.text, tally.titles_only) == ("", 1)


@pytest.mark.parametrize(
    ("broken", "text"),
    [
        ("Die BrÃ¼cke â€“ eine GrÃ¼ne", "Die Brücke – eine Grüne"),
        ("Ð¿Ñ€Ð¸Ð²ÐµÑ‚ Ð¼Ð¸Ñ€", "привет мир"),
        ("Die Brücke – eine Grüne", "Die Brücke – eine Grüne"),
        ("LIBERTÉ\u00a0» MÊME", "LIBERTÉ\u00a0» MÊME"),
        ("IRMÔ", "IRMÔ"),
    ],
)
def test_utf8_that_was_read_as_windows_1252_is_repaired(broken: str, text: str) -> None:
    assert repaired(broken) == text
    [story] = read({"text": broken})
    assert story.text == text
