"""A server in a thread of the tests, with a client of another hand."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from asking import TOKEN, Served

from dedup.server import running
from dedup.server.options import Options


@pytest.fixture
def serve(place: Callable[[], str]) -> Iterator[Served]:
    """Serves a new index, or one that is named; gives a client that shows the token."""
    with ExitStack() as stack:

        def served(at: str | None = None, token: str | None = TOKEN, **options: Any) -> httpx.Client:
            address = stack.enter_context(running(at or place(), Options(port=0, token=token, **options)))
            headers = {} if token is None else {"Authorization": f"Bearer {token}"}
            return stack.enter_context(httpx.Client(base_url=address, headers=headers, timeout=60))

        yield served
