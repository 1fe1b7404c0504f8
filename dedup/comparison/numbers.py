"""Numbers with their unit, scale and qualifier: amounts of people, money, percentages, measures.

"at least 17 people", "$3.4bn", "three per cent", "two hundred and fifty", "2.20 dlrs" become a value, a
unit and a class of qualifier; amounts that are written in two ways are equal, and one that rounds to the
other refines it. Digits are read in every script of the world; number words, qualifiers and words of death
and injury are those of the lexicon.
"""

from collections.abc import Sequence
from functools import cache
from math import floor, isclose, log10

from dedup.comparison.lexicon import CURRENCY_CODES, CURRENCY_SIGNS, Lexicon
from dedup.comparison.number_words import parsed
from dedup.comparison.tokens import Mention, Token, Verdict

COUNTERS = {
    "十": 10.0,
    "百": 100.0,
    "千": 1e3,
    "万": 1e4,
    "亿": 1e8,
    "億": 1e8,
    "兆": 1e12,
    "元": 1.0,
    "円": 1.0,
    "人": 1.0,
    "名": 1.0,
}
"""Signs right behind a number in Chinese and Japanese: scales with their value, and what is counted."""

COUNTRY = 2
"""Words of the longest country before a currency."""

HEAVY = 10_000.0
"""Amount from which "pounds" are money without another sign of it."""

ROUGHLY = 0.1
"""Share by which a rough amount may miss the exact one."""

SCALES = 2
"""Scales in a row behind one number ("2,3 mil millones")."""

SHARE = 0.5
"""Percent within which a part of a whole and a percentage are one: a third is 33."""

CONVERTED = 0.05
"""Share by which an amount may miss the same in another unit: conversions are rounded ("90ft (28m)")."""

NAME = "name"
"""Unit of a number that is part of a name: Interstate 30, Flight 447, Article 50."""

SCORE = "score"
"""Unit of the score of a game."""

_BREAKS = frozenset(",;:.()—–，；：。、،؛।")
_NEAR_HARM = 9
"""Tokens on either side of a count in which a word of harm in its clause makes it one of casualties."""


def numbers(tokens: Sequence[Token], taken: set[int], lexicon: Lexicon) -> list[Mention]:
    """The amounts in a run of tokens; tokens numbered in `taken` (dates) are passed over."""
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        part = None if at in taken else _share(tokens, at, lexicon) or _one_and_half(tokens, at, lexicon)
        read = None if at in taken or part else _amount(tokens, at, taken, lexicon)
        if part is not None:
            found.append(part)
        elif read is not None:
            amount, digits, stop = read
            found.append(_mention(tokens, at, stop, amount, digits, lexicon))
        else:
            at += 1
            continue
        at = max(found[-1].last, at + 1)
    return found


def _is_digits(token: Token) -> bool:
    return token.text[0].isdigit()


def _is_figure(token: Token, lexicon: Lexicon) -> bool:
    """Whether a token is a number by itself: digits, or a whole numeral where the lexicon has a grammar."""
    return _is_digits(token) or (lexicon.numerals is not None and token.key[:1].isdigit())


def _amount(
    tokens: Sequence[Token], at: int, taken: set[int], lexicon: Lexicon
) -> tuple[float | None, int, int] | None:
    """Value, decimal digits written, and end of the amount that begins at a token, or None."""
    token = tokens[at]
    if _is_figure(token, lexicon):
        figure, point = token.text, lexicon.decimal_point
        if lexicon.numerals is not None:
            figure, point = token.key, "."
        value = parsed(figure, point)
        digits = len(figure.partition(point)[2]) if point in figure and value is not None else 0
        stop = at + 1
        groups = _grouped(tokens, at, taken)
        if groups > 1:
            value = parsed("".join(t.text for t in tokens[at : at + groups]), lexicon.decimal_point)
            digits, stop = 0, at + groups
        elif _torn(tokens, at, lexicon):
            digits = len(tokens[stop].text)
            value = parsed(f"{token.text}{lexicon.decimal_point}{tokens[stop].text}", lexicon.decimal_point)
            stop += 1
        while (
            stop < len(tokens)
            and tokens[stop].gap == ""
            and tokens[stop].text in COUNTERS
            and tokens[stop].key not in lexicon.currencies
        ):
            value = value and value * COUNTERS[tokens[stop].text]
            stop += 1
        scaled = stop
        while (
            scaled < min(stop + SCALES, len(tokens))
            and tokens[scaled].key in lexicon.scales
            and tokens[scaled].gap.strip() in ("", "-")
        ):
            value = value and value * lexicon.scales[tokens[scaled].key]
            scaled += 1
        if scaled > stop:
            return (value, digits, scaled)
        if (
            stop < len(tokens)
            and tokens[stop].text in lexicon.scale_letters
            and (tokens[stop].gap == "" or _joined_currency(tokens, stop + 1))
        ):
            return (value and value * lexicon.scale_letters[tokens[stop].text], digits, stop + 1)
        return (value, digits, stop)
    if lexicon.numerals and token.key in lexicon.scales and _qualifier(tokens, at, lexicon)[0]:
        return (float(lexicon.scales[token.key]), 0, at + 1)
    if token.key in lexicon.ordinals and token.key not in lexicon.unsure_ordinals:
        return (float(lexicon.ordinals[token.key]), 0, at + 1)
    return _in_part(tokens, at, taken, lexicon) or _spelled(tokens, at, taken, lexicon)


