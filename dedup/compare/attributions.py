"""Two attributions of one passage: another source, another verb, or both.

Where only a name, a place, a number or a small word changed inside a source ("a farmer in Guntur district"),
that is told as such: the speaker is still called the same.
"""

from dedup.compare import polarity, sources
from dedup.compare.mentions import Mention
from dedup.compare.ranking import told
from dedup.compare.sides import Side, meet, shared, span
from dedup.compare.style import FUNCTION_WORDS
from dedup.story import Difference


def attributed(a: Side, b: Side, x: Mention, y: Mention) -> list[Difference]:
    """Another source, another verb of attribution, or both; no other source when only a name or a number in
    it changed."""
    verb = sources.otherwise_said(x, y)
    same = _named_otherwise(a, b, x, y) or _turned(a, b, x, y)
    who = None if same else sources.judge(x, y)
    if who is None and verb is None:
        return _same_source(a, b, x, y)
    found = []
    if who is not None and who != verb:
        shown = _who(x), _who(y)
        a.explained |= {k for k in range(*shown[0]) if k in a.changed}
        b.explained |= {k for k in range(*shown[1]) if k in b.changed}
        found.append(told(who, span(a.tokens, *shown[0]), span(b.tokens, *shown[1])))
    i, j = _verb(x), _verb(y)
    if verb is not None:
        found.append(told(verb, span(a.tokens, i, i + 1), span(b.tokens, j, j + 1)))
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
                if k in own.changed and own.tokens[k].key in sources.VERBS
            }
    return []


def _changed(own: Side, mention: Mention) -> list[int]:
    """The tokens of a source that changed and are not explained."""
    return [k for k in range(*_who(mention)) if k in own.changed and k not in own.explained]


def _kept(own: Side, mention: Mention) -> bool:
    """Whether a telling word of a source stands unchanged."""
    return any(
        k not in own.changed and own.tokens[k].key not in FUNCTION_WORDS for k in range(*_who(mention))
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
    if len(changed_a) == len(changed_b) == 1 and _kept(a, x) and polarity.polarity(changed_a, changed_b):
        return True
    small = polarity.QUANTIFIERS | polarity.NEGATIONS | sources.HEDGES
    return all(token.key in small for token in [*changed_a, *changed_b])
