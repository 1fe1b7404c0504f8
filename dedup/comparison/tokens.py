"""Tokens with their place in the text, and the key that two words are compared by.

scikit-learn's pattern drops "3" and splits "$1.2bn", so the comparer has its own: numbers stay whole,
currency and percent signs are tokens, contractions fall into their two words, every character of an
unspaced script is a token. Punctuation is no token: it stands in the gap before the next one. Each token
knows whether it is inside quotation marks; that state is kept across sentences, and across paragraphs by
the printers' rule that a quotation which goes on opens again at the start of each paragraph.

Variant spellings, abbreviated titles, months, units and countries, and spelled numbers get one key, so that
a change of house style never shows as a change of fact. Keys serve only to be equal or not; nobody reads
them. The tables are those of the lexicon. A `Mention` is what a finder found in a run of tokens, a `Verdict`
what is said of two mentions.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from dedup.comparison.lexicon import CURRENCY_CODES, Lexicon, Phrase
from dedup.comparison.number_words import NumberWords, figure, parsed
from dedup.comparison.number_words import read as read_numeral
from dedup.text.normalise import UNSPACED, marks, normalise
from dedup.text.sentences import sentences

_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")


@lru_cache(maxsize=100_000)
def key(word: str, lexicon: Lexicon) -> str:
    """The form a word is compared by.

    Examples
    --------
    >>> from dedup.comparison.lexicon import lexicon_for
    >>> en = lexicon_for("en")
    >>> key("Centre", en) == key("center", en), key("organised", en) == key("organized", en)
    (True, True)
    >>> key("US", en), key("U.S.", en), key("us", en), key("seventeen", en), key("1,000", en)
    ('U.S.', 'U.S.', 'us', '17', '1000')
    """
    if word.isascii() and word[:1].isupper():
        letters = word.replace(".", "")
        if letters in lexicon.initialisms:
            return lexicon.initialisms[letters]
        if "." in word and letters.isalpha():
            return letters.lower()
    plain = normalise(word).replace("’", "'").replace("ʼ", "'")
    if not lexicon.accents:
        plain = unaccented(plain)
    if plain[:1].isdigit():
        return _number_key(plain) if lexicon.numerals is None else _figure(plain, lexicon)
    if "." in plain or "," in plain:
        plain = plain.replace(".", "").replace(",", "")
    if plain in lexicon.spellings or not plain.isascii() or len(plain) < 5:
        return lexicon.spellings.get(plain, plain)
    plain = lexicon.respelled(plain)
    return lexicon.spellings.get(plain, plain)


def unaccented(word: str) -> str:
    """A word without accents.

    >>> unaccented("calderón")
    'calderon'
    """
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c))


def _number_key(plain: str) -> str:
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if "." in plain and plain.count(".") == 1 and "," not in plain:
        plain = plain.rstrip("0").rstrip(".")
    return plain


def _figure(plain: str, lexicon: Lexicon) -> str:
    """A number in digits by its value, however its thousands and decimals are marked; a date, a version or a
    long number as it is."""
    value = parsed(plain, lexicon.decimal_point) if len(plain) <= 18 else None
    if value is None:
        return plain
    return figure(value)


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


NUMERALS = "〇零一二两三四五六七八九十百千万亿億"
"""Signs of numbers: a word that begins with one is none behind another ("十二人" has no "二人")."""


@cache
def _pattern(lexicon: Lexicon) -> re.Pattern[str]:
    mark = f"[{marks()}]"
    letter = rf"(?:[^\W\d_{UNSPACED}]|{mark}|[\u00ad\u200b-\u200d](?=\w))"
    code = "|".join(sorted(CURRENCY_CODES))
    phrases = sorted(lexicon.phrases, key=lambda phrase: (-len(phrase), phrase))
    whole = "|".join(
        re.escape(p).replace("\\ ", "[ \u00a0\u202f]") + (r"\b" if p[-1].isalnum() else "") for p in phrases
    )
    whole = whole or r"(?!)"
    signs = "|".join(
        f"(?<![{NUMERALS}]){word}" if word[0] in NUMERALS else word
        for word in sorted(lexicon.whole_words, key=lambda word: (-len(word), word))
    )
    signs = signs or r"(?!)"
    spaced = r"[0-9]{1,3}(?:[ \u00a0\u202f][0-9]{3})+(?![0-9])(?:,[0-9]+)?" if _spaced(lexicon) else r"(?!)"
    elided = "|".join(sorted(lexicon.elisions)) or r"(?!)"
    return re.compile(
        rf"(?<!\w)(?:{whole})|{signs}|(?<![0-9.,])(?:{spaced})|(?<!\w)(?:{elided})['’](?=\w)|(?:{code})(?=[0-9])|(?:[^\W\d_{UNSPACED}]\.){{2,8}}"
        rf"|\d+(?:[.,\u066b\u066c]\d+)*|[$£€¥₹%％‰٪&°]"
        rf"|[{UNSPACED}]{mark}*|{letter}(?:{letter}|[0-9])*(?:(?<=[0-9]),[0-9]{{3}}(?![0-9]))*(?:['’ʼ]{letter}+)*|\d+",
        re.IGNORECASE,
    )


def _spaced(lexicon: Lexicon) -> bool:
    """Whether a language groups thousands by spaces too: those with a decimal comma."""
    return lexicon.decimal_point == ","


@cache
def _clitic(lexicon: Lexicon) -> re.Pattern[str]:
    ends = "|".join(re.escape(end).replace("'", "['’ʼ]") for end in lexicon.clitics) or r"(?!)"
    return re.compile(f"({ends})$", re.IGNORECASE)


_SURE_OPEN = frozenset("„「『〝")
_SURE_CLOSE = frozenset("」』〞")
_QUOTE = re.compile(r"[\"“”„‟«»「」『』〝〞＂]|''|‘‘|’’|``|(?<!\w)['‘](?=\w)|(?<=[\w.,!?…])['’](?!\w)")
_CLOSED_BY = {"«": "»", "“": "”"}
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
    open_above = False
    for number, text in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else ""
        goes_on = bool(following) and following[0] in "\"“„«「'‘’"
        ranges, open_above = _quoted(text, goes_on, open_above)
        found.append(ranges)
    return found


def _quoted(text: str, goes_on: bool, open_above: bool) -> tuple[list[tuple[int, int]], bool]:
    """The quoted stretches of a paragraph, and whether its last one is left open; `open_above`: that of the
    paragraph above is."""
    ranges: list[tuple[int, int]] = []
    opened: int | None = None
    single = False
    for match in _QUOTE.finditer(text):
        mark, at = match.group(), match.start()
        if not at and _closed_above(text, mark, open_above):
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
    left_open = opened is not None and not single
    if opened is not None and left_open and goes_on:
        ranges.append((opened, len(text)))
    return ranges, left_open


def _ends(text: str, at: int) -> bool:
    """Whether no word follows at once: a mark between spaces closes what is open."""
    return at == len(text) or text[at : at + 1].isspace() or text[at : at + 1] in tuple(".,;:!?)")


def _closed_above(text: str, mark: str, open_above: bool) -> bool:
    """Whether the mark that begins a paragraph closes the one above, torn off by a faulty conversion: a space
    follows, and a quotation is open there or the others of its kind pair up without it."""
    if _CLOSED_BY.get(mark, "\0") in text:
        return False
    torn = text[len(mark) : len(mark) + 1].isspace() and mark not in _SURE_OPEN
    return torn and (open_above or text.count(mark) % 2 == 1)


_SINGLE_CLOSE = re.compile(r"(?<=[,.!?…])['’](?!\w)|(?<=[^\Ws])['’](?=[\s,.;:!?)]|$)")


def _closes_later(text: str, start: int) -> bool:
    return bool(_SINGLE_CLOSE.search(text, start, start + 400))


def tokens(
    text: str, lexicon: Lexicon, paragraph: int = 0, quoted: list[tuple[int, int]] | None = None
) -> list[Token]:
    """The tokens of a paragraph, in order.

    Examples
    --------
    >>> from dedup.comparison.lexicon import lexicon_for
    >>> english = lexicon_for("en")
    >>> [t.text for t in tokens("It didn't lose $1.2bn, per cent; U.S. 61-year-old", english)]
    ['It', 'did', "n't", 'lose', '$', '1.2', 'bn', 'per cent', 'U.S.', '61', 'year', 'old']
    """
    ranges = iter(quoted or ())
    current = next(ranges, None)
    result: list[Token] = []
    last = 0
    for match in _pattern(lexicon).finditer(text):
        start = match.start()
        while current and current[1] <= start:
            current = next(ranges, None)
        inside = bool(current) and current is not None and current[0] <= start
        for a, b, compared in _parts(match.group(), lexicon):
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
    return result if lexicon.numerals is None else _with_numerals(result, lexicon.numerals)


_NUMERAL = 16
"""Words of the longest numeral that is read: 999,999,999 has at most 14 in these languages."""
_NUMERAL_GAPS = frozenset(["", " ", "-", "\u00a0", "\u202f", "‑"])


def _with_numerals(found: Sequence[Token], grammar: NumberWords) -> list[Token]:
    """The tokens, the words of every numeral as one with its figures for a key."""
    result: list[Token] = []
    at = 0
    while at < len(found):
        end = at + 1
        while (
            end < min(at + _NUMERAL, len(found))
            and found[end].gap in ({""} if grammar.signs else _NUMERAL_GAPS)
            and found[end].quoted == found[at].quoted
        ):
            end += 1
        read = read_numeral([t.key for t in found[at:end]], grammar)
        scaled = at > 0 and found[at - 1].text[0].isdigit() and found[at].key in grammar.times
        if read is None or scaled or (read[1] == 1 and found[at].text[0].isdigit()):
            result.append(found[at])
            at += 1
            continue
        value, count = read
        first, last = found[at], found[at + count - 1]
        text = first.text + "".join(t.gap + t.text for t in found[at + 1 : at + count])
        result.append(
            Token(text, figure(value), first.paragraph, first.start, last.end, first.gap, first.quoted)
        )
        at += count
    return result


def _parts(word: str, lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """A word as its parts (start, end, key): contractions are two."""
    lower = word.lower().replace("’", "'").replace("ʼ", "'")
    if lower in lexicon.contractions:
        parts = []
        at = 0
        for written, compared in lexicon.contractions[lower]:
            parts.append((at, at + len(written), compared))
            at += len(written)
        return parts
    clitic = _clitic(lexicon).search(word) if "'" in lower else None
    if clitic and clitic.start():
        at = clitic.start()
        short = lexicon.shortened.get(lower[:at]) if lower[at] != "'" else None
        return [(0, at, short or key(word[:at], lexicon)), (at, len(word), key(lower[at:], lexicon))]
    return [(0, len(word), key(word, lexicon))]


def phrase_at(tokens: Sequence[Token], at: int, phrases: Iterable[Phrase]) -> Phrase:
    """The longest of some phrases whose words begin at a token; () if there is none."""
    standing = (p for p in phrases if p == tuple(t.key for t in tokens[at : at + len(p)]))
    return max(standing, key=len, default=())


def bare(key: str, lexicon: Lexicon) -> str:
    """A word without the conjunction that some scripts write together with it."""
    for letter in lexicon.prefixed:
        if key.startswith(letter) and len(key) > len(letter) + 2:
            return key[len(letter) :]
    return key


def read(paragraphs: list[str], title: str | None, lexicon: Lexicon) -> list[Sentence]:
    """The sentences of a story with their tokens; those of the title come first, as paragraph -1."""
    result: list[Sentence] = []
    if title:
        result += _sentences(title, TITLE, quotations([title])[0], lexicon)
    for number, (text, quoted) in enumerate(zip(paragraphs, quotations(paragraphs), strict=True)):
        result += _sentences(text, number, quoted, lexicon)
    return result


def _sentences(text: str, paragraph: int, quoted: list[tuple[int, int]], lexicon: Lexicon) -> list[Sentence]:
    found = tokens(text, lexicon, paragraph, quoted)
    if not found:
        whole = Token(text, normalise(text), paragraph, 0, len(text), "", False)
        return [Sentence(paragraph, 0, len(text), text, (whole,))]
    result: list[Sentence] = []
    at = 0
    for start, end in sentences(text, lexicon.stops):
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

    type: str
    kind: str
    why: str
