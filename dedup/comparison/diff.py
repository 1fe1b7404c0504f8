"""Where two linked passages differ: a token diff, every operation widened to what it touches.

The tokens of a linked group are aligned by their keys, which already equates house styles. Numbers, dates,
sources and names that an operation touches are judged as a whole ("at least 17 people", not "17"). What is
left of the operation is read as style, quotation, negation, polarity, status, hedge, quantifier or place,
in that order, and what no reading takes is other wording.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from dedup.comparison import attribution, changed_words, dates, names, numbers
from dedup.comparison.align import stem
from dedup.comparison.changed_words import rearranged
from dedup.comparison.lexicon import Lexicon
from dedup.comparison.passages import Range, Side, meet, news, shared, span, telling
from dedup.comparison.quotations import attributed, speech
from dedup.comparison.ranking import stated
from dedup.comparison.statements import IN_PART
from dedup.comparison.tokens import NUMERALS, Mention, Token, Verdict
from dedup.types import Difference, Span

Judge = Callable[[Mention, Mention, Lexicon], Verdict | None]

FAMILIES: tuple[tuple[str, Judge], ...] = (
    ("date", dates.judge),
    ("number", numbers.judge),
    ("source", attribution.judge),
    ("name", names.judge),
)
"""Families of mentions in the order in which they claim changed tokens."""

QUOTED = Verdict("quote", "differs", "words inside quotation marks")
"""Every change inside quotation marks counts, even a dropped "that". What one side quotes and the other
reports without marks is `direct-speech`."""


KEPT = 0.6
"""Share of both sentences that stands unchanged where another name in one place is a changed name."""

SMALL = 0.4
"""What is left of the weight of a changed quotation whose telling words are the same but for their
endings."""

LIKE = 0.5
"""Share of both sentences that stands unchanged from which a small word, or what an amount counts, is read as
changed; sentences less alike were written anew."""

ANEW = 0.6
"""The same up to which a sentence was written anew, so that a reader wants to see it whole: of 20 sentences
with two scraps of other wording and more that kept .16 to .6, 14 could not be understood from the scraps."""

LONGEST_ANEW = 45
"""Words of the longest such sentence that is shown whole."""

QUOTED_WORDS = 3
"""Content words of the shortest quotation or clause that is looked for in the whole of the other story."""

SCRAP = 4
"""Words under which a piece of a quotation that one side has more is a scrap."""

FEW_WEIGHT = 0.5
"""What is left of the weight of a lone "one" or "two" that counts no unit and no harm."""

PARTED = 4
"""Kept words between two changed stretches up to which their wordings are shown as one."""

CLAUSE = 4
"""Words of a changed stretch on either side up to which a small word in it is read as what changed: in a
clause written anew it belongs to something else."""


def differences(a: Side, b: Side) -> list[Difference]:
    """All differences of a linked group, in the order of the text."""
    if (a.lexicon.free_order or a.lexicon.numerals is not None) and rearranged(a, b):
        return [_style("word-order", span(a.tokens, 0, len(a.tokens)), span(b.tokens, 0, len(b.tokens)))]
    operations = _operations(a, b)
    found = speech(a, b, operations)
    for family, judge in FAMILIES:
        found += _judged(a, b, family, judge)
    left = [_left(a, b, operation) for operation in operations]
    found += [d for some in _reworded_together(a, b, operations, left) for d in some]
    found = _written_anew(a, b, _reordered(found))
    return found + _surfaces(a, b)


def _written_anew(a: Side, b: Side, found: list[Difference]) -> list[Difference]:
    """The differences; the scraps of other wording of a sentence that was written anew are one, of both
    sentences whole: what was put for what is not to be seen in scraps. Two sentences that share a quotation
    and little else are two; a quotation that is given otherwise is one of both, too."""
    in_marks = [sum(own.tokens[k].quoted for k in own.partner) for own in (a, b)]
    quotation = 2 * min(in_marks) > len(a.partner)
    scraps = [d for d in found if d.type == "wording" or (quotation and d.type == "quote")]
    torn = len(scraps) > 1 or any(d.a and d.b for d in scraps)
    if not torn or _kept(a, b) > (ANEW if len(scraps) > 1 else LIKE):
        return found
    if max(len(own.tokens) for own in (a, b)) > LONGEST_ANEW:
        return found
    whole = span(a.tokens, 0, len(a.tokens)), span(b.tokens, 0, len(b.tokens))
    if quotation and any(d.type == "quote" for d in scraps):
        return [*(d for d in found if d not in scraps), stated(QUOTED, *whole)]
    if 2 * max(in_marks) > len(a.partner):
        return found
    fresh = max(_fresh(a), _fresh(b)) >= IN_PART.news
    verdict = Verdict("statement" if fresh else "wording", "differs", "one sentence, rewritten")
    return [*(d for d in found if d not in scraps and (d.a, d.b) != whole), stated(verdict, *whole)]


def _fresh(own: Side) -> float:
    """Weight of what the other story has not."""
    weights = telling(own.tokens, own.lexicon)
    return 0.0 if own.elsewhere is None else sum(news(own.tokens, own.elsewhere, weights))


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


def _judged(a: Side, b: Side, family: str, judge: Judge) -> list[Difference]:
    found: list[Difference] = []
    left_b = list(b.mentions[family])
    alone_a: list[Mention] = []
    for x in a.mentions[family]:
        meeting = [y for y in left_b if meet(a, b, x, y)]
        if not meeting:
            if _touched(a, x):
                alone_a.append(x)
            continue
        y = max(meeting, key=lambda m: (m.value == x.value, shared(a, x, m), -abs(m.first - x.first)))
        left_b.remove(y)
        if _touched(a, x) or _touched(b, y):
            found += _pair(a, b, family, judge, x, y)
    alone_b = [y for y in left_b if _touched(b, y)]
    for x in list(alone_a):
        same = [y for y in alone_b if y.value == x.value or _one_value(judge, x, y, a.lexicon)]
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
    if family == "source" and _one_claim(a, b, alone_a, alone_b):
        return [*found, *attributed(a, b, alone_a[0], alone_b[0])]
    found += [d for x in alone_a for d in _alone(a, x, "only-a", b)]
    found += [d for y in alone_b for d in _alone(b, y, "only-b", a)]
    return found


def _one_value(judge: Judge, x: Mention, y: Mention, lexicon: Lexicon) -> bool:
    """Whether two days, times or amounts of one unit are the same in another form (a third, 33 per cent)."""
    if x.family not in ("date", "number") or (x.family == "number" and x.value[1] != y.value[1]):
        return False
    return judge(x, y, lexicon) is None


def _one_claim(a: Side, b: Side, x: Sequence[Mention], y: Sequence[Mention]) -> bool:
    """Whether the sources that only one side has, at other places of a sentence, are those of one claim: one
    on each side, both by name or both without. A role may be that of the other side's name."""
    if len(x) != 1 or len(y) != 1 or _kept(a, b) < LIKE:
        return False
    pairs = (a, x[0]), (b, y[0])
    return not any(_is_pronoun(*p) for p in pairs) and _has_name(*pairs[0]) == _has_name(*pairs[1])


