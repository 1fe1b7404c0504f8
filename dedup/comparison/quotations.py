"""Who says what: quotations with their speakers, their attributions, and speech that one side reports
indirectly.

A quotation is read sentence by sentence, since a report keeps or leaves whole sentences of what was said. A
quoted sentence stands in the other story if a quotation there shares most of its content words, or if running
text there does: what one reporter quotes, the other may report indirectly. Only what has neither is shown as
one side's own; two quotations of one utterance that differ in a word are shown side by side. Marks are read
by alternation over the whole story where a converter has put a space on both sides of each, so that opening
and closing ones look alike.

Two attributions of one passage differ in the source, in the verb, or in both. Where only a name, a place, a
number or a small word changed inside a source ("a farmer in Guntur district"), that is shown as such: the
speaker is still called the same.

A quoted stretch answers to words outside quotation marks where at least half of its words stand there, as
they are or as a language turns them in indirect speech: the first person into the third, the present into the
past, "that" before them ("We will go": that they would go). What else changed in the stretch is shown by
itself. Titles, whose content words all begin with a capital, and short phrases inside a clause, which are
scare quotes more often than speech, are left to style.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import pairwise
from math import log

from dedup.comparison import attribution, changed_words
from dedup.comparison import tokens as reading
from dedup.comparison.align import rarity, stem
from dedup.comparison.changed_words import equivalent
from dedup.comparison.lexicon import Lexicon
from dedup.comparison.passages import Passage, Range, Side, meet, shared, span
from dedup.comparison.ranking import stated
from dedup.comparison.tokens import Mention, Token, Verdict
from dedup.types import Difference, Span

SAME = 0.6
"""Share of the shorter quotation's telling words from which two quotations are of one utterance."""

LOOSELY = 0.4
"""The same share where `ROW` telling words stand in a row in both: one speech in two translations."""

ROW = 4
"""Telling words in a row that two speeches do not share by chance."""

PARTLY = 0.4
"""Share of a quotation's own telling words under which a shorter one does not stand for it."""

RETOLD = 0.55
"""Share of a quotation's telling words that stand in one passage of the other story, from which it is taken
to be reported there indirectly."""

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

TOLD = 2.0
"""IDF (natural logarithm) under which another word of a quotation says nothing else: "said", "have"."""

WITHIN = 0.8
"""The same, of the words of the shorter one."""

PART = 0.25
"""Words of a longer quotation, as a share, of which a shorter one is shown as a part."""

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
_STOPS = frozenset(".!?…)")
_BLANKS = " \t\n.\\n"
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
        if opened is None and len(marks) % 2 and _closes_above(text, marks):
            marks = marks[1:]
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


def _closes_above(text: str, marks: Sequence[tuple[int, int]]) -> bool:
    """Whether the first of an odd number of marks closes what a paragraph far above opened: it stands behind
    a full stop, and the last one ends the paragraph."""
    behind = text[: marks[0][0]].rstrip()[-1:] in _STOPS
    return len(marks) > 1 and behind and not text[marks[-1][1] :].strip(_BLANKS)


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
"""What a word says of an utterance: 0 for one that stands everywhere in the two stories."""


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
    """The words of each passage of a story, where a quotation may be reported indirectly."""
    return Shelf(((stem(t.key, p.lexicon) for t in p.tokens) for p in own), weights)


@dataclass(frozen=True, slots=True)
class Match:
    """What the other story has of a quotation.

    `same` is the number of the quotation of the same utterance, or None; `part` is the number of one that is
    a part of it, or None; `stated` says that running text reports it, `light` that its words are too few or
    too common to know.
    """

    same: int | None
    part: int | None
    stated: bool
    light: bool

    @property
    def other(self) -> int | None:
        """The number of the quotation of the same utterance, or of a part of it."""
        return self.part if self.same is None else self.same

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
            (held / min(total, marked.totals[k]), held, -k)
            for k, (held, count) in marked.shared(q.words).items()
            if count >= min(2, len(distinct), marked.sizes[k])
            and held >= EVIDENCE
            and _one_utterance(q, others[k], held / min(total, marked.totals[k]))
        ]
        whole = [one for one in near if one[1] >= PARTLY * total]
        same = -max(whole)[2] if whole else None
        part = -max(near)[2] if near and not whole else None
        there = max((held for held, _ in text.shared(q.words).values()), default=0.0)
        light = total < LEAST
        found.append(Match(same, part, not light and there >= RETOLD * total, light))
    return found


