"""What a whole story reports, for holding it against all of another: quotations, people, acts, amounts.

Differences of two reports of one event do not stand in passages that align. So each story is read once into
an inventory, and an item of one is held against the whole of the other: against its items, and against its
words. All items stand on passages (sentences) of the story and give their place as token numbers.

An act of news (arrest, charge, resign, deny) is a verb outside quotation marks with its clause. An amount has
a slot: "at least 40 of the documents" is a value with a bound, a counted noun (document) and the words around
it. What two stories count is one slot when unit and counted noun are the same and the words around share rare
ones; its values differ only if no reading of the bounds lets both be true: about 20 and at least 18 agree, 20
and 18 do not. An amount is one story's own if nothing in the other comes near its value in a like unit.
Telephone and road numbers, addresses, scores and list marks are no amounts.

A capitalised run is a person when a given name begins it, a role or title stands before it, or an age or an
apposition behind it. People are one by their last name: the other story names a person if that word stands
anywhere in it.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from math import log

from dedup.comparison.align import stem
from dedup.comparison.dates import one_clock
from dedup.comparison.lexicon import ZONES, Lexicon
from dedup.comparison.names import shouts
from dedup.comparison.passages import Passage, Standing, amount, flag, one_sided, span
from dedup.comparison.quotations import (
    Match,
    Quotation,
    Weights,
    around_one_word,
    matched,
    quotations,
    quoted_apart,
    quoted_ranges,
    running,
    weights,
)
from dedup.comparison.tokens import Mention, Token
from dedup.types import Difference, Span

COMMON_GROUND = 6.0
"""Weight of the words that two passages, or the surroundings of two amounts of one slot, share from
which they are of one thing: two rare words, or three less rare ones."""

TIME_GROUND = 3.0
"""The same of two clock times of one thing, which few stories give: a rare word, or two. In 200 pairs two had
clock times of their own, one with .9 (of two things) and one with 3.6 (of one)."""

ROUGHLY = 30
"""Minutes between a rough clock time and another up to which they may be one."""

HALF_DAY = 12 * 60

SOME_GROUND = 2.0
"""The same, from which an exact and a rough amount are of one thing: one rare word."""

LEAD = 1
"""Number of the last paragraph that may be a lead: tolls of two leads are those of their event."""

PLACES = 12
"""Places at which a state is reported that are held against those of its opposite."""

BEFORE, BEHIND = 7, 10
"""Words of a clause that are shown before and behind its verb."""

_BREAKS = frozenset(',;:.!?()"“”„«»—–')

LONG_WORD = 6
"""Letters of the shortest word of an act that is known by its stem."""

HEAD = 4
"""Words behind a number among which the noun that it counts is looked for."""

THOUSANDS = 3
"""Digits behind a comma that belong to the number before it, a blank or none between."""

AROUND = 9
"""Words on either side of an amount that say what it is an amount of."""

VAGUE = 6
"""Words between a vague count and what happened to those counted."""

RATE = 3.0
"""Units of one currency for one of another, at most, for two sums to be one: dollars, euros, pounds."""

_ADDRESS = frozenset("/@_#=?&:\\")

ROLE = 6
"""Words of the longest role before a name."""

APPOSITION = 12
"""Words of the longest apposition behind a name."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act in passage number `passage`: its classes, its verb, tokens `first` to `last` of its clause."""

    passage: int
    kinds: tuple[str, ...]
    verb: int
    first: int
    last: int