def _is_pronoun(own: Side, source: Mention) -> bool:
    return all(key in own.lexicon.pronouns for key in attribution.words(source))


def _has_name(own: Side, source: Mention) -> bool:
    """Whether the words of a source hold a capital that is no title or role."""
    roles = own.lexicon.roles | own.lexicon.titles
    words = set(attribution.words(source)) - roles
    return any(t.capital and t.key in words for t in own.tokens[source.first : source.last])


def _in_place(own: Side, other: Side, mention: Mention) -> Mention | None:
    """What an operation put in the place of a name (capitalised words) or of a number ("several", "a number
    of"), as such."""
    places = {own.operation[k] for k in range(mention.first, mention.last) if k in own.operation}
    there = [
        k for k, place in sorted(other.operation.items()) if place in places and k not in other.explained
    ]
    if mention.family == "name":
        there = [k for k in there if other.tokens[k].capital and _telling(other, k)]
    elif mention.family != "number" or not _is_vague(other, there):
        return None
    if not there or there[-1] - there[0] >= len(there):
        return None
    keys = tuple(other.tokens[k].key for k in there)
    value = (None, "", "", 0, " ".join(keys)) if mention.family == "number" else keys
    return Mention(mention.family, mention.type, there[0], there[-1] + 1, value)


def _is_vague(own: Side, chosen: Sequence[int]) -> bool:
    """Whether some tokens stand for a number: one word that does, with its article and its "of"."""
    vague = own.lexicon.vague | own.lexicon.quantifiers
    keys = [key for k in chosen if (key := own.tokens[k].key) not in own.lexicon.function_words - vague]
    return len(keys) == 1 and (keys[0] in vague or keys[0][0].isdigit())


