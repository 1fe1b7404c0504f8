"""Statements: what only one of two stories says, read sentence by sentence, in the reporter's own words.

A word is news when the other story has no form of it anywhere. A sentence with enough news is a statement; a
long one is parted at the ends of its clauses, and of one that the other story has in part only the clauses
with news are shown. What is quoted is left to the quotations.

How much news is enough depends on what the other story is (`Demand`). A version of the same text keeps its
words, so a few new ones are new matter. An independent report has hardly any words in common, so most of a
sentence must be news, little of it may stand in any one place of the other story, and sums and dates that the
other story has speak against it.

Two sentences of versions that share enough content words are one that was rewritten: one difference of both.
A name, a day or an act inside a statement is part of its line.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil

from dedup.comparison import numbers
from dedup.comparison.inventory import Amount, Inventory, Matching, agree
from dedup.comparison.lexicon import Lexicon
from dedup.comparison.names import shouts
from dedup.comparison.passages import (
    Passage,
    Standing,
    amount,
    flag,
    month_days,
    news,
    one_sided,
    span,
    telling,
)
from dedup.comparison.tokens import Token
from dedup.types import Difference, Span


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked of a statement.

    `words` and `telling` are the least number of its words and weight of its telling ones, `news` is the
    least weight of its news, `share` the least share of news in the weight of its telling words. A sentence
    of more words than `longest` is parted, or its `beginning` shown.
    """

    words: int
    telling: float
    news: float
    share: float
    longest: int
    beginning: bool = False


ALONE = Demand(words=4, telling=3.0, news=3.0, share=0.25, longest=40)
"""Of a sentence that the other version has nothing of: a word in one of 20 stories, or two that are less
rare. Of 25 parts of sentences of 25 to 40 words in 60 pairs of versions, 9 had lost their subject or their
verb; 19 of 20 sentences of 458 versions are shorter than the longest."""

IN_PART = Demand(words=4, telling=4.5, news=4.5, share=0.4, longest=40)
"""Of a sentence that the other version has in part: of 90 statements of 18 pairs of versions, the 4 that the
other version makes in other words held .32 to .39, of the others 3 held less than .4."""

INDEPENDENT = Demand(words=6, telling=16.0, news=9.6, share=0.6, longest=45, beginning=True)
"""Of a sentence of an independent report: three or four telling words, of which two or three are news. Of
sentences of ten pairs, one of 12 above was told in other words."""

STATED_IN_PART = 0.5
"""Share of a sentence's content words in neighbouring sentences of the other story, from which only its
clauses with news are shown."""

HELD = 0.33
"""The same share, beyond which a sentence of an independent report may stand there."""

MOSTLY_QUOTED = 0.5
"""Share of quoted words from which a clause is left to the quotations."""

ATTRIBUTED = 14
"""Words behind a quotation that begins a sentence up to which they say no more than whose it is."""

LONGEST_SENTENCE = 80
"""Words of the longest sentence that is read; longer ones are lists, or have lost their stops."""

SHORTEST_CLAUSE = 4
"""Words of the shortest clause that is parted from its neighbours."""

REWRITTEN = 0.4
"""Share of the weight of both sentences' content words (Dice) from which one is the other one rewritten."""

REWRITTEN_MANY = 0.3
"""The same where they share `SHARED` content words in more than one stretch: of the pairs of 75 pairs of
versions between this and `REWRITTEN`, 6 of 8 that did so were one sentence, 3 of 9 that did not."""

SHARED = 3
"""Content words that tell more than the one or two names that two sentences of a story have in common."""

CLOSEST = 0.9
"""Share of the score of either sentence's best partner that a partner must reach."""

BOTH_LEADS = 0.1
"""What that share gains where both sentences are leads."""

SUMS = frozenset(["money", "percent", "casualties"])
"""Types of amounts by which a sentence is known again: a story that has them all may say the same."""

DEED = 0.04
"""What an act of news, or a denial, adds to the weight of an independent report's statement."""

REPORTED = 0.56
"""Weight of a statement of an independent report."""

NEXT = 0.95
"""What every further item of one kind loses, so that the first lines hold several kinds."""

PHRASE = 12
"""Words of the longest quotation that a statement of an independent report tells along with who says it."""

ALONG = 0.6
"""What is left of a name, a day or a phrase that a shown statement of the same side tells along."""

_CLAUSE_ENDS = frozenset(",;:–—")
_STOPS = frozenset(".!?…。！？।؟")


