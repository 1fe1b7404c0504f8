"""Requests in, answers out: the ASGI application over the lanes of an index.

What comes is checked before it is read: the name of the host, the rate, the token, the size; then the
parameters, by the table of operations; then the records, as strictly as `--strict`. A fault is answered with
a problem (RFC 9457, `application/problem+json`) that says what is wrong, where, and what to do; never with a
traceback."""

import asyncio
import hashlib
import hmac
import re
import time
from collections import Counter, OrderedDict, defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from http import HTTPStatus
from ipaddress import IPv6Address, ip_address
from typing import Any, TypeVar

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from dedup import __version__
from dedup.errors import InputError, RecordError, SettingsError
from dedup.histories import fact_table, history
from dedup.index import moment
from dedup.index.story_index import StoryIndex
from dedup.pipeline import compare
from dedup.readers import stories as coerce
from dedup.report.live import problem_page
from dedup.report.records import (
    comparison_record,
    event_details_record,
    event_record,
    history_record,
    indexed_story_record,
    json_bytes,
    news_record,
    verdict_lines,
    verdict_record,
)
from dedup.server.lanes import BusyError, Lanes
from dedup.server.openapi import MOST_VERSIONS, OPERATIONS, Operation, document
from dedup.server.options import Options, is_loopback
from dedup.server.pages import HEADERS, PAGES, Page
from dedup.server.problems import RequestError, request_error
from dedup.types import VERDICTS, Story, Verdict

Answer = TypeVar("Answer")
Handler = Callable[[Request], Awaitable[Response]]

BODY_SECONDS = 30.0
"""How long a client may take to send a body."""

ANSWER_SECONDS = 60.0
"""How long a request waits for its turn before it is given up; one that has begun is finished."""

SMALL = 100_000
"""Bytes of a body that is read at once, in less time than it takes to wake a thread for it."""

ADDRESSES = 10_000
"""Addresses whose rate is known; the one that asked longest ago is forgotten first."""

BURST = 10.0
"""Seconds over which the rate of requests is held."""

JSON, LINES, PROBLEM = "application/json", "application/x-ndjson", "application/problem+json"

