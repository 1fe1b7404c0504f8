"""One story per cluster: which one stays, which go, and why each of them goes.

**Theory of operation.** A run gives the clusters of the chosen level. In each, one story stays, by a rule
that the user chooses; every other is listed with the story that stays in its place and with the verified pair
that ties it to the cluster, so that nothing goes without a reason on record. Only clusters of two and more
stories take memory; the rows of all others pass by.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from typing import TYPE_CHECKING, Any

from dedup.errors import InputError, SettingsError
from dedup.match.relation import Relation
from dedup.pipeline import Progress, cluster
from dedup.readers import stories as coerce
from dedup.readers.columns import eager, is_frame
from dedup.settings import Settings
from dedup.types import Cluster, Match, Story

if TYPE_CHECKING:
    from dedup.result import Result
    from dedup.types import Assignment

LEVELS = ("duplicate", "version", "event")
CHOICES = ("earliest", "latest", "longest", "representative")
BY_SOURCE = "source:"
"""Begins a choice by source; the names follow, the most wanted first, with commas between them."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A story that a clean corpus does without: `kept` stays in its place.

    `cluster` is the cluster of both at the level of the run; `matched` the story of the cluster that it is
    most like (`kept` itself, if the two were compared), and `relation` what they are to each other. The three
    are None where no pair of the cluster names the story.
    """

    id: str
    kept: str
    level: str
    cluster: str
    relation: str | None
    matched: str | None
    jaccard: float | None
    cosine: float | None
    why: str
    title: str | None
    source: str | None
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A corpus with one story per cluster.

    `kept`: what stays, in the order and of the kind that was given: a list of the very items, or a data
    frame. `left_out`: what goes, in the same order. `result`: the run that decided.
    """

    kept: Any
    left_out: tuple[LeftOut, ...]
    result: Result

    def __len__(self) -> int:
        return len(self.kept)


def clean(
    stories: Iterable[object],
    *,
    level: str = "duplicate",
    prefer: str = "earliest",
    settings: Settings | None = None,
    fields: Mapping[str, str] | None = None,
    progress: Progress | None = None,
) -> Cleaned:
    """A corpus in memory without its repeats.

    Parameters
    ----------
    stories
        Stories, records, texts or a data frame, as `cluster` takes them; for files see `dedup.read`.
    level
        "duplicate": one story of each text; "version": one of each article, however much rewritten; "event":
        one of each event.
    prefer
        Which one stays; see `keep`.
    settings
        Thresholds; the defaults suit news.
    fields
        Part of a story -> field that holds it, as in `read`.
    progress
        Called now and then with what is being done.

    Returns
    -------
    Cleaned
        The items that stay, as they were given, and what went. Items that hold no story are not kept; they
        are logged as `read` does.

    Raises
    ------
    SettingsError
        `level` or `prefer` is unknown.
    DuplicateIdError
        Two stories carry the same id.

    Examples
    --------
    >>> text = "Storm Ada hit Porto late on Monday, killing three people."
    >>> found = clean([text, "Fares will rise in May.", text])
    >>> found.kept, [gone.relation for gone in found.left_out]
    (['Storm Ada hit Porto late on Monday, killing three people.', 'Fares will rise in May.'], ['identical'])
    """
    rule = chosen(prefer, level)
    if isinstance(stories, str | Mapping | Story):
        raise InputError("a single story has no repeats; give a list of stories, or dedup.read(path)")
    given: Any = eager(stories) if is_frame(stories) else list(stories)
    items = given.to_native() if is_frame(stories) else map(_placed, given, count())
    read = list(coerce(items, fields=fields))
    numbers = {story.id: int(story.place.removeprefix("item ")) for story in read}
    result = cluster(read, settings=settings, events=level != "duplicate", progress=progress)
    kept, left_out = keep(result, rule, level)
    rows = sorted(numbers[name] for name in kept)
    stays = given[rows].to_native() if is_frame(stories) else [given[row] for row in rows]
    return Cleaned(stays, tuple(left_out), result)


def _placed(item: object, number: int) -> object:
    return replace(item, place=f"item {number}") if isinstance(item, Story) else item


def chosen(prefer: str, level: str = "duplicate") -> str:
    """A choice, if it and the level are known.

    Raises
    ------
    SettingsError
        One of them is not.
    """
    if level not in LEVELS:
        raise SettingsError(f"level is {level!r}; it must be one of {', '.join(LEVELS)}")
    if prefer not in CHOICES and not preferred(prefer):
        raise SettingsError(f"prefer is {prefer!r}; it must be one of {', '.join(CHOICES)}, source:A,B")
    return prefer


def preferred(prefer: str) -> list[str]:
    """The sources of a choice by source, the most wanted first; none of another choice."""
    if not prefer.startswith(BY_SOURCE):
        return []
    return [name for part in prefer.removeprefix(BY_SOURCE).split(",") if (name := part.strip())]


