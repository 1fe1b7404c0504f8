"""`dedup serve`: an index over HTTP."""

from pathlib import Path

import click

from dedup.cli.options import INPUT_FILE, fields_option, quiet, usage


@click.command(
    epilog="""\b
Examples:
  dedup serve news.db                                       read only, on http://127.0.0.1:8465
  DEDUP_TOKEN=$(cat token) dedup serve news.db              and writable with the token
  dedup serve news.db --host 0.0.0.0 --token-file token     for other machines
  dedup serve postgresql://db/news --port 9000
"""
)
@click.argument("where", metavar="PLACE")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where to listen.")
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=8465, show_default=True, help="0 takes a free one."
)
@click.option(
    "--token-file",
    type=INPUT_FILE,
    help="What requests that write must show; by default the variable DEDUP_TOKEN. Without a token "
    "nothing can be written.",
)
@click.option(
    "--name",
    "names",
    multiple=True,
    metavar="HOST",
    help="A further name by which the server may be asked, as behind a proxy; repeatable.",
)
@fields_option
@click.option(
    "--events/--no-events",
    default=None,
    help="For a new index: whether to find stories that are retold in other words, too.",
)
@click.option("--window", metavar="TIME", help="Forget stories added longer ago, as in 36h, 14d or 2w.")
@click.option(
    "--most-bytes", type=click.IntRange(1_000), default=8_000_000, show_default=True, help="Of a request."
)
@click.option(
    "--most-stories", type=click.IntRange(1, 1_000), default=1_000, show_default=True, help="In a request."
)
@click.option(
    "--rate",
    type=click.FloatRange(0.1),
    default=500.0,
    show_default=True,
    help="Requests per second of one address, over ten seconds.",
)
@quiet
def serve(
    where: str,
    host: str,
    port: int,
    token_file: Path | None,
    names: tuple[str, ...],
    fields: dict[str, str],
    events: bool | None,
    window: str | None,
    most_bytes: int,
    most_stories: int,
    rate: float,
    quiet: bool,
) -> None:
    """Serve an index over HTTP: JSON for programs, pages for people.

    PLACE is a file, or postgresql://user@host/database. /openapi.json describes what can be asked; / is the
    page of the latest events. SIGTERM ends the server when what it has accepted is answered."""
    from dedup.cli.index import Stop
    from dedup.cli.progress import say
    from dedup.index import days
    from dedup.report.styled_text import plain
    from dedup.server import serve as run
    from dedup.server.options import Limits, Options, read_token

    with usage():
        token = read_token(token_file)
        if window is not None:
            days(window)
    options = Options(
        host, port, token, names, fields, events, window, Limits(most_bytes, most_stories, rate)
    )

    def ready(address: str) -> None:
        if not quiet:
            writable = "with the token it can be written to" if token else "read only: no token was given"
            say(f"serving {plain(where)} on {address}; {writable}")

    with Stop():
        run(where, options, ready)
