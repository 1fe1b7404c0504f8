"""Two attributions of one passage: another source, another verb, or both.

Where only a name, a place, a number or a small word changed inside a source ("a farmer in Guntur district"),
that is told as such: the speaker is still called the same.

Direct and indirect speech: words that one side quotes and the other tells without quotation marks.

A quoted stretch answers to words outside quotation marks where at least half of its words stand there, as
they are or as a language turns them in indirect speech: the first person into the third, the present into the
past, "that" before them ("We will go": that they would go). What else changed in the stretch is told by
itself. Titles, whose telling words all begin with a capital, and short phrases inside a clause, which are
scare quotes more often than speech, are left to style.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from dedup.comparison import attribution, polarity
from dedup.comparison.lexicon import Lexicon
from dedup.comparison.passages import Range, Side, meet, shared, span
from dedup.comparison.ranking import stated
from dedup.comparison.tokens import Mention, Token, Verdict
from dedup.types import Difference, Span


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
        shown = _who(x), _who(y)
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
    """Whether all that changed in a source is part of names that meet and share a word (Goran Petrov, Zoran
    Petrov), or of a place, the speaker being called the same (police in Berlin)."""
    changed = set(_changed(a, x)), set(_changed(b, y))
    named: tuple[set[int], set[int]] = set(), set()
    kept = _kept(a, x)
    for m in a.mentions["name"]:
        for n in b.mentions["name"]:
            if shared(a, m, n) or (kept and m.type == n.type == "place" and meet(a, b, m, n)):
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
        and polarity.polarity(changed_a, changed_b, a.lexicon)
    ):
        return True
    small = a.lexicon.quantifiers | a.lexicon.negators | a.lexicon.refusals | a.lexicon.hedges
    return all(token.key in small for token in [*changed_a, *changed_b])


TYPE = "direct-speech"

SPOKEN = 3
"""Words of the shortest quotation that opens a sentence or follows a comma or a colon."""

SAID = 5
"""Words of the shortest quotation within a clause; fewer are scare quotes and terms."""

LONGEST = 80
"""Tokens of a stretch that are searched for turned words, a bound on hostile input."""


_OPENS = frozenset(",:;–—-")


def speech(a: Side, b: Side, operations: Sequence[Range]) -> list[Difference]:
    """Quotations of one side that the other tells without marks; what the turn alone changed is explained."""
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
    return Verdict("direct-speech", "differs", "quoted on one side, told without marks on the other")


def _turns(
    own: Side, other: Side, operations: Sequence[Range]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The quoted stretches of one side with the stretches of the other that tell them."""
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
    direct, indirect = direct[:LONGEST], indirect[:LONGEST]
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
