"""The quotations of a story, with their speakers, and which of them the other story has.

A quotation is read sentence by sentence, since a report keeps or leaves whole sentences of what was said. A
quoted sentence stands in the other story if a quotation there shares most of its telling words, or if running
text there does: what one reporter quotes, the other may tell in his own words. Only what has neither is told
as one side's own; two quotations of one utterance that differ in a word are told side by side.

Marks are read by alternation over the whole story where a converter has put a space on both sides of each, so
that opening and closing ones look alike.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from math import log

from dedup.comparison import tokens as reading
from dedup.comparison.concepts import rarity, stem
from dedup.comparison.lexicon import Lexicon
from dedup.comparison.passages import Passage, span
from dedup.comparison.style import equivalent
from dedup.comparison.tokens import Token
from dedup.types import Span

SAME = 0.6
"""Share of the shorter quotation's telling words from which two quotations are of one utterance."""

PARTLY = 0.4
"""Share of a quotation's own telling words under which a shorter one does not stand for it."""

RETOLD = 0.55
"""Share of a quotation's telling words that stand in one passage of the other story, from which it is taken
to be told there without marks."""

SHORT = 4
"""Words of the longest quotation that is a phrase within a clause, and counts as one."""

PHRASE = 5
"""Words of the longest quotations that may answer to each other by one word."""

UNCOMMON = 3.0
"""IDF (natural logarithm) of a word by which a phrase is known again: in one of 20 news stories at most."""

LONGEST = 45
"""Words of the longest stretch that is shown as one line."""

BETWEEN = 12
"""Words of the longest attribution between two halves of one quotation."""

ALIKE = 0.6
"""Share of equal words (difflib's ratio) from which two quotations differ in a word, not as a whole."""

COMMON = 0.5
"""Weight of the commonest telling word, before its rarity in the two stories."""

EVIDENCE = 2.0
"""Weight of words that two quotations must share to be of one utterance."""

LEAST = 2.5
"""Weight of a quotation's words under which they are too few or too common to tell one utterance from
another."""

RUN = 0.4
"""Share of the shorter of two quotations from which a run of words in common shows one utterance."""

RAREST = 6.0
"""IDF (natural logarithm) beyond which a word is no better evidence: it may be a slip."""

FOLLOWING = 4
"""Paragraphs that a quotation without a closing mark may run on into."""

