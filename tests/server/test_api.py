"""What the server answers, asked by httpx over a socket."""

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import orjson
import pytest
from asking import CORPORA, TOKEN, Served, records
from hypothesis import given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate

import dedup
from dedup.cli import main
from dedup.errors import StoreError
from dedup.index.story_index import StoryIndex
from dedup.server import running
from dedup.server.options import Limits, Options

FERRY = ("ferry-northern-1", "ferry-teaser", "ferry-northern-2")


def fits(client: httpx.Client, name: str, answer: object) -> None:
    """Checks an answer against the schema of its name in the document."""
    document = client.get("/openapi.json").json()
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(answer)


def problem(answer: httpx.Response, status: int) -> str:
    """The detail of a problem, and where it is, once its form was looked at."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    record = answer.json()
    assert record.keys() == {"type", "title", "status", "detail", "where"}
    assert record["status"] == status
    assert "Traceback" not in answer.text
    return f"{record['where']}: {record['detail']}"


def printed(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> list[Any]:
    """The JSON lines of a command."""
    with pytest.raises(SystemExit):
        main(list(arguments))
    return [orjson.loads(line) for line in capfdbinary.readouterr().out.splitlines()]


def test_stories_are_added_and_found(serve: Served) -> None:
    client = serve(events=True)
    first, second = records(*FERRY[:2])
    verdict = client.post("/add", json=first).json()
    assert (verdict["id"], verdict["verdict"], verdict["stored"]) == ("ferry-northern-1", "new", True)
    assert client.post("/check", json=second).json()["verdict"] == "excerpt"
    [again, teaser] = client.post("/add", json=[first, second]).json()
    assert (again["stored"], teaser["stored"]) == (False, True)

    story = client.get("/stories/ferry-teaser").json()
    assert story["text"] == second["text"]
    assert story["duplicate_cluster"] == "ferry-northern-1"
    [event] = client.get("/events").json()["events"]
    assert (event["id"], event["stories"]) == ("ferry-northern-1", 2)
    details = client.get("/events/ferry-teaser").json()
    assert [member["id"] for member in details["members"]] == ["ferry-northern-1", "ferry-teaser"]


def test_answers_are_those_of_the_commands(
    serve: Served, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    place = str(tmp_path / "news.db")
    known, asked = records()[:80], records()[80:]
    file = tmp_path / "asked.jsonl"
    file.write_bytes(b"\n".join(map(orjson.dumps, asked)))
    with dedup.open(place, events=True, clock=lambda: 1_790_000_000.0) as index:
        list(index.add(known))
    client = serve(place, token=None)
    where = ["--index", place]

    lines = printed(
        capfdbinary, "check", str(file), *where, "--format", "jsonl", "-q", "--differences", "--new"
    )
    assert client.post("/check?differences=true&news=true", json=asked).json() == lines
    said = client.post("/check?differences=true&news=true", content=file.read_bytes(), headers=LINES)
    assert [orjson.loads(line) for line in said.content.splitlines()] == lines

    events = printed(capfdbinary, "index", "events", *where, "--format", "jsonl")
    assert client.get("/events").json() == {"events": events}
    assert len(events) > 5
    since = {"since": "2026-01-01T00:00Z"}
    news = printed(capfdbinary, "index", "news", *where, "--since", since["since"], "--format", "jsonl")
    assert client.get("/news?limit=100", params=since).json() == {"events": news}
    stories = printed(capfdbinary, "index", "stories", "ferry", *where, "--format", "jsonl")
    found = client.get("/stories?words=FERRY&limit=500").json()
    assert (found["stories"], found["before"], found["searched"]) == (stories, None, 80)

    name = events[0]["id"]
    for path, command in ((f"/events/{name}", ["event", name]), (f"/stories/{name}", ["story", name])):
        with pytest.raises(SystemExit):
            main(["index", *command, *where, "--format", "json"])
        assert client.get(path).json() == orjson.loads(capfdbinary.readouterr().out)


LINES = {"Content-Type": "application/x-ndjson"}


def test_every_answer_fits_the_document(serve: Served) -> None:
    client = serve(events=True)
    validate(client.get("/openapi.json").json())
    added = client.post("/add?differences=true&news=true", json=records()).json()
    fits(client, "Verdicts", added)
    fits(client, "Verdicts", client.post("/check", json=records()[0]).json())
    fits(client, "Stories", client.get("/stories?limit=3").json())
    fits(client, "story", client.get("/stories/ferry-teaser").json())
    fits(client, "Events", client.get("/events").json())
    fits(client, "event", client.get("/events/ferry-teaser").json())
    fits(client, "lineup", client.get("/histories/ferry-teaser").json())
    fits(client, "News", client.get("/news?since=1h").json())
    fits(client, "Health", client.get("/health").json())
    fits(client, "Problem", client.get("/events/nowhere").json())
    for pair in (
        {"a": {"id": "ferry-teaser"}, "b": {"id": "ferry-northern-1", "version": 1}},
        {
            "a": {"text": "The flood in Lima killed 17 people."},
            "b": {"text": "The flood in Lima killed 19 people."},
        },
    ):
        fits(client, "Pair", pair)
        fits(client, "comparison", client.post("/compare", json=pair).json())


def test_two_texts_are_compared(serve: Served) -> None:
    sides = {
        "a": {"text": "The flood in Lima killed 17 people."},
        "b": {"text": "The flood in Lima killed 19 people."},
    }
    differences = serve().post("/compare", json=sides).json()["differences"]
    facts = [one for one in differences if one["class"] == "fact"]
    assert [(one["a"]["text"], one["b"]["text"]) for one in facts] == [("17", "19")]


def test_searches_go_on_where_they_ended(serve: Served) -> None:
    client = serve()
    client.post("/add", json=records())
    found, before = [], None
    while True:
        more = {} if before is None else {"before": before}
        page = client.get("/stories", params={"limit": 50, **more}).json()
        found += [story["id"] for story in page["stories"]]
        if (before := page["before"]) is None:
            break
    assert found == [record["id"] for record in reversed(records())]
    [spanish] = {story["lang"] for story in client.get("/stories?lang=es").json()["stories"]}
    assert spanish == "es"


def test_a_version_can_be_asked_for(serve: Served) -> None:
    client = serve()
    for text in ("The dam at Ostrow held on Monday.", "The dam at Ostrow failed on Tuesday."):
        client.post("/add", json={"id": "a/b c", "text": text})
    story = client.get("/stories/a/b%20c").json()
    assert (story["version"], story["versions"]) == (2, [1, 2])
    assert client.get("/stories/a/b%20c?version=1").json()["text"] == "The dam at Ostrow held on Monday."
    assert "no story" in problem(client.get("/stories/a/b%20c?version=3"), 404)


def test_fields_can_be_named(serve: Served) -> None:
    client = serve(fields={"text": "what.was.said"})
    said = {"what": {"was": {"said": "A dam failed."}}}
    assert client.post("/check", json=said).json()["verdict"] == "new"
    assert "text=" in problem(client.post("/check", json={"text": "A dam failed."}), 422)


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "said"),
    [
        ("GET", "/nothing", None, 404, "/openapi.json lists"),
        ("GET", "/check", None, 405, "does not take the method"),
        ("GET", "/stories/nobody", None, 404, "/stories/nobody: there is no story with the id 'nobody'"),
        (
            "GET",
            "/stories/ferry-teaser?version=0",
            None,
            400,
            "query version: version is '0'; it is a whole number",
        ),
        ("GET", "/events?limit=all", None, 400, "query limit: limit is 'all'"),
        ("GET", "/events?since=lately", None, 400, "query since: since is 'lately'; it is a time"),
        (
            "GET",
            "/events?sicne=1h",
            None,
            400,
            "query sicne: there is no parameter 'sicne'; there are since, source",
        ),
        ("GET", "/news", None, 400, "query since: the parameter 'since' is missing"),
        ("POST", "/check?news=yes", b"{}", 400, "query news: news is 'yes'; it is true or false"),
        ("POST", "/check", b"{", 400, "body: not JSON"),
        ("POST", "/check", b"[" * 5_000, 400, "body: not JSON"),
        ("POST", "/check", b'"A text."', 422, "body: str is no record"),
        ("POST", "/check", b"[]", 422, "body: there is no story in it"),
        ("POST", "/check", b'[{"text": "A dam failed."}, {"text": 5}]', 422, "body[1]: "),
        ("POST", "/check", b'{"id": "a\\u0000b", "text": "A dam failed."}', 422, "null character"),
        ("POST", "/compare", b'{"a": {"id": "ferry-teaser"}}', 422, "body: the body is no pair"),
        (
            "POST",
            "/compare",
            b'{"a": {"id": "x"}, "b": {"text": "A dam."}}',
            404,
            "body.a.id: there is no story 'x'",
        ),
        ("POST", "/compare", b'{"a": {"id": 3}, "b": {"text": "A dam."}}', 422, "body.a: a names no story"),
    ],
)
def test_problems_say_what_where_and_what_to_do(
    method: str, path: str, body: bytes | None, status: int, said: str
) -> None:
    with CLIENT() as client:
        answer = client.request(method, path, content=body, headers={"Content-Type": "application/json"})
    assert said in problem(answer, status)


@pytest.fixture(scope="module", autouse=True)
def shared(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """One server for all problems."""
    global CLIENT
    place = str(tmp_path_factory.mktemp("shared") / "news.db")
    with running(place, Options(port=0, token=TOKEN)) as address:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        CLIENT = lambda: httpx.Client(base_url=address, headers=headers, timeout=60)  # noqa: E731
        yield


CLIENT: Callable[[], httpx.Client]

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "text", "title", "published", "a", "b", "version", "x"]), inner
        )
    ),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.sampled_from(["/check", "/add", "/compare"]), JSON | st.binary(max_size=40))
def test_whatever_is_sent_is_answered(path: str, sent: Any) -> None:
    body = sent if isinstance(sent, bytes) else json.dumps(sent).encode()
    with CLIENT() as client:
        answer = client.post(path, content=body, headers={"Content-Type": "application/json"})
        assert answer.status_code in (200, 400, 404, 422)
        if answer.status_code != 200:
            problem(answer, answer.status_code)
        assert client.get("/health").json()["status"] == "ok"


def test_nothing_is_written_without_the_token(serve: Served) -> None:
    client = serve()
    story = {"id": "a", "text": "The dam at Ostrow held on Monday."}
    for shown in ("", "Bearer", f"Basic {TOKEN}", f"Bearer {TOKEN[:-1]}", f"Bearer {TOKEN} x", "Bearer \xff"):
        headers = {"Authorization": shown.encode("latin-1")}
        answer = client.post("/add", json=story, headers=headers)  # type: ignore[arg-type]
        assert "token is missing or wrong" in problem(answer, 401)
        assert answer.headers["www-authenticate"] == "Bearer"
    assert client.get("/stories").json()["stories"] == []
    assert client.post("/add", json=story, headers={"Authorization": f"bearer {TOKEN}"}).status_code == 200


def test_a_server_without_a_token_only_reads(serve: Served, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no index here"):
        serve(str(tmp_path / "none.db"), token=None)
    dedup.open(tmp_path / "news.db").close()
    client = serve(str(tmp_path / "news.db"), token=None)
    answer = client.post("/add", json={"text": "A dam failed."}, headers={"Authorization": f"Bearer {TOKEN}"})
    assert "only reads" in problem(answer, 403)
    assert client.get("/health").json()["writes"] is False


def test_sizes_are_bounded(serve: Served) -> None:
    client = serve(limits=Limits(body=5_000, stories=3, text=100))
    story = {"text": "The dam at Ostrow held."}
    assert "body: 4 stories; a request may hold 3" in problem(client.post("/add", json=[story] * 4), 413)
    lines = b"\n".join([orjson.dumps(story)] * 4)
    assert "4 stories" in problem(client.post("/add", content=lines, headers=LINES), 413)
    long = {"text": "dam " * 2_000}
    assert "larger than 5,000 bytes" in problem(client.post("/check", json=long), 413)

    def chunks() -> Any:
        yield from [b" " * 1_000] * 100

    answer = client.post("/check", content=chunks(), headers={"Content-Type": "application/json"})
    assert "larger than 5,000 bytes" in problem(answer, 413)
    pair = {"a": story, "b": {"text": "dam " * 50}}
    assert "body.b: the text has 200 characters; up to 100" in problem(
        client.post("/compare", json=pair), 413
    )
    assert "Content-Type" in problem(client.post("/check", content=b"{}"), 415)
    assert client.get("/stories").json()["stories"] == []


def test_rates_are_bounded(serve: Served) -> None:
    client = serve(limits=Limits(rate=0.5))
    answers = [client.get("/events") for _ in range(8)]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429] * 3
    assert "0.5 requests a second" in problem(answers[-1], 429)
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 3
    assert client.get("/health").status_code == 200


def test_the_server_answers_to_its_own_name_only(serve: Served) -> None:
    client = serve(names=("news.example",))
    for name, status in (
        ("news.example", 200),
        ("localhost:80", 200),
        ("NEWS.example:8465", 200),
        ("evil.example", 421),
    ):
        assert client.get("/health", headers={"Host": name}).status_code == status


def test_answers_are_not_kept_framed_or_shared(serve: Served) -> None:
    client = serve()
    for path in ("/health", "/events", "/nothing"):
        headers = client.get(path, headers={"Origin": "https://evil.example"}).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert not [name for name in headers if name.startswith("access-control-")]


def test_additions_at_the_same_time_are_all_stored(serve: Served) -> None:
    client = serve()
    stories = [
        {"id": f"s{number}", "text": f"The dam at Ostrow held on day {number}."} for number in range(60)
    ]

    def add(story: dict[str, str]) -> Any:
        with httpx.Client(base_url=client.base_url, headers=client.headers, timeout=60) as own:
            return own.post("/add", json=story).json()

    with ThreadPoolExecutor(20) as pool:
        verdicts = list(pool.map(add, stories))
    assert [verdict["id"] for verdict in verdicts] == [story["id"] for story in stories]
    assert all(verdict["stored"] for verdict in verdicts)
    assert len(client.get("/stories?limit=500").json()["stories"]) == 60
    assert 'dedup_requests_total{path="/add",status="200"} 60' in client.get("/metrics").text


def test_checks_at_the_same_time_get_their_own_answers(serve: Served) -> None:
    client = serve()
    client.post("/add", json=records())

    def check(record: dict[str, Any]) -> Any:
        with httpx.Client(base_url=client.base_url, timeout=60) as own:
            return own.post("/check", json={**record, "id": f"copy of {record['id']}"}).json()

    asked = records()[:60]
    with ThreadPoolExecutor(30) as pool:
        verdicts = list(pool.map(check, asked))
    assert [verdict["id"] for verdict in verdicts] == [f"copy of {record['id']}" for record in asked]
    assert "new" not in {verdict["verdict"] for verdict in verdicts}


def test_one_bad_addition_does_not_take_others_with_it(
    serve: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = serve()
    entered, go, right = threading.Event(), threading.Event(), StoryIndex.add

    def add(self: StoryIndex, stories: Any, **how: Any) -> Any:
        entered.set()
        go.wait(30)
        if any(story.id == "bad" for story in stories):
            raise ValueError("a fault that nobody thought of")
        return right(self, stories, **how)

    monkeypatch.setattr(StoryIndex, "add", add)
    with ThreadPoolExecutor(4) as pool:
        sent = [pool.submit(client.post, "/add", json={"id": "first", "text": "A dam failed."})]
        assert entered.wait(30)  # the others wait together while the first is held up
        sent += [
            pool.submit(client.post, "/add", json={"id": name, "text": f"{name} dam."})
            for name in ("bad", "good")
        ]
        end = time.monotonic() + 30
        while 'dedup_waiting{lane="write"} 2' not in client.get("/metrics").text:
            assert time.monotonic() < end
        go.set()
        answers = [one.result() for one in sent]
    assert [answer.status_code for answer in answers] == [200, 500, 200]
    assert "a fault of the server" in problem(answers[1], 500)
    assert "nobody thought of" not in answers[1].text


def test_an_index_that_failed_is_opened_anew(serve: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    client = serve()
    right = StoryIndex.check

    def check(self: StoryIndex, *given: Any, **how: Any) -> Any:
        monkeypatch.setattr(StoryIndex, "check", right)
        self.close()
        raise StoreError("the server closed the connection")

    monkeypatch.setattr(StoryIndex, "check", check)
    assert "does not answer" in problem(client.post("/check", json={"text": "A dam failed."}), 503)
    assert client.post("/check", json={"text": "A dam failed."}).status_code == 200


def test_too_many_that_wait_are_sent_away(serve: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    client = serve(limits=Limits(waiting=1))
    right, go = StoryIndex.check, threading.Event()

    def check(self: StoryIndex, *given: Any, **how: Any) -> Any:
        go.wait(30)
        return right(self, *given, **how)

    monkeypatch.setattr(StoryIndex, "check", check)
    with ThreadPoolExecutor(6) as pool:
        sent = [pool.submit(client.post, "/check", json={"text": "A dam failed."}) for _ in range(6)]
        end = time.monotonic() + 30
        while sum(one.done() for one in sent) < 4:
            assert time.monotonic() < end
            time.sleep(0.01)
        go.set()
        answers = [one.result() for one in sent]
    away = [answer for answer in answers if answer.status_code == 503]
    assert len(away) >= 4  # one waits while one is answered
    assert "busy" in problem(away[0], 503)
    assert away[0].headers["retry-after"] == "1"


def test_what_left_the_window_is_removed(
    tmp_path: Path, serve: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = str(tmp_path / "news.db")
    with dedup.open(place, window="1d", clock=lambda: time.time() - 2 * 86_400) as index:
        index.add({"id": "old", "text": "The dam at Ostrow held on Monday."})
    monkeypatch.setattr("dedup.server.lanes.SWEEP", 0.1)
    client = serve(place)
    end = time.monotonic() + 30
    while client.get("/stories").json()["stories"]:
        assert time.monotonic() < end
        time.sleep(0.02)


def test_the_corpora_hold_what_these_tests_need() -> None:
    assert (CORPORA / "stories.jsonl").exists()
    assert len(records(*FERRY)) == 3
