"""Which field is which, for the producers that news people use."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import RecordError, SettingsError
from dedup.readers import Tally, read
from dedup.readers.fields import NAMES, Fields
from dedup.types import Story


def one(record: Mapping[str, object], **fields: str) -> Story:
    [story] = read(record, fields=fields, strict=True)
    return story


PRODUCERS: dict[str, dict[str, object]] = {
    "news-please": {
        "maintext": "A dam failed.",
        "text": None,
        "title": "A dam fails",
        "date_publish": "2026-03-05 06:07:08",
        "source_domain": "daily.example",
        "url": "https://daily.example/1",
        "language": "en",
    },
    "newspaper4k": {
        "text": "A dam failed.",
        "title": "A dam fails",
        "publish_date": "2026-03-05T06:07:08Z",
        "meta_site_name": "daily.example",
        "canonical_link": "https://daily.example/1",
        "meta_lang": "en",
    },
    "trafilatura": {
        "text": "A dam failed.",
        "title": "A dam fails",
        "date": "2026-03-05T06:07:08",
        "source": "https://daily.example/1",
        "source-hostname": "daily.example",
        "language": "en",
        "excerpt": "",
    },
    "media cloud": {
        "text_content": "A dam failed.",
        "article_title": "A dam fails",
        "publication_date": "2026-03-05 06:07:08",
        "canonical_domain": "daily.example",
        "original_url": "https://daily.example/1",
        "language": "en",
    },
    "datatrove": {
        "text": "A dam failed.",
        "metadata": {
            "title": "A dam fails",
            "date": "2026-03-05T06:07:08",
            "url": "https://daily.example/1",
            "source": "daily.example",
            "language": "en",
        },
    },
    "schema.org": {
        "@type": "NewsArticle",
        "articleBody": "A dam failed.",
        "headline": "A dam fails",
        "datePublished": "2026-03-05T06:07:08+00:00",
        "publisher": {"@type": "Organization", "name": "daily.example"},
        "url": "https://daily.example/1",
        "inLanguage": "en",
    },
    "a spreadsheet": {
        " Body ": "A dam failed.",
        "HEADLINE": "A dam fails",
        "Published At": "5 March 2026 06:07:08",
        "Site-Name": "daily.example",
        "Link": "https://daily.example/1",
        "Language Code": "en",
    },
}


@pytest.mark.parametrize("producer", PRODUCERS)
def test_the_fields_of_producers(producer: str) -> None:
    story = one(PRODUCERS[producer])
    assert (story.title, story.text, story.source) == ("A dam fails", "A dam failed.", "daily.example")
    assert (story.url, story.lang) == ("https://daily.example/1", "en")
    assert story.published is not None
    assert story.published.isoformat() == "2026-03-05T06:07:08+00:00"


def test_the_missing_date_of_news_please_is_missing_and_not_unreadable() -> None:
    tally = Tally()
    [story] = read({"maintext": "One.", "date_publish": "None", "date_download": "2026-03-05"}, tally=tally)
    assert story.published is None
    assert (tally.undated, tally.unreadable_dates) == (1, 0)


def test_a_date_that_is_nonsense_gives_way_to_the_next() -> None:
    tally = Tally()
    [story] = read({"text": "One.", "published": "soon", "date": "2026-03-05"}, tally=tally)
    assert story.published is not None
    assert (tally.naive_dates, tally.undated) == (1, 0)


def test_an_empty_first_choice_gives_way_to_the_next() -> None:
    story = one({"title": "", "headline": "A dam fails", "text": None, "body": "A dam failed."})
    assert (story.title, story.text) == ("A dam fails", "A dam failed.")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Reuters", "Reuters"),
        (["AP", "Reuters"], "AP, Reuters"),
        ({"id": None, "name": "The Daily"}, "The Daily"),
        (7, "7"),
        (True, None),
        ({}, None),
        ([[[[[["deep"]]]]]], None),
    ],
)
def test_sources_of_odd_types(value: object, expected: str | None) -> None:
    assert one({"text": "One.", "source": value}).source == expected


@pytest.mark.parametrize(
    ("value", "expected"), [(5, "5"), ({"$oid": "5f"}, "5f"), ("", None), (None, None), (True, None)]
)
def test_ids_of_odd_types(value: object, expected: str | None) -> None:
    story = one({"text": "One.", "id": value})
    assert story.id == (expected or one({"text": "One."}).id)


def test_paragraphs_in_a_list_are_put_together() -> None:
    assert one({"paragraphs": ["One.", " ", "Two."]}).text == "One.\n\nTwo."


def test_a_mapped_field_takes_the_place_of_the_usual_names() -> None:
    record = {"text": "teaser", "content": {"body": "A dam failed."}, "key": 1, "id": "other"}
    story = one(record, text="content.body", id="key")
    assert (story.text, story.id) == ("A dam failed.", "1")
    assert story.extra == {"text": "teaser", "content": {"body": "A dam failed."}, "id": "other"}


def test_a_mapped_field_that_is_not_there_is_told() -> None:
    with pytest.raises(RecordError, match=r"no text: no field body \(fields: text\)"):
        one({"text": "One."}, text="body")


def test_a_field_whose_name_has_a_dot_comes_before_a_path() -> None:
    assert one({"a.b": "Literal.", "a": {"b": "Path."}}, text="a.b").text == "Literal."


@pytest.mark.parametrize("fields", [{"author": "by"}, {"text": ""}, {"text": 5}])
def test_a_mapping_of_nothing_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(SettingsError):
        read([], fields=fields)


def test_no_name_stands_for_two_parts() -> None:
    names = [name for part in NAMES.values() for name in part]
    assert len(names) == len(set(names))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from([name for names in NAMES.values() for name in names]) | st.text(max_size=5)


@given(st.dictionaries(KEYS, VALUES, max_size=8))
def test_any_record_is_a_story_or_a_named_problem(record: dict[str, object]) -> None:
    problems: list[RecordError] = []
    stories = list(read(record, on_problem=problems.append))
    assert len(stories) + len(problems) >= 1
    flat = not any(isinstance(value, list | dict) for value in record.values())
    assert len(stories) + len(problems) == 1 or not flat
    for story in stories:
        assert story.text or story.title
        assert all(
            isinstance(part, str | None) for part in (story.title, story.source, story.lang, story.url)
        )
        assert story.published is None or story.published.tzinfo is not None
        story.id.encode()
        (story.text + (story.title or "")).encode()


@given(st.dictionaries(st.text(max_size=5).map("x{}".format), VALUES, max_size=6))
def test_unknown_fields_are_the_same_objects_in_the_story(extra: dict[str, object]) -> None:
    story = one({"id": "1", **extra, "text": "One."})
    assert list(story.extra) == list(extra)
    assert all(story.extra[key] is value for key, value in extra.items())


@given(st.lists(KEYS, unique=True, max_size=12))
def test_each_key_is_first_choice_once_or_travels_through(keys: list[str]) -> None:
    plan = Fields().plan(tuple(keys))
    first = [key for part in NAMES if (key := getattr(plan, part)) is not None]
    assert sorted([*first, *plan.rest]) == sorted(keys)
