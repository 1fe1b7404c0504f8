"""CSV and TSV with a header line: one row a record."""

import csv
import re
from collections import Counter, deque
from collections.abc import Iterator

from dedup.readers.fields import Fields
from dedup.readers.intake import Found, Problem
from dedup.readers.streams import LONGEST_RECORD, NotText, Stream

DELIMITERS = ",;\t|"

SAMPLE = 20
"""Lines that are looked at to tell rows from lines of a cell."""

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
    return delimiter(header) in row and Fields().parts(_cells(header, delimiter(header))) >= 2


def _cells(line: str, mark: str) -> tuple[str, ...]:
    try:
        return tuple(next(csv.reader([line], delimiter=mark), []))
    except csv.Error:
        return ()


def read_table(stream: Stream, problem: Problem) -> Iterator[Found]:
    """The rows of a table as records.

    A quotation mark that opens a cell and was not meant to would take all rows up to the next one for its
    text. Where the lines that follow look like rows of their own, it is read as the character that it is.
    """
    if csv.field_size_limit() < LONGEST_CELL:
        csv.field_size_limit(LONGEST_CELL)  # the module's own limit is 128 KB, less than a long article
    header_line = re.split(rb"[\r\n]", stream.head.lstrip(), maxsplit=1)[0].decode("utf-8", "replace")
    rows = _Rows(_lines(stream, problem), delimiter(header_line))
    header: list[str] = []
    for line, row, wrong in rows:
        place = f"{stream.name}:{line}"
        if wrong:
            problem(place, wrong)
        if not any(row):
            continue
        if not header:
            header = _names(row)
            rows.width = len(header)
        elif len(row) > len(header):
            problem(place, f"{len(row)} cells in a table of {len(header)} columns")
        else:
            yield dict(zip(header, row, strict=False)), place


def _names(row: list[str]) -> list[str]:
    """The names of columns: a second one of the same name is numbered, so that the first counts."""
    names: list[str] = []
    for cell in row:
        name, number = cell.strip(), 2
        while name in names:
            name, number = f"{cell.strip()}_{number}", number + 1
        names.append(name)
    return names


class _Rows:
    """Rows of lines, which go back in line when a row was not one.

    `width` is the number of columns, 0 as long as it is not known.
    """

    def __init__(self, lines: Iterator[str], mark: str) -> None:
        self.width = 0
        self._lines = lines
        self._mark = mark
        self._back: deque[str] = deque()
        self._taken: list[str] = []

    def __iter__(self) -> Iterator[tuple[int, list[str], str]]:
        """Each row with the number of its first line, and what is wrong with it ("" for nothing)."""
        rows = csv.reader(self._feed(), delimiter=self._mark, strict=True)
        number = 1
        while True:
            self._taken.clear()
            wrong = ""
            try:
                row = next(rows, None)
                if row is None:
                    return
                stray = len(self._taken) > 1 and len(row) > self.width and self._are_rows()
            except csv.Error as error:
                rows = csv.reader(self._feed(), delimiter=self._mark, strict=True)
                stray = len(self._taken) > 1 and self._are_rows()
                if not stray:
                    row, wrong = self._kindly(str(error))
            if stray:
                self._back.extendleft(reversed(self._taken[1:]))
                del self._taken[1:]
                row = self._taken[0].rstrip("\r\n").split(self._mark)
            yield number, row or [], wrong
            number += len(self._taken)

    def _feed(self) -> Iterator[str]:
        while True:
            line = self._back.popleft() if self._back else next(self._lines, None)
            if line is None:
                return
            self._taken.append(line)
            yield line

    def _are_rows(self) -> bool:
        """Whether half of the lines behind the first have as many cells as the table has columns."""
        some = [line for line in self._taken[1 : SAMPLE + 1] if line.strip()]
        alike = sum(len(_cells(line.rstrip("\n"), self._mark)) == self.width for line in some)
        return self.width > 1 and 2 * alike >= len(some) > 0

    def _kindly(self, reason: str) -> tuple[list[str], str]:
        """A row that breaks the rules of quotation, as it may have been meant."""
        lines = [line.rstrip("\r\n").replace("\r", " ") + "\n" for line in self._taken]
        try:
            row = next(csv.reader(lines, delimiter=self._mark), [])
        except csv.Error as error:
            return [], f"not a row of a table: {error}"
        open_end = "unexpected end" in reason
        return row, "a quotation mark that is never closed: the row goes on to the end" if open_end else ""


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
