"""What can go wrong with the place where an index lives: a clear word, and nothing lost."""

import os
import random
import resource
import shutil
import sqlite3
import tempfile
from pathlib import Path
from urllib.parse import quote

import pytest
from newsroom import edited, story, stream, text

import dedup
from dedup import errors
from dedup.index import schema, sqlite
from dedup.index.story_index import StoryIndex


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An index of sixty stories."""
    path = tmp_path / "news.db"
    with dedup.open(path) as index:
        list(index.add(stream(60), batch=20))
    return path


def _holds_all(path: Path) -> bool:
    with dedup.open(path, writable=False) as index:
        return index.verify() == [] and index.count(one.id for one in stream(60)) == 60


def test_a_full_disk_stores_nothing_of_the_batch(file: Path) -> None:
    with dedup.open(file) as index:
        list(index.add([story(1000, text(1000))]))
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        largest = max(path.stat().st_size for path in file.parent.glob("news.db*"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest + 50_000, before[1]))
        try:
            with pytest.raises(errors.StoreError, match=r"news\.db.*(space|I/O)"):
                list(index.add([story(number, text(number, 400)) for number in range(2000, 2300)]))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert index.get("s2000") is None
        assert index.verify() == []
        [verdict] = index.add([story(2000, text(2000))])
        assert verdict.kind == "new"
    assert _holds_all(file)


def test_a_file_that_may_not_be_written(file: Path) -> None:
    folder = Path(tempfile.mkdtemp(dir="/tmp"))
    target = folder / "news.db"
    shutil.copy(file, target)
    target.chmod(0o444)
    folder.chmod(0o555)
    change = os.geteuid() == 0
    try:
        if change:
            os.seteuid(65534)
        with pytest.raises(errors.StoreError, match=r"read-only|permission"), dedup.open(target) as index:
            list(index.add(stream(2)))
    finally:
        if change:
            os.seteuid(0)
        folder.chmod(0o755)
    assert _holds_all(target)
    shutil.rmtree(folder)


def test_an_index_opened_for_reading_is_not_written(file: Path) -> None:
    with dedup.open(file, writable=False) as index:
        assert index.check(story(1000, text(1000))).kind == "new"
        with pytest.raises(errors.StoreError, match="read-only"):
            list(index.add([story(1000, text(1000))]))


def test_no_directory(tmp_path: Path) -> None:
    with pytest.raises(errors.StoreError, match="no such directory"):
        dedup.open(tmp_path / "missing" / "news.db")


def test_a_lock_is_waited_for_and_then_told(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "PATIENCE", 0.3)
    other = sqlite3.connect(file, isolation_level=None)
    with dedup.open(file) as index:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(errors.LockedError, match="another process"):
            list(index.add([story(1000, text(1000))]))
        assert index.check(story(1000, text(1000))).kind == "new"
        other.execute("ROLLBACK")
        other.close()
        [verdict] = index.add([story(1000, text(1000))])
        assert verdict.stored


@pytest.mark.parametrize("content", [b"just some text, and a good deal of it\n" * 40, bytes(range(256)) * 20])
def test_a_file_of_another_kind_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "news.db"
    path.write_bytes(content)
    with pytest.raises(errors.IncompatibleError, match="another kind"):
        dedup.open(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "app.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE stories (id TEXT)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    with pytest.raises(errors.IncompatibleError, match="another program"):
        dedup.open(path)
    assert path.read_bytes() == before


@pytest.mark.postgres
def test_tables_of_another_program_are_left_alone(postgres: str) -> None:
    import psycopg

    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA other")
        connection.execute("CREATE TABLE other.stories (id TEXT)")
    with pytest.raises(errors.IncompatibleError, match="another program"):
        dedup.open(f"{postgres}?options={quote('-csearch_path=other')}")


@pytest.mark.postgres
def test_no_server_there() -> None:
    with pytest.raises(errors.StoreError, match="localhost"):
        dedup.open("postgresql://localhost:1/news")


def _flip(path: Path, chance: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(8):
        data[chance.randrange(100, len(data))] ^= 1 << chance.randrange(8)
    path.write_bytes(data)


@pytest.mark.parametrize("seed", range(25))
def test_a_damaged_file_is_told_from_a_whole_one(file: Path, seed: int) -> None:
    """Bits that fall over: every operation works or tells so, and what verify passes can be read."""
    originals = {one.id: one for one in stream(60)}
    _flip(file, random.Random(seed))
    try:
        with dedup.open(file, writable=False) as index:
            faults = index.verify()
            if not faults:
                for name, one in originals.items():
                    found = index.get(name)
                    assert found is not None
                    assert (found.text, found.title) == (one.text, one.title)
            assert list(index.export())
    except errors.StoreError as problem:
        assert "news.db" in str(problem)  # noqa: PT017


def _checked(path: Path) -> list[str]:
    """What an index says of edited copies of its stories."""
    asked = [story(5000 + i, edited(one.text, i)) for i, one in enumerate(list(stream(60))[::6])]
    with dedup.open(path, writable=False) as index:
        return [repr(index.check(one)) for one in asked]


@pytest.mark.parametrize(
    ("table", "column"), [("runs", "keys"), ("boilerplate", "hashes"), ("bodies", "body")]
)
@pytest.mark.parametrize("seed", range(8))
def test_a_bit_that_falls_over_in_stored_arrays_gives_an_error_or_the_right_verdicts(
    tmp_path: Path, table: str, column: str, seed: int
) -> None:
    path = tmp_path / "news.db"
    with dedup.open(path, settings=dedup.Settings(boilerplate=2)) as index:
        list(index.add([*stream(60), *(story(900 + i, f"{text(i, 60)}\n\n{text(7, 40)}") for i in range(6))]))
    right = _checked(path)
    connection = sqlite3.connect(path)
    rows = connection.execute(f"SELECT rowid, {column} FROM {table}").fetchall()
    chance = random.Random(seed)
    row, stored = chance.choice(rows)
    data = bytearray(stored)
    data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (bytes(data), row))
    connection.commit()
    connection.close()
    try:
        assert _checked(path) == right
    except errors.CorruptError as problem:
        assert "verify" in str(problem)  # noqa: PT017
    else:
        assert table == "bodies"  # a text that nobody asked for
    with dedup.open(path, writable=False) as index:
        assert index.verify()
        assert len(list(index.export())) >= 66


def test_a_text_that_is_gone_is_damage(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("DELETE FROM bodies WHERE key = (SELECT key FROM stories WHERE id = 's6')")
    connection.commit()
    connection.close()
    with dedup.open(file, writable=False) as index:
        with pytest.raises(errors.CorruptError, match="has no text"):
            index.check(story(5000, edited(list(stream(60))[6].text, 1)))
        assert [fault for fault in index.verify() if "'s6'" in fault]


def test_a_full_disk_in_mid_expire_leaves_all_or_nothing(file: Path) -> None:
    with dedup.open(file) as index:
        before = index.count(one.id for one in stream(60))
        limit = resource.getrlimit(resource.RLIMIT_FSIZE)
        largest = max(path.stat().st_size for path in file.parent.glob("news.db*"))
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, limit[1]))
        try:
            index.expire(-1)
            left = 0
        except errors.StoreError as problem:
            assert "news.db" in str(problem)  # noqa: PT017
            left = before
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limit)
        assert index.count(one.id for one in stream(60)) == left
        assert index.verify() == []


def test_a_lost_log_costs_what_was_in_it_and_no_more(file: Path, tmp_path: Path) -> None:
    """Copied away while it was open, without the log: what was carried over before is there, whole."""
    with dedup.open(file) as index:
        list(index.add([story(1000, text(1000))]))
        copy = tmp_path / "copy.db"
        shutil.copy(file, copy)
    with dedup.open(copy) as index:
        assert index.verify() == []
        assert index.get("s1000") is None
        [verdict] = index.add([story(1000, text(1000))])
        assert verdict.kind == "new"
        assert index.count(one.id for one in stream(60)) == 60


def test_a_clock_that_goes_back_changes_no_verdict(tmp_path: Path) -> None:
    now = 1_760_000_000.0
    with dedup.open(tmp_path / "news.db", clock=lambda: now) as index:
        first, *_ = list(index.add([story(800, text(800)), *stream(30)]))
        assert first.kind == "new"
        now -= 400 * 86_400
        [again] = index.add([story(801, edited(text(800), 5))])
        assert again.matched == "s800"
        assert index.expire(30) == 0
        now += 400 * 86_400
        assert index.check(story(802, edited(text(800), 6))).kind == "duplicate"
        assert index.expire(30) == 1  # the one that was added in the past
        assert index.verify() == []


def test_a_damaged_text_is_named_and_can_be_taken_out(file: Path) -> None:
    connection = sqlite3.connect(file)
    key, body = connection.execute(
        "SELECT stories.key, body FROM stories JOIN bodies ON stories.key = bodies.key WHERE id = 's7'"
    ).fetchone()
    connection.execute("UPDATE bodies SET body = ? WHERE key = ?", (body[:-9] + b"123456789", key))
    connection.commit()
    connection.close()
    with dedup.open(file) as index:
        assert [fault for fault in index.verify() if "'s7'" in fault]
        with pytest.raises(errors.CorruptError, match="verify"):
            index.get("s7")
        assert len(list(index.export())) == 60
        index.remove("s7")
        assert index.verify() == []


def _set(index: StoryIndex, name: str, value: str) -> None:
    with index._database.writing():
        schema.set_meta(index._database, name, value)


def test_an_index_of_a_newer_version_is_refused(file: Path) -> None:
    with dedup.open(file) as index:
        _set(index, "format", "99")
    with pytest.raises(errors.IncompatibleError, match="upgrade"):
        dedup.open(file)


@pytest.mark.parametrize(
    "name", ["scheme", "seed", "shingles", "normaliser", "background", "bands", "samples"]
)
def test_an_index_of_another_scheme_is_refused(file: Path, name: str) -> None:
    with dedup.open(file) as index:
        _set(index, name, "another")
    with pytest.raises(errors.IncompatibleError, match=f"{name} 'another'.*import"):
        dedup.open(file)


def test_an_older_format_is_brought_up_to_date(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a next version of dedup would: a step for each format, run when the index is opened for writing."""
    steps: list[int] = []
    monkeypatch.setattr(schema, "FORMAT", 5)
    monkeypatch.setattr(schema, "MIGRATIONS", {3: lambda _: steps.append(3), 4: lambda _: steps.append(4)})
    with pytest.raises(errors.IncompatibleError, match="for writing"):
        dedup.open(file, writable=False)
    for _ in range(2):
        with dedup.open(file) as index:
            assert index.count(["s0"]) == 1
    assert steps == [3, 4]
