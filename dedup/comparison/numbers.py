"""Numbers with their unit, scale and qualifier: amounts of people, money, percentages, measures.

"at least 17 people", "$3.4bn", "three per cent", "two hundred and fifty", "2.20 dlrs" become a value, a
unit and a class of qualifier; amounts that are written in two ways are equal, and one that rounds to the
other refines it. Digits are read in every script of the world; number words, qualifiers and words of death
and injury are English.
"""

from collections.abc import Sequence
from math import floor, isclose, log10

from dedup.comparison.spelling import NUMBER_WORDS, ORDINALS
from dedup.comparison.tokens import CURRENCY_CODES, Mention, Token, Verdict
from dedup.text.normalise import listed

SCALES = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
CURRENCIES = (
    listed(
        "dollar euro pound yen cent yuan rupee rupees ruble rubles rouble roubles peso pesos franc francs "
        "krona kronor kroner won shekel shekels lira rand pence sterling riyal dirham ¥ ₹"
    )
    | CURRENCY_CODES
)
_CURRENCY_SIGNS = frozenset(["$", "€", "£", "¥", "₹"])
UNITS = listed(
    "kilometer meter meters centimeter millimeter mile foot inch inches yard yards acre acres hectare "
    "hectares kilogram gram grams ton tons pound-weight ounce liter liters gallon gallons barrel "
    "barrels degree degrees year years month months week weeks day days hour hours minutes seconds "
    "mph kph point points share shares"
)
_SINGULAR = {u: u[:-1] for u in UNITS if u.endswith("s")} | {"inches": "inch"}
HARM = listed(
    "dead killed kill kills killing died die dying death deaths fatality fatalities injured injuring "
    "injuries injury wounded wounding hurt casualties casualty missing victims toll perished drowned "
    "lives slain"
)
"""Words that make a count of people a count of casualties."""

_QUALIFIERS = (
    (("at", "least"), "least"),
    (("no", "fewer", "than"), "least"),
    (("no", "less", "than"), "least"),
    (("more", "than"), "more"),
    (("fewer", "than"), "less"),
    (("less", "than"), "less"),
    (("up", "to"), "most"),
    (("at", "most"), "most"),
    (("as", "many", "as"), "most"),
    (("as", "much", "as"), "most"),
    (("as", "few", "as"), "few"),
    (("as", "little", "as"), "few"),
    (("no", "more", "than"), "most"),
    (("close", "to"), "nearly"),
    (("an", "estimated"), "about"),
    (("estimated",), "about"),
    (("about",), "about"),
    (("around",), "about"),
    (("roughly",), "about"),
    (("approximately",), "about"),
    (("some",), "about"),
    (("nearly",), "nearly"),
    (("almost",), "nearly"),
    (("over",), "more"),
    (("above",), "more"),
    (("under",), "less"),
    (("below",), "less"),
    (("exactly",), "exactly"),
)
"""Words before a number that say how exact it is, and their class; synonyms share one."""

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

NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿億")

_BREAKS = frozenset(",;:.()—–")
_WORD_VALUES = frozenset(str(value) for value in NUMBER_WORDS.values())
_NEAR_HARM = 9
"""Tokens on either side of a count in which a word of harm in its clause makes it one of casualties."""

_TOLLS = listed("toll dead deaths fatalities casualties injuries victims")
"""Nouns of harm that may have a verb between them and their count ("the toll has risen to 17")."""

_UNHARMED = listed(
    "evacuated evacuating displaced displacing fled flee rescued rescuing saved homeless arrested detained "
    "charged sent deployed unharmed unhurt survived escaped"
)
"""Words that say of a count what became of it, and that it was no harm to life."""

_CLAUSES = listed("after when while because as but before although though that which since amid during")
_TURNS = listed("left leaving forced forcing among")
_VERBS = listed("is are was were be been has have had will would could may might rose said")


def numbers(tokens: Sequence[Token], taken: set[int]) -> list[Mention]:
    """The amounts in a run of tokens; tokens numbered in `taken` (dates) are passed over."""
    found: list[Mention] = []
    at = 0
    while at < len(tokens):
        read = None if at in taken else _amount(tokens, at, taken)
        if read is None:
            at += 1
            continue
        amount, digits, stop = read
        found.append(_mention(tokens, at, stop, amount, digits))
        at = max(found[-1].last, at + 1)
    return found


