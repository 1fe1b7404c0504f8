"""Plain text: a file is a story (or several that were merged: the splitter's business, not ours).

The headline that stands in the text stays a paragraph of it. Nothing is changed but line ends.
"""

from collections.abc import Iterator

from dedup.read.encoding import NotText, refuse_binary
from dedup.read.intake import Found, Problem
from dedup.read.streams import LONGEST_RECORD, Stream


def read_text(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The one record of a text file; its id and source are its place, which the caller knows."""
    data = stream.whole(
        LONGEST_RECORD, "too large for one story; if it holds records, name them with --input-format"
    )
    try:
        refuse_binary(data)
        text = stream.decoder.decode(data)
    except NotText as error:
        problem(stream.name, str(error))
        return
    yield {"text": text}, stream.name
