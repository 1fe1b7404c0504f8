"""Who says it: attributions, their source and their verb, and words that hedge.

An attribution is a verb of speech outside quotation marks with the noun phrase that speaks, before it
("officials said"), behind it ("said Peter Cook") or after "according to". The source is compared by its
words, the verb by whether it takes sides: "said" reports, "claimed" doubts, "confirmed" vouches. English
only; other languages stay silent here.
"""

from collections.abc import Sequence

from dedup.comparison.tokens import Mention, Token, Verdict
from dedup.text.normalise import listed

REPORTING = listed(
    "said say says saying told tell tells announced announce announces stated reported "
    "added adds noted explained explains wrote writes replied responded declared "
    "commented remarked described"
)
VOUCHING = listed(
    "confirmed confirms acknowledged acknowledges admitted admits conceded concedes revealed reveals "
    "disclosed discloses"
)
DOUBTING = listed(
    "claimed claims alleged alleges asserted asserts insisted insists maintains argued "
    "argues suggested suggests contended"
)
WARNING = listed(
    "warned warns urged urges demanded demands threatened threatens vowed vows promised promises "
    "predicted predicts"
)
DENYING = listed("denied denies")

VERBS = REPORTING | VOUCHING | DOUBTING | WARNING | DENYING
ALWAYS_SPEECH = listed(
    "said say says told announced claimed alleged insisted warned confirmed denied stated added"
)
HEDGES = listed(
    "allegedly reportedly apparently possibly perhaps probably presumably seemingly supposedly "
    "purportedly likely potentially maybe alleged suspected purported apparent believed thought "
    "understood unconfirmed"
)
SECOND_HAND = listed("media reports report television newspaper newspapers press")
"""Words of a source that itself reports what others said."""
ANONYMOUS = listed(
    "official officials source sources spokesman spokeswoman spokesperson witness witnesses diplomat "
    "diplomats aide aides people person officer officers authorities analyst analysts expert experts "
    "resident residents media reports police"
)
_AUXILIARIES = listed(
    "has have had was were is are been be also later previously earlier then reportedly will would "
    "did do does n't not"
)
_STOPS_BEFORE = listed(
    "that which who whom and but or because when while as after before if although though where whether than"
)
_STOPS_BEHIND = listed(
    "on in at by during after before that when as while and but who to from about if late early this last"
) | listed("monday tuesday wednesday thursday friday saturday sunday yesterday today")
PRONOUNS = listed("he she they it we i you who that which this there")
_FINITE = listed(
    "is are was were be been being has have had will would may might can could should must do does did"
)
_NO_SPEECH_AFTER = listed("to is are was were be been being of the a an")
_RELATIVE = listed("who which whose whom")
_QUOTES = frozenset('"“”„«»」』')
_BREAKS = _QUOTES | frozenset(",;:.?!—–()")
_LONGEST = 14
"""Tokens of the longest source that is read."""


def verb_class(key: str) -> str:
    """What an attribution's verb does: report, vouch, doubt, warn, deny."""
    for name, verbs in (("vouch", VOUCHING), ("doubt", DOUBTING), ("warn", WARNING), ("deny", DENYING)):
        if key in verbs:
            return name
    return "report"


def speech_verbs(tokens: Sequence[Token]) -> list[int]:
    """Numbers of the verbs of speech outside quotation marks, "according" among them."""
    return [
        k
        for k, t in enumerate(tokens)
        if not t.quoted
        and (t.key in VERBS or (t.key == "according" and k + 1 < len(tokens) and tokens[k + 1].key == "to"))
    ]


def sources(tokens: Sequence[Token]) -> list[Mention]:
    """The attributions in a run of tokens; `value` is the class of the verb and the words of the source."""
    found: list[Mention] = []
    for verb in speech_verbs(tokens):
        span = _source(tokens, verb)
        if span is None:
            continue
        first, last = span
        keys = tuple(t.key for t in tokens[first:last] if t.key not in ("the", "a", "an", "'s"))
        if not keys:
            continue
        kind = "report" if tokens[verb].key == "according" else verb_class(tokens[verb].key)
        found.append(
            Mention(
                "source",
                "attribution",
                min(first, verb),
                max(last, verb + 1),
                (kind, keys, first, last, verb),
            )
        )
    return found