def _is_digits(token: Token) -> bool:
    return token.text[0].isdigit()


def parsed(text: str) -> float | None:
    """Value of a number in digits, or None when its grouping makes no sense ("1,84,000").

    >>> parsed("12,000"), parsed("4.5"), parsed("1.234.567"), parsed("3,5"), parsed("1,84,000")
    (12000.0, 4.5, 1234567.0, 3.5, None)
    """
    for group, point in ((",", "."), (".", ",")):
        whole, _, rest = text.partition(point)
        if point in rest or group in rest:
            continue
        parts = whole.split(group)
        grouped = len(parts) == 1 or (len(parts[0]) <= 3 and all(len(p) == 3 for p in parts[1:]))
        if grouped and all(p.isdecimal() for p in parts) and (not rest or rest.isdecimal()):
            return float("".join(parts) + "." + (rest or "0"))
    return None


def _amount(tokens: Sequence[Token], at: int, taken: set[int]) -> tuple[float | None, int, int] | None:
    """Value, decimal digits written, and end of the amount that begins at a token, or None."""
    token = tokens[at]
    if _is_digits(token):
        value = parsed(token.text)
        digits = (
            len(token.text.partition(".")[2]) if "." in token.text and value is not None and value % 1 else 0
        )
        stop = at + 1
        while stop < len(tokens) and tokens[stop].gap == "" and tokens[stop].text in COUNTERS:
            value = value and value * COUNTERS[tokens[stop].text]
            stop += 1
        if stop < len(tokens) and tokens[stop].key in SCALES and tokens[stop].gap in (" ", "", "-", "\u00a0"):
            return (value and value * SCALES[tokens[stop].key], digits, stop + 1)
        if stop < len(tokens) and tokens[stop].gap == "" and tokens[stop].text in ("m", "k"):
            return (value and value * (1e6 if tokens[stop].text == "m" else 1e3), digits, stop + 1)
        return (value, digits, stop)
    if token.key in ORDINALS and token.key != "second":
        return (float(ORDINALS[token.key]), 0, at + 1)
    return _spelled(tokens, at, taken)


def _spelled(tokens: Sequence[Token], at: int, taken: set[int]) -> tuple[float | None, int, int] | None:
    """A number in words: "two hundred and fifty", "a dozen", "twenty-one"."""
    total, current, stop, seen = 0.0, 0.0, at, False
    while stop < len(tokens) and stop not in taken:
        key, gap = tokens[stop].key, tokens[stop].gap
        if seen and gap not in (" ", "-", "\u00a0", "\n", "‑"):
            break
        if key in _WORD_VALUES and not _is_digits(tokens[stop]):
            value = float(key)
            if seen and ((current % 100 >= 10 and (value >= 10 or current % 10)) or current % 10 > 0):
                break
            current += value
        elif key in SCALES and (seen or (at > 0 and tokens[at - 1].key in ("a", "half"))):
            scale = SCALES[key]
            if scale in (100.0, 12.0):
                current = (current or 1.0) * scale
            else:
                total += (current or 1.0) * scale
                current = 0.0
        elif (
            seen
            and key == "and"
            and stop + 1 < len(tokens)
            and current >= 100
            and tokens[stop + 1].key in _WORD_VALUES
        ):
            stop += 1
            continue
        else:
            break
        seen = True
        stop += 1
    if not seen:
        return None
    if (
        stop == at + 1
        and tokens[at].key == "1"
        and at
        and tokens[at - 1].key in ("no", "every", "any", "this", "that", "the")
    ):
        return None
    return (total + current, 0, stop)


