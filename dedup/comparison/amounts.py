"""The amounts of a story as slots: how many of what, in which unit, how exactly told, of whom.

"At least 40 of the documents" is a value with a bound, a counted noun (document) and the words around it.
What two stories count is one slot when unit and counted noun are the same and the words around share rare
ones. Its values differ only if no reading of the bounds lets both be true: about 20 and at least 18 agree, 20
and 18 do not. An amount that only one story has is told if nothing in the other comes near its value in a
like unit. Telephone and road numbers, addresses, web addresses, scores and list marks are no amounts, and
amounts inside quotation marks belong to the speaker.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from dedup.comparison.concepts import stem
from dedup.comparison.lexicon import Lexicon
from dedup.comparison.passages import Passage, amount, flag, one_sided, span
from dedup.comparison.tokens import Mention, Token
from dedup.types import Difference, Span

HEAD = 4
"""Words behind a number among which the noun that it counts is looked for."""

AROUND = 9
"""Words on either side of an amount that tell what it is an amount of."""

VAGUE = 6
"""Words between a vague count and what happened to those counted."""

COMMON_GROUND = 6.0
"""Weight of the words around two amounts of one slot, of those that both have, from which they are of one
thing: two rare words, or three less rare ones."""

_ADDRESS = frozenset("/@_#=?&:\\")


SOME_GROUND = 2.0
"""The same, from which an exact and a rough amount are of one thing: one rare word."""


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount: `number` of its passage, its mention there and what is shown of it, and what it counts.

    `low` and `high` bound what the teller may have had in mind. `head` is the stem of the counted noun, of an
    age the noun or last name of who is that old, of a casualty the class of harm; empty when nothing is
    counted. `around` are the stems of the words near it.
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

    @property
    def slot(self) -> tuple[str, str, str]:
        """What two amounts must have in common to be held against each other."""
        return (self.type, self.unit, self.head)


def amounts(own: Sequence[Passage]) -> list[Amount]:
    """The amounts that a story tells outside quotation marks, in its order."""
    return [found for number, p in enumerate(own) for found in _amounts(number, p)]


def _amounts(number: int, own: Passage) -> Iterator[Amount]:
    tokens, lexicon = own.tokens, own.lexicon
    for m in own.side.mentions["number"]:
        value = amount(m)
        if (
            value is None
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
            number, m, shown, type_, unit, value, low, high, head, _around(own, m), _background(own, m.first)
        )


def _no_amount(tokens: Sequence[Token], m: Mention, lexicon: Lexicon) -> bool:
    """Whether digits are a name: of a road, a flight, a page, a line to call, a place on the web, a score."""
    at = next((k for k in range(m.first, m.last) if tokens[k].text[0].isdigit()), None)
    if at is None:
        return False
    before = tokens[at - 1] if at else None
    if before is not None and (before.key in lexicon.numbered or (before.capital and tokens[at].gap == "-")):
        return True
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    if set(tokens[at].gap.strip()) & _ADDRESS or (behind is not None and set(behind.gap.strip()) & _ADDRESS):
        return True
    if tokens[at].gap.endswith("["):
        return True
    if behind is not None and m.last == at + 1 and not m.value[1]:
        if behind.text[0].isdigit() and behind.gap in (" ", "-", "–", ") ", ". ", ", ", "."):
            return True
        if behind.capital and behind.gap == " ":
            return True
    return (
        before is not None and before.text[0].isdigit() and tokens[at].gap in (" ", "-", "–", ") ", ". ", ".")
    )


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
    """Whether two amounts may be one, told more or less exactly.

    >>> from dedup.story import Span
    >>> def told(value, bound=""):
    ...     place, mention = Span(0, 0, 1, "x"), Mention("number", "number", 0, 1, ())
    ...     bounds = _bounds(value, bound)
    ...     return Amount(0, mention, place, "number", "", value, *bounds, "", frozenset(), False)
    >>> agree(told(20, "about"), told(18, "least")), agree(told(20), told(18)), agree(told(2e6), told(1.95e6))
    (True, False, True)
    """
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
    """The class of harm nearest to a count, and the end of what is shown."""
    reach = [
        *range(m.last, min(m.last + AROUND, len(tokens))),
        *range(m.first - 1, max(m.first - AROUND, 0) - 1, -1),
    ]
    for k in reach:
        for name, words in lexicon.harms.items():
            if tokens[k].key in words:
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
    """Whether a place speaks of every year, or of a year gone by."""
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
            ((_ground(x, y, weights), x, y) for x in first for y in second), key=lambda found: found[0]
        )
        if ground >= COMMON_GROUND and not x.background and not y.background:
            shown = "number" if type_ == "age" else type_
            found.append(flag(shown, "differs", x.shown, y.shown, "one slot, other amount"))
    return found


def amounts_refined(
    a: Sequence[Amount], b: Sequence[Amount], weights: Mapping[str, float]
) -> list[Difference]:
    """Shares, money and tolls that one story tells exactly and the other roughly, where no third one comes
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
        if x.type in ("money", "percent", "casualties") and _ground(x, near[0], weights) >= SOME_GROUND:
            found.append(flag(x.type, "refines", x.shown, near[0].shown, "told roughly on one side"))
    return found


def _precise(x: Amount) -> bool:
    """Whether an amount is told exactly."""
    return x.low == x.high


def _ground(x: Amount, y: Amount, weights: Mapping[str, float]) -> float:
    """Weight of the words that stand around both amounts, what they count left aside."""
    return sum(weights.get(w, 0.0) for w in sorted(x.around & y.around - {x.head}))


def casualties_only_in(
    own: Sequence[Passage], other: Set[str], kind: str, chosen: Collection[int]
) -> list[Difference]:
    """Counts of people harmed, in figures or vague words, each class once, where it stands first: those of
    whose class, and of survivors, the other story (its keys) has no word."""
    found: dict[str, Difference] = {}
    for number in sorted(chosen):
        p = own[number]
        counts = {m.first: m.last for m in p.side.mentions["number"] if m.type == "casualties"}
        for k, token in enumerate(p.tokens):
            for name in () if token.quoted else _harms(p.lexicon).get(token.key, ()):
                if name in found or (p.lexicon.harms[name] | p.lexicon.survival) & other or _background(p, k):
                    continue
                place = _tolled(p, k, counts, token.key not in p.lexicon.harms.get("missing", ()))
                if place is not None:
                    shown = span(p.tokens, *place)
                    found[name] = one_sided("casualties", kind, shown, "casualties on one side only")
    return list(found.values())


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
