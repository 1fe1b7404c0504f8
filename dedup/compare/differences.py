"""Where two linked passages differ: a token diff, every operation widened to what it touches.

The tokens of a linked group are aligned by their keys, which already equates house styles. Numbers, dates,
sources and names that an operation touches are judged as a whole ("at least 17 people", not "17"). What is
left of the operation is read as style, quotation, negation, polarity, status, hedge, quantifier or place,
in that order, and what no reading takes is other wording.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from dedup.compare import dates, names, numbers, polarity, sources, style
from dedup.compare.mentions import Mention, Verdict
from dedup.compare.quotes import quoted_change
from dedup.compare.ranking import weigh
from dedup.compare.tokens import Sentence, Token
from dedup.story import Difference, Span

Range = tuple[int, int, int, int]
Judge = Callable[[Mention, Mention], Verdict | None]

FAMILIES: tuple[tuple[str, Judge], ...] = (
    ("date", dates.judge),
    ("number", numbers.judge),
    ("source", sources.judge),
    ("name", names.judge),
)
"""Families of mentions in the order in which they claim changed tokens."""


@dataclass(slots=True)
class Side:
    """One side of a linked group: its tokens, what was found in them, which tokens are explained."""

    tokens: list[Token]
    starts: set[int]
    mentions: dict[str, list[Mention]]
    changed: set[int] = field(default_factory=set)
    explained: set[int] = field(default_factory=set)
    partner: dict[int, int] = field(default_factory=dict)
    operation: dict[int, int] = field(default_factory=dict)


def side(sentences: Sequence[Sentence], casing: names.Casing, english: bool) -> Side:
    """Tokens and mentions of some sentences of one story."""
    found: list[Token] = []
    starts = set()
    for sentence in sentences:
        starts.add(len(found))
        found += sentence.tokens
    day = dates.dates(found)
    taken = {k for m in day for k in range(m.first, m.last)}
    amount = numbers.numbers(found, taken)
    taken |= {k for m in amount for k in range(m.first, m.last)}
    return Side(
        found,
        starts,
        {
            "date": day,
            "number": amount,
            "source": sources.sources(found) if english else [],
            "name": names.names(found, starts, casing, taken, any(names.shouts(s) for s in sentences)),
        },
    )


def span(tokens: Sequence[Token], first: int, last: int) -> Span | None:
    """Tokens `first` to `last` (exclusive) as a stretch of their paragraph's text; None when there are none.

    A stretch that runs into another paragraph ends with its own.
    """
    if last <= first:
        return None
    inside = [t for t in tokens[first:last] if t.paragraph == tokens[first].paragraph]
    text = inside[0].text + "".join(t.gap + t.text for t in inside[1:])
    return Span(inside[0].paragraph, inside[0].start, inside[0].start + len(text), text)


def differences(a: Side, b: Side, english: bool) -> list[Difference]:
    """All differences of a linked group, in the order of the text."""
    operations = _operations(a, b)
    found: list[Difference] = []
    for family, judge in FAMILIES:
        found += _judged(a, b, family, judge)
    for operation in operations:
        found += _left(a, b, operation, english)
    found = _reordered(found)
    return found + _surfaces(a, b)


def _operations(a: Side, b: Side) -> list[Range]:
    matcher = SequenceMatcher(None, [t.key for t in a.tokens], [t.key for t in b.tokens], autojunk=False)
    operations: list[Range] = []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            a.partner |= dict(zip(range(i1, i2), range(j1, j2), strict=True))
            b.partner |= dict(zip(range(j1, j2), range(i1, i2), strict=True))
            continue
        a.operation |= dict.fromkeys(range(i1, i2), len(operations))
        b.operation |= dict.fromkeys(range(j1, j2), len(operations))
        a.changed |= set(range(i1, i2))
        b.changed |= set(range(j1, j2))
        operations.append((i1, i2, j1, j2))
    return operations


def _touched(own: Side, mention: Mention) -> bool:
    return any(k in own.changed and k not in own.explained for k in range(mention.first, mention.last))


def _meet(a: Side, b: Side, x: Mention, y: Mention) -> bool:
    """Whether two mentions stand at the same place: they share an unchanged token or an operation."""
    inside = range(y.first, y.last)
    if any(a.partner.get(k, -1) in inside for k in range(x.first, x.last)):
        return True
    there = {b.operation[k] for k in inside if k in b.operation}
    return any(a.operation.get(k, -1) in there for k in range(x.first, x.last))


def _judged(a: Side, b: Side, family: str, judge: Judge) -> list[Difference]:
    found: list[Difference] = []
    left_b = list(b.mentions[family])
    alone_a: list[Mention] = []
    for x in a.mentions[family]:
        meeting = [y for y in left_b if _meet(a, b, x, y)]
        if not meeting:
            if _touched(a, x):
                alone_a.append(x)
            continue
        y = max(meeting, key=lambda m: (m.value == x.value, _shared(a, x, m), -abs(m.first - x.first)))
        left_b.remove(y)
        if _touched(a, x) or _touched(b, y):
            found += _pair(a, b, family, judge, x, y)
    alone_b = [y for y in left_b if _touched(b, y)]
    for x in list(alone_a):
        same = [y for y in alone_b if y.value == x.value]
        if same:
            _explain(a, x)
            _explain(b, same[0])
            alone_a.remove(x)
            alone_b.remove(same[0])
    for one, other, alone in ((a, b, alone_a), (b, a, alone_b)):
        for x in list(alone):
            there = _in_place(one, other, x)
            if there is not None:
                alone.remove(x)
                found += _pair(a, b, family, judge, *((x, there) if one is a else (there, x)))
    found += [d for x in alone_a for d in _alone(a, x, "only-a")]
    found += [d for y in alone_b for d in _alone(b, y, "only-b")]
    return found


def _in_place(own: Side, other: Side, mention: Mention) -> Mention | None:
    """What an operation put in the place of a name (capitalised words) or of a number (one word), as such."""
    places = {own.operation[k] for k in range(mention.first, mention.last) if k in own.operation}
    there = [
        k for k, place in sorted(other.operation.items()) if place in places and k not in other.explained
    ]
    if mention.family == "name":
        there = [k for k in there if other.tokens[k].capital]
    elif mention.family != "number" or len(there) != 1 or other.tokens[there[0]].key in style.FUNCTION_WORDS:
        return None
    if not there or there[-1] - there[0] >= len(there):
        return None
    keys = tuple(other.tokens[k].key for k in there)
    value = (None, "", "", 0, *keys) if mention.family == "number" else keys
    return Mention(mention.family, mention.type, there[0], there[-1] + 1, value)


def _shared(a: Side, x: Mention, y: Mention) -> int:
    return sum(a.partner.get(k, -1) in range(y.first, y.last) for k in range(x.first, x.last))


def _explain(own: Side, mention: Mention) -> None:
    own.explained |= {k for k in range(mention.first, mention.last) if k in own.changed}


def _pair(a: Side, b: Side, family: str, judge: Judge, x: Mention, y: Mention) -> list[Difference]:
    if family == "source":
        return _source_pair(a, b, x, y)
    if family == "number" and _other_thing(a, b, x, y):
        return [*_alone(a, x, "only-a"), *_alone(b, y, "only-b")]
    verdict = judge(x, y)
    _explain(a, x)
    _explain(b, y)
    shown = span(a.tokens, x.first, x.last), span(b.tokens, y.first, y.last)
    if verdict is None:
        return [_style("number-format" if family == "number" else "alias", *shown)]
    found = [_difference(verdict, *shown)]
    if family == "number":
        more = {v for v in (numbers.qualified(x, y), numbers.opposed(x, y)) if v not in (None, verdict)}
        found += [_difference(v, *shown) for v in sorted(more, key=lambda v: v.type) if v is not None]
    if _quoted(a, x) or _quoted(b, y):
        found.append(_difference(quoted_change(), *shown))
    return found


def _other_thing(a: Side, b: Side, x: Mention, y: Mention) -> bool:
    """Whether two amounts count things that share no word: then neither is another version of the other."""
    counted = []
    for own, mention in ((a, x), (b, y)):
        behind = range(mention.last, min(mention.last + 5, len(own.tokens)))
        telling = [k for k in behind if own.tokens[k].key not in style.FUNCTION_WORDS][:3]
        if len(telling) < 3 or not all(k in own.changed for k in telling):
            return False
        counted.append({own.tokens[k].key for k in telling})
    return not counted[0] & counted[1]


def _source_pair(a: Side, b: Side, x: Mention, y: Mention) -> list[Difference]:
    """Another source, another verb of attribution, or both; neither when only a name or a number changed."""
    if _named_otherwise(a, b, x, y) or _counted_otherwise(a, b, x, y):
        return []
    verb, who = sources.otherwise_said(x, y), sources.judge(x, y)
    if who is None:
        return _same_source(a, b, x, y)
    found = []
    if who != verb:
        shown = _who(x), _who(y)
        a.explained |= {k for k in range(*shown[0]) if k in a.changed}
        b.explained |= {k for k in range(*shown[1]) if k in b.changed}
        found.append(_difference(who, span(a.tokens, *shown[0]), span(b.tokens, *shown[1])))
    i, j = _verb(x), _verb(y)
    if verb is not None:
        found.append(_difference(verb, span(a.tokens, i, i + 1), span(b.tokens, j, j + 1)))
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


def _named_otherwise(a: Side, b: Side, x: Mention, y: Mention) -> bool:
    """Whether all that changed in a source is part of names that meet and share a word (Goran Petrov, Zoran
    Petrov)."""
    changed_a = {k for k in range(x.first, x.last) if k in a.changed and k not in a.explained}
    changed_b = {k for k in range(y.first, y.last) if k in b.changed and k not in b.explained}
    for m in a.mentions["name"]:
        for n in b.mentions["name"]:
            covers = changed_a <= set(range(m.first, m.last)) and changed_b <= set(range(n.first, n.last))
            if covers and changed_a and changed_b and _shared(a, m, n):
                return True
    return False


def _counted_otherwise(a: Side, b: Side, x: Mention, y: Mention) -> bool:
    """Whether all that changed in a source is how many speak, how sure they are, or a negation."""
    changed = [
        own.tokens[k].key
        for own, mention in ((a, x), (b, y))
        for k in range(mention.first, mention.last)
        if k in own.changed and k not in own.explained
    ]
    return all(key in polarity.QUANTIFIERS | polarity.NEGATIONS | sources.HEDGES for key in changed)


def _alone(own: Side, mention: Mention, kind: str) -> list[Difference]:
    if mention.family == "source" and not any(
        k in own.changed for k in range(mention.first, mention.last) if own.tokens[k].key in sources.VERBS
    ):
        return []
    group = "source" if mention.family == "source" else "fact"
    if mention.family != "source":
        _explain(own, mention)
    verdict = Verdict(group, mention.type, kind, f"{mention.family} on one side only")
    shown = span(own.tokens, mention.first, mention.last)
    return [_difference(verdict, shown, None) if kind == "only-a" else _difference(verdict, None, shown)]


def _quoted(own: Side, mention: Mention) -> bool:
    return any(own.tokens[k].quoted for k in range(mention.first, mention.last))


def _left(a: Side, b: Side, operation: Range, english: bool) -> list[Difference]:
    """What an operation changed beyond the mentions that it touched."""
    i1, i2, j1, j2 = operation
    left_a = [k for k in range(i1, i2) if k not in a.explained]
    left_b = [k for k in range(j1, j2) if k not in b.explained]
    if not left_a and not left_b:
        return []
    words_a, words_b = [a.tokens[k] for k in left_a], [b.tokens[k] for k in left_b]
    shown_a, shown_b = _run(a.tokens, left_a), _run(b.tokens, left_b)
    kind = style.equivalent(words_a, words_b)
    quoted = any(t.quoted for t in [*words_a, *words_b])
    if kind and not (quoted and kind == "function-words"):
        return [_style("quote-format" if quoted else kind, shown_a, shown_b)]
    found: list[Difference] = []
    if quoted:
        found.append(_difference(_sided(quoted_change(), shown_a, shown_b), shown_a, shown_b))
    if words_a and words_b and all(t.text in numbers.NUMERALS for t in [*words_a, *words_b]):
        found.append(_difference(Verdict("fact", "number", "differs", "other amount"), shown_a, shown_b))
    if english:
        found += [_difference(_sided(v, shown_a, shown_b), shown_a, shown_b) for v in _read(words_a, words_b)]
        poles = polarity.polarity(words_a, words_b)
        if poles:
            i, j = left_a[poles[0]], left_b[poles[1]]
            verdict = Verdict("fact", "polarity", "differs", "opposite words")
            found.append(_difference(verdict, span(a.tokens, i, i + 1), span(b.tokens, j, j + 1)))
    if not found:
        other = _sided(Verdict("review", "wording", "differs", "other words"), shown_a, shown_b)
        found.append(_difference(other, shown_a, shown_b))
    return found


def _read(a: Sequence[Token], b: Sequence[Token]) -> list[Verdict]:
    """Every respect in which changed words differ; opposites are left to polarity."""
    found = [polarity.negation(a, b), polarity.hedge(a, b), sources.verbs(a, b)]
    if not polarity.polarity(a, b):
        found.append(polarity.sign(a, b))
        found += [
            next(
                filter(None, (r(a, b) for r in (polarity.status, polarity.quantifier, polarity.place))), None
            )
        ]
    return [verdict for verdict in found if verdict is not None]


def _run(tokens: Sequence[Token], chosen: list[int]) -> Span | None:
    return span(tokens, chosen[0], chosen[-1] + 1) if chosen else None


def _sided(verdict: Verdict, a: Span | None, b: Span | None) -> Verdict:
    if a is not None and b is not None:
        return verdict
    return replace(verdict, kind="only-b" if a is None else "only-a")


def _difference(verdict: Verdict, a: Span | None, b: Span | None) -> Difference:
    return weigh(Difference(verdict.group, verdict.type, verdict.kind, a, b, 0.0, verdict.why))


def _style(kind: str, a: Span | None, b: Span | None) -> Difference:
    side_kind = "differs" if a and b else "only-a" if a else "only-b"
    return weigh(Difference("style", kind, side_kind, a, b, 0.0, "the same in another form"))


def _reordered(found: list[Difference]) -> list[Difference]:
    """Words that only changed their place within the passage are a matter of style."""
    result = list(found)
    for x in found:
        if x.b is not None or x.a is None:
            continue
        for y in result:
            if (
                y.a is None
                and y.b is not None
                and x in result
                and (x.type, x.group) == (y.type, y.group)
                and y.b.text.lower() == x.a.text.lower()
            ):
                result.remove(x)
                result.remove(y)
                result.append(_style("word-order", x.a, y.b))
                break
    return result


def _surfaces(a: Side, b: Side) -> list[Difference]:
    """Style differences of tokens that are equal: spelling, number format, capitals, punctuation before
    them."""
    found: list[Difference] = []
    for i, j in sorted(a.partner.items()):
        x, y = a.tokens[i], b.tokens[j]
        kind = style.surface([x], [y])
        if kind and not (kind == "capitals" and (i in a.starts) != (j in b.starts)):
            named = "quote-format" if x.quoted and y.quoted and kind != "capitals" else kind
            found.append(_style(named, span(a.tokens, i, i + 1), span(b.tokens, j, j + 1)))
        follows = a.partner.get(i - 1) == j - 1 and i not in a.starts and j not in b.starts and i and j
        if follows and style.punctuation(x.gap, y.gap):
            found.append(_style("punctuation", span(a.tokens, i - 1, i + 1), span(b.tokens, j - 1, j + 1)))
    return found