def _mention(tokens: Sequence[Token], at: int, stop: int, amount: float | None, digits: int) -> Mention:
    unit, first, last = "", at, stop
    before = tokens[at - 1] if at else None
    signed = before and (before.text in _CURRENCY_SIGNS or before.text.lower() in CURRENCY_CODES)
    if signed and tokens[at].gap in ("", " ", ". "):
        unit, first = tokens[at - 1].key, at - 1
    if tokens[at].key in ORDINALS or (
        stop < len(tokens) and tokens[stop].gap == "" and tokens[stop].key in ("st", "nd", "rd", "th")
    ):
        last = stop + (tokens[at].key not in ORDINALS)
        return Mention("number", "number", first, last, (amount, "ordinal", "", 0, tokens[at].key))
    if stop < len(tokens) and not unit:
        key = tokens[stop].key
        if key == "percentage" and stop + 1 < len(tokens) and tokens[stop + 1].key in ("point", "points"):
            unit, last = "percentage point", stop + 2
        elif key in CURRENCIES or key == "percent" or key in UNITS:
            unit, last = _SINGULAR.get(key, key), stop + 1
    qualifier, first = _qualifier(tokens, first)
    kind = "number"
    if unit in CURRENCIES:
        kind = "money"
    elif unit.startswith("percent"):
        kind = "percent"
    elif unit in ("", "share") and _near_harm(tokens, at, last):
        kind = "casualties"
    return Mention("number", kind, first, last, (amount, unit, qualifier, digits, tokens[at].key))


def _qualifier(tokens: Sequence[Token], first: int) -> tuple[str, int]:
    for words, name in _QUALIFIERS:
        start = first - len(words)
        if start >= 0 and all(tokens[start + k].key == word for k, word in enumerate(words)):
            return name, start
    return "", first


def _near_harm(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether a count is one of people harmed, by the words of its clause on either side."""
    return _harm_behind(tokens, last) or _harm_before(tokens, at)


def _harm_behind(tokens: Sequence[Token], last: int) -> bool:
    """A word of harm between a count and the end of its clause: "17 people and a guard were killed"."""
    verb = False
    for k in range(last, min(last + _NEAR_HARM, len(tokens))):
        token = tokens[k]
        if token.key in _UNHARMED or token.key in _CLAUSES or (k > last and set(token.gap) & _BREAKS):
            return False
        if token.key in HARM:
            return tokens[k - 1].key not in ("no", "not", "nobody")
        if token.key in ("and", "or") and verb:
            return False
        verb = verb or token.key in _VERBS
    return False


def _harm_before(tokens: Sequence[Token], at: int) -> bool:
    """A word of harm from the beginning of a count's clause to it: "killing 3 soldiers and 12 others"."""
    joined = counted = verb = False
    for k in range(at - 1, max(at - _NEAR_HARM, 0) - 1, -1):
        token = tokens[k]
        if token.key in HARM:
            return (not verb or token.key in _TOLLS) and (counted or not joined)
        broken = set(tokens[k + 1].gap) & _BREAKS and tokens[k + 1].key != "including"
        if broken or token.key in _UNHARMED or token.key in _CLAUSES or token.key in _TURNS:
            return False
        joined = joined or token.key in ("and", "or", "including")
        if _is_digits(token) or token.key in _WORD_VALUES:
            if not joined:
                return False
            counted = True
        verb = verb or token.key in _VERBS
    return False


def judge(a: Mention, b: Mention) -> Verdict | None:
    """How two amounts differ, or None when they are the same written in two ways."""
    amount_a, unit_a, _, digits_a, key_a = a.value
    amount_b, unit_b, _, digits_b, key_b = b.value
    kind = a.type if a.type == b.type else (a.type if b.type == "number" else b.type)
    if amount_a is None or amount_b is None:
        if key_a == key_b:
            return None
        return Verdict("fact", kind, "differs", "other amount")
    assert isinstance(amount_a, float)
    assert isinstance(amount_b, float)
    if unit_a != unit_b and unit_a and unit_b:
        return Verdict(
            "fact",
            kind,
            "differs",
            "same number, other unit" if amount_a == amount_b else "other amount and unit",
        )
    if amount_a != amount_b:
        if _rounds(amount_a, amount_b) and (a.last - a.first, digits_a) != (b.last - b.first, digits_b):
            return Verdict("fact", kind, "refines", "one amount rounds to the other")
        return Verdict("fact", kind, "differs", "other amount")
    return qualified(a, b)


def qualified(a: Mention, b: Mention) -> Verdict | None:
    """How the qualifiers of two amounts differ."""
    x, y = str(a.value[2]), str(b.value[2])
    if x == y:
        return None
    return Verdict("fact", "number", "differs" if x and y else "refines", "precision: otherwise qualified")


def opposed(a: Mention, b: Mention) -> Verdict | None:
    """Whether two amounts are qualified as above and below: that turns the statement."""
    if {a.value[2], b.value[2]} != {"more", "less"}:
        return None
    return Verdict("fact", "polarity", "differs", "above on one side, below on the other")


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
