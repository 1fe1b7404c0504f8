"""An index over HTTP: JSON for programs, pages for people (the extra `serve`: Starlette and uvicorn).

**Theory of operation.** One process holds the index open several times, each in a thread of its own
(`lanes`): one that checks, one that reads what takes longer, and one that writes, if there is a token.
Requests wait for their thread in a bounded queue. Additions that wait together are one batch and one
transaction; each is answered when that is committed, so what was acknowledged survives a crash. Another
process may write to the same index at the same time.

**What is refused.** A public address without a token; writing without the token; a body, a number of stories
or a rate of requests above the limits; a name of the host that is not this server's, where it listens on the
loopback only (a page of a stranger could ask under a name of its own)."""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from dedup.errors import InputError, MissingExtraError, SettingsError
from dedup.server.options import TOKEN_VARIABLE, Options, is_loopback

LAST_SECONDS = 30
"""How long a server that was asked to end waits for requests that it has accepted."""

IDLE_SECONDS = 75
"""How long a connection stays open that asks nothing: longer than clients and proxies keep theirs, as a rule,
so that none asks on one that is just being closed."""

MOST_CONNECTIONS = 1_000
"""Open connections: each takes some 50 KB."""


@contextmanager
def _listening(options: Options) -> Iterator[socket.socket]:
    if not is_loopback(options.host) and options.token is None:
        raise SettingsError(
            f"{options.host} is no address of this machine alone: others could read the index, so a token is "
            f"required; give one with --token-file or {TOKEN_VARIABLE}, or listen on 127.0.0.1"
        )
    try:
        [family, kind, number, _, address], *_ = socket.getaddrinfo(
            options.host, options.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        made = socket.socket(family, kind, number)
    except OSError as problem:
        raise InputError(
            f"{options.host} is no address to listen on ({problem.strerror or problem})"
        ) from None
    with made:
        if os.name != "nt":  # there it would let two servers share a port
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            made.bind(address)
        except OSError as problem:
            raise InputError(
                f"cannot listen on {options.host}:{options.port} ({problem.strerror or problem}); "
                "name another port with --port"
            ) from None
        yield made


@contextmanager
def _server(place: str, options: Options) -> Iterator[tuple[Any, socket.socket, str]]:
    """A uvicorn server that is ready to run, its socket and its address."""
    try:
        uvicorn = import_module("uvicorn")
        import_module("starlette")
    except ImportError:
        raise MissingExtraError("dedup serve", "serve") from None
    from dedup.server.app import application
    from dedup.server.lanes import Lanes

    with _listening(options) as listening, Lanes(place, options) as lanes:
        host, port = listening.getsockname()[:2]
        shown = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        config = uvicorn.Config(
            application(lanes, options),
            http="h11",  # it bounds the size of headers
            ws="none",
            lifespan="off",
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_keep_alive=IDLE_SECONDS,
            limit_concurrency=MOST_CONNECTIONS,
            timeout_graceful_shutdown=LAST_SECONDS,
        )
        yield uvicorn.Server(config), listening, shown


def serve(place: str, options: Options, ready: Callable[[str], None]) -> None:
    """Serve an index until SIGTERM or SIGINT; what was accepted by then is answered.

    Parameters
    ----------
    place
        A file, or "postgresql://…". With a token it is made when there is none.
    options
        How.
    ready
        Called with the address once requests are taken.

    Raises
    ------
    SettingsError
        A public address without a token.
    InputError
        The address cannot be listened on.
    StoreError
        The index cannot be opened.
    MissingExtraError
        The extra `serve` is not installed.
    """
    with _server(place, options) as (server, listening, shown):
        listening.listen(2048)
        ready(shown)
        server.run(sockets=[listening])


@contextmanager
def running(place: str, options: Options | None = None) -> Iterator[str]:
    """A server in a thread of this process, on a free port unless one is named: for notebooks and tests.
    Gives its address, and ends with the block; errors are those of `serve`.

    Examples
    --------
    >>> import tempfile, urllib.request
    >>> import dedup
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     dedup.open(f"{folder}/news.db").close()
    ...     with running(f"{folder}/news.db") as address:
    ...         urllib.request.urlopen(f"{address}/health").status
    200
    """
    with _server(place, options or Options(port=0)) as (server, listening, shown):
        listening.listen(2048)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, name="dedup-serve")
        thread.start()
        try:
            yield shown
        finally:
            server.should_exit = True
            thread.join()
