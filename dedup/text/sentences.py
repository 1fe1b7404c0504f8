"""Paragraphs and sentences, as offsets into the text.

Paragraphs are the blocks that blank lines separate. A text of several lines without a blank one is read line
by line. In hard-wrapped text (plain-text mail, old wires) a line is *full* if the first word of the next line
would not have fitted within the longest line. If most lines are full, a paragraph ends with a line that is
not, or before an indented one; otherwise each non-empty line is a paragraph.

A sentence ends at a full stop, question or exclamation mark (with closing quotes and brackets) that is
followed by a space and something that can begin a sentence. A stop does not end one after an abbreviation
("Jan. 25", "Mr. Smith"), after an initial, or before a small letter. Scripts without spaces end sentences at
their own marks. A dateline ("BEIRUT, Nov 3 (Agency) - ") and every item of a list stand alone. English
abbreviations and sentence openers are known by name; the rest is shared by all languages.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from zlib import crc32

from dedup.text.normalise import listed

LONGEST = 1200
"""Characters of the longest sentence; a longer one is cut in its second half, so that whatever compares
sentences stays bounded."""

_END = re.compile(r"(?:[.!?…]+|[。！？｡؟۔।]+)[\"'”’»›」』）)\]]{0,3}|\n")
_UNSPACED_END = frozenset("。！？｡")
_OPENING = "\"'“‘«‹„「『([—–-*•"
_CLOSING = "”’»›」』"
_LIST_ITEM = re.compile(r"[ \t]{0,8}(?:[-*•·▪–—][ \t]|\(?[0-9]{1,3}[.)][ \t])")
_BULLET_LINES = re.compile(r"\n[ \t]{0,8}[-*•·▪][ \t]")
_BULLETS = frozenset("-*•·▪")
_WORD_BEFORE = re.compile(r"[^\W_](?:[\w.'’&-]{0,30})$")
_WORD_AFTER = re.compile(r"[\w.'’]{1,30}")
_TWO_WORDS = re.compile(r"\s(?=(\S{1,4})\S{0,40}\s(\S{1,4}))")
_TORN_DECIMALS = re.compile(r"[0-9]{1,3}\. [0-9]{1,2}(?![0-9,.:])[ -]")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?", re.ASCII)
_DATELINE = re.compile(
    r"[^\W\d_a-z][^\n(—–]{1,58}?(?:\([^()\n]{1,40}\)[ \t]{0,2})?[ \t](?:--?|[—–])[ \t]|"
    r"[^\W\d_a-z][^\n(—–]{1,58}?\([^()\n]{1,40}\)[ \t]{0,2}(?:--?|[—–])[ \t]?|"
    r"[A-Z]{4,20}(?: [A-Z]{2,20}){0,2}(?:, [A-Z][\w.]{1,12})?—(?=[A-Z\"“])"
)


@dataclass(frozen=True, slots=True)
class Stops:
    """What a language's full stops mean; all words in small letters, without their last stop."""

    never: frozenset[str]
    """Abbreviations whose stop never ends a sentence ("mr")."""
    seldom: frozenset[str]
    """Abbreviations whose stop ends one only before a word that begins sentences ("jan", "inc")."""
    openers: frozenset[str]
    """Words that begin sentences."""
    ordinals: frozenset[str] = frozenset()
    """Words before which digits with a stop are an ordinal, in languages that write it so ("9. März")."""


ENGLISH_STOPS = Stops(
    never=listed(
        "mr mrs ms messrs mme dr prof rev hon gov sen rep reps sens gen lt col sgt capt cmdr adm maj cpl "
        "pvt det insp supt st mt ft pres amb atty dist vs v no nos fig figs vol pp cf e.g i.e ed eds "
        "approx est"
    ),
    seldom=listed(
        "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun co "
        "corp inc ltd llc bros jr sr etc ariz ark calif colo conn del fla ga ill ind kan ky la md mass "
        "mich minn miss mo mont neb nev okla ore pa tenn tex va vt wash wis wyo a.m p.m u.s u.k u.n e.u "
        "d.c ph.d mln bln dlrs cts pct"
    ),
    openers=listed(
        "the a an in on at for from by with to of as if it its it's he she they we you i this that these "
        "those there here his her their our but and or so yet when while after before since although "
        "though however meanwhile also both all some many most several one two no not what who how why "
        "where under over during despite according earlier later last next more other another such since "
        "mr mrs ms"
    ),
)