def _informs(own: Side, at: int) -> bool:
    return _telling(own, at) and own.tokens[at].key not in own.lexicon.reporting


def _telling(own: Side, at: int) -> bool:
    key = own.tokens[at].key
    return key not in own.lexicon.function_words | own.lexicon.not_names


def _explain(own: Side, mention: Mention) -> None:
    own.explained |= {k for k in range(mention.first, mention.last) if k in own.changed}


def _pair(a: Side, b: Side, family: str, judge: Judge, x: Mention, y: Mention) -> list[Difference]:
    if family == "source":
        return attributed(a, b, x, y)
    verdict = judge(x, y, a.lexicon)
    if family == "number" and verdict is not None and (_other_thing(a, b, x, y) or numbers.unlike(x, y)):
        return [*_alone(a, x, "only-a", b), *_alone(b, y, "only-b", a)]
    if family == "name" and verdict is not None and not _one_place(a, b, x, y):
        return [*_alone(a, x, "only-a", b), *_alone(b, y, "only-b", a)]
    first, second = (_with_preposition(own, m, family) for own, m in ((a, x), (b, y)))
    _explain(a, first)
    _explain(b, second)
    shown = span(a.tokens, first.first, x.last), span(b.tokens, second.first, y.last)
    if verdict is None:
        return [_style("number-format" if family == "number" else "alias", *shown)]
    found = [stated(verdict, *shown)]
    if family == "number":
        turned = None if numbers.loosely(x, y) else numbers.opposed(x, y)
        found += [stated(turned, *shown)] if turned is not None else []
    if _quoted(a, x) or _quoted(b, y):
        found.append(stated(QUOTED, *shown))
    return found


def _with_preposition(own: Side, mention: Mention, family: str) -> Mention:
    """A name with the changed preposition of place before it ("near Lisburn", "in County Antrim")."""
    first = mention.first
    if family != "name" or first not in own.changed:
        return mention
    small = own.lexicon.place_cues | own.lexicon.locatives | own.lexicon.articles
    while first and first - 1 in own.changed and own.tokens[first - 1].key in small:
        first -= 1
    return replace(mention, first=first)


def _one_place(a: Side, b: Side, x: Mention, y: Mention) -> bool:
    """Whether two names are one changed name: they share a word or are spelled alike, or nothing but the
    name, and as many words beside it on both sides, changed between kept words."""
    first, second = names.plain(x.value, a.lexicon), names.plain(y.value, b.lexicon)
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    if len(first) == len(second) and any(x == y for x, y in zip(first, second, strict=True)):
        return True
    if not _telling(a, x.last - 1) or not _telling(b, y.last - 1):
        return False
    if names.alike(first, second):
        return True
    changed = [{k for k in range(m.first, m.last) if k in own.changed} for own, m in ((a, x), (b, y))]
    operations = [{own.operation[k] for k in some} for own, some in zip((a, b), changed, strict=True)]
    if not changed[0] or len(operations[0]) != 1 or operations[0] != operations[1]:
        return False
    operation = operations[0]
    runs = [[k for k, n in sorted(own.operation.items()) if n in operation] for own in (a, b)]
    before = a.lexicon.place_cues | a.lexicon.locatives | a.lexicon.articles
    inside = all(
        m.first <= k < m.last or (k < m.first and own.tokens[k].key in before)
        for own, m, run in zip((a, b), (x, y), runs, strict=True)
        for k in run
    )
    same_place = len(runs[0]) == len(runs[1]) <= CLAUSE and x.first - runs[0][0] == y.first - runs[1][0]
    return (inside or same_place) and _kept(a, b) >= KEPT


