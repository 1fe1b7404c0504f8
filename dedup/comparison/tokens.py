"""Tokens with their place in the text: what sentences are compared by, word by word.

scikit-learn's pattern drops "3" and splits "$1.2bn", so the comparer has its own: numbers stay whole,
currency and percent signs are tokens, contractions fall into their two words, every character of an
unspaced script is a token. Punctuation is no token: it stands in the gap before the next one. Each token
knows whether it is inside quotation marks; that state is kept across sentences, and across paragraphs by
the printers' rule that a quotation which goes on opens again at the start of each paragraph.

What the extractors find in a run of tokens, and what a judge says of two findings.
"""

import re
from dataclasses import dataclass
from functools import cache

from dedup.comparison.spelling import key
from dedup.text.normalise import UNSPACED, listed, marks, normalise
from dedup.text.sentences import sentences

TITLE = -1
"""Paragraph number of the separate title."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number or sign: characters `start` to `end` of paragraph `paragraph`.

    `key` is the form it is compared by, `gap` the text between the token before it (in its paragraph) and it.
    """

    text: str
    key: str
    paragraph: int
    start: int
    end: int
    gap: str
    quoted: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital letter."""
        return self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a story: characters `start` to `end` of paragraph `paragraph`, with its tokens."""

    paragraph: int
    start: int
    end: int
    text: str
    tokens: tuple[Token, ...]


CURRENCY_CODES = listed("rs inr pkr usd eur gbp jpy chf cad aud rm rp tk ksh tsh ngn zar")
"""Letters for a currency that are written right before an amount ("Rs500,000"), in small letters."""


@cache
def _pattern() -> re.Pattern[str]:
    mark = f"[{marks()}]"
    letter = rf"(?:[^\W\d_{UNSPACED}]|{mark}|[\u00ad\u200b-\u200d](?=\w))"
    code = "|".join(sorted(CURRENCY_CODES))
    return re.compile(
        rf"per[ \u00a0]cent\b|(?:{code})(?=[0-9])|(?:[^\W\d_{UNSPACED}]\.){{2,8}}"
        rf"|[0-9]+(?:[.,][0-9]+)*|[$£€¥₹%‰&°]"
        rf"|[{UNSPACED}]{mark}*|{letter}(?:{letter}|[0-9])*(?:(?<=[0-9]),[0-9]{{3}}(?![0-9]))*(?:['’ʼ]{letter}+)*|\d+",
        re.IGNORECASE,
    )


_CLITIC = re.compile(r"(n['’ʼ]t|['’ʼ](?:s|re|ve|ll|d|m))$", re.IGNORECASE)
_SHORTENED = {"ca": "can", "wo": "will", "sha": "shall", "ai": "is"}

_SURE_OPEN = frozenset("„「『〝")
_SURE_CLOSE = frozenset("」』〞")
_QUOTE = re.compile(r"[\"“”„‟«»「」『』〝〞＂]|''|‘‘|’’|``|(?<!\w)['‘](?=\w)|(?<=[\w.,!?…])['’](?!\w)")
_BEFORE_OPENING = frozenset(" \t\n\u00a0([{—–-:/")


def quotations(paragraphs: list[str]) -> list[list[tuple[int, int]]]:
    """The stretches inside quotation marks, for every paragraph: (start, end) without the marks.

    Double marks of any style, and single marks that open before a word and close behind one. What opens and
    is never closed runs to the end of its paragraph if the next paragraph opens again, and is no quotation
    otherwise.

    Examples
    --------
    >>> quotations(["He said “no” and “we will", "“not go” today."])
    [[(9, 11), (18, 25)], [(1, 7)]]
    """
    found: list[list[tuple[int, int]]] = []
    for number, text in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else ""
        found.append(_quoted(text, bool(following) and following[0] in "\"“„«「'‘’"))
    return found


def _quoted(text: str, goes_on: bool) -> list[tuple[int, int]]:
    ranges: list[tuple[int, int]] = []
    opened: int | None = None
    single = False
    for match in _QUOTE.finditer(text):
        mark, at = match.group(), match.start()
        if not at and _closed_above(text, mark):
            continue
        lone = mark in ("'", "‘", "’")
        before = text[at - 1] if at else " "
        opening = mark in _SURE_OPEN or (mark not in _SURE_CLOSE and before in _BEFORE_OPENING)
        if opened is None:
            if lone and (mark == "’" or not _closes_later(text, match.end())):
                continue
            if opening or mark in "“«``":
                opened, single = match.end(), lone
        elif lone == single and not (opening and mark != "”" and not _ends(text, match.end())):
            ranges.append((opened, at))
            opened = None
    if opened is not None and goes_on and not single:
        ranges.append((opened, len(text)))
    return ranges