def _statements_only_in(
    own: Inventory, other: Inventory, both: Matching, kind: str, demands: Mapping[int, Demand]
) -> list[tuple[int, Difference]]:
    """The statements of some sentences (numbers) of `own`, each sentence with what is asked of it; with the
    number of the sentence. `kind` is only-a or only-b."""
    return [
        (number, one_sided("statement", kind, shown, "stated on one side only"))
        for number, demand in sorted(demands.items())
        for shown in _stated(own.passages[number], other.place, both, demand)
    ]


def rewritten_pairs(
    a: Sequence[Passage],
    b: Sequence[Passage],
    alone: tuple[Collection[int], Collection[int]],
    taken: tuple[Collection[int], Collection[int]],
    leads: tuple[int | None, int | None],
) -> list[tuple[int, int]]:
    """Sentences (numbers) among those `alone` that are each other rewritten, the most alike chosen first.

    None is paired that is closer to another sentence, those `taken` by a link of their own left aside.
    `leads` are the first sentences of both bodies, which report the same by the rules of news writing.
    """
    if not any(p.lexicon.clause_closers for p in (*a[:1], *b[:1])):
        return []
    words = tuple([telling(p.tokens, p.lexicon) for p in own] for own in (a, b))
    chosen = tuple({k for k in some if _runs(own[k])} for own, some in zip((a, b), alone, strict=True))
    scores = {
        (i, j): _dice(x, y)
        for i, x in enumerate(words[0])
        for j, y in enumerate(words[1])
        if i not in taken[0] and j not in taken[1] and (i in chosen[0] or j in chosen[1])
    }
    best_a: dict[int, float] = defaultdict(float)
    best_b: dict[int, float] = defaultdict(float)
    for (i, j), score in scores.items():
        best_a[i] = max(best_a[i], score)
        best_b[j] = max(best_b[j], score)
    found: dict[int, int] = {}
    gained = {pair: score + BOTH_LEADS * (pair == leads) for pair, score in scores.items()}
    for i, j in sorted(gained, key=lambda pair: (-gained[pair], pair)):
        if i not in chosen[0] or j not in chosen[1] or i in found or j in found.values():
            continue
        if scores[i, j] < CLOSEST * max(best_a[i], best_b[j]):
            continue
        if gained[i, j] >= (REWRITTEN_MANY if _share_many(a[i], b[j]) else REWRITTEN):
            found[i] = j
    return sorted(found.items())


def _share_many(a: Passage, b: Passage) -> bool:
    """Whether two sentences have `SHARED` content words in common, in both in more than one stretch."""
    both = telling(a.tokens, a.lexicon).keys() & telling(b.tokens, b.lexicon).keys()
    return len(both) >= SHARED and all(_stretches(own, both) > 1 for own in (a, b))


def _stretches(own: Passage, chosen: Set[str]) -> int:
    """Stretches of content words that are all among the chosen concepts."""
    weights = telling(own.tokens, own.lexicon)
    inside = [concept in chosen for concept in own.concepts if concept in weights]
    return sum(here and not before for before, here in pairwise([False, *inside]))


def _runs(own: Passage) -> bool:
    """Whether a sentence is running text of the reporter: it ends with a stop and is not mostly quoted."""
    plain_words = sum(not t.quoted for t in own.tokens)
    return own.sentence.text[-1:] in _STOPS and plain_words >= max(
        ALONE.words, MOSTLY_QUOTED * len(own.tokens)
    )


def _dice(x: Mapping[str, float], y: Mapping[str, float]) -> float:
    both = sum(x.values()) + sum(y.values())
    return 2 * sum(weight for word, weight in x.items() if word in y) / both if both else 0.0


def of_versions(
    a: Inventory,
    b: Inventory,
    both: Matching,
    alone: tuple[Collection[int], Collection[int]],
    partly: tuple[Collection[int], Collection[int]],
    rewritten: Sequence[tuple[int, int]],
) -> list[Difference]:
    """The statements of sentences (numbers) that stand `alone` or `partly` in the other version, and those
    that were `rewritten`, two by two, as one difference of both."""
    found: list[Difference] = []
    for i, j in rewritten:
        x, y = a.passages[i], b.passages[j]
        fresh = (sum(news(p.tokens, q.place, telling(p.tokens, p.lexicon))) for p, q in ((x, b), (y, a)))
        if max(fresh) >= IN_PART.news:
            shown = _richest_part(x, y, b.place), _richest_part(y, x, a.place)
            found.append(flag("statement", "differs", *shown, "one sentence, rewritten"))
        found += _other_amounts(a, i, b, j)
    for side, (own, other, kind) in enumerate(((a, b, "only-a"), (b, a, "only-b"))):
        done = {pair[side] for pair in rewritten}
        demands = dict.fromkeys(alone[side], ALONE) | dict.fromkeys(partly[side], IN_PART)
        chosen = {number: demand for number, demand in demands.items() if number not in done}
        found += [statement for _, statement in _statements_only_in(own, other, both, kind, chosen)]
    return found