def _one_utterance(q: Quotation, r: Quotation, share: float) -> bool:
    """Whether two quotations are of one utterance by the share of telling words that both have; a smaller one
    will do where several stand in a row."""
    if share >= SAME:
        return True
    matcher = SequenceMatcher(None, q.words, r.words, autojunk=False)
    return share >= LOOSELY and matcher.find_longest_match().size >= ROW


def without(x: Passage, q: Quotation, y: Passage, r: Quotation) -> Quotation | None:
    """The longer part of a quotation on one side of the words that another one has of it; None when that is
    but a few words."""
    keys = _keys(x, q), _keys(y, r)
    match = SequenceMatcher(None, *keys, autojunk=False).find_longest_match()
    if match.size < SHORT:
        return q
    parts = (q.first, q.first + match.a), (q.first + match.a + match.size, q.last)
    first, last = max(parts, key=lambda part: part[1] - part[0])
    while last > first and x.tokens[last - 1].key in x.lexicon.function_words:
        last -= 1
    return replace(q, first=first, last=last) if last - first > SHORT else None


def _keys(own: Passage, q: Quotation) -> list[str]:
    return [t.key for t in own.tokens[q.first : q.last]]


def quoted_apart(x: Passage, q: Quotation, y: Passage, r: Quotation) -> str | None:
    """How two quotations of one utterance differ: in words (differs), or in length (refines)."""
    keys = _keys(x, q), _keys(y, r)
    matcher = SequenceMatcher(None, *keys, autojunk=False)
    if _reworded(x, q, y, r, matcher) or _crossing(q, r, keys, matcher):
        return "differs"
    short, long = sorted(len(k) for k in keys)
    equal = sum(block.size for block in matcher.get_matching_blocks())
    rest = set(q.words) ^ set(r.words)
    parted = SHORT <= short < long and equal >= WITHIN * short and short >= PART * long
    return "refines" if parted and rest and long - short >= SHORT else None


def _crossing(
    q: Quotation, r: Quotation, keys: tuple[list[str], list[str]], matcher: SequenceMatcher[str]
) -> bool:
    """Whether two quotations have a run of words in common, and each telling words that the other has not."""
    size = matcher.find_longest_match().size
    if size <= SHORT or size < RUN * min(len(keys[0]), len(keys[1])):
        return False
    return bool(set(q.words) - set(r.words)) and bool(set(r.words) - set(q.words))


def _reworded(x: Passage, q: Quotation, y: Passage, r: Quotation, matcher: SequenceMatcher[str]) -> bool:
    """Whether two quotations differ in telling words, or in who did it, and are alike around them."""
    first, second = x.tokens[q.first : q.last], y.tokens[r.first : r.last]
    equal = sum(block.size for block in matcher.get_matching_blocks())
    short = min(len(first), len(second))
    if matcher.ratio() < ALIKE and (short <= SHORT or equal < WITHIN * short):
        return False
    changed = [
        (first[i1:i2], second[j1:j2])
        for tag, i1, i2, j1, j2 in matcher.get_opcodes()
        if tag == "replace" and i1 > 0 and i2 <= LONGEST and max(i2 - i1, j2 - j1) <= SHORT
    ]
    return any(_tells(i, j, x.lexicon) for i, j in changed)