def _in_part(
    tokens: Sequence[Token], at: int, taken: set[int], lexicon: Lexicon
) -> tuple[float, int, int] | None:
    """A half or another part of a scale, or a number and a half: "half a million", "a quarter of a million",
    "two and a half years", "a dozen and a half"."""

    def key(k: int) -> str:
        return tokens[k].key if k < len(tokens) and k not in taken else ""

    def scaled(value: float, k: int) -> tuple[float, int, int]:
        scale = lexicon.scales.get(key(k))
        return (value, 0, k) if scale is None else (value * scale, 0, k + 1)

    if key(at) in lexicon.half:
        behind = at + 1 + (key(at + 1) in lexicon.before_scales)
        whole = key(behind) in lexicon.scales or (behind > at + 1 and key(behind) == "percent")
        return scaled(0.5, behind) if whole else None
    parts = _parts_of_scale(tokens, at, lexicon)
    if parts is not None:
        return scaled(parts, at + 4)
    read = _spelled(tokens, at, taken, lexicon)
    if read is None or read[0] is None:
        return None
    value, stop = read[0], read[2]
    halved = key(stop) in lexicon.number_joiners and key(stop + 1) in lexicon.before_scales
    if not halved or key(stop + 2) not in lexicon.half:
        return None
    counted = lexicon.scales.get(key(stop - 1))
    return scaled(value + 0.5, stop + 3) if counted is None else (value + counted / 2, 0, stop + 3)


