"""Bytes of a file or of standard input, without compression, and the text in them.

Nothing is loaded whole unless its format needs it, and then only up to a limit: a file may be of any size, a
record may not. What unpacks to much more than its size is refused as a compression bomb. UTF-16 is decoded
here if it has a byte order mark; other text is UTF-8, or what charset-normalizer takes it for, which is
imported only then.
"""

import codecs
import re
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from io import BufferedReader, RawIOBase, UnsupportedOperation
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO, cast

from dedup.errors import MissingExtraError, RecordError

SAMPLE = 65_536
"""Bytes that the encoding is guessed from: more makes it slower (about 1 s a MB), not better."""

CONTROL_SHARE = 0.01
"""More control characters than this and it is not text. Agency wires use a handful (SOH, STX, ETX) in each
story."""

STRANGERS = 0.03
"""Share of accented letters that may be foreign to a language (in names)."""

FEW_MARKED = 0.01
"""Share of accented letters below which they only need to be Western: English has them in names. Czech and
Polish have 6 to 15 %."""

_LETTERS = (
    "áéíóúüñ",  # Spanish
    "áâãàçéêíóôõúü",  # Portuguese
    "àâæçèéêëîïôœùûüÿ",  # French
    "äöüßé",  # German
    "àèéìòùî",  # Italian
    "àáçèéíïòóúü",  # Catalan
    "åäöæøéü",  # Danish, Norwegian, Swedish, Finnish
    "áéëïóöüèê",  # Dutch
)
_TYPOGRAPHY = "‘’‚“”„–—…•·«»‹›¡¿€£§°ªº©®™\u00a0\u00ad"
_CONTROLS = bytes({*range(32), 127} - {7, 8, 9, 10, 12, 13, 26, 27})

NOT_TEXT = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip archive or an office document",
    b"\x89PNG": "an image",
    b"\xff\xd8\xff": "an image",
    b"GIF8": "an image",
    b"\x7fELF": "a program",
    b"SQLite": "a database",
}
"""First bytes of what people give by mistake -> what it is."""


class NotText(ValueError):  # noqa: N818
    """The bytes are no text; the message says what they are."""


def guess(sample: bytes) -> str:
    """The encoding that fits a sample of bytes which are not UTF-8.

    Windows-1252 if that reads as a language of Western Europe, else what charset-normalizer says (which alone
    took 50 of 80 Spanish and Portuguese stories for Central European ones).

    Raises
    ------
    NotText
        When no encoding fits.
    """
    if _is_western(sample):
        return "cp1252"
    from charset_normalizer import from_bytes

    best = from_bytes(sample).best()
    if best is None:
        raise NotText("not text in any known encoding")
    return "cp1252" if "cp1252" in best.could_be_from_charset else best.encoding


def _is_western(sample: bytes) -> bool:
    """Whether a sample read as Windows-1252 has the accented letters of one language, or hardly any."""
    try:
        marked = [c for c in sample.decode("cp1252").lower() if not c.isascii() and c not in _TYPOGRAPHY]
    except UnicodeDecodeError:
        return False
    strangers = min(sum(c not in letters for c in marked) for letters in _LETTERS)
    few = len(marked) < FEW_MARKED * len(sample) and not set(marked).difference("".join(_LETTERS))
    return few or strangers <= STRANGERS * len(marked)


_BYTES = {bytes([code]).decode("cp1252", "ignore") or chr(code): code for code in range(0x80, 0x100)}
"""Characters as which bytes beyond ASCII are shown when a text is taken for Windows-1252 -> those bytes."""

_SHOWN = re.compile(f"[{''.join(map(re.escape, _BYTES))}]+")
_TWICE = re.compile(rb"\xc3[\x82-\xb4][\x80-\xff]")  # in UTF-8: one of Â to ô, and another one beyond ASCII

LEAST_RUNS = 2
"""Runs of such characters from which all being UTF-8 is no chance: "IRMÔ" may be."""


