"""How an index is served: where, to whom, with which token, and within which limits."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dedup.errors import InputError, SettingsError

PORT = 8465
"""Where the server listens unless told otherwise; registered for nothing."""

LEAST_TOKEN = 16
"""Characters of a token: 16 random ones cannot be guessed at any rate that a server answers."""

TOKEN_VARIABLE = "DEDUP_TOKEN"  # noqa: S105 - the name of the variable


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request, and one client, may ask for.

    Attributes
    ----------
    body
        Bytes of a request.
    stories
        Stories in a request.
    rate
        Requests per second of one address, over ten seconds.
    waiting
        Requests that wait for a thread: beyond that the server says that it is busy.
    text
        Characters of a text that is compared.
    """

    body: int = 8_000_000
    stories: int = 1_000
    rate: float = 500.0
    waiting: int = 500
    text: int = 200_000


@dataclass(frozen=True, slots=True)
class Options:
    """How an index is served.

    Attributes
    ----------
    host, port
        Where to listen; port 0 takes a free one.
    token
        What a request that writes must show; None: nothing can be written.
    names
        Names of the host by which the server may be asked, beside its own.
    fields
        Part of a story -> name of the field that holds it, as in `dedup.read`.
    events, window
        Of an index that is made or opened for writing, as in `dedup.open`.
    limits
        What may be asked for.
    """

    host: str = "127.0.0.1"
    port: int = PORT
    token: str | None = None
    names: tuple[str, ...] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    events: bool | None = None
    window: str | None = None
    limits: Limits = Limits()


def read_token(file: Path | None, environment: Mapping[str, str] = os.environ) -> str | None:
    """The token of a file, or of the variable DEDUP_TOKEN; None where there is neither.

    Raises
    ------
    InputError
        The file cannot be read.
    SettingsError
        The token is too short.
    """
    if file is None:
        found, where = environment.get(TOKEN_VARIABLE), TOKEN_VARIABLE
    else:
        where = str(file)
        try:
            found = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            raise InputError(f"{file}: the token cannot be read ({problem})") from None
    if found is None:
        return None
    token = found.strip()
    if len(token) < LEAST_TOKEN or not token.isascii() or not token.isprintable() or " " in token:
        raise SettingsError(
            f"the token in {where} is not {LEAST_TOKEN} or more ASCII characters without a space: make one "
            "with python -c 'import secrets; print(secrets.token_urlsafe())'"
        )
    return token


def is_loopback(host: str) -> bool:
    """Whether an address, or a name, is that of this machine alone.

    Examples
    --------
    >>> is_loopback("localhost"), is_loopback("127.0.0.1"), is_loopback("0.0.0.0")
    (True, True, False)
    """
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