def _other_thing(a: Side, b: Side, x: Mention, y: Mention) -> bool:
    """Whether two amounts count things that share no word: then neither is another version of the other; a
    share says nothing of what it is one of."""
    counted = []
    percent = x.type == y.type == "percent"
    for own, mention in ((a, x), (b, y)):
        behind = range(mention.last, min(mention.last + 5, len(own.tokens)))
        telling = [k for k in behind if own.tokens[k].key not in own.lexicon.function_words][:3]
        alike = _kept(a, b) >= LIKE and _changed_beside(own, mention) <= 2 * CLAUSE
        if alike and (len(telling) < 3 or not all(k in own.changed for k in telling)):
            return False
        own_words = () if percent else range(mention.first, mention.last)
        counted.append({own.tokens[k].key for k in (*telling, *own_words)})
    return not counted[0] & counted[1]


def _changed_beside(own: Side, mention: Mention) -> int:
    """Tokens that changed together with a mention."""
    places = {own.operation[k] for k in range(mention.first, mention.last) if k in own.operation}
    return sum(place in places for place in own.operation.values())


def _kept(a: Side, b: Side) -> float:
    """Share of both sides that stands unchanged."""
    return min(len(own.partner) / len(own.tokens) for own in (a, b))


def _alone(own: Side, mention: Mention, kind: str, other: Side) -> list[Difference]:
    if mention.family == "source" and not any(
        k in own.changed
        for k in range(mention.first, mention.last)
        if own.tokens[k].key in own.lexicon.verbs_of_saying
    ):
        return []
    if mention.family != "source":
        _explain(own, mention)
    if own.elsewhere is not None and own.elsewhere.has(mention, own.tokens):
        return _unsourced(own, other, mention, kind)
    if mention.family == "number" and mention.value[1] == numbers.NAME:
        return []
    written = own.tokens[mention.first : mention.last]
    if mention.type == "name" and (len(written) == 1 or _is_code(written)) and written[0].text.isupper():
        return []
    verdict = Verdict(mention.type, kind, f"{mention.family} on one side only")
    shown = span(own.tokens, mention.first, mention.last)
    found = stated(verdict, shown, None) if kind == "only-a" else stated(verdict, None, shown)
    few = mention.type == "number" and mention.value[0] in (1.0, 2.0) and not mention.value[1]
    return [replace(found, weight=round(FEW_WEIGHT * found.weight, 4)) if few else found]


def _unsourced(own: Side, other: Side, mention: Mention, kind: str) -> list[Difference]:
    """A sentence for which somebody answers on one side only, though he speaks elsewhere, too: both whole."""
    sides = (own, other) if kind == "only-a" else (other, own)
    if mention.family != "source" or other.mentions["source"] or _is_pronoun(own, mention):
        return []
    if _kept(own, other) < LIKE or max(len(x.tokens) for x in sides) > LONGEST_ANEW:
        return []
    verdict = Verdict("attribution", "refines", "attributed on one side only")
    return [stated(verdict, *(span(x.tokens, 0, len(x.tokens)) for x in sides))]


def _is_code(tokens: Sequence[Token]) -> bool:
    """Whether capital letters are joined by marks without a space: "D-GA"."""
    return all(t.text.isupper() for t in tokens) and all(t.gap.strip(" ") == t.gap != "" for t in tokens[1:])


def _quoted(own: Side, mention: Mention) -> bool:
    return any(_kept_words(own, k) for k in range(mention.first, mention.last))


def _kept_words(own: Side, k: int) -> bool:
    """Whether a token is quoted, and the other side does not report what it belongs to without marks."""
    return own.tokens[k].quoted and k not in own.reported


