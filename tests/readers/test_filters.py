"""Which stories a filter lets through."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import dedup
from dedup.errors import SettingsError
from dedup.readers import Tally
from dedup.readers.filters import Condition, condition

NOW = datetime(2026, 3, 9, 12, tzinfo=UTC)
RECORDS: list[dict[str, Any]] = [
    {"id": "a", "text": "Storm hits Porto.", "lang": "en-GB", "source": "Wire", "date": "2026-03-02T08:00Z"},
    {"id": "b", "text": "Ein Sturm.", "lang": "de", "source": "Bote", "date": "2026-03-04T23:59:59+00:00"},
    {
        "id": "c",
        "text": "Fares rise.",
        "lang": "en",
        "source": "WIRE",
        "date": "2026-03-09T01:00Z",
        "words": 9,
    },
    {"id": "d", "text": "No more is known.", "tags": ["sport", "cup"], "meta": {"words": "310", "on": True}},
]


def passed(**asked: Any) -> str:
    return "".join(story.id for story in dedup.read(RECORDS, only=dedup.only(now=NOW, **asked)))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, "abcd"),
        ({"lang": "en"}, "ac"),
        ({"lang": "EN_gb"}, "a"),
        ({"lang": "en, de"}, "abc"),
        ({"lang": ["de", "fr"]}, "b"),
        ({"source": "wire"}, "ac"),
        ({"source": ["Wire", "Bote"]}, "abc"),
        ({"since": "2026-03-04"}, "bc"),
        ({"until": "2026-03-04"}, "ab"),
        ({"until": "2026-03-04T12:00Z"}, "a"),
        ({"since": "7d"}, "bc"),
        ({"since": "12h ago", "until": datetime(2026, 3, 9, 1, tzinfo=UTC)}, "c"),
        ({"since": "2w", "lang": "en", "source": "Wire", "where": "words=9"}, "c"),
    ],
)
def test_language_source_and_time(asked: dict[str, Any], expected: str) -> None:
    assert passed(**asked) == expected


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("source=Wire", "a"),
        ("source!=Wire", "bcd"),
        ("text~STORM", "a"),
        ("text!~sturm", "acd"),
        ("words=9.0", "c"),
        ("words!=9", "abd"),
        ("words<10", "c"),
        ("tags=cup", "d"),
        ("tags!=cup", "abc"),
        ("meta.words >= 300", "d"),
        ("meta.words>1000", ""),
        ("meta.on=true", "d"),
        ("meta.words.deeper=1", ""),
        ("published<2026-03-03", "a"),
        ("published>=2026-03-04", "bc"),
        ("id>b", "cd"),
        ("source=", ""),
    ],
)
def test_conditions(where: str, expected: str) -> None:
    assert passed(where=where) == expected


def test_all_conditions_must_hold() -> None:
    assert passed(where=["lang~en", "text~fares"]) == "c"


def test_a_field_with_a_dot_in_its_name_comes_before_a_field_inside() -> None:
    record = {"text": "One.", "meta.words": 1, "meta": {"words": 2}}
    for value, expected in ((1, 1), (2, 0)):
        found = list(dedup.read([record], only=dedup.only(where=f"meta.words={value}")))
        assert len(found) == expected


def test_signs() -> None:
    assert condition("a.b=c=d") == Condition("a.b", "=", "c=d")
    assert condition("a !~ b") == Condition("a", "!~", "b")
    for wrong in ("", "=x", "section", "  "):
        with pytest.raises(SettingsError, match="as in section=sport"):
            condition(wrong)


@pytest.mark.parametrize("wrong", ["02/03/2026", "soon", "7y", ""])
def test_a_time_that_says_nothing_is_refused(wrong: str) -> None:
    for name in ("since", "until"):
        with pytest.raises(SettingsError, match=f"{name} is {wrong!r}; it is a date as 2026-03-04"):
            dedup.only(**{name: wrong})  # type: ignore[arg-type]


def test_what_does_not_pass_is_counted() -> None:
    tally = Tally()
    assert len(list(dedup.read(RECORDS, only=dedup.only(lang="en"), tally=tally))) == 2
    assert (tally.stories, tally.refused) == (4, 2)


Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("command", ["cluster", "clean", "add", "check"])
def test_every_command_that_reads_has_them(
    command: str, capfd: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dedup.cli import main

    monkeypatch.chdir(tmp_path)
    Path("feed.jsonl").write_text("".join(json.dumps(record) + "\n" for record in RECORDS))
    with dedup.open("news.db") as index:
        list(index.add(["Some other story, of a cat."]))
    more = {
        "cluster": ("--format", "jsonl"),
        "clean": ("--no-left-out",),
        "add": ("--index", "news.db"),
        "check": ("--index", "news.db"),
    }[command]
    with pytest.raises(SystemExit) as end:
        main([command, "feed.jsonl", "--lang", "en", "--where", "source!=Wire", *more])
    out, err = capfd.readouterr()
    assert (end.value.code, [json.loads(line)["id"] for line in out.splitlines()]) == (0, ["c"])
    assert "filters left 3 stories out" in err
    with pytest.raises(SystemExit) as end:
        main([command, "feed.jsonl", "--since", "soon", *more])
    assert end.value.code == 2
    assert "option since is 'soon'" in capfd.readouterr().err