def _parts_of_scale(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> float | None:
    """How many parts of a scale begin at a token ("a quarter of a million": .25), or None."""
    words = [t.key for t in tokens[at : at + 5]]
    if len(words) < 5 or words[1] not in lexicon.fractions or words[2] not in lexicon.partitives:
        return None
    counted = int(words[0]) if words[0].isdecimal() else int(words[0] in lexicon.before_scales)
    if not counted or words[3] not in lexicon.before_scales or words[4] not in lexicon.scales:
        return None
    return counted / lexicon.fractions[words[1]]


def _joined_currency(tokens: Sequence[Token], at: int) -> bool:
    """Whether a currency sign is written right behind a letter that is a scale ("2,3 M€")."""
    return at < len(tokens) and tokens[at].gap == "" and tokens[at].text in CURRENCY_SIGNS


def _grouped(tokens: Sequence[Token], at: int, taken: set[int]) -> int:
    """Tokens of a number whose thousands stand apart ("1 224 254"), or 1."""
    stop = at + 1
    if len(tokens[at].text) <= 3 and tokens[at].text.isdecimal() and tokens[at].text[0] != "0":
        while (
            stop < len(tokens)
            and stop not in taken
            and tokens[stop].gap == " "
            and len(tokens[stop].text) == 3
            and tokens[stop].text.isdecimal()
        ):
            stop += 1
    return stop - at


def _torn(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a space stands behind the decimal point ("$2. 6 million"), as a faulty conversion leaves it."""
    if at + 2 >= len(tokens) or tokens[at + 1].gap != f"{lexicon.decimal_point} ":
        return False
    decimals, scale = tokens[at + 1], tokens[at + 2]
    return (
        tokens[at].text.isdecimal()
        and decimals.text.isdecimal()
        and len(decimals.text) <= 2
        and (scale.key in lexicon.scales or scale.key == "percent")
    )


def _spelled(
    tokens: Sequence[Token], at: int, taken: set[int], lexicon: Lexicon
) -> tuple[float | None, int, int] | None:
    """A number in words: "two hundred and fifty", "a dozen", "twenty-one"."""
    total, current, stop, seen = 0.0, 0.0, at, False
    values = _word_values(lexicon)
    while stop < len(tokens) and stop not in taken:
        key, gap = tokens[stop].key, tokens[stop].gap
        if seen and gap not in (" ", "-", "\u00a0", "\n", "‑"):
            break
        if key in values and not _is_digits(tokens[stop]):
            value = float(key)
            if seen and ((current % 100 >= 10 and (value >= 10 or current % 10)) or current % 10 > 0):
                break
            current += value
        elif key in lexicon.scales and (seen or (at > 0 and tokens[at - 1].key in lexicon.before_scales)):
            scale = lexicon.scales[key]
            if scale in (100.0, 12.0):
                current = (current or 1.0) * scale
            else:
                total += (current or 1.0) * scale
                current = 0.0
        elif (
            seen
            and key in lexicon.number_joiners
            and stop + 1 < len(tokens)
            and current >= 100
            and tokens[stop + 1].key in values
        ):
            stop += 1
            continue
        else:
            break
        seen = True
        stop += 1
    if not seen:
        return None
    part = stop < len(tokens) and tokens[stop].key in lexicon.fractions
    lone = stop == at + 1 and tokens[at].key == "1" and not part
    if lone and at and tokens[at - 1].key in lexicon.not_counted:
        return None
    return (total + current, 0, stop)


def _mention(
    tokens: Sequence[Token], at: int, stop: int, amount: float | None, digits: int, lexicon: Lexicon
) -> Mention:
    unit, first, last = "", at, stop
    before = tokens[at - 1] if at else None
    if (
        before is not None
        and before.key in lexicon.numbered
        and tokens[at].gap in (" ", " No. ", "-", "\u00a0")
    ):
        return Mention("number", "number", at, stop, (amount, NAME, "", digits, tokens[at].key))
    joined = _score(tokens, at, stop, lexicon)
    if joined:
        return Mention("number", "number", at, stop + 1, (None, SCORE, "", 0, joined))
    signed = before and (before.text[-1] in CURRENCY_SIGNS or before.text.lower() in CURRENCY_CODES)
    if signed and tokens[at].gap in ("", " ", ". "):
        unit, first = tokens[at - 1].key, at - 1
        if at > 1 and tokens[at - 1].gap == "" and tokens[at - 2].text.isupper():
            first, unit = at - 2, f"{tokens[at - 2].key} {unit}"
    if tokens[at].key in lexicon.ordinals or (
        stop < len(tokens) and tokens[stop].gap == "" and tokens[stop].key in lexicon.ordinal_ends
    ):
        last = stop + (tokens[at].key not in lexicon.ordinals)
        return Mention("number", "number", first, last, (amount, "ordinal", "", 0, tokens[at].key))
    if at and tokens[at - 1].key in lexicon.ordinal_prefixes and tokens[at].gap == "":
        return Mention("number", "number", at - 1, stop, (amount, "ordinal", "", 0, tokens[at].key))
    if before and before.key == "percent" and lexicon.percent_first and not unit:
        unit, first = "percent", at - 1
    if stop + 1 < len(tokens) and tokens[stop].key in lexicon.unit_links:
        stop = last = stop + (tokens[stop + 1].key in lexicon.currencies | lexicon.units)
    if stop < len(tokens) and not unit:
        key = tokens[stop].key
        if _percentage_point(tokens, stop, lexicon):
            unit, last = "percentage point", stop + len(lexicon.percentage)
        elif key in lexicon.currencies or key == "percent" or key in lexicon.units:
            unit, last = _speed(tokens, stop + 1, lexicon.singular.get(key, key), lexicon)
            old = last < len(tokens) and tokens[last].key in lexicon.old
            last += old and tokens[last].gap in (" ", "-")
        else:
            unit, last = _foreign_currency(tokens, stop, lexicon)
    qualifier, first = _qualifier(tokens, first, lexicon)
    kind = "number"
    if unit in lexicon.weights and not signed and not _paid(tokens, at, last, amount, lexicon):
        kind = "number"
    elif unit.rpartition(" ")[2] in lexicon.currencies:
        kind = "money"
    elif unit.startswith("percent"):
        kind = "percent"
    elif unit in ("", "share") and _near_harm(tokens, at, last, lexicon):
        kind = "casualties"
    return Mention("number", kind, first, last, (amount, unit, qualifier, digits, tokens[at].key))


def _foreign_currency(tokens: Sequence[Token], stop: int, lexicon: Lexicon) -> tuple[str, int]:
    """The currency of a country behind an amount ("Canadian dollars", "Hong Kong dollars") and its end; ""
    and `stop` if there is none."""
    at = stop
    while at < min(stop + COUNTRY, len(tokens)) and tokens[at].capital and tokens[at].gap in (" ", "\u00a0"):
        if tokens[at].key in lexicon.function_words:
            break
        at += 1
    if at == stop or at == len(tokens) or tokens[at].gap != " " or tokens[at].key not in lexicon.currencies:
        return "", stop
    currency = lexicon.singular.get(tokens[at].key, tokens[at].key)
    return " ".join([*(t.key for t in tokens[stop:at]), currency]), at + 1


def _paid(tokens: Sequence[Token], at: int, last: int, amount: float | None, lexicon: Lexicon) -> bool:
    """Whether an amount in a word that is a weight, too, is one of money: it is large, or money is named."""
    near = tokens[max(0, at - _NEAR_HARM) : last + _NEAR_HARM]
    return (amount or 0.0) >= HEAVY or any(
        t.key in lexicon.money_words or t.text in CURRENCY_SIGNS for t in near
    )


def _score(tokens: Sequence[Token], at: int, stop: int, lexicon: Lexicon) -> str:
    """Two short numbers that a dash joins and that count nothing: the score of a game, as it is compared."""
    if stop >= len(tokens) or tokens[stop].gap not in ("-", "–", "\u2011"):
        return ""
    pair = tokens[at], tokens[stop]
    following = tokens[stop + 1] if stop + 1 < len(tokens) else None
    counts = following is not None and (
        following.gap in ("-", "–", "/")
        or following.key in lexicon.measures | lexicon.scales.keys() | lexicon.months.keys()
    )
    short = all(t.text.isdecimal() and len(t.text) <= 2 for t in pair)
    signed = at > 0 and (tokens[at - 1].text in CURRENCY_SIGNS or tokens[at].gap in ("-", "–", "/"))
    return "-".join(t.key for t in pair) if short and not counts and not signed else ""


def _share(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Mention | None:
    """A part of a whole, in percent, that begins at a token: "one-third", "a quarter of", "3割",
    "die Hälfte"."""
    token, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else None
    if _parts_of_scale(tokens, at, lexicon) is not None:
        return None
    value, stop = lexicon.shares.get(token.key), at + 1
    if value is None and following is not None and following.key in lexicon.fractions:
        parts, stop = lexicon.fractions[following.key], at + 2
        counted = token.key.isdecimal() and (0 < int(token.key) < parts)
        if counted and following.gap in (("",) if _is_digits(token) else ("", " ", "-")):
            value = 100 * int(token.key) / parts
        elif token.key in lexicon.before_scales and _ends_share(tokens, stop, lexicon):
            value = 100 / parts
        elif lexicon.numerals and token.key in lexicon.articles and following.key not in lexicon.ordinals:
            whole = stop < len(tokens) and tokens[stop].key in lexicon.partitives
            value = 100 / parts if whole else None
    link = lexicon.part_links
    if value is None and link and tuple(t.key for t in tokens[at + 1 : at + 1 + len(link)]) == link:
        three = token, *tokens[at + 1 : at + 2 + len(link)]
        figures = [three[0].key, three[-1].key]
        joined = len(three) == len(link) + 2 and not any(t.gap for t in three[1:])
        if (
            joined
            and all(f.isdecimal() and len(f) < 4 for f in figures)
            and int(figures[0]) > int(figures[1])
        ):
            value, stop = 100 * int(figures[1]) / int(figures[0]), at + len(three)
    if value is None:
        return None
    qualifier, first = _qualifier(tokens, at, lexicon)
    return Mention("number", "number", first, stop, (round(value, 1), "percent", qualifier, 0, token.key))


def _ends_share(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """Whether a part of a whole may end before a token: a fraction before another noun is an ordinal
    ("a third man")."""
    if at == len(tokens) or tokens[at].gap not in (" ", "\u00a0"):
        return True
    if lexicon.caseless or (lexicon.nouns_capital and not tokens[at].capital):
        return True
    small = lexicon.partitives | lexicon.finite | lexicon.auxiliaries
    return tokens[at].key in (small | lexicon.function_words if lexicon.numerals else lexicon.partitives)


def _one_and_half(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> Mention | None:
    """One of a unit and a half that begins at a token: "an hour and a half"."""
    words = [t.key for t in tokens[at : at + 5]]
    if len(words) < 5 or words[0] not in lexicon.before_scales or words[1] not in lexicon.units:
        return None
    if words[2] not in lexicon.number_joiners or words[3] not in lexicon.before_scales:
        return None
    if words[4] not in lexicon.half:
        return None
    qualifier, first = _qualifier(tokens, at, lexicon)
    unit = lexicon.singular.get(words[1], words[1])
    return Mention("number", "number", first, at + 5, (1.5, unit, qualifier, 1, words[0]))


def _speed(tokens: Sequence[Token], at: int, unit: str, lexicon: Lexicon) -> tuple[str, int]:
    """The unit of speed of a length and its end, if it is one of an hour: "60 miles an hour"."""
    for phrase in sorted(lexicon.per_hour) if unit in lexicon.speeds else ():
        if phrase == tuple(t.key for t in tokens[at : at + len(phrase)]):
            return lexicon.speeds[unit], at + len(phrase)
    return unit, at


def _percentage_point(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    words = tokens[at : at + len(lexicon.percentage)]
    return len(words) == len(lexicon.percentage) > 0 and all(
        token.key in forms.split("|") for token, forms in zip(words, lexicon.percentage, strict=True)
    )


@cache
def _word_values(lexicon: Lexicon) -> frozenset[str]:
    """What `tokens.key` makes of the number words of one word."""
    return frozenset(str(value) for value in lexicon.number_words.values())


def _qualifier(tokens: Sequence[Token], first: int, lexicon: Lexicon) -> tuple[str, int]:
    for words, name in lexicon.qualifiers.items():
        start = first - len(words)
        if start >= 0 and all(tokens[start + k].key == word for k, word in enumerate(words)):
            return name, start
    return "", first


def _near_harm(tokens: Sequence[Token], at: int, last: int, lexicon: Lexicon) -> bool:
    """Whether a count is one of people harmed, by the words of its clause on either side."""
    return _harm_behind(tokens, last, lexicon) or _harm_before(tokens, at, lexicon)


def _harm_behind(tokens: Sequence[Token], last: int, lexicon: Lexicon) -> bool:
    """A word of harm between a count and the end of its clause: "17 people and a guard were killed"."""
    verb = False
    for k in range(last, min(last + _NEAR_HARM, len(tokens))):
        token = tokens[k]
        if (
            token.key in lexicon.unharmed
            or token.key in lexicon.clauses
            or (k > last and set(token.gap) & _BREAKS)
        ):
            return False
        if token.key in lexicon.harm:
            return tokens[k - 1].key not in lexicon.no_words
        if token.key in lexicon.coordinators and verb:
            return False
        verb = verb or token.key in lexicon.auxiliaries
    return False


def _harm_before(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> bool:
    """A word of harm from the beginning of a count's clause to it: "killing 3 soldiers and 12 others"."""
    joined = counted = verb = False
    for k in range(at - 1, max(at - _NEAR_HARM, 0) - 1, -1):
        token = tokens[k]
        if token.key in lexicon.harm:
            return (not verb or token.key in lexicon.tolls) and (counted or not joined)
        broken = set(tokens[k + 1].gap) & _BREAKS and tokens[k + 1].key not in lexicon.including
        if (
            broken
            or token.key in lexicon.unharmed
            or token.key in lexicon.clauses
            or token.key in lexicon.consequences
        ):
            return False
        joined = joined or token.key in lexicon.coordinators | lexicon.including
        if _is_digits(token) or token.key in _word_values(lexicon):
            if not joined:
                return False
            counted = True
        verb = verb or token.key in lexicon.auxiliaries
    return False


def loosely(a: Mention, b: Mention) -> bool:
    """Whether two amounts with other qualifiers may be one, stated roughly: "about 20", "at least 18"."""
    x, y = a.value[0], b.value[0]
    qualifiers = {a.value[2], b.value[2]}
    if not isinstance(x, float) or not isinstance(y, float) or len(qualifiers) < 2:
        return False
    return bool(qualifiers & {"about", "nearly"}) and abs(x - y) <= ROUGHLY * max(x, y)


def judge(a: Mention, b: Mention, lexicon: Lexicon) -> Verdict | None:
    """How two amounts differ, or None when they are the same written in two ways, or in two units."""
    amount_a, unit_a, _, digits_a, key_a = a.value
    amount_b, unit_b, _, digits_b, key_b = b.value
    kind = a.type if a.type == b.type else (a.type if b.type == "number" else b.type)
    if amount_a is None or amount_b is None:
        if key_a == key_b:
            return None
        return Verdict(kind, "differs", "other amount")
    assert isinstance(amount_a, float)
    assert isinstance(amount_b, float)
    assert isinstance(unit_a, str)
    assert isinstance(unit_b, str)
    if unit_a != unit_b and amount_a == amount_b and _same_currency(unit_a, unit_b):
        return Verdict(kind, "refines", "the currency is named more exactly")
    if {unit_a, unit_b} == {"ordinal", "percent"} and _one_part(amount_a, amount_b):
        return None
    sizes = lexicon.sizes.get(unit_a, ("", 0.0)), lexicon.sizes.get(unit_b, ("", 0.0))
    if unit_a != unit_b and sizes[0][0] and sizes[0][0] == sizes[1][0]:
        x, y = amount_a * sizes[0][1], amount_b * sizes[1][1]
        if abs(x - y) <= CONVERTED * max(x, y):
            return qualified(a, b)
        return Verdict(kind, "differs", "other amount")
    if unit_a != unit_b and unit_a and unit_b:
        return Verdict(
            kind,
            "differs",
            "same number, other unit" if amount_a == amount_b else "other amount and unit",
        )
    if amount_a != amount_b:
        if {a.type, b.type} == {"number", "percent"} and abs(amount_a - amount_b) < SHARE:
            return None
        if loosely(a, b):
            return Verdict(kind, "refines", "may be one amount, stated roughly")
        if _rounds(amount_a, amount_b) and (a.last - a.first, digits_a) != (b.last - b.first, digits_b):
            return Verdict(kind, "refines", "one amount rounds to the other")
        return Verdict(kind, "differs", "other amount")
    return qualified(a, b)


def _one_part(x: float, y: float) -> bool:
    """Whether an ordinal, read as a fraction, is a percentage: "un quinto", 20 %."""
    return abs(x * y - 100) < SHARE * min(x, y)


def unlike(a: Mention, b: Mention) -> bool:
    """Whether one of two amounts is a rank and the other a count: "the fourth quarter", "three months"."""
    return (a.value[1] == "ordinal") != (b.value[1] == "ordinal")


def _same_currency(a: str, b: str) -> bool:
    """Whether two units are one currency, of whose country one says nothing."""
    (country_a, _, x), (country_b, _, y) = a.rpartition(" "), b.rpartition(" ")
    return x == y and bool(country_a) != bool(country_b)


def qualified(a: Mention, b: Mention) -> Verdict | None:
    """How the qualifiers of two amounts differ."""
    x, y = str(a.value[2]), str(b.value[2])
    if x == y:
        return None
    return Verdict("number", "differs" if x and y else "refines", "precision: otherwise qualified")


def opposed(a: Mention, b: Mention) -> Verdict | None:
    """Whether two amounts are qualified as above and below: that turns the statement."""
    if {a.value[2], b.value[2]} != {"more", "less"}:
        return None
    return Verdict("polarity", "differs", "above on one side, below on the other")


def _rounds(x: float, y: float) -> bool:
    """Whether the amount with fewer significant digits is the other one rounded."""
    short, long = sorted((x, y), key=lambda v: len(_significant(v)))
    kept = len(_significant(short))
    if kept < 2 or len(_significant(long)) == kept:
        return False
    exponent = floor(log10(abs(long))) - kept + 1 if long else 0
    return isclose(floor(long / 10.0**exponent + 0.5) * 10.0**exponent, short)


def _significant(value: float) -> str:
    return f"{value:.12g}".replace(".", "").split("e")[0].strip("0") or "0"
