"""Plain text: a file is a story (or several that were merged: the splitter's business, not ours).

The headline that stands in the text stays a paragraph of it. Nothing is changed but line ends.
"""

from collections.abc import Iterator

from dedup.read.encoding import NotText
from dedup.read.intake import Found, Problem
from dedup.read.streams import LONGEST_RECORD, Stream


def read_text(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The one record of a text file; its id and source are its place, which the caller knows."""
    data = stream.whole(
        LONGEST_RECORD, "too large for one story; if it holds records, name them with --input-format"
    )
    if b"\0" in data:
        raise NotText("not text but binary data")
    yield {"text": stream.decoder.decode(data)}, stream.name