def repaired(text: str) -> str:
    """A text that is UTF-8 read as Windows-1252 ("BrÃ¼cke") as it was; any other as it is.

    It is one if all characters beyond ASCII, as bytes, are UTF-8: a text in any language of Western Europe
    has accented letters that stand alone.

    Examples
    --------
    >>> repaired("BrÃ¼cke â€“ GrÃ¼ne"), repaired("Brücke – Grüne")
    ('Brücke – Grüne', 'Brücke – Grüne')
    """
    if text.isascii() or not _TWICE.search(text.encode("utf-8", "surrogatepass")):
        return text
    try:
        fixed, runs = _SHOWN.subn(lambda run: bytes(map(_BYTES.__getitem__, run[0])).decode(), text)
    except UnicodeDecodeError:
        return text
    return fixed if runs >= LEAST_RUNS else text


class Decoder:
    """Decodes what belongs to one file: UTF-8, else the encoding that its first other bytes were taken for.

    `guessed` is that encoding, None as long as everything was UTF-8.
    """

    def __init__(self) -> None:
        self.guessed: str | None = None

    def decode(self, data: bytes) -> str:
        """The text of a line or of a whole file.

        Raises
        ------
        NotText
            When no encoding fits.
        """
        try:
            return data.decode()
        except UnicodeDecodeError as error:
            if self.guessed is None:
                self.guessed = guess(data[max(0, error.start - SAMPLE // 2) :][:SAMPLE])
            return data.decode(self.guessed, "replace")


def refuse_binary(data: bytes) -> None:
    """Tell text from what people give by mistake, by the first bytes of a file.

    Raises
    ------
    NotText
        When the bytes are binary.
    """
    for magic, what in NOT_TEXT.items():
        if data.startswith(magic):
            raise NotText(f"not text but {what}")
    sample = data[:SAMPLE]
    if len(sample) - len(sample.translate(None, _CONTROLS)) > CONTROL_SHARE * len(sample):
        raise NotText("not text but binary data")


BLOCK = 1 << 20
"""Bytes read at a time. From 256 KB on the speed is the same; a block and its lines fit the cache of one
core."""

LONGEST_RECORD = 16 << 20
"""Bytes of one line, or of one text file. The longest article ever seen in a crawl is below 10 MB; as JSON a
line may take 30 times its size in memory."""

FREELY_UNPACKED = 4 << 20
"""Bytes that any file may unpack to."""

MOST_UNPACKED = 100
"""Times its size that a file may unpack to beyond that. News shrinks to a third or a tenth, a page that was
saved every hour to a hundredth; a bomb of zeros to a thousandth (gzip) or a ten thousandth (Zstandard)."""

LARGEST_DOCUMENT = 512 << 20
"""Bytes of a JSON file that has to be loaded whole; JSON Lines has no such limit."""

ZSTD_SLICE = 1 << 10
"""Bytes unpacked at a time: four of them may stand for 128 KB, so that this is 32 MB at worst."""

_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_UTF16 = {
    codecs.BOM_UTF32_LE: "utf-32",  # before UTF-16, whose mark it begins with
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


Line = bytes | memoryview
"""A line, or where it lies in a block."""


@dataclass(slots=True)
class Stream:
    """An open source: its name for messages, its first bytes (at least one unless it is empty), and all its
    blocks.

    `decoder` is for formats that are lines of text; it knows afterwards whether the source was UTF-8. `path`
    is for formats that must seek; the file there may be compressed.
    """

    name: str
    head: bytes
    blocks: Iterator[bytes]
    decoder: Decoder = field(default_factory=Decoder)
    path: Path | None = None
    taken: Callable[[], int] = int

    def lines(self) -> Iterator[list[Line | None]]:
        """Batches of lines without their line feed; None stands for a line longer than `LONGEST_RECORD`.

        A file that begins without line feeds but with carriage returns has lines that end in those.
        """
        old = b"\r" in self.head and b"\n" not in self.head
        tail: list[Line] = []
        size = 0
        for block in self.blocks:
            if old:
                block = block.replace(b"\r", b"\n")
            if b"\n" not in block:
                size += len(block)
                if size <= LONGEST_RECORD:
                    tail.append(block)
                else:
                    tail.clear()
                continue
            first, *lines, last = _split(block)
            size += len(first)
            whole = None if size > LONGEST_RECORD else b"".join([*tail, first])
            tail = [last]
            size = len(last)
            yield [whole, *lines]
        if size:
            yield [None if size > LONGEST_RECORD else b"".join(tail)]

    def whole(self, limit: int, advice: str) -> bytes:
        """All bytes.

        Raises
        ------
        RecordError
            When there are more than `limit`.
        """
        parts: list[bytes] = []
        size = 0
        for block in self.blocks:
            size += len(block)
            if size > limit:
                raise RecordError(self.name, f"larger than {limit >> 20} MB: {advice}")
            parts.append(block)
        return b"".join(parts)


def _split(block: bytes) -> list[memoryview]:
    """The lines of a block, with nothing copied: half the time of `bytes.split` on lines of 3 KB."""
    view, find = memoryview(block), block.find
    found, first = [], 0
    while (end := find(b"\n", first)) >= 0:
        found.append(view[first:end])
        first = end + 1
    found.append(view[first:])
    return found


class BlockReader(RawIOBase):
    """Blocks as a file to read from, for libraries that want one; seeking goes forwards only."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = memoryview(b"")
        self._at = 0

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill a buffer from the current block."""
        while not self._rest:
            block = next(self._blocks, None)
            if block is None:
                return 0
            self._rest = memoryview(block)
        size = min(len(buffer), len(self._rest))
        buffer[:size] = self._rest[:size]
        self._rest = self._rest[size:]
        self._at += size
        return size

    def seek(self, offset: int, whence: int = 0) -> int:
        """Go forwards to a place, or to the end."""
        target = offset + self._at if whence == 1 else offset
        while whence == 2 or target > self._at:
            if not self.read(BLOCK if whence == 2 else min(BLOCK, target - self._at)):
                break
        if whence != 2 and target < self._at:
            raise UnsupportedOperation("a stream does not go backwards")
        return self._at

    def tell(self) -> int:
        """Bytes read so far."""
        return self._at


def out_of_proportion(unpacked: int, packed: int) -> bool:
    """Whether so many bytes that unpack to so many more are a compression bomb."""
    return unpacked > max(FREELY_UNPACKED, MOST_UNPACKED * packed)


class _Counted:
    """A raw stream that counts what was taken from it."""

    def __init__(self, raw: BufferedReader) -> None:
        self._raw = raw
        self.taken = 0

    def read1(self, size: int) -> bytes:
        data = self._raw.read1(size)
        self.taken += len(data)
        return data


@contextmanager
def open_stream(path: Path | None, name: str) -> Iterator[Stream]:
    """Open a file, or standard input when `path` is None.

    Raises
    ------
    RecordError
        When it cannot be opened, or (while it is read) is cut short or damaged.
    MissingExtraError
        When it is compressed with Zstandard and no module for that is installed.
    """
    try:
        raw = path.open("rb") if path is not None else _standard_input()
    except OSError as error:
        raise RecordError(name, f"cannot be opened: {error.strerror or error}") from None
    try:
        blocks = _guarded(_blocks(cast(BufferedReader, raw)), name)
        head = next(blocks, b"")
        taken = raw.tell if path is not None else int
        yield Stream(name, head, chain([head], blocks), path=path, taken=taken)
    finally:
        if path is not None:
            raw.close()


def _standard_input() -> BinaryIO:
    stdin: Any = sys.stdin
    buffer: Any = getattr(stdin, "buffer", stdin)
    return cast(BinaryIO, buffer if hasattr(buffer, "peek") else _Peekable(buffer))


class _Peekable:
    """Standard input that some harness replaced by a simpler object."""

    def __init__(self, raw: BinaryIO) -> None:
        self._raw = raw
        self._ahead = b""

    def peek(self, _size: int) -> bytes:
        self._ahead = self._ahead or self._raw.read(BLOCK)
        return self._ahead

    def read1(self, size: int) -> bytes:
        ahead, self._ahead = self._ahead, b""
        return ahead or self._raw.read(size)

    read = read1


def _blocks(raw: BufferedReader) -> Iterator[bytes]:
    magic = raw.peek(4)[:4]
    if magic.startswith(_GZIP):
        plain = _proportionate(_gunzip, raw)
    elif magic == _ZSTD:
        plain = _proportionate(_unzstd, raw)
    else:
        plain = iter(lambda: raw.read1(BLOCK), b"")
    first = next(plain, b"")
    for mark, encoding in _UTF16.items():
        if first.startswith(mark):
            yield from _recoded(chain([first], plain), encoding)
            return
    if first := first.removeprefix(codecs.BOM_UTF8):
        yield first
    yield from plain


def _proportionate(unpack: Callable[[_Counted], Iterator[bytes]], raw: BufferedReader) -> Iterator[bytes]:
    """The blocks of a compressed stream, as long as they are not out of proportion to what they came from."""
    counted = _Counted(raw)
    size = 0
    for block in unpack(counted):
        size += len(block)
        if out_of_proportion(size, counted.taken):
            raise _BombError(
                f"it unpacks to more than {FREELY_UNPACKED >> 20} MB and {MOST_UNPACKED} times its size: "
                "refused; if it is what it should be, unpack it first"
            )
        yield block


class _BombError(ValueError):
    """What is compressed is out of proportion."""


def _gunzip(raw: _Counted) -> Iterator[bytes]:
    machine = zlib.decompressobj(wbits=31)
    begun = False
    while packed := raw.read1(BLOCK >> 2):
        while packed := packed if begun else packed.lstrip(b"\0"):  # members may be padded with zeros
            begun = True
            if plain := machine.decompress(packed, BLOCK):
                yield plain
            packed = machine.unconsumed_tail
            if machine.eof:
                packed = machine.unused_data
                machine, begun = zlib.decompressobj(wbits=31), False
    if begun:
        raise EOFError


def _unzstd(raw: _Counted) -> Iterator[bytes]:
    try:
        zstandard: Any = import_module("zstandard")
    except ImportError:
        raise MissingExtraError("reading .zst files", "zstd") from None
    machine, begun = zstandard.ZstdDecompressor().decompressobj(), False
    try:
        while packed := raw.read1(ZSTD_SLICE):
            while packed:
                begun = True
                if plain := machine.decompress(packed):
                    yield plain
                packed = b""
                if machine.eof:
                    packed = machine.unused_data
                    machine, begun = zstandard.ZstdDecompressor().decompressobj(), False
    except zstandard.ZstdError as error:
        raise zlib.error(str(error)) from None
    if begun:
        raise EOFError


def _recoded(blocks: Iterator[bytes], encoding: str) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(encoding)()
    for block in blocks:
        if plain := decoder.decode(block):
            yield plain.encode()
    decoder.decode(b"", True)


def _guarded(blocks: Iterator[bytes], name: str) -> Iterator[bytes]:
    try:
        yield from blocks
    except EOFError:
        raise RecordError(name, "the compressed file is cut short") from None
    except zlib.error as error:
        raise RecordError(name, f"the compressed file is damaged ({error})") from None
    except _BombError as error:
        raise RecordError(name, str(error)) from None
    except UnicodeError as error:
        raise RecordError(name, f"the file has a mark of UTF-16 or UTF-32 but is not ({error})") from None
    except OSError as error:
        raise RecordError(name, f"cannot be read: {error.strerror or error}") from None