def _left(a: Side, b: Side, operation: Range) -> list[Difference]:
    """What an operation changed beyond the mentions that it touched."""
    i1, i2, j1, j2 = operation
    left_a = [k for k in range(i1, i2) if k not in a.explained]
    left_b = [k for k in range(j1, j2) if k not in b.explained]
    if not left_a and not left_b:
        return []
    words_a, words_b = [a.tokens[k] for k in left_a], [b.tokens[k] for k in left_b]
    shown_a, shown_b = _run(a.tokens, left_a), _run(b.tokens, left_b)
    kind = changed_words.equivalent(words_a, words_b, a.lexicon)
    quoted = any(_kept_words(a, k) for k in left_a) or any(_kept_words(b, k) for k in left_b)
    if kind and not (quoted and kind == "function-words"):
        return [_style("quote-format" if quoted else kind, shown_a, shown_b)]
    found: list[Difference] = []
    if quoted:
        found += _requoted(a, b, left_a, left_b)
    if words_a and words_b and all(t.text in NUMERALS for t in [*words_a, *words_b]):
        whole = _numeral(a.tokens, left_a), _numeral(b.tokens, left_b)
        found.append(stated(Verdict("number", "differs", "other amount"), *whole))
    if _kept(a, b) < LIKE:
        return found or _reworded(a, b, left_a, left_b)
    poles = (
        changed_words.polarity(words_a, words_b, a.lexicon) if _short(words_a, words_b, 2 * CLAUSE) else None
    )
    otherwise = (
        _is_pending(a, i2) or _is_pending(b, j2) or _negated_anyway(a, words_a + words_b, operation[:2])
    )
    for v in _read(words_a, words_b, poles, otherwise, a.lexicon):
        sided = _sided(v, shown_a, shown_b)
        if _is_clause_elsewhere(a, left_a, left_b) or _is_clause_elsewhere(b, left_b, left_a):
            continue
        weighed = stated(v if v.type == "negation" else sided, shown_a, shown_b)
        found.append(replace(weighed, kind=sided.kind))
    if poles and changed_words.negation(words_a, words_b, a.lexicon):
        found.append(stated(Verdict("polarity", "refines", "the opposite word, negated"), shown_a, shown_b))
    elif poles:
        i, j = left_a[poles[0]], left_b[poles[1]]
        verdict = Verdict("polarity", "differs", "opposite words")
        found.append(stated(verdict, span(a.tokens, i, i + 1), span(b.tokens, j, j + 1)))
    return found or _reworded(a, b, left_a, left_b)


def _reworded_together(
    a: Side, b: Side, operations: Sequence[Range], left: Sequence[list[Difference]]
) -> list[list[Difference]]:
    """What each operation left, other wordings that a few kept words part as one."""
    found = list(left)
    worded = [k for k, some in enumerate(left) if any(d.type == "wording" for d in some)]
    groups: list[list[int]] = []
    for k in worded:
        if groups and _kept_between(operations, groups[-1][-1], k) <= PARTED:
            groups[-1].append(k)
        else:
            groups.append([k])
    for group in groups:
        first, last = operations[group[0]], operations[group[-1]]
        shown = span(a.tokens, first[0], last[1]), span(b.tokens, first[2], last[3])
        if len(group) > 1 and all(shown):
            for k in group:
                found[k] = [d for d in found[k] if d.type != "wording"]
            found[group[0]].append(stated(Verdict("wording", "differs", "other words"), *shown))
    return found


def _kept_between(operations: Sequence[Range], k: int, m: int) -> int:
    """Unchanged words between two operations, by their numbers."""
    return sum(operations[n + 1][0] - operations[n][1] for n in range(k, m))


