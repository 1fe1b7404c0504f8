"""CSV and TSV with a header line: one row a record."""

import csv
from collections import Counter
from collections.abc import Iterator

from dedup.read.encoding import NotText
from dedup.read.fields import Fields
from dedup.read.intake import Found, Problem
from dedup.read.streams import LONGEST_RECORD, Stream

DELIMITERS = ",;\t|"

LONGEST_CELL = LONGEST_RECORD >> 2
"""Characters of a cell, which may span lines: the reader of tables keeps four bytes for each."""


def delimiter(header: str) -> str:
    """The delimiter that occurs most in a header line; a comma if none does."""
    counts = Counter(header)
    return max(DELIMITERS, key=lambda mark: counts[mark])


def is_table(head: bytes) -> bool:
    """Whether a file begins like a table: a header that names two parts of a story, then a row."""
    first, _, rest = head.lstrip().partition(b"\n")
    header = first[:4096].decode("utf-8", "replace")
    row = rest.partition(b"\n")[0].decode("utf-8", "replace")
    return delimiter(header) in row and Fields().parts(_cells(header)) >= 2


def _cells(line: str) -> tuple[str, ...]:
    try:
        return tuple(next(csv.reader([line], delimiter=delimiter(line)), []))
    except csv.Error:
        return ()


def read_table(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The rows of a table as records."""
    if csv.field_size_limit() < LONGEST_CELL:
        csv.field_size_limit(LONGEST_CELL)  # the module's own limit is 128 KB, less than a long article
    header_line = stream.head.lstrip().split(b"\n", 1)[0].decode("utf-8", "replace")
    rows = csv.reader(_lines(stream, problem), delimiter=delimiter(header_line))
    header: list[str] = []
    while True:
        line = rows.line_num + 1
        place = f"{stream.name}:{line}"
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            problem(place, f"not a row of a table: {error}")
            continue
        if not any(row):
            continue
        if not header:
            header = [cell.strip() for cell in row]
        elif len(row) > len(header):
            problem(place, f"{len(row)} cells in a table of {len(header)} columns")
        else:
            yield dict(zip(header, row, strict=False)), place


def _lines(stream: Stream, problem: Problem) -> Iterator[str]:
    number = 0
    for batch in stream.lines():
        for line in batch:
            number += 1
            if line is None:
                problem(f"{stream.name}:{number}", f"a line of more than {LONGEST_RECORD >> 20} MB")
                yield "\n"
                continue
            try:
                yield stream.decoder.decode(bytes(line)) + "\n"
            except NotText as error:
                problem(f"{stream.name}:{number}", str(error))
                yield "\n"
