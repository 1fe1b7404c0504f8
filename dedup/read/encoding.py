"""From bytes to text: UTF-8 if it is that, else what charset-normalizer takes it for.

A byte order mark was already dealt with where the stream was opened. charset-normalizer is imported only when
something is not UTF-8.
"""

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