SAFE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Headers of every answer: nothing is kept, framed, guessed, or handed to pages of others."""

_ITEM = re.compile(r"item (\d{1,9})")
"""How the readers call a record in memory."""


def application(lanes: Lanes, options: Options) -> Starlette:
    """The application that answers for an index."""
    desk = _Desk(lanes, options)
    routes = [
        Route(one.path.replace("{id}", "{id:path}"), desk.answering(one), methods=[one.method])
        for one in OPERATIONS
    ]
    routes += [
        Route("/openapi.json", desk.guarded(desk.openapi, "/openapi.json"), methods=["GET"]),
        Route("/metrics", desk.guarded(desk.metrics, "/metrics"), methods=["GET"]),
        *(Route(asked.path, desk.showing(asked, made), methods=["GET"]) for asked, made in PAGES),
    ]
    return Starlette(routes=routes, exception_handlers={HTTPException: _unrouted})


async def _unrouted(request: Request, problem: Exception) -> Response:
    """No such path, or not with this method."""
    status = problem.status_code if isinstance(problem, HTTPException) else 500
    said = {
        404: "there is nothing at this path; /openapi.json lists what there is",
        405: "this path does not take the method; /openapi.json says which it takes",
    }
    fault = RequestError(status, said.get(status, "the request cannot be answered"), request.url.path)
    if isinstance(problem, HTTPException):
        fault.headers.update(problem.headers or {})
    return _problem(fault)


def _problem(fault: RequestError) -> Response:
    record = {
        "type": "about:blank",
        "title": HTTPStatus(fault.status).phrase,
        "status": fault.status,
        "detail": str(fault),
        "where": fault.where,
    }
    return Response(json_bytes(record), fault.status, {**SAFE, **fault.headers}, PROBLEM)


def _problem_page(fault: RequestError) -> Response:
    page = problem_page(HTTPStatus(fault.status).phrase, str(fault), fault.where)
    return HTMLResponse(page, fault.status, {**HEADERS, **fault.headers})


def _answer(record: Mapping[str, object]) -> Response:
    return Response(json_bytes(record), 200, SAFE, JSON)


@dataclass(frozen=True, slots=True)
class _Records:
    """Stories of a body: one, an array, or lines."""

    stories: list[Story]
    form: str

    def answer(self, verdicts: list[Verdict]) -> Response:
        """The verdicts in the form of the records."""
        if self.form == LINES:
            return Response(b"".join(verdict_lines(verdicts)), 200, SAFE, LINES)
        if self.form == "one":
            return _answer(verdict_record(verdicts[0]))
        return Response(orjson.dumps([verdict_record(one) for one in verdicts]) + b"\n", 200, SAFE, JSON)


class _Desk:
    """Answers requests; `lanes` do what they ask for."""

    def __init__(self, lanes: Lanes, options: Options) -> None:
        self._lanes = lanes
        self._options = options
        self._limits = options.limits
        self._token = None if options.token is None else _digest(options.token)
        self._rates = _Rates(options.limits.rate)
        self._names = _names(options)
        self._answered: Counter[tuple[str, int]] = Counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def answering(self, operation: Operation) -> Handler:
        """What answers an operation."""
        handler: Callable[[Request, dict[str, Any]], Awaitable[Response]] = getattr(self, operation.name)

        async def answer(request: Request) -> Response:
            if operation.writes:
                self._allow(request)
            return await handler(request, _parameters(request, operation))

        return self.guarded(answer, operation.path)

    def showing(self, asked: Operation, made: Page) -> Handler:
        """What shows a page."""

        async def answer(request: Request) -> Response:
            given = {name: value for name, value in _parameters(request, asked).items() if value != ""}
            return HTMLResponse(
                await self._read(lambda index: made(index, given, self._limits)), 200, HEADERS
            )

        return self.guarded(answer, asked.path, _problem_page)

    def guarded(
        self, answer: Handler, path: str, problem_shown: "Callable[[RequestError], Response] | None" = None
    ) -> Handler:
        """A handler with all that is checked first, whose faults are problems, and which is counted."""
        shown = problem_shown or _problem

        async def guarded(request: Request) -> Response:
            start = time.perf_counter()
            try:
                self._admit(request, path)
                response = await answer(request)
            except ClientDisconnect:
                response = shown(RequestError(400, "the client went away", path))
            except Exception as problem:
                response = shown(request_error(problem, path))
            self._answered[path, response.status_code] += 1
            self._seconds[path] += time.perf_counter() - start
            return response

        return guarded

    def _admit(self, request: Request, path: str) -> None:
        name = _host(request.headers.get("host", ""))
        if self._names is not None and name not in self._names:
            raise RequestError(
                421,
                f"this server is not called {name[:100]!r}; if it should be, start it with --name",
                "header Host",
            )
        if (
            path != "/health"
            and (wait := self._rates.wait(request.client.host if request.client else "")) > 0
        ):
            raise RequestError(
                429,
                f"more than {self._limits.rate:g} requests a second from one address; send several stories "
                "in one request, or ask less often",
                path,
                Retry_After=str(int(wait) + 1),
            )

    def _allow(self, request: Request) -> None:
        if self._token is None:
            raise RequestError(
                403,
                "this server only reads: it was started without a token; start it with --token-file, or with "
                "DEDUP_TOKEN set",
                request.url.path,
            )
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(_digest(given.strip()), self._token):
            raise RequestError(
                401,
                "the token is missing or wrong; send the header Authorization: Bearer TOKEN",
                "header Authorization",
                WWW_Authenticate="Bearer",
            )

    async def _body(self, request: Request) -> bytes:
        """The body, as far as it may go."""
        most = self._limits.body
        too_large = RequestError(
            413, f"the body is larger than {most:,} bytes; send fewer stories in a request", "body"
        )
        stated = request.headers.get("content-length", "")
        if stated.isdecimal() and int(stated[:20]) > most:
            raise too_large
        parts, size = [], 0
        try:
            async with asyncio.timeout(BODY_SECONDS):
                async for part in request.stream():
                    size += len(part)
                    if size > most:
                        raise too_large
                    parts.append(part)
        except TimeoutError:
            raise RequestError(
                408, f"the body did not come within {BODY_SECONDS:.0f} s; send it again", "body"
            ) from None
        return b"".join(parts)

    async def _records(self, request: Request) -> _Records:
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media not in (JSON, LINES):
            raise RequestError(
                415,
                f"the body is {media[:100] or 'of no stated type'!r}; send JSON as {JSON}, or JSON lines as "
                f"{LINES}",
                "header Content-Type",
            )
        body = await self._body(request)
        if len(body) < SMALL:
            return self._stories(body, media)
        return await asyncio.to_thread(self._stories, body, media)

    def _stories(self, body: bytes, media: str) -> _Records:
        """The stories of a body, all of them or none."""
        if media == LINES:
            lines = [line for line in body.split(b"\n") if line.strip()]
            self._bounded(len(lines))
            found = [_json(line, f"line {number}") for number, line in enumerate(lines, start=1)]
            return _Records(
                self._strictly(found, [f"line {number + 1}" for number in range(len(found))]), LINES
            )
        read = _json(body, "body")
        if isinstance(read, list):
            self._bounded(len(read))
            return _Records(self._strictly(read, [f"body[{number}]" for number in range(len(read))]), "many")
        stories = self._strictly([read], ["body"])
        if len(stories) != 1:
            raise RequestError(422, "the record holds several stories; send them as an array", "body")
        return _Records(stories, "one")

    def _bounded(self, count: int) -> None:
        if count > (most := self._limits.stories):
            raise RequestError(413, f"{count:,} stories; a request may hold {most:,}: send several", "body")

    def _strictly(self, items: list[Any], places: list[str]) -> list[Story]:
        """The stories of records, each of which must be one."""
        for item, place in zip(items, places, strict=True):
            if not isinstance(item, dict):
                raise RequestError(
                    422, f"{type(item).__name__} is no record; a record is an object with a text", place
                )
        try:
            found = list(coerce(items, fields=self._options.fields, strict=True, unique=False))
        except RecordError as problem:
            number = _ITEM.match(problem.place)
            raise RequestError(422, problem.problem, places[int(number[1])] if number else "body") from None
        except InputError as problem:
            raise RequestError(422, str(problem), "body") from None
        if not found:
            raise RequestError(422, "there is no story in it", "body")
        self._bounded(len(found))
        return found

    async def _done(self, future: "Future[Answer]") -> Answer:
        """What a lane answers; given up if its turn does not come."""
        waiting = asyncio.wrap_future(future)
        done, _ = await asyncio.wait([waiting], timeout=ANSWER_SECONDS)
        if not done and future.cancel():
            raise BusyError(f"the server is busy: no answer within {ANSWER_SECONDS:.0f} s; ask again later")
        return await waiting

    async def _read(self, question: Callable[[StoryIndex], Answer]) -> Answer:
        return await self._done(self._lanes.reads.ask(question))

    async def check(self, request: Request, given: dict[str, Any]) -> Response:
        records = await self._records(request)

        def ask(index: StoryIndex) -> list[Verdict]:
            return list(index.check(records.stories, **given))

        lane = self._lanes.reads if given or len(records.stories) > 1 else self._lanes.checks
        return records.answer(await self._done(lane.ask(ask)))

    async def add(self, request: Request, given: dict[str, Any]) -> Response:
        records = await self._records(request)
        assert self._lanes.writes is not None  # there is a token
        differences, news = given.get("differences", False), given.get("news", False)
        verdicts = self._lanes.writes.add(records.stories, differences, news)
        return records.answer(await self._done(verdicts))

    async def stories(self, request: Request, given: dict[str, Any]) -> Response:
        chosen = {**given, "words": given.get("words", "").split(), "since": _since(given)}
        found = await self._read(lambda index: index.search(**chosen))
        listed = [indexed_story_record(one) for one in found.stories]
        return _answer({"stories": listed, "searched": found.searched, "before": found.before})

    async def story(self, request: Request, given: dict[str, Any]) -> Response:
        name = request.path_params["id"]
        found = await self._read(lambda index: index.story(name, given.get("version")))
        if found is None:
            raise _missing("story", name, request)
        return _answer(indexed_story_record(found))

    async def events(self, request: Request, given: dict[str, Any]) -> Response:
        chosen = {**given, "since": _since(given)}
        found = await self._read(lambda index: list(index.events(**chosen)))
        return _answer({"events": [event_record(one) for one in found]})

    async def event(self, request: Request, given: dict[str, Any]) -> Response:
        name = request.path_params["id"]

        def ask(index: StoryIndex) -> bytes | None:
            found = index.event(name)
            table = None if found is None else fact_table(index.stories_of(name, MOST_VERSIONS))
            return None if found is None else json_bytes(event_details_record(found, table))

        return _found(await self._read(ask), name, request)

    async def history(self, request: Request, given: dict[str, Any]) -> Response:
        name = request.path_params["id"]

        def ask(index: StoryIndex) -> bytes | None:
            stories = index.stories_of(name, given["limit"])
            if len(stories) < 2:
                return None
            return json_bytes(history_record(history(stories), fact_table(stories)))

        return _found(await self._read(ask), name, request)

    async def news(self, request: Request, given: dict[str, Any]) -> Response:
        since = _since(given)
        found = await self._read(lambda index: list(index.news(since or 0.0, given["limit"])))
        return _answer({"events": [news_record(one) for one in found]})

    async def compare(self, request: Request, given: dict[str, Any]) -> Response:
        media = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media != JSON:
            raise RequestError(
                415, f"the body is {media[:100]!r}; send JSON as {JSON}", "header Content-Type"
            )
        pair = _pair(await self._body(request))

        def ask(index: StoryIndex) -> bytes:
            a, b = (self._side(index, name, pair[name]) for name in ("a", "b"))
            return json_bytes(comparison_record(compare(a, b, **given)))

        return Response(await self._read(ask), 200, SAFE, JSON)

    def _side(self, index: StoryIndex, name: str, given: Mapping[str, Any]) -> Story:
        """One side of a comparison: a stored story, or one that is given."""
        if given.keys() <= {"id", "version"}:
            story_id, version = given.get("id"), given.get("version")
            if (
                not isinstance(story_id, str)
                or not isinstance(version, int | None)
                or isinstance(version, bool)
            ):
                raise RequestError(422, f"{name} names no story; give its id as text", f"body.{name}")
            found = index.get(story_id, version)
            if found is None:
                raise RequestError(
                    404, f"there is no story {story_id[:200]!r} in the index", f"body.{name}.id"
                )
        else:
            found = self._strictly([given], [f"body.{name}"])[0]
        if len(found.text) > self._limits.text:
            raise RequestError(
                413,
                f"the text has {len(found.text):,} characters; up to {self._limits.text:,} are compared",
                f"body.{name}",
            )
        return found

    async def health(self, request: Request, given: dict[str, Any]) -> Response:
        await self._read(lambda index: index.count([]))
        writes = self._lanes.writes is not None
        return _answer({"status": "ok", "version": __version__, "writes": writes})

    async def openapi(self, request: Request) -> Response:
        return _answer(document())

    async def metrics(self, request: Request) -> Response:
        lines = [
            "# HELP dedup_requests_total Requests answered.",
            "# TYPE dedup_requests_total counter",
            *(
                f'dedup_requests_total{{path="{path}",status="{status}"}} {number}'
                for (path, status), number in sorted(self._answered.items())
            ),
            "# HELP dedup_request_seconds Time from the head of a request to its answer.",
            "# TYPE dedup_request_seconds summary",
        ]
        for path, seconds in sorted(self._seconds.items()):
            number = sum(count for (name, _), count in self._answered.items() if name == path)
            lines.append(f'dedup_request_seconds_sum{{path="{path}"}} {seconds:.6f}')
            lines.append(f'dedup_request_seconds_count{{path="{path}"}} {number}')
        lines += ["# HELP dedup_waiting Requests that wait for a thread.", "# TYPE dedup_waiting gauge"]
        lines += [f'dedup_waiting{{lane="{name}"}} {number}' for name, number in self._lanes.waiting()]
        if self._lanes.writes is not None:
            kinds = self._lanes.writes.kinds
            lines += [
                "# HELP dedup_stories_total Stories stored, by verdict.",
                "# TYPE dedup_stories_total counter",
            ]
            lines += [f'dedup_stories_total{{verdict="{kind}"}} {kinds[kind]}' for kind in VERDICTS]
        return Response("\n".join(lines) + "\n", 200, SAFE, "text/plain; version=0.0.4")


def _found(event: bytes | None, name: str, request: Request) -> Response:
    """An event, if there is one."""
    if event is None:
        raise _missing("event of two and more stories", name, request)
    return Response(event, 200, SAFE, JSON)


def _missing(what: str, name: str, request: Request) -> RequestError:
    return RequestError(404, f"there is no {what} with the id {name[:200]!r}", request.url.path[:300])


def _parameters(request: Request, operation: Operation) -> dict[str, Any]:
    """The parameters of a query, as the table says; those that have a default are there in any case."""
    known = {one.name: one for one in operation.parameters}
    given = request.query_params.multi_items()
    for name, _ in given:
        if name not in known:
            listed = ", ".join(known) or "none"
            raise RequestError(
                400, f"there is no parameter {name[:100]!r}; there are {listed}", f"query {name[:100]}"
            )
    found = {name: one.schema["default"] for name, one in known.items() if "default" in one.schema}
    for name, text in given:
        found[name] = _value(name, text, known[name].schema)
    for name, one in known.items():
        if one.required and name not in found:
            raise RequestError(400, f"the parameter {name!r} is missing: {one.meaning}", f"query {name}")
    return found


def _value(name: str, text: str, schema: Mapping[str, Any]) -> Any:
    if schema["type"] == "boolean":
        if text not in ("true", "false"):
            raise RequestError(400, f"{name} is {text[:100]!r}; it is true or false", f"query {name}")
        return text == "true"
    if schema["type"] == "integer":
        least, most = schema["minimum"], schema["maximum"]
        if not (text.isascii() and text.isdecimal() and len(text) < 20 and least <= int(text) <= most):
            raise RequestError(
                400, f"{name} is {text[:100]!r}; it is a whole number, {least} to {most}", f"query {name}"
            )
        return int(text)
    return text


def _since(given: Mapping[str, Any]) -> float | None:
    try:
        return moment(given["since"], time.time()) if "since" in given else None
    except (SettingsError, OverflowError, ValueError) as problem:
        raise RequestError(400, str(problem), "query since") from None


def _pair(body: bytes) -> dict[str, Mapping[str, Any]]:
    found = _json(body, "body")
    if not isinstance(found, dict) or found.keys() != {"a", "b"} or not all(map(_is_object, found.values())):
        raise RequestError(
            422,
            'the body is no pair; it is {"a": …, "b": …}, each {"id": "…"} of a stored story or a record '
            "with its text",
            "body",
        )
    return found


def _is_object(value: object) -> bool:
    return isinstance(value, dict)


def _json(text: bytes, where: str) -> Any:
    try:
        return orjson.loads(text)
    except ValueError as problem:
        raise RequestError(400, f"not JSON ({problem})", where) from None


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


def _host(header: str) -> str:
    """The name in a header Host, without its port, in lower case."""
    name = header.strip().lower()
    if name.startswith("["):
        return name.partition("]")[0].removeprefix("[")
    return name.partition(":")[0]


def _names(options: Options) -> frozenset[str] | None:
    """The names by which the server may be asked; None: by any."""
    if not is_loopback(options.host) and not options.names:
        return None
    own: Iterable[str] = ("localhost", "127.0.0.1", "::1", options.host.lower())
    return frozenset((*own, *(name.lower() for name in options.names)))


class _Rates:
    """Requests of each address, held to a rate: a bucket that fills with `rate` a second and holds `BURST`
    seconds of it. IPv6 addresses of one network of 64 bits are one address."""

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str) -> float:
        """Counts a request; seconds until it is allowed, 0 where it is now."""
        now, key = time.monotonic(), _network(address)
        most = max(self._rate * BURST, 1.0)
        left, before = self._left.pop(key, (most, now))
        left = min(most, left + (now - before) * self._rate)
        allowed = left >= 1.0
        self._left[key] = (left - 1.0 if allowed else left, now)
        if len(self._left) > ADDRESSES:
            self._left.popitem(last=False)
        return 0.0 if allowed else (1.0 - left) / self._rate


def _network(address: str) -> str:
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return found.exploded[:19] if isinstance(found, IPv6Address) else address
