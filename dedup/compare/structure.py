"""What became of whole paragraphs and sentences: added, dropped, moved, split, merged, printed twice; the
headline."""

from collections.abc import Sequence
from dataclasses import replace

from dedup.compare.align import Pair
from dedup.compare.ranking import weigh
from dedup.compare.tokens import TITLE, Sentence
from dedup.story import Difference, Link, Span
from dedup.text.normalise import normalise

HEADLINE_WORDS = 20
"""Words of the longest first paragraph that can be a headline."""

LEAST_WORDS = 4
"""Words from which a paragraph that stands twice is worth a flag; shorter ones are column heads and
sign-offs."""

LEAD = 160
"""Characters shown of a paragraph that was added, dropped, moved, split or merged."""


def folded(text: str) -> str:
    """A text by which two that look alike are equal: normalised, single spaces."""
    return " ".join(normalise(text).split())


def opening(paragraph: int, text: str) -> Span:
    """The beginning of a paragraph, cut at a word."""
    if len(text) <= LEAD:
        return Span(paragraph, 0, len(text), text)
    end = text.rfind(" ", 0, LEAD)
    end = end if end > 0 else LEAD
    return Span(paragraph, 0, end, text[:end])


def _flag(kind: str, type_: str, a: Span | None, b: Span | None, why: str) -> Difference:
    return weigh(Difference("structure", type_, kind, a, b, 0.0, why))


def paragraph_flags(links: Sequence[Link], texts: tuple[Sequence[str], Sequence[str]]) -> list[Difference]:
    """Flags for links that moved, split or merged, and for paragraphs without any link."""
    found: list[Difference] = []
    for link in links:
        if link.kind in ("moved", "split", "merged"):
            p, q = link.a[0], link.b[0]
            if p >= 0 and q >= 0:
                found.append(
                    _flag(
                        "differs",
                        link.kind,
                        opening(p, texts[0][p]),
                        opening(q, texts[1][q]),
                        f"paragraph {link.kind}",
                    )
                )
    linked_a = {p for link in links for p in link.a}
    linked_b = {q for link in links for q in link.b}
    for p, text in enumerate(texts[0]):
        if p not in linked_a:
            found.append(_flag("only-a", "dropped", opening(p, text), None, "paragraph on one side only"))
    for q, text in enumerate(texts[1]):
        if q not in linked_b:
            found.append(_flag("only-b", "added", None, opening(q, text), "paragraph on one side only"))
    return found


def sentence_flags(
    a: Sequence[Sentence], b: Sequence[Sentence], linked: Sequence[Pair], links: Sequence[Link]
) -> list[Difference]:
    """Flags for sentences without a partner inside paragraphs that have one."""
    found: list[Difference] = []
    inside = ({p for link in links for p in link.a}, {q for link in links for q in link.b})
    paired = ({pair.a for pair in linked}, {pair.b for pair in linked})
    for number, sentence in enumerate(a):
        if number not in paired[0] and sentence.paragraph in inside[0]:
            found.append(_flag("only-a", "dropped", _whole(sentence), None, "sentence on one side only"))
    for number, sentence in enumerate(b):
        if number not in paired[1] and sentence.paragraph in inside[1]:
            found.append(_flag("only-b", "added", None, _whole(sentence), "sentence on one side only"))
    return found


def _whole(sentence: Sentence) -> Span:
    return Span(sentence.paragraph, sentence.start, sentence.end, sentence.text)


def repeated(texts: Sequence[str], first: bool) -> list[Difference]:
    """Paragraphs that stand twice in one story, each told once with its earlier copy's text."""
    found: list[Difference] = []
    seen: set[str] = set()
    for number, text in enumerate(texts):
        plain = folded(text)
        if plain in seen and len(plain.split()) >= LEAST_WORDS:
            shown = opening(number, text)
            found.append(
                _flag(
                    "only-a" if first else "only-b",
                    "duplicate-paragraph",
                    shown if first else None,
                    None if first else shown,
                    "the same paragraph stands twice in one story",
                )
            )
        seen.add(plain)
    return found


def headline(title: str | None, texts: Sequence[str]) -> Span | None:
    """The headline: the separate title, else a short first paragraph without a final stop before others."""
    if title:
        return Span(TITLE, 0, len(title), title)
    if len(texts) > 1 and len(texts[0].split()) <= HEADLINE_WORDS and texts[0][-1:] not in '.。!?！？:;”"':
        return Span(0, 0, len(texts[0]), texts[0])
    return None


def body(sentence: Sentence, texts: Sequence[str]) -> bool:
    """Whether a sentence belongs to the running text: its paragraph ends like one, and it is no dateline."""
    if sentence.paragraph == TITLE or texts[sentence.paragraph][-1:] not in ".。!?！？”\"’'…」)":
        return False
    return sentence.text[-1] not in "-–—"


def with_headlines(links: Sequence[Link], a: Span | None, b: Span | None) -> list[Link]:
    """The links, and one between two headlines that nothing else is linked with: other words, the same
    place. One of them may be a separate title."""
    if a is None or b is None or any(a.paragraph in x.a or b.paragraph in x.b for x in links):
        return list(links)
    kind, score = ("identical", 1.0) if folded(a.text) == folded(b.text) else ("retold", 0.0)
    return sorted([*links, Link((a.paragraph,), (b.paragraph,), kind, score)], key=lambda x: (x.a, x.b))


def headline_flag(a: Span | None, b: Span | None, retold: bool) -> list[Difference]:
    """A flag when both stories have a headline and the two differ (in more than style).

    Its class is review: what changed in its words is told beside it, by type. Independent reports always
    differ in their headlines, so there it weighs half.
    """
    if a is None or b is None or folded(a.text) == folded(b.text):
        return []
    flag = weigh(Difference("review", "headline", "differs", a, b, 0.0, "other headline"))
    return [replace(flag, weight=flag.weight / 2) if retold else flag]
