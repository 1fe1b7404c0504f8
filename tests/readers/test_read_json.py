"""JSON Lines and JSON documents."""

from pathlib import Path

import orjson
import pytest

from dedup.errors import RecordError
from dedup.readers import read
from dedup.readers.intake import DEEPEST
from dedup.types import Story


def take(tmp_path: Path, name: str, data: bytes) -> tuple[list[Story], list[str]]:
    """The stories of a file with these bytes, and the problems without the path."""
    path = tmp_path / name
    path.write_bytes(data)
    problems: list[RecordError] = []
    stories = list(read(path, on_problem=problems.append))
    return stories, [str(error).removeprefix(str(path)) for error in problems]


def test_every_bad_line_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    lines = [
        b'{"id": "a", "text": "One."}',
        b"",
        b"{broken",
        b"[1, 2]",
        b"null",
        b'{"title": 5}',
        b'{"text": 5}',
        b'{"text": "   "}',
        b'{"headlin": "x", "bdy": "y"}',
        b'{"id": "b", "text": "Two."}\r',
        b'{"id": "c", "text": "No line end."}',
    ]
    stories, problems = take(tmp_path, "feed.jsonl", b"\n".join(lines))
    assert [story.id for story in stories] == ["a", stories[1].id, "b", "c"]
    assert (stories[1].title, stories[1].text) == ("5", "")
    assert stories[-1].place.endswith("feed.jsonl:11")
    assert [problem.split(": ")[0] for problem in problems] == [":3", ":4", ":5", ":7", ":8", ":9"]
    assert problems[1:] == [
        ":4: not an object but an array",
        ":5: not an object but null",
        ":7: no text: text is a number, not a string",
        ":8: no text: text is empty",
        ":9: no text: no field text, body, content … (fields: bdy, headlin); name it with --field text=NAME",
    ]


def test_unknown_fields_travel_through_untouched(tmp_path: Path) -> None:
    record = {
        "text": "One.",
        "labels": {"event": [1, None, {"deep": True}]},
        "tags": ["ä", "b"],
        "score": 0.5,
    }
    [story], _ = take(tmp_path, "feed.jsonl", orjson.dumps(record))
    assert story.extra == {key: value for key, value in record.items() if key != "text"}


def test_a_known_field_with_an_unusable_value_is_kept_as_extra(tmp_path: Path) -> None:
    [story], _ = take(tmp_path, "feed.jsonl", b'{"text": "One.", "date": "yesterday", "headline": "H"}')
    assert (story.published, story.title, story.extra) == (None, "H", {"date": "yesterday"})


@pytest.mark.parametrize(
    ("data", "places"),
    [
        (b'[{"text": "One."}, {"text": "Two."}]', ["[0]", "[1]"]),
        (b'{"status": "ok", "articles": [{"text": "One."}, {"text": "Two."}]}', ["[0]", "[1]"]),
        (b'{"title": "Feed", "description": "All", "items": [{"text": "One."}]}\n', ["[0]"]),
        (b'{\n "text": "One.",\n "items": [{"text": "no story"}]\n}', [""]),
        (b'{"text": "One."}', [""]),
        (b'{"text": "One."}\n', [":1"]),
        (b'{"text": "One."}\n{"text": "Two."}\n', [":1", ":2"]),
        (b'  \n{"text": "One."}\n', [":2"]),
    ],
)
def test_json_documents_of_every_shape(tmp_path: Path, data: bytes, places: list[str]) -> None:
    stories, problems = take(tmp_path, "doc.json", data)
    assert [story.place.removeprefix(str(tmp_path / "doc.json")) for story in stories] == places
    assert problems == []


def test_the_articles_of_publishers(tmp_path: Path) -> None:
    body = {"summary": ["In short."], "sections": [{"headline": ["Part"], "paragraphs": ["One.", "Two."]}]}
    data = orjson.dumps(
        {"TheDaily": [{"title": "A", "body": body, "publishing_date": "2026-03-05 10:00:00+01:00"}]}
    )
    [story], _ = take(tmp_path, "fundus.json", data)
    assert (story.source, story.text) == ("TheDaily", "In short.\n\nPart\n\nOne.\n\nTwo.")
    assert story.published is not None
    assert story.published.isoformat() == "2026-03-05T10:00:00+01:00"


def test_members_of_an_array_that_are_no_records(tmp_path: Path) -> None:
    stories, problems = take(tmp_path, "doc.json", b'[1, {"text": "One."}, "two"]')
    assert [story.text for story in stories] == ["One."]
    assert problems == ["[0]: not an object but a number", "[2]: not an object but a string"]


@pytest.mark.parametrize("data", [b'{"text": "One."', b'"text"', b"[1, 2", b"5"])
def test_a_document_that_is_none(tmp_path: Path, data: bytes) -> None:
    stories, problems = take(tmp_path, "doc.json", data)
    assert stories == []
    assert len(problems) == 1


def test_the_nan_of_python_is_null(tmp_path: Path) -> None:
    [story], problems = take(tmp_path, "feed.jsonl", b'{"text": "One.", "author": NaN, "lang": NaN}')
    assert (story.lang, story.extra, problems) == (None, {"author": None}, [])


def test_lines_that_are_not_utf8(tmp_path: Path) -> None:
    text = "“Das Kabinett übergibt die Akten”, hieß es aus München – so spät wie möglich."
    data = b'{"text": "first"}\n' + f'{{"text": "{text}"}}\n'.encode("cp1252") * 2
    stories, problems = take(tmp_path, "feed.jsonl", data)
    assert [story.text for story in stories] == ["first", text, text]
    assert problems == []


def test_nesting_that_could_not_be_written_again_is_refused(tmp_path: Path) -> None:
    def nested(levels: int) -> bytes:
        return b'{"text": "One.", "x": ' + b"[" * levels + b"]" * levels + b"}"

    data = b"\n".join(nested(n) for n in (DEEPEST - 1, DEEPEST + 1, 900, 10_000))
    stories, problems = take(tmp_path, "feed.jsonl", data)
    assert [story.place[-2:] for story in stories] == [":1"]
    assert len(problems) == 3
    orjson.dumps(dict(stories[0].extra))