def _ends(text: str, at: int) -> bool:
    """Whether no word follows at once: a mark between spaces closes what is open."""
    return text[at : at + 1].isspace() or text[at : at + 1] in tuple(".,;:!?)")


def _closed_above(text: str, mark: str) -> bool:
    """Whether the mark that begins a paragraph closes the one above, torn off by a faulty conversion: a space
    follows, and the others of its kind pair up without it."""
    return text[len(mark) : len(mark) + 1].isspace() and mark not in _SURE_OPEN and text.count(mark) % 2 == 1


_SINGLE_CLOSE = re.compile(r"(?<=[,.!?…])['’](?!\w)|(?<=[^\Ws])['’](?=[\s,.;:!?)]|$)")


def _closes_later(text: str, start: int) -> bool:
    return bool(_SINGLE_CLOSE.search(text, start, start + 400))


def tokens(text: str, paragraph: int = 0, quoted: list[tuple[int, int]] | None = None) -> list[Token]:
    """The tokens of a paragraph, in order.

    Examples
    --------
    >>> [t.text for t in tokens("It didn't lose $1.2bn, per cent; U.S. 61-year-old")]
    ['It', 'did', "n't", 'lose', '$', '1.2', 'bn', 'per cent', 'U.S.', '61', 'year', 'old']
    """
    ranges = iter(quoted or ())
    current = next(ranges, None)
    result: list[Token] = []
    last = 0
    for match in _pattern().finditer(text):
        start = match.start()
        while current and current[1] <= start:
            current = next(ranges, None)
        inside = bool(current) and current is not None and current[0] <= start
        for a, b, compared in _parts(match.group()):
            result.append(
                Token(
                    text[start + a : start + b],
                    compared,
                    paragraph,
                    start + a,
                    start + b,
                    text[last : start + a],
                    inside,
                )
            )
            last = start + b
    return result


def _parts(word: str) -> list[tuple[int, int, str]]:
    """A word as its parts (start, end, key): contractions are two."""
    lower = word.lower()
    if lower == "cannot":
        return [(0, 3, "can"), (3, 6, "not")]
    clitic = _CLITIC.search(word) if "'" in word or "’" in word or "ʼ" in word else None
    if clitic and clitic.start():
        at = clitic.start()
        rest = clitic.group().lower().replace("’", "'").replace("ʼ", "'")
        if lower in ("can't", "can’t"):
            return [(0, 3, "can"), (3, len(word), "not")]
        return [
            (
                0,
                at,
                _SHORTENED.get(lower[:at], "")
                if rest == "n't" and lower[:at] in _SHORTENED
                else key(word[:at]),
            ),
            (at, len(word), key(rest)),
        ]
    return [(0, len(word), key(word))]


def read(paragraphs: list[str], title: str | None = None) -> list[Sentence]:
    """The sentences of a story with their tokens; those of the title come first, as paragraph -1."""
    result: list[Sentence] = []
    if title:
        result += _sentences(title, TITLE, quotations([title])[0])
    for number, (text, quoted) in enumerate(zip(paragraphs, quotations(paragraphs), strict=True)):
        result += _sentences(text, number, quoted)
    return result


def _sentences(text: str, paragraph: int, quoted: list[tuple[int, int]]) -> list[Sentence]:
    found = tokens(text, paragraph, quoted)
    if not found:
        whole = Token(text, normalise(text), paragraph, 0, len(text), "", False)
        return [Sentence(paragraph, 0, len(text), text, (whole,))]
    result: list[Sentence] = []
    at = 0
    for start, end in sentences(text):
        first = at
        while at < len(found) and found[at].start < end:
            at += 1
        if at > first:
            result.append(Sentence(paragraph, start, end, text[start:end], tuple(found[first:at])))
    return result


@dataclass(frozen=True, slots=True)
class Mention:
    """A number, date, name or source: tokens `first` to `last` (exclusive) of a run of tokens.

    `family` says which judge compares it, `type` what the flag is called. Two mentions with equal `value`
    say the same.
    """

    family: str
    type: str
    first: int
    last: int
    value: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How two mentions differ: the parts of a `Difference` that do not depend on where they stand."""

    group: str
    type: str
    kind: str
    why: str