def _requoted(a: Side, b: Side, left_a: list[int], left_b: list[int]) -> list[Difference]:
    """What changed inside quotation marks, and beside it what changed outside; words in marks that others
    without marks replaced are other words."""
    inside, outside = (
        [[k for k in left if own.tokens[k].quoted is quoted] for own, left in ((a, left_a), (b, left_b))]
        for quoted in (True, False)
    )
    if bool(inside[0]) != bool(inside[1]) and left_a and left_b:
        return _reworded(a, b, left_a, left_b)
    rest = _reworded(a, b, *outside)
    inside = [[] if _stands_elsewhere(own, left) else left for own, left in zip((a, b), inside, strict=True)]
    if not any(inside):
        return rest
    shown = _run(a.tokens, inside[0]), _run(b.tokens, inside[1])
    change = stated(_sided(QUOTED, *shown), *shown)
    scrap = not all(inside) and len(inside[0] or inside[1]) < SCRAP
    if scrap or _stems(a, inside[0]) == _stems(b, inside[1]):
        change = replace(change, weight=round(SMALL * change.weight, 4))
    return [change, *rest]


def _stands_elsewhere(own: Side, left: Sequence[int]) -> bool:
    """Whether one sentence of the other story holds all the content words of some tokens."""
    content = _content(own, left)
    return len(content) >= QUOTED_WORDS and own.elsewhere is not None and own.elsewhere.holds(content)


def _content(own: Side, left: Sequence[int]) -> list[Token]:
    return [own.tokens[k] for k in left if own.tokens[k].key not in own.lexicon.function_words]


def _is_clause_elsewhere(own: Side, left: Sequence[int], others: Sequence[int]) -> bool:
    """Whether words that only one side has are a clause that one sentence of the other story holds, with what
    they deny."""
    return not others and _stands_elsewhere(own, left)


def _short(a: Sequence[Token], b: Sequence[Token], most: int) -> bool:
    return len(a) <= most and len(b) <= most


def _reworded(a: Side, b: Side, left_a: list[int], left_b: list[int]) -> list[Difference]:
    """Other words for something; what only one side has, unless the other story says it elsewhere."""
    sides = [left if any(_informs(own, k) for k in left) else [] for own, left in ((a, left_a), (b, left_b))]
    shown = _run(a.tokens, sides[0]), _run(b.tokens, sides[1])
    if sides[0] and sides[1]:
        if _said(a, sides[0]) and _said(b, sides[1]):
            return [_style("function-words", *shown)]
        if _stems(a, sides[0]) == _stems(b, sides[1]):
            return [_style("inflection", *shown)]
        return [stated(Verdict("wording", "differs", "other words"), *shown)]
    for own, left in ((a, sides[0]), (b, sides[1])):
        words = [own.tokens[k] for k in left if _informs(own, k)]
        if left and not _stated_elsewhere(own, words):
            return [stated(_sided(Verdict("wording", "differs", "other words"), *shown), *shown)]
    return []


def _said(own: Side, left: list[int]) -> bool:
    """Whether nothing but verbs of saying that take no side, with their auxiliaries, is left."""
    verbs = [own.tokens[k].key in own.lexicon.reporting for k in left]
    small = own.lexicon.function_words | own.lexicon.speech_auxiliaries
    return any(verbs) and all(v or own.tokens[k].key in small for v, k in zip(verbs, left, strict=True))


def _stems(own: Side, chosen: Sequence[int]) -> list[str]:
    """The stems of the words among some tokens that inform, in alphabetical order."""
    return sorted(stem(own.tokens[k].key, own.lexicon) for k in chosen if _telling(own, k))


def _stated_elsewhere(own: Side, words: Sequence[Token]) -> bool:
    """Whether the other story says some words somewhere; a word or two of a language whose small words are
    not known may be a negation, and stand everywhere."""
    known = bool(own.lexicon.function_words) or len(words) > 2
    return known and own.elsewhere is not None and own.elsewhere.tells(words)


def _is_pending(own: Side, at: int) -> bool:
    """Whether a token and the next one deny what follows: "is yet to begin"."""
    following = [t.key for t in own.tokens[at : at + 2]]
    return (
        len(following) > 1
        and following[0] in own.lexicon.pending
        and following[1] in own.lexicon.infinitive_marks
    )