def keep(
    result: Result, prefer: str = "earliest", level: str = "duplicate"
) -> tuple[set[str], list[LeftOut]]:
    """One story of each cluster, and the others with the reason.

    Parameters
    ----------
    result
        Of a run.
    prefer
        "earliest" or "latest" by date of publication (undated stories count as latest for the one and
        earliest for the other: they are kept only if no other is dated); "longest" in words; the
        "representative", which is most like all others; or "source:A,B,C", the first of these sources that
        has a story in the cluster, else the earliest. Equals are told apart by the order of the cluster.
    level
        "duplicate", "version" or "event"; the latter two need a run with events.

    Returns
    -------
    set of str, list of LeftOut
        Ids that stay (stories that stand alone are among them); and the rest, in the order of reading.

    Raises
    ------
    SettingsError
        The choice or the level is unknown, or the run was one without events.
    """
    chosen(prefer, level)
    groups = result.clusters(level)
    group_of = {member: group for group in groups for member in group.members}
    members: dict[str, Assignment] = {}
    words: dict[str, int] = {}
    for row, length in zip(result, result.words().tolist(), strict=True):
        if row.id in group_of:
            members[row.id], words[row.id] = row, length
    best = {group.id: _best(group, prefer, members, words) for group in groups}
    ties = _ties(result, group_of)
    kept: set[str] = set()
    left_out: list[LeftOut] = []
    for row in result:
        group = group_of.get(row.id)
        if group is None or best[group.id] == row.id:
            kept.add(row.id)
        else:
            stays = members[best[group.id]]
            left_out.append(_left_out(row, stays, group, prefer, ties.get(row.id, {})))
    return kept, left_out


def _best(group: Cluster, prefer: str, rows: Mapping[str, Assignment], words: Mapping[str, int]) -> str:
    """The member of a cluster that stays; members come by date, undated ones last."""
    if prefer == "representative":
        return group.representative
    if prefer == "longest":
        return max(group.members, key=lambda member: words[member])
    if prefer == "latest":
        dated = [member for member in group.members if rows[member].published is not None]
        return dated[-1] if dated else group.members[0]
    wanted = [name.casefold() for name in preferred(prefer)]
    sources = [(rows[member].source or "").casefold() for member in group.members]
    return next((group.members[sources.index(name)] for name in wanted if name in sources), group.members[0])


def _ties(result: Result, group_of: Mapping[str, Cluster]) -> dict[str, dict[str, Match]]:
    """Story -> the stories of its cluster that it was compared with -> the pair."""
    found: dict[str, dict[str, Match]] = {}
    for match in result.matches:
        if match.a in group_of and group_of[match.a] is group_of.get(match.b):
            found.setdefault(match.a, {})[match.b] = match
            found.setdefault(match.b, {})[match.a] = match
    return found


def _said(pair: Match, story: str) -> str:
    """What a story is to the other one of its pair, in words."""
    other = pair.b if story == pair.a else pair.a
    if pair.relation == "identical":
        return f"identical to {other}"
    if pair.relation == "retold":
        return f"reports what {other} does"
    mine, its = pair.scores.containment_a or 0.0, pair.scores.containment_b or 0.0
    if pair.relation == "excerpt" and (mine < its) == (story == pair.a):
        return f"contains {other}"
    return f"{pair.relation} of {other}"


def _left_out(
    row: Assignment, stays: Assignment, group: Cluster, prefer: str, ties: Mapping[str, Match]
) -> LeftOut:
    pair = ties.get(stays.id) or max((ties[name] for name in sorted(ties)), key=_strength, default=None)
    if pair is None:
        why = f"in one cluster with {stays.id}"
    else:
        why = _said(pair, row.id) + ("" if stays.id in ties else f", and so joined with {stays.id}")
    return LeftOut(
        id=row.id,
        kept=stays.id,
        level=group.kind,
        cluster=group.id,
        relation=None if pair is None else pair.relation,
        matched=None if pair is None else pair.b if pair.a == row.id else pair.a,
        jaccard=None if pair is None else pair.scores.jaccard,
        cosine=None if pair is None else pair.scores.cosine,
        why=f"{why}; {_reason(stays, prefer)}",
        title=row.title,
        source=row.source,
        published=row.published,
    )


def _strength(pair: Match) -> tuple[bool, float, float]:
    same = Relation(pair.relation).same_text
    return same, pair.scores.jaccard or 0.0, pair.scores.cosine or 0.0


def _reason(stays: Assignment, prefer: str) -> str:
    """Why the one that stays does."""
    wanted = preferred(prefer)
    if not wanted:
        return f"the {prefer} of its cluster is kept"
    if stays.source and stays.source.casefold() in {name.casefold() for name in wanted}:
        return f"that of {stays.source} is kept"
    return "the earliest of its cluster is kept, none being of a preferred source"