_MARK = re.compile(r"[\"“”„‟«»＂]|''|``")
_OPENING = frozenset("“„«‟")
_CLOSING = frozenset("”»")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted words of one sentence: tokens `first` to `last` (exclusive) of passage number `passage`.

    `words` are the stems of its telling words.
    """

    passage: int
    first: int
    last: int
    words: tuple[str, ...]

    @property
    def short(self) -> bool:
        """Whether it is a phrase within a clause."""
        return self.last - self.first <= SHORT


def quoted_ranges(paragraphs: Sequence[str]) -> list[list[tuple[int, int]]]:
    """The stretches inside quotation marks, for every paragraph: (start, end) without the marks.

    Unless most marks stand between two spaces this is `tokens.quotations`.

    Examples
    --------
    >>> text = ['He said: " We will go.', 'We will stay, " and left.', '" Why? " she asked.']
    >>> [[p[i:j].strip() for i, j in r] for p, r in zip(text, quoted_ranges(text))]
    [['We will go.'], ['We will stay,'], ['Why?']]
    """
    marked = [_spaced(text, m) for text in paragraphs for m in _MARK.finditer(text)]
    if 2 * sum(marked) <= len(marked):
        return reading.quotations(list(paragraphs))
    found: list[list[tuple[int, int]]] = [[] for _ in paragraphs]
    opened: tuple[int, int] | None = None
    for number, text in enumerate(paragraphs):
        marks = [(m.start(), m.end()) for m in _MARK.finditer(text)]
        again = bool(marks) and not text[: marks[0][0]].strip()
        if opened is not None and not again and (len(marks) % 2 == 0) != (not marks):
            opened = None
        for start, end in marks:
            if opened is None:
                opened = (number, end)
            elif again and start == marks[0][0]:
                _add(found, opened, (number, 0), paragraphs)
                opened = (number, end)
            else:
                _add(found, opened, (number, start), paragraphs)
                opened = None
        if opened is not None and number - opened[0] >= FOLLOWING:
            opened = None
    return found


def _around(text: str, match: re.Match[str]) -> tuple[str, str]:
    """The characters before and behind a mark, a space at the ends of the paragraph."""
    return text[match.start() - 1 : match.start()] or " ", text[match.end() : match.end() + 1] or " "


def _spaced(text: str, match: re.Match[str]) -> bool:
    """Whether a mark that opens and closes alike has white space on both sides."""
    return match.group() not in _OPENING | _CLOSING and all(c.isspace() for c in _around(text, match))


def _add(
    found: list[list[tuple[int, int]]], opened: tuple[int, int], end: tuple[int, int], texts: Sequence[str]
) -> None:
    """What was opened, up to `end` (paragraph, character), a stretch in every paragraph."""
    number, start = opened
    while number < end[0]:
        found[number].append((start, len(texts[number])))
        number, start = number + 1, 0
    if end[1] > start:
        found[number].append((start, end[1]))


def quotations(own: Sequence[Passage], ranges: Sequence[Sequence[tuple[int, int]]]) -> list[Quotation]:
    """The quotations of a story, in its order; `ranges` as `quoted_ranges` gives them."""
    found: list[Quotation] = []
    for number, p in enumerate(own):
        if p.sentence.paragraph < 0:
            continue
        for first, last in _runs(p.tokens, ranges[p.sentence.paragraph]):
            words = tuple(
                stem(t.key, p.lexicon) for t in p.tokens[first:last] if t.key not in p.lexicon.function_words
            )
            if not _titled(p.tokens[first:last], p.lexicon):
                found.append(Quotation(number, first, last, words))
    return found


def _runs(tokens: Sequence[Token], ranges: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Runs of tokens inside one quoted stretch each."""
    found: list[tuple[int, int]] = []
    starts, ends = [t.start for t in tokens], [t.end for t in tokens]
    at = bisect_left(ranges, (starts[0], 0))
    for start, end in ranges[max(at - 1, 0) :]:
        if start > ends[-1]:
            break
        first, last = bisect_left(starts, start), bisect_right(ends, end)
        if first < last:
            found.append((first, last))
    return found