def _negated_anyway(own: Side, changed: Sequence[Token], place: tuple[int, int]) -> bool:
    """Whether only small words changed and a negator of the same clause stays, in a language in which several
    are one negation ("no dio ninguna explicación", "no dio explicación alguna")."""
    small = own.lexicon.negators | own.lexicon.function_words | own.lexicon.quantifiers
    if not own.lexicon.concord or any(t.key not in small for t in changed):
        return False
    breaks = own.lexicon.clauses | own.lexicon.coordinators | own.lexicon.relatives

    def stays(steps: range) -> bool:
        for k in steps:
            if k in own.partner and own.tokens[k].key in own.lexicon.negators:
                return True
            if set(own.tokens[k].gap) & set(",;:—") or own.tokens[k].key in breaks:
                return False
        return False

    first, last = place
    reach = 2 * CLAUSE
    return stays(range(first - 1, max(first - reach, 0) - 1, -1)) or stays(
        range(last, min(last + reach, len(own.tokens)))
    )


def _read(
    a: Sequence[Token], b: Sequence[Token], poles: tuple[int, int] | None, otherwise: bool, lexicon: Lexicon
) -> list[Verdict]:
    """Every respect in which changed words differ; opposites (`poles`) are left to polarity, and a negation
    is none where both sides are negated `otherwise`."""
    found = [attribution.verbs(a, b, lexicon)]
    if _short(a, b, 2 * CLAUSE) and not poles and not otherwise:
        found.append(changed_words.negation(a, b, lexicon))
    if _short(a, b, CLAUSE):
        found.append(changed_words.hedge(a, b, lexicon))
    if poles:
        found.append(changed_words.status(_without(a, poles[0]), _without(b, poles[1]), lexicon))
    elif _short(a, b, CLAUSE):
        found.append(changed_words.sign(a, b, lexicon))
        readings = changed_words.status, changed_words.quantifier, changed_words.place
        found += [next(filter(None, (read(a, b, lexicon) for read in readings)), None)]
    return [verdict for verdict in found if verdict is not None]


def _without(tokens: Sequence[Token], at: int) -> list[Token]:
    return [*tokens[:at], *tokens[at + 1 :]]


def _run(tokens: Sequence[Token], chosen: list[int]) -> Span | None:
    return span(tokens, chosen[0], chosen[-1] + 1) if chosen else None


def _numeral(tokens: Sequence[Token], chosen: list[int]) -> Span | None:
    """The whole number in Chinese signs of which some changed, with what it counts."""
    first, last = chosen[0], chosen[-1] + 1
    while first and tokens[first].gap == "" and tokens[first - 1].text in NUMERALS:
        first -= 1
    signs = NUMERALS | numbers.COUNTERS.keys()
    while last < len(tokens) and tokens[last].gap == "" and tokens[last].text in signs:
        last += 1
    return span(tokens, first, last)


def _sided(verdict: Verdict, a: Span | None, b: Span | None) -> Verdict:
    if a is not None and b is not None:
        return verdict
    return replace(verdict, kind="only-b" if a is None else "only-a")


def _style(kind: str, a: Span | None, b: Span | None) -> Difference:
    side_kind = "differs" if a and b else "only-a" if a else "only-b"
    return stated(Verdict(kind, side_kind, "the same in another form"), a, b)


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
        kind = changed_words.surface([x], [y])
        if kind and not (kind == "capitals" and (i in a.starts) != (j in b.starts)):
            named = "quote-format" if x.quoted and y.quoted and kind != "capitals" else kind
            found.append(_style(named, span(a.tokens, i, i + 1), span(b.tokens, j, j + 1)))
        follows = a.partner.get(i - 1) == j - 1 and i not in a.starts and j not in b.starts and i and j
        if follows and not _speech_ends(a, b, i, j) and changed_words.punctuation(x.gap, y.gap):
            found.append(_style("punctuation", span(a.tokens, i - 1, i + 1), span(b.tokens, j - 1, j + 1)))
    return found


def _speech_ends(a: Side, b: Side, i: int, j: int) -> bool:
    """Whether speech that one side quotes and the other reports begins or ends before two tokens."""
    return ((i in a.reported) != (i - 1 in a.reported)) or ((j in b.reported) != (j - 1 in b.reported))