def _tells(i: Sequence[Token], j: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether other words of a quotation say something else; "will" and "would" do not, "they" and "it"
    do."""
    keys = [{t.key for t in side} for side in (i, j)]
    if all(k and k <= lexicon.third_person for k in keys):
        return keys[0] != keys[1]
    if lexicon.negators & (keys[0] ^ keys[1]):
        return True
    if all(rarity(stem(key, lexicon), lexicon) < TOLD for key in keys[0] ^ keys[1] if key.isalpha()):
        return False
    return equivalent(list(i), list(j), lexicon) is None


def around_one_word(
    a: Sequence[Passage], first: Sequence[Quotation], b: Sequence[Passage], second: Sequence[Quotation]
) -> list[tuple[int, int]]:
    """Phrases (by number) in quotation marks around one rare word that each story has only once, and has
    quoted: "too simple an answer", "not that simple"."""
    once = [_once(own, quoted) for own, quoted in ((a, first), (b, second))]
    found: list[tuple[int, int]] = []
    for word in sorted(set(once[0]) & set(once[1])):
        k, n = once[0][word], once[1][word]
        q, r = first[k], second[n]
        phrase = q.last - q.first <= PHRASE and r.last - r.first <= PHRASE
        if phrase and set(q.words) != set(r.words) and not set(q.words) & set(r.words) - {word}:
            found.append((k, n))
    return found


def _once(own: Sequence[Passage], quoted: Sequence[Quotation]) -> dict[str, int]:
    """Rare words of quotations that stand once in a story, with the number of the quotation."""
    often = Counter(stem(t.key, p.lexicon) for p in own for t in p.tokens)
    return {
        word: k
        for k, q in enumerate(quoted)
        for word in q.words
        if often[word] == 1 and rarity(word, own[q.passage].lexicon) >= UNCOMMON
    }


def stretches(
    own: Sequence[Passage], found: Sequence[Quotation], matches: Sequence[Match]
) -> list[tuple[list[Quotation], Span]]:
    """Where quotations that the other story has not stand; what a short attribution parts is one stretch.

    Light ones are reported only together with others.
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


def attributed(a: Side, b: Side, x: Mention, y: Mention) -> list[Difference]:
    """Another source, another verb of attribution, or both; no other source when only a name or a number in
    it changed."""
    verb = attribution.otherwise_said(x, y)
    same = _named_otherwise(a, b, x, y) or _turned(a, b, x, y)
    who = None if same else attribution.judge(x, y, a.lexicon)
    if who is None and verb is None:
        return _same_source(a, b, x, y)
    found = []
    if who is not None and who != verb:
        shown = _beside(a, x, y), _beside(b, y, x)
        a.explained |= {k for k in range(*shown[0]) if k in a.changed}
        b.explained |= {k for k in range(*shown[1]) if k in b.changed}
        found.append(stated(who, span(a.tokens, *shown[0]), span(b.tokens, *shown[1])))
    i, j = _verb(x), _verb(y)
    if verb is not None:
        found.append(stated(verb, span(a.tokens, i, i + 1), span(b.tokens, j, j + 1)))
    a.explained |= {i} & a.changed
    b.explained |= {j} & b.changed
    return found


def _who(mention: Mention) -> tuple[int, int]:
    """The tokens of an attribution that name its source."""
    first, last = mention.value[2], mention.value[3]
    assert isinstance(first, int)
    assert isinstance(last, int)
    return first, last


def _beside(own: Side, mention: Mention, other: Mention) -> tuple[int, int]:
    """The tokens of a source, with those before it that "and" joins if they are the other side's source
    ("officials", "officials and militants")."""
    first, last = _who(mention)
    keys = other.value[1]
    assert isinstance(keys, tuple)
    start = first - 1 - len(keys)
    if start >= 0 and own.tokens[first - 1].key in own.lexicon.coordinators:
        before = tuple(t.key for t in own.tokens[start : first - 1])
        if before == keys:
            return start, last
    return first, last


def _verb(mention: Mention) -> int:
    verb = mention.value[4]
    assert isinstance(verb, int)
    return verb


def _same_source(a: Side, b: Side, x: Mention, y: Mention) -> list[Difference]:
    """The same source in another order ("X said", "said X"): the verb and the source are explained."""
    if x.value[1] == y.value[1]:
        for own, mention in ((a, x), (b, y)):
            own.explained |= {
                k
                for k in range(mention.first, mention.last)
                if k in own.changed and own.tokens[k].key in a.lexicon.verbs_of_saying
            }
    return []


def _changed(own: Side, mention: Mention) -> list[int]:
    """The tokens of a source that changed and are not explained."""
    return [k for k in range(*_who(mention)) if k in own.changed and k not in own.explained]


def _kept(own: Side, mention: Mention) -> bool:
    """Whether a telling word of a source stands unchanged."""
    return any(
        k not in own.changed and own.tokens[k].key not in own.lexicon.function_words
        for k in range(*_who(mention))
    )


def _named_otherwise(a: Side, b: Side, x: Mention, y: Mention) -> bool:
    """Whether all that changed in a source is part of names that meet: they share a word (Goran Petrov, Zoran
    Petrov), or the speaker is called the same (police in Berlin, mayor Goran Petrov)."""
    changed = set(_changed(a, x)), set(_changed(b, y))
    named: tuple[set[int], set[int]] = set(), set()
    kept = _kept(a, x)
    for m in a.mentions["name"]:
        for n in b.mentions["name"]:
            if shared(a, m, n) or (kept and m.type == n.type and meet(a, b, m, n)):
                named[0].update(range(m.first, m.last))
                named[1].update(range(n.first, n.last))
    return bool(changed[0] and changed[1]) and changed[0] <= named[0] and changed[1] <= named[1]


def _turned(a: Side, b: Side, x: Mention, y: Mention) -> bool:
    """Whether all that changed in a source is how many speak, how sure they are, a negation, or one word into
    its opposite."""
    changed_a, changed_b = ([own.tokens[k] for k in _changed(own, m)] for own, m in ((a, x), (b, y)))
    if (
        len(changed_a) == len(changed_b) == 1
        and _kept(a, x)
        and changed_words.polarity(changed_a, changed_b, a.lexicon)
    ):
        return True
    small = a.lexicon.quantifiers | a.lexicon.negators | a.lexicon.refusals | a.lexicon.hedges
    return all(token.key in small for token in [*changed_a, *changed_b])


TYPE = "direct-speech"

SPOKEN = 3
"""Words of the shortest quotation that opens a sentence or follows a comma or a colon."""

SAID = 5
"""Words of the shortest quotation within a clause; fewer are scare quotes and terms."""

LONGEST_ALIGNED = 80
"""Tokens of a stretch that are searched for turned words, a bound on hostile input."""


_OPENS = frozenset(",:;–—-")


def speech(a: Side, b: Side, operations: Sequence[Range]) -> list[Difference]:
    """Quotations of one side that the other reports indirectly; what the turn alone changed is explained."""
    found = [stated(_verdict(), span(a.tokens, *x), span(b.tokens, *y)) for x, y in _turns(a, b, operations)]
    mirrored = [(j1, j2, i1, i2) for i1, i2, j1, j2 in operations]
    return found + [
        stated(_verdict(), span(a.tokens, *x), span(b.tokens, *y)) for y, x in _turns(b, a, mirrored)
    ]


def joined(found: Sequence[Difference], a: Sequence[str], b: Sequence[str]) -> list[Difference]:
    """The differences, those of speech that goes on over several sentences as one; `a` and `b` are the
    paragraphs of the stories."""
    turns = [d for d in found if d.type == TYPE]
    turns.sort(key=lambda d: [(s.paragraph, s.start) if s else (0, 0) for s in (d.a, d.b)])
    whole: list[Difference] = []
    for d in turns:
        spans = whole and (_run(whole[-1].a, d.a, a), _run(whole[-1].b, d.b, b))
        if spans and all(spans):
            whole[-1] = replace(whole[-1], a=spans[0], b=spans[1])
        else:
            whole.append(d)
    return [*(d for d in found if d.type != TYPE), *whole]


def _run(first: Span | None, second: Span | None, texts: Sequence[str]) -> Span | None:
    """Two stretches of a paragraph as one, unless words stand between them."""
    if first is None or second is None or not first.paragraph == second.paragraph >= 0:
        return None
    text = texts[first.paragraph]
    if second.start < first.end or any(map(str.isalnum, text[first.end : second.start])):
        return None
    return Span(first.paragraph, first.start, second.end, text[first.start : second.end])


def _verdict() -> Verdict:
    return Verdict("direct-speech", "differs", "quoted on one side, reported indirectly on the other")


def _turns(
    own: Side, other: Side, operations: Sequence[Range]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The quoted stretches of one side with the stretches of the other that report them."""
    found = []
    for first, last in _quotations(own.tokens):
        if not _is_speech(own, first, last):
            continue
        there = _in_place(own, other, operations, first, last)
        if 2 * len(there) < last - first:
            there = _elsewhere(own, other, first, last)
            _meet(own, other, there, last)
        plain = [j for _, j in there if not other.tokens[j].quoted]
        if 2 * len(plain) < last - first:
            continue
        start, end = min(plain), max(plain) + 1
        own.explained.update(i for i, _ in there if i in own.changed)
        other.explained.update(j for j in plain if j in other.changed)
        before = range(max(start - 1, 0), end)
        other.explained.update(
            j for j in before if j in other.changed and other.tokens[j].key in other.lexicon.complementizers
        )
        own.reported.update(range(first, last))
        other.reported.update(range(start, end))
        found.append(((first, last), (start, end)))
    return found


def _in_place(
    own: Side, other: Side, operations: Sequence[Range], first: int, last: int
) -> list[tuple[int, int]]:
    """The words of a quoted stretch with those that stand for them where the texts are aligned."""
    kept = [(k, own.partner[k]) for k in range(first, last) if k in own.partner]
    for i1, i2, j1, j2 in operations:
        kept += _aligned(own, other, range(max(i1, first), min(i2, last)), range(j1, j2))
    return sorted(kept)


def _elsewhere(own: Side, other: Side, first: int, last: int) -> list[tuple[int, int]]:
    """The same where the speech stands at another place of the sentence."""
    changed = [j for j in sorted(other.changed) if not other.tokens[j].quoted]
    return _aligned(own, other, [k for k in range(first, last) if k in own.changed], changed)


def _meet(own: Side, other: Side, pairs: Sequence[tuple[int, int]], last: int) -> None:
    """Take the words between and behind moved words as changed into one another."""
    if not pairs:
        return
    end = pairs[-1][1] + 1
    while end in other.changed:
        end += 1
    number = 1 + max([*own.operation.values(), *other.operation.values()], default=0)
    for (i, j), (k, m) in pairwise([*pairs, (last, end)]):
        if k - i > 1 and m - j > 1:
            own.operation |= dict.fromkeys(range(i + 1, k), number)
            other.operation |= dict.fromkeys(range(j + 1, m), number)
            number += 1


def _aligned(own: Side, other: Side, direct: Sequence[int], indirect: Sequence[int]) -> list[tuple[int, int]]:
    """The longest common subsequence of two runs of tokens, words that indirect speech turns being equal."""
    direct, indirect = direct[:LONGEST_ALIGNED], indirect[:LONGEST_ALIGNED]
    length = [[0] * (len(indirect) + 1) for _ in range(len(direct) + 1)]
    same = [
        [_is_turned(own.tokens[i].key, other.tokens[j].key, own.lexicon) for j in indirect] for i in direct
    ]
    for x in reversed(range(len(direct))):
        for y in reversed(range(len(indirect))):
            skipped = max(length[x + 1][y], length[x][y + 1])
            length[x][y] = max(skipped, length[x + 1][y + 1] + same[x][y])
    found, x, y = [], 0, 0
    while x < len(direct) and y < len(indirect):
        if same[x][y] and length[x][y] == length[x + 1][y + 1] + 1:
            found.append((direct[x], indirect[y]))
            x, y = x + 1, y + 1
        elif length[x + 1][y] >= length[x][y + 1]:
            x += 1
        else:
            y += 1
    return found


def _quotations(tokens: Sequence[Token]) -> list[tuple[int, int]]:
    """The stretches of quoted tokens."""
    found = []
    first = None
    for k in range(len(tokens) + 1):
        inside = k < len(tokens) and tokens[k].quoted
        if inside and first is None:
            first = k
        elif not inside and first is not None:
            found.append((first, k))
            first = None
    return found


def _is_speech(own: Side, first: int, last: int) -> bool:
    """Whether a quoted stretch is long enough for speech and no title."""
    opens = first in own.starts or bool(_OPENS & set(own.tokens[first].gap))
    telling = [
        t for t in own.tokens[first:last] if t.key not in own.lexicon.function_words and t.text[0].isalpha()
    ]
    named = bool(telling) and all(t.capital for t in telling)
    return last - first >= (SPOKEN if opens else SAID) and not (named and len(telling) > 1)


def _is_turned(direct: str, indirect: str, lexicon: Lexicon) -> bool:
    if direct == indirect or indirect in lexicon.turned.get(direct, ()):
        return True
    return len(direct) > 2 and any(direct + ending == indirect for ending in lexicon.turned_endings)