@cache
def _kinds(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Words of acts, with the classes that they are of."""
    found: dict[str, list[str]] = {}
    for kind, words in lexicon.acts.items():
        for word in words:
            found.setdefault(word, []).append(kind)
    return {word: tuple(kinds) for word, kinds in found.items()}


@cache
def _phrases(lexicon: Lexicon) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Expressions that report an act, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in lexicon.act_phrases:
        found.setdefault(phrase[0], []).append(phrase)
    return {word: tuple(phrases) for word, phrases in found.items()}


def acts(own: Sequence[Passage]) -> list[Act]:
    """The acts that a story reports outside quotation marks, in its order."""
    found: list[Act] = []
    for number, p in enumerate(own):
        if p.sentence.paragraph < 0 or shouts(p.sentence):
            continue
        for k, token in enumerate(p.tokens):
            kinds = _stated(p, k) if not token.quoted and token.text.islower() else ()
            if kinds:
                found.append(Act(number, kinds, k, *_clause(p.tokens, k, p.lexicon)))
    return found


def _stated(own: Passage, at: int) -> tuple[str, ...]:
    """The classes of the act that a word reports: as a verb that is hardly anything else, not as an adjective
    or in a compound, or as the beginning of an expression."""
    tokens, lexicon = own.tokens, own.lexicon
    for phrase in _phrases(lexicon).get(tokens[at].key, ()):
        if tuple(t.key for t in tokens[at : at + len(phrase)]) == phrase:
            kind = lexicon.act_phrases[phrase]
            return (kind,) if kind else ()
    if tokens[at].key not in lexicon.act_verbs or "-" in tokens[at].gap:
        return ()
    adjective = at and tokens[at - 1].key in lexicon.definite | lexicon.articles
    tasked = any(t.key in lexicon.tasks for t in tokens[at + 1 : at + 3])
    return () if adjective or tasked else _kinds(lexicon)[tokens[at].key]


def named(own: Sequence[Passage]) -> set[str]:
    """The classes of acts of which a story has any form, nouns and quoted words too."""
    return {
        kind
        for p in own
        for t in p.tokens
        for kind in (
            *_kinds(p.lexicon).get(t.key, ()),
            *_kinds_by_stem(p.lexicon).get(stem(t.key, p.lexicon), ()),
        )
    }


@cache
def _kinds_by_stem(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Stems of words that are of one class of acts, with it; other words may share a stem by chance."""
    return {
        stem(word, lexicon): kinds
        for word, kinds in sorted(_kinds(lexicon).items())
        if len(kinds) == 1 and len(word) >= LONG_WORD
    }


def _clause(tokens: Sequence[Token], verb: int, lexicon: Lexicon) -> tuple[int, int]:
    """The words around a verb that belong to its clause: what stands between the nearest breaks."""
    first = verb
    while first and verb - first < BEFORE and not ends_clause(tokens, first, lexicon):
        if tokens[first - 1].key in lexicon.clause_openers:
            break
        first -= 1
    last = verb + 1
    while last < len(tokens) and last - verb <= BEHIND and not ends_clause(tokens, last, lexicon):
        if tokens[last].key in lexicon.clause_closers:
            break
        last += 1
    while last > verb + 1 and tokens[last - 1].key in lexicon.function_words:
        last -= 1
    return first, last


def ends_clause(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a clause ends before a token; the stop of "Mr." ends none."""
    titled = tokens[at].gap == ". " and tokens[at - 1].key in lexicon.roles
    return not titled and bool(set(tokens[at].gap) & _BREAKS)


def opposed(a: Sequence[Passage], b: Sequence[Passage], weights: Mapping[str, float]) -> list[Difference]:
    """States of one thing of which each story reports only one: arrested here, still sought there.

    Neither story may have any word of the other's state, and the two passages must share rare words, one of
    them near both states.
    """
    lexicon = a[0].lexicon if a else Lexicon()
    where = [_words_at(own) for own in (a, b)]
    found: list[Difference] = []
    for one, other in lexicon.opposed:
        for x, y in ((one, other), (other, one)):
            if where[0].keys() & y.any or where[1].keys() & x.any:
                continue
            first = sorted(at for word in x.telling for at in where[0].get(word, ()))[:PLACES]
            second = sorted(at for word in y.telling for at in where[1].get(word, ()))[:PLACES]
            pairs = [
                (_ground(a[i], b[j], weights), -i, -k, -j, -m)
                for i, k in first
                for j, m in second
                if _is_one_subject(a[i], k, b[j], m, weights)
            ]
            if pairs and max(pairs)[0] >= COMMON_GROUND:
                _, i, k, j, m = max(pairs)
                shown = (
                    span(own[-n].tokens, *_clause(own[-n].tokens, -t, lexicon))
                    for own, n, t in ((a, i, k), (b, j, m))
                )
                found.append(flag("status", "differs", next(shown), next(shown), "opposite states"))
    return found


def _is_one_subject(x: Passage, i: int, y: Passage, k: int, weights: Mapping[str, float]) -> bool:
    """Whether the words around two words (token numbers) share a telling one."""
    words = [
        {
            stem(t.key, p.lexicon)
            for t in p.tokens[max(0, at - BEFORE) : at + BEHIND]
            if t.key not in p.lexicon.function_words
        }
        for p, at in ((x, i), (y, k))
    ]
    return sum(weights.get(word, 0.0) for word in sorted(words[0] & words[1])) >= SOME_GROUND


def _words_at(own: Sequence[Passage]) -> dict[str, list[tuple[int, int]]]:
    """Where the words of a story stand outside quotation marks (passage, token); empty for quoted ones."""
    found: dict[str, list[tuple[int, int]]] = {}
    for number, p in enumerate(own):
        running = p.sentence.paragraph >= 0 and not shouts(p.sentence)
        for k, token in enumerate(p.tokens):
            places = found.setdefault(token.key, [])
            if running and not token.quoted:
                places.append((number, k))
    return found


def _ground(x: Passage, y: Passage, weights: Mapping[str, float]) -> float:
    """Weight of the words that two passages share."""
    words = [
        {stem(t.key, p.lexicon) for t in p.tokens if t.key not in p.lexicon.function_words} for p in (x, y)
    ]
    return sum(weights.get(word, 0.0) for word in sorted(words[0] & words[1]))


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount: `number` of its passage, its mention there and what is shown of it, and what it counts.

    `low` and `high` bound what the teller may have had in mind, `bound` is the class of the words that say
    so. `head` is the stem of the counted noun, of an age the noun or last name of who is that old, of a
    casualty the class of harm; empty when nothing is counted. `around` are the stems of the words near it,
    `years` those that its passage names.
    """

    number: int
    mention: Mention
    shown: Span
    type: str
    unit: str
    value: float
    low: float
    high: float
    head: str
    around: frozenset[str]
    background: bool
    bound: str = ""
    years: frozenset[object] = frozenset()

    @property
    def slot(self) -> tuple[str, str, str]:
        """What two amounts must have in common to be held against each other."""
        return (self.type, self.unit, self.head)


def amounts(own: Sequence[Passage]) -> list[Amount]:
    """The amounts that a story gives outside quotation marks, in its order."""
    return [found for number, p in enumerate(own) for found in _amounts(number, p)]


def _amounts(number: int, own: Passage) -> Iterator[Amount]:
    tokens, lexicon = own.tokens, own.lexicon
    for m in own.side.mentions["number"]:
        value = amount(m)
        compound = m.last < len(tokens) and tokens[m.last].gap == "-"
        if (
            value is None
            or (m.value[1] == "percent" and compound)
            or m.value[1] == "ordinal"
            or tokens[m.first].quoted
            or _no_amount(tokens, m, lexicon)
        ):
            continue
        unit, bound = str(m.value[1]), str(m.value[2])
        low, high = _bounds(value, bound)
        first, last, type_, head = m.first, m.last, m.type, ""
        if _aged(tokens, m, lexicon):
            type_, unit, (head, last) = "age", "year", _whose(own, m)
        elif type_ == "casualties":
            head, last = _harm(tokens, m, lexicon)
        elif not unit:
            head, last = _counted(tokens, m.last, lexicon)
        shown = span(tokens, first, last)
        assert shown is not None  # a mention has tokens
        yield Amount(
            number,
            m,
            shown,
            type_,
            unit,
            value,
            low,
            high,
            head,
            _around(own, m),
            _background(own, m.first),
            bound,
            _years(own),
        )


def _no_amount(tokens: Sequence[Token], m: Mention, lexicon: Lexicon) -> bool:
    """Whether digits are a name: of a road, a flight, a page, a line to call, a place on the web, a score."""
    at = next((k for k in range(m.first, m.last) if tokens[k].text[0].isdigit()), None)
    if at is None:
        return False
    before = tokens[at - 1] if at else None
    if before is not None and (before.key in lexicon.numbered or (before.capital and tokens[at].gap == "-")):
        return True
    if at > 1 and tokens[at - 1].key in lexicon.partitives and tokens[at - 2].key in lexicon.parents:
        return True
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if set(tokens[at].gap.strip()) & _ADDRESS or (behind is not None and set(behind.gap.strip()) & _ADDRESS):
        return True
    if tokens[at].gap.endswith("["):
        return True
    if behind is not None and m.last == at + 1 and not m.value[1]:
        if behind.text[0].isdigit() and behind.gap in (" ", "-", "–", ") ", ". ", ", ", "."):
            return True
        if behind.capital and behind.gap == " " and behind.key not in lexicon.harm:
            return True
    if before is None or not before.text[0].isdigit():
        return False
    parted = tokens[at].gap == ", " and len(tokens[at].text) == THOUSANDS
    return parted or tokens[at].gap in (" ", "-", "–", ") ", ". ", ".")


def _bounds(value: float, bound: str) -> tuple[float, float]:
    """What an amount may stand for: rounding, and what words before it say."""
    slack = value * 0.05 if value >= 100 and float(f"{value:.2g}") == value else 0.0
    low, high = value - slack, value + slack
    if bound == "about":
        return 0.85 * value, 1.15 * value
    if bound == "nearly":
        return 0.8 * value, high
    if bound in ("least", "more"):
        return low, 2 * value
    if bound in ("most", "less"):
        return 0.0, high
    return low, high


def agree(x: Amount, y: Amount) -> bool:
    """Whether two amounts may be one, stated more or less exactly; two with the same open bound are one only
    if they are equal ("at least 25", "at least 38").

    >>> from dedup.types import Span
    >>> def stated(value, bound=""):
    ...     place, mention = Span(0, 0, 1, "x"), Mention("number", "number", 0, 1, ())
    ...     bounds = _bounds(value, bound)
    ...     return Amount(0, mention, place, "number", "", value, *bounds, "", frozenset(), False)
    >>> agree(stated(20, "about"), stated(18, "least")), agree(stated(20), stated(18))
    (True, False)
    >>> agree(stated(2e6), stated(1.95e6))
    True
    """
    if x.bound == y.bound in ("least", "more", "most", "less"):
        return x.value == y.value
    return x.low <= y.high and y.low <= x.high


def _aged(tokens: Sequence[Token], m: Mention, lexicon: Lexicon) -> bool:
    """Whether a number is an age: "11-year-old", "aged 11", "Ida Roe, 11,"."""
    before = tokens[m.first - 1] if m.first else None
    if any(t.key in lexicon.old for t in tokens[m.last - 1 : m.last + 1]):
        return True
    if m.value[1] or m.last - m.first > 1 or before is None:
        return False
    if before.key in lexicon.aged:
        return True
    behind = tokens[m.last].gap.strip() if m.last < len(tokens) else "."
    return (
        before.capital and tokens[m.first].gap == ", " and behind[:1] in (",", ".") and not behind[1:].strip()
    )


def _whose(own: Passage, m: Mention) -> tuple[str, int]:
    """Who has an age (last name, or stem of a noun), and the end of what is shown."""
    tokens, lexicon = own.tokens, own.lexicon
    old = [k for k in range(m.last - 1, min(m.last + 1, len(tokens))) if tokens[k].key in lexicon.old]
    if old:
        at = old[0] + 1
        noun = at < len(tokens) and tokens[at].gap == " " and tokens[at].text.islower()
        if noun and tokens[at].key not in lexicon.function_words:
            return stem(tokens[at].key, lexicon), at + 1
        return "", at
    before = tokens[m.first - 1]
    return (before.key if before.capital else ""), m.last


def _harm(tokens: Sequence[Token], m: Mention, lexicon: Lexicon) -> tuple[str, int]:
    """The class of harm nearest to a count, and the end of what is shown; a verb right before it ("killed 44
    people and wounded 91") is nearest."""
    reach = [
        *range(m.first - 1, max(m.first - 2, -1), -1),
        *range(m.last, min(m.last + AROUND, len(tokens))),
        *range(m.first - 1, max(m.first - AROUND, 0) - 1, -1),
    ]
    for k in reach:
        for name, words in lexicon.harms.items():
            if tokens[k].key in words and not (m.value[0] != 1 and tokens[k].key in lexicon.single_harms):
                return name, (k + 1 if k >= m.last else m.last)
    return "", m.last


def _counted(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> tuple[str, int]:
    """The stem of the noun that a number counts, and its end: the first plural behind it."""
    at = start
    if at < len(tokens) and tokens[at].key in lexicon.partitives:
        at += 1
        while at < len(tokens) and tokens[at].key in lexicon.definite:
            at += 1
    for k in range(at, min(at + HEAD, len(tokens))):
        token = tokens[k]
        if token.gap not in (" ", "-", "\u00a0") or not token.text[0].isalpha() or token.capital:
            break
        if token.key in lexicon.function_words | lexicon.durations | lexicon.finite:
            break
        plural = (token.key.endswith("s") and len(token.key) > 3) or token.key in lexicon.plurals
        if plural and not token.key.endswith("ss"):
            return stem(token.key, lexicon), k + 1
    return "", start


def _around(own: Passage, m: Mention) -> frozenset[str]:
    near = [*own.tokens[max(0, m.first - AROUND) : m.first], *own.tokens[m.last : m.last + AROUND]]
    return frozenset(
        stem(t.key, own.lexicon)
        for t in near
        if t.text[0].isalpha() and t.key not in own.lexicon.function_words | own.lexicon.measures
    )


def _background(own: Passage, at: int) -> bool:
    """Whether a place speaks of every year, of a year gone by, or of further ones than were counted."""
    if own.tokens[at + 1 : at + 2] and own.tokens[at + 1].key in own.lexicon.others:
        return True
    ahead = [t.key for t in own.tokens[at : at + AROUND]]
    return any(t in own.lexicon.yearly for t in ahead) or any(
        x in words and y in periods
        for x, y in pairwise(ahead)
        for words, periods in own.lexicon.frequencies.items()
    )


def amounts_differ(
    a: Sequence[Amount], b: Sequence[Amount], weights: Mapping[str, float]
) -> list[Difference]:
    """Slots that both stories fill, and no reading of whose values agrees."""
    slots: dict[tuple[str, str, str], tuple[list[Amount], list[Amount]]] = {}
    for side, own in enumerate((a, b)):
        for x in own:
            slots.setdefault(x.slot, ([], []))[side].append(x)
    found: list[Difference] = []
    for (type_, _, head), (first, second) in slots.items():
        if not first or not second or (type_ in ("number", "casualties", "age") and not head):
            continue
        if any(agree(x, y) for x in first for y in second) or min(len(first), len(second)) > 1:
            continue
        ground, x, y = max(
            ((_amount_ground(x, y, weights), x, y) for x in first for y in second), key=lambda found: found[0]
        )
        leads = type_ == "casualties" and max(x.shown.paragraph, y.shown.paragraph) <= LEAD
        least = SOME_GROUND if leads else COMMON_GROUND
        if ground >= least and not (x.background or y.background or x.years ^ y.years):
            shown = "number" if type_ == "age" else type_
            found.append(flag(shown, "differs", x.shown, y.shown, "one slot, other amount"))
    return found


def times_differ(
    a: Sequence[Passage], b: Sequence[Passage], weights: Mapping[str, float]
) -> list[Difference]:
    """Clock times of one thing: neither stands in the other story, and the words around share many rare
    ones. Times that bound something, or are given in a zone, are held against none."""
    clocks = [_clocks(own) for own in (a, b)]
    alone = [
        [x for x in own if not any(one_clock(x.mention, y.mention) for y in other)]
        for own, other in (clocks, clocks[::-1])
    ]
    grounds = [
        (sum(weights.get(w, 0.0) for w in sorted(x.around & y.around)), -i, -j)
        for i, x in enumerate(alone[0])
        for j, y in enumerate(alone[1])
        if x.usable and y.usable and _apart(x, y)
    ]
    if not grounds or max(grounds)[0] < TIME_GROUND:
        return []
    _, i, j = max(grounds)
    shown = (
        span(own[x.number].tokens, x.mention.first, x.mention.last)
        for own, x in ((a, alone[0][-i]), (b, alone[1][-j]))
    )
    return [flag("time", "differs", next(shown), next(shown), "one thing, other time")]


@dataclass(frozen=True, slots=True)
class _Clock:
    """A clock time of a passage (number): whether it is `usable` beside another, or `rough`, and the stems of
    the words `around` it."""

    number: int
    mention: Mention
    usable: bool
    rough: bool
    around: frozenset[str]


def _clocks(own: Sequence[Passage]) -> list[_Clock]:
    found = []
    for number, p in enumerate(own):
        for m in p.side.mentions["date"]:
            if m.type != "time" or p.sentence.paragraph < 0:
                continue
            before = {t.key for t in p.tokens[max(0, m.first - 2) : m.first]}
            behind = {t.key for t in p.tokens[m.last : m.last + 2]}
            usable = not (
                p.tokens[m.first].quoted
                or before & p.lexicon.time_bounds
                or behind & (ZONES | p.lexicon.time_spans)
            )
            found.append(_Clock(number, m, usable, bool(before & p.lexicon.rough_times), _around(p, m)))
    return found


def _apart(x: _Clock, y: _Clock) -> bool:
    """Whether two clock times cannot be one, stated more or less exactly."""
    minutes = [60 * int(str(c.mention.value[1])[:2]) + int(str(c.mention.value[1])[3:] or 0) for c in (x, y)]
    between = abs(minutes[0] - minutes[1]) % HALF_DAY
    return min(between, HALF_DAY - between) > (ROUGHLY if x.rough or y.rough else 0)


def accounts_differ(a: Sequence[Passage], b: Sequence[Passage]) -> list[Difference]:
    """Who began: all who are said to have used violence first are one in the first story, and another in the
    second."""
    begun = [_begun(own) for own in (a, b)]
    if not all(begun) or any(who & other for who, _ in begun[0] for other, _ in begun[1]):
        return []
    if any(not first[0][0] & who for first in begun for who, _ in first):
        return []
    why = "each story says that another began"
    return [flag("status", "differs", begun[0][0][1], begun[1][0][1], why)]


def _begun(own: Sequence[Passage]) -> list[tuple[frozenset[str], Span]]:
    """Who is said to have begun (concepts), and the words that say so."""
    found: list[tuple[frozenset[str], Span]] = []
    for p in own:
        for k, token in enumerate(p.tokens):
            if token.quoted or token.key not in p.lexicon.beginnings:
                continue
            last = next(
                (i for i in range(k + 1, min(k + 4, len(p.tokens))) if p.tokens[i].key in p.lexicon.firsts), k
            )
            first, _ = _clause(p.tokens, k, p.lexicon)
            who = frozenset(
                concept
                for t, concept in zip(p.tokens[first:k], p.concepts[first:k], strict=True)
                if t.key not in p.lexicon.function_words | p.lexicon.pronouns | p.lexicon.verbs_of_saying
            )
            shown = span(p.tokens, first, last + 1)
            ends = last + 1 == len(p.tokens) or bool(set(p.tokens[last + 1].gap) & _BREAKS)
            if (
                last > k
                and ends
                and who
                and shown
                and not any(t.key in p.lexicon.negators for t in p.tokens[first:last])
            ):
                found.append((who, shown))
    return found


def amounts_refined(
    a: Sequence[Amount], b: Sequence[Amount], weights: Mapping[str, float]
) -> list[Difference]:
    """Shares, money and tolls that one story gives exactly and the other roughly, where no third one comes
    near."""
    found: list[Difference] = []
    for x in a:
        near = [y for y in b if x.slot == y.slot and agree(x, y)]
        back = [z for z in a if near and z.slot == x.slot and agree(z, near[0])]
        if (
            len(near) != 1
            or len(back) != 1
            or x.value == near[0].value
            or not _precise(x) ^ _precise(near[0])
        ):
            continue
        if (
            x.type in ("money", "percent", "casualties")
            and _amount_ground(x, near[0], weights) >= SOME_GROUND
        ):
            found.append(flag(x.type, "refines", x.shown, near[0].shown, "stated roughly on one side"))
    return found


def _precise(x: Amount) -> bool:
    """Whether an amount is stated exactly."""
    return x.low == x.high


def _amount_ground(x: Amount, y: Amount, weights: Mapping[str, float]) -> float:
    """Weight of the words that stand around both amounts, what they count left aside."""
    return sum(weights.get(w, 0.0) for w in sorted(x.around & y.around - {x.head}))


def casualties_only_in(
    own: "Inventory", other: "Inventory", kind: str, chosen: Collection[int]
) -> list[Difference]:
    """Counts of people harmed, each class once, where it stands first: in figures or vague words, those of
    whose class, and of survivors, the other story has no word; and in figures, those that it gives in
    others."""
    found = _tolls_otherwise(own, other, kind, chosen)
    for number in sorted(chosen):
        p = own.passages[number]
        counts = {m.first: m.last for m in p.side.mentions["number"] if m.type == "casualties"}
        for k, token in enumerate(p.tokens):
            for name in () if token.quoted else _harms(p.lexicon).get(token.key, ()):
                survived = (p.lexicon.harms[name] | p.lexicon.survival) & other.keys
                if name in found or survived or _background(p, k):
                    continue
                place = _tolled(p, k, counts, token.key not in p.lexicon.harms.get("missing", ()))
                if place is not None:
                    shown = span(p.tokens, *place)
                    found[name] = one_sided("casualties", kind, shown, "casualties on one side only")
    return list(found.values())


def _tolls_otherwise(
    own: "Inventory", other: "Inventory", kind: str, chosen: Collection[int]
) -> dict[str, Difference]:
    """The first toll of each class whose number the other story, which has tolls of that class, gives
    nowhere; tolls of years gone by left aside."""
    found: dict[str, Difference] = {}
    for x in own.amounts:
        there = [y for y in other.amounts if y.slot == x.slot]
        p = own.passages[x.number]
        if (
            x.type == "casualties"
            and x.head
            and x.head not in found
            and x.number in chosen
            and there
            and not x.background
            and not _years(p)
            and not any(agree(x, y) for y in there)
            and not other.place.has_amount(x.mention, p.tokens)
        ):
            found[x.head] = one_sided("casualties", kind, x.shown, "another toll than any of the other story")
    return found


def _years(own: Passage) -> frozenset[object]:
    """The years that a passage names."""
    return frozenset(
        year
        for m in own.side.mentions["date"]
        for year in ((m.value[1],) if m.value[0] == "year" else m.value[3:4] if m.value[0] == "month" else ())
        if year is not None
    )


def _tolled(own: Passage, harm: int, counts: Mapping[int, int], counted: bool) -> tuple[int, int] | None:
    """From where to where a word of harm stands with its count, or the vague word for one, in its clause;
    `counts` are the first and last tokens of counts of people harmed. The count may stand behind a word that
    is `counted` by its object ("killed 12"; not "missing 12 games")."""
    tokens, lexicon = own.tokens, own.lexicon
    behind = next((k for k in range(harm + 1, harm + 3) if k in counts), None)
    if behind is not None and counted:
        return harm, counts[behind]
    for k in range(harm - 1, max(0, harm - AROUND) - 1, -1):
        if (
            set(tokens[k + 1].gap) & set(",;:()–—")
            or " -" in tokens[k + 1].gap
            or tokens[k + 1].gap.startswith(".")
        ):
            return None
        if tokens[k].key in lexicon.coordinators | lexicon.clause_openers:
            return None
        if k in counts or (tokens[k].key in lexicon.vague and harm - k <= VAGUE):
            return k, harm + 1
    return None


@cache
def _harms(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """Words of harm, and the classes that they are of."""
    found: dict[str, tuple[str, ...]] = {}
    for name, words in lexicon.harms.items():
        for word in sorted(words):
            found[word] = (*found.get(word, ()), name)
    return found


@dataclass(frozen=True, slots=True)
class Person:
    """A person named in full in passage number `passage`.

    The name is tokens `first` to `last` (exclusive), with role and apposition `start` to `stop`. `keys` are
    the words of the name, the last name last.
    """

    passage: int
    first: int
    last: int
    start: int
    stop: int
    keys: tuple[str, ...]

    @property
    def described(self) -> bool:
        """Whether the story says what the person is."""
        return self.start < self.first or self.last < self.stop


def people(own: Sequence[Passage]) -> list[Person]:
    """The people whom a story names in full, each once, where it is described first."""
    found: dict[str, Person] = {}
    for number, p in enumerate(own):
        if p.sentence.paragraph < 0 or shouts(p.sentence):
            continue
        for m in p.side.mentions["name"]:
            person = _person(number, p, m.first, m.last)
            if person is None:
                continue
            known = found.get(person.keys[-1])
            if known is None or (person.described and not known.described):
                found[person.keys[-1]] = person
    return list(found.values())


def _person(number: int, own: Passage, first: int, last: int) -> Person | None:
    tokens, lexicon = own.tokens, own.lexicon
    while last - first > 2 and (
        tokens[last - 1].key == "'s" or tokens[last - 1].key in lexicon.name_suffixes
    ):
        last -= 1
    parting = [k for k in range(first, last) if tokens[k].key in lexicon.roles or tokens[k].key == "'s"]
    first = parting[-1] + 1 if parting else first
    last = _behind_initial(tokens, _hyphened(tokens, last))
    keys = tuple(t.key for t in tokens[first:last])
    if (
        not 2 <= len(keys) <= 4
        or set(keys) & lexicon.organisation_words
        or any(not t.capital and not _joint(t) for t in tokens[first:last])
    ):
        return None
    start = _role(tokens, first, lexicon)
    stop = _apposition(tokens, last, lexicon, start < first)
    if start == first and not _apposed(tokens[last:stop], lexicon):
        ahead = {t.key for t in tokens[last : last + 2]}
        if keys[0] not in lexicon.given_names or (stop == last and ahead & lexicon.organisation_words):
            return None
        if last < len(tokens) and tokens[last].gap == " " and tokens[last].key in lexicon.works:
            return None
    return Person(number, first, last, start, stop, keys)


def _joint(token: Token) -> bool:
    """Whether a hyphen joins a word to the one before it."""
    return token.gap == "-" and token.text.isalpha()


def _hyphened(tokens: Sequence[Token], last: int) -> int:
    """The end of a name with the syllables behind its hyphens ("Ban Ki-moon")."""
    while last < len(tokens) and _joint(tokens[last]):
        last += 1
    return last


def _behind_initial(tokens: Sequence[Token], last: int) -> int:
    """The end of a name with the last name behind its initial ("Ada J. Roth")."""
    initial = last < len(tokens) and len(tokens[last - 1].text) == 1 and tokens[last].gap == ". "
    return last + 1 if initial and tokens[last].capital else last


def _apposed(tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether what stands behind a name says that it is a person: an age, "who", a role."""
    keys = [t.key for t in tokens]
    aged = keys[:1] != [] and keys[0].isdecimal() and len(keys) == 1
    return aged or bool(set(keys[:1]) & lexicon.relatives) or bool(set(keys) & lexicon.roles)


def _role(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> int:
    """Where the role before a name begins ("Detective Inspector", "Labour Party leader").

    Capitalised words before it are part of it, unless it is of them ("envoy to the US Sir").
    """
    start = at = first
    while at and first - at < ROLE and not set(tokens[at].gap) - set(" .\u00a0"):
        at -= 1
        if tokens[at].key in lexicon.roles:
            start = at
        elif not _named(tokens[at]):
            break
    of = start
    while of and start - of < ROLE and _of_role(tokens, of - 1, lexicon):
        of -= 1
    before = tokens[of - 1].key if of else ""
    if start == first or (before in lexicon.articles and of > 1 and tokens[of - 2].key in lexicon.place_cues):
        return start
    return of


def _of_role(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a word belongs to the role that the next one is of."""
    beside = tokens[at + 1].gap in (" ", "\u00a0")
    return beside and (_named(tokens[at]) or tokens[at].key in lexicon.role_modifiers)


def _named(token: Token) -> bool:
    return token.text[0].isalpha() and len(token.text) > 1 and token.capital


def _apposition(tokens: Sequence[Token], last: int, lexicon: Lexicon, office: bool) -> int:
    """Where the apposition behind a name ends (", 42,", ", a former aide to the mayor,"); behind an `office`
    and a name another office begins the next item of a list."""
    if last >= len(tokens) or tokens[last].gap.strip() != ",":
        return last
    opening = tokens[last]
    apposed = opening.text.isdecimal() or opening.key in lexicon.appositives
    if not apposed and (office or opening.key not in lexicon.roles):
        return last
    at = last + 1
    while at < len(tokens) and at - last < APPOSITION and not _breaks(tokens, at, lexicon):
        at += 1
    ends = at == len(tokens) or bool(set(tokens[at].gap) & set(",;:.)—–"))
    return at if ends else last


def _breaks(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a clause ends before a token; the stop of "Mr." ends none."""
    if tokens[at].gap == ". " and tokens[at - 1].key in lexicon.roles:
        return False
    return bool(set(tokens[at].gap) & set(',;:.()"”“—–'))


MANY = 400
"""Items of one kind that are read of a story, a bound on hostile input; the richest of 600 stories had 54
quotations."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """The items of a story, each kind in the order of the text.

    `keys` are all its words as they are compared, `kinds` the classes of acts of which it has any form,
    `place` the story as a place to look things up in, `published` the day of its publication.
    """

    passages: tuple[Passage, ...]
    quotations: tuple[Quotation, ...]
    people: tuple[Person, ...]
    acts: tuple[Act, ...]
    amounts: tuple[Amount, ...]
    keys: frozenset[str]
    kinds: frozenset[str]
    place: Standing
    published: date | None


def inventory(
    own: Sequence[Passage], texts: Sequence[str], place: Standing, published: date | None
) -> Inventory:
    """The inventory of a story from its passages, paragraphs, words to look up and day of publication."""
    return Inventory(
        tuple(own),
        tuple(quotations(own, quoted_ranges(texts))[:MANY]),
        tuple(people(own)[:MANY]),
        tuple(acts(own)[:MANY]),
        tuple(amounts(own)[:MANY]),
        frozenset(t.key for p in own for t in p.tokens),
        frozenset(named(own)),
        place,
        published,
    )


@dataclass(frozen=True, slots=True)
class Matching:
    """Two inventories held against each other.

    `weights` are those of words in the two stories, `first` what the second story has of each quotation of
    the first, `second` the reverse; `apart` are the quotations (by number) of one utterance that differ in
    words (differs), or in length (refines); `often` is the number of `passages` of both that hold a concept;
    `exchanged` are the sums of money (by number) that are one in two currencies.
    """

    weights: Weights
    often: Mapping[str, int]
    passages: int
    first: tuple[Match, ...]
    second: tuple[Match, ...]
    apart: Mapping[tuple[int, int], str]
    exchanged: frozenset[tuple[int, int]]

    def weighed(self, words: Mapping[str, float]) -> dict[str, float]:
        """Concepts with less weight the more passages hold them: one that all hold has half of its own."""
        size = 2 * log(1 + self.passages)
        return {word: weight * (1 - log(self.often[word]) / size) for word, weight in words.items()}


def exchanged(a: Inventory, b: Inventory, weights: Weights) -> frozenset[tuple[int, int]]:
    """Sums (numbers) of two currencies that may be one, in passages that share many rare words; each has no
    sum near it in its own currency, and one such partner."""
    found = [
        (i, j)
        for i, x in enumerate(a.amounts)
        for j, y in enumerate(b.amounts)
        if x.type == y.type == "money"
        and x.unit != y.unit
        and min(x.value, y.value) > 0
        and max(x.value, y.value) <= RATE * min(x.value, y.value)
        and not any(z.unit == x.unit and agree(x, z) for z in b.amounts)
        and not any(z.unit == y.unit and agree(y, z) for z in a.amounts)
        and _ground(a.passages[x.number], b.passages[y.number], weights) >= 2 * COMMON_GROUND
    ]
    often = [Counter(pair[side] for pair in found) for side in (0, 1)]
    return frozenset((i, j) for i, j in found if often[0][i] == often[1][j] == 1)


def matching(a: Inventory, b: Inventory) -> Matching:
    """The quotations of two stories held against each other's quotations and running text."""
    known = weights(a.passages, b.passages)
    first = matched(a.quotations, b.quotations, running(b.passages, known), known)
    second = matched(b.quotations, a.quotations, running(a.passages, known), known)
    apart = dict.fromkeys(around_one_word(a.passages, a.quotations, b.passages, b.quotations), "differs")
    for k, m in enumerate(first):
        n = m.other
        if n is not None and second[n].other == k:
            q, r = a.quotations[k], b.quotations[n]
            how = quoted_apart(a.passages[q.passage], q, b.passages[r.passage], r)
            if how is not None:
                apart[k, n] = how
    often = Counter(concept for p in (*a.passages, *b.passages) for concept in set(p.concepts))
    return Matching(
        known,
        often,
        len(a.passages) + len(b.passages),
        tuple(first),
        tuple(second),
        apart,
        exchanged(a, b, known),
    )
