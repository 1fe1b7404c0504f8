"""The grounds on which a pair is held to report one event, in words: its features and its shared terms.

The evidence is that of `dedup.match.agreement`, over the same stories as in a run: one story stands for each
duplicate cluster there, and here the two in question stand for theirs.
"""

import numpy as np
from numpy.typing import NDArray

from dedup.findings import EventEvidence, Feature, SharedTerm
from dedup.match.agreement import FEATURES, INTERCEPT, WEIGHTS, doubted, evidence, fillings, probability
from dedup.match.event_rows import Rows, cosine, rows
from dedup.match.events import content_keys, copies, near, representatives, term_counts, within
from dedup.match.evidence import Profiles
from dedup.match.passages import placed_words
from dedup.story import Story
from dedup.text.background import hashes
from dedup.text.terms import UNSPACED_SCRIPT, language, terms

MOST_TERMS = 24
"""Shared terms that are told: those that add most to the cosine."""

DAY = 86_400.0

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


def event_grounds(
    profiles: Profiles,
    published: Floats,
    duplicates: Integers,
    pair: Integers,
    window: float,
    a: Story,
    cover: Floats,
    doubt: float,
) -> tuple[EventEvidence, float, bool]:
    """Evidence of a pair in a run, the probability that it makes, and whether they only fill in one form.

    Parameters
    ----------
    profiles
        Evidence of the n stories of the run.
    published
        float64, shape (n,): seconds; NaN where unknown.
    duplicates
        int64, shape (n,): label of each story's duplicate cluster.
    pair
        int64, shape (2,): the two stories.
    window
        Days between two reports of one event.
    a
        The first of the two, for the wording of its terms.
    cover
        float64, shape (1,): that of `duplicates.Looks`.
    doubt
        That of the run, `events.Events`.
    """
    chosen = _standing(profiles, duplicates, pair)
    items = profiles.take(chosen)
    of = rows(items, near(published[chosen], window), copies=copies(chosen, duplicates))
    at = np.array([[np.flatnonzero(chosen == story)[0] for story in pair]])
    features = evidence(of, at, _nearest(of, at[0], published[chosen], window))
    apart = abs(float(published[pair[0]] - published[pair[1]])) / DAY
    found = EventEvidence(
        cosine=float(cosine(of, at)[0]),
        features=(
            *(
                Feature(name, float(value), float(value * weight))
                for name, value, weight in zip(FEATURES, features[0], WEIGHTS, strict=True)
            ),
            Feature("doubt", doubt, doubt),
        ),
        intercept=INTERCEPT,
        terms=_shared_terms(of, at[0], a),
        days_apart=None if np.isnan(apart) else apart,
        window=window,
    )
    return found, float(doubted(probability(features), doubt)[0]), bool(fillings(of, at, cover)[0])


def _standing(profiles: Profiles, duplicates: Integers, pair: Integers) -> Integers:
    """A story for each duplicate cluster: the pair for its own, its representative for every other."""
    others = representatives(content_keys(profiles), term_counts(profiles), duplicates)
    others = others[~np.isin(duplicates[others], duplicates[pair])]
    return np.concatenate([others, np.unique(pair)])


def _nearest(of: Rows, at: Integers, published: Floats, window: float) -> Floats:
    """Cosine of the story that is nearest to either of two, within the window: float64 (n,), 0 for others."""
    found = np.zeros(len(published))
    for story in at.tolist():
        others = np.delete(np.arange(len(published)), story)
        pairs = np.column_stack([np.full(len(others), story), others])
        pairs = pairs[within(published, pairs, window)]
        found[story] = np.max(cosine(of, pairs), initial=0.0)
    return found


def _shared_terms(of: Rows, at: Integers, a: Story) -> tuple[SharedTerm, ...]:
    products = of.all[at[:1]].multiply(of.all[at[1:]]).tocoo()
    shared, idf = of.terms[products.col], of.idf[products.col]
    spelled = _spelled(a)
    found = [
        SharedTerm(spelled.get(term, "?"), float(rarity), float(part))
        for term, rarity, part in zip(shared.tolist(), idf.tolist(), products.data.tolist(), strict=True)
    ]
    return tuple(sorted(found, key=lambda term: (-term.cosine, term.term))[:MOST_TERMS])


def _spelled(story: Story) -> dict[int, str]:
    """Hash of every term of a story -> how the story writes it, better not in capitals."""
    text = "\n".join(filter(None, (story.title, story.text)))
    lang = language(story.text or story.title or "", story.lang)
    found: dict[int, str] = {}
    for word, start, end in placed_words(text):
        key = int(hashes((terms(word, lang) or [word])[:1])[0])
        if key not in found or found[key].isupper():
            found[key] = _written(word, text[start:end])
    if UNSPACED_SCRIPT.search(text):
        pairs = terms(text, lang)
        found.update(zip(map(int, hashes(pairs)), pairs, strict=True))
    return found


def _written(word: str, unit: str) -> str:
    """A normalised word as it stands in its unit; as it is where letters were folded."""
    at = unit.casefold().find(word)
    return unit[at : at + len(word)] if at >= 0 and len(unit.casefold()) == len(unit) else word