def sentences(text: str, stops: Stops = ENGLISH_STOPS) -> list[tuple[int, int]]:
    """Start and end of every sentence of a paragraph, in characters, without the space around them.

    Examples
    --------
    >>> text = "The U.S. State Department met on Jan. 25. “We wait.” He left."
    >>> [text[a:b] for a, b in sentences(text)]
    ['The U.S. State Department met on Jan. 25.', '“We wait.”', 'He left.']
    >>> [text[a:b] for text in ["BEIRUT, Nov 3 (Wire) - Two died."] for a, b in sentences(text)]
    ['BEIRUT, Nov 3 (Wire) -', 'Two died.']
    """
    cuts = [0]
    dateline = _dateline(text)
    listed = len(_BULLET_LINES.findall(text)) > 1
    if dateline:
        cuts.append(dateline)
    for match in _END.finditer(text, dateline):
        if _ends(text, match, listed, stops):
            cuts.append(match.end())
    cuts.append(len(text))
    return [piece for a, b in pairwise(cuts) for piece in _bounded(text, a, b)]


def _bounded(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The stretch without its outer space, cut where it is longer than `LONGEST`."""
    pieces = []
    while start < end:
        stop = end
        if end - start > LONGEST:
            stop = _cut(text, start + LONGEST // 2, start + LONGEST)
        body = text[start:stop]
        if body and not body.isspace():
            left = start + len(body) - len(body.lstrip())
            pieces.append((left, start + len(body.rstrip())))
        start = stop
    return pieces


def _cut(text: str, start: int, stop: int) -> int:
    """The space within a stretch at which text without stops is cut, or its end where it has none.

    What stands behind the space decides (the least checksum of how its two words begin), not how far it is
    from the beginning: two versions of a text fall into the same pieces again soon behind a place where they
    differ, and other endings or spellings of a word mostly do not matter.
    """
    words = ((m.group(1), m.group(2), start + m.start()) for m in _TWO_WORDS.finditer(text[start:stop]))
    keys = ((crc32(f"{a} {b}".lower().encode("utf-8", "replace")), at) for a, b, at in words)
    return min(keys, default=(0, stop))[1]


def _dateline(text: str) -> int:
    """Where the dateline that opens the text ends, or 0: a place in capitals or an agency in brackets, then
    a dash."""
    match = _DATELINE.match(text)
    if not match:
        return 0
    head = match.group()
    first = re.split(r"[\s,(]", head, maxsplit=1)[0].strip(".")
    shouting = len(first) > 1 and first.isupper()
    return match.end() if shouting or ("(" in head and len(head.split()) <= 10) else 0


def _labels(text: str, word: re.Match[str], stops: Stops) -> bool:
    """Whether a word is the number of a list item: digits that begin a line behind one that ended."""
    line = text[max(0, word.start() - 8) : word.start()]
    start = word.start() - (len(line) - len(line.rstrip(" \t")))
    begins = start == 0 or (text[start - 1] == "\n" and _ended(text, start - 1, stops))
    return begins and word.group().isdecimal() and len(word.group()) <= 3


def _ended(text: str, end: int, stops: Stops) -> bool:
    """Whether the line that ends somewhere ends like a sentence, not with an abbreviation."""
    word = _WORD_BEFORE.search(text, max(0, end - 32), max(0, end - 1))
    inside = word is not None and word.group().lower() in stops.never | stops.seldom
    return text[max(0, end - 1) : end] in ".:;!?" and not inside


def _ends(text: str, match: re.Match[str], listed: bool, stops: Stops) -> bool:
    mark, end = match.group(), match.end()
    if mark == "\n":
        item = _LIST_ITEM.match(text, end)
        ended = _ended(text, match.start(), stops)
        return item is not None and (ended or (listed and item.group().strip() in _BULLETS))
    if mark[0] in _UNSPACED_END:
        return end < len(text)
    if end >= len(text) or not text[end].isspace():
        return False
    following = text[end : end + 64].lstrip().lstrip(_OPENING + _CLOSING).lstrip()
    if not following or following[0].islower():
        return False
    if mark[0] != "." or mark.startswith(".."):
        return True
    before = _WORD_BEFORE.search(text, max(0, match.start() - 32), match.start())
    if not before:
        return True
    if _labels(text, before, stops) or _TORN_DECIMALS.match(text, before.start()):
        return False
    word = before.group().lower().replace("’", "'").rstrip(".").rpartition("-")[2]
    opener = _WORD_AFTER.match(following)
    if word.isdecimal() and len(word) <= 2 and opener and opener.group().lower() in stops.ordinals:
        return False
    opens = bool(opener) and opener is not None and opener.group().lower() in stops.openers
    if len(mark) > 1 and word not in stops.never:
        return True
    if word in stops.never:
        return False
    if len(word) == 1 and word.isalpha():
        return before.group().islower() or (opens and word != "i")
    if word in stops.seldom or _DOTTED.fullmatch(word + "."):
        return opens and not following[0].isdigit()
    return True


_LINE = re.compile(r"[^\r\n]+|\r\n|\r|\n")
_FIRST_WORD = re.compile(r"\S{1,200}")

WRAP_COLUMNS = range(40, 101)
"""Longest line of a hard-wrapped text: wires wrap at 64 to 69, mail at 72 to 78, editors at 80 or 100."""

FULL_LINES = 0.6
"""Share of full lines from which a text counts as wrapped: of paragraphs of two and a half lines,
.6 are full.
"""

Line = tuple[int, int]


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text: blank-line separated blocks, stripped, none empty, in order.

    A text without a blank line falls into its lines, or into its paragraphs of wrapped lines (see the
    module). Line ends are `\\n`, `\\r\\n` or `\\r`; a line of white space is blank. Linear in the length
    of the text.

    Examples
    --------
    >>> paragraphs("Storm hits coast\\n\\nA storm hit\\nthe coast.\\n \\nNobody was hurt.")
    ['Storm hits coast', 'A storm hit\\nthe coast.', 'Nobody was hurt.']
    >>> paragraphs("Storm hits coast\\nA storm hit the coast.")
    ['Storm hits coast', 'A storm hit the coast.']
    """
    return [text[start:end] for start, end in paragraph_spans(text)]


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Where the paragraphs of a text stand: `text[start:end]` is a paragraph, for each pair."""
    blocks = _blocks(text)
    if len(blocks) == 1 and len(blocks[0]) > 1:
        lines = blocks[0]
        blocks = _unwrapped(text, lines) if _wrapped(text, lines) else [[line] for line in lines]
    return [_stripped(text, block[0][0], block[-1][1]) for block in blocks]


def _blocks(text: str) -> list[list[Line]]:
    """The non-blank lines of a text (without their ends), in runs that blank lines separate."""
    blocks: list[list[Line]] = [[]]
    empty = True
    for found in _LINE.finditer(text):
        start, end = found.span()
        if text[start] in "\r\n":
            if empty and blocks[-1]:
                blocks.append([])
            empty = True
        elif not text[start:end].isspace():
            blocks[-1].append((start, end))
            empty = False
    return blocks if blocks[-1] else blocks[:-1]


def _full(text: str, line: Line, following: Line, width: int) -> bool:
    word = _FIRST_WORD.match(text[slice(*_stripped(text, *following))])
    return line[1] - line[0] + 1 + (word.end() if word else 0) > width


def _wrapped(text: str, lines: list[Line]) -> bool:
    width = max(end - start for start, end in lines)
    if width not in WRAP_COLUMNS or len(lines) < 3:
        return False
    full = sum(_full(text, line, after, width) for line, after in pairwise(lines))
    return full >= FULL_LINES * (len(lines) - 1)


def _unwrapped(text: str, lines: list[Line]) -> list[list[Line]]:
    width = max(end - start for start, end in lines)
    blocks = [[lines[0]]]
    for line, after in pairwise(lines):
        indented = text[after[0]].isspace() and not text[line[0]].isspace()
        if indented or not _full(text, line, after, width):
            blocks.append([])
        blocks[-1].append(after)
    return blocks


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