def _other_amounts(a: Inventory, i: int, b: Inventory, j: int) -> list[Difference]:
    """Amounts of one slot in two sentences of which one is the other rewritten; sums and shares have half of
    the words around them in common."""
    slots: dict[tuple[str, str, str], tuple[list[Amount], list[Amount]]] = {}
    for side, (own, number) in enumerate(((a, i), (b, j))):
        for x in own.amounts:
            if x.number == number:
                slots.setdefault(x.slot, ([], []))[side].append(x)
    found = []
    for (type_, _, head), (first, second) in slots.items():
        if len(first) != 1 or len(second) != 1 or not (head or type_ in ("money", "percent")):
            continue
        one, other = first[0], second[0]
        around = min(len(one.around), len(other.around))
        if not head and 2 * len(one.around & other.around) < around:
            continue
        verdict = (
            None if agree(one, other) else numbers.judge(one.mention, other.mention, a.passages[i].lexicon)
        )
        if verdict is not None:
            shown = "number" if type_ == "age" else type_
            found.append(flag(shown, verdict.kind, one.shown, other.shown, verdict.why))
    return found


def of_reports(own: Inventory, other: Inventory, both: Matching, kind: str) -> list[Difference]:
    """The statements of an independent report of which the other story has little in any one place; the lead
    left aside, for it gives what both report."""
    acted = {act.passage for act in own.acts}
    body = [n for n, p in enumerate(own.passages) if p.sentence.paragraph >= 0 and not shouts(p.sentence)]
    ended = (n for n in body if own.passages[n].sentence.text.rstrip("\"”’') ")[-1:] in _STOPS)
    lead = own.passages[next(ended, body[0])].sentence.paragraph if body else 0
    demands = {
        number: INDEPENDENT
        for number in body
        if own.passages[number].sentence.paragraph > lead
        and not _may_stand_there(own.passages[number], other, both)
    }
    found: list[Difference] = []
    for number, statement in _statements_only_in(own, other, both, kind, demands):
        p, shown = own.passages[number], statement.a or statement.b
        assert shown is not None  # a statement has a side
        denied = any(
            t.key in p.lexicon.negators and not t.quoted
            for t in p.tokens
            if shown.start <= t.start < shown.end
        )
        weight = REPORTED + DEED * (number in acted or denied)
        found.append(replace(statement, weight=round(weight * NEXT ** len(found), 4)))
    return found


def _may_stand_there(own: Passage, other: Inventory, both: Matching) -> bool:
    """Whether the other story may tell a sentence in other words: it holds much of it in one place, or all
    its sums and dates."""
    words = both.weighed(telling([t for t in own.tokens if not t.quoted], own.lexicon))
    return other.place.held_of(words) > HELD or _known_again(own, other)


def _known_again(own: Passage, other: Inventory) -> bool:
    """Whether the other story has all sums and dates of a sentence that has any."""
    sums = [m for m in own.side.mentions["number"] if m.type in SUMS and amount(m) is not None]
    dated = [m for m in own.side.mentions["date"] if m.value[0] == "month" and month_days(m)]
    return bool(sums or dated) and (
        all(other.place.has_amount(m, own.tokens) for m in sums)
        and all(other.place.has_day(m) for m in dated)
    )


def _stated(own: Passage, other: Standing, both: Matching, demand: Demand) -> list[Span]:
    """The parts of a sentence that are statements; a quotation that begins it is none."""
    if own.sentence.paragraph < 0 or len(own.tokens) > LONGEST_SENTENCE or not own.lexicon.clause_closers:
        return []
    first = next((k for k, t in enumerate(own.tokens) if not t.quoted), len(own.tokens))
    if first and len(own.tokens) - first < ATTRIBUTED:
        return []
    weights = both.weighed(telling(own.tokens, own.lexicon))
    fresh = news(own.tokens, other, weights)
    clauses = _clauses(own.tokens, first, own.lexicon)
    known = demand is IN_PART or other.tells(own.tokens, STATED_IN_PART)
    if known or (len(own.tokens) - first > demand.longest and not demand.beginning):
        with_news = [k for k, (i, j) in enumerate(clauses) if sum(fresh[i:j])] or [0]
        clauses = clauses[with_news[0] : with_news[-1] + 1]
    found = []
    for i, j in (_beginning if demand.beginning else _parted)(clauses, demand.longest):
        whole = sum(weights.get(own.concepts[k], 0.0) for k in range(i, j) if not own.tokens[k].quoted)
        enough = whole >= demand.telling and sum(fresh[i:j]) >= max(demand.news, demand.share * whole)
        plain_words = sum(not t.quoted for t in own.tokens[i:j])
        shown = span(own.tokens, i, j)
        if shown and enough and plain_words >= max(demand.words, MOSTLY_QUOTED * (j - i)):
            found.append(shown)
    return found


