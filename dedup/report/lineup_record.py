"""A whole cluster lined up, as a plain record: what `dedup compare --cluster ID --format json` prints."""

from __future__ import annotations

from collections.abc import Mapping

from dedup.report.layout import paragraph
from dedup.report.lineup import Fact, Lineup, changes
from dedup.report.records import Record
from dedup.story import Assignment


def lineup_record(found: Lineup, stories: Mapping[str, Assignment]) -> Record:
    """A cluster lined up against its representative.

    Parameters
    ----------
    found
        The cluster.
    stories
        Its stories by id, for sources and times.

    Returns
    -------
    dict
        `representative`; `versions`, the earliest first; `shared`, the representative's paragraphs with the
        number of versions that have them; `facts` with their readings, the earliest first (text null: left
        out; paragraph null: the representative lacks it); `changes`: by version, which fact (its number in
        `facts`) it was the first to tell otherwise.
    """
    numbers = {id(fact): number for number, fact in enumerate(found.facts)}
    return {
        "representative": found.representative.id,
        "versions": [_version(version, stories.get(version)) for version in found.versions],
        "shared": [
            {"paragraph": number, "text": paragraph(found.representative, number), "versions": versions}
            for number, versions in found.shared.items()
        ],
        "facts": [_fact(fact) for fact in found.facts],
        "changes": [
            {
                "id": version,
                "facts": [
                    {"fact": numbers[id(c.fact)], "before": c.before or None, "after": c.after or None}
                    for c in made
                ],
            }
            for version, made in changes(found).items()
        ],
    }


def _version(version: str, known: Assignment | None) -> Record:
    return {
        "id": version,
        "title": known.title if known else None,
        "source": known.source if known else None,
        "published": known.published.isoformat() if known and known.published else None,
        "relation": known.relation if known else None,
    }


def _fact(fact: Fact) -> Record:
    return {
        "class": fact.group,
        "type": fact.type,
        "paragraph": fact.paragraph,
        "readings": [
            {"text": reading.text or None, "first": reading.held[0], "versions": list(reading.held)}
            for reading in fact.readings
        ],
    }