def _source(tokens: Sequence[Token], verb: int) -> tuple[int, int] | None:
    if tokens[verb].key == "according":
        return _behind(tokens, verb + 2)
    if verb and tokens[verb - 1].key in _NO_SPEECH_AFTER:
        return None
    closes = bool(set(tokens[verb].gap) & _QUOTES)
    before = None if closes else _before(tokens, verb)
    inverted = closes or "," in tokens[verb].gap
    if before is None and inverted and tokens[verb].key in ALWAYS_SPEECH:
        return _behind(tokens, verb + 1)
    return before


def _before(tokens: Sequence[Token], verb: int) -> tuple[int, int] | None:
    """The noun phrase that ends before the verb, auxiliaries left out, an apposition between commas taken
    in."""
    last = verb
    while last and tokens[last - 1].key in _AUXILIARIES and not set(tokens[last].gap) & _BREAKS:
        last -= 1
    first = last
    commas = 0
    relative = _ends_relative(tokens, last)
    while first and last - first <= _LONGEST:
        token, gap = tokens[first - 1], tokens[first].gap
        if set(gap) & _BREAKS and gap != ". ":
            commas += 1
            if gap.strip() != "," or commas > 2 or (commas == 1 and first != last):
                break
        if token.key in _RELATIVE and "," in token.gap and first != last and commas == 1:
            first = last = first - 1
            commas = 1
            relative = False
            continue
        if token.quoted or (token.key in _STOPS_BEFORE and not relative) or token.key in VERBS:
            break
        if token.key in _FINITE and not relative:
            return None
        first -= 1
    return (first, last) if 0 < last - first <= _LONGEST else None


def _ends_relative(tokens: Sequence[Token], last: int) -> bool:
    """Whether a relative clause between commas ends before a token ("Straun, who ran the bank, said")."""
    if last >= len(tokens) or "," not in tokens[last].gap:
        return False
    for k in range(last - 1, max(last - _LONGEST, 0), -1):
        if set(tokens[k].gap) & _BREAKS:
            return "," in tokens[k].gap and tokens[k].key in _RELATIVE
    return False


def _behind(tokens: Sequence[Token], start: int) -> tuple[int, int] | None:
    """The noun phrase that begins at a token, unless it goes on with a verb and so begins a clause."""
    last = start
    while last < len(tokens) and last - start < _LONGEST:
        token = tokens[last]
        if token.quoted or token.key in _STOPS_BEHIND:
            break
        if token.key in _FINITE:
            return None
        if last > start and set(token.gap) & _BREAKS and token.gap != ". ":
            break
        last += 1
    if last == start or last - start == _LONGEST or tokens[start].gap.strip() not in ("", ".", ","):
        return None
    return (start, last)


def judge(a: Mention, b: Mention) -> Verdict | None:
    """How two attributions differ: source, or what the verb does; None when they are the same."""
    keys_a, keys_b = a.value[1], b.value[1]
    assert isinstance(keys_a, tuple)
    assert isinstance(keys_b, tuple)
    if keys_a != keys_b and not _contained(keys_a, keys_b):
        pronoun = (len(keys_a) == 1 and keys_a[0] in PRONOUNS) or (len(keys_b) == 1 and keys_b[0] in PRONOUNS)
        if not pronoun:
            return Verdict("source", "attribution", "differs", "other source")
        return Verdict("source", "attribution", "refines", "the source is named on one side only")
    if keys_a != keys_b:
        return Verdict("source", "attribution", "refines", "the source is told more exactly")
    return otherwise_said(a, b)


def verbs(a: Sequence[Token], b: Sequence[Token]) -> Verdict | None:
    """Verbs of speech that do different things, whoever speaks."""
    x, y = [{verb_class(t.key) for t in side if t.key in VERBS} for side in (a, b)]
    return Verdict("source", "attribution", "differs", "verb of attribution") if x and y and x != y else None


def otherwise_said(a: Mention, b: Mention) -> Verdict | None:
    """How the verbs of two attributions differ in what they do; to deny is the opposite of all others."""
    if a.value[0] == b.value[0]:
        return None
    if "deny" in (a.value[0], b.value[0]):
        return Verdict("fact", "polarity", "differs", "denied on one side only")
    return Verdict("source", "attribution", "differs", "verb of attribution")


def _contained(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return set(a) <= set(b) or set(b) <= set(a)