def _richest_part(own: Passage, other: Passage, place: Standing) -> Span | None:
    """A sentence, of a long one the part with the most news and the most that another sentence has."""
    weights = telling(own.tokens, own.lexicon)
    both = set(own.concepts) & set(other.concepts)
    value = [
        x + weights.get(concept, 0.0) * (concept in both)
        for x, concept in zip(news(own.tokens, place, weights), own.concepts, strict=True)
    ]
    parts = _parted(_clauses(own.tokens, 0, own.lexicon), ALONE.longest)
    first, last = max(parts, key=lambda part: (sum(value[part[0] : part[1]]), -part[0]))
    return span(own.tokens, first, last)


def _clauses(tokens: Sequence[Token], start: int, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The clauses of a sentence from a token on (first and last token, exclusive): what stands between marks,
    and before words that open a clause. Those of a few words belong to the one before."""
    openers = lexicon.clause_closers - lexicon.coordinators - lexicon.complementizers
    cuts = [start]
    for k in range(start + 1, len(tokens)):
        score = tokens[k - 1].text[-1].isdigit() and tokens[k].text[0].isdigit()
        mark = bool(set(tokens[k].gap) & _CLAUSE_ENDS) or (" - " in tokens[k].gap and not score)
        opens = tokens[k].key in openers and tokens[k - 1].key not in lexicon.function_words
        if (mark or opens) and k - cuts[-1] >= SHORTEST_CLAUSE and len(tokens) - k >= SHORTEST_CLAUSE:
            cuts.append(k)
    return list(pairwise([*cuts, len(tokens)]))


def _beginning(clauses: Sequence[tuple[int, int]], longest: int) -> list[tuple[int, int]]:
    """The first clauses, of `longest` words together, or the first one of more, as one part."""
    first = clauses[0][0]
    return [(first, max((last for _, last in clauses if last - first <= longest), default=clauses[0][1]))]


def _parted(clauses: Sequence[tuple[int, int]], longest: int) -> list[tuple[int, int]]:
    """Clauses joined to parts of `longest` words and about the same length."""
    first, last = clauses[0][0], clauses[-1][1]
    many = ceil((last - first) / longest)
    cuts = [first]
    for k in range(1, many):
        wanted = first + k * (last - first) / many
        near = min((i for i, _ in clauses), key=lambda i: (abs(i - wanted), i))
        if near > cuts[-1]:
            cuts.append(near)
    return list(pairwise([*cuts, last]))


_ALONE = ("only-a", "only-b")
_WITHIN = frozenset(
    ["name", "place", "attribution", "status", "number", "money", "percent", "date", "weekday", "time"]
)
"""Types of what a statement tells along with it."""


def without_acts(found: Sequence[Difference]) -> list[Difference]:
    """The differences, without acts that a statement has with the rest of its sentence."""
    statements = [d for d in found if d.type == "statement"]
    return [d for d in found if d.type != "status" or not any(_meets(s, d) for s in statements)]


def without_repeats(found: Sequence[Difference]) -> list[Difference]:
    """The differences of independent reports, the statements with the greatest weight of what they tell
    along, and that with less than its own."""
    statements = [d for d in found if d.type == "statement" and d.kind in _ALONE]
    within: dict[int, float] = {}
    result: list[Difference] = []
    for d in found:
        shown = d.a or d.b
        phrase = d.type == "quote" and shown is not None and len(shown.text.split()) <= PHRASE
        k = next((k for k, s in enumerate(statements) if _meets(s, d)), None)
        if k is not None and (d.type in _WITHIN or phrase):
            within[k] = max(within.get(k, 0.0), d.weight)
            result.append(replace(d, weight=round(ALONG * d.weight, 4)))
        elif d.type != "statement" or d.kind not in _ALONE:
            result.append(d)
    raised = [replace(s, weight=max(s.weight, within.get(k, 0.0))) for k, s in enumerate(statements)]
    return without_acts(result + raised)


def _meets(statement: Difference, other: Difference) -> bool:
    """Whether a difference of one side stands in a statement of that side."""
    outer, inner = (statement.a, other.a) if other.kind == "only-a" else (statement.b, other.b)
    if other.kind not in _ALONE or outer is None or inner is None:
        return False
    return outer.paragraph == inner.paragraph and outer.start < inner.end and inner.start < outer.end