def _titled(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether all telling words begin with a capital: the title of a work, or a name."""
    telling = [t for t in tokens if t.key not in lexicon.function_words and t.text[0].isalpha()]
    return bool(telling) and all(t.capital for t in telling)


Weights = Mapping[str, float]
"""What a word tells of an utterance: 0 for one that stands everywhere in the two stories."""


def weights(a: Sequence[Passage], b: Sequence[Passage]) -> Weights:
    """Rarity in news at large, within bounds, times the rarity among the passages of two stories."""
    stems = [dict.fromkeys(stem(t.key, p.lexicon) for t in p.tokens) for p in (*a, *b)]
    often = Counter(word for words in stems for word in words)
    size = log(1 + len(stems))
    lexicon = a[0].lexicon if a else b[0].lexicon if b else Lexicon()
    return {w: min(max(rarity(w, lexicon), COMMON), RAREST) * (1 - log(n) / size) for w, n in often.items()}


class Shelf:
    """Bags of words, for looking one up among many in time linear in its hits."""

    def __init__(self, bags: Iterable[Iterable[str]], weights: Weights) -> None:
        self._weights = weights
        self._places: dict[str, list[int]] = defaultdict(list)
        self.totals: list[float] = []
        self.sizes: list[int] = []
        for number, bag in enumerate(bags):
            words = dict.fromkeys(bag)
            self.totals.append(sum(weights[w] for w in words))
            self.sizes.append(len(words))
            for word in words:
                self._places[word].append(number)

    def shared(self, words: Iterable[str]) -> dict[int, tuple[float, int]]:
        """Bag number -> weight and number of the words that it holds."""
        held: dict[int, tuple[float, int]] = {}
        for word in dict.fromkeys(words):
            for number in self._places.get(word, ()):
                weight, count = held.get(number, (0.0, 0))
                held[number] = weight + self._weights[word], count + 1
        return held


def running(own: Sequence[Passage], weights: Weights) -> Shelf:
    """The words of each passage of a story, where a quotation may be told without marks."""
    return Shelf(((stem(t.key, p.lexicon) for t in p.tokens) for p in own), weights)


@dataclass(frozen=True, slots=True)
class Match:
    """What the other story has of a quotation.

    `same` is the number of the quotation of the same utterance, or None; `part` is the number of one that is
    a part of it, or None; `stated` says that running text tells it, `light` that its words are too few or too
    common to know.
    """

    same: int | None
    part: int | None
    stated: bool
    light: bool

    @property
    def alone(self) -> bool:
        """Whether the other story has nothing of it."""
        return self.same is None and not self.stated


def matched(
    own: Sequence[Quotation], others: Sequence[Quotation], text: Shelf, weights: Weights
) -> list[Match]:
    """What another story, its quotations and its running text, has of each quotation."""
    marked = Shelf((q.words for q in others), weights)
    found: list[Match] = []
    for q in own:
        distinct = dict.fromkeys(q.words)
        total = sum(weights[w] for w in distinct)
        near = [
            (held / min(total, marked.totals[k]), -k, held)
            for k, (held, count) in marked.shared(q.words).items()
            if count >= min(2, len(distinct), marked.sizes[k])
            and held >= max(SAME * min(total, marked.totals[k]), EVIDENCE)
        ]
        whole = [(share, k) for share, k, held in near if held >= PARTLY * total]
        same = -max(whole)[1] if whole else None
        part = -max(near)[1] if near and not whole else None
        there = max((held for held, _ in text.shared(q.words).values()), default=0.0)
        light = total < LEAST
        found.append(Match(same, part, not light and there >= RETOLD * total, light))
    return found


def crossing(x: Passage, q: Quotation, y: Passage, r: Quotation) -> bool:
    """Whether two quotations have a run of words in common, and each telling words that the other has not."""
    keys = [t.key for t in x.tokens[q.first : q.last]], [t.key for t in y.tokens[r.first : r.last]]
    match = SequenceMatcher(None, *keys, autojunk=False).find_longest_match()
    if match.size <= SHORT or match.size < RUN * min(len(keys[0]), len(keys[1])):
        return False
    return bool(set(q.words) - set(r.words)) and bool(set(r.words) - set(q.words))


def without(x: Passage, q: Quotation, y: Passage, r: Quotation) -> Quotation | None:
    """The longer part of a quotation on one side of the words that another one has of it; None when that is
    but a few words."""
    keys = [t.key for t in x.tokens[q.first : q.last]], [t.key for t in y.tokens[r.first : r.last]]
    match = SequenceMatcher(None, *keys, autojunk=False).find_longest_match()
    if match.size < SHORT:
        return q
    parts = (q.first, q.first + match.a), (q.first + match.a + match.size, q.last)
    first, last = max(parts, key=lambda part: part[1] - part[0])
    while last > first and x.tokens[last - 1].key in x.lexicon.function_words:
        last -= 1
    return replace(q, first=first, last=last) if last - first > SHORT else None


def reworded(x: Passage, q: Quotation, y: Passage, r: Quotation) -> bool:
    """Whether two quotations of one utterance differ in telling words, and are alike around them."""
    first, second = x.tokens[q.first : q.last], y.tokens[r.first : r.last]
    keys = [t.key for t in first[:LONGEST]], [t.key for t in second[:LONGEST]]
    matcher = SequenceMatcher(None, *keys, autojunk=False)
    if matcher.ratio() < ALIKE:
        return False
    changed = [
        (first[i1:i2], second[j1:j2])
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag == "replace" and i1 > 0 and i2 <= len(keys[0]) and max(i2 - i1, j2 - j1) <= SHORT
    ]
    return any(equivalent(i, j, x.lexicon) is None for i, j in changed)


def around_one_word(
    a: Sequence[Passage], first: Sequence[Quotation], b: Sequence[Passage], second: Sequence[Quotation]
) -> list[tuple[Quotation, Quotation]]:
    """Phrases in quotation marks around one rare word that each story has only once, and has quoted:
    "too simple an answer", "not that simple"."""
    once = [_once(own, quoted) for own, quoted in ((a, first), (b, second))]
    found: list[tuple[Quotation, Quotation]] = []
    for word in sorted(set(once[0]) & set(once[1])):
        q, r = once[0][word], once[1][word]
        phrase = q.last - q.first <= PHRASE and r.last - r.first <= PHRASE
        if phrase and set(q.words) != set(r.words) and not set(q.words) & set(r.words) - {word}:
            found.append((q, r))
    return found


def _once(own: Sequence[Passage], quoted: Sequence[Quotation]) -> dict[str, Quotation]:
    """Rare words of quotations that stand once in a story."""
    often = Counter(stem(t.key, p.lexicon) for p in own for t in p.tokens)
    return {
        word: q
        for q in quoted
        for word in q.words
        if often[word] == 1 and rarity(word, own[q.passage].lexicon) >= UNCOMMON
    }


def stretches(
    own: Sequence[Passage], found: Sequence[Quotation], matches: Sequence[Match]
) -> list[tuple[list[Quotation], Span]]:
    """Where quotations that the other story has not stand; what a short attribution parts is one stretch.

    Light ones are told only together with others.
    """
    groups: list[list[int]] = []
    for k, match in enumerate(matches):
        if not match.alone:
            continue
        if groups and groups[-1][-1] == k - 1 and _joins(own, found[groups[-1][0]], found[k - 1], found[k]):
            groups[-1].append(k)
        else:
            groups.append([k])
    return [
        ([found[k] for k in group], _over(own, found[group[0]], found[group[-1]]))
        for group in groups
        if not all(matches[k].light for k in group)
    ]


def _joins(own: Sequence[Passage], start: Quotation, before: Quotation, q: Quotation) -> bool:
    """Whether a quotation goes on with the next one, within the length of a line."""
    if own[before.passage].sentence.paragraph != own[q.passage].sentence.paragraph:
        return False
    if len(_between(own, start.passage, start.first, q.passage, q.last)) > LONGEST:
        return False
    parting = _between(own, before.passage, before.last, q.passage, q.first)
    if parting and (before.short or q.short) and before.passage == q.passage:
        return False
    attributed = len(parting) <= BETWEEN and any(
        t.key in own[q.passage].lexicon.verbs_of_saying for t in parting
    )
    return not parting or attributed


def _between(own: Sequence[Passage], p: int, first: int, q: int, last: int) -> list[Token]:
    """The tokens from number `first` of passage `p` to number `last` (exclusive) of passage `q`."""
    if p == q:
        return own[p].tokens[first:last]
    inside = [t for k in range(p + 1, q) for t in own[k].tokens]
    return [*own[p].tokens[first:], *inside, *own[q].tokens[:last]]


def _over(own: Sequence[Passage], x: Quotation, y: Quotation) -> Span:
    tokens = _between(own, x.passage, x.first, y.passage, y.last)
    shown = span(tokens, 0, len(tokens))
    assert shown is not None  # a quotation has tokens
    return shown
