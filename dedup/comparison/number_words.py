"""Numbers in words, read by tables of a language: "doscientos cincuenta mil", "einundzwanzig", "三百五十万".

A numeral adds and multiplies. A value (unit, teen, ten, hundred) is added where the number so far ends in
enough zeros; a multiplier below the base takes what stands since the last larger one, a multiplier from the
base on (thousand, million; 万 and 亿) takes all that stands since the last of its kind. What languages do
otherwise is a field of `NumberWords`: units before tens (German, Arabic), parts written together (German,
Italian, Turkish), tens counted by the score (French), a base of ten thousand (Chinese, Japanese). Whatever
does not fit ends the number, so that "two, three" are two of them. Every reading is a single pass over the
words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

LARGEST = 10**15
"""Numbers from here on are not read."""

LONGEST = 100
"""Letters of the longest compound that is taken apart."""

Part = tuple[str, int]
"""What a word does in a number: ("value", n), ("times", n), ("and", 0)."""

_SIGNS = {0x066B: ".", 0x066C: ","}
"""The Arabic signs of decimals and thousands."""

_DIGITS = "〇零一二三四五六七八九"


@dataclass(frozen=True, kw_only=True, eq=False)
class NumberWords:
    """The numerals of a language; words as they are compared (`normalise`)."""

    values: Mapping[str, int]
    """Words that are added, in all their forms."""
    times: Mapping[str, int] = field(default_factory=dict)
    """Words that multiply what stands before them."""
    alone: frozenset[str] = frozenset()
    """Multipliers that also stand for one of themselves ("mil")."""
    joiners: frozenset[str] = frozenset()
    """Words inside a numeral ("treinta y cinco")."""
    prefix: str = ""
    """A joiner that is written together with the word behind it (Arabic "و")."""
    unsure: frozenset[str] = frozenset()
    """Words that are a number only beside others ("uno", an article too)."""
    units_first: bool = False
    """Whether units stand before tens: "fünfundzwanzig"."""
    compound: bool = False
    """Whether the parts may be written together."""
    scores: bool = False
    """Whether there are 70 as 60 and 10, and 80 as four twenties."""
    halves: tuple[tuple[str, ...], ...] = ()
    """Words behind a numeral that add half of its last part ("dos millones y medio")."""
    fractions: Mapping[str, float] = field(default_factory=dict)
    """Words for a number with a fraction, read before a multiplier ("medio millón", "полтора миллиона")."""
    before: Mapping[str, float] = field(default_factory=dict)
    """Words before a numeral that add a part of its last multiplier, or take one away ("साढ़े चार लाख")."""
    points: frozenset[str] = frozenset()
    """Words for the decimal point ("coma")."""
    base: int = 1000
    """The least multiplier that takes all that stands before it."""
    signs: bool = False
    """Whether every sign is a word, digits may stand among them, and a row of digits is read by places
    (二〇二四)."""


@cache
def _table(grammar: NumberWords) -> dict[str, tuple[Part, ...]]:
    found: dict[str, tuple[Part, ...]] = dict.fromkeys(grammar.joiners, (("and", 0),))
    found |= {word: (("value", value),) for word, value in grammar.values.items()}
    found |= {word: (("times", value),) for word, value in grammar.times.items()}
    if grammar.prefix:
        found = {grammar.prefix + word: (("and", 0), *made) for word, made in found.items()} | found
    return found


@cache
def parts(word: str, grammar: NumberWords) -> tuple[Part, ...] | None:
    """What a word is made of as a numeral, or None when it is none.

    The longest parts are tried first; a word is given up when no split of it is left.
    """
    table = _table(grammar)
    if word in table:
        return table[word]
    if not grammar.compound or len(word) > LONGEST:
        return None
    rest: dict[int, tuple[Part, ...] | None] = {len(word): ()}
    longest = max(map(len, table))
    for at in reversed(range(len(word))):
        rest[at] = None
        for end in range(min(at + longest, len(word)), at, -1):
            tail = rest[end]
            part = table.get(word[at:end])
            if tail is None or part is None:
                continue
            whole = (*part, *tail)
            if rest[at] is None or _value(whole, grammar) is not None:
                rest[at] = whole
                if _value(whole, grammar) is not None:
                    break
    whole_word = rest[0]
    return whole_word if whole_word and _value(whole_word, grammar) is not None else None


def read(words: Sequence[str], grammar: NumberWords) -> tuple[float, int] | None:
    """The value of the longest numeral that begins a row of words, halves too, and how many words it takes;
    None when the first word begins none. The words are as they are compared."""
    if words[0] in grammar.fractions and len(words) > 1 and words[1] in grammar.times:
        return grammar.fractions[words[0]] * grammar.times[words[1]], 2
    if words[0] in grammar.before and len(words) > 1:
        whole = _whole(words[1:], grammar)
        if whole is None:
            return None
        part = grammar.before[words[0]] * grammar.times.get(words[whole[1]], 1)
        return whole[0] + part, whole[1] + 1
    whole = _whole(words, grammar)
    if whole is None and words[0] in grammar.unsure and words[0] in grammar.values:
        whole = grammar.values[words[0]], 1
        if not any(tuple(words[1 : 1 + len(h)]) == h for h in grammar.halves):
            return None
    if whole is None:
        return None
    decimals = _decimals(words[whole[1] :], grammar)
    if decimals is not None:
        return whole[0] + decimals[0], whole[1] + decimals[1]
    value, count = float(whole[0]), whole[1]
    half = next((h for h in grammar.halves if tuple(words[count : count + len(h)]) == h), ())
    if not half:
        return whole
    last = words[count - 1]
    dual = grammar.values.get(last, 0) // 2  # "two million" in one word
    scale = grammar.times.get(last, dual if dual >= grammar.base else 1)
    value, count = value + scale / 2, count + len(half)
    if scale == 1 and count < len(words) and words[count] in grammar.times:
        return value * grammar.times[words[count]], count + 1
    return value, count


def _decimals(words: Sequence[str], grammar: NumberWords) -> tuple[float, int] | None:
    """What stands behind the point of a numeral, as its decimals ("coma cinco": 0.5), and how many words."""
    if len(words) < 2 or words[0] not in grammar.points:
        return None
    digit = grammar.values.get(words[1], -1), 1
    read = (_by_places(words[1:]) if grammar.signs else _whole(words[1:], grammar)) or digit
    places, count = read if read[1] else digit
    return (float(f"0.{places}"), count + 1) if places >= 0 else None


def _whole(words: Sequence[str], grammar: NumberWords) -> tuple[int, int] | None:
    places = _by_places(words) if grammar.signs else None
    if places is not None:
        return places if places[1] else None
    found: list[Part] = []
    best: tuple[int, int] | None = None
    for count, word in enumerate(words, start=1):
        more = parts(word, grammar)
        if more is None and grammar.signs and word.isdecimal() and len(word) < 12:
            more = (("value", int(word)),) if not found or found[-1][0] == "times" else None
        if more is None:
            break
        found += more if found or more[0][0] != "and" else more[1:]
        value = _value(found, grammar)
        if value is not None:
            best = value, count
        elif not found or found[-1][0] != "and":
            break
    if best is None or best[0] >= LARGEST or (best[1] == 1 and words[0] in grammar.unsure):
        return None
    if words[0] in grammar.times and words[0] not in grammar.alone:
        return None
    return best


def _by_places(words: Sequence[str]) -> tuple[int, int] | None:
    """A row of single digits: a year, a room, a line; it takes 0 words when it is none ("three or four")."""
    count = 0
    while count < len(words) and len(words[count]) == 1 and words[count] in _DIGITS:
        count += 1
    if count < 2:
        return None
    digits = [max(_DIGITS.index(word) - 1, 0) for word in words[:count]]
    if count == 4 or any(word in "〇零" for word in words[1:count]):
        return int("".join(map(str, digits))), count
    return 0, 0


def _value(found: Sequence[Part], grammar: NumberWords) -> int | None:
    """The number that parts make, or None when they make none."""
    total = current = 0
    last_scale = 0
    seen = joined = False
    before = 0
    for kind, value in found:
        if kind == "and":
            if not seen or joined:
                return None
            joined = True
            continue
        if kind == "value":
            if grammar.prefix and current and not joined and value != 10 and before < 1000:
                return None
            if grammar.scores and value == 20 and before == 4 and current % 100 == 4 and not joined:
                current += 76
            elif value >= grammar.base:
                if current or total % (10 ** len(str(value))):
                    return None
                total += value
            elif not _fits(current, value, joined, grammar):
                return None
            else:
                current += value
        elif value < grammar.base:
            tail = current % value
            if tail == 0 and current and current % (value * 10):
                return None
            if tail >= 100 or (current - tail) % (value * 10):
                return None
            current = current - tail + (tail or 1) * value
        elif last_scale and value > last_scale:
            total = (total + current) * value
            current, last_scale = 0, value
        elif last_scale == value:
            return None
        else:
            total += (current or 1) * value
            current, last_scale = 0, value
        seen, joined, before = True, False, value
    return None if joined or not seen else total + current


@cache
def _has_teens(grammar: NumberWords) -> bool:
    """Whether eleven to nineteen are words of their own."""
    return any(10 < value < 20 for value in grammar.values.values()) or bool(grammar.prefix)


def _fits(current: int, value: int, joined: bool, grammar: NumberWords) -> bool:
    """Whether a value can be added to the number so far."""
    if current == 0:
        return True
    rest = current % 100
    if grammar.prefix and value == 10 and not joined and 0 < rest < 10:
        return True
    if grammar.units_first and 20 <= value < 100:
        return (joined and 0 < rest < 10) or rest == 0
    if grammar.scores and 10 <= value < 20 and rest in (60, 80):
        return True
    if value < 10:
        if grammar.units_first and rest >= 20:
            return False
        if grammar.scores and rest == 10 and value > 6:
            return True
        return rest == 0 or (rest % 10 == 0 and rest >= (20 if _has_teens(grammar) else 10))
    return current % int("1" + "0" * len(str(value))) == 0


def parsed(text: str, decimal_point: str = ".") -> float | None:
    """Value of a number in digits, or None when its grouping makes no sense ("1,8,000").

    Thousands are grouped by the sign that is not the decimal one or by a space, in India by two digits from
    the second group on. A text that makes no sense so is read with the two signs exchanged.

    >>> parsed("12,000"), parsed("4.5"), parsed("1.234.567"), parsed("3,5"), parsed("1,8,000")
    (12000.0, 4.5, 1234567.0, 3.5, None)
    >>> parsed("1.200", ","), parsed("1 200,5", ","), parsed("1,84,000", "."), parsed("١٬٢٠٠")
    (1200.0, 1200.5, 184000.0, 1200.0)
    """
    text = "".join(text.translate(_SIGNS).split())
    for group, point in ((",", "."), (".", ","))[:: 1 if decimal_point == "." else -1]:
        whole, _, rest = text.partition(point)
        if point in rest or group in rest:
            continue
        first, *more = whole.split(group)
        grouped = not more or (len(first) <= 3 and all(len(p) == 3 for p in more))
        lakhs = group == "," and len(first) <= 2 and len(more) > 1 and len(more[-1]) == 3
        if not grouped and not (lakhs and all(len(p) == 2 for p in more[:-1])):
            continue
        if all(p.isdecimal() for p in (first, *more)) and (not rest or rest.isdecimal()):
            return float("".join((first, *more)) + "." + (rest or "0"))
    return None


def figure(value: float) -> str:
    """A number as it is compared: digits, and a decimal point only before decimals.

    >>> figure(1200.0), figure(2.5)
    ('1200', '2.5')
    """
    return str(int(value)) if value == int(value) else repr(value)
